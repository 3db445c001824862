import { describe, expect, test } from 'vitest'
import type { PortalLicences, Quotas } from 'portico/server'
import { hour } from '../outbox/harness.js'
import { by, castOf, forAnHour, invite, password, refused, start, type Cast } from './cast.js'

/** Where licences are sold: says what it is told to. */
interface Shop {
  answer: () => unknown
}
async function withShop(): Promise<Cast & { readonly shop: Shop }> {
  const shop: Shop = { answer: () => Promise.resolve({ features: [] }) }
  const world = await castOf(start({ licences: { of: () => shop.answer() as Promise<PortalLicences> } }))
  return { ...world, shop }
}
const sells =
  (features: readonly string[], seats?: Readonly<Record<string, number>>): Shop['answer'] =>
  () =>
    Promise.resolve({ features, ...(seats ? { seats } : {}) })

const unlimited: Quotas = { users: null, guests: null, administrators: null }
/** The seats that are taken now. */
async function taken({ store }: Cast, kind: keyof Quotas): Promise<number> {
  return (await store.storage.get('seats', 'agency', 'agency'))?.row[kind] ?? 0
}
const quota = (world: Cast, quotas: Partial<Quotas>): Promise<unknown> =>
  world.administration.licensePortal({ portalId: 'agency', quotas: { ...unlimited, ...quotas } })
const grow = (world: Cast, kind: keyof Quotas): Promise<unknown> =>
  world.administration.createMember({
    ...by(world.olga),
    name: 'One more',
    type: kind === 'guests' ? 'guest' : 'user',
    ...(kind === 'administrators' ? { administers: ['crm'] } : {}),
  })

describe('the features', () => {
  const mayEnter = async ({ administration, ben }: Cast): Promise<boolean> =>
    (await administration.abilityFor({ portalId: 'agency', memberId: ben })).can('access', 'crm')

  test('are those of the port, at every question', async () => {
    const world = await withShop()
    await world.administration.licensePortal({
      portalId: 'agency',
      licences: ['client-management'],
      requires: { crm: 'client-management' },
    })
    expect(await mayEnter(world)).toBe(false)
    world.shop.answer = sells(['client-management', 'more'])
    expect(await mayEnter(world)).toBe(true)
    world.shop.answer = sells(['Client-Management', 'client-management '])
    expect(await mayEnter(world)).toBe(false)
  })

  test('are those of the portal where there is no port', async () => {
    const world = await castOf(start())
    await world.administration.licensePortal({ portalId: 'agency', requires: { crm: 'client-management' } })
    expect(await mayEnter(world)).toBe(false)
    await world.administration.licensePortal({ portalId: 'agency', licences: ['client-management'] })
    expect(await mayEnter(world)).toBe(true)
    await world.administration.licensePortal({ portalId: 'agency', licences: [] })
    expect(await mayEnter(world)).toBe(false)
    await world.administration.licensePortal({ portalId: 'agency', requires: { crm: null } })
    expect(await mayEnter(world)).toBe(true)
  })

  test('count for commands too', async () => {
    const world = await withShop()
    await world.administration.licensePortal({ portalId: 'agency', requires: { people: 'staff' } })
    await refused('FORBIDDEN', () => grow(world, 'users'))
    // Granting is a right of the portal, not behind the door of People.
    await world.administration.grantModules({ ...by(world.olga), memberId: world.ben, modules: ['crm'] })
    world.shop.answer = sells(['staff'])
    await grow(world, 'users')
  })

  test('that a module needs are kept when its access is set', async () => {
    const world = await withShop()
    await world.administration.licensePortal({ portalId: 'agency', requires: { crm: 'client-management' } })
    await world.administration.setModuleAccess({ ...by(world.olga), module: 'crm', access: { availability: 'everyone' } })
    expect(await mayEnter(world)).toBe(false)
  })
})

