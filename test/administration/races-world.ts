/** The portal that the races are about: who is in it, what waits in it, and the parts put together over a store. */
import { portalPolicy } from 'portico'
import { memoryMailer, memoryStorage } from 'portico/memory'
import { createPortico, type Clock, type Mailer, type PasswordHasher, type Portico, type Storage } from 'portico/server'
import { digest, hour, random, start } from '../outbox/harness.js'
import { logged, newLog, recordsOf, type Kept } from './races-store.js'

export type Services = Portico<typeof portalPolicy>['administration']

/** It is always the same time: nothing that a race leaves behind differs by it. Only what takes too long is ever slept for, and nothing does. */
const clock: Clock = {
  now: () => start,
  sleep: (_milliseconds, signal) => new Promise((resolve) => signal?.addEventListener('abort', resolve)),
}

/** Not a hash at all, and always the same, so that two runs can be compared. */
const passwords: PasswordHasher = {
  maxBytes: 1_024,
  hash: (password) => Promise.resolve(`fake:${password}`),
  verify: (hash, password) => Promise.resolve(hash === `fake:${password}`),
  needsRehash: () => false,
}

/** One instance of the application. Letters wait: they are no part of the race. */
export const instance = (storage: Storage, mailer: Mailer = memoryMailer()): Portico<typeof portalPolicy> =>
  createPortico({
    policy: portalPolicy,
    storage,
    mailer,
    clock,
    random,
    digest,
    passwords,
    links: { origin: 'https://portal.example' },
    from: { address: 'portal@example.org', name: 'The Portal' },
    dispatch: 'by-worker',
  })

/** Gives the id or the token of this name. */
export type Known = (name: string) => string
/** A portal before the race. */
export interface World {
  readonly records: readonly Kept[]
  readonly known: Known
}

export const portalId = 'p'
/** A moment that the race does not see. */
export const later = start + hour

const people = {
  ann: { type: 'user', administers: 'everything' },
  bob: { type: 'user', administers: 'everything' },
  cid: { type: 'user', administers: ['crm'] },
  dora: { type: 'user' },
  eve: { type: 'user', administers: ['projects'] },
  fred: { type: 'user' },
  gus: { type: 'guest' },
  hal: { type: 'user' },
  pia: { type: 'user', administers: ['people'] },
} as const

/** The owner makes the portal and everybody in it, and the group `team`, which the module of projects is for. */
async function populate(services: Services, names: Map<string, string>, known: Known): Promise<void> {
  const owner = { name: 'owner', email: 'owner@example.org', emailVerified: true }
  const options = { administratorsMayDisablePeers: true, peopleAdministrators: true }
  names.set('owner', (await services.createPortal({ portalId, name: 'Portal', owner, options })).owner.id)
  const asking = { portalId, actorId: known('owner') }
  for (const [name, person] of Object.entries(people)) {
    const { member } = await services.createMember({ ...asking, name, ...person, email: `${name}@example.org`, emailVerified: true })
    names.set(name, member.id)
  }
  const { group } = await services.createGroup({ ...asking, name: 'team', members: [known('pia'), known('hal')] })
  names.set('team', group.id)
  await services.setModuleAccess({ ...asking, module: 'projects', access: { availability: 'restricted', to: [group.id] } })
}

/** Ann has invited Ivo, Hal and Pia are to have one address, Eve and Fred are disabled, and Fred's data are on their way to Dora. */
async function letWait(services: Services, names: Map<string, string>, known: Known): Promise<void> {
  const asking = { portalId, actorId: known('owner') }
  const invited = { email: 'ivo@example.org', type: 'user', administers: ['crm'], groups: [known('team')] } as const
  const { invitation } = await services.inviteMember({ portalId, actorId: known('ann'), ...invited })
  names.set('invitation', invitation.id)
  for (const name of ['hal', 'pia']) await services.changeEmail({ ...asking, memberId: known(name), email: 'both@example.org' })
  for (const name of ['eve', 'fred']) await services.disableMember({ ...asking, memberId: known(name) })
  const { reassignment } = await services.reassignData({ ...asking, fromId: known('fred'), toId: known('dora') })
  names.set('reassignment', reassignment.id)
}

/** One seat of each kind is left: there are seven active users, one guest and four administrators beside the owner. */
const oneSeatLeft = { users: 8, guests: 2, administrators: 5 }

/** Makes the portal. With `full`, there is one seat of each kind left. */
async function settle(full: boolean): Promise<World> {
  const [storage, log, mailer, names] = [memoryStorage(), newLog(), memoryMailer(), new Map<string, string>()]
  const { administration, outbox } = instance(logged(storage, log), mailer)
  const known: Known = (name) => {
    const value = names.get(name)
    if (value === undefined) throw new Error(`there is no \`${name}\``)
    return value
  }
  await populate(administration, names, known)
  await letWait(administration, names, known)
  if (full) await administration.licensePortal({ portalId, quotas: oneSeatLeft })
  await outbox.dispatch()
  for (const { to, text } of mailer.sent) names.set(`link of ${to.name || to.address}`, /token=([\w-]{43})/.exec(text)?.[1] ?? '')
  // What was told before the race is of no use in it.
  const records = (await recordsOf(storage, log)).filter(({ table }) => table !== 'audit')
  return { records, known }
}

const worlds = new Map<boolean, Promise<World>>()
/** The portal with room for everybody, or with one seat of each kind left. */
export function world(full: boolean): Promise<World> {
  const made = worlds.get(full) ?? settle(full)
  worlds.set(full, made)
  return made
}
