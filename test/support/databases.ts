import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect, PostgresDialect, sql } from 'kysely'
import { Migrator, type MigrationResult } from 'kysely/migration'
import pg from 'pg'
import { migrations, type SqlDialect } from '../../src/adapters/kysely/index.js'
import { sqlSchema } from '../../src/adapters/kysely/schema.js'
import { sqliteFile } from '../../src/adapters/sqlite/index.js'
import { startPostgres } from './postgres.js'

/** A database for tests, without tables. */
export interface TestDatabase {
  readonly db: Kysely<unknown>
  readonly dialect: SqlDialect
  /** Another instance of the same database, with connections of its own; destroy it. Left out where there is but one connection. */
  readonly reopen?: () => Kysely<unknown>
  close(): Promise<void>
}

async function file(engine: 'node' | 'libsql'): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'portico-sqlite-'))
  const reopen = (): Kysely<unknown> => new Kysely<unknown>({ dialect: sqliteFile(join(folder, 'portico.db'), { engine }) })
  const db = reopen()
  const close = async (): Promise<void> => {
    await db.destroy()
    await rm(folder, { recursive: true })
  }
  return { db, dialect: 'sqlite', reopen, close }
}

function pglite(): Promise<TestDatabase> {
  const db = new Kysely<unknown>({ dialect: new PGliteDialect({ pglite: new PGlite() }) })
  return Promise.resolve({ db, dialect: 'postgres', close: () => db.destroy() })
}

/** A Kysely instance with so many connections to a server. */
export function connect(connectionString: string, connections: number): Kysely<unknown> {
  return new Kysely<unknown>({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString, max: connections }) }) })
}

async function postgres(): Promise<TestDatabase> {
  const server = await startPostgres()
  const reopen = (): Kysely<unknown> => connect(server.connectionString, 20)
  const db = reopen()
  const close = async (): Promise<void> => {
    await db.destroy()
    await server.stop()
  }
  return { db, dialect: 'postgres', reopen, close }
}

/** Every database that the adapter is tried on, by what it is. */
export const engines: Readonly<Record<string, () => Promise<TestDatabase>>> = {
  'SQLite of Node': () => file('node'),
  libsql: () => file('libsql'),
  PGlite: pglite,
  PostgreSQL: postgres,
}

/** Runs the migrations; gives what was done. */
export async function migrate({ db, dialect }: Pick<TestDatabase, 'db' | 'dialect'>, prefix?: string): Promise<readonly MigrationResult[]> {
  const { error, results = [] } = await new Migrator({
    db,
    provider: migrations({ dialect, prefix }),
    migrationTableName: `${prefix ?? ''}migration`,
    migrationLockTableName: `${prefix ?? ''}migration_lock`,
  }).migrateToLatest()
  if (error) throw new Error('the migrations failed', { cause: error })
  return results
}

/** Deletes every record. */
export async function empty({ db, dialect }: Pick<TestDatabase, 'db' | 'dialect'>): Promise<void> {
  for (const { name } of Object.values(sqlSchema({ dialect }))) await sql`delete from ${sql.id(name)}`.execute(db)
}
