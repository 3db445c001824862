/**
 * The time. Leases rely on the clocks of all instances agreeing to within seconds (NTP): what a lease lasts longer than storing and sending may
 * take together is how far they may be apart.
 */
export interface Clock {
  /** Milliseconds since 1970 in UTC. May jump, also backwards; nobody relies on it being steady. */
  now(): number
  /** Resolves after so many milliseconds; at once when the signal is aborted. */
  sleep(
    milliseconds: number,
    signal?: { readonly aborted: boolean; addEventListener(type: 'abort', listener: () => void): void },
  ): Promise<void>
}
