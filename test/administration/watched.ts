/** A store that remembers which records there ever were, so that all of them can be compared, and that fails when it is told to. */
import type { Change, Row, Storage, TableName } from 'portico/server'

/** How the store answers a commit: as it is, by a conflict every time, by an error, or by having no place for it. */
type Fault = 'none' | 'conflict' | 'failure' | 'no place'

export interface Watched {
  readonly storage: Storage
  /** Every record there is, with its version, by table, portal and id. */
  dump(but?: TableName): Promise<Readonly<Record<string, unknown>>>
  /** The audit trail of all portals, in the order of time. */
  audit(): Promise<readonly Row<'audit'>[]>
  fault: Fault
}

interface Place {
  readonly table: TableName
  readonly portalId: string
  readonly id: string
}

const placeOf = (change: Change): Place =>
  change.op === 'delete' || change.op === 'check'
    ? { table: change.table, portalId: change.portalId, id: change.id }
    : { table: change.table, portalId: change.row.portalId, id: change.row.id }

export function watched(storage: Storage): Watched {
  const places = new Map<string, Place>()
  const commit: Storage['commit'] = (batch) => {
    if (store.fault === 'failure') return Promise.reject(new Error('the store is gone'))
    if (store.fault === 'no place') return Promise.reject(new RangeError('there is no place for it'))
    const all = batch.map(placeOf)
    if (store.fault === 'conflict') return Promise.resolve({ status: 'conflict', table: 'members', portalId: 'agency', id: 'm' })
    for (const place of all) places.set(`${place.table} ${place.portalId} ${place.id}`, place)
    return storage.commit(batch)
  }
  const store: Watched = {
    storage: {
      get: (...place) => storage.get(...place),
      find: (table, index, values, page) => storage.find(table, index, values, page),
      due: (...what) => storage.due(...what),
      commit,
    },
    fault: 'none',
    async dump(but) {
      const all: Record<string, unknown> = {}
      for (const [key, { table, portalId, id }] of places) {
        const record = table === but ? undefined : await storage.get(table, portalId, id)
        if (record !== undefined) all[key] = record
      }
      return all
    },
    async audit() {
      const all = [...places.values()].filter(({ table }) => table === 'audit')
      const records = await Promise.all(all.map(({ portalId, id }) => storage.get('audit', portalId, id)))
      return records.flatMap((record) => (record ? [record.row] : []))
    },
  }
  return store
}
