import type { Filter } from '../filter.js'
import { and, type Predicate, type SqlValue } from './pieces.js'

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
  /** It is what its schema says, null or missing: only then is what does not hold known not to hold. Columns always are. */
  readonly fits: Predicate<R>
  /** No element is anything else than its schema says, as far as the filter asks. */
  someFits(filter: Filter): Predicate<R>
}

/** The same, of a field that is only there where this holds. Whether it is null or exists is asked together with the object that it is in. */
export function guardedPlace<R>(place: Place<R>, there: Predicate<R>): Place<R> {
  if (there === true) return place
  return {
    ...place,
    isObject: and(there, place.isObject),
    isList: and(there, place.isList),
    hasNull: and(there, place.hasNull),
    oneOf: (values, how) => and(there, place.oneOf(values, how)),
    compare: (op, value) => and(there, place.compare(op, value)),
    size: (size) => and(there, place.size(size)),
    some: (filter, how) => and(there, place.some(filter, how)),
  }
}

/** Fields by path, as a record or an element of a list has them. */
export interface Places<R> {
  at(path: string): Place<R>
  /** Whether the object at this path is there; the record itself always is. */
  present(path: string | undefined): Predicate<R>
}
