import type { Row } from '../records.js'
import { parseAddress } from '../workflow/address.js'
import type { Outcome } from '../workflow/command.js'
import { administers, anyIds, asking, commandOf, email, id, language, name, read, type, type Asking } from '../workflow/input.js'
import type { Administers } from '../workflow/people.js'
import { newId } from '../workflow/tokens.js'
import { invitationState, type InvitationAnswer } from './answers.js'
import { mayHandOut } from './handout.js'
import { checkUnique } from './on-member.js'
import { asMember, fail, notFound, refusal, type ActorScene, type Parts, type Scene } from './scene.js'

type InvitationRow = Row<'invitations'>

/** Invitations by mail. Nobody hands out more than he holds: that is asked when he invites, and again when the invitation is accepted. */
export interface Invitations {
  /**
   * Invites somebody, by a letter with a link.
   *
   * @throws PortalError `EMAIL_INVALID`, `EMAIL_TAKEN`, `INVITATION_EXISTS`, `GRANT_NOT_HELD`, `MEMBER_IS_GUEST` (a guest with administrations),
   *   `NOT_FOUND` (a group), `MEMBER_INVALID` (a module that is none), and what every command throws
   */
  inviteMember(command: Asking & NewInvitation): Promise<InvitationAnswer>
  /**
   * Sends a new letter, whose link takes the place of the former one. Whoever does it is the inviter from now on.
   *
   * @throws PortalError `INVITATION_NOT_OPEN`, `GRANT_NOT_HELD`, `NOT_FOUND`, and what every command throws
   */
  resendInvitation(command: OnInvitation): Promise<InvitationAnswer>
  /** Takes an invitation back, and says so in a letter; an invitation that is withdrawn stays so. @throws PortalError `INVITATION_NOT_OPEN`, `NOT_FOUND`, and what every command throws */
  withdrawInvitation(command: OnInvitation): Promise<InvitationAnswer>
}

/** A command on one invitation. */
export interface OnInvitation extends Asking {
  readonly invitationId: string
}
/** Whom to invite, as what. */
export interface NewInvitation {
  readonly email: string
  readonly type: 'guest' | 'user'
  /** How the letter addresses him. */
  readonly name?: string | undefined
  readonly administers?: Administers | undefined
  readonly groups?: readonly string[] | undefined
  /** The language of the letter, BCP 47: `en` by default. */
  readonly language?: string | undefined
}
const shapes = {
  inviteMember: commandOf({
    ...asking,
    email,
    type,
    name: name.optional(),
    administers: administers.default([]),
    groups: anyIds.default([]),
    language: language.default('en'),
  }),
  onInvitation: commandOf({ ...asking, invitationId: id }),
}

