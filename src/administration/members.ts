import * as z from 'zod'
import { parseAddress } from '../workflow/address.js'
import { administers, anyIds, asking, commandOf, email, id, language, name, read, type, type Asking } from '../workflow/input.js'
import { memberRow, type Administers, type MemberRow } from '../workflow/people.js'
import { newId } from '../workflow/tokens.js'
import { memberState, type DeletedAnswer, type DeletedMember, type MemberAnswer } from './answers.js'
import { decide, memberCommands, type MemberCommandName } from './decide.js'
import { enter, withoutAudience } from './groups.js'
import { mayHandOut } from './handout.js'
import { accepted, answered, askToConfirm, checkUnique, onMember, onOne, type OnMember } from './on-member.js'
import { asMember, refusal, type Parts, type Scene } from './scene.js'

/** What is done to the members of a portal. */
export interface Members {
  /**
   * Makes a member at once, without an invitation; with `administers`, an administrator in one step. An address that is not known to be his
   * gets a letter with a link to confirm it.
   *
   * @throws PortalError `FORBIDDEN`, `GRANT_NOT_HELD`, `EMAIL_INVALID`, `EMAIL_TAKEN`, `IDENTITY_TAKEN`, `NOT_FOUND` (a group), `MEMBER_INVALID`
   *   (a module that is none), `QUOTA_EXCEEDED`, and what every command throws
   */
  createMember(command: Asking & NewMember): Promise<MemberAnswer>
  /** Makes a user of a guest. @throws PortalError `MEMBER_IS_USER`, `MEMBER_IS_OWNER`, `MEMBER_IS_YOURSELF`, `QUOTA_EXCEEDED`, and what every command throws */
  convertToUser(command: OnMember): Promise<MemberAnswer>
  /** Makes a guest of a user. @throws PortalError `MEMBER_IS_GUEST`, `MEMBER_IS_ADMINISTRATOR`, `MEMBER_IS_OWNER`, `MEMBER_IS_YOURSELF`, `QUOTA_EXCEEDED`, and what every command throws */
  convertToGuest(command: OnMember): Promise<MemberAnswer>
  /** Lets a member do nothing any more, and ends his sessions. @throws PortalError `MEMBER_NOT_ACTIVE`, `MEMBER_IS_OWNER`, `MEMBER_IS_YOURSELF`, and what every command throws */
  disableMember(command: OnMember): Promise<MemberAnswer>
  /** Lets a disabled member in again, as he was. @throws PortalError `MEMBER_NOT_DISABLED`, `REASSIGNMENT_RUNNING`, `MEMBER_IS_YOURSELF`, `GRANT_NOT_HELD`, `QUOTA_EXCEEDED`, and what every command throws */
  reactivateMember(command: OnMember): Promise<MemberAnswer>
  /** Deletes a disabled member, with his password. `REASSIGNMENT_RUNNING` while data are on their way from him or to him. @throws PortalError `MEMBER_NOT_DISABLED`, `REASSIGNMENT_RUNNING`, `MEMBER_IS_OWNER`, `MEMBER_IS_YOURSELF`, and what every command throws */
  deleteMember(command: OnMember): Promise<DeletedAnswer>
  /** The member himself leaves: he is disabled, and his sessions end. @throws PortalError `MEMBER_IS_OWNER`, and what every command throws */
  leave(command: Asking): Promise<MemberAnswer>
}

/** A member who is about to be made. */
export interface NewMember {
  readonly name: string
  readonly type: 'guest' | 'user'
  readonly email?: string | undefined
  /** Whether the host application knows that the address is his: no letter then. */
  readonly emailVerified?: boolean | undefined
  readonly administers?: Administers | undefined
  readonly groups?: readonly string[] | undefined
  /** Who he is in the host application. */
  readonly identity?: string | undefined
  /** The language of his letters, BCP 47: `en` by default. */
  readonly language?: string | undefined
}

