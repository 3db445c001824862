/** Pages by key: one after the other they are the whole list, whatever they are sorted by, in every library. */
import fc from 'fast-check'
import { and, asc, desc, type Column } from 'drizzle-orm'
import { Query } from 'mingo'
import { drizzleAfter, drizzleWhere } from 'portico/drizzle'
import { kyselyAfter, kyselyWhere } from 'portico/kysely'
import { decodeCursor, pageOf, type Accessible, type CursorValue, type Page } from 'portico/lists'
import { mongoAfter } from 'portico/mongodb'
import { prismaAfter } from 'portico/prisma'
import { sqlAfter, sqlWhere } from 'portico/sql'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { recordsFor } from './data.js'
import { drizzleMappings } from './drizzle.js'
import { createTables, engines, insert, type Engine } from './engines.js'
import { finds } from './prisma-evaluator.js'
import { flatLines, mappings } from './tables.js'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

/** Half of the records, of one portal. */
const list: Accessible = {
  resource: 'lab.thing',
  action: 'read',
  filter: { kind: 'not', of: { kind: 'is', path: 'flag', value: true } },
}
type Direction = 'asc' | 'desc'
interface Row {
  readonly portal_id: string
  readonly id: number
}
const position = ({ portal_id, id }: Row): readonly CursorValue[] => [portal_id, id]

/** Page after page, until there is none. */
async function walk(ask: (after: readonly CursorValue[] | undefined, limit: number) => Promise<readonly Row[]>): Promise<readonly Row[]> {
  const found: Row[] = []
  let page: Page<Row> | undefined
  do {
    const after: readonly CursorValue[] | undefined = page?.next === undefined ? undefined : decodeCursor(page.next, 2)
    page = pageOf(await ask(after, 8), 7, position)
    found.push(...page.items)
  } while (page.next !== undefined)
  return found
}

describe.each(['SQLite', 'PGlite'])('%s', (name) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await engines[name]!()
    await createTables(engine)
    const records = fc.sample(recordsFor({ json: false, nul: false }), 60)
    await insert(
      engine,
      records.flatMap((record, id) => flatLines(record, id, 0, engine.dialect)),
    )
  })
  afterAll(() => engine.close())

  test.each<readonly [Direction, Direction]>([
    ['asc', 'asc'],
    ['desc', 'desc'],
    ['asc', 'desc'],
    ['desc', 'asc'],
  ])('by portal %s and id %s', async (first, second) => {
    const { dialect } = engine
    const mapping = mappings(dialect).columns!.mapping
    const { table, mapping: drizzled } = drizzleMappings(dialect).columns!
    const { text, values } = sqlWhere(list, mapping)
    const whole = (await engine.run(
      `select portal_id, id from flat where ${text} order by portal_id ${first}, id ${second}`,
      values,
    )) as unknown as readonly Row[]
    const [counted] = await engine.run(`select count(*) as count from flat where ${text}`, values)
    expect(Number(counted?.['count'])).toBe(whole.length)
    expect(whole.length).toBeGreaterThan(14)

    const order = [
      ['portal_id', first],
      ['id', second],
    ] as const
    const plain = await walk(async (after, limit) => {
      const behind = after && sqlAfter(order, after, { dialect, after: values.length })
      const where = behind ? `${text} and ${behind.text}` : text
      const sql = `select portal_id, id from flat where ${where} order by portal_id ${first}, id ${second} limit ${limit}`
      return (await engine.run(sql, [...values, ...(behind?.values ?? [])])) as unknown as readonly Row[]
    })
    expect(plain).toEqual(whole)

    const kysely = await walk(async (after, limit) => {
      const query = engine.kysely
        .selectFrom('flat')
        .selectAll()
        .where(kyselyWhere(list, mapping))
        .$if(after !== undefined, (so) => so.where(kyselyAfter(order, after ?? [])))
      const rows = await query
        .orderBy('portal_id' as 'id', first)
        .orderBy('id', second)
        .limit(limit)
        .execute()
      return rows.map((row) => ({ portal_id: (row as unknown as Row).portal_id, id: row.id }))
    })
    expect(kysely).toEqual(whole)

    const by = (column: Column, direction: Direction) => (direction === 'asc' ? asc(column) : desc(column))
    const columns = [
      [table.portal_id!, first],
      [table.id!, second],
    ] as const
    const drizzle = await walk(async (after, limit) => {
      const where = and(drizzleWhere(list, drizzled), after && drizzleAfter(columns, after))
      const query = engine.drizzle.select({ portal_id: table.portal_id!, id: table.id! }).from(table).where(where)
      return (await query.orderBy(by(table.portal_id!, first), by(table.id!, second)).limit(limit)) as unknown as readonly Row[]
    })
    expect(drizzle).toEqual(whole)
  })
})

describe.each<readonly [Direction, Direction]>([
  ['asc', 'asc'],
  ['desc', 'asc'],
])('by title %s and id %s', (first, second) => {
  const rows = Array.from({ length: 20 }, (_, id) => ({ title: `t${id % 3}`, id }))
  const compare = (direction: Direction, one: string | number, other: string | number): number =>
    (one < other ? -1 : one > other ? 1 : 0) * (direction === 'asc' ? 1 : -1)
  const sorted = rows.toSorted((one, other) => compare(first, one.title, other.title) || compare(second, one.id, other.id))
  const order = [
    ['title', first],
    ['id', second],
  ] as const

  test.each([...sorted.keys()])('what comes after row %d', (at) => {
    const { title, id } = sorted[at]!
    const query = new Query(mongoAfter(order, [title, id]))
    expect(sorted.filter((row) => query.test(row))).toEqual(sorted.slice(at + 1))
    const where = prismaAfter(order, [title, id])
    expect(sorted.filter((row) => finds(where, row))).toEqual(sorted.slice(at + 1))
  })
})

describe('an order that is none is refused', () => {
  const position = ['t', 1]
  test.each([
    ['SQL', (order: never, at: readonly CursorValue[]) => sqlAfter(order, at, { dialect: 'sqlite' })],
    ['MongoDB', (order: never, at: readonly CursorValue[]) => mongoAfter(order, at)],
    ['Prisma', (order: never, at: readonly CursorValue[]) => prismaAfter(order, at)],
  ] as const)('%s', (_, after) => {
    const refused = expect.objectContaining({ code: 'MAPPING_INVALID' }) as unknown
    const orderOf = (field: unknown, direction: unknown) =>
      [
        [field, 'asc'],
        ['id', direction],
      ] as never
    for (const field of ['$where', 'a"', '', 'a..b', '__proto__.a\0']) expect(() => after(orderOf(field, 'asc'), position)).toThrow(refused)
    for (const direction of ['up', '', undefined, 'asc; --']) expect(() => after(orderOf('title', direction), position)).toThrow(refused)
    expect(() => after([] as never, [])).toThrow(TypeError)
    expect(() => after(orderOf('title', 'asc'), ['t'])).toThrow(TypeError)
    expect(() => after(orderOf('title', 'asc'), ['t', 1, 2])).toThrow(TypeError)
  })
})
