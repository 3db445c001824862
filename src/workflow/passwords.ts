import { PortalError } from '../errors.js'
import type { BlockList, PasswordContext } from '../ports/block-list.js'
import type { Clock } from '../ports/clock.js'
import type { PasswordHasher } from '../ports/passwords.js'
import { isCommon } from './common-passwords.js'
import { isOfContext } from './password-context.js'
import { tell, within } from './limits.js'

declare const TextEncoder: new () => { encode(text: string): Uint8Array }

/** What passwords have to be, besides long enough for what they protect. */
export interface PasswordRules {
  /** Whether everybody also has a second factor to sign in: 8 characters are enough then, instead of 15. */
  readonly secondFactor?: boolean | undefined
  /** More lists of passwords that nobody gets, asked one after the other; the local one comes first, always. */
  readonly blockLists?: readonly BlockListRule[] | undefined
}

/** A block list, and what happens when it cannot tell. */
export interface BlockListRule {
  readonly list: BlockList
  /** `refuse`: no password is taken meanwhile (`PASSWORDS_UNAVAILABLE`); `accept`: `onError` is told, and the password counts as not on it. */
  readonly onFailure: 'refuse' | 'accept'
}

/** What passwords are checked and hashed with. */
export interface PasswordParts {
  readonly clock: Clock
  /** Missing where the application has no passwords. */
  readonly passwords?: PasswordHasher | undefined
  readonly passwordRules: PasswordRules & {
    /** How long the hasher, and each block list, may take, in milliseconds. */
    readonly timeout: number
  }
  /** Is told what failed where nobody waits for it. */
  readonly onError: (error: unknown) => void
}

const [shortest, shortestOfTwo, longest] = [15, 8, 1_024]

/** How many characters a password has at least. */
export const leastLength = ({ secondFactor }: Pick<PasswordRules, 'secondFactor'>): number => (secondFactor ? shortestOfTwo : shortest)

/** Nothing in it that anybody sees. */
const blank = /^[\p{Z}\p{Cc}\p{Default_Ignorable_Code_Point}]*$/u

/**
 * The form of a password that is hashed and compared (OpaqueString of RFC 8265, which however takes control characters): every space is the
 * ordinary one, and composed (NFC). Blanks at the ends, case, width and ligatures count, and so does NUL.
 *
 * @throws PortalError `PASSWORD_TOO_LONG` (over 1,024 UTF-16 units), `PASSWORD_INVALID_ENCODING` (half a character)
 */
function formOf(given: string): string {
  // The length first: putting a hostile text into NFC takes quadratic time, and everything else reads it all.
  if (given.length > longest) throw tooLong({ most: longest })
  if (/\p{Cs}/u.test(given)) throw new PortalError('PASSWORD_INVALID_ENCODING', 'the password has half a character', {})
  return given.replaceAll(/\p{Zs}/gu, ' ').normalize('NFC')
}

/**
 * Checks what somebody chose as a password, except for the block lists.
 *
 * @param rules `maxBytes`: how much the hasher takes
 * @returns the form of it that is hashed
 * @throws PortalError `PASSWORD_TOO_LONG`, `PASSWORD_INVALID_ENCODING`, `PASSWORD_TOO_SHORT` (also for one that is blank)
 */
export function preparedPassword({ maxBytes, ...rules }: PasswordRules & { readonly maxBytes: number }, given: string): string {
  const password = formOf(given)
  const least = leastLength(rules)
  if (Array.from(password).length < least || blank.test(password))
    throw new PortalError('PASSWORD_TOO_SHORT', `the password has less than ${least} characters`, { least })
  if (new TextEncoder().encode(password).length > maxBytes) throw tooLong({ mostBytes: maxBytes })
  return password
}

const tooLong = (details: Readonly<Record<string, number>>): PortalError =>
  new PortalError('PASSWORD_TOO_LONG', 'the password is too long', details)

/**
 * Checks a password that somebody chose, and asks the block lists.
 *
 * @returns the form of it that is hashed
 * @throws PortalError as {@link preparedPassword}; `PASSWORD_BLOCKED`, whose `details.reason` is `common`, `context`, or what a list says;
 *   `PASSWORDS_UNAVAILABLE` when a list cannot tell; `SETTINGS_INVALID` when there is no hasher
 */
