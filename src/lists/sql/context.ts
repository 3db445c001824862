import type { ListDialect, Sql } from './pieces.js'
import type { ArraySpec, ChildSpec, ColumnSpec, FieldSpec, JsonSpec } from './spec.js'

/** How a library names columns and tables. */
export interface Names<C, T, R> {
  /** A column of this table; of another one where it says so itself. */
  readonly column: (name: C, table: T | undefined) => Sql<R>
  readonly table: (name: T) => Sql<R>
  readonly isColumn: (spec: FieldSpec<C, T>) => spec is C
  /** What a table is called in the query. */
  readonly called: (name: T) => string
  /** The table that a column says it is of. */
  readonly ownerOf: (name: C) => string | undefined
}

/** What the fields of a mapping have in common. */
export interface Context<C, T, R> {
  readonly resource: string
  readonly dialect: ListDialect
  readonly names: Names<C, T, R>
  /** How many lists in JSON we are in: their elements have names of their own. */
  readonly depth: number
  /** What the tables around are called. */
  readonly taken: readonly string[]
}

/** Where a field lies, said in full. */
export type Spec<C, T> = ColumnSpec<C> | JsonSpec<C> | ArraySpec<C> | ChildSpec<C, T>
