// What stands in a column as one value.

/** What somebody administers until then, in milliseconds since 1970; from then on it counts for nothing. */
export interface TemporaryGrant {
  readonly administers: 'everything' | readonly string[]
  readonly until: number
}

/** How many active members of a kind a portal may have; null is any number. */
export interface Quotas {
  readonly users: number | null
  readonly guests: number | null
  readonly administrators: number | null
}

/** What is filled into a letter: texts, and times in milliseconds since 1970, which every language writes in its own way. */
export type LetterVariables = Readonly<Record<string, string | { readonly time: number }>>

/** What waits for the link of a letter: another holder for the portal, by its own address; or another address, by that one. */
export type PendingConfirmation =
  | { readonly type: 'association'; readonly holderId: string; readonly expiresAt: number }
  | { readonly type: 'address'; readonly address: string; readonly expiresAt: number }
