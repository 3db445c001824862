/** What a password must not be made of: what is known of the one who chooses it. */
export interface PasswordContext {
  readonly loginName?: string | undefined
  readonly address?: string | undefined
  /** What he, his firm and his portal are called. */
  readonly names?: readonly string[] | undefined
}

/** Knows passwords that nobody should have: those of a breach, those that are guessed soon. */
export interface BlockList {
  /**
   * Why nobody should have this password, as a word for programs (`breached`); nothing when it is not on the list.
   *
   * Must reject when it cannot tell. Must keep the password to itself: what leaves the machine is at most the beginning of a hash.
   *
   * @param password as it is hashed: 1 to 1,024 UTF-16 units
   */
  reasonAgainst(password: string, context: PasswordContext): Promise<string | undefined> | string | undefined
}
