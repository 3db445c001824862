import type { CommitResult } from '../../ports/storage.js'
import { grouped, inOrder, type Prepared } from './batch.js'
import { retrying, run, transaction, violatedUnique, type AnyKysely, type Executor, type Line } from './database.js'
import { lockAbsent, readLocked } from './locks.js'
import { uniqueColumns, type SqlDialect } from './schema.js'
import type { ReadySchema } from './statements.js'

/** Writes a change; tells whether the database says that it found the record with its version. */
async function remove({ table, expected, identity }: Prepared, db: Executor): Promise<boolean> {
  return (await run(db, table.sql.remove, [...identity, expected])).numAffectedRows === 1n
}

async function insert({ table, values, expected }: Prepared, db: Executor): Promise<void> {
  await run(db, table.sql.insert, [...values, expected + 1])
}

async function update({ table, values, expected, identity }: Prepared, db: Executor): Promise<boolean> {
  const own = values.slice(identity.length)
  return (await run(db, table.sql.update, [...own, expected + 1, ...identity, expected])).numAffectedRows === 1n
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

/** Writes a batch: first what gives up unique values, then what takes them. Tells whether every record was found with its version. */
async function write(batch: readonly Prepared[], found: ReadonlyMap<string, Line>, db: Executor): Promise<boolean> {
  const both = shuffled(batch, found)
  const changes = inOrder(batch, (change) => JSON.stringify([change.table.name, uniqueOf(change)]))
  let complete = true
  for (const change of changes) if (change.op === 'delete' || both.has(change)) complete = (await remove(change, db)) && complete
  for (const change of changes) if (change.op === 'update' && !both.has(change)) complete = (await update(change, db)) && complete
  for (const change of changes) if (change.op === 'insert' || both.has(change)) await insert(change, db)
  return complete
}

/** What a violated constraint means; nothing when it is none of ours. */
function refusalOf(error: unknown, schema: ReadySchema, dialect: SqlDialect): CommitResult | undefined {
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
 * What is read and locked before a batch is written for the first time. An insert fails by itself where the record is there already; one update
 * or delete looks for its version by itself, and as it takes the only lock, it cannot be in the wrong order.
 */
function firstRead(batch: readonly Prepared[]): readonly Prepared[] {
  const named = batch.filter(({ op }) => op !== 'insert')
  return named.length === 1 && named[0]?.op !== 'check' ? [] : named
}

/** Thrown to take back what was written: something of the batch was not found, and it has to be read what. */
const incomplete = new Error('a record was not found with its version')

interface Store {
  readonly db: AnyKysely
  readonly schema: ReadySchema
  readonly dialect: SqlDialect
}

function attempt(batch: readonly Prepared[], read: readonly Prepared[], { db, dialect }: Store): Promise<CommitResult> {
  const once = (): Promise<CommitResult> =>
    transaction(db, dialect, async (running) => {
      if (dialect === 'postgres') await lockAbsent(batch, running)
      const found = await readLocked(read, running)
      const conflict = conflictIn(read, found)
      if (conflict !== undefined) return conflict
      const complete = await write(batch, found, running)
      if (!complete && read !== batch) throw incomplete
      return { status: 'ok' }
    })
  return retrying(once, dialect)
}

/**
 * Writes a batch in one transaction. Almost always nothing is in its way: at first, no more is read than has to be. Where that fails, everything
 * is read and locked, to tell a conflict from a duplicate.
 *
 * SQLite has one writer at a time. On PostgreSQL, the records that the batch names are locked in one order for everybody: whoever comes second
 * waits, and then sees what the first one wrote. The unique sets are constraints of the database.
 *
 * @throws whatever the database throws, where it is no answer: nothing was written then, unless the connection broke during the commit itself
 */
export async function commitBatch(batch: readonly Prepared[], store: Store): Promise<CommitResult> {
  try {
    return await attempt(batch, firstRead(batch), store)
  } catch (error) {
    if (error !== incomplete && violatedUnique(error, store.dialect) === undefined) throw error
  }
  try {
    return await attempt(batch, batch, store)
  } catch (error) {
    const refusal = refusalOf(error, store.schema, store.dialect)
    if (refusal === undefined) throw error
    return refusal
  }
}
