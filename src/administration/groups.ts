import type { ModuleAccess } from '../portal.js'
import type { Row } from '../records.js'
import type { Outcome } from '../workflow/command.js'
import { anyIds, asking, commandOf, id, name, read, type Asking } from '../workflow/input.js'
import type { MemberRow } from '../workflow/people.js'
import { newId } from '../workflow/tokens.js'
import type { Answer } from './answers.js'
import { mayFill } from './decide.js'
import { audienceOf } from './known.js'
import { asMember, notFound, refusal, type ActorScene, type Could, type Parts, type Scene } from './scene.js'

/** The groups of a portal. A group opens what lists it: modules, and whatever the application shares with it. */
export interface Groups {
  /**
   * Makes a group. It opens nothing yet, so whoever may make it may put anybody into it.
   *
   * @throws PortalError `NOT_FOUND` (a member), `MEMBER_IS_OWNER` (only he puts himself into it), `NAME_TAKEN`, and what every command throws
   */
  createGroup(command: Asking & { readonly name: string; readonly members?: readonly string[] | undefined }): Promise<GroupAnswer>
  /**
   * Puts members into a group, and takes others out. Into it only by who is in it himself, or has full access: nobody hands out what he does not hold.
   *
   * @throws PortalError `NOT_FOUND` (the group, a member), `MEMBER_IS_OWNER` (only he himself), `MEMBER_IS_YOURSELF` (who comes in, or goes out),
   *   `GRANT_NOT_HELD`, and what every command throws
   */
  fillGroup(
    command: Asking & {
      readonly groupId: string
      readonly add?: readonly string[] | undefined
      readonly remove?: readonly string[] | undefined
    },
  ): Promise<GroupAnswer>
  /**
   * Deletes a group: its members are not in it any more, and the modules that were for it alone are for nobody.
   *
   * @throws PortalError `NOT_FOUND`, `MEMBER_IS_OWNER` and `MEMBER_IS_YOURSELF` (who are in it), and what every command throws
   */
  deleteGroup(command: Asking & { readonly groupId: string }): Promise<GroupAnswer>
}

/** A group as it is after a command. */
export interface GroupState {
  readonly portalId: string
  readonly id: string
  readonly name: string
}
/** The answer to what is done to a group. */
export interface GroupAnswer extends Answer {
  readonly group: GroupState
}

const shapes = {
  createGroup: commandOf({ ...asking, name, members: anyIds.optional() }),
  fillGroup: commandOf({ ...asking, groupId: id, add: anyIds.optional(), remove: anyIds.optional() }).refine(
    ({ add = [], remove = [] }) => !add.some((memberId) => remove.includes(memberId)),
    'somebody is to be put in and taken out',
  ),
  deleteGroup: commandOf({ ...asking, groupId: id }),
}

export function createGroups(parts: Parts): Groups {
  return {
    async createGroup(input) {
      const { name: called, members = [], ...request } = read(shapes.createGroup, input, 'createGroup')
      return asMember(parts, { ...request, name: 'createGroup', body: { called, members }, could: mayEver('create') }, async (scene) => {
        const { tx, portal, now } = scene
        require(scene, 'create')
        const first = await membersOf(scene, ...members)
        if ((await tx.find('groups', 'name', { portalId: portal.id, name: called })).length > 0)
          throw refusal('NAME_TAKEN', 'another group has this name', { name: called })
        const group = { portalId: portal.id, id: newId(parts.runtime.random), name: called, createdAt: now }
        tx.insert('groups', group)
        put(scene, group.id, first, members)
        return answered(group, null, JSON.stringify({ name: called, added: members }))
      })
    },
    async fillGroup(input) {
      const { groupId, add = [], remove = [], ...request } = read(shapes.fillGroup, input, 'fillGroup')
      return asMember(
        parts,
        { ...request, name: 'fillGroup', body: { groupId, add, remove }, about: ['groups', groupId], could: mayEver('update') },
        async (scene) => {
          const group = await groupOf(scene, groupId)
          require(scene, 'update')
          const members = await membersOf(scene, ...remove, ...add)
          // A group opens what others share with it, and closes what they keep from it: nobody changes that for himself.
          const { actor } = scene
          if (add.includes(actor.id) && !actor.groups.includes(groupId))
            throw refusal('MEMBER_IS_YOURSELF', 'nobody puts himself into a group', { groupId })
          if (remove.includes(actor.id)) mustNotFreeHimself(scene, groupId)
          if (add.length > 0 && !mayFill(scene.actor, groupId, scene.portal, scene.now))
            throw refusal('GRANT_NOT_HELD', 'only who is in a group himself, or has full access, puts others into it', { groupId })
          if (add.length > 0) await enter(scene, [groupId])
          put(scene, groupId, members, add)
          return answered(group, null, JSON.stringify({ added: add, removed: remove }))
        },
      )
    },
    async deleteGroup(input) {
      const { groupId, ...request } = read(shapes.deleteGroup, input, 'deleteGroup')
      return asMember(
        parts,
        { ...request, name: 'deleteGroup', body: { groupId }, about: ['groups', groupId], could: mayEver('delete') },
        async (scene) => {
          const { tx, portal } = scene
          const group = await groupOf(scene, groupId)
          require(scene, 'delete')
          const inside = (await tx.find('members', 'byPortal', { portalId: portal.id })).filter(({ groups }) => groups.includes(groupId))
          mayTouch(scene, inside)
          mustNotFreeHimself(scene, groupId)
          for (const before of inside) scene.move({ before, after: { ...before, groups: before.groups.filter((one) => one !== groupId) } })
          withoutAudience(scene, groupId)
          tx.remove('groups', group)
          return answered(group, JSON.stringify({ name: group.name, members: inside.map(({ id: memberId }) => memberId) }), null)
        },
      )
    },
  }
}

