import type { Change } from '../../ports/storage.js'
import { checkChange } from '../../record-checks.js'
import { encode, encodeRow, type SqlValue } from './codec.js'
import type { SqlDialect, SqlTable } from './schema.js'
import type { ReadySchema, ReadyTable } from './statements.js'

/** A change, made ready: it is well-formed, and nothing of it can change under us any more. */
export interface Prepared {
  readonly op: Change['op']
  readonly table: ReadyTable
  readonly portalId: string
  readonly id: string
  /** Portal and id as they are stored. */
  readonly identity: readonly [SqlValue, SqlValue]
  /** One text for table, portal and id that no other record has. */
  readonly key: string
  /** The version that the record has to have; 0 when it must not be there. */
  readonly expected: number
  /** The record's values, in the order of the columns; none where none are written. */
  readonly values: readonly SqlValue[]
}

/** One text for a record, from what is stored of it. */
export const keyOf = (table: SqlTable, portalId: unknown, id: unknown): string => JSON.stringify([table.name, portalId, id])

/** Portal and id as they are stored. */
export function identityOf(table: SqlTable, portalId: string, id: string, dialect: SqlDialect): readonly [SqlValue, SqlValue] {
  const [portalColumn, idColumn] = table.identity
  return [encode(portalId, portalColumn, table, dialect), encode(id, idColumn, table, dialect)]
}

function prepare(change: Change, schema: ReadySchema, dialect: SqlDialect): Prepared {
  checkChange(change)
  const table = schema[change.table]
  const { portalId, id } = 'row' in change ? change.row : change
  const identity = identityOf(table, portalId, id, dialect)
  const expected = change.op === 'insert' ? 0 : change.version
  const values = 'row' in change ? encodeRow(change.row, table, dialect) : []
  return { op: change.op, table, portalId, id, identity, key: keyOf(table, ...identity), expected, values }
}

/**
 * Makes a batch ready, before anything is asked of the database.
 *
 * @throws TypeError when a value does not fit its column, or a record is named twice
 * @throws RangeError when a text is too long to be found by
 */
export function prepareBatch(batch: readonly Change[], schema: ReadySchema, dialect: SqlDialect): readonly Prepared[] {
  const changes = batch.map((change) => prepare(change, schema, dialect))
  const named = new Set<string>()
  for (const { key, table, id } of changes) {
    if (named.has(key)) throw new TypeError(`a batch names each record once at most, not twice: \`${table.key}\` \`${id}\``)
    named.add(key)
  }
  return changes
}

/** Items in the order of these texts: two batches that take locks in one order never wait for each other. */
export function inOrder<T>(items: readonly T[], textOf: (item: T) => string): T[] {
  const keyed = items.map((item) => ({ item, text: textOf(item) }))
  return keyed.sort((one, other) => (one.text < other.text ? -1 : 1)).map(({ item }) => item)
}

/** Items by what they have in common. */
export function grouped<T, G>(items: readonly T[], by: (item: T) => G): ReadonlyMap<G, readonly T[]> {
  const groups = new Map<G, T[]>()
  for (const item of items) {
    const group = groups.get(by(item))
    if (group) group.push(item)
    else groups.set(by(item), [item])
  }
  return groups
}
