import type { Change, Storage, Stored } from '../ports/storage.js'
import type { IndexName, IndexValues, Row, TableName } from '../records.js'

/**
 * What a command reads, and what it is about to write.
 *
 * Everything that was read by `get` has to be unchanged when the batch is committed, also what was not there, so a decision counts only while
 * all its reasons hold.
 */
export interface Transaction {
  /** When the command is decided, in milliseconds since 1970. */
  readonly now: number
  /** Reads a record; the decision depends on it. */
  get<T extends TableName>(table: T, portalId: string, id: string): Promise<Row<T> | undefined>
  /** Finds all records with these values. The decision depends on them only where it writes them. */
  find<T extends TableName, N extends IndexName<T>>(table: T, index: N, values: IndexValues<T, N>): Promise<readonly Row<T>[]>
  /** Writes a new record. */
  insert<T extends TableName>(table: T, row: Row<T>): void
  /** Writes a record that was read, in its next state. */
  update<T extends TableName>(table: T, row: Row<T>): void
  /** Deletes a record that was read. */
  remove(table: TableName, row: { readonly portalId: string; readonly id: string }): void
  /** Adds a change that is made elsewhere: a letter, an audit record. */
  add(change: Change): void
  /** Everything that is to be committed. */
  batch(): readonly Change[]
  /** Everything that was read, as one text: the same text twice means that nothing of it changed in between. */
  reads(): string
}

interface Seen {
  readonly table: TableName
  readonly portalId: string
  readonly id: string
  /** 0 for a record that was not there. */
  readonly version: number
  /** Whether the decision depends on it. */
  checked: boolean
}

const keyOf = (table: TableName, { portalId, id }: { readonly portalId: string; readonly id: string }): string =>
  JSON.stringify([table, portalId, id])

const checkOf = ({ table, portalId, id, version }: Seen): Change => ({ op: 'check', table, portalId, id, version })

/** Begins a transaction on a storage. */
export function begin(storage: Storage, now: number): Transaction {
  const seen = new Map<string, Seen>()
  const changes: Change[] = []
  /** Where among them the update of a record is. */
  const updates = new Map<string, number>()
  const read: unknown[] = []

  const see = <T extends TableName>(
    table: T,
    identity: { portalId: string; id: string },
    stored: Stored<T> | undefined,
    checked: boolean,
  ): void => {
    const key = keyOf(table, identity)
    const known = seen.get(key)
    // What is read twice counts as it was read first: when it changed in between, the commit is a conflict.
    if (known) known.checked ||= checked
    else seen.set(key, { table, ...identity, version: stored?.version ?? 0, checked })
  }
  const versionOf = (table: TableName, row: { readonly portalId: string; readonly id: string }): number => {
    const version = seen.get(keyOf(table, row))?.version ?? 0
    if (version === 0) throw new Error(`\`${row.id}\` of \`${table}\` was not read before it was written`)
    return version
  }

  return {
    now,
    async get(table, portalId, id) {
      const stored = await storage.get(table, portalId, id)
      see(table, { portalId, id }, stored, true)
      read.push([table, portalId, id, stored?.version])
      return stored?.row
    },
    async find(table, index, values) {
      const rows: Row<typeof table>[] = []
      let after: string | undefined
      do {
        const page = await storage.find(table, index, values, { limit: 1_000, ...(after !== undefined && { after }) })
        for (const stored of page.items) {
          see(table, { portalId: stored.row.portalId, id: stored.row.id }, stored, false)
          rows.push(stored.row)
        }
        read.push([table, index, values, page.items.map(({ row: { portalId, id }, version }) => [portalId, id, version])])
        after = page.next
      } while (after !== undefined)
      return rows
    },
    insert: (table, row) => void changes.push({ op: 'insert', table, row } as unknown as Change),
    update(table, row) {
      const change = { op: 'update', table, row, version: versionOf(table, row) } as unknown as Change
      // A record that is written twice is written once, as it was last.
      const at = updates.get(keyOf(table, row)) ?? changes.length
      updates.set(keyOf(table, row), at)
      changes[at] = change
    },
    remove: (table, row) =>
      void changes.push({ op: 'delete', table, portalId: row.portalId, id: row.id, version: versionOf(table, row) } as unknown as Change),
    add: (change) => void changes.push(change),
    batch() {
      const written = new Set(changes.map((change) => keyOf(change.table, 'row' in change ? change.row : change)))
      return [...changes, ...[...seen].flatMap(([key, one]) => (one.checked && !written.has(key) ? [checkOf(one)] : []))]
    },
    // In an order of its own: what was asked for together is answered in any order.
    reads: () => JSON.stringify(read.map((one) => JSON.stringify(one)).sort()),
  }
}
