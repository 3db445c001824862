import type { Accessible } from '../accessible.js'
import { incomparable, mayBeAbsent, parentOf, shapeOf, unsupported, type FieldShape } from '../fields.js'
import type { FieldTest, Filter } from '../filter.js'
import { objectsAfter, type OrderBy } from '../order-by.js'
import type { CursorValue } from '../page.js'
import { fieldName, type PrismaField, type PrismaMapping, type PrismaModel } from './mapping.js'

/** A `where` of Prisma. */
export type PrismaWhere = Record<string, unknown>

// New ones each time: who has one may change it.
const all = (): PrismaWhere => ({})
const none = (): PrismaWhere => ({ OR: [] })
const isNone = (where: PrismaWhere): boolean => Array.isArray(where.OR) && where.OR.length === 0
const isAll = (where: PrismaWhere): boolean => Object.keys(where).length === 0

function and(...parts: readonly PrismaWhere[]): PrismaWhere {
  const [first = all(), ...others] = parts.filter((part) => !isAll(part))
  if (parts.some(isNone)) return none()
  return others.length > 0 ? { AND: [first, ...others] } : first
}

function or(...parts: readonly PrismaWhere[]): PrismaWhere {
  const [first = none(), ...others] = parts.filter((part) => !isNone(part))
  if (parts.some(isAll)) return all()
  return others.length > 0 ? { OR: [first, ...others] } : first
}

/**
 * The condition of a list as a `where`.
 *
 * A negation of Prisma is one of SQL, which is neither true nor false of NULL; so none is used but where there is no NULL, and each test says
 * for itself what its opposite is.
 *
 * @param accessible from `accessible`
 * @param mapping of the same resource
 * @returns `{ OR: [] }` for nothing at all, which Prisma answers with an empty list
 * @throws PortalError `FILTER_UNSUPPORTED` for what Prisma cannot be asked exactly: how many elements a list has (but for none), the order of
 *   texts where the database has its own, values that may be of two kinds
 *
 * @example
 * ```ts
 * const rows = await prisma.contact.findMany({ where: prismaWhere(accessible(ability, 'read', contact), mapping), take: 50 })
 * ```
 */
export function prismaWhere({ resource, filter }: Accessible, mapping: PrismaMapping): PrismaWhere {
  if (resource !== mapping.resource)
    throw new TypeError(`a list of \`${resource}\` is not asked for by the mapping of \`${mapping.resource}\``)
  return translated(filter, true, { model: mapping['~in'], resource })
}

interface Context {
  readonly model: PrismaModel
  readonly resource: string
}

/** What holds where the filter does, or where it does not. */
function translated(filter: Filter, wanted: boolean, context: Context): PrismaWhere {
  switch (filter.kind) {
    case 'always':
      return wanted ? all() : none()
    case 'never':
      return wanted ? none() : all()
    case 'all':
    case 'any': {
      const parts = filter.of.map((one) => translated(one, wanted, context))
      return (filter.kind === 'all') === wanted ? and(...parts) : or(...parts)
    }
    case 'not':
      return translated(filter.of, !wanted, context)
    default:
      return tested(filter, wanted, context)
  }
}

/** A field, where it lies, and how to speak of it. */
interface Place {
  readonly shape: FieldShape
  readonly field: PrismaField
  /** That the field fits. */
  readonly fits: (test: unknown) => PrismaWhere
  /** That it does not, which needs the opposite of the test; so too where a relation on the way leads nowhere. */
  readonly fails: (test: unknown, opposite: unknown) => PrismaWhere
  /** That what it is a field of is not there; `none` where it always is. */
  readonly lacking: PrismaWhere
  readonly fail: (problem: string) => never
}

function placeOf(path: string, context: Context): Place {
  const { model, resource } = context
  const fail = (problem: string): never => unsupported(resource, path, problem)
  const field = Object.hasOwn(model.fields, path) ? (model.fields[path] as PrismaField) : fail('it is not mapped')
  const steps = (typeof field === 'string' ? field : field.at).split('.')
  const fits = (test: unknown): PrismaWhere => along(steps, test)
  const [first = '', ...others] = steps
  const fails = (test: unknown, opposite: unknown): PrismaWhere =>
    others.length === 0 ? fits(opposite) : { [first]: { isNot: along(others, test) } }
  return { shape: shapeOf(model.schema, path, fail), field, fits, fails, lacking: lacking(parentOf(path), context), fail }
}

