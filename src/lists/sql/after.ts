import { sortedBy, type OrderBy, type SortedBy } from '../order-by.js'
import type { CursorValue } from '../page.js'
import { rendered, sqlNames, type SqlColumn, type SqlText } from './names.js'
import { and, joined, or, sql, written, type ListDialect, type Predicate, type Sql } from './pieces.js'

/** That a row comes after this place; what it is compared with has the type of the column. */
export function afterOf<R>(order: readonly OrderBy<Sql<R>>[], position: readonly CursorValue[]): Sql<R> {
  const termOf = ({ column, value, ascending }: SortedBy<Sql<R>>) => {
    const parameter: Sql<R> = [{ value }]
    return { column, parameter, beyond: ascending ? '>' : '<' }
  }
  const [head, ...tail] = sortedBy(order, position)
  const first = termOf(head)
  const columns = [first, ...tail.map(termOf)]
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