describe('the seats', () => {
  const kinds = ['users', 'guests', 'administrators'] as const
  /** How many more the quota and the port allow, and how many are had in the end. */
  const limits = [
    [1, undefined, 1],
    [undefined, 1, 1],
    [1, 2, 1],
    [2, 1, 1],
    [0, 3, 0],
    [3, 0, 0],
    [2, 2, 2],
  ] as const
  test.each(kinds.flatMap((kind) => limits.map(([own, sold, left]) => [kind, own, sold, left] as const)))(
    'of %s: %s more by the quota and %s by the port are %d',
    async (kind, own, sold, left) => {
      const world = await withShop()
      const now = await taken(world, kind)
      if (own !== undefined) await quota(world, { [kind]: now + own })
      if (sold !== undefined) world.shop.answer = sells([], { [kind]: now + sold })
      for (let more = 0; more < left; more += 1) await grow(world, kind)
      const before = await world.store.dump('audit')
      expect((await refused('QUOTA_EXCEEDED', () => grow(world, kind))).details).toMatchObject({ seat: kind })
      expect(await world.store.dump('audit')).toEqual(before)
      expect(await taken(world, kind)).toBe(now + left)
    },
  )

  test('of other kinds are not asked for', async () => {
    const world = await withShop()
    world.shop.answer = sells([], { users: 0, administrators: 0, robots: 0 })
    await grow(world, 'guests')
  })

  test('that are too many already may stay, and become less', async () => {
    const world = await withShop()
    await quota(world, { users: 0, administrators: 0, guests: 100 })
    const users = await taken(world, 'users')
    await world.administration.revokeModules({ ...by(world.olga), memberId: world.pia, modules: ['people'] })
    await world.administration.limitToModules({ ...by(world.olga), memberId: world.frank, modules: ['crm'] })
    await world.administration.convertToGuest({ ...by(world.olga), memberId: world.ben })
    await world.administration.disableMember({ ...by(world.olga), memberId: world.uma })
    expect(await taken(world, 'users')).toBe(users - 2)
    await refused('QUOTA_EXCEEDED', () => world.administration.reactivateMember({ ...by(world.olga), memberId: world.uma }))
  })

  test('are asked for when an invitation is accepted, not when it is made', async () => {
    const world = await withShop()
    await quota(world, { users: 0 })
    const { token } = await invite(world, world.olga, 'nina@agency.example')
    const accept = (): Promise<unknown> => world.administration.acceptInvitation({ token, name: 'Nina', password })
    await refused('QUOTA_EXCEEDED', accept)
    await quota(world, {})
    await accept()
  })

  test.each(kinds)('of %s: the last one is had by one of many at the same time', async (kind) => {
    const world = await withShop()
    const now = await taken(world, kind)
    await quota(world, { [kind]: now + 1 })
    const tries = await Promise.allSettled(Array.from({ length: 10 }, () => grow(world, kind)))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await taken(world, kind)).toBe(now + 1)
  })
})

describe('the seat of an administrator for a time', () => {
  const oneLeft = async (world: Cast): Promise<void> =>
    quota(world, { administrators: (await taken(world, 'administrators')) + 1 }).then(() => undefined)
  const grantUma = (world: Cast): Promise<unknown> =>
    world.administration.grantModules({ ...by(world.olga), memberId: world.uma, modules: ['crm'] })

  test('is free when that ends, without anything being written', async () => {
    const world = await withShop()
    await oneLeft(world)
    await forAnHour(world, world.ben)
    world.clock.set(world.clock.now() + hour - 1)
    await refused('QUOTA_EXCEEDED', () => grantUma(world))
    world.clock.set(world.clock.now() + 1)
    await grantUma(world)
    expect((await refused('QUOTA_EXCEEDED', () => forAnHour(world, world.ben))).details).toMatchObject({ seat: 'administrators' })
  })

  test.each([
    ['revoked', (world: Cast) => world.administration.revokeAdministration({ ...by(world.olga), memberId: world.ben })],
    ['disabled', (world: Cast) => world.administration.disableMember({ ...by(world.olga), memberId: world.ben })],
  ])('is free when he is %s before', async (_, end) => {
    const world = await withShop()
    await oneLeft(world)
    await forAnHour(world, world.ben)
    await end(world)
    await grantUma(world)
  })

  test('is one, however much he is granted', async () => {
    const world = await withShop()
    await oneLeft(world)
    await forAnHour(world, world.ben)
    const until = world.clock.now() + 2 * hour
    await world.administration
      .grantModules({ ...by(world.olga), memberId: world.ben, modules: ['crm', 'mail'], until })
      .catch(() => undefined)
    await world.administration.grantFullAccess({ ...by(world.olga), memberIds: [world.ben], until })
    await world.administration.grantFullAccess({ ...by(world.olga), memberIds: [world.ben] })
    await refused('QUOTA_EXCEEDED', () => grantUma(world))
    world.clock.set(until + 1)
    await refused('QUOTA_EXCEEDED', () => grantUma(world))
  })

  test('is asked for again when he comes back in that time, and not afterwards', async () => {
    const world = await withShop()
    await oneLeft(world)
    await forAnHour(world, world.ben)
    await world.administration.disableMember({ ...by(world.olga), memberId: world.ben })
    await grantUma(world)
    const back = (): Promise<unknown> => world.administration.reactivateMember({ ...by(world.olga), memberId: world.ben })
    await refused('QUOTA_EXCEEDED', back)
    world.clock.set(world.clock.now() + hour)
    await back()
  })
})

