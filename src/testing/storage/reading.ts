import type { Row } from '../../records.js'
import { equal, holds, settle, type Promises } from '../contract.js'
import { findBy, group, idsOf, insert, row, tableEntries, written, type StorageSubject } from './rows.js'

const [nul, lone, replaced] = ['\u0000', '\ud800', '\ufffd']
const strange = [
  '',
  ' ',
  '%',
  '_',
  '*',
  `' or 1=1 --`,
  '"',
  '\\',
  '__proto__',
  'toString',
  'ä',
  '😀',
  'x'.repeat(10_000),
  nul,
  `a${nul}`,
  lone,
]

/** Texts that a store gets wrong when it trims, folds, normalises, cuts or re-encodes. */
const texts = [
  '',
  ' blanks around ',
  'line\r\nbreak\ttab',
  `quotes ' " \` \\ \${x} %s :name ?`,
  'e\u0301 is not \u00e9',
  'مرحبا\u200f بالعالم',
  '👩‍👩‍👧 𝒳',
  'null',
  '0',
  '[1]',
  '2024-01-01T00:00:00Z',
  '\ufeffbom\u200b',
  replaced,
]
const numbers = [0, -1, 1, 2 ** 31, -(2 ** 31) - 1, 2 ** 53 - 1, -(2 ** 53) + 1]
const values = [
  null,
  true,
  false,
  0,
  1.5,
  -2e-7,
  1e21,
  '',
  'text',
  '"quoted"',
  'null',
  [],
  {},
  [[], [null, { deep: [{ er: '😀 e\u0301' }] }]],
  { '': 1, 'a.b': { $set: 2 }, é: 3 },
  JSON.parse('{"__proto__":{"a":1},"constructor":2}') as unknown,
]

async function readsBack(
  storage: StorageSubject['storage'],
  given: Row<'audit'> | Row<'idempotencyKeys'>,
  table: 'audit' | 'idempotencyKeys',
): Promise<void> {
  await written(storage, insert(table, given))
  equal(await storage.get(table, given.portalId, given.id), { row: given, version: 1 })
}

