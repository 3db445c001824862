import { PortalError } from '../errors.js'

/** A kind of portal: whose it is, how long it lives, and who looks after it. */
export interface PortalKind {
  /** What the holder must be: the `kind` that the application says of him. */
  readonly holder: string
  /** How long it may live; the first is what a new one gets when nothing is said. */
  readonly permanence: readonly ('permanent' | 'temporary')[]
  /** Who registers: the holder himself, or one of the staff, who is recorded. */
  readonly registrant: 'holder' | 'staff'
  /** Who looks after it, beside the owner of the firm's portal and its full-access administrators. */
  readonly operators: {
    /** Those whom portals of this kind are delegated to. */
    readonly delegates: boolean
    /** Those who have the right on the holder. */
    readonly handlers: boolean
  }
  readonly closedBy: 'administrators' | 'owner'
  /** The features that have to be licensed. */
  readonly features: readonly string[]
  /** What the licence calls the seats of such portals. */
  readonly seat: string
  /** What the account of such a portal is, for the policy. */
  readonly account: 'guest' | 'user'
}

/** Portal kinds by name. */
export type PortalKinds = Readonly<Record<string, PortalKind>>

const features = ['clientManagement', 'firmPortal']
const administrators = { delegates: false, handlers: false }
const delegates = { delegates: true, handlers: false }
const staff = { delegates: true, handlers: true }
const either = ['permanent', 'temporary'] as const

/**
 * The built-in kinds.
 *
 * @see docs/guide/registration.md
 */
// prettier-ignore
export const portalKinds: PortalKinds = {
  staff:   { holder: 'staff',   permanence: ['permanent'], registrant: 'holder', operators: delegates,      closedBy: 'administrators', features, seat: 'staffPortals',   account: 'user' },
  office:  { holder: 'office',  permanence: ['permanent'], registrant: 'staff',  operators: delegates,      closedBy: 'administrators', features, seat: 'officePortals',  account: 'guest' },
  firm:    { holder: 'firm',    permanence: ['permanent'], registrant: 'staff',  operators: administrators, closedBy: 'owner',          features, seat: 'firmPortals',    account: 'guest' },
  client:  { holder: 'client',  permanence: either,        registrant: 'holder', operators: staff,          closedBy: 'administrators', features, seat: 'clientPortals',  account: 'guest' },
  contact: { holder: 'contact', permanence: either,        registrant: 'holder', operators: staff,          closedBy: 'administrators', features, seat: 'contactPortals', account: 'guest' },
}

/** A kind by its name. @throws PortalError `KIND_UNKNOWN` */
export function kindOf(kinds: PortalKinds, name: string): PortalKind {
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined
  if (!kind) throw new PortalError('KIND_UNKNOWN', `there is no portal of kind \`${name}\``, { kind: name })
  return kind
}
