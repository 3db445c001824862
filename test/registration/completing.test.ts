import { describe, expect, it } from 'vitest'
import { rejection } from '../support/refusals.js'
import { asked, fakeHasher, holders, password } from './harness.js'
import { created, on, registered, statusOf, stored, watched, type Watched } from './watching.js'

// Registering, while other things happen: the attempt is counted, evaluated, and only then decided again.

const registering = (token: string, loginName = 'paul.tremblay', chosen = password) => ({ token, loginName, password: chosen })
const blocked = 'a password of some list'

interface Begun extends Watched {
  readonly portal: { readonly id: string }
  readonly token: string
  /** What happens, once, while the next password is evaluated. */
  meanwhile: (() => Promise<unknown>) | undefined
}

/** Paul has a link. `maxAttempts` as said. */
async function begin(maxAttempts = 10): Promise<Begun> {
  const state: { begun?: Begun } = {}
  const aside = async (): Promise<void> => {
    const run = state.begun?.meanwhile
    if (state.begun) state.begun.meanwhile = undefined
    await run?.()
  }
  const list = { reasonAgainst: async (given: string) => (await aside(), given === blocked ? 'listed' : undefined) }
  const hash = async (text: string) => (await aside(), fakeHasher.hash(text))
  const world = await watched({
    passwords: { ...fakeHasher, hash },
    passwordRules: { blockLists: [{ list, onFailure: 'refuse' }] },
    registration: { maxAttempts },
  })
  const portal = await created(world)
  const token = await world.tokenOf('paul@example.org')
  state.begun = { ...world, portal, token, meanwhile: undefined }
  return state.begun
}

describe('while a password is hashed', () => {
  it.each([
    ['resent', 'TOKEN_INVALID', (world: Begun) => world.registration.resend(on(world, world.portal))],
    ['revoked', 'TOKEN_INVALID', (world: Begun) => world.registration.revoke(on(world, world.portal))],
    ['suspended', 'PORTAL_SUSPENDED', (world: Begun) => world.registration.suspend(on(world, world.portal))],
    ['closed', 'TOKEN_INVALID', (world: Begun) => world.registration.close(on(world, world.portal))],
    ['in a suspended firm', 'PORTAL_NOT_ACTIVE', (world: Begun) => world.portico.administration.suspendPortal(asked(world.ids.owner))],
  ] as const)('a portal that is %s is not registered', async (_what, code, happens) => {
    const world = await begin()
    world.meanwhile = () => happens(world)
    await rejection(code, world.registration.complete(registering(world.token)))
    expect(await statusOf(world, world.portal)).not.toBe('active/completed')
    expect(await world.rows('credentials')).toEqual([])
    expect(await world.rows('loginNames')).toEqual([])
  })

  it('somebody else may take the login name: that is told, and costs the attempt', async () => {
    const world = await begin()
    await created(world, { holderId: 'marie' })
    const other = await world.tokenOf('marie@example.org')
    world.meanwhile = () => world.registration.complete(registering(other))
    const error = await rejection('LOGIN_NAME_TAKEN', world.registration.complete(registering(world.token)))
    expect(error.message).toBe('somebody else has this login name')
    expect(await stored(world, world.portal)).toMatchObject({ status: 'unregistered/open', attempts: 1 })
  })
})

describe('a bad attempt', () => {
  it('is told its own reason when another one has locked the registration meanwhile', async () => {
    const world = await begin(2)
    world.meanwhile = () => rejection('PASSWORD_TOO_SHORT', world.registration.complete(registering(world.token, 'paul', 'short')))
    const error = await rejection('PASSWORD_BLOCKED', world.registration.complete(registering(world.token, 'paul', blocked)))
    expect(error.details).toMatchObject({ reason: 'listed' })
    expect(await stored(world, world.portal)).toMatchObject({ status: 'unregistered/locked', attempts: 2 })
  })

  it('is told its own reason when the portal was registered meanwhile, which stays so', async () => {
    const world = await begin(2)
    world.meanwhile = () => world.registration.complete(registering(world.token))
    await rejection('PASSWORD_BLOCKED', world.registration.complete(registering(world.token, 'paul', blocked)))
    expect(await statusOf(world, world.portal)).toBe('active/completed')
  })

  it('with a former link does not lock the next one', async () => {
    const world = await begin(1)
    world.meanwhile = async () => {
      await world.registration.resend(on(world, world.portal))
      const next = await world.tokenOf('paul@example.org')
      world.meanwhile = async () => {
        // The attempt with the new link is counted, and being evaluated.
        expect((await stored(world, world.portal)).attempts).toBe(1)
        await rejection('TOKEN_INVALID', world.registration.complete(registering(world.token, 'paul', 'short')))
      }
      await world.registration.complete(registering(next))
    }
    await rejection('PASSWORD_BLOCKED', world.registration.complete(registering(world.token, 'paul', blocked)))
    expect(await statusOf(world, world.portal)).toBe('active/completed')
  })

  it('with a former link, evaluated when the new one is, does not lock it', async () => {
    const world = await begin(1)
    let next = ''
    let second: Promise<unknown> = Promise.resolve()
    let evaluated = (): void => undefined
    const gate = new Promise<void>((resolve) => (evaluated = resolve))
    world.meanwhile = async () => {
      await world.registration.resend(on(world, world.portal))
      next = await world.tokenOf('paul@example.org')
      let counted = (): void => undefined
      const begun = new Promise<void>((resolve) => (counted = resolve))
      world.meanwhile = async () => {
        counted()
        await gate
      }
      second = world.registration.complete(registering(next))
      await begun
    }
    await rejection('PASSWORD_BLOCKED', world.registration.complete(registering(world.token, 'paul', blocked)))
    expect(await statusOf(world, world.portal)).toBe('unregistered/open')
    evaluated()
    await second
    expect(await statusOf(world, world.portal)).toBe('active/completed')
  })

  it('is written down with its reason', async () => {
    const world = await begin()
    const { portal, token } = world
    await rejection('PASSWORD_BLOCKED', world.registration.complete({ ...registering(token, 'paul', blocked), correlationId: 'trace' }))
    await rejection('LOGIN_NAME_INVALID', world.registration.complete({ ...registering(token, '?'), correlationId: 'trace' }))
    const told = (await world.rows('audit')).filter(({ correlationId }) => correlationId === 'trace')
    expect(told.map(({ command, outcome, code, subject, subjectId }) => [command, outcome, code, subject, subjectId])).toEqual([
      ['attemptRegistration', 'accepted', null, 'holderPortals', portal.id],
      ['completeRegistration', 'refused', 'PASSWORD_BLOCKED', 'holderPortals', portal.id],
      ['attemptRegistration', 'accepted', null, 'holderPortals', portal.id],
      ['completeRegistration', 'refused', 'LOGIN_NAME_INVALID', 'holderPortals', portal.id],
    ])
  })
})

