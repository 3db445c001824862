import { PortalError, type PortalErrorCode } from '../errors.js'
import { explain } from '../policy/explain.js'
import type { Policy } from '../policy/policy.js'
import type { Licences } from '../ports/licences.js'
import type { Quotas, TableName } from '../records.js'
import { execute, type Command, type Outcome } from '../workflow/command.js'
import { liveGrants, memberAt, withoutEnded, type MemberRow, type PortalRow } from '../workflow/people.js'
import { postOf, type LetterTo, type PortalEvent } from '../workflow/post.js'
import type { Runtime } from '../workflow/runtime.js'
import { exceeded, limitsOf, moved, movesSeat, type Move, type Seat } from '../workflow/seats.js'
import type { Transaction } from '../workflow/transaction.js'
import type { Asker, Situation } from './decide.js'
import { knownPortal } from './known.js'
import { byPolicy, licensingOf, type Licensing } from './licensing.js'

/** What the administration works with. */
export interface Parts {
  readonly policy: Policy
  readonly runtime: Runtime
  readonly licences?: Licences | undefined
  /** How long the licences may take to answer, in milliseconds. */
  readonly licencesTimeout: number
  /** How long links work, in milliseconds. */
  readonly linkLifetime: number
}

/** A command in a portal that is there: what was read, and what happens. */
export interface Scene {
  readonly tx: Transaction
  readonly now: number
  readonly portal: PortalRow
  readonly events: PortalEvent[]
  /** A member of this portal. @throws PortalError `NOT_FOUND` */
  member(memberId: string): Promise<MemberRow>
  /** @throws PortalError `MEMBER_INVALID` when he administers what cannot be administered */
  check(member: MemberRow): void
  /** Writes a member in his next state, new or not, or deletes him; his seat is counted. */
  move(move: Move): void
  /** Puts a letter into the outbox. */
  mail(letter: LetterTo): void
  /** Whether a module is one that is always there. */
  cannotBeOff(module: string): boolean
  /** What a member may do in this portal now. */
  abilityOf(member: MemberRow): Asker
  /** What he could do if every module were open and licensed: whether he lost a right, or only the door is closed. */
  abilityWithEveryDoor(member: MemberRow): Asker
}

/** The scene of a member who acts. */
export interface ActorScene extends Scene {
  readonly actor: MemberRow
  readonly ability: Asker
  situation(target: MemberRow): Situation
  /** @throws PortalError `FORBIDDEN`, with the policy's explanation */
  require(action: string, subject: unknown): void
}

/** What a command comes to here: with `isQuiet`, what happened is told to the application alone, for who asks may be a stranger. */
export type Result<T> = Outcome<T> & { readonly isQuiet?: boolean }
type WithEvents<T> = T & { readonly events: readonly PortalEvent[] }

/** What somebody must be able to do at all: an action on some record of a resource, or on a module. */
export type Could = readonly [action: string, subject: string]

/** A command of a member. */
export interface MemberCommand extends Omit<Command, 'actorId'> {
  readonly actorId: string
  /** What he must ever be able to do: asked before anything else is looked up. Left out where it depends on the record alone. */
  readonly could?: Could | undefined
  /** What is possible in a portal that is suspended, too. */
  readonly evenSuspended?: boolean
}

/** Runs a command of a member of the portal. */
export function asMember<T>(parts: Parts, command: MemberCommand, work: (scene: ActorScene) => Promise<Result<T>>): Promise<WithEvents<T>> {
  const { portalId, actorId, could, evenSuspended = false } = command
  const licensing = licensingOf(parts)
  return execute(parts.runtime, command, async (tx) => {
    const portal = await tx.get('portals', portalId, portalId)
    const actor = await tx.get('members', portalId, actorId)
    // Whoever is not in the portal learns nothing of it.
    if (!portal || !actor || portal.status === 'deleted') throw notFound('portals', portalId)
    if (portal.status !== 'active' && !evenSuspended) throw notActive(portalId)
    const open: PortalRow = { ...portal, status: 'active' }
    const scene = await sceneOf(parts, tx, portal, licensing, evenSuspended ? open : portal)
    const ability = scene.abilityOf(actor)
    const require: ActorScene['require'] = (action, subject) => {
      if (!ability.can(action, subject)) throw forbidden(ability, action, subject)
    }
    const acting: ActorScene = {
      ...scene,
      actor,
      ability,
      require,
      situation: (target) => ({ ability, actor, target, portal, now: tx.now }),
    }
    return scene.end(() => {
      if (could) mustEverBeAble(ability, portalId, could)
      return work(acting)
    })
  })
}

/** Runs a command of the system, in a portal that is active. */
export function inPortal<T>(
  parts: Parts,
  command: Omit<Command, 'actorId'> & { readonly evenSuspended?: boolean },
  work: (scene: Scene) => Promise<Result<T>>,
): Promise<WithEvents<T>> {
  const { portalId, evenSuspended = false } = command
  return inAnyPortal(parts, command, (scene) => {
    if (scene.portal.status === 'deleted') throw notFound('portals', portalId)
    if (scene.portal.status !== 'active' && !evenSuspended) throw notActive(portalId)
    return work(scene)
  })
}

/** Runs a command of whoever has a link: he is told first of the link, and then that the portal is not active ({@link mustBeActive}). */
export function inAnyPortal<T>(
  parts: Parts,
  command: Omit<Command, 'actorId'>,
  work: (scene: Scene) => Promise<Result<T>>,
): Promise<WithEvents<T>> {
  const { portalId } = command
  const licensing = licensingOf(parts)
  return execute(parts.runtime, { ...command, actorId: null }, async (tx) => {
    const portal = await tx.get('portals', portalId, portalId)
    if (!portal) throw notFound('portals', portalId)
    const scene = await sceneOf(parts, tx, portal, licensing, portal)
    return scene.end(() => work(scene))
  })
}

