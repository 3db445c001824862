import { memoryStorage } from 'portico/memory'
import { describe, expect, it } from 'vitest'
import { rejection } from '../support/refusals.js'
import { asked, fakeHasher, features, password, services } from './harness.js'
import { created, on, registered, watched, type Watched } from './watching.js'

// The accounts of holders' portals: who signs in, and what an account may do.

const which = (portal: { readonly id: string }) => ({ portalId: 'roy', holderPortalId: portal.id })

describe('signing in', () => {
  /** The keys that were counted, in their order. */
  async function counting(): Promise<readonly [Watched, string[]]> {
    const keys: string[] = []
    const take = (key: string, { limit }: { readonly limit: number }) => (
      keys.push(`${key} ${limit}`),
      Promise.resolve({ allowed: true as const })
    )
    const limits = { caller: { limit: 7, per: 1_000 }, loginName: { limit: 5, per: 1_000 }, link: { limit: 3, per: 1_000 } }
    return [await watched({ registration: { rateLimits: { take }, limits } }), keys]
  }

  it('is counted for the caller, if he is told apart, and for the login name in the form that is compared', async () => {
    const [world, keys] = await counting()
    await registered(world)
    keys.length = 0
    await world.registration.signIn({ loginName: 'Paul.Tremblay', password })
    expect(keys).toEqual(['["login name","paul.tremblay"] 5'])
    keys.length = 0
    await world.registration.signIn({ loginName: 'paul.tremblay', password, caller: '203.0.113.7' })
    expect(keys).toEqual(['["caller","203.0.113.7"] 7', '["login name","paul.tremblay"] 5'])
  })

  it('is counted for what can be no login name too, each for itself, and by no more than its hash', async () => {
    const [world, keys] = await counting()
    const typed = ['a b', '\u0000', 'a b', 'x'.repeat(10_000)]
    for (const loginName of typed) await rejection('SIGN_IN_REFUSED', world.registration.signIn({ loginName, password }))
    for (const key of keys) expect(key).toMatch(/^\["no login name","[^"]{1,100}"\] 5$/)
    expect(keys[2]).toBe(keys[0])
    expect(new Set(keys).size).toBe(3)
  })

  it('is for him who has a name that was reserved since', async () => {
    const storage = memoryStorage()
    const { portal } = await registered(await watched({}, storage))
    const later = services(storage, { registration: { loginNames: { reserved: ['paul.tremblay'] } } })
    expect(await later.registration.signIn({ loginName: 'paul.tremblay', password })).toEqual(which(portal))
  })

  it('and registering are counted by the same caller', async () => {
    const [world, keys] = await counting()
    await created(world)
    keys.length = 0
    await world.registration.complete({
      token: await world.tokenOf('paul@example.org'),
      loginName: 'paul',
      password,
      caller: '203.0.113.7',
    })
    expect(keys).toEqual(['["caller","203.0.113.7"] 7', expect.stringMatching(/^\["link","[^"]+"\] 3$/)])
  })

  it('is stopped by a limit, and by limits that cannot be asked', async () => {
    let answer = (): Promise<{ readonly allowed: false; readonly retryAfter: number }> => Promise.resolve({ allowed: false, retryAfter: 9 })
    const world = await watched({ registration: { rateLimits: { take: () => answer() } } })
    const error = await rejection('RATE_LIMITED', world.registration.signIn({ loginName: 'paul', password }))
    expect(error.details).toEqual({ retryAfter: 9 })
    answer = () => Promise.reject(new Error('down'))
    await rejection('RATE_LIMITS_UNAVAILABLE', world.registration.signIn({ loginName: 'paul', password }))
  })

  it('is over while the firm’s portal is suspended', async () => {
    const world = await watched()
    await registered(world)
    await world.portico.administration.suspendPortal(asked(world.ids.owner))
    await rejection('SIGN_IN_REFUSED', world.registration.signIn({ loginName: 'paul.tremblay', password }))
  })

  it('hashes the password again where that takes more effort today, once', async () => {
    let weak = (_hash: string): boolean => false
    const world = await watched({
      passwords: { ...fakeHasher, needsRehash: (hash) => weak(hash) },
    })
    const { portal } = await registered(world)
    const [before] = await world.rows('credentials')
    if (!before) throw new Error('no credential')
    await world.registration.signIn({ loginName: 'paul.tremblay', password })
    expect(await world.rows('credentials')).toEqual([before])
    await world.clock.advance(5)
    weak = () => true
    expect(await world.registration.signIn({ loginName: 'paul.tremblay', password })).toEqual(which(portal))
    const [after] = await world.rows('credentials')
    expect(after).toEqual({ ...before, passwordHash: await fakeHasher.hash(password), changedAt: world.clock.now() })
    expect(await world.registration.signIn({ loginName: 'paul.tremblay', password })).toEqual(which(portal))
  })

  it('is with a right password, though it cannot be hashed again: that is reported', async () => {
    const [boom, down] = [new Error('boom'), new Error('down')]
    let needsRehash = (): boolean => false
    let hash = (text: string): Promise<string> => fakeHasher.hash(text)
    const world = await watched({ passwords: { ...fakeHasher, needsRehash: () => needsRehash(), hash: (text) => hash(text) } })
    const { portal } = await registered(world)
    needsRehash = () => {
      throw boom
    }
    expect(await world.registration.signIn({ loginName: 'paul.tremblay', password })).toEqual(which(portal))
    needsRehash = () => true
    await world.registration.signIn({ loginName: 'paul.tremblay', password })
    hash = () => Promise.reject(down)
    expect(await world.registration.signIn({ loginName: 'paul.tremblay', password })).toEqual(which(portal))
    expect(world.errors).toMatchObject([boom, { code: 'PASSWORDS_UNAVAILABLE', cause: down }])
  })

  it('does not hash a wrong password', async () => {
    let hashed = 0
    const world = await watched({
      passwords: { ...fakeHasher, needsRehash: () => true, hash: (text) => ((hashed += 1), fakeHasher.hash(text)) },
    })
    await registered(world)
    await rejection('SIGN_IN_REFUSED', world.registration.signIn({ loginName: 'paul.tremblay', password: 'another that is wrong' }))
    hashed = 0
    await rejection('SIGN_IN_REFUSED', world.registration.signIn({ loginName: 'paul.tremblay', password: 'another that is wrong' }))
    expect(hashed).toBe(0)
  })

  it('says when it is given something else', async () => {
    const { registration } = await watched()
    const error = await rejection('INPUT_INVALID', registration.signIn({ loginName: 'paul.tremblay' } as never))
    expect(error.message).toContain('`signIn`')
  })
})

describe('an account', () => {
  it('knows who looks after its portal: for the kind, and for its office', async () => {
    const world = await watched()
    const office = await created(world, { kind: 'office', holderId: 'montreal', registrantId: 'marie' })
    const { delegate, staffer, handler } = world.ids
    const delegated = async (delegates: readonly string[], where?: string) =>
      world.registration.delegate({ ...asked(world.ids.owner), kind: 'office', delegates, office: where })
    const delegates = async () => (await world.registration.accountOf(which(office))).holderPortal.delegates
    expect(await delegates()).toEqual([])
    await delegated([delegate, staffer])
    await delegated([staffer, handler], 'montreal')
    await delegated(['stranger'], 'elsewhere')
    expect(await delegates()).toEqual([delegate, staffer, handler])
  })

  it('is told apart by what it is named', async () => {
    const { registration } = await watched()
    const error = await rejection('PORTAL_NOT_FOUND', registration.accountOf({ portalId: 'roy', holderPortalId: 'nowhere' }))
    expect(error.message).toBe('there is no portal `nowhere` of a holder here')
    expect(error.details).toEqual({ holderPortalId: 'nowhere' })
    await rejection('PORTAL_NOT_FOUND', registration.accountOf({ portalId: 'nowhere', holderPortalId: 'nowhere' }))
    const input = await rejection('INPUT_INVALID', registration.accountOf({ portalId: 'roy' } as never))
    expect(input.message).toContain('`accountOf`')
  })

  it('is a guest or a user, active while its portal is', async () => {
    const world = await watched()
    const { portal } = await registered(world)
    const of = async () => (await world.registration.accountOf(which(portal))).member
    const { type, ...rest } = await of()
    expect(rest).toEqual({ id: portal.id, portalId: 'roy', status: 'active' })
    expect(['guest', 'user']).toContain(type)
    await world.registration.suspend(on(world, portal))
    expect(await of()).toEqual({ id: portal.id, portalId: 'roy', type, status: 'disabled' })
  })

  it('is not stopped by an option or a module that the policy does not know, nor is the firm', async () => {
    const world = await watched()
    const { portal } = await registered(world)
    const found = await world.storage.get('portals', 'roy', 'roy')
    if (!found) throw new Error('no firm')
    const { row, version } = found
    const modules = { ...row.modules, formerModule: { availability: 'nobody' as const } }
    const left = { ...row, options: { ...row.options, formerOption: true }, modules }
    await world.storage.commit([{ op: 'update', table: 'portals', row: left, version }])
    const { ability, holderPortal } = await world.registration.accountOf(which(portal))
    expect(ability.can('exchange', holderPortal)).toBe(true)
    expect((await world.registration.find(asked(world.ids.admin))).items).toHaveLength(1)
  })
})

describe('what an account may do depends on what is licensed now', () => {
  it('by the port, where there is one, as for members', async () => {
    const world = await watched()
    const { portal } = await registered(world)
    const { administration } = world.portico
    await administration.licensePortal({ portalId: 'roy', licences: [...features, 'docs'], requires: { documents: 'docs' } })
    const may = async () => [
      (await world.registration.accountOf(which(portal))).ability.can('access', 'documents'),
      (await administration.abilityFor({ portalId: 'roy', memberId: world.ids.staffer })).can('access', 'documents'),
    ]
    world.licence.features = [...features, 'docs']
    expect(await may()).toEqual([true, true])
    world.licence.features = features
    expect(await may()).toEqual([false, false])
  })
})
