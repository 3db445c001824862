/** Every code that a {@link PortalError} can carry; the list grows with the library and never changes a meaning. */
export type PortalErrorCode =
  /** a module, resource, condition, row, level or option of a policy is not well-formed; thrown when the policy is defined */
  | 'POLICY_INVALID'
  /** a member record is not well-formed, or administers something that the policy does not know */
  | 'MEMBER_INVALID'
  /** a portal record is not well-formed, or speaks of modules or options that the policy does not know */
  | 'PORTAL_INVALID'
  /** a record given to `resource.parse` does not fit the resource's schema */
  | 'RECORD_INVALID'
  /** a setting is not well-formed; thrown when the services are put together */
  | 'SETTINGS_INVALID'
  /** how the fields of a resource lie in a database is not well-formed; thrown when the mapping is made */
  | 'MAPPING_INVALID'
  /** a list cannot be asked of this database exactly: a field is not mapped, or there is no query that answers as `can` does */
  | 'FILTER_UNSUPPORTED'
  /** the storage failed, or did not answer in time: nothing is known of what was asked, and nothing was half-written */
  | 'STORAGE_UNAVAILABLE'
  /** the storage has no place for what it was given: it does not fit, and nothing was written; asking again does not help */
  | 'STORAGE_REFUSED'
  /** what is to be mailed is not well-formed */
  | 'LETTER_INVALID'
  /** a letter was not taken: refused, not answered in time, or for an address that is none; it may have arrived all the same */
  | 'MAIL_NOT_SENT'
  /** somebody else changed the same thing at the same time, again and again */
  | 'CONFLICT'
  /** there is no such record in this portal, or none that whoever asks may know of */
  | 'NOT_FOUND'
  /** what a command was given is not well-formed; nothing was changed */
  | 'INPUT_INVALID'
  /** the policy does not allow it; `details.explanation` says why */
  | 'FORBIDDEN'
  /** the portal is suspended; to the bearer of a link also: deleted */
  | 'PORTAL_NOT_ACTIVE'
  /** there is a portal with this id */
  | 'PORTAL_EXISTS'
  /** the idempotency key was given to another command, or with other values */
  | 'IDEMPOTENCY_MISMATCH'
  /** not an address that mail is sent to */
  | 'EMAIL_INVALID'
  /** another member of the portal has this address */
  | 'EMAIL_TAKEN'
  /** another member of the portal is this identity of the host application */
  | 'IDENTITY_TAKEN'
  /** another group of the portal has this name */
  | 'NAME_TAKEN'
  /** a password of too few characters, or of blanks; `details.least` says how many there must be */
  | 'PASSWORD_TOO_SHORT'
  /** a password that nobody types, or longer than the hasher takes; `details.most` says how many UTF-16 units, `details.mostBytes` how many bytes */
  | 'PASSWORD_TOO_LONG'
  /** a password with half a character in it (a lone surrogate) */
  | 'PASSWORD_INVALID_ENCODING'
  /** a password that others guess; `details.reason`: `common`, `context` (his own name, address, firm), or what a block list says */
  | 'PASSWORD_BLOCKED'
  /** not a login name that may be chosen */
  | 'LOGIN_NAME_INVALID'
  /** a login name that nobody gets */
  | 'LOGIN_NAME_RESERVED'
  /** the password hasher, or a block list that has to be asked, failed or did not answer in time: nothing was done */
  | 'PASSWORDS_UNAVAILABLE'
  /** nobody does this to himself */
  | 'MEMBER_IS_YOURSELF'
  /** it is the owner of the portal: ownership is transferred first */
  | 'MEMBER_IS_OWNER'
  /** a guest administers nothing, and is not made a guest again */
  | 'MEMBER_IS_GUEST'
  /** he is a user already */
  | 'MEMBER_IS_USER'
  /** an administrator: his administration is revoked first */
  | 'MEMBER_IS_ADMINISTRATOR'
  /** he has full access, which no single module is added to or taken from */
  | 'MEMBER_HAS_FULL_ACCESS'
  /** he administers nothing of this */
  | 'MEMBER_ADMINISTERS_NOTHING'
  /** a disabled member */
  | 'MEMBER_NOT_ACTIVE'
  /** only a disabled member */
  | 'MEMBER_NOT_DISABLED'
  /** whoever grants must hold what he grants, as long as he grants it */
  | 'GRANT_NOT_HELD'
  /** no seat is left for it, by the portal's quota or its licence; `details.seat` says which */
  | 'QUOTA_EXCEEDED'
  /** there is an open invitation for this address */
  | 'INVITATION_EXISTS'
  /** the invitation was accepted, declined or withdrawn, is void, or made room for another */
  | 'INVITATION_NOT_OPEN'
  /** whoever invited may not any more hand out what he did */
  | 'INVITATION_VOID'
  /** his data are being reassigned */
  | 'REASSIGNMENT_RUNNING'
  /** there is no portal of this kind */
  | 'KIND_UNKNOWN'
  /** an address is needed, for every portal */
  | 'EMAIL_REQUIRED'
  /** portals of this kind are permanent, or temporary, and nothing else */
  | 'PERMANENCE_NOT_ALLOWED'
  /** the application knows no such holder */
  | 'HOLDER_NOT_FOUND'
  /** the holder is of another kind than such portals have */
  | 'HOLDER_KIND_MISMATCH'
  /** the holder is not there any more, or not the staff member who registers */
  | 'HOLDER_INACTIVE'
  /** the portal belongs to somebody else, who is there */
  | 'HOLDER_CONFLICT'
  /** the application could not be asked for the holder, so nothing was done */
  | 'HOLDERS_UNAVAILABLE'
  /** such portals are registered by one of the staff, and none was named */
  | 'REGISTRANT_REQUIRED'
  /** the portal is of another kind than this holder has */
  | 'KIND_MISMATCH'
  /** a feature that is needed is not licensed; `details.features` says which are */
  | 'LICENSE_MISSING'
  /** no seat is left for a portal of this kind; `details.seat` says which */
  | 'LICENSE_SEATS_EXHAUSTED'
  /** the licences could not be asked, so nothing was done */
  | 'LICENSE_UNKNOWN'
  /** there is no such portal of a holder in this firm */
  | 'PORTAL_NOT_FOUND'
  /** the portal of the holder is over */
  | 'PORTAL_CLOSED'
  /** the portal of the holder is suspended */
  | 'PORTAL_SUSPENDED'
  /** only a suspended portal is reactivated */
  | 'PORTAL_NOT_SUSPENDED'
  /** only a temporary portal is promoted */
  | 'PORTAL_NOT_TEMPORARY'
  /** the portal is registered already */
  | 'ALREADY_REGISTERED'
  /** no link to register is out */
  | 'REGISTRATION_NOT_OPEN'
  /** the portal is registered: its address stays until the new one is confirmed by the link that was sent there */
  | 'REVERIFY_REQUIRED'
  /** the addresses differ: the holder gets the portal when a link is confirmed that was sent to the portal's own address */
  | 'ASSOCIATION_CONFIRMATION_REQUIRED'
  /** the link was used wrongly too often */
  | 'ATTEMPTS_EXCEEDED'
  /** too often; `details.retryAfter` says in how many milliseconds it may be tried again */
  | 'RATE_LIMITED'
  /** what counts how often something is done gave no answer, so nothing was done */
  | 'RATE_LIMITS_UNAVAILABLE'
  /** somebody else has this login name */
  | 'LOGIN_NAME_TAKEN'
  /** no such login name, another password, or a portal that is not active: which of them is not told */
  | 'SIGN_IN_REFUSED'
  /** the source of random numbers failed, so nothing was done */
  | 'RANDOM_FAILURE'
  /** no link of ours, or not any more */
  | 'TOKEN_INVALID'
  /** the link was used already */
  | 'TOKEN_USED'
  /** the link has ended */
  | 'TOKEN_EXPIRED'
  /** a later link took the place of this one */
  | 'TOKEN_SUPERSEDED'
  /** only the owner of the portal does this */
  | 'NOT_THE_OWNER'
  /** only a full-access administrator who is not the owner does this */
  | 'NOT_A_FULL_ADMINISTRATOR'
  /** whoever is to own the portal was named as a member of another one */
  | 'CANDIDATE_OF_ANOTHER_PORTAL'
  /** whoever is to own the portal is not a member of it */
  | 'CANDIDATE_UNKNOWN'
  /** he owns the portal already */
  | 'CANDIDATE_IS_OWNER'
  /** a disabled member owns nothing */
  | 'CANDIDATE_NOT_ACTIVE'
  /** a guest owns nothing */
  | 'CANDIDATE_IS_GUEST'
  /** by the rules of this installation, only a full-access administrator can become the owner */
  | 'CANDIDATE_NOT_ADMINISTRATOR'
  /** he has to accept by a link, and his address is not known to be his */
  | 'CANDIDATE_EMAIL_NOT_VERIFIED'
  /** whoever is to own the portal does not propose himself, nor agree */
  | 'CANDIDATE_IS_APPROVER'
  /** the owner's address is not known to be his, so no link is sent there */
  | 'EMAIL_NOT_VERIFIED'
  /** the owner has to show again that it is he */
  | 'REPROOF_REQUIRED'
  /** no transfer of ownership is open */
  | 'NO_OPEN_TRANSFER'
  /** a transfer of ownership is open, and nobody but the owner ends it */
  | 'TRANSFER_OPEN'
  /** somebody else owns the portal since the link was made */
  | 'OWNER_CHANGED'
  /** nobody but the owner transfers ownership here */
  | 'BREAK_GLASS_OFF'

