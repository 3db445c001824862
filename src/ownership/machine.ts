import { machine, refuse, stay, type Transition, type TransitionTable } from '../workflow/machine.js'
import { longest } from './rules.js'
import type {
  Between,
  Ended,
  Facts,
  Linked,
  OwnershipCommand,
  OwnershipEffect,
  OwnershipLetter,
  OwnershipRefusal,
  Person,
  Transfer,
} from './transfer.js'

// A transfer of ownership, from the request to its end. Pure: time, ids and what is known of the people come with the command, and what is to
// happen goes out as effects. At most one transfer of a portal is open; a transfer that has ended changes no more.

type Open = Extract<Transfer, { readonly status: 'pending' | 'confirmed' | 'proposed' | 'waiting' }>
type State<S extends Transfer['status']> = Extract<Transfer, { readonly status: S }>
type Command<T extends OwnershipCommand['type']> = Extract<OwnershipCommand, { readonly type: T }>
type Outcome = Transition<Transfer, OwnershipEffect, OwnershipRefusal>
type Refused = { readonly refused: OwnershipRefusal } | undefined

const invalid = refuse('TOKEN_INVALID')
const used = refuse('TOKEN_USED')
const ended = refuse('TOKEN_EXPIRED')
const replaced = refuse('TOKEN_SUPERSEDED')

/** Each state × each command. */
// prettier-ignore
export const ownershipTable: TransitionTable<Transfer, OwnershipCommand, OwnershipEffect, OwnershipRefusal> = {
  //            request             confirm            accept            decline            cancel                resend                expire          supersede        propose            approve
  none:       { request,            confirm: invalid,  accept: invalid,  decline: invalid,  cancel: notHisOrNone, resend: notHisOrNone, expire: stay,   supersede: stay, propose,           approve: notAllowedOrNone },
  pending:    { request: takePlace, confirm,           accept: invalid,  decline: invalid,  cancel,               resend,               expire,         supersede,       propose: overtake, approve: notAllowedOrNone },
  confirmed:  { request: takePlace, confirm: used,     accept,           decline,           cancel,               resend,               expire,         supersede,       propose: overtake, approve: notAllowedOrNone },
  proposed:   { request: takePlace, confirm: invalid,  accept: invalid,  decline: invalid,  cancel,               resend: notHisOrNone, expire,         supersede,       propose: overtake, approve },
  waiting:    { request: takePlace, confirm: invalid,  accept: invalid,  decline: invalid,  cancel,               resend: notHisOrNone, expire: fulfil, supersede,       propose: occupied, approve: agreed },
  completed:  { request,            confirm: used,     accept: used,     decline: used,     cancel: notHisOrNone, resend: notHisOrNone, expire: stay,   supersede: stay, propose,           approve: notAllowedOrNone },
  declined:   { request,            confirm: used,     accept: used,     decline: used,     cancel: notHisOrNone, resend: notHisOrNone, expire: stay,   supersede: stay, propose,           approve: notAllowedOrNone },
  cancelled:  { request,            confirm: invalid,  accept: invalid,  decline: invalid,  cancel: again,        resend: notHisOrNone, expire: stay,   supersede: stay, propose,           approve: notAllowedOrNone },
  expired:    { request,            confirm: ended,    accept: ended,    decline: ended,    cancel: notHisOrNone, resend: notHisOrNone, expire: stay,   supersede: stay, propose,           approve: notAllowedOrNone },
  superseded: { request,            confirm: replaced, accept: replaced, decline: replaced, cancel: notHisOrNone, resend: notHisOrNone, expire: stay,   supersede: stay, propose,           approve: notAllowedOrNone },
}

/** Decides a command. */
export const decideTransfer: (state: Transfer, command: OwnershipCommand) => Outcome = machine(ownershipTable)

// ── The owner ───────────────────────────────────────────────────────────────────────────────────────────────────────

function request(_state: Transfer, command: Command<'request'>): Outcome {
  const { id, actorId, owner, candidate, rules, now, ofAnotherPortal, reproved } = command
  const refused =
    notHis(command, actorId) ??
    closed(command) ??
    unfit(command, asks(command), ofAnotherPortal) ??
    unproven(command, reproved) ??
    tooOften(command)
  if (refused) return refused
  const transfer = { id, ownerId: owner.id, candidateId: candidate?.id ?? '', generation: 1, expiresAt: now + rules.lifetime }
  return rules.confirmation === 'reproof'
    ? proceed(transfer, command)
    : { state: { status: 'pending', ...transfer }, effects: [mail('transferConfirm', 'owner')] }
}

