import { PortalError, type PortalErrorCode } from '../errors.js'
import { bearerOf } from '../workflow/bearer.js'
import { execute } from '../workflow/command.js'
import { newId } from '../workflow/tokens.js'
import type { Transaction } from '../workflow/transaction.js'
import { apply, type Loaded } from './apply.js'
import { read, shapes, type OwnershipAsking } from './input.js'
import { decideTransfer } from './machine.js'
import { explanations } from './messages.js'
import { factsOf, generationOf, isLasting, load, stillApproving, unknownPortal } from './load.js'
import type { Decided, Ownership, OwnershipParts, TransferAnswer } from './ownership.js'
import { retryAfter } from './rate-limit.js'
import { personOf, transferOf } from './records.js'
import { onTime } from './time.js'
import type { Facts, OwnershipCommand, OwnershipEffect, Person, Transfer } from './transfer.js'
import { blockingOwnerships, current, inspected, stateOf } from './views.js'

/** Who acts in a command of a member, when, and who agrees to what is proposed already. */
interface MemberScene {
  readonly now: number
  readonly actor: Person
  readonly approvers: readonly string[]
  /** How long it is until a letter may be asked for, in milliseconds. */
  readonly retryAfter: number
}

export function createOwnership(parts: OwnershipParts): Ownership {
  const { runtime, rules } = parts
  /** Decides a command on what is loaded, and writes what follows. */
  const decide = async (tx: Transaction, loaded: Loaded, command: (facts: Facts) => OwnershipCommand): Promise<Decided> => {
    const { portal, transfer: before } = loaded
    const asked = command(factsOf(tx, loaded, rules))
    const { state, effects } = accepted(decideTransfer(transferOf(before), asked), asked)
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
        transfer: await stateOf(runtime.storage, portal.id, transfer, events),
        events: [...replaced.flatMap(({ answer }) => answer.events), ...events],
      },
    }
  }

  /**
   * Ends the transfer whose place is taken, which is about somebody else than the command. What time has ended makes room as what it is: those who
   * had a letter with a link are told so, and nobody that he was replaced.
   */
  const supersede = async (tx: Transaction, loaded: Loaded): Promise<Decided> => {
    const { portal, transfer, candidate: successor } = loaded
    const candidate = transfer && (await tx.get('members', portal.id, transfer.candidateId))
    const isOver = transfer?.status !== 'waiting' && tx.now >= (transfer?.expiresAt ?? Infinity)
    return decide(tx, { ...loaded, candidate }, (facts) =>
      isOver ? { ...facts, type: 'expire', approvers: [] } : { ...facts, type: 'supersede', successorId: successor?.id },
    )
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
      const person = { ...personOf(actor, now), fullAdministrator: isLasting(actor) }
      const scene = { now, approvers, actor: person, retryAfter: retryAfter(loaded.transfers, breakGlass, rules, now) }
      return decide(tx, loaded, (facts) => command(facts, scene))
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
    return execute(runtime, { name: `${name}Transfer`, portalId, actorId, hasLink: true, body: {}, about }, async (tx) => {
      const loaded = await load(tx, portalId, { transferId: subjectId })
      return decide(tx, loaded, (facts) => command(facts, generationOf(bearer, loaded)))
    })
  }

  const { expire, expireDue } = onTime(parts, decide)

  return {
    async request(input) {
      const { candidateId, candidatePortalId, reproved, ...asking } = read(shapes.request, input, 'request')
      const ofAnotherPortal = candidatePortalId !== undefined && candidatePortalId !== asking.portalId
      const body = { candidateId, candidatePortalId, reproved }
      return asMember('requestTransfer', { ...asking, candidateId }, body, (facts, { now, retryAfter }) => ({
        ...facts,
        type: 'request',
        retryAfter,
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
      return asMember('resendTransfer', asking, {}, (facts, { retryAfter }) => ({
        ...facts,
        type: 'resend',
        actorId: asking.actorId,
        retryAfter,
      }))
    },
    async propose(input) {
      const { candidateId, candidatePortalId, ...asking } = read(shapes.propose, input, 'propose')
      const ofAnotherPortal = candidatePortalId !== undefined && candidatePortalId !== asking.portalId
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
    expireDue,
    current: async (input) => current(runtime.storage, read(shapes.portal, input, 'current').portalId),
    blockingOwnerships: async (input) => blockingOwnerships(runtime.storage, read(shapes.blocking, input, 'blockingOwnerships')),
  }
}

function accepted(
  outcome: ReturnType<typeof decideTransfer>,
  command: OwnershipCommand,
): { readonly state: Transfer; readonly effects: readonly OwnershipEffect[] } {
  const { refused } = outcome
  if (refused === undefined) return outcome
  const details = refused === 'RATE_LIMITED' && 'retryAfter' in command ? { retryAfter: command.retryAfter } : {}
  throw new PortalError(refused satisfies PortalErrorCode, explanations[refused], details)
}
