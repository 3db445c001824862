import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql, type Kysely } from 'kysely'
import { hashToken, type Storage } from 'portico/server'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { empty, migrate } from '../support/databases.js'
import { startPostgres } from '../support/postgres.js'
import { clockAhead, goOn, openStage, steps, stopAt, storageOf, worldMailer, type Arrived, type Stage, type Step } from './crashing.js'
import { digest, hour, portico } from './harness.js'

/** Runs a part of the application in a process of its own and kills it when it has said enough; gives what it said. */
async function killed<Given extends readonly unknown[]>(
  part: (...given: Given) => Promise<void>,
  given: Given,
  enough: (lines: readonly string[]) => boolean | Promise<boolean>,
): Promise<readonly string[]> {
  const program = `import { ${part.name} } from './test/outbox/crashing.ts'\nawait ${part.name}(...${JSON.stringify(given)})`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines: string[] = []
  const ended = once(child, 'close')
  for await (const line of createInterface(child.stdout)) {
    lines.push(line)
    if (!child.killed && (await enough(lines))) child.kill('SIGKILL')
  }
  expect(await ended).toEqual([null, 'SIGKILL'])
  return lines
}

const stages: Readonly<Record<string, (folder: string) => Promise<{ readonly stage: Stage; readonly stop: () => Promise<void> }>>> = {
  'a file of SQLite': (folder) =>
    Promise.resolve({
      stage: { dialect: 'sqlite', place: join(folder, 'portico.db'), mails: join(folder, 'mails') },
      stop: () => Promise.resolve(),
    }),
  PostgreSQL: async (folder) => {
    const server = await startPostgres()
    return { stage: { dialect: 'postgres', place: server.connectionString, mails: join(folder, 'mails') }, stop: () => server.stop() }
  },
}

describe.each(Object.entries(stages))('a process that is killed, on %s', (_, open) => {
  let folder: string
  let stage: Stage
  let stop: () => Promise<void>
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'portico-crash-'))
    ;({ stage, stop } = await open(folder))
    await using((db) => migrate({ db, dialect: stage.dialect }))
  }, 30_000)
  beforeEach(async () => {
    await using((db) => empty({ db, dialect: stage.dialect }))
    await rm(stage.mails, { force: true })
  })
  afterAll(async () => {
    await stop()
    await rm(folder, { recursive: true })
  })

  /** Opens the database anew, as after a restart. */
  async function using<T>(work: (db: Kysely<unknown>, storage: Storage) => Promise<T>): Promise<T> {
    const db = openStage(stage)
    try {
      return await work(db, storageOf(db, stage))
    } finally {
      await db.destroy()
    }
  }

  /** Waits until PostgreSQL has noticed that the killed process is gone: it may still be ending what that one asked for. */
  async function deserted(db: Kysely<unknown>): Promise<void> {
    const others = sql`select 1 from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`
    while ((await others.execute(db)).rows.length > 0) await sleep(5)
  }

  const arrived = (): readonly Arrived[] =>
    existsSync(stage.mails)
      ? readFileSync(stage.mails, 'utf8')
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line) as Arrived)
      : []

  interface Entry {
    readonly key: string
    readonly status: string
  }
  const entries = async (db: Kysely<unknown>): Promise<readonly Entry[]> =>
    (await sql<Entry>`select key, status from portico_outbox order by key`.execute(db)).rows

  /** Starts again, when all leases are over, and sends what is left. Checks what always holds; gives the entries as they were before. */
  async function restart(): Promise<readonly Entry[]> {
    return using(async (db, storage) => {
      if (stage.dialect === 'sqlite') expect((await sql`pragma integrity_check`.execute(db)).rows).toEqual([{ integrity_check: 'ok' }])
      else await deserted(db)
      const before = await entries(db)
      const { outbox } = portico({ storage, mailer: worldMailer(stage), clock: clockAhead(0.5 * hour) })
      for (;;) {
        const { sent, failed, dead, dropped, skipped } = await outbox.dispatch()
        expect({ failed, dead, dropped, skipped }).toEqual({ failed: 0, dead: 0, dropped: 0, skipped: 0 })
        if (sent === 0) break
      }
      // Everything that was committed is mailed, and nothing else; every link that arrived is known, and its record is there.
      const after = await entries(db)
      expect(after.map(({ key }) => key)).toEqual(before.map(({ key }) => key))
      expect(new Set(after.map(({ status }) => status))).toEqual(new Set(after.length === 0 ? [] : ['sent']))
      expect(new Set(arrived().map(({ key }) => key))).toEqual(new Set(after.map(({ key }) => key)))
      for (const { key, tokens } of arrived()) {
        expect(tokens).toHaveLength(key.endsWith('invitation') ? 1 : 0)
        for (const token of tokens) {
          const { items } = await storage.find('tokens', 'hash', { hash: await hashToken(digest, 'invitation', token) })
          expect(items).toHaveLength(1)
          expect(await storage.get('invitations', 'p', items[0]?.row.subjectId ?? '')).toMatchObject({ row: { status: 'open' } })
        }
      }
      return before
    })
  }

  /** What was there after the kill, and how often the two letters arrived in the end. */
  const expected: Readonly<Record<Step, readonly [invitation: string | undefined, arrived: readonly [number, number]]>> = {
    'before commit': [undefined, [0, 0]],
    'after commit': ['waiting', [1, 1]],
    'before lease': ['waiting', [1, 1]],
    'after lease': ['sending', [1, 1]],
    'before send': ['sending', [1, 1]],
    'after send': ['sending', [2, 1]],
    'after settle': ['sent', [1, 1]],
  }
  test.each(steps)('%s: what was committed is mailed, nothing else, and the data are whole', { timeout: 20_000 }, async (step) => {
    await killed(stopAt, [step, stage], (lines) => lines.includes('at'))
    const before = await restart()
    const [status, times] = expected[step]
    expect(before).toEqual(
      status === undefined
        ? []
        : [
            { key: 'first invitation', status },
            { key: 'first note', status: 'waiting' },
          ],
    )
    const all = arrived().map(({ key }) => key)
    expect(['first invitation', 'first note'].map((key) => all.filter((one) => one === key).length)).toEqual(times)
  })

  test('at any moment, five times, while it commits and sends', { timeout: 40_000 }, async () => {
    const committed: string[] = []
    for (const [at, wait] of [0, 7, 20, 41, 90].entries()) {
      const said = await killed(goOn, [`life ${at}`, stage], async (lines) => {
        if (lines.length < 5 + at) return false
        await sleep(wait + Math.random() * 10)
        return true
      })
      committed.push(...said)
    }
    const before = new Set((await restart()).map(({ key }) => key))
    for (const key of committed) {
      expect(before).toContain(`${key} invitation`)
      expect(before).toContain(`${key} note`)
    }
    expect(committed.length).toBeGreaterThan(30)
  })
})
