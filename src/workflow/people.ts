import type { Member } from '../member.js'
import type { Portal } from '../portal.js'
import type { Row, TemporaryGrant } from '../records.js'
import type { Address } from './address.js'

// What the stored records say at a moment: the facts that the policy and the decisions are asked about. Pure.

/** A member as he is stored. */
export type MemberRow = Row<'members'>
/** A portal as it is stored. */
export type PortalRow = Row<'portals'>
/** What somebody administers: every module, or these. */
export type Administers = 'everything' | readonly string[]

/** The grants that still count. */
export const liveGrants = (member: MemberRow, now: number): readonly TemporaryGrant[] => member.temporary.filter(({ until }) => now < until)

/** A member without the grants that count no more. */
export const withoutEnded = (member: MemberRow, now: number): MemberRow => {
  const temporary = liveGrants(member, now)
  return temporary.length < member.temporary.length ? { ...member, temporary } : member
}

/** What a member administers at this moment, for good or for a time. */
export function administersAt(member: MemberRow, now: number): Administers {
  const all = [member.administers, ...liveGrants(member, now).map(({ administers }) => administers)]
  if (all.includes('everything')) return 'everything'
  return [...new Set(all.flatMap((some) => (some === 'everything' ? [] : some)))]
}

/** Whether it is anything at all. */
export const isSomething = (administers: Administers): boolean => administers.length > 0

/** A member as the policy knows him, at this moment. */
export function memberAt(member: MemberRow, now: number): Member {
  const { id, portalId, type, status, groups } = member
  return { id, portalId, type, status, groups, administers: administersAt(member, now) } as Member
}

/** A portal as the policy knows it. */
export function portalFor(portal: PortalRow, features: readonly string[]): Portal {
  const { id, ownerId, status, options, modules } = portal
  return { id, ownerId, status, options, modules, licences: features }
}

/** The profile of a member as the policy is asked about it. */
export function profileOf(member: MemberRow, now: number): Readonly<Record<string, unknown>> {
  const { portalId, id, type, status } = member
  return { __typename: 'people.profile', portalId, id, type, status, administers: administersAt(member, now) }
}

/**
 * Until when somebody holds every right there is: he may grant no right for longer than that. Never, for who is not a full administrator now.
 */
export function holdsEverythingUntil(member: MemberRow, portal: PortalRow, now: number): number {
  if (portal.ownerId === member.id || member.administers === 'everything') return Infinity
  return Math.max(-Infinity, ...liveGrants(member, now).flatMap(({ administers, until }) => (administers === 'everything' ? [until] : [])))
}

/** Whether somebody holds, for good, every right there is. */
export const holdsEverythingForGood = (member: MemberRow, portal: PortalRow, now: number): boolean =>
  holdsEverythingUntil(member, portal, now) === Infinity

/** Whether somebody holds whatever another one administers, for as long. */
export function holdsAllOf(member: MemberRow, other: MemberRow, portal: PortalRow, now: number): boolean {
  const own = [{ administers: member.administers, until: Infinity }, ...liveGrants(member, now)]
  const everythingUntil = holdsEverythingUntil(member, portal, now)
  const holds = (module: string, until: number): boolean =>
    until <= everythingUntil || own.some((grant) => until <= grant.until && grant.administers.includes(module))
  return [{ administers: other.administers, until: Infinity }, ...liveGrants(other, now)].every(({ administers, until }) =>
    administers === 'everything' ? until <= everythingUntil : administers.every((module) => holds(module, until)),
  )
}

/** A member without any administration, as he was before he was given some. */
export const withoutAdministration = (member: MemberRow): MemberRow => ({
  ...member,
  type: member.promoted ? 'guest' : member.type,
  promoted: false,
  administers: [],
  temporary: [],
})

/** What a new member is made of. */
interface Given {
  readonly name: string
  readonly type: 'guest' | 'user'
  readonly address?: Address | undefined
  readonly emailVerified?: boolean | undefined
  readonly administers?: Administers | undefined
  readonly groups?: readonly string[] | undefined
  readonly identity?: string | undefined
  readonly language?: string | undefined
}

/** A new member, whose address is not confirmed yet unless it says so. */
export function memberRow(
  memberId: string,
  { portal, now }: { readonly portal: { readonly id: string }; readonly now: number },
  given: Given,
): MemberRow {
  return {
    portalId: portal.id,
    id: memberId,
    type: given.type,
    status: 'active',
    administers: given.administers === 'everything' ? 'everything' : [...new Set(given.administers ?? [])],
    temporary: [],
    promoted: false,
    groups: [...new Set(given.groups ?? [])],
    name: given.name,
    email: given.address?.email ?? null,
    address: given.address?.address ?? null,
    emailVerifiedAt: given.address && given.emailVerified ? now : null,
    pendingAddress: null,
    addressAskedBy: null,
    emailGeneration: 0,
    identity: given.identity ?? null,
    reassignmentId: null,
    language: given.language ?? 'en',
    createdAt: now,
  }
}
