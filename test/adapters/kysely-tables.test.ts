import { CamelCasePlugin, sql, type Kysely } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { kyselyStorage, migrations, migrationStatements, type SqlDialect } from '../../src/adapters/kysely/index.js'
import type { Change, Storage } from '../../src/ports/storage.js'
import { tables, type Row } from '../../src/records.js'
import { empty, engines, migrate, type TestDatabase } from '../support/databases.js'

const dialects: readonly SqlDialect[] = ['sqlite', 'postgres']
const audit = (id: string, values: Partial<Row<'audit'>> = {}): Row<'audit'> => ({
  portalId: 'p',
  id,
  at: 0,
  actorId: null,
  command: 'test',
  outcome: 'accepted',
  code: null,
  subject: 'groups',
  subjectId: 'g',
  before: null,
  after: null,
  correlationId: 'c',
  ...values,
})
const group = (id: string, name = `group ${id}`): Row<'groups'> => ({ portalId: 'p', id, name, createdAt: 0 })
const insert = (row: Row<'groups'>): Change => ({ op: 'insert', table: 'groups', row })
const record = (row: Row<'audit'>): Change => ({ op: 'insert', table: 'audit', row })
const ok = { status: 'ok' }

describe.each(dialects)('the migrations for %s', (dialect) => {
  test('the first one never changes: what comes later is a migration of its own', async () => {
    const first = migrationStatements({ dialect })['0001_portico']
    await expect(`${first?.join(';\n') ?? ''};\n`).toMatchFileSnapshot(`0001_portico.${dialect}.sql`)
  })

  test('every table is made once', () => {
    const made = Object.values(migrationStatements({ dialect, prefix: '' }))
      .flat()
      .filter((line) => line.startsWith('create table'))
    expect(made).toHaveLength(Object.keys(tables).length)
    expect(new Set(made.map((line) => /"([a-z_]+)" \(/.exec(line)?.[1])).size).toBe(made.length)
  })

  test('are a provider for Kysely', async () => {
    expect(Object.keys(await migrations({ dialect }).getMigrations())).toEqual(Object.keys(migrationStatements({ dialect })))
  })

  test.each(['Portico', 'a"b', 'a b', 'ä', 'x'.repeat(25)])('`%s` is no prefix', (prefix) => {
    expect(() => migrations({ dialect, prefix })).toThrow(TypeError)
  })
})

test('there are two dialects', () => {
  expect(() => migrations({ dialect: 'mysql' as SqlDialect })).toThrow('`mysql` is not a dialect: `sqlite` or `postgres`')
})

describe.each(Object.entries(engines))('on %s', (_, start) => {
  let database: TestDatabase
  let db: Kysely<unknown>
  let dialect: SqlDialect
  let storage: Storage
  beforeAll(async () => {
    database = await start()
    ;({ db, dialect } = database)
    await migrate(database)
    storage = kyselyStorage(db, { dialect })
  }, 30_000)
  beforeEach(() => empty(database))
  afterAll(() => database.close())

  test('migrating twice is harmless', async () => {
    await storage.commit([insert(group('a'))])
    expect(await migrate(database)).toEqual([])
    expect(await storage.get('groups', 'p', 'a')).toEqual({ row: group('a'), version: 1 })
  })

  test('with another prefix, there is another store beside it', async () => {
    await migrate(database, 'other_')
    const other = kyselyStorage(db, { dialect, prefix: 'other_' })
    expect(await other.commit([insert(group('a', 'mine'))])).toEqual(ok)
    expect(await storage.get('groups', 'p', 'a')).toBeUndefined()
    expect(await storage.commit([insert(group('a'))])).toEqual(ok)
    expect(await other.commit([insert(group('b', 'mine'))])).toEqual({ status: 'duplicate', table: 'groups', key: 'name' })
  })

  test('plain SQL reads and joins the tables', async () => {
    const member: Row<'members'> = {
      portalId: 'p',
      id: 'ada',
      type: 'user',
      status: 'active',
      administers: ['crm'],
      temporary: [],
      promoted: false,
      groups: [],
      name: 'Ada',
      email: 'ada@example.org',
      address: 'Ada@example.org',
      emailVerifiedAt: 5,
      pendingAddress: null,
      addressAskedBy: null,
      emailGeneration: 0,
      identity: null,
      reassignmentId: null,
      language: 'en',
      createdAt: 1,
    }
    await storage.commit([{ op: 'insert', table: 'members', row: member }, record(audit('x', { actorId: 'ada', at: 7 }))])
    const { rows } = await sql`
      select m.name, m.email_verified_at + 0.0 as verified, a.at + 0.0 as at, m.version + 0.0 as version
      from portico_audit a join portico_members m on m.portal_id = a.portal_id and m.id = a.actor_id`.execute(db)
    expect(
      rows.map((row) =>
        Object.values(row as object)
          .map(String)
          .map((text) => text.replace('.0', '')),
      ),
    ).toEqual([['Ada', '5', '7', '1']])
    await sql`create table if not exists notes (portal_id text not null, author text not null,
      foreign key (portal_id, author) references portico_members (portal_id, id))`.execute(db)
    await sql`insert into notes values ('p', 'ada')`.execute(db)
    expect(await storage.commit([{ op: 'update', table: 'members', row: { ...member, email: null }, version: 1 }])).toEqual(ok)
    await expect(storage.commit([{ op: 'delete', table: 'members', portalId: 'p', id: 'ada', version: 2 }])).rejects.toThrow()
    expect(await storage.get('members', 'p', 'ada')).toEqual({ row: { ...member, email: null }, version: 2 })
    await sql`drop table notes`.execute(db)
  })

  test('plugins of the application change nothing', async () => {
    const camel = kyselyStorage(db.withPlugin(new CamelCasePlugin()), { dialect })
    expect(await camel.commit([record(audit('a', { subjectId: 'b' }))])).toEqual(ok)
    expect(await camel.get('audit', 'p', 'a')).toEqual({ row: audit('a', { subjectId: 'b' }), version: 1 })
  })

  test('text that databases refuse or change comes back as it was', async () => {
    const texts = [
      '\0',
      'a\0b',
      '\ud800',
      'x\udfff',
      '\udc00\ud800',
      '\ufdd0',
      '\ufdd00000',
      '\ufdd0d800',
      '\ufffd',
      '\ufeff',
      '\ufeffa',
      'a\ufeff',
      '\uffff',
      '𝒳',
    ]
    await storage.commit(texts.map((text) => insert(group(text, text))))
    for (const text of texts) {
      expect(await storage.get('groups', 'p', text)).toEqual({ row: group(text, text), version: 1 })
      expect((await storage.find('groups', 'name', { portalId: 'p', name: text })).items).toHaveLength(1)
    }
    const answer = { ...Object.fromEntries(texts.map((text) => [text, [text]])), ['__proto__']: { texts } }
    const row = { portalId: 'p', id: 'k', command: '', bodyHash: '', answer, createdAt: 0 }
    expect(await storage.commit([{ op: 'insert', table: 'idempotencyKeys', row }])).toEqual(ok)
    expect(await storage.get('idempotencyKeys', 'p', 'k')).toEqual({ row, version: 1 })
  })

  test('ids of any text are pages in one order', async () => {
    const ids = ['b', 'a', 'B', '\0', '\ud800', '\ufdd0', 'é', 'e\u0301', ' a', 'a ', '10', '9', '中', '𝒳', '"', "'", '\\']
    await storage.commit(ids.map((id) => insert(group(id, id))))
    const seen: string[] = []
    let next: string | undefined
    do {
      const page = await storage.find('groups', 'byPortal', { portalId: 'p' }, { limit: 3, ...(next === undefined ? {} : { after: next }) })
      seen.push(...page.items.map(({ row }) => row.id))
      next = page.next
    } while (next !== undefined)
    expect([...seen].sort()).toEqual([...ids].sort())
    expect(seen.slice(0, 4)).toEqual([' a', '"', "'", '10'])
  })

  test('a text of a megabyte', async () => {
    const long = 'é1😀4'.repeat(125_000)
    expect(await storage.commit([record(audit('a', { before: long }))])).toEqual(ok)
    expect((await storage.get('audit', 'p', 'a'))?.row.before).toBe(long)
  })

  test('a text of 2,600 bytes is found by; a longer one is refused before anything is written', async () => {
    const name = Array.from({ length: 2597 }, (_, at) => String.fromCharCode(97 + ((at * at * 7 + at * 3) % 26))).join('')
    expect(await storage.commit([insert(group('a', name))])).toEqual({ status: 'ok' })
    expect((await storage.find('groups', 'name', { portalId: 'p', name })).items).toHaveLength(1)
    await expect(storage.commit([insert(group('b')), insert(group('c', `${name}éé`))])).rejects.toThrow(RangeError)
    expect(await storage.get('groups', 'p', 'b')).toBeUndefined()
    expect((await storage.find('groups', 'name', { portalId: 'p', name: 'x'.repeat(1_000_000) })).items).toEqual([])
  })

  test.each([
    ['an unsafe integer', { at: 2 ** 53 }],
    ['a fraction', { at: 0.5 }],
    ['not a number', { at: Number.NaN }],
    ['a number for a text', { command: 5 as unknown as string }],
    ['null where there must be a value', { command: null as unknown as string }],
    ['nothing', { subject: undefined as unknown as string }],
  ])('refuses %s, and writes nothing', async (_name, wrong) => {
    await expect(storage.commit([insert(group('a')), record(audit('a', wrong))])).rejects.toThrow(TypeError)
    expect(await storage.get('groups', 'p', 'a')).toBeUndefined()
  })

  test('refuses an answer that is no JSON, a set of columns that it does not know, and a page that it did not give', async () => {
    const row = { portalId: 'p', id: 'k', command: '', bodyHash: '', answer: undefined, createdAt: 0 }
    await expect(storage.commit([{ op: 'insert', table: 'idempotencyKeys', row }])).rejects.toThrow('`idempotencyKeys.answer` is no json')
    await expect(storage.find('groups', 'nothing' as 'name', { portalId: 'p', name: 'a' })).rejects.toThrow(TypeError)
    for (const after of ['', 'a', '{}', '["a"]', '[1,2]']) {
      await expect(storage.find('groups', 'byPortal', { portalId: 'p' }, { after })).rejects.toThrow(
        '`after` must be the `next` of the page before',
      )
    }
    for (const limit of [-1, 0.5, Number.NaN]) await expect(storage.due('outbox', 0, limit)).rejects.toThrow(RangeError)
    expect(await storage.due('outbox', Infinity, 0)).toEqual([])
  })

  test('what the database itself refuses rejects, and the next batch is written', async () => {
    await sql`alter table portico_groups rename to gone`.execute(db)
    await expect(storage.commit([insert(group('a'))])).rejects.toThrow(/portico_groups/)
    await expect(storage.get('groups', 'p', 'a')).rejects.toThrow(/portico_groups/)
    await sql`alter table gone rename to portico_groups`.execute(db)
    expect(await storage.commit([insert(group('a'))])).toEqual(ok)
  })

  test('unique values change hands inside one batch, in any order', async () => {
    const names = ['a', 'b', 'c']
    const change = (id: string, name: string, version: number): Change => ({ op: 'update', table: 'groups', row: group(id, name), version })
    await storage.commit(names.map((id) => insert(group(id, id))))
    expect(await storage.commit([change('a', 'b', 1), change('b', 'c', 1), change('c', 'a', 1)])).toEqual(ok)
    expect(await storage.commit([change('b', 'new', 2), change('a', 'c', 2)])).toEqual(ok)
    expect(
      await storage.commit([insert(group('d', 'new')), { op: 'delete', table: 'groups', portalId: 'p', id: 'b', version: 3 }]),
    ).toEqual(ok)
    expect(await storage.commit([change('a', 'x', 3), change('c', 'x', 2)])).toEqual({ status: 'duplicate', table: 'groups', key: 'name' })
    const { items } = await storage.find('groups', 'byPortal', { portalId: 'p' })
    expect(items.map(({ row, version }) => [row.id, row.name, version])).toEqual([
      ['a', 'c', 3],
      ['c', 'a', 2],
      ['d', 'new', 1],
    ])
  })

  test('more records than a statement has parameters', async () => {
    const ids = Array.from({ length: 2500 }, (_, at) => `g${at}`)
    expect(await storage.commit(ids.map((id) => insert(group(id))))).toEqual(ok)
    const rest = [insert(group('new')), { op: 'update', table: 'groups', row: group('g7', 'x'), version: 2 } as const]
    const checks = ids.filter((id) => id !== 'g7').map((id): Change => ({ op: 'check', table: 'groups', portalId: 'p', id, version: 1 }))
    expect(await storage.commit([...checks, ...rest])).toEqual({ status: 'conflict', table: 'groups', portalId: 'p', id: 'g7' })
  })
})
