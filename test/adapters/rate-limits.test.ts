import type { Kysely } from 'kysely'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kyselyStorage } from 'portico/kysely'
import { memoryRateLimits, memoryStorage } from 'portico/memory'
import { storageRateLimits, type RateLimits, type Storage, type StorageRateLimits } from 'portico/server'
import { rateLimitsContract, type RateLimitsSubject } from 'portico/testing'
import { digest, handClock, hour, minute, start, type HandClock } from '../outbox/harness.js'
import { connect, empty, engines, migrate, type TestDatabase } from '../support/databases.js'
import { startPostgres, type PostgresServer } from '../support/postgres.js'
import { rejection } from '../support/refusals.js'

/** Only moves the hands: nobody sleeps here. */
const moving =
  (clock: HandClock) =>
  (milliseconds: number): void => {
    clock.set(clock.now() + milliseconds)
  }
const down = (): Promise<never> => Promise.reject(new Error('the storage is down'))
const gone: Storage = { get: down, find: down, due: down, commit: down }

const over = (storage: Storage): RateLimitsSubject & { readonly rateLimits: StorageRateLimits; readonly clock: HandClock } => {
  const clock = handClock()
  return {
    rateLimits: storageRateLimits({ storage, clock, digest }),
    clock,
    advance: moving(clock),
    unable: storageRateLimits({ storage: gone, clock, digest }),
  }
}

describe('the contract of rate limits', () => {
  describe('in memory', () => {
    const kit = rateLimitsContract(() => {
      const clock = handClock()
      return Promise.resolve({ rateLimits: memoryRateLimits(clock), advance: moving(clock) })
    })
    test.each(kit)('$name', ({ run }) => run())
  })

  describe('in a storage in memory', () => {
    const kit = rateLimitsContract(() => Promise.resolve(over(memoryStorage())))
    test.each(kit)('$name', ({ run }) => run())
  })

  describe('in a storage on SQLite', () => {
    let database: TestDatabase
    beforeAll(async () => {
      database = await engines['SQLite of Node']!()
      await migrate(database)
    })
    afterAll(() => database.close())
    const kit = rateLimitsContract(async () => {
      await empty(database)
      return over(kyselyStorage(database.db, { dialect: 'sqlite' }))
    })
    test.each(kit)('$name', { timeout: 60_000 }, ({ run }) => run())
  })
})

describe('on PostgreSQL, from four instances', { timeout: 60_000 }, () => {
  let server: PostgresServer
  let instances: readonly Kysely<unknown>[]
  beforeAll(async () => {
    server = await startPostgres()
    instances = [1, 2, 3, 4].map(() => connect(server.connectionString, 10))
    await migrate({ db: instances[0]!, dialect: 'postgres' })
  }, 30_000)
  afterAll(async () => {
    await Promise.all(instances.map((db) => db.destroy()))
    await server.stop()
  })

  /** Takes at once, each through the next instance, whose clock is so far off. */
  async function race(
    key: string,
    times: number,
    rule: { limit: number; per: number },
    off: readonly number[] = [0, 0, 0, 0],
  ): Promise<number> {
    const limits = instances.map((db, at) => {
      const clock = { ...handClock(), now: () => start + (off[at] ?? 0) }
      return storageRateLimits({ storage: kyselyStorage(db, { dialect: 'postgres' }), clock, digest })
    })
    const answers = await Promise.all(Array.from({ length: times }, (_, at) => limits[at % limits.length]!.take(key, rule)))
    return answers.filter(({ allowed }) => allowed).length
  }

  test('of fifty at once, exactly ten are allowed, in each of three rounds', async () => {
    for (let round = 0; round < 3; round++) expect(await race(`round ${round}`, 50, { limit: 10, per: hour })).toBe(10)
  })

  test('as many when the clocks are on both sides of a period’s end', async () => {
    // `start` is a whole minute: two instances are in the period before it.
    for (let round = 0; round < 3; round++) expect(await race(`clocks ${round}`, 50, { limit: 10, per: minute }, [-2, 0, -1, 1])).toBe(10)
  })
})

