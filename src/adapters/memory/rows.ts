import { tables, type Table, type TableName } from '../../records.js'
import type { Identity } from './tables.js'

const fits: Readonly<Record<Table['columns'][string]['type'], (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  integer: (value) => Number.isSafeInteger(value),
  boolean: (value) => typeof value === 'boolean',
  json: (value) => isJson(value),
}

/** Throws unless the row has every column of the table, each with a value that may be there, and nothing else: as a database would. */
export function checkRow(name: TableName, row: Identity): void {
  const columns: Table['columns'] = { ...tables[name].columns, ...identity }
  for (const [column, { type, nullable }] of Object.entries(columns)) {
    const value = Reflect.get(row, column) as unknown
    if (!(value === null && nullable) && !fits[type](value)) throw new TypeError(`\`${name}.${column}\` is no ${type}`)
  }
  for (const column of Object.keys(row)) if (!Object.hasOwn(columns, column)) throw new TypeError(`\`${name}\` has no \`${column}\``)
}

const identity: Table['columns'] = { portalId: { type: 'text', nullable: false }, id: { type: 'text', nullable: false } }

function isJson(value: unknown): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (Array.isArray(value)) return value.every(isJson)
  if (typeof value !== 'object') return false
  // Left out of JSON, and so no loss: what is undefined in an object.
  return isPlain(value) && Object.values(value).every((one) => one === undefined || isJson(one))
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}
