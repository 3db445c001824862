import { randomBytes } from 'node:crypto'
import { describe, expect, it, vi } from 'vitest'
import { rejection } from '../support/refusals.js'
import { fakeHasher, holders, hour, password } from './harness.js'
import { created, on, refusedUnchanged, registered, stored, watched } from './watching.js'

// Situations of `cases.tsv`, by their ids: what the bearer of a link does and learns (the pages themselves are tried in test/web).

const registering = (token: string) => ({ token, loginName: 'paul.tremblay', password })
const unknown = (): string => randomBytes(32).toString('base64url')
const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'ok',
    (error: unknown) => (error as { code: string }).code,
  )

describe('landing', () => {
  it('R142 without a login name or a password uses nothing up', async () => {
    const world = await watched()
    const portal = await created(world)
    const token = await world.tokenOf('paul@example.org')
    const empty = [
      { token },
      { token, loginName: 'paul' },
      { token, password },
      { token, loginName: '', password },
      { token, loginName: 'paul', password: '' },
    ]
    for (const input of empty)
      await refusedUnchanged(world, 'INPUT_INVALID', () => world.registration.complete(input as ReturnType<typeof registering>))
    expect((await stored(world, portal)).attempts).toBe(0)
  })

  it('R148 shows the masked address, the firm, the kind and the end, and no more, any number of times', async () => {
    const world = await watched()
    await created(world, { kind: 'client', holderId: 'lea', private: true })
    const token = await world.tokenOf('lea@example.com')
    const [before, audit] = [await world.dump(), (await world.rows('audit')).length]
    for (let turn = 0; turn < 100; turn++)
      expect(await world.registration.inspect({ token })).toEqual({
        firmName: 'Roy et associés',
        kind: 'client',
        email: 'l…@example.com',
        expiresAt: world.clock.now() + 24 * hour,
        language: 'fr',
      })
    expect(await world.dump()).toBe(before)
    expect(await world.rows('audit')).toHaveLength(audit)
  })

  it('R149 may be left out: every guard is asked by the registration itself', async () => {
    const world = await watched()
    await created(world)
    await world.registration.complete(registering(await world.tokenOf('paul@example.org')))
    await created(world, { holderId: 'marie' })
    const token = await world.tokenOf('marie@example.org')
    world.holders.set('marie', { ...holders.marie, active: false })
    await refusedUnchanged(world, 'HOLDER_INACTIVE', () => world.registration.complete({ token, loginName: 'marie', password }))
  })

  it('R150 begins no session, and asks for nobody’s', async () => {
    const world = await watched()
    const portal = await created(world)
    const token = await world.tokenOf('paul@example.org')
    const as = { ...registering(token), actorId: world.ids.owner }
    await refusedUnchanged(world, 'INPUT_INVALID', () => world.registration.complete(as))
    const done = await world.registration.complete(registering(token))
    expect(Object.keys(done).sort()).toEqual(['events', 'holderPortalId', 'kind', 'portalId'])
    expect(done).toMatchObject({ portalId: 'roy', holderPortalId: portal.id, kind: 'staff' })
    expect(JSON.stringify(done)).not.toMatch(/session(?!sEnd)/i)
  })
})

describe('attempts', () => {
  it('R152 that come at once are evaluated no more often than there may be', async () => {
    const hash = vi.fn((given: string) => fakeHasher.hash(given))
    const world = await watched({ passwords: { ...fakeHasher, hash }, registration: { limits: { link: { limit: 1_000, per: hour } } } })
    const { loginName } = { loginName: 'taken.name' }
    await registered(world, { holderId: 'marie' }, { loginName, address: 'marie@example.org' })
    const portal = await created(world)
    const token = await world.tokenOf('paul@example.org')
    hash.mockClear()
    const all = Array.from({ length: 50 }, () => codeOf(world.registration.complete({ token, loginName, password })))
    const codes = await Promise.all(all)
    expect(hash.mock.calls.length).toBeLessThanOrEqual(10)
    expect(codes.filter((code) => code === 'LOGIN_NAME_TAKEN').length).toBeLessThanOrEqual(10)
    expect(new Set(codes.filter((code) => !/^(LOGIN_NAME_TAKEN|ATTEMPTS_EXCEEDED|CONFLICT)$/.test(code)))).toEqual(new Set())
    expect((await stored(world, portal)).attempts).toBeLessThanOrEqual(10)
  })

  it('R153 of one caller are counted over all links', async () => {
    const world = await watched({ registration: { limits: { caller: { limit: 4, per: hour } } } })
    const portal = await created(world)
    const trying = async (): Promise<string> => {
      const token = await world.tokenOf('paul@example.org')
      return codeOf(world.registration.complete({ token, loginName: '?', password, caller: '203.0.113.7' }))
    }
    const codes = []
    for (let turn = 0; turn < 5; turn++) {
      codes.push(await trying())
      if (turn < 4) await world.registration.resend(on(world, portal))
    }
    expect(codes).toEqual([...Array<string>(4).fill('LOGIN_NAME_INVALID'), 'RATE_LIMITED'])
  })

  it('R156 at login names stop when there were enough', async () => {
    const world = await watched({ registration: { limits: { link: { limit: 1_000, per: hour } } } })
    await registered(world, { holderId: 'marie' }, { loginName: 'taken.name', address: 'marie@example.org' })
    await created(world)
    const token = await world.tokenOf('paul@example.org')
    const codes = []
    for (let turn = 0; turn < 1_000; turn++)
      codes.push(await codeOf(world.registration.complete({ token, loginName: 'taken.name', password })))
    expect(codes.filter((code) => code === 'LOGIN_NAME_TAKEN')).toHaveLength(10)
    expect(new Set(codes.slice(10))).toEqual(new Set(['ATTEMPTS_EXCEEDED']))
  }, 30_000)
})

