import type { ColumnType } from './values.js'

/** What a NULL in the database is in a record: `null`, or a field that is not there. */
export type Absent = 'null' | 'missing'

/** A field in a column of its own: of the table, or of one that is joined. */
export interface ColumnSpec<C> {
  readonly kind: 'column'
  readonly at: C
  readonly type?: ColumnType | undefined
  readonly absent?: Absent | undefined
  readonly collation?: 'other' | undefined
}

/** A field in a JSON column: a list, or an object with all that is in it. */
export interface JsonSpec<C> {
  readonly kind: 'json'
  readonly at: C
  readonly absent?: Absent | undefined
}

/** A list of values in an array column of PostgreSQL. */
export interface ArraySpec<C> {
  readonly kind: 'array'
  readonly at: C
  readonly type?: ColumnType | undefined
  readonly absent?: Absent | undefined
}

/** A list in a table of its own, with a row for each element. */
export interface ChildSpec<C, T> {
  readonly kind: 'child'
  readonly table: T
  /** Pairs of columns that are equal: of the child table, and of the table above it. */
  readonly on: readonly (readonly [C, C])[]
  /** For a list of values: the column that has the value. */
  readonly value?: C | ColumnSpec<C> | undefined
  /** For a list of objects: where the fields of an element lie. */
  readonly fields?: FieldSpecs<C, T> | undefined
}

/** Where a field lies; a column alone stands for itself. */
export type FieldSpec<C, T> = C | ColumnSpec<C> | JsonSpec<C> | ArraySpec<C> | ChildSpec<C, T>

/** Where fields lie, by their paths in the record: `createdBy`, `'project.status'`. */
export type FieldSpecs<C, T> = Readonly<Record<string, FieldSpec<C, T>>>

/**
 * A field in a column, where more has to be said than the column's name.
 *
 * @param at the column
 * @param options `absent`: what NULL is in a record, by default what the schema has room for; `type`: `uuid` for such columns of PostgreSQL,
 *   where the field is a text; any other is that of the schema; `collation`: `other` where the column takes different texts for one (`nocase`, a
 *   nondeterministic collation), so that it must not be left to compare them; its index is of no help then
 */
export const column = <C>(
  at: C,
  options: { readonly type?: ColumnType; readonly absent?: Absent; readonly collation?: 'other' } = {},
): ColumnSpec<C> => ({
  kind: 'column',
  at,
  ...options,
})

/**
 * A field in a JSON column: text or JSONB on SQLite, `jsonb` or `json` on PostgreSQL. An object there brings all the fields below it.
 *
 * @param at the column
 * @param options `absent`: what NULL is in a record
 */
export const json = <C>(at: C, options: { readonly absent?: Absent } = {}): JsonSpec<C> => ({ kind: 'json', at, ...options })

/**
 * A list of values in an array column of PostgreSQL.
 *
 * @param at the column
 * @param options `absent`: what NULL is in a record; `type`: `uuid` for arrays of such
 */
export const array = <C>(at: C, options: { readonly type?: ColumnType; readonly absent?: Absent } = {}): ArraySpec<C> => ({
  kind: 'array',
  at,
  ...options,
})
