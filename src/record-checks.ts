import { tables, type Column, type Table, type TableName } from './records.js'

// Whether a change fits the tables; every store asks before it writes.

/** How long the texts that a record is found by may be together, in bytes of UTF-8: what every database can index. */
const maxKeyBytes = 2_600

/** Bytes of UTF-8; a number takes eight. */
function bytesOf(value: unknown): number {
  if (typeof value !== 'string') return 8
  // More bytes than characters: no need to count what is too long already.
  if (value.length > maxKeyBytes) return value.length
  let bytes = 0
  for (const character of value) bytes += character <= '\u007F' ? 1 : character <= '\u07FF' ? 2 : character <= '\uFFFF' ? 3 : 4
  return bytes
}

/** The sets of columns that a record of each table is found by. */
const keysOf = Object.fromEntries(
  Object.entries<Table>(tables).map(([name, { unique, indexes }]) => [
    name,
    [[], ...Object.values({ ...unique, ...indexes })].map((keys) => [...new Set(['portalId', 'id', ...keys.map(String)])]),
  ]),
)

const text: Column<string> = { type: 'text', nullable: false }
const identity: Table['columns'] = { portalId: text, id: text }

const fits: Readonly<Record<Column<unknown>['type'], (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  integer: (value) => Number.isSafeInteger(value),
  boolean: (value) => typeof value === 'boolean',
  json: isJson,
}

/**
 * Refuses a change that is none, and one whose row its table has no place for.
 *
 * @throws TypeError, RangeError
 */
export function checkChange(change: {
  readonly op: string
  readonly table: TableName
  readonly row?: Readonly<Record<string, unknown>>
}): void {
  if (!['insert', 'update', 'delete', 'check'].includes(change.op)) throw new TypeError(`there is no change \`${change.op}\``)
  if (!Object.hasOwn(tables, change.table)) throw new TypeError(`there is no table \`${change.table}\``)
  if (change.row) checkRow(change.table, change.row)
}

/**
 * Refuses a row that its table has no place for: a column too many or too few, a value of another type, a text that is none of those that there
 * are, or texts to be found by that are too long for an index.
 */
function checkRow(name: TableName, row: Readonly<Record<string, unknown>>): void {
  const columns: Table['columns'] = { ...identity, ...tables[name].columns }
  for (const [column, { type, nullable: mayBeNull, values }] of Object.entries(columns)) {
    const value = row[column]
    if (value === null && mayBeNull) continue
    if (!fits[type](value) || values?.includes(value as string) === false)
      throw new TypeError(`\`${name}.${column}\` is no ${values?.join(' or ') ?? type}`)
  }
  for (const column of Object.keys(row)) if (!Object.hasOwn(columns, column)) throw new TypeError(`\`${name}\` has no \`${column}\``)
  for (const keys of keysOf[name] ?? []) {
    const length = keys.reduce((sum, key) => sum + bytesOf(row[key]), 0)
    if (length > maxKeyBytes)
      throw new RangeError(`\`${name}\` is found by ${keys.join(', ')}: ${maxKeyBytes} bytes at most together, not ${length}`)
  }
  if (name === 'portals' && row.portalId !== row.id) throw new TypeError('a portal is a record of itself: its `portalId` is its `id`')
}

function isJson(value: unknown): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (Array.isArray(value)) return value.every(isJson)
  if (typeof value !== 'object') return false
  const prototype: unknown = Object.getPrototypeOf(value)
  // Left out of JSON, and so no loss: what is undefined in an object.
  return (prototype === null || prototype === Object.prototype) && Object.values(value).every((one) => one === undefined || isJson(one))
}
