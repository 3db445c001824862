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
  /** there is no such entry, or it is not in a state for this */
  | 'NOT_FOUND'

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
