import fc from 'fast-check'
import { kyselyStorage } from 'portico/kysely'
import { memoryStorage } from 'portico/memory'
import type { Storage } from 'portico/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engines, migrate, type TestDatabase } from '../support/databases.js'
import { code, world } from './harness.js'
import { firstState, type State } from './model.js'
import { anyOptions, anyStep } from './model-arbitraries.js'
import { expectInvariants } from './model-invariants.js'
import { predict } from './model-portal.js'
import { begin, expected, perform, recordsOf, stored, type Game, type Records } from './model-real.js'
import type { Step } from './model-steps.js'

// Random commands by several people, against the model: the codes, the records, and what must always hold.

/** How often each command was answered what. */
const tally = new Map<string, number>()

async function play(storage: Storage, portalId: string, options: Readonly<Record<string, boolean>>, steps: readonly Step[]): Promise<void> {
  const game = await begin(world(storage), portalId, options)
  let state = firstState(options)
  let before = await recordsOf(game.world, portalId)
  expect(stored(game, before)).toEqual(expected(state))
  const other = await recordsOf(game.world, game.otherPortalId)
  for (const step of steps) [state, before] = await turn(game, state, before, step)
  expect(await recordsOf(game.world, game.otherPortalId)).toEqual(other)
}

async function turn(game: Game, state: State, before: Records, step: Step): Promise<readonly [State, Records]> {
  const verdict = predict(state, step)
  const answer = await code(perform(game, step))
  const told = `${step.do} ${answer}`
  tally.set(told, (tally.get(told) ?? 0) + 1)
  expect(verdict.codes, `${JSON.stringify(step)} was answered \`${answer}\``).toContain(answer)
  const next = (answer === 'ok' ? verdict.next : verdict.evenRefused) ?? state
  const after = await recordsOf(game.world, game.portalId)
  expect(stored(game, after), `after ${JSON.stringify(step)} (${answer})`).toEqual(expected(next))
  expectInvariants(game, before, after, step, answer)
  if (step.do !== 'acceptInvitation' || answer !== 'ok') return [next, after]
  expect(await code(perform(game, step)), 'the link of an invitation that was accepted').toBe('TOKEN_USED')
  return [next, await recordsOf(game.world, game.portalId)]
}

const sequences = fc.tuple(anyOptions, fc.array(anyStep, { minLength: 1, maxLength: 30, size: 'max' }))

test(
  'whatever is done in memory, codes and records are those of the model, and what must hold is not broken',
  { timeout: 300_000 },
  async () => {
    const property = fc.asyncProperty(sequences, ([options, steps]) => play(memoryStorage(), 'p', options, steps))
    await fc.assert(property, { numRuns: 300 })
    // What is tried must not shrink: most commands were accepted at times, and refused for many reasons.
    const accepted = [...tally.keys()].filter((told) => told.endsWith(' ok'))
    expect(accepted.length).toBeGreaterThan(24)
    expect(tally.size).toBeGreaterThan(130)
  },
)

describe('what the random commands leave out', () => {
  const played = async (...steps: readonly Step[]): Promise<{ readonly game: Game; readonly answers: readonly string[] }> => {
    const game = await begin(world(), 'p', { peopleAdministrators: true })
    const answers: string[] = []
    for (const step of steps) answers.push(await code(perform(game, step)))
    return { game, answers }
  }

  test.each([
    ['a group', 'g1', { do: 'deleteGroup', by: 'pia', group: 'g1' }],
    ['a member', 'dora', { do: 'deleteMember', by: 'pia', on: 'dora' }],
  ] as const)('Documents are never for nobody, whatever becomes of %s that they were for: the portal goes on', async (_, to, gone) => {
    const restricted = { do: 'setModuleAccess', by: 'olga', module: 'documents', access: [to] } as const
    const { answers } = await played(restricted, gone, { do: 'disableMember', by: 'olga', on: 'ben' })
    // Whether the deletion is refused or Documents are given to somebody: nothing else may stop.
    expect([answers[0], answers[2]]).toEqual(['ok', 'ok'])
  })

  test('an address that an administrator of People asked for is not confirmed for who is a full administrator by then', async () => {
    const asked = { do: 'changeEmail', by: 'pia', on: 'ben', email: 'pias@example.org' } as const
    const { game, answers } = await played(asked, { do: 'grantFullAccess', by: 'frank', to: ['ben'], promoteGuests: false })
    expect(answers).toEqual(['ok', 'ok'])
    const token = await game.world.tokenOf(asked.email)
    expect(await code(game.world.administration.confirmEmail({ token }))).not.toBe('ok')
  })

  test('a grant that has ended is none that could be revoked', async () => {
    const { answers } = await played({ do: 'wait', hours: 31 }, { do: 'revokeAdministration', by: 'olga', on: 'tim' })
    expect(answers).toEqual(['ok', 'MEMBER_ADMINISTERS_NOTHING'])
  })

  test('an invitation is not sent again to whom is a member by now', async () => {
    const [by, email] = ['olga', 'new1@example.org']
    const more = { by, email, type: 'user', administers: [], groups: [] } as const
    const { answers } = await played(
      { do: 'inviteMember', ...more },
      { do: 'createMember', ...more, identity: null },
      { do: 'resendInvitation', by, invitation: 'i1' },
    )
    expect(answers).toEqual(['ok', 'ok', 'EMAIL_TAKEN'])
  })
})

describe('over a file of SQLite', () => {
  let database: TestDatabase
  let storage: Storage
  let portals = 0
  beforeAll(async () => {
    const open = engines['SQLite of Node']
    if (!open) throw new Error('no such engine')
    database = await open()
    await migrate(database)
    storage = kyselyStorage(database.db, { dialect: database.dialect })
  })
  afterAll(() => database.close())

  test('codes and records are those of the model too', { timeout: 300_000 }, async () => {
    const property = fc.asyncProperty(sequences, ([options, steps]) => play(storage, `p${++portals}`, options, steps))
    await fc.assert(property, { numRuns: 40 })
  })
})
