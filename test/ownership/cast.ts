/** Two portals and the people in them, for tests of transfers of ownership: every record can be looked at and changed, and every letter is known. */
import { isPortalError, portalPolicy, type PortalError } from 'portico'
import { memoryMailer, type MemoryMailer } from 'portico/memory'
import {
  createPortico,
  type Administration,
  type Change,
  type NewMember,
  type Ownership,
  type OwnershipPreset,
  type OwnershipRules,
  type Portico,
  type PorticoSettings,
  type Row,
  type Storage,
} from 'portico/server'
import { expect } from 'vitest'
import { storageOf } from '../../src/adapters/memory/storage.js'
import { emptyTables, type Tables } from '../../src/adapters/memory/tables.js'
import { digest, handClock, random, type HandClock } from '../outbox/harness.js'

export { hour, minute } from '../outbox/harness.js'
export const day = 86_400_000

type Policy = typeof portalPolicy
export type Settings = Partial<PorticoSettings<Policy>>
export type Rules = NonNullable<Settings['ownership']>
export type { OwnershipPreset, OwnershipRules }

/** An instance over some tables. */
export interface Instance {
  readonly portico: Portico<Policy>
  readonly ownership: Ownership
  readonly administration: Administration<Policy>
  readonly mailer: MemoryMailer
  readonly clock: HandClock
  readonly kept: Tables
}

/** What an instance may share with another one. */
export type Shared = Partial<Pick<Instance, 'mailer' | 'clock' | 'kept'>>

export function start(
  settings: Settings = {},
  { mailer = memoryMailer(), clock = handClock(), kept = emptyTables() }: Shared = {},
): Instance {
  const portico = createPortico({
    policy: portalPolicy,
    storage: storageOf(kept),
    mailer,
    clock,
    random,
    digest,
    links: { origin: 'https://portal.example' },
    from: { address: 'portal@portal.example', name: 'Portal' },
    ...settings,
  })
  return { portico, ownership: portico.ownership, administration: portico.administration, mailer, clock, kept }
}

/** The same tables, clock and mailer, with other rules or another way to the storage. */
export const beside = (world: Instance, settings: Settings): Instance => start(settings, world)

/** A portal `agency` with its owner Olga, the full administrators Fatou and Frank, Max of CRM, the users Uma and Ben, Nina without a confirmed address, the guest Gus, and Dora, disabled. */
export interface Cast extends Instance {
  readonly olga: string
  readonly fatou: string
  readonly frank: string
  readonly max: string
  readonly uma: string
  readonly ben: string
  readonly nina: string
  readonly gus: string
  readonly dora: string
  /** The owner and a user of the portal `other`. */
  readonly otto: string
  readonly ona: string
}

export const by = (actorId: string): { readonly portalId: string; readonly actorId: string } => ({ portalId: 'agency', actorId })
/** Their addresses in `agency`. */
export const mail = (name: string): string => `${name}@agency.example`

export async function portal({ administration }: Instance, portalId: string, name: string, language = 'en'): Promise<string> {
  const owner = { name, email: `${name.toLowerCase()}@${portalId}.example`, emailVerified: true, language }
  return (await administration.createPortal({ portalId, name: `The ${portalId}`, owner })).owner.id
}

export async function member(
  { administration }: Instance,
  actorId: string,
  name: string,
  { portalId = 'agency', ...more }: Partial<NewMember> & { readonly portalId?: string } = {},
): Promise<string> {
  const email = `${name.toLowerCase()}@${portalId}.example`
  return (await administration.createMember({ portalId, actorId, name, type: 'user', email, emailVerified: true, ...more })).member.id
}

/** Puts the portals and their people into an instance. */
export async function castOf(instance: Instance, language = 'en'): Promise<Cast> {
  const olga = await portal(instance, 'agency', 'Olga', language)
  const make = (name: string, more: Partial<NewMember> = {}): Promise<string> => member(instance, olga, name, { language, ...more })
  const fatou = await make('Fatou', { administers: 'everything' })
  const frank = await make('Frank', { administers: 'everything' })
  const max = await make('Max', { administers: ['crm'] })
  const uma = await make('Uma')
  const ben = await make('Ben')
  const nina = await make('Nina', { emailVerified: false })
  const gus = await make('Gus', { type: 'guest' })
  const dora = await make('Dora')
  await instance.administration.disableMember({ ...by(olga), memberId: dora })
  const otto = await portal(instance, 'other', 'Otto')
  const ona = await member(instance, otto, 'Ona', { portalId: 'other' })
  await instance.portico.runtime.settled()
  return { ...instance, olga, fatou, frank, max, uma, ben, nina, gus, dora, otto, ona }
}

/** A new world with these rules. */
export const cast = (ownership?: Rules, settings: Settings = {}): Promise<Cast> =>
  castOf(start({ ...settings, ...(ownership !== undefined && { ownership }) }))

/** Every record of these tables (of all of them) with its version, as one text; but not those of `but`. */
export function dump({ kept }: Pick<Instance, 'kept'>, ...but: readonly (keyof Tables)[]): string {
  const tables = (Object.keys(kept) as (keyof Tables)[]).filter((table) => !but.includes(table))
  return JSON.stringify(tables.map((table) => [table, [...kept[table].entries].sort(([one], [other]) => (one < other ? -1 : 1))]))
}

