/** What was once wrong about links, break-glass and events. */
import { describe, expect, test } from 'vitest'
import type { PortalEvent } from 'portico/server'
import { by, cast, codeOf, confirmed, day, dump, hour, mail, requested, rows, sound, tokenTo } from './cast.js'
import { approve, pass, portalOf, propose, status } from './glass.js'

describe('a link goes to an address, and is his who has it', () => {
  test.each(['olga', 'uma'] as const)('of %s: after a change of the address, the former link is dead', async (name) => {
    const world = await cast({ preset: 'github' })
    const token = name === 'olga' ? await requested(world, world.uma) : await confirmed(world, 'uma')
    await world.administration.changeEmail({ ...by(world.olga), memberId: world[name], email: 'new@agency.example' })
    expect(await codeOf(world.ownership.inspect({ token }))).toBe('ok')
    await world.administration.confirmEmail({ token: await tokenTo(world, 'new@agency.example') })
    const used = name === 'olga' ? world.ownership.confirm({ token }) : world.ownership.accept({ token })
    expect(await codeOf(used)).toBe('TOKEN_SUPERSEDED')
    expect(await codeOf(world.ownership.inspect({ token }))).toBe('TOKEN_SUPERSEDED')
    await world.ownership.resend(by(world.olga))
    const next = await tokenTo(world, 'new@agency.example')
    expect(await codeOf(name === 'olga' ? world.ownership.confirm({ token: next }) : world.ownership.accept({ token: next }))).toBe('ok')
    sound(world)
  })
})

describe('break-glass', () => {
  test('who agrees to one does not agree to another who is proposed by now', async () => {
    const world = await portalOf(2)
    await propose(world)
    await world.ownership.cancel(by(world.olga))
    await propose(world, world.fatou, world.ben)
    expect(await codeOf(world.ownership.approve({ ...by(world.frank), candidateId: world.uma }))).toBe('NO_OPEN_TRANSFER')
    expect(await status(world)).toBe('proposed')
  })
  test('who agreed and was demoted does not count, and a proposal with nobody behind it makes room', async () => {
    const world = await portalOf(2)
    await propose(world)
    await world.administration.revokeAdministration({ ...by(world.olga), memberId: world.fatou })
    expect((await approve(world, world.frank)).transfer).toMatchObject({ status: 'proposed', approvals: [world.frank] })
    await world.administration.revokeAdministration({ ...by(world.olga), memberId: world.frank })
    await propose(world, world.fred, world.ben)
    expect(await status(world)).toBe('proposed')
    expect((await world.ownership.current({ portalId: 'agency' }))?.candidateId).toBe(world.ben)
    sound(world)
  })
  test('one who agrees while everybody waits counts at the end', async () => {
    const world = await portalOf(2)
    await propose(world)
    await approve(world, world.frank)
    await approve(world, world.fred)
    await world.administration.revokeAdministration({ ...by(world.olga), memberId: world.frank })
    pass(world, 3 * day)
    await world.ownership.expireDue()
    expect(await status(world)).toBe('completed')
    sound(world)
  })
})

test('what time has ended is told as that, also when another request comes first', async () => {
  const world = await cast({ preset: 'github' })
  await confirmed(world, 'uma')
  pass(world, day)
  await world.ownership.request({ ...by(world.olga), candidateId: world.ben })
  await world.portico.runtime.settled()
  const letters = rows(world, 'outbox').filter(({ toAddress }) => toAddress === mail('uma'))
  expect(letters.map(({ letter }) => letter)).toEqual(['transferAccept', 'transferExpired'])
})

test('whoever is refused does not even end what time has ended', async () => {
  const world = await cast({ preset: 'github', breakGlass: { quorum: 2, waiting: day } })
  await confirmed(world, 'uma')
  pass(world, day)
  const before = dump(world, 'audit')
  expect(await codeOf(world.ownership.request({ ...by(world.gus), candidateId: world.ben }))).toBe('NOT_THE_OWNER')
  expect(await codeOf(world.ownership.propose({ ...by(world.max), candidateId: world.ben }))).toBe('NOT_A_FULL_ADMINISTRATOR')
  expect(dump(world, 'audit')).toBe(before)
})

test('a candidate who was asked, and in whose place another one is named, hears so', async () => {
  const world = await cast({ preset: 'github' })
  await confirmed(world, 'uma')
  await world.ownership.request({ ...by(world.olga), candidateId: world.ben })
  const letters = rows(world, 'outbox').filter(({ toAddress }) => toAddress === mail('uma'))
  expect(letters.map(({ letter }) => letter)).toContain('transferReplaced')
})

test('the application is told of every change of owner, also of one that time brings', async () => {
  const events: PortalEvent[] = []
  const world = await cast({ breakGlass: { quorum: 2, waiting: day } }, { onEvents: (some) => void events.push(...some) })
  await world.ownership.propose({ ...by(world.fatou), candidateId: world.uma })
  await approve(world, world.frank)
  pass(world, day + hour)
  await world.ownership.expireDue()
  await world.portico.runtime.settled()
  expect(events.filter(({ type }) => type === 'ownerChanged')).toEqual([
    { type: 'ownerChanged', portalId: 'agency', from: world.olga, to: world.uma },
  ])
})

