import { memoryStorage } from 'portico/memory'
import { describe, expect, it } from 'vitest'
import { rejection } from '../support/refusals.js'
import { asked, firm, password } from './harness.js'
import { created, kinds, refusedUnchanged, registered, watched } from './watching.js'

// Situations of `cases.tsv`, by their ids: create and preview.

describe('create', () => {
  it('R001 gives an active holder a permanent, unregistered portal, one open registration and one letter', async () => {
    const world = await watched()
    const portal = await created(world)
    expect(portal).toMatchObject({ status: 'unregistered', registration: 'open', permanence: 'permanent', generation: 1, ownerId: null })
    await world.settled()
    expect(await world.rows('holderPortals')).toHaveLength(1)
    expect((await world.rows('outbox')).filter(({ letter }) => letter === 'portalRegistration')).toMatchObject([
      { toAddress: 'paul@example.org', status: 'sent' },
    ])
    expect(await world.rows('credentials')).toEqual([])
    expect(await world.rows('loginNames')).toEqual([])
    const written = (await world.audit()).filter(({ command }) => command === 'createHolderPortal')
    expect(written).toMatchObject([{ outcome: 'accepted', code: null }])
  })

  it('R002 refuses a second one, and tells which there is', async () => {
    const world = await watched()
    const { id } = await created(world)
    const error = await refusedUnchanged(world, 'PORTAL_EXISTS', () => created(world))
    expect(error.details).toMatchObject({ holderPortalId: id })
  })

  it('R003 leaves an active portal and its credential untouched', async () => {
    const world = await watched()
    const { portal } = await registered(world)
    const events = world.events.length
    await refusedUnchanged(world, 'PORTAL_EXISTS', () => created(world))
    expect(world.events.slice(events)).toEqual([])
    expect(await world.registration.signIn({ loginName: 'paul.tremblay', password })).toMatchObject({ holderPortalId: portal.id })
  })

  it('R004 creates one portal for two administrators at the same moment', async () => {
    const world = await watched()
    const wanted = { kind: 'staff', holderId: 'paul' }
    const actors = [world.ids.admin, world.ids.owner]
    const both = await Promise.allSettled(actors.map((actorId) => world.registration.create({ ...asked(actorId), ...wanted })))
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const [lost] = both.filter((one) => one.status === 'rejected')
    await rejection('PORTAL_EXISTS', Promise.reject(lost?.reason as Error))
    expect(await world.rows('holderPortals')).toHaveLength(1)
    expect(await world.tokensTo('paul@example.org')).toHaveLength(1)
  })

  it('R005 answers the same to the same key, and refuses the key with another body', async () => {
    const world = await watched()
    const { ids, registration } = world
    const command = { ...asked(ids.admin), kind: 'staff', holderId: 'paul', idempotencyKey: 'once' }
    const first = await registration.create(command)
    expect(await registration.create(command)).toEqual(first)
    expect(await world.rows('holderPortals')).toHaveLength(1)
    expect(await world.tokensTo('paul@example.org')).toHaveLength(1)
    await refusedUnchanged(world, 'IDEMPOTENCY_MISMATCH', () => registration.create({ ...command, holderId: 'marie' }))
    await refusedUnchanged(world, 'IDEMPOTENCY_MISMATCH', () => registration.create({ ...command, email: 'other@example.org' }))
  })

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['an empty text', ''],
    ['blanks', ' \t '],
  ] as const)('R007 refuses a holder whose address is %s', async (_name, email) => {
    const world = await watched()
    world.holders.set('bare', { id: 'bare', kind: 'staff', name: 'Bare', email, active: true })
    await refusedUnchanged(world, 'EMAIL_REQUIRED', () => created(world, { holderId: 'bare' }))
    await refusedUnchanged(world, 'EMAIL_REQUIRED', () => created(world, { email: ' ' }))
  })

  it.each(kinds)('R007 needs an address for a portal of kind %s', async (kind) => {
    const world = await watched()
    const holder = { id: 'bare', kind, name: 'Bare', email: '', active: true }
    world.holders.set('bare', holder)
    const wanted = { kind, holderId: 'bare', registrantId: kind === 'office' || kind === 'firm' ? 'marie' : undefined }
    await refusedUnchanged(world, 'EMAIL_REQUIRED', () => created(world, wanted))
  })

  it('R011 refuses a holder who has left', async () => {
    const world = await watched()
    await refusedUnchanged(world, 'HOLDER_INACTIVE', () => created(world, { holderId: 'gone' }))
  })

  it('R012 refuses a holder of another kind', async () => {
    const world = await watched()
    await refusedUnchanged(world, 'HOLDER_KIND_MISMATCH', () => created(world, { holderId: 'lea' }))
  })
})

describe('preview', () => {
  it('R014 says what would be created, and writes nothing, a hundred times', async () => {
    const world = await watched()
    const [before, audit, { ok }] = [await world.dump(), (await world.audit()).length, { ...world.log.commits }]
    const asking = { ...asked(world.ids.admin), kind: 'staff', holderId: 'paul' }
    for (let turn = 0; turn < 100; turn++)
      expect(await world.registration.preview(asking)).toEqual({
        kind: 'staff',
        permanence: 'permanent',
        holder: { id: 'paul', name: 'Paul Tremblay', kind: 'staff' },
        email: 'paul@example.org',
        warnings: [],
        licence: { features: ['clientManagement', 'firmPortal'], seats: null, taken: 0 },
        letter: { name: 'portalRegistration', language: 'en', expiresAt: world.clock.now() + 86_400_000 },
      })
    expect(await world.dump()).toBe(before)
    expect(world.log.commits.ok).toBe(ok)
    expect(await world.audit()).toHaveLength(audit)
    expect(world.mailer.sent.filter(({ text }) => text.includes('token='))).toEqual([])
  })

  it('R015 is advice: create asks for the licence again', async () => {
    const world = await watched()
    await world.registration.preview({ ...asked(world.ids.admin), kind: 'staff', holderId: 'paul' })
    world.licence.features = ['firmPortal']
    const error = await refusedUnchanged(world, 'LICENSE_MISSING', () => created(world))
    expect(error.details['features']).toContain('clientManagement')
  })

  it('is refused as create is', async () => {
    const { registration, ids } = await firm(memoryStorage())
    const preview = (wanted: object) => registration.preview({ ...asked(ids.admin), kind: 'staff', holderId: 'paul', ...wanted })
    await rejection('EMAIL_REQUIRED', preview({ email: '' }))
    await rejection('EMAIL_INVALID', preview({ email: 'nobody' }))
    await rejection('PERMANENCE_NOT_ALLOWED', preview({ permanence: 'temporary' }))
    await rejection('HOLDER_KIND_MISMATCH', preview({ holderId: 'lea' }))
    await rejection('HOLDER_INACTIVE', preview({ holderId: 'gone' }))
    await rejection('FORBIDDEN', registration.preview({ ...asked(ids.staffer), kind: 'staff', holderId: 'paul' }))
  })
})