export function createInvitations(parts: Parts): Invitations {
  const { runtime } = parts
  const could = ['create', 'people.invitation'] as const

  return {
    async inviteMember(input) {
      const { portalId, actorId, idempotencyKey, correlationId, ...body } = read(shapes.inviteMember, input, 'inviteMember')
      const address = parseAddress(body.email)
      return asMember(parts, { name: 'inviteMember', portalId, actorId, idempotencyKey, correlationId, body, could }, async (scene) => {
        const { tx, actor, now } = scene
        await mayInvite(scene, body)
        await checkUnique(scene, { id: '', email: address.email, identity: null })
        for (const former of await tx.find('invitations', 'openEmail', { portalId, openEmail: address.email })) {
          if (now < former.expiresAt)
            throw refusal('INVITATION_EXISTS', 'there is an open invitation for this address', { invitationId: former.id })
          tx.update('invitations', { ...former, status: 'expired', openEmail: null })
        }
        const { type: kind, administers: granted, groups, language: tongue } = body
        const base = { portalId, id: newId(runtime.random), ...address, name: body.name ?? null, type: kind, administers: granted, groups }
        const invitation: InvitationRow = {
          ...base,
          invitedBy: actor.id,
          memberId: null,
          language: tongue,
          status: 'open',
          generation: 1,
          expiresAt: now + parts.linkLifetime,
          createdAt: now,
          openEmail: address.email,
        }
        tx.insert('invitations', invitation)
        send(scene, invitation)
        return outcomeOf(undefined, invitation)
      })
    },
    async resendInvitation(input) {
      const { invitationId, ...request } = read(shapes.onInvitation, input, 'resendInvitation')
      return asMember(
        parts,
        { ...request, name: 'resendInvitation', body: { invitationId }, about: ['invitations', invitationId], could },
        async (scene) => {
          const before = await invitationOf(scene, invitationId)
          if (before.status !== 'open') throw notOpen(before)
          await mayInvite(scene, before)
          await checkUnique(scene, { id: '', email: before.email, identity: null })
          const after: InvitationRow = {
            ...before,
            invitedBy: scene.actor.id,
            generation: before.generation + 1,
            expiresAt: scene.now + parts.linkLifetime,
          }
          scene.tx.update('invitations', after)
          send(scene, after)
          return outcomeOf(before, after)
        },
      )
    },
    async withdrawInvitation(input) {
      const { invitationId, ...request } = read(shapes.onInvitation, input, 'withdrawInvitation')
      const command = { ...request, name: 'withdrawInvitation', body: { invitationId }, about: ['invitations', invitationId] } as const
      return asMember(parts, { ...command, could: ['delete', 'people.invitation'] as const }, async (scene) => {
        const before = await invitationOf(scene, invitationId)
        scene.require('delete', { __typename: 'people.invitation', portalId: scene.portal.id })
        if (before.status === 'withdrawn') return outcomeOf(before, before)
        if (before.status !== 'open') throw notOpen(before)
        const after: InvitationRow = { ...before, status: 'withdrawn', openEmail: null }
        scene.tx.update('invitations', after)
        tellWithdrawn(scene, after)
        return outcomeOf(before, after)
      })
    },
  }
}

/** Refuses to invite somebody as more than the inviter may. */
async function mayInvite(scene: ActorScene, handout: Parameters<typeof mayHandOut>[2]): Promise<void> {
  scene.require('create', { __typename: 'people.invitation', portalId: scene.portal.id })
  await mayHandOut(scene, scene.actor, handout)
}

const invitationOf = async ({ tx, portal }: Scene, invitationId: string): Promise<InvitationRow> =>
  (await tx.get('invitations', portal.id, invitationId)) ?? fail(notFound('invitations', invitationId))

const notOpen = ({ status }: InvitationRow): ReturnType<typeof refusal> =>
  refusal('INVITATION_NOT_OPEN', `the invitation is ${status}`, { status })

function send(
  scene: ActorScene,
  { id: invitationId, address, name: called, type: kind, administers: granted, language: tongue, generation, expiresAt }: InvitationRow,
): void {
  const role = granted === 'everything' ? 'fullAdministrator' : granted.length > 0 ? 'moduleAdministrator' : kind
  const recipientName = called ?? address
  scene.mail({
    key: `invitation:${invitationId}:${generation}`,
    letter: 'invitation',
    language: tongue,
    to: { address, name: called ?? '' },
    variables: { portalName: scene.portal.name, inviterName: scene.actor.name, recipientName, role, expiresAt: { time: expiresAt } },
    link: { purpose: 'invitation', subject: 'invitations', subjectId: invitationId, generation, expiresAt },
  })
}

function tellWithdrawn(scene: Scene, { id: invitationId, address, name: called, language: tongue }: InvitationRow): void {
  scene.mail({
    key: `inviteWithdrawn:${invitationId}`,
    letter: 'inviteWithdrawn',
    language: tongue,
    to: { address, name: called ?? '' },
    variables: { portalName: scene.portal.name, recipientName: called ?? address },
  })
}

/** The invitation after a command, and what the audit trail says of it. */
export const outcomeOf = (
  before: InvitationRow | undefined,
  after: InvitationRow,
): Outcome<{ readonly invitation: ReturnType<typeof invitationState> }> => ({
  answer: { invitation: invitationState(after) },
  subject: 'invitations',
  subjectId: after.id,
  before: before?.status ?? null,
  after: after.status,
})
