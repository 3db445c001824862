/** Policies that must not compile, and those that must. */
import {
  and,
  condition,
  contact,
  crm,
  defineModule,
  extendModule,
  invoice,
  may,
  mayNot,
  me,
  never,
  only,
  plus,
  provided,
  resource,
  type Condition,
  type Level,
} from 'portico'
import * as z from 'zod'

const vehicle = resource('fleet.vehicle', {
  schema: z.object({
    portalId: z.string(),
    driverId: z.string().nullable(),
    seats: z.number(),
    free: z.boolean(),
    kind: z.enum(['car', 'van']),
    mileage: z.number().optional(),
    tags: z.array(z.string()),
    trips: z.array(z.object({ km: z.number(), driverId: z.string() })),
    depot: z.object({ town: z.string(), boss: z.object({ id: z.string() }) }).nullable(),
  }),
  actions: ['read', 'book', 'retire'],
})
const depot = resource('fleet.depot', { schema: z.object({ portalId: z.string(), town: z.string() }), actions: ['read', 'close'] })

// Conditions
vehicle.when('it is his', { driverId: me.id })
vehicle.when('it is nobody’s', { driverId: null })
vehicle.when('it is small', { seats: { $lt: 4, $gte: 2 } })
vehicle.when('it is a car', { kind: 'car', free: true })
vehicle.when('it is either', { kind: { $in: ['car', 'van'] } })
vehicle.when('it is tagged', { tags: 'fast' })
vehicle.when('it is tagged', { tags: { $eq: 'fast' } })
vehicle.when('it has all', { tags: { $all: ['fast', 'red'] } })
vehicle.when('it has none', { tags: { $size: 0 } })
vehicle.when('it is of his groups', { tags: { $in: me.groups } })
vehicle.when('he drove it far', { trips: { $elemMatch: { driverId: me.id, km: { $gt: 100 } } } })
vehicle.when('it stands in Riga', { 'depot.town': 'Riga' })
vehicle.when('he is the boss there', { 'depot.boss.id': me.id })
vehicle.when('it stands nowhere', { depot: null })
vehicle.when('it has a mileage', { mileage: { $exists: true, $lte: 1000 } })

// @ts-expect-error there is no such field
vehicle.when('x', { driver: 'me' })
// @ts-expect-error there is no such nested field
vehicle.when('x', { 'depot.street': 'x' })
// @ts-expect-error a path does not lead through a list
vehicle.when('x', { 'trips.km': 1 })
// @ts-expect-error a number is no text
vehicle.when('x', { seats: '4' })
// @ts-expect-error a text is no number
vehicle.when('x', { driverId: 4 })
// @ts-expect-error a text is no flag
vehicle.when('x', { free: 'true' })
// @ts-expect-error the enum has no bus
vehicle.when('x', { kind: 'bus' })
// @ts-expect-error nor in a list
vehicle.when('x', { kind: { $in: ['car', 'bus'] } })
// @ts-expect-error seats are never null
vehicle.when('x', { seats: null })
// @ts-expect-error undefined says nothing
vehicle.when('x', { driverId: undefined })
// @ts-expect-error nor under an operator
vehicle.when('x', { driverId: { $eq: undefined } })
// @ts-expect-error nor in a list
vehicle.when('x', { driverId: { $in: ['me', undefined] } })
// @ts-expect-error a date does not survive JSON
vehicle.when('x', { driverId: new Date() })
// @ts-expect-error a pattern is no value
vehicle.when('x', { driverId: /me/ })
// @ts-expect-error there is no `$regex`
vehicle.when('x', { driverId: { $regex: 'm' } })
// @ts-expect-error there is no `$not`
vehicle.when('x', { driverId: { $not: { $eq: 'me' } } })
// @ts-expect-error there is no `$or`
vehicle.when('x', { $or: [{ free: true }] })
// @ts-expect-error there is no `$where`
vehicle.when('x', { $where: 'true' })
// @ts-expect-error a list is no value
vehicle.when('x', { driverId: ['me'] })
// @ts-expect-error nor is a list compared with one
vehicle.when('x', { tags: { $eq: ['fast'] } })
// @ts-expect-error a value is no list
vehicle.when('x', { driverId: { $in: 'me' } })
// @ts-expect-error flags have no order
vehicle.when('x', { free: { $lt: true } })
// @ts-expect-error a comparison with a text
vehicle.when('x', { seats: { $lt: '4' } })
// @ts-expect-error a value has no size
vehicle.when('x', { driverId: { $size: 1 } })
// @ts-expect-error a value has no elements
vehicle.when('x', { driverId: { $elemMatch: { km: 1 } } })
// @ts-expect-error a trip has no miles
vehicle.when('x', { trips: { $elemMatch: { miles: 1 } } })
// @ts-expect-error an id is no number
vehicle.when('x', { seats: me.id })
// @ts-expect-error groups are many
vehicle.when('x', { driverId: me.groups })
// @ts-expect-error an id is one
vehicle.when('x', { driverId: { $in: me.id } })
// @ts-expect-error such a fact there is not
vehicle.when('x', { driverId: me.password })
// @ts-expect-error a whole object cannot be compared
vehicle.when('x', { depot: { town: 'Riga' } })
// @ts-expect-error a condition has a label
vehicle.when({ free: true })

