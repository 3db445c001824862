import { longest } from '../../src/ownership/rules.js'
import type {
  Between,
  OwnershipCommand,
  OwnershipEffect,
  OwnershipLetter,
  OwnershipRefusal,
  Person,
  Transfer,
} from '../../src/ownership/transfer.js'

// What the rules and the guide say of every command in every situation, written down a second time and in another way: as lists of reasons in
// the order of the guide, asked one after the other. Nothing of the machine is used here.

/** What has to come of a command. */
export type Verdict = { readonly refused: OwnershipRefusal } | { readonly state: Transfer; readonly effects: readonly OwnershipEffect[] }

type Command<T extends OwnershipCommand['type']> = Extract<OwnershipCommand, { readonly type: T }>
type In<S extends Transfer['status']> = Extract<Transfer, { readonly status: S }>
type Open = In<'pending' | 'confirmed' | 'proposed' | 'waiting'>
type Reason = readonly [boolean, OwnershipRefusal]

const isOpen = (state: Transfer): state is Open => ['pending', 'confirmed', 'proposed', 'waiting'].includes(state.status)
const timeIsUp = ({ expiresAt }: { readonly expiresAt: number }, { now }: OwnershipCommand): boolean => !(now < expiresAt)
const firstOf = (reasons: readonly Reason[]): OwnershipRefusal | undefined => reasons.find(([holds]) => holds)?.[1]
const mail = (letter: OwnershipLetter, ...to: readonly ('owner' | 'candidate')[]): OwnershipEffect[] =>
  to.map((one) => ({ type: 'mail', letter, to: one }))
const nothing = (state: Transfer): Verdict => ({ state, effects: [] })

function decided(reasons: readonly Reason[], otherwise: () => Verdict): Verdict {
  const refused = firstOf(reasons)
  return refused === undefined ? otherwise() : { refused }
}

/** Who cannot be named. An address has to be verified only where a letter asks him to accept. */
function candidatesReasons({ rules, owner, candidate }: OwnershipCommand, ofAnotherPortal: boolean, byMail: boolean): Reason[] {
  return [
    [ofAnotherPortal, 'CANDIDATE_OF_ANOTHER_PORTAL'],
    [candidate === undefined, 'CANDIDATE_UNKNOWN'],
    [candidate?.id === owner.id, 'CANDIDATE_IS_OWNER'],
    [candidate?.active === false, 'CANDIDATE_NOT_ACTIVE'],
    [candidate?.type === 'guest', 'CANDIDATE_IS_GUEST'],
    [rules.candidates === 'administrators' && candidate?.fullAdministrator === false, 'CANDIDATE_NOT_ADMINISTRATOR'],
    [byMail && candidate?.emailVerified === false, 'CANDIDATE_EMAIL_NOT_VERIFIED'],
  ]
}
const named = (command: OwnershipCommand): Reason[] => candidatesReasons(command, false, command.rules.acceptance === 'required')
const namedByAdministrators = (command: OwnershipCommand): Reason[] => candidatesReasons(command, false, false)

/** The one way to a new owner, with a notice for both. */
function completed({ id, ownerId, candidateId }: Between): Verdict {
  return {
    state: { status: 'completed', id, ownerId, candidateId },
    effects: [{ type: 'changeOwner', from: ownerId, to: candidateId }, ...mail('transferCompleted', 'owner', 'candidate')],
  }
}
const ended = (
  { id, ownerId, candidateId }: Between,
  status: 'declined' | 'cancelled' | 'expired' | 'superseded',
  effects: OwnershipEffect[],
): Verdict => ({
  state: { status, id, ownerId, candidateId },
  effects,
})
const withReplaced = (state: Transfer, verdict: Verdict): Verdict =>
  'refused' in verdict || !isOpen(state) ? verdict : { ...verdict, effects: [{ type: 'supersede', id: state.id }, ...verdict.effects] }

