import type { Outcome } from '../workflow/command.js'
import { asking, id, type Asking } from '../workflow/input.js'
import type { MemberRow } from '../workflow/people.js'
import { memberState } from './answers.js'
import type { MemberAnswer } from './answers.js'
import type { Decision, Situation } from './decide.js'
import { asMember, fail, forbidden, refusal, type ActorScene, type Parts, type Scene } from './scene.js'

/** A command on one member. */
export interface OnMember extends Asking {
  readonly memberId: string
}

export const onMember = { ...asking, memberId: id }

/** Runs a command on one member, as it is decided. */
export function onOne(
  parts: Parts,
  command: Asking & {
    readonly name: string
    readonly memberId: string
    readonly right: string
    readonly always?: boolean
    readonly demotion?: boolean
    readonly more?: unknown
    readonly check?: (now: number) => void
  },
  decision: (situation: Situation) => Decision,
): Promise<MemberAnswer> {
  const { memberId, right, always = false, demotion = false, more, ...rest } = command
  const could = always ? undefined : ([right, 'people.profile'] as const)
  return asMember(parts, { ...rest, body: { memberId, more }, about: ['members', memberId], could }, async (scene) => {
    const before = await scene.member(memberId)
    const after = accepted(scene, before, decision(scene.situation(before)))
    scene.move({ before, after, demotion })
    return answered(scene, before, after)
  })
}

/** What becomes of a member when a command on him is accepted. @throws PortalError when it is refused */
export function accepted(scene: ActorScene, before: MemberRow, decision: Decision): MemberRow {
  if ('refused' in decision) {
    if (decision.refused === 'FORBIDDEN') throw forbidden(scene.ability, decision.action, decision.subject)
    throw refusal(decision.refused, messages[decision.refused] ?? 'refused', { memberId: before.id })
  }
  if (decision.sessionsEnd) scene.events.push({ type: 'sessionsEnd', portalId: before.portalId, memberId: before.id })
  return decision.member
}

const messages: Readonly<Record<string, string>> = {
  MEMBER_IS_OWNER: 'he owns the portal; ownership is transferred first',
  MEMBER_IS_YOURSELF: 'nobody does this to himself',
  MEMBER_IS_GUEST: 'he is a guest',
  MEMBER_IS_USER: 'he is a user already',
  MEMBER_IS_ADMINISTRATOR: 'he is an administrator; his administration is revoked first',
  MEMBER_HAS_FULL_ACCESS: 'he has full access; it is limited or revoked first',
  MEMBER_ADMINISTERS_NOTHING: 'he administers nothing of this',
  MEMBER_INVALID: 'one of the modules is none that can be administered',
  MEMBER_NOT_ACTIVE: 'he is disabled',
  MEMBER_NOT_DISABLED: 'he is not disabled',
  REASSIGNMENT_RUNNING: 'his data are being reassigned',
  GRANT_NOT_HELD: 'whoever grants must hold what he grants, as long as he grants it',
}

/** The member after a command, and what the audit trail says of it. */
export function answered(
  scene: Scene,
  before: MemberRow | undefined,
  after: MemberRow,
  became?: string,
): Outcome<{ readonly member: ReturnType<typeof memberState> }> {
  return {
    answer: { member: memberState(after, scene.now) },
    subject: 'members',
    subjectId: after.id,
    before: before ? summary(before) : null,
    after: became ?? summary(after),
  }
}

/** What the audit trail tells of a member: what he may, never who he is. */
export const summary = ({ type, status, administers, temporary, groups }: MemberRow): string =>
  JSON.stringify({ type, status, administers, temporary, groups })

/** Refuses what another member has. @throws PortalError `EMAIL_TAKEN`, `IDENTITY_TAKEN` */
export async function checkUnique(
  { tx, portal }: Scene,
  { id: memberId, email: address, identity }: Pick<MemberRow, 'id' | 'email' | 'identity'>,
): Promise<void> {
  const others = async (found: Promise<readonly MemberRow[]>): Promise<boolean> => (await found).some((one) => one.id !== memberId)
  const portalId = portal.id
  if (address !== null && (await others(tx.find('members', 'email', { portalId, email: address }))))
    fail(refusal('EMAIL_TAKEN', 'another member of the portal has this address'))
  if (identity !== null && (await others(tx.find('members', 'identity', { portalId, identity }))))
    fail(refusal('IDENTITY_TAKEN', 'another member of the portal is this identity'))
}

/** A member who is asked to confirm an address: the letter with the link is on its way. */
export function askToConfirm(
  { linkLifetime }: Parts,
  scene: Pick<Scene, 'portal' | 'now' | 'mail'>,
  member: MemberRow,
  address: string,
  askedBy: string | null,
): MemberRow {
  const { portal, now } = scene
  const generation = member.emailGeneration + 1
  const expiresAt = now + linkLifetime
  scene.mail({
    key: `verifyEmail:${member.id}:${generation}`,
    letter: 'emailVerification',
    language: member.language,
    to: { address, name: member.name },
    variables: { portalName: portal.name, recipientName: member.name, expiresAt: { time: expiresAt } },
    link: { purpose: 'verifyEmail', subject: 'members', subjectId: member.id, generation, expiresAt },
  })
  return { ...member, pendingAddress: address, addressAskedBy: askedBy, emailGeneration: generation }
}
