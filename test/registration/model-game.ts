/** The real services that the model is compared with: what is stored of them, and every link that was ever sent. */
import { isPortalError } from 'portico'
import type { Holder, Row, Storage } from 'portico/server'
import { day, features, firm, holders as known, type Firm } from './harness.js'
import { isLive, isOver, statesInTime, type Facts, type ModelPortal } from './model.js'
import { cast } from './model-steps.js'

const temporary = 3 * day
const maxAttempts = 3

/** A link that was sent: to register, or to confirm something. */
export interface Link {
  readonly token: string
  readonly portal: ModelPortal
  readonly type: 'register' | 'association' | 'address'
  /** Of a link to register. */
  readonly generation: number
  readonly expiresAt: number
  /** Whom the portal is for, or which address it gets, when it is confirmed. */
  readonly wanted: string
  /** The address has changed since. */
  stale: boolean
}

export interface Game {
  readonly world: Firm
  readonly portals: ModelPortal[]
  readonly links: Link[]
  /** How many letters were looked at. */
  read: number
}

export async function begin(storage: Storage | undefined): Promise<Game> {
  const world = await firm(storage, {
    registration: { rateLimits: { take: () => Promise.resolve({ allowed: true }) }, maxAttempts, temporary, reminder: day },
  })
  const client = { kind: 'client', active: true, handlers: [world.ids.handler] }
  const clients: readonly Holder[] = [
    { ...client, id: 'lea', name: 'Léa Gagnon', email: cast.lea.email },
    { ...client, id: 'leo', name: 'Léo Gagnon', email: cast.leo.email },
    { ...client, id: 'luc', name: 'Luc Morin', email: cast.luc.email },
  ]
  for (const one of [...Object.values(known), ...clients]) world.holders.set(one.id, one)
  for (const one of clients) world.holders.set(one.id, one)
  await world.registration.delegate({ portalId: 'roy', actorId: world.ids.owner, kind: 'staff', delegates: [world.ids.delegate] })
  await world.settled()
  return { world, portals: [], links: [], read: world.mailer.sent.length }
}

/** `ok`, or the code that it is refused with. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
    return 'ok'
  } catch (error) {
    if (isPortalError(error)) return error.code
    throw error
  }
}

/** What is stored, as far as the rules of this page speak of it. */
export interface Records {
  readonly portals: readonly Row<'holderPortals'>[]
  readonly credentials: readonly Row<'credentials'>[]
  readonly loginNames: readonly Row<'loginNames'>[]
  readonly seats: readonly Row<'holderSeats'>[]
}

export async function recordsOf({ world: { storage } }: Game): Promise<Records> {
  const [which, all] = [{ portalId: 'roy' }, { limit: 1_000 }]
  const portals = await storage.find('holderPortals', 'byPortal', which, all)
  const credentials = await storage.find('credentials', 'byPortal', which, all)
  const seats = await storage.find('holderSeats', 'byPortal', which, all)
  const names = await Promise.all(portals.items.map(({ row }) => storage.find('loginNames', 'byAccount', { ...which, accountId: row.id })))
  return {
    portals: portals.items.map(({ row }) => row),
    credentials: credentials.items.map(({ row }) => row),
    seats: seats.items.map(({ row }) => row),
    loginNames: names.flatMap(({ items }) => items.map(({ row }) => row)),
  }
}

export const isPresent = ({ world }: Game, id: string): boolean => world.holders.get(id)?.active === true
export const isLicensed = ({ world }: Game): boolean => features.every((feature) => world.licence.features.includes(feature))

export function factsOf(game: Game, portal: ModelPortal): Facts {
  const present = isPresent(game, portal.holderId) && (portal.registrantId === undefined || isPresent(game, portal.registrantId))
  return {
    licensed: portal.licensed && isLicensed(game),
    holderActive: portal.holderActive && present,
    leftSilently: portal.holderActive && !present,
    temporary: portal.permanence === 'temporary',
    left: maxAttempts - portal.attempts,
  }
}

/** The states that a portal may be in when somebody looks now. */
export const statesOf = ({ world }: Game, portal: ModelPortal): readonly string[] => statesInTime(portal, world.clock.now(), temporary)
/** The same for whoever asks: a temporary portal is over at its end, whether somebody looked at it or not. */
export function statesNow(game: Game, portal: ModelPortal): readonly string[] {
  const states = statesOf(game, portal)
  const over = states.filter(isOver)
  return over.length > 0 ? over : states
}
/** The same for whoever has its link: one that has ended does not work, either. */
export function statesForBearer(game: Game, portal: ModelPortal): readonly string[] {
  const states = statesNow(game, portal)
  const ended = isLive(portal.status) && game.world.clock.now() >= portal.expiresAt
  return ended ? states.filter((state) => state !== portal.status) : states
}
/** The same after somebody has looked. */
export function statesWhenDone(states: readonly string[]): readonly string[] {
  const over = states.filter(isOver)
  return over.length > 0 ? over : states.slice(-1)
}

/** The portal of a step, among all that there are. */
export const portalAt = ({ portals }: Game, at: number): ModelPortal | undefined =>
  portals.length === 0 ? undefined : portals[at % portals.length]
/** The link of a step, counted from the last one. */
export const linkAt = ({ links }: Game, type: 'register' | 'confirm', back: number): Link | undefined =>
  links.filter((link) => (link.type === 'register') === (type === 'register')).at(-1 - back)
/** The portal of a holder that stands in the way of another one. */
export const portalOf = ({ portals }: Game, kind: string, holderId: string): ModelPortal | undefined =>
  portals.find((one) => one.kind === kind && one.holderId === holderId && !one.status.startsWith('closed/'))

/** Who has a login name, or has it kept for him. */
export function ownerOf({ portals }: Game, login: string): ModelPortal | undefined {
  const had = portals.filter((one) => one.login === login)
  return had.find(({ status }) => !isOver(status)) ?? had.at(-1)
}

/** Where somebody stands whom the model calls so. */
export const idOf = ({ world: { ids } }: Game, who: string): string => (who in ids ? ids[who as keyof typeof ids] : who)

/** The tokens in the letters since the last look. */
export async function newTokens(game: Game): Promise<readonly string[]> {
  const { world } = game
  await world.settled()
  const letters = world.mailer.sent.slice(game.read)
  game.read = world.mailer.sent.length
  return letters.flatMap(({ text }) => /token=([\w-]{43})/.exec(text)?.[1] ?? [])
}
