import type { Told } from '../workflow/command.js'
import type { PortalEvent } from '../workflow/post.js'
import type { Runtime } from '../workflow/runtime.js'
import type { Naming, OwnershipAsking } from './input.js'
import type { OwnershipRules } from './rules.js'
import type { BlockingOwnership, OwnershipLink, TransferState } from './views.js'

// What the service promises.

/** The answer to every command on a transfer. */
export interface TransferAnswer {
  readonly transfer: TransferState
  readonly events: readonly PortalEvent[]
}

/**
 * Transfer of ownership: a portal has exactly one owner at every moment. Every command throws a `PortalError` and has changed nothing then:
 * `INPUT_INVALID`; `NOT_FOUND` when there is no such portal or the actor is not a member of it; `IDEMPOTENCY_MISMATCH`, `CONFLICT`,
 * `STORAGE_UNAVAILABLE`, `STORAGE_REFUSED`; and what stands at each of them.
 *
 * @see docs/guide/ownership.md
 */
export interface Ownership {
  /**
   * The owner names who is to own the portal. An open transfer ends (`superseded`), and its link is dead.
   *
   * @param command `reproved`: the application has just asked the owner for his password again, where the rules ask for it
   * @throws PortalError `NOT_THE_OWNER`, `PORTAL_NOT_ACTIVE`, `CANDIDATE_…`, `EMAIL_NOT_VERIFIED`, `REPROOF_REQUIRED`, `RATE_LIMITED`
   *   (in `details.retryAfter` milliseconds a letter may be asked for again)
   */
  request(command: OwnershipAsking & Naming & { readonly reproved?: boolean | undefined }): Promise<TransferAnswer>
  /**
   * What a link is for; changes nothing, however often.
   *
   * @throws PortalError as `confirm` and `accept`, with the language of whoever it went to in `details.language` where that is known
   */
  inspect(link: { readonly token: string }): Promise<OwnershipLink>
  /**
   * Confirms, for whoever has the owner's link.
   *
   * @param link `actorId`: who is signed in, where the rules want that to be the owner
   * @throws PortalError `TOKEN_INVALID`, `TOKEN_USED`, `TOKEN_EXPIRED`, `TOKEN_SUPERSEDED`, `PORTAL_NOT_ACTIVE`, `OWNER_CHANGED`, `NOT_THE_OWNER`, `CANDIDATE_…`
   */
  confirm(link: { readonly token: string; readonly actorId?: string | undefined }): Promise<TransferAnswer>
  /** Accepts, for whoever has the candidate's link. @throws PortalError as `confirm` */
  accept(link: { readonly token: string }): Promise<TransferAnswer>
  /** Declines, for whoever has the candidate's link. @throws PortalError `TOKEN_INVALID`, `TOKEN_USED`, `TOKEN_EXPIRED`, `TOKEN_SUPERSEDED`, `PORTAL_NOT_ACTIVE` */
  decline(link: { readonly token: string }): Promise<TransferAnswer>
  /** The owner ends the open transfer, any time before it is completed; a second time changes nothing. @throws PortalError `NOT_THE_OWNER`, `NO_OPEN_TRANSFER` */
  cancel(command: OwnershipAsking): Promise<TransferAnswer>
  /** A new letter with a new link; the former one is dead. @throws PortalError `NO_OPEN_TRANSFER`, and as `request` */
  resend(command: OwnershipAsking): Promise<TransferAnswer>
  /**
   * Break-glass: a full administrator proposes a new owner, because the present one is gone.
   *
   * @throws PortalError `BREAK_GLASS_OFF`, `NOT_A_FULL_ADMINISTRATOR`, `PORTAL_NOT_ACTIVE`, `TRANSFER_OPEN`, `CANDIDATE_…`,
   *   `RATE_LIMITED`
   */
  propose(command: OwnershipAsking & Naming): Promise<TransferAnswer>
  /**
   * Break-glass: another full administrator agrees to the one who was proposed. With enough of them the waiting begins.
   *
   * @param command `candidateId`: whom he agrees to; when it is somebody else by now, that is no open transfer
   * @throws PortalError `NO_OPEN_TRANSFER`, and as `propose`
   */
  approve(command: OwnershipAsking & { readonly candidateId: string }): Promise<TransferAnswer>
  /** Looks whether time has ended the open transfer, or has completed a break-glass. A command of the system; nothing to do is no error. @throws PortalError `NOT_FOUND` */
  expire(command: { readonly portalId: string }): Promise<TransferAnswer | undefined>
  /** Does `expire` for all portals whose time has come; gives how many there were. */
  expireDue(limit?: number): Promise<number>
  /** The open or last transfer of a portal, and what became of its letter; none if there never was one. */
  current(of: { readonly portalId: string }): Promise<TransferState | undefined>
  /** The portals that a member owns, and so may not be disabled, deleted or made a guest in. */
  blockingOwnerships(of: { readonly memberId: string; readonly portalId?: string | undefined }): Promise<readonly BlockingOwnership[]>
}

/** What a command came to. */
export type Decided = Told & { readonly answer: TransferAnswer; readonly also?: readonly Told[] }

/** What the service works with. */
export interface OwnershipParts {
  readonly runtime: Runtime
  readonly rules: OwnershipRules
}
