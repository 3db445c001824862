/**
 * What a `where` of Prisma means, as its reference has it: comparisons with NULL are neither true nor false, `NOT` keeps that, an empty `OR` finds
 * nothing, an empty `AND` everything, `some` and `none` ask whether there are related records, `is` and `isNot` look at one.
 *
 * @see https://www.prisma.io/docs/orm/reference/prisma-client-reference
 */
type Answer = boolean | null
type Bag = Readonly<Record<string, unknown>>

const isBag = (value: unknown): value is Bag => typeof value === 'object' && value !== null && !Array.isArray(value)
const every = (answers: readonly Answer[]): Answer => (answers.includes(false) ? false : answers.includes(null) ? null : true)
const some = (answers: readonly Answer[]): Answer => (answers.includes(true) ? true : answers.includes(null) ? null : false)
const not = (answer: Answer): Answer => (answer === null ? null : !answer)
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value])

/** Whether a record is found. */
export const finds = (where: unknown, record: Bag): boolean => evaluate(where, record) === true

function evaluate(where: unknown, record: Bag): Answer {
  if (!isBag(where)) throw new TypeError('a where is an object')
  return every(
    Object.entries(where).map(([key, test]): Answer => {
      if (key === 'AND') return every(listOf(test).map((one) => evaluate(one, record)))
      if (key === 'OR') return some((test as readonly unknown[]).map((one) => evaluate(one, record)))
      if (key === 'NOT') return every(listOf(test).map((one) => not(evaluate(one, record))))
      if (!Object.hasOwn(record, key)) throw new TypeError(`the model has no field ${key}`)
      return evaluateField(test, record[key])
    }),
  )
}

function evaluateField(test: unknown, value: unknown): Answer {
  if (!isBag(test) || Object.keys(test).length === 0) throw new TypeError('a field has a test')
  return every(Object.entries(test).map(([op, wanted]) => evaluateTest(op, wanted, value)))
}

function evaluateTest(op: string, wanted: unknown, value: unknown): Answer {
  switch (op) {
    case 'is':
      return wanted === null ? value === null : value !== null && evaluate(wanted, value as Bag)
    case 'isNot':
      return wanted === null ? value !== null : value === null || not(evaluate(wanted, value as Bag))
    case 'some':
      return (value as readonly Bag[]).some((one) => evaluate(wanted, one) === true)
    case 'none':
      return !(value as readonly Bag[]).some((one) => evaluate(wanted, one) === true)
    case 'has':
      return value === null ? null : (value as readonly unknown[]).includes(wanted)
    case 'hasSome':
      return value === null ? null : (wanted as readonly unknown[]).some((one) => (value as readonly unknown[]).includes(one))
    case 'isEmpty':
      return value === null ? null : ((value as readonly unknown[]).length === 0) === wanted
    case 'equals':
      return wanted === null ? value === null : value === null ? null : value === wanted
    case 'not':
      return wanted === null ? value !== null : value === null ? null : value !== wanted
    case 'in':
      return value === null ? null : (wanted as readonly unknown[]).includes(value)
    case 'notIn':
      return value === null ? null : !(wanted as readonly unknown[]).includes(value)
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return value === null ? null : compares(op, value, wanted)
    default:
      throw new TypeError(`there is no test ${op}`)
  }
}

function compares(op: 'lt' | 'lte' | 'gt' | 'gte', value: unknown, wanted: unknown): boolean {
  if (typeof value !== typeof wanted) throw new TypeError('compared with another type')
  const order = typeof value === 'string' ? byCodePoints(value, wanted as string) : Math.sign((value as number) - (wanted as number))
  return { lt: order < 0, lte: order <= 0, gt: order > 0, gte: order >= 0 }[op]
}

function byCodePoints(one: string, other: string): number {
  const [a, b] = [Array.from(one, (character) => character.codePointAt(0)!), Array.from(other, (character) => character.codePointAt(0)!)]
  const at = a.findIndex((point, index) => point !== b[index])
  return at === -1 ? a.length - b.length : at >= b.length ? 1 : a[at]! - b[at]!
}
