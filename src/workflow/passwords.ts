import { PortalError } from '../errors.js'
import type { Clock } from '../ports/clock.js'
import type { PasswordHasher } from '../ports/passwords.js'
import { within } from './limits.js'

declare const TextEncoder: new () => { encode(text: string): Uint8Array }

/** How many characters a password has at least, and how many UTF-16 units at most. */
const shortest = 15
const longest = 1_024

/**
 * Checks a password that somebody chose.
 *
 * @throws PortalError `PASSWORD_INVALID`, with the `reason` in `details`: `tooShort` (under 15 characters), `tooLong` (over 1,024 UTF-16 units, or
 *   more than the hasher takes), `malformed` (half a character); `SETTINGS_INVALID` when there is no hasher
 */
export function checkPassword(hasher: PasswordHasher | undefined, password: string): asserts hasher is PasswordHasher {
  if (!hasher) throw new PortalError('SETTINGS_INVALID', 'there are no `passwords` among the settings', {})
  const reason = whyNot(password, hasher.maxBytes)
  if (reason) throw new PortalError('PASSWORD_INVALID', `the password is ${reason}`, { reason })
}

/** How long a hasher may take. */
export interface HashingLimit {
  readonly clock: Clock
  readonly milliseconds: number
}

/**
 * Checks a password that somebody chose, and hashes it.
 *
 * @throws PortalError as {@link checkPassword}; `PASSWORDS_UNAVAILABLE`, when the hasher fails, takes too long, or gives nothing
 */
export async function hashPassword(
  hasher: PasswordHasher | undefined,
  password: string,
  { clock, milliseconds }: HashingLimit,
): Promise<string> {
  checkPassword(hasher, password)
  try {
    const hash: unknown = await within(
      clock,
      milliseconds,
      () => hasher.hash(password.normalize('NFC')),
      () => new Error(`no hash within ${milliseconds} ms`),
    )
    if (typeof hash !== 'string' || hash === '') throw new Error('it answered with something that is no hash')
    return hash
  } catch (cause) {
    throw new PortalError('PASSWORDS_UNAVAILABLE', 'the password could not be hashed', {}, { cause })
  }
}

function whyNot(password: string, maxBytes: number): 'tooShort' | 'tooLong' | 'malformed' | undefined {
  // The length first: putting a hostile text into NFC takes quadratic time.
  if (password.length > longest) return 'tooLong'
  if (/\p{Cs}/u.test(password)) return 'malformed'
  const normal = password.normalize('NFC')
  if (Array.from(normal).length < shortest) return 'tooShort'
  return new TextEncoder().encode(normal).length > maxBytes ? 'tooLong' : undefined
}
