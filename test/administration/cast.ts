/** Two portals and the people in them, for tests of refusals: everything that a command could be about is there, and every record can be looked at. */
import { createHash } from 'node:crypto'
import { isPortalError, portalPolicy, type PortalError, type PortalErrorCode } from 'portico'
import { memoryMailer, memoryStorage, type MemoryMailer } from 'portico/memory'
import {
  createPortico,
  type Administration,
  type NewInvitation,
  type NewMember,
  type PasswordHasher,
  type Portico,
  type PorticoSettings,
  type Row,
} from 'portico/server'
import { expect } from 'vitest'
import { digest, handClock, random, type HandClock } from '../outbox/harness.js'
import { watched, type Watched } from './watched.js'

type Policy = typeof portalPolicy
export type Settings = Partial<PorticoSettings<Policy>>
export type Command = keyof Administration<Policy>

export const password = 'eleven grey geese went north'
const hash = (text: string): string => createHash('sha256').update(`salt${text}`).digest('hex')
const passwords: PasswordHasher = {
  maxBytes: 4096,
  hash: (text) => Promise.resolve(hash(text)),
  verify: (stored, text) => Promise.resolve(stored === hash(text)),
  needsRehash: () => false,
}

/** An instance over a store. */
export interface Instance {
  readonly portico: Portico<Policy>
  readonly administration: Administration<Policy>
  readonly mailer: MemoryMailer
  readonly clock: HandClock
  readonly store: Watched
}

/** Starts an instance; the tests of instances that share a store give the store and the clock. */
export function start(settings: Settings = {}, store: Watched = watched(memoryStorage()), clock: HandClock = handClock()): Instance {
  const mailer = memoryMailer()
  const portico = createPortico({
    policy: portalPolicy,
    storage: store.storage,
    mailer,
    clock,
    random,
    digest,
    links: { origin: 'https://portal.example' },
    from: { address: 'portal@portal.example', name: 'Portal' },
    passwords,
    ...settings,
  })
  return { portico, administration: portico.administration, mailer, clock, store }
}

/** Who is in the portal `agency`, by their ids. */
export interface People {
  readonly olga: string
  readonly fatou: string
  readonly frank: string
  readonly max: string
  readonly pia: string
  readonly uma: string
  readonly ben: string
  readonly gus: string
  readonly dora: string
}

/** A portal with its owner Olga, the full administrators Fatou and Frank, Max of CRM, Pia of People, the users Uma and Ben, the guest Gus, and Dora, disabled. */
export interface Cast extends Instance, People {
  /** A group with Uma in it, and one with nobody. */
  readonly sales: string
  readonly board: string
  /** An open invitation. */
  readonly ivy: { readonly id: string; readonly token: string }
  /** Somebody of the portal `other`, and a group and an invitation of it. */
  readonly otto: string
  readonly ona: string
  readonly elsewhere: { readonly group: string; readonly invitation: string }
}

export const by = (actorId: string): { readonly portalId: string; readonly actorId: string } => ({ portalId: 'agency', actorId })

async function portal({ administration }: Instance, portalId: string, name: string): Promise<string> {
  const email = `${name.toLowerCase()}@${portalId}.example`
  return (await administration.createPortal({ portalId, name: portalId, owner: { name, email, emailVerified: true } })).owner.id
}

/** Makes a member of `agency` whose address is known to be his. */
export async function member({ administration }: Instance, actorId: string, name: string, more: Partial<NewMember> = {}): Promise<string> {
  const email = `${name.toLowerCase()}@agency.example`
  const asked = { ...by(actorId), name, type: 'user' as const, email, emailVerified: true, ...more }
  return (await administration.createMember(asked)).member.id
}

async function other(instance: Instance): Promise<Pick<Cast, 'otto' | 'ona' | 'elsewhere'>> {
  const otto = await portal(instance, 'other', 'Otto')
  const asOtto = { portalId: 'other', actorId: otto }
  const ona = await instance.administration.createMember({ ...asOtto, name: 'Ona', type: 'user' })
  const { group } = await instance.administration.createGroup({ ...asOtto, name: 'sales' })
  const { invitation } = await instance.administration.inviteMember({ ...asOtto, email: 'ivo@other.example', type: 'user' })
  return { otto, ona: ona.member.id, elsewhere: { group: group.id, invitation: invitation.id } }
}

