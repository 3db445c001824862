import { tables, type Column, type Table, type TableName } from '../../records.js'

/** The databases that the adapter speaks to. */
export type SqlDialect = 'sqlite' | 'postgres'

/** Where the tables are. */
export interface SchemaOptions {
  /** Which database it is. */
  readonly dialect: SqlDialect
  /** What the names of the tables start with: at most 24 of `a`–`z`, digits and `_`; `portico_` by default. */
  readonly prefix?: string | undefined
}

/** A column of a record and of its table. */
export interface SqlColumn {
  /** In a record: `createdAt`. */
  readonly key: string
  /** In the database: `created_at`. */
  readonly name: string
  readonly type: Column<unknown>['type']
  readonly nullable: boolean
  /** The only texts that there are; any, when left out. */
  readonly values?: readonly string[] | undefined
}

/** A named set of columns that records are found by. */
export interface SqlIndex {
  /** In `tables`: `byOwner`. */
  readonly key: string
  /** In the database: `portico_portals_by_owner`. */
  readonly name: string
  readonly unique: boolean
  /** The columns whose values a caller gives. */
  readonly columns: readonly SqlColumn[]
}

/** How a kind of record lies in the database. */
export interface SqlTable {
  readonly key: TableName
  readonly name: string
  readonly primaryKey: string
  /** `portalId` and `id`. */
  readonly identity: readonly [SqlColumn, SqlColumn]
  /** `portalId` and `id`, then those of `tables`; `version` is not among them. */
  readonly columns: readonly SqlColumn[]
  readonly indexes: readonly SqlIndex[]
}

export type SqlSchema = Readonly<Record<TableName, SqlTable>>

const definitions: Readonly<Record<TableName, Table>> = tables

/** The names of all tables, in the order of `tables`. */
const tableNames = Object.keys(definitions) as readonly TableName[]

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
const sqlColumn = (key: string, { type, nullable, values }: Column<unknown>): SqlColumn => ({
  key,
  name: snake(key),
  type,
  nullable,
  values,
})
const idColumn = (key: string): SqlColumn => sqlColumn(key, { type: 'text', nullable: false })

function sqlTable(key: TableName, prefix: string): SqlTable {
  const { columns: own, unique, indexes } = definitions[key]
  const name = prefix + snake(key)
  const identity = [idColumn('portalId'), idColumn('id')] as const
  const columns = [...identity, ...Object.entries(own).map(([column, definition]) => sqlColumn(column, definition))]
  const index =
    (isUnique: boolean) =>
    ([index, keys]: readonly [string, readonly PropertyKey[]]): SqlIndex => ({
      key: index,
      name: `${name}_${snake(index)}${isUnique ? '_unique' : ''}`,
      unique: isUnique,
      columns: keys.flatMap((column) => columns.filter(({ key }) => key === column)),
    })
  return {
    key,
    name,
    primaryKey: `${name}_pkey`,
    identity,
    columns,
    indexes: [...Object.entries(unique).map(index(true)), ...Object.entries(indexes).map(index(false))],
  }
}

/** The columns of a table whose values count for a unique set. */
export const uniqueColumns = ({ indexes }: SqlTable): readonly SqlColumn[] =>
  indexes.flatMap(({ unique, columns }) => (unique ? columns : []))

/**
 * The tables in a database, made from `tables`: the one place that knows their names.
 *
 * @throws TypeError for another dialect, or a prefix that is not a prefix
 */
export function sqlSchema({ dialect, prefix = 'portico_' }: SchemaOptions): SqlSchema {
  if (!['sqlite', 'postgres'].includes(dialect)) throw new TypeError(`\`${dialect}\` is not a dialect: \`sqlite\` or \`postgres\``)
  if (!/^[a-z0-9_]{0,24}$/.test(prefix)) throw new TypeError(`\`${prefix}\` is not a prefix: at most 24 of \`a\`–\`z\`, digits and \`_\``)
  return Object.fromEntries(tableNames.map((key) => [key, sqlTable(key, prefix)])) as Record<TableName, SqlTable>
}
