/** Who counts among those that agree, whose links are dead, and what time has ended making room for another transfer. */
import { defaultRules, ownershipPresets } from 'portico/server'
import { describe, expect, test } from 'vitest'
import {
  by,
  cast,
  codeOf,
  confirmed,
  day,
  hour,
  mail,
  mailed,
  memberOf,
  ownerOf,
  patch,
  requested,
  rows,
  sound,
  tokenTo,
  transfers,
} from './cast.js'
import { agency, approve, over, pass, portalOf, propose, status } from './glass.js'
import { remove } from './removing.js'

// Who counts among those who agree, which address a link went to, and what makes room for another transfer.

describe('of those who agree', () => {
  test('nobody agrees to somebody else than was proposed', async () => {
    const world = await portalOf(2)
    await propose(world)
    expect(await codeOf(world.ownership.approve({ ...by(world.frank), candidateId: world.ben }))).toBe('NO_OPEN_TRANSFER')
    expect(await status(world)).toBe('proposed')
  })

  test('one more may agree during the waiting, and makes up for one who is gone; its end stays', async () => {
    const world = await portalOf(2)
    await propose(world)
    const { transfer } = await approve(world, world.frank)
    pass(world, day)
    const more = await approve(world, world.fred)
    expect(more).toEqual({ transfer: { ...transfer, approvals: [world.fatou, world.frank, world.fred], delivery: 'sent' }, events: [] })
    expect(await approve(world, world.fred)).toEqual(more)
    await world.administration.disableMember({ ...by(world.olga), memberId: world.fatou })
    await world.administration.deleteMember({ ...by(world.olga), memberId: world.fatou })
    pass(world, 2 * day)
    await over(world)
    expect(ownerOf(world)).toBe(world.uma)
    sound(world)
  })

  test('whoever has full access for a time counts neither as one who proposes nor as one who agrees', async () => {
    const world = await portalOf(2)
    await world.administration.grantFullAccess({ ...by(world.olga), memberIds: [world.ben], until: world.clock.now() + hour })
    expect(await codeOf(propose(world, world.ben))).toBe('NOT_A_FULL_ADMINISTRATOR')
    await propose(world)
    expect(await codeOf(approve(world, world.ben))).toBe('NOT_A_FULL_ADMINISTRATOR')
  })

  test('when none is left, somebody else may be proposed; while one is, nobody', async () => {
    const world = await portalOf(3)
    await propose(world)
    await approve(world, world.frank)
    await world.administration.revokeAdministration({ ...by(world.olga), memberId: world.fatou })
    expect(await codeOf(propose(world, world.fred, world.ben))).toBe('TRANSFER_OPEN')
    await world.administration.disableMember({ ...by(world.olga), memberId: world.frank })
    expect(await codeOf(propose(world, world.fred, world.ben))).toBe('ok')
    expect(transfers(world).map((row) => row.status)).toEqual(['superseded', 'proposed'])
  })
})

describe('a link is dead when the address that it went to', () => {
  test('is the owner’s no more', async () => {
    const world = await cast()
    const token = await requested(world, world.uma)
    expect(transfers(world)[0]?.sentTo).toBe(memberOf(world, world.olga)?.email)
    await patch(world, 'members', world.olga, { email: 'new@agency.example', address: 'new@agency.example' })
    for (const command of ['inspect', 'confirm'] as const)
      expect(await codeOf(world.ownership[command]({ token }))).toBe('TOKEN_SUPERSEDED')
    await world.ownership.resend(by(world.olga))
    expect(await codeOf(world.ownership.confirm({ token: await tokenTo(world, 'new@agency.example') }))).toBe('ok')
  })

  test('is the candidate’s no more; what becomes of the owner’s does not matter then', async () => {
    const world = await cast('github')
    const token = await confirmed(world, 'uma')
    expect(transfers(world)[0]?.sentTo).toBe(memberOf(world, world.uma)?.email)
    await patch(world, 'members', world.olga, { email: 'new@agency.example', address: 'new@agency.example' })
    expect(await codeOf(world.ownership.inspect({ token }))).toBe('ok')
    await patch(world, 'members', world.uma, { email: 'other@agency.example', address: 'other@agency.example' })
    for (const command of ['inspect', 'accept', 'decline'] as const)
      expect(await codeOf(world.ownership[command]({ token }))).toBe('TOKEN_SUPERSEDED')
    expect(ownerOf(world)).toBe(world.olga)
  })
})

