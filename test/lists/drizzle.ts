/** The tables of `tables.ts` for Drizzle. */
import type { Column, Table } from 'drizzle-orm'
import { alias as pgAlias, doublePrecision, boolean, integer as pgInteger, jsonb, pgTable, text as pgText } from 'drizzle-orm/pg-core'
import { alias, integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { array, child, drizzleMapping, json, type DrizzleColumn, type DrizzleMapping, type DrizzleTable } from 'portico/drizzle'
import type { FieldSpecs, ListDialect } from 'portico/sql'
import { thing } from '../support/policies.js'

type Columns = Readonly<Record<string, Column>>
type AnyTable = Table & Columns

const inner = (prefix: string): readonly string[] => ['text', 'num', 'flag'].map((name) => prefix + name)
const top = ['id', 'data_set', 'portal_id', ...inner(''), 'maybe', 'opt']
const columnNames = {
  flat: [...top, 'at_id', ...inner('at_'), 'at_hint', ...inner('deep_')],
  flat_tags: ['owner', 'value'],
  flat_at_tags: ['owner', 'value'],
  flat_deep_tags: ['owner', 'value'],
  flat_rows: ['owner', ...inner(''), 'tags'],
  docs: [...top, 'tags', 'rows', 'at', 'tag_array'],
} as const
type Name = keyof typeof columnNames

const kindOf = (name: string): 'number' | 'integer' | 'flag' | 'json' | 'text' => {
  if (/^(id|data_set|owner|at_id)$/.test(name)) return 'integer'
  if (/num$|^opt$/.test(name)) return 'number'
  if (name.endsWith('flag')) return 'flag'
  return /^(tags|rows|at)$/.test(name) ? 'json' : 'text'
}

const pgColumn = {
  number: (name: string) => doublePrecision(name),
  integer: (name: string) => pgInteger(name),
  flag: (name: string) => boolean(name),
  json: (name: string) => jsonb(name),
  text: (name: string) => pgText(name),
} as const

function tableOf(name: Name, dialect: ListDialect): AnyTable {
  const made = columnNames[name].map((column) => {
    const kind = kindOf(column)
    if (dialect === 'sqlite') return [column, kind === 'number' ? real(column) : kind === 'integer' ? integer(column) : text(column)]
    return [column, pgColumn[kind](column)]
  })
  const columns = Object.fromEntries(made) as never
  return (dialect === 'sqlite' ? sqliteTable(name, columns) : pgTable(name, columns)) as unknown as AnyTable
}

function drizzleTables(dialect: ListDialect): Readonly<Record<Name, AnyTable>> {
  return Object.fromEntries((Object.keys(columnNames) as Name[]).map((name) => [name, tableOf(name, dialect)])) as Record<Name, AnyTable>
}

/** The same mappings as in `tables.ts`. */
export function drizzleMappings(
  dialect: ListDialect,
): Readonly<Record<string, { readonly table: AnyTable; readonly mapping: DrizzleMapping }>> {
  const { flat, docs, ...children } = drizzleTables(dialect)
  const fields = (of: AnyTable, path: string, prefix: string) =>
    Object.fromEntries(['text', 'num', 'flag'].map((name) => [path + name, of[prefix + name]!]))
  const common = (of: AnyTable) => ({ portalId: of.portal_id!, ...fields(of, '', ''), maybe: of.maybe!, opt: of.opt! })
  const tagsIn = (table: AnyTable) => child({ table, on: [[table.owner!, flat.id!]], value: table.value! })
  const rows = (dialect === 'sqlite'
    ? alias(children.flat_rows as never, 'r')
    : pgAlias(children.flat_rows as never, 'r')) as unknown as AnyTable
  const inJson = { ...common(docs), tags: json(docs.tags!), rows: json(docs.rows!), at: json(docs.at!) }
  const mapping = (table: AnyTable, of: FieldSpecs<DrizzleColumn, DrizzleTable>) => ({
    table,
    mapping: drizzleMapping(thing, { dialect, table, fields: of }),
  })
  return {
    columns: mapping(flat, {
      ...common(flat),
      tags: tagsIn(children.flat_tags),
      rows: child({
        table: rows,
        on: [[rows.owner!, flat.id!]],
        fields: { ...fields(rows, '', ''), tags: json(rows.tags!) },
      }),
      at: flat.at_id!,
      ...fields(flat, 'at.', 'at_'),
      'at.tags': tagsIn(children.flat_at_tags),
      'at.hint': flat.at_hint!,
      ...fields(flat, 'at.deep.', 'deep_'),
      'at.deep.tags': tagsIn(children.flat_deep_tags),
    }),
    json: mapping(docs, inJson),
    ...(dialect === 'postgres' && { arrays: mapping(docs, { ...inJson, tags: array(docs.tag_array!) }) }),
  }
}
