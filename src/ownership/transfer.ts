import type { OwnershipRules } from './rules.js'

// What a transfer is, what is asked for, what follows, and why it is refused.

/** Between whom. */
export interface Between {
  readonly id: string
  /** Who owned the portal when it was asked for. */
  readonly ownerId: string
  /** Who is to own it. */
  readonly candidateId: string
}
/** A transfer that waits for a link. */
export interface Linked extends Between {
  /** Counts the links; only the last one works. */
  readonly generation: number
  /** When the link ends, in milliseconds since 1970. */
  readonly expiresAt: number
}
/** A transfer that administrators ask for. */
export interface Broken extends Between {
  /** The full administrators who agree; the first one asked, unless he may not any more. */
  readonly approvals: readonly string[]
  /** When the proposal ends, or the waiting. */
  readonly expiresAt: number
}

/** How a transfer ended. */
export type Ended = 'completed' | 'declined' | 'cancelled' | 'expired' | 'superseded'

/** A transfer, or that there is none. */
export type Transfer =
  | { readonly status: 'none' }
  /** The owner has a link to confirm. */
  | ({ readonly status: 'pending' } & Linked)
  /** The owner confirmed; the candidate has a link to accept. */
  | ({ readonly status: 'confirmed' } & Linked)
  /** Break-glass: administrators are asked to agree. */
  | ({ readonly status: 'proposed' } & Broken)
  /** Break-glass: enough of them agree, and the owner has time to object. */
  | ({ readonly status: 'waiting' } & Broken)
  | ({ readonly status: Ended } & Between)

/** What is known of somebody at this moment. */
export interface Person {
  readonly id: string
  readonly active: boolean
  readonly type: 'guest' | 'user'
  readonly fullAdministrator: boolean
  readonly emailVerified: boolean
}

/** What every command knows. */
export interface Facts {
  readonly now: number
  readonly rules: OwnershipRules
  readonly portal: 'active' | 'suspended' | 'deleted'
  /** Who owns the portal now. */
  readonly owner: Person
  /** Whom the command, or the transfer, names; nobody of this portal when left out. */
  readonly candidate?: Person | undefined
}

/** What is asked for. */
export type OwnershipCommand = Facts &
  (
    | {
        readonly type: 'request'
        readonly id: string
        readonly actorId: string
        /** Whether the candidate was named as a member of another portal. */
        readonly ofAnotherPortal: boolean
        /** Whether the owner has just shown again that it is he. */
        readonly reproved: boolean
        /** How long it is until a letter may be asked for, in milliseconds; 0 when it may. */
        readonly retryAfter: number
      }
    /** The bearer of a link, of this generation. */
    | { readonly type: 'confirm'; readonly generation: number; readonly actorId: string | null }
    | { readonly type: 'accept'; readonly generation: number }
    | { readonly type: 'decline'; readonly generation: number }
    | { readonly type: 'cancel'; readonly actorId: string }
    | { readonly type: 'resend'; readonly actorId: string; readonly retryAfter: number }
    /** Another transfer takes the place of this one; follows from the effect of this name. `successorId`: whom that one names. */
    | { readonly type: 'supersede'; readonly successorId?: string | undefined }
    /** Time went by. `approvers`: those who agreed and are full administrators still. */
    | { readonly type: 'expire'; readonly approvers: readonly string[] }
    | {
        readonly type: 'propose'
        readonly id: string
        readonly actor: Person
        readonly ofAnotherPortal: boolean
        readonly retryAfter: number
        /** Those who agree to what is proposed already, and may still; all of them, when left out. */
        readonly approvers?: readonly string[] | undefined
      }
    | {
        readonly type: 'approve'
        readonly actor: Person
        /** Whom he agrees to; whoever it is, when left out. */
        readonly candidateId?: string | undefined
        readonly approvers?: readonly string[] | undefined
      }
  )

/** What is to happen, in the same commit. */
export type OwnershipEffect =
  /** The one and only change of the owner. */
  | { readonly type: 'changeOwner'; readonly from: string; readonly to: string }
  /** This one takes the place of the open transfer, which is told so by the command of this name. */
  | { readonly type: 'supersede'; readonly id: string }
  | { readonly type: 'mail'; readonly letter: OwnershipLetter; readonly to: 'owner' | 'candidate' }

/** The letters of a transfer. */
export type OwnershipLetter =
  | 'transferConfirm'
  | 'transferAccept'
  | 'transferCompleted'
  | 'transferDeclined'
  | 'transferCancelled'
  /** Somebody else was named. */
  | 'transferReplaced'
  | 'transferExpired'
  | 'breakGlassProposed'
  | 'breakGlassWaiting'

/** Why a command is refused. */
export type OwnershipRefusal =
  | 'NOT_THE_OWNER'
  | 'NOT_A_FULL_ADMINISTRATOR'
  | 'PORTAL_NOT_ACTIVE'
  | 'CANDIDATE_OF_ANOTHER_PORTAL'
  | 'CANDIDATE_UNKNOWN'
  | 'CANDIDATE_IS_OWNER'
  | 'CANDIDATE_NOT_ACTIVE'
  | 'CANDIDATE_IS_GUEST'
  | 'CANDIDATE_NOT_ADMINISTRATOR'
  | 'CANDIDATE_EMAIL_NOT_VERIFIED'
  | 'CANDIDATE_IS_APPROVER'
  | 'EMAIL_NOT_VERIFIED'
  | 'REPROOF_REQUIRED'
  | 'NO_OPEN_TRANSFER'
  | 'TRANSFER_OPEN'
  | 'OWNER_CHANGED'
  | 'BREAK_GLASS_OFF'
  | 'RATE_LIMITED'
  | 'TOKEN_INVALID'
  | 'TOKEN_USED'
  | 'TOKEN_EXPIRED'
  | 'TOKEN_SUPERSEDED'
