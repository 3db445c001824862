import type { PortalErrorCode } from 'portico'
import { expect } from 'vitest'
import { by, type Cast, type Command, type People, type Settings } from '../cast.js'

/** A situation in which a command is refused. */
export interface Refusal {
  readonly command: Command
  readonly code: PortalErrorCode
  /** In words, after "is refused when". */
  readonly when: string
  /** Makes the situation, and gives what the command is given. */
  readonly given: (world: Cast) => unknown
  readonly settings?: () => Settings
  /** How many audit records it leaves; one, when left out. Any number where nothing says it. */
  readonly audited?: 0 | 'any'
  /** What the error's details must hold. */
  readonly details?: object
  /** What is changed all the same: the record that the guide says is changed. */
  readonly changes?: (world: Cast) => string
}

export type Given = Refusal['given']
type More = Pick<Refusal, 'settings' | 'audited' | 'details' | 'changes'>

export const row = (command: Command, code: PortalErrorCode, when: string, given: Given, more: More = {}): Refusal => ({
  command,
  code,
  when,
  given,
  ...more,
})

/** The policy said no, and says why, in words. */
export const explained: More = { details: { explanation: expect.stringMatching(/^no: \S/) as unknown } }

/** Commands that a member of the portal gives. */
export type MemberCommand = Exclude<
  Command,
  | 'createPortal'
  | 'licensePortal'
  | 'reportReassignment'
  | 'inspectInvitation'
  | 'acceptInvitation'
  | 'declineInvitation'
  | 'inspectEmail'
  | 'confirmEmail'
  | 'abilityFor'
  | 'whoCan'
  | 'whatCan'
>

/** For each command, what the owner may well give it; he cannot `leave`, which any other may. */
export const sound: Readonly<Record<MemberCommand, (world: Cast) => object>> = {
  createMember: () => ({ name: 'Nina', type: 'user' }),
  convertToUser: ({ gus }) => ({ memberId: gus }),
  convertToGuest: ({ ben }) => ({ memberId: ben }),
  disableMember: ({ ben }) => ({ memberId: ben }),
  reactivateMember: ({ dora }) => ({ memberId: dora }),
  deleteMember: ({ dora }) => ({ memberId: dora }),
  leave: () => ({}),
  reassignData: ({ dora, ben }) => ({ fromId: dora, toId: ben }),
  changeEmail: ({ ben }) => ({ memberId: ben, email: 'ben@new.example' }),
  grantFullAccess: ({ ben }) => ({ memberIds: [ben] }),
  grantModules: ({ ben }) => ({ memberId: ben, modules: ['crm'] }),
  limitToModules: ({ frank }) => ({ memberId: frank, modules: ['crm'] }),
  revokeModules: ({ max }) => ({ memberId: max, modules: ['crm'] }),
  revokeAdministration: ({ max }) => ({ memberId: max }),
  inviteMember: () => ({ email: 'nina@agency.example', type: 'user' }),
  resendInvitation: ({ ivy }) => ({ invitationId: ivy.id }),
  withdrawInvitation: ({ ivy }) => ({ invitationId: ivy.id }),
  createGroup: () => ({ name: 'Accounting' }),
  fillGroup: ({ board, ben }) => ({ groupId: board, add: [ben] }),
  deleteGroup: ({ board }) => ({ groupId: board }),
  configurePortal: () => ({ name: 'The agency' }),
  setModuleAccess: () => ({ module: 'crm', access: { availability: 'everyone' } }),
  suspendPortal: () => ({}),
  reactivatePortal: () => ({}),
  deletePortal: () => ({}),
}
export const memberCommands = Object.keys(sound) as readonly MemberCommand[]

/** The sound command, given by somebody. */
export const soundly =
  (command: MemberCommand, who: keyof People = command === 'leave' ? 'ben' : 'olga', more: object = {}): Given =>
  (world) => ({ ...by(world[who]), ...sound[command](world), ...more })

/** Makes the situation before. */
export const after =
  (before: (world: Cast) => Promise<unknown>, given: Given): Given =>
  async (world) => {
    await before(world)
    return given(world)
  }
