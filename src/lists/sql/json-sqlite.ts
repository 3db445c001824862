import { compared } from './column-place.js'
import type { JsonValue } from './json-value.js'
import { and, or, sql, type Predicate, type Sql, type SqlValue } from './pieces.js'
import type { Place, Translate } from './places.js'
import { isOneOf, numberParameter } from './values.js'

/** A value of SQLite that comes out of JSON: what type it says it has, and itself. */
interface Typed<R> {
  readonly type: Sql<R>
  readonly value: Sql<R>
}

/** Values of JSON by their types: what is no text, number or truth value is written as a text by SQLite, and must not be taken for one. */
function equals<R>({ type, value }: Typed<R>, values: readonly SqlValue[]): Predicate<R> {
  const texts = values.filter((one) => typeof one === 'string')
  const numbers = values.filter((one) => typeof one === 'number')
  const truths = values.filter((one) => typeof one === 'boolean')
  return or(
    and(texts.length > 0 && sql<R>`${type} = 'text'`, isOneOf(value, texts, 'text', 'sqlite')),
    and(numbers.length > 0 && sql<R>`${type} in ('integer', 'real')`, isOneOf(value, numbers, 'number', 'sqlite')),
    ...truths.map((one): Predicate<R> => sql`${type} = '${String(one)}'`),
  )
}

/** JSON in SQLite: text or JSONB. */
export function jsonOfSqlite<R>(json: JsonValue<R>, translate: Translate<R>): Place<R> {
  const { of, steps, absent, shape, there, fail } = json
  const path = ['$', ...steps.map((step) => `"${step}"`)].join('.')
  const type = sql<R>`json_type(${of}, '${path}')`
  const value = sql<R>`json_extract(${of}, '${path}')`
  const isRoot = steps.length === 0
  const isList = sql<R>`${type} = 'array'`
  const someElement = (condition: (element: Typed<R>) => Predicate<R>): Predicate<R> => {
    const holds = condition({ type: [`${json.alias}."type"`], value: [`${json.alias}."value"`] })
    if (typeof holds === 'boolean') return holds && and(isList, sql`json_array_length(${of}, '${path}') > 0`)
    return and(isList, sql`exists (select 1 from json_each(${of}, '${path}') as ${json.alias} where ${holds})`)
  }
  return {
    isNull: isRoot && absent === 'null' ? sql`coalesce(${type}, 'null') = 'null'` : sql`${type} = 'null'`,
    isVoid: sql`coalesce(${type}, 'null') = 'null'`,
    exists: isRoot ? (absent === 'null' ? there : sql`${of} is not null`) : sql`${type} is not null`,
    isObject: sql`${type} = 'object'`,
    isList,
    hasNull: shape.holds === 'value' ? false : someElement((element) => sql`${element.type} = 'null'`),
    oneOf: (values) =>
      or(
        shape.holds !== 'values' && equals({ type, value }, values),
        shape.holds !== 'value' && someElement((element) => equals(element, values)),
      ),
    compare(op, bound) {
      if (shape.holds !== 'value') return fail('lists are not compared')
      const guard = typeof bound === 'number' ? sql<R>`${type} in ('integer', 'real')` : sql<R>`${type} = 'text'`
      return and(guard, compared({ at: value, type: shape.type, absent, dialect: 'sqlite', fail }, op, bound))
    },
    size: (size) => and(isList, sql`json_array_length(${of}, '${path}') = ${numberParameter<R>(size, 'sqlite')}`),
    some: (filter) => someElement((element) => and(sql<R>`${element.type} = 'object'`, translate(filter, json.element(element.value)))),
  }
}
