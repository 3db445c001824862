/** What may come of a step, by the model: the answers, and the states of its portal. */
import { factsOf, isLicensed, isPresent, ownerOf, portalOf, statesForBearer, statesNow, type Game, type Link } from './model-game.js'
import { isOver, mayDo, outcomes, type Facts, type ModelPortal } from './model.js'
import { cast, type Step } from './model-steps.js'

export type Of<D extends Step['do']> = Extract<Step, { readonly do: D }>

/** What may come of a step: the answers, and the states of its portal after each. */
export interface Verdict {
  readonly codes: readonly string[]
  /** The states after `ok`, where there is a portal. */
  readonly next?: readonly string[]
}

const told = (all: readonly string[]): Verdict => ({
  codes: all.map((one) => (one.startsWith('!') ? one.slice(1) : 'ok')),
  next: all.filter((one) => !one.startsWith('!')),
})
/** What the table says to an event, from each of these states. */
export const fromEach = (states: readonly string[], event: string, facts: Facts): readonly string[] =>
  states.flatMap((state) => outcomes(state, event, facts))

/** Whether somebody gets so far that the table is asked; if not, what he is told. */
function barred(game: Game, step: { readonly by: string }, command: string, kind: string | undefined): Verdict | undefined {
  if (step.by === 'stranger') return { codes: ['NOT_FOUND'] }
  // Who has no right on any portal need not be told that this one is none.
  if (kind === undefined) return { codes: mayDo(step.by, command, 'staff') ? ['PORTAL_NOT_FOUND'] : ['PORTAL_NOT_FOUND', 'FORBIDDEN'] }
  return mayDo(step.by, command, kind) ? undefined : { codes: ['FORBIDDEN'] }
}

export function onCreate(game: Game, step: Of<'create'>): Verdict {
  const { kind, registrantId } = cast[step.holder]
  const stop = barred(game, step, 'create', kind)
  if (stop) return stop
  if (step.temporary && kind !== 'client') return { codes: ['PERMANENCE_NOT_ALLOWED'] }
  const present = isPresent(game, step.holder) && (registrantId === undefined || isPresent(game, registrantId))
  const before = portalOf(game, kind, step.holder)
  const facts = { licensed: isLicensed(game), holderActive: present }
  const fresh = outcomes('none/none', 'create', facts)
  // The page asks for holder and licence first, the table knows only that there is one.
  return before ? { codes: ['PORTAL_EXISTS', ...told(fresh).codes.filter((code) => code !== 'ok')] } : told(fresh)
}

export function onCommand(
  game: Game,
  step: Extract<Step, { readonly on: number; readonly by: string }>,
  portal: ModelPortal | undefined,
): Verdict {
  const stop = barred(game, step, step.do, portal?.kind)
  if (stop || !portal) return stop ?? { codes: [] }
  const facts = factsOf(game, portal)
  const states = statesNow(game, portal)
  if (step.do === 'associate' && step.holder !== portal.holderId) return onOther(game, portal, step)
  if (step.do === 'associate') {
    const all = fromEach(states, 'associate', facts)
    // Nothing changes either way: whether who has come back, or his registrant, counts as gone is nobody's loss.
    const unclear = isPresent(game, portal.holderId) !== facts.holderActive
    return told(facts.leftSilently || unclear ? [...all, '!HOLDER_INACTIVE', ...states] : all)
  }
  if (step.do === 'changeEmail' && step.email === portal.email)
    return { codes: [isOver(states.at(-1) ?? '') ? 'PORTAL_CLOSED' : 'ok'], next: states }
  const all = fromEach(states, step.do, facts)
  // Whether a link may go to the new address is asked of the port too, by some readings: either is safe.
  const both = step.do === 'changeEmail' && (portal.licensed !== facts.licensed || facts.leftSilently)
  return told(both ? [...all, ...fromEach(states, step.do, { ...facts, licensed: !facts.licensed })] : all)
}

/** Another holder shall have the portal. */
function onOther(game: Game, portal: ModelPortal, { by, holder }: Of<'associate'>): Verdict {
  const states = statesNow(game, portal)
  const { kind, email } = cast[holder]
  // Whoever looks after the portal may have no right on the holder, and is told that first.
  const barredToo = mayDo(by, 'associate', kind) ? [] : ['FORBIDDEN']
  if (states.some(isOver)) return { codes: ['PORTAL_CLOSED', ...barredToo] }
  const codes = new Set<string>(barredToo)
  const facts = factsOf(game, portal)
  const there = isPresent(game, portal.holderId)
  if (kind !== portal.kind) codes.add('KIND_MISMATCH')
  else if (there && portal.holderActive) codes.add('HOLDER_CONFLICT')
  else {
    if (there) codes.add('HOLDER_CONFLICT')
    if (!isPresent(game, holder)) codes.add('HOLDER_INACTIVE')
    if (!facts.licensed) codes.add('LICENSE_MISSING')
    if (portalOf(game, kind, holder)) codes.add('PORTAL_EXISTS')
    if (codes.size === 0 || there) codes.add(email === portal.email ? 'ok' : 'ASSOCIATION_CONFIRMATION_REQUIRED')
  }
  return { codes: [...codes], next: states }
}

/** Why a login name or a password does not hold. */
export function badChoice(game: Game, { portal }: Link, { login, good }: Of<'complete'>): readonly string[] {
  const key = login.toLowerCase()
  const codes: string[] = []
  if (login === 'x') codes.push('LOGIN_NAME_INVALID')
  if (login === 'admin') codes.push('LOGIN_NAME_RESERVED')
  const owner = ownerOf(game, key)
  if (owner && !isOver(owner.status)) codes.push('LOGIN_NAME_TAKEN')
  else if (owner && (owner.holderId !== portal.holderId || owner.kind !== portal.kind))
    codes.push('LOGIN_NAME_RESERVED', 'LOGIN_NAME_TAKEN')
  if (!good) codes.push('PASSWORD_TOO_SHORT')
  return codes
}

/** Whether a link is that of the present generation; after another address, either answer is right. */
const isKnown = ({ portal, generation, stale }: Link): boolean | undefined =>
  generation !== portal.generation ? false : stale || isOver(portal.status) ? undefined : true

/** What the bearer of a link to register is told, apart from what he chooses. */
export function forBearer(game: Game, link: Link, event: 'complete' | 'completeBad' = 'complete'): Verdict {
  const facts = { ...factsOf(game, link.portal), known: isKnown(link) }
  return told(fromEach(statesForBearer(game, link.portal), event, facts))
}
