import type { PasswordHasher } from '../../ports/passwords.js'

declare class TextEncoder {
  encode(text: string): Uint8Array
}

/** The effort that goes into a hash. */
export interface Argon2idEffort {
  /** KiB of memory; 19,456 (19 MiB) when left out. */
  readonly memory?: number
  /** How many times the memory is filled; 2 when left out. */
  readonly passes?: number
  /** How many lanes the memory has; 1 when left out. */
  readonly lanes?: number
}

type Effort = Required<Argon2idEffort>

/** What makes and compares hashes: a library, behind its own parameters. */
export interface Argon2id {
  hash(password: string, effort: Effort): Promise<string>
  /** Is given only hashes that are well-formed and not absurd. */
  verify(hash: string, password: string): Promise<boolean>
}

// The least that OWASP's Password Storage Cheat Sheet recommends for Argon2id.
const recommended: Effort = { memory: 19_456, passes: 2, lanes: 1 }

// Argon2 itself takes 4 GiB: this is against somebody who sends a book to keep the server busy.
const maxBytes = 1_024

/** The password hasher that is made of a library. */
export function passwordsWith(argon2: Argon2id, { memory, passes, lanes }: Argon2idEffort = {}): PasswordHasher {
  const effort = checked({ memory: memory ?? recommended.memory, passes: passes ?? recommended.passes, lanes: lanes ?? recommended.lanes })
  // Half a character has no bytes of its own: it would be the same password as another one. What is long is not encoded at all.
  const possible = (password: string): boolean =>
    password !== '' && password.length <= maxBytes && !/\p{Cs}/u.test(password) && new TextEncoder().encode(password).length <= maxBytes
  return {
    maxBytes,
    hash: (password) =>
      possible(password)
        ? argon2.hash(password, effort)
        : Promise.reject(new RangeError(`a password has 1 to ${maxBytes.toLocaleString('en')} bytes, and whole characters`)),
    // What fails after this look at the hash is no wrong password: it rejects.
    verify: (hash, password) =>
      effortOf(hash) !== undefined && possible(password) ? argon2.verify(hash, password) : Promise.resolve(false),
    needsRehash: (hash) => {
      const made = effortOf(hash)
      return made === undefined || made.memory < effort.memory || made.memory * made.passes < effort.memory * effort.passes
    },
  }
}

const phc = /^\$argon2id\$v=19\$m=(\d{1,10}),t=(\d{1,10}),p=(\d{1,8})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/
// Base64 without padding, in the one way of writing it.
const base64 = /^(?:.{4})*(?:.[AQgw]|..[AEIMQUYcgkosw048])?$/

/** The effort that a hash was made with; none for what this adapter cannot have made. */
function effortOf(hash: string): Effort | undefined {
  const [, memory, passes, lanes, salt = '-', digest = '-'] = phc.exec(hash) ?? []
  const effort = { memory: Number(memory), passes: Number(passes), lanes: Number(lanes) }
  return isPossible(effort) && base64.test(salt) && base64.test(digest) ? effort : undefined
}

// A damaged number must not ask for a terabyte, or for a year: 1 GiB at most, and not more often than 4 GiB in all.
const isPossible = ({ memory, passes, lanes }: Effort): boolean =>
  [memory, passes, lanes].every(Number.isInteger) &&
  lanes >= 1 &&
  lanes <= 255 &&
  passes >= 1 &&
  memory >= 8 * lanes &&
  memory <= 1_048_576 &&
  memory * passes <= 4_194_304

function checked(effort: Effort): Effort {
  if (isPossible(effort)) return effort
  throw new RangeError(`argon2id cannot work with \`${JSON.stringify(effort)}\``)
}
