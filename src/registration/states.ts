// What the portal of a holder is, what is asked for, what follows, and why it is refused.

/** The portal's status, and that of its registration. */
export type RegistrationStatus =
  | 'none/none'
  /** The link is out. */
  | 'unregistered/open'
  /** The link was used wrongly too often. */
  | 'unregistered/locked'
  | 'unregistered/revoked'
  | 'unregistered/expired'
  | 'active/completed'
  | 'suspended/open'
  | 'suspended/locked'
  | 'suspended/revoked'
  | 'suspended/expired'
  | 'suspended/completed'
  /** The portal itself has ended by time. */
  | 'expired/revoked'
  | 'expired/expired'
  | 'expired/completed'
  /** For good. */
  | 'closed/revoked'
  | 'closed/expired'
  | 'closed/completed'

/** Whether a link to register is out, be it that it was used wrongly too often. */
export const hasLink = (status: string): boolean => status.endsWith('/open') || status.endsWith('/locked')

/** A portal of a holder, as far as its workflow depends on it. */
export interface RegistrationState<S extends RegistrationStatus = RegistrationStatus> {
  readonly status: S
  /** A temporary portal ends by time, a permanent one does not. */
  readonly permanence: 'permanent' | 'temporary'
  readonly holderActive: boolean
  readonly licensed: boolean
  /** Counts the links; only the last one works. */
  readonly generation: number
  /** How often the last link was used wrongly. */
  readonly attempts: number
  /** What became of the letter with the last link. */
  readonly delivery: 'queued' | 'sent' | 'failed' | 'bounced'
}

/** What is asked for, or what happens. */
export type RegistrationEvent =
  | { readonly type: 'create'; readonly permanence: 'permanent' | 'temporary' }
  | { readonly type: 'associate' }
  | { readonly type: 'resend' }
  | { readonly type: 'revoke' }
  | { readonly type: 'changeEmail' }
  /** Somebody registers with a link. `known`: it is the link of this generation. */
  | { readonly type: 'complete'; readonly known: boolean }
  /** The same, with a login name or password that may not be chosen. */
  | { readonly type: 'completeBad'; readonly known: boolean; readonly maxAttempts: number }
  | { readonly type: 'tokenTimeout' }
  | { readonly type: 'mailSent' }
  | { readonly type: 'mailFailed' }
  | { readonly type: 'mailBounced' }
  | { readonly type: 'suspend' }
  | { readonly type: 'reactivate' }
  | { readonly type: 'promote' }
  | { readonly type: 'portalTimeout' }
  | { readonly type: 'close' }
  | { readonly type: 'holderDeactivated' }
  | { readonly type: 'holderReactivated' }
  | { readonly type: 'licenseLost' }
  | { readonly type: 'licenseRestored' }

/** What is to happen, in the same commit. */
export type RegistrationEffect =
  /** A letter with a link of this generation. */
  | { readonly type: 'issue'; readonly generation: number }
  /** Every link is dead. */
  | { readonly type: 'revokeLinks' }
  /** The credential is stored, the login name reserved, and a notice sent. */
  | { readonly type: 'register' }
  /** Credential and login name go. */
  | { readonly type: 'removeCredential' }
  /** Every session of the portal ends. */
  | { readonly type: 'endSessions' }

/** Why it is refused. */
export type RegistrationRefusal =
  | 'PORTAL_NOT_FOUND'
  | 'PORTAL_EXISTS'
  | 'PORTAL_CLOSED'
  | 'PORTAL_SUSPENDED'
  | 'PORTAL_NOT_SUSPENDED'
  | 'PORTAL_NOT_TEMPORARY'
  | 'ALREADY_REGISTERED'
  | 'REGISTRATION_NOT_OPEN'
  | 'REVERIFY_REQUIRED'
  | 'HOLDER_INACTIVE'
  | 'LICENSE_MISSING'
  | 'ATTEMPTS_EXCEEDED'
  | 'TOKEN_INVALID'
  | 'TOKEN_USED'
  | 'TOKEN_EXPIRED'
