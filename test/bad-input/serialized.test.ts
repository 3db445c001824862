/** Abilities from JSON: whatever is not what `serialize` makes gives an ability that denies everything. */
import { contact, defineModule, definePolicy, may, me, only, plus, PortalAbility, portalPolicy, resource, type Member } from 'portico'
import { hydrate, serialize } from 'portico/json'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { modules, resources } from '../support/arbitraries.js'
import { ask } from '../support/questions.js'

const { version } = portalPolicy
const boss: Member = { id: 'boss', portalId: 'portal-1', type: 'user', status: 'active' }
const ability = portalPolicy.abilityFor(boss, { id: 'portal-1', ownerId: 'boss' })
const good = JSON.parse(JSON.stringify(serialize(ability))) as { version: string; portalId: string; memberId: string; rules: unknown[][] }
const record = contact.of({ portalId: 'portal-1', createdBy: 'boss', shared: 'readWrite', accessList: ['boss'] })

const here = { portalId: 'portal-1' }
const rules = (...given: unknown[]) => ({ ...good, rules: given })
const when = (conditions: unknown) => rules(['update', 'crm.contact', conditions])
/** A condition on one field that would allow the update. */
const on = (test: unknown) => when({ ...here, createdBy: test })
const nested = (depth: number) =>
  Array.from({ length: depth }).reduce<unknown>((inner) => ({ $elemMatch: { shares: inner } }), { to: 'boss' })