// Rows
const free = vehicle.when('it is free', { free: true })
const inRiga = condition<{ town: string }>('it is in Riga', { town: 'Riga' })
may('read', vehicle)
may(['read', 'book'], vehicle, free)
may('read', [vehicle, depot])
may('close', depot, inRiga)
may('access', 'fleet')
mayNot('book', vehicle, and(free, vehicle.when('small', { seats: { $lt: 4 } })))
never('retire', vehicle)

// @ts-expect-error a vehicle does not fly
may('fly', vehicle)
// @ts-expect-error nor for one of two actions
may(['read', 'fly'], vehicle)
// @ts-expect-error a depot cannot be booked
may('book', [vehicle, depot])
// @ts-expect-error a condition of one resource on another
may('read', depot, free)
// @ts-expect-error nor on several
may('read', [vehicle, depot], free)
// @ts-expect-error nor among several conditions
may('book', vehicle, and(free, invoice.when('it is a draft', { status: 'draft' })))
// @ts-expect-error a contact is not free
may('read', contact, free)
// @ts-expect-error a bare object is no condition
may('book', vehicle, { free: true })
// @ts-expect-error a module has no conditions
may('access', 'fleet', free)

// Modules
const levels = { guest: only(), user: only(), moduleAdministrator: plus('user'), fullAdministrator: plus('user'), owner: plus('user') }
const spec = { name: 'fleet', resources: [vehicle, depot] } as const
const fleet = defineModule({
  ...spec,
  actions: ['inspect'],
  options: { weekends: false },
  levels: {
    ...levels,
    user: only(
      may('read', vehicle),
      mayNot('book', vehicle),
      may('inspect', 'fleet'),
      ...provided({ option: 'weekends' }, may('book', vehicle, free)),
      ...provided({ option: 'weekends' }, ...provided({ module: 'crm' }, may('book', vehicle, free))),
      ...provided({ module: 'crm' }, ...provided({ option: 'weekends' }, may('book', vehicle, free))),
    ),
  },
  never: { guest: [never('retire', vehicle)], everyone: [never('book', vehicle, free)] },
})
fleet.name satisfies 'fleet'

const { owner: _, ...fourLevels } = levels
// @ts-expect-error the owner's level is missing
defineModule({ ...spec, levels: fourLevels })
// @ts-expect-error there is no such level
defineModule({ ...spec, levels: { ...levels, superuser: only() } })
// @ts-expect-error nor to build on
plus('superuser')
// @ts-expect-error a level is made by only or plus
defineModule({ ...spec, levels: { ...levels, user: [may('read', vehicle)] } })
// @ts-expect-error the last word does not stand in a level
defineModule({ ...spec, levels: { ...levels, user: only(never('read', vehicle)) } })
// @ts-expect-error only rows with the last word stand there
defineModule({ ...spec, levels, never: { everyone: [may('read', vehicle)] } })
// @ts-expect-error the last word of a level that there is not
defineModule({ ...spec, levels, never: { superuser: [never('read', vehicle)] } })
// @ts-expect-error an action that the module does not have
defineModule({ ...spec, levels: { ...levels, user: only(may('inspect', 'fleet')) } })
// @ts-expect-error an action of another module
defineModule({ ...spec, levels: { ...levels, user: only(may('configure', 'crm')) } })
// @ts-expect-error an option that the module does not declare
defineModule({ ...spec, levels: { ...levels, user: only(...provided({ option: 'weekends' }, may('read', vehicle))) } })
const inner = provided({ module: 'crm' }, ...provided({ option: 'weekends' }, may('read', vehicle)))
// @ts-expect-error nor inside another one
defineModule({ ...spec, levels: { ...levels, user: only(...inner) } })
// @ts-expect-error provided by nothing
provided({}, may('read', vehicle))
// @ts-expect-error an option is on or off
defineModule({ ...spec, levels, options: { weekends: 'yes' } })
// @ts-expect-error such a presence there is not
defineModule({ ...spec, levels, presence: 'forever' })
// @ts-expect-error guests have it or never
defineModule({ ...spec, levels, guests: true })

// Extensions
const more = extendModule(crm, {
  resources: [resource('crm.lead', { schema: z.object({ portalId: z.string() }), actions: ['read'] })],
  actions: ['audit'],
  options: { leads: false },
  levels: { user: [may('audit', 'crm'), may('export', 'crm'), ...provided({ option: 'leads' }, may('read', contact))] },
})
more.actions satisfies readonly ('access' | 'audit' | 'configure' | 'import' | 'export' | 'sendMassMail')[]

// @ts-expect-error an action that neither has
extendModule(crm, { levels: { user: [may('audit', 'crm')] } })
// @ts-expect-error an option that neither has
extendModule(crm, { levels: { user: [...provided({ option: 'leads' }, may('read', contact))] } })
// @ts-expect-error there is no such level
extendModule(crm, { levels: { superuser: [] } })
// @ts-expect-error a level of an extension is a list of rows
extendModule(crm, { levels: { user: plus('guest', may('export', 'crm')) } })
// @ts-expect-error the last word does not stand in a level
extendModule(crm, { levels: { user: [never('export', 'crm')] } })

// @ts-expect-error a condition is of what it reads
const wrong: Condition<{ portalId: string }> = free
// @ts-expect-error five levels
const level: Level = 'administrator'
