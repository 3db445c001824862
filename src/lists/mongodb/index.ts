/**
 * Lists as filters of MongoDB.
 *
 * @module
 */
import type { Accessible } from '../accessible.js'
import {
  incomparable,
  invalid,
  mayBeAbsent,
  nullElements,
  parentOf,
  shapeOf,
  unsupported,
  type FieldShape,
  type MappedResource,
} from '../fields.js'
import type { FieldTest, Filter } from '../filter.js'
import { objectsAfter, type OrderBy } from '../order-by.js'
import type { CursorValue } from '../page.js'

/** A filter for `find`, `countDocuments`, `$match`. */
export type MongoFilter = Record<string, unknown>

/** Where the fields of a resource lie in documents. */
export interface MongoMapping {
  /** The name of the resource. */
  readonly resource: string
  /** Only for the translator. @internal */
  readonly '~in': Documents
}

/** Documents, or the elements of a list in them. */
interface Documents {
  shape(path: string): FieldShape
  name(path: string): string
  elements(path: string): Documents
}

const name = /^[A-Za-z_][\w-]*(\.[A-Za-z_][\w-]*)*$/
const illFormed = /\p{Cs}/u

function documents(
  resource: string,
  schema: MappedResource['schema'] | FieldShape['element'],
  names: ReadonlyMap<string, string>,
  above: string,
): Documents {
  const shape = (path: string): FieldShape =>
    schema
      ? shapeOf(schema, path, (problem) => unsupported(resource, above + path, problem))
      : unsupported(resource, above + path, 'it is no object')
  return {
    shape,
    name: (path) => nameOf(path, names, above),
    elements: (path) => documents(resource, shape(path).element, names, `${above}${path}.`),
  }
}

/** What a field is called: it lies in its object, also where that is called otherwise. */
function nameOf(path: string, names: ReadonlyMap<string, string>, above: string): string {
  const own = names.get(above + path)
  const parent = parentOf(path)
  if (own !== undefined || parent === undefined) return own ?? path
  return nameOf(parent, names, above) + path.slice(parent.length)
}

/**
 * Says how documents differ from the records of a resource; fields that are not named here are called alike, and lie in their objects,
 * whatever those are called.
 *
 * @param resource the resource
 * @param options `fields`: what a field is called in a document, by its path in the record: `{ createdBy: 'author._id' }`; a field of an element
 *   by the path of the list and its own, `{ 'shares.to': 'audience' }`
 * @throws PortalError `MAPPING_INVALID` for a field that the schema does not have, and a name that is none
 */
export function mongoMapping(resource: MappedResource, options: { readonly fields?: Readonly<Record<string, string>> } = {}): MongoMapping {
  const { fields = {} } = options
  for (const [path, given] of Object.entries(fields)) {
    const fail = (problem: string): never => invalid(resource.name, `field \`${path}\`: ${problem}`)
    if (!hasField(resource.schema, path)) fail('there is no such field')
    if (typeof (given as unknown) !== 'string' || !name.test(given)) fail(`${JSON.stringify(given)} is no name of a field`)
  }
  return Object.freeze({ resource: resource.name, '~in': documents(resource.name, resource.schema, new Map(Object.entries(fields)), '') })
}

/** Also of the elements of a list. */
function hasField(schema: MappedResource['schema'] | NonNullable<FieldShape['element']>, path: string): boolean {
  const steps = path.split('.')
  return steps.some((_, index) => {
    const [above, below] = [steps.slice(0, index + 1).join('.'), steps.slice(index + 1).join('.')]
    try {
      const { element } = shapeOf(schema, above, () => {
        throw new TypeError('no field')
      })
      return below === '' || (element !== undefined && hasField(element, below))
    } catch {
      return false
    }
  })
}

/**
 * The condition of a list as a filter. Every value stands behind an operator, so none can be one itself.
 *
 * For nothing at all it is `{ _id: { $in: [] } }`, for which MongoDB looks at no document.
 *
 * @param accessible from `accessible`
 * @param mapping of the same resource
 * @throws PortalError `FILTER_UNSUPPORTED` for what MongoDB cannot be asked exactly: the order of texts beyond U+DFFF
 *
 * @example
 * ```ts
 * const mapping = mongoMapping(contact)
 * const page = await contacts.find(mongoWhere(accessible(ability, 'read', contact), mapping)).sort({ _id: 1 }).limit(50).toArray()
 * ```
 */
