import { tables, type Table, type TableName } from '../../records.js'

/** What every record has. */
export interface Identity {
  readonly portalId: string
  readonly id: string
}

/** A record of any table, and its version. */
export interface Entry {
  readonly row: Identity
  readonly version: number
}

/** A table in memory. */
export interface Kept {
  readonly table: Table
  /** The records, by portal and id. */
  readonly entries: Map<string, Entry>
  /** For each named set of columns: the keys of the records that have certain values there. */
  readonly holders: ReadonlyMap<string, Map<string, Set<string>>>
}

/** All tables in memory. */
export type Tables = Readonly<Record<TableName, Kept>>

/** All tables, empty, as they are defined. */
export const emptyTables = (definition: Readonly<Record<TableName, Table>> = tables): Tables =>
  Object.fromEntries(Object.entries(definition).map(([name, table]) => [name, emptyTable(table)])) as Record<TableName, Kept>

function emptyTable(table: Table): Kept {
  const sets = Object.keys({ ...table.unique, ...table.indexes })
  return { table, entries: new Map(), holders: new Map(sets.map((name) => [name, new Map<string, Set<string>>()])) }
}

/** One text for a portal and id, which no other pair has. */
export const keyOf = ({ portalId, id }: Identity): string => JSON.stringify([portalId, id])

/** One text for the values of these columns, which no other values have; none where one of them is null. */
export function valuesOf(columns: readonly string[], values: object): string | undefined {
  const list = columns.map((column) => Reflect.get(values, column) as unknown)
  return list.includes(null) ? undefined : JSON.stringify(list)
}

/** The keys of the records that have these values, by the name of a set of columns. */
export function holdersOf({ table, holders }: Kept, name: string, values: object): ReadonlySet<string> {
  const columns = table.unique[name] ?? table.indexes[name]
  if (columns === undefined) throw new Error(`there is no set of columns \`${name}\``)
  return holders.get(name)?.get(valuesOf(columns, values) ?? '') ?? new Set()
}

/** Adds a record that is not there. */
export function put(kept: Kept, entry: Entry): void {
  kept.entries.set(keyOf(entry.row), entry)
  for (const [byValues, values] of placesOf(kept, entry.row))
    byValues.set(values, (byValues.get(values) ?? new Set()).add(keyOf(entry.row)))
}

/** Takes a record away, if it is there. */
export function remove(kept: Kept, identity: Identity): void {
  const key = keyOf(identity)
  const entry = kept.entries.get(key)
  if (entry === undefined) return
  kept.entries.delete(key)
  for (const [byValues, values] of placesOf(kept, entry.row)) {
    byValues.get(values)?.delete(key)
    if (byValues.get(values)?.size === 0) byValues.delete(values)
  }
}

function placesOf({ table, holders }: Kept, row: Identity): readonly (readonly [Map<string, Set<string>>, string])[] {
  return Object.entries({ ...table.indexes, ...table.unique }).flatMap(([name, columns]) => {
    const [byValues, values] = [holders.get(name), valuesOf(columns, row)]
    return byValues === undefined || values === undefined ? [] : [[byValues, values] as const]
  })
}