function request(state: Transfer, command: Command<'request'>): Verdict {
  const { rules, owner, candidate, id, now } = command
  const between = { id, ownerId: owner.id, candidateId: candidate?.id ?? '' }
  const reasons: Reason[] = [
    [command.actorId !== owner.id, 'NOT_THE_OWNER'],
    [command.portal !== 'active', 'PORTAL_NOT_ACTIVE'],
    ...candidatesReasons(command, command.ofAnotherPortal, rules.acceptance === 'required'),
    [rules.confirmation === 'link' && !owner.emailVerified, 'EMAIL_NOT_VERIFIED'],
    [rules.confirmation === 'reproof' && !command.reproved, 'REPROOF_REQUIRED'],
    [command.retryAfter > 0, 'RATE_LIMITED'],
  ]
  const link = { ...between, generation: 1, expiresAt: now + rules.lifetime }
  const started = (): Verdict => {
    if (rules.confirmation === 'link') return { state: { status: 'pending', ...link }, effects: mail('transferConfirm', 'owner') }
    if (rules.acceptance === 'none') return completed(between)
    // The link of the candidate counts as the second one, though the owner had none.
    return { state: { status: 'confirmed', ...link, generation: 2 }, effects: mail('transferAccept', 'candidate') }
  }
  return decided(reasons, () => withReplaced(state, started()))
}

/** What a link meets when the transfer does not wait for it; nothing when it does. */
function spent(state: Transfer, waitsIn: 'pending' | 'confirmed'): OwnershipRefusal | undefined {
  if (state.status === waitsIn) return undefined
  switch (state.status) {
    case 'confirmed':
    case 'completed':
    case 'declined':
      return 'TOKEN_USED'
    case 'expired':
      return 'TOKEN_EXPIRED'
    case 'superseded':
      return 'TOKEN_SUPERSEDED'
    default:
      // Nobody has such a link while nothing waits for it, and one of a cancelled transfer tells nothing.
      return 'TOKEN_INVALID'
  }
}
function linkReasons(state: In<'pending' | 'confirmed'>, command: Command<'confirm' | 'accept' | 'decline'>): Reason[] {
  return [
    [command.portal !== 'active', 'PORTAL_NOT_ACTIVE'],
    [command.generation !== state.generation, 'TOKEN_SUPERSEDED'],
    [timeIsUp(state, command), 'TOKEN_EXPIRED'],
  ]
}

function confirm(state: Transfer, command: Command<'confirm'>): Verdict {
  const refused = spent(state, 'pending')
  if (state.status !== 'pending' || refused !== undefined) return { refused: refused ?? 'TOKEN_INVALID' }
  const { rules, owner, actorId, now } = command
  const reasons: Reason[] = [
    ...linkReasons(state, command),
    [owner.id !== state.ownerId, 'OWNER_CHANGED'],
    [rules.confirmBy === 'owner' && actorId !== owner.id, 'NOT_THE_OWNER'],
    ...named(command),
  ]
  const asked = { ...state, status: 'confirmed', generation: state.generation + 1, expiresAt: now + rules.lifetime } as const
  return decided(reasons, () =>
    rules.acceptance === 'none' ? completed(state) : { state: asked, effects: mail('transferAccept', 'candidate') },
  )
}

function accept(state: Transfer, command: Command<'accept'>): Verdict {
  const refused = spent(state, 'confirmed')
  if (state.status !== 'confirmed' || refused !== undefined) return { refused: refused ?? 'TOKEN_INVALID' }
  const changed: Reason = [command.owner.id !== state.ownerId, 'OWNER_CHANGED']
  return decided([...linkReasons(state, command), changed, ...candidatesReasons(command, false, true)], () => completed(state))
}

function decline(state: Transfer, command: Command<'decline'>): Verdict {
  const refused = spent(state, 'confirmed')
  if (state.status !== 'confirmed' || refused !== undefined) return { refused: refused ?? 'TOKEN_INVALID' }
  return decided(linkReasons(state, command), () => ended(state, 'declined', mail('transferDeclined', 'owner')))
}

