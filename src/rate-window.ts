// What every counter of rates asks: whether somebody may, by when others could.

/** A month. */
const longest = 31 * 86_400_000

/** Refuses what is no key, and what is no rule. @throws RangeError */
export function checkTake(key: string, { limit, per }: { readonly limit: number; readonly per: number }): void {
  if (!(key.length >= 1 && key.length <= 1_000)) throw new RangeError(`a key has 1 to 1,000 characters, not ${key.length}`)
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= 1_000)) throw new RangeError(`\`${limit}\` is no limit from 1 to 1,000`)
  if (!(Number.isInteger(per) && per >= 1 && per <= longest)) throw new RangeError(`\`${per}\` is no time from 1 ms to 31 days`)
}

/**
 * How long it takes until once more is not too often, in milliseconds; 0 for now.
 *
 * @param takenAt when it was done; a time that is still to come, because the clock was set back, counts as now
 */
export function waitingTime(
  takenAt: readonly number[],
  now: number,
  { limit, per }: { readonly limit: number; readonly per: number },
): number {
  const recent = takenAt.map((time) => Math.min(time, now)).filter((time) => time > now - per)
  const first = recent.sort((one, other) => one - other)[recent.length - limit]
  return first === undefined ? 0 : first + per - now
}
