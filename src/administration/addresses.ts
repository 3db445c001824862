import { maskedAddress, parseAddress } from '../workflow/address.js'
import { bearerOf, type Bearer } from '../workflow/bearer.js'
import { commandOf, email, read, type Again } from '../workflow/input.js'
import { profileOf, type MemberRow, type PortalRow } from '../workflow/people.js'
import type { Answer, MemberAnswer } from './answers.js'
import { holdsHis } from './decide.js'
import { activePortal, following, looking, mustWork } from './links.js'
import { byPolicy } from './licensing.js'
import { answered, askToConfirm, checkUnique, onMember, type OnMember } from './on-member.js'
import { asMember, inAnyPortal, mustBeActive, refusal, type Parts, type Scene } from './scene.js'

/** The addresses of members: a new one counts when its link was followed. */
export interface Addresses {
  /**
   * Changes a member's address: the new one gets a letter with a link, and counts when that is confirmed. Asked with the address that he has and
   * that is not confirmed, it sends the letter again.
   *
   * @throws PortalError `EMAIL_INVALID`, `GRANT_NOT_HELD` (of an administrator of more), `EMAIL_TAKEN`, and what every command throws
   */
  changeEmail(command: OnMember & { readonly email: string }): Promise<MemberAnswer>
  /** What a link to confirm an address is for; changes nothing, however often. @throws PortalError `TOKEN_INVALID`, `TOKEN_USED`, `TOKEN_EXPIRED`, `PORTAL_NOT_ACTIVE` */
  inspectEmail(link: { readonly token: string }): Promise<EmailLink>
  /** Confirms an address, for whoever has the link. The former address is told. @throws PortalError as `inspectEmail`; `EMAIL_TAKEN`, `CONFLICT` */
  confirmEmail(link: Again & { readonly token: string }): Promise<ConfirmAnswer>
}

/** What the bearer of a link to confirm an address may know. */
export interface EmailLink {
  readonly portalName: string
  /** The address, masked: `p…@example.org`. */
  readonly email: string
  /** Milliseconds since 1970. */
  readonly expiresAt: number
  readonly language: string
}

/** The answer to who confirmed an address: no more than `inspectEmail` told him. What else happened is told to the application (`onEvents`). */
export interface ConfirmAnswer extends Answer {
  readonly address: EmailLink
}

const shape = commandOf({ ...onMember, email })

export function createAddresses(parts: Parts): Addresses {
  const bearer = (token: unknown): Promise<Bearer> => bearerOf(parts.runtime, 'verifyEmail', token)
  return {
    async changeEmail(input) {
      const { memberId, email: given, ...request } = read(shape, input, 'changeEmail')
      const address = parseAddress(given)
      const could = ['changeEmail', 'people.profile'] as const
      return asMember(
        parts,
        { ...request, name: 'changeEmail', body: { memberId, given }, about: ['members', memberId], could },
        async (scene) => {
          const before = await scene.member(memberId)
          scene.require('changeEmail', profileOf(before, scene.now))
          // An address is an account, and an account is what its member administers.
          if (!holdsHis(scene.situation(before)))
            throw refusal('GRANT_NOT_HELD', 'only who holds what he administers, as long as he does, changes his address', { memberId })
          await checkUnique(scene, { ...before, email: address.email, identity: null })
          // Another spelling is another address to whoever delivers: it is confirmed like one.
          const known = before.emailVerifiedAt !== null && before.address === address.address
          const after = known
            ? { ...before, pendingAddress: null, emailGeneration: before.emailGeneration + 1 }
            : askToConfirm(parts, scene, before, address.address, scene.actor.id)
          scene.move({ before, after })
          return { ...answered(scene, before, after), before: null, after: known ? 'unchanged' : 'pending' }
        },
      )
    },
    async inspectEmail(input) {
      const { storage, clock } = parts.runtime
      const { portalId, subjectId, generation, expiresAt } = await bearer(read(looking, input, 'inspectEmail').token)
      const member = live((await storage.get('members', portalId, subjectId))?.row, { generation, expiresAt }, clock.now())
      return toldOf(member, await activePortal(storage, portalId), expiresAt)
    },
    async confirmEmail(input) {
      const { token, ...asked } = read(following, input, 'confirmEmail')
      const { id: linkId, portalId, subjectId, generation, expiresAt } = await bearer(token)
      const again = { ...asked, linkId, body: {} }
      return inAnyPortal(parts, { name: 'confirmEmail', portalId, ...again, about: ['members', subjectId] }, async (scene) => {
        const before = live(await scene.tx.get('members', portalId, subjectId), { generation, expiresAt }, scene.now)
        mustBeActive(scene)
        const { address, email: compared } = parseAddress(before.pendingAddress)
        await stillAllowed(scene, before)
        await checkUnique(scene, { ...before, email: compared, identity: null })
        const after: MemberRow = {
          ...before,
          address,
          email: compared,
          emailVerifiedAt: scene.now,
          pendingAddress: null,
          addressAskedBy: null,
        }
        scene.move({ before, after })
        if (before.address !== null && before.emailVerifiedAt !== null && before.email !== compared) tell(scene, before, before.address)
        const told = { answer: { address: toldOf(before, scene.portal, expiresAt) }, isQuiet: true } as const
        return { ...answered(scene, before, after), ...told, before: 'pending', after: 'confirmed' }
      })
    },
  }
}

/**
 * An account is a way to rights: whoever entered the address must still be allowed to. Meanwhile the member may have become an administrator.
 *
 * @throws PortalError `TOKEN_INVALID`
 */
async function stillAllowed(scene: Scene, member: MemberRow): Promise<void> {
  const { addressAskedBy } = member
  if (addressAskedBy === null) return
  const by = await scene.tx.get('members', scene.portal.id, addressAskedBy)
  const { portal, now } = scene
  const may = by && scene.abilityOf(by).can('changeEmail', profileOf(member, now)) && holdsHis({ actor: by, target: member, portal, now })
  if (!may) throw byPolicy(refusal('TOKEN_INVALID', 'no link of ours'))
}

type Waiting = MemberRow & { readonly pendingAddress: string }

/** The member, while he still waits for the link. @throws PortalError `TOKEN_INVALID`, `TOKEN_USED`, `TOKEN_EXPIRED` */
function live(member: MemberRow | undefined, { generation, expiresAt }: Pick<Bearer, 'generation' | 'expiresAt'>, now: number): Waiting {
  const isUsed = member?.pendingAddress === null
  mustWork({ isOurs: member?.emailGeneration === generation, isUsed, hasEnded: !(now < expiresAt) })
  return member as Waiting
}

/** What whoever has the link may know. */
const toldOf = ({ pendingAddress, language }: Waiting, portal: PortalRow, expiresAt: number): EmailLink => ({
  portalName: portal.name,
  email: maskedAddress(pendingAddress),
  expiresAt,
  language,
})

/** Tells the former address, in case it was not its owner who wanted it. */
function tell(scene: Scene, { id: memberId, name, language, emailGeneration }: MemberRow, address: string): void {
  scene.mail({
    key: `emailChanged:${memberId}:${emailGeneration}`,
    letter: 'emailChanged',
    language,
    to: { address, name },
    variables: { portalName: scene.portal.name, recipientName: name },
  })
}