/** Those who had a letter about it: the candidate only when he was asked to accept. */
const toldOf = (state: Open): readonly ('owner' | 'candidate')[] => (state.status === 'confirmed' ? ['owner', 'candidate'] : ['owner'])

function cancel(state: Transfer, command: Command<'cancel'>): Verdict {
  const stranger: Reason = [command.actorId !== command.owner.id, 'NOT_THE_OWNER']
  if (state.status === 'cancelled') return decided([stranger], () => nothing(state))
  if (!isOpen(state)) return { refused: firstOf([stranger]) ?? 'NO_OPEN_TRANSFER' }
  return decided([stranger], () => ended(state, 'cancelled', mail('transferCancelled', ...toldOf(state))))
}

function resend(state: Transfer, command: Command<'resend'>): Verdict {
  const { owner, rules, now } = command
  const stranger: Reason = [command.actorId !== owner.id, 'NOT_THE_OWNER']
  if (state.status !== 'pending' && state.status !== 'confirmed') return { refused: firstOf([stranger]) ?? 'NO_OPEN_TRANSFER' }
  const reasons: Reason[] = [
    stranger,
    [timeIsUp(state, command), 'NO_OPEN_TRANSFER'],
    [command.portal !== 'active', 'PORTAL_NOT_ACTIVE'],
    // Whoever has his letter already needs a confirmed address, also where the next one would not be asked.
    ...(state.status === 'confirmed' ? candidatesReasons(command, false, true) : named(command)),
    [state.status === 'pending' && !owner.emailVerified, 'EMAIL_NOT_VERIFIED'],
    [command.retryAfter > 0, 'RATE_LIMITED'],
  ]
  const letter = state.status === 'pending' ? mail('transferConfirm', 'owner') : mail('transferAccept', 'candidate')
  const renewed = { ...state, generation: state.generation + 1, expiresAt: now + rules.lifetime }
  return decided(reasons, () => ({ state: renewed, effects: letter }))
}

function expire(state: Transfer, command: Command<'expire'>): Verdict {
  if (!isOpen(state) || !timeIsUp(state, command)) return nothing(state)
  const { portal, rules, owner, approvers } = command
  // Of what ends in a portal that was deleted, nobody is told.
  if (portal === 'deleted') return ended(state, 'expired', [])
  const over = ended(state, 'expired', mail('transferExpired', ...toldOf(state)))
  if (state.status !== 'waiting') return over
  // A portal that is suspended changes hands only when it is active again, and the owner may cancel until then.
  if (portal === 'suspended') return nothing(state)
  const reasons: Reason[] = [
    [owner.id !== state.ownerId, 'OWNER_CHANGED'],
    // Where the quorum was changed meanwhile, the present one counts; off is never enough.
    [approvers.length < (rules.breakGlass?.quorum ?? Infinity), 'NOT_A_FULL_ADMINISTRATOR'],
    ...namedByAdministrators(command),
  ]
  return firstOf(reasons) === undefined ? completed(state) : over
}

/** Somebody else is named instead. Whoever was asked to accept learns it; nobody else waits for anything that he was asked, nor who is named again. */
function superseded(state: Transfer, { successorId }: Command<'supersede'>): Verdict {
  if (!isOpen(state)) return nothing(state)
  const isElse = state.candidateId !== successorId
  return ended(state, 'superseded', state.status === 'confirmed' && isElse ? mail('transferReplaced', 'candidate') : [])
}

const mayReplace = (actor: Person, owner: Person): boolean =>
  actor.active && actor.type === 'user' && actor.fullAdministrator && actor.id !== owner.id

