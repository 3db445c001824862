import { memoryStorage } from 'portico/memory'
import type { PortalEvent, Storage } from 'portico/server'
import { describe, expect, it } from 'vitest'
import { asked, firm, password } from './harness.js'

describe('the registration of a portal', () => {
  it('goes from the creation to the first exchange', async () => {
    const { registration, ids, tokenOf, mailer, settled, clock } = await firm()
    const { holderPortal } = await registration.create({ ...asked(ids.admin), kind: 'staff', holderId: 'paul' })
    expect(holderPortal).toMatchObject({ status: 'unregistered', registration: 'open', permanence: 'permanent', generation: 1 })
    const token = await tokenOf('paul@example.org')
    expect(await registration.inspect({ token })).toEqual({
      firmName: 'Roy et associés',
      kind: 'staff',
      email: 'p…@example.org',
      expiresAt: clock.now() + 86_400_000,
      language: 'en',
    })
    await registration.complete({ token, loginName: 'Paul.Tremblay', password })
    await expect(registration.complete({ token, loginName: 'paul', password })).rejects.toMatchObject({ code: 'TOKEN_USED' })
    const which = await registration.signIn({ loginName: 'paul.tremblay', password })
    expect(which).toEqual({ portalId: 'roy', holderPortalId: holderPortal.id })
    const account = await registration.accountOf(which)
    expect(account.ability.can('exchange', account.holderPortal)).toBe(true)
    await settled()
    expect(mailer.sent.map(({ subject }) => subject)).toContain('You are registered at Roy et associés')
  })

  it('asks now who has the right on a client', async () => {
    const { registration, ids, holders } = await firm()
    const { holderPortal } = await registration.create({ ...asked(ids.handler), kind: 'client', holderId: 'lea' })
    const resend = (actorId: string): Promise<unknown> => registration.resend({ ...asked(actorId), holderPortalId: holderPortal.id })
    const lea = holders.get('lea')
    if (!lea) throw new Error('there is Léa')
    holders.set('lea', { ...lea, handlers: [ids.staffer] })
    await expect(resend(ids.handler)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await resend(ids.staffer)
  })

  it('keeps what the application says of a holder when it is told', async () => {
    const { registration, ids, holders } = await firm()
    const { holderPortal } = await registration.create({ ...asked(ids.admin), kind: 'client', holderId: 'lea' })
    const lea = holders.get('lea')
    if (!lea) throw new Error('there is Léa')
    holders.set('lea', { ...lea, name: 'Léa Bouchard', handlers: [ids.staffer], office: 'quebec' })
    expect(await registration.system.holderChanged({ portalId: 'roy', holderId: 'lea' })).toBe(1)
    const { items } = await registration.find({ ...asked(ids.staffer), email: 'lea@example.com' })
    expect(items).toMatchObject([{ id: holderPortal.id, name: 'Léa Bouchard', office: 'quebec', handlers: [ids.staffer] }])
  })

  it('tells the application of letters that a refusal sends', async () => {
    const events: PortalEvent[] = []
    const { registration, ids, tokenOf, settled } = await firm(undefined, { onEvents: (told) => void events.push(...told) })
    const { holderPortal } = await registration.create({ ...asked(ids.admin), kind: 'staff', holderId: 'paul' })
    await registration.complete({ token: await tokenOf('paul@example.org'), loginName: 'paul', password })
    events.length = 0
    const change = { ...asked(ids.admin), holderPortalId: holderPortal.id, email: 'paul@example.net' }
    await expect(registration.changeEmail(change)).rejects.toMatchObject({ code: 'REVERIFY_REQUIRED' })
    await settled()
    expect(events.map((event) => event.type === 'mailed' && event.letter)).toEqual(['emailVerification', 'portalAddressChanging'])
  })

  it('looks up the same for a login name that nobody has', async () => {
    const storage = memoryStorage()
    const looked: string[] = []
    const watched: Storage = {
      ...storage,
      get: (table, portalId, id) => (looked.push(`get ${table}`), storage.get(table, portalId, id)),
      find: (table, index, values, page) => (looked.push(`find ${table}`), storage.find(table, index, values, page)),
    }
    const { registration, ids, tokenOf } = await firm(watched)
    await registration.create({ ...asked(ids.admin), kind: 'staff', holderId: 'paul' })
    await registration.complete({ token: await tokenOf('paul@example.org'), loginName: 'paul', password })
    const lookups = async (loginName: string): Promise<readonly string[]> => {
      looked.length = 0
      await expect(registration.signIn({ loginName, password: 'eleven grey geese' })).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED' })
      return [...looked]
    }
    expect(await lookups('paula')).toEqual(await lookups('paul'))
  })
})
