import { sql } from 'kysely'
import { grouped, inOrder, keyOf, type Prepared } from './batch.js'
import { selection, type Executor, type Line } from './database.js'
import { uniqueColumns, type SqlDialect, type SqlTable } from './schema.js'

// PostgreSQL takes 65,535 parameters, SQLite 32,766.
const most = 1000
const chunks = <T>(items: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / most) }, (_, index) => items.slice(index * most, (index + 1) * most))

/**
 * Keeps others from inserting these records until our transaction is over: what is not there has no row that could be locked, so PostgreSQL
 * gets a number to lock instead.
 */
async function lockAbsent(changes: readonly Prepared[], db: Executor): Promise<void> {
  for (const some of chunks(changes)) {
    const keys = sql.join(some.map(({ key }) => sql`(${key}::text)`))
    await sql`select pg_advisory_xact_lock(hashtextextended(key, 0)) from (values ${keys}) as wanted (key)`.execute(db)
  }
}

/** Reads the version and the unique values of these records of a table, and locks them where there is more than one writer. */
async function readTable(table: SqlTable, changes: readonly Prepared[], db: Executor, dialect: SqlDialect): Promise<readonly Line[]> {
  const columns = selection([...new Set([...table.identity, ...uniqueColumns(table)])], dialect)
  const lock = changes.every(({ op }) => op === 'check') ? sql`for share` : sql`for update`
  const lines: Line[] = []
  for (const some of chunks(changes)) {
    const keys = sql.join(some.map(({ identity }) => sql`(${sql.join(identity)})`))
    const { rows } = await sql<Line>`
      select ${columns} from ${sql.id(table.name)} where ("portal_id", "id") in (values ${keys})
      order by "portal_id", "id" ${dialect === 'postgres' ? lock : sql``}`.execute(db)
    lines.push(...rows)
  }
  return lines
}

/**
 * Reads what the store has of the records of a batch. Until the transaction is over, nobody else changes, deletes or inserts one of them.
 *
 * @returns the lines by {@link keyOf}; none for a record that is not there
 */
export async function readLocked(batch: readonly Prepared[], db: Executor, dialect: SqlDialect): Promise<ReadonlyMap<string, Line>> {
  const changes = inOrder(batch, ({ key }) => key)
  const absent = changes.filter(({ op, expected }) => op === 'insert' || (op === 'check' && expected === 0))
  if (dialect === 'postgres') await lockAbsent(absent, db)
  const found = new Map<string, Line>()
  for (const [table, named] of grouped(changes, (change) => change.table)) {
    for (const line of await readTable(table, named, db, dialect)) found.set(keyOf(table, line.portal_id, line.id), line)
  }
  return found
}
