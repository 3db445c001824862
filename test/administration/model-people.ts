/** What the model says of commands on members: their life, and what they administer. */
import { hour } from './harness.js'
import {
  administersSomething,
  emailTaken,
  fills,
  fullUntil,
  handsOut,
  holdsAll,
  isAdvanced,
  isFull,
  isFullFor,
  judge,
  levelOf,
  mayCreate,
  no,
  ok,
  seated,
  unlisted,
  withPerson,
  type Person,
  type State,
  type Verdict,
} from './model.js'
import type { ChangeEmail, CreateMember, GrantFullAccess, GrantModules, MemberStep, Reassign, WithModules } from './model-steps.js'

type Reasons = readonly (readonly [unknown, string])[]

const untouchable = (state: State, by: string, on: string): Reasons => [
  [on === state.owner, 'MEMBER_IS_OWNER'],
  [on === by, 'MEMBER_IS_YOURSELF'],
]
/** Then what the policy says, and at last the seats. */
const then = (reasons: Reasons, forbidden: boolean, before: State, after: State): Verdict =>
  judge([...reasons, [forbidden, 'FORBIDDEN']], () => seated(before, after))

export function onePerson(state: State, { do: what, by, on }: MemberStep, person: Person): Verdict {
  const reasons = untouchable(state, by, on)
  const become = (changes: Partial<Person>): State => withPerson(state, on, changes)
  const something = administersSomething(person, state.now)
  switch (what) {
    case 'convertToUser':
      return then([...reasons, [person.type === 'user', 'MEMBER_IS_USER']], false, state, become({ type: 'user', promoted: false }))
    case 'convertToGuest': {
      const more: Reasons = [
        [person.type === 'guest', 'MEMBER_IS_GUEST'],
        [something, 'MEMBER_IS_ADMINISTRATOR'],
      ]
      return then([...reasons, ...more], false, state, become({ type: 'guest', promoted: false }))
    }
    case 'disableMember':
      return then(
        [...reasons, [person.status !== 'active', 'MEMBER_NOT_ACTIVE']],
        !mayDisable(state, by, person),
        state,
        become({ status: 'disabled' }),
      )
    case 'reactivateMember':
      return judge(
        [
          ...reasons,
          ...disabledAndStill(person),
          [something && !isFull(state, by), 'FORBIDDEN'],
          [!holdsAll(state, by, person) || !fills(state, by, person.groups), 'GRANT_NOT_HELD'],
        ],
        () => seated(state, become({ status: 'active' })),
      )
    case 'deleteMember': {
      const { [on]: _, ...people } = state.people
      const isReceiving = Object.values(state.reassignments).some(({ to, status }) => to === on && status === 'running')
      const more: Reasons = [...disabledAndStill(person), [isReceiving, 'REASSIGNMENT_RUNNING']]
      return then([...reasons, ...more], false, state, { ...state, people, modules: unlisted(state, on) })
    }
    case 'revokeAdministration':
      return judge([...reasons, [!something, 'MEMBER_ADMINISTERS_NOTHING']], () => ok(become(withoutAny(person))))
  }
}

const disabledAndStill = (person: Person): Reasons => [
  [person.status !== 'disabled', 'MEMBER_NOT_DISABLED'],
  [person.reassigning, 'REASSIGNMENT_RUNNING'],
]

/** A full administrator is disabled by the owner; with the option also by his peers, never by administrators of People. */
const mayDisable = (state: State, by: string, person: Person): boolean =>
  isFullFor(person, state.now) === 0 || by === state.owner || (isFull(state, by) && state.options.administratorsMayDisablePeers === true)

/** Whoever was a guest before he was promoted is one again. */
const withoutAny = ({ promoted, type }: Person): Partial<Person> => ({
  administers: [],
  temporary: [],
  promoted: false,
  type: promoted ? 'guest' : type,
})

export const leaving = (state: State, by: string): Verdict =>
  by === state.owner ? no('MEMBER_IS_OWNER') : ok(withPerson(state, by, { status: 'disabled' }))

export function grantFull(state: State, { by, to, promoteGuests, until: hours }: GrantFullAccess, beginning: number): Verdict {
  const until = hours === undefined ? Infinity : beginning + hours * hour
  const persons = to.flatMap((name) => Object.entries(state.people).filter(([key]) => key === name))
  const guests = persons.some(([, { type }]) => type === 'guest')
  const refused = persons.flatMap(([name, { type }]) => {
    const reasons: Reasons = [
      ...untouchable(state, by, name),
      [type === 'guest' && !promoteGuests, 'MEMBER_IS_GUEST'],
      [until > fullUntil(state, by), 'GRANT_NOT_HELD'],
    ]
    return reasons.find(([holds]) => Boolean(holds))?.[1] ?? []
  })
  // Of several members, the guide does not say whose reason comes first.
  if (refused.length > 0) return no(...refused)
  let after = state
  for (const [name, person] of persons) after = withPerson(after, name, granted(person, 'everything', until))
  return then([], guests && !isAdvanced(state, by), state, after)
}