describe('what time has ended makes room', () => {
  test('and those who had a letter are told that it has ended', async () => {
    const world = await cast('github')
    await confirmed(world, 'uma')
    const before = (await mailed(world)).length
    pass(world, day)
    await world.ownership.request({ ...by(world.olga), candidateId: world.ben })
    expect([...(await mailed(world)).slice(before)].sort()).toEqual([
      `transferConfirm to ${mail('olga')}`,
      `transferExpired to ${mail('olga')}`,
      `transferExpired to ${mail('uma')}`,
    ])
    expect(transfers(world).map((row) => row.status)).toEqual(['expired', 'pending'])
  })

  test('for a proposal too', async () => {
    const world = await portalOf(2)
    await propose(world)
    pass(world, 7 * day)
    await propose(world, world.frank, world.ben)
    expect(transfers(world).map((row) => row.status)).toEqual(['expired', 'proposed'])
  })

  test('but not a waiting that is over: the owner may still name somebody himself', async () => {
    const world = await portalOf(2)
    await propose(world)
    await approve(world, world.frank)
    pass(world, 3 * day)
    await world.ownership.request({ ...by(world.olga), candidateId: world.ben })
    expect([ownerOf(world), transfers(world).map((row) => row.status)]).toEqual([world.olga, ['superseded', 'pending']])
  })
})

test('a portal that fails is looked at again an hour later', async () => {
  const world = await cast()
  await requested(world, world.uma)
  pass(world, day)
  await remove(world, 'members', world.olga)
  await expect(world.ownership.expireDue()).rejects.toThrow('nobody owns the portal `agency`')
  expect(transfers(world)[0]).toMatchObject({ status: 'pending', dueAt: world.clock.now() + hour })
  expect(await world.ownership.expireDue()).toBe(0)
  pass(world, hour)
  await expect(world.ownership.expireDue()).rejects.toThrow('nobody owns the portal `agency`')
})

test.each(['proposed', 'waiting'] as const)('what became of the letter to an owner who is gone is told while it is %s', async (when) => {
  const world = await portalOf(2)
  world.mailer.behave('refuse')
  await propose(world)
  if (when === 'waiting') await approve(world, world.frank)
  await world.portico.runtime.settled()
  expect(await world.ownership.current(agency)).toMatchObject({ status: when, delivery: 'waiting' })
  world.mailer.behave('take')
  pass(world, hour)
  await world.portico.outbox.dispatch()
  expect(await world.ownership.current(agency)).toMatchObject({ status: when, delivery: 'sent' })
  const letter = when === 'waiting' ? 'breakGlassWaiting' : 'breakGlassProposed'
  expect(rows(world, 'outbox').find((row) => row.letter === letter)?.status).toBe('sent')
})

test('the presets and the defaults are what the guide says, option by option', () => {
  const defaults = {
    confirmation: 'link',
    confirmBy: 'bearer',
    acceptance: 'none',
    candidates: 'users',
    formerOwner: 'administrator',
    lifetime: day,
    rateLimit: { letters: 10, per: hour },
  }
  expect(defaultRules).toEqual(defaults)
  expect(ownershipPresets).toEqual({
    onlyoffice: { ...defaults, lifetime: 7 * day },
    github: { ...defaults, acceptance: 'required' },
    slack: { ...defaults, confirmation: 'reproof' },
    google: { ...defaults, acceptance: 'required', candidates: 'administrators' },
  })
})
