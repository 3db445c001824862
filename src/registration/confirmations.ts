import * as z from 'zod'
import type { PendingConfirmation } from '../records.js'
import { maskedAddress, parseAddress } from '../workflow/address.js'
import { bearerOf, type Bearer } from '../workflow/bearer.js'
import { read } from '../workflow/input.js'
import type { ConfirmationLink } from './answers.js'
import { write } from './letters.js'
import { outsideOf, type Outside } from './outside.js'
import type { RegistrationParts } from './parts.js'
import type { HolderPortalRow } from './records.js'
import { refusal, type Scene } from './scene.js'
import { asOf } from './transitions.js'

// What waits for the link of a letter: another holder, by the portal's own address; or another address, by that one.

const shape = z.strictObject({ token: z.unknown().optional() })

/** Lets a portal wait for a link, and sends it. What it waited for before is forgotten, and that link dead. */
export function awaitLink(
  scene: Scene,
  before: HolderPortalRow,
  wanted: { readonly type: 'association'; readonly holderId: string } | { readonly type: 'address'; readonly address: string },
  holderName = before.name,
): HolderPortalRow {
  const expiresAt = scene.now + scene.parts.linkLifetime
  const after = { ...before, pending: { ...wanted, expiresAt }, confirmations: before.confirmations + 1 }
  scene.tx.update('holderPortals', after)
  const details = { number: after.confirmations, until: expiresAt, holderName }
  if (wanted.type === 'address') write(scene, 'emailVerification', after, { ...details, address: wanted.address })
  else write(scene, 'portalAssociation', after, details)
  return after
}

/** Whoever has such a link. @throws PortalError `TOKEN_INVALID` */
export const confirmationBearer = (parts: RegistrationParts, input: unknown, command: string): Promise<Bearer> =>
  bearerOf(parts.runtime, 'confirmHolder', read(shape, input, command).token)

/** What the portal waits for, while it waits for this very link. @throws PortalError `TOKEN_INVALID`, `TOKEN_USED`, `TOKEN_EXPIRED` */
export function pendingOf(
  { lifetimes }: Pick<RegistrationParts, 'lifetimes'>,
  stored: HolderPortalRow | undefined,
  { generation }: Pick<Bearer, 'generation'>,
  now: number,
): { readonly row: HolderPortalRow; readonly pending: PendingConfirmation } {
  const row = stored && asOf(stored, now, lifetimes)
  if (row?.confirmations !== generation) throw refusal('TOKEN_INVALID', 'no link of ours')
  if (!row.pending) throw refusal('TOKEN_USED', 'the link was used already', { language: row.language })
  if (!(now < row.pending.expiresAt)) throw refusal('TOKEN_EXPIRED', 'the link has ended', { language: row.language })
  // Whoever has left confirms no address. An association is for the case that he has.
  if (row.pending.type === 'address' && !row.holderActive) throw refusal('TOKEN_INVALID', 'no link of ours')
  return { row, pending: row.pending }
}

/**
 * Who has left confirms no address, also before the application has said that he has. The registrant of an office or the firm counts with it.
 *
 * @throws PortalError `TOKEN_INVALID`, `HOLDERS_UNAVAILABLE`
 */
export async function mustBeThere(
  outside: Outside,
  { holderId, registrantId }: HolderPortalRow,
  { type }: PendingConfirmation,
): Promise<void> {
  if (type !== 'address') return
  const concerned = registrantId === null ? [holderId] : [holderId, registrantId]
  const found = await Promise.all(concerned.map((id) => outside.holder(id)))
  if (!found.every((one) => one?.active === true)) throw refusal('TOKEN_INVALID', 'no link of ours')
}

/** What a link is for; changes nothing, however often. */
export async function inspectConfirmation(parts: RegistrationParts, input: unknown): Promise<ConfirmationLink> {
  const { storage, clock } = parts.runtime
  const bearer = await confirmationBearer(parts, input, 'inspectConfirmation')
  const stored = await storage.get('holderPortals', bearer.portalId, bearer.subjectId)
  const { row, pending } = pendingOf(parts, stored?.row, bearer, clock.now())
  const firm = (await storage.get('portals', bearer.portalId, bearer.portalId))?.row
  if (firm?.status !== 'active') throw refusal('PORTAL_NOT_ACTIVE', 'the portal is not active')
  await mustBeThere(outsideOf(parts, firm.id), row, pending)
  return {
    type: pending.type,
    firmName: firm.name,
    kind: row.kind,
    email: maskedAddress(pending.type === 'address' ? parseAddress(pending.address).address : row.address),
    expiresAt: pending.expiresAt,
    language: row.language,
  }
}
