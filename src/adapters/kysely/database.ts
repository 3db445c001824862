import { sql, type RawBuilder } from 'kysely'
import type { SqlColumn, SqlDialect } from './schema.js'

/** What runs a query: a Kysely instance, a connection of it, a transaction. */
export type Executor = Parameters<RawBuilder<unknown>['execute']>[0]

/** What the adapter needs of Kysely: any `Kysely<…>` fits, whatever its tables and plugins are. */
export interface AnyKysely extends Executor {
  /** Plugins would rename the columns. */
  withoutPlugins(): AnyKysely
  /** A connection of its own for a while. */
  connection(): { execute<T>(run: (connection: Executor) => Promise<T>): Promise<T> }
  /** A transaction. */
  transaction(): { setIsolationLevel(level: 'read committed'): { execute<T>(run: (transaction: Executor) => Promise<T>): Promise<T> } }
}

/** A line of a result. */
export type Line = Readonly<Record<string, unknown>>

/** These columns and the version, as they are read. */
export function selection(columns: readonly SqlColumn[], dialect: SqlDialect): RawBuilder<unknown> {
  // JSON as text: how a driver gives it is a setting of the application
  const read = ({ name, type }: SqlColumn): RawBuilder<unknown> =>
    type === 'json' && dialect === 'postgres' ? sql`${sql.id(name)}::text as ${sql.id(name)}` : sql.id(name)
  return sql.join([...columns.map(read), sql.id('version')])
}

/** A parameter for this column. */
export function parameter(value: unknown, { type }: SqlColumn, dialect: SqlDialect): RawBuilder<unknown> {
  return type === 'json' && dialect === 'postgres' ? sql`${value}::text::jsonb` : sql`${value}`
}

const locked = /database (table |schema )?is locked/

/** Whether the same again may succeed: another one was in the way (a deadlock, a serialization failure, a locked file). */
function isTransient(error: unknown, dialect: SqlDialect): boolean {
  if (!(error instanceof Error)) return false
  if (dialect === 'sqlite') return locked.test(error.message)
  return 'code' in error && (error.code === '40001' || error.code === '40P01')
}

const sqliteUnique = /UNIQUE constraint failed: (.+)$/

/** The name of the constraint that an error is about (PostgreSQL), or its columns as `table.column, table.column` (SQLite), if it is a duplicate. */
export function violatedUnique(error: unknown, dialect: SqlDialect): string | undefined {
  if (!(error instanceof Error)) return undefined
  if (dialect === 'sqlite') return sqliteUnique.exec(error.message)?.[1]
  if (!('code' in error && error.code === '23505')) return undefined
  return 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : undefined
}

const attempts = 20
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Runs this again, a bounded number of times and after a short while, when another one was in the way. */
export async function retrying<T>(run: () => Promise<T>, dialect: SqlDialect): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run()
    } catch (error) {
      if (attempt === attempts || !isTransient(error, dialect)) throw error
      await pause(Math.random() * 10 * attempt)
    }
  }
}

async function immediately<T>(connection: Executor, run: (connection: Executor) => Promise<T>): Promise<T> {
  await sql`begin immediate`.execute(connection)
  try {
    const result = await run(connection)
    await sql`commit`.execute(connection)
    return result
  } catch (error) {
    await sql`rollback`.execute(connection).catch(() => undefined) // some errors of SQLite have ended the transaction already
    throw error
  }
}

/** Runs this in a transaction that may write: SQLite lets one of them in at a time, PostgreSQL as many as lock nothing in common. */
export function transaction<T>(db: AnyKysely, dialect: SqlDialect, run: (transaction: Executor) => Promise<T>): Promise<T> {
  return dialect === 'sqlite'
    ? db.connection().execute((connection) => immediately(connection, run))
    : db.transaction().setIsolationLevel('read committed').execute(run)
}
