import { PortalError, type PortalErrorCode } from '../errors.js'
import { explain } from '../policy/explain.js'
import { knownTo } from '../policy/known.js'
import type { PortalLicences } from '../ports/licences.js'
import { execute, type Command, type Outcome, type Nothing, type Told } from '../workflow/command.js'
import { memberAt, portalFor, type MemberRow, type PortalRow } from '../workflow/people.js'
import { postOf, type LetterTo, type PortalEvent } from '../workflow/post.js'
import { begin, type Transaction } from '../workflow/transaction.js'
import type { HolderPortal } from './answers.js'
import { kindOf, type PortalKind } from './kinds.js'
import { outsideOf, type Outside } from './outside.js'
import type { RegistrationParts } from './parts.js'
import { holderPortal, masked, type Facts, type HolderPortalRow, type Subject } from './records.js'

/** A command in a firm's portal: what was read, and what happens. */
export interface Scene {
  readonly parts: RegistrationParts
  readonly tx: Transaction
  readonly now: number
  /** The firm's portal. */
  readonly firm: PortalRow
  readonly events: PortalEvent[]
  /** What else the audit trail has to say than what the command did. */
  readonly also: Told[]
  readonly outside: Outside
  /** Puts a letter into the outbox. */
  mail(letter: LetterTo): void
  /** @throws PortalError `PORTAL_NOT_FOUND` */
  holderPortal(id: string): Promise<HolderPortalRow>
  /** The members and groups whom portals of this kind (in this office) are delegated to. */
  delegatesOf(of: Pick<HolderPortalRow, 'kind' | 'office'>): Promise<readonly string[]>
}

/** The scene of a member of the firm. */
export interface OperatorScene extends Scene {
  readonly actor: MemberRow
  can(action: string, subject: unknown): boolean
  /** @throws PortalError `FORBIDDEN`, with the policy's explanation */
  require(action: string, subject: Subject): void
}

/** What is asked of an ability. */
interface Asker {
  can(action: string, subject: unknown): boolean
  couldEver(action: string, resource: string): boolean
}

/** A command of a member of the firm. */
export interface OperatorCommand extends Omit<Command, 'actorId'> {
  readonly actorId: string
  /** What he wants to do with a holder's portal: whether he ever could is asked before anything else is looked up. */
  readonly action: string
}

/** Runs a command of a member of the firm. */
export function asOperator<T>(
  parts: RegistrationParts,
  command: OperatorCommand,
  work: (scene: OperatorScene) => Promise<Outcome<T> | Nothing<T>>,
): Promise<T> {
  const outside = outsideOf(parts, command.portalId)
  return execute(parts.runtime, command, async (tx) => work(await operatorScene(parts, tx, command, outside)))
}

/** Answers a question of a member of the firm; nothing is written. */
export async function reading<T>(
  parts: RegistrationParts,
  command: Pick<OperatorCommand, 'name' | 'portalId' | 'actorId' | 'action'>,
  work: (scene: OperatorScene) => Promise<T>,
): Promise<T> {
  const tx = begin(parts.runtime.storage, parts.runtime.clock.now())
  return work(await operatorScene(parts, tx, command, outsideOf(parts, command.portalId)))
}

/** Runs a command of whoever has a link, or of the system; in a firm that is deleted, too: what that means is for the command to say. */
export function inFirm<T>(
  parts: RegistrationParts,
  command: Omit<Command, 'actorId'>,
  work: (scene: Scene) => Promise<Outcome<T> | Nothing<T>>,
  outside: Outside = outsideOf(parts, command.portalId),
): Promise<T> {
  return execute(parts.runtime, { ...command, actorId: null }, async (tx) => {
    const firm = await tx.get('portals', command.portalId, command.portalId)
    if (!firm) throw noFirm(command.portalId)
    return work(sceneOf(parts, tx, firm, outside))
  })
}

