import { PortalError } from '../errors.js'
import type { Nothing, Outcome } from '../workflow/command.js'
import type { HolderPortalAnswer } from './answers.js'
import { kindOf } from './kinds.js'
import { write } from './letters.js'
import { decideRegistration } from './machine.js'
import { explanations } from './messages.js'
import { hasEnded, isOver, settled, stateOf, type AnyState, type Facts, type HolderPortalRow, type Lifetimes } from './records.js'
import { refusal, shown, type Scene } from './scene.js'
import { hasLink, type RegistrationEffect, type RegistrationEvent, type RegistrationState } from './states.js'

// From what the table says to what is stored.

/** What the table says to an event. @throws PortalError when it refuses */
export function decided(
  before: AnyState,
  event: RegistrationEvent,
): { readonly state: RegistrationState; readonly effects: readonly RegistrationEffect[] } {
  const outcome = decideRegistration(before, event)
  if (outcome.refused !== undefined) throw new PortalError(outcome.refused, explanations[outcome.refused])
  return outcome
}

/**
 * Decides an event, writes the record and does what follows. What only the one who registers brings along (`register`) is up to `complete`.
 *
 * @param change what else becomes of the record, whatever the table says
 * @returns the record as it is then: the very same when nothing happens
 */
export async function transition(
  scene: Scene,
  before: HolderPortalRow,
  event: RegistrationEvent,
  { facts, change = {} }: { readonly facts?: Facts | undefined; readonly change?: Partial<HolderPortalRow> } = {},
): Promise<HolderPortalRow> {
  const { state, effects } = decided(stateOf(before, facts), event)
  const after = put(scene, before, { ...rowOf(before, state, event), ...change }, effects)
  if (JSON.stringify(after) === JSON.stringify(before)) return before
  scene.tx.update('holderPortals', after)
  await follow(scene, before, after, effects)
  return after
}

/** The portal as time has left it: a temporary one, or a link, is over at its end, though nothing may have run yet that wrote it down. */
export function asOf(row: HolderPortalRow, now: number, lifetimes: Lifetimes): HolderPortalRow {
  const event = timeout(row, now)
  return event ? settled(rowOf(row, decided(stateOf(row), event).state, event), lifetimes) : row
}

/** The same for a command that comes upon it: what follows from the end is written with what the command does. */
export async function present(scene: Scene, row: HolderPortalRow): Promise<HolderPortalRow> {
  const event = timeout(row, scene.now)
  if (!event) return row
  const after = await transition(scene, row, event)
  scene.also.push({ subject: 'holderPortals', subjectId: row.id, before: row.status, after: after.status })
  return after
}

/** What time has ended. `!(now < …)`: an end that is damaged has passed. */
function timeout(row: HolderPortalRow, now: number): { readonly type: 'portalTimeout' | 'tokenTimeout' } | undefined {
  if (hasEnded(row, now)) return { type: 'portalTimeout' }
  return hasLink(row.status) && !(now < (row.expiresAt ?? 0)) ? { type: 'tokenTimeout' } : undefined
}

/** The record after an event. That the holder has left, or a licence is gone, is kept only where that is the event: elsewhere it was just asked. */
function rowOf(before: HolderPortalRow, state: RegistrationState, { type }: RegistrationEvent): HolderPortalRow {
  const { status, permanence, generation, attempts, delivery, holderActive, licensed } = state
  const flags = /^(?:holder|license)/.test(type) ? { holderActive, licensed } : {}
  return { ...before, status, permanence, generation, attempts, delivery, ...flags }
}

/** The record with the end of a new link, and everything else that follows from it. */
export function put(
  { now, parts }: Pick<Scene, 'now' | 'parts'>,
  before: HolderPortalRow | undefined,
  after: HolderPortalRow,
  effects: readonly RegistrationEffect[],
): HolderPortalRow {
  const issued = effects.some(({ type }) => type === 'issue')
  return settled({ ...after, expiresAt: issued ? now + parts.linkLifetime : (before?.expiresAt ?? null) }, parts.lifetimes)
}

/** Does what follows from an event. */
export async function follow(
  scene: Scene,
  before: HolderPortalRow | undefined,
  after: HolderPortalRow,
  effects: readonly RegistrationEffect[],
): Promise<void> {
  const { portalId, id: holderPortalId } = after
  for (const { type } of effects) {
    if (type === 'issue') write(scene, 'portalRegistration', after, { number: after.generation, until: after.expiresAt ?? scene.now })
    if (type === 'removeCredential') await removeCredential(scene, after)
    if (type === 'endSessions') scene.events.push({ type: 'holderSessionsEnd', portalId, holderPortalId })
  }
  // A suspended portal keeps its seat.
  if (before && !isOver(before) && isOver(after)) await moveSeat(scene, after.kind, -1)
  if (before && !before.status.startsWith('expired/') && after.status.startsWith('expired/'))
    scene.events.push({ type: 'purgeData', portalId, holderPortalId })
}

/** The credential goes; the login name stays with the holder for a while. */
async function removeCredential({ tx, now, parts }: Scene, { portalId, id: accountId, holderId }: HolderPortalRow): Promise<void> {
  for (const credential of await tx.find('credentials', 'account', { portalId, accountId })) tx.remove('credentials', credential)
  for (const name of await tx.find('loginNames', 'byAccount', { portalId, accountId }))
    tx.update('loginNames', { ...name, keptFor: JSON.stringify([portalId, holderId]), keptUntil: now + parts.loginNameRetention })
}

/** Takes a seat for a portal of this kind, or gives it back. @throws PortalError `LICENSE_SEATS_EXHAUSTED` */
export async function moveSeat({ tx, firm, outside, parts }: Scene, kind: string, by: 1 | -1): Promise<void> {
  const { seat } = kindOf(parts.kinds, kind)
  const row = await tx.get('holderSeats', firm.id, seat)
  const taken = Math.max(0, (row?.taken ?? 0) + by)
  if (by === 1) {
    const { seats = {} } = await outside.licences()
    if (Object.hasOwn(seats, seat) && taken > (seats[seat] ?? Infinity))
      throw refusal('LICENSE_SEATS_EXHAUSTED', `no seat is left among the ${seat}`, { seat })
  }
  if (row) tx.update('holderSeats', { ...row, taken })
  else tx.insert('holderSeats', { portalId: firm.id, id: seat, taken })
}

/** What a command on a holder's portal comes to; nothing is written where nothing happened. */
export async function told(
  scene: Scene,
  before: HolderPortalRow | undefined,
  after: HolderPortalRow,
): Promise<Outcome<HolderPortalAnswer> | Nothing<HolderPortalAnswer>> {
  const holderPortal = await shown(scene, after)
  // Where a letter went is not told either, to who may not know whose the portal is. The application is told all the same.
  const events = holderPortal.email === null ? scene.events.filter(({ type }) => type !== 'mailed') : scene.events
  const answer = { holderPortal, events }
  const what = { subject: 'holderPortals', subjectId: after.id, before: before?.status ?? 'none/none', after: after.status } as const
  const [last, ...also] = before === after ? scene.also : [what, ...scene.also]
  return last ? { answer, also, announced: scene.events, ...last } : { nothing: answer }
}
