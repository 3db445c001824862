import { describe, expect, it } from 'vitest'
import { rejection } from '../support/refusals.js'
import { asked, day, password } from './harness.js'
import { created, on, registered, statusIn, statusOf, stored, watched, type Watched } from './watching.js'

// A temporary portal that has come to its end, before anything has run that would write it down: it is over all the same.

const temporary = { kind: 'client', holderId: 'lea', permanence: 'temporary' } as const
const address = 'lea@example.com'
const which = (portal: { readonly id: string }) => ({ portalId: 'roy', holderPortalId: portal.id })

/** Léa's temporary portal, registered, at its very end. */
async function ofLea(): Promise<Watched & { readonly portal: { readonly id: string }; readonly token: string }> {
  const world = await watched()
  const of = await registered(world, temporary, { loginName: 'lea', address })
  await world.clock.advance(30 * day)
  return { ...world, ...of }
}

describe('a temporary portal at its end, before the sweep', () => {
  it('signs nobody in, and its account may do nothing', async () => {
    const { registration, portal } = await ofLea()
    await rejection('SIGN_IN_REFUSED', registration.signIn({ loginName: 'lea', password }))
    const { ability, holderPortal, member } = await registration.accountOf(which(portal))
    expect(holderPortal).toMatchObject({ status: 'expired', registration: 'completed', endsAt: null })
    expect(member.status).toBe('disabled')
    expect(ability.can('exchange', holderPortal)).toBe(false)
  })

  it('did both a millisecond before', async () => {
    const world = await watched()
    const { portal } = await registered(world, temporary, { loginName: 'lea', address })
    const { createdAt } = await stored(world, portal)
    await world.clock.advance(createdAt + 30 * day - 1 - world.clock.now())
    expect(await world.registration.signIn({ loginName: 'lea', password })).toEqual(which(portal))
    const { ability, holderPortal } = await world.registration.accountOf(which(portal))
    expect(ability.can('exchange', holderPortal)).toBe(true)
  })

  it('is found only by who asks for those that are over', async () => {
    const { registration, portal, ids } = await ofLea()
    const find = async (expired?: boolean) =>
      (await registration.find({ ...asked(ids.admin), kinds: ['client'], expired })).items.map(({ id, status }) => [id, status])
    expect(await find()).toEqual([])
    expect(await find(true)).toEqual([[portal.id, 'expired']])
  })

  it('stands in the way of a second one as what it is', async () => {
    const { registration, portal, ids } = await ofLea()
    const error = await rejection('PORTAL_EXISTS', registration.create({ ...asked(ids.admin), ...temporary }))
    expect(error.details).toEqual({ holderPortalId: portal.id, status: 'expired/completed' })
  })

  it.each(['suspend', 'reactivate', 'promote', 'resend'] as const)('refuses `%s` as one that is over', async (action) => {
    const world = await ofLea()
    await rejection('PORTAL_CLOSED', world.registration[action](on(world, world.portal)))
  })

  it('refuses another address and another holder', async () => {
    const world = await ofLea()
    await rejection('PORTAL_CLOSED', world.registration.changeEmail({ ...on(world, world.portal), email: 'new@example.com' }))
    await rejection('PORTAL_CLOSED', world.registration.associate({ ...on(world, world.portal), holderId: 'lea' }))
  })

  it('is closed with everything that its end brings along, and the audit trail tells both', async () => {
    const world = await ofLea()
    const seen = world.events.length
    expect(statusIn(await world.registration.close(on(world, world.portal)))).toBe('closed/completed')
    const types = world.events.slice(seen).map(({ type }) => type)
    expect(types).toContain('purgeData')
    expect(types).toContain('holderSessionsEnd')
    expect(await world.rows('credentials')).toEqual([])
    expect(await world.rows('holderSeats')).toMatchObject([{ taken: 0 }])
    const told = (await world.rows('audit'))
      .filter(({ command }) => command === 'closeHolderPortal')
      .map(({ before, after }) => `${before} ${after}`)
    expect(told.sort()).toEqual(['active/completed expired/completed', 'expired/completed closed/completed'])
  })

  it('is not kept alive by a request that is opened too late', async () => {
    const world = await ofLea()
    const { holderPortal } = await world.registration.system.requestOpened({ ...which(world.portal), requestId: 'late' })
    expect(holderPortal.status).toBe('expired')
    expect(await statusOf(world, world.portal)).toBe('expired/completed')
  })

  it('confirms no address any more', async () => {
    const world = await watched()
    const { portal } = await registered(world, temporary, { loginName: 'lea', address })
    await world.clock.advance(29.5 * day)
    await rejection('REVERIFY_REQUIRED', world.registration.changeEmail({ ...on(world, portal), email: 'new@example.com' }))
    const token = await world.tokenOf('new@example.com')
    expect(await world.registration.inspectConfirmation({ token })).toMatchObject({ type: 'address' })
    await world.clock.advance(0.5 * day)
    await rejection('TOKEN_INVALID', world.registration.inspectConfirmation({ token }))
    await rejection('TOKEN_INVALID', world.registration.confirm({ token }))
    expect((await stored(world, portal)).email).toBe(address)
  })

  it('registers nobody, though the link itself would live', async () => {
    const world = await watched()
    const portal = await created(world, temporary)
    await world.clock.advance(29.5 * day)
    await world.registration.resend(on(world, portal))
    const token = await world.tokenOf(address)
    expect(await world.registration.inspect({ token })).toMatchObject({ kind: 'client' })
    await world.clock.advance(0.5 * day)
    await rejection('TOKEN_INVALID', world.registration.inspect({ token }))
    await rejection('TOKEN_INVALID', world.registration.complete({ token, loginName: 'lea', password }))
    // The attempt came upon the end, and wrote it down.
    expect(await statusOf(world, portal)).toBe('expired/revoked')
    expect(await world.rows('holderSeats')).toMatchObject([{ taken: 0 }])
  })

  it('is told of to the application by the attempt that comes upon it, which nothing else would do later', async () => {
    const { registration, token, events, rows, settled } = await ofLea()
    const seen = events.length
    await rejection('TOKEN_USED', registration.complete({ token, loginName: 'lea', password }))
    await settled()
    expect(await rows('credentials')).toEqual([])
    expect(events.slice(seen).map(({ type }) => type)).toEqual(['holderSessionsEnd', 'purgeData'])
    expect(await registration.system.expireDue()).toBe(0)
    await settled()
    expect(events).toHaveLength(seen + 2)
  })

  it('is swept once, and then there is nothing left to do', async () => {
    const world = await ofLea()
    expect(await world.registration.system.expireDue()).toBe(1)
    expect(await world.registration.system.expireDue()).toBe(0)
    const told = (await world.rows('audit')).filter(({ command }) => command === 'expireHolderPortal')
    expect(told.map(({ before, after }) => `${before} ${after}`)).toEqual(['active/completed expired/completed'])
    expect(told).toMatchObject([{ subject: 'holderPortals', outcome: 'accepted', actorId: null }])
  })
})