/**
 * The one error class of the library: a stable `code` for programs, a message for people, and what it is about in `details`.
 *
 * Messages start in lower case, quote what was given in backticks and end without a period. They never contain a secret.
 *
 * @example
 * ```ts
 * try {
 *   portalPolicy.abilityFor(row, portal)
 * } catch (error) {
 *   if (isPortalError(error, 'MEMBER_INVALID')) console.error(error.details.issues)
 * }
 * ```
 */
export class PortalError extends Error {
  override readonly name = 'PortalError'
  /** What happened, for programs. */
  readonly code: PortalErrorCode
  /** What it is about: plain data, safe to log. */
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    code: PortalErrorCode,
    message: string,
    details: Readonly<Record<string, unknown>> = {},
    options?: { readonly cause: unknown },
  ) {
    super(message, options)
    this.code = code
    this.details = details
  }
}

/**
 * Tells whether something thrown is a {@link PortalError}, by its shape: it also recognises one from another copy of the package.
 *
 * @param error whatever was caught
 * @param code when given, only an error of this code counts
 */
export function isPortalError<const C extends PortalErrorCode = PortalErrorCode>(
  error: unknown,
  code?: C,
): error is PortalError & { readonly code: C } {
  return (
    error instanceof Error &&
    error.name === 'PortalError' &&
    'code' in error &&
    typeof error.code === 'string' &&
    (code === undefined || error.code === code)
  )
}
