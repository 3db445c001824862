import { describe, expect, it } from 'vitest'
import { rejection } from '../support/refusals.js'
import { asked, password } from './harness.js'
import { created, kinds, on, refusedUnchanged, registered, stored, wantedOf, watched } from './watching.js'

// Situations of `cases.tsv`, by their ids: who may what, and what came before a registration.

describe('rights', () => {
  it('R170 are none of a guest, a plain user or the administrator of another module, and it is written down', async () => {
    const world = await watched()
    const portal = await created(world)
    const { registration: r, ids } = world
    for (const actorId of [ids.guest, ids.staffer, ids.documents]) {
      const acting = on(world, portal, actorId)
      const written = (await world.audit()).filter(({ code }) => code === 'FORBIDDEN').length
      await refusedUnchanged(world, 'FORBIDDEN', () => r.create({ ...asked(actorId), kind: 'staff', holderId: 'marie' }))
      for (const command of ['resend', 'revoke', 'suspend', 'reactivate', 'close', 'promote'] as const)
        await refusedUnchanged(world, 'FORBIDDEN', () => r[command](acting))
      await refusedUnchanged(world, 'FORBIDDEN', () => r.associate({ ...acting, holderId: 'marie' }))
      await refusedUnchanged(world, 'FORBIDDEN', () => r.changeEmail({ ...acting, email: 'other@example.org' }))
      await refusedUnchanged(world, 'FORBIDDEN', () => r.delegate({ ...asked(actorId), kind: 'staff', delegates: [actorId] }))
      expect((await world.audit()).filter(({ code }) => code === 'FORBIDDEN').length).toBe(written + 10)
    }
  })

  it('R171 of a delegate for the staff end there', async () => {
    const world = await watched()
    await world.registration.delegate({ ...asked(world.ids.admin), kind: 'staff', delegates: [world.ids.delegate] })
    const as = asked(world.ids.delegate)
    for (const kind of kinds.filter((one) => one !== 'staff'))
      await refusedUnchanged(world, 'FORBIDDEN', () => world.registration.create({ ...as, ...wantedOf[kind] }))
    await world.registration.create({ ...as, kind: 'staff', holderId: 'paul' })
  })

  it('R173 of a delegate for one office end there', async () => {
    const world = await watched()
    const delegation = { kind: 'office', office: 'quebec', delegates: [world.ids.delegate] }
    await world.registration.delegate({ ...asked(world.ids.admin), ...delegation })
    const as = asked(world.ids.delegate)
    const office = { kind: 'office', registrantId: 'marie' }
    await refusedUnchanged(world, 'FORBIDDEN', () => world.registration.create({ ...as, ...office, holderId: 'montreal' }))
    await world.registration.create({ ...as, ...office, holderId: 'quebec' })
    const elsewhere = on(world, await created(world, wantedOf.office), world.ids.delegate)
    for (const command of ['resend', 'revoke', 'suspend', 'close'] as const)
      await refusedUnchanged(world, 'FORBIDDEN', () => world.registration[command](elsewhere))
  })

  it.each(kinds)('R174 to close a portal of kind %s are the owner’s and, but for the firm, those of full administrators', async (kind) => {
    const world = await watched()
    const portal = await created(world, wantedOf[kind])
    const delegates = [world.ids.delegate]
    if (kind !== 'firm') await world.registration.delegate({ ...asked(world.ids.admin), kind, delegates })
    const { delegate, handler, staffer, guest, documents, admin, owner } = world.ids
    for (const actorId of [delegate, handler, staffer, guest, documents, ...(kind === 'firm' ? [admin] : [])])
      await refusedUnchanged(world, 'FORBIDDEN', () => world.registration.close(on(world, portal, actorId)))
    await world.registration.close(on(world, portal, kind === 'firm' ? owner : admin))
    expect((await stored(world, portal)).status).toMatch(/^closed/)
  })

  it('R175 to know whose a private portal is are the owner’s', async () => {
    const world = await watched()
    const portal = await created(world, { kind: 'client', holderId: 'lea', private: true })
    expect(portal).toMatchObject({ holderId: null, name: null, email: null })
    const find = async (actorId: string, more: object = {}) => (await world.registration.find({ ...asked(actorId), ...more })).items
    for (const actorId of [world.ids.admin, world.ids.handler]) {
      expect(await find(actorId)).toMatchObject([{ id: portal.id, holderId: null, name: null, email: null }])
      // Nor by asking for it.
      expect(await find(actorId, { holderId: 'lea' })).toEqual([])
      expect(await find(actorId, { email: 'lea@example.com' })).toEqual([])
    }
    expect(await find(world.ids.owner, { email: 'lea@example.com' })).toMatchObject([{ holderId: 'lea', name: 'Léa Gagnon' }])
    const { holderPortal } = await world.registration.resend(on(world, portal))
    expect(JSON.stringify(holderPortal)).not.toMatch(/lea|Léa/)
  })

  it('R176 register for nobody else', async () => {
    const world = await watched()
    const portal = await created(world)
    const acting = { ...on(world, portal, world.ids.owner), loginName: 'paul', password }
    await refusedUnchanged(world, 'TOKEN_INVALID', () => world.registration.complete(acting as never))
    await refusedUnchanged(world, 'TOKEN_INVALID', () => world.registration.complete({ ...acting, token: portal.id }))
    const token = await world.tokenOf('paul@example.org')
    await refusedUnchanged(world, 'INPUT_INVALID', () => world.registration.complete({ ...acting, token }))
  })

  it('R178 are none of anybody where only the system acts', async () => {
    const world = await watched()
    const portal = await created(world)
    const { system } = world.registration
    const which = { portalId: 'roy', holderPortalId: portal.id }
    for (const actorId of [world.ids.owner, world.ids.admin, world.ids.guest]) {
      const events: readonly (() => Promise<unknown>)[] = [
        () => system.expire({ ...which, actorId } as never),
        ...(['mailSent', 'mailFailed', 'mailBounced'] as const).map(
          (one) => () => system[one]({ ...which, generation: 1, actorId } as never),
        ),
        ...(['holderDeactivated', 'holderReactivated'] as const).map(
          (one) => () => system[one]({ portalId: 'roy', holderId: 'paul', actorId } as never),
        ),
        ...(['licenseLost', 'licenseRestored'] as const).map(
          (one) => () => system[one]({ portalId: 'roy', features: ['firmPortal'], actorId } as never),
        ),
        ...(['requestOpened', 'requestCompleted'] as const).map((one) => () => system[one]({ ...which, requestId: 'r', actorId } as never)),
      ]
      for (const event of events) await refusedUnchanged(world, 'FORBIDDEN', event)
    }
  })
})

