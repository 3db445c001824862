import type { Row } from '../records.js'
import { write } from './letters.js'
import type { RegistrationParts } from './parts.js'
import { settled, type HolderPortalRow } from './records.js'
import type { Scene } from './scene.js'
import { hasLink } from './states.js'
import { transition } from './transitions.js'

/** What time does with a portal that has not come to its end: the end of its link, or a letter that tells of an end that comes. */
export async function timed(scene: Scene, row: HolderPortalRow): Promise<HolderPortalRow> {
  const { now, parts } = scene
  // `!(now < …)`: a time that is damaged has passed.
  const over = (time: number): boolean => !(now < time)
  if (hasLink(row.status) && over(row.expiresAt ?? 0)) return transition(scene, row, { type: 'tokenTimeout' })
  if (row.endsAt === null || row.reminded || row.status !== 'active/completed' || !over(row.endsAt - parts.lifetimes.reminder))
    return rescheduled(scene, row)
  // A firm that is deleted writes no letters.
  if (scene.firm.status !== 'deleted') write(scene, 'portalExpiring', row, { number: row.endsAt, until: row.endsAt })
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
