import * as z from 'zod'
import { asking, commandOf, id, type Asking } from '../workflow/input.js'

export { read } from '../workflow/input.js'
/** What every command of a member is given. */
export type OwnershipAsking = Asking

/** Whom a command names. */
export interface Naming {
  /** Who is to own the portal. */
  readonly candidateId: string
  /** The portal that he is a member of, where the application knows it: one of another portal is refused with a code of its own. */
  readonly candidatePortalId?: string | undefined
}

const naming = { candidateId: id, candidatePortalId: id.optional() }
export const shapes = {
  asking: commandOf(asking),
  request: commandOf({ ...asking, ...naming, reproved: z.boolean().default(false) }),
  propose: commandOf({ ...asking, ...naming }),
  approve: commandOf({ ...asking, candidateId: id }),
  confirm: z.strictObject({ token: z.unknown(), actorId: id.optional() }),
  token: z.strictObject({ token: z.unknown() }),
  portal: z.strictObject({ portalId: id }),
  blocking: z.strictObject({ memberId: id, portalId: id.optional() }),
}
