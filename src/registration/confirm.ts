import { isPortalError } from '../errors.js'
import { parseAddress } from '../workflow/address.js'
import type { PortalEvent } from '../workflow/post.js'
import { withHolder } from './association.js'
import { confirmationBearer, mustBeThere, pendingOf } from './confirmations.js'
import { write } from './letters.js'
import type { RegistrationParts } from './parts.js'
import type { HolderPortalRow } from './records.js'
import { inFirm, mustBeActive, refusal, type Scene } from './scene.js'

/** Confirms what the link is for: the portal gets its new holder, or its new address. */
export async function confirm(
  parts: RegistrationParts,
  input: unknown,
): Promise<{ readonly type: 'association' | 'address'; readonly events: readonly PortalEvent[] }> {
  const bearer = await confirmationBearer(parts, input, 'confirm')
  const { portalId, subjectId } = bearer
  const command = { name: 'confirmHolderPortal', portalId, body: {}, about: ['holderPortals', subjectId] as const }
  return inFirm(parts, command, async (scene) => {
    const { row: before, pending } = pendingOf(parts, await scene.tx.get('holderPortals', portalId, subjectId), bearer, scene.now)
    mustBeActive(scene.firm)
    await mustBeThere(scene.outside, before, pending)
    const after =
      pending.type === 'address' ? withAddress(scene, before, pending.address) : await withNewHolder(scene, before, pending.holderId)
    scene.tx.update('holderPortals', after)
    // The letter to the former address says what that is: it is for the application alone.
    const answer = { type: pending.type, events: scene.events.filter(({ type }) => type !== 'mailed') }
    return { answer, announced: scene.events, subject: 'holderPortals', subjectId, before: pending.type, after: after.status }
  })
}

/** The new address; the former one is told. */
function withAddress(scene: Scene, before: HolderPortalRow, given: string): HolderPortalRow {
  const { address, email } = parseAddress(given)
  write(scene, 'emailChanged', before, { number: before.confirmations })
  return { ...before, address, email, pending: null }
}

/** What refuses it by now is for operators to know: the bearer has a link that is none any more. */
async function withNewHolder(scene: Scene, before: HolderPortalRow, holderId: string): Promise<HolderPortalRow> {
  const none = refusal('TOKEN_INVALID', 'no link of ours')
  const holder = await scene.outside.holder(holderId)
  if (!holder) throw none
  return withHolder(scene, before, holder).catch((error: unknown) => {
    const outside = ['HOLDERS_UNAVAILABLE', 'LICENSE_UNKNOWN', 'STORAGE_UNAVAILABLE'].some(
      (code) => isPortalError(error) && error.code === code,
    )
    throw outside || !isPortalError(error) ? error : none
  })
}
