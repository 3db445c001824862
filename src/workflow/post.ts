import type { Random } from '../ports/crypto.js'
import type { LetterVariables, OutboxLink } from '../records.js'
import { letterChange } from './outbox.js'
import type { Transaction } from './transaction.js'

/** Something that happened, for the host application to act on. */
export type PortalEvent =
  /** Every session of this member ends now. */
  | { readonly type: 'sessionsEnd'; readonly portalId: string; readonly memberId: string }
  /** This member is gone: what the application has of him alone goes, too. */
  | { readonly type: 'memberDeleted'; readonly portalId: string; readonly memberId: string }
  /** Every session in this portal ends now. */
  | { readonly type: 'portalSessionsEnd'; readonly portalId: string }
  /** The application moves what belongs to `fromId` to `toId`, and says how far it is by `reportReassignment`. */
  | {
      readonly type: 'reassignData'
      readonly portalId: string
      readonly reassignmentId: string
      readonly fromId: string
      readonly toId: string
    }
  /** Somebody else owns the portal from now on. */
  | { readonly type: 'ownerChanged'; readonly portalId: string; readonly from: string; readonly to: string }
  /** Every session of this holder's portal ends now. */
  | { readonly type: 'holderSessionsEnd'; readonly portalId: string; readonly holderPortalId: string }
  /** A holder's portal was registered; `from` is what `complete` was told of where the registrant came from. */
  | { readonly type: 'holderRegistered'; readonly portalId: string; readonly holderPortalId: string; readonly from: string | null }
  /** A temporary portal ended: the application deletes what was exchanged through it. */
  | { readonly type: 'purgeData'; readonly portalId: string; readonly holderPortalId: string }
  /** A letter was put into the outbox. */
  | { readonly type: 'mailed'; readonly portalId: string; readonly letter: string; readonly to: string }

/** A letter to somebody. */
export interface LetterTo {
  readonly key: string
  readonly letter: string
  readonly language: string
  readonly to: { readonly address: string; readonly name: string }
  readonly variables: LetterVariables
  readonly link?: OutboxLink
}

/** Puts letters into the outbox, and says so among the events. */
export const postOf =
  ({ random }: { readonly random: Random }, tx: Transaction, { id: portalId }: { readonly id: string }, events: PortalEvent[]) =>
  ({ to, ...letter }: LetterTo): void => {
    tx.add(letterChange(random, tx.now, { ...letter, portalId, toAddress: to.address, toName: to.name }))
    events.push({ type: 'mailed', portalId, letter: letter.letter, to: to.address })
  }
