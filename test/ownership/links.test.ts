import { describe, expect, test } from 'vitest'
import { by, cast, codeOf, day, dump, mail, mailed, ownerOf, portal, requested, rows, sound, tokenTo, type Cast } from './cast.js'
import { all, invalid, use } from './using.js'

describe('a mail scanner', () => {
  test.each([
    ['the owner', 'olga', 'confirm', () => undefined],
    ['the candidate', 'uma', 'accept', (world: Cast, token: string) => world.ownership.confirm({ token })],
  ] as const)('that opens the link of %s a hundred times changes nothing, and then he uses it', async (_, name, purpose, before) => {
    const world = await cast('github')
    await before(world, await requested(world, world.uma))
    const token = await tokenTo(world, mail(name))
    const found = dump(world)
    const answers = [
      ...(await Promise.all(Array.from({ length: 50 }, () => world.ownership.inspect({ token })))),
      ...(await Array.from({ length: 50 }).reduce<Promise<unknown[]>>(
        async (some) => [...(await some), await world.ownership.inspect({ token })],
        Promise.resolve([]),
      )),
    ]
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toHaveProperty('size', 1)
    expect(answers[0]).toEqual({
      purpose,
      portalName: 'The agency',
      ownerName: 'Olga',
      candidateName: 'Uma',
      expiresAt: world.clock.now() + day,
      language: 'en',
    })
    expect(dump(world)).toBe(found)
    expect(await use(world, purpose, token)).toBe('ok')
  })
})

describe('a link that was used', () => {
  test('is used up for everything', async () => {
    const world = await cast()
    const token = await requested(world, world.uma)
    expect(await use(world, 'confirm', token)).toBe('ok')
    for (const name of ['inspect', 'confirm', 'confirm'] as const) expect(await use(world, name, token)).toBe('TOKEN_USED')
    expect([ownerOf(world), (await mailed(world)).length]).toEqual([world.uma, 3])
  })

  test('is worth nothing after a later transfer, also when the portal is his again', async () => {
    const world = await cast()
    const [first, uma] = [await requested(world, world.uma), by(world.uma)]
    await world.ownership.confirm({ token: first })
    await world.ownership.request({ ...uma, candidateId: world.olga })
    expect(await use(world, 'confirm', first)).toBe('TOKEN_USED')
    await world.ownership.confirm({ token: await tokenTo(world, mail('uma')) })
    expect(ownerOf(world)).toBe(world.olga)
    const again = await requested(world, world.uma)
    expect(await use(world, 'confirm', first)).toBe('TOKEN_USED')
    expect(ownerOf(world)).toBe(world.olga)
    expect(await use(world, 'confirm', again)).toBe('ok')
  })

  test.each(['accept', 'decline'] as const)('to %s is used up for both answers, and so is that of the owner', async (answer) => {
    const world = await cast('github')
    const owners = await requested(world, world.uma)
    await world.ownership.confirm({ token: owners })
    const token = await tokenTo(world, mail('uma'))
    expect(await use(world, 'confirm', owners)).toBe('TOKEN_USED')
    expect(await use(world, answer, token)).toBe('ok')
    for (const name of ['inspect', 'accept', 'decline'] as const) expect(await use(world, name, token)).toBe('TOKEN_USED')
    for (const name of ['inspect', 'confirm'] as const) expect(await use(world, name, owners)).toBe('TOKEN_USED')
    expect(ownerOf(world)).toBe(answer === 'accept' ? world.uma : world.olga)
  })

  test('is one link however many use it at once', async () => {
    const world = await cast()
    const token = await requested(world, world.uma)
    const codes = await Promise.all(Array.from({ length: 20 }, () => use(world, 'confirm', token)))
    expect(codes.sort()).toEqual([...Array.from({ length: 19 }, () => 'TOKEN_USED'), 'ok'])
    sound(world)
  })
})

