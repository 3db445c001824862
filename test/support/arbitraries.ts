/**
 * Members, portals and records, many of them: shaped by the schemas of the built-in resources, with few ids so that conditions hit; and the same
 * records damaged.
 */
import fc from 'fast-check'
import { builtInModules, type AnyResource, type Member, type Module, type ModuleAccess, type Portal } from 'portico'
import * as z from 'zod'

export type Bag = Readonly<Record<string, unknown>>

export const modules: readonly Module[] = builtInModules
export const resources: readonly AnyResource[] = modules.flatMap((module) => module.resources)
const closable: readonly Module[] = modules.filter((module) => module.presence !== 'always')
export const administrable: string[] = closable.map((module) => module.name)
const optionNames = modules.flatMap((module) => Object.keys(module.options))

// Members and portals

const portalId = fc.oneof({ weight: 15, arbitrary: fc.constant('portal-1') }, { weight: 1, arbitrary: fc.constant('portal-2') })
const groups = fc.subarray(['g1', 'g2', 'g3'])
const base = { id: fc.constant('me'), portalId: fc.constant('portal-1'), status: fc.constant<'active'>('active'), groups }

export const activeGuest: fc.Arbitrary<Member> = fc.record({ ...base, type: fc.constant<'guest'>('guest') })
export const activeUser: fc.Arbitrary<Member & { readonly type: 'user' }> = fc.record({
  ...base,
  type: fc.constant<'user'>('user'),
  administers: fc.oneof(fc.constant([]), fc.subarray(administrable), fc.constant<'everything'>('everything')),
})
export const activeMember: fc.Arbitrary<Member> = fc.oneof({ weight: 1, arbitrary: activeGuest }, { weight: 3, arbitrary: activeUser })
/** Active members for the most part, and some who are disabled or of another portal. */
export const anyMember: fc.Arbitrary<Member> = fc
  .tuple(activeMember, fc.constantFrom('active', 'active', 'active', 'active', 'disabled'), portalId)
  .map(([member, status, portal]) => ({ ...member, status, portalId: portal }))

const ownerId = fc.constantFrom('boss', 'boss', 'boss', 'me')
const access: fc.Arbitrary<ModuleAccess> = fc.oneof(
  fc.constantFrom<ModuleAccess>(
    {},
    { availability: 'everyone' },
    { availability: 'nobody' },
    { requires: 'licensed' },
    { requires: 'not-licensed' },
  ),
  fc
    .subarray(['me', 'g1', 'other'], { minLength: 1 })
    .map((to): ModuleAccess => ({ availability: 'restricted', to: to as [string, ...string[]] })),
)
const allowed = (name: string, given: ModuleAccess): boolean =>
  given.availability !== 'nobody' || modules.find((module) => module.name === name)?.presence === 'switchable'

/** A portal whose modules are all there for everyone, so that the tables decide. */
export const openPortal: fc.Arbitrary<Portal> = fc.record({
  id: fc.constant('portal-1'),
  ownerId,
  options: fc.subarray(optionNames).map((on) => Object.fromEntries(on.map((option) => [option, true]))),
})
/** Any portal: modules switched off, restricted, not licensed. */
export const anyPortal: fc.Arbitrary<Portal> = fc
  .tuple(openPortal, fc.array(fc.tuple(fc.constantFrom(...administrable), access), { maxLength: 4 }))
  .map(([portal, set]) => ({
    ...portal,
    licences: ['licensed'],
    modules: Object.fromEntries(set.filter(([name, given]) => allowed(name, given))),
  }))

// Records as their schemas have them

/** A value for a text field, by the field's name: so few that conditions hit. */
const texts: Readonly<Record<string, readonly [string, ...string[]]>> = {
  portalId: ['portal-1'],
  id: ['me', 'me', 'other', 'boss'],
  to: ['me', 'me', 'g1', 'g2', 'everyone', 'other'],
  status: ['draft', 'sent'],
  folder: ['root', 'sub'],
  on: ['blogPost'],
}
const persons = ['me', 'me', 'other', 'boss'] as const

interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly JsonSchema[]
  readonly items?: JsonSchema
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
}

function shaped(schema: JsonSchema, name: string): fc.Arbitrary<unknown> {
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one) => shaped(one, name)))
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (typeof schema.type === 'object') return fc.oneof(...schema.type.map((type) => shaped({ ...schema, type }, name)))
  switch (schema.type) {
    case 'null':
      return fc.constant(null)
    case 'boolean':
      return fc.boolean()
    case 'number':
      return fc.integer({ min: -2, max: 2 })
    case 'string':
      return fc.constantFrom(...(texts[name] ?? persons))
    case 'array':
      return fc.array(shaped(schema.items ?? {}, name), { maxLength: 3 })
    case 'object': {
      const { properties = {}, required = [] } = schema
      return fc.record(Object.fromEntries(Object.entries(properties).map(([key, inner]) => [key, shaped(inner, key)])), {
        requiredKeys: [...required],
        noNullPrototype: true,
      })
    }
    default:
      throw new Error(`no generator for ${JSON.stringify(schema)}`)
  }
}

/** A record of this resource that fits its schema, of the portal `portal-1`. */
export function recordOf(resource: AnyResource): fc.Arbitrary<Bag> {
  const known = byResource.get(resource)
  if (known) return known
  const made = shaped(z.toJSONSchema(resource.schema) as JsonSchema, '').map((record) => ({
    ...(record as Bag),
    __typename: resource.name,
  }))
  byResource.set(resource, made)
  return made
}
const byResource = new Map<AnyResource, fc.Arbitrary<Bag>>()