/** Another request: the open transfer ends, and its link is dead. */
function takePlace(state: Open, command: Command<'request'>): Outcome {
  return replacing(state, request(state, command))
}

/** Its place is taken. A candidate who was asked to accept is told, unless it is he again; the owner did it himself, or has a letter anyway. */
function supersede(state: Open, { successorId }: Command<'supersede'>): Outcome {
  const isReplaced = state.status === 'confirmed' && state.candidateId !== successorId
  return { state: end(state, 'superseded'), effects: isReplaced ? [mail('transferReplaced', 'candidate')] : [] }
}

function confirm(state: State<'pending'>, command: Command<'confirm'>): Outcome {
  const { rules, actorId } = command
  const refused =
    closed(command) ??
    dead(state, command) ??
    changed(state, command) ??
    (rules.confirmBy === 'owner' ? notHis(command, actorId) : undefined) ??
    unfit(command, asks(command))
  return refused ?? proceed(state, command)
}

/** The owner said yes: the candidate is asked, or has it. */
function proceed(transfer: Linked, command: Facts): Outcome {
  const { id, ownerId, candidateId, generation } = transfer
  const { rules, now } = command
  if (rules.acceptance === 'none') return complete(transfer)
  const state = { id, ownerId, candidateId, generation: generation + 1, expiresAt: now + rules.lifetime }
  return { state: { status: 'confirmed', ...state }, effects: [mail('transferAccept', 'candidate')] }
}

function cancel(state: Open, command: Command<'cancel'>): Outcome {
  const refused = notHis(command, command.actorId)
  if (refused) return refused
  return { state: end(state, 'cancelled'), effects: asked(state).map((to) => mail('transferCancelled', to)) }
}

/** Cancelled already. */
function again(state: State<'cancelled'>, command: Command<'cancel'>): Outcome {
  return notHis(command, command.actorId) ?? stay(state)
}

/** Nothing waits for it; that, too, only the owner is told. */
function notHisOrNone(_state: Transfer, command: Command<'cancel' | 'resend'>): Outcome {
  return notHis(command, command.actorId) ?? none
}

function resend(state: State<'pending' | 'confirmed'>, command: Command<'resend'>): Outcome {
  const { now, rules, actorId } = command
  // A link to accept went to his address, whatever the rules are by now.
  const byMail = state.status === 'confirmed' || asks(command)
  const refused = notHis(command, actorId) ?? over(state, command) ?? closed(command) ?? unfit(command, byMail)
  if (refused) return refused
  const next = { ...state, generation: state.generation + 1, expiresAt: now + rules.lifetime }
  if (state.status === 'confirmed') return tooOften(command) ?? { state: next, effects: [mail('transferAccept', 'candidate')] }
  return unverified(command) ?? tooOften(command) ?? { state: next, effects: [mail('transferConfirm', 'owner')] }
}

// ── The candidate ───────────────────────────────────────────────────────────────────────────────────────────────────

function accept(state: State<'confirmed'>, command: Command<'accept' | 'decline'>): Outcome {
  return closed(command) ?? dead(state, command) ?? changed(state, command) ?? unfit(command, true) ?? complete(state)
}

function decline(state: State<'confirmed'>, command: Command<'accept' | 'decline'>): Outcome {
  const refused = closed(command) ?? dead(state, command)
  return refused ?? { state: end(state, 'declined'), effects: [mail('transferDeclined', 'owner')] }
}

// ── Time ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Nobody is told of what ends in a portal that was deleted. */
function expire(state: State<'pending' | 'confirmed' | 'proposed'>, { now, portal }: Command<'expire'>): Outcome {
  if (now < state.expiresAt) return stay(state)
  const told = portal === 'deleted' ? [] : asked(state)
  return { state: end(state, 'expired'), effects: told.map((to) => mail('transferExpired', to)) }
}

