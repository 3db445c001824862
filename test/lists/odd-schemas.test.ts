/** Schemas that list values, that are of several kinds, or that say nothing: compared as they are, or refused. */
import { resource } from 'portico'
import type { Filter } from 'portico/lists'
import { mongoMapping, mongoWhere } from 'portico/mongodb'
import { prismaMapping, prismaWhere } from 'portico/prisma'
import { array, child, json, sqlMapping, sqlWhere, type FieldSpecs, type SqlColumn, type SqlTable } from 'portico/sql'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { drizzleMapping, child as drizzleChild } from 'portico/drizzle'
import { sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { doc, mapping, columns, refused } from './doc.js'

const odd = resource('lab.odd', {
  schema: z.object({
    portalId: z.string(),
    // As TypeScript compiles an enum of numbers: its names are values of the object too.
    level: z.enum({ low: 0, high: 1, 0: 'low', 1: 'high' } as unknown as { low: 0; high: 1 }),
    answer: z.literal([true, false]),
    mixed: z.literal(['a', 1]),
    word: z.literal(['a', null]),
    version: z.templateLiteral(['v', z.number()]),
    gone: z.union([z.string(), z.undefined()]),
    anything: z.any(),
    day: z.coerce.date(),
    days: z.array(z.coerce.date()),
    sparse: z.array(z.object({ to: z.string() }).nullable()),
  }),
  actions: ['read'],
})
const fields: FieldSpecs<SqlColumn, SqlTable> = {
  portalId: 'portal_id',
  level: 'level',
  answer: 'answer',
  word: 'word',
  version: 'version',
  gone: 'gone',
  anything: 'anything',
  day: 'day',
  sparse: json('sparse'),
}
const list = (filter: Filter) => ({ resource: 'lab.odd', action: 'read', filter })
const where = (filter: Filter) => sqlWhere(list(filter), sqlMapping(odd, { dialect: 'sqlite', table: 'odds', fields }))
const is = (path: string, value: string | number | boolean | null): Filter => ({ kind: 'is', path, value })

describe('values that a schema lists are compared by their type', () => {
  test.each([
    ['an enum of numbers', is('level', 1), '"odds"."level" = ?', [1]],
    ['true and false', is('answer', true), '"odds"."answer" = ?', [1]],
    ['a text or null', is('word', 'a'), '"odds"."word" = ?', ['a']],
    ['a template', is('version', 'v1'), '"odds"."version" = ?', ['v1']],
    ['a text or nothing', is('gone', 'a'), '"odds"."gone" = ?', ['a']],
  ] as const)('%s', (_, filter, sql, values) => {
    expect(where(filter)).toEqual({ text: sql, values })
  })

  test('null among them is null for Prisma too', () => {
    const model = prismaMapping(odd, { fields: { portalId: 'portalId', word: 'word' } })
    expect(prismaWhere(list(is('word', null)), model)).toEqual({ word: { equals: null } })
  })

  test('values of several types have no column', () => {
    expect(() => sqlMapping(odd, { dialect: 'sqlite', table: 'odds', fields: { ...fields, mixed: 'mixed' } })).toThrow(
      refused('MAPPING_INVALID'),
    )
  })
})

describe('what is no text, number or truth is refused, rather than never found', () => {
  const before: Filter = { kind: 'compare', path: 'day', op: '<', value: '2026' }
  const element: Filter = { kind: 'some', path: 'sparse', of: is('to', 'me') }
  const anyOf: Filter = { kind: 'isIn', path: 'anything', values: ['a', 'b'] }

  test.each([
    ['a date', is('day', '2026-01-01')],
    ['a date, negated', { kind: 'not', of: is('day', '2026-01-01') }],
    ['a date, compared', before],
    ['anything', anyOf],
    ['an element that may be null', element],
  ] as readonly (readonly [string, Filter])[])('SQL: %s', (_, filter) => {
    expect(() => where(filter)).toThrow(refused('FILTER_UNSUPPORTED'))
  })

  test('SQL: a date in an array', () => {
    const of = sqlMapping(odd, { dialect: 'postgres', table: 'odds', fields: { portalId: 'portal_id', days: array('days') } })
    expect(() => sqlWhere(list(is('days', '2026')), of)).toThrow(refused('FILTER_UNSUPPORTED'))
  })

  test.each([
    ['a date', is('day', '2026-01-01')],
    ['a date, compared', before],
    ['anything', anyOf],
  ] as const)('Prisma: %s', (_, filter) => {
    const model = prismaMapping(odd, { fields: { portalId: 'portalId', day: 'day', anything: 'anything' } })
    expect(() => prismaWhere(list(filter), model)).toThrow(refused('FILTER_UNSUPPORTED'))
  })

  test.each([
    ['a date, compared', before],
    ['an element that may be null', element],
  ] as const)('MongoDB: %s', (_, filter) => {
    expect(() => mongoWhere(list(filter), mongoMapping(odd))).toThrow(refused('FILTER_UNSUPPORTED'))
  })

  test('whether it is there can be asked', () => {
    expect(where({ kind: 'exists', path: 'day' }).text).toBe('true')
    expect(where(is('anything', null)).text).toBe('"odds"."anything" is null')
  })
})

describe('two tables of one name are refused: a column would be taken for that of the inner one', () => {
  const rows = (table: SqlTable, above = 'id') => child({ table, on: [['doc', above]], fields: { to: 'to' } })
  test.each([
    ['the table itself', rows('docs')],
    ['in other letters', rows('Docs')],
    ['in a schema', rows('other.docs')],
    ['under the name of the table', rows({ table: 'rows', as: 'docs' })],
    ['a joined table, that the child is linked to', rows('places', 'places.id')],
  ] as const)('%s', (_, spec) => {
    expect(() => mapping('sqlite', { ...columns, rows: spec })).toThrow(refused('MAPPING_INVALID'))
  })
  test('another name helps', () => {
    expect(mapping('sqlite', { ...columns, rows: rows({ table: 'docs', as: 'lines' }) }).resource).toBe('lab.doc')
  })
  test('what is no table of Drizzle', () => {
    const docs = sqliteTable('docs', { portalId: text('portal_id'), id: text('id') })
    const tags = drizzleChild({ table: 'tags' as never, on: [[docs.id, docs.id]], value: docs.id })
    expect(() => drizzleMapping(doc, { dialect: 'sqlite', table: docs, fields: { portalId: docs.portalId, tags } })).toThrow(
      refused('MAPPING_INVALID'),
    )
  })
  test('of Drizzle as well', () => {
    const docs = sqliteTable('docs', { portalId: text('portal_id'), id: text('id'), tag: text('tag') })
    const tags = drizzleChild({ table: docs, on: [[docs.id, docs.id]], value: docs.tag })
    expect(() => drizzleMapping(doc, { dialect: 'sqlite', table: docs, fields: { portalId: docs.portalId, tags } })).toThrow(
      refused('MAPPING_INVALID'),
    )
  })
})

describe('names of fields in JSON stand in the text, so they have to be names', () => {
  const hostile = `a"') or 1=1 --`
  const rows = resource('lab.rows', {
    schema: z.object({ portalId: z.string(), at: z.object({ [hostile]: z.string() }), list: z.array(z.object({ [hostile]: z.string() })) }),
    actions: ['read'],
  })
  const inside: Filter = { kind: 'some', path: 'list', of: is(hostile, 'x') }
  test.each(['sqlite', 'postgres'] as const)('%s', (dialect) => {
    const of = sqlMapping(rows, { dialect, table: 'rows', fields: { portalId: 'portal_id', at: json('at'), list: json('list') } })
    for (const filter of [is(`at.${hostile}`, 'x'), inside])
      expect(() => sqlWhere({ resource: 'lab.rows', action: 'read', filter }, of)).toThrow(refused('FILTER_UNSUPPORTED'))
  })
})
