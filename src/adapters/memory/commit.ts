import type { Change, CommitResult } from '../../ports/storage.js'
import { checkChange } from '../../record-checks.js'
import { holdersOf, keyOf, put, remove, valuesOf, type Identity, type Tables } from './tables.js'

/** Writes a batch, or says why not; what is no batch at all is thrown. Keeps the rows that it is given. */
export function commit(kept: Tables, batch: readonly Change[]): CommitResult {
  batch.forEach(checkChange)
  refuseTwice(batch)
  const refusal = conflictIn(kept, batch) ?? duplicateIn(kept, batch)
  if (refusal !== undefined) return refusal
  for (const change of batch) if (change.op !== 'check') remove(kept[change.table], identityOf(change))
  for (const change of batch) if ('row' in change) put(kept[change.table], { row: change.row, version: versionBefore(change) + 1 })
  return { status: 'ok' }
}

const versionBefore = (change: Change): number => (change.op === 'insert' ? 0 : change.version)
const identityOf = (change: Change): Identity => ('row' in change ? change.row : change)
const nameOf = (change: Change): string => `${change.table} ${keyOf(identityOf(change))}`

function refuseTwice(batch: readonly Change[]): void {
  const named = new Set<string>()
  for (const name of batch.map(nameOf)) {
    if (named.has(name)) throw new TypeError(`a batch names each record once at most, not twice: \`${name}\``)
    named.add(name)
  }
}

function conflictIn(kept: Tables, batch: readonly Change[]): CommitResult | undefined {
  for (const change of batch) {
    const { portalId, id } = identityOf(change)
    const stored = kept[change.table].entries.get(keyOf({ portalId, id }))
    const missing = stored === undefined && (change.op === 'update' || change.op === 'delete')
    if (missing || (stored?.version ?? 0) !== versionBefore(change)) return { status: 'conflict', table: change.table, portalId, id }
  }
  return undefined
}

/** Judges the outcome of the whole batch: a record that the batch replaces or deletes holds nothing. */
function duplicateIn(kept: Tables, batch: readonly Change[]): CommitResult | undefined {
  const replaced = new Set(batch.flatMap((change) => (change.op === 'check' ? [] : [nameOf(change)])))
  const taken = new Set<string>()
  for (const change of batch) {
    if (!('row' in change)) continue
    const { table, row } = change
    for (const [key, columns] of Object.entries(kept[table].table.unique)) {
      const values = valuesOf(columns, row)
      if (values === undefined) continue
      const place = `${table} ${key} ${values}`
      const held = [...holdersOf(kept[table], key, row)].some((holder) => !replaced.has(`${table} ${holder}`))
      if (held || taken.has(place)) return { status: 'duplicate', table, key }
      taken.add(place)
    }
  }
  return undefined
}
