import type * as z from 'zod'
import { invalid, parentOf, shapeOf, unsupported, type FieldShape } from '../fields.js'
import { checkedShape } from './check.js'
import { arrayPlace, columnPlace } from './column-place.js'
import { childPlace } from './child-place.js'
import type { Context, Spec } from './context.js'
import { jsonPlace } from './json-place.js'
import type { JsonValue } from './json-value.js'
import type { Predicate, Sql } from './pieces.js'
import { guardedPlace, type Place, type Places } from './places.js'
import type { Absent, ChildSpec, FieldSpecs } from './spec.js'
import type { ColumnType } from './values.js'

/** The fields of a record, or of an element, where they lie. */
export function placesOf<C, T, R>(
  schema: z.core.$ZodType,
  specs: FieldSpecs<C, T>,
  table: T | undefined,
  context: Context<C, T, R>,
): Places<R> {
  const { names, resource } = context
  const whole = new Map(
    Object.entries(specs).map(([path, spec]): [string, Spec<C, T>] => [
      path,
      names.isColumn(spec) ? { kind: 'column', at: spec } : (spec as Spec<C, T>),
    ]),
  )
  /** Where the field lies: by itself, or with the object that it is in, whose path is the root. */
  const found = (path: string): Found<C, T> | undefined => {
    const spec = whole.get(path)
    if (spec) return { spec, root: path, steps: [] }
    const steps = path.split('.')
    for (let length = steps.length - 1; length > 0; length -= 1) {
      const root = steps.slice(0, length).join('.')
      const above = whole.get(root)
      if (above?.kind === 'json') return { spec: above, root, steps: steps.slice(length) }
    }
    return undefined
  }
  /** The objects on the way are there, as far as they are mapped: their fields may lie in columns that know nothing of that. */
  const reached = (path: string | undefined): Predicate<R> => {
    if (path === undefined) return true
    return found(path) ? places.at(path).isObject : reached(parentOf(path))
  }
  const places: Places<R> = {
    at: remembered((path) => {
      const fail = (problem: string): never => unsupported(resource, path, problem)
      const { spec, root, steps } = found(path) ?? fail('it is not mapped')
      const shape = shapeOf(schema, path, fail)
      // A child table may have rows for what is not there.
      const there = spec.kind === 'child' ? places.present(parentOf(root)) : reached(parentOf(root))
      return guardedPlace(placeOf(spec, steps, shape, table, context, fail), there)
    }),
    present(path) {
      if (path === undefined) return true
      if (found(path)) return places.at(path).isObject
      const fail = (problem: string): never => unsupported(resource, path, problem)
      const { mayLack, mayBeNull } = shapeOf(schema, path, fail)
      if (mayLack || mayBeNull) return fail('whether it is there is asked, and it is not mapped')
      return places.present(parentOf(path))
    },
  }
  for (const [path, spec] of whole) {
    const fail = (problem: string): never => invalid(resource, `field \`${path}\`: ${problem}`)
    placeOf(spec, [], checkedShape(schema, path, spec, context), table, context, fail)
  }
  return places
}

/** What was found out once about a path. */
function remembered<V>(find: (path: string) => V): (path: string) => V {
  const known = new Map<string, V>()
  return (path) => {
    const value = known.get(path) ?? find(path)
    known.set(path, value)
    return value
  }
}

interface Found<C, T> {
  readonly spec: Spec<C, T>
  readonly root: string
  readonly steps: readonly string[]
}

const absentOf = ({ mayLack, mayBeNull }: FieldShape): Absent => (mayLack && !mayBeNull ? 'missing' : 'null')

/** A column of another type than its field has nothing that a row asks for: what one refuses would not be found. */
function typeOf(given: ColumnType | undefined, { holds, type }: FieldShape, fail: (problem: string) => never): ColumnType {
  // The column of an object only says whether it is there.
  if (given === undefined || given === type || holds === 'object') return type
  return given === 'uuid' && type === 'text' ? given : fail(`it is \`${type}\` in the schema, and \`${given}\` here`)
}

function placeOf<C, T, R>(
  spec: Spec<C, T>,
  steps: readonly string[],
  shape: FieldShape,
  table: T | undefined,
  context: Context<C, T, R>,
  fail: (problem: string) => never,
): Place<R> {
  const { names, dialect } = context
  if (spec.kind === 'child') return childPlace(childOf(spec, shape, table, context, fail))
  const at = names.column(spec.at, table)
  const absent = spec.absent ?? absentOf(shape)
  if (spec.kind !== 'json') {
    const exact = spec.kind === 'column' && spec.collation === 'other'
    const column = { at, type: typeOf(spec.type, shape, fail), absent, dialect, fail, exact }
    return spec.kind === 'array' ? arrayPlace(column) : columnPlace(column)
  }
  return jsonPlace({ of: at, steps, absent, shape, dialect, fail, ...elementsIn(shape, context) })
}

/** The elements of a list in JSON, and what they are called. */
function elementsIn<C, T, R>({ element: schema }: FieldShape, context: Context<C, T, R>): Pick<JsonValue<R>, 'alias' | 'element'> {
  const { resource, depth } = context
  const within = { ...context, depth: depth + 1 }
  // What an element is called depends on the depth alone.
  let places: Places<R> | undefined
  return {
    alias: `portico_${depth + 1}`,
    element: (of) => (schema ? (places ??= elementPlaces(of, schema, within)) : unsupported(resource, '', 'it is no list of objects')),
  }
}

/** The fields of an element of a JSON list. */
function elementPlaces<C, T, R>(of: Sql<R>, schema: z.core.$ZodType, context: Context<C, T, R>): Places<R> {
  const { dialect, resource } = context
  const places: Places<R> = {
    at: remembered((path) => {
      const fail = (problem: string): never => unsupported(resource, path, problem)
      const shape = shapeOf(schema, path, fail)
      const steps = path.split('.')
      return jsonPlace({ of, steps, absent: 'null', shape, dialect, fail, ...elementsIn(shape, context) })
    }),
    present: (path) => (path === undefined ? true : places.at(path).isObject),
  }
  return places
}

function childOf<C, T, R>(
  spec: ChildSpec<C, T>,
  shape: FieldShape,
  table: T | undefined,
  context: Context<C, T, R>,
  fail: (problem: string) => never,
): Parameters<typeof childPlace<R>>[0] {
  const { names, dialect } = context
  const { value } = spec
  const within = { ...context, taken: [...context.taken, names.called(spec.table).toLowerCase()] }
  const element = value === undefined ? undefined : names.isColumn(value) ? { kind: 'column' as const, at: value } : value
  return {
    table: names.table(spec.table),
    links: spec.on.map(([below, above]) => [names.column(below, spec.table), names.column(above, table)]),
    value: element && placeOf(element, [], { ...shape, holds: 'value' }, spec.table, within, fail),
    fields: shape.element ? placesOf(shape.element, spec.fields ?? {}, spec.table, within) : { at: fail, present: () => true },
    dialect,
    fail,
  }
}
