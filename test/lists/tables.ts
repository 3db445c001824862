/** The tables of the two forms, and where the fields lie in them. */
import {
  array,
  child,
  column,
  expression,
  json,
  sqlMapping,
  type FieldSpecs,
  type ListDialect,
  type SqlColumn,
  type SqlMapping,
  type SqlTable,
} from 'portico/sql'
import type { Bag } from '../support/arbitraries.js'
import { thing } from '../support/policies.js'

export type SqlParameter = string | number | boolean | null
export interface Line {
  readonly table: string
  readonly values: Readonly<Record<string, SqlParameter>>
}

export const statements = (dialect: ListDialect): readonly string[] => {
  const [number, flag, list] = dialect === 'sqlite' ? ['real', 'integer', 'text'] : ['double precision', 'boolean', 'jsonb']
  const inner = (prefix: string): string => `${prefix}text text, ${prefix}num ${number}, ${prefix}flag ${flag}`
  const top = `id integer primary key, data_set integer not null, portal_id text not null, ${inner('')}, maybe text, opt ${number}`
  return [
    `create table flat (${top}, at_id integer, ${inner('at_')}, at_hint text, ${inner('deep_')})`,
    ...['flat_tags', 'flat_at_tags', 'flat_deep_tags'].map((name) => `create table ${name} (owner integer not null, value text)`),
    `create table flat_rows (owner integer not null, ${inner('')}, tags ${list})`,
    `create table docs (${top}, tags ${list}, rows ${list}, at ${list}${dialect === 'postgres' ? ', tag_array text[]' : ''})`,
    ...['flat', 'docs'].map((name) => `create index ${name}_data_set on ${name} (data_set)`),
    ...['flat_tags', 'flat_at_tags', 'flat_deep_tags', 'flat_rows'].map((name) => `create index ${name}_owner on ${name} (owner)`),
  ]
}

/** The fields that there are at every depth. */
export const innerFields = (path: string, prefix: string): FieldSpecs<SqlColumn, SqlTable> =>
  Object.fromEntries(['text', 'num', 'flag'].map((name) => [path + name, prefix + name]))
const tagsIn = (table: string) => child({ table, on: [['owner', 'id']], value: 'value' })

const common = { portalId: 'portal_id', ...innerFields('', ''), maybe: expression('coalesce(maybe, null)'), opt: 'opt' }

/** Everything in columns and tables of its own. */
const flatFields: FieldSpecs<SqlColumn, SqlTable> = {
  ...common,
  tags: tagsIn('flat_tags'),
  rows: child({
    table: { table: 'flat_rows', as: 'r' },
    on: [['owner', 'flat.id']],
    fields: { ...innerFields('', ''), tags: json('tags') },
  }),
  at: 'at_id',
  ...innerFields('at.', 'at_'),
  'at.tags': tagsIn('flat_at_tags'),
  'at.hint': 'at_hint',
  ...innerFields('at.deep.', 'deep_'),
  'at.deep.tags': tagsIn('flat_deep_tags'),
}

/** Lists and objects in JSON. */
const jsonFields: FieldSpecs<SqlColumn, SqlTable> = {
  ...common,
  maybe: column('docs.maybe'),
  tags: json('tags'),
  rows: json('rows'),
  at: json('at'),
}

/** By what the mapping is called: the table that it is of, and the mapping. */
export function mappings(
  dialect: ListDialect,
): Readonly<Record<string, { readonly table: 'flat' | 'docs'; readonly mapping: SqlMapping }>> {
  const mapping = (table: string, fields: FieldSpecs<SqlColumn, SqlTable>): SqlMapping => sqlMapping(thing, { dialect, table, fields })
  const docs = 'docs' as const
  return {
    columns: { table: 'flat', mapping: mapping('flat', flatFields) },
    json: { table: docs, mapping: mapping('docs', jsonFields) },
    ...(dialect === 'postgres' && { arrays: { table: docs, mapping: mapping('docs', { ...jsonFields, tags: array('tag_array') }) } }),
  }
}

const flag = (value: unknown, dialect: ListDialect): SqlParameter =>
  typeof value === 'boolean' && dialect === 'sqlite' ? Number(value) : ((value ?? null) as SqlParameter)

/** Their values. */
export const innerValues = (prefix: string, record: Bag | null | undefined, dialect: ListDialect) => ({
  [`${prefix}text`]: (record?.text ?? null) as SqlParameter,
  [`${prefix}num`]: (record?.num ?? null) as SqlParameter,
  [`${prefix}flag`]: flag(record?.flag, dialect),
})

/** The values of the record itself. */
export const topValues = (record: Bag, id: number, dataSet: number, dialect: ListDialect) => ({
  id,
  data_set: dataSet,
  portal_id: record.portalId as string,
  ...innerValues('', record, dialect),
  maybe: (record.maybe ?? null) as SqlParameter,
  opt: (record.opt ?? null) as SqlParameter,
})

const listed = (table: string, owner: number, list: unknown): readonly Line[] =>
  ((list ?? []) as readonly (string | null)[]).map((value) => ({ table, values: { owner, value } }))
const jsonText = (value: unknown): string | null => (value === null || value === undefined ? null : JSON.stringify(value))

/** What was left behind, every other time, where there is no object any more. */
const leftBehind: Bag = { text: 'me', num: 1, flag: true, tags: ['me', 'g1'], hint: 'me' }

/** What is inserted for a record in columns. */
export function flatLines(record: Bag, id: number, dataSet: number, dialect: ListDialect): readonly Line[] {
  const at = (record.at ?? (id % 2 === 0 ? null : { ...leftBehind, deep: leftBehind })) as Bag | null
  const deep = at?.deep as Bag | undefined
  const values = {
    ...topValues(record, id, dataSet, dialect),
    at_id: record.at ? 1 : null,
    ...innerValues('at_', at, dialect),
    at_hint: (at?.hint ?? null) as SqlParameter,
    ...innerValues('deep_', deep, dialect),
  }
  return [
    { table: 'flat', values },
    ...listed('flat_tags', id, record.tags),
    ...listed('flat_at_tags', id, at?.tags),
    ...listed('flat_deep_tags', id, deep?.tags),
    ...(record.rows as readonly Bag[]).map((row) => ({
      table: 'flat_rows',
      values: { owner: id, ...innerValues('', row, dialect), tags: jsonText(row.tags) },
    })),
  ]
}

const arrayText = (list: unknown): string | null =>
  list === null
    ? null
    : `{${(list as readonly (string | null)[]).map((item) => (item === null ? 'NULL' : `"${item.replaceAll(/["\\]/g, '\\$&')}"`)).join(',')}}`

/** What is inserted for a record with JSON. */
export function docLines(record: Bag, id: number, dataSet: number, dialect: ListDialect): readonly Line[] {
  const values = {
    ...topValues(record, id, dataSet, dialect),
    tags: jsonText(record.tags),
    rows: jsonText(record.rows),
    at: jsonText(record.at),
    ...(dialect === 'postgres' && { tag_array: arrayText(record.tags) }),
  }
  return [{ table: 'docs', values }]
}
