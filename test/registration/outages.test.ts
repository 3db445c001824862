import { PortalError } from 'portico'
import { memoryStorage } from 'portico/memory'
import type { PasswordHasher } from 'portico/server'
import { describe, expect, it } from 'vitest'
import { random } from '../outbox/harness.js'
import { rejection } from '../support/refusals.js'
import { fakeHasher, hour, password } from './harness.js'
import { created, on, registered, statusOf, stored, watched } from './watching.js'

// What fails around a registration costs whoever registers nothing.

const registering = (token: string) => ({ token, loginName: 'paul.tremblay', password })

describe('an attempt that could not be evaluated', () => {
  it('is given back when the hasher fails, also the last one', async () => {
    let broken = true
    const world = await watched({
      passwords: { ...fakeHasher, hash: (text) => (broken ? Promise.reject(new Error('no memory')) : fakeHasher.hash(text)) },
      registration: { maxAttempts: 3 },
    })
    const portal = await created(world)
    const token = await world.tokenOf('paul@example.org')
    for (const bad of ['short', 'shorter'])
      await rejection('PASSWORD_TOO_SHORT', world.registration.complete({ ...registering(token), password: bad }))
    for (let turn = 0; turn < 5; turn++) await rejection('PASSWORDS_UNAVAILABLE', world.registration.complete(registering(token)))
    expect(await stored(world, portal)).toMatchObject({ status: 'unregistered/open', attempts: 2 })
    broken = false
    await world.registration.complete(registering(token))
    expect(await statusOf(world, portal)).toBe('active/completed')
  })

  it('is given back when the storage fails at the last step, and the link works afterwards', async () => {
    const memory = memoryStorage()
    let broken = false
    const world = await watched(
      {},
      {
        ...memory,
        commit: (batch) =>
          broken && batch.some(({ table }) => table === 'credentials')
            ? Promise.reject(new PortalError('STORAGE_UNAVAILABLE', 'the storage is gone'))
            : memory.commit(batch),
      },
    )
    const portal = await created(world)
    const token = await world.tokenOf('paul@example.org')
    broken = true
    await rejection('STORAGE_UNAVAILABLE', world.registration.complete(registering(token)))
    expect(await stored(world, portal)).toMatchObject({ status: 'unregistered/open', attempts: 0 })
    broken = false
    await world.registration.complete(registering(token))
  })

  it('is given back without a hasher, and where random numbers fail', async () => {
    for (const code of ['SETTINGS_INVALID', 'RANDOM_FAILURE'] as const) {
      let broken = false
      // Once: the next one works again.
      const bytes = (count: number) => (broken ? ((broken = false), new Uint8Array(1)) : random.bytes(count))
      const hash = (text: string) => ((broken = true), fakeHasher.hash(text))
      const passwords = (code === 'SETTINGS_INVALID' ? undefined : { ...fakeHasher, hash }) as PasswordHasher
      const world = await watched({ passwords, random: { bytes } })
      const portal = await created(world)
      const token = await world.tokenOf('paul@example.org')
      await rejection(code, world.registration.complete(registering(token)))
      expect((await stored(world, portal)).attempts).toBe(0)
    }
  })

  it('is given back in a commit of its own, which is written down', async () => {
    const world = await watched({ passwords: { ...fakeHasher, hash: () => Promise.reject(new Error('no memory')) } })
    const portal = await created(world)
    const token = await world.tokenOf('paul@example.org')
    await rejection('PASSWORDS_UNAVAILABLE', world.registration.complete({ ...registering(token), correlationId: 'trace' }))
    const told = (await world.rows('audit')).filter(({ correlationId }) => correlationId === 'trace')
    expect(told.map(({ command, outcome, subjectId, before, after }) => [command, outcome, subjectId, before, after])).toEqual([
      ['attemptRegistration', 'accepted', portal.id, 'unregistered/open', 'unregistered/open'],
      ['giveBackAttempt', 'accepted', portal.id, 'unregistered/open', 'unregistered/open'],
    ])
  })

  it('is not given back where there is none to give back, nor to a portal that is registered by then', async () => {
    for (const what of ['a fresh count', 'locked', 'registered'] as const) {
      let meanwhile = (): Promise<unknown> => Promise.resolve()
      const hash = (text: string) =>
        meanwhile().then(() => (text === password ? Promise.reject(new Error('no memory')) : fakeHasher.hash(text)))
      const world = await watched({ passwords: { ...fakeHasher, hash }, registration: { maxAttempts: 2 } })
      const portal = await created(world)
      const token = await world.tokenOf('paul@example.org')
      const other = { ...registering(token), password: `${password}!` }
      meanwhile = async () => {
        meanwhile = () => Promise.resolve()
        if (what === 'registered') await world.registration.complete(other)
        if (what === 'locked') await rejection('PASSWORD_TOO_SHORT', world.registration.complete({ ...other, password: 'short' }))
        if (what !== 'a fresh count') return
        const row = await stored(world, portal)
        const found = await world.storage.get('holderPortals', 'roy', portal.id)
        await world.storage.commit([{ op: 'update', table: 'holderPortals', row: { ...row, attempts: 0 }, version: found?.version ?? 0 }])
      }
      await rejection('PASSWORDS_UNAVAILABLE', world.registration.complete(registering(token)))
      const after = await stored(world, portal)
      expect([after.status, after.attempts]).toEqual(
        { 'a fresh count': ['unregistered/open', 0], locked: ['unregistered/locked', 2], registered: ['active/completed', 2] }[what],
      )
    }
  })

  it('says what failed, not that it could not be given back', async () => {
    const memory = memoryStorage()
    let broken = false
    const world = await watched(
      { passwords: { ...fakeHasher, hash: () => ((broken = true), Promise.reject(new Error('no memory'))) } },
      { ...memory, commit: (batch) => (broken ? Promise.reject(new Error('gone')) : memory.commit(batch)) },
    )
    const portal = await created(world)
    const token = await world.tokenOf('paul@example.org')
    await rejection('PASSWORDS_UNAVAILABLE', world.registration.complete(registering(token)))
    broken = false
    expect(await stored(world, portal)).toMatchObject({ status: 'unregistered/open', attempts: 1 })
  })

  it('is not given back to a link that is dead by then', async () => {
    let meanwhile = (): Promise<unknown> => Promise.resolve()
    const world = await watched({
      passwords: { ...fakeHasher, hash: () => meanwhile().then(() => Promise.reject(new Error('no memory'))) },
    })
    const portal = await created(world)
    const token = await world.tokenOf('paul@example.org')
    meanwhile = async () => {
      meanwhile = () => Promise.resolve()
      await world.registration.resend(on(world, portal))
      const next = await world.tokenOf('paul@example.org')
      await rejection('PASSWORD_TOO_SHORT', world.registration.complete({ ...registering(next), password: 'short' }))
    }
    await rejection('PASSWORDS_UNAVAILABLE', world.registration.complete(registering(token)))
    expect(await stored(world, portal)).toMatchObject({ generation: 2, attempts: 1 })
  })
})

