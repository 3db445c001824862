import * as z from 'zod'
import { isPortalError, type PortalErrorCode } from '../errors.js'
import type { PasswordContext } from '../ports/block-list.js'
import type { Row } from '../records.js'
import { maskedAddress } from '../workflow/address.js'
import { bearerOf, type Bearer } from '../workflow/bearer.js'
import { id, keys, language, name, read, type Again } from '../workflow/input.js'
import { checkedPassword, hashChecked } from '../workflow/passwords.js'
import { memberRow, type Administers, type MemberRow, type PortalRow } from '../workflow/people.js'
import { newId } from '../workflow/tokens.js'
import type { Answer, MemberAnswer } from './answers.js'
import { enter } from './groups.js'
import { mayHandOut } from './handout.js'
import { outcomeOf } from './invitations.js'
import { byPolicy } from './licensing.js'
import { activePortal, following, looking, mustWork } from './links.js'
import { answered, checkUnique } from './on-member.js'
import { inAnyPortal, mustBeActive, refusal, type Parts, type Scene } from './scene.js'

type InvitationRow = Row<'invitations'>

/** What whoever has the link of an invitation does with it. */
export interface Acceptances {
  /** What a link is for; changes nothing, however often. @throws PortalError `TOKEN_INVALID`, `TOKEN_USED`, `TOKEN_EXPIRED`, `PORTAL_NOT_ACTIVE` */
  inspectInvitation(link: { readonly token: string }): Promise<InvitationLink>
  /**
   * Accepts an invitation, for whoever has the link: with a name and a password, or as somebody whom the host application knows already.
   * The link is used up only when it succeeds.
   *
   * @throws PortalError as `inspectInvitation`; `INVITATION_VOID` when the inviter could not invite so any more; `FORBIDDEN` while the module is
   *   closed that he needs for it; `PASSWORD_TOO_SHORT`, `PASSWORD_TOO_LONG`, `PASSWORD_INVALID_ENCODING`, `PASSWORD_BLOCKED`,
   *   `PASSWORDS_UNAVAILABLE`, `EMAIL_TAKEN`, `IDENTITY_TAKEN`, `QUOTA_EXCEEDED`, `INPUT_INVALID`, `SETTINGS_INVALID` (there is no password hasher),
   *   `CONFLICT`
   */
  acceptInvitation(acceptance: Acceptance): Promise<MemberAnswer>
  /** Declines an invitation, for whoever has the link, and tells him what it was. @throws PortalError as `inspectInvitation`; `CONFLICT` */
  declineInvitation(link: Again & { readonly token: string }): Promise<DeclineAnswer>
}

/** How an invitation is accepted. */
export type Acceptance = Again & { readonly token: string; readonly name: string; readonly language?: string | undefined } & (
    | { readonly password: string }
    /** Who he is in the host application, which must know it for sure. */
    | { readonly identity: string }
  )
/** What the bearer of an invitation's link may know. */
export interface InvitationLink {
  readonly portalName: string
  readonly inviterName: string
  /** The address it was sent to, masked: `p…@example.org`. */
  readonly email: string
  readonly name: string | null
  readonly type: 'guest' | 'user'
  readonly administers: Administers
  /** Milliseconds since 1970. */
  readonly expiresAt: number
  readonly language: string
}

/** The answer to who declined: no more than `inspectInvitation` told him. */
export interface DeclineAnswer extends Answer {
  readonly invitation: InvitationLink
}

const accepting = { ...keys, token: z.unknown(), name, language: language.optional() }
const acceptance = z.union([z.strictObject({ ...accepting, password: z.string() }), z.strictObject({ ...accepting, identity: id })])

