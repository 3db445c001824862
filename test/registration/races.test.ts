import { sql, type Kysely } from 'kysely'
import { kyselyStorage } from 'portico/kysely'
import type { Storage } from 'portico/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sqlSchema } from '../../src/adapters/kysely/schema.js'
import { fill, isInterleaved, logged, lost, newLog } from '../administration/races-store.js'
import { connect, migrate } from '../support/databases.js'
import { startPostgres, type PostgresServer } from '../support/postgres.js'
import { fakeHasher, password } from './harness.js'
import { codeOf, endOf, serialEnds } from './races-end.js'
import { instance, invited, races } from './races-world.js'

// Two instances of an application, each with connections of its own, and one real PostgreSQL: whatever is done at the same time ends as if it had
// been done one after the other.

const rounds = 50

let server: PostgresServer
let pools: readonly Kysely<unknown>[]
let storages: readonly Storage[]
let empty: () => Promise<unknown>

beforeAll(async () => {
  server = await startPostgres()
  pools = [1, 2].map(() => connect(server.connectionString, 10))
  const [db] = pools
  if (!db) throw new Error('no instance')
  await migrate({ db, dialect: 'postgres' })
  storages = pools.map((one) => kyselyStorage(one, { dialect: 'postgres' }))
  const tables = Object.values(sqlSchema({ dialect: 'postgres' })).map(({ name }) => sql`delete from ${sql.id(name)} returning 1`)
  const each = tables.map((statement, at) => sql`${sql.id(`t${at}`)} as (${statement})`)
  empty = () => sql`with ${sql.join(each)} select 1`.execute(db)
}, 30_000)
afterAll(async () => {
  await Promise.all(pools.map((db) => db.destroy()))
  await server.stop()
})

const storageOf = (caller: number): Storage => {
  const storage = storages[caller % storages.length]
  if (!storage) throw new Error('no storage')
  return storage
}

describe('on PostgreSQL, with two instances at the same time', () => {
  test.each(Object.entries(races))('%s ends as one after the other', { timeout: 120_000 }, async (name, race) => {
    const start = await race.start()
    const serial = await serialEnds(race, start)
    const seen = new Map<string, number>()
    const counts = { interleaved: 0, late: 0 }
    for (let round = 0; round < rounds; round += 1) {
      await empty()
      await fill(storageOf(0), start.records)
      const log = newLog()
      // Each is the first to be started in its turn.
      const order = race.commands.map((_, at) => (at + round) % race.commands.length)
      const codes = race.commands.map(() => '')
      const run = async (at: number): Promise<void> => {
        const world = instance(logged(storageOf(at), log, at), start)
        codes[at] = await codeOf(async () => race.commands[at]?.[1](world, start.ids))
      }
      await Promise.all(order.map(run))
      counts.interleaved += Number(isInterleaved(log))
      counts.late += lost(log)
      const end = await endOf(storageOf(0), codes)
      expect(serial, `round ${round}`).toContain(end)
      seen.set(codes.join(', '), (seen.get(codes.join(', ')) ?? 0) + 1)
    }
    console.log(name, counts, Object.fromEntries(seen))
    expect(counts.interleaved, 'they were under way at the same time').toBeGreaterThan(rounds / 2)
    expect(counts.late, 'commits that came too late').toBeGreaterThan(0)
  })

  test('of 50 bad attempts at once no more are evaluated than there may be', { timeout: 300_000 }, async () => {
    const start = await invited()
    const seen = new Map<string, number>()
    for (let round = 0; round < rounds; round += 1) {
      await empty()
      await fill(storageOf(0), start.records)
      let asked = 0
      const blocking = {
        reasonAgainst: () => {
          asked += 1
          return 'breached'
        },
      }
      const settings = { passwords: fakeHasher, passwordRules: { blockLists: [{ list: blocking, onFailure: 'refuse' as const }] } }
      const worlds = [0, 1].map((caller) => instance(storageOf(caller), start, settings))
      const attempts = Array.from({ length: 50 }, (_, at) =>
        codeOf(async () => worlds[at % 2]?.registration.complete({ token: start.ids['token'] ?? '', loginName: `name${at}`, password })),
      )
      const codes = await Promise.all(attempts)
      expect(asked, 'how many were evaluated').toBeLessThanOrEqual(10)
      expect(codes.filter((code) => code === 'PASSWORD_BLOCKED')).toHaveLength(asked)
      expect(codes).not.toContain('ok')
      for (const code of codes) seen.set(code, (seen.get(code) ?? 0) + 1)
    }
    console.log(Object.fromEntries(seen))
    expect([...seen.keys()].filter((code) => !['PASSWORD_BLOCKED', 'ATTEMPTS_EXCEEDED', 'CONFLICT'].includes(code))).toEqual([])
  })
})
