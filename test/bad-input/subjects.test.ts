/** Questions that make no sense: a plain no, whatever is asked about, of a bound ability and of one from JSON. */
import { portalPolicy, type Member } from 'portico'
import { hydrate, serialize } from 'portico/json'
import { explain } from 'portico/explain'
import { describe, expect, test } from 'vitest'
import { resources } from '../support/arbitraries.js'
import { ask } from '../support/questions.js'

const boss: Member = { id: 'boss', portalId: 'portal-1', type: 'user', status: 'active', administers: 'everything' }
const bound = portalPolicy.abilityFor(boss, { id: 'portal-1', ownerId: 'boss' })
const read = hydrate<typeof portalPolicy>(JSON.parse(JSON.stringify(serialize(bound))), { version: portalPolicy.version })
const abilities = [
  ['bound', bound],
  ['from JSON', read],
] as const

const record = { __typename: 'crm.contact', portalId: 'portal-1', createdBy: 'boss', shared: 'readWrite', accessList: ['boss'] }
const gone = () => {
  throw new TypeError('gone')
}
const getter = (name: string) => Object.defineProperty({ ...record }, name, { enumerable: true, get: gone })
const { proxy: revoked, revoke } = Proxy.revocable({ ...record }, {})
revoke()

const subjects: readonly (readonly [string, unknown])[] = [
  ['undefined', undefined],
  ['null', null],
  ['true', true],
  ['a number', 7],
  ['NaN', Number.NaN],
  ['a bigint', 7n],
  ['a symbol', Symbol('crm.contact')],
  ['an empty text', ''],
  ['`all`', 'all'],
  ['the bare name of a resource', 'crm.contact'],
  ['the name of nothing', 'warehouse'],
  ['the name `__proto__`', '__proto__'],
  ['the name `constructor`', 'constructor'],
  ['a function', () => record],
  ['a class', Date],
  ['a class with the name of a resource', Object.assign(function Contact() {}, { modelName: 'crm.contact' })],
  ['a function that looks like a record', Object.assign(() => 0, record)],
  ['an empty object', {}],
  ['an empty list', []],
  ['a list of records', [record]],
  ['an object without prototype', Object.create(null)],
  ['a date', new Date(0)],
  ['a map', new Map(Object.entries(record))],
  ['a promise', Promise.resolve(record)],
  ['a text object', new String('crm')],
  ['a record without portal', { ...record, portalId: undefined }],
  ['a record of a list of portals', { ...record, portalId: ['portal-1', 'portal-2'] }],
  ['a record without type', { ...record, __typename: undefined }],
  ['a type that there is not', { ...record, __typename: 'crm.lead' }],
  ['the type `__proto__`', { ...record, __typename: '__proto__' }],
  ['the type `constructor`', { ...record, __typename: 'constructor' }],
  ['the type `toString`', { ...record, __typename: 'toString' }],
  ['the type `all`', { ...record, __typename: 'all' }],
  ['the type in a list', { ...record, __typename: ['crm.contact'] }],
  ['the type as text object', { ...record, __typename: new String('crm.contact') }],
  ['the type as something that turns into text', { ...record, __typename: { toString: () => 'crm.contact' } }],
  ['a type by CASL only', Object.defineProperty({ portalId: 'portal-1' }, '__caslSubjectType__', { value: 'crm.contact' })],
  ['a proxy that throws', new Proxy({}, { get: gone, has: gone, getOwnPropertyDescriptor: gone })],
  ['a proxy that was revoked', revoked],
  ['a getter of the type that throws', getter('__typename')],
  ['a getter of the portal that throws', getter('portalId')],
]

const actions: readonly (readonly [string, unknown])[] = [
  ['undefined', undefined],
  ['null', null],
  ['an empty text', ''],
  ['`manage`', 'manage'],
  ['`all`', 'all'],
  ['`constructor`', 'constructor'],
  ['`__proto__`', '__proto__'],
  ['`toString`', 'toString'],
  ['`hasOwnProperty`', 'hasOwnProperty'],
  ['`access`', 'access'],
  ['capitals', 'Update'],
  ['two actions', 'read,update'],
  ['a list', ['update']],
  ['a number', 0],
  ['a symbol', Symbol('update')],
  ['a text object', new String('update')],
  ['something that turns into text', { toString: () => 'update' }],
  ['something that does not turn into text', { toString: gone }],
]

