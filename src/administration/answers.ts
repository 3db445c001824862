import type { Row, TemporaryGrant } from '../records.js'
import { administersAt, liveGrants, type Administers, type MemberRow } from '../workflow/people.js'
import type { PortalEvent } from '../workflow/post.js'

/** A member as he is after a command. */
export interface MemberState {
  readonly portalId: string
  readonly id: string
  readonly type: 'guest' | 'user'
  readonly status: 'active' | 'disabled'
  readonly name: string
  /** His address as it was given; null when he has none. */
  readonly email: string | null
  readonly emailVerified: boolean
  /** The address that waits for its confirmation. */
  readonly pendingEmail: string | null
  /** What he administers now, for good or for a time. */
  readonly administers: Administers
  /** What of it ends, and when (milliseconds since 1970). */
  readonly temporary: readonly TemporaryGrant[]
  readonly groups: readonly string[]
  /** Who he is in the host application. */
  readonly identity: string | null
  /** BCP 47. */
  readonly language: string
}

/** A member as others may be told of him. */
export function memberState(row: MemberRow, now: number): MemberState {
  const { portalId, id, type, status, name, address, emailVerifiedAt, pendingAddress, groups, identity, language } = row
  return {
    portalId,
    id,
    type,
    status,
    name,
    email: address,
    emailVerified: emailVerifiedAt !== null,
    pendingEmail: pendingAddress,
    administers: administersAt(row, now),
    temporary: liveGrants(row, now),
    groups,
    identity,
    language,
  }
}

/** What every command answers: what happened, beside the new state. */
export interface Answer {
  readonly events: readonly PortalEvent[]
}
/** The answer to what is done to one member. */
export interface MemberAnswer extends Answer {
  readonly member: MemberState
}
/** A member as he was when he was deleted. */
export interface DeletedMember extends Omit<MemberState, 'status'> {
  readonly status: 'deleted'
}
/** The answer to who deleted a member. */
export interface DeletedAnswer extends Answer {
  readonly member: DeletedMember
}
/** The answer to what is done to several members. */
export interface MembersAnswer extends Answer {
  readonly members: readonly MemberState[]
}
/** An invitation as it is after a command. */
export interface InvitationState {
  readonly portalId: string
  readonly id: string
  readonly email: string
  readonly name: string | null
  readonly type: 'guest' | 'user'
  readonly administers: Administers
  readonly groups: readonly string[]
  readonly invitedBy: string
  readonly status: Row<'invitations'>['status']
  /** When its link ends, in milliseconds since 1970. */
  readonly expiresAt: number
  /** Counts its letters; only the link of the last one works. */
  readonly generation: number
}
/** The answer to what is done to an invitation. */
export interface InvitationAnswer extends Answer {
  readonly invitation: InvitationState
}

/** An invitation as those who administer may be told of it. */
export function invitationState(row: Row<'invitations'>): InvitationState {
  const { portalId, id, address, name, type, administers, groups, invitedBy, status, expiresAt, generation } = row
  return { portalId, id, email: address, name, type, administers, groups, invitedBy, status, expiresAt, generation }
}