export function mongoWhere({ resource, filter }: Accessible, mapping: MongoMapping): MongoFilter {
  if (resource !== mapping.resource)
    throw new TypeError(`a list of \`${resource}\` is not asked for by the mapping of \`${mapping.resource}\``)
  return translated(filter, mapping['~in'], resource)
}

/** A new one each time: who has it may change it. */
const nothing = (): MongoFilter => ({ _id: { $in: [] } })

function translated(filter: Filter, of: Documents, resource: string): MongoFilter {
  switch (filter.kind) {
    case 'always':
      return {}
    case 'never':
      return nothing()
    case 'all':
      return { $and: filter.of.map((one) => translated(one, of, resource)) }
    case 'any':
      return { $or: filter.of.map((one) => translated(one, of, resource)) }
    case 'not':
      return { $nor: [translated(filter.of, of, resource)] }
    default:
      return tested(filter, of, resource)
  }
}

function tested(test: FieldTest, of: Documents, resource: string): MongoFilter {
  const field = of.name(test.path)
  const holds = (...tests: readonly object[]): MongoFilter => ({ [field]: Object.assign({}, ...tests) as object })
  switch (test.kind) {
    case 'is':
      if (test.value === null) return { $and: [...present(test.path, of), holds({ $eq: null })] }
      return storable(test.value) ? holds({ $eq: test.value }) : nothing()
    case 'isIn': {
      const values = test.values.filter((value) => value !== null && storable(value))
      if (!test.values.includes(null)) return holds({ $in: values })
      // To `$in`, null is also what is missing.
      return { $or: [holds({ $in: values }), holds({ $type: 'null' }), holds({ $elemMatch: { $eq: null } })] }
    }
    case 'compare': {
      const fail = (problem: string): never => unsupported(resource, test.path, problem)
      const { holds: kind, type } = of.shape(test.path)
      if (kind !== 'value') fail('lists are not compared')
      if (type === 'other') fail(incomparable)
      return holds(...comparisons(test.op, test.value, fail))
    }
    case 'exists':
      return holds({ $exists: true })
    case 'isList':
      return holds({ $type: 'array' })
    case 'size':
      return holds({ $size: test.size })
    case 'some':
      if (of.shape(test.path).sparse) unsupported(resource, test.path, nullElements)
      return holds({ $elemMatch: translated(test.of, of.elements(test.path), resource) })
  }
}

const storable = (value: unknown): boolean => typeof value !== 'string' || !illFormed.test(value)

/**
 * What a field is of is there. Documents may lack what their schema requires, and what a field lies in says so; of a field that lies elsewhere,
 * only what the schema lets be missing is asked.
 */
function present(path: string, of: Documents, field = of.name(path)): readonly MongoFilter[] {
  const parent = parentOf(path)
  if (parent === undefined) return []
  const name = of.name(parent)
  const isThere = { [name]: { $type: 'object' } }
  if (field.startsWith(`${name}.`)) return [isThere]
  const above = present(parent, of, field)
  return mayBeAbsent(of.shape(parent)) ? [...above, isThere] : above
}

const operators = { '<': '$lt', '<=': '$lte', '>': '$gt', '>=': '$gte' } as const

function comparisons(op: keyof typeof operators, value: number | string, fail: (problem: string) => never): readonly object[] {
  const compared = { [operators[op]]: value }
  if (typeof value === 'number') return op === '<' || op === '<=' ? [compared, { $gte: -Number.MAX_VALUE }] : [compared]
  return /[\uD800-\uFFFF]/.test(value) ? fail('MongoDB has another order of texts beyond U+DFFF') : [compared]
}

/**
 * That a document comes after a place in a sorted list. The fields must not be null, and the last one is unique.
 *
 * @param order the fields, as in `sort`
 * @param position from `decodeCursor` of `portico/lists`
 * @throws PortalError `MAPPING_INVALID` for a field that is no name
 */
export const mongoAfter = (order: readonly OrderBy<string>[], position: readonly CursorValue[]): MongoFilter => ({
  $or: objectsAfter(order, position, { field: name, equal: '$eq', beyond: ['$gt', '$lt'] }),
})
