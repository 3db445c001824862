import type { Holder } from 'portico/server'
import { describe, expect, it } from 'vitest'
import { rejection } from '../support/refusals.js'
import { asked, features, holders } from './harness.js'
import { created, stored, watched, type Watched } from './watching.js'

// What the application answers about holders and licences, and what becomes of answers that are none.

const creating = (world: Watched, holderId = 'paul') => world.registration.create({ ...asked(world.ids.admin), kind: 'staff', holderId })

describe('a holder', () => {
  it('whose name has lines, marks or too much of it stands in one line, of 200 letters at most', async () => {
    const world = await watched()
    world.holders.set('paul', { ...holders.paul, name: ` \u0000Paul\r\n\u2028Tremblay\t\ud800${'x'.repeat(300)}` })
    const { name } = await stored(world, await created(world))
    expect(name).toBe(`Paul Tremblay ${'x'.repeat(300)}`.slice(0, 200))
  })

  it('whose name is too long is not cut through a character', async () => {
    const world = await watched()
    for (const [name, kept] of [
      [`${'x'.repeat(199)}😀`, 'x'.repeat(199)],
      [`${'x'.repeat(198)}😀`, `${'x'.repeat(198)}😀`],
    ] as const) {
      world.holders.set('paul', { ...holders.paul, name })
      const portal = await created(world)
      expect((await stored(world, portal)).name).toBe(kept)
      await world.registration.close({ ...asked(world.ids.admin), holderPortalId: portal.id })
    }
  })

  it('is nobody where the application answers with somebody else', async () => {
    const world = await watched()
    world.holders.set('paul', holders.marie)
    const error = await rejection('HOLDER_NOT_FOUND', creating(world))
    expect([error.message, error.details]).toEqual(['there is no holder `paul`', { holderId: 'paul' }])
  })

  it.each([
    ['no record', { surprise: 1 }],
    ['a record without an id', { ...holders.paul, id: '' }],
    ['a record without a name', { ...holders.paul, name: undefined }],
    ['a text', 'paul'],
  ])('that is %s could not be asked, and the error has its cause', async (_what, answer) => {
    const world = await watched()
    world.holders.set('paul', answer as unknown as Holder)
    const error = await rejection('HOLDERS_UNAVAILABLE', creating(world))
    expect(error.message).toBe('the holders could not be asked')
    expect(error.cause).toBeInstanceOf(Error)
    expect(await world.rows('holderPortals')).toEqual([])
  })

  it('who is not answered for in time could not be asked', async () => {
    const world = await watched({ registration: { holders: { get: () => new Promise<never>(() => undefined) } } })
    const asking = creating(world)
    const settled = Promise.allSettled([asking])
    for (let turn = 0; turn < 50; turn++) await world.clock.advance(1_000)
    await settled
    const error = await rejection('HOLDERS_UNAVAILABLE', asking)
    expect((error.cause as Error).message).toMatch(/^no answer within \d+ ms$/)
  })
})

describe('the licences', () => {
  it('are those of the firm’s portal where there is no port for them', async () => {
    const world = await watched({ licences: undefined } as never)
    await created(world)
    const administration = world.portico.administration
    await administration.createPortal({
      portalId: 'poor',
      name: 'Poor',
      owner: { name: 'Otto', email: 'otto@example.org', emailVerified: true },
    })
    const [owner] = (await world.storage.find('members', 'byPortal', { portalId: 'poor' })).items
    world.holders.set('poor/paul', holders.paul)
    const asking = world.registration.create({ portalId: 'poor', actorId: owner?.row.id ?? '', kind: 'staff', holderId: 'paul' })
    await rejection('LICENSE_MISSING', asking)
  })

  it('that are no licences could not be asked', async () => {
    let answer: unknown = { features }
    const world = await watched({ licences: { of: () => Promise.resolve(answer as never) } })
    for (const nonsense of [
      ...[undefined, {}, { features: 'all' }],
      ...[
        { features: [], seats: { staffPortals: -1 } },
        { features: [], seats: { staffPortals: 1.5 } },
      ],
    ]) {
      answer = nonsense
      const error = await rejection('LICENSE_UNKNOWN', creating(world))
      expect(error.message).toBe('the licences could not be asked')
      expect(error.cause).toBeInstanceOf(Error)
    }
  })
})

describe('the limits', () => {
  it('that answer with nonsense refuse', async () => {
    for (const answer of [undefined, true, {}, { allowed: 'yes' }, { allowed: false }, { allowed: false, retryAfter: -1 }]) {
      const world = await watched({ registration: { rateLimits: { take: () => Promise.resolve(answer as never) } } })
      const error = await rejection('RATE_LIMITS_UNAVAILABLE', world.registration.signIn({ loginName: 'paul', password: 'whatever it is' }))
      expect(error.message).toBe('the rate limits could not be asked')
    }
  })
})
