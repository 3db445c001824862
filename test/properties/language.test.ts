/** Policies out of nowhere: whatever can be written in the policy language means the same in memory, in CASL and after JSON. */
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
import { hydrate, serialize } from 'portico/json'
import { describe, expect, test, vi } from 'vitest'
import * as z from 'zod'
import { damaged, recordOf, type Bag } from '../support/arbitraries.js'
import { ask, askPlain, plainOf, throws } from '../support/questions.js'

vi.setConfig({ testTimeout: 60_000 })

const inner = { text: z.string(), num: z.number(), flag: z.boolean(), tags: z.array(z.string()) }
const thing = resource('lab.thing', {
  schema: z.object({
    portalId: z.string(),
    ...inner,
    maybe: z.string().nullable(),
    opt: z.number().optional(),
    rows: z.array(z.object({ ...inner, tags: z.array(z.string()).optional() })),
    at: z.object({ ...inner, deep: z.object(inner) }).nullable(),
  }),
  actions: ['read', 'update', 'delete'],
})
type Thing = z.infer<typeof thing.schema>

const texts = fc.constantFrom('me', 'other', 'boss', 'g1', 'everyone', '')
const numbers = fc.integer({ min: -2, max: 2 })
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

const rowsTest = operatorsOf({ $elemMatch: fieldsOf(innerTests, 2), $size: fc.nat(3), $exists: exists })
const where = fieldsOf(
  {
    ...innerTests,
    maybe: fc.oneof(
      fc.constant(null),
      textTest,
      operatorsOf({ $in: someOf(fc.oneof(texts, fc.constant(null))), $nin: someOf(fc.oneof(texts, fc.constant(null))) }),
    ),
    opt: numberTest,
    rows: rowsTest,
    at: nullable,
    ...below('at'),
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
const actions = fc.subarray(['read', 'update', 'delete'] as const, { minLength: 1 })
const row = <Effect extends string>(
  ...writers: readonly ((
    on: readonly ('read' | 'update' | 'delete')[],
    of: typeof thing,
    when?: Condition<Thing>,
  ) => RecordRow<Effect, never>)[]
) =>
  fc
    .tuple(fc.constantFrom(...writers), actions, fc.option(when, { freq: 6, nil: undefined }))
    .map(([write, on, given]) => write(on, thing, given))

/** What a policy says, short enough for the report of a failure. */
const textOf = (policy: Policy) => JSON.stringify([policy.modules[0]?.levels, policy.modules[0]?.never])

const policies = fc
  .record({
    user: fc.array(row(may, may, mayNot), { minLength: 1, maxLength: 6 }),
    more: fc.array(row(may, mayNot), { maxLength: 2 }),
    last: fc.array(row(never), { maxLength: 2 }),
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

const member = fc.record({
  id: fc.constant('me'),
  portalId: fc.constant('portal-1'),
  type: fc.constant('user' as const),
  status: fc.constant('active' as const),
  groups: fc.subarray(['g1', 'other']),
  administers: fc.subarray(['lab']),
}) satisfies fc.Arbitrary<Member>
const portal = { id: 'portal-1', ownerId: 'boss' }
const records = fc.array(fc.oneof(recordOf(thing), damaged(recordOf(thing))), { minLength: 20, maxLength: 20 })

describe('random policies', () => {
  test('answer as plain CASL, before and after JSON', () => {
    let decisions = 0
    let allowed = 0
    fc.assert(
      fc.property(policies, member, records, ({ policy }, who, about) => {
        const ability = policy.abilityFor(who, portal)
        const plain = plainOf(ability)
        const read = hydrate(JSON.parse(JSON.stringify(serialize(ability))), { version: policy.version })
        expect(read.rules).toHaveLength(ability.rules.length)
        for (const record of about) {
          for (const action of thing.actions) {
            const answer = ask(ability, action, record)
            const said = `${action} ${fc.stringify(record)} by ${JSON.stringify(plain.rulesFor(action, 'lab.thing').map(({ origin }) => origin))}`
            decisions++
            // On some damaged records CASL throws at a row that could not have changed the answer; we do not look at such rows.
            if (throws(() => ask(plain, action, record))) continue
            expect(answer, said).toBe(record.portalId === 'portal-1' && ask(plain, action, record))
            if (record.portalId === 'portal-1') expect(ask(read, action, record), said).toBe(answer)
            allowed += answer ? 1 : 0
          }
        }
      }),
      { numRuns: 1_500 },
    )
    expect(decisions).toBe(90_000)
    expect(allowed).toBeGreaterThan(decisions / 20)
    expect(allowed).toBeLessThan(decisions * 0.95)
  })

  test('have one version each, and keep it', () => {
    fc.assert(
      fc.property(policies, policies, ({ policy: one }, { policy: other }) => {
        expect(one.version === other.version).toBe(textOf(one) === textOf(other))
      }),
      { numRuns: 300 },
    )
  })
})

describe('a comparison with a value that is not there denies', () => {
  const compared = {
    num: numbers,
    opt: numbers,
    text: texts,
    maybe: texts,
    'at.num': numbers,
    'at.text': texts,
    'at.deep.num': numbers,
    'at.deep.text': texts,
  } as const
  const missing = [undefined, null, Number.NaN, 'removed'] as const

  const put = (record: Bag, [head = '', ...rest]: readonly string[], value: unknown): Bag => {
    const { [head]: before, ...others } = record
    if (rest.length > 0) return { ...others, [head]: put((before ?? {}) as Bag, rest, value) }
    return value === 'removed' ? others : { ...others, [head]: value }
  }
  /** One to four comparisons, and at times what else may stand beside them. */
  const comparison = fc.constantFrom(...(Object.keys(compared) as (keyof typeof compared)[])).chain((path) => {
    const bound: fc.Arbitrary<number | string> = compared[path]
    const ends = fc
      .uniqueArray(fc.constantFrom('$lt', '$lte', '$gt', '$gte'), { minLength: 1, maxLength: 4 })
      .chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, bound])), { noNullPrototype: true }))
    const beside = fc.record({ $ne: bound }, { requiredKeys: [], noNullPrototype: true })
    return fc
      .tuple(fc.constant(path), ends, fc.oneof(fc.constant({}), beside))
      .map(([at, some, more]) => [at, { ...some, ...more }] as const)
  })
  const policyWith = (path: string, test: Bag) =>
    definePolicy([
      defineModule({
        name: 'lab',
        resources: [thing],
        levels: {
          guest: only(),
          user: only(may('read', thing, thing.when('it is so', { [path]: test }))),
          moduleAdministrator: plus('user'),
          fullAdministrator: plus('user'),
          owner: plus('user'),
        },
      }),
    ])

  test('missing, undefined, null and NaN', () => {
    fc.assert(
      fc.property(comparison, recordOf(thing), fc.constantFrom(...missing), member, ([path, test], record, value, who) => {
        const ability = policyWith(path, test).abilityFor(who, portal)
        const without = put(record, path.split('.'), value)
        expect(ask(ability, 'read', without), `${JSON.stringify({ [path]: test })} on ${fc.stringify(without)}`).toBe(false)
        expect(askPlain(plainOf(ability), 'read', without)).toBe(false)
      }),
      { numRuns: 2_000 },
    )
  })

  test('and one with a value that is there compares', () => {
    fc.assert(
      fc.property(comparison, recordOf(thing), member, ([path, test], record, who) => {
        const ability = policyWith(path, test).abilityFor(who, portal)
        const value = path.split('.').reduce<unknown>((at, step) => (at as Bag | null | undefined)?.[step], record) as
          number | null | undefined
        const holds = {
          $lt: (a: number, b: number) => a < b,
          $lte: (a: number, b: number) => a <= b,
          $gt: (a: number, b: number) => a > b,
          $gte: (a: number, b: number) => a >= b,
          $ne: (a: number, b: unknown) => a !== b,
        }
        const expected =
          value !== null &&
          value !== undefined &&
          Object.entries(test).every(([name, bound]) => holds[name as keyof typeof holds](value, bound as never))
        expect(ask(ability, 'read', record), `${JSON.stringify({ [path]: test })} on ${fc.stringify(record)}`).toBe(expected)
      }),
      { numRuns: 2_000 },
    )
  })
})
