/** Policies that are not well-formed: refused when they are defined, with a message that says where. */
import {
  and,
  builtInModules,
  contact,
  crm,
  defineModule,
  definePolicy,
  extendModule,
  may,
  mayNot,
  me,
  never,
  only,
  plus,
  provided,
  resource,
  type AnyResource,
  type Module,
} from 'portico'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { refusal } from '../support/refusals.js'

const schema = z.object({
  portalId: z.string(),
  driverId: z.string().nullable(),
  seats: z.number(),
  free: z.boolean(),
  kind: z.enum(['car', 'van']),
  tags: z.array(z.string()),
  trips: z.array(z.object({ km: z.number(), driverId: z.string() })),
  depot: z.object({ town: z.string(), open: z.boolean() }),
})
const vehicle = resource('fleet.vehicle', { schema, actions: ['read', 'book', 'retire'] })
const depot = resource('fleet.depot', { schema: z.object({ portalId: z.string(), town: z.string() }), actions: ['read'] })

const isFree = vehicle.when('it is free', { free: true })
const isCar = vehicle.when('it is a car', { kind: 'car' })

const levels = { guest: only(), user: only(), moduleAdministrator: plus('user'), fullAdministrator: plus('user'), owner: plus('user') }
/** A module that is well-formed but for what is given. */
const fleet = (spec: object = {}) => defineModule({ name: 'fleet', resources: [vehicle, depot], levels, ...spec })
const withRows = (...rows: unknown[]) => fleet({ levels: { ...levels, user: { rows } } })
const withWhere = (where: unknown) => withRows(may('read', vehicle), may('book', vehicle, vehicle.when('it is so', where as never)))

test('the module itself is well-formed', () => {
  expect(fleet().name).toBe('fleet')
  expect(() => definePolicy<Module>([...builtInModules, fleet()])).not.toThrow()
})

/** What is wrong, how it is written, and words of the message. */
type Definition = readonly [problem: string, define: () => unknown, said?: string]

