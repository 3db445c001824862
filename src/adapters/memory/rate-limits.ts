import type { Clock } from '../../ports/clock.js'
import type { RateLimits } from '../../ports/rate-limits.js'
import { checkTake, waitingTime } from '../../rate-window.js'

/** What is kept for a key. */
interface Counted {
  readonly takenAt: readonly number[]
  /** When nothing of it counts any more. */
  readonly until: number
}

/**
 * Counts in memory, for a single instance; all is forgotten when the process ends.
 *
 * Keeps what still counts, and no more. When it is full of that, it rejects for new keys: somebody who invents keys stops the others, but never
 * makes room for himself.
 *
 * @param options `keys`: how many are kept at most, 100,000 when left out
 * @throws RangeError for a number of keys that is none
 */
export function memoryRateLimits(clock: Pick<Clock, 'now'>, { keys = 100_000 }: { readonly keys?: number } = {}): RateLimits {
  if (!(Number.isInteger(keys) && keys >= 1)) throw new RangeError(`\`${keys}\` is no number of keys`)
  const counted = new Map<string, Counted>()
  let walkedAt = -Infinity

  const forget = (now: number): void => {
    // Once a second at most: a crowd of new keys is no crowd of walks over all the others.
    if (now >= walkedAt && now < walkedAt + 1_000) return
    for (const [key, { until }] of counted) if (until <= now) counted.delete(key)
    walkedAt = now
  }

  const take = (key: string, rule: Parameters<RateLimits['take']>[1]): Awaited<ReturnType<RateLimits['take']>> => {
    checkTake(key, rule)
    const now = clock.now()
    const takenAt = counted.get(key)?.takenAt ?? []
    const retryAfter = waitingTime(takenAt, now, rule)
    if (retryAfter > 0) return { allowed: false, retryAfter }
    if (counted.size >= keys) forget(now)
    if (counted.size >= keys && !counted.has(key)) throw new Error(`no place for another key than these ${keys}`)
    counted.set(key, { takenAt: [...takenAt, now].slice(-rule.limit), until: now + rule.per })
    return { allowed: true }
  }
  return {
    take: (key, rule) =>
      new Promise((resolve) => {
        resolve(take(key, rule))
      }),
  }
}
