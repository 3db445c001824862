import type { Change, CommitResult, Storage } from '../../ports/storage.js'
import { equal, holds, rejects, type Promises } from '../contract.js'
import { check, conflict, duplicate, group, insert, member, remove, row, update, written, type StorageSubject } from './rows.js'

const read = (storage: Storage, id: string): Promise<unknown> => storage.get('groups', 'p', id)

/** A refused batch: what refuses it, what it has to get, and that none of it was written. */
async function refused(storage: Storage, failing: Change, expected: CommitResult): Promise<void> {
  const start = [insert('groups', group('kept')), insert('groups', group('doomed')), insert('groups', group('named', 'taken'))]
  await written(storage, ...start)
  const good = [
    insert('members', member('new')),
    update('groups', group('kept', 'changed'), 1),
    remove('groups', 'p', 'doomed', 1),
    insert('outbox', row('outbox', 'p', 'letter', { dueAt: 1 })),
    insert('audit', row('audit', 'p', 'trace')),
  ]
  for (let at = 0; at <= good.length; at++) {
    const where = `with the failing change at ${at + 1} of ${good.length + 1}`
    equal(await storage.commit([...good.slice(0, at), failing, ...good.slice(at)]), expected, where)
    equal(await storage.get('members', 'p', 'new'), undefined, `an insert ${where}`)
    equal(await read(storage, 'kept'), { row: group('kept'), version: 1 }, `an update ${where}`)
    equal(await read(storage, 'doomed'), { row: group('doomed'), version: 1 }, `a delete ${where}`)
    equal(await storage.get('outbox', 'p', 'letter'), undefined, `the outbox ${where}`)
    equal(await storage.due('outbox', 10, 10), [], `what is due ${where}`)
    equal(await storage.get('audit', 'p', 'trace'), undefined, `the audit trail ${where}`)
  }
  await written(storage, ...good)
}