describe('who agreed counts no more', () => {
  const limited = async (world: Awaited<ReturnType<typeof portalOf>>, memberId: string) => {
    await world.administration.revokeAdministration({ ...by(world.olga), memberId })
    await world.administration.grantFullAccess({ ...by(world.olga), memberIds: [memberId], until: world.clock.now() + 30 * day })
  }

  test('when he has full access for a time only: the waiting does not begin', async () => {
    const world = await portalOf(2)
    await propose(world)
    await limited(world, world.fatou)
    await approve(world, world.frank)
    expect(await status(world)).toBe('proposed')
    await approve(world, world.fred)
    expect(await status(world)).toBe('waiting')
  })

  test('nor at its end', async () => {
    const world = await portalOf(2)
    await propose(world)
    await approve(world, world.frank)
    await limited(world, world.fatou)
    pass(world, 3 * day)
    await world.ownership.expireDue()
    expect(await status(world)).toBe('expired')
    sound(world)
  })

  test('and keeps no proposal alive', async () => {
    const world = await portalOf(2)
    await propose(world)
    await limited(world, world.fatou)
    expect(await codeOf(propose(world, world.frank, world.ben))).toBe('ok')
  })
})

test('nobody agrees to a waiting when its time is up', async () => {
  const world = await portalOf(2)
  await propose(world)
  await approve(world, world.frank)
  await world.administration.revokeAdministration({ ...by(world.olga), memberId: world.frank })
  pass(world, 3 * day)
  expect(await codeOf(approve(world, world.fred))).toBe('NO_OPEN_TRANSFER')
  await world.ownership.expireDue()
  expect(await status(world)).toBe('expired')
})

describe('what time has ended stays as it is', () => {
  test.each<[code: string, candidate: 'gus' | 'olga' | 'nobody']>([
    ['CANDIDATE_IS_GUEST', 'gus'],
    ['CANDIDATE_IS_OWNER', 'olga'],
    ['CANDIDATE_UNKNOWN', 'nobody'],
  ])('when another request is refused: %s', async (code, candidate) => {
    const world = await cast({ preset: 'github' })
    await confirmed(world, 'uma')
    pass(world, day)
    const [before, letters] = [rows(world, 'transfers'), rows(world, 'outbox').length]
    const candidateId = candidate === 'nobody' ? candidate : world[candidate]
    expect(await codeOf(world.ownership.request({ ...by(world.olga), candidateId }))).toBe(code)
    expect(rows(world, 'transfers')).toEqual(before)
    expect(rows(world, 'outbox')).toHaveLength(letters)
  })

  test('when the answer to another request is given again', async () => {
    const world = await cast({ preset: 'github' })
    const again = { ...by(world.olga), candidateId: world.uma, reproved: true, idempotencyKey: 'once' }
    await world.ownership.request(again)
    pass(world, day)
    const before = rows(world, 'transfers')
    await world.ownership.request(again)
    expect(rows(world, 'transfers')).toEqual(before)
  })

  test('and ends as that in the same commit as the request that takes its place, which answers with its letters', async () => {
    const world = await cast({ preset: 'github' })
    await confirmed(world, 'uma')
    pass(world, day)
    const { events } = await world.ownership.request({ ...by(world.olga), candidateId: world.ben })
    expect(rows(world, 'transfers').map((row) => row.status)).toEqual(['expired', 'pending'])
    expect(events.map((event) => event.type === 'mailed' && [event.letter, event.to])).toEqual([
      ['transferExpired', mail('olga')],
      ['transferExpired', mail('uma')],
      ['transferConfirm', mail('olga')],
    ])
  })
})

test('a candidate who is named again is not told that somebody else was', async () => {
  const world = await cast({ preset: 'github' })
  await confirmed(world, 'uma')
  await world.ownership.request({ ...by(world.olga), candidateId: world.uma })
  const letters = rows(world, 'outbox').filter(({ toAddress }) => toAddress === mail('uma'))
  expect(letters.map(({ letter }) => letter)).toEqual(['transferAccept'])
})

test('an owner without an address gets no letter, and none is said to be on its way', async () => {
  const world = await portalOf(2)
  const { member } = await world.administration.createMember({ ...by(world.olga), name: 'Ann', type: 'user' })
  await world.ownership.confirm({ token: await requested(world, member.id) })
  expect((await propose(world)).transfer.delivery).toBeNull()
  expect((await world.ownership.current({ portalId: 'agency' }))?.delivery).toBeNull()
  expect((await world.ownership.blockingOwnerships({ memberId: member.id }))[0]?.transfer?.delivery).toBeNull()
  expect((await approve(world, world.frank)).transfer.delivery).toBeNull()
})

test('whoever is refused with a link in his hand stands in the audit trail, also a stranger', async () => {
  const world = await cast({ confirmBy: 'owner' })
  const token = await requested(world, world.uma)
  const refused = () => rows(world, 'audit').filter(({ command, code }) => command === 'confirmTransfer' && code === 'NOT_THE_OWNER')
  expect(await codeOf(world.ownership.confirm({ token, actorId: world.otto }))).toBe('NOT_THE_OWNER')
  expect(await codeOf(world.ownership.confirm({ token }))).toBe('NOT_THE_OWNER')
  expect(refused().map(({ actorId }) => actorId)).toEqual([world.otto, null])
})

describe('a clock that was wrong for a while', () => {
  test('keeps no waiting open that is over', async () => {
    const world = await portalOf(2)
    await propose(world)
    await approve(world, world.frank)
    await world.administration.suspendPortal(by(world.olga))
    pass(world, 365 * day)
    await world.ownership.expireDue()
    pass(world, -365 * day)
    await world.administration.reactivatePortal(by(world.olga))
    pass(world, 3 * day)
    await world.ownership.expire({ portalId: 'agency' })
    expect(await status(world)).toBe('completed')
  })

  test('keeps nobody from asking for letters', async () => {
    const world = await cast({ rateLimit: { letters: 1, per: hour } })
    pass(world, 365 * day)
    await requested(world, world.uma)
    pass(world, -365 * day)
    expect(await codeOf(world.ownership.resend(by(world.olga)))).toBe('ok')
    expect(await codeOf(world.ownership.resend(by(world.olga)))).toBe('RATE_LIMITED')
  })
})