describe('conditions', () => {
  class Row {
    town = 'Riga'
  }
  const cases: readonly (readonly [string, unknown])[] = [
    ['an unknown field', { driver: 'me' }],
    ['an unknown nested field', { 'depot.street': 'x' }],
    ['a path through a text', { 'driverId.name': 'x' }],
    ['a path through a list', { 'trips.km': 1 }],
    ['a path by index', { 'trips.0': { $exists: true } }],
    ['an empty path', { '': 'x' }],
    ['a path that ends in a dot', { 'depot.': 'x' }],
    ['`__proto__` as field', JSON.parse('{ "__proto__": "x" }')],
    ['`__proto__` in a path', { '__proto__.town': 'x' }],
    ['`constructor` as field', { constructor: 'x' }],
    ['`constructor.prototype` as path', { 'constructor.prototype': 'x' }],
    ['`toString` as field', { toString: 'x' }],
    ['`__typename` as field', { __typename: 'fleet.vehicle' }],
    ['`$or`', { $or: [{ free: true }] }],
    ['`$and`', { $and: [{ free: true }] }],
    ['`$where`', { $where: 'true' }],
    ['`portalId`', { portalId: 'portal-1' }],
    ['`portalId` of the member', { portalId: me.portalId }],
    ['`portalId` with an operator', { portalId: { $ne: 'x' } }],
    ['empty', {}],
    ['null', null],
    ['undefined', undefined],
    ['a list', [{ free: true }]],
    ['a text', 'free'],
    ['a function', () => true],
    ['an instance', new Row()],
    ['a map', new Map([['free', true]])],
    ['undefined as value', { driverId: undefined }],
    ['undefined under an operator', { driverId: { $eq: undefined } }],
    ['a gap in a list', { driverId: { $in: [, 'me'] } }],
    ['undefined in a list', { driverId: { $in: ['me', undefined] } }],
    ['NaN', { seats: Number.NaN }],
    ['NaN compared', { seats: { $lt: Number.NaN } }],
    ['infinity', { seats: { $lt: Number.POSITIVE_INFINITY } }],
    ['a bigint', { seats: 4n }],
    ['a symbol', { driverId: Symbol('me') }],
    ['a function as value', { driverId: () => 'me' }],
    ['a date', { driverId: new Date(0) }],
    ['a pattern', { driverId: /me/ }],
    ['a pattern in a list', { driverId: { $in: [/me/] } }],
    ['`$regex`', { driverId: { $regex: '^m' } }],
    ['`$not`', { driverId: { $not: { $eq: 'me' } } }],
    ['`$mod`', { seats: { $mod: [2, 0] } }],
    ['an operator without its dollar', { seats: { lt: 4 } }],
    ['an operator in capitals', { seats: { $LT: 4 } }],
    ['no operator at all', { seats: {} }],
    ['an operator and a field', { seats: { $lt: 4, town: 'x' } }],
    ['an object as value', { depot: { town: 'Riga' } }],
    ['an instance as value', { depot: new Row() }],
    ['a text for a number', { seats: '4' }],
    ['a number for a text', { driverId: 4 }],
    ['a text for a flag', { free: 'true' }],
    ['null where the schema has none', { seats: null }],
    ['a value that the enum has not', { kind: 'bus' }],
    ['one value of a list that the enum has not', { kind: { $in: ['car', 'bus'] } }],
    ['a list for a value', { driverId: ['me'] }],
    ['a list for a list', { tags: ['fast'] }],
    ['a value for a list of `$in`', { driverId: { $in: 'me' } }],
    ['an empty list', { driverId: { $in: [] } }],
    ['an empty list of `$nin`', { driverId: { $nin: [] } }],
    ['the groups of a member under `$all`', { tags: { $all: me.groups } }],
    ['a list in a list', { tags: { $in: [['fast']] } }],
    ['a list under `$eq`', { driverId: { $eq: ['me'] } }],
    ['a list under `$lt`', { seats: { $lt: [4] } }],
    ['`$lt` of a flag', { free: { $lt: true } }],
    ['`$lt` of null', { driverId: { $lt: null } }],
    ['`$lt` of an object', { depot: { $lt: 4 } }],
    ['`$all` of a value', { driverId: { $all: ['me'] } }],
    ['`$size` of a value', { driverId: { $size: 1 } }],
    ['a text as `$size`', { tags: { $size: '1' } }],
    ['a fraction as `$size`', { tags: { $size: 1.5 } }],
    ['a `$size` below zero', { tags: { $size: -1 } }],
    ['NaN as `$size`', { tags: { $size: Number.NaN } }],
    ['a text as `$exists`', { driverId: { $exists: 'true' } }],
    ['null as `$exists`', { driverId: { $exists: null } }],
    ['`$elemMatch` on a list of values', { tags: { $elemMatch: { $eq: 'fast' } } }],
    ['`$elemMatch` on a value', { driverId: { $elemMatch: { km: 1 } } }],
    ['an empty `$elemMatch`', { trips: { $elemMatch: {} } }],
    ['null as `$elemMatch`', { trips: { $elemMatch: null } }],
    ['an unknown field in `$elemMatch`', { trips: { $elemMatch: { miles: 1 } } }],
    ['an unknown operator in `$elemMatch`', { trips: { $elemMatch: { km: { $regex: '1' } } } }],
    ['undefined in `$elemMatch`', { trips: { $elemMatch: { km: undefined } } }],
    ['a reference that there is not', { driverId: { $me: 'password' } }],
    ['a reference to a prototype', { driverId: { $me: 'constructor' } }],
    ['a reference and more', { driverId: { $me: 'id', $ne: 'x' } }],
    ['a list of facts as one value', { driverId: me.groups }],
    ['one fact as a list', { driverId: { $in: me.id } }],
    ['a fact for a number', { seats: me.id }],
    ['a fact for a flag', { free: me.id }],
    ['a fact for an object', { depot: me.id }],
    ['`$nin` and a comparison on one field', { seats: { $nin: [3], $lt: 4 } }],
    ['a fact in a list of values', { driverId: { $in: [me.id] } }],
  ]

  test.each(cases)('%s', (_, where) => {
    const error = refusal('POLICY_INVALID', () => withWhere(where))
    expect(error.message).toMatch(
      /^module `fleet`, level `user`, row 2: "it is so": |^module `fleet`, level `user`, row 2: a condition on `portalId`/,
    )
    expect(error.details).toMatchObject({ module: 'fleet', level: 'user', row: 2 })
  })

  test('a condition with a getter is read once, and what was read counts', () => {
    let reads = 0
    const where = Object.defineProperty({}, 'free', { enumerable: true, get: () => (reads++ === 0 ? true : undefined) })
    const { levels: made } = withWhere(where)
    expect(made.user.rows.find((row) => row.actions.includes('book'))?.tests).toEqual([{ path: 'free', op: '$eq', value: true }])
  })

  test('two conditions on one field', () => {
    const error = refusal('POLICY_INVALID', () =>
      withRows(may('book', vehicle, and(vehicle.when('small', { seats: { $lt: 4 } }), vehicle.when('not tiny', { seats: { $gt: 2 } })))),
    )
    expect(error.message).toBe('module `fleet`, level `user`, row 1: two conditions on `seats`: write one')
  })

  test('a condition of one resource on another', () => {
    refusal('POLICY_INVALID', () => withRows(may('read', depot, vehicle.when('it is free', { free: true }) as never)))
    refusal('POLICY_INVALID', () => withRows(may('read', [vehicle, depot], vehicle.when('it is free', { free: true }) as never)))
  })

  test('a condition on a module', () => {
    refusal('POLICY_INVALID', () =>
      withRows({ effect: 'may', actions: ['access'], on: 'fleet', when: { parts: [{ label: 'x', where: { free: true } }] } }),
    )
  })
})

