import { memoryStorage } from 'portico/memory'
import { portalKinds } from 'portico/registration'
import type { Storage } from 'portico/server'
import { describe, expect, it } from 'vitest'
import { rejection } from '../support/refusals.js'
import { day, firm, holders, hour, services } from './harness.js'
import { created, on, registered, statusOf, stored, wantedOf, watched, type Watched } from './watching.js'

// What happens by itself, or in the application.

const which = (portal: { readonly id: string }) => ({ portalId: 'roy', holderPortalId: portal.id })
const written = async (world: Watched, command: string) =>
  (await world.rows('audit')).filter((one) => one.command === command).map(({ before, after, actorId }) => [before, after, actorId])

describe('what is due', () => {
  it('is done as many at a time as is said, and a hundred otherwise', async () => {
    const world = await watched()
    for (const holderId of ['paul', 'marie']) await created(world, { holderId })
    await created(world, { kind: 'client', holderId: 'lea' })
    await world.clock.advance(day)
    const expireDue = (limit?: number) => world.registration.system.expireDue(limit)
    expect([await expireDue(2), await expireDue(2), await expireDue(2)]).toEqual([2, 1, 0])
    expect(await written(world, 'expireHolderPortal')).toEqual(
      Array.from({ length: 3 }, () => ['unregistered/open', 'unregistered/expired', null]),
    )
  })

  it('is looked at again later where it fails, keeps no other waiting, and is told', async () => {
    const world = await watched()
    const [paul, marie] = [await created(world), await created(world, { holderId: 'marie' })]
    const become = async (kind: string): Promise<void> => {
      const found = await world.storage.get('holderPortals', 'roy', paul.id)
      if (found) await world.storage.commit([{ op: 'update', table: 'holderPortals', row: { ...found.row, kind }, version: found.version }])
    }
    // There is no such kind any more.
    await become('ghost')
    await world.clock.advance(day)
    const now = world.clock.now()
    await rejection('KIND_UNKNOWN', world.registration.system.expireDue())
    expect([await statusOf(world, paul), await statusOf(world, marie)]).toEqual(['unregistered/open', 'unregistered/expired'])
    expect((await stored(world, paul)).dueAt).toBe(now + hour)
    expect(await world.registration.system.expireDue()).toBe(0)
    await become('staff')
    await world.clock.advance(hour)
    expect(await world.registration.system.expireDue()).toBe(1)
    expect(await statusOf(world, paul)).toBe('unregistered/expired')
  })

  it('stops at once where the storage is gone', async () => {
    const memory = memoryStorage()
    let [broken, tried] = [false, 0]
    const commit: Storage['commit'] = (batch) => (broken ? ((tried += 1), Promise.reject(new Error('gone'))) : memory.commit(batch))
    const world = await watched({}, { ...memory, commit })
    for (const holderId of ['paul', 'marie']) await created(world, { holderId })
    await world.clock.advance(day)
    broken = true
    await rejection('STORAGE_UNAVAILABLE', world.registration.system.expireDue())
    expect(tried).toBe(1)
  })

  it('is looked at again when it is due by the settings of today', async () => {
    const storage = memoryStorage()
    const world = await firm(storage)
    const wanted = { kind: 'client', holderId: 'lea', permanence: 'temporary' } as const
    const { portal } = await registered(world, wanted, { loginName: 'lea', address: 'lea@example.com' })
    // A day before the end, and no more seven.
    const later = services(storage, { registration: { reminder: day } })
    const expireDue = () => later.registration.system.expireDue()
    const reminded = () => later.mailer.sent.length
    await later.clock.advance(world.clock.now() + 24 * day - later.clock.now())
    expect([await expireDue(), await expireDue(), await expireDue()]).toEqual([1, 0, 0])
    await later.settled()
    expect(reminded()).toBe(0)
    const row = (await storage.get('holderPortals', 'roy', portal.id))?.row
    const { endsAt, dueAt } = row ?? { endsAt: 0, dueAt: 0 }
    expect(dueAt).toBe((endsAt ?? 0) - day)
    await later.clock.advance((dueAt ?? 0) - later.clock.now())
    expect([await expireDue(), await expireDue()]).toEqual([1, 0])
    await later.settled()
    expect(reminded()).toBe(1)
  })

  it('does not count where somebody else was faster', async () => {
    const memory = memoryStorage()
    const world = await watched(
      {},
      { ...memory, due: (table, now, limit) => memory.due(table, table === 'holderPortals' ? Infinity : now, limit) },
    )
    await created(world)
    expect(await world.registration.system.expireDue()).toBe(0)
  })

  it('is nothing for one portal whose time has not come, to the millisecond', async () => {
    const world = await watched()
    const portal = await created(world)
    await world.clock.advance(day - 1 - (world.clock.now() - (await stored(world, portal)).createdAt))
    const before = await world.dump()
    expect((await world.registration.system.expire(which(portal))).holderPortal.registration).toBe('open')
    expect(await world.dump()).toBe(before)
    await world.clock.advance(1)
    expect((await world.registration.system.expire(which(portal))).holderPortal.registration).toBe('expired')
    expect((await rejection('PORTAL_NOT_FOUND', world.registration.system.expire(which({ id: 'nowhere' })))).details).toEqual({
      holderPortalId: 'nowhere',
    })
  })
})

