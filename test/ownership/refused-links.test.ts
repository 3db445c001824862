/** What somebody learns whose link, or command, is refused. */
import { PortalError } from 'portico'
import { describe, expect, test } from 'vitest'
import { by, cast, codeOf, confirmed, day, dump, hour, patch, requested, transfers, type Cast } from './cast.js'
import { approve, over, pass, portalOf, propose, status } from './glass.js'
import { remove } from './removing.js'

// What a refusal says beside its code, and who ends what time has ended.

const detailsOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => expect.fail('it was accepted'),
    (error: unknown) => (error instanceof PortalError ? error.details : Promise.reject(error as Error)),
  )

describe('a link that is refused says in which language its letter was', () => {
  test('of the owner, also when somebody else owns the portal by now', async () => {
    const world = await cast()
    await patch(world, 'members', world.olga, { language: 'fr' })
    const token = await requested(world, world.uma)
    await world.ownership.confirm({ token })
    expect(await detailsOf(world.ownership.inspect({ token }))).toEqual({ language: 'fr' })
  })
  test('of the candidate; but not when he is gone', async () => {
    const world = await cast('github')
    await patch(world, 'members', world.uma, { language: 'fr' })
    const token = await confirmed(world, 'uma')
    expect((await world.ownership.inspect({ token })).language).toBe('fr')
    await patch(world, 'members', world.uma, { status: 'disabled' })
    expect(await detailsOf(world.ownership.inspect({ token }))).toEqual({ language: 'fr' })
    await remove(world, 'members', world.uma)
    expect(await detailsOf(world.ownership.inspect({ token }))).toEqual({})
  })
  test('but nothing of one that was cancelled, or whose transfer is gone', async () => {
    const world = await cast()
    const token = await requested(world, world.uma)
    await world.ownership.cancel(by(world.olga))
    expect(await detailsOf(world.ownership.inspect({ token }))).toEqual({})
    await remove(world, 'transfers', transfers(world)[0]?.id)
    expect(await codeOf(world.ownership.inspect({ token }))).toBe('TOKEN_INVALID')
    expect(await detailsOf(world.ownership.inspect({ token }))).toEqual({})
  })
  test('nor of one to accept whose transfer is gone', async () => {
    const world = await cast('github')
    const token = await confirmed(world, 'uma')
    await remove(world, 'transfers', transfers(world)[0]?.id)
    expect(await codeOf(world.ownership.inspect({ token }))).toBe('TOKEN_INVALID')
  })
})

test('a refusal of a member says nothing beside its code', async () => {
  const world = await cast()
  for (const actorId of [world.fatou, world.gus])
    expect(await detailsOf(world.ownership.request({ ...by(actorId), candidateId: world.uma }))).toEqual({})
  expect(await detailsOf(world.ownership.resend(by(world.olga)))).toEqual({})
})

test('the page shows what the candidate is called now', async () => {
  const world = await cast()
  const token = await requested(world, world.uma)
  await patch(world, 'members', world.uma, { name: 'Uma Thurston' })
  expect((await world.ownership.inspect({ token })).candidateName).toBe('Uma Thurston')
})

test('the key of an agreement is one for whom he agrees to', async () => {
  const world = await portalOf(3)
  await propose(world)
  const asked = { ...by(world.frank), candidateId: world.uma, idempotencyKey: 'once' }
  const first = await world.ownership.approve(asked)
  expect(await world.ownership.approve(asked)).toEqual(first)
  expect(await codeOf(world.ownership.approve({ ...asked, candidateId: world.ben }))).toBe('IDEMPOTENCY_MISMATCH')
})

test('one who agreed and is a guest by now does not count, whatever is written of him', async () => {
  const world = await portalOf(2)
  await propose(world)
  await approve(world, world.frank)
  await patch(world, 'members', world.frank, { type: 'guest' })
  pass(world, 3 * day)
  await over(world)
  expect(await status(world)).toBe('expired')
})

test('nobody agrees to a waiting that is over, also where it was put off while its portal was suspended', async () => {
  const world = await portalOf(2)
  await propose(world)
  await approve(world, world.frank)
  await world.administration.suspendPortal(by(world.olga))
  pass(world, 3 * day)
  await world.ownership.expireDue()
  await world.administration.reactivatePortal(by(world.olga))
  expect(await codeOf(approve(world, world.fred))).toBe('NO_OPEN_TRANSFER')
  expect(transfers(world)[0]).toMatchObject({ status: 'waiting', dueAt: world.clock.now() + hour, expiresAt: world.clock.now() })
})

describe('whoever is refused does not even end what time has ended:', () => {
  const glass = { preset: 'github', breakGlass: { quorum: 2, waiting: day } } as const
  const refused: readonly (readonly [string, typeof glass | 'github', string, (world: Cast) => Promise<string>])[] = [
    ['where nobody but the owner transfers', 'github', 'BREAK_GLASS_OFF', (world) => Promise.resolve(world.fatou)],
    [
      'the owner, who does not replace himself',
      glass,
      'NOT_A_FULL_ADMINISTRATOR',
      async (world) => {
        await patch(world, 'members', world.olga, { administers: 'everything' })
        return world.olga
      },
    ],
    [
      'somebody who was disabled',
      glass,
      'NOT_A_FULL_ADMINISTRATOR',
      async (world) => {
        await patch(world, 'members', world.dora, { administers: 'everything' })
        return world.dora
      },
    ],
  ]
  test.each(refused)('%s', async (_, rules, code, actorOf) => {
    const world = await cast(rules)
    await confirmed(world, 'uma')
    pass(world, day)
    const actorId = await actorOf(world)
    const before = dump(world, 'audit')
    expect(await codeOf(world.ownership.propose({ ...by(actorId), candidateId: world.ben }))).toBe(code)
    expect(dump(world, 'audit')).toBe(before)
  })
  test('the owner of a portal that is suspended', async () => {
    const world = await cast('github')
    await confirmed(world, 'uma')
    await world.administration.suspendPortal(by(world.olga))
    await world.portico.runtime.settled()
    pass(world, day)
    const before = dump(world, 'audit')
    expect(await codeOf(world.ownership.request({ ...by(world.olga), candidateId: world.ben }))).toBe('PORTAL_NOT_ACTIVE')
    expect(dump(world, 'audit')).toBe(before)
  })
})
