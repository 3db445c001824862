/** The SQL of lists: what is a parameter, what is refused, and what it looks like. */
import { CamelCasePlugin, DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import { defineModule, definePolicy, may, me, only, plus, type Member } from 'portico'
import { kyselyAfter, kyselyWhere } from 'portico/kysely'
import { accessible, type Filter } from 'portico/lists'
import { array, child, column, expression, json, sqlAfter, sqlMapping, sqlWhere, type ListDialect } from 'portico/sql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { close, columns, databases, dialects, doc, finds, inJson, is, list, mapping, open, refused, where, type Fields } from './doc.js'

beforeAll(open, 120_000)
afterAll(close)

describe('every value is a parameter', () => {
  const storm = `'"\`);--/*\\'' or 1=1 --$1?:x{}[]`
  const policy = definePolicy([
    defineModule({
      name: 'lab',
      resources: [doc],
      levels: {
        guest: only(),
        user: only(
          may('read', doc, doc.when('a', { text: me.id })),
          may('read', doc, doc.when('b', { text: { $in: me.groups }, num: { $gt: 1 } })),
          may('read', doc, doc.when('c', { tags: me.id })),
          may('read', doc, doc.when('d', { rows: { $elemMatch: { to: me.id, when: { $gte: 2 } } } })),
          may('read', doc, doc.when('e', { 'at.text': me.id, 'at.tags': { $in: me.groups } })),
          may('read', doc, doc.when('f', { either: me.id, text: { $gt: me.id } })),
        ),
        moduleAdministrator: plus('user'),
        fullAdministrator: plus('user'),
        owner: plus('user'),
      },
    }),
  ])
  const member: Member = { id: storm, portalId: storm, type: 'user', status: 'active', groups: [`${storm}1`, `${storm}2`] }
  const hostile = accessible(policy.abilityFor(member, { id: storm, ownerId: 'boss' }), 'read', doc)
  const plain = accessible(
    policy.abilityFor({ ...member, id: 'me', portalId: 'p', groups: ['g1', 'g2'] }, { id: 'p', ownerId: 'boss' }),
    'read',
    doc,
  )
  const tables: Fields = {
    ...inJson,
    tags: child({ table: 'doc_tags', on: [['doc', 'id']], value: 'tag' }),
    rows: child({
      table: 'doc_rows',
      on: [
        ['doc', 'id'],
        ['portal', 'portal_id'],
      ],
      fields: { to: 'audience', when: 'num' },
    }),
  }

  test.each([
    ['sqlite', inJson],
    ['sqlite', tables],
    ['postgres', inJson],
    ['postgres', { ...tables, tags: array('tags') }],
  ] as const)('the text is the same for a storm of quotes: %s', (dialect, fields) => {
    const of = mapping(dialect, fields)
    expect(sqlWhere(hostile, of).text).toBe(sqlWhere(plain, of).text)
    expect(sqlWhere(hostile, of).text).not.toContain('or 1=1')
    expect(JSON.stringify(sqlWhere(hostile, of).values)).toContain(JSON.stringify(storm).slice(1, -1))
  })

  test.each(dialects)('and it finds what is called so: %s', async (dialect) => {
    const row = {
      portal_id: storm,
      text: storm,
      num: 0,
      flag: dialect === 'sqlite' ? 0 : false,
      tags: '[]',
      nums: '[]',
      either: '""',
      rows: '[]',
      at: '{}',
    }
    expect(await finds(dialect, row, hostile.filter)).toBe(true)
    expect(await finds(dialect, { ...row, text: 'x' }, hostile.filter)).toBe(false)
    expect(await finds(dialect, { ...row, text: 'x', rows: JSON.stringify([{ to: storm, when: 2 }]) }, hostile.filter)).toBe(true)
  })

  test('parameters of PostgreSQL are counted on from those that are there', () => {
    expect(sqlWhere(list(is('portalId', 'a')), mapping('postgres', columns), { after: 2 })).toEqual({
      text: '"docs"."portal_id" = $3::text',
      values: ['a'],
    })
  })
})

describe('what is nothing, and what is everything', () => {
  test('nothing looks at no row', async () => {
    const { text, values } = where({ kind: 'never' }, columns, 'sqlite')
    expect([text, values]).toEqual(['false', []])
    const plan = await databases.postgres(`explain select * from docs where ${text}`)
    expect(plan.map((line) => line['QUERY PLAN']).join()).toContain('One-Time Filter: false')
    const bytecode = await databases.sqlite(`explain select * from docs where ${text}`)
    // The first instruction after the start leaps to the end: no cursor is opened.
    expect(bytecode.map(({ opcode }) => opcode).slice(0, 2)).toEqual(['Init', 'Goto'])
  })

  test('everything is the portal', () => {
    expect(where(is('portalId', 'p'), columns)).toEqual({ text: '"docs"."portal_id" = ?', values: ['p'] })
  })
})

describe('a mapping is refused', () => {
  const cases: readonly (readonly [string, () => unknown])[] = [
    ...['a"b', "a'b", 'a b', 'a;', '', 'é', '1a', 'a-b', 'a.b.c.d', 'x'.repeat(64), 'a\0', '"a"', '$1', 'a.', '.a', '*'].map(
      (name) => [`a column \`${name}\``, () => mapping('sqlite', { ...columns, text: name })] as const,
    ),
    ['a column that is no text', () => mapping('sqlite', { ...columns, text: 7 as never })],
    ['a column of a table that is no name', () => mapping('sqlite', { ...columns, text: column('docs".text') })],
    ['a table', () => mapping('sqlite', columns, 'docs; drop table docs')],
    ['another name for a table', () => mapping('sqlite', columns, { table: 'docs', as: 'd"' })],
    ['a child table', () => mapping('sqlite', { ...columns, tags: child({ table: 't"', on: [['a', 'b']], value: 'v' }) })],
    ['a column of a child table', () => mapping('sqlite', { ...columns, tags: child({ table: 't', on: [['a"', 'b']], value: 'v' }) })],
    ['a value of a child table', () => mapping('sqlite', { ...columns, tags: child({ table: 't', on: [['a', 'b']], value: "v'" }) })],
    [
      'a field of a child table',
      () => mapping('sqlite', { ...columns, rows: child({ table: 't', on: [['a', 'b']], fields: { to: 'a"' } }) }),
    ],
    ['a field that the schema does not have', () => mapping('sqlite', { ...columns, size: 'size' })],
    [
      'a field of an element that the schema does not have',
      () => mapping('sqlite', { ...columns, rows: child({ table: 't', on: [['a', 'b']], fields: { size: 'a' } }) }),
    ],
    ['no portal', () => mapping('sqlite', { text: 'text' })],
    ['a list in a column', () => mapping('sqlite', { ...columns, tags: 'tags' })],
    [
      'a list that may be a value, in a child table',
      () => mapping('sqlite', { ...columns, either: child({ table: 't', on: [['a', 'b']], value: 'v' }) }),
    ],
    ['a value in JSON by itself', () => mapping('sqlite', { ...columns, text: json('text') })],
    ['a value in a child table', () => mapping('sqlite', { ...columns, text: child({ table: 't', on: [['a', 'b']], value: 'v' }) })],
    ['objects in an array', () => mapping('postgres', { ...columns, rows: array('rows') })],
    ['an array in SQLite', () => mapping('sqlite', { ...columns, tags: array('tags') })],
    ['a child table without a link', () => mapping('sqlite', { ...columns, tags: child({ table: 't', on: [], value: 'v' }) })],
    ['values without their column', () => mapping('sqlite', { ...columns, tags: child({ table: 't', on: [['a', 'b']] }) })],
    ['objects without their fields', () => mapping('sqlite', { ...columns, rows: child({ table: 't', on: [['a', 'b']], value: 'v' }) })],
    ['numbers for a text', () => mapping('sqlite', { ...columns, text: column('text', { type: 'number' }) })],
    ['a uuid for a number', () => mapping('postgres', { ...columns, num: column('num', { type: 'uuid' }) })],
    ['texts for a date', () => mapping('sqlite', { ...columns, day: column('day', { type: 'text' }) })],
    ['numbers for texts in an array', () => mapping('postgres', { ...columns, tags: array('tags', { type: 'number' }) })],
    [
      'truth for texts in a child table',
      () => mapping('sqlite', { ...columns, tags: child({ table: 't', on: [['a', 'b']], value: column('v', { type: 'boolean' }) }) }),
    ],
    [
      'numbers for a text of an element',
      () =>
        mapping('sqlite', { ...columns, rows: child({ table: 't', on: [['a', 'b']], fields: { to: column('to', { type: 'number' }) } }) }),
    ],
    ['a kind that there is not', () => mapping('sqlite', { ...columns, text: { kind: 'magic', at: 'text' } as never })],
    ['a dialect that there is not', () => mapping('mysql' as never, columns)],
  ]
  test.each(cases)('for %s', (_, make) => {
    expect(make).toThrow(refused('MAPPING_INVALID'))
  })
})

test('a type that the schema says too, and that of the key of an object, are taken', () => {
  const typed = { num: column('num', { type: 'number' }), maybe: column('maybe_id', { type: 'uuid' }) } as const
  expect(where(is('num', 1), { ...columns, ...typed }).text).toBe('"docs"."num" = ?')
  expect(where(is('maybe', null), { ...columns, ...typed }).text).toBe('"docs"."maybe_id" is null')
})

describe('a list is refused rather than asked for wrongly', () => {
  const cases: readonly (readonly [string, Filter, Fields, ListDialect])[] = [
    ['a field that is not mapped', is('num', 1), { portalId: 'portal_id' }, 'sqlite'],
    [
      'a field of an element that is not mapped',
      { kind: 'some', path: 'rows', of: is('when', 1) },
      { ...columns, rows: child({ table: 't', on: [['a', 'b']], fields: { to: 'to' } }) },
      'sqlite',
    ],
    ['null of a field whose object may be missing, and is not mapped', is('maybe.text', null), { ...columns, 'maybe.text': 'm' }, 'sqlite'],
    ['half a surrogate pair compared', { kind: 'compare', path: 'text', op: '<', value: '\ud800' }, columns, 'sqlite'],
    ['a list compared', { kind: 'compare', path: 'tags', op: '<', value: 'a' }, inJson, 'sqlite'],
    ['a list compared', { kind: 'compare', path: 'tags', op: '<', value: 'a' }, inJson, 'postgres'],
    ['an array compared', { kind: 'compare', path: 'tags', op: '<', value: 'a' }, { ...columns, tags: array('tags') }, 'postgres'],
    [
      'uuids compared',
      { kind: 'compare', path: 'text', op: '<', value: 'a' },
      { ...columns, text: column('uuid', { type: 'uuid' }) },
      'postgres',
    ],
  ]
  test.each(cases)('%s', (_, filter, fields, dialect) => {
    expect(() => where(filter, fields, dialect)).toThrow(refused('FILTER_UNSUPPORTED'))
  })

  test('the mapping of another resource', () => {
    expect(() => sqlWhere({ resource: 'crm.contact', action: 'read', filter: { kind: 'always' } }, mapping('sqlite', columns))).toThrow(
      TypeError,
    )
  })
})

describe('the form of a membership', () => {
  const rows = child({
    table: { table: 'doc_rows', as: 'r' },
    on: [['doc', 'docs.id']],
    fields: { to: 'audience', when: 'num' },
  })
  const fields: Fields = { ...columns, rows, text: expression('lower(docs.text)') }
  const his: Filter = { kind: 'some', path: 'rows', of: is('to', 'me', 'id') }
  const everyones: Filter = { kind: 'some', path: 'rows', of: is('to', 'everyone') }
  const open = is('flag', true)
  const texts = (filter: Filter) => [where(filter, fields, 'sqlite').text, where(filter, fields, 'postgres').text]

  test('from the elements of one member to his records, where that is all there is', () => {
    expect(texts(his)).toEqual([
      '"docs"."id" in (select "r"."doc" from "doc_rows" as "r" where "r"."audience" = ?)',
      '"docs"."id" = any(array(select "r"."doc" from "doc_rows" as "r" where "r"."audience" = $1::text))',
    ])
  })
  test('one record after the other, where many pass anyway', () => {
    const [, postgres] = texts({ kind: 'any', of: [his, open] })
    expect(postgres).toBe(
      '("docs"."id" in (select "r"."doc" from "doc_rows" as "r" where "r"."audience" = $1::text) or "docs"."flag" = $2::boolean)',
    )
  })
  test('by the elements of each record, where many have such', () => {
    expect(texts(everyones)[1]).toBe('exists (select 1 from "doc_rows" as "r" where "r"."doc" = "docs"."id" and "r"."audience" = $1::text)')
  })
  test('what is refused is never looked for first', () => {
    expect(texts({ kind: 'all', of: [is('text', 'me', 'id'), { kind: 'not', of: his }] })[1]).toContain('"docs"."id" in (')
  })
  test('an expression stands in brackets', () => {
    expect(texts(is('text', 'a'))[1]).toBe('(lower(docs.text)) = $1::text')
  })
  test('columns of a joined table, and a table under another name', () => {
    const of = mapping('sqlite', { portalId: 'portal_id', text: 'projects.title' }, { table: 'docs', as: 'd' })
    expect(sqlWhere(list({ kind: 'all', of: [is('portalId', 'p'), is('text', 'a')] }), of).text).toBe(
      '("d"."portal_id" = ? and "projects"."title" = ?)',
    )
  })
})

describe('the rows after a place', () => {
  test('with all columns in one direction, compared together', () => {
    expect(
      sqlAfter(
        [
          ['at', 'desc'],
          ['id', 'desc'],
        ],
        ['2026', 7],
        { dialect: 'postgres', after: 1 },
      ),
    ).toEqual({
      text: '("at", "id") < ($2, $3)',
      values: ['2026', 7],
    })
    expect(sqlAfter([['d.id', 'asc']], [7], { dialect: 'sqlite' })).toEqual({ text: '"d"."id" > ?', values: [7] })
  })
  test('in several directions, one after the other', () => {
    expect(
      sqlAfter(
        [
          ['at', 'desc'],
          ['id', 'asc'],
        ],
        ['2026', 7],
        { dialect: 'sqlite' },
      ).text,
    ).toBe('("at" <= ? and ("at" < ? or ("at" = ? and "id" > ?)))')
  })
  test('refuse what is no name, no direction, or no place', () => {
    expect(() => sqlAfter([['id"', 'asc']], [7], { dialect: 'sqlite' })).toThrow(refused('MAPPING_INVALID'))
    expect(() => sqlAfter([['id', 'asc; --' as never]], [7], { dialect: 'sqlite' })).toThrow(refused('MAPPING_INVALID'))
    expect(() => sqlAfter([['id', 'asc']], [], { dialect: 'sqlite' })).toThrow(TypeError)
    expect(() => sqlAfter([], [], { dialect: 'sqlite' })).toThrow(TypeError)
  })
})

describe('Kysely', () => {
  const db = new Kysely<{ docs: { id: number } }>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (of) => new PostgresIntrospector(of),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
  test('child tables are in the schema that the mapping says, also where the query is in one', () => {
    const tags = child({ table: 'crm.doc_tags', on: [['doc_id', 'id']], value: 'tag' })
    const query = db
      .withSchema('crm')
      .selectFrom('docs')
      .select('id')
      .where(kyselyWhere(list(is('tags', 'a')), mapping('postgres', { ...columns, tags })))
    expect(query.compile().sql).toBe(
      'select "id" from "crm"."docs" where exists (select 1 from "crm"."doc_tags" where "crm"."doc_tags"."doc_id" = "crm"."docs"."id" and "crm"."doc_tags"."tag" = $1::text)',
    )
  })
  test('its plugins see the names', () => {
    const of = sqlMapping(doc, {
      dialect: 'postgres',
      table: 'docs',
      fields: { portalId: 'portalId', tags: child({ table: 'docTags', on: [['docId', 'id']], value: 'tagName' }) },
    })
    const query = db
      .withPlugin(new CamelCasePlugin())
      .selectFrom('docs')
      .select('id')
      .where(kyselyWhere(list(is('tags', 'a')), of))
      .where(kyselyAfter([['docs.createdAt', 'asc']], [5]))
    expect(query.compile().sql).toBe(
      'select "id" from "docs" where exists (select 1 from "doc_tags" where "doc_tags"."doc_id" = "docs"."id" and "doc_tags"."tag_name" = $1::text) and "docs"."created_at" > $2',
    )
  })
})