/** The waiting is over: it is done if everything holds still that it was begun for. In a portal that is suspended, it waits on. */
function fulfil(state: State<'waiting'>, command: Command<'expire'>): Outcome {
  const { now, approvers, rules, portal } = command
  if (now < state.expiresAt || portal === 'suspended') return stay(state)
  if (portal === 'deleted') return { state: end(state, 'expired'), effects: [] }
  const agreed = rules.breakGlass !== undefined && approvers.length >= rules.breakGlass.quorum
  if (!agreed || changed(state, command) || unfit(command, false))
    return { state: end(state, 'expired'), effects: [mail('transferExpired', 'owner')] }
  return complete(state)
}

// ── Break-glass ─────────────────────────────────────────────────────────────────────────────────────────────────────

function propose(_state: Transfer, command: Command<'propose'>): Outcome {
  const { id, actor, owner, candidate, now, ofAnotherPortal } = command
  const refused =
    notAllowed(command, actor) ??
    closed(command) ??
    unfit(command, false, ofAnotherPortal) ??
    himself(actor, candidate?.id) ??
    tooOften(command)
  if (refused) return refused
  const between = { id, ownerId: owner.id, candidateId: candidate?.id ?? '' }
  return {
    state: { status: 'proposed', ...between, approvals: [actor.id], expiresAt: now + longest },
    effects: [mail('breakGlassProposed', 'owner')],
  }
}

/** Only what has ended by time makes room, or has nobody behind it any more: nobody gets rid of the owner's own transfer. */
function overtake(state: Exclude<Open, State<'waiting'>>, command: Command<'propose'>): Outcome {
  const abandoned = state.status === 'proposed' && command.approvers?.length === 0
  return command.now < state.expiresAt && !abandoned ? occupied(state, command) : replacing(state, propose(state, command))
}

/** A transfer is open; that is for those to know who could propose another. */
function occupied(_state: Open, command: Command<'propose'>): Outcome {
  return notAllowed(command, command.actor) ?? closed(command) ?? { refused: 'TRANSFER_OPEN' }
}

function approve(state: State<'proposed'>, command: Command<'approve'>): Outcome {
  const { now, rules } = command
  const refused = cannotAgree(state, command, over(state, command))
  if (refused) return refused
  const approvals = agreeing(state, command)
  const { quorum = Infinity, waiting = Infinity } = rules.breakGlass ?? {}
  if (approvals.length < quorum) return { state: { ...state, approvals }, effects: [] }
  return { state: { ...state, status: 'waiting', approvals, expiresAt: now + waiting }, effects: [mail('breakGlassWaiting', 'owner')] }
}

/** Enough agree already; one more may be needed when another is no administrator any more. The waiting does not begin anew. */
function agreed(state: State<'waiting'>, command: Command<'approve'>): Outcome {
  const refused = cannotAgree(state, command, over(state, command))
  if (refused) return refused
  const { actor } = command
  return state.approvals.includes(actor.id) ? stay(state) : { state: { ...state, approvals: [...state.approvals, actor.id] }, effects: [] }
}

/** Those who agreed and may still, and the one who does now. */
const agreeing = ({ approvals }: State<'proposed'>, { actor, approvers = approvals }: Command<'approve'>): readonly string[] => [
  ...new Set([...approvals.filter((one) => approvers.includes(one)), actor.id]),
]

/** Nobody is proposed; that is for those to know who could agree. */
function notAllowedOrNone(_state: Transfer, command: Command<'approve'>): Outcome {
  return notAllowed(command, command.actor) ?? none
}

const cannotAgree = (state: State<'proposed' | 'waiting'>, command: Command<'approve'>, isOver?: Refused): Refused =>
  notAllowed(command, command.actor) ??
  isOver ??
  // Who agrees to somebody does not agree to whoever is proposed by now.
  ((command.candidateId ?? state.candidateId) === state.candidateId ? undefined : none) ??
  closed(command) ??
  changed(state, command) ??
  unfit(command, false) ??
  himself(command.actor, state.candidateId)

// ── What they have in common ────────────────────────────────────────────────────────────────────────────────────────

const mail = (letter: OwnershipLetter, to: 'owner' | 'candidate'): OwnershipEffect => ({ type: 'mail', letter, to })

/** Who was told of an open transfer, and has to be told of its end. */
const asked = ({ status }: Open): readonly ('owner' | 'candidate')[] => (status === 'confirmed' ? ['owner', 'candidate'] : ['owner'])

