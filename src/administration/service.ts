import type { Policy } from '../policy/policy.js'
import type { LinkKinds } from '../workflow/attempt.js'
import { createAbilities, type Abilities } from './abilities.js'
import { createAcceptances, type Acceptances } from './acceptance.js'
import { createAddresses, type Addresses } from './addresses.js'
import { createAdministrators, type Administrators } from './administrators.js'
import { createGroups, type Groups } from './groups.js'
import { createInvitations, type Invitations } from './invitations.js'
import { createMembers, type Members } from './members.js'
import { createPortals, type Portals } from './portals.js'
import { createReassignments, type Reassignments } from './reassignments.js'
import type { Parts } from './scene.js'

/**
 * Members, administrators, groups, invitations and portals. Each command loads what it needs, decides, and commits only while all its reasons
 * still hold; it answers the new state and what the host application has to do, and is in the audit trail, accepted or refused.
 *
 * Every command throws a `PortalError`: `INPUT_INVALID` when it is not well-formed, `NOT_FOUND` when there is no such portal or the actor is not a
 * member of it, `PORTAL_NOT_ACTIVE`, `FORBIDDEN` when the policy does not allow it, `IDEMPOTENCY_MISMATCH`, `CONFLICT` when others were faster
 * again and again, `LICENSE_UNKNOWN`, `STORAGE_UNAVAILABLE`, `STORAGE_REFUSED`. Whatever was refused has changed nothing.
 *
 * @see docs/guide/administration.md
 */
export interface Administration<P extends Policy>
  extends Members, Invitations, Acceptances, Administrators, Groups, Reassignments, Addresses, Portals, Abilities<P> {}

/** Puts the administration together. */
export function createAdministration<P extends Policy>(parts: Parts & { readonly policy: P }): Administration<P> {
  return {
    ...createMembers(parts),
    ...createInvitations(parts),
    ...createAcceptances(parts),
    ...createAdministrators(parts),
    ...createGroups(parts),
    ...createReassignments(parts),
    ...createAddresses(parts),
    ...createPortals(parts),
    ...createAbilities(parts),
  }
}

/** The links in the letters of the administration. */
export const administrationLinks: LinkKinds = {
  invitation: { path: '/invitation', isLive: ({ status, generation }, wanted) => status === 'open' && generation === wanted },
  verifyEmail: {
    path: '/confirm-email',
    isLive: ({ pendingAddress, emailGeneration }, wanted) => pendingAddress !== null && emailGeneration === wanted,
  },
}