describe('a letter', () => {
  it('is heard of for its own generation, once', async () => {
    const world = await watched({ dispatch: 'by-worker' })
    const portal = await created(world)
    await world.registration.resend(on(world, portal))
    const { system } = world.registration
    for (const type of ['mailSent', 'mailFailed', 'mailBounced'] as const) {
      await system[type]({ ...which(portal), generation: 1 })
      expect(await stored(world, portal)).toMatchObject({ delivery: 'queued', status: 'unregistered/open' })
    }
    await system.mailSent({ ...which(portal), generation: 2 })
    expect(await stored(world, portal)).toMatchObject({ delivery: 'sent', status: 'unregistered/open' })
    await system.mailSent({ ...which(portal), generation: 2 })
    await system.mailFailed({ ...which(portal), generation: 2 })
    expect(await stored(world, portal)).toMatchObject({ delivery: 'failed', status: 'unregistered/open' })
    await system.mailBounced({ ...which(portal), generation: 2 })
    expect(await stored(world, portal)).toMatchObject({ delivery: 'bounced', status: 'unregistered/revoked' })
    expect(await written(world, 'mailSent')).toHaveLength(1)
    expect(await written(world, 'mailBounced')).toEqual([['unregistered/open', 'unregistered/revoked', null]])
    await rejection('INPUT_INVALID', system.mailSent({ ...which(portal), generation: 0 }))
  })
})

describe('a holder', () => {
  it('who leaves takes all portals along that are his or that he registers, however many', async () => {
    const world = await watched()
    const own = await created(world, { holderId: 'marie' })
    const offices = []
    for (let at = 0; at < 120; at++) {
      world.holders.set(`office-${at}`, { ...holders.montreal, id: `office-${at}`, email: `office-${at}@example.org` })
      offices.push(await created(world, { ...wantedOf.office, holderId: `office-${at}` }))
    }
    const paul = await created(world)
    const { system } = world.registration
    expect(await system.holderDeactivated({ portalId: 'roy', holderId: 'marie' })).toBe(121)
    for (const portal of [own, ...offices]) expect(await statusOf(world, portal)).toBe('suspended/revoked')
    expect(await statusOf(world, paul)).toBe('unregistered/open')
    expect(await system.holderReactivated({ portalId: 'roy', holderId: 'marie' })).toBe(121)
    expect(await stored(world, own)).toMatchObject({ status: 'suspended/revoked', holderActive: true })
    expect(await system.holderDeactivated({ portalId: 'roy', holderId: 'nobody' })).toBe(0)
  }, 30_000)

  it('who leaves confirms no address any more, but his portal may still become another’s', async () => {
    const world = await watched()
    const { portal } = await registered(world)
    await rejection('REVERIFY_REQUIRED', world.registration.changeEmail({ ...on(world, portal), email: 'new@example.org' }))
    expect((await stored(world, portal)).confirmations).toBe(1)
    await world.registration.system.holderReactivated({ portalId: 'roy', holderId: 'paul' })
    expect(await stored(world, portal)).toMatchObject({ pending: { type: 'address' }, confirmations: 1 })
    await world.registration.system.holderDeactivated({ portalId: 'roy', holderId: 'paul' })
    expect(await stored(world, portal)).toMatchObject({ pending: null, confirmations: 2, status: 'suspended/completed' })
    const lea = await created(world, { kind: 'client', holderId: 'lea' })
    world.holders.delete('lea')
    world.holders.set('lea2', { ...holders.lea, id: 'lea2', email: 'lea2@example.com' })
    await rejection('ASSOCIATION_CONFIRMATION_REQUIRED', world.registration.associate({ ...on(world, lea), holderId: 'lea2' }))
    await world.registration.system.holderDeactivated({ portalId: 'roy', holderId: 'lea' })
    expect(await stored(world, lea)).toMatchObject({ pending: { type: 'association', holderId: 'lea2' }, confirmations: 1 })
  })

  it('who is changed is read again: name, office, handlers and language', async () => {
    const world = await watched()
    const portal = await created(world, { kind: 'client', holderId: 'lea' })
    const changed = () => world.registration.system.holderChanged({ portalId: 'roy', holderId: 'lea' })
    const before = await world.dump()
    expect(await changed()).toBe(1)
    expect(await world.dump()).toBe(before)
    world.holders.set('lea', { id: 'lea', kind: 'client', name: 'Léa Roy', email: 'elsewhere@example.com', active: true, office: 'quebec' })
    expect(await changed()).toBe(1)
    expect(await stored(world, portal)).toMatchObject({
      name: 'Léa Roy',
      office: 'quebec',
      handlers: [],
      language: 'fr',
      email: 'lea@example.com',
    })
    world.holders.set('lea', { ...holders.lea, language: 'en', handlers: ['sam'] })
    await changed()
    expect(await stored(world, portal)).toMatchObject({ name: 'Léa Gagnon', office: '', handlers: ['sam'], language: 'en' })
    world.holders.delete('lea')
    const gone = await world.dump()
    expect(await changed()).toBe(1)
    expect(await world.dump()).toBe(gone)
    expect(await written(world, 'holderChanged')).toHaveLength(2)
  })
})

