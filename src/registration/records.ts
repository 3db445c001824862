import type { Holder } from '../ports/holders.js'
import type { Row } from '../records.js'
import { statusesOf, type HolderPortal } from './answers.js'
import type { PortalKind } from './kinds.js'
import { hasLink, type RegistrationState, type RegistrationStatus } from './states.js'

// The portal of a holder as it is stored, as the machine knows it, and as the policy does. Pure.

export type HolderPortalRow = Row<'holderPortals'>

/** The states that are stored. */
type Stored = Exclude<RegistrationStatus, 'none/none'>
/** A state of the machine, of any status. */
export type AnyState = { readonly [S in RegistrationStatus]: RegistrationState<S> }[RegistrationStatus]

export const statusOf = ({ status }: HolderPortalRow): Stored => status as Stored

/** What holds of the holder and the licence. */
export interface Facts {
  readonly holderActive: boolean
  readonly licensed: boolean
}

/** What is stored, for the machine; `now` is known of the holder and the licence beside it, where they were asked. */
export function stateOf(row: HolderPortalRow, now: Facts = { holderActive: true, licensed: true }): AnyState {
  const { permanence, generation, attempts, delivery } = row
  const flags = { holderActive: row.holderActive && now.holderActive, licensed: row.licensed && now.licensed }
  return { status: statusOf(row), permanence, generation, attempts, delivery, ...flags }
}

/** Before there is one. */
export const absent = (flags: Facts): AnyState => ({
  status: 'none/none',
  permanence: 'permanent',
  generation: 0,
  attempts: 0,
  delivery: 'queued',
  ...flags,
})

/** Whether a temporary portal has come to its end, though it may not be written down yet. An end that is damaged has passed. */
export const hasEnded = ({ endsAt }: HolderPortalRow, now: number): boolean => endsAt !== null && !(now < endsAt)

/** Whether the portal has ended. A suspended one has not, nor has one that is not registered yet. */
export const isOver = ({ status }: HolderPortalRow): boolean => status.startsWith('expired/') || status.startsWith('closed/')

/** How long a temporary portal lives, and how long before its end he is told, in milliseconds. */
export interface Lifetimes {
  readonly temporary: number
  readonly reminder: number
}

/** It waits for no link any more, and the one that was sent is dead: it counts on, for that one was not used. */
export const notWaiting = ({ pending, confirmations }: HolderPortalRow): Pick<HolderPortalRow, 'pending' | 'confirmations'> => ({
  pending: null,
  confirmations: pending ? confirmations + 1 : confirmations,
})

/** The record with everything that follows from the rest of it. */
export function settled(row: HolderPortalRow, { temporary, reminder }: Lifetimes): HolderPortalRow {
  const over = isOver(row)
  const waits = row.permanence === 'temporary' && !over && row.openRequests.length === 0
  const endsAt = waits ? Math.max(row.createdAt, row.requestsCompletedAt ?? 0) + temporary : null
  const reminded = endsAt === row.endsAt && row.reminded
  const times = [
    hasLink(row.status) ? row.expiresAt : null,
    endsAt,
    endsAt !== null && !reminded && row.status === 'active/completed' ? endsAt - reminder : null,
  ].filter((time) => time !== null)
  const closed = row.status.startsWith('closed/')
  return {
    ...row,
    endsAt,
    reminded,
    dueAt: times.length > 0 ? Math.min(...times) : null,
    holderKey: closed ? null : holderKey(row.kind, row.holderId),
    listed: closed ? null : listedAs(row.kind, row.status.startsWith('expired/')),
    ...(over && notWaiting(row)),
  }
}

/** The record with what the application keeps of its holder. */
export function withFactsOf(
  row: HolderPortalRow,
  { id: holderId, name, office, handlers = [], language = row.language }: Holder,
): HolderPortalRow {
  return { ...row, holderId, name, office: office ?? '', handlers, language }
}

/** One portal for each holder and kind. */
export const holderKey = (kind: string, holderId: string): string => JSON.stringify([kind, holderId])
/** Under what the portals of a kind are listed. */
export const listedAs = (kind: string, expired: boolean): string => (expired ? `expired:${kind}` : kind)

/** What the policy is asked about. */
export type Subject = Pick<
  HolderPortal,
  '__typename' | 'portalId' | 'kind' | 'ownerId' | 'delegates' | 'handlers' | 'private' | 'closedBy'
> & { readonly id?: string; readonly status: HolderPortal['status'] | 'none' }

/** A portal that is about to be created, for the policy. */
export function subjectOf(
  { portalId, kind, handlers }: Pick<HolderPortalRow, 'portalId' | 'kind' | 'handlers'>,
  { operators, closedBy }: PortalKind,
  delegates: readonly string[],
): Subject {
  return {
    __typename: 'registration.portal',
    portalId,
    kind,
    status: 'none',
    ownerId: null,
    delegates: operators.delegates ? [...delegates] : [],
    handlers: operators.handlers ? [...handlers] : [],
    private: false,
    closedBy,
  }
}

/** A portal with everything that is known of it: for those who may identify the holder. */
export function holderPortal(row: HolderPortalRow, kind: PortalKind, delegates: readonly string[]): HolderPortal {
  const { id, permanence, holderId, name, address, office, ownerId, registrantId, delivery, generation, endsAt, createdAt } = row
  const statuses = statusesOf(statusOf(row))
  return {
    ...subjectOf(row, kind, delegates),
    ...statuses,
    id,
    permanence,
    holderId,
    name,
    email: address,
    office: office === '' ? null : office,
    private: row.private,
    ownerId,
    registrantId,
    delivery,
    generation,
    expiresAt: hasLink(row.status) ? row.expiresAt : null,
    endsAt,
    createdAt,
  }
}

/** The same for those who may not. */
export const masked = (portal: HolderPortal): HolderPortal => ({ ...portal, holderId: null, name: null, email: null })
