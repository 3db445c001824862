import type { Change, CommitResult, Page, Storage, Stored } from '../../ports/storage.js'
import { tables, type Row, type Table, type TableName } from '../../records.js'
import { equal } from '../contract.js'

/** What the cases of the storage contract are run on. */
export interface StorageSubject {
  /** An empty store. */
  readonly storage: Storage
  /** Opens the same store again, as the next process will; left out where it is only memory. */
  readonly reopen?: () => Promise<Storage>
  /** Called when the case has ended. */
  readonly close?: () => Promise<void>
}

/** The tables by name, without the types of their columns. */
export const tableEntries = Object.entries(tables) as unknown as readonly (readonly [TableName, Table])[]

/** Values that the columns may have, where not every text is one. */
const proper: { readonly [T in TableName]?: Partial<Row<T>> } = {
  portals: { status: 'active' },
  members: { type: 'user', status: 'active' },
  reassignments: { status: 'running' },
  invitations: { type: 'guest', status: 'open' },
  transfers: { status: 'pending' },
  holderPortals: { permanence: 'permanent', delivery: 'sent' },
  outbox: { status: 'waiting' },
  audit: { outcome: 'accepted' },
}

/** A record with a value in every column. No two of a table share a text or number, but for the ones of {@link proper}. */
export function row<T extends TableName>(table: T, portalId: string, id: string, values: Partial<Row<T>> = {}): Row<T> {
  const columns: Table['columns'] = tables[table].columns
  const made = Object.entries(columns).map(([column, { type }]) => [column, sample(type, `${column} of ${id} in ${portalId}`)])
  return { portalId, id, ...Object.fromEntries(made), ...proper[table], ...values } as Row<T>
}

function sample(type: Table['columns'][string]['type'], text: string): unknown {
  const number = Array.from(text).reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 1_000_000_007, 7)
  return { text, integer: number, boolean: number % 2 === 0, json: { text, list: [number, null, true] } }[type]
}

/** A change that inserts. */
export const insert = <T extends TableName>(table: T, given: Row<T>): Change => ({ op: 'insert', table, row: given }) as Change
/** A change that updates. */
export const update = <T extends TableName>(table: T, given: Row<T>, version: number): Change =>
  ({ op: 'update', table, row: given, version }) as Change
/** A change that deletes. */
export const remove = (table: TableName, portalId: string, id: string, version: number): Change => ({
  op: 'delete',
  table,
  portalId,
  id,
  version,
})
/** A change that only checks. */
export const check = (table: TableName, portalId: string, id: string, version: number): Change => ({
  op: 'check',
  table,
  portalId,
  id,
  version,
})

/** A conflict about a record. */
export const conflict = (table: TableName, portalId: string, id: string): CommitResult => ({ status: 'conflict', table, portalId, id })
/** A duplicate of a key. */
export const duplicate = (table: TableName, key: string): CommitResult => ({ status: 'duplicate', table, key })

/** Writes a batch that has to get `ok`. */
export async function written(storage: Storage, ...batch: readonly Change[]): Promise<void> {
  equal(await storage.commit(batch), { status: 'ok' }, 'the commit')
}

/** Finds by any index of any table. */
export function findBy(
  storage: Storage,
  table: TableName,
  index: string,
  values: Readonly<Record<string, unknown>>,
  page?: { readonly limit?: number; readonly after?: string },
): Promise<Page<TableName>> {
  const loose = storage as unknown as {
    find(table: string, index: string, values: object, page?: object): Promise<Page<TableName>>
  }
  return loose.find(table, index, values, page)
}

/** The ids of records, in their order. */
export const idsOf = (items: readonly Stored<TableName>[]): readonly string[] => items.map((item) => item.row.id)

/** A group of portal `p` with this id. */
export const group = (id: string, name = `group ${id}`): Row<'groups'> => row('groups', 'p', id, { name })
/** A member of portal `p` with this id and address. */
export const member = (id: string, email: string | null = null, portalId = 'p'): Row<'members'> => row('members', portalId, id, { email })
