/** The time. */
export interface Clock {
  /** Milliseconds since 1970 in UTC. May jump, also backwards; nobody relies on it being steady. */
  now(): number
  /** Resolves after so many milliseconds; at once when the signal is aborted. */
  sleep(
    milliseconds: number,
    signal?: { readonly aborted: boolean; addEventListener(type: 'abort', listener: () => void): void },
  ): Promise<void>
}
