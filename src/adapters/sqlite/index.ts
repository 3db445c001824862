/**
 * The embedded database: one SQLite file, with what Node brings or with `libsql`.
 *
 * @module
 */
import { SqliteDialect, type Dialect } from 'kysely'
import { openLibsql, openNodeSqlite, type OpenDatabase } from './database.js'

/** How a file is opened. */
export interface SqliteFileOptions {
  /**
   * How many milliseconds a statement waits while another process writes; 250 by default. Node stands still meanwhile, so keep it short:
   * `kyselyStorage` tries again by itself.
   */
  readonly busyTimeout?: number | undefined
  /** `node` or `libsql` only; by default, Node's own SQLite where there is one. */
  readonly engine?: 'node' | 'libsql' | undefined
}

const settings = ['journal_mode = wal', 'synchronous = full', 'foreign_keys = on']

async function open(path: string, engine: SqliteFileOptions['engine']): Promise<OpenDatabase> {
  const opened = engine === 'libsql' ? undefined : openNodeSqlite(path)
  if (opened !== undefined) return opened
  if (engine === 'node') throw new Error('this version of Node has no SQLite that can be used: 22.16 and later have')
  return openLibsql(path)
}

/**
 * A Kysely dialect for one SQLite file: readers never wait (write-ahead log), foreign keys are enforced, and what was committed survives a power
 * cut. Uses Node's own SQLite (Node 22.16 and later), or the package `libsql` where there is none.
 *
 * The file is made, and opened, when the first query comes; `db.destroy()` closes it.
 *
 * @param path where the file is; `:memory:` for none
 * @param options how it is opened
 * @returns the `dialect` of a Kysely instance; its first query rejects when there is no SQLite, or the file cannot be opened
 *
 * @example
 * ```ts
 * const db = new Kysely<Database>({ dialect: sqliteFile('portico.db') })
 * ```
 */
export function sqliteFile(path: string, { busyTimeout = 250, engine }: SqliteFileOptions = {}): Dialect {
  if (!Number.isSafeInteger(busyTimeout) || busyTimeout < 0)
    throw new RangeError(`\`busyTimeout\` must be milliseconds, not \`${busyTimeout}\``)
  const database = async (): Promise<OpenDatabase> => {
    const opened = await open(path, engine)
    try {
      for (const setting of [`busy_timeout = ${busyTimeout}`, ...settings]) opened.exec(`pragma ${setting}`)
    } catch (error) {
      opened.close()
      throw error
    }
    return opened
  }
  return new SqliteDialect({ database })
}
