import { isPortalError } from '../errors.js'
import type { Stored } from '../ports/storage.js'
import { execute } from '../workflow/command.js'
import type { Transaction } from '../workflow/transaction.js'
import type { Loaded } from './apply.js'
import { read, shapes, type OwnershipAsking } from './input.js'
import { isLasting, load, stillApproving, unknownPortal } from './load.js'
import type { Decided, Ownership, OwnershipParts, TransferAnswer } from './ownership.js'
import type { TransferRow } from './records.js'
import type { Facts, OwnershipCommand } from './transfer.js'

/** When something that cannot be done now is looked at again, in milliseconds. */
const later = 3_600_000

const isDue = (row: TransferRow | undefined, now: number): row is TransferRow => now >= (row?.dueAt ?? Infinity)

/** What time does. `decide`: decides a command on what is loaded, and writes what follows. */
export function onTime(
  { runtime, rules }: OwnershipParts,
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
    if (!open || !isDue(open.row, runtime.clock.now())) return undefined
    const asked = { name: 'expireTransfer', portalId, actorId: null, body: {} }
    const answer = await execute<TransferAnswer | 'later' | undefined>(runtime, asked, async (tx) => {
      const loaded = await load(tx, portalId, { evenDeleted: true })
      const { transfer } = loaded
      const approvers = await stillApproving(tx, portalId, transfer)
      if (!isDue(transfer, tx.now)) return { nothing: undefined }
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

  /**
   * What time has ended makes room as what it is: both who had a letter with a link are told so, and nobody that he was replaced. Only for who may
   * take its place: whoever is refused changes nothing.
   */
  const lapse = async ({ portalId, actorId }: OwnershipAsking, by: 'owner' | 'administrator'): Promise<void> => {
    const { storage } = runtime
    const [open] = (await storage.find('transfers', 'openPortal', { openPortal: portalId })).items
    if (!open || open.row.status === 'waiting') return
    const [portal, actor] = await Promise.all([storage.get('portals', portalId, portalId), storage.get('members', portalId, actorId)])
    if (portal?.row.status !== 'active' || !actor) return
    const isOwner = actor.row.id === portal.row.ownerId
    if (by === 'owner' ? isOwner : rules.breakGlass && !isOwner && isLasting(actor.row)) await expire({ portalId })
  }

  return { expire, expireDue, lapse }
}
