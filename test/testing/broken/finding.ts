import { fault, type Broken, type Wrap } from './fault.js'

/** The groups of portal and name that this test lets through, instead of the ones that are asked for. */
const looseFind =
  (matches: (name: string, sought: string) => boolean): Wrap =>
  (inner) => ({
    find: async (table, index, values, page) => {
      const sought = Reflect.get(values, 'name') as unknown
      if (table !== 'groups' || typeof sought !== 'string') return inner.find(table, index, values, page)
      const all = await inner.find('groups', 'byPortal', { portalId: Reflect.get(values, 'portalId') })
      return { items: all.items.filter(({ row }) => matches(row.name, sought)) as never }
    },
  })

/** The pages as the memory store would give them, after something was done to all records of the answer. */
const paged =
  (start: (after: string | undefined, ids: readonly string[]) => number, order?: (one: string, other: string) => number): Wrap =>
  (inner) => ({
    find: async (table, index, values, page = {}) => {
      const items: Awaited<ReturnType<typeof inner.find<typeof table, typeof index>>>['items'][number][] = []
      for (let next: { after?: string } | undefined = {}; next;) {
        const given: Awaited<ReturnType<typeof inner.find<typeof table, typeof index>>> = await inner.find(table, index, values, {
          limit: 1_000,
          ...next,
        })
        items.push(...given.items)
        next = given.next === undefined ? undefined : { after: given.next }
      }
      if (order) items.sort((one, other) => order(one.row.id, other.row.id))
      const from = start(
        page.after,
        items.map(({ row }) => row.id),
      )
      const limit = page.limit ?? 100
      const found = items.slice(from, from + limit)
      if (limit !== Math.min(1_000, Math.max(1, Math.trunc(limit)))) throw new RangeError('limit')
      return from + limit < items.length ? { items: found, next: order ? found.at(-1)!.row.id : String(from + limit) } : { items: found }
    },
  })

/** Stores that find too much, too little, or in the wrong order. */
export const brokenFinding: readonly Broken[] = [
  fault(
    'finds by the start of a text',
    ['find: by exactly this text'],
    looseFind((name, sought) => name.startsWith(sought)),
  ),
  fault(
    'finds without regard to case',
    ['find: by exactly this text'],
    looseFind((name, sought) => name.toLowerCase() === sought.toLowerCase()),
  ),
  fault(
    'finds without regard to blanks',
    ['find: by exactly this text'],
    looseFind((name, sought) => name.trim() === sought.trim()),
  ),
  fault(
    'counts pages from the start',
    ['pages: while records are inserted', 'pages: while records are deleted, also the last one of a page'],
    paged((after) => Number(after ?? 0)),
  ),
  fault(
    'looks for the last record of the page before',
    ['pages: while records are deleted, also the last one of a page'],
    paged(
      (after, ids) => (after === undefined ? 0 : ids.indexOf(after) + 1 || ids.length),
      (one, other) => (one < other ? -1 : 1),
    ),
  ),
  fault(
    'forgets the portal in the cursor',
    ['pages: over several portals that have the same ids'],
    paged(
      (after, ids) => (after === undefined ? 0 : ids.findLastIndex((id) => id <= after) + 1),
      (one, other) => (one < other ? -1 : one > other ? 1 : 0),
    ),
  ),
  fault(
    'orders as people do',
    ['page: in the order of their ids, by character codes'],
    paged(
      (after) => (after === undefined ? 0 : 1),
      (one, other) => one.localeCompare(other),
    ),
  ),
  fault('caps the limit', ['limit: anything else is refused'], (inner) => ({
    find: (table, index, values, page) =>
      inner.find(table, index, values, { ...page, limit: Math.min(1_000, Math.max(1, Math.trunc(page?.limit ?? 100) || 1)) }),
  })),
  fault('has everything due', ['due: not after now, now included'], (inner) => ({
    due: (table, _now, limit) => inner.due(table, Number.MAX_SAFE_INTEGER, limit),
  })),
  fault('has nothing due at zero', ['due: the longest due first'], (inner) => ({
    due: async (table, now, limit) => (await inner.due(table, now, limit)).filter(({ row }) => row.dueAt),
  })),
  fault('gives the shortest due first', ['due: the longest due first', 'due: how many at most'], (inner) => ({
    due: async (table, now, limit) => (await inner.due(table, now, 1_000)).toReversed().slice(0, limit),
  })),
]
