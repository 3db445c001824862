import { invalid } from '../fields.js'
import type { CursorValue } from '../page.js'
import { rendered, sqlNames, type SqlColumn, type SqlText } from './names.js'
import { and, joined, or, sql, written, type ListDialect, type Predicate, type Sql } from './pieces.js'

/** A column that a list is sorted by, and which way. */
export type OrderBy<C> = readonly [column: C, direction: 'asc' | 'desc']

/** That a row comes after this place; what it is compared with has the type of the column. */
export function afterOf<R>(order: readonly OrderBy<Sql<R>>[], position: readonly CursorValue[]): Sql<R> {
  const columns = order.map(([column, direction], index) => {
    const value = position[index]
    if (value === undefined || position.length !== order.length) throw new TypeError('a place has a value for each column of the order')
    if (!['asc', 'desc'].includes(direction)) return invalid('?', 'an order goes `asc` or `desc`')
    const parameter: Sql<R> = [{ value }]
    return { column, parameter, beyond: direction === 'asc' ? '>' : '<' }
  })
  const [first] = columns
  if (!first) throw new TypeError('an order has a column at least')
  if (columns.length === 1) return sql`${first.column} ${first.beyond} ${first.parameter}`
  if (columns.every(({ beyond }) => beyond === first.beyond)) {
    const all = (part: 'column' | 'parameter'): Sql<R> =>
      joined(
        columns.map((one) => one[part]),
        ', ',
      )
    return sql`(${all('column')}) ${first.beyond} (${all('parameter')})`
  }
  const beyond = columns.map((one, index): Predicate<R> => {
    const same = columns.slice(0, index).map((before): Predicate<R> => sql`${before.column} = ${before.parameter}`)
    return and(...same, sql`${one.column} ${one.beyond} ${one.parameter}`)
  })
  // Said once more, so that an index on the first column begins at the right place.
  return written(and(sql<R>`${first.column} ${first.beyond}= ${first.parameter}`, or(...beyond)))
}

/**
 * That a row comes after a place in a sorted list, as a predicate for a `where`. The columns must not be NULL, and the last one is unique.
 *
 * @param order the columns, as in `order by`
 * @param position from `decodeCursor`
 * @param options `dialect`; `after`: how many parameters the query has before
 * @throws PortalError `MAPPING_INVALID` for a column that is no name
 *
 * @example
 * ```ts
 * const { text, values } = sqlAfter([['created_at', 'desc'], ['id', 'desc']], decodeCursor(cursor, 2), { dialect: 'sqlite' })
 * ```
 */
export function sqlAfter(
  order: readonly OrderBy<SqlColumn>[],
  position: readonly CursorValue[],
  options: { readonly dialect: ListDialect; readonly after?: number },
): SqlText {
  const names = sqlNames('?')
  const columns = order.map(([column, direction]) => [names.column(column, undefined), direction] as const)
  return rendered(afterOf(columns, position), options.dialect, options.after)
}
