import { PortalError } from '../errors.js'
import type { Holder } from '../ports/holders.js'
import { parseAddress } from '../workflow/address.js'
import { commandOf, id, read } from '../workflow/input.js'
import type { HolderPortalAnswer } from './answers.js'
import { limitLetters, onPortal, portalFor, type OnHolderPortal } from './commands.js'
import { awaitLink } from './confirmations.js'
import { kindOf } from './kinds.js'
import { explanations } from './messages.js'
import type { RegistrationParts } from './parts.js'
import { holderKey, isOver, notWaiting, settled, stateOf, subjectOf, withFactsOf, type HolderPortalRow } from './records.js'
import { asOperator, isLicensed, refusal, type Scene } from './scene.js'
import { asOf, decided, told } from './transitions.js'

const shape = commandOf({ ...onPortal, holderId: id })

/**
 * Gives the portal to another holder of the same kind: to one whose portal it is by its address, though his record is new. Where the addresses
 * differ, a link goes to the portal's own address, and nothing changes until it is confirmed there.
 */
export async function associate(
  parts: RegistrationParts,
  input: OnHolderPortal & { readonly holderId: string },
): Promise<HolderPortalAnswer> {
  const { holderPortalId, holderId, ...request } = read(shape, input, 'associate')
  const asked = { ...request, name: 'associateHolder', action: 'associate', body: { holderPortalId, holderId } }
  return asOperator(parts, { ...asked, about: ['holderPortals', holderPortalId] }, async (scene) => {
    const before = await portalFor(scene, holderPortalId, 'associate')
    const holder = await scene.outside.holder(holderId)
    const delegates = await scene.delegatesOf({ kind: before.kind, office: holder?.office ?? '' })
    scene.require('associate', subjectOf({ ...before, handlers: holder?.handlers ?? [] }, kindOf(parts.kinds, before.kind), delegates))
    if (!holder) throw refusal('HOLDER_NOT_FOUND', `there is no holder \`${holderId}\``, { holderId })
    const after = await withHolder(scene, before, holder)
    if (before.holderId === holder.id) return told(scene, before, before)
    if (before.email !== comparedAddress(holder)) {
      await limitLetters(scene, before)
      awaitLink(scene, before, { type: 'association', holderId }, holder.name)
      const refused = new PortalError(
        'ASSOCIATION_CONFIRMATION_REQUIRED',
        'the addresses differ: the portal’s own address has to confirm it',
      )
      return {
        refused,
        announced: scene.events,
        subject: 'holderPortals',
        subjectId: before.id,
        before: before.status,
        after: before.status,
      }
    }
    // A link that it waited for was not used.
    const given = { ...after, ...notWaiting(before) }
    scene.tx.update('holderPortals', given)
    return told(scene, before, given)
  })
}

/** The portal with another holder. @throws PortalError `PORTAL_CLOSED`, `KIND_MISMATCH`, `HOLDER_CONFLICT`, `HOLDER_INACTIVE`, `LICENSE_MISSING`, `PORTAL_EXISTS` */
export async function withHolder(scene: Scene, before: HolderPortalRow, holder: Holder): Promise<HolderPortalRow> {
  const { outside, parts, tx, firm } = scene
  const kind = kindOf(parts.kinds, before.kind)
  if (isOver(before)) throw refusal('PORTAL_CLOSED', explanations.PORTAL_CLOSED)
  if (holder.kind !== kind.holder)
    throw refusal('KIND_MISMATCH', `a portal of kind \`${before.kind}\` is for one of kind \`${kind.holder}\``, { kind: holder.kind })
  const owner = before.holderId === holder.id ? undefined : await outside.holder(before.holderId)
  if (owner?.active) throw refusal('HOLDER_CONFLICT', 'the portal belongs to somebody else, who is there')
  const given: HolderPortalRow = { ...before, holderActive: true }
  decided(stateOf(given, { holderActive: holder.active, licensed: isLicensed(await outside.licences(), kind) }), { type: 'associate' })
  const [there] = await tx.find('holderPortals', 'holderKey', { portalId: firm.id, holderKey: holderKey(before.kind, holder.id) })
  if (there && there.id !== before.id)
    throw new PortalError('PORTAL_EXISTS', explanations.PORTAL_EXISTS, {
      holderPortalId: there.id,
      status: asOf(there, scene.now, parts.lifetimes).status,
    })
  return settled({ ...withFactsOf(given, holder), pending: null }, parts.lifetimes)
}

/** His address in the form that is compared; none where he has none, or what he has is none. */
function comparedAddress({ email }: Holder): string | undefined {
  try {
    return parseAddress(email ?? '').email
  } catch {
    return undefined
  }
}
