/** What the tests of registration have in common: a firm with staff, offices and clients, over any storage. */
import { builtInModules, definePolicy } from 'portico'
import { memoryMailer, memoryStorage, type MemoryMailer } from 'portico/memory'
import { registration as registrationModule } from 'portico/registration'
import {
  createPortico,
  type Holder,
  type PasswordHasher,
  type PorticoSettings,
  type PorticoWithRegistration,
  type RateLimits,
  type Registration,
  type RegistrationSettings,
  type Storage,
} from 'portico/server'
import { digest, handClock, random, type HandClock } from '../outbox/harness.js'

export { hour, minute, start } from '../outbox/harness.js'
export const day = 86_400_000

/** The built-in policy, with the module of registration. */
const policy = definePolicy([...builtInModules, registrationModule])
type Policy = typeof policy

/** Hashes nothing, at once: for where hashing is not the point. */
export const fakeHasher: PasswordHasher = {
  maxBytes: 4_096,
  hash: (password) => Promise.resolve(`hash of ${password}`),
  verify: (hash, password) => Promise.resolve(hash === `hash of ${password}`),
  needsRehash: () => false,
}

/** Counts in memory, in fixed windows. */
function countingLimits(now: () => number): RateLimits {
  const counts = new Map<string, { count: number; until: number }>()
  return {
    take(key, { limit, per }) {
      const known = counts.get(key)
      const window = known && now() < known.until ? known : { count: 0, until: now() + per }
      counts.set(key, window)
      if (window.count >= limit) return Promise.resolve({ allowed: false, retryAfter: window.until - now() })
      window.count++
      return Promise.resolve({ allowed: true })
    },
  }
}

/** A password that may be chosen. */
export const password = 'sieben Kraniche fliegen'

/** The people and offices of the firm. */
export const holders = {
  paul: { id: 'paul', kind: 'staff', name: 'Paul Tremblay', email: 'paul@example.org', active: true },
  marie: { id: 'marie', kind: 'staff', name: 'Marie Roy', email: 'marie@example.org', active: true },
  gone: { id: 'gone', kind: 'staff', name: 'Guy Parti', email: 'guy@example.org', active: false },
  montreal: { id: 'montreal', kind: 'office', name: 'Montréal', email: 'montreal@example.org', active: true, office: 'montreal' },
  quebec: { id: 'quebec', kind: 'office', name: 'Québec', email: 'quebec@example.org', active: true, office: 'quebec' },
  firm: { id: 'firm', kind: 'firm', name: 'Roy et associés', email: 'firm@example.org', active: true },
  lea: { id: 'lea', kind: 'client', name: 'Léa Gagnon', email: 'lea@example.com', active: true, handlers: ['handler'], language: 'fr' },
  tom: { id: 'tom', kind: 'contact', name: 'Tom Côté', email: 'tom@example.com', active: true, handlers: ['handler'] },
  mute: { id: 'mute', kind: 'client', name: 'Ohne Adresse', email: '  ', active: true },
} as const satisfies Readonly<Record<string, Holder>>

export const features = ['clientManagement', 'firmPortal']

/** The services, and everything that a test holds in its hands. */
export interface World {
  readonly portico: PorticoWithRegistration<Policy>
  readonly registration: Registration<Policy>
  readonly storage: Storage
  readonly clock: HandClock
  readonly mailer: MemoryMailer
  /** The holders that the application knows, those of other firms as `firm/id`; a test may change them. */
  readonly holders: Map<string, Holder>
  /** What is licensed; a test may change it. */
  readonly licence: { features: readonly string[]; seats?: Readonly<Record<string, number>> }
  /** The letters are sent. */
  readonly settled: () => Promise<void>
  /** The tokens in the letters to this address, in their order; sends what waits first. */
  readonly tokensTo: (address: string) => Promise<readonly string[]>
  /** The last of them. */
  readonly tokenOf: (address: string) => Promise<string>
  /** The records of the audit trail of the firm, in the order of time. */
  readonly audit: () => Promise<readonly { readonly command: string; readonly outcome: string; readonly code: string | null }[]>
}

