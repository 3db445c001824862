// The entry point `portico/server`: the workflows of a portal, over the ports.

export { createPortico, type Portico, type PorticoWithRegistration } from './server/portico.js'
export type { PorticoLimits, PorticoSettings } from './server/settings.js'
export type { RegistrationSettings } from './server/registration-settings.js'
export type { Registration } from './registration/service.js'
export type { Account, SignedIn, SigningIn } from './registration/accounts.js'
export type { ConfirmationLink, HolderPortal, HolderPortalAnswer, HolderPortalPreview, RegistrationLink } from './registration/answers.js'
export type { OnHolderPortal } from './registration/commands.js'
export type { NewHolderPortal } from './registration/create.js'
export type { Delegation } from './registration/delegations.js'
export type { FindHolderPortals, HolderPortalPage } from './registration/find.js'
export type { RegistrationLimits } from './registration/parts.js'
export type { Registered, Registering } from './registration/complete.js'
export type { Features, OneHolder, OnePortal, RegistrationSystem } from './registration/system.js'
export type { Ownership, TransferAnswer } from './ownership/ownership.js'
export type { BlockingOwnership, OwnershipLink, TransferState } from './ownership/views.js'
export type { Naming } from './ownership/input.js'
export {
  defaultRules,
  ownershipPresets,
  type BreakGlass,
  type OwnershipPreset,
  type OwnershipRules,
  type RateLimit,
} from './ownership/rules.js'
export type { Administration } from './administration/service.js'
export type { NewMember, Members } from './administration/members.js'
export type { OnMember } from './administration/on-member.js'
export type { Invitations, NewInvitation, OnInvitation } from './administration/invitations.js'
export type { Acceptance, Acceptances, DeclineAnswer, InvitationLink } from './administration/acceptance.js'
export type { Administrators } from './administration/administrators.js'
export type { GroupAnswer, Groups, GroupState } from './administration/groups.js'
export type { ReassignmentAnswer, Reassignments, ReassignmentState, Report } from './administration/reassignments.js'
export type { Addresses, ConfirmAnswer, EmailLink } from './administration/addresses.js'
export type { ModuleAvailability, Portals } from './administration/portals.js'
export type { NewPortal } from './administration/create-portal.js'
export type { PortalAnswer, PortalState } from './administration/portal-answers.js'
export type { Abilities } from './administration/abilities.js'
export type { Again, Asking } from './workflow/input.js'
export type { Administers } from './workflow/people.js'
export type {
  Answer,
  DeletedAnswer,
  DeletedMember,
  InvitationAnswer,
  InvitationState,
  MemberAnswer,
  MembersAnswer,
  MemberState,
} from './administration/answers.js'
export { formatTime, renderLetter, type Block, type Letter, type Letters, type RenderedLetter } from './workflow/letters.js'
export { standardLetters } from './workflow/standard-letters.js'
export { ownershipLetters } from './ownership/standard-letters.js'
export { registrationLetters } from './registration/standard-letters.js'
export type { LinkSettings } from './workflow/links.js'
export type { Attempt, LinkKind, LinkKinds } from './workflow/attempt.js'
export { letterChange, type Outbox } from './workflow/outbox.js'
export { storageRateLimits, type StorageRateLimits, type StorageRateLimitsParts } from './workflow/rate-limits.js'
export { hashPassword, verifyPassword, type BlockListRule, type PasswordParts, type PasswordRules } from './workflow/passwords.js'
export type { AbortSignalLike, Repeating } from './workflow/repeat.js'
export { auditChange, type AuditFacts } from './workflow/audit.js'
export type { Runtime } from './workflow/runtime.js'
export { hashToken, isToken, mintToken, newId } from './workflow/tokens.js'

export {
  tables,
  type DueTable,
  type IndexName,
  type IndexValues,
  type LetterVariables,
  type OutboxLink,
  type PendingConfirmation,
  type Quotas,
  type TemporaryGrant,
  type Column,
  type Row,
  type Table,
  type TableName,
  type UniqueName,
} from './records.js'
export type { AuditSink } from './ports/audit.js'
export type { Clock } from './ports/clock.js'
export type { Digest, Random } from './ports/crypto.js'
export type { PortalEvent } from './workflow/post.js'
export type { Holder, Holders } from './ports/holders.js'
export type { Licences, PortalLicences } from './ports/licences.js'
export type { Mailer, MailMessage } from './ports/mail.js'
export type { RateAnswer, RateLimits, RateRule } from './ports/rate-limits.js'
export type { PasswordHasher } from './ports/passwords.js'
export type { BlockList, PasswordContext } from './ports/block-list.js'
export type { Change, CommitResult, Page, Storage, Stored } from './ports/storage.js'