describe.each(abilities)('an ability %s says no', (_, ability) => {
  test('and it does say yes to a good question', () => {
    for (const { name, actions } of resources.filter((one) => one.name.startsWith('crm.')))
      for (const action of actions) ask(ability, action, { ...record, __typename: name })
    expect([ability.can('update', record as never), ability.can('access', 'crm')]).toEqual([true, true])
  })

  test.each(subjects)('about %s', (_, subject) => {
    for (const action of ['update', 'read', 'access', 'configure', 'manage', 'constructor']) {
      expect(ask(ability, action, subject)).toBe(false)
      expect(ask(ability, action, subject, 'createdBy')).toBe(false)
      expect(ability.cannot(...([action, subject] as never))).toBe(true)
      expect(explain(ability, action, subject)).toMatchObject({ allowed: false, changes: [] })
    }
  })

  test('about nothing at all', () => {
    expect([ask(ability), ask(ability, 'update')]).toEqual([false, false])
  })

  test.each(actions)('for the action %s', (_, action) => {
    expect(ask(ability, action, record)).toBe(false)
    expect(explain(ability, action as never, record).allowed).toBe(false)
    if (action !== 'access') expect(ask(ability, action, 'crm')).toBe(false)
  })

  test.each(actions)('couldEver, for the action %s', (_, action) => {
    expect(ability.couldEver(action as never, 'crm.contact')).toBe(false)
  })

  test.each(subjects.filter(([, subject]) => typeof subject === 'string' && subject !== 'crm.contact'))(
    'couldEver, about %s',
    (_, subject) => {
      expect(ability.couldEver('update' as never, subject as never)).toBe(false)
    },
  )
})

describe.each(abilities)('an ability %s says yes', (_, ability) => {
  class Contact {
    readonly __typename = 'crm.contact'
    readonly portalId = 'portal-1'
    get createdBy() {
      return 'boss'
    }
  }
  test.each<readonly [string, unknown]>([
    ['a frozen record', Object.freeze({ ...record })],
    ['an instance of a class', new Contact()],
    ['a record without prototype', Object.assign(Object.create(null) as object, record)],
    ['a record that inherits', Object.create(record)],
    ['a record with fields of its own', { ...record, more: new Map() }],
    ['a proxy', new Proxy({ ...record }, {})],
    ['a record with a getter that throws beside what is asked', getter('notes')],
  ])('about %s', (_, subject) => {
    expect(ask(ability, 'update', subject)).toBe(true)
    expect(explain(ability, 'update', subject).allowed).toBe(true)
  })

  test('and leaves the record as it is', () => {
    const before = { ...record }
    ask(ability, 'update', before)
    explain(ability, 'delete', before)
    expect(Reflect.ownKeys(before)).toEqual(Reflect.ownKeys(record))
  })
})

describe('for members whose rows look into the record', () => {
  const me = portalPolicy.abilityFor(
    { id: 'me', portalId: 'portal-1', type: 'user', status: 'active', groups: ['g1'] },
    { id: 'portal-1', ownerId: 'boss' },
  )
  const file = {
    __typename: 'documents.file',
    portalId: 'portal-1',
    section: 'common',
    createdBy: 'other',
    shares: [],
    denyDownload: false,
  }

  test.each<readonly [string, unknown]>([
    ['a getter that throws', Object.defineProperty({ ...file }, 'shares', { enumerable: true, get: gone })],
    ['null among the shares', { ...file, shares: [null] }],
    ['a proxy as shares', { ...file, shares: new Proxy([], { get: gone }) }],
    ['a revoked proxy as shares', { ...file, shares: revoked }],
    ['a share whose getter throws', { ...file, shares: [Object.defineProperty({}, 'to', { enumerable: true, get: gone })] }],
    ['a value that does not turn into text', { ...file, section: Object.create(null) as object }],
  ])('%s is a no, with a reason', (_, subject) => {
    expect(ask(me, 'read', subject)).toBe(false)
    expect(explain(me, 'read', subject)).toMatchObject({ allowed: false, reason: 'RECORD_NOT_JUDGED', changes: [] })
  })

  test('a very long list is judged in time', () => {
    const shares = Array.from({ length: 100_000 }, (_, index) => ({ to: `g${index}`, access: 'restrict' }))
    const start = performance.now()
    expect(ask(me, 'read', { ...file, shares })).toBe(false)
    expect(performance.now() - start).toBeLessThan(1_000)
  })

  test('so is a very deep record', () => {
    const deep = Array.from({ length: 100_000 }).reduce<unknown>((inner) => [inner], 'me')
    expect(ask(me, 'update', { ...record, shared: 'none', accessList: deep })).toBe(false)
    expect(ask(me, 'delete', { ...record, accessList: [deep] })).toBe(ask(me, 'update', { ...record, accessList: [deep] }))
  })
})

test.each(abilities)('a proxy of an ability, %s, denies and does not throw', (_, ability) => {
  expect(ask(ability, 'update', record)).toBe(true)
  expect(ask(new Proxy(ability, {}), 'update', record)).toBe(false)
  expect(ask(new Proxy(ability, {}), 'access', 'crm')).toBe(false)
})
