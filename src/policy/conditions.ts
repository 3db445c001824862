import type * as z from 'zod'
import { isRef, listFacts, resolve, type Principal, type Ref } from './principal.js'
import { accepts, elementsOf, fieldAt, isList, isObject, isText } from './schema.js'
import type { Scalar } from './where.js'

/** The closed list. Everything that looks at records (memory, CASL, text, a database) knows exactly these. */
export const operators = ['$eq', '$ne', '$in', '$nin', '$lt', '$lte', '$gt', '$gte', '$exists', '$all', '$size', '$elemMatch'] as const
/** An operator of a condition. */
export type Operator = (typeof operators)[number]

/** A test of an order; a missing value passes none. */
export interface Comparison {
  readonly path: string
  readonly op: '$lt' | '$lte' | '$gt' | '$gte'
  readonly value: Scalar | Ref<unknown>
}

/** One test of one field; a condition is a list of tests that must all hold. */
export type Test =
  | Comparison
  | { readonly path: string; readonly op: '$eq' | '$ne'; readonly value: Scalar | Ref<unknown> }
  | { readonly path: string; readonly op: '$in' | '$nin' | '$all'; readonly value: readonly Scalar[] | Ref<unknown> }
  | { readonly path: string; readonly op: '$exists'; readonly value: boolean }
  | { readonly path: string; readonly op: '$size'; readonly value: number }
  | { readonly path: string; readonly op: '$elemMatch'; readonly value: readonly Test[] }

/**
 * Turns a condition as it is written into tests, refusing whatever the schema has no use for.
 *
 * @param where fields and what must be true of them
 * @param schema the schema of the record
 * @param fail throws, with a message that says where the condition stands
 */
export function parseWhere(where: unknown, schema: z.core.$ZodType, fail: (problem: string) => never): readonly Test[] {
  if (!isPlain(where)) return fail(`a condition is a plain object, not ${shown(where)}`)
  const tests = Object.entries(where).flatMap(([path, test]) => parseField(path, test, schema, fail))
  return tests.length > 0 ? tests : fail('an empty condition matches everything: leave it out')
}

function parseField(path: string, test: unknown, schema: z.core.$ZodType, fail: (problem: string) => never): readonly Test[] {
  const at = fieldAt(schema, path)
  if (at.length === 0) return fail(`there is no field \`${path}\``)
  if (!isPlain(test) || isRef(test)) return [parseTest(path, '$eq', test, at, fail)]
  const given = Object.entries(test)
  if (given.length === 0) return fail(`\`${path}\` is compared with an empty object`)
  const tests = given.map(([op, value]) => {
    if (!(operators as readonly string[]).includes(op)) return fail(`\`${op}\` on \`${path}\` is no operator`)
    return parseTest(path, op as Operator, value, at, fail)
  })
  if ('$nin' in test && tests.some(isComparison)) return fail(`\`$nin\` and a comparison on \`${path}\`: write two conditions`)
  return tests
}

function parseTest(path: string, op: Operator, value: unknown, at: readonly z.core.$ZodType[], fail: (problem: string) => never): Test {
  const misfit = (): never => fail(`${shown(value)} does not fit \`${op}\` on \`${path}\``)
  const elements = elementsOf(at)
  const one = [...at.filter((schema) => !isList(schema) && !isObject(schema)), ...elements.filter((schema) => !isObject(schema))]
  switch (op) {
    case '$exists':
      return typeof value === 'boolean' ? { path, op, value } : misfit()
    case '$size':
      return at.some(isList) && Number.isSafeInteger(value) && (value as number) >= 0 ? { path, op, value: value as number } : misfit()
    case '$elemMatch': {
      const [element] = elements.filter(isObject)
      return element ? { path, op, value: parseWhere(value, element, fail) } : misfit()
    }
    case '$in':
    case '$nin':
    case '$all': {
      if (op === '$all' && !at.some(isList)) return misfit()
      // A member without groups would be in all of them.
      if (isRef(value)) return op !== '$all' && listFacts.has(value.$me) && one.some(isText) ? { path, op, value } : misfit()
      if (!Array.isArray(value) || (value.length === 0 && op !== '$all')) return misfit()
      // A copy, for the gaps of a list are passed over by `every`.
      const items = [...(value as Scalar[])]
      return items.every((item) => isScalar(item) && accepts(one, item)) ? { path, op, value: items } : misfit()
    }
    default: {
      if (isRef(value)) return !listFacts.has(value.$me) && one.some(isText) ? { path, op, value } : misfit()
      if (!isScalar(value) || !accepts(one, value)) return misfit()
      if (op !== '$eq' && op !== '$ne' && typeof value !== 'number' && typeof value !== 'string') return misfit()
      return { path, op, value } as Test
    }
  }
}

/**
 * The same tests as conditions of CASL, with the member's facts filled in; without a member the references stay.
 *
 * CASL lets a missing, null or NaN value pass `$lt` and `$lte`, and null pass `$gt` of a negative number. Here a comparison with a missing
 * value denies, so comparisons carry guards that say so in CASL's own words.
 */
export function toCasl(tests: readonly Test[], principal?: Principal): Record<string, unknown> {
  const conditions: Record<string, unknown> = {}
  for (const path of new Set(tests.map((test) => test.path))) {
    const here = tests.filter((test) => test.path === path)
    const [only] = here
    conditions[path] = here.length === 1 && only?.op === '$eq' ? valueOf(only, principal) : operatorsOf(here, principal)
  }
  return conditions
}

function operatorsOf(tests: readonly Test[], principal: Principal | undefined): Record<string, unknown> {
  const comparisons = tests.filter(isComparison)
  const [end] = comparisons
  const text = typeof end?.value !== 'number'
  const bounded = comparisons.some(({ op }) => op === '$gt' || op === '$gte')
  return {
    ...(end && !text && { $nin: [null] }),
    ...(end && !bounded && { $gte: text ? '' : -Number.MAX_VALUE }),
    ...Object.fromEntries(tests.map((test) => [test.op, valueOf(test, principal)])),
  }
}

function valueOf(test: Test, principal: Principal | undefined): unknown {
  if (test.op === '$elemMatch') return toCasl(test.value, principal)
  return principal ? resolve(test.value, principal) : test.value
}

export const isComparison = (test: Test): test is Comparison =>
  test.op === '$lt' || test.op === '$lte' || test.op === '$gt' || test.op === '$gte'

export const isScalar = (value: unknown): value is Scalar =>
  value === null || typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))

export function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function shown(value: unknown): string {
  if (typeof value === 'string') return `\`${value}\``
  if (typeof value === 'function') return 'a function'
  if (typeof value !== 'object' || value === null) return String(value)
  if (isRef(value)) return `me.${value.$me}`
  return Array.isArray(value) ? 'a list' : 'an object'
}
