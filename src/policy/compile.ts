import { mongoQueryMatcher } from '@casl/ability'
import { isComparison, toCasl, type Comparison, type Test } from './conditions.js'
import { isRef, resolve, type Principal } from './principal.js'

/** Whether a record passes, for this member. */
export type Predicate = (record: Bag, principal: Principal) => boolean
type Bag = Readonly<Record<string, unknown>>

const yes: Predicate = () => true
const no: Predicate = () => false

/**
 * Compiles the tests of a condition into one function, once for all members.
 *
 * The ordinary shapes of data are decided here. Odd ones (a list where the schema has a value, objects among values, class instances) are
 * handed to CASL's own matcher, so that both always agree; a property test holds them to it.
 */
export function compileTests(tests: readonly Test[]): Predicate {
  const groups = groupComparisons(tests).map(compileGroup)
  const [a = yes, b = yes, c = yes] = groups
  switch (groups.length) {
    case 1:
      return a
    case 2:
      return (record, principal) => a(record, principal) && b(record, principal)
    case 3:
      return (record, principal) => a(record, principal) && b(record, principal) && c(record, principal)
    default:
      return (record, principal) => {
        for (const test of groups) if (!test(record, principal)) return false
        return true
      }
  }
}

/** One row for one action, compiled. */
export interface CompiledRow {
  readonly allow: boolean
  /** Left out when the row holds for every record. */
  readonly test?: Predicate
}

/**
 * Fuses rows into one function; the last row that matches decides, and no row means no.
 *
 * @param rows in the order of the table
 */
export function fuse(rows: readonly CompiledRow[]): Predicate {
  const ranked = rows.toReversed()
  const end = ranked.findIndex((row) => !row.test)
  const fallback = end === -1 ? false : ranked[end]?.allow === true
  const deciding = (end === -1 ? ranked : ranked.slice(0, end)) as (CompiledRow & { readonly test: Predicate })[]
  // The lowest rows that only repeat the answer below them change nothing.
  while (deciding.at(-1)?.allow === fallback) deciding.pop()

  const tests = deciding.map((row) => row.test)
  const [a = no, b = no, c = no] = tests
  if (tests.length === 0) return fallback ? yes : no
  if (!fallback && deciding.every((row) => row.allow)) {
    if (tests.length === 1) return a
    if (tests.length === 2) return (record, principal) => a(record, principal) || b(record, principal)
    if (tests.length === 3) return (record, principal) => a(record, principal) || b(record, principal) || c(record, principal)
  }
  return (record, principal) => {
    for (const row of deciding) if (row.test(record, principal)) return row.allow
    return fallback
  }
}

/** Field by field, in the order of the condition; the comparisons on one field stay together, for their guards depend on each other. */
function groupComparisons(tests: readonly Test[]): readonly (readonly Test[])[] {
  return [...new Set(tests.map((test) => test.path))].flatMap((path) => {
    const here = tests.filter((test) => test.path === path)
    const comparisons = here.filter(isComparison)
    return [...(comparisons.length > 0 ? [comparisons] : []), ...here.filter((test) => !isComparison(test)).map((test) => [test])]
  })
}

function compileGroup(tests: readonly Test[]): Predicate {
  const slow = byCasl(tests)
  const [test] = tests
  if (!test) return yes
  const read = reader(test.path)
  if (tests.every(isComparison)) return compileComparisons(read, tests, slow)
  switch (test.op) {
    case '$eq':
      return compileEqual(read, test.value, slow)
    case '$ne': {
      const equal = compileEqual(read, test.value, byCasl([{ ...test, op: '$eq' }]))
      return (record, principal) => !equal(record, principal)
    }
    case '$in':
      return compileIn(read, test.value, slow)
    case '$nin': {
      const within = compileIn(read, test.value, byCasl([{ ...test, op: '$in' }]))
      return (record, principal) => !within(record, principal)
    }
    case '$size': {
      const size = test.value
      return (record, principal) => {
        const value = read(record)
        return value === odd ? slow(record, principal) : Array.isArray(value) && value.length === size
      }
    }
    case '$exists': {
      if (test.path.includes('.')) return slow
      const { path, value } = test
      return (record) => Object.hasOwn(record, path) === value
    }
    case '$elemMatch': {
      const element = compileTests(test.value)
      return (record, principal) => {
        const value = read(record)
        if (value === odd) return slow(record, principal)
        if (!Array.isArray(value)) return false
        for (const item of value as unknown[]) {
          if (typeof item !== 'object' || item === null || Array.isArray(item)) return slow(record, principal)
          if (element(item as Bag, principal)) return true
        }
        return false
      }
    }
    case '$all':
      return compileAll(read, test.value, slow)
    default:
      return slow
  }
}

