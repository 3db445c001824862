import { describe, expect, it } from 'vitest'
import { rejection } from '../support/refusals.js'
import { asked, day, holders, hour } from './harness.js'
import { created, on, registered, stored, wantedOf, watched, type Watched } from './watching.js'

// What is made: records, answers, previews and letters, whole.

describe('a new portal', () => {
  it('is stored with everything that is known of it, and answered so', async () => {
    const world = await watched()
    const portal = await created(world, { kind: 'client', holderId: 'lea', permanence: 'temporary', private: false })
    const now = world.clock.now()
    expect(await stored(world, portal)).toEqual({
      ...{ portalId: 'roy', id: portal.id, kind: 'client', holderId: 'lea', name: 'Léa Gagnon', office: '', handlers: [world.ids.handler] },
      ...{ private: false, email: 'lea@example.com', address: 'lea@example.com', language: 'fr', registrantId: null, ownerId: null },
      ...{ status: 'unregistered/open', permanence: 'temporary', generation: 1, attempts: 0, delivery: expect.any(String) as string },
      ...{ holderActive: true, licensed: true, pending: null, confirmations: 0, registeredFrom: null, registeredAt: null },
      ...{ openRequests: [], requestsCompletedAt: null, reminded: false, createdAt: now, expiresAt: now + day, endsAt: now + 30 * day },
      ...{ dueAt: now + day, holderKey: '["client","lea"]', listed: 'client' },
    })
    expect(portal).toEqual({
      ...{
        __typename: 'registration.portal',
        portalId: 'roy',
        id: portal.id,
        kind: 'client',
        status: 'unregistered',
        registration: 'open',
      },
      ...{ permanence: 'temporary', holderId: 'lea', name: 'Léa Gagnon', email: 'lea@example.com', office: null, private: false },
      ...{ ownerId: null, registrantId: null, delegates: [], handlers: [world.ids.handler], closedBy: 'administrators' },
      ...{ delivery: 'queued', generation: 1, expiresAt: now + day, endsAt: now + 30 * day, createdAt: now },
    })
  })

  it('of an office has its office and who registers it, and speaks English where nothing is said', async () => {
    const world = await watched()
    const portal = await created(world, wantedOf.office)
    expect(await stored(world, portal)).toMatchObject({
      ...{ office: 'montreal', handlers: [], language: 'en', registrantId: 'marie', permanence: 'permanent', endsAt: null },
      ...{ private: false, dueAt: world.clock.now() + day },
    })
    expect(portal).toMatchObject({ office: 'montreal', registrantId: 'marie', handlers: [], endsAt: null })
  })

  it('is stored when it was registered, and from where', async () => {
    const world = await watched()
    const portal = await created(world)
    const token = await world.tokenOf('paul@example.org')
    await world.clock.advance(hour)
    const seen = world.events.length
    const told = await world.registration.complete({ token, loginName: 'paul', password: 'sieben Kraniche fliegen', caller: '203.0.113.7' })
    const now = world.clock.now()
    expect(told).toMatchObject({ portalId: 'roy', holderPortalId: portal.id, kind: 'staff' })
    expect(await stored(world, portal)).toMatchObject({
      ...{ status: 'active/completed', ownerId: portal.id, registeredAt: now, registeredFrom: '203.0.113.7', dueAt: null, attempts: 1 },
    })
    expect(await world.rows('credentials')).toMatchObject([{ portalId: 'roy', accountId: portal.id, changedAt: now }])
    expect(await world.rows('loginNames')).toMatchObject([
      { portalId: 'roy', accountId: portal.id, key: 'paul', keptFor: null, keptUntil: null, createdAt: now },
    ])
    const which = { portalId: 'roy', holderPortalId: portal.id }
    expect(world.events.slice(seen)).toEqual([
      expect.objectContaining({ type: 'mailed' }),
      { type: 'holderSessionsEnd', ...which },
      { type: 'holderRegistered', ...which, from: '203.0.113.7' },
    ])
    expect(told.events).toEqual(world.events.slice(seen))
  })
})

describe('a private portal', () => {
  it('does not tell where its letters go, but to the owner and the application', async () => {
    const world = await watched()
    const { admin, owner } = world.ids
    const wanted = { ...asked(admin), kind: 'client', holderId: 'lea', private: true, idempotencyKey: 'once' } as const
    const { holderPortal, events } = await world.registration.create(wanted)
    expect(events).toEqual([])
    const resent = await world.registration.resend(on(world, holderPortal))
    expect(resent.events).toEqual([])
    await world.settled()
    expect(JSON.stringify(await world.rows('idempotencyKeys'))).not.toContain('lea@example.com')
    const mailed = { type: 'mailed', portalId: 'roy', letter: 'portalRegistration', to: 'lea@example.com' }
    expect(world.events).toEqual(expect.arrayContaining([mailed, mailed]))
    expect((await world.registration.resend(on(world, holderPortal, owner))).events).toEqual([mailed])
  })
})

