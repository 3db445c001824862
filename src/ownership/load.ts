import { PortalError } from '../errors.js'
import type { Bearer } from '../workflow/bearer.js'
import type { MemberRow } from '../workflow/people.js'
import type { Transaction } from '../workflow/transaction.js'
import type { Loaded } from './apply.js'
import { lastOf, personOf, type TransferRow } from './records.js'
import type { OwnershipRules } from './rules.js'
import type { Facts } from './transfer.js'

/** Everything that a decision depends on: the transfer of a link, or else the last one of the portal, which is the open one if there is one. */
export async function load(
  tx: Transaction,
  portalId: string,
  about: { readonly transferId?: string; readonly candidateId?: string | undefined; readonly evenDeleted?: boolean } = {},
): Promise<Loaded> {
  const portal = await tx.get('portals', portalId, portalId)
  // Whoever has a link is told by the table that the portal is not active; for everybody else, a deleted portal is not there.
  const evenDeleted = about.evenDeleted === true || about.transferId !== undefined
  if (!portal || (portal.status === 'deleted' && !evenDeleted)) throw unknownPortal(portalId)
  const owner = await tx.get('members', portalId, portal.ownerId)
  if (!owner) throw new Error(`nobody owns the portal \`${portalId}\``)
  const transfers = await tx.find('transfers', 'byPortal', { portalId })
  const last = lastOf(transfers)
  const transfer = about.transferId === undefined ? last : await tx.get('transfers', portalId, about.transferId)
  const candidateId = about.candidateId ?? transfer?.candidateId
  const candidate = candidateId === undefined ? undefined : await tx.get('members', portalId, candidateId)
  return { portal, owner, transfer, candidate, transfers, number: (last?.number ?? 0) + 1 }
}

/** What the table is told of it. */
export function factsOf({ now }: Transaction, { portal, owner, candidate }: Loaded, rules: OwnershipRules): Facts {
  return { now, rules, portal: portal.status, owner: personOf(owner, now), candidate: candidate && personOf(candidate, now) }
}

/** Whether somebody has full access for good: whoever has it for a time helps nobody to what lasts. */
export const isLasting = ({ type, status, administers }: MemberRow): boolean =>
  type === 'user' && status === 'active' && administers === 'everything'

/** Those who agreed, and may still. */
export async function stillApproving(tx: Transaction, portalId: string, transfer: TransferRow | undefined): Promise<readonly string[]> {
  const members = await Promise.all((transfer?.approvals ?? []).map((memberId) => tx.get('members', portalId, memberId)))
  return members.flatMap((member) => (member && isLasting(member) ? [member.id] : []))
}

/**
 * The generation of a link. One that went to an address that is his no more is not the last one, whatever its number.
 */
export function generationOf({ purpose, generation }: Bearer, { portal, transfer, owner, candidate }: Loaded): number {
  // When somebody else owns the portal by now, that is what the table says.
  if (!transfer || transfer.ownerId !== portal.ownerId) return generation
  const reader = purpose === 'confirmTransfer' ? owner : candidate
  return !reader || reader.email === transfer.sentTo ? generation : -1
}

/** One answer for a portal that is not there, and for an actor who is not in it. */
export const unknownPortal = (portalId: string): PortalError =>
  new PortalError('NOT_FOUND', `there is no portal \`${portalId}\` with such a member`, { portalId })