/** Puts the portals and their people into an instance. */
export async function castOf(instance: Instance): Promise<Cast> {
  const olga = await portal(instance, 'agency', 'Olga')
  const fatou = await member(instance, olga, 'Fatou', { administers: 'everything' })
  const frank = await member(instance, olga, 'Frank', { administers: 'everything' })
  const max = await member(instance, olga, 'Max', { administers: ['crm'] })
  const pia = await member(instance, olga, 'Pia', { administers: ['people'] })
  const uma = await member(instance, olga, 'Uma')
  const ben = await member(instance, olga, 'Ben')
  const gus = await member(instance, olga, 'Gus', { type: 'guest' })
  const dora = await member(instance, olga, 'Dora')
  await instance.administration.disableMember({ ...by(olga), memberId: dora })
  const sales = await instance.administration.createGroup({ ...by(olga), name: 'Sales', members: [uma] })
  const board = await instance.administration.createGroup({ ...by(olga), name: 'Board' })
  const people = { olga, fatou, frank, max, pia, uma, ben, gus, dora }
  const others = await other(instance)
  // Last, because it waits until every letter has gone.
  const ivy = await invite(instance, olga, 'ivy@agency.example')
  return { ...instance, ...people, sales: sales.group.id, board: board.group.id, ivy, ...others }
}

/** A new world. */
export const cast = (settings?: Settings): Promise<Cast> => castOf(start(settings))

/** Runs any command on anything. */
export function run({ administration }: Pick<Instance, 'administration'>, command: Command, input: unknown): Promise<unknown> {
  const commands = administration as unknown as Readonly<Record<string, (given: unknown) => Promise<unknown>>>
  const work = commands[command]
  return work === undefined ? Promise.reject(new Error(`no command ${command}`)) : work(input)
}

/** The error that this is refused with: a `PortalError` of this code, in the house style, which says nothing of the machinery. */
export async function refused(code: PortalErrorCode, work: () => Promise<unknown>): Promise<PortalError> {
  const thrown = await errorOf(work)
  expect(thrown).toMatchObject({ code })
  return thrown
}

/** The typed error that this is refused with, whatever its code. */
export async function errorOf(work: () => Promise<unknown>): Promise<PortalError> {
  let thrown: unknown = 'nothing was refused'
  try {
    const answer = await work()
    thrown = `nothing was refused: ${JSON.stringify(answer)}`
  } catch (error) {
    thrown = error
  }
  expect(thrown).toSatisfy((error: unknown) => isPortalError(error))
  const error = thrown as PortalError
  expect(error.message).toMatch(/^[a-z`"].*[^.]$/s)
  expect(error.message).not.toMatch(/\[object|undefined is not|Cannot read|is not a function|is not iterable/)
  return error
}

/** The token in the last letter to this address. */
export async function tokenTo({ portico, mailer }: Pick<Instance, 'portico' | 'mailer'>, address: string): Promise<string> {
  await portico.runtime.settled()
  const letter = mailer.sent.findLast(({ to }) => to.address === address)
  const token = /token=([\w-]{43})/.exec(letter?.text ?? '')?.[1]
  if (token === undefined) throw new Error(`no letter with a link to ${address}`)
  return token
}

/** Invites somebody; gives the invitation's id and the token in his letter. */
export async function invite(
  world: Instance,
  actorId: string,
  email: string,
  more: Partial<NewInvitation> = {},
): Promise<{ readonly id: string; readonly token: string }> {
  const asked = { ...by(actorId), email, type: 'user' as const, ...more }
  const { invitation } = await world.administration.inviteMember(asked)
  return { id: invitation.id, token: await tokenTo(world, email) }
}

/** Makes a full administrator for an hour of somebody. */
export async function forAnHour(world: Cast, memberId: string): Promise<string> {
  const until = world.clock.now() + 3_600_000
  await world.administration.grantFullAccess({ ...by(world.olga), memberIds: [memberId], until })
  return memberId
}

/** Lets administrators of People have the advanced rights. */
export async function letPeopleAdminister(world: Cast): Promise<void> {
  await world.administration.configurePortal({ ...by(world.olga), options: { peopleAdministrators: true } })
}

/** So many seats: those of the kind that are taken now, and no more. */
export async function fill(world: Cast, kind: 'users' | 'guests' | 'administrators'): Promise<void> {
  const none = { users: null, guests: null, administrators: null }
  await world.administration.licensePortal({ portalId: 'agency', quotas: { ...none, [kind]: 0 } })
}

/** Somebody with a row, as it is stored. */
export async function stored(world: Instance, memberId: string): Promise<Row<'members'> | undefined> {
  return (await world.store.storage.get('members', 'agency', memberId))?.row
}
