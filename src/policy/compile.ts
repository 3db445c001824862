import { mongoQueryMatcher } from '@casl/ability'
import { isComparison, toCasl, type Comparison, type Test } from './conditions.js'
import { isRef, resolve, type Principal } from './principal.js'

/** Whether a record passes, for this member. */
export type Predicate = (record: Bag, principal: Principal) => boolean
type Bag = Readonly<Record<string, unknown>>

/** A test of a record, and where its outcome leads: to another one, or to the answer. */
type Node = boolean | { readonly step: Predicate; readonly held: Node; readonly failed: Node }

/**
 * Compiles the tests of a condition, once for all members: what must hold, one step after the other.
 *
 * The ordinary shapes of data are decided here. Odd ones (a list where the schema has a value, objects among values, class instances) are
 * handed to CASL's own matcher, so that both always agree; a property test holds them to it.
 *
 * @param known steps by what they test; equal ones of several conditions become the same function
 */
export function compileSteps(tests: readonly Test[], known: Map<string, Predicate>): readonly Predicate[] {
  return groupComparisons(tests)
    .flatMap(withGuard)
    .map((group) => {
      const key = JSON.stringify(group)
      const step = known.get(key) ?? compileGroup(group)
      known.set(key, step)
      return step
    })
}

/** The same in one function, for a condition alone. */
export function compileTests(tests: readonly Test[]): Predicate {
  const steps = groupComparisons(tests).map(compileGroup)
  const [only] = steps
  return steps.length === 1 && only ? only : (record, principal) => holdAll(steps, record, principal)
}

/** Whether all steps hold. */
export function holdAll(steps: readonly Predicate[], record: Bag, principal: Principal): boolean {
  for (const step of steps) if (!step(record, principal)) return false
  return true
}

/** One row for one action, compiled; without steps it holds for every record. */
export interface CompiledRow {
  readonly allow: boolean
  readonly steps: readonly Predicate[]
}

/**
 * Fuses rows into one function; the last row that holds decides, and no row means no.
 *
 * Where a step does not hold, the rows with the same step are left out. But only if all that comes before it there was tried already: a record
 * that cannot be judged is a no, and must not slip through because nobody looked.
 *
 * @param rows in the order of the table
 */
export function fuse(rows: readonly CompiledRow[]): Predicate {
  const ranked = rows.toReversed()
  /** What was tried before a row, whatever way led to it. */
  const tried: (readonly Predicate[] | undefined)[] = []
  const nexts = ranked.map(({ steps }, at) =>
    steps.map((step, i) => {
      const now = [...(tried[at] ?? []), ...steps.slice(0, i + 1)]
      let next = at + 1
      while (ranked[next]?.steps.find((one) => one === step || !now.includes(one)) === step) next++
      tried[next] = tried[next]?.filter((one) => now.includes(one)) ?? now
      return next
    }),
  )
  const starts: Node[] = []
  for (let at = ranked.length - 1; at >= 0; at--) {
    const { allow, steps } = ranked[at] as CompiledRow
    const next = nexts[at] as number[]
    starts[at] = steps.reduceRight<Node>((held, step, i) => ({ step, held, failed: starts[next[i] as number] ?? false }), allow)
  }
  const start = starts[0] ?? false
  return (record, principal) => {
    let node = start
    while (typeof node !== 'boolean') node = node.step(record, principal) ? node.held : node.failed
    return node
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

/** Before an element is looked for that passes several tests, one that passes the first: most lists have none, and many conditions share it. */
function withGuard(group: readonly Test[]): readonly (readonly Test[])[] {
  const [test] = group
  if (test?.op !== '$elemMatch') return [group]
  const [first, ...more] = groupComparisons(test.value)
  return first && more.length > 0 ? [[{ ...test, value: first }], group] : [group]
}

function compileGroup(tests: readonly Test[]): Predicate {
  const slow = byCasl(tests)
  const [test] = tests
  if (!test) return slow
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
        const value = readFrom(read, record)
        return value === odd ? slow(record, principal) : Array.isArray(value) && value.length === size
      }
    }
    case '$exists': {
      if (test.path.includes('.')) return slow
      const { path, value } = test
      return (record) => Object.hasOwn(record, path) === value
    }
    case '$elemMatch': {
      const steps = groupComparisons(test.value).map(compileGroup)
      return (record, principal) => {
        const value = readFrom(read, record)
        if (value === odd) return slow(record, principal)
        if (!Array.isArray(value)) return false
        for (const item of value as unknown[]) {
          if (typeof item !== 'object' || item === null || Array.isArray(item)) return slow(record, principal)
          if (holdAll(steps, item as Bag, principal)) return true
        }
        return false
      }
    }
    case '$all':
      // No fact is taken here.
      return compileAll(read, test.value as readonly unknown[], slow)
    default:
      return slow
  }
}

