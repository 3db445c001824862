/** How often something may be done. */
export interface RateRule {
  readonly limit: number
  /** Within so many milliseconds. */
  readonly per: number
}

/** Counts how often something is done. */
export interface RateLimits {
  /**
   * Counts one more, unless there were as many as the rule says already. Must be atomic: of callers racing, no more than `limit` are allowed. Must
   * reject when it does not know.
   *
   * @returns `retryAfter`: milliseconds until one more is allowed
   */
  take(key: string, rule: RateRule): Promise<{ readonly allowed: true } | { readonly allowed: false; readonly retryAfter: number }>
}
