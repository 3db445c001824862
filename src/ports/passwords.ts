/** Turns passwords into something that may be stored. */
export interface PasswordHasher {
  /** How much of a password counts, in bytes of UTF-8: longer ones are refused before they come here, never cut off. */
  readonly maxBytes: number
  /**
   * A self-describing hash (PHC string) with a fresh salt, made by a memory-hard function. Never the same twice for one password.
   * Must reject what it would not keep apart: an empty password, one over `maxBytes`, one with half a character (a lone surrogate).
   */
  hash(password: string): Promise<string>
  /** Whether the password is the one of this hash. Must resolve to `false`, not reject, for a hash that is damaged or of another kind. */
  verify(hash: string, password: string): Promise<boolean>
  /** Whether the hash was made with less effort than today's, so that it should be made again at the next sign-in. */
  needsRehash(hash: string): boolean
}
