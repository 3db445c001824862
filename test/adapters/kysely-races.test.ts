import { sql, type Kysely } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { kyselyStorage } from '../../src/adapters/kysely/index.js'
import type { Change, CommitResult, Storage } from '../../src/ports/storage.js'
import type { Row } from '../../src/records.js'
import { connect, empty, migrate } from '../support/databases.js'
import { startPostgres, type PostgresServer } from '../support/postgres.js'

// Several instances of an application, each with connections of its own, and one real PostgreSQL.

const rounds = Array.from({ length: 50 }, (_, round) => round)
const group = (id: string, name = `group ${id}`): Row<'groups'> => ({ portalId: 'p', id, name, createdAt: 0 })
const insert = (row: Row<'groups'>): Change => ({ op: 'insert', table: 'groups', row })
const update = (row: Row<'groups'>, version: number): Change => ({ op: 'update', table: 'groups', row, version })
const insertKey = (key: string): Extract<Change, { op: 'insert'; table: 'loginNames' }> => {
  return {
    op: 'insert',
    table: 'loginNames',
    row: { portalId: 'p', id: key, key, accountId: 'm', keptFor: null, keptUntil: null, createdAt: 0 },
  }
}
const check = (id: string, version: number): Change => ({ op: 'check', table: 'groups', portalId: 'p', id, version })
const remove = (id: string, version: number): Change => ({ op: 'delete', table: 'groups', portalId: 'p', id, version })

let server: PostgresServer
let instances: readonly Kysely<unknown>[]
let storages: readonly Storage[]

beforeAll(async () => {
  server = await startPostgres()
  instances = [1, 2, 3, 4].map(() => connect(server.connectionString, 10))
  await migrate({ db: instances[0]!, dialect: 'postgres' })
  storages = instances.map((db) => kyselyStorage(db, { dialect: 'postgres' }))
}, 30_000)
beforeEach(() => empty({ db: instances[0]!, dialect: 'postgres' }))
afterAll(async () => {
  await Promise.all(instances.map((db) => db.destroy()))
  await server.stop()
})

/** Commits all at once, each through the next instance. */
const race = (batches: readonly (readonly Change[])[]): Promise<CommitResult[]> =>
  Promise.all(batches.map((batch, at) => storages[at % storages.length]!.commit(batch)))
const racers = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at))
const statuses = (results: readonly CommitResult[]): string[] => results.map(({ status }) => status).sort()
const versionOf = async (id: string): Promise<number | undefined> => (await storages[0]!.get('groups', 'p', id))?.version
const deadlocks = async (): Promise<number> => {
  const { rows } = await sql<{ deadlocks: string }>`select deadlocks from pg_stat_database where datname = current_database()`.execute(
    instances[0]!,
  )
  return Number(rows[0]?.deadlocks)
}

