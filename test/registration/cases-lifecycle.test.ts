import { describe, expect, it } from 'vitest'
import { rejection } from '../support/refusals.js'
import { asked, day, password } from './harness.js'
import { created, on, refusedUnchanged, registered, statusIn, statusOf, stored, watched, type Watched } from './watching.js'

// Situations of `cases.tsv`, by their ids: the life of a portal.

const temporary = { kind: 'client', holderId: 'lea', permanence: 'temporary' } as const
/** Léa's temporary portal, registered on its first day. */
async function ofLea(): Promise<Watched & { readonly portal: { readonly id: string }; readonly token: string }> {
  const world = await watched()
  return { ...world, ...(await registered(world, temporary, { loginName: 'lea', address: 'lea@example.com' })) }
}

describe('a portal', () => {
  it('R159 is not for the exchange of files before it is registered', async () => {
    const world = await watched()
    const portal = await created(world, { kind: 'client', holderId: 'lea' })
    const { holderPortal, ability } = await world.registration.accountOf({ portalId: 'roy', holderPortalId: portal.id })
    expect(ability.can('exchange', holderPortal)).toBe(false)
    for (const actorId of [world.ids.handler, world.ids.admin, world.ids.owner]) {
      const [found] = (await world.registration.find({ ...asked(actorId), kinds: ['client'] })).items
      if (!found) throw new Error('not found')
      const his = await world.portico.administration.abilityFor({ portalId: 'roy', memberId: actorId })
      expect(his.can('exchange', found)).toBe(false)
    }
  })

  it('R160 that is temporary ends after 30 days: its credential, links and sessions go, and its data are to be deleted', async () => {
    const world = await ofLea()
    await registered(world)
    await world.clock.advance(30 * day - 1)
    await world.registration.system.expireDue()
    expect(await statusOf(world, world.portal)).toBe('active/completed')
    await world.clock.advance(1)
    const seen = world.events.length
    expect(await world.registration.system.expireDue()).toBeGreaterThan(0)
    expect(await statusOf(world, world.portal)).toBe('expired/completed')
    const which = { portalId: 'roy', holderPortalId: world.portal.id }
    expect(world.events.slice(seen)).toContainEqual({ type: 'purgeData', ...which })
    expect(world.events.slice(seen)).toContainEqual({ type: 'holderSessionsEnd', ...which })
    expect((await world.rows('credentials')).map(({ accountId }) => accountId)).not.toContain(world.portal.id)
    await rejection('SIGN_IN_REFUSED', world.registration.signIn({ loginName: 'lea', password }))
    await rejection('TOKEN_USED', world.registration.inspect({ token: world.token }))
    // The staff's portals are permanent.
    expect(await world.registration.signIn({ loginName: 'paul.tremblay', password })).toBeDefined()
    await world.clock.advance(1_000 * day)
    await world.registration.system.expireDue()
    expect(await world.registration.signIn({ loginName: 'paul.tremblay', password })).toBeDefined()
  })

  it('R161 lives 30 days longer than its last request, and as long as one is open', async () => {
    const world = await ofLea()
    const which = { portalId: 'roy', holderPortalId: world.portal.id }
    await world.registration.system.requestOpened({ ...which, requestId: 'one' })
    await world.clock.advance(20 * day)
    await world.registration.system.requestCompleted({ ...which, requestId: 'one' })
    for (const [days, status] of [
      [11, 'active/completed'],
      [18, 'active/completed'],
      [1, 'expired/completed'],
    ] as const) {
      await world.clock.advance(days * day)
      await world.registration.system.expireDue()
      expect(await statusOf(world, world.portal)).toBe(status)
    }
    const open = await ofLea()
    await open.registration.system.requestOpened({ portalId: 'roy', holderPortalId: open.portal.id, requestId: 'one' })
    await open.clock.advance(200 * day)
    await open.registration.system.expireDue()
    expect(await statusOf(open, open.portal)).toBe('active/completed')
  })

  it('R162 that is promoted on its last day stays, with its login name and password', async () => {
    const world = await ofLea()
    await world.clock.advance(29 * day)
    world.licence.features = []
    await refusedUnchanged(world, 'LICENSE_MISSING', () => world.registration.promote(on(world, world.portal)))
    world.licence.features = ['clientManagement', 'firmPortal']
    const { holderPortal } = await world.registration.promote(on(world, world.portal))
    expect(holderPortal).toMatchObject({ permanence: 'permanent', status: 'active', endsAt: null })
    await world.clock.advance(100 * day)
    await world.registration.system.expireDue()
    expect(await world.registration.signIn({ loginName: 'lea', password })).toMatchObject({ holderPortalId: world.portal.id })
    await refusedUnchanged(world, 'PORTAL_NOT_TEMPORARY', () => world.registration.promote(on(world, world.portal)))
  })

  it('R164 is promoted before its end or not at all', async () => {
    const [first, second] = [await ofLea(), await ofLea()]
    for (const world of [first, second]) {
      const { createdAt } = await stored(world, world.portal)
      await world.clock.advance(createdAt + 30 * day - 1 - world.clock.now())
    }
    await first.registration.promote(on(first, first.portal))
    for (const world of [first, second]) await world.clock.advance(1)
    await first.registration.system.expireDue()
    expect(await stored(first, first.portal)).toMatchObject({ status: 'active/completed', permanence: 'permanent' })
    for (const swept of [false, true]) {
      if (swept) await second.registration.system.expireDue()
      await refusedUnchanged(second, 'PORTAL_CLOSED', () => second.registration.promote(on(second, second.portal)))
    }
    expect(await second.rows('credentials')).toEqual([])
  })

  it('R165 that is suspended keeps its link for when it is reactivated, before its end', async () => {
    const world = await watched()
    const portal = await created(world)
    const token = await world.tokenOf('paul@example.org')
    const completing = () => world.registration.complete({ token, loginName: 'paul.tremblay', password })
    await world.registration.suspend(on(world, portal))
    await refusedUnchanged(world, 'PORTAL_SUSPENDED', completing)
    await refusedUnchanged(world, 'PORTAL_SUSPENDED', () => world.registration.resend(on(world, portal)))
    expect(statusIn(await world.registration.reactivate(on(world, portal)))).toBe('unregistered/open')
    await world.registration.suspend(on(world, portal))
    await world.clock.advance(day)
    await world.registration.reactivate(on(world, portal))
    await rejection('TOKEN_EXPIRED', completing())
  })

  it('R167 that is closed stays closed, whatever is asked or happens', async () => {
    const world = await ofLea()
    await world.registration.close(on(world, world.portal))
    const { registration: r, portal } = world
    const closing = on(world, portal)
    await refusedUnchanged(world, 'PORTAL_CLOSED', () => r.associate({ ...closing, holderId: 'lea' }))
    await refusedUnchanged(world, 'PORTAL_CLOSED', () => r.changeEmail({ ...closing, email: 'other@example.com' }))
    for (const command of ['resend', 'suspend', 'reactivate', 'promote'] as const)
      await refusedUnchanged(world, 'PORTAL_CLOSED', () => r[command](closing))
    await refusedUnchanged(world, 'ALREADY_REGISTERED', () => r.revoke(closing))
    const [before, which] = [await world.dump(), { portalId: 'roy', holderPortalId: portal.id }]
    await r.close(closing)
    for (const event of ['mailSent', 'mailFailed', 'mailBounced'] as const) await r.system[event]({ ...which, generation: 1 })
    await r.system.expire(which)
    await r.system.requestOpened({ ...which, requestId: 'late' })
    expect((await stored(world, portal)).status).toBe('closed/completed')
    for (const event of ['holderDeactivated', 'holderReactivated'] as const) await r.system[event]({ portalId: 'roy', holderId: 'lea' })
    for (const event of ['licenseLost', 'licenseRestored'] as const) await r.system[event]({ portalId: 'roy', features: ['firmPortal'] })
    await world.clock.advance(365 * day)
    await r.system.expireDue()
    expect((await stored(world, portal)).status).toBe('closed/completed')
    const lines = (text: string) => text.split('\n').filter((line) => !line.includes('"holderPortals"'))
    expect(lines(await world.dump())).toEqual(lines(before))
  })

  it('R168 that is closed makes room for another one, and is kept', async () => {
    const world = await ofLea()
    await world.registration.close(on(world, world.portal))
    const next = await created(world, temporary)
    expect(next).toMatchObject({ status: 'unregistered', registration: 'open', generation: 1 })
    expect(next.id).not.toBe(world.portal.id)
    expect(await statusOf(world, world.portal)).toBe('closed/completed')
    const history = (await world.rows('audit')).filter(({ subjectId }) => subjectId === world.portal.id)
    expect(history.map(({ command }) => command)).toEqual(
      expect.arrayContaining(['createHolderPortal', 'completeRegistration', 'closeHolderPortal']),
    )
  })
})
