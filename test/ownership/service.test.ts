import { describe, expect, test } from 'vitest'
import { storageOf } from '../../src/adapters/memory/storage.js'
import {
  audit,
  by,
  cast,
  codeOf,
  confirmed,
  day,
  dump,
  give,
  mail,
  memberOf,
  requested,
  rows,
  sound,
  tokenTo,
  transfers,
  type Cast,
} from './cast.js'

const agency = { portalId: 'agency' }
describe('a command', () => {
  test.each([
    'request',
    'inspect',
    'confirm',
    'accept',
    'decline',
    'cancel',
    'resend',
    'propose',
    'approve',
    'expire',
    'current',
    'blockingOwnerships',
  ] as const)('`%s` answers what is not well-formed with a rejection, and changes nothing', async (name) => {
    const world = await cast({ breakGlass: { quorum: 2, waiting: day } })
    const before = dump(world)
    for (const input of [
      undefined,
      null,
      5,
      'agency',
      [],
      {},
      { portalId: 5 },
      { ...by(world.olga), candidateId: world.uma, more: 1 },
      { portalId: '', actorId: '', candidateId: '' },
    ]) {
      let answer: unknown
      expect(() => {
        answer = give(world.ownership, name, input)
      }).not.toThrow()
      expect(await codeOf(answer as Promise<unknown>)).toBe('INPUT_INVALID')
    }
    expect(dump(world)).toBe(before)
  })

  test('with an idempotency key is done once, and its answer is given again', async () => {
    const world = await cast('github')
    const click = { ...by(world.olga), candidateId: world.uma, idempotencyKey: 'click' }
    const first = await world.ownership.request(click)
    expect(await world.ownership.request(click)).toEqual(first)
    expect(transfers(world)).toHaveLength(1)
    expect(await codeOf(world.ownership.request({ ...click, candidateId: world.ben }))).toBe('IDEMPOTENCY_MISMATCH')
    const again = { ...by(world.olga), idempotencyKey: 'again' }
    expect(await world.ownership.resend(again)).toEqual(await world.ownership.resend(again))
    expect(transfers(world).map(({ generation }) => generation)).toEqual([2])
    const stop = { ...by(world.olga), idempotencyKey: 'stop' }
    const cancelled = await world.ownership.cancel(stop)
    const next = await world.ownership.request({ ...by(world.olga), candidateId: world.ben })
    expect(await world.ownership.cancel(stop)).toEqual(cancelled)
    expect((await world.ownership.current(agency))?.id).toBe(next.transfer.id)
  })

  test('leaves a record of who did what, and the link says nobody', async () => {
    const world = await cast('github')
    const from = audit(world).length
    await world.ownership.request({ ...by(world.olga), candidateId: world.uma, correlationId: 'form 5' })
    await world.ownership.confirm({ token: await tokenTo(world, mail('olga')) })
    await world.ownership.resend(by(world.olga))
    await world.ownership.accept({ token: await tokenTo(world, mail('uma')) })
    const id = transfers(world)[0]?.id
    const said = audit(world).slice(from)
    expect(said.map(({ actorId, before, after }) => [actorId, before, after])).toEqual([
      [world.olga, null, 'pending'],
      [null, 'pending', 'confirmed'],
      [world.olga, 'confirmed', 'confirmed'],
      [null, 'confirmed', 'completed'],
    ])
    for (const record of said) expect(record).toMatchObject({ outcome: 'accepted', subject: 'transfers', subjectId: id })
    expect(said[0]?.correlationId).toBe('form 5')
  })

  test('`current` follows the transfer', async () => {
    const world = await cast('github')
    const seen = async () => (await world.ownership.current(agency))?.status
    expect(await seen()).toBeUndefined()
    await requested(world, world.ben)
    expect(await seen()).toBe('pending')
    await confirmed(world, 'uma')
    expect(await seen()).toBe('confirmed')
    await world.ownership.cancel(by(world.olga))
    expect(await seen()).toBe('cancelled')
    expect(await world.ownership.current({ portalId: 'other' })).toBeUndefined()
  })
})

