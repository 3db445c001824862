/** A resource whose fields may lie anywhere, and two databases in memory for one row of it at a time. */
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { PGlite } from '@electric-sql/pglite'
import { resource } from 'portico'
import type { Accessible, Filter } from 'portico/lists'
import { column, json, sqlMapping, sqlWhere, type FieldSpecs, type ListDialect, type SqlColumn, type SqlTable } from 'portico/sql'
import { expect } from 'vitest'
import * as z from 'zod'

export const doc = resource('lab.doc', {
  schema: z.object({
    portalId: z.string(),
    text: z.string(),
    num: z.number(),
    flag: z.boolean(),
    tags: z.array(z.string().nullable()),
    nums: z.array(z.number()),
    either: z.union([z.string(), z.array(z.string())]),
    rows: z.array(z.object({ to: z.string(), when: z.number() })),
    at: z.object({ text: z.string(), num: z.number(), flag: z.boolean(), tags: z.array(z.string()) }),
    maybe: z.object({ text: z.string() }).nullable(),
    day: z.date(),
  }),
  actions: ['read'],
})
export type Fields = FieldSpecs<SqlColumn, SqlTable>
export const columns: Fields = { portalId: 'portal_id', text: column('text', { collation: 'other' }), num: 'num', flag: 'flag' }
export const inJson: Fields = {
  ...columns,
  tags: json('tags'),
  nums: json('nums'),
  either: json('either'),
  rows: json('rows'),
  at: json('at'),
}
export const mapping = (dialect: ListDialect, fields: Fields, table: SqlTable = 'docs') => sqlMapping(doc, { dialect, table, fields })
export const list = (filter: Filter): Accessible => ({ resource: 'lab.doc', action: 'read', filter })
export const where = (filter: Filter, fields: Fields, dialect: ListDialect = 'sqlite') => sqlWhere(list(filter), mapping(dialect, fields))
export const is = (path: string, value: string | number | boolean | null, fact?: 'id'): Filter => ({
  kind: 'is',
  path,
  value,
  ...(fact && { fact }),
})
export const refused = (code: string): unknown => expect.objectContaining({ code })

export const databases: Readonly<
  Record<ListDialect, (text: string, values?: readonly unknown[]) => Promise<readonly Record<string, unknown>[]>>
> = {
  sqlite: (text, values = []) => Promise.resolve(sqlite.prepare(text).all(...(values as SQLInputValue[]))),
  postgres: async (text, values = []) => (await pglite.query<Record<string, unknown>>(text, [...values])).rows,
}
let sqlite: DatabaseSync
let pglite: PGlite
/** Opens them, with the table. */
export async function open(): Promise<void> {
  sqlite = new DatabaseSync(':memory:')
  pglite = new PGlite()
  await databases.sqlite(
    'create table docs (id integer, portal_id text, text text collate nocase, num real, flag integer, tags text, nums text, either text, rows text, at text)',
  )
  await databases.postgres(
    'create table docs (id integer, portal_id text, text text, num double precision, flag boolean, tags jsonb, nums jsonb, either jsonb, rows jsonb, at jsonb, list text[], numbers integer[], flags boolean[], uuid uuid, uuids uuid[])',
  )
}
/** Closes them. */
export async function close(): Promise<void> {
  sqlite.close()
  await pglite.close()
}

/** Whether one row, with these columns, is found. */
export async function finds(
  dialect: ListDialect,
  row: Readonly<Record<string, unknown>>,
  filter: Filter,
  fields: Fields = inJson,
): Promise<boolean> {
  const run = databases[dialect]
  const names = Object.keys(row)
  const values = names.map((_, index) => (dialect === 'sqlite' ? '?' : `$${index + 1}`))
  await run('delete from docs')
  await run(
    `insert into docs (id${names.map((name) => `, ${name}`).join('')}) values (1${values.map((value) => `, ${value}`).join('')})`,
    Object.values(row),
  )
  const { text, values: parameters } = where(filter, fields, dialect)
  return (await run(`select id from docs where ${text}`, parameters)).length === 1
}
export const dialects: readonly ListDialect[] = ['sqlite', 'postgres']