describe('a licence', () => {
  it('that is lost concerns the portals that need one of these features', async () => {
    const kinds = { ...portalKinds, free: { ...portalKinds['client'], features: [], seat: 'freePortals' } as (typeof portalKinds)[string] }
    const world = await watched({ registration: { kinds } })
    const [lea, paul] = [await created(world, { kind: 'client', holderId: 'lea' }), await created(world)]
    const free = await created(world, { kind: 'free', holderId: 'mute', email: 'mute@example.com' })
    const { system } = world.registration
    expect(await system.licenseLost({ portalId: 'roy', features: ['other'] })).toBe(0)
    expect(await system.licenseLost({ portalId: 'roy', features: ['other', 'firmPortal'] })).toBe(2)
    expect(await Promise.all([lea, paul, free].map(async (one) => (await stored(world, one)).licensed))).toEqual([false, false, true])
    await rejection('LICENSE_MISSING', world.registration.resend(on(world, lea)))
    expect(await system.licenseRestored({ portalId: 'roy', features: ['clientManagement'] })).toBe(2)
    expect((await stored(world, lea)).licensed).toBe(true)
  })
})

describe('a request for files', () => {
  it('keeps a temporary portal alive while it is open; what changes nothing writes nothing', async () => {
    const world = await watched()
    const wanted = { kind: 'client', holderId: 'lea', permanence: 'temporary' } as const
    const { portal } = await registered(world, wanted, { loginName: 'lea', address: 'lea@example.com' })
    const { system } = world.registration
    const request = (requestId: string) => ({ ...which(portal), requestId })
    expect((await system.requestOpened(request('one'))).holderPortal.endsAt).toBe(null)
    await system.requestOpened(request('two'))
    const before = await world.dump()
    await system.requestOpened(request('one'))
    await system.requestCompleted(request('three'))
    expect(await world.dump()).toBe(before)
    expect((await stored(world, portal)).openRequests).toEqual(['one', 'two'])
    await world.clock.advance(40 * day)
    expect((await system.requestCompleted(request('one'))).holderPortal.endsAt).toBe(null)
    await world.clock.advance(day)
    expect((await system.requestCompleted(request('two'))).holderPortal.endsAt).toBe(world.clock.now() + 30 * day)
    expect(await stored(world, portal)).toMatchObject({ openRequests: [], requestsCompletedAt: world.clock.now() })
    expect([(await written(world, 'requestOpened')).length, (await written(world, 'requestCompleted')).length]).toEqual([2, 2])
  })
})