function granted(person: Person, administers: 'everything' | readonly string[], until: number): Partial<Person> {
  const promoted = person.promoted || person.type === 'guest'
  if (until !== Infinity) return { type: 'user', promoted, temporary: [...person.temporary, { administers, until }] }
  if (administers === 'everything' || person.administers === 'everything') return { type: 'user', promoted, administers: 'everything' }
  return { type: 'user', promoted, administers: [...new Set([...person.administers, ...administers])] }
}

export function grantSome(state: State, { by, on, modules, until: hours }: GrantModules, person: Person, beginning: number): Verdict {
  const until = hours === undefined ? Infinity : beginning + hours * hour
  const reasons: Reasons = [
    ...untouchable(state, by, on),
    [person.type === 'guest', 'MEMBER_IS_GUEST'],
    [person.administers === 'everything', 'MEMBER_HAS_FULL_ACCESS'],
    [until > fullUntil(state, by), 'GRANT_NOT_HELD'],
  ]
  return then(reasons, false, state, withPerson(state, on, granted(person, modules, until)))
}

export function withSome(state: State, { do: what, by, on, modules }: WithModules, person: Person): Verdict {
  const [level, full] = [levelOf(person, state.now), isFullFor(person, state.now)]
  if (what === 'limitToModules') {
    const reasons: Reasons = [
      ...untouchable(state, by, on),
      [person.type === 'guest', 'MEMBER_IS_GUEST'],
      [full === 0, 'MEMBER_ADMINISTERS_NOTHING'],
      [fullUntil(state, by) !== Infinity, 'GRANT_NOT_HELD'],
    ]
    // What he had for a time stays for that time, and what for good for good.
    const left = (some: Person['administers']) => (some === 'everything' ? modules : some.filter((one) => modules.includes(one)))
    return judge(reasons, () => ok(withPerson(state, on, lessened(person, left))))
  }
  const reasons: Reasons = [
    ...untouchable(state, by, on),
    [full > 0, 'MEMBER_HAS_FULL_ACCESS'],
    [!modules.some((module) => module in level), 'MEMBER_ADMINISTERS_NOTHING'],
  ]
  return judge(reasons, () => ok(withPerson(state, on, without(person, modules))))
}

function without(person: Person, modules: readonly string[]): Partial<Person> {
  const less = (administers: Person['administers']): Person['administers'] =>
    administers === 'everything' ? administers : administers.filter((module) => !modules.includes(module))
  return lessened(person, less)
}

function lessened(person: Person, less: (some: Person['administers']) => Person['administers']): Partial<Person> {
  const administers = less(person.administers)
  if (person.promoted && administers.length === 0) return withoutAny(person)
  return { administers, temporary: person.temporary.map((grant) => ({ ...grant, administers: less(grant.administers) })) }
}

export function create(state: State, step: CreateMember): Verdict {
  const { by, type, administers, groups, email, identity } = step
  const name = `m${state.made.m + 1}`
  const person = {
    type,
    administers,
    groups,
    email,
    identity,
    status: 'active',
    temporary: [],
    promoted: false,
    pending: null,
    reassigning: false,
  } as const
  const reasons: Reasons = [
    [type === 'guest' && administers.length > 0, 'MEMBER_IS_GUEST'],
    [!mayCreate(state, by, step), 'FORBIDDEN'],
    ...handsOut(state, by, step),
    [emailTaken(state, email), 'EMAIL_TAKEN'],
    [identity !== null && Object.values(state.people).some((other) => other.identity === identity), 'IDENTITY_TAKEN'],
  ]
  const after = { ...state, people: { ...state.people, [name]: person }, made: { ...state.made, m: state.made.m + 1 } }
  return then(reasons, false, state, after)
}

export function reassign(state: State, { on, to }: Reassign, from: Person, receiver: Person): Verdict {
  const reasons: Reasons = [
    [on === state.owner, 'MEMBER_IS_OWNER'],
    ...disabledAndStill(from),
    [receiver.status !== 'active', 'MEMBER_NOT_ACTIVE'],
    [receiver.type === 'guest', 'MEMBER_IS_GUEST'],
  ]
  return judge(reasons, () => {
    const [r, after] = [state.made.r + 1, withPerson(state, on, { reassigning: true })]
    const reassignments = { ...state.reassignments, [`r${r}`]: { from: on, to, status: 'running' } as const }
    return ok({ ...after, reassignments, made: { ...state.made, r } })
  })
}

export function changeEmail(state: State, { by, on, email }: ChangeEmail, person: Person): Verdict {
  const forbidden = on === state.owner ? by !== state.owner : isFullFor(person, state.now) > 0 && !isFull(state, by)
  const reasons: Reasons = [
    [forbidden, 'FORBIDDEN'],
    [by !== on && !holdsAll(state, by, person), 'GRANT_NOT_HELD'],
    [emailTaken(state, email, on), 'EMAIL_TAKEN'],
  ]
  return judge(reasons, () => ok(withPerson(state, on, { pending: email === person.email ? null : email })))
}
