// A whole store in one JSON file, for one process: what an adapter needs, and nothing else.
import { open, readFile, rename } from 'node:fs/promises'
import type { Change, CommitResult, Storage } from 'portico/server'
import { tables, type Table, type TableName } from 'portico/server'

type Row = Readonly<Record<string, unknown>> & { readonly portalId: string; readonly id: string }
type Entry = { readonly table: TableName; readonly row: Row; readonly version: number }
type Entries = ReadonlyMap<string, Entry>

const keyOf = (table: TableName, { portalId, id }: { portalId: string; id: string }) => JSON.stringify([table, portalId, id])
const rowOf = (change: Change) => ('row' in change ? (change.row as Row) : undefined)
const named = (change: Change) => keyOf(change.table, rowOf(change) ?? (change as Row & Change))
const place = ({ row }: Entry) => [row.id, row.portalId] as const
const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)
const order = (one: readonly [string, string], other: readonly [string, string]) => compare(one[0], other[0]) || compare(one[1], other[1])

/** Opens the store, or begins an empty one. */
export async function fileStorage(path: string): Promise<Storage> {
  let entries: Entries = new Map(await saved(path))
  let turn: Promise<unknown> = Promise.resolve()

  const commit = async (batch: readonly Change[]): Promise<CommitResult> => {
    const outcome = apply(entries, batch)
    if ('status' in outcome) return outcome
    await save(path, outcome)
    entries = outcome
    return { status: 'ok' }
  }
  // Copies only; what is thrown rejects. The caller knows the table, and with it the type.
  const answer = (work: () => unknown) => new Promise<never>((resolve) => resolve(structuredClone(work()) as never))

  return {
    get: (table, portalId, id) => answer(() => stored(entries.get(keyOf(table, { portalId, id })))),
    find: (table, index, values, page) => answer(() => find(entries, table, String(index), values, page)),
    due: (table, now, limit) => answer(() => due(entries, table, now, limit)),
    // One batch after the other: between the look at the versions and the new file nobody else writes.
    commit: async (batch) => {
      const given = structuredClone(batch)
      const mine = turn.then(() => commit(given))
      turn = mine.catch(() => undefined)
      return mine
    },
  }
}

function find(
  entries: Entries,
  table: TableName,
  index: string,
  values: object,
  { limit = 100, after }: { limit?: number; after?: string } = {},
) {
  if (!Number.isInteger(limit) || limit < 1 || limit > 1_000) throw new RangeError('`limit` is 1 to 1,000')
  const { unique, indexes }: Table = tables[table]
  const columns = unique[index] ?? indexes[index] ?? []
  const start = after === undefined ? undefined : (JSON.parse(after) as [string, string])
  const rest = [...entries.values()]
    .filter((entry) => entry.table === table && columns.every((column) => entry.row[column] === Reflect.get(values, column)))
    .filter((entry) => start === undefined || order(place(entry), start) > 0)
    .sort((one, other) => order(place(one), place(other)))
  const items = rest.slice(0, limit)
  return { items: items.map(stored), ...(rest.length > limit && { next: JSON.stringify(place(items.at(-1)!)) }) }
}

function due(entries: Entries, wanted: TableName, now: number, limit: number) {
  const found = [...entries.values()].filter(({ table, row }) => table === wanted && row.dueAt !== null && Number(row.dueAt) <= now)
  return found
    .sort((one, other) => Number(one.row.dueAt) - Number(other.row.dueAt))
    .slice(0, limit)
    .map(stored)
}

const stored = (entry: Entry | undefined) => entry && { row: entry.row, version: entry.version }

/** What is stored after the batch, or why it is refused. */
function apply(entries: Entries, batch: readonly Change[]): Entries | CommitResult {
  if (new Set(batch.map(named)).size < batch.length) throw new Error('a batch names each record once')
  const next = new Map(entries)
  for (const change of batch) {
    const current = entries.get(named(change))
    const { portalId, id } = rowOf(change) ?? (change as Row & Change)
    const expected = change.op === 'insert' ? 0 : change.version
    const missing = !current && (change.op === 'update' || change.op === 'delete')
    if (missing || (current?.version ?? 0) !== expected) return { status: 'conflict', table: change.table, portalId, id }
    if (change.op === 'delete') next.delete(named(change))
    if ('row' in change) next.set(named(change), { table: change.table, row: change.row, version: expected + 1 })
  }
  return duplicateIn(next) ?? next
}

function duplicateIn(entries: Entries): CommitResult | undefined {
  const taken = new Set<string>()
  for (const { table, row } of entries.values()) {
    for (const [key, columns] of Object.entries<readonly string[]>(tables[table].unique)) {
      const values = columns.map((column) => row[column])
      if (values.includes(null)) continue
      const name = JSON.stringify([table, key, values])
      if (taken.has(name)) return { status: 'duplicate', table, key }
      taken.add(name)
    }
  }
  return undefined
}

async function saved(path: string): Promise<readonly [string, Entry][]> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '[]'
    throw error
  })
  return JSON.parse(text) as [string, Entry][]
}

/** The new file is complete on the disk before it takes the place of the old one. */
async function save(path: string, entries: Entries): Promise<void> {
  const file = await open(`${path}.new`, 'w')
  try {
    await file.writeFile(JSON.stringify([...entries]))
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
}
