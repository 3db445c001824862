import { describe, expect, test } from 'vitest'
import { by, cast, codeOf, day, hour, mailed, ownerOf, patch, rows, sound, transfers } from './cast.js'
import { approve, isFull, over, pass, portalOf, propose, status, waiting, week, type World } from './glass.js'

/** What may happen while everybody waits, so that nobody becomes the owner at its end. */
const meanwhile: Readonly<Record<string, (world: World) => Promise<unknown>>> = {
  'one who agreed was demoted': (world) => world.administration.revokeAdministration({ ...by(world.olga), memberId: world.frank }),
  'one who agreed was limited to a module': (world) =>
    world.administration.limitToModules({ ...by(world.olga), memberId: world.frank, modules: ['crm'] }),
  'one who agreed was disabled': (world) => world.administration.disableMember({ ...by(world.olga), memberId: world.fatou }),
  'one who agreed was deleted': async (world) => {
    await world.administration.disableMember({ ...by(world.olga), memberId: world.fatou })
    await world.administration.deleteMember({ ...by(world.olga), memberId: world.fatou })
  },
  'the candidate was disabled': (world) => world.administration.disableMember({ ...by(world.fatou), memberId: world.uma }),
  'the candidate became a guest': (world) => world.administration.convertToGuest({ ...by(world.fatou), memberId: world.uma }),
  'the candidate was deleted': async (world) => {
    await world.administration.disableMember({ ...by(world.fatou), memberId: world.uma })
    await world.administration.deleteMember({ ...by(world.fatou), memberId: world.uma })
  },
  'somebody else became the owner': (world) => patch(world, 'portals', 'agency', { ownerId: world.ben }),
  'the candidate became the owner by other ways': (world) => patch(world, 'portals', 'agency', { ownerId: world.uma }),
}

describe('nothing comes of it when, while everybody waits,', () => {
  test.each(Object.entries(meanwhile))('%s', async (_, happen) => {
    const world = await waiting()
    await happen(world)
    await world.portico.runtime.settled()
    const owner = ownerOf(world)
    pass(world, 3 * day)
    await over(world)
    expect([await status(world), ownerOf(world)]).toEqual(['expired', owner])
    expect((await mailed(world)).filter((line) => line.startsWith('transferCompleted'))).toEqual([])
    sound(world)
  })

  test('the owner suspends the portal', async () => {
    const world = await waiting()
    await world.administration.suspendPortal(by(world.olga))
    pass(world, 3 * day)
    await over(world)
    expect(ownerOf(world)).toBe(world.olga)
    sound(world)
  })

  test('who has full access for a time helps nobody to what lasts', async () => {
    const world = await portalOf(2)
    await world.administration.grantFullAccess({ ...by(world.olga), memberIds: [world.ben], until: world.clock.now() + hour })
    expect(await isFull(world, world.ben)).toBe(true)
    expect(await codeOf(propose(world, world.ben))).toBe('NOT_A_FULL_ADMINISTRATOR')
    await propose(world)
    expect(await codeOf(approve(world, world.ben))).toBe('NOT_A_FULL_ADMINISTRATOR')
    expect(await status(world)).toBe('proposed')
    sound(world)
  })
})

test('one who agreed, and was demoted before there were enough, does not count', async () => {
  const world = await portalOf(3, day)
  await propose(world)
  await world.administration.revokeAdministration({ ...by(world.olga), memberId: world.fatou })
  await approve(world, world.frank)
  await approve(world, world.fred)
  pass(world, day)
  await over(world)
  expect(ownerOf(world)).toBe(world.olga)
  pass(world, week)
  await over(world)
  expect(ownerOf(world)).toBe(world.olga)
  sound(world)
})

test('more who agree than are needed make up for one who does not count any more', async () => {
  const world = await portalOf(2)
  await propose(world)
  await approve(world, world.frank)
  const code = await codeOf(approve(world, world.fred))
  await world.administration.disableMember({ ...by(world.olga), memberId: world.fatou })
  pass(world, 3 * day)
  await over(world)
  // Whether somebody may still agree while everybody waits, the rules leave open; but who did counts.
  expect(ownerOf(world)).toBe(code === 'ok' && new Set(transfers(world)[0]?.approvals).size === 3 ? world.uma : world.olga)
  sound(world)
})

test('the time of the waiting does not begin anew', async () => {
  const world = await waiting()
  const [before] = rows(world, 'transfers')
  pass(world, day)
  for (const actorId of [world.fatou, world.frank, world.fred]) await approve(world, actorId).catch(() => undefined)
  const [after] = rows(world, 'transfers')
  expect([after?.expiresAt, after?.status]).toEqual([before?.expiresAt, 'waiting'])
  expect((await mailed(world)).filter((line) => line.startsWith('breakGlassWaiting'))).toHaveLength(1)
})

test('the former owner of a break-glass is what the rules say', async () => {
  for (const formerOwner of ['administrator', 'user'] as const) {
    const world = await cast({ formerOwner, acceptance: 'required', breakGlass: { quorum: 2, waiting: day } })
    await propose(world)
    await approve(world, world.frank)
    pass(world, day)
    await over(world)
    // The candidate is not asked: nobody could confirm for the owner, either.
    expect([ownerOf(world), await isFull(world, world.olga)]).toEqual([world.uma, formerOwner === 'administrator'])
    sound(world)
  }
})