describe('the end of a link', () => {
  it('is written down by the attempt that meets it, so that a clock that is set back does not open it again', async () => {
    const world = await watched()
    const portal = await created(world)
    const token = await world.tokenOf('paul@example.org')
    const now = world.clock.now()
    world.clock.set(now + 24 * hour)
    await rejection('TOKEN_EXPIRED', world.registration.complete(registering(token)))
    expect(await statusOf(world, portal)).toBe('unregistered/expired')
    world.clock.set(now)
    await rejection('TOKEN_EXPIRED', world.registration.complete(registering(token)))
    await rejection('TOKEN_EXPIRED', world.registration.inspect({ token }))
  })
})

describe('a letter to confirm an address that was lost', () => {
  it('is sent again by asking again, and the former link is dead', async () => {
    const world = await watched()
    const { portal } = await registered(world)
    const changing = () => world.registration.changeEmail({ ...on(world, portal), email: 'tremblay@example.org' })
    await rejection('REVERIFY_REQUIRED', changing())
    const lost = await world.tokenOf('tremblay@example.org')
    await rejection('REVERIFY_REQUIRED', changing())
    const tokens = await world.tokensTo('tremblay@example.org')
    expect(tokens).toHaveLength(2)
    await rejection('TOKEN_INVALID', world.registration.confirm({ token: lost }))
    await world.registration.confirm({ token: tokens[1] ?? '' })
    expect((await stored(world, portal)).email).toBe('tremblay@example.org')
  })

  it('is not sent more often than letters are', async () => {
    const world = await watched({ registration: { rateLimits: { take: (key) => Promise.resolve(limited(key)) } } })
    const limited = (key: string) => (key.includes('letters') ? { allowed: false as const, retryAfter: 5 } : { allowed: true as const })
    const { portal } = await registered(world)
    const error = await rejection('RATE_LIMITED', world.registration.changeEmail({ ...on(world, portal), email: 'tremblay@example.org' }))
    expect(error.details).toEqual({ retryAfter: 5 })
    expect(await world.tokensTo('tremblay@example.org')).toEqual([])
  })
})
