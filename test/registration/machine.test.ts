import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { decideRegistration, registrationTable } from '../../src/registration/machine.js'
import type { RegistrationEvent, RegistrationState } from '../../src/registration/states.js'

/** The oracle: for each state and event, the outcomes that there are. */
const cells = readFileSync(new URL('transitions.tsv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [state = '', event = '', outcomes = ''] = line.split('\t')
    return { state, event, outcomes: outcomes.split(' | ').sort() }
  })

const maxAttempts = 3
const events: readonly RegistrationEvent[] = [
  { type: 'create', permanence: 'permanent' },
  { type: 'create', permanence: 'temporary' },
  { type: 'associate' },
  { type: 'resend' },
  { type: 'revoke' },
  { type: 'changeEmail' },
  { type: 'complete', known: true },
  { type: 'complete', known: false },
  { type: 'completeBad', known: true, maxAttempts },
  { type: 'completeBad', known: false, maxAttempts },
  { type: 'tokenTimeout' },
  { type: 'mailSent' },
  { type: 'mailFailed' },
  { type: 'mailBounced' },
  { type: 'suspend' },
  { type: 'reactivate' },
  { type: 'promote' },
  { type: 'portalTimeout' },
  { type: 'close' },
  { type: 'holderDeactivated' },
  { type: 'holderReactivated' },
  { type: 'licenseLost' },
  { type: 'licenseRestored' },
]

type AnyState = Parameters<typeof decideRegistration>[0]

/** Everything that can be reached, with what every event comes to; generations count up to a few, for all later ones are alike. */
function walk(): { readonly states: number; readonly outcomes: ReadonlyMap<string, ReadonlySet<string>>; readonly steps: readonly Step[] } {
  const start = {
    status: 'none/none',
    permanence: 'permanent',
    holderActive: true,
    licensed: true,
    generation: 0,
    attempts: 0,
    delivery: 'queued',
  } as const
  const seen = new Set([JSON.stringify(start)])
  const queue: AnyState[] = [start]
  const outcomes = new Map<string, Set<string>>()
  const steps: Step[] = []
  for (let state = queue.pop(); state; state = queue.pop()) {
    for (const event of events) {
      const outcome = decideRegistration(state, event)
      const cell = `${state.status} ${event.type}`
      const told = outcome.refused !== undefined ? `!${outcome.refused}` : outcome.state === state ? 'no-op' : outcome.state.status
      outcomes.set(cell, (outcomes.get(cell) ?? new Set()).add(told))
      if (outcome.refused !== undefined) continue
      steps.push({ before: state, event, after: outcome.state, effects: outcome.effects.map(({ type }) => type) })
      const next = { ...outcome.state, generation: Math.min(outcome.state.generation, 3) } as AnyState
      const key = JSON.stringify(next)
      if (!seen.has(key)) queue.push(next)
      seen.add(key)
    }
  }
  return { states: seen.size, outcomes, steps }
}
interface Step {
  readonly before: RegistrationState
  readonly event: RegistrationEvent
  readonly after: RegistrationState
  readonly effects: readonly string[]
}

describe('the table of registrations', () => {
  test('has a cell for each of 17 states and 20 events, and no other', () => {
    expect(cells).toHaveLength(340)
    const written = Object.entries(registrationTable).flatMap(([state, row]) => Object.keys(row).map((event) => `${state} ${event}`))
    expect(written.sort()).toEqual(cells.map(({ state, event }) => `${state} ${event}`).sort())
  })

  test('agrees with the rules in each of them', () => {
    const { outcomes: found } = walk()
    for (const { state, event, outcomes } of cells)
      // A change that leaves the status as it was is written as that status, and one that changes nothing as `no-op`.
      expect.soft([...(found.get(`${state} ${event}`) ?? [])].sort(), `${state}, ${event}`).toEqual(outcomes)
  })
})

describe('whatever happens', () => {
  const live = ({ status }: RegistrationState): boolean => /[/](open|locked)$/.test(status)

  test('everything is reached', () => {
    const { states, steps } = walk()
    expect(new Set(steps.map(({ before }) => before.status)).size).toBe(17)
    expect(states).toBeGreaterThan(300)
  })
  test('only registering and reactivating lead to an active portal', () => {
    const ways = walk().steps.filter(({ before, after }) => after.status === 'active/completed' && before.status !== 'active/completed')
    expect(new Set(ways.map(({ event }) => event.type))).toEqual(new Set(['complete', 'reactivate']))
    expect(ways.every(({ before, event }) => event.type !== 'reactivate' || before.status === 'suspended/completed')).toBe(true)
  })
  test('a closed portal stays closed', () => {
    const left = walk().steps.filter(({ before, after }) => before.status.startsWith('closed/') && after.status !== before.status)
    expect(left).toEqual([])
  })
  test('a link that was live and is so no more is revoked, and a new one has the next generation', () => {
    for (const { before, after, effects } of walk().steps) {
      const renewed = after.generation > before.generation
      expect(effects.includes('revokeLinks'), JSON.stringify({ before, after })).toBe(live(before) && (!live(after) || renewed))
      expect(effects.includes('issue')).toBe(renewed)
      if (renewed) expect(after).toMatchObject({ status: 'unregistered/open', attempts: 0, delivery: 'queued' })
    }
  })
  test('no link is live for a holder who is not active, nor in a portal that is over', () => {
    for (const { after } of walk().steps)
      if (live(after))
        expect(after).toMatchObject({ holderActive: true, status: expect.stringMatching(/^(unregistered|suspended)/) as string })
  })
  test('whoever registered has a credential until the portal is over', () => {
    for (const { before, after, effects } of walk().steps) {
      const had = /^(active|suspended)\/completed$/.test(before.status)
      const has = /^(active|suspended)\/completed$/.test(after.status)
      expect(effects.includes('register'), JSON.stringify({ before, after })).toBe(!had && has)
      expect(effects.includes('removeCredential'), JSON.stringify({ before, after })).toBe(had && !has)
    }
  })
  test('sessions end when an active portal is active no more, and once more when a registered one is closed', () => {
    for (const { before, event, after, effects } of walk().steps) {
      const stops = before.status === 'active/completed' && after.status !== 'active/completed'
      const closes = before.status === 'suspended/completed' && event.type === 'close'
      expect(effects.includes('endSessions'), JSON.stringify({ before, after })).toBe(stops || closes)
    }
  })
  test('nothing else follows, and nothing twice', () => {
    for (const { effects } of walk().steps) {
      for (const effect of effects) expect(['issue', 'revokeLinks', 'register', 'removeCredential', 'endSessions']).toContain(effect)
      expect(new Set(effects).size).toBe(effects.length)
    }
  })
})
