import { asking, commandOf, id, read, type Asking } from '../workflow/input.js'
import type { HolderPortalAnswer } from './answers.js'
import { kindOf } from './kinds.js'
import type { RegistrationParts } from './parts.js'
import { holderPortal, type HolderPortalRow } from './records.js'
import { asOperator, factsOf, type OperatorScene } from './scene.js'
import { present, told, transition } from './transitions.js'

/** What every command on a holder's portal is given. */
export interface OnHolderPortal extends Asking {
  readonly holderPortalId: string
}

export const onPortal = { ...asking, holderPortalId: id }
const shape = commandOf(onPortal)

/** The events that operators bring about by naming nothing but the portal; some depend on the holder and the licence. */
const simple = {
  resend: { name: 'resendRegistration', asksFacts: true },
  revoke: { name: 'revokeRegistration', asksFacts: false },
  suspend: { name: 'suspendHolderPortal', asksFacts: false },
  reactivate: { name: 'reactivateHolderPortal', asksFacts: true },
  promote: { name: 'promoteHolderPortal', asksFacts: true },
  close: { name: 'closeHolderPortal', asksFacts: false },
} as const
export type SimpleCommand = keyof typeof simple

/** Runs one of the commands that need nothing but the portal. */
export function command(parts: RegistrationParts, action: SimpleCommand): (input: OnHolderPortal) => Promise<HolderPortalAnswer> {
  return async (input) => {
    const { holderPortalId, ...request } = read(shape, input, action)
    const { name, asksFacts } = simple[action]
    return asOperator(
      parts,
      { ...request, name, action, body: { holderPortalId }, about: ['holderPortals', holderPortalId] },
      async (scene) => {
        const before = await portalFor(scene, holderPortalId, action)
        const facts = asksFacts ? await factsOf(scene, before) : undefined
        const after = await transition(scene, before, { type: action }, { facts })
        if (action === 'resend') await limitLetters(scene, after)
        return told(scene, before, after)
      },
    )
  }
}

/**
 * The portal that a command is about. Who has the right on its holder is asked now, wherever the command depends on it.
 *
 * @throws PortalError `PORTAL_NOT_FOUND`, `FORBIDDEN`, `HOLDERS_UNAVAILABLE`
 */
export async function portalFor(scene: OperatorScene, holderPortalId: string, action: string): Promise<HolderPortalRow> {
  const row = await present(scene, await scene.holderPortal(holderPortalId))
  const kind = kindOf(scene.parts.kinds, row.kind)
  const delegates = await scene.delegatesOf(row)
  if (scene.can(action, holderPortal({ ...row, handlers: [] }, kind, delegates))) return row
  const holder = kind.operators.handlers ? await scene.outside.holder(row.holderId) : undefined
  // Of a holder who is gone, what was known last.
  const handlers = holder ? (holder.handlers ?? []) : row.handlers
  scene.require(action, holderPortal({ ...row, handlers }, kind, delegates))
  return { ...row, handlers }
}

/** Nobody's mailbox is flooded. Asked last, when nothing else is in the way. @throws PortalError `RATE_LIMITED`, `RATE_LIMITS_UNAVAILABLE` */
export function limitLetters(
  { outside, parts: { limits }, firm }: OperatorScene,
  { id: portal, email: to }: HolderPortalRow,
): Promise<void> {
  return outside.allow(
    [JSON.stringify(['letters', 'portal', firm.id, portal]), limits.resendToPortal],
    [JSON.stringify(['letters', 'address', to]), limits.resendToAddress],
    [JSON.stringify(['letters', 'firm', firm.id]), limits.resendOfFirm],
  )
}