/** What becomes of a batch. */
export const writing: Promises<StorageSubject> = {
  'version: 1 when it was inserted, and one more for each update': {
    'commit: versions are 1, 2, 3': async ({ storage }) => {
      await written(storage, insert('groups', group('a')))
      for (const version of [1, 2, 3]) {
        equal(await read(storage, 'a'), { row: group('a', version === 1 ? 'group a' : `name ${version}`), version })
        await written(storage, update('groups', group('a', `name ${version + 1}`), version))
      }
    },
    'commit: a deleted record is gone, and starts at 1 when it is inserted again': async ({ storage }) => {
      await written(storage, insert('groups', group('a')))
      await written(storage, update('groups', group('a'), 1))
      await written(storage, remove('groups', 'p', 'a', 2))
      equal(await read(storage, 'a'), undefined)
      await written(storage, insert('groups', group('a')))
      equal(await read(storage, 'a'), { row: group('a'), version: 1 })
    },
    'commit: a change touches the named record only': async ({ storage }) => {
      const twins = [row('groups', 'q', 'a'), row('groups', 'p', 'b')]
      await written(storage, insert('groups', group('a')), ...twins.map((twin) => insert('groups', twin)), insert('members', member('a')))
      await written(storage, update('groups', group('a', 'changed'), 1))
      await written(storage, remove('groups', 'p', 'a', 2))
      for (const twin of twins) equal(await storage.get('groups', twin.portalId, twin.id), { row: twin, version: 1 })
      equal(await storage.get('members', 'p', 'a'), { row: member('a'), version: 1 })
    },
  },
  'conflict: nothing was written: this record changed since it was read, or is gone, or (for an insert) is there already': {
    'conflict: an update of another version': async ({ storage }) => {
      await written(storage, insert('groups', group('a')))
      await written(storage, update('groups', group('a'), 1))
      for (const version of [1, 3, 0, -1]) {
        equal(await storage.commit([update('groups', group('a', 'lost'), version)]), conflict('groups', 'p', 'a'), `version ${version}`)
      }
      equal(await read(storage, 'a'), { row: group('a'), version: 2 })
    },
    'conflict: a delete of another version': async ({ storage }) => {
      await written(storage, insert('groups', group('a')))
      for (const version of [2, 0, -1]) equal(await storage.commit([remove('groups', 'p', 'a', version)]), conflict('groups', 'p', 'a'))
      equal(await read(storage, 'a'), { row: group('a'), version: 1 })
    },
    'conflict: an update or delete of what is not there': async ({ storage }) => {
      await written(storage, insert('groups', row('groups', 'q', 'a')), insert('members', member('a')))
      for (const version of [0, 1]) {
        equal(await storage.commit([update('groups', group('a'), version)]), conflict('groups', 'p', 'a'), 'the update')
        equal(await storage.commit([remove('groups', 'p', 'a', version)]), conflict('groups', 'p', 'a'), 'the delete')
      }
      equal(await read(storage, 'a'), undefined)
    },
    'conflict: an insert of what is there': async ({ storage }) => {
      await written(storage, insert('groups', group('a')))
      equal(await storage.commit([insert('groups', group('a', 'other'))]), conflict('groups', 'p', 'a'))
      equal(await read(storage, 'a'), { row: group('a'), version: 1 })
    },
    'conflict: names the record among many': async ({ storage }) => {
      await written(storage, ...['a', 'b', 'c'].map((id) => insert('groups', group(id))))
      const batch = [update('groups', group('a'), 1), update('groups', group('b'), 7), update('groups', group('c'), 1)]
      equal(await storage.commit(batch), conflict('groups', 'p', 'b'))
    },
  },
  'check: changes nothing: the batch counts only while this record still has this version (0: while there is none)': {
    'check: lets the batch pass and changes nothing': async ({ storage }) => {
      await written(storage, insert('groups', group('a')))
      await written(storage, check('groups', 'p', 'a', 1), check('groups', 'p', 'none', 0), insert('groups', group('b')))
      equal(await read(storage, 'a'), { row: group('a'), version: 1 })
      equal(await read(storage, 'none'), undefined)
      equal(await read(storage, 'b'), { row: group('b'), version: 1 })
    },
    'check: another version is a conflict': async ({ storage }) => {
      await written(storage, insert('groups', group('a')))
      for (const version of [0, 2, -1]) {
        equal(await storage.commit([check('groups', 'p', 'a', version), insert('groups', group('b'))]), conflict('groups', 'p', 'a'))
      }
      equal(await read(storage, 'b'), undefined)
    },
    'check: a record that is gone is a conflict': async ({ storage }) => {
      await written(storage, insert('groups', row('groups', 'q', 'a')))
      equal(await storage.commit([insert('groups', group('b')), check('groups', 'p', 'a', 1)]), conflict('groups', 'p', 'a'))
      equal(await read(storage, 'b'), undefined)
    },
  },
  'commit: must be atomic: all of it is written, or nothing': {
    'batch: all of it is written': async ({ storage }) => {
      await written(storage, insert('groups', group('a')), insert('groups', group('b')))
      const letter = row('outbox', 'p', 'letter', { dueAt: 5 })
      const trace = row('audit', 'p', 'trace')
      const changes = [update('groups', group('a', 'changed'), 1), remove('groups', 'p', 'b', 1), insert('members', member('m'))]
      await written(storage, ...changes, insert('outbox', letter), insert('audit', trace))
      equal(await read(storage, 'a'), { row: group('a', 'changed'), version: 2 })
      equal(await read(storage, 'b'), undefined)
      equal(await storage.get('members', 'p', 'm'), { row: member('m'), version: 1 })
      equal(await storage.get('outbox', 'p', 'letter'), { row: letter, version: 1 })
      equal(await storage.due('outbox', 5, 10), [{ row: letter, version: 1 }])
      equal(await storage.get('audit', 'p', 'trace'), { row: trace, version: 1 })
    },
    'batch: nothing is written when an update fails': ({ storage }) =>
      refused(storage, update('groups', group('named', 'lost'), 2), conflict('groups', 'p', 'named')),
    'batch: nothing is written when a delete fails': ({ storage }) =>
      refused(storage, remove('groups', 'p', 'none', 1), conflict('groups', 'p', 'none')),
    'batch: nothing is written when a check fails': ({ storage }) =>
      refused(storage, check('groups', 'p', 'named', 0), conflict('groups', 'p', 'named')),
    'batch: nothing is written when an insert fails': ({ storage }) =>
      refused(storage, insert('groups', group('named', 'other')), conflict('groups', 'p', 'named')),
    'batch: nothing is written when a unique key fails': ({ storage }) =>
      refused(storage, insert('groups', group('other', 'taken')), duplicate('groups', 'name')),
    'batch: an empty one is ok': async ({ storage }) => {
      await written(storage)
    },
    'batch: five hundred changes': async ({ storage }) => {
      const ids = Array.from({ length: 500 }, (_, at) => `g${at}`)
      await written(storage, ...ids.map((id) => insert('groups', group(id))))
      await written(storage, ...ids.map((id) => update('groups', group(id, `${id} again`), 1)))
      for (const id of ids) equal(await read(storage, id), { row: group(id, `${id} again`), version: 2 })
    },
  },
  'commit: a batch names each record once at most': {
    'batch: one that names a record twice is refused': async ({ storage }) => {
      await written(storage, insert('groups', group('a')))
      const twice: readonly (readonly Change[])[] = [
        [update('groups', group('a', 'x'), 1), update('groups', group('a', 'y'), 2)],
        [check('groups', 'p', 'a', 1), update('groups', group('a', 'x'), 1)],
        [remove('groups', 'p', 'a', 1), insert('groups', group('a', 'x'))],
        [insert('groups', group('b')), remove('groups', 'p', 'b', 1)],
        [insert('groups', group('b')), insert('groups', group('b', 'x'))],
      ]
      for (const [at, batch] of twice.entries()) {
        holds((await rejects(storage.commit(batch), `batch ${at + 1}`)) instanceof Error, 'expected to be rejected with an Error')
      }
      equal(await read(storage, 'a'), { row: group('a'), version: 1 })
      equal(await read(storage, 'b'), undefined)
    },
    'batch: the same id in another portal or table is another record': async ({ storage }) => {
      await written(storage, insert('groups', group('a')), insert('groups', row('groups', 'q', 'a')), insert('members', member('a')))
    },
  },
}
