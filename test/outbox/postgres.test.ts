import { setTimeout as sleep } from 'node:timers/promises'
import { sql, type Kysely } from 'kysely'
import { kyselyStorage } from 'portico/kysely'
import type { Change, Mailer, Storage } from 'portico/server'
import { systemClock } from 'portico/system'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openPostgres } from '../../examples/server/database.js'
import { connect, empty, migrate } from '../support/databases.js'
import { startPostgres, type PostgresServer } from '../support/postgres.js'
import { hour, insertInvitation, invite, note, portico, put } from './harness.js'

// Several instances of an application, each with ten connections of its own, and one real PostgreSQL.

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

const clock = systemClock()
const expiresAt = clock.now() + hour

/** A mailer that needs a moment, and notes whom it is given again while it is still being sent. */
function watchful(fails: () => boolean = () => false) {
  const [now, taken, twiceAtOnce] = [new Set<string>(), [] as string[], [] as string[]]
  const mailer: Mailer = {
    async send({ to: { name } }) {
      if (now.has(name)) twiceAtOnce.push(name)
      now.add(name)
      await sleep(Math.random() * 3)
      now.delete(name)
      if (fails()) throw new Error('not now')
      taken.push(name)
    },
  }
  return { mailer, taken, twiceAtOnce }
}

const invitations = Array.from({ length: 50 }, (_, at) => `i${at}`)
const names = (count: number): string[] => Array.from({ length: count }, (_, at) => `letter-${at}`)
/** Every other letter has a link. */
const letter = (name: string, at: number): Change =>
  at % 2 === 0 ? note(name, { toName: name }) : invite(name, invitations[at % 50]!, { expiresAt }, { toName: name })

async function byStatus(): Promise<unknown> {
  const { rows } = await sql`select status, attempts::int, count(*)::int from portico_outbox group by 1, 2 order by 1, 2`.execute(
    instances[0]!,
  )
  return rows
}

describe.each([2, 4])('%i dispatchers and 1,000 letters', (count) => {
  test('none is lost, none is sent by two at once, none is sent twice', { timeout: 60_000 }, async () => {
    const all = names(1_000)
    const { mailer, taken, twiceAtOnce } = watchful()
    await put(storages[0]!, ...invitations.map((id) => insertInvitation(id, { expiresAt })), ...all.map(letter))
    const dispatchers = storages.slice(0, count).map((storage) => portico({ storage, mailer, clock }).outbox)
    const shares = await Promise.all(
      dispatchers.map(async (outbox) => {
        let sent = 0
        for (;;) {
          const counts = await outbox.dispatch()
          expect(counts).toMatchObject({ failed: 0, dead: 0, dropped: 0 })
          sent += counts.sent
          if (counts.sent + counts.skipped === 0) return sent
        }
      }),
    )
    expect(twiceAtOnce).toEqual([])
    expect([...taken].sort()).toEqual([...all].sort())
    expect(await byStatus()).toEqual([{ status: 'sent', attempts: 1, count: 1_000 }])
    expect(shares.reduce((sum, sent) => sum + sent, 0)).toBe(1_000)
    expect(Math.min(...shares)).toBeGreaterThan(0)
    const { rows } = await sql<{ count: number }>`select count(*)::int from portico_tokens`.execute(instances[0]!)
    expect(rows).toEqual([{ count: 500 }])
  })
})

describe('commits and dispatchers at the same time', () => {
  test('what was committed is sent once, what was refused is not', { timeout: 60_000 }, async () => {
    const all = names(400)
    const { mailer, taken, twiceAtOnce } = watchful()
    await put(storages[0]!, ...invitations.map((id) => insertInvitation(id, { expiresAt })))
    const apps = storages.map((storage) => portico({ storage, mailer, clock, dispatch: 'after-commit' }))
    // Every letter is committed by two at the same time: one of them is refused, with all that he wanted to commit.
    const committed = await Promise.all(
      all.flatMap((name, at) =>
        [0, 1].map(async (twin) => {
          const beside = `${name} beside ${twin}`
          const { status } = await apps[(at + twin) % 4]!.runtime.commit([letter(name, at), note(beside, { toName: beside })])
          return status === 'ok' ? [name, beside] : []
        }),
      ),
    )
    await Promise.all(apps.map(({ runtime }) => runtime.settled()))
    for (;;) {
      const { sent, skipped } = await apps[0]!.outbox.dispatch()
      if (sent + skipped === 0) break
    }
    expect(twiceAtOnce).toEqual([])
    expect(committed.flat()).toHaveLength(800)
    expect([...taken].sort()).toEqual(committed.flat().sort())
    expect(await byStatus()).toEqual([{ status: 'sent', attempts: 1, count: 800 }])
  })

  test('workers that run beside a mailer that fails one time in three', { timeout: 60_000 }, async () => {
    const all = names(200)
    let turn = 0
    const { mailer, taken, twiceAtOnce } = watchful(() => turn++ % 3 === 0)
    const ended = new AbortController()
    let ahead = 0
    // A clock that somebody moves on, so that nobody has to wait for the next attempt.
    const fast = { ...clock, now: () => clock.now() + ahead }
    const errors: unknown[] = []
    const running = storages.map((storage) =>
      portico({ storage, mailer, clock: fast, limits: { lease: 24 * hour } }).outbox.run({
        signal: ended.signal,
        every: 5,
        onError: (error) => errors.push(error),
      }),
    )
    await Promise.all(all.map((name, at) => put(storages[at % 4]!, note(name, { toName: name }))))
    while (taken.length < all.length) {
      await sleep(20)
      ahead += 60_000
    }
    await sleep(100)
    ended.abort()
    await Promise.all(running)
    expect(errors).toEqual([])
    expect(ahead).toBeLessThan(24 * hour)
    expect(twiceAtOnce).toEqual([])
    expect([...taken].sort()).toEqual([...all].sort())
    const { rows } = await sql`select distinct status from portico_outbox`.execute(instances[0]!)
    expect(rows).toEqual([{ status: 'sent' }])
  })
})

test('the example of a server opens its database, and again after a restart', async () => {
  await sql`create database example`.execute(instances[0]!)
  const place = new URL(server.connectionString)
  place.pathname = '/example'
  for (const status of ['ok', 'conflict']) {
    const { storage, close } = await openPostgres(place.href)
    const row = { portalId: 'p', id: 'g', name: 'Accounting', createdAt: 0 }
    expect(await storage.commit([{ op: 'insert', table: 'groups', row }])).toMatchObject({ status })
    await close()
  }
})
