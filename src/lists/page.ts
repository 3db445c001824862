import { PortalError } from '../errors.js'

/** What a list is sorted by: texts and numbers, never null. */
export type CursorValue = string | number

/** A page of a list. */
export interface Page<Row> {
  readonly items: readonly Row[]
  /** The cursor of the next page; none after the last one. */
  readonly next?: string
}

const isValue = (value: unknown): value is CursorValue => typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value))

/**
 * A place in a sorted list as a text, for links: the values that the row there is sorted by.
 *
 * It is not secret and not signed. Whoever changes it comes out at another place of the list that he may see, and nowhere else.
 *
 * @param position the values, in the order of the sorting; the last one is unique, an id for example
 * @throws TypeError for a null, a date, or whatever else is no text or number: lists are not sorted by it
 */
export function encodeCursor(position: readonly CursorValue[]): string {
  if (position.length === 0 || !position.every(isValue)) throw new TypeError('a list is sorted by texts and numbers that are never null')
  return JSON.stringify(position)
}

/**
 * The place that a cursor names.
 *
 * @param cursor from {@link encodeCursor}, by way of somebody's browser
 * @param length by how many columns the list is sorted
 * @throws PortalError `INPUT_INVALID` when it is none of this list
 */
export function decodeCursor(cursor: string, length: number): readonly CursorValue[] {
  try {
    const position: unknown = JSON.parse(cursor)
    if (Array.isArray(position) && position.length === length && position.every(isValue)) return position
  } catch {
    // said below
  }
  throw new PortalError('INPUT_INVALID', 'not a cursor of this list')
}

/**
 * Cuts a page out of what was found: ask for one row more than it has, to know whether there is another page.
 *
 * @param rows what was found, sorted
 * @param limit how many rows a page has; `limit + 1` were asked for
 * @param positionOf the values that a row is sorted by
 * @throws TypeError where the next page would leave rows out: a row has a null there, or two at the end of the page have the same values
 *
 * @example
 * ```ts
 * const { items, next } = pageOf(rows, 50, (row) => [row.createdAt, row.id])
 * ```
 */
export function pageOf<Row>(rows: readonly Row[], limit: number, positionOf: (row: Row) => readonly CursorValue[]): Page<Row> {
  const items = rows.slice(0, limit)
  const cursors = rows.map((row) => encodeCursor(positionOf(row)))
  const next = rows.length > limit ? cursors[limit - 1] : undefined
  if (next === undefined) return { items }
  if (next === cursors[limit]) throw new TypeError('a list is sorted by columns of which the last one is unique')
  return { items, next }
}
