import { shapeOf, type FieldShape } from '../fields.js'
import type { Filter } from '../filter.js'
import { compared } from './column-place.js'
import { fitting, generate } from './generate.js'
import { presenceOf, type JsonValue } from './json-value.js'
import { guarded } from './order.js'
import { and, joined, negated, or, sql, type Predicate, type Sql, type SqlValue } from './pieces.js'
import type { Place } from './places.js'
import { many, numberParameter, storable } from './values.js'

/** A value as JSON; none for a text that JSON of PostgreSQL cannot hold. */
function jsonParameter<R>(value: unknown): Sql<R> {
  return [{ value: JSON.stringify(value) }, '::text::jsonb']
}

const holdable = (values: readonly SqlValue[]): readonly SqlValue[] =>
  values.filter((value) => typeof value !== 'string' || storable(value, 'postgres'))

/** What `jsonb_typeof` says of values of these types. */
const typeNames = { text: 'string', number: 'number', boolean: 'boolean', other: '' } as const

/** JSON in PostgreSQL. */
export function jsonOfPostgres<R>(json: JsonValue<R>): Place<R> {
  const { of, steps, absent, shape, fail } = json
  const pathOf = (length: number): Sql<R> =>
    sql`(${of}::jsonb${steps
      .slice(0, length)
      .map((step) => ` -> '${step}'`)
      .join('')})`
  const value = pathOf(steps.length)
  const type = sql<R>`jsonb_typeof(${value})`
  const isList = sql<R>`${type} = 'array'`
  const someElement = (condition: (element: Sql<R>) => Predicate<R>): Predicate<R> => {
    const holds = condition([`${json.alias}.value`])
    if (holds === false) return false
    const elements = sql<R>`jsonb_array_elements(case when ${isList} then ${value} end) as ${json.alias}(value)`
    return sql`exists (select 1 from ${elements}${holds === true ? [] : sql<R>` where ${holds}`})`
  }
  const isAmong = (expression: Sql<R>, values: readonly SqlValue[]): Predicate<R> => {
    if (values.length === 0) return false
    // Looked up, one after the other: nothing is compared with them all.
    if (values.length > many) return sql`${expression} in (select jsonb_array_elements(${jsonParameter<R>(values)}))`
    return sql`${expression} in (${joined(
      values.map((one) => jsonParameter<R>(one)),
      ', ',
    )})`
  }
  /** It is one of these values, or a list with one: the operator, which indexes answer, says yes of both. */
  const contains = (values: readonly SqlValue[]): Predicate<R> =>
    values.length > many
      ? or(
          isAmong(value, values),
          someElement((element) => isAmong(element, values)),
        )
      : or(...values.map((one): Predicate<R> => sql`${value} @> ${jsonParameter<R>(one)}`))
  const noList = steps.map((_, length): Predicate<R> => sql`coalesce(jsonb_typeof(${pathOf(length)}), 'null') <> 'array'`)
  return {
    ...presenceOf(json, type),
    isList,
    hasNull: shape.holds === 'value' ? false : sql`${value} @> '[null]'::jsonb`,
    oneOf: (values) => (shape.holds === 'value' ? isAmong(value, holdable(values)) : contains(holdable(values))),
    compare(op, bound) {
      if (shape.holds !== 'value') return fail('lists are not compared')
      const column = { type: shape.type, absent, dialect: 'postgres', fail } as const
      return typeof bound === 'number'
        ? guarded(sql<R>`${type} = 'number'`, compared({ ...column, at: sql<R>`${value}::float8` }, op, bound))
        : guarded(sql<R>`${type} = 'string'`, compared({ ...column, at: sql<R>`(${value} #>> '{}')` }, op, bound))
    },
    size: (size) => guarded(isList, sql`jsonb_array_length(${value}) = ${numberParameter<R>(size, 'postgres')}`),
    some: (filter) =>
      and(
        ...hints(filter, shape, fail).map((hint): Predicate<R> => sql`${value} @> ${jsonParameter<R>([hint])}`),
        someElement((element) => and(sql<R>`jsonb_typeof(${element}) = 'object'`, generate(filter, json.element(element)))),
      ),
    fits: and(
      ...noList,
      shape.holds !== 'value' || shape.type === 'other' || sql`coalesce(${type}, 'null') in ('null', '${typeNames[shape.type]}')`,
    ),
    someFits: (filter) =>
      and(
        ...noList,
        negated(
          someElement((element) => or(sql<R>`jsonb_typeof(${element}) <> 'object'`, negated(fitting(filter, json.element(element))))),
        ),
      ),
  }
}

/** What an element has to contain at least, for an index to find the record by: the member himself, where he is asked for. */
function hints(filter: Filter, { element }: FieldShape, fail: (problem: string) => never): readonly object[] {
  return (filter.kind === 'all' ? filter.of : [filter]).flatMap((part) => {
    if (part.kind !== 'is' || part.fact !== 'id' || part.path.includes('.') || !element) return []
    const isText = typeof part.value === 'string' && storable(part.value, 'postgres')
    return isText && shapeOf(element, part.path, fail).holds === 'value' ? [{ [part.path]: part.value }] : []
  })
}
