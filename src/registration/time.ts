import type { Row } from '../records.js'
import { write } from './letters.js'
import type { RegistrationParts } from './parts.js'
import { settled, type HolderPortalRow } from './records.js'
import type { Scene } from './scene.js'

/** What time does with a portal that has not come to its end, nor its link: a letter that tells of an end that comes. */
export function timed(scene: Scene, row: HolderPortalRow): HolderPortalRow {
  const { now, parts } = scene
  const { endsAt, reminded, status } = row
  if (endsAt === null || reminded || status !== 'active/completed' || now < endsAt - parts.lifetimes.reminder)
    return rescheduled(scene, row)
  // A firm that is deleted writes no letters.
  if (scene.firm.status !== 'deleted') write(scene, 'portalExpiring', row, { number: endsAt, until: endsAt })
  const after = settled({ ...row, reminded: true }, parts.lifetimes)
  scene.tx.update('holderPortals', after)
  return after
}

/** The portal, due when it is by the settings of today: of another time, it would be looked at again and again. */
function rescheduled({ tx, parts }: Scene, row: HolderPortalRow): HolderPortalRow {
  const after = settled(row, parts.lifetimes)
  if (after.dueAt === row.dueAt) return row
  tx.update('holderPortals', after)
  return after
}

/** One portal that fails keeps no other waiting: it is looked at again later. */
export async function putOff({ runtime }: RegistrationParts, { portalId, id: failed }: Row<'holderPortals'>): Promise<void> {
  const stored = await runtime.storage.get('holderPortals', portalId, failed)
  if (!stored) return
  const dueAt = runtime.clock.now() + 3_600_000
  await runtime.storage.commit([{ op: 'update', table: 'holderPortals', row: { ...stored.row, dueAt }, version: stored.version }])
}
