/** Policies out of nowhere: whatever can be written in the policy language, about one resource. */
import fc from 'fast-check'
import {
  and,
  defineModule,
  definePolicy,
  may,
  mayNot,
  me,
  never,
  only,
  plus,
  resource,
  type Condition,
  type Member,
  type Module,
  type Policy,
  type RecordRow,
} from 'portico'
import * as z from 'zod'
import type { Bag } from './arbitraries.js'

const inner = { text: z.string(), num: z.number(), flag: z.boolean(), tags: z.array(z.string()) }
/** A resource with every kind of field that a condition can speak of. */
export const thing = resource('lab.thing', {
  schema: z.object({
    portalId: z.string(),
    ...inner,
    maybe: z.string().nullable(),
    opt: z.number().optional(),
    rows: z.array(z.object({ ...inner, tags: z.array(z.string()).optional() })),
    at: z.object({ ...inner, hint: z.string().nullable().optional(), deep: z.object(inner) }).nullable(),
  }),
  actions: ['read', 'update', 'delete'],
})
type Thing = z.infer<typeof thing.schema>

/** A few values that records and conditions have in common. */
export const plainTexts = fc.constantFrom('me', 'other', 'boss', 'g1', 'everyone', '')
export const plainNumbers = fc.integer({ min: -2, max: 2 })

const someOf = <T>(value: fc.Arbitrary<T>) => fc.array(value, { minLength: 1, maxLength: 3 })
const oneFact = fc.constantFrom(me.id, me.portalId, me.portalOwnerId)
const listFact = fc.constantFrom(me.groups, me.audiences)

/** Any of these operators, one or two of them; a single equality also without its name. */
const operatorsOf = (tests: Readonly<Record<string, fc.Arbitrary<unknown>>>) =>
  fc
    .subarray(Object.keys(tests), { minLength: 1, maxLength: Math.min(2, Object.keys(tests).length) })
    .chain((names) =>
      fc.record(Object.fromEntries(names.map((name) => [name, tests[name] as fc.Arbitrary<unknown>])), { noNullPrototype: true }),
    )

const actions = fc.subarray(['read', 'update', 'delete'] as const, { minLength: 1 })
const row = <Effect extends string>(
  when: fc.Arbitrary<Condition<Thing>>,
  ...writers: readonly ((
    on: readonly ('read' | 'update' | 'delete')[],
    of: typeof thing,
    when?: Condition<Thing>,
  ) => RecordRow<Effect, never>)[]
) =>
  fc
    .tuple(fc.constantFrom(...writers), actions, fc.option(when, { freq: 6, nil: undefined }))
    .map(([write, on, given]) => (given ? write(on, thing, given) : write(on, thing)))

/** What a policy says, short enough for the report of a failure. */
export const textOf = (policy: Policy) => JSON.stringify([policy.modules[0]?.levels, policy.modules[0]?.never])

