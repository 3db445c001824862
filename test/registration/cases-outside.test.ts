import { memoryStorage } from 'portico/memory'
import type { Change, Storage } from 'portico/server'
import { describe, expect, it, vi } from 'vitest'
import { rejection } from '../support/refusals.js'
import { asked, day, fakeHasher, features, holders, hour, password, services } from './harness.js'
import { created, on, refusedUnchanged, registered, stored, watched, wantedOf } from './watching.js'

// Situations of `cases.tsv`, by their ids: concurrency, licences, holders and mail.

const registering = (token: string) => ({ token, loginName: 'paul.tremblay', password })

/** The same storage, which tells of its batches, and fails when it is told to. */
function tampered(batches: (readonly Change[])[], fails: () => boolean = () => false): Storage {
  const storage = memoryStorage()
  const commit: Storage['commit'] = (batch) => {
    batches.push(batch)
    return fails() ? Promise.reject(new Error('the connection is gone')) : storage.commit(batch)
  }
  return { ...storage, commit }
}

describe('concurrency', () => {
  it('R114 registers in one batch, so that nothing is left half done', async () => {
    const batches: (readonly Change[])[] = []
    const world = await watched({}, tampered(batches))
    await created(world)
    const token = await world.tokenOf('paul@example.org')
    batches.length = 0
    await world.registration.complete(registering(token))
    const whole = batches.filter((batch) => batch.some(({ table }) => table === 'credentials'))
    expect(whole).toHaveLength(1)
    const tables = new Set(whole.flat().map(({ table }) => table))
    for (const table of ['holderPortals', 'credentials', 'loginNames', 'outbox', 'audit'] as const) expect(tables).toContain(table)
  })

  it('R114 registers nothing when that batch fails, and the link works still', async () => {
    let broken = false
    const world = await watched(
      {},
      tampered([], () => broken),
    )
    const portal = await created(world)
    const token = await world.tokenOf('paul@example.org')
    broken = true
    await refusedUnchanged(world, 'STORAGE_UNAVAILABLE', () => world.registration.complete(registering(token)))
    broken = false
    expect(await world.registration.complete(registering(token))).toMatchObject({ holderPortalId: portal.id })
    expect(await world.rows('credentials')).toHaveLength(1)
  })
})

describe('the licence', () => {
  it('R121 that was withdrawn keeps the link for when it is there again', async () => {
    const world = await watched()
    const portal = await created(world)
    const token = await world.tokenOf('paul@example.org')
    world.licence.features = ['firmPortal']
    await refusedUnchanged(world, 'LICENSE_MISSING', () => world.registration.complete(registering(token)))
    await refusedUnchanged(world, 'LICENSE_MISSING', () => world.registration.inspect({ token }))
    expect((await stored(world, portal)).status).toBe('unregistered/open')
    world.licence.features = features
    await world.registration.complete(registering(token))
  })

  it('R121 that was said to be lost keeps the link for when it is said to be back', async () => {
    const world = await watched()
    await created(world)
    const token = await world.tokenOf('paul@example.org')
    await world.registration.system.licenseLost({ portalId: 'roy', features: ['firmPortal'] })
    await refusedUnchanged(world, 'LICENSE_MISSING', () => world.registration.complete(registering(token)))
    await world.registration.system.licenseRestored({ portalId: 'roy', features: ['firmPortal'] })
    await world.registration.complete(registering(token))
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('down')
      },
    ],
    ['rejects', () => Promise.reject(new Error('down'))],
    ['hangs', () => new Promise<never>(() => undefined)],
    ['answers nonsense', () => Promise.resolve({ features: 'all' } as never)],
    ['answers nothing', () => Promise.resolve(undefined as never)],
  ])('R123 is unknown when its port %s: nothing is done, and the link is kept', async (_name, of) => {
    let broken = false
    const world = await watched({ licences: { of: () => (broken ? of() : Promise.resolve({ features })) } })
    await created(world)
    const token = await world.tokenOf('paul@example.org')
    broken = true
    const patiently = async <T>(act: Promise<T>): Promise<T> => {
      await Promise.all([act.catch(() => undefined), world.clock.advance(60_000)])
      return act
    }
    await refusedUnchanged(world, 'LICENSE_UNKNOWN', () => patiently(created(world, { holderId: 'marie' })))
    await refusedUnchanged(world, 'LICENSE_UNKNOWN', () => patiently(world.registration.complete(registering(token))))
    broken = false
    await world.registration.complete(registering(token))
  })

  it('R125 keeps the seat of a suspended portal, and gives back that of one that is over', async () => {
    const world = await watched()
    world.licence.seats = { staffPortals: 1, clientPortals: 1 }
    const { portal } = await registered(world)
    await world.registration.suspend(on(world, portal))
    const error = await refusedUnchanged(world, 'LICENSE_SEATS_EXHAUSTED', () => created(world, { holderId: 'marie' }))
    expect(error.details).toMatchObject({ seat: 'staffPortals' })
    await world.registration.close(on(world, portal))
    await created(world, { holderId: 'marie' })
    await created(world, { kind: 'client', holderId: 'lea', permanence: 'temporary' })
    world.holders.set('leo', { ...holders.lea, id: 'leo' })
    await refusedUnchanged(world, 'LICENSE_SEATS_EXHAUSTED', () => created(world, { kind: 'client', holderId: 'leo' }))
    await world.clock.advance(30 * day)
    await world.registration.system.expireDue()
    await created(world, { kind: 'client', holderId: 'leo' })
    expect((await world.rows('holderSeats')).map(({ id, taken }) => [id, taken]).sort()).toEqual([
      ['clientPortals', 1],
      ['staffPortals', 1],
    ])
  })
})