/**
 * Takes a member or group that will not be there any more out of the lists of who has a module. A list that is empty then is nobody; where a
 * module cannot be switched off, it is the owner, who has everything anyway.
 */
export function withoutAudience(scene: Scene, audience: string): void {
  const { tx, portal } = scene
  const left = (module: string): ModuleAccess =>
    scene.cannotBeOff(module) ? { availability: 'restricted', to: [portal.ownerId] } : { availability: 'nobody' }
  const modules = Object.entries(portal.modules).map(([module, access]) => [module, without(access, audience, left(module))] as const)
  if (modules.some(([module, access]) => access !== portal.modules[module]))
    tx.update('portals', { ...portal, modules: Object.fromEntries(modules) })
}

function without(access: ModuleAccess, audience: string, left: ModuleAccess): ModuleAccess {
  const to = audienceOf(access)
  if (!to?.includes(audience)) return access
  const [first, ...others] = to.filter((one) => one !== audience)
  const { requires } = access
  const rest: ModuleAccess = first === undefined ? left : { availability: 'restricted', to: [first, ...others] }
  return requires === undefined ? rest : { ...rest, requires }
}

type Right = 'create' | 'update' | 'delete'
const mayEver = (right: Right): Could => [right, 'people.group']
const require = (scene: ActorScene, right: Right): void => scene.require(right, { __typename: 'people.group', portalId: scene.portal.id })

async function groupOf({ tx, portal }: Scene, groupId: string): Promise<Row<'groups'>> {
  const group = await tx.get('groups', portal.id, groupId)
  if (!group) throw notFound('groups', groupId)
  return group
}

/**
 * Says that members come into a group: whoever deletes it at the same time sees that it is not as he read it, and decides again.
 */
export async function enter({ tx, portal }: Scene, groups: readonly string[]): Promise<void> {
  for (const groupId of groups) {
    const group = await tx.get('groups', portal.id, groupId)
    if (group) tx.update('groups', group)
  }
}

/** The members who are put into a group or taken out of it. Nobody but the owner does that to the owner. */
async function membersOf(scene: ActorScene, ...ids: readonly string[]): Promise<readonly MemberRow[]> {
  const members: MemberRow[] = []
  for (const memberId of new Set(ids)) members.push(await scene.member(memberId))
  mayTouch(scene, members)
  return members
}

/** @throws PortalError `MEMBER_IS_OWNER` */
function mayTouch({ actor, portal: { ownerId } }: ActorScene, members: readonly MemberRow[]): void {
  if (actor.id !== ownerId && members.some(({ id: memberId }) => memberId === ownerId))
    throw refusal('MEMBER_IS_OWNER', 'nobody but the owner does this to the owner')
}

/** Only the owner takes himself out of a group, for nobody else could. @throws PortalError `MEMBER_IS_YOURSELF` */
function mustNotFreeHimself({ actor, portal: { ownerId } }: ActorScene, groupId: string): void {
  if (actor.id !== ownerId && actor.groups.includes(groupId))
    throw refusal('MEMBER_IS_YOURSELF', 'nobody takes himself out of a group', { groupId })
}

function put(scene: Scene, groupId: string, members: readonly MemberRow[], add: readonly string[]): void {
  for (const before of members) {
    const others = before.groups.filter((one) => one !== groupId)
    scene.move({ before, after: { ...before, groups: add.includes(before.id) ? [...others, groupId] : others } })
  }
}

const answered = (
  { portalId, id: groupId, name: called }: Row<'groups'>,
  before: string | null,
  after: string | null,
): Outcome<{ readonly group: GroupState }> => ({
  answer: { group: { portalId, id: groupId, name: called } },
  subject: 'groups',
  subjectId: groupId,
  before,
  after,
})
