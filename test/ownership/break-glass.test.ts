import { describe, expect, test } from 'vitest'
import { by, cast, codeOf, day, dump, hour, mail, mailed, ownerOf, sound, tokenTo, transfers } from './cast.js'
import { agency, approve, over, pass, portalOf, propose, status, waiting, week, type World } from './glass.js'

describe.each([2, 3])('with a quorum of %d', (quorum) => {
  test('administrators agree, everybody waits, and the portal has a new owner', async () => {
    const world = await portalOf(quorum)
    const { transfer } = await propose(world)
    expect(transfer).toMatchObject({
      status: 'proposed',
      ownerId: world.olga,
      candidateId: world.uma,
      approvals: [world.fatou],
      delivery: 'waiting',
    })
    expect(transfer.expiresAt).toBe(world.clock.now() + week)
    pass(world, hour)
    if (quorum === 3) {
      expect((await approve(world, world.fred)).transfer).toMatchObject({ status: 'proposed', approvals: [world.fatou, world.fred] })
      pass(world, hour)
    }
    const begun = await approve(world, world.frank)
    expect(begun.transfer).toMatchObject({ status: 'waiting', expiresAt: world.clock.now() + 3 * day })
    expect(begun.transfer.approvals).toHaveLength(quorum)
    expect(await mailed(world)).toEqual([`breakGlassProposed to ${mail('olga')}`, `breakGlassWaiting to ${mail('olga')}`])
    pass(world, 3 * day - 1)
    await over(world)
    expect([await status(world), ownerOf(world)]).toEqual(['waiting', world.olga])
    pass(world, 1)
    await over(world)
    expect([await status(world), ownerOf(world)]).toEqual(['completed', world.uma])
    expect((await mailed(world)).slice(2).sort()).toEqual([`transferCompleted to ${mail('olga')}`, `transferCompleted to ${mail('uma')}`])
    sound(world)
    const after = dump(world)
    await over(world)
    expect(dump(world)).toBe(after)
  })

  test('the same one agrees once, however often he says so', async () => {
    const world = await portalOf(quorum)
    await propose(world)
    for (let turn = 0; turn < 3; turn++) await approve(world, world.fatou).catch(() => undefined)
    for (let turn = 0; turn < (quorum === 3 ? 3 : 0); turn++) await approve(world, world.frank).catch(() => undefined)
    expect(await world.ownership.current(agency)).toMatchObject({ status: 'proposed' })
    await Promise.allSettled(Array.from({ length: 5 }, () => approve(world, world.fatou)))
    expect(await status(world)).toBe('proposed')
    expect(new Set(transfers(world)[0]?.approvals).size).toBe(quorum - 1)
    sound(world)
  })

  test('nothing begins without it, and the proposal ends after seven days', async () => {
    const world = await portalOf(quorum)
    await propose(world)
    if (quorum === 3) await approve(world, world.frank)
    pass(world, week - 1)
    await over(world)
    expect(await status(world)).toBe('proposed')
    pass(world, 1)
    expect(await codeOf(approve(world, world.fred))).toBe('NO_OPEN_TRANSFER')
    await over(world)
    expect([await status(world), ownerOf(world)]).toEqual(['expired', world.olga])
    expect(await codeOf(approve(world, world.fred))).toBe('NO_OPEN_TRANSFER')
    expect((await mailed(world)).filter((line) => line.startsWith('transferCompleted'))).toEqual([])
    expect(await codeOf(propose(world))).toBe('ok')
    sound(world)
  })
})

