import { afterAll, expect, test } from 'vitest'
import { code, world, type World } from './harness.js'
import { firstState, type State } from './model.js'
import { expectAudit, expectInvariants } from './model-invariants.js'
import { predict } from './model-portal.js'
import { begin, expected, perform, stored, type Game } from './model-real.js'
import { recorder, type Recorder } from './model-recorder.js'
import type { Step } from './model-steps.js'

// Every sequence of a few commands by which levels change, breadth first; what leads to the same records is followed once.

const portalId = 'p'
const email = 'new1@example.org'

/** Two full administrators, one of them for a time; one of People; whoever was invited; and the owner. */
const others = ['frank', 'tim', 'pia', 'm1'] as const
const everybody = ['olga', ...others] as const

const onOne = (by: string, on: string): readonly Step[] => [
  { do: 'grantFullAccess', by, to: [on], promoteGuests: true },
  { do: 'grantFullAccess', by, to: [on], promoteGuests: false, until: 30 },
  { do: 'grantModules', by, on, modules: ['crm'] },
  { do: 'limitToModules', by, on, modules: ['people'] },
  { do: 'revokeModules', by, on, modules: ['crm', 'people'] },
  { do: 'revokeAdministration', by, on },
  { do: 'convertToUser', by, on },
  { do: 'convertToGuest', by, on },
  { do: 'disableMember', by, on },
]
const byOne = (by: string): readonly Step[] => [
  { do: 'leave', by },
  { do: 'reactivateMember', by, on: 'dora' },
  { do: 'inviteMember', by, email, type: 'user', administers: [], groups: [] },
  { do: 'inviteMember', by, email, type: 'user', administers: 'everything', groups: [] },
  { do: 'setModuleAccess', by, module: 'crm', access: 'everyone' },
  { do: 'configurePortal', by, options: { peopleAdministrators: true } },
  { do: 'changeEmail', by, on: 'frank', email: 'changed@example.org' },
  { do: 'fillGroup', by, group: 'g1', add: [], remove: ['pia'] },
]
const alphabetOf = (actors: readonly string[], targets: readonly string[]): readonly Step[] => [
  ...actors.flatMap((by) => [...byOne(by), ...targets.flatMap((on) => onOne(by, on))]),
  { do: 'acceptInvitation', invitation: 'i1', letter: 'last', identity: null, badPassword: false },
  { do: 'wait', hours: 29 },
]

/** A state that was reached: what is stored, who is who, and what the model says of it. */
interface Reached {
  readonly rows: ReturnType<Recorder['snapshot']>
  readonly now: number
  readonly state: State
  readonly game: Omit<Game, 'world'>
  readonly path: readonly Step[]
}

const copied = ({ ids, tokens, made, ...rest }: Omit<Game, 'world'>): Omit<Game, 'world'> => ({
  ...rest,
  ids: new Map(ids),
  tokens: new Map(Array.from(tokens, ([name, list]) => [name, [...list]])),
  made: { ...made },
})

interface Live {
  readonly store: Recorder
  readonly game: Game
}

/** The services over a store as it was then. */
async function again({ rows, now, game }: Reached): Promise<Live> {
  const store = await recorder(rows)
  const lived: World = world(store.storage)
  lived.clock.set(now)
  return { store, game: { ...copied(game), world: lived } }
}

async function first(options: Readonly<Record<string, boolean>>): Promise<Reached> {
  const store = await recorder()
  const game = await begin(world(store.storage), portalId, options)
  const { world: lived, ...rest } = game
  return { rows: store.snapshot(), now: lived.clock.now(), state: firstState(options), game: rest, path: [] }
}

/** Does one step; gives what was reached, if anything changed. */
async function follow(from: Reached, { store, game }: Live, step: Step): Promise<Reached | undefined> {
  const [since, before] = [store.log.length, store.records(portalId, store.log.length)]
  const verdict = predict(from.state, step)
  const answer = await code(perform(game, step))
  const path = [...from.path, step]
  const what = (): string => `${path.map((one) => JSON.stringify(one)).join('\n')}\n(${answer}, not ${verdict.codes.join(' or ')})`
  if (!verdict.codes.includes(answer)) expect.fail(what())
  const state = (answer === 'ok' ? verdict.next : verdict.evenRefused) ?? from.state
  const after = store.records(portalId, since)
  if (after.text === before.text && step.do !== 'wait') {
    expectAudit(game, before, after, step, answer)
    return undefined
  }
  expectInvariants(game, before, after, step, answer)
  expect(stored(game, after), what()).toEqual(expected(state))
  const { world: lived, ...rest } = game
  return { rows: store.snapshot(), now: lived.clock.now(), state, game: copied(rest), path }
}

interface Counted {
  readonly states: number
  readonly transitions: number
}

async function explore(alphabet: readonly Step[], options: Readonly<Record<string, boolean>>, depth: number): Promise<Counted> {
  const [seen, begun] = [new Set<string>(), await first(options)]
  let [reached, transitions] = [[begun], 0]
  for (let level = 0; level < depth; level++) {
    const next: Reached[] = []
    for (const from of reached) {
      let live = await again(from)
      for (const step of alphabet) {
        transitions++
        const to = await follow(from, live, step)
        if (!to) continue
        const key = JSON.stringify([to.now, expected(to.state)])
        if (!seen.has(key)) next.push(to)
        seen.add(key)
        live = await again(from)
      }
    }
    reached = next
  }
  return { states: seen.size, transitions }
}

const spaces = [
  { depth: 2, actors: everybody, targets: [...everybody, 'gus'], peopleAdministrators: true, states: 375 },
  { depth: 2, actors: everybody, targets: [...everybody, 'gus'], peopleAdministrators: false, states: 380 },
  // The owner is in the way of nobody here, and may do anything: without her, one command more can be looked at.
  { depth: 3, actors: others, targets: ['frank', 'tim', 'pia', 'gus'], peopleAdministrators: true, states: 2_500 },
] as const

const counted: string[] = []
afterAll(() => {
  console.log(counted.join('\n'))
})

test.each(spaces)(
  'every sequence of $depth commands by $actors.length people (peopleAdministrators: $peopleAdministrators)',
  { timeout: 300_000 },
  async ({ depth, actors, targets, peopleAdministrators, states: least }) => {
    const { states, transitions } = await explore(alphabetOf(actors, targets), { peopleAdministrators }, depth)
    counted.push(`${depth} commands by ${actors.join(', ')}: ${states} states, ${transitions} transitions`)
    expect(states).toBeGreaterThanOrEqual(least)
    expect(transitions).toBeGreaterThanOrEqual(20 * least)
  },
)
