import { storageOf } from '../../../src/adapters/memory/storage.js'
import { emptyTables } from '../../../src/adapters/memory/tables.js'
import { tables, type Table, type TableName } from '../../../src/records.js'
import { fault, type Broken } from './fault.js'

const perTable = (change: (table: Table) => Table): Record<TableName, Table> =>
  Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, change(table)])) as Record<TableName, Table>

const inPortals = (sets: Table['unique']): Table['unique'] =>
  Object.fromEntries(Object.entries(sets).map(([name, set]) => [name, [...new Set(['portalId', ...set])]]))

/** Stores that get unique keys wrong. */
export const brokenUnique: readonly Broken[] = [
  {
    fault: 'does not know unique keys',
    caughtBy: ['unique: every set of every table', 'race: twenty inserts that take one key', 'unique: twice inside one batch'],
    store: () =>
      storageOf(emptyTables(perTable(({ columns, unique, indexes }) => ({ columns, unique: {}, indexes: { ...unique, ...indexes } })))),
  },
  {
    fault: 'has unique keys in each portal only',
    caughtBy: ['unique: across portals, where the set says so', 'race: twenty portals that take one key'],
    store: () => storageOf(emptyTables(perTable(({ columns, unique, indexes }) => ({ columns, unique: inPortals(unique), indexes })))),
  },
  fault('counts null', ['unique: null does not count'], (inner) => ({
    commit: async (batch) => {
      for (const change of batch) {
        if (change.table !== 'members' || !('row' in change) || change.row.email !== null) continue
        const { items } = await inner.find('members', 'byPortal', { portalId: change.row.portalId })
        if (items.some(({ row }) => row.email === null && row.id !== change.row.id))
          return { status: 'duplicate', table: 'members', key: 'email' }
      }
      return inner.commit(batch)
    },
  })),
]