describe('rows', () => {
  const cases: readonly (readonly [string, () => unknown])[] = [
    ['null', () => withRows(null)],
    ['undefined', () => withRows(undefined)],
    ['a text', () => withRows('may read')],
    ['a function', () => withRows(may)],
    ['an empty object', () => withRows({})],
    ['a list of rows', () => withRows([may('read', vehicle)])],
    ['an unknown effect', () => withRows({ ...may('read', vehicle), effect: 'allow' })],
    ['the effect `constructor`', () => withRows({ ...may('read', vehicle), effect: 'constructor' })],
    ['a row with the last word in a level', () => withRows(never('read', vehicle))],
    ['an unknown action', () => withRows(may('fly' as never, vehicle))],
    ['one unknown action of two', () => withRows(may(['read', 'fly'] as never, vehicle))],
    ['the action `manage`', () => withRows(may('manage' as never, vehicle))],
    ['the action `constructor`', () => withRows(may('constructor' as never, vehicle))],
    ['no action', () => withRows(may([] as never, vehicle))],
    ['the action undefined', () => withRows(may([undefined] as never, vehicle))],
    ['actions as a number', () => withRows({ effect: 'may', actions: 1, on: vehicle })],
    ['no actions at all', () => withRows({ effect: 'may', on: vehicle })],
    ['no resource', () => withRows(may('read', [] as never))],
    ['the resource undefined', () => withRows(may('read', undefined as never))],
    ['the resource null', () => withRows(may('read', null as never))],
    ['undefined among resources', () => withRows(may('read', [vehicle, undefined] as never))],
    ['an action that one of two resources has not', () => withRows(may('book' as never, [vehicle, depot]))],
    ['an action of another module', () => withRows(may('configure' as never, 'crm' as never))],
    ['the module `all`', () => withRows(may('access', 'all' as never))],
    ['an action that the module has not', () => withRows(may('configure' as never, 'fleet'))],
    ['an option that the module does not declare', () => withRows(...provided({ option: 'surprise' }, may('read', vehicle)))],
    ['provided by nothing', () => withRows(...provided({} as never, may('read', vehicle)))],
    ['provided by undefined', () => withRows(...provided(undefined as never, may('read', vehicle)))],
    ['provided by null', () => withRows(...provided(null as never, may('read', vehicle)))],
    ['provided by an option undefined', () => withRows(...provided({ option: undefined as never }, may('read', vehicle)))],
    ['provided by a misspelt key', () => withRows(...provided({ opton: 'weekends' } as never, may('read', vehicle)))],
    [
      'provided by nothing inside something',
      () => withRows(...provided({ module: 'crm' }, ...provided({} as never, may('read', vehicle)))),
    ],
    ['provided by two modules', () => withRows(...provided({ module: 'crm' }, ...provided({ module: 'mail' }, may('read', vehicle))))],
    ['the option `constructor`', () => withRows(...provided({ option: 'constructor' }, may('read', vehicle)))],
    ['conditions that are not a list', () => withRows({ ...may('read', vehicle), when: { parts: { label: 'x', where: { free: true } } } })],
    ['a condition without parts', () => withRows({ ...may('read', vehicle), when: {} })],
    ['a condition of no parts', () => withRows({ ...may('read', vehicle), when: { parts: [] } })],
    ['a bare object as condition', () => withRows(may('read', vehicle, { free: true } as never))],
    ...[undefined, null, false, '', 0, true, [], 'free', () => true].map(
      (missing) => [`${String(missing)} (${typeof missing}) as condition`, () => withRows(may('read', vehicle, missing as never))] as const,
    ),
    ['a condition written as undefined', () => withRows({ ...may('read', vehicle), when: undefined })],
    ['a requirement written as undefined', () => withRows({ ...may('read', vehicle), given: undefined })],
    ['two conditions in a row', () => withRows((may as (...all: unknown[]) => unknown)('read', vehicle, isFree, isCar))],
    ['a condition by another name', () => withRows({ ...may('read', vehicle), if: isFree })],
    ['null as part', () => withRows({ ...may('read', vehicle), when: { parts: [null] } })],
    ['a condition without a label', () => withRows(may('read', vehicle, vehicle.when(undefined as never, { free: true })))],
  ]

  test.each(cases)('%s', (_, define) => {
    expect(refusal('POLICY_INVALID', define).message).toMatch(/^module `fleet`, level `user`, row 1: /)
  })

  test('provided by two options: one of them would go unheard', () => {
    const { message } = refusal('POLICY_INVALID', () =>
      fleet({
        options: { weekends: false, nights: false },
        levels: { ...levels, user: only(...provided({ option: 'weekends' }, ...provided({ option: 'nights' }, may('read', vehicle)))) },
      }),
    )
    expect(message).toBe('module `fleet`, level `user`, row 1: provided by two options or modules')
  })

  test('provided inside provided: both must hold', () => {
    const open = provided({ option: 'weekends' }, ...provided({ module: 'crm' }, may('read', vehicle)))
    const turned = provided({ module: 'crm' }, ...provided({ option: 'weekends' }, may('book', vehicle)))
    const module = defineModule({
      name: 'fleet',
      resources: [vehicle],
      options: { weekends: false },
      levels: { ...levels, user: only(...open, ...provided({ option: 'weekends' }, ...turned)) },
    })
    const policy = definePolicy([crm, module])
    const rightsWhen = (weekends: boolean, availability: 'everyone' | 'nobody') => {
      const portal = { id: 'p', ownerId: 'boss', options: { weekends }, modules: { crm: { availability } } }
      const ability = policy.abilityFor({ id: 'me', portalId: 'p', type: 'user', status: 'active' }, portal)
      return (['read', 'book'] as const).map((action) => ability.couldEver(action, 'fleet.vehicle'))
    }
    expect(rightsWhen(true, 'everyone')).toEqual([true, true])
    expect([rightsWhen(true, 'nobody'), rightsWhen(false, 'everyone'), rightsWhen(false, 'nobody')]).toEqual([
      [false, false],
      [false, false],
      [false, false],
    ])
  })

  test('the last word: only rows with it', () => {
    const error = refusal('POLICY_INVALID', () => fleet({ never: { everyone: [never('retire', vehicle), may('read', vehicle)] } }))
    expect(error.message).toMatch(/^module `fleet`, level `everyone`, row 2: /)
    refusal('POLICY_INVALID', () => fleet({ never: { guest: [mayNot('read', vehicle)] } }))
  })
})

