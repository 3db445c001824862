/**
 * A reference model of the administration, written from the guide and the rules alone: plain data, members by short names, times in milliseconds.
 * What is in the other `model-*` files predicts by it what becomes of a command.
 */
import { hour, start } from './harness.js'

export type Administers = 'everything' | readonly string[]

export interface Person {
  readonly type: 'guest' | 'user'
  readonly status: 'active' | 'disabled'
  /** What he administers for good, and for a time. */
  readonly administers: Administers
  readonly temporary: readonly { readonly administers: Administers; readonly until: number }[]
  readonly promoted: boolean
  readonly groups: readonly string[]
  readonly email: string
  readonly pending: string | null
  readonly identity: string | null
  /** Whether a reassignment of his data is running. */
  readonly reassigning: boolean
}

export interface Invited {
  readonly email: string
  readonly type: 'guest' | 'user'
  readonly administers: Administers
  readonly groups: readonly string[]
  readonly by: string
  readonly status: 'open' | 'accepted' | 'declined' | 'withdrawn' | 'expired' | 'void'
  readonly generation: number
  readonly expiresAt: number
}

interface Reassignment {
  readonly from: string
  readonly to: string
  readonly status: 'running' | 'completed' | 'failed'
}

export interface Seats {
  readonly users: number | null
  readonly guests: number | null
  readonly administrators: number | null
}

export interface State {
  readonly now: number
  readonly status: 'active' | 'suspended' | 'deleted'
  readonly owner: string
  readonly options: Readonly<Record<string, boolean>>
  /** The modules that are not for everyone: for these members and groups, or for nobody. */
  readonly modules: Readonly<Record<string, 'nobody' | readonly string[]>>
  readonly quotas: Seats
  readonly people: Readonly<Record<string, Person>>
  /** The groups' labels, by the short name. */
  readonly groups: Readonly<Record<string, string>>
  readonly invitations: Readonly<Record<string, Invited>>
  readonly reassignments: Readonly<Record<string, Reassignment>>
  /** How many members and groups were made: whoever is next gets the next name. */
  readonly made: { readonly m: number; readonly g: number; readonly i: number; readonly r: number }
}

/** What is expected of a command: one of these codes; the state afterwards, where it changes though it is refused too. */
export interface Verdict {
  readonly codes: readonly string[]
  readonly next?: State
  /** The state after a refusal, when that changes something. */
  readonly evenRefused?: State
}
export const ok = (next: State): Verdict => ({ codes: ['ok'], next })
export const no = (...codes: readonly string[]): Verdict => ({ codes })

/** The first code whose condition holds, or several of them (`A or B`) where the guide leaves it open; otherwise it is accepted. */
export function judge(reasons: readonly (readonly [unknown, string])[], accepted: () => Verdict): Verdict {
  const found = reasons.find(([holds]) => Boolean(holds))
  return found ? no(...found[1].split(' or ')) : accepted()
}

// Levels

export const isFullFor = (person: Person, now: number): number =>
  person.administers === 'everything'
    ? Infinity
    : Math.max(
        0,
        ...person.temporary.filter(({ administers, until }) => administers === 'everything' && until > now).map(({ until }) => until),
      )

/** Until when he has full access: Infinity for good, 0 when he has none. */
export const fullUntil = (state: State, name: string): number => {
  const person = state.people[name]
  if (!person) return 0
  return state.owner === name ? Infinity : isFullFor(person, state.now)
}

/** Until when he administers each module; what full access contains for as long is left out. */
export function levelOf(person: Person, now: number): Readonly<Record<string, number>> {
  const full = isFullFor(person, now)
  const lasting = person.administers === 'everything' ? [] : person.administers.map((module) => [module, Infinity] as const)
  const passing = person.temporary
    .filter(({ until }) => until > now)
    .flatMap(({ administers, until }) => (administers === 'everything' ? [] : administers.map((module) => [module, until] as const)))
  const level: Record<string, number> = full > 0 ? { everything: full } : {}
  for (const [module, until] of [...lasting, ...passing]) if (until > full && until > (level[module] ?? 0)) level[module] = until
  return level
}

export const administersSomething = (person: Person, now: number): boolean => Object.keys(levelOf(person, now)).length > 0
export const isFull = (state: State, name: string): boolean => fullUntil(state, name) > state.now
const administersPeople = (state: State, name: string): boolean => {
  const person = state.people[name]
  return person !== undefined && 'people' in levelOf(person, state.now)
}

/** Who has the advanced rights of section 8; nobody where the People module is switched off. */
export const isAdvanced = (state: State, name: string): boolean =>
  state.modules.people !== 'nobody' &&
  state.people[name]?.status === 'active' &&
  (isFull(state, name) || (state.options.peopleAdministrators === true && administersPeople(state, name)))

// What is handed out

export interface HandedOut {
  readonly type: 'guest' | 'user'
  readonly administers: Administers
  readonly groups: readonly string[]
}