const refused: readonly (readonly [string, () => unknown])[] = [
  ['undefined', () => undefined],
  ['null', () => null],
  ['a text', () => 'rules'],
  ['JSON not parsed', () => JSON.stringify(good)],
  ['a number', () => 1],
  ['true', () => true],
  ['a list', () => [good]],
  ['only the rules', () => good.rules],
  ['an empty object', () => ({})],
  ['a function', () => () => good],
  ['a map', () => new Map(Object.entries(good))],
  ['no version', () => ({ ...good, version: undefined })],
  ['another version', () => ({ ...good, version: '0000000000000000' })],
  ['an empty version', () => ({ ...good, version: '' })],
  ['a list as version', () => ({ ...good, version: [version] })],
  ['no portal', () => ({ ...good, portalId: undefined })],
  ['an empty portal', () => ({ ...good, portalId: '' })],
  ['another portal than the rules say', () => ({ ...good, portalId: 'portal-2' })],
  ['no member', () => ({ ...good, memberId: undefined })],
  ['no rules', () => ({ ...good, rules: undefined })],
  ['rules null', () => ({ ...good, rules: null })],
  ['rules as an object', () => ({ ...good, rules: { 0: good.rules[0], length: 1 } })],
  ['rules as text', () => ({ ...good, rules: 'update,crm.contact' })],
  ['null as rule', () => rules(...good.rules, null)],
  ['a text as rule', () => rules(...good.rules, 'update')],
  ['an object as rule', () => rules({ action: 'update', subject: 'crm.contact' })],
  ['an empty rule', () => rules([])],
  ['a rule without subject', () => rules(['update'])],
  ['the action `manage`', () => rules(['manage', 'crm.contact', here])],
  ['`manage` among others', () => rules(['read,manage', 'crm.contact', here])],
  ['the subject `all`', () => rules(['update', 'all'])],
  ['the subject `all`, confined', () => rules(['update', 'all', here])],
  ['`all` among others', () => rules(['update', 'all,crm.contact', here])],
  ['`all` after others', () => rules(['update', 'crm.contact,all', here])],
  ['everything', () => rules(['manage', 'all'])],
  ['a module among resources', () => rules(['access', 'crm.contact,portal', here])],
  ['an empty action', () => rules(['', 'crm.contact', here])],
  ['an empty subject', () => rules(['update', '', here])],
  ['the action `__proto__`', () => rules(['__proto__', 'crm.contact', here])],
  ['actions as a list', () => rules([['update'], 'crm.contact', here])],
  ['subjects as a list', () => rules(['update', ['crm.contact'], here])],
  ['an action with a space', () => rules(['update ', 'crm.contact', here])],
  ['a rule for records without conditions', () => rules(['update', 'crm.contact'])],
  ['a rule for records with conditions 0', () => rules(['update', 'crm.contact', 0])],
  ['conditions null', () => when(null)],
  ['conditions empty', () => when({})],
  ['conditions as text', () => when('portalId')],
  ['conditions as a list', () => when([here])],
  ['no portalId', () => when({ createdBy: 'boss' })],
  ['portalId null', () => when({ portalId: null })],
  ['another portalId', () => when({ portalId: 'portal-2' })],
  ['portalId of many', () => when({ portalId: { $in: ['portal-1', 'portal-2'] } })],
  ['portalId not another', () => when({ portalId: { $ne: 'portal-2' } })],
  ['portalId that is there', () => when({ portalId: { $exists: true } })],
  ['portalId in a list', () => when({ portalId: ['portal-1'] })],
  ['`$or`', () => when({ ...here, $or: [{ createdBy: 'boss' }] })],
  ['`$and`', () => when({ ...here, $and: [] })],
  ['`$nor`', () => when({ ...here, $nor: [{ createdBy: 'x' }] })],
  ['`$where`', () => when({ ...here, $where: 'true' })],
  ['`$where` on a field', () => on({ $where: 'true' })],
  ['`$regex`', () => on({ $regex: '.*' })],
  ['`$regex` with options', () => on({ $regex: '(a+)+$', $options: 'i' })],
  ['`$not`', () => on({ $not: { $eq: 'x' } })],
  ['`$mod`', () => on({ $mod: [1, 0] })],
  ['an operator that there is not', () => on({ $near: 1 })],
  ['no operator', () => on({})],
  ['`$in` of a text', () => on({ $in: 'boss' })],
  ['`$in` of null', () => on({ $in: null })],
  ['`$all` of a text', () => when({ ...here, accessList: { $all: 'boss' } })],
  ['`$size` of a text', () => when({ ...here, accessList: { $size: '1' } })],
  ['`$exists` of a text', () => on({ $exists: 'yes' })],
  ['`$lt` of null', () => on({ $lt: null })],
  ['`$lt` of a flag', () => on({ $lt: true })],
  ['`$elemMatch` of a text', () => when({ ...here, accessList: { $elemMatch: 'boss' } })],
  ['`$elemMatch` of nothing', () => when({ ...here, accessList: { $elemMatch: {} } })],
  ['`$regex` in `$elemMatch`', () => when({ ...here, accessList: { $elemMatch: { to: { $regex: '.' } } } })],
  ['`$where` in `$elemMatch`', () => when({ ...here, accessList: { $elemMatch: { $where: 'true' } } })],
  ['an object as value', () => on({ name: 'boss' })],
  ['a list in a list', () => on({ $in: [['boss']] })],
  ['an object in a list', () => on({ $in: [{ $ne: 'x' }] })],
  ['`__proto__` as field', () => when(JSON.parse('{ "portalId": "portal-1", "__proto__": { "createdBy": "boss" } }'))],
  ['`__proto__` in a path', () => when({ ...here, '__proto__.createdBy': 'boss' })],
  ['`constructor` in a path', () => when({ ...here, 'createdBy.constructor': 'boss' })],
  ['an empty path', () => when({ ...here, '': 'boss' })],
  ['a path of dots', () => when({ ...here, 'a..b': 'boss' })],
  ['a flag that is no bit', () => rules(['update', 'crm.contact', here, 2])],
  ['a flag true', () => rules(['update', 'crm.contact', here, true])],
  ['a flag as text', () => rules(['update', 'crm.contact', here, '0'])],
  ['fields', () => rules(['update', 'crm.contact', here, 0, 'createdBy'])],
  ['fields and a reason', () => rules(['update', 'crm.contact', here, 0, 'createdBy', 'why'])],
  ['fields as patterns', () => rules(['update', 'crm.contact', here, 0, '**'])],
  ['a rule of seven', () => rules(['update', 'crm.contact', here, 0, 0, 'why', 'more'])],
  ['a reason that is no text', () => rules(['update', 'crm.contact', here, 0, 0, { html: '<b>' }])],
  ['one bad rule after good ones', () => rules(...good.rules, ['update', 'crm.contact', { ...here, createdBy: { $regex: '.' } }])],
  ['deep conditions', () => when({ ...here, accessList: nested(10_000) })],
  ['deep lists', () => on(Array.from({ length: 10_000 }).reduce<unknown>((inner) => [inner], 'boss'))],
  ['many bad rules', () => rules(...Array.from({ length: 50_000 }, () => ['manage', 'all']))],
  ['a rule with an endless action', () => rules(['a,'.repeat(200_000), 'crm.contact', here])],
  [
    'a getter that throws',
    () => ({
      ...good,
      get rules() {
        throw new TypeError('gone')
      },
    }),
  ],
  [
    'a proxy that throws',
    () =>
      new Proxy(
        {},
        {
          get: () => {
            throw new TypeError('gone')
          },
        },
      ),
  ],
  [
    'a circle',
    () =>
      (() => {
        const circle: Record<string, unknown> = { ...here }
        circle.createdBy = { $elemMatch: circle }
        return when(circle)
      })(),
  ],
]

/** Everything that this ability allows: modules by name, and one record. */
function rightsOf(read: PortalAbility<never>): string[] {
  const asked = [
    ...modules.flatMap(({ name, actions }) => [...actions, 'manage'].map((action) => [action, name] as const)),
    ...resources.flatMap(({ name, actions }) => [...actions, 'manage'].map((action) => [action, { ...record, __typename: name }] as const)),
    ['update', { ...record, portalId: 'portal-2' }] as const,
  ]
  return asked.filter(([action, about]) => ask(read, action, about)).map(([action]) => action)
}

