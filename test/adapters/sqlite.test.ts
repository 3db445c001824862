import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely, sql } from 'kysely'
import { describe, expect, onTestFinished, test } from 'vitest'
import { kyselyStorage } from '../../src/adapters/kysely/index.js'
import { openLibsql, openNodeSqlite } from '../../src/adapters/sqlite/database.js'
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

  test('a migration does not take a table of the application for its own', async () => {
    const db = open(await newFile())
    await sql`create table members (portal_id text, id text, nickname text)`.execute(db)
    const error = await migrate({ db, dialect: 'sqlite' }, '').catch((reason: unknown) => reason)
    expect((error as Error).cause).toEqual(
      new Error('there is a table `members` already, without the column `type`: choose another prefix'),
    )
    await expect(sql`select * from portals`.execute(db)).rejects.toThrow('no such table')
  })

  test('a statement answers while its lines are still being read elsewhere, and after it has failed', async () => {
    const path = await newFile()
    const database = engine === 'node' ? openNodeSqlite(path)! : await openLibsql(path)
    onTestFinished(() => database.close())
    database.exec('create table t (n integer primary key)')
    const add = (n: number): unknown => database.prepare('insert into t values (?)').run([n])
    for (const n of [1, 2, 3]) add(n)
    expect(() => add(1)).toThrow('UNIQUE constraint failed')
    add(4)
    const numbers = (): readonly unknown[] => database.prepare('select n from t order by n').all([])
    expect(numbers()).toHaveLength(4)
    const read: unknown[] = []
    for (const line of database.prepare('select n from t order by n').iterate([])) {
      read.push(line)
      expect(numbers()).toHaveLength(4)
    }
    expect(read).toMatchObject([{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }])
  })

  test('a setting can be changed again and again, and there may be more statements than are kept', async () => {
    const db = open(await newFile())
    for (const on of [0, 1, 0, 1]) {
      await sql.raw(`pragma foreign_keys = ${on}`).execute(db)
      expect((await sql`pragma foreign_keys`.execute(db)).rows).toEqual([{ foreign_keys: on }])
    }
    for (let n = 0; n < 500; n += 1) expect((await sql.raw(`select ${n % 250} as n`).execute(db)).rows).toEqual([{ n: n % 250 }])
  })

  test('gives the columns that a table has now, whoever changed it', async () => {
    const path = await newFile()
    const [db, other] = [open(path), open(path)]
    await sql`create table t (a integer, b integer)`.execute(db)
    await sql`insert into t values (1, 2)`.execute(db)
    const all = async (text: string): Promise<unknown> => (await sql.raw(text).execute(db)).rows
    expect(await all('select * from t')).toEqual([{ a: 1, b: 2 }])
    expect(await all('select a from t')).toEqual([{ a: 1 }])
    await sql`alter table t add column c integer`.execute(other)
    await sql`alter table t drop column b`.execute(other)
    expect(await all('select * from t')).toEqual([{ a: 1, c: null }])
    expect(await all('select a from t')).toEqual([{ a: 1 }])
    await sql`drop table t`.execute(other)
    await expect(all('select a from t')).rejects.toThrow('no such table')
  })

  test('that is none rejects the first query', async () => {
    await expect(sql`select 1`.execute(open(join(tmpdir(), 'portico', 'no', 'such', 'folder', 'x.db')))).rejects.toThrow()
  })
})

test('a timeout is a number of milliseconds', () => {
  for (const busyTimeout of [-1, 0.5, Number.NaN]) expect(() => sqliteFile('x.db', { busyTimeout })).toThrow(RangeError)
})