const end = <const S extends Ended>({ id, ownerId, candidateId }: Between, status: S) => ({ status, id, ownerId, candidateId })

function complete(transfer: Between): Outcome {
  const { ownerId: from, candidateId: to } = transfer
  return {
    state: end(transfer, 'completed'),
    effects: [{ type: 'changeOwner', from, to }, mail('transferCompleted', 'owner'), mail('transferCompleted', 'candidate')],
  }
}

/** A new transfer in the place of an open one. */
function replacing({ id }: Open, outcome: Outcome): Outcome {
  return outcome.refused === undefined ? { ...outcome, effects: [{ type: 'supersede', id }, ...outcome.effects] } : outcome
}

const none = { refused: 'NO_OPEN_TRANSFER' } as const

const closed = ({ portal }: Facts): Refused => (portal === 'active' ? undefined : { refused: 'PORTAL_NOT_ACTIVE' })

const notHis = ({ owner }: Facts, actorId: string | null): Refused => (actorId === owner.id ? undefined : { refused: 'NOT_THE_OWNER' })

/** The link of a live transfer that is not the last one, or has ended. */
function dead({ generation, expiresAt }: Linked, command: { readonly generation: number; readonly now: number }): Refused {
  if (command.generation !== generation) return { refused: 'TOKEN_SUPERSEDED' }
  return command.now < expiresAt ? undefined : { refused: 'TOKEN_EXPIRED' }
}

const changed = ({ ownerId }: Between, { owner }: Facts): Refused => (ownerId === owner.id ? undefined : { refused: 'OWNER_CHANGED' })

/** A link, or a proposal, whose time is up. */
const over = ({ expiresAt }: { readonly expiresAt: number }, { now }: Facts): Refused => (now < expiresAt ? undefined : none)

/** Whether the candidate is asked by mail. */
const asks = ({ rules }: Facts): boolean => rules.acceptance === 'required'

/** Why somebody cannot become the owner. The link to accept is worth the portal: it goes to an address that is known to be his. */
function unfit({ candidate, owner, rules }: Facts, byMail: boolean, ofAnotherPortal = false): Refused {
  if (ofAnotherPortal) return { refused: 'CANDIDATE_OF_ANOTHER_PORTAL' }
  if (!candidate) return { refused: 'CANDIDATE_UNKNOWN' }
  if (candidate.id === owner.id) return { refused: 'CANDIDATE_IS_OWNER' }
  if (!candidate.active) return { refused: 'CANDIDATE_NOT_ACTIVE' }
  if (candidate.type === 'guest') return { refused: 'CANDIDATE_IS_GUEST' }
  if (rules.candidates === 'administrators' && !candidate.fullAdministrator) return { refused: 'CANDIDATE_NOT_ADMINISTRATOR' }
  return byMail && !candidate.emailVerified ? { refused: 'CANDIDATE_EMAIL_NOT_VERIFIED' } : undefined
}

/** The owner has to show that it is he, by the link to his own address or to the application. */
function unproven(command: Facts, reproved: boolean): Refused {
  if (command.rules.confirmation === 'link') return unverified(command)
  return reproved ? undefined : { refused: 'REPROOF_REQUIRED' }
}

const unverified = ({ owner }: Facts): Refused => (owner.emailVerified ? undefined : { refused: 'EMAIL_NOT_VERIFIED' })

/** Whoever could ask for letters without end could flood a mailbox. */
const tooOften = ({ retryAfter }: { readonly retryAfter: number }): Refused => (retryAfter > 0 ? { refused: 'RATE_LIMITED' } : undefined)

/** Break-glass is for full administrators who are not the owner, and only where it is switched on. */
function notAllowed({ rules, owner }: Facts, actor: Person): Refused {
  if (!rules.breakGlass) return { refused: 'BREAK_GLASS_OFF' }
  return actor.active && actor.fullAdministrator && actor.id !== owner.id ? undefined : { refused: 'NOT_A_FULL_ADMINISTRATOR' }
}

const himself = (actor: Person, candidateId: string | undefined): Refused =>
  actor.id === candidateId ? { refused: 'CANDIDATE_IS_APPROVER' } : undefined
