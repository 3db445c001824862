import { PortalError } from '../errors.js'
import { parseAddress, type Address } from '../workflow/address.js'
import type { Outcome } from '../workflow/command.js'
import { commandOf, email, read } from '../workflow/input.js'
import type { HolderPortalAnswer } from './answers.js'
import { limitLetters, onPortal, portalFor, type OnHolderPortal } from './commands.js'
import { awaitLink } from './confirmations.js'
import { write } from './letters.js'
import { explanations } from './messages.js'
import type { RegistrationParts } from './parts.js'
import { isOver, notWaiting, type HolderPortalRow } from './records.js'
import { asOperator, factsOf, refusal, type OperatorScene } from './scene.js'
import { told, transition } from './transitions.js'

const shape = commandOf({ ...onPortal, email })

/**
 * Changes the address. Before the registration, the next link goes there, and the former one is dead; of a registered portal, the address stays
 * until the new one is confirmed, and both get a letter.
 */
export async function changeEmail(
  parts: RegistrationParts,
  input: OnHolderPortal & { readonly email: string },
): Promise<HolderPortalAnswer> {
  const { holderPortalId, email: given, ...request } = read(shape, input, 'changeEmail')
  const asked = { ...request, name: 'changeHolderEmail', action: 'changeEmail', body: { holderPortalId, email: given } }
  return asOperator(parts, { ...asked, about: ['holderPortals', holderPortalId] }, async (scene) => {
    const before = await portalFor(scene, holderPortalId, 'changeEmail')
    if (isOver(before)) throw refusal('PORTAL_CLOSED', explanations.PORTAL_CLOSED)
    if (given.trim() === '') throw refusal('EMAIL_REQUIRED', 'every portal needs an address')
    const { address, email: compared } = parseAddress(given)
    if (compared === before.email) return told(scene, before, before)
    if (before.status.endsWith('/completed')) return reverify(scene, before, { address, email: compared })
    // A link to confirm something else went to the former address.
    const change = { address, email: compared, ...notWaiting(before) }
    const after = await transition(scene, before, { type: 'changeEmail' }, { facts: await factsOf(scene, before), change })
    if (after.generation > before.generation) await limitLetters(scene, after)
    return told(scene, before, after)
  })
}

/** Asks for a confirmation at the new address, tells the old one, and refuses all the same: nothing has changed yet. */
async function reverify(
  scene: OperatorScene,
  before: HolderPortalRow,
  { address, email: compared }: Address,
): Promise<Outcome<HolderPortalAnswer>> {
  const refused = new PortalError('REVERIFY_REQUIRED', explanations.REVERIFY_REQUIRED)
  await limitLetters(scene, { ...before, email: compared })
  const after = awaitLink(scene, before, { type: 'address', address })
  write(scene, 'portalAddressChanging', after, { number: after.confirmations })
  return { refused, announced: scene.events, subject: 'holderPortals', subjectId: before.id, before: before.status, after: after.status }
}
