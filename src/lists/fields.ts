import { PortalError } from '../errors.js'
import type { AnyResource } from '../policy/resource.js'
import { elementsOf, fieldAt, isList, isObject, mayLack } from '../policy/schema.js'
import type * as z from 'zod'

type Schema = z.core.$ZodType

/** What a mapping asks of a resource. */
export type MappedResource = Pick<AnyResource, 'name' | 'schema'>

/** What kind of values a field has: `other` is what lists do not compare, a date for example. */
export type ValueType = 'text' | 'number' | 'boolean' | 'other'

/** What the schema of a resource says of one field. */
export interface FieldShape {
  /** `either` is a value or a list of values, `rows` a list of objects. */
  readonly holds: 'value' | 'object' | 'values' | 'either' | 'rows'
  /** Of the value, or of the list's elements. */
  readonly type: ValueType
  /** Whether it may be left out. */
  readonly mayLack: boolean
  /** Whether it may be null. */
  readonly mayBeNull: boolean
  /** Of the elements of a list of rows. */
  readonly element?: Schema
  /** Whether a list of rows may have null among its elements. */
  readonly sparse?: boolean
}

/** Refuses a mapping. */
export const invalid = (resource: string, problem: string): never => {
  throw new PortalError('MAPPING_INVALID', `mapping of \`${resource}\`: ${problem}`, { resource })
}

/** Refuses to translate: better no list than a wrong one. */
export const unsupported = (resource: string, path: string, problem: string): never => {
  throw new PortalError('FILTER_UNSUPPORTED', `\`${resource}\`, field \`${path}\`: ${problem}`, { resource, path })
}

/** Why a field of another type than text, number or truth is not compared. */
export const incomparable = 'values of this type are not compared: a date, or what the schema says nothing of'

/** Why no element is looked for in a list that may have null among its own. */
export const nullElements = 'an element may be null, of which `can` and databases think differently'

const typeNames: Readonly<Record<string, ValueType>> = {
  string: 'text',
  template_literal: 'text',
  number: 'number',
  int: 'number',
  boolean: 'boolean',
}

/** The types of the values that a schema has: several, where it lists them one by one. */
function typesOf(schema: Schema): readonly ValueType[] {
  const { def, values } = schema._zod
  const names = values ? [...values].filter((value) => value !== null && value !== undefined).map((value) => typeof value) : [def.type]
  return names.map((name) => typeNames[name] ?? 'other')
}

const isNull = (schema: Schema): boolean => schema._zod.def.type === 'null'
const isVoid = (schema: Schema): boolean => isNull(schema) || schema._zod.def.type === 'undefined'
const admitsNull = (schema: Schema): boolean =>
  isNull(schema) || schema._zod.values?.has(null) === true || ['any', 'unknown'].includes(schema._zod.def.type)

/** The one type that all of these have. */
function oneType(schemas: readonly Schema[], fail: (problem: string) => never): ValueType {
  const [first = 'other', ...others] = [...new Set(schemas.flatMap(typesOf))]
  return others.length > 0 ? fail('it has values of several types') : first
}

/** What a schema says of a field, nested ones by dots; refuses fields that are not there, and those that are several things at once. */
export function shapeOf(schema: Schema, path: string, fail: (problem: string) => never): FieldShape {
  const at = fieldAt(schema, path)
  if (at.length === 0) fail('there is no such field')
  const rest = at.filter((one) => !isVoid(one))
  const lacking = { mayLack: mayLackAt(schema, path), mayBeNull: at.some(admitsNull) }
  if (rest.some(isList)) {
    const elements = elementsOf(rest).filter((one) => !isVoid(one))
    const values = rest.filter((one) => !isList(one))
    const [element] = [...elements, ...values].filter(isObject)
    if (!element) return { holds: values.length > 0 ? 'either' : 'values', type: oneType([...elements, ...values], fail), ...lacking }
    if (values.length > 0) fail('it is a list of objects at times, and at times something else')
    if (!elements.every((one) => one === element)) return fail('its elements differ')
    return { holds: 'rows', type: 'other', element, sparse: elementsOf(rest).some(isVoid), ...lacking }
  }
  if (rest.some(isObject)) return rest.every(isObject) ? { holds: 'object', type: 'other', ...lacking } : fail('it is an object at times')
  return { holds: 'value', type: oneType(rest, fail), ...lacking }
}

function mayLackAt(schema: Schema, path: string): boolean {
  const last = path.lastIndexOf('.')
  if (last === -1) return mayLack(schema, path)
  const parents = fieldAt(schema, path.slice(0, last)).filter(isObject)
  const name = path.slice(last + 1)
  return parents.some((parent) => fieldAt(parent, name).length === 0 || mayLack(parent, name))
}

/** The path of the object that a field is in; none for a field of the record itself. */
export const parentOf = (path: string): string | undefined => (path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : undefined)

/** Whether a field may be null or missing. */
export const mayBeAbsent = ({ mayLack, mayBeNull }: FieldShape): boolean => mayLack || mayBeNull
