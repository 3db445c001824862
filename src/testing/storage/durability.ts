import { equal, type Promises } from '../contract.js'
import { group, insert, remove, row, update, written, type StorageSubject } from './rows.js'

/** What is there when the process has ended and another one begins. Passes where there is nothing to open again. */
export const durability: Promises<StorageSubject> = {
  'commit: what got `ok` survives the end of the process, where the store is not only memory': {
    'survives: what was committed is there when the store is opened again': async ({ storage, reopen }) => {
      if (reopen === undefined) return
      const letter = row('outbox', 'p', 'letter 😀', { dueAt: 2 ** 53 - 1, link: null, variables: { name: 'e\u0301' } })
      await written(storage, insert('groups', group('a')), insert('groups', group('b')), insert('groups', group('c')))
      await written(storage, update('groups', group('a', 'changed'), 1), remove('groups', 'p', 'b', 1), insert('outbox', letter))
      const again = await reopen()
      equal(await again.get('groups', 'p', 'a'), { row: group('a', 'changed'), version: 2 })
      equal(await again.get('groups', 'p', 'b'), undefined)
      equal(await again.due('outbox', 2 ** 53 - 1, 10), [{ row: letter, version: 1 }])
      equal(await again.commit([update('groups', group('a', 'lost'), 1)]), { status: 'conflict', table: 'groups', portalId: 'p', id: 'a' })
      equal(await again.commit([insert('groups', group('d', 'changed'))]), { status: 'duplicate', table: 'groups', key: 'name' })
      await written(again, update('groups', group('a'), 2))
    },
    'survives: nothing of a batch that was refused': async ({ storage, reopen }) => {
      if (reopen === undefined) return
      await written(storage, insert('groups', group('a')))
      await storage.commit([insert('groups', group('b')), update('groups', group('a', 'lost'), 2)])
      const again = await reopen()
      equal(await again.get('groups', 'p', 'a'), { row: group('a'), version: 1 })
      equal(await again.get('groups', 'p', 'b'), undefined)
    },
  },
}