describe('modules', () => {
  const bare = (schema: z.ZodType, actions: unknown = ['read'], name = 'fleet.thing') =>
    ({ name, schema, actions, openings: [] }) as unknown as AnyResource
  const portalRecord = z.object({ portalId: z.string() })
  const { owner: _, ...fourLevels } = levels

  const cases: readonly Definition[] = [
    ['null', () => defineModule(null as never)],
    ['undefined', () => defineModule(undefined as never)],
    ['a text', () => defineModule('fleet' as never)],
    ['a list', () => defineModule([] as never)],
    ['an empty object', () => defineModule({} as never)],
    ['no name', () => fleet({ name: undefined })],
    ['the name null', () => fleet({ name: null })],
    ['an empty name', () => fleet({ name: '', resources: [] })],
    ['a name with a dot', () => fleet({ name: 'fleet.cars', resources: [] })],
    ['a name in capitals', () => fleet({ name: 'Fleet', resources: [] })],
    ['a name with a space', () => fleet({ name: 'my fleet', resources: [] })],
    ['the name `all`', () => fleet({ name: 'all', resources: [] })],
    ['the name `__proto__`', () => fleet({ name: '__proto__', resources: [] })],
    ['no levels', () => fleet({ levels: undefined })],
    ['levels null', () => fleet({ levels: null })],
    ['levels as a list', () => fleet({ levels: [] })],
    ['a missing level', () => fleet({ levels: fourLevels }), 'owner'],
    ['a level undefined', () => fleet({ levels: { ...levels, user: undefined } }), 'user'],
    ['a level null', () => fleet({ levels: { ...levels, user: null } }), 'user'],
    ['a level as a list of rows', () => fleet({ levels: { ...levels, user: [may('read', vehicle)] } }), 'user'],
    ['a level without rows', () => fleet({ levels: { ...levels, user: {} } }), 'user'],
    ['an unknown level', () => fleet({ levels: { ...levels, superuser: only() } }), 'superuser'],
    [
      'a level that builds on a higher one',
      () => fleet({ levels: { ...levels, user: plus('owner') } }),
      'level `user` builds on `owner`, which is not below it',
    ],
    ['a level that builds on itself', () => fleet({ levels: { ...levels, user: plus('user') } }), 'level `user` builds on `user`'],
    ['a level that builds on an unknown one', () => fleet({ levels: { ...levels, user: plus('visitor' as never) } }), '`visitor`'],
    ['the last word null', () => fleet({ never: null })],
    ['the last word of an unknown level', () => fleet({ never: { superuser: [] } }), 'superuser'],
    ['the last word of one row, not a list', () => fleet({ never: { everyone: never('read', vehicle) } })],
    ['no resources', () => fleet({ resources: null })],
    ['resources that are no list', () => fleet({ resources: { vehicle } })],
    ['null among the resources', () => fleet({ resources: [vehicle, null] })],
    ['a resource twice', () => fleet({ resources: [vehicle, vehicle] }), 'resource `fleet.vehicle` stands twice'],
    ['a resource of another module', () => fleet({ resources: [bare(portalRecord, ['read'], 'crm.thing')] }), '`crm.thing`'],
    ['a resource without its module', () => fleet({ resources: [bare(portalRecord, ['read'], 'thing')] }), '`thing`'],
    ['a resource of three words', () => fleet({ resources: [bare(portalRecord, ['read'], 'fleet.thing.part')] }), '`fleet.thing.part`'],
    ['a resource in capitals', () => fleet({ resources: [bare(portalRecord, ['read'], 'fleet.Thing')] }), '`fleet.Thing`'],
    ['a resource without portalId', () => fleet({ resources: [bare(z.object({ id: z.string() }))] }), 'has no text field `portalId`'],
    ['a resource with a number as portalId', () => fleet({ resources: [bare(z.object({ portalId: z.number() }))] }), '`portalId`'],
    ['a resource with a list as portalId', () => fleet({ resources: [bare(z.object({ portalId: z.array(z.string()) }))] }), '`portalId`'],
    ['a schema that is no object', () => fleet({ resources: [bare(z.string())] }), '`portalId`'],
    ['a schema that is missing', () => fleet({ resources: [bare(undefined as never)] })],
    ['a schema of another library', () => fleet({ resources: [bare({ type: 'object' } as never)] })],
    ['a resource without actions', () => fleet({ resources: [bare(portalRecord, [])] }), 'actions'],
    ['actions that are no list', () => fleet({ resources: [bare(portalRecord, 'read')] })],
    ['actions null', () => fleet({ resources: [bare(portalRecord, null)] })],
    ['an action twice', () => fleet({ resources: [bare(portalRecord, ['read', 'read'])] }), '`read` stands twice'],
    ['the action `manage`', () => fleet({ resources: [bare(portalRecord, ['read', 'manage'])] }), '`manage`'],
    ['an action with a comma', () => fleet({ resources: [bare(portalRecord, ['read,update'])] }), 'action'],
    ['an action that is no text', () => fleet({ resources: [bare(portalRecord, [null])] })],
    ['an empty action', () => fleet({ resources: [bare(portalRecord, [''])] })],
    ['an action of the module twice', () => fleet({ actions: ['inspect', 'inspect'] }), '`inspect` stands twice'],
    ['the action `access` again', () => fleet({ actions: ['access'] }), '`access` stands twice'],
    ['the action `manage` of the module', () => fleet({ actions: ['manage'] }), '`manage`'],
    ['actions of the module null', () => fleet({ actions: null })],
    ['an option that is no flag', () => fleet({ options: { weekends: 'yes' } }), 'weekends'],
    ['an option undefined', () => fleet({ options: { weekends: undefined } }), 'weekends'],
    ['an option in capitals', () => fleet({ options: { Weekends: true } }), 'Weekends'],
    ['options as a list', () => fleet({ options: ['weekends'] })],
    ['options null', () => fleet({ options: null })],
    ['an unknown word for guests', () => fleet({ guests: 'sometimes' })],
    ['guests true', () => fleet({ guests: true })],
    ['an unknown presence', () => fleet({ presence: 'forever' })],
    ['requires empty', () => fleet({ requires: '' })],
    ['requires a list', () => fleet({ requires: ['client-management'] })],
    ['a misspelt key', () => fleet({ nevers: { everyone: [] } })],
  ]

  test.each(cases.map(([problem, define, said = '']) => [problem, define, said] as const))('%s', (_, define, said) => {
    const error = refusal('POLICY_INVALID', define)
    expect(error.message).toContain(said)
  })
})

