import type { Page, Storage } from '../../ports/storage.js'
import type { Row } from '../../records.js'
import { equal, holds, rejects, type Promises } from '../contract.js'
import { group, idsOf, insert, remove, row, update, written, type StorageSubject } from './rows.js'

const numbered = (count: number): readonly string[] => Array.from({ length: count }, (_, at) => `r${String(at).padStart(4, '0')}`)
const byPortal = (storage: Storage, page?: { readonly limit?: number; readonly after?: string }): Promise<Page<'groups'>> =>
  storage.find('groups', 'byPortal', { portalId: 'p' }, page)

async function fill(storage: Storage, ids: readonly string[]): Promise<void> {
  for (let at = 0; at < ids.length; at += 250) await written(storage, ...ids.slice(at, at + 250).map((id) => insert('groups', group(id))))
}

/** All pages, one after the other; `between` is called with the ids given so far. */
async function allPages(
  turn: (page: { readonly limit: number; readonly after?: string }) => Promise<Page<'groups'> | Page<'outbox'>>,
  limit: number,
  between: (seen: readonly Row<'groups' | 'outbox'>[]) => Promise<void> = () => Promise.resolve(),
): Promise<readonly Row<'groups' | 'outbox'>[]> {
  const seen: Row<'groups' | 'outbox'>[] = []
  let after: { readonly after?: string } = {}
  for (let count = 0; count < 200; count++) {
    const { items, next } = await turn({ limit, ...after })
    holds(items.length <= limit, `expected at most ${limit} records on a page, received ${items.length}`)
    seen.push(...items.map((item) => item.row))
    if (next === undefined) return seen
    after = { after: next }
    await between(seen)
  }
  throw new Error('the pages do not end')
}

/** Records on pages. */
export const paging: Promises<StorageSubject> = {
  'page: of records, in the order of their ids': {
    'page: in the order of their ids, by character codes': async ({ storage }) => {
      const ids = ['b', 'a', 'B', 'A', '10', '2', '-', '_', 'a-b', 'ab', 'a b', 'é', 'z', 'ß', '中']
      await written(storage, ...ids.map((id) => insert('groups', group(id))))
      equal(idsOf((await byPortal(storage)).items), [...ids].sort())
      equal(idsOf((await storage.find('groups', 'byPortal', { portalId: 'p' }, { limit: 1_000 })).items), [...ids].sort())
    },
    'page: never a record of another portal': async ({ storage }) => {
      await written(storage, insert('groups', row('groups', 'q', 'a')), insert('groups', row('groups', 'P', 'b')))
      await written(storage, insert('groups', group('c')), insert('groups', row('groups', 'p ', 'd')))
      equal(idsOf((await byPortal(storage)).items), ['c'])
    },
  },
  'find: `limit`: 1 to 1,000, 100 by default': {
    'limit: 100 by default': async ({ storage }) => {
      await fill(storage, numbered(103))
      const first = await byPortal(storage)
      equal(idsOf(first.items), numbered(103).slice(0, 100))
      holds(first.next !== undefined, 'expected another page')
      equal(idsOf((await byPortal(storage, { after: first.next })).items), numbered(103).slice(100))
    },
    'limit: 1 and 1,000': async ({ storage }) => {
      const ids = numbered(1_001)
      await fill(storage, ids)
      equal(idsOf((await byPortal(storage, { limit: 1 })).items), ids.slice(0, 1))
      const { items, next } = await byPortal(storage, { limit: 1_000 })
      equal(idsOf(items), ids.slice(0, 1_000))
      holds(next !== undefined, 'expected another page')
      equal(idsOf((await byPortal(storage, { limit: 1_000, after: next })).items), ids.slice(1_000))
    },
    'limit: anything else is refused': async ({ storage }) => {
      await fill(storage, numbered(3))
      for (const limit of [0, -1, 1_001, 1.5, Number.NaN, Infinity]) await rejects(byPortal(storage, { limit }), `limit ${limit}`)
    },
  },
  'find: must give every record that was there all the time exactly once over the pages, whatever is written meanwhile': {
    'pages: complete, without repeats': async ({ storage }) => {
      const ids = numbered(25)
      await fill(storage, ids)
      for (const limit of [1, 2, 5, 24, 25, 26]) {
        equal(
          (await allPages((page) => byPortal(storage, page), limit)).map(({ id }) => id),
          ids,
          `limit ${limit}`,
        )
      }
    },
    'pages: while records are inserted': async ({ storage }) => {
      const ids = numbered(20)
      await fill(storage, ids)
      const seen = await allPages(
        (page) => byPortal(storage, page),
        3,
        async (given) => {
          const last = given.at(-1)?.id ?? ''
          await fill(storage, [`a ${last}`, `${last} and more`, `z ${last}`])
        },
      )
      const old = seen.map(({ id }) => id).filter((id) => ids.includes(id))
      equal(old, ids)
      equal(new Set(seen.map(({ id }) => id)).size, seen.length, 'records given, without repeats')
    },
    'pages: while records are deleted, also the last one of a page': async ({ storage }) => {
      const ids = numbered(20)
      await fill(storage, ids)
      const gone: string[] = []
      const seen = await allPages(
        (page) => byPortal(storage, page),
        3,
        async (given) => {
          const doomed = [
            given.at(-1)?.id ?? '',
            ...ids.filter((id) => !gone.includes(id) && !given.some((one) => one.id === id)).slice(0, 1),
          ]
          await written(storage, ...doomed.map((id) => remove('groups', 'p', id, 1)))
          gone.push(...doomed)
        },
      )
      const stayed = ids.filter((id) => !gone.includes(id))
      equal(
        seen.map(({ id }) => id).filter((id) => stayed.includes(id)),
        stayed,
      )
      equal(new Set(seen.map(({ id }) => id)).size, seen.length, 'records given, without repeats')
    },
    'pages: while records are updated': async ({ storage }) => {
      const ids = numbered(12)
      await fill(storage, ids)
      let version = 0
      const seen = await allPages(
        (page) => byPortal(storage, page),
        5,
        async () => {
          version++
          await written(storage, ...ids.map((id) => update('groups', group(id, `${id} changed ${version}`), version)))
        },
      )
      equal(
        seen.map(({ id }) => id),
        ids,
      )
    },
    'pages: over several portals that have the same ids': async ({ storage }) => {
      const letters = ['p', 'q', 'r'].flatMap((portalId) => ['a', 'b'].map((id) => row('outbox', portalId, id, { dueAt: 7 })))
      await written(storage, ...letters.map((letter) => insert('outbox', letter)))
      for (const limit of [1, 2, 4]) {
        const seen = await allPages((page) => storage.find('outbox', 'due', { dueAt: 7 }, page), limit)
        const found = seen.map(({ portalId, id }) => `${id} ${portalId}`)
        equal(found.map((one) => one.charAt(0)).join(''), 'aaabbb', `limit ${limit}, in the order of the ids`)
        equal([...found].sort(), ['a p', 'a q', 'a r', 'b p', 'b q', 'b r'], `limit ${limit}`)
      }
    },
  },
}
