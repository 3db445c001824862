import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely, sql } from 'kysely'
import { describe, expect, onTestFinished, test } from 'vitest'
import { kyselyStorage } from '../../src/adapters/kysely/index.js'
import { sqliteFile } from '../../src/adapters/sqlite/index.js'
import type { Change } from '../../src/ports/storage.js'
import type { Row } from '../../src/records.js'
import { migrate } from '../support/databases.js'

const group = (id: string, name = `group ${id}`): Row<'groups'> => ({ portalId: 'p', id, name, createdAt: 0 })
const insert = (row: Row<'groups'>): Change => ({ op: 'insert', table: 'groups', row })
const update = (row: Row<'groups'>, version: number): Change => ({ op: 'update', table: 'groups', row, version })

async function newFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'portico-sqlite-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return join(folder, 'portico.db')
}

describe.each(['node', 'libsql'] as const)('a file with the SQLite of %s', (engine) => {
  const open = (path: string, busyTimeout?: number): Kysely<unknown> => {
    const db = new Kysely<unknown>({ dialect: sqliteFile(path, { engine, busyTimeout }) })
    onTestFinished(() => db.destroy())
    return db
  }

  test('is opened with a write-ahead log, a busy timeout and foreign keys', async () => {
    const db = open(await newFile(), 40)
    const setting = async (name: string): Promise<unknown> =>
      Object.values((await sql.raw(`pragma ${name}`).execute(db)).rows[0] as object)[0]
    expect(await setting('journal_mode')).toBe('wal')
    expect(await setting('busy_timeout')).toBe(40)
    expect(await setting('foreign_keys')).toBe(1)
    expect(await setting('synchronous')).toBe(2)
  })

  test('is there when it is opened again', async () => {
    const path = await newFile()
    const db = open(path)
    await migrate({ db, dialect: 'sqlite' })
    expect(await kyselyStorage(db, { dialect: 'sqlite' }).commit([insert(group('a'))])).toEqual({ status: 'ok' })
    await db.destroy()
    const again = open(path)
    expect(await migrate({ db: again, dialect: 'sqlite' })).toEqual([])
    expect(await kyselyStorage(again, { dialect: 'sqlite' }).get('groups', 'p', 'a')).toEqual({ row: group('a'), version: 1 })
  })

  test('has what got `ok` when the process is killed in the next moment', async () => {
    const path = await newFile()
    await migrate({ db: open(path), dialect: 'sqlite' })
    const program = `
      import { Kysely } from 'kysely'
      import { kyselyStorage } from './src/adapters/kysely/index.ts'
      import { sqliteFile } from './src/adapters/sqlite/index.ts'
      const db = new Kysely({ dialect: sqliteFile(${JSON.stringify(path)}, { engine: '${engine}' }) })
      const row = ${JSON.stringify(group('a'))}
      const { status } = await kyselyStorage(db, { dialect: 'sqlite' }).commit([{ op: 'insert', table: 'groups', row }])
      if (status === 'ok') process.kill(process.pid, 'SIGKILL')`
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], { stdio: 'inherit' })
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL'])
    expect(await kyselyStorage(open(path), { dialect: 'sqlite' }).get('groups', 'p', 'a')).toEqual({ row: group('a'), version: 1 })
  })

  test('takes several connections: exactly one of the racing batches wins, none is refused because another one writes', async () => {
    const path = await newFile()
    const instances = [1, 2, 3, 4].map(() => open(path, 5))
    await migrate({ db: instances[0]!, dialect: 'sqlite' })
    const storages = instances.map((db) => kyselyStorage(db, { dialect: 'sqlite' }))
    await storages[0]!.commit([insert(group('a'))])
    for (let version = 1; version <= 10; version += 1) {
      const results = await Promise.all(storages.map((storage, at) => storage.commit([update(group('a', `of ${at}`), version)])))
      expect(results.map(({ status }) => status).sort()).toEqual(['conflict', 'conflict', 'conflict', 'ok'])
    }
  })

  test('that stays locked rejects in the end, and answers again afterwards', async () => {
    const path = await newFile()
    const [db, other] = [open(path, 0), open(path, 0)]
    await migrate({ db, dialect: 'sqlite' })
    const storage = kyselyStorage(db, { dialect: 'sqlite' })
    await sql`begin immediate`.execute(other)
    await expect(storage.commit([insert(group('a'))])).rejects.toThrow('database is locked')
    expect(await storage.get('groups', 'p', 'a')).toBeUndefined()
    setTimeout(() => void sql`rollback`.execute(other), 100)
    expect(await storage.commit([insert(group('a'))])).toEqual({ status: 'ok' })
  })

  test('an interrupted migration is run again', async () => {
    const db = open(await newFile())
    await migrate({ db, dialect: 'sqlite' })
    await sql`drop table portico_audit`.execute(db)
    await sql`delete from migration`.execute(db)
    expect(await migrate({ db, dialect: 'sqlite' })).toMatchObject([{ migrationName: '0001_portico', status: 'Success' }])
    await sql`select * from portico_audit`.execute(db)
  })

  test('that is none rejects the first query', async () => {
    await expect(sql`select 1`.execute(open(join(tmpdir(), 'portico', 'no', 'such', 'folder', 'x.db')))).rejects.toThrow()
  })
})

test('a timeout is a number of milliseconds', () => {
  for (const busyTimeout of [-1, 0.5, Number.NaN]) expect(() => sqliteFile('x.db', { busyTimeout })).toThrow(RangeError)
})