type TableOf = keyof Tables
/** All records of a table. */
export const rows = <T extends TableOf>({ kept }: Pick<Instance, 'kept'>, table: T): readonly Row<T>[] =>
  Array.from(kept[table].entries.values(), ({ row }) => row as Row<T>)

export const audit = (world: Pick<Instance, 'kept'>): readonly Row<'audit'>[] => rows(world, 'audit')
export const transfers = (world: Pick<Instance, 'kept'>, portalId = 'agency'): readonly Row<'transfers'>[] =>
  rows(world, 'transfers')
    .filter((row) => row.portalId === portalId)
    .sort((one, other) => one.number - other.number)

/** Changes a record behind the back of the services, if it is there. */
export async function patch<T extends 'members' | 'portals' | 'transfers'>(
  world: Pick<Instance, 'kept'>,
  table: T,
  id: string,
  changes: Partial<Row<T>>,
): Promise<void> {
  const storage: Storage = storageOf(world.kept)
  const stored = await storage.get(table, 'agency', id)
  if (!stored) return
  const change = { op: 'update', table, row: { ...stored.row, ...changes }, version: stored.version } as unknown as Change
  expect(await storage.commit([change])).toEqual({ status: 'ok' })
}

export const ownerOf = (world: Pick<Instance, 'kept'>, portalId = 'agency'): string | undefined =>
  rows(world, 'portals').find(({ id }) => id === portalId)?.ownerId
export const memberOf = (world: Pick<Instance, 'kept'>, memberId: string): Row<'members'> | undefined =>
  rows(world, 'members').find(({ id }) => id === memberId)

/** What always holds: one owner, who is an active user of his portal; one open transfer at most; seats that were counted right. */
export function sound(world: Pick<Instance, 'kept' | 'clock'>): void {
  for (const { id: portalId, ownerId } of rows(world, 'portals')) {
    const members = rows(world, 'members').filter((row) => row.portalId === portalId && row.status === 'active')
    expect(members.find(({ id }) => id === ownerId)).toMatchObject({ type: 'user', status: 'active' })
    const open = transfers(world, portalId).filter(({ status }) => ['pending', 'confirmed', 'proposed', 'waiting'].includes(status))
    expect(open.length).toBeLessThanOrEqual(1)
    for (const row of transfers(world, portalId))
      expect([row.openPortal, row.dueAt === null]).toEqual(open.includes(row) ? [portalId, false] : [null, true])
    const users = members.filter(({ type }) => type === 'user').length
    const administrators = members.filter(({ administers }) => administers.length > 0).length
    const seats = rows(world, 'seats').find((row) => row.portalId === portalId)
    const temporary = seats?.temporary.filter(({ until }) => world.clock.now() < until).map(({ memberId }) => memberId)
    const forATime = members.filter((row) => row.administers.length === 0 && row.temporary.some(({ until }) => world.clock.now() < until))
    expect({ ...seats, temporary: new Set(temporary) }).toMatchObject({
      users,
      guests: members.length - users,
      administrators,
      temporary: new Set(forATime.map(({ id }) => id)),
    })
  }
}

export const tokenIn = (text: string): string | undefined => /token=([\w-]{43})/.exec(text)?.[1]
/** The token in the last letter to this address that has one; sends what waits first. */
export async function tokenTo({ portico, mailer }: Pick<Instance, 'portico' | 'mailer'>, address: string): Promise<string> {
  await portico.runtime.settled()
  const token = mailer.sent.filter(({ to }) => to.address === address).flatMap(({ text }) => tokenIn(text) ?? [])
  return token.at(-1) ?? expect.fail(`no letter with a link to ${address}`)
}

/** Every letter about a transfer that was sent, `letter to address`, in the order of sending; sends what waits first. */
export async function mailed(world: Instance): Promise<readonly string[]> {
  await world.portico.runtime.settled()
  return sentNow(world)
}
export function sentNow(world: Pick<Instance, 'kept' | 'mailer'>): readonly string[] {
  const names = new Map(rows(world, 'outbox').map(({ portalId, key, letter }) => [JSON.stringify([portalId, key]), letter]))
  const all = world.mailer.sent.map(({ idempotencyKey, to }) => `${names.get(idempotencyKey) ?? 'of nobody'} to ${to.address}`)
  return all.filter((line) => /^(?:transfer|breakGlass|of nobody)/.test(line))
}

/** Olga asks that this member own the portal; gives the token in her letter. */
export async function requested(world: Cast, candidateId: string): Promise<string> {
  await world.ownership.request({ ...by(world.olga), candidateId })
  return tokenTo(world, mail('olga'))
}
/** Olga asks and confirms; gives the token in the candidate's letter. */
export async function confirmed(world: Cast, name: 'uma' | 'fatou' | 'max'): Promise<string> {
  await world.ownership.confirm({ token: await requested(world, world[name]) })
  return tokenTo(world, mail(name))
}

/** Gives any command of ownership anything. */
export function give(ownership: Ownership, command: keyof Ownership, input: unknown): Promise<unknown> {
  const commands = ownership as unknown as Readonly<Record<keyof Ownership, (given: unknown) => Promise<unknown>>>
  return commands[command](input)
}

/** The code that this is refused with, or `ok`; whatever is no refusal in the house style fails. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'ok'
  } catch (error) {
    expect(error).toSatisfy((thrown: unknown) => isPortalError(thrown))
    const { message, code } = error as PortalError
    expect(message).toMatch(/^[a-z`"].*[^.]$/s)
    return code
  }
}
