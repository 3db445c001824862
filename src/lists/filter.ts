import type { Principal } from '../policy/principal.js'
import type { Scalar } from '../policy/where.js'

/** The fact about the member that a value stands for; none for a value that the policy has written down. */
export type Fact = keyof Principal

/**
 * A test of one field. Paths are those of the record: `'createdBy'`, `'project.status'`; inside a `some` those of the element.
 *
 * Every test is true or false of every record, also where something is missing: there is no third answer.
 */
export type FieldTest =
  /** The field is this value, or a list that contains it. With `null`: it is null or missing, and what it is a field of is there. */
  | { readonly kind: 'is'; readonly path: string; readonly value: Scalar; readonly fact?: Fact }
  /** The field is one of these values, or a list that contains one. A `null` among them means null, not missing. */
  | { readonly kind: 'isIn'; readonly path: string; readonly values: readonly Scalar[]; readonly fact?: Fact }
  /** The field is a number or text that compares so; numbers with numbers, texts by their UTF-16 units. Nothing else passes. */
  | { readonly kind: 'compare'; readonly path: string; readonly op: '<' | '<=' | '>' | '>='; readonly value: number | string }
  /** The field is there, and be it null. */
  | { readonly kind: 'exists'; readonly path: string }
  /** The field is a list. */
  | { readonly kind: 'isList'; readonly path: string }
  /** The field is a list of so many elements. */
  | { readonly kind: 'size'; readonly path: string; readonly size: number }
  /** The field is a list, and an element of it fits. */
  | { readonly kind: 'some'; readonly path: string; readonly of: Filter }

/** Which records of a resource an answer is yes for: a small tree, with the member's facts filled in. */
export type Filter =
  | FieldTest
  /** Every record. */
  | { readonly kind: 'always' }
  /** No record. */
  | { readonly kind: 'never' }
  /** All of these hold; two at least. */
  | { readonly kind: 'all'; readonly of: readonly Filter[] }
  /** One of these holds; two at least. */
  | { readonly kind: 'any'; readonly of: readonly Filter[] }
  /** This does not hold. */
  | { readonly kind: 'not'; readonly of: Filter }

// Every list shares these: who has one changes nothing of the others.
export const always: Filter = Object.freeze({ kind: 'always' })
export const never: Filter = Object.freeze({ kind: 'never' })

/** What trees say, by the tree: those that say the same have the same text. */
const texts = new WeakMap<Filter, string>()

function textOf(filter: Filter): string {
  const known = texts.get(filter) ?? (isTree(filter) ? `${filter.kind}(${filter.of.map(textOf).join()})` : JSON.stringify(filter))
  texts.set(filter, known)
  return known
}

const isTree = (filter: Filter): filter is Extract<Filter, { readonly kind: 'all' | 'any' }> =>
  filter.kind === 'all' || filter.kind === 'any'

const without = (filters: readonly Filter[], kind: Filter['kind']): readonly Filter[] => filters.filter((one) => one.kind !== kind)
/** Each tree once, by its text. */
const once = (filters: readonly Filter[]): ReadonlyMap<string, Filter> => new Map(filters.map((one) => [textOf(one), one]))

/** All of these, as short as it can be said. */
export function all(...filters: readonly Filter[]): Filter {
  const flat = filters.flatMap((one) => (one.kind === 'all' ? one.of : [one]))
  if (flat.some((one) => one.kind === 'never')) return never
  const of = [...once(without(flat, 'always')).values()]
  const [only = always] = of
  return of.length > 1 ? { kind: 'all', of } : only
}

/** One of these, as short as it can be said. */
export function any(...filters: readonly Filter[]): Filter {
  const flat = filters.flatMap((one) => (one.kind === 'any' ? one.of : [one]))
  if (flat.some((one) => one.kind === 'always')) return always
  const distinct = once(without(flat, 'never'))
  // What asks for more than another one does already adds nothing.
  const of = [...distinct.values()].filter((one) => one.kind !== 'all' || !one.of.some((part) => distinct.has(textOf(part))))
  const [only = never] = of
  return of.length > 1 ? { kind: 'any', of } : only
}

/** The opposite. */
export function not(filter: Filter): Filter {
  if (filter.kind === 'always') return never
  if (filter.kind === 'never') return always
  return filter.kind === 'not' ? filter.of : { kind: 'not', of: filter }
}