describe('a preview', () => {
  it('says what would be, with the seats that there are', async () => {
    const world = await watched()
    const previewing = () => world.registration.preview({ ...asked(world.ids.admin), kind: 'client', holderId: 'lea' })
    const whole = {
      ...{ kind: 'client', permanence: 'permanent', holder: { id: 'lea', name: 'Léa Gagnon', kind: 'client' }, email: 'lea@example.com' },
      ...{ warnings: [], licence: { features: ['clientManagement', 'firmPortal'], seats: null, taken: 0 } },
      letter: { name: 'portalRegistration', language: 'fr', expiresAt: world.clock.now() + day },
    }
    expect(await previewing()).toEqual(whole)
    world.holders.set('luc', { ...holders.lea, id: 'luc' })
    await created(world, { kind: 'client', holderId: 'luc' })
    world.licence.seats = { clientPortals: 2 }
    expect(await previewing()).toEqual({ ...whole, licence: { ...whole.licence, seats: 2, taken: 1 } })
    world.licence.seats = { clientPortals: 1 }
    const error = await rejection('LICENSE_SEATS_EXHAUSTED', previewing())
    expect([error.message, error.details]).toEqual(['no seat is left among the clientPortals', { seat: 'clientPortals' }])
    world.licence.seats = { staffPortals: 0 }
    expect((await previewing()).licence).toMatchObject({ seats: null, taken: 1 })
  })

  it.each([
    ['fr-CA', 'fr'],
    ['de', 'en'],
    ['de-AT', 'de-AT'],
  ])('says in which language the letter goes: to a reader of %s in %s', async (language, sent) => {
    const own = { 'de-AT': { subject: 'Servus', blocks: [{ link: 'Da' }] } }
    const world = await watched({ letters: { portalRegistration: own } })
    world.holders.set('paul', { ...holders.paul, language })
    const wanted = { kind: 'staff', holderId: 'paul' }
    expect((await world.registration.preview({ ...asked(world.ids.admin), ...wanted })).letter.language).toBe(sent)
    await created(world, wanted)
    await world.settled()
    expect(world.mailer.sent.at(-1)?.language).toBe(sent)
  })

  it('takes the first permanence of the kind, English, and the address that is given; it warns of mixed scripts', async () => {
    const world = await watched()
    const shown = await world.registration.preview({
      ...asked(world.ids.admin),
      kind: 'staff',
      holderId: 'paul',
      email: 'paul@ехаmple.org',
    })
    expect(shown).toMatchObject({
      permanence: 'permanent',
      letter: { language: 'en' },
      warnings: ['mixedScript'],
      email: 'paul@ехаmple.org',
    })
    const temporary = { ...asked(world.ids.admin), kind: 'client', holderId: 'lea', permanence: 'temporary' as const }
    expect(await world.registration.preview(temporary)).toMatchObject({ permanence: 'temporary' })
  })

  it('asks for the registrant as `create` does', async () => {
    const world = await watched()
    const of = (more: object) => world.registration.preview({ ...asked(world.ids.admin), kind: 'office', holderId: 'montreal', ...more })
    expect((await rejection('REGISTRANT_REQUIRED', of({}))).message).toBe('one of the staff registers such a portal: name him')
    for (const registrantId of ['gone', 'lea', 'nobody']) {
      const error = await rejection('HOLDER_INACTIVE', of({ registrantId }))
      expect([error.message, error.details]).toEqual([`\`${registrantId}\` is none of the staff who are there`, { holderId: registrantId }])
    }
    const named = await rejection(
      'INPUT_INVALID',
      world.registration.preview({ ...asked(world.ids.admin), kind: 'staff', holderId: 'paul', registrantId: 'marie' }),
    )
    expect([named.message, named.details]).toEqual(['the holder himself registers such a portal', { registrantId: 'marie' }])
  })
})

describe('seats', () => {
  it('are counted for each kind, and given back once', async () => {
    const world = await watched()
    const seats = async () => Object.fromEntries((await world.rows('holderSeats')).map(({ id, taken }) => [id, taken]))
    const [paul, lea] = [await created(world), await created(world, { kind: 'client', holderId: 'lea' })]
    await created(world, { holderId: 'marie' })
    expect(await seats()).toEqual({ staffPortals: 2, clientPortals: 1 })
    await world.registration.suspend(on(world, paul))
    expect(await seats()).toEqual({ staffPortals: 2, clientPortals: 1 })
    await world.registration.close(on(world, paul))
    await world.registration.close(on(world, lea))
    await world.registration.close(on(world, lea))
    expect(await seats()).toEqual({ staffPortals: 1, clientPortals: 0 })
  })

  it('are taken up to the last one', async () => {
    const world = await watched()
    world.licence.seats = { staffPortals: 1 }
    await created(world)
    const error = await rejection('LICENSE_SEATS_EXHAUSTED', created(world, { holderId: 'marie' }))
    expect(error.details).toEqual({ seat: 'staffPortals' })
  })
})

