import { describe, expect, test } from 'vitest'
import { isPortalError } from 'portico'
import { hashToken } from 'portico/server'
import { digest, hour, minute } from '../outbox/harness.js'
import { by, cast, castOf, invite, member, password, refused, run, start, tokenTo, type Cast } from './cast.js'

const nina = 'nina@agency.example'
const accept = ({ administration }: Cast, token: string, more: object = {}): Promise<unknown> =>
  administration.acceptInvitation({ token, name: 'Nina', password, ...more })

describe('a link', () => {
  test('is looked at as often as one likes, and nothing changes', async () => {
    const world = await cast()
    const { token } = await invite(world, world.fatou, nina, { name: 'Nina N', administers: ['crm'], language: 'fr' })
    const before = await world.store.dump()
    const answers = await Promise.all(Array.from({ length: 100 }, () => world.administration.inspectInvitation({ token })))
    expect(await world.store.dump()).toEqual(before)
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(answers[0]).toEqual({
      portalName: 'agency',
      inviterName: 'Fatou',
      email: 'n…@agency.example',
      name: 'Nina N',
      type: 'user',
      administers: ['crm'],
      expiresAt: world.clock.now() + 24 * hour,
      language: 'fr',
    })
    expect(await accept(world, token)).toMatchObject({ member: { name: 'Nina', administers: ['crm'], emailVerified: true, email: nina } })
  })

  test('works once', async () => {
    const world = await cast()
    await accept(world, world.ivy.token)
    const before = await world.store.dump('audit')
    await refused('TOKEN_USED', () => accept(world, world.ivy.token))
    await refused('TOKEN_USED', () => world.administration.inspectInvitation({ token: world.ivy.token }))
    await refused('TOKEN_USED', () => world.administration.declineInvitation({ token: world.ivy.token }))
    expect(await world.store.dump('audit')).toEqual(before)
  })

  test('is accepted by one of many at the same time', async () => {
    const world = await cast()
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => accept(world, world.ivy.token, { name: `Ivy ${index}` })),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const rest = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []))
    expect(rest.filter((error) => !isPortalError(error, 'TOKEN_USED') && !isPortalError(error, 'CONFLICT'))).toEqual([])
    const { items } = await world.store.storage.find('members', 'email', { portalId: 'agency', email: 'ivy@agency.example' })
    expect(items).toHaveLength(1)
  })

  test('stands nowhere in the store, and neither does the password', async () => {
    const world = await cast()
    await world.administration.changeEmail({ ...by(world.olga), memberId: world.ben, email: 'ben@new.example' })
    const address = await tokenTo(world, 'ben@new.example')
    const before = JSON.stringify(await world.store.dump())
    expect(before).toContain(await hashToken(digest, 'invitation', world.ivy.token))
    await accept(world, world.ivy.token)
    await world.administration.confirmEmail({ token: address })
    for (const text of [before, JSON.stringify(await world.store.dump())])
      for (const secret of [world.ivy.token, address, password]) expect(text).not.toContain(secret)
  })

  test('of the wrong purpose is none', async () => {
    const world = await cast()
    await world.administration.changeEmail({ ...by(world.olga), memberId: world.ben, email: 'ben@new.example' })
    const address = await tokenTo(world, 'ben@new.example')
    const before = await world.store.dump('audit')
    for (const command of ['inspectEmail', 'confirmEmail'] as const)
      await refused('TOKEN_INVALID', () => run(world, command, { token: world.ivy.token }))
    for (const command of ['inspectInvitation', 'declineInvitation'] as const)
      await refused('TOKEN_INVALID', () => run(world, command, { token: address }))
    await refused('TOKEN_INVALID', () => accept(world, address))
    expect(await world.store.dump('audit')).toEqual(before)
  })

  test('that was changed in any way is none', async () => {
    const world = await cast()
    const { token } = world.ivy
    const changed = Array.from(token).map((letter, at) => `${token.slice(0, at)}${letter === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`)
    const otherEnd = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_').map((end) => token.slice(0, -1) + end)
    const spelled = [token.toLowerCase(), token.toUpperCase(), Array.from(token).reverse().join(''), encodeURIComponent(`${token} `)]
    const around = ['\n', ' ', '=', '\u0000', '\u200b', 'A', '\r\n'].flatMap((more) => [token + more, more + token])
    const parts = [
      token.slice(1),
      token.slice(0, -1),
      token.slice(0, 21),
      '',
      token + token,
      'A'.repeat(1_000_000),
      `${token}${'A'.repeat(1_000_000)}`,
    ]
    const others: readonly unknown[] = [
      null,
      undefined,
      43,
      [token],
      { token },
      Buffer.from(token),
      new String(token),
      { toString: () => token },
      true,
    ]
    const before = await world.store.dump('audit')
    const wrong = [...changed, ...otherEnd, ...spelled, ...around, ...parts, ...others].filter((other) => other !== token)
    expect(wrong.length).toBeGreaterThan(130)
    for (const other of wrong) {
      await refused('TOKEN_INVALID', () => run(world, 'inspectInvitation', { token: other }))
      await refused('TOKEN_INVALID', () => run(world, 'acceptInvitation', { token: other, name: 'Ivy', password }))
    }
    expect(await world.store.dump('audit')).toEqual(before)
    await accept(world, token)
  })

  test.each([
    ['a millisecond before it ends', -1, 'accepted'],
    ['when it ends', 0, 'TOKEN_EXPIRED'],
    ['a millisecond later', 1, 'TOKEN_EXPIRED'],
  ])('is tried %s', async (_, offset, outcome) => {
    const world = await cast()
    const { expiresAt } = await world.administration.inspectInvitation({ token: world.ivy.token })
    world.clock.set(expiresAt + offset)
    const tried = await accept(world, world.ivy.token).then(
      () => 'accepted',
      (error: unknown) => Reflect.get(error as object, 'code') as unknown,
    )
    expect(tried).toBe(outcome)
  })

  test.each([1_000, hour, 7 * 24 * hour])('lasts %d ms where that is set', async (link) => {
    const world = await castOf(start({ limits: { link } }))
    expect((await world.administration.inspectInvitation({ token: world.ivy.token })).expiresAt).toBe(world.clock.now() + link)
  })
  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 7 * 24 * hour + 1, 1.5, '1 day', null])('never lasts %s', async (link) => {
    await refused('SETTINGS_INVALID', () => Promise.resolve().then(() => start({ limits: { link: link as number } })))
  })

  test('goes by the clock, also when that is put back', async () => {
    const world = await cast()
    const now = world.clock.now()
    world.clock.set(now + 24 * hour)
    await refused('TOKEN_EXPIRED', () => accept(world, world.ivy.token))
    world.clock.set(now - 240 * hour)
    await world.administration.inspectInvitation({ token: world.ivy.token })
    await accept(world, world.ivy.token)
    await refused('TOKEN_USED', () => accept(world, world.ivy.token))
  })

  test('is kept by whoever chooses a name or password badly', async () => {
    const world = await cast()
    for (const bad of [{ password: 'a' }, { name: '' }, { password: undefined }, { identity: 'a' }, { more: 1 }])
      await expect(accept(world, world.ivy.token, bad)).rejects.toSatisfy((error: unknown) => isPortalError(error))
    await accept(world, world.ivy.token)
  })

  test('is kept when the store fails in the middle', async () => {
    const world = await cast()
    const before = await world.store.dump()
    world.store.fault = 'failure'
    await refused('STORAGE_UNAVAILABLE', () => accept(world, world.ivy.token))
    world.store.fault = 'none'
    expect(await world.store.dump()).toEqual(before)
    await accept(world, world.ivy.token)
  })
})