describe('a portal of a firm that is deleted', () => {
  const deleted = async (world: Watched): Promise<void> => {
    const found = await world.storage.get('portals', 'roy', 'roy')
    if (!found) throw new Error('no firm')
    await world.storage.commit([{ op: 'update', table: 'portals', row: { ...found.row, status: 'deleted' }, version: found.version }])
  }

  it('is none: for its members, and for the system; whoever has a link hears that it is not active', async () => {
    const world = await watched()
    const portal = await created(world)
    const token = await world.tokenOf('paul@example.org')
    await deleted(world)
    await rejection('NOT_FOUND', world.registration.find({ portalId: 'roy', actorId: world.ids.owner }))
    await rejection('NOT_FOUND', world.registration.revoke(on(world, portal, world.ids.owner)))
    await rejection('NOT_FOUND', world.registration.system.mailBounced({ ...which(portal), generation: 1 }))
    await rejection('PORTAL_NOT_ACTIVE', world.registration.inspect({ token }))
    await rejection('PORTAL_NOT_ACTIVE', world.registration.complete({ token, loginName: 'paul', password: 'sieben Kraniche fliegen' }))
    expect(await stored(world, portal)).toMatchObject({ status: 'unregistered/open', attempts: 0 })
  })

  it('ends all the same, without a letter', async () => {
    const world = await watched()
    const wanted = { kind: 'client', holderId: 'lea', permanence: 'temporary' } as const
    const { portal } = await registered(world, wanted, { loginName: 'lea', address: 'lea@example.com' })
    const expireDue = () => world.registration.system.expireDue()
    await deleted(world)
    const [letters, seen] = [world.mailer.sent.length, world.events.length]
    await world.clock.advance(24 * day)
    expect([await expireDue(), await expireDue()]).toEqual([1, 0])
    await world.clock.advance(6 * day)
    expect([await expireDue(), await expireDue()]).toEqual([1, 0])
    await world.settled()
    expect(await statusOf(world, portal)).toBe('expired/completed')
    expect(await world.rows('credentials')).toEqual([])
    expect(world.mailer.sent).toHaveLength(letters)
    expect(world.events.slice(seen).map(({ type }) => type)).toEqual(['holderSessionsEnd', 'purgeData'])
  })
})

describe('the end of a link, and of a portal', () => {
  it('stay where they are when the link dies or sleeps', async () => {
    const world = await watched()
    const portal = await created(world)
    const { expiresAt } = await stored(world, portal)
    await world.clock.advance(hour)
    for (const command of ['suspend', 'reactivate', 'revoke'] as const) {
      await world.registration[command](on(world, portal))
      expect((await stored(world, portal)).expiresAt, command).toBe(expiresAt)
    }
    await world.registration.resend(on(world, portal))
    expect((await stored(world, portal)).expiresAt).toBe(world.clock.now() + day)
  })

  it('gives the seat back without asking for licences, and lets the data be deleted once', async () => {
    const world = await watched()
    const [lea, paul] = [await created(world, { kind: 'client', holderId: 'lea', permanence: 'temporary' }), await created(world)]
    world.licence.features = undefined as never
    const purges = () => world.events.filter(({ type }) => type === 'purgeData')
    await world.registration.close(on(world, paul))
    expect(purges()).toEqual([])
    await world.clock.advance(30 * day)
    await world.registration.system.expire(which(lea))
    expect(purges()).toEqual([{ type: 'purgeData', ...which(lea) }])
    await world.registration.system.holderDeactivated({ portalId: 'roy', holderId: 'lea' })
    expect(await stored(world, lea)).toMatchObject({ status: 'expired/revoked', holderActive: false })
    await world.registration.close(on(world, lea))
    expect(purges()).toHaveLength(1)
    expect(await world.rows('holderSeats')).toMatchObject([{ taken: 0 }, { taken: 0 }])
  })
})

describe('a holder and a registrant', () => {
  it('have both to be there for a link', async () => {
    const world = await watched()
    const office = await created(world, wantedOf.office)
    const resend = () => world.registration.resend(on(world, office))
    await resend()
    for (const id of ['montreal', 'marie'] as const) {
      for (const gone of [undefined, { ...holders[id], active: false }]) {
        if (gone) world.holders.set(id, gone)
        else world.holders.delete(id)
        await rejection('HOLDER_INACTIVE', resend())
      }
      world.holders.set(id, holders[id])
    }
  })
})