describe('of several callers racing on one record', { timeout: 60_000 }, () => {
  test('with the same version, exactly one wins each of 50 rounds', async () => {
    await race([[insert(group('a'))]])
    for (const round of rounds) {
      const results = await race(racers(50, (at) => [update(group('a', `${round} of ${at}`), round + 1)]))
      expect(statuses(results)).toEqual([...Array<string>(49).fill('conflict'), 'ok'])
      expect(await versionOf('a')).toBe(round + 2)
    }
  })

  test('while two exchange their unique values, nobody finds one of them gone', async () => {
    await race([[insert(group('a', 'one')), insert(group('b', 'other'))]])
    for (const round of rounds) {
      const [a, b] = round % 2 === 0 ? ['other', 'one'] : ['one', 'other']
      const exchange = [update(group('a', a), round + 1), update(group('b', b), round + 1)]
      const absent = racers(6, (at) => [check(at % 2 === 0 ? 'a' : 'b', 0), insert(group(`${round}-${at}`))])
      const [exchanged, ...others] = await race([exchange, ...absent])
      expect(exchanged).toEqual({ status: 'ok' })
      expect(statuses(others)).toEqual(Array<string>(6).fill('conflict'))
    }
  })

  test('who inserts the same record, exactly one wins', async () => {
    for (const round of rounds) {
      const results = await race(racers(16, (at) => [insert(group(`g${round}`, `${round} of ${at}`))]))
      expect(statuses(results)).toEqual([...Array<string>(15).fill('conflict'), 'ok'])
    }
  })

  test('who insert the same record with the same unique value, the others get a conflict, not a duplicate', async () => {
    for (const round of rounds) {
      const results = await race(racers(8, () => [insert(group(`g${round}`))]))
      expect(statuses(results)).toEqual([...Array<string>(7).fill('conflict'), 'ok'])
    }
  })

  test('who delete it and put it back, every `ok` was one version', async () => {
    await race([[insert(group('a'))]])
    for (const _ of rounds) {
      const version = (await versionOf('a')) ?? 0
      const results = await race(racers(12, (at) => [at % 2 === 0 ? remove('a', version) : update(group('a'), version)]))
      expect(statuses(results).filter((status) => status === 'ok')).toHaveLength(1)
      if ((await versionOf('a')) === undefined) await race([[insert(group('a'))]])
    }
  })
})

describe('of several callers racing for one unique value', { timeout: 60_000 }, () => {
  test('exactly one gets it', async () => {
    for (const round of rounds) {
      const results = await race(racers(16, (at) => [insert(group(`${round} of ${at}`, `name ${round}`))]))
      expect(statuses(results)).toEqual([...Array<string>(15).fill('duplicate'), 'ok'])
    }
  })

  test('that is given back at the same time, nobody has it twice', async () => {
    for (const round of rounds) {
      await race([[insert(group(`old ${round}`, `name ${round}`))]])
      const takers = racers(8, (at) => [insert(group(`${round} of ${at}`, `name ${round}`))])
      const results = await race([[remove(`old ${round}`, 1)], ...takers])
      expect(results[0]).toEqual({ status: 'ok' })
      expect(statuses(results.slice(1)).filter((status) => status === 'ok').length).toBeLessThanOrEqual(1)
      const { items } = await storages[0]!.find('groups', 'name', { portalId: 'p', name: `name ${round}` })
      expect(items.length).toBeLessThanOrEqual(1)
    }
  })
})

describe('a check', { timeout: 60_000 }, () => {
  test('and an update of the checked record: never both on what is stale', async () => {
    await race([[insert(group('a')), insert(group('b'))]])
    for (const _ of rounds) {
      const [a, b] = [(await versionOf('a')) ?? 0, (await versionOf('b')) ?? 0]
      const results = await race([
        [check('a', a), update(group('b'), b)],
        [check('b', b), update(group('a'), a)],
      ])
      expect(statuses(results)).toEqual(['conflict', 'ok'])
    }
  })

  test('that a record is not there, and its insert: never both', async () => {
    for (const round of rounds) {
      const [a, b] = [`a${round}`, `b${round}`]
      const results = await race([
        [check(a, 0), insert(group(b))],
        [check(b, 0), insert(group(a))],
      ])
      expect(statuses(results)).toEqual(['conflict', 'ok'])
    }
  })

  test('of one record, by many who write others: all of them pass', async () => {
    await race([[insert(group('a'))]])
    for (const round of rounds.slice(0, 10)) {
      const results = await race(racers(20, (at) => [check('a', 1), insert(group(`${round} of ${at}`))]))
      expect(statuses(results)).toEqual(Array<string>(20).fill('ok'))
    }
  })
})

