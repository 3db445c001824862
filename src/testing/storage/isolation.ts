import { equal, holds, type Promises } from '../contract.js'
import { group, insert, remove, row, update, written, type StorageSubject } from './rows.js'

/** Overwrites all that can be overwritten in a value. */
function spoil(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  for (const key of Object.keys(value)) {
    spoil(Reflect.get(value, key))
    Reflect.set(value, key, 'spoilt')
  }
  Reflect.set(value, Array.isArray(value) ? value.length : 'added', 'spoilt')
}

const letter = (): ReturnType<typeof row<'outbox'>> => row('outbox', 'p', 'a', { dueAt: 1, variables: { name: 'Ada' } })

/** What is inside stays inside. */
export const isolation: Promises<StorageSubject> = {
  'nothing that he changes in what he was given changes the store': {
    'isolation: what get, find and due gave may be changed': async ({ storage }) => {
      const expected = { row: letter(), version: 1 }
      await written(storage, insert('outbox', letter()))
      for (let turn = 0; turn < 2; turn++) {
        const given = await storage.get('outbox', 'p', 'a')
        equal(given, expected, 'get')
        const page = await storage.find('outbox', 'key', { portalId: 'p', key: letter().key })
        equal(page.items, [expected], 'find')
        const due = await storage.due('outbox', 1, 1)
        equal(due, [expected], 'due')
        for (const one of [given, page, due]) spoil(one)
      }
      await written(storage, update('outbox', letter(), 1))
    },
    'isolation: what was committed may be changed afterwards': async ({ storage }) => {
      const inserted = [insert('outbox', letter())]
      equal(await storage.commit(inserted), { status: 'ok' })
      holds(Reflect.set(inserted, 0, inserted[0]) && !Object.isFrozen(inserted[0]), 'the batch was frozen')
      spoil(inserted)
      equal(await storage.get('outbox', 'p', 'a'), { row: letter(), version: 1 }, 'after the insert')
      const updated = [update('outbox', { ...letter(), variables: { name: 'Bea' } }, 1)]
      equal(await storage.commit(updated), { status: 'ok' })
      spoil(updated)
      equal(await storage.get('outbox', 'p', 'a'), { row: { ...letter(), variables: { name: 'Bea' } }, version: 2 }, 'after the update')
    },
    'isolation: a batch that was refused may be changed afterwards': async ({ storage }) => {
      await written(storage, insert('groups', group('a')))
      const batch = [insert('groups', group('b')), update('groups', group('a', 'lost'), 2)]
      const result = await storage.commit(batch)
      spoil(batch)
      spoil(result)
      equal(await storage.get('groups', 'p', 'a'), { row: group('a'), version: 1 })
      equal(await storage.get('groups', 'p', 'b'), undefined)
    },
  },
  'nothing that a caller holds ever changes under him': {
    'isolation: what was read stays as it was read': async ({ storage }) => {
      await written(storage, insert('groups', group('a')), insert('groups', group('b')))
      const held = await storage.get('groups', 'p', 'a')
      const page = await storage.find('groups', 'byPortal', { portalId: 'p' })
      await written(storage, update('groups', group('a', 'changed'), 1), remove('groups', 'p', 'b', 1))
      equal(held, { row: group('a'), version: 1 })
      equal(page, { items: ['a', 'b'].map((id) => ({ row: group(id), version: 1 })) })
    },
    'isolation: what was committed is left as it is': async ({ storage }) => {
      const batch = [insert('outbox', letter()), insert('groups', group('a'))]
      await written(storage, ...batch)
      await written(storage, update('groups', group('a', 'changed'), 1))
      equal(batch, [insert('outbox', letter()), insert('groups', group('a'))])
    },
  },
}
