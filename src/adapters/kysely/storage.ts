import type { Storage, Stored } from '../../ports/storage.js'
import type { TableName } from '../../records.js'
import { identityOf, prepareBatch } from './batch.js'
import { decodeRow, encode, encodeText, type SqlValue } from './codec.js'
import { commitBatch } from './commit.js'
import { run, type AnyKysely, type Line } from './database.js'
import type { SchemaOptions, SqlDialect, SqlTable } from './schema.js'
import { dueStatement, readySchema } from './statements.js'

function storedOf<T extends TableName>(line: Line, table: SqlTable): Stored<T> {
  return { row: decodeRow(line, table), version: Number(line.version) } as Stored<TableName> as Stored<T>
}

// Where a page ended: id and portal, for the ids of a page may be of several portals.
const cursorOf = ({ row }: Stored<TableName>): string => JSON.stringify([row.id, row.portalId])

function positionOf(cursor: string): readonly [string, string] {
  try {
    const position: unknown = JSON.parse(cursor)
    if (Array.isArray(position)) {
      const [id, portalId] = position as readonly unknown[]
      if (typeof id === 'string' && typeof portalId === 'string') return [encodeText(id), encodeText(portalId)]
    }
  } catch {
    // said below
  }
  throw new TypeError('`after` must be the `next` of the page before')
}

function wanted(table: SqlTable, index: string, values: Readonly<Record<string, unknown>>, dialect: SqlDialect): readonly SqlValue[] {
  const found = table.indexes.find(({ key }) => key === index)
  if (found === undefined) throw new TypeError(`records of \`${table.key}\` are not found by \`${index}\``)
  return found.columns.map((column) => encode(values[column.key], column, table, dialect))
}

function checkLimit(limit: number, [least, most]: readonly [number, number]): void {
  if (!(Number.isInteger(limit) && limit >= least && limit <= most))
    throw new RangeError(`\`${limit}\` is not a number of records to ask for`)
}

/**
 * Keeps everything in SQLite or PostgreSQL, through the Kysely instance of the application: the tables are beside its own, and may be joined
 * with them. Make them with {@link migrations} first.
 *
 * Every string of JavaScript comes back as it was: what a database cannot hold (NUL, half of a surrogate pair) is stored as U+FDD0 and four
 * digits. The texts that a record is found by may have 2,600 bytes together.
 *
 * Each batch is a transaction of its own, and cannot be part of one of the application. While the application has a transaction open on SQLite,
 * do not wait inside it for this storage, when it has the same Kysely instance: there is one connection, and it would wait for itself.
 *
 * @param db any Kysely instance, not a transaction. Its plugins are not used, nor is the schema of `db.withSchema(…)`: the tables are where the
 *   connection finds them, on PostgreSQL by its `search_path`
 * @param options which database, and the prefix of the tables
 * @returns the storage; its methods reject with a `TypeError` or `RangeError`, before anything is written, when they are given what is no
 *   record, and with the error of the database when it does not answer
 * @throws TypeError for another dialect, or a prefix that is not a prefix
 *
 * @example
 * ```ts
 * const db = new Kysely<Database>({ dialect: sqliteFile('portico.db') })
 * const storage = kyselyStorage(db, { dialect: 'sqlite' })
 * ```
 */
export function kyselyStorage(db: AnyKysely, options: SchemaOptions): Storage {
  const { dialect } = options
  const schema = readySchema(options)
  const plain = db.withoutPlugins()

  async function rows<T extends TableName>(name: T, text: string, parameters: readonly SqlValue[]): Promise<readonly Stored<T>[]> {
    const { rows: lines } = await run(plain, text, parameters)
    return lines.map((line) => storedOf<T>(line, schema[name]))
  }

  return {
    async get(name, portalId, id) {
      const table = schema[name]
      const [found] = await rows(name, table.sql.get, identityOf(table, portalId, id, dialect))
      return found
    },
    async find(name, index, values, { limit = 100, after } = {}) {
      checkLimit(limit, [1, 1000])
      const table = schema[name]
      const key = String(index)
      const equal = wanted(table, key, values, dialect)
      const [text = '', behind] = after === undefined ? [table.sql.find.get(key), []] : [table.sql.findAfter.get(key), positionOf(after)]
      const found = await rows(name, text, [...equal, ...behind, limit + 1])
      const items = found.slice(0, limit)
      const last = items.at(-1)
      return last === undefined || found.length <= limit ? { items } : { items, next: cursorOf(last) }
    },
    async due(table, now, limit) {
      checkLimit(limit, [0, Number.MAX_SAFE_INTEGER])
      return await rows(table, dueStatement(schema[table], dialect), [Math.min(Math.floor(now), Number.MAX_SAFE_INTEGER), limit])
    },
    async commit(batch) {
      const prepared = prepareBatch(batch, schema, dialect)
      return prepared.length === 0 ? { status: 'ok' } : commitBatch(prepared, { db: plain, schema, dialect })
    },
  }
}