describe('an invitation', () => {
  test('that is sent again has a new link, and the former one is dead', async () => {
    const world = await cast()
    world.clock.set(world.clock.now() + hour)
    const { invitation } = await world.administration.resendInvitation({ ...by(world.fatou), invitationId: world.ivy.id })
    expect(invitation).toMatchObject({ generation: 2, invitedBy: world.fatou, expiresAt: world.clock.now() + 24 * hour, status: 'open' })
    const token = await tokenTo(world, 'ivy@agency.example')
    await refused('TOKEN_INVALID', () => accept(world, world.ivy.token))
    expect(await world.administration.inspectInvitation({ token })).toMatchObject({ inviterName: 'Fatou' })
    await accept(world, token)
    await refused('TOKEN_USED', () => accept(world, token))
    // The former link has not been used, but whoever has it has none.
    await refused('TOKEN_INVALID', () => accept(world, world.ivy.token))
  })

  test('whose link has ended may be sent again, or made anew', async () => {
    const world = await cast()
    world.clock.set(world.clock.now() + 25 * hour)
    await world.administration.resendInvitation({ ...by(world.olga), invitationId: world.ivy.id })
    const second = await tokenTo(world, 'ivy@agency.example')
    world.clock.set(world.clock.now() + 25 * hour)
    const third = await invite(world, world.olga, 'ivy@agency.example')
    expect(third.id).not.toBe(world.ivy.id)
    await expect(accept(world, second)).rejects.toSatisfy(
      (error) => isPortalError(error, 'TOKEN_EXPIRED') || isPortalError(error, 'TOKEN_INVALID'),
    )
    await accept(world, third.token)
  })

  test('that is withdrawn says so in a letter, once, and makes room', async () => {
    const world = await cast()
    const withdraw = (): Promise<unknown> => world.administration.withdrawInvitation({ ...by(world.olga), invitationId: world.ivy.id })
    await withdraw()
    await world.portico.runtime.settled()
    const after = await world.store.dump('audit')
    const letters = (): number => world.mailer.sent.filter(({ subject }) => subject === 'Your invitation to agency was withdrawn').length
    expect(letters()).toBe(1)
    await refused('TOKEN_INVALID', () => accept(world, world.ivy.token))
    await withdraw()
    await world.portico.runtime.settled()
    expect([letters(), await world.store.dump('audit')]).toEqual([1, after])
    await accept(world, (await invite(world, world.olga, 'ivy@agency.example')).token)
  })

  test('that is withdrawn before its letter went never sends it', async () => {
    const world = await cast()
    world.mailer.behave('refuse')
    const { invitation } = await world.administration.inviteMember({ ...by(world.olga), email: nina, type: 'user' })
    await world.portico.runtime.settled()
    await world.administration.withdrawInvitation({ ...by(world.olga), invitationId: invitation.id })
    world.mailer.behave('take')
    await world.clock.advance(2 * minute)
    await world.portico.outbox.dispatch()
    expect(world.mailer.sent.filter(({ to, text }) => to.address === nina && text.includes('token='))).toEqual([])
  })

  test('that is declined is closed, and makes room', async () => {
    const world = await cast()
    await world.administration.declineInvitation({ token: world.ivy.token })
    expect((await world.store.storage.get('invitations', 'agency', world.ivy.id))?.row.status).toBe('declined')
    await refused('TOKEN_USED', () => accept(world, world.ivy.token))
    await accept(world, (await invite(world, world.olga, 'ivy@agency.example')).token)
  })

  test('is refused while a member has its address, and the link stays', async () => {
    const world = await cast()
    const ivan = await member(world, world.olga, 'Ivan', { email: 'IVY@agency.example' })
    await refused('EMAIL_TAKEN', () => accept(world, world.ivy.token))
    await world.administration.disableMember({ ...by(world.olga), memberId: ivan })
    await world.administration.deleteMember({ ...by(world.olga), memberId: ivan })
    await accept(world, world.ivy.token)
  })

  test('of a group that is gone gives what there is, or nothing', async () => {
    const world = await cast()
    const { token } = await invite(world, world.olga, nina, { groups: [world.sales, world.board] })
    await world.administration.deleteGroup({ ...by(world.olga), groupId: world.sales })
    const tried = await accept(world, token).catch((error: unknown) => error)
    if (isPortalError(tried)) expect(tried.code).toBe('INVITATION_VOID')
    else expect(tried).toMatchObject({ member: { groups: [world.board] } })
  })
})
