import { PortalError } from '../errors.js'
import type { PasswordHasher } from '../ports/passwords.js'

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

/** Checks a password that somebody chose, and hashes it. @throws PortalError as {@link checkPassword}; `PASSWORDS_UNAVAILABLE` */
export async function hashPassword(hasher: PasswordHasher | undefined, password: string): Promise<string> {
  checkPassword(hasher, password)
  try {
    return await hasher.hash(password.normalize('NFC'))
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

/** A hash that no password has: checking one against it takes the work of checking a real one. */
const nobodys = '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$Tr9DsZxIQ5iV0KIY7DYIjMgpuqB8U6dCCuHwAGyyYsY'

/** Whether a password is the one of a hash. Without a hash it is not, after the same work. @throws PortalError `PASSWORDS_UNAVAILABLE` */
export async function verifyPassword(hasher: PasswordHasher | undefined, hash: string | undefined, password: string): Promise<boolean> {
  if (!hasher) throw new PortalError('SETTINGS_INVALID', 'there are no `passwords` among the settings', {})
  if (password === '' || whyNot(password.length < shortest ? password.padEnd(shortest) : password, hasher.maxBytes)) return false
  try {
    const right = await hasher.verify(hash ?? nobodys, password.normalize('NFC'))
    return hash !== undefined && right
  } catch (cause) {
    throw new PortalError('PASSWORDS_UNAVAILABLE', 'the password could not be checked', {}, { cause })
  }
}
