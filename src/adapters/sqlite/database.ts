import process from 'node:process'
import type * as NodeSqlite from 'node:sqlite'
import type { SqliteDatabase, SqliteStatement } from 'kysely'

/** A database as Kysely's `SqliteDialect` wants it, and `exec`. */
export interface OpenDatabase extends SqliteDatabase {
  exec(sql: string): void
}

const mostKept = 200

// A pragma may work when it is prepared, and not again when it is run; `*` may be other columns by the next time.
const isKept = (sql: string): boolean => /^\s*(select|insert|update|delete|with|begin|commit|rollback)\b[^*]*$/i.test(sql)

/** Keeps the statements that were used last: to prepare one takes longer than to run it. None that failed, as `libsql` does not reset it. */
function keeping(database: OpenDatabase): OpenDatabase {
  const kept = new Map<string, SqliteStatement>()
  const prepared = (sql: string): SqliteStatement => {
    const statement = database.prepare(sql)
    const trying = <T>(work: () => T): T => {
      try {
        return work()
      } catch (error) {
        kept.delete(sql)
        throw error
      }
    }
    return {
      reader: statement.reader,
      all: (parameters) => trying(() => statement.all(parameters)),
      run: (parameters) => trying(() => statement.run(parameters)),
      // One of its own: others may use the kept one before all lines are read.
      iterate: (parameters) => database.prepare(sql).iterate(parameters),
    }
  }
  return {
    close() {
      kept.clear()
      database.close()
    },
    exec: (sql) => database.exec(sql),
    prepare(sql) {
      const known = kept.get(sql)
      const statement = known ?? prepared(sql)
      if (known) kept.delete(sql) // to be the last one again
      if (known || isKept(sql)) kept.set(sql, statement)
      const [oldest] = kept.size > mostKept ? kept.keys() : []
      if (oldest !== undefined) kept.delete(oldest)
      return statement
    },
  }
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
  return sqlite && 'columns' in sqlite.StatementSync.prototype ? keeping(adapted(new sqlite.DatabaseSync(path))) : undefined
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
    return keeping(withExecutedTransactions(new Libsql(path)))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error
    throw new Error('this version of Node has no SQLite: install `libsql`, or use Node 24', { cause: error })
  }
}
