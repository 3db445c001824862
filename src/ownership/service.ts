import { isPortalError, PortalError, type PortalErrorCode } from '../errors.js'
import { bearerOf } from '../workflow/bearer.js'
import { execute, type Told } from '../workflow/command.js'
import type { PortalEvent } from '../workflow/post.js'
import type { Runtime } from '../workflow/runtime.js'
import { newId } from '../workflow/tokens.js'
import type { Transaction } from '../workflow/transaction.js'
import { apply, type Loaded } from './apply.js'
import { read, shapes, type Naming, type OwnershipAsking } from './input.js'
import { decideTransfer } from './machine.js'
import { explanations } from './messages.js'
import { factsOf, generationOf, isLasting, load, stillApproving, unknownPortal } from './load.js'
import { personOf, transferOf } from './records.js'
import type { OwnershipRules } from './rules.js'
import type { Facts, OwnershipCommand, OwnershipEffect, Transfer, Person } from './transfer.js'
import { blockingOwnerships, current, inspected, stateOf, type BlockingOwnership, type OwnershipLink, type TransferState } from './views.js'

/** The answer to every command on a transfer. */
export interface TransferAnswer {
  readonly transfer: TransferState
  readonly events: readonly PortalEvent[]
}

/**
 * Transfer of ownership: a portal has exactly one owner at every moment. Every command throws a `PortalError` and has changed nothing then:
 * `INPUT_INVALID`; `NOT_FOUND` when there is no such portal or the actor is not a member of it; `IDEMPOTENCY_MISMATCH`, `CONFLICT`,
 * `STORAGE_UNAVAILABLE`, `STORAGE_REFUSED`; and what stands at each of them.
 *
 * @see docs/guide/ownership.md
 */
export interface Ownership {
  /**
   * The owner names who is to own the portal. An open transfer ends (`superseded`), and its link is dead.
   *
   * @param command `reproved`: the application has just asked the owner for his password again, where the rules ask for it
   * @throws PortalError `PORTAL_NOT_ACTIVE`, `NOT_THE_OWNER`, `CANDIDATE_…`, `EMAIL_NOT_VERIFIED`, `REPROOF_REQUIRED`
   */
  request(command: OwnershipAsking & Naming & { readonly reproved?: boolean | undefined }): Promise<TransferAnswer>
  /** What a link is for; changes nothing, however often. @throws PortalError as `confirm` and `accept` */
  inspect(link: { readonly token: string }): Promise<OwnershipLink>
  /**
   * Confirms, for whoever has the owner's link.
   *
   * @param link `actorId`: who is signed in, where the rules want that to be the owner
   * @throws PortalError `TOKEN_INVALID`, `TOKEN_USED`, `TOKEN_EXPIRED`, `TOKEN_SUPERSEDED`, `PORTAL_NOT_ACTIVE`, `OWNER_CHANGED`, `NOT_THE_OWNER`, `CANDIDATE_…`
   */
  confirm(link: { readonly token: string; readonly actorId?: string | undefined }): Promise<TransferAnswer>
  /** Accepts, for whoever has the candidate's link. @throws PortalError as `confirm` */
  accept(link: { readonly token: string }): Promise<TransferAnswer>
  /** Declines, for whoever has the candidate's link. @throws PortalError `TOKEN_INVALID`, `TOKEN_USED`, `TOKEN_EXPIRED`, `TOKEN_SUPERSEDED`, `PORTAL_NOT_ACTIVE` */
  decline(link: { readonly token: string }): Promise<TransferAnswer>
  /** The owner ends the open transfer, any time before it is completed; a second time changes nothing. @throws PortalError `NOT_THE_OWNER`, `NO_OPEN_TRANSFER` */
  cancel(command: OwnershipAsking): Promise<TransferAnswer>
  /** A new letter with a new link; the former one is dead. @throws PortalError `NO_OPEN_TRANSFER`, and as `request` */
  resend(command: OwnershipAsking): Promise<TransferAnswer>
  /**
   * Break-glass: a full administrator proposes a new owner, because the present one is gone.
   *
   * @throws PortalError `BREAK_GLASS_OFF`, `NOT_A_FULL_ADMINISTRATOR`, `PORTAL_NOT_ACTIVE`, `TRANSFER_OPEN`, `CANDIDATE_…`
   */
  propose(command: OwnershipAsking & Naming): Promise<TransferAnswer>
  /**
   * Break-glass: another full administrator agrees to the one who was proposed. With enough of them the waiting begins.
   *
   * @param command `candidateId`: whom he agrees to; when it is somebody else by now, that is no open transfer
   * @throws PortalError `NO_OPEN_TRANSFER`, and as `propose`
   */
  approve(command: OwnershipAsking & { readonly candidateId: string }): Promise<TransferAnswer>
  /** Looks whether time has ended the open transfer, or has completed a break-glass. A command of the system; nothing to do is no error. @throws PortalError `NOT_FOUND` */
  expire(command: { readonly portalId: string }): Promise<TransferAnswer | undefined>
  /** Does `expire` for all portals whose time has come; gives how many there were. */
  expireDue(limit?: number): Promise<number>
  /** The open or last transfer of a portal, and what became of its letter; none if there never was one. */
  current(of: { readonly portalId: string }): Promise<TransferState | undefined>
  /** The portals that a member owns, and so may not be disabled, deleted or made a guest in. */
  blockingOwnerships(of: { readonly memberId: string; readonly portalId?: string | undefined }): Promise<readonly BlockingOwnership[]>
}