test('what serialize makes is read', () => {
  const read = hydrate<typeof portalPolicy>(good, { version, portalId: 'portal-1', memberId: 'boss' })
  expect(read).toBeInstanceOf(PortalAbility)
  expect([read.can('update', record), read.can('configure', 'portal'), read.couldEver('update', 'crm.contact')]).toEqual([true, true, true])
  expect(read.rules).toHaveLength(ability.rules.length)
})

test('what becomes of the input afterwards changes nothing', () => {
  const input = structuredClone(when({ ...here, createdBy: 'boss', accessList: { $in: ['me'] } }))
  const read = hydrate<typeof portalPolicy>(input, { version })
  const [, , conditions] = input.rules[0] as [string, string, Record<string, unknown>]
  ;(conditions.accessList as { $in: string[] }).$in.push('boss')
  delete conditions.accessList
  expect(read.can('update', record)).toBe(false)
})

test('whatever a policy may say is read: names of any kind, and lists within lists', () => {
  const leaf = z.object({ to: z.string() })
  const inner = z.array(z.object({ b: z.array(z.object({ c: z.array(z.object({ d: z.array(leaf) })) })) }))
  const doc = resource('lab.doc', {
    schema: z.object({ portalId: z.string(), propriétaire: z.string(), 'a b': z.string(), all: z.string(), a: inner }),
    actions: ['read', 'update', 'all', 'constructor'],
  })
  const deep = { a: { $elemMatch: { b: { $elemMatch: { c: { $elemMatch: { d: { $elemMatch: { to: me.id } } } } } } } } }
  const his = doc.when('it is his', { propriétaire: me.id, 'a b': me.id, all: me.id })
  const lab = defineModule({
    name: 'lab',
    resources: [doc],
    levels: {
      guest: only(),
      user: only(may(['read', 'all', 'constructor'], doc, his), may('update', doc, doc.when('he is deep in it', deep))),
      moduleAdministrator: plus('user'),
      fullAdministrator: plus('user'),
      owner: plus('user'),
    },
  })
  const policy = definePolicy([lab])
  const json = JSON.stringify(serialize(policy.abilityFor(boss, { id: 'portal-1', ownerId: 'olga' })))
  const read = hydrate<typeof policy>(JSON.parse(json), { version: policy.version })
  const mine = doc.of({
    portalId: 'portal-1',
    propriétaire: 'boss',
    'a b': 'boss',
    all: 'boss',
    a: [{ b: [{ c: [{ d: [{ to: 'boss' }] }] }] }],
  })
  const theirs = doc.of({ ...mine, propriétaire: 'max', a: [] })
  for (const action of doc.actions) expect([read.can(action, mine), read.can(action, theirs)]).toEqual([true, false])
})

describe('denies everything', () => {
  test.each(refused)('%s', (_, make) => {
    const read = hydrate(make(), { version })
    expect(read).toBeInstanceOf(PortalAbility)
    expect(rightsOf(read as never)).toEqual([])
    expect(read.rules).toEqual([])
  })

  test.each([
    ['another version expected', { version: 'other' }],
    ['another portal expected', { version, portalId: 'portal-2' }],
    ['another member expected', { version, memberId: 'me' }],
    ['an empty portal expected', { version, portalId: '' }],
    ['an empty member expected', { version, memberId: '' }],
  ])('%s', (_, expected) => {
    expect(rightsOf(hydrate(good, expected) as never)).toEqual([])
  })
})

test('records of another portal stay closed, and names of resources are no records', () => {
  const read = hydrate<typeof portalPolicy>(good, { version })
  expect(read.can('update', { ...record, portalId: 'portal-2' })).toBe(false)
  expect(ask(read, 'update', 'crm.contact')).toBe(false)
  expect(ask(read, 'update', { __typename: 'crm.contact' })).toBe(false)
})

test('many rules are read in time', () => {
  const many = rules(...Array.from({ length: 20_000 }, () => ['update', 'crm.contact', { ...here, accessList: { $in: ['boss'] } }]))
  const start = performance.now()
  expect(hydrate<typeof portalPolicy>(many, { version }).can('update', record)).toBe(true)
  expect(performance.now() - start).toBeLessThan(3_000)
})

test('it holds what he may do and who he is, and no more', () => {
  expect(Object.keys(good).sort()).toEqual(['memberId', 'portalId', 'rules', 'version'])
  expect(
    JSON.stringify(serialize(portalPolicy.abilityFor({ ...boss, id: 'me', status: 'disabled' }, { id: 'portal-1', ownerId: 'boss' }))),
  ).toContain('"rules":[]')
})

test('only a bound ability can be serialized', () => {
  const read = hydrate<typeof portalPolicy>(good, { version })
  expect(() => serialize(read)).toThrow(TypeError)
  const updated = portalPolicy.abilityFor(boss, { id: 'portal-1', ownerId: 'boss' })
  updated.update([])
  expect(() => serialize(updated)).toThrow(TypeError)
})
