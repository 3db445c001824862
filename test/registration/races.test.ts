import { setTimeout as sleep } from 'node:timers/promises'
import { sql, type Kysely } from 'kysely'
import { kyselyStorage } from 'portico/kysely'
import type { Storage } from 'portico/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sqlSchema } from '../../src/adapters/kysely/schema.js'
import { canonical, fill, isInterleaved, logged, newLog } from '../administration/races-store.js'
import { connect, migrate } from '../support/databases.js'
import { startPostgres, type PostgresServer } from '../support/postgres.js'
import { asked, day, fakeHasher, features, password, start as atStart } from './harness.js'
import { codeOf, endOf, instance, linkTo, serials, startOf, type Known, type Race } from './races-world.js'

// Two instances of an application, each with connections of its own, and one real PostgreSQL. The answers and what is stored must be as if the
// commands had been run one after the other.

const rounds = 50
/** By how many milliseconds the second command is later than the first, in one round and the next: at the same time, or into the middle of it. */
const delays = [0, 0, 1, 0, 2, 0, 3]

let server: PostgresServer
let instances: readonly Kysely<unknown>[]
let storages: readonly Storage[]
/** Deletes every record: one statement, so that hundreds of rounds take no time. */
let empty: () => Promise<unknown>

beforeAll(async () => {
  server = await startPostgres()
  instances = [1, 2].map(() => connect(server.connectionString, 10))
  const [db] = instances
  if (!db) throw new Error('no instance')
  await migrate({ db, dialect: 'postgres' })
  storages = instances.map((one) => kyselyStorage(one, { dialect: 'postgres' }))
  const tables = Object.values(sqlSchema({ dialect: 'postgres' })).map(({ name }) => sql`delete from ${sql.id(name)} returning 1`)
  const each = tables.map((statement, at) => sql`${sql.id(`t${at}`)} as (${statement})`)
  empty = () => sql`with ${sql.join(each)} select 1`.execute(db)
}, 60_000)
afterAll(async () => {
  await Promise.all(instances.map((db) => db.destroy()))
  await server.stop()
})

function storageOf(caller: number): Storage {
  const storage = storages[caller % storages.length]
  if (!storage) throw new Error('no instance')
  return storage
}

const of = (known: Known, name: string): string => {
  const value = known[name]
  if (value === undefined) throw new Error(`nothing is known of \`${name}\``)
  return value
}
const createdFor = async (world: Parameters<Race['before']>[0], kind: string, holderId: string, more: object = {}): Promise<string> =>
  (await world.registration.create({ ...asked(world.ids.owner), kind, holderId, ...more })).holderPortal.id
/** Paul's portal, and the link to it. */
const paul: Race['before'] = async (world) => ({
  portal: await createdFor(world, 'staff', 'paul'),
  token: await linkTo(world, 'paul@example.org'),
})
/** A temporary portal of Léa, registered. */
const lea: Race['before'] = async (world) => {
  const portal = await createdFor(world, 'client', 'lea', { permanence: 'temporary' })
  const token = await linkTo(world, 'lea@example.com')
  await world.registration.complete({ token, loginName: 'lea.gagnon', password })
  return { portal, token }
}
type Command = Race['commands'][number]
const complete =
  (token = 'token', loginName = 'paul.tremblay'): Command =>
  ({ registration }, known) =>
    registration.complete({ token: of(known, token), loginName, password })
const command =
  (name: 'resend' | 'suspend' | 'promote' | 'revoke' | 'close', at = atStart): Command =>
  ({ registration, clock }, known) => {
    clock.set(at)
    return registration[name]({ ...asked(of(known, 'admin')), holderPortalId: of(known, 'portal') })
  }
const create =
  (holderId: string, by = 'owner'): Command =>
  ({ registration }, known) =>
    registration.create({ ...asked(of(known, by)), kind: 'staff', holderId })

