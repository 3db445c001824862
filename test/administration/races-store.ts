/** What the races have in common: stores that note what goes through them, and what was changed in them in a form that can be compared. */
import { memoryStorage } from 'portico/memory'
import type { Change, CommitResult, Row, Storage } from 'portico/server'

export type Table = Change['table']
type Place = Pick<Row<'portals'>, 'portalId' | 'id'> & { readonly table: Table }
/** A record, of whatever table. */
export interface Kept {
  readonly table: Table
  readonly row: Row<Table>
}

/** What went through the stores of a race. */
export interface Log {
  /** The records that somebody wanted to write or delete. */
  readonly touched: Map<string, Place>
  readonly commits: Record<CommitResult['status'], number>
  /** Who asked the storage, in order. */
  readonly asked: number[]
}

export const newLog = (): Log => ({ touched: new Map(), commits: { ok: 0, conflict: 0, duplicate: 0 }, asked: [] })
/** How many commits came too late. */
export const lost = ({ commits }: Log): number => commits.conflict + commits.duplicate
/** Whether one asked while another one had begun and not ended. */
export const isInterleaved = ({ asked }: Log): boolean =>
  asked.some((caller, at) => asked.slice(0, at).includes(caller) && asked[at - 1] !== caller)

const nameOf = ({ table, portalId, id }: Place): string => `${table} ${portalId} ${id}`
const placeOf = ({ table, row }: Kept): Place => ({ table, portalId: row.portalId, id: row.id })

/** The same storage, which notes who asks and how the commits end. */
export function logged(storage: Storage, log: Log, caller = 0): Storage {
  const asking = <T>(ask: () => Promise<T>): Promise<T> => {
    log.asked.push(caller)
    return ask()
  }
  return {
    get: (table, portalId, id) => asking(() => storage.get(table, portalId, id)),
    find: (table, index, values, page) => asking(() => storage.find(table, index, values, page)),
    due: (...what) => asking(() => storage.due(...what)),
    commit: async (batch) => {
      for (const change of batch) {
        if (change.op === 'check') continue
        const place = 'row' in change ? placeOf(change) : change
        log.touched.set(nameOf({ ...place, table: change.table }), { table: change.table, portalId: place.portalId, id: place.id })
      }
      const result = await asking(() => storage.commit(batch))
      log.commits[result.status] += 1
      return result
    },
  }
}

/** The records that are there now: those that nobody touched are as they were. */
export async function recordsOf(storage: Storage, log: Log, before: readonly Kept[] = []): Promise<readonly Kept[]> {
  const untouched = before.filter((record) => !log.touched.has(nameOf(placeOf(record))))
  const found = await Promise.all(
    [...log.touched.values()].map(async ({ table, portalId, id }) => ({ table, stored: await storage.get(table, portalId, id) })),
  )
  return [...untouched, ...found.flatMap(({ table, stored }) => (stored === undefined ? [] : [{ table, row: stored.row }]))]
}

/** Writes records into an empty store. */
export async function fill(storage: Storage, records: readonly Kept[]): Promise<void> {
  const batch = records.map(({ table, row }) => ({ op: 'insert', table, row }) as Change)
  const result = await storage.commit(batch)
  if (result.status !== 'ok') throw new Error(JSON.stringify(result))
}

/** A store in memory that holds these records. */
export async function memoryWith(records: readonly Kept[]): Promise<Storage> {
  const storage = memoryStorage()
  await fill(storage, records)
  return storage
}

/** JSON whose keys have one order, whatever wrote the object. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )

/** The id of a new record, and what to call it: two runs give it different ids, but it says the same. */
function labelOf({ table, row }: Kept): readonly [id: string, label: string] {
  const said: Readonly<Record<string, unknown>> = table === 'outbox' || table === 'audit' ? {} : { ...row }
  const by = ['name', 'email', 'command', 'fromId', 'memberId'].flatMap((column) => {
    const value = said[column]
    return typeof value === 'string' ? [value] : []
  })
  return [row.id, `<${[table, ...by].join(' ')}>`]
}

/** JSON in a text, so that its keys get one order too: some databases keep them in an order of their own. */
function unwrapped(text: string | null): unknown {
  return text?.startsWith('{') ? (JSON.parse(text) as unknown) : text
}

/** A record as text. What ties an audit record to a request is another text each time. */
function textOf({ table, row }: Kept): string {
  if (table !== 'audit') return `${table} ${canonical(row)}`
  const audit = row as Row<'audit'>
  return `audit ${canonical({ ...audit, correlationId: '', before: unwrapped(audit.before), after: unwrapped(audit.after) })}`
}

/** Whom a group had, in an order of its own: stored, they stand in that of their ids. */
const sorted = (text: string): string =>
  text.replace(/"members":\[([^\]]*)\]/, (_, list: string) => `"members":[${list.split(',').sort().join()}]`)

/** What came of a race, without anything that differs between two runs that mean the same. */
export interface Result {
  /** What each command answered, or the code that it was refused with. */
  readonly outcomes: readonly string[]
  /** Every record that is new or not what it was, and every one that is gone. */
  readonly changes: readonly string[]
}

/** Two runs with the same meaning have the same result: new ids are called by what they are the ids of, records have an order of their own. */
export function resultOf(outcomes: readonly string[], before: readonly Kept[], after: readonly Kept[]): Result {
  const known = new Map(before.map((record) => [nameOf(placeOf(record)), record]))
  const left = new Set(after.map((record) => nameOf(placeOf(record))))
  // Portals have the id that they were given.
  const fresh = after.filter((record) => !known.has(nameOf(placeOf(record))) && record.row.id !== record.row.portalId)
  const labels = fresh.map(labelOf)
  const replaced = (text: string): string => labels.reduce((so, [id, label]) => so.replaceAll(id, label), text)
  // Twice: what a record is called may hold the id of another one.
  const named = (text: string): string => sorted(replaced(replaced(text)))
  const changed = after.filter((record) => {
    const former = known.get(nameOf(placeOf(record)))
    return former === undefined || (former !== record && textOf(former) !== textOf(record))
  })
  const gone = [...known.keys()].filter((name) => !left.has(name)).map((name) => `${name} is gone`)
  return { outcomes: outcomes.map(named), changes: [...changed.map((record) => named(textOf(record))), ...gone].sort() }
}

export const rowsOf = <T extends Table>(records: readonly Kept[], table: T): readonly Row<T>[] =>
  records.flatMap((record) => (record.table === table ? [record.row as Row<T>] : []))

/** The counters of seats that are not what a recount of the members gives. */
export function miscounted(records: readonly Kept[]): readonly unknown[] {
  return rowsOf(records, 'seats').flatMap(({ portalId, users, guests, administrators, temporary }) => {
    const active = rowsOf(records, 'members').filter((member) => member.portalId === portalId && member.status === 'active')
    const passing = active.filter((member) => member.administers.length === 0 && member.temporary.length > 0)
    const counted = {
      users: active.filter(({ type }) => type === 'user').length,
      guests: active.filter(({ type }) => type === 'guest').length,
      administrators: active.filter((member) => member.administers.length > 0).length,
      temporary: passing.map(({ id }) => id).sort(),
    }
    const stored = { users, guests, administrators, temporary: temporary.map(({ memberId }) => memberId).sort() }
    return canonical(counted) === canonical(stored) ? [] : [{ portalId, stored, counted }]
  })
}
