import { describe, expect, it } from 'vitest'
import { rejection } from '../support/refusals.js'
import { day, hour, password } from './harness.js'
import { created, on, registered, stored, watched, type Watched } from './watching.js'

// What becomes of letters, and what comes of it for the portal.

const dispatched = async (world: Watched): Promise<readonly string[]> => {
  const before = world.mailer.sent.length
  for (let turn = 0; turn < 50; turn++) {
    await world.portico.outbox.dispatch()
    await world.clock.advance(hour)
  }
  return world.mailer.sent.slice(before).map(({ to, subject }) => `${to.address}: ${subject}`)
}

describe('the letter with the link', () => {
  it('is known to be sent when a server took it', async () => {
    const world = await watched({ dispatch: 'by-worker' })
    const portal = await created(world)
    expect((await stored(world, portal)).delivery).toBe('queued')
    await world.portico.outbox.dispatch()
    expect((await stored(world, portal)).delivery).toBe('sent')
  })

  it('is known to have failed when it was given up', async () => {
    const world = await watched({ dispatch: 'by-worker' })
    const portal = await created(world)
    world.mailer.behave('refuse')
    await world.portico.outbox.dispatch()
    expect((await stored(world, portal)).delivery).toBe('queued')
    await dispatched(world)
    expect((await stored(world, portal)).delivery).toBe('failed')
    world.mailer.behave('take')
    await world.registration.resend(on(world, portal))
    await world.portico.outbox.dispatch()
    expect((await stored(world, portal)).delivery).toBe('sent')
  })

  it('is the only one whose delivery is known', async () => {
    const world = await watched({ dispatch: 'by-worker' })
    const portal = await created(world)
    await world.portico.outbox.dispatch()
    const token = await world.tokenOf('paul@example.org')
    world.mailer.behave('refuse')
    await world.registration.complete({ token, loginName: 'paul', password })
    await rejection('REVERIFY_REQUIRED', world.registration.changeEmail({ ...on(world, portal), email: 'new@example.org' }))
    await dispatched(world)
    expect(await stored(world, portal)).toMatchObject({ delivery: 'sent', status: 'active/completed' })
  })

  it.each([
    ['revoked', (world: Watched, portal: { readonly id: string }) => world.registration.revoke(on(world, portal))],
    ['closed', (world: Watched, portal: { readonly id: string }) => world.registration.close(on(world, portal))],
  ])('is not sent any more to a portal that was %s meanwhile', async (_what, happens) => {
    const world = await watched({ dispatch: 'by-worker' })
    const portal = await created(world)
    await happens(world, portal)
    expect(await dispatched(world)).toEqual([])
  })

  it('is not sent for a former link: only the last one is', async () => {
    const world = await watched({ dispatch: 'by-worker' })
    const portal = await created(world)
    await world.registration.resend(on(world, portal))
    await world.portico.outbox.dispatch()
    const tokens = await world.tokensTo('paul@example.org')
    expect(tokens).toHaveLength(1)
    expect(await world.registration.inspect({ token: tokens[0] ?? '' })).toBeDefined()
  })

  it('is sent to a suspended portal, for when it is active again', async () => {
    const world = await watched({ dispatch: 'by-worker' })
    const portal = await created(world)
    await world.registration.suspend(on(world, portal))
    await world.portico.outbox.dispatch()
    expect(await world.tokensTo('paul@example.org')).toHaveLength(1)
  })
})

describe('the letter that asks for a confirmation', () => {
  it('is sent for the last address only, and not when nothing waits any more', async () => {
    const world = await watched({ dispatch: 'by-worker' })
    const { portal } = await (async () => {
      const made = await created(world)
      await world.portico.outbox.dispatch()
      await world.registration.complete({ token: await world.tokenOf('paul@example.org'), loginName: 'paul', password })
      await world.portico.outbox.dispatch()
      return { portal: made }
    })()
    const change = (email: string) => rejection('REVERIFY_REQUIRED', world.registration.changeEmail({ ...on(world, portal), email }))
    await change('first@example.org')
    await change('second@example.org')
    const sent = await dispatched(world)
    expect(sent.filter((one) => one.startsWith('first@'))).toEqual([])
    expect(sent.filter((one) => one.startsWith('second@'))).toHaveLength(1)
    await world.clock.advance(day)
    await change('third@example.org')
    await world.registration.close(on(world, portal))
    expect((await dispatched(world)).filter((one) => one.startsWith('third@'))).toEqual([])
  })
})

describe('limits, where nothing is said about them', () => {
  it('are those of the guide', async () => {
    const seen = new Map<string, readonly [number, number]>()
    const take = (key: string, { limit, per }: { readonly limit: number; readonly per: number }) => {
      const [what = '', of = ''] = JSON.parse(key) as string[]
      seen.set(what === 'letters' ? `${what} ${of}` : what, [limit, per])
      return Promise.resolve({ allowed: true as const })
    }
    const world = await watched({ registration: { rateLimits: { take } } })
    const { portal } = await registered(world)
    await world.registration.signIn({ loginName: 'paul.tremblay', password, caller: '203.0.113.7' })
    await rejection('REVERIFY_REQUIRED', world.registration.changeEmail({ ...on(world, portal), email: 'new@example.org' }))
    expect(Object.fromEntries(seen)).toEqual({
      link: [30, hour],
      caller: [100, hour],
      'login name': [20, hour],
      'letters portal': [5, hour],
      'letters address': [10, hour],
      'letters firm': [1_000, hour],
    })
  })
})