/** A test of what lies at the end of relations to one. */
const along = (steps: readonly string[], test: unknown): PrismaWhere =>
  steps.reduceRight<unknown>((inner, step, index) => ({ [step]: index === steps.length - 1 ? inner : { is: inner } }), test) as PrismaWhere

/** That a value is null. */
const isNull = ({ fails }: Place): PrismaWhere => fails({ not: null }, { equals: null })
/** That an object is not there. */
const isGone = ({ fails }: Place): PrismaWhere => fails({ isNot: null }, { is: null })

/** That an object on the way is not there. */
function lacking(path: string | undefined, context: Context): PrismaWhere {
  if (path === undefined) return none()
  const above = lacking(parentOf(path), context)
  const shape = shapeOf(context.model.schema, path, (problem) => unsupported(context.resource, path, problem))
  return mayBeAbsent(shape) ? or(above, isGone(placeOf(path, context))) : above
}

function tested(test: FieldTest, wanted: boolean, context: Context): PrismaWhere {
  const place = placeOf(test.path, context)
  const { field, shape } = place
  if (typeof field !== 'string') return listed(test, wanted, place, context)
  if (shape.holds === 'object') return present(test, wanted, place)
  return valued(test, wanted, place, context)
}

/** Null is what NULL is, but where the schema has only room for what is missing. */
const isMissing = ({ mayLack, mayBeNull }: FieldShape): boolean => mayLack && !mayBeNull

/** Whether an object is there. */
function present(test: FieldTest, wanted: boolean, place: Place): PrismaWhere {
  const { shape, fits, lacking: gone } = place
  if (test.kind === 'exists' && isMissing(shape)) return wanted ? fits({ isNot: null }) : or(isGone(place), gone)
  if (test.kind === 'exists') return wanted ? and(...there(place)) : gone
  if (test.kind !== 'is' || test.value !== null || !mayBeAbsent(shape)) return wanted ? none() : all()
  return wanted ? and(...there(place), isGone(place)) : or(fits({ isNot: null }), gone)
}

const opposites = { lt: 'gte', lte: 'gt', gt: 'lte', gte: 'lt' } as const
const comparisons = { '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte' } as const
const illFormed = /\p{Cs}/u
const storable = (value: unknown): boolean => typeof value !== 'string' || !(illFormed.test(value) || value.includes('\0'))

/** Whether a test asks for values of a type that is none of ours. */
const asksForOther = (test: FieldTest, { type }: FieldShape): boolean =>
  type === 'other' &&
  ((test.kind === 'is' && test.value !== null) ||
    (test.kind === 'isIn' && test.values.some((value) => value !== null)) ||
    test.kind === 'compare')

function valued(test: FieldTest, wanted: boolean, place: Place, { model }: Context): PrismaWhere {
  const { shape, fits, lacking: gone, fail } = place
  if (asksForOther(test, shape)) fail(incomparable)
  const nullable = mayBeAbsent(shape)
  /** What holds of values only, and its opposite, which holds of null as well. */
  const either = (holds: unknown, opposite: unknown): PrismaWhere =>
    wanted ? fits(holds) : or(fits(opposite), nullable ? isNull(place) : none(), gone)
  const settled = (answer: boolean): PrismaWhere => (answer === wanted ? all() : none())
  switch (test.kind) {
    case 'is':
      if (test.value === null) {
        if (wanted) return nullable ? and(...there(place), isNull(place)) : none()
        return nullable ? or(fits({ not: null }), gone) : all()
      }
      return sameType(test.value, shape) ? either({ equals: test.value }, { not: test.value }) : settled(false)
    case 'isIn': {
      const values = test.values.filter((value) => value !== null && sameType(value, shape))
      const withNull = test.values.includes(null) && nullable && !isMissing(shape)
      if (!withNull) return values.length > 0 ? either({ in: values }, { notIn: values }) : settled(false)
      if (wanted) return or(values.length > 0 ? fits({ in: values }) : none(), and(...there(place), isNull(place)))
      return or(fits(values.length > 0 ? { notIn: values } : { not: null }), gone)
    }
    case 'compare': {
      if (typeof test.value === 'string' && shape.type === 'text') {
        if (test.value === '' && test.op === '>=')
          return wanted ? (nullable ? fits({ not: null }) : and(...there(place))) : or(nullable ? isNull(place) : none(), gone)
        if (!model.codePoints) fail('the order of texts is that of the database')
        if (/[\0\uD800-\uFFFF]/.test(test.value)) fail('databases have another order of texts beyond U+DFFF')
      }
      const op = comparisons[test.op]
      return sameType(test.value, shape) ? either({ [op]: test.value }, { [opposites[op]]: test.value }) : settled(false)
    }
    case 'exists':
      if (isMissing(shape)) return wanted ? fits({ not: null }) : or(isNull(place), gone)
      return wanted ? and(...there(place)) : gone
    default:
      return settled(false)
  }
}

