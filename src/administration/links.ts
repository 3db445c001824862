import * as z from 'zod'
import type { Storage } from '../ports/storage.js'
import { keys } from '../workflow/input.js'
import type { PortalRow } from '../workflow/people.js'
import { notActive, refusal } from './scene.js'

// What is shown by whoever has a link, and what he is told when it does not work.

/** What a link is looked at with. */
export const looking = z.strictObject({ token: z.unknown() })
/** What is done by a link, once or again. */
export const following = z.strictObject({ ...keys, token: z.unknown() })

/** @throws PortalError `TOKEN_INVALID`, `TOKEN_USED`, `TOKEN_EXPIRED`: the first of them that is so */
export function mustWork(link: { readonly isOurs: boolean; readonly isUsed: boolean; readonly hasEnded: boolean }): void {
  if (!link.isOurs) throw refusal('TOKEN_INVALID', 'no link of ours')
  if (link.isUsed) throw refusal('TOKEN_USED', 'the link was used already')
  if (link.hasEnded) throw refusal('TOKEN_EXPIRED', 'the link has ended')
}

/** The portal that a link leads to. @throws PortalError `PORTAL_NOT_ACTIVE` */
export async function activePortal(storage: Storage, portalId: string): Promise<PortalRow> {
  const portal = (await storage.get('portals', portalId, portalId))?.row
  if (portal?.status !== 'active') throw notActive(portalId)
  return portal
}
