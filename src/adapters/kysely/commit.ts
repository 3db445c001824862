import { sql, type RawBuilder } from 'kysely'
import type { CommitResult } from '../../ports/storage.js'
import { grouped, inOrder, type Prepared } from './batch.js'
import { parameter, retrying, transaction, violatedUnique, type AnyKysely, type Executor, type Line } from './database.js'
import { readLocked } from './locks.js'
import { uniqueColumns, type SqlDialect, type SqlSchema } from './schema.js'

async function remove({ table, identity: [portalId, id] }: Prepared, db: Executor): Promise<void> {
  await sql`delete from ${sql.id(table.name)} where "portal_id" = ${portalId} and "id" = ${id}`.execute(db)
}

async function insert({ table, values, expected }: Prepared, db: Executor, dialect: SqlDialect): Promise<void> {
  const names = sql.join([...table.columns, { name: 'version' }].map(({ name }) => sql.id(name)))
  const row = sql.join([...table.columns.map((column, at) => parameter(values[at], column, dialect)), expected + 1])
  await sql`insert into ${sql.id(table.name)} (${names}) values (${row})`.execute(db)
}

async function update({ table, values, expected, identity: [portalId, id] }: Prepared, db: Executor, dialect: SqlDialect): Promise<void> {
  const set = (name: string, value: unknown): RawBuilder<unknown> => sql`${sql.id(name)} = ${value}`
  const columns = table.columns.map((column, at) => set(column.name, parameter(values[at], column, dialect)))
  const all = sql.join([...columns, set('version', expected + 1)])
  await sql`update ${sql.id(table.name)} set ${all} where "portal_id" = ${portalId} and "id" = ${id}`.execute(db)
}

const versionOf = (line: Line | undefined): number => (line === undefined ? 0 : Number(line.version))

function conflictIn(batch: readonly Prepared[], found: ReadonlyMap<string, Line>): CommitResult | undefined {
  const stale = batch.find(({ op, key, expected }) => {
    const gone = (op === 'update' || op === 'delete') && !found.has(key)
    return gone || versionOf(found.get(key)) !== expected
  })
  return stale && { status: 'conflict', table: stale.table.key, portalId: stale.portalId, id: stale.id }
}

/** The values of a change that are unique; whoever takes some in this order never waits for one who waits for him. */
const uniqueOf = ({ table, values }: Prepared): readonly unknown[] =>
  uniqueColumns(table).map((column) => values[table.columns.indexOf(column)])

/** Whether an update changes a value that is unique. */
function moves({ op, table, key, values }: Prepared, found: ReadonlyMap<string, Line>): boolean {
  const old = found.get(key)
  return op === 'update' && uniqueColumns(table).some((column) => values[table.columns.indexOf(column)] !== old?.[column.name])
}

/**
 * The updates that cannot be written as such, because a record may take a value that another one gives up in the same batch: those that change
 * unique values, where a table has several. They are taken out and put in again.
 */
function shuffled(batch: readonly Prepared[], found: ReadonlyMap<string, Line>): ReadonlySet<Prepared> {
  const moving = batch.filter((change) => moves(change, found))
  return new Set([...grouped(moving, ({ table }) => table).values()].filter(({ length }) => length > 1).flat())
}

/** Writes a batch that conflicts with nothing: first what gives up unique values, then what takes them. */
async function write(batch: readonly Prepared[], found: ReadonlyMap<string, Line>, db: Executor, dialect: SqlDialect): Promise<void> {
  const both = shuffled(batch, found)
  const changes = inOrder(batch, (change) => JSON.stringify([change.table.name, uniqueOf(change)]))
  for (const change of changes) if (change.op === 'delete' || both.has(change)) await remove(change, db)
  for (const change of changes) if (change.op === 'update' && !both.has(change)) await update(change, db, dialect)
  for (const change of changes) if (change.op === 'insert' || both.has(change)) await insert(change, db, dialect)
}

/** What a violated constraint means; nothing when it is none of ours. */
function refusalOf(error: unknown, schema: SqlSchema, dialect: SqlDialect): CommitResult | undefined {
  const violated = violatedUnique(error, dialect)
  if (violated === undefined) return undefined
  for (const table of Object.values(schema)) {
    for (const { key, name, unique, columns } of table.indexes) {
      const asColumns = columns.map((column) => `${table.name}.${column.name}`).join(', ')
      if (unique && violated === (dialect === 'sqlite' ? asColumns : name)) return { status: 'duplicate', table: table.key, key }
    }
  }
  return undefined
}

/**
 * Writes a batch in one transaction.
 *
 * SQLite has one writer at a time. On PostgreSQL, every record that the batch names is locked first, in one order for everybody: whoever comes
 * second waits, and then sees what the first one wrote. The unique sets are constraints of the database.
 *
 * @throws whatever the database throws, where it is no answer: nothing was written then, unless the connection broke during the commit itself
 */
export async function commitBatch(
  batch: readonly Prepared[],
  { db, schema, dialect }: { readonly db: AnyKysely; readonly schema: SqlSchema; readonly dialect: SqlDialect },
): Promise<CommitResult> {
  const attempt = (): Promise<CommitResult> =>
    transaction(db, dialect, async (running) => {
      const found = await readLocked(batch, running, dialect)
      const conflict = conflictIn(batch, found)
      if (conflict === undefined) await write(batch, found, running, dialect)
      return conflict ?? { status: 'ok' }
    })
  try {
    return await retrying(attempt, dialect)
  } catch (error) {
    const refusal = refusalOf(error, schema, dialect)
    if (refusal === undefined) throw error
    return refusal
  }
}
