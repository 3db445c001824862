import { isPortalError, PortalError } from '../errors.js'
import type { Storage } from '../ports/storage.js'
import type { Row } from '../records.js'
import { bearerOf, type Bearer } from '../workflow/bearer.js'
import type { MemberRow } from '../workflow/people.js'
import type { PortalEvent } from '../workflow/post.js'
import type { Runtime } from '../workflow/runtime.js'
import { begin } from '../workflow/transaction.js'
import { letterKey } from './letters.js'
import { factsOf, generationOf, load } from './load.js'
import { decideTransfer } from './machine.js'
import { explanations } from './messages.js'
import { lastOf, transferOf, type TransferRow } from './records.js'
import type { OwnershipRules } from './rules.js'
import type { OwnershipCommand, OwnershipLetter } from './transfer.js'

/** A transfer as others may be told of it. */
export interface TransferState {
  readonly portalId: string
  readonly id: string
  readonly status: Row<'transfers'>['status']
  readonly ownerId: string
  readonly candidateId: string
  /** Who agreed, where the owner is gone. */
  readonly approvals: readonly string[]
  /** When time ends it (milliseconds since 1970); null when it has ended. */
  readonly expiresAt: number | null
  /** What became of the letter with its link, or of the notice to an owner who is gone; null when there is none. One that is `dead` was given up. */
  readonly delivery: Row<'outbox'>['status'] | null
}

/** What the bearer of a link may know. */
export interface OwnershipLink {
  /** Whose link it is: the owner confirms, the candidate accepts or declines. */
  readonly purpose: 'confirm' | 'accept'
  readonly portalName: string
  readonly ownerName: string
  readonly candidateName: string
  /** Milliseconds since 1970. */
  readonly expiresAt: number
  /** The language of whoever the letter went to, BCP 47. */
  readonly language: string
}

/** A portal that somebody owns. */
export interface BlockingOwnership {
  readonly portalId: string
  readonly portalName: string
  /** The commands that would end his membership, and are refused with `MEMBER_IS_OWNER`. */
  readonly blocks: readonly ['disableMember', 'deleteMember', 'convertToGuest', 'leave']
  /** The transfer that would end it, if one is open. */
  readonly transfer: TransferState | null
}

/**
 * @param events those of the command that is about to be committed: a letter among them waits
 * @returns the transfer, with what became of its letter
 */
export async function stateOf(
  storage: Storage,
  portalId: string,
  row: TransferRow,
  events: readonly PortalEvent[] = [],
): Promise<TransferState> {
  const { id, status, ownerId, candidateId, approvals, dueAt } = row
  return {
    portalId,
    id,
    status,
    ownerId,
    candidateId,
    approvals,
    expiresAt: dueAt === null ? null : row.expiresAt,
    delivery: await deliveryOf(storage, row, events),
  }
}

async function deliveryOf(storage: Storage, row: TransferRow, events: readonly PortalEvent[]): Promise<TransferState['delivery']> {
  const { portalId, status, ownerId, candidateId } = row
  const sent: Partial<Record<TransferRow['status'], readonly [letter: OwnershipLetter, to: string]>> = {
    pending: ['transferConfirm', ownerId],
    confirmed: ['transferAccept', candidateId],
    proposed: ['breakGlassProposed', ownerId],
    waiting: ['breakGlassWaiting', ownerId],
  }
  const letter = sent[status]
  if (!letter) return null
  const { items } = await storage.find('outbox', 'key', { portalId, key: letterKey(letter[0], row, letter[1]) })
  const isPosted = events.some((event) => event.type === 'mailed' && event.letter === letter[0])
  return items[0]?.row.status ?? (isPosted ? 'waiting' : null)
}

/** The open or last transfer of a portal. */
export async function current(storage: Storage, portalId: string): Promise<TransferState | undefined> {
  const rows = await begin(storage, 0).find('transfers', 'byPortal', { portalId })
  const row = lastOf(rows)
  return row && stateOf(storage, portalId, row)
}

export async function blockingOwnerships(
  storage: Storage,
  { memberId, portalId }: { readonly memberId: string; readonly portalId?: string | undefined },
): Promise<readonly BlockingOwnership[]> {
  const owned = await begin(storage, 0).find('portals', 'byOwner', { ownerId: memberId })
  const blocking = owned.filter(({ id, status }) => status !== 'deleted' && (portalId === undefined || id === portalId))
  return Promise.all(
    blocking.map(async ({ id, name }) => {
      const last = await current(storage, id)
      const transfer = last && last.expiresAt !== null ? last : null
      return { portalId: id, portalName: name, blocks: ['disableMember', 'deleteMember', 'convertToGuest', 'leave'], transfer } as const
    }),
  )
}

/** What a link is for: it is decided as if it were used now, and nothing is written. */
export async function inspected(runtime: Runtime, rules: OwnershipRules, token: unknown): Promise<OwnershipLink> {
  const { bearer, purpose } = await eitherLink(runtime, token)
  const { portalId, subjectId } = bearer
  const tx = begin(runtime.storage, runtime.clock.now())
  const loaded = await load(tx, portalId, { transferId: subjectId })
  const facts = factsOf(tx, loaded, rules)
  const generation = generationOf(bearer, loaded)
  const command: OwnershipCommand =
    purpose === 'confirm' ? { ...facts, type: 'confirm', generation, actorId: facts.owner.id } : { ...facts, type: 'accept', generation }
  const { portal, owner, candidate, transfer } = loaded
  const readerId = purpose === 'confirm' ? transfer?.ownerId : transfer?.candidateId
  const reader = readerId === undefined ? undefined : await tx.get('members', portalId, readerId)
  const { refused } = decideTransfer(transferOf(transfer), command)
  if (refused !== undefined) throw new PortalError(refused, explanations[refused], refused === 'TOKEN_INVALID' ? {} : languageOf(reader))
  const names = { portalName: portal.name, ownerName: owner.name, candidateName: candidate?.name ?? transfer?.candidateName ?? '' }
  return { purpose, ...names, expiresAt: bearer.expiresAt, language: 'en', ...languageOf(reader) }
}

/** For a page that refuses, in the language of the letter. A link that is invalid tells nothing, not even that. */
const languageOf = (reader: MemberRow | undefined): { readonly language?: string } => (reader ? { language: reader.language } : {})

/** A link of the owner, or else one of the candidate. */
async function eitherLink(runtime: Runtime, token: unknown): Promise<{ readonly bearer: Bearer; readonly purpose: 'confirm' | 'accept' }> {
  try {
    return { bearer: await bearerOf(runtime, 'confirmTransfer', token), purpose: 'confirm' }
  } catch (error) {
    if (!isPortalError(error, 'TOKEN_INVALID')) throw error
    return { bearer: await bearerOf(runtime, 'acceptTransfer', token), purpose: 'accept' }
  }
}
