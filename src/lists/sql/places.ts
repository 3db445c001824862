import type { Filter } from '../filter.js'
import type { Predicate, SqlValue } from './pieces.js'

/**
 * How the records are found that have such an element in a child table: `seek`, from few elements to their records; `probe`, one record after the
 * other, looked up among few elements; `each`, by the elements of each record.
 */
export type Membership = 'seek' | 'probe' | 'each'

/** What a filter may ask of one field, wherever it lies. NULL counts as no. */
export interface Place<R> {
  /** It is null, and not missing. */
  readonly isNull: Predicate<R>
  /** It is null or missing. */
  readonly isVoid: Predicate<R>
  /** It is there, and be it null. */
  readonly exists: Predicate<R>
  /** It is an object. */
  readonly isObject: Predicate<R>
  readonly isList: Predicate<R>
  /** A list with a null in it. */
  readonly hasNull: Predicate<R>
  /** One of these values, or a list that contains one; none of them is null. */
  oneOf(values: readonly SqlValue[], how: Membership): Predicate<R>
  compare(op: '<' | '<=' | '>' | '>=', value: number | string): Predicate<R>
  size(size: number): Predicate<R>
  some(filter: Filter, how: Membership): Predicate<R>
}

/** Fields by path, as a record or an element of a list has them. */
export interface Places<R> {
  at(path: string): Place<R>
  /** Whether the object at this path is there; the record itself always is. */
  present(path: string | undefined): Predicate<R>
}

/** A filter about one record or element, as SQL. */
export type Translate<R> = (filter: Filter, places: Places<R>) => Predicate<R>