/** Administrators of People make only members who administer nothing. */
export const mayCreate = (state: State, by: string, { administers }: HandedOut): boolean => isFull(state, by) || administers.length === 0

/** Who is made an administrator is one for good; into a group puts who is in it, or has full access for good. */
export function handsOut(state: State, by: string, { administers, groups }: HandedOut): readonly (readonly [boolean, string])[] {
  const forGood = fullUntil(state, by) === Infinity
  return [
    [administers.length > 0 && !forGood, 'GRANT_NOT_HELD'],
    // The table has who is not in the group first; a group that is none may as well be said to be none first.
    [groups.some((group) => !(group in state.groups)), forGood ? 'NOT_FOUND' : 'GRANT_NOT_HELD or NOT_FOUND'],
    [!forGood && groups.some((group) => !state.people[by]?.groups.includes(group)), 'GRANT_NOT_HELD'],
  ]
}

/** Whether he holds all that the other administers, for as long: to bring him back, or to get his account by an address. */
export function holdsAll(state: State, by: string, other: Person): boolean {
  const person = state.people[by]
  const [own, full] = [person ? levelOf(person, state.now) : {}, fullUntil(state, by)]
  return Object.entries(levelOf(other, state.now)).every(([module, until]) => until <= Math.max(full, own[module] ?? 0))
}

/** Whether he may put others into these groups. */
export const fills = (state: State, by: string, groups: readonly string[]): boolean =>
  fullUntil(state, by) === Infinity || groups.every((group) => state.people[by]?.groups.includes(group))

export const emailTaken = (state: State, email: string, except?: string): boolean =>
  Object.entries(state.people).some(([name, person]) => name !== except && person.email.toLowerCase() === email.toLowerCase())

// Seats

function seatsOf({ people, now }: State): { readonly users: number; readonly guests: number; readonly administrators: number } {
  const active = Object.values(people).filter(({ status }) => status === 'active')
  const count = (which: (person: Person) => boolean): number => active.filter(which).length
  return {
    users: count(({ type }) => type === 'user'),
    guests: count(({ type }) => type === 'guest'),
    administrators: count((person) => administersSomething(person, now)),
  }
}

/** Whether a seat too many is claimed: to stay over the quota, or to become less, is none. */
export function overQuota(before: State, after: State): boolean {
  const [had, has] = [seatsOf(before), seatsOf(after)]
  return (['users', 'guests', 'administrators'] as const).some(
    (seat) => has[seat] > (before.quotas[seat] ?? Infinity) && has[seat] > had[seat],
  )
}

/** A state, with a seat for everybody or refused. */
export const seated = (before: State, after: State): Verdict => (overQuota(before, after) ? no('QUOTA_EXCEEDED') : ok(after))

export const withPerson = (state: State, name: string, changes: Partial<Person>): State => {
  const person = state.people[name]
  return person ? { ...state, people: { ...state.people, [name]: { ...person, ...changes } } } : state
}

/** The modules' lists without somebody or some group that is deleted; what was for him alone is for nobody. */
export const unlisted = ({ modules }: State, name: string): State['modules'] => {
  const left = (access: 'nobody' | readonly string[]): 'nobody' | readonly string[] => {
    const rest = access === 'nobody' ? [] : access.filter((one) => one !== name)
    return rest.length > 0 ? rest : 'nobody'
  }
  return Object.fromEntries(Object.entries(modules).map(([module, access]) => [module, left(access)] as const))
}

// The portal that everything begins with

const plain = {
  status: 'active',
  administers: [],
  temporary: [],
  promoted: false,
  groups: [],
  pending: null,
  identity: null,
  reassigning: false,
} as const
const someone = (name: string, changes: Partial<Person> = {}): Person => ({
  ...plain,
  type: 'user',
  email: `${name}@example.org`,
  ...changes,
})

/** When the temporary administrator's full access ends. */
export const timsEnd = start + 30 * hour

/** An owner, two full administrators (one for a time), one of People, a user, a guest, and a full administrator who is disabled. */
export const firstState = (options: Readonly<Record<string, boolean>> = {}): State => ({
  now: start,
  status: 'active',
  owner: 'olga',
  options,
  modules: { crm: ['g1'] },
  quotas: { users: null, guests: null, administrators: null },
  people: {
    olga: someone('olga'),
    frank: someone('frank', { administers: 'everything' }),
    tim: someone('tim', { temporary: [{ administers: 'everything', until: timsEnd }] }),
    pia: someone('pia', { administers: ['people'], groups: ['g1'] }),
    ben: someone('ben'),
    gus: someone('gus', { type: 'guest' }),
    dora: someone('dora', { administers: 'everything', status: 'disabled' }),
  },
  groups: { g1: 'First' },
  invitations: {},
  reassignments: {},
  made: { m: 0, g: 1, i: 0, r: 0 },
})
