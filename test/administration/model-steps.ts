/** The commands that the model knows, with short names for members, groups and invitations; and time that goes by. */
import type { Administers, Seats } from './model.js'

interface By {
  readonly by: string
}
interface On extends By {
  readonly on: string
}
interface New {
  readonly email: string
  readonly type: 'guest' | 'user'
  readonly administers: Administers
  readonly groups: readonly string[]
}
/** The link of an invitation: of its last letter, or of the one before. */
interface Link {
  readonly invitation: string
  readonly letter: 'last' | 'former'
}

export type MemberStep = On & {
  readonly do: 'convertToUser' | 'convertToGuest' | 'disableMember' | 'reactivateMember' | 'deleteMember' | 'revokeAdministration'
}
type PortalStep = By & { readonly do: 'leave' | 'suspendPortal' | 'reactivatePortal' | 'deletePortal' }
export type GrantFullAccess = By & {
  readonly do: 'grantFullAccess'
  readonly to: readonly string[]
  readonly promoteGuests: boolean
  /** When it ends, in hours since the beginning. */
  readonly until?: number | undefined
}
export type GrantModules = On & { readonly do: 'grantModules'; readonly modules: readonly string[]; readonly until?: number | undefined }
export type WithModules = On & { readonly do: 'limitToModules' | 'revokeModules'; readonly modules: readonly string[] }
export type CreateMember = By & New & { readonly do: 'createMember'; readonly identity: string | null }
export type InviteMember = By & New & { readonly do: 'inviteMember' }
export type OnInvited = By & { readonly do: 'resendInvitation' | 'withdrawInvitation'; readonly invitation: string }
export type Accept = Link & { readonly do: 'acceptInvitation'; readonly identity: string | null; readonly badPassword: boolean }
export type FollowLink = Link & { readonly do: 'declineInvitation' | 'inspectInvitation' }
export type Reassign = On & { readonly do: 'reassignData'; readonly to: string }
export type Report = { readonly do: 'reportReassignment'; readonly reassignment: string; readonly outcome: 'completed' | 'failed' | null }
export type ChangeEmail = On & { readonly do: 'changeEmail'; readonly email: string }
type CreateGroup = By & { readonly do: 'createGroup'; readonly label: string; readonly members: readonly string[] }
export type FillGroup = By & {
  readonly do: 'fillGroup'
  readonly group: string
  readonly add: readonly string[]
  readonly remove: readonly string[]
}
type DeleteGroup = By & { readonly do: 'deleteGroup'; readonly group: string }
type Configure = By & { readonly do: 'configurePortal'; readonly options: Readonly<Record<string, boolean>> }
type SetModuleAccess = By & {
  readonly do: 'setModuleAccess'
  readonly module: string
  readonly access: 'everyone' | 'nobody' | readonly string[]
}

/** What a member does. */
export type ActorStep =
  | MemberStep
  | PortalStep
  | GrantFullAccess
  | GrantModules
  | WithModules
  | CreateMember
  | InviteMember
  | OnInvited
  | Reassign
  | ChangeEmail
  | CreateGroup
  | FillGroup
  | DeleteGroup
  | Configure
  | SetModuleAccess
/** What whoever has a link does. */
export type BearerStep = Accept | FollowLink
/** What the system does. */
type SystemStep = Report | { readonly do: 'licensePortal'; readonly quotas: Seats }
export type Step = { readonly do: 'wait'; readonly hours: number } | ActorStep | BearerStep | SystemStep

/** Who and what a step is about, besides who does it: members, groups and invitations by name. */
export function aboutOf(step: ActorStep): readonly string[] {
  switch (step.do) {
    case 'grantFullAccess':
      return step.to
    case 'reassignData':
      return [step.on, step.to]
    case 'createGroup':
      return step.members
    case 'fillGroup':
      return [step.group, ...step.add, ...step.remove]
    case 'deleteGroup':
      return [step.group]
    case 'resendInvitation':
    case 'withdrawInvitation':
      return [step.invitation]
    default:
      return 'on' in step ? [step.on] : []
  }
}
