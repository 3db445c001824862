/** For each command everything that it may be given, and what could be given instead. */
import { by, password, tokenTo, type Cast, type Command } from './cast.js'
import { memberCommands, sound, type MemberCommand } from './refusals/row.js'

/** What a value is, so that it is known what spoils it. */
export type Kind =
  | 'id'
  | 'ids'
  | 'anyIds'
  | 'name'
  | 'email'
  | 'type'
  | 'modules'
  | 'administers'
  | 'language'
  | 'key'
  | 'time'
  | 'flag'
  | 'flags'
  | 'words'
  | 'quotas'
  | 'access'
  | 'module'
  | 'requires'
  | 'token'
  | 'password'
  | 'count'
  | 'outcome'
  | 'owner'
  | 'action'
  | 'limit'
  | 'record'
  | 'cursor'
  | 'text'

/** What a command is given: the keys that it must have, and those that it may have. */
export interface Shape {
  readonly must: Readonly<Record<string, Kind>>
  readonly may?: Readonly<Record<string, Kind>>
  /** A whole input with what it must have, for this world; everybody in it may do this. */
  readonly whole: (world: Cast) => Promise<Readonly<Record<string, unknown>>>
}

const asking = { portalId: 'id', actorId: 'id' } as const
const keys = { idempotencyKey: 'key', correlationId: 'key' } as const
const granted = { administers: 'administers', groups: 'anyIds', language: 'language' } as const
const onMember = { memberId: 'id' } as const

const own: Readonly<Record<MemberCommand, Omit<Shape, 'whole'>>> = {
  createMember: { must: { name: 'name', type: 'type' }, may: { email: 'email', emailVerified: 'flag', identity: 'id', ...granted } },
  convertToUser: { must: onMember },
  convertToGuest: { must: onMember },
  disableMember: { must: onMember },
  reactivateMember: { must: onMember },
  deleteMember: { must: onMember },
  leave: { must: {} },
  reassignData: { must: { fromId: 'id', toId: 'id' } },
  changeEmail: { must: { ...onMember, email: 'email' } },
  grantFullAccess: { must: { memberIds: 'ids' }, may: { promoteGuests: 'flag', until: 'time' } },
  grantModules: { must: { ...onMember, modules: 'modules' }, may: { until: 'time' } },
  limitToModules: { must: { ...onMember, modules: 'modules' } },
  revokeModules: { must: { ...onMember, modules: 'modules' } },
  revokeAdministration: { must: onMember },
  inviteMember: { must: { email: 'email', type: 'type' }, may: { name: 'name', ...granted } },
  resendInvitation: { must: { invitationId: 'id' } },
  withdrawInvitation: { must: { invitationId: 'id' } },
  createGroup: { must: { name: 'name' }, may: { members: 'anyIds' } },
  fillGroup: { must: { groupId: 'id' }, may: { add: 'anyIds', remove: 'anyIds' } },
  deleteGroup: { must: { groupId: 'id' } },
  configurePortal: { must: {}, may: { name: 'name', options: 'flags' } },
  setModuleAccess: { must: { module: 'module', access: 'access' } },
  suspendPortal: { must: {} },
  reactivatePortal: { must: {} },
  deletePortal: { must: {} },
}

const ofMember = (command: MemberCommand): Shape => ({
  must: { ...asking, ...own[command].must },
  may: { ...keys, ...own[command].may },
  whole: (world) => Promise.resolve({ ...by(command === 'leave' ? world.ben : world.olga), ...sound[command](world) }),
})

async function newAddress(world: Cast): Promise<{ readonly token: string }> {
  await world.administration.changeEmail({ ...by(world.olga), memberId: world.ben, email: 'ben@new.example' })
  return { token: await tokenTo(world, 'ben@new.example') }
}
async function reassignment({ administration, olga, dora, ben }: Cast): Promise<{ readonly reassignmentId: string }> {
  const { reassignment } = await administration.reassignData({ ...by(olga), fromId: dora, toId: ben })
  return { reassignmentId: reassignment.id }
}
const ofIvy = ({ ivy }: Cast): Promise<{ readonly token: string }> => Promise.resolve({ token: ivy.token })

export const shapes: Readonly<Record<Command, Shape>> = {
  ...(Object.fromEntries(memberCommands.map((command) => [command, ofMember(command)])) as Record<MemberCommand, Shape>),
  createPortal: {
    must: { portalId: 'id', name: 'name', owner: 'owner' },
    may: { options: 'flags', licences: 'words', quotas: 'quotas', ...keys },
    whole: () => Promise.resolve({ portalId: 'new', name: 'New', owner: { name: 'Nina', email: 'nina@new.example' } }),
  },
  licensePortal: {
    must: { portalId: 'id' },
    may: { licences: 'words', quotas: 'quotas', requires: 'requires', ...keys },
    whole: () => Promise.resolve({ portalId: 'agency', licences: ['a'] }),
  },
  reportReassignment: {
    must: { portalId: 'id', reassignmentId: 'id', done: 'count' },
    may: { total: 'count', outcome: 'outcome', result: 'text', ...keys },
    whole: async (world) => ({ portalId: 'agency', ...(await reassignment(world)), done: 1 }),
  },
  inspectInvitation: { must: { token: 'token' }, whole: ofIvy },
  declineInvitation: { must: { token: 'token' }, may: keys, whole: ofIvy },
  acceptInvitation: {
    must: { token: 'token', name: 'name', password: 'password' },
    may: { language: 'language', ...keys },
    whole: async (world) => ({ ...(await ofIvy(world)), name: 'Ivy', password }),
  },
  inspectEmail: { must: { token: 'token' }, whole: newAddress },
  confirmEmail: { must: { token: 'token' }, may: keys, whole: newAddress },
  abilityFor: { must: { portalId: 'id', memberId: 'id' }, whole: ({ ben }) => Promise.resolve({ portalId: 'agency', memberId: ben }) },
  whatCan: {
    must: { portalId: 'id', memberId: 'id', record: 'record' },
    whole: ({ ben }) => Promise.resolve({ portalId: 'agency', memberId: ben, record: 'crm' }),
  },
  whoCan: {
    must: { portalId: 'id', action: 'action', record: 'record' },
    may: { limit: 'limit', after: 'cursor' },
    whole: () => Promise.resolve({ portalId: 'agency', action: 'access', record: 'crm' }),
  },
}
export const commands = Object.keys(shapes) as readonly Command[]