describe('enumeration', () => {
  it('R154 tells no unknown, revoked, former or foreign link from another', async () => {
    const world = await watched()
    const portal = await created(world)
    const former = await world.tokenOf('paul@example.org')
    await world.registration.resend(on(world, portal))
    const revoked = await world.tokenOf('paul@example.org')
    await world.registration.revoke(on(world, portal))
    const { portal: active } = await registered(world, { holderId: 'marie' }, { loginName: 'marie', address: 'marie@example.org' })
    const changing = world.registration.changeEmail({ ...on(world, active), email: 'roy@example.org' })
    await rejection('REVERIFY_REQUIRED', changing)
    const foreign = await world.tokenOf('roy@example.org')
    const told = []
    for (const token of [unknown(), former, revoked, foreign, 'short']) {
      const error = await rejection('TOKEN_INVALID', world.registration.complete(registering(token)))
      told.push({ message: error.message, details: error.details, keys: Object.keys(error) })
      const inspecting = await rejection('TOKEN_INVALID', world.registration.inspect({ token }))
      expect(inspecting.details).toEqual(error.details)
    }
    for (const one of told) expect(one).toEqual(told[0])
  })

  it('R155 hashes no password for an unknown link, and one for a name that is free as for one that is taken', async () => {
    const hash = vi.fn((given: string) => fakeHasher.hash(given))
    const world = await watched({ passwords: { ...fakeHasher, hash } })
    await registered(world, { holderId: 'marie' }, { loginName: 'taken.name', address: 'marie@example.org' })
    await created(world)
    const token = await world.tokenOf('paul@example.org')
    const hashes = async (act: Promise<unknown>): Promise<number> => {
      const before = hash.mock.calls.length
      await codeOf(act)
      return hash.mock.calls.length - before
    }
    expect(await hashes(world.registration.complete(registering(unknown())))).toBe(0)
    expect(await hashes(world.registration.complete({ token, loginName: 'taken.name', password }))).toBe(1)
    expect(await hashes(world.registration.complete(registering(token)))).toBe(1)
    expect(await hashes(world.registration.complete(registering(token)))).toBe(0)
  })
})

describe('the rate limit', () => {
  const rule = (limit: number) => ({ limit, per: hour })
  it.each([
    ['a portal', { resendToPortal: rule(3) }],
    ['an address', { resendToAddress: rule(3) }],
    ['a firm', { resendOfFirm: rule(3) }],
  ])('R157 ends the letters to %s, and says when there may be another', async (_name, limits) => {
    const wide = { resendToPortal: rule(1_000), resendToAddress: rule(1_000), resendOfFirm: rule(1_000), ...limits }
    const world = await watched({ registration: { limits: wide } })
    const portal = await created(world)
    const codes = []
    for (let turn = 0; turn < 100; turn++) codes.push(await codeOf(world.registration.resend(on(world, portal))))
    const taken = codes.filter((code) => code === 'ok').length
    expect(taken).toBeGreaterThan(0)
    expect(taken).toBeLessThanOrEqual(3)
    expect(new Set(codes.slice(taken))).toEqual(new Set(['RATE_LIMITED']))
    const error = await refusedUnchanged(world, 'RATE_LIMITED', () => world.registration.resend(on(world, portal)))
    expect(error.details['retryAfter']).toBeGreaterThan(0)
    expect(error.details['retryAfter']).toBeLessThanOrEqual(hour)
    await world.clock.advance(hour)
    await world.registration.resend(on(world, portal))
  })

  it('R157 is on by default', async () => {
    const world = await watched()
    const portal = await created(world)
    const codes = []
    for (let turn = 0; turn < 100; turn++) codes.push(await codeOf(world.registration.resend(on(world, portal))))
    expect(codes.filter((code) => code === 'ok').length).toBeLessThanOrEqual(10)
    expect(codes.at(-1)).toBe('RATE_LIMITED')
  })
})
