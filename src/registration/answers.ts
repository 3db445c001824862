import type { PortalEvent } from '../workflow/post.js'
import type { RegistrationState, RegistrationStatus } from './states.js'

/**
 * The portal of a holder, as the application gets it: a record that the policy can be asked about (`can('exchange', holderPortal)`).
 *
 * `name`, `holderId` and `email` are null where whoever asks may not know them: those of a private portal are for the owner of the firm's portal.
 */
export interface HolderPortal {
  readonly __typename: 'registration.portal'
  /** The firm's portal. */
  readonly portalId: string
  readonly id: string
  readonly kind: string
  readonly status: 'unregistered' | 'active' | 'suspended' | 'expired' | 'closed'
  readonly registration: 'open' | 'locked' | 'completed' | 'revoked' | 'expired'
  readonly permanence: 'permanent' | 'temporary'
  readonly holderId: string | null
  readonly name: string | null
  /** As it was given, its domain in NFC. */
  readonly email: string | null
  /** The office of the holder; null when there is none. */
  readonly office: string | null
  /** Whether only the owner of the firm's portal sees who the holder is. */
  readonly private: boolean
  /** Who owns it: its account, since it was registered. */
  readonly ownerId: string | null
  /** The staff member who registers it, for an office or the firm. */
  readonly registrantId: string | null
  /** The members and groups who look after portals of this kind (in this office). */
  readonly delegates: string[]
  /** The members and groups with the right on its holder. */
  readonly handlers: string[]
  readonly closedBy: 'administrators' | 'owner'
  /** What became of the letter with the last link. */
  readonly delivery: RegistrationState['delivery']
  /** Counts the links to register; only the last one works. */
  readonly generation: number
  /** When the last link to register ends, while it is open (milliseconds since 1970). */
  readonly expiresAt: number | null
  /** When a temporary portal ends (milliseconds since 1970); null while requests for files are open, and for a permanent one. */
  readonly endsAt: number | null
  /** Milliseconds since 1970. */
  readonly createdAt: number
}

/** What every command on a holder's portal answers. */
export interface HolderPortalAnswer {
  readonly holderPortal: HolderPortal
  /** What the application has to act on. */
  readonly events: readonly PortalEvent[]
}

/** What would be created, before it is. It is advice: `create` asks everything again. */
export interface HolderPortalPreview {
  readonly kind: string
  readonly permanence: 'permanent' | 'temporary'
  readonly holder: { readonly id: string; readonly name: string; readonly kind: string }
  /** Where the letter will go. */
  readonly email: string
  /** `mixedScript`: the domain mixes letters of several scripts, as look-alikes of other domains do. */
  readonly warnings: readonly 'mixedScript'[]
  /** The features that are needed, and how many seats of this kind there are and are taken; null: any number. */
  readonly licence: { readonly features: readonly string[]; readonly seats: number | null; readonly taken: number }
  /** The letter that will be sent: its name, the language, and when its link would end if it were sent now (milliseconds since 1970). */
  readonly letter: { readonly name: string; readonly language: string; readonly expiresAt: number }
}

/** What the bearer of a link to register may know. */
export interface RegistrationLink {
  /** What the firm is called. */
  readonly firmName: string
  readonly kind: string
  /** The address, masked: `p…@example.org`. */
  readonly email: string
  /** Milliseconds since 1970. */
  readonly expiresAt: number
  /** BCP 47. */
  readonly language: string
}

/** What the bearer of a link to confirm an association or an address may know. */
export interface ConfirmationLink {
  readonly type: 'association' | 'address'
  readonly firmName: string
  readonly kind: string
  /** The address that the link went to, masked. */
  readonly email: string
  /** Milliseconds since 1970. */
  readonly expiresAt: number
  /** BCP 47. */
  readonly language: string
}

/** The two halves of the combined status. */
export function statusesOf(status: Exclude<RegistrationStatus, 'none/none'>): Pick<HolderPortal, 'status' | 'registration'> {
  const [portal, registration] = status.split('/') as [HolderPortal['status'], HolderPortal['registration']]
  return { status: portal, registration }
}