describe('what came before', () => {
  it('R179 a member with the victim’s address gets nothing of the portal', async () => {
    const world = await watched()
    const { administration } = world.portico
    const attacker = { name: 'Mallory', type: 'user', email: 'paul@example.org' } as const
    const { member } = await administration.createMember({ ...asked(world.ids.owner), ...attacker })
    const { portal } = await registered(world)
    expect(await stored(world, portal)).toMatchObject({ ownerId: portal.id })
    expect(portal.id).not.toBe(member.id)
    expect((await world.rows('credentials')).map(({ accountId }) => accountId)).toEqual([portal.id])
    expect((await world.registration.find(asked(member.id))).items).toEqual([])
  })

  it('R180 nothing that was begun before the registration outlives it', async () => {
    const world = await watched()
    const portal = await created(world)
    const which = { portalId: 'roy', holderPortalId: portal.id }
    expect((await world.registration.accountOf(which)).member.status).toBe('disabled')
    const paul = world.holders.get('paul')
    if (!paul) throw new Error('no Paul')
    world.holders.delete('paul')
    world.holders.set('mallory', { ...paul, id: 'mallory', email: 'mallory@example.org' })
    const associating = world.registration.associate({ ...on(world, portal), holderId: 'mallory' })
    await rejection('ASSOCIATION_CONFIRMATION_REQUIRED', associating)
    const pending = await world.tokenOf('paul@example.org')
    world.holders.set('paul', paul)
    const [token = ''] = await world.tokensTo('paul@example.org')
    const { events } = await world.registration.complete({ token, loginName: 'paul.tremblay', password })
    // The application ends whatever sessions there were.
    expect(events).toContainEqual({ type: 'holderSessionsEnd', ...which })
    expect(await stored(world, portal)).toMatchObject({ pending: null, holderId: 'paul' })
    await rejection('TOKEN_INVALID', world.registration.confirm({ token: pending }))
  })

  it('R181 a colleague who was forwarded the letter is on record, and the address is told', async () => {
    const world = await watched()
    const portal = await created(world)
    const token = await world.tokenOf('paul@example.org')
    const caller = '203.0.113.7 Mozilla/5.0'
    const { events } = await world.registration.complete({ token, loginName: 'paul.tremblay', password, caller })
    expect(events).toContainEqual({ type: 'holderRegistered', portalId: 'roy', holderPortalId: portal.id, from: caller })
    expect(await stored(world, portal)).toMatchObject({ registeredFrom: caller })
    await world.settled()
    expect(
      world.mailer.sent.filter(({ to, subject }) => to.address === 'paul@example.org' && subject.startsWith('You are registered')),
    ).toHaveLength(1)
  })
})
