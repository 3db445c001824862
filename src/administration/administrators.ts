import * as z from 'zod'
import type { Told } from '../workflow/command.js'
import { asking, commandOf, id, ids, modules, read, time, type Asking } from '../workflow/input.js'
import { administersAt, type MemberRow } from '../workflow/people.js'
import { memberState, type MemberAnswer, type MembersAnswer, type MemberState } from './answers.js'
import { decide, decideGrant, decideLimit, decideRevokeModules, type Decision, type Grant } from './decide.js'
import { accepted, onMember, onOne, summary, type OnMember } from './on-member.js'
import { asMember, fail, notFound, refusal, type Parts } from './scene.js'

/** Who administers: what full administrators and the owner give and take. Nobody gives anything to himself, to the owner, or to a guest. */
export interface Administrators {
  /**
   * Gives full access to members, to all of them or, when one of them cannot have it, to none.
   *
   * @param command `promoteGuests`: guests among them are made users first; without it they are refused. `until`: when it ends (milliseconds
   *   since 1970), without anything having to happen then
   * @throws PortalError `MEMBER_IS_OWNER`, `MEMBER_IS_YOURSELF`, `MEMBER_IS_GUEST`, `GRANT_NOT_HELD` (for longer than the one who grants holds it
   *   himself), `QUOTA_EXCEEDED`, and what every command throws
   */
  grantFullAccess(
    command: Asking & {
      readonly memberIds: readonly string[]
      readonly promoteGuests?: boolean | undefined
      readonly until?: number | undefined
    },
  ): Promise<MembersAnswer>
  /** Gives the administration of some modules. @throws PortalError as `grantFullAccess`; `MEMBER_HAS_FULL_ACCESS`, `MEMBER_INVALID` (a module that is none) */
  grantModules(command: OnMember & { readonly modules: readonly string[]; readonly until?: number | undefined }): Promise<MemberAnswer>
  /**
   * Takes full access away and leaves the administration of these modules.
   *
   * @throws PortalError `MEMBER_ADMINISTERS_NOTHING` when he has no full access; `GRANT_NOT_HELD`, and what `grantModules` throws
   */
  limitToModules(command: OnMember & { readonly modules: readonly string[] }): Promise<MemberAnswer>
  /** Takes the administration of some modules away. @throws PortalError `MEMBER_HAS_FULL_ACCESS` (limit him instead), `MEMBER_ADMINISTERS_NOTHING`, `MEMBER_INVALID` (a module that is none, beside others), and what every command throws */
  revokeModules(command: OnMember & { readonly modules: readonly string[] }): Promise<MemberAnswer>
  /** Takes all administration away. Whoever was a guest before he was promoted is one again. @throws PortalError `MEMBER_ADMINISTERS_NOTHING`, and what every command throws */
  revokeAdministration(command: OnMember): Promise<MemberAnswer>
}

const shapes = {
  grantFullAccess: commandOf({ ...asking, memberIds: ids, promoteGuests: z.boolean().default(false), until: time.optional() }),
  grantModules: commandOf({ ...onMember, modules, until: time.optional() }),
  withModules: commandOf({ ...onMember, modules }),
  revokeAdministration: commandOf({ ...asking, memberId: id }),
}

const order = ['MEMBER_IS_OWNER', 'MEMBER_IS_YOURSELF', 'MEMBER_IS_GUEST', 'GRANT_NOT_HELD', 'FORBIDDEN']
const rankOf = (decision: Decision): number => ('refused' in decision ? order.indexOf(decision.refused) : order.length)

/** Refuses an end that has passed. */
const endOf =
  (until: number | undefined) =>
  (now: number): void => {
    if (until !== undefined && !(now < until)) throw refusal('INPUT_INVALID', '`until` has passed', { until })
  }

export function createAdministrators(parts: Parts): Administrators {
  return {
    async grantFullAccess(input) {
      const { memberIds, promoteGuests, until, ...request } = read(shapes.grantFullAccess, input, 'grantFullAccess')
      if (promoteGuests && until !== undefined) throw refusal('INPUT_INVALID', 'guests are not promoted for a time: convert them first')
      const grant: Grant = { administers: 'everything', until, promoteGuests }
      const could = ['grantFullAccess', 'people.profile'] as const
      const about = ['members', memberIds[0] ?? ''] as const
      const command = { ...request, name: 'grantFullAccess', body: { memberIds, promoteGuests, until }, about, check: endOf(until), could }
      return asMember(parts, command, async (scene) => {
        const before: MemberRow[] = []
        for (const memberId of new Set(memberIds)) before.push(await scene.member(memberId))
        const decided = before.map((member) => [member, decideGrant(scene.situation(member), grant)] as const)
        // Of several refusals, the one that stands first in the order of refusals, whoever it is about.
        const [first] = decided.toSorted((one, other) => rankOf(one[1]) - rankOf(other[1]))
        if (first) accepted(scene, ...first)
        const members: MemberState[] = []
        const told = decided.map(([member, decision]): Told => {
          const after = accepted(scene, member, decision)
          scene.move({ before: member, after })
          members.push(memberState(after, scene.now))
          return { subject: 'members', subjectId: member.id, before: summary(member), after: summary(after) }
        })
        const [one = fail(notFound('members', '')), ...also] = told
        return { ...one, also, answer: { members } }
      })
    },
    async grantModules(input) {
      const { memberId, modules: granted, until, ...request } = read(shapes.grantModules, input, 'grantModules')
      const more = { granted, until }
      const command = { ...request, name: 'grantModules', memberId, right: 'grantModuleAdministration', more, check: endOf(until) }
      return onOne(parts, command, (situation) => decideGrant(situation, { administers: granted, until }))
    },
    async limitToModules(input) {
      const { memberId, modules: left, ...request } = read(shapes.withModules, input, 'limitToModules')
      const command = { ...request, name: 'limitToModules', memberId, demotion: true, right: 'revokeFullAccess', more: left }
      return onOne(parts, command, (situation) => decideLimit(situation, left))
    },
    async revokeModules(input) {
      const { memberId, modules: taken, ...request } = read(shapes.withModules, input, 'revokeModules')
      const command = { ...request, name: 'revokeModules', memberId, demotion: true, right: 'revokeModuleAdministration', more: taken }
      const isModule = (one: string): boolean => parts.policy.modules.some(({ name, presence }) => name === one && presence !== 'always')
      return onOne(parts, command, (situation) => {
        const decision = decideRevokeModules(situation, taken)
        const held = administersAt(situation.target, situation.now)
        // What is misspelt is not left out: somebody relies on its being gone.
        const isKnown = taken.every((one) => isModule(one) || held.includes(one))
        return 'refused' in decision || isKnown ? decision : { refused: 'MEMBER_INVALID' }
      })
    },
    async revokeAdministration(input) {
      const { memberId, ...request } = read(shapes.revokeAdministration, input, 'revokeAdministration')
      const command = { ...request, name: 'revokeAdministration', memberId, demotion: true, right: 'revokeFullAccess' }
      return onOne(parts, command, (situation) => decide('revokeAdministration', situation))
    },
  }
}
