import { isPortalError } from '../errors.js'
import type { Stored } from '../ports/storage.js'
import { execute } from '../workflow/command.js'
import type { Transaction } from '../workflow/transaction.js'
import type { Loaded } from './apply.js'
import { read, shapes } from './input.js'
import { load, stillApproving, unknownPortal } from './load.js'
import type { Decided, Ownership, OwnershipParts, TransferAnswer } from './ownership.js'
import type { TransferRow } from './records.js'
import type { Facts, OwnershipCommand } from './transfer.js'

/** When something that cannot be done now is looked at again, in milliseconds. */
const later = 3_600_000

/** Not by `dueAt`, which says when it is looked at next: by a clock that was wrong, that may be far away. */
const isOver = (row: TransferRow | undefined, now: number): row is TransferRow =>
  row !== undefined && row.dueAt !== null && now >= row.expiresAt

/** What time does. `decide`: decides a command on what is loaded, and writes what follows. */
export function onTime(
  { runtime }: OwnershipParts,
  decide: (tx: Transaction, loaded: Loaded, command: (facts: Facts) => OwnershipCommand) => Promise<Decided>,
) {
  /** Its time has come, and it has to wait all the same: looked at again later, so that it keeps nobody else waiting. That is no step of it. */
  const postpone = ({ row, version }: Stored<'transfers'>): Promise<unknown> => {
    const dueAt = runtime.clock.now() + later
    return runtime.storage.commit([{ op: 'update', table: 'transfers', row: { ...row, dueAt }, version }])
  }

  const expire: Ownership['expire'] = async (input) => {
    const { portalId } = read(shapes.portal, input, 'expire')
    const [open] = (await runtime.storage.find('transfers', 'openPortal', { openPortal: portalId })).items
    if (!open && !(await runtime.storage.get('portals', portalId, portalId))) throw unknownPortal(portalId)
    if (!open || !isOver(open.row, runtime.clock.now())) return undefined
    const asked = { name: 'expireTransfer', portalId, actorId: null, body: {} }
    const answer = await execute<TransferAnswer | 'later' | undefined>(runtime, asked, async (tx) => {
      const loaded = await load(tx, portalId, { evenDeleted: true })
      const { transfer } = loaded
      const approvers = await stillApproving(tx, portalId, transfer)
      if (!isOver(transfer, tx.now)) return { nothing: undefined }
      const outcome = await decide(tx, loaded, (facts) => ({ ...facts, type: 'expire', approvers }))
      return outcome.after === transfer.status ? { nothing: 'later' } : outcome
    })
    if (answer !== 'later') return answer
    await postpone(open)
    return undefined
  }

  const expireDue: Ownership['expireDue'] = async (limit = 100) => {
    const due = await runtime.storage.due('transfers', runtime.clock.now(), limit)
    const failed: unknown[] = []
    for (const stored of due) {
      try {
        await expire({ portalId: stored.row.portalId })
      } catch (error) {
        if (isPortalError(error, 'STORAGE_UNAVAILABLE')) throw error
        failed.push(error)
        // One portal that fails keeps no other waiting.
        await postpone(stored).catch(() => undefined)
      }
    }
    if (failed.length > 0) throw failed[0]
    return due.length
  }

  return { expire, expireDue }
}