describe('extensions', () => {
  const cases: readonly (readonly [string, unknown, string])[] = [
    ['null', null, ''],
    ['a text', 'more', ''],
    ['a resource that is there', { resources: [crm.resources[0]] }, 'resource `crm.contact` stands twice'],
    ['a resource of another module', { resources: [vehicle] }, '`fleet.vehicle`'],
    ['an action that is there', { actions: ['configure'] }, '`configure` stands twice'],
    ['an option twice', { options: { __proto__: null, constructor: 1 } }, ''],
    ['an unknown level', { levels: { superuser: [] } }, 'superuser'],
    ['a level in the words of a definition', { levels: { user: plus('guest') } }, 'user'],
    ['rows for everyone', { levels: { everyone: [] } }, 'everyone'],
    ['an unknown action', { levels: { user: [may('fly' as never, 'crm')] } }, 'level `user`, row 24'],
    ['an unknown option', { levels: { user: [...provided({ option: 'surprise' }, may('export', 'crm'))] } }, '`surprise`'],
    ['a row with the last word in a level', { levels: { user: [never('export', 'crm')] } }, 'level `user`'],
    ['an allowing row with the last word', { never: { user: [may('export', 'crm')] } }, 'level `user`'],
    ['a misspelt key', { level: { user: [] } }, ''],
  ]

  test.each(cases)('%s', (_, extension, said) => {
    // The row that opens the module stands first, and is not counted.
    const rows = crm.levels.user.rows.filter((row) => row.at.row > 0).length
    expect(refusal('POLICY_INVALID', () => extendModule(crm, extension as never)).message).toContain(
      said.replace('row 24', `row ${rows + 1}`),
    )
  })

  test.each([null, undefined, {}, 'crm', { ...crm, levels: {} }])('of something that is no module: %j', (module) => {
    refusal('POLICY_INVALID', () => extendModule(module as never, {}))
  })

  test('the module stays as it was', () => {
    const before = JSON.stringify(crm)
    const more = extendModule(crm, { levels: { user: [may('export', 'crm')] } })
    expect(more).not.toBe(crm)
    expect(JSON.stringify(crm)).toBe(before)
    expect(Object.isFrozen(more.levels.user.rows)).toBe(true)
  })
})

