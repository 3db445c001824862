// What the tables of `records.ts` are written with.

/** A column: its type in a database, and (for the compiler) its type in a record. */
export interface Column<T> {
  readonly type: 'text' | 'integer' | 'boolean' | 'json'
  readonly nullable: boolean
  /** The only texts that there are; any, when left out. */
  readonly values?: readonly string[]
  readonly '~type'?: T
}

/** A kind of record. */
export interface Table<C extends Readonly<Record<string, Column<unknown>>> = Readonly<Record<string, Column<unknown>>>> {
  /** Besides these, every record has `portalId` and `id`, which identify it together, and the store keeps a version of it. */
  readonly columns: C
  /** Named sets of columns whose values no two records of this table share, whatever their portal; records with a null there do not count. */
  readonly unique: Readonly<Record<string, readonly (keyof C | 'portalId')[]>>
  /** Named sets of columns that records are found by. */
  readonly indexes: Readonly<Record<string, readonly (keyof C | 'portalId')[]>>
}

export const text: Column<string> = { type: 'text', nullable: false }
export const boolean: Column<boolean> = { type: 'boolean', nullable: false }
export const integer: Column<number> = { type: 'integer', nullable: false }
export const nullable = <T>(column: Column<T>): Column<T | null> => ({ type: column.type, nullable: true })
export const oneOf = <const V extends string>(...values: readonly V[]): Column<V> => ({ type: 'text', nullable: false, values })
export const json = <T>(): Column<T> => ({ type: 'json', nullable: false })

export const table = <
  const C extends Readonly<Record<string, Column<unknown>>>,
  const U extends Readonly<Record<string, readonly (keyof C | 'portalId')[]>>,
  const I extends Readonly<Record<string, readonly (keyof C | 'portalId')[]>>,
>(
  columns: C,
  { unique, indexes }: { readonly unique: U; readonly indexes: I },
): { readonly columns: C; readonly unique: U; readonly indexes: I } => ({ columns, unique, indexes })
