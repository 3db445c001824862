import { withoutAdministration, type MemberRow, type PortalRow } from '../workflow/people.js'
import { postOf, type PortalEvent } from '../workflow/post.js'
import type { Runtime } from '../workflow/runtime.js'
import { moved } from '../workflow/seats.js'
import type { Transaction } from '../workflow/transaction.js'
import { letterAbout, linkPurposes } from './letters.js'
import { asked } from './rate-limit.js'
import { rowOf, type TransferRow } from './records.js'
import type { OwnershipRules } from './rules.js'
import type { OwnershipEffect, Transfer } from './transfer.js'

/** What a command was decided on. */
export interface Loaded {
  readonly portal: PortalRow
  /** The transfer that the command is about. */
  readonly transfer: TransferRow | undefined
  /** All of this portal. */
  readonly transfers: readonly TransferRow[]
  /** The number of the next transfer of this portal. */
  readonly number: number
  readonly owner: MemberRow
  readonly candidate: MemberRow | undefined
}

/** Writes what the machine came to: the transfer, and the effects. All of it is in the same commit. */
export async function apply(
  { random }: Pick<Runtime, 'random'>,
  rules: OwnershipRules,
  tx: Transaction,
  loaded: Loaded,
  state: Exclude<Transfer, { readonly status: 'none' }>,
  effects: readonly OwnershipEffect[],
): Promise<{ readonly transfer: TransferRow; readonly events: readonly PortalEvent[] }> {
  const { portal, transfer: before, candidate } = loaded
  const row = rowOf(state, before, loaded, tx.now)
  const isNew = before?.id !== row.id
  const sentTo = linkTo(effects, loaded)
  const addressed = sentTo === undefined ? row : { ...row, sentTo }
  const transfer = isNew || sentTo !== undefined ? asked(addressed, rules, tx.now) : addressed
  if (isNew) tx.insert('transfers', transfer)
  else if (JSON.stringify(before) !== JSON.stringify(transfer)) tx.update('transfers', transfer)
  const events: PortalEvent[] = []
  const post = postOf({ random }, tx, portal, events)
  const owner = transfer.ownerId === loaded.owner.id ? loaded.owner : await tx.get('members', portal.id, transfer.ownerId)
  const [proposerId] = transfer.approvals
  const proposer = proposerId === undefined ? undefined : await tx.get('members', portal.id, proposerId)
  for (const effect of effects) {
    if (effect.type === 'changeOwner') {
      await changeOwner(tx, rules, loaded)
      events.push({ type: 'ownerChanged', portalId: portal.id, from: effect.from, to: effect.to })
    }
    if (effect.type === 'mail') {
      const letter = letterAbout(effect.letter, effect.to === 'owner' ? owner : candidate, { portal, transfer, owner, candidate, proposer })
      if (letter) post(letter)
    }
  }
  return { transfer, events }
}

/** The address that a new link goes to, as it is compared; none where no link is made. */
function linkTo(effects: readonly OwnershipEffect[], { owner, candidate }: Loaded): string | null | undefined {
  const letter = effects.find((effect) => effect.type === 'mail' && effect.letter in linkPurposes)
  if (letter?.type !== 'mail') return undefined
  return (letter.to === 'owner' ? owner : candidate)?.email ?? null
}

/** The one field that says who owns the portal, and what becomes of the two. */
async function changeOwner(tx: Transaction, { formerOwner }: OwnershipRules, { portal, owner, candidate }: Loaded): Promise<void> {
  if (!candidate) throw new Error('nobody to own the portal')
  const former: MemberRow =
    formerOwner === 'administrator'
      ? { ...owner, administers: 'everything', temporary: [] }
      : { ...withoutAdministration(owner), type: 'user' }
  tx.update('portals', { ...portal, ownerId: candidate.id })
  tx.update('members', former)
  // Owning is more than administering: he needs no grants, and takes no administrator's seat. A guest who was promoted once is a user for good.
  const next: MemberRow = { ...candidate, administers: [], temporary: [], promoted: false }
  tx.update('members', next)
  const seats = await tx.get('seats', portal.id, portal.id)
  const moves = [
    { before: owner, after: former },
    { before: candidate, after: next },
  ]
  if (seats) tx.update('seats', moved(seats, moves, tx.now))
}
