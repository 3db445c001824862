import type { Policy } from '../policy/policy.js'
import type { Asking } from '../workflow/input.js'
import type { PortalEvent } from '../workflow/post.js'
import { accountOf, signIn, type Account, type SignedIn, type SigningIn } from './accounts.js'
import { changeEmail } from './addresses.js'
import type { ConfirmationLink, HolderPortalAnswer, HolderPortalPreview, RegistrationLink } from './answers.js'
import { associate } from './association.js'
import { command, type OnHolderPortal } from './commands.js'
import { complete, type Registered, type Registering } from './complete.js'
import { confirm } from './confirm.js'
import { inspectConfirmation } from './confirmations.js'
import { create, preview, type NewHolderPortal } from './create.js'
import { delegate, type Delegation } from './delegations.js'
import { find, type FindHolderPortals, type HolderPortalPage } from './find.js'
import { inspect } from './links.js'
import type { RegistrationParts } from './parts.js'
import { createRegistrationSystem, type RegistrationSystem } from './system.js'

/**
 * The portals of a firm's holders (staff, offices, clients, contacts, the firm itself): looked for, created, registered by a link in a letter,
 * suspended and closed.
 *
 * Every command of a member throws `INPUT_INVALID`, `NOT_FOUND` (also for who is not in the firm's portal), `PORTAL_NOT_ACTIVE`, `FORBIDDEN`
 * (with the policy's explanation), `KIND_UNKNOWN`, `STORAGE_UNAVAILABLE`, `CONFLICT`, and with an idempotency key `IDEMPOTENCY_MISMATCH`; those that
 * ask outside also `HOLDERS_UNAVAILABLE`, `LICENSE_UNKNOWN`, `RATE_LIMITS_UNAVAILABLE`. What was refused has changed nothing, but where it says so.
 *
 * @see docs/guide/registration.md
 */
export interface Registration<P extends Policy = Policy> {
  /** Looks for portals that whoever asks may see. Closed ones are never given. @throws PortalError as every command */
  find(question: FindHolderPortals): Promise<HolderPortalPage>
  /** Shows what `create` would do; nothing is written or sent. @throws PortalError as `create` */
  preview(command: Asking & NewHolderPortal): Promise<HolderPortalPreview>
  /**
   * Creates a portal for a holder, and sends him the link to register.
   *
   * @throws PortalError `EMAIL_REQUIRED`, `EMAIL_INVALID`, `PERMANENCE_NOT_ALLOWED`, `HOLDER_NOT_FOUND`, `HOLDER_KIND_MISMATCH`, `HOLDER_INACTIVE`,
   *   `REGISTRANT_REQUIRED`, `LICENSE_MISSING`, `LICENSE_SEATS_EXHAUSTED`, `PORTAL_EXISTS` (with `holderPortalId`), `RANDOM_FAILURE`
   */
  create(command: Asking & NewHolderPortal): Promise<HolderPortalAnswer>
  /**
   * Gives a portal to another holder of its kind, when nobody who is there has it.
   *
   * @throws PortalError `PORTAL_NOT_FOUND`, `PORTAL_CLOSED`, `HOLDER_NOT_FOUND`, `KIND_MISMATCH`, `HOLDER_CONFLICT`, `HOLDER_INACTIVE`, `LICENSE_MISSING`,
   *   `PORTAL_EXISTS`; `ASSOCIATION_CONFIRMATION_REQUIRED` when the addresses differ: a link was sent to the portal's own address, and nothing
   *   has changed yet; `RATE_LIMITED`
   */
  associate(command: OnHolderPortal & { readonly holderId: string }): Promise<HolderPortalAnswer>
  /**
   * A new letter with a new link; the former one is dead, and a locked registration is open again.
   *
   * @throws PortalError `PORTAL_NOT_FOUND`, `ALREADY_REGISTERED`, `PORTAL_SUSPENDED`, `PORTAL_CLOSED`, `LICENSE_MISSING`, `HOLDER_INACTIVE`,
   *   `RATE_LIMITED` with `retryAfter` in milliseconds
   */
  resend(command: OnHolderPortal): Promise<HolderPortalAnswer>
  /** The link is dead; a second time changes nothing. @throws PortalError `PORTAL_NOT_FOUND`, `REGISTRATION_NOT_OPEN`, `ALREADY_REGISTERED` */
  revoke(command: OnHolderPortal): Promise<HolderPortalAnswer>
  /**
   * Changes the address: the former link is dead, and the next one goes to the new address. The same address changes nothing.
   *
   * @throws PortalError `PORTAL_NOT_FOUND`, `PORTAL_CLOSED`, `EMAIL_REQUIRED`, `EMAIL_INVALID`; `REVERIFY_REQUIRED` for a registered portal: a link was
   *   sent to the new address and a notice to the former one, which stays until that is confirmed; `RATE_LIMITED`
   */
  changeEmail(command: OnHolderPortal & { readonly email: string }): Promise<HolderPortalAnswer>
  /** The portal cannot be used, and its sessions end; an open link waits. @throws PortalError `PORTAL_NOT_FOUND`, `PORTAL_CLOSED` */
  suspend(command: OnHolderPortal): Promise<HolderPortalAnswer>
  /** @throws PortalError `PORTAL_NOT_FOUND`, `PORTAL_NOT_SUSPENDED`, `PORTAL_CLOSED`, `HOLDER_INACTIVE`, `LICENSE_MISSING` */
  reactivate(command: OnHolderPortal): Promise<HolderPortalAnswer>
  /** Makes a temporary portal permanent. @throws PortalError `PORTAL_NOT_FOUND`, `PORTAL_NOT_TEMPORARY`, `PORTAL_CLOSED`, `LICENSE_MISSING` */
  promote(command: OnHolderPortal): Promise<HolderPortalAnswer>
  /** Ends the portal for good: its credential goes, its sessions end, and the holder may get another one. @throws PortalError `PORTAL_NOT_FOUND` */
  close(command: OnHolderPortal): Promise<HolderPortalAnswer>
  /**
   * Says who looks after the portals of a kind, or of a kind in an office, in the place of who did.
   *
   * @throws PortalError `INPUT_INVALID` for a kind that is not delegated, `GRANT_NOT_HELD` for who has full access only for a time
   */
  delegate(command: Asking & Delegation): Promise<Delegation>

