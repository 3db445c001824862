import { holdsEverythingForGood, isSomething, memberRow, type Administers, type MemberRow } from '../workflow/people.js'
import { mayFill } from './decide.js'
import { forbidden, notFound, refusal, type Scene } from './scene.js'

/** What somebody is about to be given. */
export interface Handout {
  readonly type: 'guest' | 'user'
  readonly administers: Administers
  readonly groups: readonly string[]
}

/**
 * Refuses to hand out more than the one who does holds himself.
 *
 * @throws PortalError `MEMBER_IS_GUEST`, `MEMBER_INVALID` (a module that is none), `FORBIDDEN`, `GRANT_NOT_HELD`, `NOT_FOUND` (a group)
 */
export async function mayHandOut(scene: Scene, by: MemberRow, { type: kind, administers: granted, groups }: Handout): Promise<void> {
  const { portal, now } = scene
  const ability = scene.abilityOf(by)
  if (kind === 'guest' && isSomething(granted)) throw refusal('MEMBER_IS_GUEST', 'a guest administers nothing')
  scene.check(memberRow('new', scene, { name: '', type: kind, administers: granted }))
  const profile = { __typename: 'people.profile', portalId: portal.id, type: kind, status: 'active', administers: granted }
  if (!ability.can('create', profile)) throw forbidden(ability, 'create', profile)
  if (isSomething(granted) && !holdsEverythingForGood(by, portal, now))
    throw refusal('GRANT_NOT_HELD', 'who holds it only for a time invites nobody to it')
  for (const groupId of groups) {
    if (!(await scene.tx.get('groups', portal.id, groupId))) throw notFound('groups', groupId)
    if (!mayFill(by, groupId, portal, now))
      throw refusal('GRANT_NOT_HELD', 'only who is in a group himself, or has full access, puts others into it')
  }
}
