import process from 'node:process'
import type * as NodeSqlite from 'node:sqlite'
import type { SqliteDatabase, SqliteStatement } from 'kysely'

/** A database as Kysely's `SqliteDialect` wants it, and `exec`. */
export interface OpenDatabase extends SqliteDatabase {
  exec(sql: string): void
}

/** Makes Node's own SQLite look as Kysely expects it. */
function adapted(database: NodeSqlite.DatabaseSync): OpenDatabase {
  return {
    close: () => database.close(),
    exec: (sql) => database.exec(sql),
    prepare: (sql) => {
      const statement = database.prepare(sql)
      const values = (parameters: readonly unknown[]): NodeSqlite.SQLInputValue[] => parameters as NodeSqlite.SQLInputValue[]
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...values(parameters)),
        run: (parameters) => statement.run(...values(parameters)),
        iterate: (parameters) => statement.iterate(...values(parameters)),
      }
    },
  }
}

/** Opens a file with Node's own SQLite; nothing where Node has none, or one that cannot tell yet whether a statement gives rows (before 22.16). */
export function openNodeSqlite(path: string): OpenDatabase | undefined {
  const sqlite = process.getBuiltinModule('node:sqlite') as typeof NodeSqlite | undefined
  return sqlite && 'columns' in sqlite.StatementSync.prototype ? adapted(new sqlite.DatabaseSync(path)) : undefined
}

/** What `libsql` opens, as far as it is needed here. */
interface LibsqlDatabase extends SqliteDatabase {
  exec(sql: string): void
}

/** `libsql` never resets a prepared `begin` that found the file locked, and no transaction could be committed any more; `exec` does. */
function withExecutedTransactions(database: LibsqlDatabase): OpenDatabase {
  const execute = (sql: string): SqliteStatement => ({
    reader: false,
    all: () => [],
    iterate: () => [].values(),
    run: () => {
      database.exec(sql)
      return { changes: 0, lastInsertRowid: 0 }
    },
  })
  return {
    close: () => database.close(),
    exec: (sql) => database.exec(sql),
    prepare: (sql) => (/^(begin|commit|rollback)\b/i.test(sql) ? execute(sql) : database.prepare(sql)),
  }
}

/** Opens a file with the package `libsql`. */
export async function openLibsql(path: string): Promise<OpenDatabase> {
  try {
    const { default: Libsql } = await import('libsql')
    return withExecutedTransactions(new Libsql(path))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error
    throw new Error('this version of Node has no SQLite: install `libsql`, or use Node 24', { cause: error })
  }
}
