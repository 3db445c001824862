import { PortalError } from '../errors.js'
import type { Clock } from '../ports/clock.js'
import type { Digest } from '../ports/crypto.js'
import type { RateLimits, RateRule } from '../ports/rate-limits.js'
import type { Change, Storage, Stored } from '../ports/storage.js'
import { checkTake, waitingTime } from '../rate-window.js'
import { guardedStorage } from './limits.js'

/** Counts in the storage. */
export interface StorageRateLimits extends RateLimits {
  /**
   * Deletes records that count for nothing any more, the oldest first: call it now and then, from one instance or from all.
   *
   * @param limit how many at most; 100 when left out
   * @returns how many were deleted
   * @throws PortalError `STORAGE_UNAVAILABLE`
   */
  forgetDue(limit?: number): Promise<number>
}

/** What it is made of. */
export interface StorageRateLimitsParts {
  readonly storage: Storage
  readonly clock: Clock
  readonly digest: Digest
  /** How long the storage may take to answer, in milliseconds: 10,000 when left out. */
  readonly timeout?: number
}

/** No portal's: what is counted may be an address, or whoever calls, in all portals. */
const portalId = '*'
/** How often it is tried again because somebody else was faster. */
const turns = 250
/** How long after its end a record may still be in somebody's hands: instances whose clocks differ, a slow answer. */
const margin = 3_600_000

/** One of the periods that time is cut into, each as long as the rule says. */
interface Period {
  readonly id: string
  readonly stored: Stored<'rateLimits'> | undefined
}

/**
 * Counts in the storage, for any number of instances. The keys are hashed, so that no address lies there.
 *
 * Each period of a key has a record of its own, which is never used again once it is over: it can be deleted without anybody noticing.
 *
 * @returns rate limits that reject with `STORAGE_UNAVAILABLE`, and with `CONFLICT` when others were faster again and again
 */
export function storageRateLimits({ storage, clock, digest, timeout = 10_000 }: StorageRateLimitsParts): StorageRateLimits {
  const guarded = guardedStorage(storage, clock, timeout)

  async function period(key: string, { per }: RateRule, number: number): Promise<Period> {
    const id = await digest.sha256(JSON.stringify(['rateLimit', key, per, number]))
    return { id, stored: await guarded.get('rateLimits', portalId, id) }
  }

  return {
    async take(key, rule) {
      checkTake(key, rule)
      for (let turn = 0; turn < turns; turn++) {
        const now = clock.now()
        const number = Math.floor(now / rule.per)
        // What counts is this one and the one before; and the next, where another instance's clock is there already.
        const [before, current, after] = await Promise.all(
          [-1, 0, 1].map((step) => period(key, rule, number + step)) as Three<Promise<Period>>,
        )
        const takenAt = [before, current, after].flatMap(({ stored }) => stored?.row.takenAt ?? [])
        const retryAfter = waitingTime(takenAt, now, rule)
        if (retryAfter > 0) return { allowed: false, retryAfter }
        const dueAt = (number + 2) * rule.per + margin
        const { status } = await guarded.commit([checkOf(before), changeOf(current, now, dueAt), checkOf(after)])
        if (status === 'ok') return { allowed: true }
      }
      throw new PortalError('CONFLICT', `others were faster than counting, ${turns} times`, {})
    },
    async forgetDue(limit = 100) {
      const over = await guarded.due('rateLimits', clock.now(), limit)
      const results = await Promise.all(over.map((stored) => guarded.commit([deletionOf(stored)])))
      return results.filter(({ status }) => status === 'ok').length
    },
  }
}

type Three<T> = [T, T, T]

/** Nobody counts there meanwhile. */
const checkOf = ({ id, stored }: Period): Change => ({ op: 'check', table: 'rateLimits', portalId, id, version: stored?.version ?? 0 })

function changeOf({ id, stored }: Period, now: number, dueAt: number): Change {
  const row = { portalId, id, takenAt: [...(stored?.row.takenAt ?? []), now], dueAt }
  return stored ? { op: 'update', table: 'rateLimits', row, version: stored.version } : { op: 'insert', table: 'rateLimits', row }
}

const deletionOf = ({ row: { id }, version }: Stored<'rateLimits'>): Change => ({
  op: 'delete',
  table: 'rateLimits',
  portalId,
  id,
  version,
})
