import type { Page, Storage, Stored } from '../../ports/storage.js'
import type { DueTable, TableName } from '../../records.js'
import { commit } from './commit.js'
import { emptyTables, holdersOf, keyOf, type Entry, type Kept, type Tables } from './tables.js'

declare function structuredClone<T>(value: T): T

/**
 * Keeps everything in memory, for tests and for trying things out: it is gone when the process ends.
 *
 * A batch is judged by its outcome, so that one change may take what another frees, in any order. Rejects rows that their table has no place
 * for, as a database would.
 */
export const memoryStorage = (): Storage => storageOf(emptyTables())

/** A store on these tables. */
export function storageOf(kept: Tables): Storage {
  return {
    get: (table, portalId, id) => copied(() => kept[table].entries.get(keyOf({ portalId, id }))),
    find: (table, index, values, page) => copied(() => find(kept[table], String(index), values, page)),
    due: (table, now, limit) => copied(() => due(kept[table], now, limit)),
    // At once, without an `await`: nobody sees half of a batch, and nobody comes between the checks and the writing.
    commit: (batch) => copied(() => commit(kept, structuredClone(batch))),
  }
}

/** A promise of a copy; what is thrown rejects. The caller knows the table, and with it the type. */
function copied<T>(work: () => unknown): Promise<T> {
  return new Promise((resolve) => {
    resolve(structuredClone(work()) as T)
  })
}

function find(kept: Kept, index: string, values: object, { limit = 100, after }: { limit?: number; after?: string } = {}): Page<TableName> {
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= 1_000)) throw new RangeError(`a page has 1 to 1,000 records, not \`${limit}\``)
  const start = after === undefined ? undefined : readCursor(after)
  const found = [...holdersOf(kept, index, values)].flatMap((key) => kept.entries.get(key) ?? [])
  const rest = found.filter((entry) => start === undefined || comparePlaces(placeOf(entry), start) > 0)
  const items = rest.sort((one, other) => comparePlaces(placeOf(one), placeOf(other))).slice(0, limit)
  const last = items.at(-1)
  return last === undefined || rest.length <= limit ? { items } : { items, next: JSON.stringify(placeOf(last)) }
}

/** Where a record is in the order: by its id, and by its portal where several portals have that id. */
type Place = readonly [id: string, portalId: string]

const placeOf = ({ row }: Entry): Place => [row.id, row.portalId]
const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
const comparePlaces = (one: Place, other: Place): number => compare(one[0], other[0]) || compare(one[1], other[1])

/** The place of the last record of a page; a page goes on behind it even when that record is gone. */
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function readCursor(after: string): Place {
  const place = parsed(after)
  if (Array.isArray(place) && typeof place[0] === 'string' && typeof place[1] === 'string') return [place[0], place[1]]
  throw new TypeError('`after` is not the `next` of a page')
}

function due(kept: Kept, now: number, limit: number): readonly Stored<DueTable>[] {
  const dueAt = ({ row }: Stored<DueTable>): number => row.dueAt ?? Infinity
  const entries = [...kept.entries.values()] as Stored<DueTable>[]
  const found = entries.filter((entry) => dueAt(entry) <= now)
  return found.sort((one, other) => dueAt(one) - dueAt(other)).slice(0, limit)
}
