/** A firm whose storage tells everything that it holds, and short ways to what the tests begin with. */
import type { PortalErrorCode } from 'portico'
import { memoryStorage } from 'portico/memory'
import type { HolderPortal, HolderPortalAnswer, NewHolderPortal, PortalEvent, Row, Storage } from 'portico/server'
import { expect } from 'vitest'
import { canonical, logged, newLog, recordsOf, rowsOf, type Kept, type Log, type Table } from '../administration/races-store.js'
import { rejection } from '../support/refusals.js'
import { asked, firm, password, type Firm, type Settings } from './harness.js'

/** A firm, and everything that is stored of it. */
export interface Watched extends Firm {
  /** What went through the storage. */
  readonly log: Log
  /** The events that the application was told. */
  readonly events: readonly PortalEvent[]
  /** What was reported where nobody waits for it. */
  readonly errors: readonly unknown[]
  readonly records: () => Promise<readonly Kept[]>
  readonly rows: <T extends Table>(table: T) => Promise<readonly Row<T>[]>
  /** All records but those of the audit trail and of idempotency, as text that can be compared; letters that wait are sent first. */
  readonly dump: () => Promise<string>
}

/** The firm of the harness, watched. @param storage what is below; a test may make it fail */
export async function watched(settings: Settings = {}, storage: Storage = memoryStorage()): Promise<Watched> {
  const [log, events, errors] = [newLog(), [] as PortalEvent[], [] as unknown[]]
  const world = await firm(logged(storage, log), {
    onEvents: (these) => void events.push(...these),
    onError: (error) => void errors.push(error),
    ...settings,
  })
  const records = () => recordsOf(storage, log)
  return {
    ...world,
    log,
    events,
    errors,
    records,
    rows: async (table) => rowsOf(await records(), table),
    dump: async () => {
      await world.settled()
      const lines = (await records()).filter(({ table }) => table !== 'audit').map((record) => canonical(record))
      return lines.sort().join('\n')
    },
  }
}

/** What is refused with this code changes nothing that is stored, but the audit trail, and mails nothing. */
export async function refusedUnchanged(world: Watched, code: PortalErrorCode, act: () => Promise<unknown>) {
  const [before, mails] = [await world.dump(), world.mailer.sent.length]
  const error = await rejection(code, act())
  expect(await world.dump(), 'nothing changed').toBe(before)
  expect(world.mailer.sent.length, 'nothing was mailed').toBe(mails)
  return error
}

/** Creates a portal, Paul's when nothing is said, by the administrator. */
export async function created(world: Firm, wanted: Partial<NewHolderPortal> = {}): Promise<HolderPortal> {
  const { holderPortal } = await world.registration.create({ ...asked(world.ids.admin), kind: 'staff', holderId: 'paul', ...wanted })
  return holderPortal
}

/** What each kind's portal is created for. */
export const wantedOf = {
  staff: { kind: 'staff', holderId: 'paul' },
  office: { kind: 'office', holderId: 'montreal', registrantId: 'marie' },
  firm: { kind: 'firm', holderId: 'firm', registrantId: 'marie' },
  client: { kind: 'client', holderId: 'lea' },
  contact: { kind: 'contact', holderId: 'tom' },
} as const satisfies Readonly<Record<string, NewHolderPortal>>
export type Kind = keyof typeof wantedOf
export const kinds = Object.keys(wantedOf) as readonly Kind[]

/** A portal that was registered. */
export interface RegisteredPortal {
  readonly portal: HolderPortal
  readonly token: string
}

/** Creates and registers a portal, Paul's as `paul.tremblay` when nothing is said. */
export async function registered(
  world: Firm,
  wanted: Partial<NewHolderPortal> = {},
  { loginName = 'paul.tremblay', address = 'paul@example.org' } = {},
): Promise<RegisteredPortal> {
  const portal = await created(world, wanted)
  const token = await world.tokenOf(address)
  await world.registration.complete({ token, loginName, password })
  await world.settled()
  return { portal, token }
}

/** A command of the administrator on this portal. */
export const on = (world: Firm, { id }: { readonly id: string }, actorId = world.ids.admin) => ({ ...asked(actorId), holderPortalId: id })

/** What is stored of the portal. */
export async function stored(world: Firm, { id }: { readonly id: string }): Promise<Row<'holderPortals'>> {
  const found = await world.storage.get('holderPortals', 'roy', id)
  if (!found) throw new Error(`no portal \`${id}\``)
  return found.row
}

export const statusOf = async (world: Firm, portal: { readonly id: string }): Promise<string> => (await stored(world, portal)).status
export const statusIn = ({ holderPortal: { status, registration } }: HolderPortalAnswer): string => `${status}/${registration}`

/** Another firm, `dupont`, with its owner and somebody of its staff, `dupont/anne`. */
export async function otherFirm(world: Firm): Promise<{ readonly portalId: 'dupont'; readonly actorId: string }> {
  const { owner } = await world.portico.administration.createPortal({
    portalId: 'dupont',
    name: 'Dupont',
    owner: { name: 'Dora Dupont', email: 'dora@example.net', emailVerified: true },
    licences: ['clientManagement', 'firmPortal'],
  })
  world.holders.set('dupont/anne', { id: 'anne', kind: 'staff', name: 'Anne', email: 'anne@example.net', active: true })
  return { portalId: 'dupont', actorId: owner.id }
}