  /**
   * What a link to register is for; changes nothing, however often.
   *
   * @throws PortalError `TOKEN_INVALID`, `TOKEN_USED`, `TOKEN_EXPIRED`, `ATTEMPTS_EXCEEDED`, `PORTAL_SUSPENDED`, `HOLDER_INACTIVE`, `LICENSE_MISSING`,
   *   `PORTAL_NOT_ACTIVE`
   */
  inspect(link: { readonly token: string }): Promise<RegistrationLink>
  /**
   * Registers, for whoever has the link. No session comes from it. A login name or password that does not hold costs an attempt and keeps the link.
   *
   * @throws PortalError as `inspect`; `INPUT_INVALID` without a login name or a password (that costs no attempt); `RATE_LIMITED`; `LOGIN_NAME_INVALID`,
   *   `LOGIN_NAME_RESERVED`, `LOGIN_NAME_TAKEN`; `PASSWORD_…`; `PASSWORDS_UNAVAILABLE`, `CONFLICT`
   */
  complete(registering: Registering): Promise<Registered>
  /** What a link to confirm an association or an address is for; changes nothing. @throws PortalError `TOKEN_INVALID`, `TOKEN_USED`, `TOKEN_EXPIRED`, `PORTAL_NOT_ACTIVE` */
  inspectConfirmation(link: { readonly token: string }): Promise<ConfirmationLink>
  /** Confirms it, for whoever has the link. @throws PortalError as `inspectConfirmation` */
  confirm(link: { readonly token: string }): Promise<{ readonly type: 'association' | 'address'; readonly events: readonly PortalEvent[] }>
  /**
   * Tells whose portal a login name and a password open. The session is for the application to begin.
   *
   * @throws PortalError `SIGN_IN_REFUSED`, whatever is wrong; `RATE_LIMITED`, `PASSWORDS_UNAVAILABLE`
   */
  signIn(credentials: SigningIn): Promise<SignedIn>
  /**
   * What the account of a holder's portal may do, by what is stored at this moment: nothing, while the portal is not active.
   *
   * @throws PortalError `PORTAL_NOT_FOUND`; `KIND_UNKNOWN` for one of a kind that the settings do not have any more; `LICENSE_UNKNOWN`
   */
  accountOf(which: { readonly portalId: string; readonly holderPortalId: string }): Promise<Account<P>>
  /** What happens by itself, or in the application. */
  readonly system: RegistrationSystem
}

export function createRegistration<P extends Policy>(parts: RegistrationParts & { readonly policy: P }): Registration<P> {
  return {
    find: (input) => find(parts, input),
    preview: (input) => preview(parts, input),
    create: (input) => create(parts, input),
    associate: (input) => associate(parts, input),
    resend: command(parts, 'resend'),
    revoke: command(parts, 'revoke'),
    changeEmail: (input) => changeEmail(parts, input),
    suspend: command(parts, 'suspend'),
    reactivate: command(parts, 'reactivate'),
    promote: command(parts, 'promote'),
    close: command(parts, 'close'),
    delegate: (input) => delegate(parts, input),
    inspect: (input) => inspect(parts, input),
    complete: (input) => complete(parts, input),
    inspectConfirmation: (input) => inspectConfirmation(parts, input),
    confirm: (input) => confirm(parts, input),
    signIn: (input) => signIn(parts, input),
    accountOf: (input) => accountOf(parts, input),
    system: createRegistrationSystem(parts),
  }
}