describe('who may', () => {
  test('nobody, where it is off', async () => {
    for (const preset of [undefined, 'onlyoffice', 'github', 'slack', 'google'] as const) {
      const world = await cast(preset)
      const before = dump(world, 'audit')
      expect([await codeOf(propose(world, world.fatou, world.frank)), dump(world, 'audit')]).toEqual(['BREAK_GLASS_OFF', before])
    }
  })

  test('only full administrators who are not the candidate', async () => {
    const world = await portalOf(2)
    for (const name of ['olga', 'max', 'uma', 'gus', 'dora'] as const)
      expect(await codeOf(propose(world, world[name], world.ben))).toBe('NOT_A_FULL_ADMINISTRATOR')
    expect(await codeOf(propose(world, world.fatou, world.fatou))).toBe('CANDIDATE_IS_APPROVER')
    expect(await codeOf(propose(world, world.fatou, world.olga))).toBe('CANDIDATE_IS_OWNER')
    await propose(world, world.fatou, world.frank)
    expect(await codeOf(approve(world, world.frank))).toBe('CANDIDATE_IS_APPROVER')
    for (const name of ['olga', 'max', 'uma', 'gus', 'dora'] as const)
      expect(await codeOf(approve(world, world[name]))).toBe('NOT_A_FULL_ADMINISTRATOR')
    expect(await status(world)).toBe('proposed')
    expect((await approve(world, world.fred)).transfer.status).toBe('waiting')
  })

  test('not the one who was named and made an administrator on the way', async () => {
    const world = await portalOf(2)
    await propose(world)
    await world.administration.grantFullAccess({ ...by(world.fatou), memberIds: [world.uma] })
    expect(await codeOf(approve(world, world.uma))).toBe('CANDIDATE_IS_APPROVER')
    expect(await status(world)).toBe('proposed')
  })

  test('nobody ends what the owner asked for', async () => {
    const world = await portalOf(2)
    await world.ownership.request({ ...by(world.olga), candidateId: world.ben })
    expect(await codeOf(propose(world))).toBe('TRANSFER_OPEN')
    expect(await codeOf(approve(world, world.frank))).toBe('NO_OPEN_TRANSFER')
    await world.ownership.confirm({ token: await tokenTo(world, mail('olga')) })
    expect(ownerOf(world)).toBe(world.ben)
  })

  test('nobody proposes twice, or another candidate meanwhile', async () => {
    const world = await waiting()
    for (const candidateId of [world.uma, world.ben]) expect(await codeOf(propose(world, world.fred, candidateId))).toBe('TRANSFER_OPEN')
    expect(await codeOf(world.ownership.resend(by(world.olga)))).toBe('NO_OPEN_TRANSFER')
  })
})

/** Where a proposal can be when the owner comes back, by how many agree. */
const places: Readonly<Record<string, (world: World) => Promise<unknown>>> = {
  'it was proposed': (world) => propose(world),
  'a second one agreed': async (world) => {
    await propose(world)
    await approve(world, world.frank)
  },
  'the waiting began': async (world) => {
    await propose(world)
    await approve(world, world.frank)
    await approve(world, world.fred)
  },
  'the waiting is nearly over': async (world) => {
    await places['the waiting began']?.(world)
    pass(world, 3 * day - 1)
  },
}

describe.each(Object.entries(places))('the owner comes back after %s', (_, arrange) => {
  test('and cancels', async () => {
    const world = await portalOf(3)
    await arrange(world)
    expect((await world.ownership.cancel(by(world.olga))).transfer.status).toBe('cancelled')
    expect(await codeOf(approve(world, world.fred))).toBe('NO_OPEN_TRANSFER')
    pass(world, week)
    await over(world)
    expect([await status(world), ownerOf(world)]).toEqual(['cancelled', world.olga])
    expect((await mailed(world)).filter((line) => line.startsWith('transferCompleted'))).toEqual([])
    sound(world)
  })

  test('and names somebody himself', async () => {
    const world = await portalOf(3)
    await arrange(world)
    await world.ownership.request({ ...by(world.olga), candidateId: world.ben })
    expect(transfers(world).map((row) => row.status)).toEqual(['superseded', 'pending'])
    expect(await codeOf(approve(world, world.fred))).toBe('NO_OPEN_TRANSFER')
    pass(world, 2)
    await over(world)
    await world.ownership.confirm({ token: await tokenTo(world, mail('olga')) })
    pass(world, week)
    await over(world)
    expect(ownerOf(world)).toBe(world.ben)
    sound(world)
  })

  test('and disables those who agreed', async () => {
    const world = await portalOf(3)
    await arrange(world)
    for (const memberId of [world.fatou, world.frank]) await world.administration.disableMember({ ...by(world.olga), memberId })
    pass(world, week)
    await over(world)
    expect([await status(world), ownerOf(world)]).toEqual(['expired', world.olga])
    sound(world)
  })
})
