import type { PortalErrorCode } from '../errors.js'
import type { TemporaryGrant } from '../records.js'
import {
  administersAt,
  holdsAllOf,
  holdsEverythingForGood,
  holdsEverythingUntil,
  isSomething,
  liveGrants,
  profileOf,
  withoutAdministration,
  type Administers,
  type MemberRow,
  type PortalRow,
} from '../workflow/people.js'

// What is done to one member: which right it takes, when it is refused, and what becomes of him. Pure.

/** Asks the policy for the one who acts. */
export interface Asker {
  can(action: string, subject: unknown): boolean
  couldEver(action: string, resource: string): boolean
}

/** Who acts on whom, when. */
export interface Situation {
  readonly ability: Asker
  readonly actor: MemberRow
  readonly target: MemberRow
  readonly portal: PortalRow
  readonly now: number
}

/** A grant that is asked for. */
export interface Grant {
  readonly administers: Administers
  /** When it ends, in milliseconds since 1970; for good when left out. */
  readonly until?: number | undefined
  /** Makes a user of a guest first. */
  readonly promoteGuests?: boolean | undefined
}

/** What follows from a command: the member as he is then, or why it is refused. `FORBIDDEN` names what the policy was asked. */
export type Decision =
  | { readonly member: MemberRow; readonly sessionsEnd: boolean }
  | { readonly refused: Exclude<PortalErrorCode, 'FORBIDDEN'> }
  | { readonly refused: 'FORBIDDEN'; readonly action: string; readonly subject: unknown }

/** The facts that commands are refused for. */
const facts = {
  MEMBER_IS_OWNER: ({ target, portal }) => target.id === portal.ownerId,
  MEMBER_IS_YOURSELF: ({ target, actor }) => target.id === actor.id,
  MEMBER_IS_GUEST: ({ target }) => target.type === 'guest',
  MEMBER_IS_USER: ({ target }) => target.type === 'user',
  MEMBER_IS_ADMINISTRATOR: ({ target, now }) => isSomething(administersAt(target, now)),
  MEMBER_HAS_FULL_ACCESS: ({ target, now }) => administersAt(target, now) === 'everything',
  MEMBER_ADMINISTERS_NOTHING: ({ target, now }) => !isSomething(administersAt(target, now)),
  MEMBER_NOT_ACTIVE: ({ target }) => target.status !== 'active',
  MEMBER_NOT_DISABLED: ({ target }) => target.status !== 'disabled',
  REASSIGNMENT_RUNNING: ({ target }) => target.reassignmentId !== null,
} as const satisfies Partial<Record<PortalErrorCode, (situation: Situation) => boolean>>
type Fact = keyof typeof facts

interface MemberCommand {
  /** The action on his profile that the policy is asked for. */
  readonly right: string
  /** Refused for the first of these that is so. */
  readonly refused: readonly Fact[]
  /** What becomes of the member. */
  readonly becomes: (member: MemberRow) => MemberRow
  readonly sessionsEnd?: true
  /** Whether it gives him what he has: then whoever does it must hold that himself. */
  readonly gives?: true
}

const notTheOwner = ['MEMBER_IS_OWNER', 'MEMBER_IS_YOURSELF'] as const

/** The commands that need nothing but a member. */
export const memberCommands = {
  convertToUser: {
    right: 'convertToUser',
    refused: [...notTheOwner, 'MEMBER_IS_USER'],
    becomes: (member) => ({ ...member, type: 'user' }),
  },
  convertToGuest: {
    right: 'convertToGuest',
    refused: [...notTheOwner, 'MEMBER_IS_GUEST', 'MEMBER_IS_ADMINISTRATOR'],
    becomes: (member) => ({ ...withoutAdministration(member), type: 'guest' }),
  },
  disableMember: {
    right: 'disable',
    refused: [...notTheOwner, 'MEMBER_NOT_ACTIVE'],
    becomes: (member) => ({ ...member, status: 'disabled' }),
    sessionsEnd: true,
  },
  reactivateMember: {
    right: 'reactivate',
    refused: [...notTheOwner, 'MEMBER_NOT_DISABLED', 'REASSIGNMENT_RUNNING'],
    becomes: (member) => ({ ...member, status: 'active' }),
    gives: true,
  },
  deleteMember: {
    right: 'delete',
    refused: [...notTheOwner, 'MEMBER_NOT_DISABLED', 'REASSIGNMENT_RUNNING'],
    becomes: (member) => member,
  },
  leave: {
    right: 'requestDeletion',
    refused: ['MEMBER_IS_OWNER'],
    becomes: (member) => ({ ...member, status: 'disabled' }),
    sessionsEnd: true,
  },
  revokeAdministration: {
    right: 'revokeFullAccess',
    refused: [...notTheOwner, 'MEMBER_ADMINISTERS_NOTHING'],
    becomes: withoutAdministration,
  },
} as const satisfies Readonly<Record<string, MemberCommand>>
export type MemberCommandName = keyof typeof memberCommands

/** Decides a command of {@link memberCommands}. */
export function decide(name: MemberCommandName, situation: Situation): Decision {
  const command: MemberCommand = memberCommands[name]
  const refused = refusedFor(situation, command.refused) ?? forbidden(situation, command.right)
  if (refused) return refused
  if (command.gives && !mayGiveBack(situation)) return { refused: 'GRANT_NOT_HELD' }
  return { member: command.becomes(situation.target), sessionsEnd: command.sessionsEnd === true }
}

/** Whether somebody may put others into a group: who is in it himself, or has full access for good. */
export const mayFill = (by: MemberRow, groupId: string, portal: PortalRow, now: number): boolean =>
  by.groups.includes(groupId) || holdsEverythingForGood(by, portal, now)

