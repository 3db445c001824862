import { setTimeout as sleep } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import { kyselyStorage } from 'portico/kysely'
import type { Storage } from 'portico/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect, empty, migrate } from '../support/databases.js'
import { startPostgres, type PostgresServer } from '../support/postgres.js'
import { nameOf, races, type Race } from './races-scenarios.js'
import { judge, start } from './races-serial.js'
import { fill, isInterleaved, lost, newLog } from './races-store.js'
import { world } from './races-world.js'

// Several instances of an application, each with connections of its own, and one real PostgreSQL. After each round, the answers and what is stored
// must be as if the commands had been run one after the other.

const rounds = Array.from({ length: 50 }, (_, round) => round)
/** By how many milliseconds the second command is later than the first, in one round and the next: at the same time, or into the middle of it. */
const delays = [0, 0, 1, 0, 2, 0, 3]

let server: PostgresServer
let instances: readonly Kysely<unknown>[]
let storages: readonly Storage[]

beforeAll(async () => {
  server = await startPostgres()
  instances = [1, 2, 3].map(() => connect(server.connectionString, 5))
  await migrate({ db: instances[0]!, dialect: 'postgres' })
  storages = instances.map((db) => kyselyStorage(db, { dialect: 'postgres' }))
}, 30_000)
afterAll(async () => {
  await Promise.all(instances.map((db) => db.destroy()))
  await server.stop()
})

/** One round: each command goes to an instance of its own, and each is the first to start in its turn. */
async function round(race: Race, turn: number) {
  const { records } = await world(race.full)
  await empty({ db: instances[0]!, dialect: 'postgres' })
  await fill(storages[0]!, records)
  const log = newLog()
  const late = async (caller: number): Promise<void> => {
    const delay = ((caller + turn) % race.commands.length) * (delays[turn % delays.length] ?? 0)
    if (delay > 0) await sleep(delay)
  }
  const outcomes = await start(race, log, (caller) => storages[caller]!, late)
  return { log, could: await judge(race, outcomes, storages[0]!, log) }
}

/** Those that seldom or never come too late: what one of them reads is hardly what the other one writes. */
const seldom: readonly string[] = [
  'ann creates nora × bob invites nora',
  'ann deletes fred × the reassignment from fred ends',
  'ann invites nora × the owner revokes ann',
]

describe('on PostgreSQL, commands of several instances at the same time: it looks as if they came one after the other', () => {
  test.for(races.map((race) => [nameOf(race), race] as const))('%s', { timeout: 60_000 }, async ([name, race], { annotate }) => {
    const [orders, counts] = [new Map<string, number>(), { interleaved: 0, late: 0 }]
    for (const turn of rounds) {
      const { log, could } = await round(race, turn)
      counts.interleaved += Number(isInterleaved(log))
      counts.late += lost(log)
      orders.set(could.join(' or '), (orders.get(could.join(' or ')) ?? 0) + 1)
    }
    await annotate(JSON.stringify({ ...counts, orders: Object.fromEntries(orders) }))
    expect(counts.interleaved, 'they were under way at the same time').toBeGreaterThan(5)
    if (!seldom.includes(name)) expect(counts.late, 'commits that came too late').toBeGreaterThan(0)
  })
})
