/** Databases look for the records of a list where somebody who knows them would have them look: by the same indexes. */
import { child, sqlAfter, sqlMapping } from 'portico/sql'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { indexes, postgres, sqlite, type Engine, type Query } from '../bench/list-engines.js'
import { byHandOf, mapped, oursOf, queries, rules, type Rule } from '../bench/list-rules.js'
import { opensNothing, planOf, type Plan } from './plan.js'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

/** So many that reading them all is the dearest way, for whoever has a choice. */
const count = 40_000
const [narrow, broad, minus, everything, nothing] = rules as readonly [Rule, Rule, Rule, Rule, Rule]

/** The page after a place, by the key that the first one is sorted by. */
const nextPage = (where: string): string => `select id, name from contacts where ${where} and id > 20000 order by id limit 50`
const frames = { ...queries, 'next page': nextPage } as const
type What = keyof typeof frames

/** The lists of a table with the portal in its key, as tables of several portals have it. */
const accessByPortal = [
  'create table access_by_portal (portal_id text not null, contact_id integer not null, member_id text not null)',
  `insert into access_by_portal select portal_id, id, member_id from contacts join contact_access on contact_id = id`,
  'create unique index portal_access_by_member on access_by_portal (member_id, portal_id, contact_id)',
  'create unique index portal_access_by_contact on access_by_portal (portal_id, contact_id, member_id)',
  'analyze',
]

describe.each([
  ['SQLite', sqlite],
  ['PostgreSQL', postgres],
] as const)('%s', (_, open) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await open(count)
    for (const text of accessByPortal) await engine.run({ text, values: [] })
  })
  afterAll(() => engine.close())

  const ours = (rule: Rule, what: What): Query => oursOf(rule, mapped(rule.of, engine.dialect), frames[what])
  const byHand = (rule: Rule, what: What): Query => byHandOf(rule, engine.dialect, frames[what])
  const usesTheIndexesOf = async (made: Query, written: Query): Promise<Plan> => {
    const plan = await planOf(engine, made)
    expect(plan, made.text).toEqual(await planOf(engine, written))
    return plan
  }

  test.each(Object.keys(frames) as What[])('narrow: the indexes of the member, and no record is looked at in vain: %s', async (what) => {
    const plan = await usesTheIndexesOf(ours(narrow, what), byHand(narrow, what))
    expect(plan.read).toEqual([])
    expect(plan.indexes).toEqual(expect.arrayContaining(['access_by_member', 'contacts_by_creator']))
  })

  test.each([
    ['first page', 'broad', broad],
    ['next page', 'broad', broad],
    ['first page', 'broad, minus', minus],
    ['next page', 'broad, minus', minus],
  ] as const)('%s, %s: in the order of the list, with what is in a table of its own looked up once', async (what, _name, rule) => {
    const plan = await usesTheIndexesOf(ours(rule, what), byHand(rule, what))
    expect(plan.read).toEqual([])
    expect(plan.indexes.filter((name) => /^contacts_(by_id|pkey)$/.test(name))).toHaveLength(1)
    expect(plan.indexes).toContain('access_by_member')
  })

  test.each(['first page', 'next page'] as const)('everything, %s: in the order of the list', async (what) => {
    const plan = await usesTheIndexesOf(ours(everything, what), byHand(everything, what))
    expect(plan.read).toEqual([])
    expect(plan.indexes).toEqual([expect.stringMatching(/^contacts_(by_id|pkey)$/)])
  })

  test.each([
    ['broad', broad],
    ['broad, minus', minus],
    ['everything', everything],
  ] as const)('count, %s: by an index, where that is better', async (_name, rule) => {
    const plan = await usesTheIndexesOf(ours(rule, 'count'), byHand(rule, 'count'))
    // PostgreSQL reads the whole table where most of it counts.
    if (engine.dialect === 'sqlite' || rule === minus) expect(plan.indexes.some((name) => name.startsWith('contacts_'))).toBe(true)
  })

  test.each(Object.keys(frames) as What[])('nothing: no table is opened: %s', async (what) => {
    expect(await opensNothing(engine, ours(nothing, what))).toBe(true)
    expect(await opensNothing(engine, ours(everything, what))).toBe(false)
  })

  test.each(Object.keys(frames) as What[])('narrow, by a list with the portal in its key: %s', async (what) => {
    const { portalId, createdBy } = { portalId: 'portal_id', createdBy: 'created_by' }
    const accessList = child({
      table: 'access_by_portal',
      on: [
        ['portal_id', 'portal_id'],
        ['contact_id', 'id'],
      ],
      value: 'member_id',
    })
    const mapping = sqlMapping(narrow.of, {
      dialect: engine.dialect,
      table: 'contacts',
      fields: { portalId, createdBy, shared: 'shared', accessList },
    })
    const made = oursOf(narrow, mapping, frames[what])
    const plan = await planOf(engine, made)
    expect(plan.read, made.text).toEqual([])
    expect(plan.indexes).toEqual(expect.arrayContaining(['portal_access_by_member', 'contacts_by_creator']))
    expect(plan.sought.some((condition) => /\bid = ANY|\browid=|\bid=/.test(condition))).toBe(true)
    expect(await engine.run(made)).toEqual(await engine.run(byHand(narrow, what)))
  })

  test('the page after a key begins there', async () => {
    const after = sqlAfter([['id', 'asc']], [20_000], { dialect: engine.dialect, after: 1 })
    const made = oursOf(everything, mapped(everything.of, engine.dialect), queries['first page'])
    const text = made.text.replace(' order by', ` and ${after.text} order by`)
    const plan = await planOf(engine, { text, values: [...made.values, ...after.values] })
    expect(plan.read).toEqual([])
  })

  describe('and these tests would notice', () => {
    /** The plan of the narrow list while something is otherwise. */
    const planWithout = async (index: string): Promise<Plan> => {
      await engine.run({ text: `drop index ${index}`, values: [] })
      const plan = await planOf(engine, ours(narrow, 'count'))
      for (const text of [...indexes.filter((statement) => statement.includes(index)), 'analyze']) await engine.run({ text, values: [] })
      return plan
    }

    test.each(['contacts_by_creator', 'access_by_member'])('that the index %s is not there', async (index) => {
      const without = await planWithout(index)
      expect(without.indexes).not.toContain(index)
      expect(without).not.toEqual(await planOf(engine, byHand(narrow, 'count')))
    })

    test('a membership in a form that the database cannot begin with', async () => {
      const elements = 'select contact_id from contact_access where member_id'
      const wrong = {
        sqlite: `portal_id = $1 and (created_by = $2 or exists (${elements} = $2 and contact_id = id))`,
        postgres: `portal_id = $1 and (created_by = $2 or id in (${elements} = $2))`,
      }
      const plan = await planOf(engine, byHandOf({ ...narrow, byHand: wrong }, engine.dialect, queries.count))
      expect(plan).not.toEqual(await planOf(engine, byHand(narrow, 'count')))
      if (engine.dialect === 'postgres') expect(plan.read).toEqual(['contacts'])
    })
  })
})