/** Whether the one who acts holds all that the other one administers, as long as he does. */
export const holdsHis = ({ actor, target, portal, now }: Omit<Situation, 'ability'>): boolean =>
  actor.id === target.id || holdsAllOf(actor, target, portal, now)

const mayGiveBack = (situation: Situation): boolean => {
  const { actor, target, portal, now } = situation
  return holdsHis(situation) && target.groups.every((groupId) => mayFill(actor, groupId, portal, now))
}

/** Decides a grant. It takes nothing away: what is held for longer stays. */
export function decideGrant(situation: Situation, { administers, until = Infinity, promoteGuests = false }: Grant): Decision {
  const { actor, target, portal, now } = situation
  const everything = administers === 'everything'
  const refused =
    refusedFor(situation, [...notTheOwner, ...(promoteGuests ? [] : (['MEMBER_IS_GUEST'] as const))]) ??
    (!everything && target.administers === 'everything' ? { refused: 'MEMBER_HAS_FULL_ACCESS' as const } : undefined) ??
    (target.type === 'guest' ? forbidden(situation, 'convertToUser') : undefined)
  if (refused) return refused
  const asUser: MemberRow = { ...target, type: 'user', promoted: target.promoted || target.type === 'guest' }
  const not = forbidden({ ...situation, target: asUser }, everything ? 'grantFullAccess' : 'grantModuleAdministration')
  if (not) return not
  if (!(until <= holdsEverythingUntil(actor, portal, now))) return { refused: 'GRANT_NOT_HELD' }
  const member = until === Infinity ? grantedForGood(asUser, administers) : grantedUntil(asUser, administers, until, now)
  return { member, sessionsEnd: false }
}

/** Takes full access away, and leaves these modules. */
export function decideLimit(situation: Situation, modules: readonly string[]): Decision {
  const { actor, portal, now } = situation
  const refused = refusedFor(situation, [...notTheOwner, 'MEMBER_IS_GUEST'])
  if (refused) return refused
  if (!facts.MEMBER_HAS_FULL_ACCESS(situation)) return { refused: 'MEMBER_ADMINISTERS_NOTHING' }
  const not = forbidden(situation, 'revokeFullAccess') ?? forbidden(situation, 'grantModuleAdministration')
  if (not) return not
  if (!holdsEverythingForGood(actor, portal, now)) return { refused: 'GRANT_NOT_HELD' }
  // What he has of it for good stays so, and what for a time is not made lasting by being limited.
  const left = (some: Administers): readonly string[] =>
    some === 'everything' ? unique(modules) : some.filter((one) => modules.includes(one))
  return { member: withOnly(left, situation), sessionsEnd: false }
}

/** Takes the administration of these modules away. A guest who was made a user for it is a guest again when nothing lasting is left. */
export function decideRevokeModules(situation: Situation, modules: readonly string[]): Decision {
  const { target, now } = situation
  const refused = refusedFor(situation, [...notTheOwner, 'MEMBER_HAS_FULL_ACCESS'])
  if (refused) return refused
  const held = administersAt(target, now)
  if (!modules.some((module) => held.includes(module))) return { refused: 'MEMBER_ADMINISTERS_NOTHING' }
  const not = forbidden(situation, 'revokeModuleAdministration')
  if (not) return not
  const without = (some: Administers): Administers => (some === 'everything' ? some : some.filter((one) => !modules.includes(one)))
  return { member: withOnly(without, situation), sessionsEnd: false }
}

/** The member with what is left of all that he administers. Who was promoted is a guest again when nothing lasting is left. */
function withOnly(left: (some: Administers) => Administers, { target, now }: Situation): MemberRow {
  const temporary = liveGrants(target, now).map((grant) => ({ ...grant, administers: left(grant.administers) }))
  const member = {
    ...target,
    administers: left(target.administers),
    temporary: temporary.filter((grant) => isSomething(grant.administers)),
  }
  return member.promoted && !isSomething(member.administers) ? withoutAdministration(member) : member
}

function grantedForGood(member: MemberRow, administers: Administers): MemberRow {
  if (member.administers === 'everything') return member
  if (administers === 'everything') return { ...member, administers, temporary: [] }
  return { ...member, administers: unique([...member.administers, ...administers]) }
}

function grantedUntil(member: MemberRow, administers: Administers, until: number, now: number): MemberRow {
  if (member.administers === 'everything') return member
  // What is contained in another grant, as long as it lasts, is no more than that one.
  const contains = (one: TemporaryGrant, other: TemporaryGrant): boolean =>
    other.until <= one.until &&
    (one.administers === 'everything' ||
      (other.administers !== 'everything' && other.administers.every((module) => one.administers.includes(module))))
  const [grant, live] = [{ administers, until }, liveGrants(member, now)]
  if (live.some((one) => contains(one, grant))) return { ...member, temporary: live }
  return { ...member, temporary: [...live.filter((one) => !contains(grant, one)), grant] }
}

const unique = (list: readonly string[]): readonly string[] => [...new Set(list)]

function refusedFor(situation: Situation, reasons: readonly Fact[]): { readonly refused: Fact } | undefined {
  const refused = reasons.find((reason) => facts[reason](situation))
  return refused && { refused }
}

function forbidden({ ability, target, now }: Situation, action: string): Extract<Decision, { readonly refused: 'FORBIDDEN' }> | undefined {
  const subject = profileOf(target, now)
  return ability.can(action, subject) ? undefined : { refused: 'FORBIDDEN', action, subject }
}