describe('the letters', () => {
  /** What is put into the outbox, without ids of its own. */
  const outbox = async (world: Watched) =>
    (await world.rows('outbox')).map(({ letter, language, toAddress, toName, key, link }) => ({
      letter,
      language,
      toAddress,
      toName,
      key,
      link,
    }))

  it('go to whom they are for, once for each of their number, with the link that they are for', async () => {
    const world = await watched()
    const { portal } = await registered(world)
    const now = world.clock.now()
    await rejection('REVERIFY_REQUIRED', world.registration.changeEmail({ ...on(world, portal), email: 'New@example.org' }))
    await world.registration.confirm({ token: await world.tokenOf('New@example.org') })
    const link = (purpose: string, generation: number) => ({
      ...{ purpose, subject: 'holderPortals', subjectId: portal.id, generation, expiresAt: now + day },
    })
    const letter = (name: string, number: number, toAddress: string, linked: unknown = null) => ({
      ...{
        letter: name,
        language: 'en',
        toAddress,
        toName: 'Paul Tremblay',
        key: expect.stringContaining(`${name}:${portal.id}:${number}`) as string,
      },
      link: linked,
    })
    expect(await outbox(world)).toEqual(
      expect.arrayContaining([
        letter('portalRegistration', 1, 'paul@example.org', link('register', 1)),
        letter('portalRegistered', 1, 'paul@example.org'),
        letter('emailVerification', 1, 'New@example.org', link('confirmHolder', 1)),
        letter('portalAddressChanging', 1, 'paul@example.org'),
        letter('emailChanged', 1, 'paul@example.org'),
      ]),
    )
    expect(await outbox(world)).toHaveLength(5)
  })

  it('say who is to have the portal, and when it ends', async () => {
    const world = await watched()
    const portal = await created(world, { kind: 'client', holderId: 'lea', permanence: 'temporary' })
    world.holders.delete('lea')
    world.holders.set('lea2', { ...holders.lea, id: 'lea2', name: 'Léa Roy', email: 'lea2@example.com' })
    await rejection('ASSOCIATION_CONFIRMATION_REQUIRED', world.registration.associate({ ...on(world, portal), holderId: 'lea2' }))
    await world.settled()
    const asking = world.mailer.sent.at(-1)
    expect(asking?.to).toEqual({ address: 'lea@example.com', name: 'Léa Gagnon' })
    expect(asking?.text).toContain('Léa Roy')
    expect((await outbox(world)).at(-1)).toMatchObject({ letter: 'portalAssociation', link: { purpose: 'confirmHolder', generation: 1 } })
  })

  it('remind nobody of an end that is far, that is none, or of a portal that is not registered; and nobody twice', async () => {
    const world = await watched()
    const { portal: permanent } = await registered(world)
    const temporary = { kind: 'client', holderId: 'lea', permanence: 'temporary' } as const
    const { portal } = await registered(world, temporary, { loginName: 'lea', address: 'lea@example.com' })
    world.holders.set('luc', { ...holders.lea, id: 'luc', email: 'luc@example.com' })
    const unregistered = await created(world, { ...temporary, holderId: 'luc' })
    const look = async () => {
      for (const { id } of [permanent, portal, unregistered])
        await world.registration.system.expire({ portalId: 'roy', holderPortalId: id })
      return (await outbox(world)).filter((one) => one.letter === 'portalExpiring').map(({ toAddress }) => toAddress)
    }
    expect(await look()).toEqual([])
    await world.clock.advance(24 * day)
    expect(await look()).toEqual(['lea@example.com'])
    expect(await look()).toEqual(['lea@example.com'])
  })

  it('remind of the end once, seven days before, and again when it has moved', async () => {
    const world = await watched()
    const wanted = { kind: 'client', holderId: 'lea', permanence: 'temporary' } as const
    const { portal } = await registered(world, wanted, { loginName: 'lea', address: 'lea@example.com' })
    const { createdAt } = await stored(world, portal)
    const reminders = async () => (await outbox(world)).filter((one) => one.letter === 'portalExpiring')
    world.clock.set(createdAt + 23 * day - 1)
    expect(await world.registration.system.expireDue()).toBe(0)
    world.clock.set(createdAt + 23 * day)
    expect(await world.registration.system.expireDue()).toBe(1)
    expect(await world.registration.system.expireDue()).toBe(0)
    expect(await reminders()).toMatchObject([{ toAddress: 'lea@example.com', link: null }])
    await world.settled()
    const end = new Date(createdAt + 30 * day).getUTCDate()
    expect(world.mailer.sent.at(-1)?.text).toMatch(new RegExp(`\\b${end}\\b`))
    const which = { portalId: 'roy', holderPortalId: portal.id }
    await world.registration.system.requestOpened({ ...which, requestId: 'one' })
    world.clock.set(createdAt + 25 * day)
    await world.registration.system.requestCompleted({ ...which, requestId: 'one' })
    expect((await stored(world, portal)).endsAt).toBe(createdAt + 55 * day)
    world.clock.set(createdAt + 48 * day)
    await world.registration.system.expireDue()
    expect(await reminders()).toHaveLength(2)
  })
})