const failures: Readonly<Record<string, () => unknown>> = {
  rejects: () => Promise.reject(new Error('nobody there')),
  throws: () => {
    throw new Error('nobody there')
  },
  'answers nothing': () => Promise.resolve(undefined),
  'answers null': () => Promise.resolve(null),
  'answers no features': () => Promise.resolve({ seats: {} }),
  'answers features that are none': () => Promise.resolve({ features: 'everything' }),
  'answers features that are no texts': () => Promise.resolve({ features: [1] }),
  'answers seats that are none': () => Promise.resolve({ features: [], seats: { users: Number.NaN } }),
  'answers seats in words': () => Promise.resolve({ features: [], seats: { users: 'many' } }),
}

describe('when the port', () => {
  test.each(Object.entries(failures))('%s, nothing is done', async (_, answer) => {
    const world = await withShop()
    await world.administration.licensePortal({ portalId: 'agency', requires: { crm: 'client-management' } })
    world.shop.answer = answer
    const before = await world.store.dump('audit')
    await refused('LICENSE_UNKNOWN', () => grow(world, 'users'))
    await refused('LICENSE_UNKNOWN', () => world.administration.abilityFor({ portalId: 'agency', memberId: world.ben }))
    await refused('LICENSE_UNKNOWN', () => world.administration.acceptInvitation({ token: world.ivy.token, name: 'Ivy', password }))
    expect(await world.store.dump('audit')).toEqual(before)
    world.shop.answer = sells([])
    await grow(world, 'users')
    await world.administration.acceptInvitation({ token: world.ivy.token, name: 'Ivy', password })
  })

  test('does not answer, it is waited for as long as is set, and no longer', async () => {
    const shop: Shop = { answer: sells([]) }
    const world = await castOf(start({ licences: { of: () => shop.answer() as Promise<PortalLicences> }, limits: { storage: 500 } }))
    const before = await world.store.dump('audit')
    shop.answer = () => new Promise(() => undefined)
    let state = 'waits'
    const tried = refused('LICENSE_UNKNOWN', () => grow(world, 'users')).then(() => (state = 'refused'))
    await world.clock.advance(499)
    expect(state).toBe('waits')
    await world.clock.advance(1)
    await tried
    expect(await world.store.dump('audit')).toEqual(before)
  })

  test('answers late, that counts for nothing any more', async () => {
    const world = await withShop()
    const before = await world.store.dump('audit')
    const answers: ((licences: PortalLicences) => void)[] = []
    world.shop.answer = () => new Promise((resolve) => answers.push(resolve))
    const tried = refused('LICENSE_UNKNOWN', () => grow(world, 'users'))
    await world.clock.advance(10_000)
    await tried
    for (const answer of answers) answer({ features: [] })
    await world.clock.advance(60_000)
    expect(answers.length).toBeGreaterThan(0)
    expect(await world.store.dump('audit')).toEqual(before)
  })

  test('answers in time, though not at once, it is done', async () => {
    const world = await withShop()
    world.shop.answer = () => world.clock.sleep(9_000).then(() => ({ features: [] }))
    const made = grow(world, 'users')
    for (let turn = 0; turn < 5; turn += 1) await world.clock.advance(9_000)
    await made
  })
})