export async function checkedPassword(parts: PasswordParts, given: string, context: PasswordContext = {}): Promise<string> {
  const { maxBytes } = hasherOf(parts)
  const password = preparedPassword({ ...parts.passwordRules, maxBytes }, given)
  const reason =
    (isOfContext(password, context) && 'context') || (isCommon(password) && 'common') || (await listed(parts, password, context))
  if (reason) throw new PortalError('PASSWORD_BLOCKED', 'the password is one that others guess', { reason })
  return password
}

/** Hashes what {@link checkedPassword} gave. @throws PortalError `PASSWORDS_UNAVAILABLE`, `SETTINGS_INVALID` */
export async function hashChecked(parts: PasswordParts, password: string): Promise<string> {
  const hasher = hasherOf(parts)
  return asked(parts, 'hash', () => hasher.hash(password), isText)
}

/**
 * Checks a password that somebody chose, asks the block lists, and hashes it.
 *
 * @param parts the `runtime` of a portico
 * @param given what was typed
 * @param context what is known of him: what the password must not be made of
 * @throws PortalError `PASSWORD_TOO_LONG`, `PASSWORD_INVALID_ENCODING`, `PASSWORD_TOO_SHORT` (also for one that is blank), `PASSWORD_BLOCKED` (whose
 *   `details.reason` is `common`, `context`, or what a list says), `PASSWORDS_UNAVAILABLE` when the hasher or a list cannot tell,
 *   `SETTINGS_INVALID` when there is no hasher
 */
export const hashPassword = async (parts: PasswordParts, given: string, context?: PasswordContext): Promise<string> =>
  hashChecked(parts, await checkedPassword(parts, given, context))

/**
 * Whether the password is the one of this hash; `false` for whatever can be none. Rules that became stricter since do not count.
 *
 * @param parts the `runtime` of a portico
 * @param hash what {@link hashPassword} gave
 * @param given what was typed
 * @throws PortalError `PASSWORDS_UNAVAILABLE`, `SETTINGS_INVALID`
 */
export async function verifyPassword(parts: PasswordParts, hash: string, given: string): Promise<boolean> {
  const hasher = hasherOf(parts)
  let password: string
  try {
    password = formOf(given)
  } catch {
    return false
  }
  return asked(parts, 'compare', () => hasher.verify(hash, password), isBoolean)
}

/** Hashes a password again that was just found right; rules that became stricter since do not count. @throws PortalError `PASSWORDS_UNAVAILABLE` */
export const rehash = (parts: PasswordParts, given: string): Promise<string> => hashChecked(parts, formOf(given))

/** The first reason that one of the application's lists gives. */
async function listed(parts: PasswordParts, password: string, context: PasswordContext): Promise<string | undefined> {
  for (const { list, onFailure } of parts.passwordRules.blockLists ?? []) {
    try {
      const reason = await asked(parts, 'look up', () => list.reasonAgainst(password, context), isReason)
      if (reason !== undefined) return reason
    } catch (error) {
      if (onFailure === 'refuse') throw error
      void tell(parts.onError, error)
    }
  }
  return undefined
}

function hasherOf({ passwords }: PasswordParts): PasswordHasher {
  if (!passwords) throw new PortalError('SETTINGS_INVALID', 'there are no `passwords` among the settings', {})
  return passwords
}

/** What an outside part answers. @throws PortalError `PASSWORDS_UNAVAILABLE` when it fails, hangs, or gives what is no answer */
async function asked<T>(
  { clock, passwordRules: { timeout } }: PasswordParts,
  what: string,
  ask: () => T | Promise<T>,
  isAnswer: (answer: unknown) => boolean,
): Promise<T> {
  try {
    const answer = await within(clock, timeout, ask, () => new Error(`no answer within ${timeout} ms`))
    if (isAnswer(answer)) return answer
    throw new Error('it answered with something that is no answer')
  } catch (cause) {
    throw new PortalError('PASSWORDS_UNAVAILABLE', `what is asked to ${what} a password failed`, { what }, { cause })
  }
}

const isText = (answer: unknown): boolean => typeof answer === 'string' && answer !== ''
const isBoolean = (answer: unknown): boolean => typeof answer === 'boolean'
const isReason = (answer: unknown): boolean => answer === undefined || isText(answer)
