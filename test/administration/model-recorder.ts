/** A store in memory that can be taken back to where it was, and whose records can be looked at without asking it. */
import { memoryStorage } from 'portico/memory'
import type { Change, Row, Storage, TableName } from 'portico/server'
import type { Records } from './model-real.js'

type Batch = readonly Change[]

export interface Recorder {
  readonly storage: Storage
  /** Everything that was written, the first batch first. */
  readonly log: readonly Batch[]
  /** Everything that is stored, to begin another store with: all but the audit trail, and letters that were sent. */
  snapshot(): Batch
  /** What is stored of a portal now; of the audit trail, what came after so many batches. */
  records(portalId: string, since: number): Records
}

/** A store that this batch was written to. */
export async function recorder(before?: Batch): Promise<Recorder> {
  const [memory, log, rows] = [memoryStorage(), [] as Batch[], new Map<TableName, Map<string, Row<TableName>>>()]
  const of = (table: TableName): Map<string, Row<TableName>> => {
    const known = rows.get(table) ?? new Map<string, Row<TableName>>()
    rows.set(table, known)
    return known
  }
  const commit: Storage['commit'] = async (batch) => {
    const result = await memory.commit(batch)
    if (result.status !== 'ok') return result
    log.push(batch)
    for (const change of batch) {
      if (change.op === 'delete') of(change.table).delete(`${change.portalId} ${change.id}`)
      if (change.op === 'insert' || change.op === 'update') of(change.table).set(`${change.row.portalId} ${change.row.id}`, change.row)
    }
    return result
  }
  if (before) await commit(before)

  const all = <T extends TableName>(table: T, portalId: string): readonly Row<T>[] =>
    Array.from(of(table).values() as Iterable<Row<T>>).filter((row) => row.portalId === portalId)
  const records = (portalId: string, since: number): Records => {
    const parts = {
      members: all('members', portalId),
      invitations: all('invitations', portalId),
      groups: all('groups', portalId),
      reassignments: all('reassignments', portalId),
      credentials: all('credentials', portalId),
    }
    const [[portal], [seats]] = [all('portals', portalId), all('seats', portalId)]
    if (!portal || !seats) throw new Error(`no portal \`${portalId}\``)
    const audit = log
      .slice(since)
      .flatMap((batch) =>
        batch.flatMap((change) =>
          change.op === 'insert' && change.table === 'audit' && change.row.portalId === portalId ? [change.row] : [],
        ),
      )
    // Changes of any other record count too: letters, links, keys.
    const changes = log.filter((batch) => batch.some((change) => change.table !== 'audit' && change.op !== 'check')).length
    return { portal, seats, ...parts, audit, text: `${changes}` }
  }
  const snapshot = (): Batch =>
    Array.from(rows).flatMap(([table, known]) =>
      table === 'audit' || table === 'outbox' ? [] : Array.from(known.values(), (row) => ({ op: 'insert', table, row }) as Change),
    )
  return { snapshot, storage: { ...memory, commit }, log, records }
}