const races: readonly Race[] = [
  { name: 'one token, three times', before: paul, commands: [complete(), complete('token', 'paul'), complete('token', 'tremblay')] },
  {
    name: 'two of a firm take the same login name',
    before: async (world) => {
      const known = await paul(world)
      await createdFor(world, 'staff', 'marie')
      return { ...known, other: await linkTo(world, 'marie@example.org') }
    },
    commands: [complete('token', 'p.t'), complete('other', 'P.T')],
  },
  {
    name: 'two of different firms take the same login name',
    before: async (world) => {
      const known = await paul(world)
      const owner = { name: 'Otto', email: 'otto@example.org', emailVerified: true }
      const other = await world.portico.administration.createPortal({ portalId: 'other', name: 'The other one', owner, licences: features })
      await world.registration.create({ portalId: 'other', actorId: other.owner.id, kind: 'staff', holderId: 'marie' })
      return { ...known, other: await linkTo(world, 'marie@example.org') }
    },
    commands: [complete('token', 'p.t'), complete('other', 'P.T')],
  },
  {
    name: 'the last seat',
    settings: { licences: { of: () => Promise.resolve({ features, seats: { staffPortals: 1 } }) } },
    before: () => Promise.resolve({}),
    commands: [create('paul'), create('marie', 'admin')],
  },
  { name: 'created twice', before: () => Promise.resolve({}), commands: [create('paul'), create('paul', 'admin')] },
  { name: 'resend and complete', before: paul, commands: [command('resend'), complete()] },
  { name: 'revoke and complete', before: paul, commands: [command('revoke'), complete()] },
  { name: 'suspend and complete', before: paul, commands: [command('suspend'), complete()] },
  { name: 'close and complete', before: paul, commands: [command('close'), complete()] },
  {
    name: 'another address and complete',
    before: paul,
    commands: [
      ({ registration }, known) =>
        registration.changeEmail({ ...asked(of(known, 'admin')), holderPortalId: of(known, 'portal'), email: 'new@example.org' }),
      complete(),
    ],
  },
  {
    name: 'promote and the end of its time',
    before: lea,
    commands: [
      // The clocks of two instances never quite agree: by this one there is a millisecond left.
      command('promote', atStart + 30 * day - 1),
      ({ registration, clock }, known) => {
        clock.set(atStart + 30 * day)
        return registration.system.expire({ portalId: 'roy', holderPortalId: of(known, 'portal') })
      },
    ],
  },
]

describe('on PostgreSQL, commands of two instances at the same time: it looks as if they came one after the other', () => {
  test.each(races.map((race) => [race.name, race] as const))('%s', { timeout: 120_000 }, async (_name, race) => {
    const before = await startOf(race)
    const orders = await serials(race, before)
    const [texts, seen] = [orders.map(canonical), new Set<string>()]
    let interleaved = 0
    for (let turn = 0; turn < rounds; turn += 1) {
      await empty()
      await fill(storageOf(0), before.records)
      const log = newLog()
      const run = async (one: Command, caller: number): Promise<string> => {
        const world = instance(logged(storageOf(caller), log, caller), race.settings)
        const delay = ((caller + turn) % race.commands.length) * (delays[turn % delays.length] ?? 0)
        if (delay > 0) await sleep(delay)
        return codeOf(() => one(world, before.known))
      }
      const codes = await Promise.all(race.commands.map(run))
      interleaved += Number(isInterleaved(log))
      const end = await endOf(codes, storageOf(0), log, before, race.settings)
      const at = texts.indexOf(canonical(end))
      // What differs is told against the order with the same answers.
      if (at < 0) expect(end).toEqual(orders.find((order) => canonical(order.codes) === canonical(codes)) ?? orders)
      seen.add(texts[at] ?? '')
    }
    expect(interleaved, 'they were under way at the same time').toBeGreaterThan(rounds / 2)
    expect(seen.size, 'each of them came first at times').toBeGreaterThan(1)
  })
})

describe('on PostgreSQL, 50 bad attempts with one link at the same time', () => {
  test('are never looked at more often than a link may be used wrongly', { timeout: 120_000 }, async () => {
    const maxAttempts = 10
    const before = await startOf({ name: 'attempts', before: paul, commands: [] })
    for (let turn = 0; turn < 5; turn += 1) {
      await empty()
      await fill(storageOf(0), before.records)
      const work = { listed: 0, hashed: 0 }
      const list = { reasonAgainst: () => Promise.resolve(`leaked ${(work.listed += 1)}`) }
      const hash = (one: string): Promise<string> => fakeHasher.hash(`${one} ${(work.hashed += 1)}`)
      const settings = {
        passwords: { ...fakeHasher, hash },
        passwordRules: { blockLists: [{ list, onFailure: 'refuse' as const }] },
        registration: { maxAttempts },
      }
      const all = Array.from({ length: 50 }, (_, at) =>
        codeOf(() => complete('token', `paul-${at}`)(instance(storageOf(at), settings), before.known)),
      )
      const codes = await Promise.all(all)
      const count = (code: string): number => codes.filter((one) => one === code).length
      expect(work.listed, JSON.stringify(codes)).toBeLessThanOrEqual(maxAttempts)
      expect(work).toEqual({ listed: count('PASSWORD_BLOCKED'), hashed: 0 })
      expect(count('PASSWORD_BLOCKED') + count('ATTEMPTS_EXCEEDED') + count('CONFLICT'), JSON.stringify(codes)).toBe(50)
      expect(count('PASSWORD_BLOCKED'), 'attempts that were looked at').toBeGreaterThan(0)
      const stored = await storageOf(0).get('holderPortals', 'roy', of(before.known, 'portal'))
      expect(stored?.row.attempts).toBeLessThanOrEqual(maxAttempts)
      expect(stored?.row.attempts).toBeGreaterThanOrEqual(work.listed)
    }
  })
})
