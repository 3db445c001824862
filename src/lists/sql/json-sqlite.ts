import { compared } from './column-place.js'
import { fitting, generate } from './generate.js'
import { presenceOf, type JsonValue } from './json-value.js'
import { and, negated, or, sql, type Predicate, type Sql, type SqlValue } from './pieces.js'
import type { Place } from './places.js'
import { isOneOf, numberParameter, storable } from './values.js'

/** A value of SQLite that comes out of JSON: what type it says it has, and itself. */
interface Typed<R> {
  readonly type: Sql<R>
  readonly value: Sql<R>
}

/** Values of JSON by their types: what is no text, number or truth value is written as a text by SQLite, and must not be taken for one. */
function equals<R>({ type, value }: Typed<R>, values: readonly SqlValue[]): Predicate<R> {
  const texts = values.filter((one) => typeof one === 'string')
  const halves = texts.filter((one) => !storable(one, 'sqlite'))
  const numbers = values.filter((one) => typeof one === 'number')
  const truths = values.filter((one) => typeof one === 'boolean')
  return or(
    and(
      texts.length > 0 && sql<R>`${type} = 'text'`,
      // JSON holds half a surrogate pair as an escape; no driver sends it otherwise.
      or(
        isOneOf(value, texts, 'text', 'sqlite'),
        ...halves.map((one): Predicate<R> => sql`${value} = json_extract(${[{ value: JSON.stringify(one) }]}, '$')`),
      ),
    ),
    and(numbers.length > 0 && sql<R>`${type} in ('integer', 'real')`, isOneOf(value, numbers, 'number', 'sqlite')),
    ...truths.map((one): Predicate<R> => sql`${type} = '${String(one)}'`),
  )
}

/** What `json_type` says of values of these types. */
const typeNames = { text: `'text'`, number: `'integer', 'real'`, boolean: `'true', 'false'`, other: '' } as const

/** The way to a value, from the whole on. */
const pathOf = (steps: readonly string[]): string => ['$', ...steps.map((step) => `"${step}"`)].join('.')

/** JSON in SQLite: text or JSONB. */
export function jsonOfSqlite<R>(json: JsonValue<R>): Place<R> {
  const { of, steps, absent, shape, fail } = json
  const path = pathOf(steps)
  const type = sql<R>`json_type(${of}, '${path}')`
  const value = sql<R>`json_extract(${of}, '${path}')`
  const isList = sql<R>`${type} = 'array'`
  const element: Typed<R> = { type: [`${json.alias}."type"`], value: [`${json.alias}."value"`] }
  const someOf = (holds: Predicate<R>): Predicate<R> =>
    holds !== false &&
    sql`exists (select 1 from json_each(${of}, '${path}') as ${json.alias}${holds === true ? [] : sql<R>` where ${holds}`})`
  const noList = steps.map(
    (_, length): Predicate<R> => sql`coalesce(json_type(${of}, '${pathOf(steps.slice(0, length))}'), 'null') <> 'array'`,
  )
  return {
    ...presenceOf(json, type),
    isList,
    hasNull: shape.holds !== 'value' && and(isList, someOf(sql`${element.type} = 'null'`)),
    // The only element of what is no list is itself; that of an object is a field.
    oneOf: (values) =>
      shape.holds === 'value' ? equals({ type, value }, values) : and(sql<R>`${type} <> 'object'`, someOf(equals(element, values))),
    compare(op, bound) {
      if (shape.holds !== 'value') return fail('lists are not compared')
      const guard = typeof bound === 'number' ? sql<R>`${type} in ('integer', 'real')` : sql<R>`${type} = 'text'`
      return and(guard, compared({ at: value, type: shape.type, absent, dialect: 'sqlite', fail }, op, bound))
    },
    size: (size) => and(isList, sql`json_array_length(${of}, '${path}') = ${numberParameter<R>(size, 'sqlite')}`),
    some: (filter) => and(isList, someOf(and(sql<R>`${element.type} = 'object'`, generate(filter, json.element(element.value))))),
    fits: and(
      ...noList,
      shape.holds !== 'value' || shape.type === 'other' || sql`coalesce(${type}, 'null') in ('null', ${typeNames[shape.type]})`,
    ),
    someFits(filter) {
      const misfits = or(sql<R>`${element.type} <> 'object'`, negated(fitting(filter, json.element(element.value))))
      return and(...noList, negated(and(isList, someOf(misfits))))
    },
  }
}
