import * as z from 'zod'
import { PortalError, type PortalErrorCode } from '../errors.js'
import { explain } from '../policy/explain.js'
import type { Policy } from '../policy/policy.js'
import type { Licences, PortalLicences } from '../ports/licences.js'
import type { TableName } from '../records.js'
import { execute, type Command, type Outcome } from '../workflow/command.js'
import { within } from '../workflow/limits.js'
import { memberAt, portalFor, type MemberRow, type PortalRow } from '../workflow/people.js'
import { postOf, type LetterTo, type PortalEvent } from '../workflow/post.js'
import type { Runtime } from '../workflow/runtime.js'
import { exceeded, limitsOf, moved, movesSeat, type Move } from '../workflow/seats.js'
import type { Transaction } from '../workflow/transaction.js'
import type { Asker, Situation } from './decide.js'

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
  return execute(parts.runtime, command, async (tx) => {
    const portal = await tx.get('portals', portalId, portalId)
    const actor = await tx.get('members', portalId, actorId)
    // Whoever is not in the portal learns nothing of it.
    if (!portal || !actor || portal.status === 'deleted') throw notFound('portals', portalId)
    if (portal.status !== 'active' && !evenSuspended) throw notActive(portalId)
    const licences = await licencesOf(parts, portal)
    const open: PortalRow = { ...portal, status: 'active' }
    const scene = sceneOf(parts, tx, portal, licences, evenSuspended ? open : portal)
    const ability = scene.abilityOf(actor)
    const require: ActorScene['require'] = (action, subject) => {
      if (!ability.can(action, subject)) throw forbidden(ability, action, subject)
    }
    if (could) mustEverBeAble(ability, portalId, could)
    const acting: ActorScene = {
      ...scene,
      actor,
      ability,
      require,
      situation: (target) => ({ ability, actor, target, portal, now: tx.now }),
    }
    return scene.end(await work(acting))
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
  return execute(parts.runtime, { ...command, actorId: null }, async (tx) => {
    const portal = await tx.get('portals', portalId, portalId)
    if (!portal) throw notFound('portals', portalId)
    const scene = sceneOf(parts, tx, portal, await licencesOf(parts, portal), portal)
    return scene.end(await work(scene))
  })
}

/** @throws PortalError `PORTAL_NOT_ACTIVE` */
export function mustBeActive({ portal }: Pick<Scene, 'portal'>): void {
  if (portal.status !== 'active') throw notActive(portal.id)
}

function sceneOf(
  { policy, runtime }: Parts,
  tx: Transaction,
  portal: PortalRow,
  licences: PortalLicences,
  asPortal: PortalRow,
): Scene & { end<T>(result: Result<T>): Promise<Outcome<WithEvents<T>>> } {
  const { now } = tx
  const events: PortalEvent[] = []
  const moves: Move[] = []
  const bound = policy.parsePortal(portalFor(asPortal, licences.features))
  return {
    tx,
    now,
    portal,
    events,
    async member(memberId) {
      return (await tx.get('members', portal.id, memberId)) ?? fail(notFound('members', memberId))
    },
    cannotBeOff: (module) => policy.modules.some(({ name, presence }) => name === module && presence === 'required'),
    check: (member) => void policy.parseMember(memberAt(member, now)),
    move(move) {
      moves.push(move)
      const { before, after } = move
      if (after) policy.parseMember(memberAt(after, now))
      if (!before && after) tx.insert('members', after)
      else if (after) tx.update('members', after)
      else if (before) tx.remove('members', before)
    },
    mail: postOf(runtime, tx, portal, events),
    abilityOf: (member) => policy.abilityFor(policy.parseMember(memberAt(member, now)), bound),
    async end({ isQuiet, ...outcome }) {
      await takeSeats(tx, portal, licences, moves)
      return outcome.refused ? outcome : { ...outcome, announced: events, answer: { ...outcome.answer, events: isQuiet ? [] : events } }
    },
  }
}

async function takeSeats(tx: Transaction, portal: PortalRow, { seats = {} }: PortalLicences, moves: readonly Move[]): Promise<void> {
  // Most commands move nobody: they neither wait for, nor hinder, those that do.
  if (!moves.some(movesSeat)) return
  const before = (await tx.get('seats', portal.id, portal.id)) ?? fail(notFound('seats', portal.id))
  const after = moved(before, moves, tx.now)
  // What takes rights away is never stopped by a seat, even if a guest takes one again.
  const seat = moves.every(({ demotion }) => demotion) ? undefined : exceeded(before, after, limitsOf(portal.quotas, seats), tx.now)
  if (seat) throw new PortalError('QUOTA_EXCEEDED', `no seat is left among the ${seat} of the portal`, { seat })
  if (JSON.stringify(before) !== JSON.stringify(after)) tx.update('seats', after)
}

/** What a port must answer: a limit that is none would be no limit. */
const answerOf = z.object({
  features: z.array(z.string()).readonly(),
  seats: z.record(z.string(), z.number().int().min(0)).optional(),
})

/** What the portal is licensed for: as the port says, or else as its record does. */
export async function licencesOf({ licences, runtime, licencesTimeout }: Parts, portal: PortalRow): Promise<PortalLicences> {
  if (!licences) return { features: portal.licences }
  try {
    const answer = await within(
      runtime.clock,
      licencesTimeout,
      () => licences.of(portal.id),
      () => new Error(`no answer within ${licencesTimeout} ms`),
    )
    return answerOf.parse(answer)
  } catch (cause) {
    throw new PortalError('LICENCES_UNAVAILABLE', `the licences of \`${portal.id}\` could not be asked`, { portalId: portal.id }, { cause })
  }
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
  return new PortalError('FORBIDDEN', text, { action, explanation: text })
}

/** A refusal with this code. */
export const refusal = (code: PortalErrorCode, message: string, details: Readonly<Record<string, unknown>> = {}): PortalError =>
  new PortalError(code, message, details)

export function fail(error: PortalError): never {
  throw error
}
