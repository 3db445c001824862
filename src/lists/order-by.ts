import { invalid } from './fields.js'
import type { CursorValue } from './page.js'

/** A column that a list is sorted by, and which way. */
export type OrderBy<C> = readonly [column: C, direction: 'asc' | 'desc']

/** A column of an order, with its value at a place. */
export interface SortedBy<C> {
  readonly column: C
  readonly value: CursorValue
  readonly ascending: boolean
}

/** An order and a place in it, put together; refuses what do not belong together. */
export function sortedBy<C>(order: readonly OrderBy<C>[], position: readonly CursorValue[]): readonly [SortedBy<C>, ...SortedBy<C>[]] {
  const [first, ...others] = order.map(([column, direction], index): SortedBy<C> => {
    const value = position[index]
    if (value === undefined || position.length !== order.length) throw new TypeError('a place has a value for each column of the order')
    if (!['asc', 'desc'].includes(direction)) return invalid('?', 'an order goes `asc` or `desc`')
    return { column, value, ascending: direction === 'asc' }
  })
  if (!first) throw new TypeError('an order has a column at least')
  return [first, ...others]
}

/** What comes after a place, as objects: equal to it in the fields before, beyond it in the next one. */
export function objectsAfter(
  order: readonly OrderBy<string>[],
  position: readonly CursorValue[],
  words: { readonly field: RegExp; readonly equal: string; readonly beyond: readonly [up: string, down: string] },
): Record<string, unknown>[] {
  const columns = sortedBy(order, position)
  for (const { column } of columns) if (!words.field.test(column)) invalid('?', `${JSON.stringify(column)} is no name of a field`)
  const [up, down] = words.beyond
  return columns.map(({ column, value, ascending }, index) => {
    const same = columns.slice(0, index).map((before) => [before.column, { [words.equal]: before.value }] as const)
    return Object.fromEntries([...same, [column, { [ascending ? up : down]: value }]])
  })
}