describe('a link at its end, before the sweep', () => {
  /** Paul's portal, whose link has just ended. */
  async function ofPaul(): Promise<Watched & { readonly portal: { readonly id: string }; readonly token: string }> {
    const world = await watched()
    const portal = await created(world)
    const token = await world.tokenOf('paul@example.org')
    await world.clock.advance(day)
    return { ...world, portal, token }
  }

  it('is found ended', async () => {
    const { registration, portal, ids } = await ofPaul()
    const { items } = await registration.find({ ...asked(ids.admin) })
    expect(items.find(({ id }) => id === portal.id)?.registration).toBe('expired')
  })

  it('is not revoked any more, and says so to its bearer', async () => {
    const world = await ofPaul()
    await rejection('REGISTRATION_NOT_OPEN', world.registration.revoke(on(world, world.portal)))
    await rejection('TOKEN_EXPIRED', world.registration.inspect({ token: world.token }))
    await rejection('TOKEN_EXPIRED', world.registration.complete({ token: world.token, loginName: 'paul', password }))
    await world.registration.system.expireDue()
    await rejection('TOKEN_EXPIRED', world.registration.inspect({ token: world.token }))
  })

  it('is written down by a command that comes upon it, with a line of its own in the audit trail', async () => {
    const world = await ofPaul()
    await world.registration.resend(on(world, world.portal))
    const lines = (await world.rows('audit')).filter(({ command }) => command === 'resendRegistration')
    expect(lines.map(({ before, after }) => [before, after])).toEqual([
      ['unregistered/open', 'unregistered/expired'],
      ['unregistered/expired', 'unregistered/open'],
    ])
  })

  it.each([false, true])('sends nothing to another address (swept before: %s)', async (isSwept) => {
    const world = await ofPaul()
    if (isSwept) await world.registration.system.expireDue()
    const before = (await world.rows('outbox')).length
    await world.registration.changeEmail({ ...on(world, world.portal), email: 'other@example.org' })
    expect((await world.rows('outbox')).length).toBe(before)
  })
})
