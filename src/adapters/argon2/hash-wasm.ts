/**
 * Passwords anywhere, by WebAssembly: `hash-wasm`.
 *
 * @module
 */
import type { PasswordHasher } from '../../ports/passwords.js'
import { passwordsWith, type Argon2idEffort } from './passwords.js'

export type { Argon2idEffort } from './passwords.js'

declare const crypto: { getRandomValues(bytes: Uint8Array): Uint8Array }

/** What is used of `hash-wasm`. */
export interface HashWasm {
  /** Makes a hash. */
  argon2id(options: {
    readonly password: string
    readonly salt: Uint8Array
    readonly memorySize: number
    readonly iterations: number
    readonly parallelism: number
    readonly hashLength: number
    readonly outputType: 'encoded'
  }): Promise<string>
  /** Checks a password against a hash. */
  argon2Verify(options: { readonly hash: string; readonly password: string }): Promise<boolean>
}

/**
 * Argon2id by `hash-wasm`, for browsers, the edge, and wherever native code cannot be installed. It works in the calling thread, which does
 * nothing else meanwhile: on a server, prefer `portico/node`. Both read each other's hashes.
 *
 * @param hashWasm the library: `import * as hashWasm from 'hash-wasm'`
 * @param effort memory, passes and lanes; the least that OWASP recommends when left out
 * @throws RangeError for an effort that Argon2id cannot work with
 */
export const argon2idPasswords = (hashWasm: HashWasm, effort?: Argon2idEffort): PasswordHasher =>
  passwordsWith(
    {
      hash: (password, { memory, passes, lanes }) =>
        hashWasm.argon2id({
          password,
          salt: crypto.getRandomValues(new Uint8Array(16)),
          memorySize: memory,
          iterations: passes,
          parallelism: lanes,
          hashLength: 32,
          outputType: 'encoded',
        }),
      verify: (hash, password) => hashWasm.argon2Verify({ hash, password }),
    },
    effort,
  )
