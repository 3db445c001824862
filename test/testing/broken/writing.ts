import type { Change, CommitResult, Storage } from '../../../src/ports/storage.js'
import { tables } from '../../../src/records.js'
import { fault, identity, stored, type Broken } from './fault.js'

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** The batch with the versions that are stored by now. */
const upToDate = (inner: Storage, batch: readonly Change[]): Promise<Change[]> =>
  Promise.all(
    batch.map(async (change) => {
      const version = await stored(inner, change)
      return change.op === 'insert' || version === 0 ? change : { ...change, version }
    }),
  )

/** Writes whatever the versions are; only what is not there, or is there for an insert, is still a conflict. */
async function force(inner: Storage, batch: readonly Change[], turns = 50): Promise<CommitResult> {
  const result = await inner.commit(await upToDate(inner, batch))
  return result.status === 'conflict' && turns > 0 ? force(inner, batch, turns - 1) : result
}

async function conflictOf(inner: Storage, batch: readonly Change[]): Promise<CommitResult | undefined> {
  for (const change of batch) {
    if ((await stored(inner, change)) !== (change.op === 'insert' ? 0 : change.version)) return { status: 'conflict', ...identity(change) }
  }
  return undefined
}

/** Stores that get batches wrong. */
export const brokenWriting: readonly Broken[] = [
  fault(
    'ignores versions',
    ['conflict: an update of another version', 'conflict: a delete of another version', 'race: twenty updates of one version'],
    (inner) => ({ commit: (batch) => force(inner, batch) }),
  ),
  fault('checks, waits, and writes', ['race: twenty updates of one version', 'race: an update and a delete'], (inner) => ({
    commit: async (batch) => {
      const conflict = await conflictOf(inner, batch)
      await tick()
      return conflict ?? force(inner, batch)
    },
  })),
  fault(
    'writes the changes one by one',
    ['batch: nothing is written when an update fails', 'batch: nothing is written when a check fails'],
    (inner) => ({
      commit: async (batch) => {
        for (const change of batch) {
          const result = await inner.commit([change])
          if (result.status !== 'ok') return result
        }
        return { status: 'ok' }
      },
    }),
  ),
  fault('writes one by one, after a look at all', ['race: who reads meanwhile sees all of a batch or nothing'], (inner) => ({
    commit: async (batch) => {
      const conflict = await conflictOf(inner, batch)
      if (conflict) return conflict
      for (const change of batch) await inner.commit([change])
      return { status: 'ok' }
    },
  })),
  fault('loses letters', ['batch: all of it is written', 'due: the longest due first'], (inner) => ({
    commit: (batch) => inner.commit(batch.filter(({ table }) => table !== 'outbox')),
  })),
  fault('writes letters even of a refused batch', ['batch: nothing is written when a unique key fails'], (inner) => ({
    commit: async (batch) => {
      const result = await inner.commit(batch)
      if (result.status !== 'ok') await inner.commit(batch.filter(({ table }) => table === 'outbox'))
      return result
    },
  })),
  fault(
    'takes a conflict for a duplicate',
    ['conflict before duplicate: of one record', 'conflict: an insert of what is there'],
    (inner) => ({
      commit: async (batch) => {
        const result = await inner.commit(batch)
        const key =
          batch.some(({ op }) => op === 'insert') && result.status === 'conflict' ? Object.keys(tables[result.table].unique)[0] : undefined
        return key !== undefined && result.status === 'conflict' ? { status: 'duplicate', table: result.table, key } : result
      },
    }),
  ),
  fault('looks for duplicates first', ['conflict before duplicate: of two records in one batch'], (inner) => ({
    commit: async (batch) => {
      const result = await inner.commit(batch)
      if (result.status !== 'conflict') return result
      const rest = await inner.commit(batch.filter((change) => identity(change).id !== result.id))
      return rest.status === 'duplicate' ? rest : result
    },
  })),
  fault('ignores checks', ['check: another version is a conflict', 'race: each checks the record that the other changes'], (inner) => ({
    commit: (batch) => inner.commit(batch.filter(({ op }) => op !== 'check')),
  })),
  fault('does the checks before it writes', ['race: each checks the record that the other changes'], (inner) => ({
    commit: async (batch) => {
      const conflict = await conflictOf(
        inner,
        batch.filter(({ op }) => op === 'check'),
      )
      await tick()
      return conflict ?? inner.commit(batch.filter(({ op }) => op !== 'check'))
    },
  })),
  fault('does the last change of a record named twice', ['batch: one that names a record twice is refused'], (inner) => ({
    commit: (batch) => inner.commit([...new Map(batch.map((change) => [JSON.stringify(identity(change)), change])).values()]),
  })),
  fault(
    'has one writer at a time, and sends the others away',
    ['race: commits on different records do not disturb each other'],
    (inner) => {
      let busy = false
      return {
        commit: async (batch) => {
          if (busy && batch[0]) return { status: 'conflict', ...identity(batch[0]) }
          busy = true
          await tick()
          busy = false
          return inner.commit(batch)
        },
      }
    },
  ),
]
