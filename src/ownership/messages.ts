import type { OwnershipRefusal } from './transfer.js'

/** Why a command is refused, in words. */
export const explanations: Readonly<Record<OwnershipRefusal, string>> = {
  NOT_THE_OWNER: 'only the owner of the portal does this',
  NOT_A_FULL_ADMINISTRATOR: 'only a full-access administrator who is not the owner does this',
  PORTAL_NOT_ACTIVE: 'the portal is not active',
  CANDIDATE_OF_ANOTHER_PORTAL: 'a member of another portal cannot own this one',
  CANDIDATE_UNKNOWN: 'whoever is to own the portal is not a member of it',
  CANDIDATE_IS_OWNER: 'he owns the portal already',
  CANDIDATE_NOT_ACTIVE: 'a disabled member cannot own the portal',
  CANDIDATE_IS_GUEST: 'a guest cannot own the portal',
  CANDIDATE_NOT_ADMINISTRATOR: 'only a full-access administrator can become the owner',
  CANDIDATE_EMAIL_NOT_VERIFIED: 'he has to accept by mail, and his address is not confirmed',
  CANDIDATE_IS_APPROVER: 'nobody proposes himself, or agrees to himself',
  EMAIL_NOT_VERIFIED: 'the address of the owner is not confirmed',
  REPROOF_REQUIRED: 'the owner has to show again that it is he',
  NO_OPEN_TRANSFER: 'no transfer is open',
  TRANSFER_OPEN: 'a transfer is open',
  OWNER_CHANGED: 'somebody else owns the portal by now',
  BREAK_GLASS_OFF: 'nobody but the owner transfers ownership here',
  RATE_LIMITED: 'so many letters were asked for lately that this one has to wait',
  TOKEN_INVALID: 'no link of ours',
  TOKEN_USED: 'the link was used already',
  TOKEN_EXPIRED: 'the link has ended',
  TOKEN_SUPERSEDED: 'a later link took the place of this one',
}
