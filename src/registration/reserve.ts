import type { PortalError } from '../errors.js'
import type { Row } from '../records.js'
import { newId } from '../workflow/tokens.js'
import type { HolderPortalRow } from './records.js'
import { refusal, type Scene } from './scene.js'

/** Takes the login name, or says why not. Names are unique over all firms, by the storage's own constraint. */
export async function reserve(scene: Scene, row: HolderPortalRow, key: string): Promise<PortalError | undefined> {
  const { tx, now, parts } = scene
  const [there] = await tx.find('loginNames', 'key', { key })
  const refused = whyNot(scene, row, there)
  if (refused) return refused
  if (there) tx.remove('loginNames', there)
  const { portalId, id: accountId } = row
  tx.insert('loginNames', { portalId, accountId, key, keptFor: null, keptUntil: null, createdAt: now, id: newId(parts.runtime.random) })
  return undefined
}

/** Why the holder of this portal cannot have a login name that is there. */
export function whyNot(
  { now }: Scene,
  { portalId, holderId }: HolderPortalRow,
  there: Row<'loginNames'> | undefined,
): PortalError | undefined {
  if (!there) return undefined
  if (there.keptUntil === null) return refusal('LOGIN_NAME_TAKEN', 'somebody else has this login name')
  // His, of whatever kind he is by now.
  const his = there.keptFor === JSON.stringify([portalId, holderId])
  return !his && now < there.keptUntil ? refusal('LOGIN_NAME_RESERVED', 'this login name is reserved') : undefined
}