export function createAcceptances(parts: Parts): Acceptances {
  const { runtime } = parts
  const bearer = (token: unknown): Promise<Bearer> => bearerOf(runtime, 'invitation', token)
  return {
    async inspectInvitation(input) {
      const { portalId, subjectId, generation } = await bearer(read(looking, input, 'inspectInvitation').token)
      const found = await runtime.storage.get('invitations', portalId, subjectId)
      const invitation = live(found?.row, generation, runtime.clock.now())
      const portal = await activePortal(runtime.storage, portalId)
      return toldOf(invitation, portal, (await runtime.storage.get('members', portalId, invitation.invitedBy))?.row)
    },
    async acceptInvitation(input) {
      const { token, idempotencyKey, correlationId, ...chosen } = read(acceptance, input, 'acceptInvitation')
      const { id: linkId, portalId, subjectId, generation } = await bearer(token)
      // Without the password: what is kept of it to compare would be as fast to guess as a digest is to make.
      const body = { ...chosen, password: undefined }
      const again = { linkId, idempotencyKey, correlationId, body }
      // Checked and hashed when the link is known to be good, and once, however often the command is decided again.
      let [checked, hash]: (Promise<string> | undefined)[] = []
      return inAnyPortal(parts, { name: 'acceptInvitation', portalId, ...again, about: ['invitations', subjectId] }, async (scene) => {
        const { tx, now } = scene
        const invitation = live(await tx.get('invitations', portalId, subjectId), generation, now)
        mustBeActive(scene)
        const password =
          'password' in chosen && (await (checked ??= checkedPassword(runtime, chosen.password, contextOf(scene, invitation, chosen))))
        const refused = await whyVoid(scene, invitation)
        if (refused) {
          // The inviter has lost nothing while only a door is closed: what he holds opens it again.
          if (!(await whyVoid({ ...scene, abilityOf: (member) => scene.abilityWithEveryDoor(member) }, invitation))) throw closedForNow()
          tx.update('invitations', { ...invitation, status: 'void', openEmail: null })
          return { refused, subject: 'invitations', subjectId, before: 'open', after: 'void' }
        }
        const groups = await still(scene, invitation.groups)
        const { type, administers } = invitation
        const member = {
          name: chosen.name,
          language: chosen.language ?? invitation.language,
          type,
          administers,
          groups,
          address: invitation,
          emailVerified: true,
        }
        const after = memberRow(newId(runtime.random), scene, 'identity' in chosen ? { ...member, identity: chosen.identity } : member)
        await checkUnique(scene, after)
        await enter(scene, after.groups)
        scene.move({ after })
        if (password !== false) {
          const passwordHash = await (hash ??= hashChecked(runtime, password))
          tx.insert('credentials', { portalId, id: newId(runtime.random), accountId: after.id, passwordHash, changedAt: now })
        }
        tx.update('invitations', { ...invitation, status: 'accepted', memberId: after.id, openEmail: null })
        return answered(scene, undefined, after)
      })
    },
    async declineInvitation(input) {
      const { token, ...asked } = read(following, input, 'declineInvitation')
      const { id: linkId, portalId, subjectId, generation } = await bearer(token)
      const again = { ...asked, linkId, body: {} }
      return inAnyPortal(parts, { name: 'declineInvitation', portalId, ...again, about: ['invitations', subjectId] }, async (scene) => {
        const { tx, now } = scene
        const before = live(await tx.get('invitations', portalId, subjectId), generation, now)
        mustBeActive(scene)
        const after: InvitationRow = { ...before, status: 'declined', openEmail: null }
        tx.update('invitations', after)
        const invitation = toldOf(before, scene.portal, await tx.get('members', portalId, before.invitedBy))
        return { ...outcomeOf(before, after), answer: { invitation }, isQuiet: true }
      })
    },
  }
}

/** What a password must not be made of. */
const contextOf = ({ portal }: Scene, { address, name: called }: InvitationRow, chosen: { readonly name: string }): PasswordContext => ({
  address,
  names: [portal.name, chosen.name, called ?? ''],
})

/** The invitation, while it still waits for the link. @throws PortalError `TOKEN_INVALID`, `TOKEN_USED`, `TOKEN_EXPIRED` */
function live(invitation: InvitationRow | undefined, generation: number, now: number): InvitationRow {
  const status = invitation?.status ?? 'void'
  mustWork({
    isOurs: invitation?.generation === generation && status !== 'withdrawn' && status !== 'void',
    isUsed: status === 'accepted' || status === 'declined',
    hasEnded: status === 'expired' || !(now < (invitation?.expiresAt ?? 0)),
  })
  return invitation as InvitationRow
}

/** What whoever has the link may know. */
const toldOf = (
  { address, name: called, type, administers, expiresAt, language: tongue }: InvitationRow,
  portal: PortalRow,
  inviter: MemberRow | undefined,
): InvitationLink => ({
  portalName: portal.name,
  inviterName: inviter?.name ?? '',
  email: maskedAddress(address),
  name: called,
  type,
  administers,
  expiresAt,
  language: tongue,
})

const closedForNow = (): ReturnType<typeof refusal> => {
  const explanation = 'the module that the inviter needs for it is closed for now'
  return byPolicy(refusal('FORBIDDEN', explanation, { explanation }))
}

/** Why an invitation is worth nothing any more: whoever invited could not do so today. */
async function whyVoid(scene: Scene, invitation: InvitationRow): Promise<ReturnType<typeof refusal> | undefined> {
  const { tx, portal } = scene
  const inviter = await tx.get('members', portal.id, invitation.invitedBy)
  const reason = refusal('INVITATION_VOID', 'whoever invited may not do so any more')
  try {
    if (!inviter || !scene.abilityOf(inviter).can('create', { __typename: 'people.invitation', portalId: portal.id })) return reason
    await mayHandOut(scene, inviter, { ...invitation, groups: await still(scene, invitation.groups) })
    return undefined
  } catch (error) {
    // Whoever administers what is no module of the policy may do nothing.
    if (['FORBIDDEN', 'GRANT_NOT_HELD', 'MEMBER_INVALID'].some((code) => isPortalError(error, code as PortalErrorCode))) return reason
    throw error
  }
}

/** The groups that are still there. */
async function still({ tx, portal }: Scene, groups: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(groups.map((groupId) => tx.get('groups', portal.id, groupId)))
  return groups.filter((_, index) => found[index] !== undefined)
}
