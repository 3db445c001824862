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
  joined: ['key', ...top, 'at_id'],
  joined_tags: ['portal_id', 'owner', 'value'],
  joined_lines: ['portal_id', 'id', 'owner', ...inner('')],
  line_tags: ['portal_id', 'owner', 'value'],
  places: ['portal_id', 'id', ...inner(''), 'hint', 'deep_id'],
  place_tags: ['portal_id', 'owner', 'value'],
  deeps: ['portal_id', 'id', ...inner('')],
  deep_tags: ['portal_id', 'owner', 'value'],
} as const
type Name = keyof typeof columnNames

const kindOf = (name: string): 'number' | 'integer' | 'flag' | 'json' | 'text' => {
  if (/^(key|id|data_set|owner|at_id|deep_id)$/.test(name)) return 'integer'
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

const fields = (of: AnyTable, path: string, prefix: string): Columns =>
  Object.fromEntries(['text', 'num', 'flag'].map((name) => [path + name, of[prefix + name]!]))
const common = (of: AnyTable) => ({ portalId: of.portal_id!, ...fields(of, '', ''), maybe: of.maybe!, opt: of.opt! })
const aliased = (table: AnyTable, name: string, dialect: ListDialect): AnyTable =>
  dialect === 'sqlite' ? alias(table as never, name) : pgAlias(table as never, name)

/** The same mappings as in `tables.ts`. */
export function drizzleMappings(
  dialect: ListDialect,
): Readonly<Record<string, { readonly table: AnyTable; readonly mapping: DrizzleMapping }>> {
  const { flat, docs, ...children } = drizzleTables(dialect)
  const tagsIn = (table: AnyTable) => child({ table, on: [[table.owner!, flat.id!]], value: table.value! })
  const rows = aliased(children.flat_rows, 'r', dialect)
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

/** The same mapping as in `joined.ts`, with the tables that are joined. */
export function drizzleJoined(dialect: ListDialect) {
  const { joined, places, deeps, ...others } = drizzleTables(dialect)
  const lines = aliased(others.joined_lines, 'l', dialect)
  const tagsIn = (table: AnyTable, portal: Column, owner: Column) =>
    child({
      table,
      on: [
        [table.portal_id!, portal],
        [table.owner!, owner],
      ],
      value: table.value!,
    })
  const mapping = drizzleMapping(thing, {
    dialect,
    table: joined,
    fields: {
      ...common(joined),
      tags: tagsIn(others.joined_tags, joined.portal_id!, joined.id!),
      rows: child({
        table: lines,
        on: [
          [lines.portal_id!, joined.portal_id!],
          [lines.owner!, joined.id!],
        ],
        fields: { ...fields(lines, '', ''), tags: tagsIn(others.line_tags, lines.portal_id!, lines.id!) },
      }),
      at: places.id!,
      ...fields(places, 'at.', ''),
      'at.tags': tagsIn(others.place_tags, joined.portal_id!, joined.at_id!),
      'at.hint': places.hint!,
      'at.deep': deeps.id!,
      ...fields(deeps, 'at.deep.', ''),
      'at.deep.tags': tagsIn(others.deep_tags, places.portal_id!, places.deep_id!),
    },
  })
  return { joined, places, deeps, mapping }
}
