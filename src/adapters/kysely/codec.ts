import type { SqlColumn, SqlDialect, SqlTable } from './schema.js'

/** What is sent to a database. */
export type SqlValue = string | number | boolean | null

// Text is any string of JavaScript. What a database refuses, or a driver would silently change (NUL, half a surrogate pair, a byte order mark
// at the start), is stored as the noncharacter U+FDD0 and four hexadecimal digits; so is U+FDD0 itself, so that no two strings become one.
const escape = '\uFDD0'
const unsafe = /^\uFEFF|[\0\uFDD0\p{Cs}]/gu
const escaped = /\uFDD0([0-9a-f]{4})/g
// Almost every text is safe; to see it is quicker than to look for what is not.
const plain = /^[\x01-\x7F]*$/
// JSON writes NUL and half a pair as `\u…`.
const unsafeJson = /[\uFEFF\uFDD0]|\\u/

/** The text as it is stored: itself, almost always. */
export function encodeText(text: string): string {
  return plain.test(text) ? text : text.replace(unsafe, (unit) => escape + unit.charCodeAt(0).toString(16).padStart(4, '0'))
}

/** The text as it was given to {@link encodeText}. */
function decodeText(text: string): string {
  return !text.includes(escape) ? text : text.replace(escaped, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)))
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
const withTexts =
  (change: (text: string) => string) =>
  (_: string, value: unknown): unknown => {
    if (typeof value === 'string') return change(value)
    return isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [change(key), entry])) : value
  }

function refused({ key }: SqlColumn, table: SqlTable, expected: string): TypeError {
  return new TypeError(`\`${table.key}.${key}\` must be ${expected}`)
}

/**
 * A value as a parameter for the database.
 *
 * @throws TypeError when the value is not of the column's type
 */
export function encode(value: unknown, column: SqlColumn, table: SqlTable, dialect: SqlDialect): SqlValue {
  if (value === null && column.nullable) return null
  switch (column.type) {
    case 'text':
      if (typeof value !== 'string') throw refused(column, table, 'a string')
      return encodeText(value)
    case 'integer':
      if (!Number.isSafeInteger(value)) throw refused(column, table, 'a whole number of at most 2^53 - 1')
      return value as number
    case 'boolean':
      if (typeof value !== 'boolean') throw refused(column, table, 'true or false')
      return dialect === 'sqlite' ? Number(value) : value
    case 'json': {
      const json = JSON.stringify(value) as string | undefined
      if (json === undefined) throw refused(column, table, 'JSON')
      return unsafeJson.test(json) ? JSON.stringify(value, withTexts(encodeText)) : json
    }
  }
}

/** A value of the database as it was given to {@link encode}; drivers differ in what they make of a column (a number, text, a bigint). */
function decode(value: unknown, { type }: SqlColumn): unknown {
  if (value === null) return null
  switch (type) {
    case 'text':
      return decodeText(value as string)
    case 'integer':
      return Number(value)
    case 'boolean':
      return Boolean(value)
    case 'json':
      return JSON.parse(value as string, (value as string).includes(escape) ? withTexts(decodeText) : undefined) as unknown
  }
}

// PostgreSQL keeps at most 2,704 bytes of an index in one place, with some of its own.
const maxIndexBytes = 2600
const bytes = (text: unknown): number => (typeof text === 'string' ? new TextEncoder().encode(text).length : 8)

/**
 * A record that `checkChange` has seen, as parameters, in the order of the table's columns.
 *
 * @throws TypeError when a value is not of its column's type
 * @throws RangeError when the texts that the record is found by are longer than a database can index; the same for all databases
 */
export function encodeRow(row: Readonly<Record<string, unknown>>, table: SqlTable, dialect: SqlDialect): SqlValue[] {
  const values = table.columns.map((column) => encode(row[column.key], column, table, dialect))
  // A change has been measured before it comes here: only what is escaped is longer.
  if (table.columns.every(({ key, type }, at) => type !== 'text' || values[at] === row[key])) return values
  const size = new Map(table.columns.map(({ key }, index) => [key, bytes(values[index])]))
  for (const columns of [[], ...table.indexes.map((index) => index.columns)]) {
    const keys = [...new Set(['portalId', 'id', ...columns.map(({ key }) => key)])]
    const total = keys.reduce((sum, key) => sum + (size.get(key) ?? 0), 0)
    if (total > maxIndexBytes) {
      throw new RangeError(`\`${table.key}\` is found by ${keys.join(', ')}: ${maxIndexBytes} bytes at most together, not ${total}`)
    }
  }
  return values
}

/** A record of the table, from a line of a result. */
export function decodeRow(line: Readonly<Record<string, unknown>>, table: SqlTable): Record<string, unknown> {
  return Object.fromEntries(table.columns.map((column) => [column.key, decode(line[column.name], column)]))
}
