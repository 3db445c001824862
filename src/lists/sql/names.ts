import { invalid } from '../fields.js'
import type { Names } from './context.js'
import { flat, type ListDialect, type Sql, type SqlValue } from './pieces.js'

/** SQL of yours in the place of a column; see {@link expression}. */
export interface SqlExpression {
  readonly expression: string
}

/** A column: `'created_by'`, or of a table that is joined, `'projects.status'`; or an expression. */
export type SqlColumn = string | SqlExpression
/** A table: `'contacts'`, with its schema `'crm.contacts'`, or under another name, `{ table: 'contacts', as: 'c' }`. */
export type SqlTable = string | { readonly table: string; readonly as: string }

/** A name in SQL, in parts, or an expression. */
export type SqlName = { readonly column: readonly string[] } | { readonly table: readonly string[]; readonly as?: string } | SqlExpression

/**
 * An expression in the place of a column: `expression('coalesce("contacts"."owner", "contacts"."created_by")')`.
 *
 * It becomes part of the SQL as it stands: write it down, never make it from what somebody has entered.
 */
export const expression = (text: string): SqlExpression => ({ expression: text })

const name = /^[A-Za-z_][A-Za-z0-9_$]{0,62}$/

/** Whether this is an ordinary name. */
export const isName = (given: string): boolean => name.test(given)

/** The parts of a name; refuses whatever is no ordinary name. */
function partsOf(resource: string, given: unknown, most: number): readonly string[] {
  const parts = typeof given === 'string' ? given.split('.') : []
  const fits = parts.length > 0 && parts.length <= most && parts.every(isName)
  return fits ? parts : invalid(resource, `${JSON.stringify(given)} is no name of a column or table`)
}

const isExpression = (given: object): given is SqlExpression => 'expression' in given

/** Plain names, checked when the mapping is made. */
export function sqlNames(resource: string): Names<SqlColumn, SqlTable, SqlName> {
  const calledAs = (table: SqlTable): readonly string[] => partsOf(resource, typeof table === 'string' ? table : table.as, 2)
  return {
    column(given, table) {
      if (typeof given === 'object' && isExpression(given))
        return typeof given.expression === 'string' ? [{ ref: given }] : invalid(resource, 'no expression')
      const parts = partsOf(resource, given, 3)
      return [{ ref: { column: parts.length > 1 || table === undefined ? parts : [...calledAs(table), ...parts] } }]
    },
    table(given) {
      const parts = partsOf(resource, typeof given === 'string' ? given : given.table, 2)
      return [{ ref: typeof given === 'string' ? { table: parts } : { table: parts, as: partsOf(resource, given.as, 1).join('') } }]
    },
    isColumn: (spec): spec is SqlColumn => typeof spec !== 'object' || 'expression' in spec,
    called: (table) => calledAs(table).at(-1) ?? '',
    ownerOf: (given) => (typeof given === 'string' ? given.split('.').at(-2) : undefined),
  }
}

/** SQL and its parameters, for the driver of the application. */
export interface SqlText {
  readonly text: string
  readonly values: readonly SqlValue[]
}

const quoted = (parts: readonly string[]): string => parts.map((part) => `"${part}"`).join('.')

function named(ref: SqlName): string {
  if ('expression' in ref) return `(${ref.expression})`
  if ('column' in ref) return quoted(ref.column)
  return ref.as === undefined ? quoted(ref.table) : `${quoted(ref.table)} as "${ref.as}"`
}

/** SQL as a text, with `?` for each parameter (SQLite), or `$1`, `$2` … (PostgreSQL). */
export function rendered(sql: Sql<SqlName>, dialect: ListDialect, before = 0): SqlText {
  const values: SqlValue[] = []
  const text = flat(sql).map((piece) => {
    if (typeof piece === 'string') return piece
    if ('ref' in piece) return named(piece.ref)
    values.push(piece.value)
    return dialect === 'sqlite' ? '?' : `$${before + values.length}`
  })
  return { text: text.join(''), values }
}