describe('in memory', () => {
  const rule = { limit: 2, per: hour }

  test('what is over makes room; while it is full, new keys are rejected and the known ones still count', async () => {
    const clock = handClock()
    const limits = memoryRateLimits(clock, { keys: 3 })
    for (const key of ['a', 'b', 'c']) expect(await limits.take(key, rule)).toEqual({ allowed: true })
    await expect(limits.take('d', rule)).rejects.toThrow('no place for another key')
    expect(await limits.take('a', rule)).toEqual({ allowed: true })
    expect(await limits.take('a', rule)).toEqual({ allowed: false, retryAfter: hour })
    clock.set(start + hour - 1)
    await expect(limits.take('d', rule)).rejects.toThrow('no place for another key')
    clock.set(start + hour + 1_000)
    expect(await limits.take('d', rule)).toEqual({ allowed: true })
  })

  test('a clock that is set back stops nobody for longer than the rule', async () => {
    const clock = handClock()
    const limits = memoryRateLimits(clock)
    for (let time = 0; time < 2; time++) await limits.take('a', rule)
    clock.set(start - 1_000 * hour)
    expect(await limits.take('a', rule)).toEqual({ allowed: false, retryAfter: hour })
  })

  test.each([0, -1, 1.5, Number.NaN, Infinity])('%d is no number of keys', (keys) => {
    expect(() => memoryRateLimits(handClock(), { keys })).toThrow(RangeError)
  })
})

test('in memory and in a storage, the same is allowed, whenever somebody asks', async () => {
  const asks = fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.nat({ max: 700 })), { minLength: 20, maxLength: 60 })
  const rules = fc.record({ limit: fc.integer({ min: 1, max: 4 }), per: fc.integer({ min: 1, max: 1_000 }) })
  await fc.assert(
    fc.asyncProperty(asks, rules, async (steps, rule) => {
      const { rateLimits, clock } = over(memoryStorage())
      const both: readonly RateLimits[] = [memoryRateLimits(clock), rateLimits]
      for (const [key, wait] of steps) {
        clock.set(clock.now() + wait)
        const [one, other] = await Promise.all(both.map((limits) => limits.take(key, rule)))
        expect(one).toEqual(other)
      }
    }),
    { numRuns: 100 },
  )
})

describe('in a storage', () => {
  const rule = { limit: 5, per: hour }

  test('no key is kept, only hashes', async () => {
    const storage = memoryStorage()
    await over(storage).rateLimits.take('resend:marie@example.org', rule)
    const kept = await storage.due('rateLimits', Number.MAX_SAFE_INTEGER, 10)
    expect(kept).toMatchObject([{ row: { id: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown, takenAt: [start] } }])
    expect(JSON.stringify(kept)).not.toContain('marie')
  })

  test('what is of no use any more is deleted, and nothing that still counts', async () => {
    const { rateLimits, clock } = over(memoryStorage())
    for (let at = 0; at < 5; at++) await rateLimits.take(`key ${at}`, rule)
    await rateLimits.take('a day', { limit: 1, per: 24 * hour })
    expect(await rateLimits.forgetDue()).toBe(0)
    clock.set(start + hour)
    expect(await rateLimits.forgetDue()).toBe(0)
    clock.set(start + 3 * hour)
    expect(await rateLimits.forgetDue(2)).toBe(2)
    expect(await rateLimits.forgetDue()).toBe(3)
    expect(await rateLimits.forgetDue()).toBe(0)
    expect(await rateLimits.take('a day', { limit: 1, per: 24 * hour })).toEqual({ allowed: false, retryAfter: 21 * hour })
  })

  test('two who delete at once are not in each other’s way', async () => {
    const { rateLimits, clock } = over(memoryStorage())
    for (let at = 0; at < 5; at++) await rateLimits.take(`key ${at}`, rule)
    clock.set(start + 3 * hour)
    const [one, other] = await Promise.all([rateLimits.forgetDue(), rateLimits.forgetDue()])
    expect(one + other).toBe(5)
  })

  test('a storage that hangs is unavailable when its time is up', async () => {
    const clock = handClock()
    const never = (): Promise<never> => new Promise(() => undefined)
    const limits = storageRateLimits({ storage: { ...gone, get: never }, clock, digest, timeout: 50 })
    const outcome = rejection('STORAGE_UNAVAILABLE', limits.take('a', rule))
    await clock.advance(50)
    await outcome
  })

  test('a storage that always has somebody faster gives up', async () => {
    const storage: Storage = {
      ...memoryStorage(),
      commit: () => Promise.resolve({ status: 'conflict', table: 'rateLimits', portalId: '*', id: 'a' }),
    }
    await rejection('CONFLICT', over(storage).rateLimits.take('a', rule))
  })
})
