import { and, negated, or, sql, written, type ListDialect, type Predicate, type Sql } from './pieces.js'
import { numberParameter, storable, textParameter } from './values.js'

type Op = '<' | '<=' | '>' | '>='
const isLess = (op: Op): boolean => op === '<' || op === '<='

/**
 * Whether a number compares so. To `can`, NaN compares with nothing, and what is not finite is not below anything.
 */
export function compareNumber<R>(expression: Sql<R>, op: Op, value: number, dialect: ListDialect): Predicate<R> {
  const compared: Sql<R> = sql`${expression} ${op} ${numberParameter<R>(value, dialect)}`
  if (isLess(op)) return sql`(${compared} and ${expression} >= ${numberParameter<R>(-Number.MAX_VALUE, dialect)})`
  // To PostgreSQL NaN is the greatest number; to SQLite texts, which its columns of numbers take, are greater than all numbers.
  return sql`(${compared} and ${expression} <= ${dialect === 'postgres' ? `'Infinity'::float8` : '9e999'})`
}

/**
 * Whether a text compares so, as JavaScript compares texts: by UTF-16 units. Databases compare code points, which is the same up to U+DFFF; where
 * the bound goes beyond, the texts between are told apart by themselves.
 *
 * @param fail refuses bounds that no database can be asked about
 */
export function compareText<R>(
  expression: Sql<R>,
  op: Op,
  bound: string,
  dialect: ListDialect,
  fail: (problem: string) => never,
): Predicate<R> {
  if (bound === '' && op === '>=') return sql`${expression} is not null`
  const nul = bound.indexOf('\0')
  if (nul !== -1 && dialect === 'postgres') return compareText(expression, isLess(op) ? '<=' : '>', bound.slice(0, nul), dialect, fail)
  if (!storable(bound, dialect)) return fail('it is compared with half a surrogate pair')
  const left = dialect === 'sqlite' ? sql<R>`${expression} collate binary` : sql<R>`${expression} collate "C"`
  const characters = Array.from(bound)
  const beyond = characters.flatMap((character, index) => (character >= '\uE000' || character.length > 1 ? [index] : []))
  if (beyond.length > 0 && nul !== -1) return fail('it is compared with NUL and what is beyond U+DFFF')
  /** The text begins as the bound does, and goes on with a character of this range. */
  const goesOn = (index: number): Sql<R> => {
    const begins = sql<R>`substr(${expression}, 1, ${index}) = ${textParameter(characters.slice(0, index).join(''), dialect)}`
    const next =
      dialect === 'sqlite' ? sql<R>`substr(${expression}, ${index + 1}, 1)` : sql<R>`substr(${expression}, ${index + 1}, 1) collate "C"`
    const astral = sql<R>`${next} >= ${textParameter('\u{10000}', dialect)}`
    const high = sql<R>`${next} >= ${textParameter('\uE000', dialect)} and ${next} < ${textParameter('\u{10000}', dialect)}`
    return sql`(${begins} and ${(characters[index] ?? '').length > 1 ? high : astral})`
  }
  // Beside a character of U+E000 to U+FFFF, what is beyond U+FFFF is less by its units, and greater by its code point; and the other way round.
  const isPair = (index: number): boolean => (characters[index] ?? '').length > 1
  const less = beyond.filter((index) => !isPair(index)).map(goesOn)
  const greater = beyond.filter(isPair).map(goesOn)
  const compared: Sql<R> = sql`${left} ${op} ${textParameter<R>(bound, dialect)}`
  const [more, fewer] = isLess(op) ? [less, greater] : [greater, less]
  return and(or(compared, ...more), ...fewer.map((one) => negated<R>(one)))
}

/** A predicate that stands for itself where something has to be told first, in an order that the database keeps. */
export const guarded = <R>(guard: Sql<R>, predicate: Predicate<R>): Predicate<R> =>
  typeof predicate === 'boolean' ? predicate && guard : sql`case when ${guard} then ${written(predicate)} else false end`
