import { describe, expect, test } from 'vitest'
import {
  by,
  cast,
  codeOf,
  confirmed,
  day,
  dump,
  hour,
  mail,
  mailed,
  member,
  minute,
  ownerOf,
  portal,
  requested,
  rows,
  sound,
  start,
  transfers,
  type Cast,
  type Instance,
} from './cast.js'

const agency = { portalId: 'agency' }
const pass = (world: Instance, milliseconds: number): void => {
  world.clock.set(world.clock.now() + milliseconds)
}

describe('when time is up', () => {
  test('those who had a letter with a link are told, once', async () => {
    const pending = await cast('github')
    await requested(pending, pending.uma)
    const waiting = await cast('github')
    await confirmed(waiting, 'uma')
    for (const [world, told] of [
      [pending, [`transferExpired to ${mail('olga')}`]],
      [waiting, [`transferExpired to ${mail('olga')}`, `transferExpired to ${mail('uma')}`]],
    ] as const) {
      const before = (await mailed(world)).length
      pass(world, day - 1)
      expect(await world.ownership.expireDue()).toBe(0)
      pass(world, 1)
      expect(await world.ownership.expireDue()).toBe(1)
      expect((await mailed(world)).slice(before).sort()).toEqual(told)
      const after = dump(world)
      expect([await world.ownership.expireDue(), await world.ownership.expireDue()]).toEqual([0, 0])
      expect(dump(world)).toBe(after)
      expect(await world.ownership.current(agency)).toMatchObject({ status: 'expired', expiresAt: null })
      sound(world)
    }
  })

  test('nothing to do is no error, changes nothing and mails nothing', async () => {
    const world = await cast('github')
    const before = dump(world, 'audit')
    await world.ownership.expire(agency)
    expect(dump(world, 'audit')).toBe(before)
    const token = await confirmed(world, 'uma')
    const open = dump(world, 'audit')
    for (let turn = 0; turn < 3; turn++) await world.ownership.expire(agency)
    await world.portico.runtime.settled()
    expect(dump(world, 'audit')).toBe(open)
    await world.ownership.accept({ token })
    const done = await mailed(world)
    pass(world, 30 * day)
    for (let turn = 0; turn < 3; turn++) await world.ownership.expire(agency)
    expect([await mailed(world), ownerOf(world)]).toEqual([done, world.uma])
    expect(await codeOf(world.ownership.expire({ portalId: 'nowhere' }))).toBe('NOT_FOUND')
  })

  test('ten that look at once end it once', async () => {
    const world = await cast('github')
    await confirmed(world, 'uma')
    const before = (await mailed(world)).length
    pass(world, day)
    await Promise.all(Array.from({ length: 10 }, (_, at) => (at % 2 === 0 ? world.ownership.expireDue() : world.ownership.expire(agency))))
    expect((await mailed(world)).slice(before)).toHaveLength(2)
  })

  test('a letter that was not sent in time is never sent', async () => {
    const world = await cast('github')
    world.mailer.behave('refuse')
    await world.ownership.request({ ...by(world.olga), candidateId: world.uma })
    await world.portico.runtime.settled()
    pass(world, day)
    world.mailer.behave('take')
    await world.portico.outbox.dispatch()
    await world.ownership.expireDue()
    expect(await mailed(world)).toEqual([`transferExpired to ${mail('olga')}`])
  })

  test.each<[string, (world: Cast) => Promise<unknown>, readonly string[]]>([
    ['cancelled', (world) => world.ownership.cancel(by(world.olga)), [`transferCancelled to ${mail('olga')}`]],
    ['sent again', (world) => world.ownership.resend(by(world.olga)), [`transferConfirm to ${mail('olga')}`]],
    ['replaced', (world) => world.ownership.request({ ...by(world.olga), candidateId: world.ben }), [`transferConfirm to ${mail('olga')}`]],
  ])('a letter whose transfer was %s before it could be sent is never sent', async (_, happen, sent) => {
    const world = await cast('github')
    world.mailer.behave('refuse')
    await world.ownership.request({ ...by(world.olga), candidateId: world.uma })
    await world.portico.runtime.settled()
    world.mailer.behave('take')
    await happen(world)
    pass(world, hour)
    await world.portico.outbox.dispatch()
    expect(await mailed(world)).toEqual(sent)
    expect(rows(world, 'outbox').filter(({ status }) => status === 'dropped')).toHaveLength(1)
  })

  test('another one can be named at once, also when nobody has looked yet', async () => {
    const world = await cast()
    const first = await requested(world, world.uma)
    pass(world, day)
    const second = await requested(world, world.ben)
    expect(await codeOf(world.ownership.inspect({ token: first }))).toMatch(/^TOKEN_(?:EXPIRED|SUPERSEDED)$/)
    await world.ownership.confirm({ token: second })
    expect(ownerOf(world)).toBe(world.ben)
    sound(world)
  })

  test('`run` ends it, and many at the same time', async () => {
    const world = start({ ownership: 'github' })
    const many = Array.from({ length: 130 }, (_, at) => `portal-${at}`)
    for (const portalId of many) {
      const actorId = await portal(world, portalId, 'Olga')
      const candidateId = await member(world, actorId, 'Uma', { portalId })
      await world.ownership.request({ portalId, actorId, candidateId })
    }
    await world.portico.runtime.settled()
    const stop = new AbortController()
    const errors: unknown[] = []
    const running = world.portico.run({ signal: stop.signal, every: hour, onError: (error) => errors.push(error) })
    await world.clock.advance(day + hour)
    stop.abort()
    await running
    await world.portico.runtime.settled()
    expect(errors).toEqual([])
    for (const portalId of many) expect(transfers(world, portalId).map(({ status }) => status)).toEqual(['expired'])
    expect(world.mailer.sent.filter(({ subject }) => subject.includes('did not take place'))).toHaveLength(many.length)
    sound(world)
  })

  /** Olga's transfer is due, and her portal is not active; Otto's is due a minute later. */
  const blocked = async (stopped: 'suspendPortal' | 'deletePortal'): Promise<Cast> => {
    const world = await cast({ preset: 'github', breakGlass: { quorum: 2, waiting: day } })
    await world.ownership.propose({ ...by(world.fatou), candidateId: world.uma })
    await world.ownership.approve({ ...by(world.frank), candidateId: world.uma })
    world.clock.set(world.clock.now() + minute)
    await world.ownership.request({ portalId: 'other', actorId: world.otto, candidateId: world.ona })
    await world.administration[stopped](by(world.olga))
    await world.portico.runtime.settled()
    pass(world, day)
    return world
  }

  test.each(['suspendPortal', 'deletePortal'] as const)(
    'what waits in a portal after `%s` does not keep others waiting',
    async (stopped) => {
      const world = await blocked(stopped)
      for (const limit of [1, 1, 1, undefined]) await world.ownership.expireDue(limit).catch(() => 0)
      expect(transfers(world, 'other').map(({ status }) => status)).toEqual(['expired'])
      expect(ownerOf(world)).toBe(world.olga)
    },
  )

  test.each(['suspendPortal', 'deletePortal'] as const)('`run` comes to rest after `%s`, and the owner stays', async (stopped) => {
    const world = await blocked(stopped)
    let turns = 0
    while (turns < 20 && (await world.ownership.expireDue()) > 0) turns++
    expect(turns).toBeLessThan(20)
    const rest = dump(world)
    await world.ownership.expireDue()
    expect(dump(world)).toBe(rest)
    expect(ownerOf(world)).toBe(world.olga)
  })

  test('a waiting that is looked at again and again while its portal is suspended keeps nobody waiting, and ends when the portal is active again', async () => {
    const world = await blocked('suspendPortal')
    for (let turn = 0; turn < 50; turn++) {
      await world.ownership.expireDue()
      sound(world)
      pass(world, hour)
    }
    await world.ownership.request({ portalId: 'other', actorId: world.otto, candidateId: world.ona })
    pass(world, day)
    await world.ownership.expireDue()
    expect(transfers(world, 'other').map(({ status }) => status)).toEqual(['expired', 'expired'])
    expect([ownerOf(world), transfers(world).map(({ status }) => status)]).toEqual([world.olga, ['waiting']])
    await world.administration.reactivatePortal(by(world.olga))
    for (let turn = 0; turn < 3; turn++) {
      pass(world, hour)
      await world.ownership.expireDue()
    }
    expect(transfers(world).map(({ status }) => status)).not.toEqual(['waiting'])
    sound(world)
  })

  test.each(['pending', 'confirmed'] as const)('a transfer that is %s in a suspended portal ends too', async (status) => {
    const world = await cast('github')
    const token = status === 'pending' ? await requested(world, world.uma) : await confirmed(world, 'uma')
    await world.administration.suspendPortal(by(world.olga))
    pass(world, day)
    await world.ownership.expireDue()
    await world.administration.reactivatePortal(by(world.olga))
    expect(await codeOf(world.ownership.inspect({ token }))).toBe('TOKEN_EXPIRED')
    expect([await world.ownership.expireDue(), ownerOf(world)]).toEqual([0, world.olga])
  })
})