describe('policies', () => {
  const defineFrom = definePolicy as (modules: unknown) => unknown
  const define = (...modules: unknown[]) => defineFrom(modules)
  const speaking = (on: unknown, action = 'read') =>
    defineModule({ name: 'other', resources: [], levels: { ...levels, user: only(may(action as never, on as never)) } })

  const cases: readonly Definition[] = [
    ['null', () => defineFrom(null)],
    ['undefined', () => defineFrom(undefined)],
    ['an object', () => defineFrom({ fleet: fleet() })],
    ['null among the modules', () => define(null)],
    ['a module that was not defined', () => define({ name: 'fleet' })],
    ['a frozen thing that has some of a module', () => define(Object.freeze({ name: 'fleet', levels: {}, never: {} }))],
    ['a module twice', () => define(fleet(), fleet()), 'module `fleet`: stands twice'],
    ['a built-in module and its extension', () => define(...builtInModules, extendModule(crm, {})), 'module `crm`: stands twice'],
    [
      'an option of two modules',
      () =>
        definePolicy([
          fleet({ options: { weekends: true } }),
          defineModule({ name: 'yard', resources: [], options: { weekends: false }, levels }),
        ]),
      'weekends',
    ],
    [
      'a row about a resource that no module declares',
      () => define(speaking(vehicle)),
      'module `other`, level `user`, row 1: no module declares the resource `fleet.vehicle`',
    ],
    [
      'a row about another resource of the same name',
      () =>
        definePolicy([
          fleet(),
          speaking(resource('fleet.vehicle', { schema: z.object({ portalId: z.string() }), actions: ['fly'] }), 'fly'),
        ]),
      'level `user`, row 1: no module declares the resource `fleet.vehicle`',
    ],
    [
      'a row that is provided by a module that there is not',
      () =>
        definePolicy([
          defineModule({
            name: 'yard',
            resources: [],
            levels: { ...levels, user: only(...provided({ module: 'crm' }, may('access', 'yard'))) },
          }),
        ]),
      '`crm`',
    ],
  ]

  test.each(cases.map(([problem, define, said = '']) => [problem, define, said] as const))('%s', (_, define, said) => {
    expect(refusal('POLICY_INVALID', define).message).toContain(said)
  })

  test('a list of modules that is changed afterwards changes nothing', () => {
    const openable = (name: string): Module =>
      defineModule({
        name,
        resources: [],
        actions: ['open'],
        levels: { ...levels, moduleAdministrator: plus('user', may('open', name)) },
      })
    const [one, other] = [openable('yard'), openable('shop')]
    const modules = [one, other]
    const policy = definePolicy(modules)
    modules.reverse()
    const ability = policy.abilityFor(
      { id: 'me', portalId: 'p', type: 'user', status: 'active', administers: ['yard'] },
      { id: 'p', ownerId: 'boss' },
    )
    expect(ability.can('open', 'yard')).toBe(true)
    expect(ability.can('open', 'shop')).toBe(false)
    modules.pop()
    expect(policy.modules).toEqual([one, other])
    expect(policy.version).toBe(definePolicy([one, other]).version)
    expect(policy.version).not.toBe(definePolicy([other, one]).version)
  })

  test('of no modules at all: an ability without rights', () => {
    const ability = definePolicy([]).abilityFor(
      { id: 'me', portalId: 'portal-1', type: 'user', status: 'active', administers: 'everything' },
      { id: 'portal-1', ownerId: 'me' },
    )
    expect(ability.rules).toEqual([])
  })
})

describe('records', () => {
  test.each<readonly [string, unknown]>([
    ['null', null],
    ['a list', []],
    ['an empty object', {}],
    ['a wrong type', { portalId: 'portal-1', createdBy: 1, shared: 'none', accessList: [] }],
    ['a value that the enum has not', { portalId: 'portal-1', createdBy: 'me', shared: 'all', accessList: [] }],
    ['no portal', { createdBy: 'me', shared: 'none', accessList: [] }],
  ])('parse refuses %s', (_, input) => {
    expect(refusal('RECORD_INVALID', () => contact.parse(input)).message).toContain('`crm.contact`')
  })

  test('parse drops what the schema has not, and says of which resource it is', () => {
    const input: unknown = JSON.parse(
      '{ "portalId": "portal-1", "createdBy": "me", "shared": "none", "accessList": [], "__typename": "crm.task", "__proto__": { "shared": "readWrite" }, "secret": 1 }',
    )
    expect(contact.parse(input)).toEqual({
      portalId: 'portal-1',
      createdBy: 'me',
      shared: 'none',
      accessList: [],
      __typename: 'crm.contact',
    })
  })
})