function compileEqual(read: Reader, expected: unknown, slow: Predicate): Predicate {
  // CASL reads `null` as "null or missing", with its own idea of where something can be missing.
  if (expected === null) {
    return (record, principal) => {
      const value = readFrom(read, record)
      if (value === null) return true
      return (value === undefined || !(isScalar(value) || isObject(value))) && slow(record, principal)
    }
  }
  const fact = isRef(expected) ? expected.$me : undefined
  return (record, principal) => {
    const value = readFrom(read, record)
    const wanted = fact === undefined ? expected : principal[fact]
    if (value === wanted) return true
    if (isScalar(value)) return false
    return isFlat(value) ? value.includes(wanted) : slow(record, principal)
  }
}

function compileIn(read: Reader, expected: unknown, slow: Predicate): Predicate {
  const fact = isRef(expected) ? expected.$me : undefined
  return (record, principal) => {
    const value = readFrom(read, record)
    const list = (fact === undefined ? expected : principal[fact]) as readonly unknown[]
    if (isScalar(value)) return among(list, value)
    return isFlat(value) ? overlap(value, list) : slow(record, principal)
  }
}

function compileAll(read: Reader, wanted: readonly unknown[], slow: Predicate): Predicate {
  return (record, principal) => {
    const value = readFrom(read, record)
    if (value === odd) return slow(record, principal)
    if (!Array.isArray(value)) return false
    return wanted.length === 0 || (isFlat(value) ? wanted.every((item) => value.includes(item)) : slow(record, principal))
  }
}

/** A range, or one end of it. */
function compileComparisons(read: Reader, tests: readonly Comparison[], slow: Predicate): Predicate {
  return (record, principal) => {
    const value = readFrom(read, record)
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

/** An object that CASL takes as it is: it does not ask it what it stands for. */
const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value) && !('toJSON' in value)

function overlap(some: readonly unknown[], others: readonly unknown[]): boolean {
  for (const item of some) if (among(others, item)) return true
  return false
}

/** What long lists hold, so that it costs nothing to be in many groups. Nothing but a cache: such lists are frozen. */
const sets = new WeakMap<readonly unknown[], ReadonlySet<unknown>>()

function among(list: readonly unknown[], value: unknown): boolean {
  if (list.length <= 16) return list.includes(value)
  let set = sets.get(list)
  if (!set) sets.set(list, (set = new Set(list)))
  return set.has(value)
}

/** The steps of a path. Data, and no function, so that reading is compiled into whatever reads. */
interface Reader {
  readonly first: string
  readonly below: Reader | undefined
}

/** What is read where a list stands in the middle of the path; a symbol, so that it is no scalar. */
const odd = Symbol('odd')

function reader(path: string): Reader {
  const [first = '', ...rest] = path.split('.')
  return { first, below: rest.length > 0 ? reader(rest.join('.')) : undefined }
}

function readFrom({ first, below }: Reader, record: Bag): unknown {
  const value = record[first]
  return below === undefined ? value : readBelow(below, value)
}

function readBelow(path: Reader, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Array.isArray(value) ? odd : readFrom(path, value as Bag)
}

/** The same tests, answered by CASL. */
function byCasl(tests: readonly Test[]): Predicate {
  return (record, principal) => mongoQueryMatcher(toCasl(tests, principal) as never)(record)
}