describe('an attempt in a suspended firm', () => {
  it('is refused before it counts, by the page and by the form, and written down', async () => {
    const world = await begin()
    await world.portico.administration.suspendPortal(asked(world.ids.owner))
    await rejection('PORTAL_NOT_ACTIVE', world.registration.inspect({ token: world.token }))
    await rejection('PORTAL_NOT_ACTIVE', world.registration.complete({ ...registering(world.token), correlationId: 'trace' }))
    expect((await stored(world, world.portal)).attempts).toBe(0)
    const told = (await world.rows('audit')).filter(({ correlationId }) => correlationId === 'trace')
    expect(told).toMatchObject([
      { command: 'attemptRegistration', code: 'PORTAL_NOT_ACTIVE', subject: 'holderPortals', subjectId: world.portal.id },
    ])
  })
})

describe('what registering is given', () => {
  it('is told by its name where it is something else', async () => {
    const { registration, token } = await begin()
    for (const input of ['text', null, { token, loginName: 1, password }, { ...registering(token), surprise: 1 }])
      expect((await rejection('INPUT_INVALID', registration.complete(input as never))).message).toMatch(/^not what `complete` is given/)
    for (const input of [registering(token, ''), registering(token, 'paul', '')])
      expect((await rejection('INPUT_INVALID', registration.complete(input))).message).toBe('a login name and a password are needed')
  })

  it('is counted by the hash of the link, as it is stored', async () => {
    const keys: string[] = []
    const take = (key: string) => (keys.push(key), Promise.resolve({ allowed: true as const }))
    const world = await watched({ registration: { rateLimits: { take } } })
    await created(world)
    const token = await world.tokenOf('paul@example.org')
    const [row] = await world.rows('tokens')
    keys.length = 0
    await world.registration.complete(registering(token))
    expect(keys).toEqual([JSON.stringify(['link', row?.hash])])
  })
})

describe('a login name that was kept for the holder of a former portal', () => {
  it('is reserved for everybody else, and says so', async () => {
    const world = await begin()
    await world.registration.complete(registering(world.token))
    await world.registration.close(on(world, world.portal))
    await created(world, { holderId: 'marie' })
    const marie = await world.tokenOf('marie@example.org')
    const error = await rejection('LOGIN_NAME_RESERVED', world.registration.complete(registering(marie)))
    expect(error.message).toBe('this login name is reserved')
    const again = await created(world)
    await world.registration.complete(registering(await world.tokenOf('paul@example.org')))
    expect(await statusOf(world, again)).toBe('active/completed')
    expect(await world.rows('loginNames')).toMatchObject([{ key: 'paul.tremblay', accountId: again.id, keptFor: null, keptUntil: null }])
  })

  it('is his when he is of another kind by then', async () => {
    const world = await watched()
    const { portal } = await registered(world, { kind: 'contact', holderId: 'tom' }, { loginName: 'tom.cote', address: 'tom@example.com' })
    await world.registration.close(on(world, portal))
    expect((await world.rows('loginNames')).map(({ keptFor }) => keptFor)).toEqual(['["roy","tom"]'])
    world.holders.set('tom', { ...holders.tom, kind: 'client' })
    await created(world, { kind: 'client', holderId: 'tom' })
    const token = await world.tokenOf('tom@example.com')
    await world.registration.complete({ token, loginName: 'tom.cote', password })
    expect((await world.rows('loginNames')).map(({ key, keptFor }) => [key, keptFor])).toEqual([['tom.cote', null]])
  })
})
