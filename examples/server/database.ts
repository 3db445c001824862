// Where the portal is kept: a database, its tables, and the storage on them. The application's own tables may be in the same database.
import { Kysely, PostgresDialect, type Dialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import pg from 'pg'
import { kyselyStorage, migrations, type SqlDialect } from 'portico/kysely'
import type { Storage } from 'portico/server'
import { sqliteFile } from 'portico/sqlite'

export interface Database {
  readonly storage: Storage
  readonly close: () => Promise<void>
}

/** One SQLite file: for one instance of the application. */
export const openSqlite = (path: string): Promise<Database> => open('sqlite', sqliteFile(path))

/** PostgreSQL: for any number of instances. */
export const openPostgres = (connectionString: string): Promise<Database> =>
  open('postgres', new PostgresDialect({ pool: new pg.Pool({ connectionString, max: 10 }) }))

async function open(dialect: SqlDialect, kyselyDialect: Dialect): Promise<Database> {
  const db = new Kysely<unknown>({ dialect: kyselyDialect })
  await migrate(db, dialect)
  return { storage: kyselyStorage(db, { dialect }), close: () => db.destroy() }
}

/** Makes the tables, or what a later version of the library added. The migrator's own tables must not be those of the application's migrations. */
async function migrate(db: Kysely<unknown>, dialect: SqlDialect): Promise<void> {
  const { error } = await new Migrator({
    db,
    provider: migrations({ dialect }),
    migrationTableName: 'portico_migration',
    migrationLockTableName: 'portico_migration_lock',
  }).migrateToLatest()
  if (error) throw new Error('the tables could not be made', { cause: error })
}
