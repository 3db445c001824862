import type { Change, Storage } from '../../ports/storage.js'
import type { Row } from '../../records.js'
import { equal, holds, type Promises } from '../contract.js'
import { check, conflict, duplicate, insert, member, remove, row, tableEntries, update, written, type StorageSubject } from './rows.js'

const read = async (storage: Storage, id: string): Promise<unknown> => (await storage.get('members', 'p', id))?.row.email
const loginName = (portalId: string, id: string, key: string): Row<'loginNames'> => row('loginNames', portalId, id, { key })

/** A batch that is right in the end, but not while it is written one by one: `ok` or `duplicate`, and all of it or nothing. */
async function allOrNothing(storage: Storage, batch: readonly Change[], outcome: readonly [string, unknown, unknown][]): Promise<void> {
  const result = await storage.commit(batch)
  if (result.status !== 'ok') equal(result, duplicate('members', 'email'))
  for (const [id, before, after] of outcome) equal(await read(storage, id), result.status === 'ok' ? after : before, id)
}

/** What no two records share. */
export const uniqueKeys: Promises<StorageSubject> = {
  'commit: every unique set of columns holds at every moment': {
    'unique: every set of every table': async ({ storage }) => {
      for (const [table, { unique }] of tableEntries) {
        for (const [key, columns] of Object.entries(unique)) {
          const first = row(table, 'p', `${key} 1`)
          const shared = Object.fromEntries(columns.map((column) => [column, Reflect.get(first, column) as unknown]))
          await written(storage, insert(table, first))
          const second = { ...row(table, 'p', `${key} 2`), ...shared }
          equal(await storage.commit([insert(table, second)]), duplicate(table, key), `${table}.${key}`)
          equal(await storage.get(table, 'p', second.id), undefined, `${table}.${key}`)
        }
      }
    },
    'unique: an update may not take what another record has': async ({ storage }) => {
      await written(storage, insert('members', member('a', 'a@example.org')), insert('members', member('b', 'b@example.org')))
      equal(await storage.commit([update('members', member('b', 'a@example.org'), 1)]), duplicate('members', 'email'))
      equal(await storage.get('members', 'p', 'b'), { row: member('b', 'b@example.org'), version: 1 })
    },
    'unique: a record may keep its own values': async ({ storage }) => {
      await written(storage, insert('members', member('a', 'a@example.org')))
      await written(storage, update('members', { ...member('a', 'a@example.org'), name: 'Ada' }, 1))
    },
    'unique: within a portal, where the set says so': async ({ storage }) => {
      await written(storage, insert('members', member('a', 'a@example.org')), insert('members', member('a', 'a@example.org', 'q')))
      await written(storage, insert('members', member('b', 'a@example.org', 'r')))
    },
    'unique: across portals, where the set says so': async ({ storage }) => {
      await written(storage, insert('loginNames', loginName('p', 'a', 'ada')))
      equal(await storage.commit([insert('loginNames', loginName('q', 'a', 'ada'))]), duplicate('loginNames', 'key'))
      equal(await storage.commit([insert('loginNames', loginName('q', 'b', 'ada'))]), duplicate('loginNames', 'key'))
    },
    'unique: null does not count': async ({ storage }) => {
      await written(storage, insert('members', member('a')), insert('members', member('b')))
      await written(storage, insert('members', member('c')))
      await written(storage, insert('transfers', row('transfers', 'p', 'a', { openPortal: null })))
      await written(storage, insert('transfers', row('transfers', 'p', 'b', { openPortal: null })))
    },
    'unique: an empty text counts': async ({ storage }) => {
      await written(storage, insert('members', member('a', '')))
      equal(await storage.commit([insert('members', member('b', ''))]), duplicate('members', 'email'))
    },
    'unique: texts that look alike are different': async ({ storage }) => {
      const alike = ['ada', 'Ada', 'ada ', ' ada', 'àda', 'a\u0300da', 'ad', 'adaa', 'a%', 'straße', 'strasse']
      await written(storage, ...alike.map((name, at) => insert('members', member(String(at), name))))
    },
    'unique: free again after a delete': async ({ storage }) => {
      await written(storage, insert('members', member('a', 'x@example.org')))
      await written(storage, remove('members', 'p', 'a', 1))
      await written(storage, insert('members', member('b', 'x@example.org')))
    },
    'unique: free again after an update': async ({ storage }) => {
      await written(storage, insert('members', member('a', 'x@example.org')), insert('members', member('b', 'y@example.org')))
      await written(storage, update('members', member('a', 'z@example.org'), 1), update('members', member('b'), 1))
      await written(storage, insert('members', member('c', 'x@example.org')), insert('members', member('d', 'y@example.org')))
      equal(await storage.commit([insert('members', member('e', 'z@example.org'))]), duplicate('members', 'email'))
    },
    'unique: not taken by a batch that was refused': async ({ storage }) => {
      const batch = [insert('members', member('a', 'x@example.org')), check('members', 'p', 'none', 1)]
      equal(await storage.commit(batch), conflict('members', 'p', 'none'))
      await written(storage, insert('members', member('b', 'x@example.org')))
    },
    'unique: not freed by a batch that was refused': async ({ storage }) => {
      await written(storage, insert('members', member('a', 'x@example.org')))
      equal(await storage.commit([remove('members', 'p', 'a', 1), check('members', 'p', 'none', 1)]), conflict('members', 'p', 'none'))
      equal(await storage.commit([insert('members', member('b', 'x@example.org'))]), duplicate('members', 'email'))
    },
    'unique: twice inside one batch': async ({ storage }) => {
      const batch = [insert('members', member('a', 'x@example.org')), insert('members', member('b', 'x@example.org'))]
      equal(await storage.commit(batch), duplicate('members', 'email'))
      equal(await read(storage, 'a'), undefined)
      equal(await read(storage, 'b'), undefined)
    },
    'unique: freed and then taken inside one batch': async ({ storage }) => {
      await written(storage, insert('members', member('a', 'x@example.org')), insert('members', member('b', 'y@example.org')))
      await written(
        storage,
        remove('members', 'p', 'a', 1),
        insert('members', member('c', 'x@example.org')),
        update('members', member('b'), 1),
        insert('members', member('d', 'y@example.org')),
      )
      equal([await read(storage, 'c'), await read(storage, 'd')], ['x@example.org', 'y@example.org'])
    },
    'unique: taken and then freed inside one batch is all or nothing': async ({ storage }) => {
      await written(storage, insert('members', member('a', 'x@example.org')))
      const batch = [insert('members', member('b', 'x@example.org')), remove('members', 'p', 'a', 1)]
      await allOrNothing(storage, batch, [
        ['a', 'x@example.org', undefined],
        ['b', undefined, 'x@example.org'],
      ])
    },
    'unique: swapped inside one batch is all or nothing': async ({ storage }) => {
      await written(storage, insert('members', member('a', 'x@example.org')), insert('members', member('b', 'y@example.org')))
      const batch = [update('members', member('a', 'y@example.org'), 1), update('members', member('b', 'x@example.org'), 1)]
      await allOrNothing(storage, batch, [
        ['a', 'x@example.org', 'y@example.org'],
        ['b', 'y@example.org', 'x@example.org'],
      ])
    },
  },
  'commit: must give `conflict` rather than `duplicate` where both would be true': {
    'conflict before duplicate: of one record': async ({ storage }) => {
      await written(storage, insert('members', member('a', 'x@example.org')), insert('members', member('b', 'y@example.org')))
      equal(await storage.commit([insert('members', member('a', 'x@example.org'))]), conflict('members', 'p', 'a'), 'the same insert again')
      equal(await storage.commit([insert('members', member('a', 'y@example.org'))]), conflict('members', 'p', 'a'), 'an insert')
      equal(await storage.commit([update('members', member('a', 'y@example.org'), 2)]), conflict('members', 'p', 'a'), 'an update')
    },
    'conflict before duplicate: of two records in one batch': async ({ storage }) => {
      await written(storage, insert('members', member('a', 'x@example.org')))
      const taken = insert('members', member('b', 'x@example.org'))
      for (const stale of [update('members', member('a'), 2), check('members', 'p', 'a', 0), remove('members', 'p', 'a', 2)]) {
        equal(await storage.commit([taken, stale]), conflict('members', 'p', 'a'), `${stale.op} last`)
        equal(await storage.commit([stale, taken]), conflict('members', 'p', 'a'), `${stale.op} first`)
      }
      holds((await storage.get('members', 'p', 'b')) === undefined, 'expected nothing to be written')
    },
  },
}