describe('a link that is dead', () => {
  test('because the transfer was cancelled', async () => {
    const world = await cast('github')
    const owners = await requested(world, world.uma)
    await world.ownership.confirm({ token: owners })
    const candidates = await tokenTo(world, mail('uma'))
    await world.ownership.cancel(by(world.olga))
    expect([await all(world, owners), await all(world, candidates)]).toEqual([invalid, invalid])
    await requested(world, world.uma)
    expect([await all(world, owners), await all(world, candidates)]).toEqual([invalid, invalid])
  })

  test('because it was sent again', async () => {
    const world = await cast('github')
    const first = await requested(world, world.uma)
    await world.ownership.resend(by(world.olga))
    const second = await tokenTo(world, mail('olga'))
    expect(second).not.toBe(first)
    expect(await use(world, 'confirm', first)).toBe('TOKEN_SUPERSEDED')
    expect(await use(world, 'inspect', first)).toBe('TOKEN_SUPERSEDED')
    expect(await use(world, 'confirm', second)).toBe('ok')
    const third = await tokenTo(world, mail('uma'))
    await world.ownership.resend(by(world.olga))
    const fourth = await tokenTo(world, mail('uma'))
    for (const name of ['inspect', 'accept', 'decline'] as const) expect(await use(world, name, third)).toBe('TOKEN_SUPERSEDED')
    expect(await use(world, 'accept', fourth)).toBe('ok')
    expect(ownerOf(world)).toBe(world.uma)
  })

  test('because somebody else was named, or the same one again', async () => {
    const world = await cast()
    const first = await requested(world, world.uma)
    const second = await requested(world, world.uma)
    const third = await requested(world, world.ben)
    expect([await use(world, 'confirm', first), await use(world, 'confirm', second)]).toEqual(['TOKEN_SUPERSEDED', 'TOKEN_SUPERSEDED'])
    expect(
      rows(world, 'transfers')
        .map(({ status }) => status)
        .sort(),
    ).toEqual(['pending', 'superseded', 'superseded'])
    expect(await use(world, 'confirm', third)).toBe('ok')
    expect(ownerOf(world)).toBe(world.ben)
  })

  test('after its time: not one millisecond before, and from the very moment on', async () => {
    const world = await cast()
    const token = await requested(world, world.uma)
    const { expiresAt } = await world.ownership.inspect({ token })
    world.clock.set(expiresAt)
    expect([await use(world, 'inspect', token), await use(world, 'confirm', token)]).toEqual(['TOKEN_EXPIRED', 'TOKEN_EXPIRED'])
    // A clock that was ahead and is set right: nothing was written, so the link has its time still.
    world.clock.set(expiresAt - 1)
    expect([await use(world, 'inspect', token), await use(world, 'confirm', token)]).toEqual(['ok', 'ok'])
  })

  test('once it is written that it ended, whatever the clock says later', async () => {
    const world = await cast()
    const token = await requested(world, world.uma)
    const { expiresAt } = await world.ownership.inspect({ token })
    world.clock.set(expiresAt)
    await world.ownership.expire({ portalId: 'agency' })
    world.clock.set(expiresAt - day)
    expect([await use(world, 'inspect', token), await use(world, 'confirm', token)]).toEqual(['TOKEN_EXPIRED', 'TOKEN_EXPIRED'])
    expect(ownerOf(world)).toBe(world.olga)
  })

  test('for a letter that is sent again, the time begins anew', async () => {
    const world = await cast()
    const first = await requested(world, world.uma)
    world.clock.set(world.clock.now() + day - 1)
    const { transfer } = await world.ownership.resend(by(world.olga))
    expect(transfer.expiresAt).toBe(world.clock.now() + day)
    const second = await tokenTo(world, mail('olga'))
    world.clock.set(world.clock.now() + day - 1)
    expect([await use(world, 'confirm', first), await use(world, 'confirm', second)]).toEqual(['TOKEN_SUPERSEDED', 'ok'])
  })
})

describe('a link of another kind', () => {
  test('each of a transfer does its own work only', async () => {
    const world = await cast('github')
    const owners = await requested(world, world.uma)
    expect([await use(world, 'accept', owners), await use(world, 'decline', owners)]).toEqual(['TOKEN_INVALID', 'TOKEN_INVALID'])
    await world.ownership.confirm({ token: owners })
    expect(await use(world, 'confirm', await tokenTo(world, mail('uma')))).toBe('TOKEN_INVALID')
  })

  test('of the administration does nothing here, and the other way round', async () => {
    const world = await cast()
    await world.administration.inviteMember({ ...by(world.olga), email: 'ivy@agency.example', type: 'user' })
    expect(await all(world, await tokenTo(world, 'ivy@agency.example'))).toEqual(invalid)
    expect(await all(world, await tokenTo(world, mail('nina')))).toEqual(invalid)
    const token = await requested(world, world.uma)
    const { administration } = world
    for (const command of [administration.inspectInvitation({ token }), administration.confirmEmail({ token })])
      expect(await codeOf(command)).toBe('TOKEN_INVALID')
    expect(await use(world, 'confirm', token)).toBe('ok')
  })

  test('of another portal changes that portal only', async () => {
    const world = await cast()
    const mine = await requested(world, world.uma)
    await world.ownership.request({ portalId: 'other', actorId: world.otto, candidateId: world.ona })
    const others = await tokenTo(world, 'otto@other.example')
    await world.ownership.confirm({ token: others })
    expect([ownerOf(world), ownerOf(world, 'other')]).toEqual([world.olga, world.ona])
    expect(await use(world, 'confirm', mine)).toBe('ok')
    sound(world)
  })

  test('of another installation is none', async () => {
    const [here, there] = [await cast(), await cast()]
    expect(await all(here, await requested(there, there.uma))).toEqual(invalid)
  })
})

test('a link is bound to its portal: the same people elsewhere are not touched', async () => {
  const world = await cast()
  await portal(world, 'third', 'Olga')
  const token = await requested(world, world.uma)
  const before = rows(world, 'portals').filter(({ id }) => id !== 'agency')
  await world.ownership.confirm({ token })
  expect(rows(world, 'portals').filter(({ id }) => id !== 'agency')).toEqual(before)
})
