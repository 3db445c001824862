/** Stores of the races: one that notes what goes through it, one that is judged after every commit, and one that breaks its promise. */
import type { Change, Storage } from 'portico/server'
import { logged, type Log } from '../administration/races-store.js'

/** The same storage, which notes who asks and how the commits end. */
export const noting = (storage: Storage, log: Log, caller = 0): Storage => ({
  ...logged(storage, log, caller),
  due: (table, now, limit) => storage.due(table, now, limit),
})

/** The same storage; after each commit that was written somebody has a look at it, and nobody else asks meanwhile. */
export function watched(storage: Storage, look: () => Promise<void>): Storage {
  let looking = Promise.resolve()
  const asking = async <T>(ask: () => Promise<T>): Promise<T> => {
    for (let awaited; awaited !== looking;) await (awaited = looking)
    return ask()
  }
  return {
    get: (table, at, id) => asking(() => storage.get(table, at, id)),
    find: (table, index, values, page) => asking(() => storage.find(table, index, values, page)),
    due: (table, now, limit) => asking(() => storage.due(table, now, limit)),
    commit: (batch) =>
      asking(() => {
        const written = storage.commit(batch)
        looking = written.then((result) => (result.status === 'ok' ? look() : undefined))
        return looking.then(() => written)
      }),
  }
}

/** A storage that looks at no version: what was read may have changed, and it writes all the same. So a race has to go wrong in it. */
export function careless(storage: Storage): Storage {
  const asIfJustRead = async (change: Change): Promise<readonly Change[]> => {
    if (change.op === 'check') return []
    if (change.op === 'insert') return [change]
    const { portalId, id } = change.op === 'update' ? change.row : change
    const found = await storage.get(change.table, portalId, id)
    return found ? [{ ...change, version: found.version }] : []
  }
  return {
    ...storage,
    commit: async (batch) => storage.commit((await Promise.all(batch.map(asIfJustRead))).flat()),
  }
}
