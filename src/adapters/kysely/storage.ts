import { sql, type RawBuilder } from 'kysely'
import type { Storage, Stored } from '../../ports/storage.js'
import type { TableName } from '../../records.js'
import { identityOf, prepareBatch } from './batch.js'
import { decodeRow, encode, encodeText } from './codec.js'
import { commitBatch } from './commit.js'
import { selection, type AnyKysely, type Line } from './database.js'
import { sqlSchema, type SchemaOptions, type SqlDialect, type SqlTable } from './schema.js'

function storedOf<T extends TableName>(line: Line, table: SqlTable): Stored<T> {
  return { row: decodeRow(line, table), version: Number(line.version) } as Stored<TableName> as Stored<T>
}

const from = (table: SqlTable, dialect: SqlDialect): RawBuilder<unknown> =>
  sql`select ${selection(table.columns, dialect)} from ${sql.id(table.name)}`

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

function wanted(table: SqlTable, index: string, values: Readonly<Record<string, unknown>>, dialect: SqlDialect): RawBuilder<unknown> {
  const found = table.indexes.find(({ key }) => key === index)
  if (found === undefined) throw new TypeError(`records of \`${table.key}\` are not found by \`${index}\``)
  const equals = found.columns.map((column) => sql`${sql.id(column.name)} = ${encode(values[column.key], column, table, dialect)}`)
  return sql.join(equals, sql` and `)
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
 * @param db any Kysely instance; plugins are not used. Not a transaction: each batch is one of its own
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
  const schema = sqlSchema(options)
  const plain = db.withoutPlugins()

  async function rows<T extends TableName>(query: RawBuilder<unknown>, table: T): Promise<readonly Stored<T>[]> {
    const { rows: lines } = await (query as RawBuilder<Line>).execute(plain)
    return lines.map((line) => storedOf<T>(line, schema[table]))
  }

  return {
    async get(name, portalId, id) {
      const table = schema[name]
      const [portal, own] = identityOf(table, portalId, id, dialect)
      const [found] = await rows(sql`${from(table, dialect)} where "portal_id" = ${portal} and "id" = ${own}`, name)
      return found
    },
    async find(name, index, values, { limit = 100, after } = {}) {
      checkLimit(limit, [1, 1000])
      const table = schema[name]
      const matching = sql`${from(table, dialect)} where ${wanted(table, String(index), values, dialect)}`
      const behind = after === undefined ? sql`` : sql`and ("id", "portal_id") > (${sql.join(positionOf(after))})`
      const found = await rows(sql`${matching} ${behind} order by "id", "portal_id" limit ${limit + 1}`, name)
      const items = found.slice(0, limit)
      const last = items.at(-1)
      return last === undefined || found.length <= limit ? { items } : { items, next: cursorOf(last) }
    },
    async due(now, limit) {
      checkLimit(limit, [0, Number.MAX_SAFE_INTEGER])
      const latest = Math.min(Math.floor(now), Number.MAX_SAFE_INTEGER)
      const overdue = sql`${from(schema.outbox, dialect)} where "due_at" <= ${latest}`
      return await rows(sql`${overdue} order by "due_at", "id", "portal_id" limit ${limit}`, 'outbox')
    },
    async commit(batch) {
      const prepared = prepareBatch(batch, schema, dialect)
      return prepared.length === 0 ? { status: 'ok' } : commitBatch(prepared, { db: plain, schema, dialect })
    },
  }
}
