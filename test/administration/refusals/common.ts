/** What every command of a member is refused for. */
import { by, type Cast, type People } from '../cast.js'
import { after, memberCommands, row, sound, soundly, type MemberCommand, type Refusal } from './row.js'

const suspend = ({ administration, olga }: Cast): Promise<unknown> => administration.suspendPortal(by(olga))
const destroy = ({ administration, olga }: Cast): Promise<unknown> => administration.deletePortal(by(olga))
const ofSuspended: readonly MemberCommand[] = ['reactivatePortal', 'deletePortal']
const ofOwner: readonly MemberCommand[] = ['suspendPortal', 'reactivatePortal', 'deletePortal']

/** Who could never do it, whatever it is about. */
function unable(command: MemberCommand): readonly (keyof People)[] {
  if (command === 'leave') return ['dora']
  return ['gus', 'ben', 'max', 'pia', 'dora', ...(ofOwner.includes(command) ? (['fatou'] as const) : [])]
}

const ofEvery = (command: MemberCommand): readonly Refusal[] => [
  row(command, 'INPUT_INVALID', 'it is given something more', soundly(command, undefined, { more: 1 }), { audited: 0 }),
  row(command, 'NOT_FOUND', 'there is no such portal', soundly(command, undefined, { portalId: 'nowhere' }), { audited: 0 }),
  row(command, 'NOT_FOUND', 'nobody has the id of the actor', soundly(command, undefined, { actorId: 'nobody' }), { audited: 0 }),
  row(command, 'NOT_FOUND', 'the actor is of another portal', (world) => ({ ...by(world.ona), ...sound[command](world) }), { audited: 0 }),
  row(command, 'NOT_FOUND', 'it is another portal than that of the actor', soundly(command, undefined, { portalId: 'other' }), {
    audited: 0,
  }),
  row(command, 'NOT_FOUND', 'the portal was deleted', after(destroy, soundly(command))),
  ...unable(command).map((who) => row(command, 'FORBIDDEN', `${who} asks, who never may`, soundly(command, who))),
  row(command, 'CONFLICT', 'others are faster again and again', after(failing('conflict'), soundly(command)), { audited: 0 }),
  row(command, 'STORAGE_UNAVAILABLE', 'the store fails', after(failing('failure'), soundly(command)), { audited: 0 }),
  row(command, 'STORAGE_REFUSED', 'the store has no place for it', after(failing('no place'), soundly(command)), { audited: 0 }),
  row(
    command,
    'IDEMPOTENCY_MISMATCH',
    'its key was given to another command',
    after(useKey, soundly(command, undefined, { idempotencyKey: 'k' })),
  ),
]

const failing =
  (fault: Cast['store']['fault']) =>
  ({ store }: Cast): Promise<void> => {
    store.fault = fault
    return Promise.resolve()
  }

async function useKey({ administration, olga, ben }: Cast): Promise<void> {
  await administration.createGroup({ ...by(olga), name: 'First', idempotencyKey: 'k' })
  await administration.grantFullAccess({ ...by(olga), memberIds: [ben] })
  await administration.createGroup({ ...by(ben), name: 'Second', idempotencyKey: 'k' })
}

/** A portal that is suspended, and what is refused first in it. */
const ofSuspension = (command: MemberCommand): readonly Refusal[] => [
  row(command, 'PORTAL_NOT_ACTIVE', 'the portal is suspended', after(suspend, soundly(command))),
  row(command, 'PORTAL_NOT_ACTIVE', 'the portal is suspended, before a guest is forbidden', after(suspend, soundly(command, 'gus'))),
  row(
    command,
    'PORTAL_NOT_ACTIVE',
    'the portal is suspended, before a disabled member is forbidden',
    after(suspend, soundly(command, 'dora')),
  ),
]

/** Of two reasons the first. */
const inOrder = (command: MemberCommand): readonly Refusal[] => [
  row(
    command,
    'INPUT_INVALID',
    'it is malformed, before there is no portal',
    soundly(command, undefined, { portalId: 'nowhere', more: 1 }),
    {
      audited: 0,
    },
  ),
  row(
    command,
    'NOT_FOUND',
    'a stranger asks, before the portal is suspended',
    after(suspend, soundly(command, undefined, { actorId: 'nobody' })),
    { audited: 0 },
  ),
]

/** Keys by which a command names what it is about, and how it names something that is not there. */
const named: readonly (readonly [command: MemberCommand, key: string, kind: 'member' | 'group' | 'invitation', list?: 'list'])[] = [
  ['convertToUser', 'memberId', 'member'],
  ['convertToGuest', 'memberId', 'member'],
  ['disableMember', 'memberId', 'member'],
  ['reactivateMember', 'memberId', 'member'],
  ['deleteMember', 'memberId', 'member'],
  ['reassignData', 'fromId', 'member'],
  ['reassignData', 'toId', 'member'],
  ['changeEmail', 'memberId', 'member'],
  ['grantFullAccess', 'memberIds', 'member', 'list'],
  ['grantModules', 'memberId', 'member'],
  ['limitToModules', 'memberId', 'member'],
  ['revokeModules', 'memberId', 'member'],
  ['revokeAdministration', 'memberId', 'member'],
  ['createMember', 'groups', 'group', 'list'],
  ['inviteMember', 'groups', 'group', 'list'],
  ['resendInvitation', 'invitationId', 'invitation'],
  ['withdrawInvitation', 'invitationId', 'invitation'],
  ['createGroup', 'members', 'member', 'list'],
  ['fillGroup', 'groupId', 'group'],
  ['fillGroup', 'add', 'member', 'list'],
  ['fillGroup', 'remove', 'member', 'list'],
  ['deleteGroup', 'groupId', 'group'],
]

/** What is not in this portal is not there at all. */
const notHere = named.flatMap(([command, key, kind, list]) => {
  const listed = (id: string): unknown => (list ? [id] : id)
  const foreign = ({ ona, elsewhere }: Cast): string => ({ member: ona, ...elsewhere })[kind]
  const never = (who: keyof People): Refusal =>
    row(command, 'FORBIDDEN', `${who} never may, before there is no such ${key}`, soundly(command, who, { [key]: listed('nobody') }))
  return [
    row(command, 'NOT_FOUND', `nothing has the id in ${key}`, soundly(command, undefined, { [key]: listed('nobody') })),
    row(command, 'NOT_FOUND', `the id in ${key} is of another portal`, (world) => ({
      ...by(world.olga),
      ...sound[command](world),
      [key]: listed(foreign(world)),
    })),
    ...unable(command).map(never),
  ]
})

export const common: readonly Refusal[] = [
  ...memberCommands.flatMap((command) => [
    ...ofEvery(command),
    ...(ofSuspended.includes(command) ? [] : ofSuspension(command)),
    ...inOrder(command),
  ]),
  ...ofOwner
    .filter((command) => ofSuspended.includes(command))
    .map((command) =>
      row(command, 'FORBIDDEN', 'the portal is suspended and a full administrator asks', after(suspend, soundly(command, 'fatou'))),
    ),
  ...notHere,
]
