import { grouped, inOrder, keyOf, type Prepared } from './batch.js'
import { run, type Executor, type Line } from './database.js'
import { uniqueColumns } from './schema.js'
import { times, worded, type ReadyTable } from './statements.js'

// PostgreSQL takes 65,535 parameters, SQLite 32,766.
const most = 1000
const chunks = <T>(items: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / most) }, (_, index) => items.slice(index * most, (index + 1) * most))

/**
 * Keeps others from inserting the records that a batch inserts, or that must not be there, until our transaction is over (PostgreSQL): what is
 * not there has no row that could be locked, so there is a number to lock instead. Records that may be taken out and put in again, because
 * they exchange unique values, count among them: in between, others would find them gone.
 */
export async function lockAbsent(batch: readonly Prepared[], db: Executor): Promise<void> {
  const updates = grouped(
    batch.filter(({ op, table }) => op === 'update' && uniqueColumns(table).length > 0),
    ({ table }) => table,
  )
  const exchanged = [...updates.values()].filter(({ length }) => length > 1).flat()
  const absent = [...batch.filter(({ op, expected }) => op === 'insert' || (op === 'check' && expected === 0)), ...exchanged]
  for (const some of chunks(inOrder(absent, ({ key }) => key))) {
    const wanted = `(values ${times(some.length, '(?::text)')}) as wanted (key)`
    const lock = worded(`select pg_advisory_xact_lock(hashtextextended(key, 0)) from ${wanted}`, 'postgres')
    await run(
      db,
      lock,
      some.map(({ key }) => key),
    )
  }
}

async function readTable(table: ReadyTable, changes: readonly Prepared[], db: Executor): Promise<readonly Line[]> {
  const lock = changes.every(({ op }) => op === 'check') ? 'share' : 'update'
  const lines: Line[] = []
  for (const some of chunks(changes)) {
    const identities = some.flatMap(({ identity }) => identity)
    const { rows } = await run(db, table.sql.read(some.length, lock), identities)
    lines.push(...rows)
  }
  return lines
}

/**
 * Reads what the store has of the records that are named here: their versions and unique values. Until the transaction is over, nobody else
 * changes or deletes one of them.
 *
 * @returns the lines by {@link keyOf}; none for a record that is not there
 */
export async function readLocked(changes: readonly Prepared[], db: Executor): Promise<ReadonlyMap<string, Line>> {
  const found = new Map<string, Line>()
  const ordered = inOrder(changes, ({ key }) => key)
  for (const [table, named] of grouped(ordered, (change) => change.table)) {
    for (const line of await readTable(table, named, db)) found.set(keyOf(table, line.portal_id, line.id), line)
  }
  return found
}
