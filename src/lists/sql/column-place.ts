import { incomparable } from '../fields.js'
import { compareNumber, compareText } from './order.js'
import { joined, sql, type ListDialect, type Predicate, type Sql, type SqlValue } from './pieces.js'
import type { Place } from './places.js'
import type { Absent } from './spec.js'
import { isOneOf, many, numberParameter, parameters, type ColumnType } from './values.js'

/** A value in a column, and how it lies there. */
export interface Column<R> {
  readonly at: Sql<R>
  readonly type: ColumnType
  readonly absent: Absent
  /** Its own collation would take different texts for one. */
  readonly exact?: boolean
  readonly dialect: ListDialect
  readonly fail: (problem: string) => never
}

const missing = <R>({ at, absent }: Column<R>): Pick<Place<R>, 'isNull' | 'isVoid' | 'exists'> => ({
  isNull: absent === 'null' ? sql`${at} is null` : false,
  isVoid: sql`${at} is null`,
  exists: absent === 'null' ? true : sql`${at} is not null`,
})

/** Whether a value compares so; values of another type do not. */
export function compared<R>({ at, type, dialect, fail }: Column<R>, op: '<' | '<=' | '>' | '>=', value: number | string): Predicate<R> {
  if (type === 'other') return fail(incomparable)
  if (typeof value === 'number') return type === 'number' && compareNumber(at, op, value, dialect)
  return type === 'text'
    ? compareText(at, op, value, dialect, fail)
    : type === 'uuid'
      ? fail('the order of uuids is not that of texts')
      : false
}

/** Refuses to ask for values of a type that is none of ours, rather than to find none. */
function known<R>({ type, fail }: Column<R>, values: readonly SqlValue[]): readonly SqlValue[] {
  return type === 'other' && values.length > 0 ? fail(incomparable) : values
}

const asStored = <R>({ at, dialect }: Column<R>): Sql<R> => sql`${at} collate ${dialect === 'sqlite' ? 'binary' : '"C"'}`

/** The type of a column sees to that. */
const always = { fits: true, someFits: () => true } as const

/** A value, or the sign that an object is there. */
export const columnPlace = <R>(column: Column<R>): Place<R> => ({
  ...missing(column),
  isObject: sql`${column.at} is not null`,
  isList: false,
  hasNull: false,
  oneOf: (values) => isOneOf(column.exact ? asStored(column) : column.at, known(column, values), column.type, column.dialect),
  compare: (op, value) => compared(column, op, value),
  size: () => false,
  some: () => false,
  ...always,
})

/** A list of values in an array of PostgreSQL. */
export const arrayPlace = <R>(column: Column<R>): Place<R> => ({
  ...missing(column),
  isObject: false,
  isList: sql`${column.at} is not null`,
  hasNull: sql`array_position(${column.at}, null) is not null`,
  oneOf: (values) => overlaps(column, known(column, values)),
  compare: () => column.fail('lists are not compared'),
  size: (size) => sql`cardinality(${column.at}) = ${numberParameter<R>(size, 'postgres')}`,
  some: () => false,
  ...always,
})

/** With the operators that an index of the array answers, where they are texts. */
function overlaps<R>({ at, type, dialect }: Column<R>, values: readonly SqlValue[]): Predicate<R> {
  const wanted = parameters<R>(values, type, dialect)
  if (wanted.length === 0) return false
  if (type !== 'text' || wanted.length > many) {
    const fits = isOneOf<R>(['portico_element'], values, type, dialect)
    return typeof fits === 'boolean' ? fits : sql`exists (select 1 from unnest(${at}) as portico_element where ${fits})`
  }
  return sql`${at}::text[] ${wanted.length === 1 ? '@>' : '&&'} array[${joined(wanted, ', ')}]::text[]`
}