describe('the holder', () => {
  it('R127 who has left has a suspended portal, no sessions, and no right anywhere', async () => {
    const world = await watched()
    const { portal } = await registered(world)
    const which = { portalId: 'roy', holderPortalId: portal.id }
    const before = await world.registration.accountOf(which)
    expect(before.ability.can('exchange', before.holderPortal)).toBe(true)
    expect(await world.registration.system.holderDeactivated({ portalId: 'roy', holderId: 'paul' })).toBe(1)
    expect((await stored(world, portal)).status).toBe('suspended/completed')
    expect(world.events).toContainEqual({ type: 'holderSessionsEnd', ...which })
    const after = await world.registration.accountOf(which)
    expect(after.member.status).toBe('disabled')
    for (const action of ['exchange', 'identify', 'find'] as const) expect(after.ability.can(action, after.holderPortal)).toBe(false)
    await rejection('SIGN_IN_REFUSED', world.registration.signIn({ loginName: 'paul.tremblay', password }))
  })

  it('R128 who is not known any more registers nothing', async () => {
    const world = await watched()
    await created(world)
    const token = await world.tokenOf('paul@example.org')
    world.holders.delete('paul')
    await refusedUnchanged(world, 'TOKEN_INVALID', () => world.registration.complete(registering(token)))
    expect(await world.rows('credentials')).toEqual([])
  })

  it.each(['office', 'firm'] as const)('R129 has a suspended portal (%s) when whoever registered it leaves', async (kind) => {
    const world = await watched()
    const address = `${kind === 'office' ? 'montreal' : 'firm'}@example.org`
    const { portal } = await registered(world, wantedOf[kind], { loginName: 'ours', address })
    await registered(world, { holderId: 'marie' }, { loginName: 'marie', address: 'marie@example.org' })
    expect(await stored(world, portal)).toMatchObject({ registrantId: 'marie', ownerId: portal.id, status: 'active/completed' })
    expect(await world.registration.signIn({ loginName: 'marie', password })).not.toMatchObject({ holderPortalId: portal.id })
    world.holders.set('marie', { ...holders.marie, active: false })
    expect(await world.registration.system.holderDeactivated({ portalId: 'roy', holderId: 'marie' })).toBe(2)
    expect((await stored(world, portal)).status).toBe('suspended/completed')
    for (const loginName of ['ours', 'marie']) await rejection('SIGN_IN_REFUSED', world.registration.signIn({ loginName, password }))
    await refusedUnchanged(world, 'HOLDER_INACTIVE', () => world.registration.reactivate(on(world, portal)))
  })
})