/** Who acts in a command of a member, when, and who agrees to what is proposed already. */
interface MemberScene {
  readonly now: number
  readonly actor: Person
  readonly approvers: readonly string[]
}

/** What a command came to. */
type Decided = Told & { readonly answer: TransferAnswer }

/** What the service works with. */
export interface OwnershipParts {
  readonly runtime: Runtime
  readonly rules: OwnershipRules
}

export function createOwnership({ runtime, rules }: OwnershipParts): Ownership {
  /** Decides a command on what is loaded, and writes what follows. */
  const decide = async (tx: Transaction, loaded: Loaded, command: (facts: Facts) => OwnershipCommand): Promise<Decided> => {
    const { portal, transfer: before } = loaded
    const { state, effects } = accepted(decideTransfer(transferOf(before), command(factsOf(tx, loaded, rules))))
    if (state.status === 'none') throw new PortalError('NO_OPEN_TRANSFER', explanations.NO_OPEN_TRANSFER)
    const replaced = effects.some(({ type }) => type === 'supersede') ? [await supersede(tx, loaded)] : []
    const { transfer, events } = await apply(runtime, rules, tx, loaded, state, effects)
    return {
      subject: 'transfers',
      subjectId: transfer.id,
      before: before?.id === transfer.id ? before.status : null,
      after: transfer.status,
      also: replaced,
      answer: {
        transfer: await stateOf(runtime.storage, portal.id, transfer),
        events: [...replaced.flatMap(({ answer }) => answer.events), ...events],
      },
    }
  }

  /** Ends the transfer whose place is taken, which is about somebody else than the command. */
  const supersede = async (tx: Transaction, loaded: Loaded): Promise<Decided> => {
    const { portal, transfer } = loaded
    const candidate = transfer && (await tx.get('members', portal.id, transfer.candidateId))
    return decide(tx, { ...loaded, candidate }, (facts) => ({ ...facts, type: 'supersede' }))
  }

  /** A command of a member, on the transfer that is open. */
  const asMember = (
    name: string,
    { candidateId, ...asking }: OwnershipAsking & { readonly candidateId?: string | undefined },
    body: unknown,
    command: (facts: Facts, scene: MemberScene) => OwnershipCommand,
  ): Promise<TransferAnswer> => {
    const { portalId, actorId } = asking
    return execute(runtime, { name, ...asking, body }, async (tx) => {
      const actor = await tx.get('members', portalId, actorId)
      if (!actor) throw unknownPortal(portalId)
      const loaded = await load(tx, portalId, { candidateId })
      // Only a break-glass asks who agrees.
      const breakGlass = name === 'proposeTransfer' || name === 'approveTransfer'
      const approvers = breakGlass ? await stillApproving(tx, portalId, loaded.transfer) : []
      const { now } = tx
      return decide(tx, loaded, (facts) =>
        command(facts, { now, approvers, actor: { ...personOf(actor, now), fullAdministrator: isLasting(actor) } }),
      )
    })
  }

  /** A command of whoever has a link. */
  const asBearer = async (
    name: string,
    purpose: string,
    token: unknown,
    actorId: string | null,
    command: (facts: Facts, generation: number) => OwnershipCommand,
  ): Promise<TransferAnswer> => {
    const bearer = await bearerOf(runtime, purpose, token)
    const { portalId, subjectId } = bearer
    const about = ['transfers', subjectId] as const
    return execute(runtime, { name: `${name}Transfer`, portalId, actorId, body: {}, about }, async (tx) => {
      const loaded = await load(tx, portalId, { transferId: subjectId })
      return decide(tx, loaded, (facts) => command(facts, generationOf(bearer, loaded)))
    })
  }

  const expire: Ownership['expire'] = async (input) => {
    const { portalId } = read(shapes.portal, input, 'expire')
    const due = (await runtime.storage.find('transfers', 'openPortal', { openPortal: portalId })).items[0]?.row
    if (!due && !(await runtime.storage.get('portals', portalId, portalId))) throw unknownPortal(portalId)
    if (!due || due.dueAt === null || runtime.clock.now() < due.dueAt) return undefined
    return execute<TransferAnswer | undefined>(
      runtime,
      { name: 'expireTransfer', portalId, actorId: null, body: {}, about: ['transfers', due.id] },
      async (tx) => {
        const loaded = await load(tx, portalId, { evenDeleted: true })
        const { transfer } = loaded
        const approvers = await stillApproving(tx, portalId, transfer)
        if (!transfer || transfer.dueAt === null || tx.now < transfer.dueAt) return { nothing: undefined }
        const outcome = await decide(tx, loaded, (facts) => ({ ...facts, type: 'expire', approvers }))
        // Its time has come, and it has to wait all the same: looked at again later, so that it keeps nobody else waiting.
        if (outcome.after === transfer.status) tx.update('transfers', { ...transfer, dueAt: tx.now + later })
        return outcome
      },
    )
  }

  /**
   * What time has ended makes room as what it is: both who had a letter with a link are told so, and nobody that he was replaced. Only for who may
   * take its place: whoever is refused changes nothing.
   */
  const lapse = async ({ portalId, actorId }: OwnershipAsking, by: 'owner' | 'administrator'): Promise<void> => {
    const { storage } = runtime
    const [open] = (await storage.find('transfers', 'openPortal', { openPortal: portalId })).items
    if (!open || open.row.status === 'waiting') return
    const [portal, actor] = await Promise.all([storage.get('portals', portalId, portalId), storage.get('members', portalId, actorId)])
    if (portal?.row.status !== 'active' || !actor) return
    const isOwner = actor.row.id === portal.row.ownerId
    if (by === 'owner' ? isOwner : rules.breakGlass && !isOwner && isLasting(actor.row)) await expire({ portalId })
  }

  return {
    async request(input) {
      const { candidateId, candidatePortalId, reproved, ...asking } = read(shapes.request, input, 'request')
      const ofAnotherPortal = candidatePortalId !== undefined && candidatePortalId !== asking.portalId
      const body = { candidateId, candidatePortalId, reproved }
      await lapse(asking, 'owner')
      return asMember('requestTransfer', { ...asking, candidateId }, body, (facts, { now }) => ({
        ...facts,
        type: 'request',
        id: newId(runtime.random, now),
        actorId: asking.actorId,
        ofAnotherPortal,
        reproved,
      }))
    },
    inspect: async (input) => inspected(runtime, rules, read(shapes.token, input, 'inspect').token),
    async confirm(input) {
      const { token, actorId = null } = read(shapes.confirm, input, 'confirm')
      return asBearer('confirm', 'confirmTransfer', token, actorId, (facts, generation) => ({
        ...facts,
        type: 'confirm',
        generation,
        actorId,
      }))
    },
    async accept(input) {
      const { token } = read(shapes.token, input, 'accept')
      return asBearer('accept', 'acceptTransfer', token, null, (facts, generation) => ({ ...facts, type: 'accept', generation }))
    },
    async decline(input) {
      const { token } = read(shapes.token, input, 'decline')
      return asBearer('decline', 'acceptTransfer', token, null, (facts, generation) => ({ ...facts, type: 'decline', generation }))
    },
    async cancel(input) {
      const asking = read(shapes.asking, input, 'cancel')
      return asMember('cancelTransfer', asking, {}, (facts) => ({ ...facts, type: 'cancel', actorId: asking.actorId }))
    },
    async resend(input) {
      const asking = read(shapes.asking, input, 'resend')
      return asMember('resendTransfer', asking, {}, (facts) => ({ ...facts, type: 'resend', actorId: asking.actorId }))
    },
    async propose(input) {
      const { candidateId, candidatePortalId, ...asking } = read(shapes.propose, input, 'propose')
      const ofAnotherPortal = candidatePortalId !== undefined && candidatePortalId !== asking.portalId
      await lapse(asking, 'administrator')
      return asMember('proposeTransfer', { ...asking, candidateId }, { candidateId, candidatePortalId }, (facts, { now, ...scene }) => ({
        ...facts,
        ...scene,
        type: 'propose',
        id: newId(runtime.random, now),
        ofAnotherPortal,
      }))
    },
    async approve(input) {
      const { candidateId, ...asking } = read(shapes.approve, input, 'approve')
      return asMember('approveTransfer', asking, { candidateId }, (facts, { actor, approvers }) => ({
        ...facts,
        type: 'approve',
        actor,
        approvers,
        candidateId,
      }))
    },
    expire,
    async expireDue(limit = 100) {
      const due = await runtime.storage.due('transfers', runtime.clock.now(), limit)
      const failed: unknown[] = []
      for (const { row, version } of due) {
        try {
          await expire({ portalId: row.portalId })
        } catch (error) {
          if (isPortalError(error, 'STORAGE_UNAVAILABLE')) throw error
          failed.push(error)
          // One portal that fails keeps no other waiting: it is looked at again later.
          const dueAt = runtime.clock.now() + later
          await runtime.storage
            .commit([{ op: 'update', table: 'transfers', row: { ...row, dueAt }, version }])
            .catch((again: unknown) => failed.push(again))
        }
      }
      if (failed.length > 0) throw failed[0]
      return due.length
    },
    current: async (input) => current(runtime.storage, read(shapes.portal, input, 'current').portalId),
    blockingOwnerships: async (input) => blockingOwnerships(runtime.storage, read(shapes.blocking, input, 'blockingOwnerships')),
  }
}

/** When something that cannot be done now is looked at again, in milliseconds. */
const later = 3_600_000

function accepted(outcome: ReturnType<typeof decideTransfer>): { readonly state: Transfer; readonly effects: readonly OwnershipEffect[] } {
  if (outcome.refused === undefined) return outcome
  throw new PortalError(outcome.refused satisfies PortalErrorCode, explanations[outcome.refused])
}