/** A record, and of which resource it is. */
export interface Sample {
  readonly resource: { readonly name: string; readonly actions: readonly string[] }
  readonly record: Bag
}
const sampled = ({ name, actions }: AnyResource, records: fc.Arbitrary<Bag>): fc.Arbitrary<Sample> =>
  records.map((record) => ({ resource: { name, actions }, record }))

/** A record of any of the built-in resources, or of those given. */
export function anyRecord(of: readonly AnyResource[] = resources): fc.Arbitrary<Sample> {
  return fc.oneof(...of.map((resource) => sampled(resource, recordOf(resource))))
}

// Damage

class Imposter {
  to = 'me'
  access = 'readWrite'
  memberId = 'me'
  rightsOff = []
}

const oddities: readonly unknown[] = [
  null,
  undefined,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  0,
  -0,
  1,
  1n,
  '',
  'ME',
  'me ',
  'm\u00e9',
  '\u{1d5fa}e',
  '\u0000',
  'everyone',
  '__proto__',
  'portal-1',
  'portal-2',
  true,
  false,
  [],
  ['me'],
  [['me']],
  [[['me']]],
  [null],
  [undefined],
  [null, 'me'],
  ['me', null],
  ['portal-1'],
  ['readWrite'],
  ['restrict'],
  [Number.NaN],
  // a hole in a list
  [, 'me'],
  [{ to: 'me', access: 'readWrite' }, null],
  [null, { to: 'me', access: 'readWrite' }],
  [[{ to: 'me', access: 'readWrite' }]],
  [{ to: ['me'], access: ['read', 'restrict'] }],
  [{ memberId: 'me', rightsOff: [] }, null],
  [[{ memberId: 'me', rightsOff: [] }]],
  [{ memberId: ['me'], rightsOff: null }],
  [new Imposter()],
  {},
  { 0: 'me', length: 1 },
  { to: 'me', access: 'readWrite' },
  { type: 'contact', shared: 'read' },
  [{ type: 'contact', shared: 'read', accessList: ['me'] }],
  Object.create(null),
  new Imposter(),
  new Date(0),
  new Date(Number.NaN),
  [new Date(0)],
  /me/,
  [/./],
  new Map([['to', 'me']]),
  new Set(['me']),
  new String('me'),
  { toJSON: () => 'me' },
  [{ toJSON: () => 'me' }],
  { valueOf: () => 'me' },
  { toString: () => 'me' },
  () => 'me',
  Symbol('me'),
]

/** A value that no schema has in this place. */
export const oddity: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...oddities) },
  {
    weight: 1,
    arbitrary: fc.anything({
      maxDepth: 3,
      withDate: true,
      withNullPrototype: true,
      withSparseArray: true,
      withBigInt: true,
      values: [fc.constantFrom('me', 'g1', 'everyone'), fc.boolean()],
    }),
  },
)

type Step = string | number

/** All places of a value, but not `__typename`. */
export function placesOf(value: unknown, path: readonly Step[] = []): readonly (readonly Step[])[] {
  if (typeof value !== 'object' || value === null) return []
  const keys: readonly Step[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value).filter((key) => key !== '__typename')
  return keys.flatMap((key) => [[...path, key], ...placesOf((value as Record<Step, unknown>)[key], [...path, key])])
}

/** A copy with one place changed; `undefined` from `change` with `remove` takes the place away. */
export function changed(value: unknown, [head, ...rest]: readonly Step[], change: (inner: unknown) => unknown, remove = false): unknown {
  if (head === undefined) return change(value)
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as Bag) }) as Record<Step, unknown>
  if (remove && rest.length === 0) {
    if (Array.isArray(copy)) copy.splice(head as number, 1)
    else Reflect.deleteProperty(copy, head)
    return copy
  }
  copy[head] = changed(copy[head], rest, change, remove)
  return copy
}

/** Ways to spoil what stands in one place. */
const damages: readonly ((inner: unknown, odd: unknown) => unknown)[] = [
  (_, odd) => odd,
  (_, odd) => odd,
  (inner) => [inner],
  (inner) => [[inner]],
  (inner, odd) => [inner, odd],
  (inner, odd) => [odd, inner],
  (inner, odd) => (Array.isArray(inner) ? [...(inner as unknown[]), odd] : odd),
  (inner, odd) => (Array.isArray(inner) ? [odd, ...(inner as unknown[])] : odd),
  (inner) => ({ toJSON: () => inner }),
  () => undefined,
]

/** The same records with up to three places spoilt or gone. */
export function damaged(records: fc.Arbitrary<Bag>): fc.Arbitrary<Bag> {
  const spoil = fc.record({
    place: fc.nat(),
    damage: fc.constantFrom(...damages),
    odd: oddity,
    remove: fc.constantFrom(true, false, false, false),
  })
  return fc.tuple(records, fc.array(spoil, { minLength: 1, maxLength: 3 })).map(([record, spoils]) =>
    spoils.reduce((before, { place, damage, odd, remove }) => {
      const places = placesOf(before)
      const at = places[place % Math.max(places.length, 1)]
      return at ? (changed(before, at, (inner) => damage(inner, odd), remove) as Bag) : before
    }, record),
  )
}

/** Half of them whole, half of them damaged. */
export function wholeOrDamaged(of: readonly AnyResource[] = resources): fc.Arbitrary<Sample> {
  return fc.oneof(...of.map((resource) => sampled(resource, fc.oneof(recordOf(resource), damaged(recordOf(resource))))))
}