describe('a member who owns a portal', () => {
  const commands = {
    disableMember: (world: Cast) => world.administration.disableMember({ ...by(world.fatou), memberId: world.olga }),
    deleteMember: (world: Cast) => world.administration.deleteMember({ ...by(world.fatou), memberId: world.olga }),
    convertToGuest: (world: Cast) => world.administration.convertToGuest({ ...by(world.fatou), memberId: world.olga }),
    leave: (world: Cast) => world.administration.leave(by(world.olga)),
  }

  test.each(Object.keys(commands) as (keyof typeof commands)[])(
    'is refused by `%s`, and is a member like others after a transfer',
    async (name) => {
      const world = await cast({ formerOwner: 'user' })
      const { administration, olga, fatou } = world
      await administration.configurePortal({ ...by(olga), options: { administratorsMayDisablePeers: true } })
      expect(await codeOf(commands[name](world))).toBe('MEMBER_IS_OWNER')
      const [blocking] = await world.ownership.blockingOwnerships({ memberId: olga })
      expect(blocking).toEqual({ portalId: 'agency', portalName: 'The agency', blocks: Object.keys(commands), transfer: null })
      const token = await requested(world, world.uma)
      expect(await codeOf(commands[name](world))).toBe('MEMBER_IS_OWNER')
      await world.ownership.confirm({ token })
      expect(await world.ownership.blockingOwnerships({ memberId: olga })).toEqual([])
      if (name === 'deleteMember') await administration.disableMember({ ...by(fatou), memberId: olga })
      expect(await codeOf(commands[name](world))).toBe('ok')
      expect(memberOf(world, olga)?.status).toBe(name === 'convertToGuest' ? 'active' : name === 'deleteMember' ? undefined : 'disabled')
      expect(await codeOf(administration.disableMember({ ...by(fatou), memberId: world.uma }))).toBe('MEMBER_IS_OWNER')
      sound(world)
    },
  )

  test('is listed with every portal that he owns, and the transfer that would end it', async () => {
    const world = await cast()
    const storage = storageOf(world.kept)
    const one = memberOf(world, world.olga) ?? expect.fail('no Olga')
    const first = rows(world, 'portals').find(({ id }) => id === 'agency') ?? expect.fail('no agency')
    for (const portalId of ['b', 'c', 'd'])
      await storage.commit([
        { op: 'insert', table: 'members', row: { ...one, portalId } },
        {
          op: 'insert',
          table: 'portals',
          row: {
            ...first,
            portalId,
            id: portalId,
            name: `The ${portalId}`,
            status: portalId === 'c' ? 'suspended' : portalId === 'd' ? 'deleted' : 'active',
          },
        },
      ])
    const { transfer } = await world.ownership.request({ ...by(world.olga), candidateId: world.uma })
    await world.portico.runtime.settled()
    const all = await world.ownership.blockingOwnerships({ memberId: world.olga })
    expect(all.map(({ portalId, transfer: open }) => [portalId, open?.id ?? null]).sort()).toEqual([
      ['agency', transfer.id],
      ['b', null],
      ['c', null],
    ])
    expect((await world.ownership.blockingOwnerships({ memberId: world.olga, portalId: 'b' })).map(({ portalId }) => portalId)).toEqual([
      'b',
    ])
    for (const portalId of ['d', 'other', 'nowhere'])
      expect(await world.ownership.blockingOwnerships({ memberId: world.olga, portalId })).toEqual([])
    for (const memberId of [world.uma, world.fatou, 'nobody']) expect(await world.ownership.blockingOwnerships({ memberId })).toEqual([])
    await world.ownership.cancel(by(world.olga))
    expect((await world.ownership.blockingOwnerships({ memberId: world.olga, portalId: 'agency' }))[0]?.transfer).toBeNull()
  })

  test('is listed while a break-glass waits, with what became of the notice', async () => {
    const world = await cast({ breakGlass: { quorum: 2, waiting: day } })
    await world.ownership.propose({ ...by(world.fatou), candidateId: world.uma })
    expect((await world.ownership.blockingOwnerships({ memberId: world.olga }))[0]?.transfer).toMatchObject({
      status: 'proposed',
      delivery: 'sending',
    })
  })
})