describe('batches in opposite orders', { timeout: 60_000 }, () => {
  const names = racers(6, (at) => `g${at}`)

  test('on the same records: one wins, and the database sees no deadlock', async () => {
    const before = await deadlocks()
    await race([names.map((id) => insert(group(id)))])
    for (const round of rounds) {
      const batch = names.map((id) => update(group(id), round + 1))
      const results = await race(racers(12, (at) => (at % 2 === 0 ? batch : [...batch].reverse())))
      expect(statuses(results)).toEqual([...Array<string>(11).fill('conflict'), 'ok'])
    }
    expect(await deadlocks()).toBe(before)
  })

  test('that insert the same records, in several tables: one wins, and the database sees no deadlock', async () => {
    const before = await deadlocks()
    for (const round of rounds) {
      const batch = names.flatMap((id) => [insert(group(`${round} ${id}`)), insertKey(`${round} ${id}`)])
      const results = await race(racers(12, (at) => (at % 2 === 0 ? batch : [...batch].reverse())))
      expect(statuses(results)).toEqual([...Array<string>(11).fill('conflict'), 'ok'])
    }
    expect(await deadlocks()).toBe(before)
  })

  test('that change records of two tables: one wins, and the database sees no deadlock', async () => {
    const before = await deadlocks()
    await race([[insert(group('a')), insertKey('a')]])
    for (const round of rounds) {
      const batch = [update(group('a'), round + 1), { ...insertKey('a'), op: 'update', version: round + 1 } as const]
      const results = await race(racers(12, (at) => (at % 2 === 0 ? batch : [...batch].reverse())))
      expect(statuses(results)).toEqual([...Array<string>(11).fill('conflict'), 'ok'])
    }
    expect(await deadlocks()).toBe(before)
  })

  test('for the same unique values: one wins', async () => {
    const before = await deadlocks()
    for (const round of rounds) {
      const results = await race(
        racers(12, (at) => {
          const batch = names.map((name) => insert(group(`${round} ${at} ${name}`, `${round} ${name}`)))
          return at % 2 === 0 ? batch : batch.reverse()
        }),
      )
      expect(statuses(results)).toEqual([...Array<string>(11).fill('duplicate'), 'ok'])
    }
    expect(await deadlocks()).toBe(before)
  })

  test('where the database does see a deadlock, the batch is tried again', async () => {
    for (const round of rounds.slice(0, 3)) {
      const rows = [group(`x${round}`, `x${round}`), group(`y${round}`, `y${round}`)] as const
      await race([[insert(rows[0]), insert(rows[1])]])
      const results = await race([
        [update(group(rows[0].id, `one ${round}`), 1), insert(group(`new x${round}`, `other ${round}`))],
        [update(group(rows[1].id, `other ${round}`), 1), insert(group(`new y${round}`, `one ${round}`))],
      ])
      expect(statuses(results)).toEqual(['duplicate', 'ok'])
    }
  })
})

describe('beside what the application does with the same database', { timeout: 60_000 }, () => {
  test('a check does not wait for one who only holds the record as it is', async () => {
    await race([[insert(group('a'))]])
    await instances[0]!.transaction().execute(async (running) => {
      await sql`select 1 from portico_groups where id = 'a' for share`.execute(running)
      expect(await race([[check('a', 1), insertKey('b')]])).toEqual([{ status: 'ok' }])
    })
  })

  test('an update waits for one who changes the record, and sees the change', async () => {
    await race([[insert(group('a'))]])
    let results: Promise<CommitResult[]> | undefined
    await instances[0]!.transaction().execute(async (running) => {
      await sql`update portico_groups set version = 2 where id = 'a'`.execute(running)
      results = race([[update(group('a', 'lost'), 1)]])
      await sql`select pg_sleep(0.1)`.execute(running)
    })
    expect(await results).toEqual([{ status: 'conflict', table: 'groups', portalId: 'p', id: 'a' }])
  })

  test('whatever the default isolation of its connections is', async () => {
    const strict = connect(`${server.connectionString}?options=-c%20default_transaction_isolation%3Dserializable`, 10)
    const storage = kyselyStorage(strict, { dialect: 'postgres' })
    const results = await Promise.all(racers(20, (at) => storage.commit([insert(group(`g${at}`))])))
    await strict.destroy()
    expect(statuses(results)).toEqual(Array<string>(20).fill('ok'))
  })
})