/** What is read, and that it is what was written. */
export const reading: Promises<StorageSubject> = {
  'get: must resolve to `undefined`, not reject, when there is none; must never answer with a record of another portal': {
    'get: an unknown record of any table is undefined': async ({ storage }) => {
      for (const [table] of tableEntries) equal(await storage.get(table, 'p', 'nobody'), undefined, table)
    },
    'get: an id that no record can have is undefined': async ({ storage }) => {
      await written(
        storage,
        insert('groups', group('a')),
        insert('groups', group(replaced)),
        insert('groups', row('groups', replaced, 'a')),
      )
      for (const id of strange) {
        equal(await storage.get('groups', 'p', id), undefined, JSON.stringify(id))
        equal(await storage.get('groups', id, 'a'), undefined, `portal ${JSON.stringify(id)}`)
      }
    },
    'get: a record is in its own portal only': async ({ storage }) => {
      for (const [table] of tableEntries) {
        await written(storage, insert(table, row(table, 'a', 'a')))
        equal(await storage.get(table, 'b', 'a'), undefined, table)
      }
    },
    'get: one id in two portals and in two tables is as many records': async ({ storage }) => {
      const [inP, inQ, member] = [row('groups', 'p', 'x'), row('groups', 'q', 'x'), row('members', 'p', 'x')]
      await written(storage, insert('groups', inP), insert('groups', inQ), insert('members', member))
      equal(await storage.get('groups', 'p', 'x'), { row: inP, version: 1 })
      equal(await storage.get('groups', 'q', 'x'), { row: inQ, version: 1 })
      equal(await storage.get('members', 'p', 'x'), { row: member, version: 1 })
    },
    'get: portal and id are not joined into one text': async ({ storage }) => {
      for (const joint of [':', '/', '|', '.', ',', ';', '-', '_', '#', ' ', '"', '","', '\u001f']) {
        const [one, other] = [row('groups', `a${joint}b`, 'c'), row('groups', 'a', `b${joint}c`)]
        await written(storage, insert('groups', one), insert('groups', other))
        equal(await storage.get('groups', other.portalId, other.id), { row: other, version: 1 })
      }
    },
  },
  'what was written is read as it was written': {
    'read back: every column of every table': async ({ storage }) => {
      for (const [table] of tableEntries) {
        const given = row(table, 'p', 'p')
        await written(storage, insert(table, given))
        equal(await storage.get(table, 'p', 'p'), { row: given, version: 1 }, table)
      }
    },
    'read back: null in every column that may be null': async ({ storage }) => {
      for (const [table, { columns }] of tableEntries) {
        const nulls = Object.entries(columns).flatMap(([column, { nullable }]) => (nullable ? [[column, null]] : []))
        const given = { ...row(table, 'p', 'p'), ...(Object.fromEntries(nulls) as object) }
        await written(storage, insert(table, given))
        equal(await storage.get(table, 'p', 'p'), { row: given, version: 1 }, table)
      }
    },
    'read back: any text': async ({ storage }) => {
      for (const text of texts) {
        await readsBack(storage, row('audit', 'p', `id ${text}`, { command: text, before: text }), 'audit')
        await readsBack(
          storage,
          row('idempotencyKeys', 'p', `id ${text}`, { command: text, answer: { [text]: [text] } }),
          'idempotencyKeys',
        )
      }
    },
    'read back: texts that look alike are different ids': async ({ storage }) => {
      const alike = ['e\u0301', '\u00e9', 'E', 'e', 'e ', ' e', 'ﬁ', 'fi', 'ß', 'ss', 'I', 'ı', 'i']
      await written(storage, ...alike.map((id) => insert('groups', group(id))))
      for (const id of alike) equal(await storage.get('groups', 'p', id), { row: group(id), version: 1 }, id)
    },
    'read back: integers up to 2^53 - 1, and negative ones': async ({ storage }) => {
      for (const at of numbers) await readsBack(storage, row('audit', 'p', String(at), { at }), 'audit')
    },
    'read back: any JSON': async ({ storage }) => {
      for (const [at, answer] of values.entries()) {
        await readsBack(storage, row('idempotencyKeys', 'p', String(at), { answer }), 'idempotencyKeys')
      }
    },
    'read back: a text of 100 kB': async ({ storage }) => {
      const long = 'é1😀4'.repeat(12_500)
      await readsBack(storage, row('audit', 'p', 'a', { before: long }), 'audit')
      await readsBack(storage, row('idempotencyKeys', 'p', 'a', { answer: [long] }), 'idempotencyKeys')
    },
    'read back: what UTF-8 or a database cannot hold is kept or refused, never changed': async ({ storage }) => {
      for (const text of [nul, `a${nul}b`, lone, `a${lone}`, '\udc00\ud800']) {
        const given = [row('audit', 'p', 'a', { before: text }), row('audit', 'p', `id ${text}`)]
        for (const record of given) {
          const { status } = await settle(storage.commit([insert('audit', record)]))
          const expected = status === 'fulfilled' ? { row: record, version: 1 } : undefined
          equal(await storage.get('audit', 'p', record.id), expected)
          if (expected) await written(storage, { op: 'delete', table: 'audit', portalId: 'p', id: record.id, version: 1 })
        }
      }
    },
  },
  'find: must compare text exactly (case, accents and blanks count)': {
    'find: every set of columns of every table': async ({ storage }) => {
      for (const [table, { unique, indexes }] of tableEntries) {
        const first = row(table, 'p', 'p')
        const others = [row(table, 'q', 'q'), ...(table === 'portals' ? [] : [row(table, 'p', 'a'), row(table, 'q', 'p')])]
        await written(storage, ...[first, ...others].map((record) => insert(table, record)))
        for (const [index, columns] of Object.entries({ ...unique, ...indexes })) {
          const sought = Object.fromEntries(columns.map((column) => [column, Reflect.get(first, column) as unknown]))
          const matches = [first, ...others].filter((record) => columns.every((column) => Reflect.get(record, column) === sought[column]))
          const { items, next } = await findBy(storage, table, index, sought)
          const expected = matches.sort((a, b) => (a.id < b.id ? -1 : 1)).map((found) => ({ row: found, version: 1 }))
          equal(items, expected, `${table}.${index}`)
          holds(next === undefined, `${table}.${index}: expected one page`)
        }
      }
    },
    'find: by exactly this text': async ({ storage }) => {
      const alike = ['Ada', 'ada', 'ADA', 'Ad', 'Adam', ' Ada', 'Ada ', 'A%', 'A_a', 'Àda', 'A\u0300da', 'А\u200bda', 'Ada*', '.*']
      await written(storage, ...alike.map((name) => insert('groups', group(`id ${name}`, name))))
      for (const name of alike) {
        equal(idsOf((await storage.find('groups', 'name', { portalId: 'p', name })).items), [`id ${name}`], name)
      }
    },
    'find: what no record has is an empty page without a next one': async ({ storage }) => {
      await written(storage, insert('groups', group('a', replaced)))
      for (const name of strange) equal(await storage.find('groups', 'name', { portalId: 'p', name }), { items: [] }, JSON.stringify(name))
      for (const portalId of strange) equal(await storage.find('groups', 'byPortal', { portalId }), { items: [] }, JSON.stringify(portalId))
    },
    'find: a record that was changed is found by its new values only': async ({ storage }) => {
      await written(storage, insert('groups', group('a', 'old')))
      await written(storage, { op: 'update', table: 'groups', row: group('a', 'new'), version: 1 })
      equal((await storage.find('groups', 'name', { portalId: 'p', name: 'old' })).items, [])
      equal((await storage.find('groups', 'name', { portalId: 'p', name: 'new' })).items, [{ row: group('a', 'new'), version: 2 }])
      await written(storage, { op: 'delete', table: 'groups', portalId: 'p', id: 'a', version: 2 })
      equal((await storage.find('groups', 'name', { portalId: 'p', name: 'new' })).items, [])
    },
  },
}