/** What waits for its end to be completed is open until it is; anything else has ended with its time, or a proposal with its last supporter. */
const makesRoom = (state: Open, command: Command<'propose'>): boolean =>
  state.status !== 'waiting' && (timeIsUp(state, command) || (state.status === 'proposed' && command.approvers?.length === 0))

/** Who replaces nobody. */
const strangers = ({ rules, actor, owner }: Command<'propose' | 'approve'>): Reason[] => [
  [rules.breakGlass === undefined, 'BREAK_GLASS_OFF'],
  [!mayReplace(actor, owner), 'NOT_A_FULL_ADMINISTRATOR'],
]

function propose(state: Transfer, command: Command<'propose'>): Verdict {
  const { id, now, owner, candidate, actor } = command
  const reasons: Reason[] = [
    ...strangers(command),
    [command.portal !== 'active', 'PORTAL_NOT_ACTIVE'],
    [isOpen(state) && !makesRoom(state, command), 'TRANSFER_OPEN'],
    ...candidatesReasons(command, command.ofAnotherPortal, false),
    [actor.id === candidate?.id, 'CANDIDATE_IS_APPROVER'],
    [command.retryAfter > 0, 'RATE_LIMITED'],
  ]
  const between = { id, ownerId: owner.id, candidateId: candidate?.id ?? '' }
  const proposed = { ...between, status: 'proposed', approvals: [actor.id], expiresAt: now + longest } as const
  return decided(reasons, () => withReplaced(state, { state: proposed, effects: mail('breakGlassProposed', 'owner') }))
}

function approve(state: Transfer, command: Command<'approve'>): Verdict {
  if (state.status !== 'proposed' && state.status !== 'waiting') return { refused: firstOf(strangers(command)) ?? 'NO_OPEN_TRANSFER' }
  const { owner, actor, candidateId = state.candidateId } = command
  const reasons: Reason[] = [
    ...strangers(command),
    [timeIsUp(state, command), 'NO_OPEN_TRANSFER'],
    [candidateId !== state.candidateId, 'NO_OPEN_TRANSFER'],
    [command.portal !== 'active', 'PORTAL_NOT_ACTIVE'],
    [owner.id !== state.ownerId, 'OWNER_CHANGED'],
    ...namedByAdministrators(command),
    [actor.id === state.candidateId, 'CANDIDATE_IS_APPROVER'],
  ]
  return decided(reasons, () => agreed(state, command))
}

/** Those who agreed and may still, and the one who does now. */
function agreed(state: In<'proposed' | 'waiting'>, { actor, now, rules, approvers = state.approvals }: Command<'approve'>): Verdict {
  // One more may be needed at the end; the waiting does not begin anew.
  if (state.status === 'waiting')
    return state.approvals.includes(actor.id)
      ? nothing(state)
      : { state: { ...state, approvals: [...state.approvals, actor.id] }, effects: [] }
  const approvals = [...new Set([...state.approvals.filter((one) => approvers.includes(one)), actor.id])]
  const { quorum = Infinity, waiting = Infinity } = rules.breakGlass ?? {}
  // Also when nobody is new, but fewer are needed by now.
  if (approvals.length >= quorum)
    return { state: { ...state, status: 'waiting', approvals, expiresAt: now + waiting }, effects: mail('breakGlassWaiting', 'owner') }
  return approvals.join() === state.approvals.join() ? nothing(state) : { state: { ...state, approvals }, effects: [] }
}

/** What the rules want. */
export function verdict(state: Transfer, command: OwnershipCommand): Verdict {
  switch (command.type) {
    case 'request':
      return request(state, command)
    case 'confirm':
      return confirm(state, command)
    case 'accept':
      return accept(state, command)
    case 'decline':
      return decline(state, command)
    case 'cancel':
      return cancel(state, command)
    case 'resend':
      return resend(state, command)
    case 'expire':
      return expire(state, command)
    case 'supersede':
      return superseded(state, command)
    case 'propose':
      return propose(state, command)
    case 'approve':
      return approve(state, command)
  }
}
