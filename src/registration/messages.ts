import type { RegistrationRefusal } from './states.js'

/** Why something is refused, in words. */
export const explanations: Readonly<Record<RegistrationRefusal, string>> = {
  PORTAL_NOT_FOUND: 'there is no such portal of a holder here',
  PORTAL_EXISTS: 'the holder has a portal of this kind',
  PORTAL_CLOSED: 'the portal is over',
  PORTAL_SUSPENDED: 'the portal is suspended',
  PORTAL_NOT_SUSPENDED: 'the portal is not suspended',
  PORTAL_NOT_TEMPORARY: 'the portal is permanent already',
  ALREADY_REGISTERED: 'the portal is registered already',
  REGISTRATION_NOT_OPEN: 'no link to register is out',
  REVERIFY_REQUIRED: 'the address stays until the new one is confirmed by the link that was sent there',
  HOLDER_INACTIVE: 'the holder is not there any more',
  LICENSE_MISSING: 'a feature that is needed is not licensed',
  ATTEMPTS_EXCEEDED: 'the link was used wrongly too often',
  TOKEN_INVALID: 'no link of ours',
  TOKEN_USED: 'the link was used already',
  TOKEN_EXPIRED: 'the link has ended',
}
