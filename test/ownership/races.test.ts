import { setTimeout as sleep } from 'node:timers/promises'
import { sql, type Kysely } from 'kysely'
import { kyselyStorage } from 'portico/kysely'
import type { Storage } from 'portico/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sqlSchema } from '../../src/adapters/kysely/schema.js'
import { fill, isInterleaved, lost, memoryWith, newLog, recordsOf } from '../administration/races-store.js'
import { connect, migrate } from '../support/databases.js'
import { startPostgres, type PostgresServer } from '../support/postgres.js'
import { nameOf, type CommandName, type Race } from './races-commands.js'
import { codeOf, judge, start } from './races-serial.js'
import { worldOf, type Rules, type Start } from './races-world.js'

// Two instances of an application, each with connections of its own, and one real PostgreSQL. After each round what the rules promise must hold,
// and the answers and what is stored must be as if the commands had been run one after the other.

const rounds = 200
/** By how many milliseconds the second command is later than the first, in one round and the next: at the same time, or into the middle of it. */
const delays = [0, 0, 1, 0, 2, 0, 3]

let server: PostgresServer
let instances: readonly Kysely<unknown>[]
let storages: readonly Storage[]
/** Deletes every record: one statement, so that hundreds of rounds take no time. */
let empty: () => Promise<unknown>

beforeAll(async () => {
  server = await startPostgres()
  instances = [1, 2].map(() => connect(server.connectionString, 5))
  const [db] = instances
  if (!db) throw new Error('no instance')
  await migrate({ db, dialect: 'postgres' })
  storages = instances.map((one) => kyselyStorage(one, { dialect: 'postgres' }))
  const tables = Object.values(sqlSchema({ dialect: 'postgres' })).map(({ name }) => sql`delete from ${sql.id(name)} returning 1`)
  const each = tables.map((statement, at) => sql`${sql.id(`t${at}`)} as (${statement})`)
  empty = () => sql`with ${sql.join(each)} select 1`.execute(db)
}, 30_000)
afterAll(async () => {
  await Promise.all(instances.map((db) => db.destroy()))
  await server.stop()
})

const storageOf = (caller: number): Storage => {
  const storage = storages[caller]
  if (!storage) throw new Error(`no instance ${caller}`)
  return storage
}

/** One round: each command goes to an instance of its own, and each is the first to start in its turn. */
async function round(race: Race, turn: number) {
  const { records } = await worldOf(race)
  await empty()
  await fill(storageOf(0), records)
  const log = newLog()
  const late = async (caller: number): Promise<void> => {
    const delay = ((caller + turn) % race.commands.length) * (delays[turn % delays.length] ?? 0)
    if (delay > 0) await sleep(delay)
  }
  const outcomes = await start(race, log, storageOf, late)
  // What is stored is judged in memory: the judge asks much, and it is not he who is raced here.
  const after = await memoryWith(await recordsOf(storageOf(0), log, records))
  return { log, outcomes, could: await judge(race, outcomes, after, log) }
}

const race = (rules: Rules, begin: Start, ...commands: readonly CommandName[]): Race => ({ rules, start: begin, commands })
const races: readonly Race[] = [
  race('plain', 'pending', 'olga confirms', 'olga confirms'),
  race('plain', 'pending', 'olga confirms', 'olga cancels'),
  race('plain', 'pending', 'olga confirms', 'olga names dora'),
  race('plain', 'pending', 'olga confirms', 'ann disables cora'),
  race('strict', 'pending', 'olga confirms', 'olga revokes cora'),
  race('plain', 'pending', 'olga confirms', 'ann makes cora a guest'),
  race('plain', 'pending', 'olga confirms', 'olga resends'),
  race('strict', 'confirmed', 'cora accepts', 'cora declines'),
  race('strict', 'confirmed', 'cora accepts', 'olga revokes cora'),
  race('plain', 'one short', 'cid approves', 'olga cancels'),
  race('plain', 'settled', 'olga names cora', 'olga names dora'),
  race('plain', 'pending', 'olga names cora', 'olga names dora'),
]

describe('on PostgreSQL, commands of two instances at the same time: the rules hold, and it looks as if they came one after the other', () => {
  test.each(races.map((one) => [nameOf(one), one] as const))('%s', { timeout: 60_000 }, async (_name, one) => {
    const [first, answered] = [new Map<string, number>(), new Map<string, number>()]
    const counts = { interleaved: 0, late: 0 }
    const count = (in_: Map<string, number>, what: string): void => void in_.set(what, (in_.get(what) ?? 0) + 1)
    for (let turn = 0; turn < rounds; turn += 1) {
      const { log, outcomes, could } = await round(one, turn)
      counts.interleaved += Number(isInterleaved(log))
      counts.late += lost(log)
      count(first, could.length === 1 ? (could[0] ?? '') : 'either')
      count(answered, outcomes.map(codeOf).join(', '))
    }
    console.log(nameOf(one), counts, Object.fromEntries(answered), Object.fromEntries(first))
    expect(counts.interleaved, 'they were under way at the same time').toBeGreaterThan(rounds / 2)
    expect(counts.late, 'commits that came too late').toBeGreaterThan(0)
    // Of one command twice it is told by the answers who came first, of two that answer the same by what is stored.
    expect(Math.max(first.size, answered.size), 'each of them came first at times').toBe(2)
  })
})
