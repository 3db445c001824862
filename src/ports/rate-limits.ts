/** How often something may be done. */
export interface RateRule {
  /** How many times: a whole number from 1 to 1,000. */
  readonly limit: number
  /** In how many milliseconds: a whole number, up to 31 days. */
  readonly per: number
}

/** Whether it may be done once more; if not, in how many milliseconds it may, when nobody else does it meanwhile. */
export type RateAnswer = { readonly allowed: true } | { readonly allowed: false; readonly retryAfter: number }

/** Counts how often something is done, and says when it is too often. */
export interface RateLimits {
  /**
   * Counts one more time, when it may be done.
   *
   * Must never allow more than `limit` in any `per` milliseconds, however many ask at the same time. What is not allowed does not count.
   * `retryAfter` must be exact. Must reject when it cannot tell, and with a `RangeError` what is no key (1 to 1,000 UTF-16 units) or no rule;
   * whoever asks lets nothing happen then. Use each key with one rule only.
   *
   * @param key what is counted, and for whom: `resend:marie@example.org`. Keys are told apart exactly
   */
  take(key: string, rule: RateRule): Promise<RateAnswer>
}