describe('mail', () => {
  it('R132 may come twice: each link of the generation works until one was used, then none does', async () => {
    const world = await watched({ dispatch: 'by-worker' })
    await created(world)
    world.mailer.behave('lose')
    await world.portico.outbox.dispatch()
    world.mailer.behave('take')
    await world.clock.advance(2 * hour)
    await world.portico.outbox.dispatch()
    const tokens = await world.tokensTo('paul@example.org')
    expect(tokens).toHaveLength(2)
    expect(new Set(tokens).size).toBe(2)
    for (const token of tokens) await world.registration.inspect({ token })
    const [first = '', second = ''] = tokens
    await world.registration.complete(registering(second))
    for (const token of [first, second]) await rejection('TOKEN_USED', world.registration.complete(registering(token)))
  })

  it('R133 is sent by the next process, and no table holds a token before', async () => {
    const storage = memoryStorage()
    const dead = await watched({ dispatch: 'by-worker' }, storage)
    await created(dead)
    expect(await dead.rows('tokens')).toEqual([])
    expect(JSON.stringify(await dead.records())).not.toMatch(/token=/)
    expect(dead.mailer.sent).toEqual([])
    const next = services(storage)
    await next.portico.outbox.dispatch()
    const token = await next.tokenOf('paul@example.org')
    await next.registration.complete(registering(token))
  })

  it('R134 is not sent when the commit fails', async () => {
    let broken = false
    const world = await watched(
      {},
      tampered([], () => broken),
    )
    broken = true
    await refusedUnchanged(world, 'STORAGE_UNAVAILABLE', () => created(world))
    broken = false
    await world.portico.outbox.dispatch()
    expect(await world.tokensTo('paul@example.org')).toEqual([])
  })

  it.each([
    ['fr-CA', 'fr', /vous|votre/i, /22 novembre 2026/],
    ['fr', 'fr', /vous|votre/i, /22 novembre 2026/],
    ['en-CA', 'en', /you/i, /22 November 2026/],
    ['de', 'en', /you/i, /22 November 2026/],
  ])('R139 is written for %s with everything in its place', async (language, _written, words, date) => {
    const world = await watched()
    world.holders.set('paul', { ...holders.paul, name: 'Zoé Lévesque-Çelik', language })
    await created(world)
    const token = await world.tokenOf('paul@example.org')
    const [letter] = world.mailer.sent.filter(({ text }) => text.includes(token))
    if (!letter) throw new Error('no letter')
    expect(letter.text).toMatch(words)
    expect(letter.text).toMatch(date)
    expect(letter.text).toMatch(/UTC/)
    expect(letter.text).toContain('Zoé Lévesque-Çelik')
    expect(letter.subject).toContain('Roy et associés')
    for (const part of [letter.subject, letter.text, letter.html]) expect(part).not.toMatch(/\{\w+\}|undefined|\[object|NaN|\ufffd/)
    // the way to sign in afterwards, and whom to tell
    for (const part of ['https://portal.example/sign-in', 'portal@example.org']) expect(letter.text).toContain(part)
    expect(letter.html).toContain(`https://portal.example/register?token=${token}`)
    expect(letter.text).toContain(`https://portal.example/register?token=${token}`)
    expect(letter.html).not.toMatch(/<img|<script|http:\/\//)
  })

  it('R140 tells of the registration, without a secret, and whom to tell who did not do it', async () => {
    const world = await watched({
      passwords: { ...fakeHasher, hash: vi.fn((given: string) => fakeHasher.hash(given)) },
      registration: { contact: 'help@roy.example' },
    })
    const { token } = await registered(world)
    const notices = world.mailer.sent.filter(({ subject }) => subject.startsWith('You are registered'))
    expect(notices.map(({ to }) => to.address)).toEqual(['paul@example.org'])
    const told = JSON.stringify(notices)
    expect(told).toContain('help@roy.example')
    for (const secret of [token, password, 'token=', 'hash of']) expect(told).not.toContain(secret)
  })

  it('R143 has one link, and none that declines or removes anything', async () => {
    const world = await watched()
    await created(world)
    const token = await world.tokenOf('paul@example.org')
    const [letter] = world.mailer.sent.filter(({ text }) => text.includes(token))
    const links = letter?.text.match(/https?:\/\/\S+/g) ?? []
    expect(links.map((link) => link.replace(/[.]$/, ''))).toEqual([
      `https://portal.example/register?token=${token}`,
      'https://portal.example/sign-in',
    ])
    expect(asked(world.ids.admin).portalId).toBe('roy')
  })
})