const newMember = commandOf({
  ...asking,
  name,
  type,
  email: email.optional(),
  emailVerified: z.boolean().default(false),
  administers: administers.default([]),
  groups: anyIds.optional(),
  identity: id.optional(),
  language: language.default('en'),
})
const onMemberCommand = commandOf(onMember)
const askingCommand = commandOf(asking)

export function createMembers(parts: Parts): Members {
  const on =
    (command: MemberCommandName) =>
    async (input: OnMember): Promise<MemberAnswer> => {
      const { memberId, ...request } = read(onMemberCommand, input, command)
      return onOne(parts, { ...request, name: command, memberId, right: memberCommands[command].right }, (situation) =>
        decide(command, situation),
      )
    }
  return {
    createMember: (input) => createMember(parts, input),
    convertToUser: on('convertToUser'),
    convertToGuest: on('convertToGuest'),
    disableMember: on('disableMember'),
    reactivateMember: on('reactivateMember'),
    async deleteMember(input) {
      const { memberId, ...request } = read(onMemberCommand, input, 'deleteMember')
      const command = { ...request, name: 'deleteMember', body: { memberId }, about: ['members', memberId] } as const
      return asMember(parts, { ...command, could: ['delete', 'people.profile'] as const }, async (scene) => {
        const before = await scene.member(memberId)
        accepted(scene, before, decide('deleteMember', scene.situation(before)))
        if (await isReceiving(scene, memberId)) throw refusal('REASSIGNMENT_RUNNING', 'data are on their way to him', { memberId })
        await forget(scene, before)
        scene.events.push({ type: 'memberDeleted', portalId: before.portalId, memberId })
        const outcome = answered(scene, before, before, 'deleted')
        const member: DeletedMember = { ...memberState(before, scene.now), status: 'deleted' }
        return { ...outcome, answer: { member } }
      })
    },
    async leave(input) {
      const request = read(askingCommand, input, 'leave')
      return onOne(parts, { ...request, name: 'leave', memberId: request.actorId, right: 'requestDeletion', always: true }, (situation) =>
        decide('leave', situation),
      )
    },
  }
}

/**
 * Whether data of somebody else are on their way to him. Asked after he was read as disabled: he was sent none since then, for they go to active members
 * only, and if he was active in between, the commit is a conflict.
 */
const isReceiving = async ({ tx, portal }: Scene, toId: string): Promise<boolean> =>
  (await tx.find('reassignments', 'byReceiver', { portalId: portal.id, toId, status: 'running' })).length > 0

/** Deletes a member and whatever is his alone, and takes him out of the lists of who has a module. */
async function forget(scene: Scene, member: MemberRow): Promise<void> {
  const { portalId, id: memberId } = member
  for (const table of ['credentials', 'loginNames'] as const) {
    const index = table === 'credentials' ? 'account' : 'byAccount'
    for (const row of await scene.tx.find(table, index as never, { portalId, accountId: memberId } as never)) scene.tx.remove(table, row)
  }
  withoutAudience(scene, memberId)
  scene.move({ before: member })
}

async function createMember(parts: Parts, input: Asking & NewMember): Promise<MemberAnswer> {
  const { portalId, actorId, idempotencyKey, correlationId, ...body } = read(newMember, input, 'createMember')
  const could = ['create', 'people.profile'] as const
  const address = body.email === undefined ? undefined : parseAddress(body.email)
  return asMember(parts, { name: 'createMember', portalId, actorId, idempotencyKey, correlationId, body, could }, async (scene) => {
    await mayHandOut(scene, scene.actor, { type: body.type, administers: body.administers, groups: body.groups ?? [] })
    const made = memberRow(newId(parts.runtime.random), scene, { ...body, address })
    await checkUnique(scene, made)
    await enter(scene, made.groups)
    const after = address && !body.emailVerified ? askToConfirm(parts, scene, made, address.address, scene.actor.id) : made
    scene.move({ after })
    return answered(scene, undefined, after)
  })
}
