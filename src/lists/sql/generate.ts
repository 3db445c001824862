import type { FieldTest, Filter } from '../filter.js'
import { parentOf } from '../fields.js'
import { and, negated, or, type Predicate } from './pieces.js'
import type { Membership, Places } from './places.js'

/**
 * Whether only few records pass, those of one member: what names him or his groups does, what a policy has written down may let half of the
 * table pass.
 */
function isNarrow(filter: Filter): boolean {
  switch (filter.kind) {
    case 'is':
    case 'isIn':
      return filter.fact === 'id' || filter.fact === 'groups'
    case 'some':
      return isNarrow(filter.of)
    case 'all':
      return filter.of.some(isNarrow)
    case 'any':
      return filter.of.every(isNarrow)
    default:
      return filter.kind === 'never'
  }
}

/**
 * A filter as a condition on the record.
 *
 * Where the whole filter lets only few records pass, each of its branches is found by an index: then the elements of child tables are looked up
 * first, and the records found by them. Where it lets many pass, records are looked at one after the other.
 */
export function generate<R>(filter: Filter, record: Places<R>): Predicate<R> {
  const seeks = isNarrow(filter)
  const within =
    (seeking: boolean) =>
    (part: Filter, places: Places<R>): Predicate<R> => {
      const again = within(seeking)
      switch (part.kind) {
        case 'always':
          return true
        case 'never':
          return false
        case 'all':
          return and(...part.of.map((one) => again(one, places)))
        case 'any':
          return or(...part.of.map((one) => again(one, places)))
        case 'not':
          return and(negated(within(false)(part.of, places)), fitting(part.of, places))
        default:
          return tested(part, places, isNarrow(part) ? (seeking ? 'seek' : 'probe') : 'each')
      }
    }
  return within(seeks)(filter, record)
}

/** That whatever is asked about is what its schema says. Of other data `can` may know more, so they are not let through by what they are not. */
export function fitting<R>(filter: Filter, places: Places<R>): Predicate<R> {
  switch (filter.kind) {
    case 'always':
    case 'never':
      return true
    case 'all':
    case 'any':
      return and(...filter.of.map((one) => fitting(one, places)))
    case 'not':
      return fitting(filter.of, places)
    case 'some':
      return places.at(filter.path).someFits(filter.of)
    default:
      return places.at(filter.path).fits
  }
}

function tested<R>(test: FieldTest, places: Places<R>, how: Membership): Predicate<R> {
  const place = places.at(test.path)
  const there = (predicate: Predicate<R>): Predicate<R> =>
    predicate === false ? false : and(places.present(parentOf(test.path)), predicate)
  switch (test.kind) {
    case 'is':
      return test.value === null ? or(there(place.isVoid), place.hasNull) : place.oneOf([test.value], how)
    case 'isIn':
      return or(
        place.oneOf(
          test.values.filter((value) => value !== null),
          how,
        ),
        ...(test.values.includes(null) ? [there(place.isNull), place.hasNull] : []),
      )
    case 'compare':
      return place.compare(test.op, test.value)
    case 'exists':
      return there(place.exists)
    case 'isList':
      return place.isList
    case 'size':
      return place.size(test.size)
    case 'some':
      return place.some(test.of, how)
  }
}