async function operatorScene(
  parts: RegistrationParts,
  tx: Transaction,
  { name, portalId, actorId, action }: Pick<OperatorCommand, 'name' | 'portalId' | 'actorId' | 'action'>,
  outside: Outside,
): Promise<OperatorScene> {
  const firm = await tx.get('portals', portalId, portalId)
  const actor = await tx.get('members', portalId, actorId)
  // Whoever is not in the portal learns nothing of it.
  if (!firm || !actor || firm.status === 'deleted') throw noFirm(portalId)
  mustBeActive(firm)
  const { policy } = parts
  const ability: Asker = policy.abilityFor(policy.parseMember(memberAt(actor, tx.now)), knownTo(policy, portalFor(firm, firm.licences)))
  if (!(action === 'delegate' ? ability.can('delegate', 'registration') : ability.couldEver(action, 'registration.portal')))
    throw new PortalError('FORBIDDEN', `\`${actorId}\` may not \`${name}\``, { command: name, explanation: 'no row allows it to him' })
  return {
    ...sceneOf(parts, tx, firm, outside),
    actor,
    can: (what, subject) => ability.can(what, subject),
    require(what, subject) {
      if (ability.can(what, subject)) return
      const { text } = explain(ability, what, subject)
      throw new PortalError('FORBIDDEN', text, { action: what, explanation: text })
    },
  }
}

function sceneOf(parts: RegistrationParts, tx: Transaction, firm: PortalRow, outside: Outside): Scene {
  const events: PortalEvent[] = []
  return {
    parts,
    tx,
    now: tx.now,
    firm,
    events,
    also: [],
    outside,
    mail: postOf(parts.runtime, tx, firm, events),
    async holderPortal(id) {
      const row = await tx.get('holderPortals', firm.id, id)
      if (!row) throw refusal('PORTAL_NOT_FOUND', `there is no portal \`${id}\` of a holder here`, { holderPortalId: id })
      return row
    },
    async delegatesOf({ kind, office }) {
      const ids = [delegationId(kind, ''), ...(office === '' ? [] : [delegationId(kind, office)])]
      const rows = await Promise.all(ids.map((id) => tx.get('delegations', firm.id, id)))
      return [...new Set(rows.flatMap((row) => row?.delegates ?? []))]
    },
  }
}

/** The delegation of a kind, or of a kind in an office, is the only one of its kind. */
export const delegationId = (kind: string, office: string): string => JSON.stringify([kind, office])

/** A holder's portal as whoever acts may see it; as it is, for the system and for bearers. */
export async function shown(scene: Scene, row: HolderPortalRow): Promise<HolderPortal> {
  const full = holderPortal(row, kindOf(scene.parts.kinds, row.kind), await scene.delegatesOf(row))
  return !isOperator(scene) || scene.can('identify', full) ? full : masked(full)
}

const isOperator = (scene: Scene): scene is OperatorScene => 'actor' in scene

/** What holds of a portal's holder and its licence at this moment. */
export async function factsOf({ outside, parts }: Pick<Scene, 'outside' | 'parts'>, row: HolderPortalRow): Promise<Facts> {
  const holder = await outside.holder(row.holderId)
  const registrant = row.registrantId === null ? undefined : await outside.holder(row.registrantId)
  const holderActive = holder?.active === true && (row.registrantId === null || registrant?.active === true)
  return { holderActive, licensed: isLicensed(await outside.licences(), kindOf(parts.kinds, row.kind)) }
}

/** Whether everything is licensed that portals of this kind need. */
export const isLicensed = ({ features }: PortalLicences, kind: PortalKind): boolean => kind.features.every((one) => features.includes(one))

/** @throws PortalError `PORTAL_NOT_ACTIVE` */
export function mustBeActive(firm: PortalRow): void {
  if (firm.status !== 'active') throw refusal('PORTAL_NOT_ACTIVE', `portal \`${firm.id}\` is not active`, { portalId: firm.id })
}

/** A firm that is not there, or not any more. */
export const noFirm = (portalId: string): PortalError =>
  refusal('NOT_FOUND', `there is no portal \`${portalId}\``, { table: 'portals', id: portalId })

/** A refusal with this code. */
export const refusal = (code: PortalErrorCode, message: string, details: Readonly<Record<string, unknown>> = {}): PortalError =>
  new PortalError(code, message, details)
