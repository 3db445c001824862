// One database for all of it: the tables of portico, and beside them those of the application.
import { Kysely, PostgresDialect, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import pg from 'pg'
import { kyselyStorage, migrations, type SqlDialect } from 'portico/kysely'
import type { Storage } from 'portico/server'
import { sqliteFile } from 'portico/sqlite'

/** The application's own tables. */
export interface Tables {
  /** The staff, the offices, the firm itself, clients and contacts. */
  holders: {
    firm: string
    id: string
    kind: string
    name: string
    email: string | null
    active: number
    office: string | null
    language: string
    /** A JSON list: the members and accounts who work for this client. */
    staff: string
    /** The portal that was opened for him. */
    account: string | null
  }
  sessions: { hash: string; firm: string; account: string; ends_at: string }
  files: { id: string; firm: string; exchange: string; name: string; content: string; uploaded_by: string }
}

export interface Database {
  readonly db: Kysely<Tables>
  readonly storage: Storage
}

/** A SQLite file, for one instance of the application; or PostgreSQL, for any number of them. */
export async function openDatabase(file: string, postgres?: string): Promise<Database> {
  const dialect: SqlDialect = postgres === undefined ? 'sqlite' : 'postgres'
  const db = new Kysely<Tables>({
    dialect:
      postgres === undefined ? sqliteFile(file) : new PostgresDialect({ pool: new pg.Pool({ connectionString: postgres, max: 10 }) }),
  })
  const { error } = await new Migrator({
    db,
    provider: migrations({ dialect }),
    migrationTableName: 'portico_migration',
    migrationLockTableName: 'portico_migration_lock',
  }).migrateToLatest()
  if (error) throw new Error('the tables could not be made', { cause: error })
  await makeTables(db)
  return { db, storage: kyselyStorage(db, { dialect }) }
}

/** An application that changes has migrations for these too. */
async function makeTables(db: Kysely<Tables>): Promise<void> {
  await sql`create table if not exists holders (
    firm text not null, id text not null, kind text not null, name text not null, email text, active integer not null, office text,
    language text not null, staff text not null, account text, primary key (firm, id))`.execute(db)
  await sql`create table if not exists sessions (
    hash text primary key, firm text not null, account text not null, ends_at text not null)`.execute(db)
  await sql`create table if not exists files (
    id text primary key, firm text not null, exchange text not null, name text not null, content text not null,
    uploaded_by text not null)`.execute(db)
}