/**
 * Whether a member has another level than before, or has it again: then it must be one. Whoever is disabled, or deleted, need not be sound for
 * that: he may have a module that the policy does not know any more.
 */
const isRaised = (before: MemberRow | undefined, after: MemberRow): boolean =>
  before?.type !== after.type ||
  before.administers !== after.administers ||
  before.temporary !== after.temporary ||
  (before.status !== 'active' && after.status === 'active')

/** @throws PortalError `PORTAL_NOT_ACTIVE` */
export function mustBeActive({ portal }: Pick<Scene, 'portal'>): void {
  if (portal.status !== 'active') throw notActive(portal.id)
}

async function sceneOf(
  { policy, runtime }: Parts,
  tx: Transaction,
  portal: PortalRow,
  licensing: Licensing,
  asPortal: PortalRow,
): Promise<Scene & { end<T>(decide: () => Promise<Result<T>>): Promise<Outcome<WithEvents<T>>> }> {
  const { now } = tx
  const events: PortalEvent[] = []
  const moves: Move[] = []
  const bound = knownPortal(policy, asPortal, await licensing.features(portal))
  const everyFeature = policy.modules.flatMap((module) => module.requires ?? [])
  /** Each of what he administers, for good and for a time: full access would hide a module that is none. */
  const check = (member: MemberRow): void => {
    for (const { administers } of [member, ...liveGrants(member, now)]) policy.parseMember({ ...memberAt(member, now), administers })
  }
  return {
    tx,
    now,
    portal,
    events,
    async member(memberId) {
      return (await tx.get('members', portal.id, memberId)) ?? fail(notFound('members', memberId))
    },
    cannotBeOff: (module) => policy.modules.some(({ name, presence }) => name === module && presence === 'required'),
    check,
    move({ before, after: next, demotion = false }) {
      const after = next && withoutEnded(next, now)
      moves.push({ before: before && withoutEnded(before, now), after, demotion })
      if (next && isRaised(before, next)) check(next)
      if (!before && after) tx.insert('members', after)
      else if (after) tx.update('members', after)
      else if (before) tx.remove('members', before)
    },
    mail: postOf(runtime, tx, portal, events),
    abilityOf: (member) => policy.abilityFor(policy.parseMember(memberAt(member, now)), bound),
    abilityWithEveryDoor: (member) =>
      policy.abilityFor(policy.parseMember(memberAt(member, now)), knownPortal(policy, { ...asPortal, modules: {} }, everyFeature)),
    async end(decide) {
      // A promise in any case: some refuse before they have anything to wait for.
      const { isQuiet, ...outcome } = await licensing.certain(async () => decide())
      await takeSeats(tx, portal, licensing, moves)
      return outcome.refused ? outcome : { ...outcome, announced: events, answer: { ...outcome.answer, events: isQuiet ? [] : events } }
    },
  }
}

const noRoom: Quotas = { users: 0, guests: 0, administrators: 0 }

async function takeSeats(tx: Transaction, portal: PortalRow, licensing: Licensing, moves: readonly Move[]): Promise<void> {
  // Most commands move nobody: they neither wait for, nor hinder, those that do.
  if (!moves.some(movesSeat)) return
  const before = (await tx.get('seats', portal.id, portal.id)) ?? fail(notFound('seats', portal.id))
  const after = moved(before, moves, tx.now)
  const over = (limits: Quotas, licensed: Readonly<Record<string, number>> = {}): Seat | undefined =>
    exceeded(before, after, limitsOf(limits, licensed), tx.now)
  // What takes rights away is never stopped by a seat, even if a guest takes one again. How many are licensed is asked when one is taken.
  const isStopped = moves.some(({ demotion }) => !demotion) && over(noRoom) !== undefined
  const seat = isStopped ? (over(portal.quotas) ?? over(portal.quotas, await licensing.seats(portal))) : undefined
  if (seat) throw new PortalError('QUOTA_EXCEEDED', `no seat is left among the ${seat} of the portal`, { seat })
  if (JSON.stringify(before) !== JSON.stringify(after)) tx.update('seats', after)
}

export const notFound = (table: TableName, id: string): PortalError =>
  new PortalError('NOT_FOUND', `there is no \`${id}\` among the ${table} of this portal`, { table, id })
export const notActive = (portalId: string): PortalError =>
  new PortalError('PORTAL_NOT_ACTIVE', `portal \`${portalId}\` is not active`, { portalId })

/** @throws PortalError `FORBIDDEN`, with the explanation for a record of which nothing is known but the portal */
function mustEverBeAble(ability: Asker, portalId: string, [action, subject]: Could): void {
  const isModule = !subject.includes('.')
  if (isModule ? ability.can(action, subject) : ability.couldEver(action, subject)) return
  throw forbidden(ability, action, isModule ? subject : { __typename: subject, portalId })
}

export const forbidden = (ability: Asker, action: string, subject: unknown): PortalError => {
  const { text } = explain(ability, action, subject)
  return byPolicy(new PortalError('FORBIDDEN', text, { action, explanation: text }))
}

/** A refusal with this code. */
export const refusal = (code: PortalErrorCode, message: string, details: Readonly<Record<string, unknown>> = {}): PortalError =>
  new PortalError(code, message, details)

export function fail(error: PortalError): never {
  throw error
}
