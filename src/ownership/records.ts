import type { Row } from '../records.js'
import { administersAt, type MemberRow } from '../workflow/people.js'
import type { Person, Transfer } from './transfer.js'

// A transfer as it is stored, and as the machine knows it. Pure.

export type TransferRow = Row<'transfers'>

/** What is stored, for the machine. */
export function transferOf(row: TransferRow | undefined): Transfer {
  if (!row) return { status: 'none' }
  const { id, ownerId, candidateId, status, generation, expiresAt, approvals } = row
  const between = { id, ownerId, candidateId }
  if (status === 'pending' || status === 'confirmed') return { status, ...between, generation, expiresAt }
  if (status === 'proposed' || status === 'waiting') return { status, ...between, approvals, expiresAt }
  return { status, ...between }
}

/** What the machine came to, to be stored over what was there. */
export function rowOf(
  state: Exclude<Transfer, { readonly status: 'none' }>,
  before: TransferRow | undefined,
  {
    number,
    portal: { id: portalId },
    candidate,
  }: { readonly number: number; readonly portal: { readonly id: string }; readonly candidate: MemberRow | undefined },
  now: number,
): TransferRow {
  const { id, ownerId, candidateId, status } = state
  const first: Omit<TransferRow, 'openPortal'> = {
    portalId,
    id,
    number,
    ownerId,
    candidateId,
    status,
    candidateName: candidate?.name ?? '',
    generation: 0,
    sentTo: null,
    approvals: [],
    askedAt: [],
    expiresAt: 0,
    dueAt: null,
    createdAt: now,
    endedAt: null,
  }
  const kept = before?.id === id ? before : first
  if (!('expiresAt' in state)) return { ...kept, status, dueAt: null, endedAt: kept.endedAt ?? now, openPortal: null }
  const { expiresAt } = state
  const more = 'generation' in state ? { generation: state.generation } : { approvals: state.approvals }
  // What was put off stays put off.
  const dueAt = kept.expiresAt === expiresAt ? kept.dueAt : expiresAt
  return { ...kept, status, ...more, expiresAt, dueAt, endedAt: null, openPortal: portalId }
}

/** The last transfer of a portal: the open one, if there is one. */
export const lastOf = (transfers: readonly TransferRow[]): TransferRow | undefined =>
  transfers.reduce<TransferRow | undefined>((last, one) => (last && last.number > one.number ? last : one), undefined)

/** A member, for the machine. */
export function personOf(member: MemberRow, now: number): Person {
  const { id, status, type, emailVerifiedAt } = member
  const fullAdministrator = type === 'user' && administersAt(member, now) === 'everything'
  return { id, active: status === 'active', type, fullAdministrator, emailVerified: emailVerifiedAt !== null }
}
