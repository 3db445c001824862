import { memoryStorage } from '../../../src/adapters/memory/index.js'
import type { Change, Storage } from '../../../src/ports/storage.js'
import type { TableName } from '../../../src/records.js'

/** A store that breaks a promise. */
export interface Broken {
  /** What it does. */
  readonly fault: string
  /** Cases that must fail on it, among others. */
  readonly caughtBy: readonly string[]
  readonly store: () => Storage
}

/** Replaces methods of a store. */
export type Wrap = (inner: Storage) => Partial<Storage>

/** A memory store with some methods replaced. */
export const fault = (text: string, caughtBy: readonly string[], wrap: Wrap): Broken => ({
  fault: text,
  caughtBy,
  store: () => {
    const inner = memoryStorage()
    return { ...inner, ...wrap(inner) }
  },
})

/** What a change is about. */
export const identity = (change: Change): { table: TableName; portalId: string; id: string } => ({
  table: change.table,
  portalId: 'row' in change ? change.row.portalId : change.portalId,
  id: 'row' in change ? change.row.id : change.id,
})
/** The version that is stored; 0 for none. */
export const stored = async (inner: Storage, change: Change): Promise<number> => {
  const { table, portalId, id } = identity(change)
  return (await inner.get(table, portalId, id))?.version ?? 0
}
