/** What is raced in the registration: how each race begins, and what its commands are. */
import type { Holder, Storage } from 'portico/server'
import type { Kept } from '../administration/races-store.js'
import { asked, day, fakeHasher, hour, password, services, type Settings, type World } from './harness.js'
import { created, on, otherFirm, registered, watched, type Watched } from './watching.js'

/** How a race begins: the records, and what the commands need. */
export interface Start {
  readonly records: readonly Kept[]
  readonly now: number
  readonly known: ReadonlyMap<string, Holder>
  readonly seats: Readonly<Record<string, number>> | undefined
  /** Tokens and ids by name. */
  readonly ids: Readonly<Record<string, string>>
}
export type Command = (world: World, ids: Start['ids']) => Promise<unknown>
export interface Race {
  readonly start: () => Promise<Start>
  /** By name; each is started on an instance of its own, in turn. */
  readonly commands: readonly (readonly [name: string, command: Command])[]
}

const wide = { limit: 1e9, per: hour }
export const limits = { resendToPortal: wide, resendToAddress: wide, resendOfFirm: wide, caller: wide, link: wide, loginName: wide }

/** An instance of the application, over this storage. Letters wait: they are no part of the race. */
export function instance(storage: Storage, { now, known, seats }: Start, settings: Settings = {}): World {
  const world = services(storage, {
    dispatch: 'by-worker',
    passwords: fakeHasher,
    ...settings,
    registration: { limits, ...settings.registration },
  })
  world.clock.set(now)
  for (const [id, holder] of known) world.holders.set(id, holder)
  if (seats) world.licence.seats = seats
  return world
}

/** What the world holds is where the race begins. */
async function startOf(world: Watched, more: Readonly<Record<string, string>> = {}, seats?: Start['seats']): Promise<Start> {
  await world.settled()
  const records = (await world.records()).filter(({ table }) => table !== 'audit')
  return { records, now: world.clock.now(), known: world.holders, seats, ids: { ...world.ids, ...more } }
}

const id = (ids: Start['ids'], name: string): string => {
  const found = ids[name]
  if (found === undefined) throw new Error(`there is no \`${name}\``)
  return found
}
const byAdmin = (ids: Start['ids']) => ({ ...asked(id(ids, 'admin')), holderPortalId: id(ids, 'portal') })
const completing =
  (token: string, loginName: string): Command =>
  ({ registration }, ids) =>
    registration.complete({ token: id(ids, token), loginName, password })
const completes = completing('token', 'paul.tremblay')

/** Paul has a link. */
export async function invited(): Promise<Start> {
  const world = await watched({ registration: { limits } })
  const portal = await created(world)
  return startOf(world, { portal: portal.id, token: await world.tokenOf('paul@example.org') })
}

/** Paul and somebody else have links; `elsewhere`: he is in another firm. */
async function two(elsewhere: boolean): Promise<Start> {
  const world = await watched({ registration: { limits } })
  await created(world)
  if (elsewhere) await world.registration.create({ ...(await otherFirm(world)), kind: 'staff', holderId: 'anne' })
  else await created(world, { holderId: 'marie' })
  const other = await world.tokenOf(elsewhere ? 'anne@example.net' : 'marie@example.org')
  return startOf(world, { token: await world.tokenOf('paul@example.org'), other })
}

/** Léa's portal ends at this very moment. */
async function ending(): Promise<Start> {
  const world = await watched({ registration: { limits } })
  const wanted = { kind: 'client', holderId: 'lea', permanence: 'temporary' } as const
  const { portal } = await registered(world, wanted, { loginName: 'lea', address: 'lea@example.com' })
  await world.settled()
  world.clock.set(world.clock.now() + 30 * day)
  return startOf(world, { portal: portal.id })
}

const creates =
  (actor: string, holderId = 'paul'): Command =>
  ({ registration }, ids) =>
    registration.create({ ...asked(id(ids, actor)), kind: 'staff', holderId })

export const races: Readonly<Record<string, Race>> = {
  'one link three times': {
    start: invited,
    commands: [1, 2, 3].map((turn) => [`complete ${turn}`, completing('token', `paul${turn}`)] as const),
  },
  'one login name': {
    start: () => two(false),
    commands: [
      ['paul', completing('token', 'same.name')],
      ['marie', completing('other', 'same.name')],
    ],
  },
  'one login name in two firms': {
    start: () => two(true),
    commands: [
      ['paul', completing('token', 'same.name')],
      ['anne', completing('other', 'same.name')],
    ],
  },
  'the last seat': {
    start: async () => startOf(await watched(), {}, { staffPortals: 1 }),
    commands: [
      ['paul', creates('admin')],
      ['marie', creates('admin', 'marie')],
    ],
  },
  'create × create': {
    start: async () => startOf(await watched()),
    commands: [
      ['admin', creates('admin')],
      ['owner', creates('owner')],
    ],
  },
  'resend × complete': {
    start: invited,
    commands: [
      ['resend', ({ registration }, ids) => registration.resend(byAdmin(ids))],
      ['complete', completes],
    ],
  },
  'promote × timeout': {
    start: ending,
    commands: [
      ['promote', ({ registration }, ids) => registration.promote(byAdmin(ids))],
      ['timeout', ({ registration }, ids) => registration.system.expire({ portalId: 'roy', holderPortalId: id(ids, 'portal') })],
    ],
  },
  'changeEmail × complete': {
    start: invited,
    commands: [
      ['changeEmail', ({ registration }, ids) => registration.changeEmail({ ...byAdmin(ids), email: 'new@example.org' })],
      ['complete', completes],
    ],
  },
  'suspend × complete': {
    start: invited,
    commands: [
      ['suspend', ({ registration }, ids) => registration.suspend(byAdmin(ids))],
      ['complete', completes],
    ],
  },
  'close × complete': {
    start: invited,
    commands: [
      ['close', ({ registration }, ids) => registration.close(byAdmin(ids))],
      ['complete', completes],
    ],
  },
  'the holder leaves × complete': {
    start: invited,
    commands: [
      ['leave', ({ registration }) => registration.system.holderDeactivated({ portalId: 'roy', holderId: 'paul' })],
      ['complete', completes],
    ],
  },
}