/** Conditions with such values, and policies that are made of them. */
export function policiesWith(texts: fc.Arbitrary<string>, numbers: fc.Arbitrary<number>): fc.Arbitrary<{ readonly policy: Policy }> {
  const exists = fc.boolean()
  const textTest = fc.oneof(
    texts,
    oneFact,
    operatorsOf({
      $eq: fc.oneof(texts, oneFact),
      $ne: fc.oneof(texts, oneFact),
      $in: fc.oneof(someOf(texts), listFact),
      $nin: fc.oneof(someOf(texts), listFact),
      $exists: exists,
    }),
    operatorsOf({ $lt: texts, $lte: texts, $gt: texts, $gte: texts, $ne: texts, $exists: exists }),
  )
  const numberTest = fc.oneof(
    numbers,
    operatorsOf({ $eq: numbers, $ne: numbers, $in: someOf(numbers), $nin: someOf(numbers), $exists: exists }),
    operatorsOf({
      $lt: numbers,
      $lte: numbers,
      $gt: numbers,
      $gte: numbers,
      $ne: numbers,
      $in: someOf(numbers),
      $exists: exists,
    }),
  )
  const flagTest = fc.oneof(fc.boolean(), operatorsOf({ $eq: fc.boolean(), $ne: fc.boolean(), $in: someOf(fc.boolean()), $exists: exists }))
  const tagsTest = fc.oneof(
    texts,
    oneFact,
    operatorsOf({
      $ne: fc.oneof(texts, oneFact),
      $in: fc.oneof(someOf(texts), listFact),
      $nin: fc.oneof(someOf(texts), listFact),
      $all: fc.oneof(someOf(texts), fc.constant([])),
      $size: fc.nat(3),
      $exists: exists,
    }),
  )
  const nullable = fc.oneof(
    fc.constant(null),
    operatorsOf({ $eq: fc.constant(null), $ne: fc.constant(null), $exists: exists }),
    operatorsOf({ $exists: exists }),
  )
  const innerTests = { text: textTest, num: numberTest, flag: flagTest, tags: tagsTest }
  const below = (path: string) => Object.fromEntries(Object.entries(innerTests).map(([key, test]) => [`${path}.${key}`, test]))

  /** Conditions on some of the fields, together. */
  const fieldsOf = (tests: Readonly<Record<string, fc.Arbitrary<unknown>>>, most: number): fc.Arbitrary<Bag> =>
    fc
      .uniqueArray(fc.constantFrom(...Object.keys(tests)), { minLength: 1, maxLength: most })
      .chain((names) =>
        fc.record(Object.fromEntries(names.map((name) => [name, tests[name] as fc.Arbitrary<unknown>])), { noNullPrototype: true }),
      )

  const rowsTest = operatorsOf({ $elemMatch: fieldsOf(innerTests, 2), $size: fc.nat(3), $all: fc.constant([]), $exists: exists })
  const maybeTest = fc.oneof(
    fc.constant(null),
    textTest,
    operatorsOf({ $ne: fc.constant(null), $exists: exists }),
    operatorsOf({ $in: someOf(fc.oneof(texts, fc.constant(null))), $nin: someOf(fc.oneof(texts, fc.constant(null))) }),
  )
  const where = fieldsOf(
    {
      ...innerTests,
      maybe: maybeTest,
      opt: numberTest,
      rows: rowsTest,
      at: nullable,
      ...below('at'),
      'at.hint': maybeTest,
      ...below('at.deep'),
    },
    3,
  )
  const condition = where.map((bag) => thing.when('it is so', bag as never))
  /** One condition, or two of them on different fields. */
  const when: fc.Arbitrary<Condition<Thing>> = fc.oneof(
    condition,
    fc.tuple(condition, condition).map(([one, other]) => {
      const paths = (part: Condition<Thing>) => Object.keys(part.parts[0]?.where ?? {})
      return paths(one).some((path) => paths(other).includes(path)) ? one : and(one, other)
    }),
  )
  return fc
    .record({
      user: fc.array(row(when, may, may, mayNot), { minLength: 1, maxLength: 6 }),
      more: fc.array(row(when, may, mayNot), { maxLength: 2 }),
      last: fc.array(row(when, never), { maxLength: 2 }),
    })
    .map(({ user, more, last }) =>
      definePolicy([
        defineModule({
          name: 'lab',
          resources: [thing],
          levels: {
            guest: only(),
            user: only(...user),
            moduleAdministrator: plus('user', ...more),
            fullAdministrator: plus('moduleAdministrator'),
            owner: plus('fullAdministrator'),
          },
          never: { everyone: last },
        }) as Module,
      ]),
    )
    .map((policy) => ({ policy, [fc.toStringMethod]: () => textOf(policy) }))
}

/** Any member of the portal `portal-1`. */
export const member = fc.record({
  id: fc.constant('me'),
  portalId: fc.constant('portal-1'),
  type: fc.constant('user' as const),
  status: fc.constant('active' as const),
  groups: fc.subarray(['g1', 'other']),
  administers: fc.subarray(['lab']),
}) satisfies fc.Arbitrary<Member>
