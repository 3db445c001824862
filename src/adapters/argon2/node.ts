/**
 * Passwords on Node, Bun and Deno, by native code: `@node-rs/argon2`.
 *
 * @module
 */
import type { PasswordHasher } from '../../ports/passwords.js'
import { passwordsWith, type Argon2idEffort } from './passwords.js'

export type { Argon2idEffort } from './passwords.js'

/** What is used of `@node-rs/argon2`. */
export interface NodeArgon2 {
  /** Makes a hash. */
  hash(
    password: string,
    options: { readonly memoryCost: number; readonly timeCost: number; readonly parallelism: number; readonly outputLen: number },
  ): Promise<string>
  /** Checks a password against a hash. */
  verify(hash: string, password: string): Promise<boolean>
}

/**
 * Argon2id by `@node-rs/argon2`, in a thread of its own.
 *
 * @param argon2 the library: `import * as argon2 from '@node-rs/argon2'`
 * @param effort memory, passes and lanes; the least that OWASP recommends when left out
 * @throws RangeError for an effort that Argon2id cannot work with
 */
export const argon2idPasswords = (argon2: NodeArgon2, effort?: Argon2idEffort): PasswordHasher =>
  passwordsWith(
    {
      hash: (password, { memory, passes, lanes }) =>
        argon2.hash(password, { memoryCost: memory, timeCost: passes, parallelism: lanes, outputLen: 32 }),
      verify: (hash, password) => argon2.verify(hash, password),
    },
    effort,
  )
