import { joined, sql, type ListDialect, type Predicate, type Sql, type SqlValue } from './pieces.js'

/** How a value lies in a column. */
export type ColumnType = 'text' | 'number' | 'boolean' | 'uuid' | 'other'

const illFormed = /\p{Cs}/u
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Whether the database could hold this text at all: no driver sends half of a surrogate pair, and PostgreSQL takes no NUL. */
export const storable = (text: string, dialect: ListDialect): boolean =>
  !illFormed.test(text) && (dialect === 'sqlite' || !text.includes('\0'))

/** A text as a parameter. */
export const textParameter = <R>(text: string, dialect: ListDialect): Sql<R> => [{ value: text }, dialect === 'sqlite' ? '' : '::text']

/** A number as a parameter: PostgreSQL finds whole ones in indexes of every numeric type. */
export function numberParameter<R>(value: number, dialect: ListDialect): Sql<R> {
  if (dialect === 'sqlite') return [{ value }]
  return [{ value: value + 0 }, Number.isSafeInteger(value) ? '::bigint' : '::float8']
}

/** A value as a parameter for a column of this type; none when nothing in such a column equals it. */
export function parameter<R>(value: SqlValue, type: ColumnType, dialect: ListDialect): Sql<R> | undefined {
  switch (type) {
    case 'text':
      return typeof value === 'string' && storable(value, dialect) ? textParameter(value, dialect) : undefined
    case 'uuid':
      if (typeof value !== 'string' || !uuid.test(value)) return undefined
      return dialect === 'sqlite' ? textParameter(value, dialect) : [{ value }, '::uuid']
    case 'number':
      return typeof value === 'number' ? numberParameter(value, dialect) : undefined
    case 'boolean':
      if (typeof value !== 'boolean') return undefined
      return dialect === 'sqlite' ? [{ value: Number(value) }] : [{ value }, '::boolean']
    case 'other':
      return undefined
  }
}

/** The values that a column of this type could hold, as parameters. */
export const parameters = <R>(values: readonly SqlValue[], type: ColumnType, dialect: ListDialect): readonly Sql<R>[] =>
  values.flatMap((value) => {
    const made = parameter<R>(value, type, dialect)
    return made ? [made] : []
  })

/** From so many values on they are one parameter, a JSON list: databases take a limited number of parameters. */
export const many = 100

/** What an element of such a list becomes in PostgreSQL: numbers, as alone, what indexes of every numeric type find where they are whole. */
function castOf(type: ColumnType, values: readonly SqlValue[]): string {
  if (type === 'number') return values.every(Number.isSafeInteger) ? '::bigint' : '::float8'
  return type === 'text' ? '' : `::${type}`
}

/** Whether an expression is one of these values. */
export function isOneOf<R>(left: Sql<R>, values: readonly SqlValue[], type: ColumnType, dialect: ListDialect): Predicate<R> {
  const wanted = parameters<R>(values, type, dialect)
  const [only] = wanted
  if (only === undefined) return false
  if (wanted.length === 1) return sql`${left} = ${only}`
  if (wanted.length <= many) return sql`${left} in (${joined(wanted, ', ')})`
  const held = values.filter((value) => parameter<R>(value, type, dialect) !== undefined)
  const list: Sql<R> = [{ value: JSON.stringify(held) }]
  return dialect === 'sqlite'
    ? sql`${left} in (select value from json_each(${list}))`
    : sql`${left} = any(array(select jsonb_array_elements_text(${list}::text::jsonb)${castOf(type, held)}))`
}