function compileEqual(read: Reader, expected: unknown, slow: Predicate): Predicate {
  // CASL reads `null` as "null or missing", with its own idea of where something can be missing.
  if (expected === null) {
    return (record, principal) => {
      const value = read(record)
      return value === null || (value === undefined || !isScalar(value) ? slow(record, principal) : false)
    }
  }
  const fact = isRef(expected) ? expected.$me : undefined
  return (record, principal) => {
    const value = read(record)
    const wanted = fact === undefined ? expected : principal[fact]
    if (value === wanted) return true
    if (isScalar(value)) return false
    return isFlat(value) ? value.includes(wanted) : slow(record, principal)
  }
}

function compileIn(read: Reader, expected: unknown, slow: Predicate): Predicate {
  const fact = isRef(expected) ? expected.$me : undefined
  return (record, principal) => {
    const value = read(record)
    const list = (fact === undefined ? expected : principal[fact]) as readonly unknown[]
    if (isScalar(value)) return list.includes(value)
    return isFlat(value) ? overlap(value, list) : slow(record, principal)
  }
}

function compileAll(read: Reader, expected: unknown, slow: Predicate): Predicate {
  return (record, principal) => {
    const value = read(record)
    if (value === odd) return slow(record, principal)
    if (!Array.isArray(value)) return false
    const wanted = resolve(expected, principal) as readonly unknown[]
    return wanted.length === 0 || (isFlat(value) ? contains(value, wanted) : slow(record, principal))
  }
}

function contains(list: readonly unknown[], wanted: readonly unknown[]): boolean {
  for (const item of wanted) if (!list.includes(item)) return false
  return true
}

/** A range, or one end of it. */
function compileComparisons(read: Reader, tests: readonly Comparison[], slow: Predicate): Predicate {
  return (record, principal) => {
    const value = read(record)
    if (!isOrdered(value)) return slow(record, principal)
    for (const { op, value: end } of tests) {
      const wanted = resolve(end, principal)
      if (typeof wanted !== typeof value) return slow(record, principal)
      if (!holds[op](value, wanted as typeof value)) return false
    }
    return true
  }
}

const isOrdered = (value: unknown): value is number | string =>
  typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value))

const holds: Readonly<Record<Comparison['op'], (value: number | string, end: number | string) => boolean>> = {
  $lt: (value, end) => value < end,
  $lte: (value, end) => value <= end,
  $gt: (value, end) => value > end,
  $gte: (value, end) => value >= end,
}

/** A list of plain values only. */
function isFlat(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.every(isScalar)
}
const isScalar = (item: unknown): boolean => item === null || (typeof item !== 'object' && typeof item !== 'symbol')

function overlap(some: readonly unknown[], others: readonly unknown[]): boolean {
  for (const item of some) if (others.includes(item)) return true
  return false
}

type Reader = (record: Bag) => unknown

/** What a reader answers when a list stands in the middle of the path; a symbol, so that it is no scalar. */
const odd = Symbol('odd')

function reader(path: string): Reader {
  const [first = '', second, ...rest] = path.split('.')
  if (second === undefined) return (record) => record[first]
  if (rest.length === 0) {
    return (record) => {
      const inner = record[first]
      if (typeof inner !== 'object' || inner === null) return undefined
      return Array.isArray(inner) ? odd : (inner as Bag)[second]
    }
  }
  const below = reader([second, ...rest].join('.'))
  return (record) => {
    const inner = record[first]
    if (typeof inner !== 'object' || inner === null) return undefined
    return Array.isArray(inner) ? odd : below(inner as Bag)
  }
}

/** The same tests, answered by CASL. */
function byCasl(tests: readonly Test[]): Predicate {
  return (record, principal) => mongoQueryMatcher(toCasl(tests, principal) as never)(record)
}
