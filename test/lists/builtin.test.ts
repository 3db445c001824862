/** Lists of the built-in policy: every resource, any member of any portal, records with nulls in every place. */
import fc from 'fast-check'
import { and, eq, type Column, type SQL } from 'drizzle-orm'
import { boolean, doublePrecision, integer as pgInteger, jsonb, pgTable, text as pgText } from 'drizzle-orm/pg-core'
import { integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { sql as kyselySql } from 'kysely'
import { portalPolicy, type AnyResource } from 'portico'
import { drizzleMapping, drizzleWhere, json as drizzleJson } from 'portico/drizzle'
import { kyselyWhere } from 'portico/kysely'
import { accessible } from 'portico/lists'
import { json, sqlMapping, sqlWhere, type ListDialect, type SqlMapping } from 'portico/sql'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { shapeOf, type FieldShape } from '../../src/lists/fields.js'
import { anyMember, anyPortal, changed, placesOf, recordOf, resources, type Bag } from '../support/arbitraries.js'
import { ask } from '../support/questions.js'
import { engines, insert, type Engine } from './engines.js'
import type { Line, SqlParameter } from './tables.js'

vi.setConfig({ testTimeout: 600_000, hookTimeout: 120_000 })

const [dataSets, rowsEach, triples] = [6, 20, 2_000]

const tableOf = ({ name }: AnyResource): string => name.replace('.', '_').toLowerCase()
const shapesOf = ({ schema }: AnyResource): readonly (readonly [string, FieldShape])[] =>
  Object.keys((schema as unknown as { readonly shape: object }).shape).map((field) => [
    field,
    shapeOf(schema, field, (problem) => {
      throw new Error(problem)
    }),
  ])
const columnOf = (field: string): string => `f_${field.toLowerCase()}`
const isJson = ({ holds }: FieldShape): boolean => holds !== 'value'

const types = {
  sqlite: { text: 'text', number: 'real', boolean: 'integer', other: 'text', json: 'text' },
  postgres: { text: 'text', number: 'double precision', boolean: 'boolean', other: 'text', json: 'jsonb' },
} as const
const typeOf = (shape: FieldShape, dialect: ListDialect): string => types[dialect][isJson(shape) ? 'json' : shape.type]

const createTable = (resource: AnyResource, dialect: ListDialect): string =>
  `create table ${tableOf(resource)} (key integer, data_set integer, ${shapesOf(resource)
    .map(([field, shape]) => `${columnOf(field)} ${typeOf(shape, dialect)}`)
    .join(', ')})`

const mappingOf = (resource: AnyResource, dialect: ListDialect): SqlMapping =>
  sqlMapping(resource, {
    dialect,
    table: tableOf(resource),
    fields: Object.fromEntries(
      shapesOf(resource).map(([field, shape]) => [field, isJson(shape) ? json(columnOf(field)) : columnOf(field)]),
    ),
  })

function drizzleOf(resource: AnyResource, dialect: ListDialect) {
  const pgColumns = { text: pgText, number: doublePrecision, boolean, other: pgText, json: jsonb }
  const sqliteColumns = { text, number: real, boolean: integer, other: text, json: text }
  const made = (kinds: Readonly<Record<string, (name: string) => unknown>>, whole: (name: string) => unknown) =>
    Object.fromEntries([
      ...['key', 'data_set'].map((name) => [name, whole(name)]),
      ...shapesOf(resource).map(([field, shape]) => [field, kinds[isJson(shape) ? 'json' : shape.type]!(columnOf(field))]),
    ]) as never
  const table = (dialect === 'sqlite'
    ? sqliteTable(
        tableOf(resource),
        made(sqliteColumns as never, (name) => integer(name)),
      )
    : pgTable(
        tableOf(resource),
        made(pgColumns as never, (name) => pgInteger(name)),
      )) as unknown as Parameters<typeof drizzleMapping>[1]['table'] & Readonly<Record<string, Column>>
  const fields = Object.fromEntries(
    shapesOf(resource).map(([field, shape]) => [field, isJson(shape) ? drizzleJson(table[field]!) : table[field]!]),
  )
  return { table, mapping: drizzleMapping(resource, { dialect, table, fields }) }
}

/** Records with nulls: what is null or missing at the top is what its column can be; below, it is both. */
const withNulls = (resource: AnyResource): fc.Arbitrary<Bag> => {
  const optional = new Set(shapesOf(resource).flatMap(([field, { mayLack, mayBeNull }]) => (mayLack && !mayBeNull ? [field] : [])))
  const spoils = fc.array(fc.tuple(fc.nat(), fc.boolean()), { maxLength: 2 })
  return fc.tuple(recordOf(resource), spoils).map(([record, at]) =>
    at.reduce<Bag>((before, [nth, gone]) => {
      const places = placesOf(before).filter((place) => place[0] !== 'portalId' && typeof place.at(-1) === 'string')
      const place = places[nth % Math.max(places.length, 1)]
      if (!place) return before
      const remove = place.length > 1 ? gone : optional.has(place[0] as string)
      return changed(before, place, () => null, remove) as Bag
    }, record),
  )
}

const stored = (resource: AnyResource): readonly (readonly Bag[])[] =>
  fc.sample(fc.array(withNulls(resource), { minLength: rowsEach, maxLength: rowsEach }), dataSets)

function lineOf(resource: AnyResource, record: Bag, key: number, dataSet: number, dialect: ListDialect): Line {
  const values = shapesOf(resource).map(([field, shape]): [string, SqlParameter] => {
    const value = record[field] ?? null
    if (isJson(shape)) return [columnOf(field), value === null ? null : JSON.stringify(value)]
    return [columnOf(field), typeof value === 'boolean' && dialect === 'sqlite' ? Number(value) : (value as SqlParameter)]
  })
  return { table: tableOf(resource), values: { key, data_set: dataSet, ...Object.fromEntries(values) } }
}

describe.each(Object.keys(engines))('%s', (name) => {
  let engine: Engine
  const records = new Map(resources.map((resource) => [resource, stored(resource)]))

  beforeAll(async () => {
    engine = await engines[name]!()
    for (const resource of resources) await engine.run(createTable(resource, engine.dialect), [])
    const lines = [...records].flatMap(([resource, sets]) =>
      sets.flatMap((set, n) => set.map((record, at) => lineOf(resource, record, at, n, engine.dialect))),
    )
    await insert(engine, lines)
  })
  afterAll(() => engine.close())

  test(`${triples} members, portals and data sets, in three libraries`, async () => {
    const { dialect, kysely, drizzle } = engine
    const mappings = new Map(
      resources.map((resource) => [resource, { plain: mappingOf(resource, dialect), drizzle: drizzleOf(resource, dialect) }]),
    )
    let [listed, asked] = [0, 0]
    const question = fc.constantFrom(...resources.flatMap((resource) => resource.actions.map((action) => [resource, action] as const)))
    await fc.assert(
      fc.asyncProperty(anyMember, anyPortal, question, fc.nat(dataSets - 1), async (member, portal, [resource, action], dataSet) => {
        const ability = portalPolicy.abilityFor(member, portal)
        const list = accessible(ability, action, resource)
        const of = mappings.get(resource)!
        const table = tableOf(resource)
        const set = records.get(resource)![dataSet]!
        const wanted = set.flatMap((record, at) => (ask(ability, action, { ...record, __typename: resource.name }) ? [at] : []))

        const { text: condition, values } = sqlWhere(list, of.plain)
        const plain = await engine.run(`select key from ${table} where data_set = ${dataSet} and ${condition} order by key`, values)
        const kyselyQuery = kyselySql<{
          key: number
        }>`select key from ${kyselySql.table(table)} where data_set = ${dataSet} and ${kyselyWhere(list, of.plain)} order by key`
        const { rows } = await kyselyQuery.execute(kysely)
        const { table: drizzleTable, mapping } = of.drizzle
        const where: SQL | undefined = and(eq(drizzleTable.data_set!, dataSet), drizzleWhere(list, mapping))
        const drizzled = await drizzle.select({ id: drizzleTable.key! }).from(drizzleTable).where(where).orderBy(drizzleTable.key!)

        const got = [plain.map(({ key }) => key), rows.map(({ key }) => key), drizzled.map(({ id }) => id)]
        expect(got, `${action} ${resource.name}: ${fc.stringify(set)}\n${condition}`).toEqual([wanted, wanted, wanted])
        listed += wanted.length
        asked += set.length
      }),
      { numRuns: triples },
    )
    expect(listed).toBeGreaterThan(asked / 20)
  })
})
