/**
 * Data that fit no schema: JSON that somebody else has written, in which a text is where a list should be, and a list where a text should be. A
 * list may have less than `can` would allow then, as it is not asked to know CASL's reading of everything; it never has more.
 */
import { Query } from 'mingo'
import { defineModule, definePolicy, may, mayNot, only, plus, type AnyAbility, type Where } from 'portico'
import { accessible } from 'portico/lists'
import { mongoMapping, mongoWhere } from 'portico/mongodb'
import type * as z from 'zod'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask } from '../support/questions.js'
import { close, dialects, doc, finds, open } from './doc.js'

beforeAll(open, 120_000)
afterAll(close)

type Condition = Where<z.infer<typeof doc.schema>>

/** Whoever fits may read, or whoever does not. */
function abilityOf(where: Condition, refused: boolean): AnyAbility {
  const when = doc.when('it is so', where)
  const rows = refused ? [may('read', doc), mayNot('read', doc, when)] : [may('read', doc, when)]
  const levels = { moduleAdministrator: plus('user'), fullAdministrator: plus('user'), owner: plus('user') } as const
  const policy = definePolicy([defineModule({ name: 'lab', resources: [doc], levels: { guest: only(), user: only(...rows), ...levels } })])
  return policy.abilityFor({ id: 'me', portalId: 'p', type: 'user', status: 'active' }, { id: 'p', ownerId: 'boss' })
}

const scalars = [
  'null',
  '"a"',
  '"b"',
  '""',
  '"1"',
  '1',
  '1.0',
  '0',
  '-0',
  '0.1',
  '1e308',
  'true',
  'false',
  '"A"',
  '"a "',
  '"\\ud800"',
] as const
const lists = [
  '[]',
  '["a"]',
  '["a","a"]',
  '[null]',
  '["a",null]',
  '[["a"]]',
  '["1"]',
  '[1]',
  '[0]',
  '[1.0]',
  '[true]',
  '["\\ud800"]',
] as const
const objects = ['{}', '{"a":"a"}', '{"to":"a","when":1}', '{"text":"a","num":1}'] as const
const element = '{"to":"a","when":1}'
const rows = [
  `[${element}]`,
  `[${element},null]`,
  `[null,${element}]`,
  `[0,${element}]`,
  `[[${element}]]`,
  '[{"to":["a"]}]',
  '[{"when":"1"}]',
] as const
const anything = [...scalars, ...lists, ...objects, ...rows]

const inside = (name: string): readonly string[] => anything.map((value) => `{"${name}":${value}}`)
const ats = [...anything, '[{"text":"a","num":1,"tags":["a"]}]', ...['text', 'num', 'flag', 'tags'].flatMap(inside)]

/** Whether JSON of PostgreSQL, and a document of MongoDB, could have this. */
const holdable = (json: string): boolean => !json.includes('\\ud800')
/** Whether `can` comes to an end: before it has found an element, it stumbles over one that is nothing at all. */
const judged = (json: string): boolean => !/^\[(null|0),/.test(json)

const conditions: readonly (readonly [column: 'tags' | 'either' | 'nums' | 'rows' | 'at', where: Condition])[] = [
  ...[
    'a',
    '1',
    '',
    '\ud800',
    null,
    { $ne: 'a' },
    { $in: ['a', 'b'] },
    { $in: ['a', null] },
    { $nin: ['a', 'c'] },
    { $all: ['a'] },
    { $all: [] },
    { $size: 1 },
  ].map((tags) => ['tags', { tags }] as const),
  ...['a', { $ne: 'a' }, { $in: ['a', '1'] }, { $size: 1 }, { $all: ['a'] }].map((either) => ['either', { either }] as const),
  ...[1, 0, -0, { $in: [1, 0] }, { $ne: 1 }].map((nums) => ['nums', { nums }] as const),
  ...[{ to: 'a' }, { to: { $ne: 'a' } }, { to: 'a', when: { $gte: 1 } }, { to: { $exists: false } }, { when: { $lt: 5 } }].map(
    ($elemMatch) => ['rows', { rows: { $elemMatch } }] as const,
  ),
  ['rows', { rows: { $size: 1 } }],
  ...['a', { $ne: 'a' }, { $gt: '' }, { $gte: '' }, { $lt: 'b' }, { $in: ['a', ''] }, { $exists: true }, '\ud800'].map(
    (text) => ['at', { 'at.text': text }] as const,
  ),
  ...[1, 0, 0.1, { $ne: 1 }, { $gt: 0 }, { $lte: 1 }, { $lt: 1e308 }, { $nin: [1, 2] }].map((num) => ['at', { 'at.num': num }] as const),
  ['at', { 'at.flag': true }],
  ['at', { 'at.flag': { $ne: true } }],
  ['at', { 'at.tags': 'a' }],
  ['at', { 'at.tags': { $size: 1 } }],
  ['at', { 'at.text': 'a', 'at.num': { $gt: 0 } }],
]
const cases = conditions.flatMap(([column, where]) => [false, true].map((refused) => [column, where, refused] as const))
const ofLists = cases.filter(([column]) => ['tags', 'either', 'nums'].includes(column))
const recordOf = (column: string, json: string) => doc.of({ portalId: 'p', [column]: JSON.parse(json) as unknown } as never)

describe.each(dialects)('%s', (dialect) => {
  const values = (column: string) =>
    (column === 'at' ? ats : anything).filter((json) => (dialect === 'sqlite' || holdable(json)) && (column !== 'rows' || judged(json)))

  test.each(cases)('of odd %s, %j (refused: %s) lists nothing more than `can` allows', async (column, where, refused) => {
    const ability = abilityOf(where, refused)
    const { filter } = accessible(ability, 'read', doc)
    const more: string[] = []
    for (const json of values(column)) {
      if (ask(ability, 'read', recordOf(column, json))) continue
      if (await finds(dialect, { portal_id: 'p', [column]: json }, filter)) more.push(json)
    }
    expect(more).toEqual([])
  })

  test.each(ofLists)(
    'of odd %s, %j (refused: %s) lists nothing less: a value is as good as a list of it',
    async (column, where, refused) => {
      const ability = abilityOf(where, refused)
      const { filter } = accessible(ability, 'read', doc)
      const less: string[] = []
      for (const json of values(column)) {
        if (!ask(ability, 'read', recordOf(column, json))) continue
        if (!(await finds(dialect, { portal_id: 'p', [column]: json }, filter))) less.push(json)
      }
      expect(less).toEqual([])
    },
  )
})

test.each(ofLists)('MongoDB: of odd %s, %j (refused: %s) finds what `can` allows', (column, where, refused) => {
  const ability = abilityOf(where, refused)
  const query = new Query(mongoWhere(accessible(ability, 'read', doc), mongoMapping(doc)))
  const differ = anything.filter((json) => {
    const record = recordOf(column, json)
    return holdable(json) && query.test(record) !== ask(ability, 'read', record)
  })
  expect(differ).toEqual([])
})
