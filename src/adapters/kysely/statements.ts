import type { TableName } from '../../records.js'
import { sqlSchema, uniqueColumns, type SchemaOptions, type SqlColumn, type SqlDialect, type SqlTable } from './schema.js'

/** What is asked of a table, as SQL that is made once; its parameters are named beside each. */
export interface TableStatements {
  /** Every record, where nothing follows. */
  readonly all: string
  /** Portal, id. */
  readonly get: string
  /** By the name of an index: its columns, how many. */
  readonly find: ReadonlyMap<string, string>
  /** By the name of an index: its columns, id and portal of the record before, how many. */
  readonly findAfter: ReadonlyMap<string, string>
  /** The columns, the new version. */
  readonly insert: string
  /** The columns but portal and id, the new version; portal, id, the version before. */
  readonly update: string
  /** Portal, id, the version before. */
  readonly remove: string
  /** Identity, version and unique values of so many records; portal and id of each. Locks them where there is more than one writer. */
  readonly read: (count: number, lock: 'share' | 'update') => string
}

/** A table, and what is asked of it. */
export interface ReadyTable extends SqlTable {
  readonly sql: TableStatements
}

export type ReadySchema = Readonly<Record<TableName, ReadyTable>>

/** SQL with a `?` for each parameter, in the words of the dialect. */
export function worded(text: string, dialect: SqlDialect): string {
  let count = 0
  return dialect === 'sqlite' ? text : text.replace(/\?/g, () => `$${(count += 1)}`)
}

/** The same, so many times. */
export const times = (count: number, text: string): string => Array<string>(count).fill(text).join(', ')

function statementsOf(table: SqlTable, dialect: SqlDialect): TableStatements {
  const isCast = ({ type }: SqlColumn): boolean => type === 'json' && dialect === 'postgres'
  const parameter = (column: SqlColumn): string => (isCast(column) ? '?::text::jsonb' : '?')
  // JSON as text: how a driver gives it is a setting of the application
  const read = (column: SqlColumn): string => (isCast(column) ? `"${column.name}"::text as "${column.name}"` : `"${column.name}"`)
  const select = (columns: readonly SqlColumn[]): string => `select ${[...columns.map(read), '"version"'].join(', ')} from "${table.name}"`
  const found = (after: string): ReadonlyMap<string, string> =>
    new Map(
      table.indexes.map(({ key, columns }) => {
        const equal = columns.map(({ name }) => `"${name}" = ?`).join(' and ')
        return [key, worded(`${select(table.columns)} where ${equal}${after} order by "id", "portal_id" limit ?`, dialect)]
      }),
    )
  const own = table.columns.filter((column) => !table.identity.includes(column))
  const names = [...table.columns.map(({ name }) => `"${name}"`), '"version"'].join(', ')
  const set = [...own.map((column) => `"${column.name}" = ${parameter(column)}`), '"version" = ?'].join(', ')
  const one = 'where "portal_id" = ? and "id" = ?'
  const identified = select([...new Set([...table.identity, ...uniqueColumns(table)])])
  return {
    all: select(table.columns),
    get: worded(`${select(table.columns)} ${one}`, dialect),
    find: found(''),
    findAfter: found(' and ("id", "portal_id") > (?, ?)'),
    insert: worded(`insert into "${table.name}" (${names}) values (${[...table.columns.map(parameter), '?'].join(', ')})`, dialect),
    update: worded(`update "${table.name}" set ${set} ${one} and "version" = ?`, dialect),
    remove: worded(`delete from "${table.name}" ${one} and "version" = ?`, dialect),
    read(count, lock) {
      const wanted = count === 1 ? one : `where ("portal_id", "id") in (values ${times(count, '(?, ?)')}) order by "portal_id", "id"`
      return worded(`${identified} ${wanted}${dialect === 'postgres' ? ` for ${lock}` : ''}`, dialect)
    },
  }
}

/** The records of a table that are due: since when, how many. */
export function dueStatement({ sql, columns, key }: ReadyTable, dialect: SqlDialect): string {
  if (!columns.some((column) => column.key === 'dueAt')) throw new TypeError(`records of \`${key}\` are never due`)
  return worded(`${sql.all} where "due_at" <= ? order by "due_at", "id", "portal_id" limit ?`, dialect)
}

/**
 * The tables in a database, with what is asked of them.
 *
 * @throws TypeError for another dialect, or a prefix that is not a prefix
 */
export function readySchema(options: SchemaOptions): ReadySchema {
  const ready = Object.entries(sqlSchema(options)).map(([key, table]) => [key, { ...table, sql: statementsOf(table, options.dialect) }])
  return Object.fromEntries(ready) as ReadySchema
}
