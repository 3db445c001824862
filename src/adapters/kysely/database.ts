import { CompiledQuery, type QueryResult, type RawBuilder } from 'kysely'
import type { SqlValue } from './codec.js'
import type { SqlDialect } from './schema.js'

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

/** Runs a statement as it is: nothing is left to build, or to compile. */
export function run(db: Executor, text: string, parameters: readonly SqlValue[] = []): Promise<QueryResult<Line>> {
  return db.getExecutor().executeQuery<Line>(CompiledQuery.raw(text, [...parameters]))
}

const locked = /database (table |schema )?is locked/

/** Whether the same again may succeed: another one was in the way (a deadlock, a serialization failure, a locked file). */
function isTransient(error: unknown, dialect: SqlDialect): boolean {
  if (!(error instanceof Error)) return false
  if (dialect === 'sqlite') return locked.test(error.message)
  return 'code' in error && (error.code === '40001' || error.code === '40P01')
}

const sqliteUnique = /UNIQUE constraint failed: (.+)/

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
export async function retrying<T>(work: () => Promise<T>, dialect: SqlDialect): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (attempt === attempts || !isTransient(error, dialect)) throw error
      await pause(Math.random() * 10 * attempt)
    }
  }
}

async function immediately<T>(connection: Executor, work: (connection: Executor) => Promise<T>): Promise<T> {
  await run(connection, 'begin immediate')
  try {
    const result = await work(connection)
    await run(connection, 'commit')
    return result
  } catch (error) {
    await run(connection, 'rollback').catch(() => undefined) // some errors of SQLite have ended the transaction already
    throw error
  }
}

/** Runs this in a transaction that may write: SQLite lets one of them in at a time, PostgreSQL as many as lock nothing in common. */
export function transaction<T>(db: AnyKysely, dialect: SqlDialect, work: (transaction: Executor) => Promise<T>): Promise<T> {
  return dialect === 'sqlite'
    ? db.connection().execute((connection) => immediately(connection, work))
    : db.transaction().setIsolationLevel('read committed').execute(work)
}
