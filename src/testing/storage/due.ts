import type { Row } from '../../records.js'
import { equal, type Promises } from '../contract.js'
import { idsOf, insert, remove, row, update, written, type StorageSubject } from './rows.js'

const letter = (id: string, dueAt: number | null, portalId = 'p'): Row<'outbox'> => row('outbox', portalId, id, { dueAt })
const letters = (...entries: readonly Row<'outbox'>[]): ReturnType<typeof insert>[] => entries.map((entry) => insert('outbox', entry))

/** What has to be sent. */
export const dueEntries: Promises<StorageSubject> = {
  'due: those with a `dueAt` that is not after `now`, the longest due first': {
    'due: nothing of an empty outbox': async ({ storage }) => equal(await storage.due('outbox', Number.MAX_SAFE_INTEGER, 10), []),
    'due: the longest due first': async ({ storage }) => {
      await written(
        storage,
        ...letters(letter('a', 30), letter('b', 10), letter('c', 200), letter('d', 20), letter('e', -5), letter('f', 0)),
      )
      equal(idsOf(await storage.due('outbox', 200, 10)), ['e', 'f', 'b', 'd', 'a', 'c'])
    },
    'due: not after now, now included': async ({ storage }) => {
      const start = 1_700_000_000_000
      await written(storage, ...letters(letter('a', start - 1), letter('b', start), letter('c', start + 1)))
      equal(idsOf(await storage.due('outbox', start, 10)), ['a', 'b'])
      equal(idsOf(await storage.due('outbox', start - 2, 10)), [])
    },
    'due: not what is done': async ({ storage }) => {
      await written(storage, ...letters(letter('a', null), letter('b', 1), letter('c', 2), letter('d', 3)))
      await written(storage, update('outbox', letter('b', null), 1), remove('outbox', 'p', 'c', 1), update('outbox', letter('d', 99), 1))
      equal(idsOf(await storage.due('outbox', 10, 10)), [])
      await written(storage, update('outbox', letter('b', 5), 2))
      equal(await storage.due('outbox', 10, 10), [{ row: letter('b', 5), version: 3 }])
    },
    'due: in any state': async ({ storage }) => {
      const states = ['waiting', 'sending', 'sent', 'dead', 'dropped'] as const
      await written(storage, ...letters(...states.map((status, at) => ({ ...letter(status, at), status }))))
      equal(idsOf(await storage.due('outbox', 10, 10)), states)
    },
    'due: how many at most': async ({ storage }) => {
      await written(storage, ...letters(...[5, 4, 3, 2, 1].map((at) => letter(`at ${at}`, at))))
      equal(idsOf(await storage.due('outbox', 10, 1)), ['at 1'])
      equal(idsOf(await storage.due('outbox', 10, 3)), ['at 1', 'at 2', 'at 3'])
    },
    'due: of the table that was asked for': async ({ storage }) => {
      const transfer = row('transfers', 'p', 'a', { dueAt: 5 })
      await written(storage, ...letters(letter('b', 4)), insert('transfers', transfer))
      equal(await storage.due('transfers', 10, 10), [{ row: transfer, version: 1 }])
      equal(await storage.due('transfers', 4, 10), [])
      equal(idsOf(await storage.due('outbox', 10, 10)), ['b'])
    },
    'due: of all portals': async ({ storage }) => {
      const entries = [letter('a', 3), letter('a', 1, 'q'), letter('a', 2, 'r')]
      await written(storage, ...letters(...entries))
      const found = await storage.due('outbox', 10, 10)
      equal(
        found.map((item) => item.row.portalId),
        ['q', 'r', 'p'],
      )
      equal(found[0], { row: entries[1], version: 1 })
    },
  },
}