/** What a test may set otherwise. */
export type Settings = Partial<Omit<PorticoSettings<Policy>, 'registration'>> & { readonly registration?: Partial<RegistrationSettings> }

/** Services over this storage, over memory when none is given. There is no firm yet. */
export function services(storage: Storage = memoryStorage(), { registration, ...settings }: Settings = {}): World {
  const [clock, mailer] = [handClock(), memoryMailer()]
  const known = new Map<string, Holder>(Object.values(holders).map((holder) => [holder.id, holder]))
  const licence: World['licence'] = { features }
  const portico = createPortico({
    policy,
    storage,
    mailer,
    clock,
    random,
    digest,
    links: { origin: 'https://portal.example' },
    from: { address: 'portal@example.org', name: 'The Portal' },
    passwords: fakeHasher,
    licences: { of: () => Promise.resolve(licence) },
    ...settings,
    registration: {
      holders: { get: (portalId, id) => Promise.resolve(known.get(portalId === 'roy' ? id : `${portalId}/${id}`)) },
      rateLimits: countingLimits(() => clock.now()),
      ...registration,
    },
  })
  const settled = (): Promise<void> => portico.runtime.settled()
  const tokensTo = async (address: string): Promise<readonly string[]> => {
    await settled()
    return mailer.sent.filter(({ to }) => to.address === address).flatMap(({ text }) => /token=([\w-]{43})/.exec(text)?.[1] ?? [])
  }
  return {
    portico,
    registration: portico.registration,
    storage,
    clock,
    mailer,
    holders: known,
    licence,
    settled,
    tokensTo,
    tokenOf: async (address) => {
      const last = (await tokensTo(address)).at(-1)
      if (last === undefined) throw new Error(`no letter with a link to \`${address}\``)
      return last
    },
    audit: async () => {
      const { items } = await storage.find('audit', 'byPortal', { portalId: 'roy' }, { limit: 1_000 })
      return items.map(({ row }) => row)
    },
  }
}

/** The members of the firm: its owner, a full-access administrator, an administrator of Documents, plain users and a guest. */
export interface Firm extends World {
  readonly ids: Readonly<Record<'owner' | 'admin' | 'documents' | 'staffer' | 'handler' | 'delegate' | 'guest', string>>
}

/** A firm, `roy`, with its members; the handler's right on Léa and Tom is in {@link holders}. */
export async function firm(storage?: Storage, settings?: Settings): Promise<Firm> {
  const world = services(storage, settings)
  const { administration } = world.portico
  const { owner } = await administration.createPortal({
    portalId: 'roy',
    name: 'Roy et associés',
    owner: { name: 'Olga Roy', email: 'olga@example.org', emailVerified: true },
    licences: features,
  })
  const asking = { portalId: 'roy', actorId: owner.id }
  const member = async (name: string, type: 'user' | 'guest' = 'user'): Promise<string> =>
    (await administration.createMember({ ...asking, name, type })).member.id
  const [admin, documents, staffer, handler, delegate, guest] = [
    await member('Adam'),
    await member('Dora'),
    await member('Sam'),
    await member('Hanna'),
    await member('Dean'),
    await member('Gil', 'guest'),
  ]
  await administration.grantFullAccess({ ...asking, memberIds: [admin] })
  await administration.grantModules({ ...asking, memberId: documents, modules: ['documents'] })
  for (const one of [holders.lea, holders.tom]) world.holders.set(one.id, { ...one, handlers: [handler] })
  return { ...world, ids: { owner: owner.id, admin, documents, staffer, handler, delegate, guest } }
}

/** What a command of a member of the firm is given. */
export const asked = (actorId: string): { readonly portalId: 'roy'; readonly actorId: string } => ({ portalId: 'roy', actorId })