/** That what a field is a field of is there, where the test itself does not say so. */
function there({ lacking: gone }: Place): readonly PrismaWhere[] {
  return isNone(gone) ? [] : [{ NOT: gone }]
}

const types = { text: 'string', number: 'number', boolean: 'boolean', other: '' } as const
const sameType = (value: unknown, { type }: FieldShape): boolean => typeof value === types[type] && storable(value)

/** A list: it is always there where what it is a field of is. */
function listed(test: FieldTest, wanted: boolean, place: Place, context: Context): PrismaWhere {
  const { shape, field, lacking: gone, fail } = place
  const settled = (answer: boolean): PrismaWhere => (answer === wanted ? all() : none())
  const has = field as Exclude<PrismaField, string>
  if (asksForOther(test, shape)) fail(incomparable)
  switch (test.kind) {
    case 'is':
    case 'isIn': {
      const given = test.kind === 'is' ? [test.value] : test.values
      if (given.includes(null)) return fail('lists of Prisma hold no null')
      const values = given.filter((value) => sameType(value, shape))
      if (values.length === 0) return settled(false)
      return has.kind === 'list' ? scalars(values, wanted, place) : related({ [has.value as string]: { in: values } }, wanted, place)
    }
    case 'exists':
    case 'isList':
      return wanted ? and(...there(place)) : gone
    case 'size':
      if (test.size !== 0) return fail('Prisma cannot be asked how many elements a list has')
      return wanted
        ? and(...there(place), isEmpty(has, place))
        : or(place.fits(has.kind === 'list' ? { isEmpty: false } : { some: {} }), gone)
    case 'some': {
      if (has.kind === 'list') return settled(false)
      const model = {
        ...context.model,
        schema: shape.element ?? fail('it is no list of objects'),
        fields: has.fields ?? {},
      }
      return related(translated(test.of, true, { ...context, model }), wanted, place)
    }
    default:
      return fail('lists are not compared')
  }
}

function isEmpty({ kind }: Exclude<PrismaField, string>, { fits, fails }: Place): PrismaWhere {
  if (kind === 'relation') return fails({ some: {} }, { none: {} })
  return or(fails({ isEmpty: false }, { isEmpty: true }), fits({ equals: null }))
}

function related(element: PrismaWhere, wanted: boolean, { fits, fails, lacking: gone }: Place): PrismaWhere {
  if (isNone(element)) return wanted ? none() : all()
  return wanted ? fits({ some: element }) : or(fails({ some: element }, { none: element }), gone)
}

function scalars(values: readonly unknown[], wanted: boolean, { fits, lacking: gone }: Place): PrismaWhere {
  const [first] = values
  const holds = fits(values.length === 1 ? { has: first } : { hasSome: values })
  return wanted ? holds : or({ NOT: holds }, fits({ equals: null }), gone)
}

/**
 * That a row comes after a place in a sorted list. The fields must not be null, and the last one is unique.
 *
 * @param order the fields, as in `orderBy`
 * @param position from `decodeCursor` of `portico/lists`
 * @throws PortalError `MAPPING_INVALID` for a field that is no name
 */
export const prismaAfter = (order: readonly OrderBy<string>[], position: readonly CursorValue[]): PrismaWhere => ({
  OR: objectsAfter(order, position, { field: fieldName, equal: 'equals', beyond: ['gt', 'lt'] }),
})
