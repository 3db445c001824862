import { createHash, randomBytes } from 'node:crypto'
import { memoryStorage } from 'portico/memory'
import { mintToken, type Storage } from 'portico/server'
import { describe, expect, it, vi } from 'vitest'
import { rejection } from '../support/refusals.js'
import { firm, hour, password, services, start } from './harness.js'
import { created, on, refusedUnchanged, statusIn, statusOf, stored, watched, type Watched } from './watching.js'

// Situations of `cases.tsv`, by their ids: tokens, their purpose, expiry, resend and revoke.

const registering = (token: unknown) => ({ token: token as string, loginName: 'paul.tremblay', password })
async function invited(): Promise<Watched & { readonly portal: { readonly id: string }; readonly token: string }> {
  const world = await watched()
  const portal = await created(world)
  return { ...world, portal, token: await world.tokenOf('paul@example.org') }
}

describe('a token', () => {
  it('R030 at random is invalid, changes nothing, and counts for its caller', async () => {
    const world = await watched({ registration: { limits: { caller: { limit: 3, per: hour } } } })
    await created(world)
    const token = randomBytes(32).toString('base64url')
    const calling = (caller: string) => () => world.registration.complete({ ...registering(token), caller })
    for (const caller of ['same', 'same', 'same']) await refusedUnchanged(world, 'TOKEN_INVALID', calling(caller))
    await refusedUnchanged(world, 'TOKEN_INVALID', () => world.registration.inspect({ token }))
    await refusedUnchanged(world, 'RATE_LIMITED', calling('same'))
    await refusedUnchanged(world, 'TOKEN_INVALID', calling('another'))
  })

  it.each([
    ['empty', ''],
    ['undefined', undefined],
    ['null', null],
    ['a list', ['a']],
    ['an object', { $ne: null }],
    ['a number', 1],
    ['a megabyte', 'A'.repeat(1_000_000)],
    ['too short', 'A'.repeat(42)],
    ['too long', 'A'.repeat(44)],
  ])('R031 that is %s is invalid before anything is looked up', async (_name, token) => {
    const { registration, log } = await invited()
    const before = log.asked.length
    await rejection('TOKEN_INVALID', registration.complete(registering(token)))
    await rejection('TOKEN_INVALID', registration.inspect({ token: token as string }))
    for (const ask of ['inspectConfirmation', 'confirm'] as const)
      await rejection('TOKEN_INVALID', registration[ask]({ token: token as string }))
    expect(log.asked).toHaveLength(before)
  })

  it('R031 that is left out is invalid too', async () => {
    const { registration } = await watched()
    const none = {} as { readonly token: string }
    for (const ask of ['inspect', 'inspectConfirmation', 'confirm'] as const) await rejection('TOKEN_INVALID', registration[ask](none))
    await rejection('TOKEN_INVALID', registration.complete({ loginName: 'paul', password } as ReturnType<typeof registering>))
  })

  it('R032 is compared as text, not by the bytes that it stands for', async () => {
    const world = await invited()
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const last = letters.indexOf(world.token.slice(-1))
    // The last letter of 43 has two bits that no byte has.
    const same = [1, 2, 3].map((bits) => world.token.slice(0, -1) + (letters[last ^ bits] ?? ''))
    expect(new Set(same.map((one) => Buffer.from(one, 'base64url').toString('hex')))).toEqual(
      new Set([Buffer.from(world.token, 'base64url').toString('hex')]),
    )
    for (const token of [...same, `${world.token}\n`, `${world.token} `, ` ${world.token}`, `${world.token}==`, `${world.token}\u0000`])
      await refusedUnchanged(world, 'TOKEN_INVALID', () => world.registration.complete(registering(token)))
    await world.registration.complete(registering(world.token))
  })

  it('R033 has its case', async () => {
    const world = await invited()
    for (const token of [world.token.toLowerCase(), world.token.toUpperCase()])
      await refusedUnchanged(world, 'TOKEN_INVALID', () => world.registration.complete(registering(token)))
  })

  it('R035 is 43 letters of 32 bytes of the source of random numbers, and never the same', async () => {
    const [asked, seen, unsafe] = [[] as number[], new Set<string>(), vi.spyOn(Math, 'random')]
    const random = { bytes: (count: number) => (asked.push(count), new Uint8Array(randomBytes(count))) }
    for (let turn = 0; turn < 100_000; turn++) seen.add(mintToken(random))
    expect(seen.size).toBe(100_000)
    expect([...seen].every((token) => /^[A-Za-z0-9_-]{43}$/.test(token))).toBe(true)
    expect(new Set(asked)).toEqual(new Set([32]))
    const world = await firm(memoryStorage(), { random })
    await created(world)
    await world.tokenOf('paul@example.org')
    expect(unsafe).not.toHaveBeenCalled()
    unsafe.mockRestore()
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('no entropy')
      },
    ],
    ['gives too few bytes', (count: number) => new Uint8Array(count - 1)],
    ['gives none', () => new Uint8Array(0)],
  ] as const)('R036 is not made when the source %s: nothing is created', async (_name, bytes) => {
    let broken = false
    const world = await watched({ random: { bytes: (count) => (broken ? bytes(count) : new Uint8Array(randomBytes(count))) } })
    broken = true
    const [before, mails] = [await world.dump(), world.mailer.sent.length]
    await rejection('RANDOM_FAILURE', created(world))
    expect(await world.dump()).toBe(before)
    expect(world.mailer.sent).toHaveLength(mails)
  })

  it('R039 opens its own portal only, for its own purpose only', async () => {
    const world = await invited()
    const other = await created(world, { holderId: 'marie' })
    const naming = { ...registering(world.token), holderPortalId: other.id }
    await refusedUnchanged(world, 'INPUT_INVALID', () => world.registration.complete(naming))
    await refusedUnchanged(world, 'TOKEN_INVALID', () => world.registration.inspectConfirmation({ token: world.token }))
    await refusedUnchanged(world, 'TOKEN_INVALID', () => world.registration.confirm({ token: world.token }))
    await refusedUnchanged(world, 'TOKEN_INVALID', () => world.portico.administration.inspectInvitation({ token: world.token }))
    expect(await world.registration.complete(registering(world.token))).toMatchObject({ holderPortalId: world.portal.id })
    expect(await statusOf(world, other)).toBe('unregistered/open')
  })

  it('is stored as the hash of its purpose and itself, and nowhere else', async () => {
    const world = await invited()
    const [row] = await world.rows('tokens')
    expect(row?.hash).toBe(createHash('sha256').update(`register\0${world.token}`).digest('hex'))
    expect(JSON.stringify(await world.records())).not.toContain(world.token)
  })
})

/** A storage that gives this for the end of a link, in records of this table. */
function spoiling(spoil: { readonly spoiled: string; readonly value: unknown }): Storage {
  const storage = memoryStorage()
  const read = <S extends { readonly row: object }>(table: string, found: S): S =>
    table === spoil.spoiled ? { ...found, row: { ...found.row, expiresAt: spoil.value } } : found
  return {
    ...storage,
    get: async (table, ...what) => {
      const found = await storage.get(table, ...what)
      return found && read(table, found)
    },
    find: async (table, ...what) => {
      const page = await storage.find(table, ...what)
      return { ...page, items: page.items.map((item) => read(table, item)) }
    },
  }
}

describe('expiry', () => {
  it('R042 lets in until the last millisecond', async () => {
    const world = await invited()
    world.clock.set(start + 24 * hour - 1)
    await world.registration.complete(registering(world.token))
  })

  it.each([0, 1])('R043 is at the end itself, and %i ms later; then another link is sent', async (later) => {
    const world = await invited()
    world.clock.set(start + 24 * hour + later)
    await rejection('TOKEN_EXPIRED', world.registration.inspect({ token: world.token }))
    await rejection('TOKEN_EXPIRED', world.registration.complete(registering(world.token)))
    await world.registration.system.expireDue()
    expect(await statusOf(world, world.portal)).toBe('unregistered/expired')
    await rejection('TOKEN_EXPIRED', world.registration.complete(registering(world.token)))
    expect(statusIn(await world.registration.resend(on(world, world.portal)))).toBe('unregistered/open')
    await rejection('TOKEN_INVALID', world.registration.complete(registering(world.token)))
    await world.registration.complete(registering(await world.tokenOf('paul@example.org')))
  })

  it.each([0, -1, NaN, Infinity, '7d', 604_800_001, 999, null])('R045 is never %s: refused when the services are built', (link) => {
    expect(() => services(memoryStorage(), { limits: { link: link as number } })).toThrow(
      expect.objectContaining({ code: 'SETTINGS_INVALID' }),
    )
  })

  it.each([null, undefined])('R046 that is stored as %s has passed', async (value) => {
    const spoil = { spoiled: '', value }
    const world = await watched({}, spoiling(spoil))
    const portal = await created(world)
    const token = await world.tokenOf('paul@example.org')
    spoil.spoiled = 'holderPortals'
    await rejection('TOKEN_EXPIRED', world.registration.inspect({ token }))
    await rejection('TOKEN_EXPIRED', world.registration.complete(registering(token)))
    spoil.spoiled = ''
    expect(await statusOf(world, portal)).toMatch(/^unregistered/)
    expect(await world.rows('credentials')).toEqual([])
    expect(await world.audit()).toContainEqual(expect.objectContaining({ outcome: 'refused', code: 'TOKEN_EXPIRED' }))
    // The end of the portal's record counts; what the link's own record says of it does not.
    spoil.spoiled = 'tokens'
    world.clock.set(start + 24 * hour)
    await rejection('TOKEN_EXPIRED', world.registration.complete(registering(token)))
  })

  it('R047 stays when the clock goes back', async () => {
    const world = await invited()
    world.clock.set(start + 24 * hour)
    await world.registration.system.expireDue()
    world.clock.set(start + 22 * hour)
    await rejection('TOKEN_EXPIRED', world.registration.inspect({ token: world.token }))
    await rejection('TOKEN_EXPIRED', world.registration.complete(registering(world.token)))
    await world.registration.system.expireDue()
    expect(await statusOf(world, world.portal)).toBe('unregistered/expired')
  })

  it('R049 is 24 hours later also in a night that has 25', async () => {
    const world = await watched({ timeZone: 'America/Montreal' })
    const evening = Date.UTC(2026, 10, 1, 2)
    world.clock.set(evening)
    await created(world)
    const token = await world.tokenOf('paul@example.org')
    expect((await world.registration.inspect({ token })).expiresAt).toBe(evening + 24 * hour)
    // 22:00 before, 21:00 after the clocks went back; the letter says of which zone.
    expect(world.mailer.sent.at(-1)?.text).toContain('until 1 November 2026 at 21:00 GMT-5')
    world.clock.set(evening + 24 * hour - 1)
    await world.registration.complete(registering(token))
  })
})

describe('resend and revoke', () => {
  it('R053 comes before or after the completion, never beside it', async () => {
    const [first, second] = [await invited(), await invited()]
    await first.registration.complete(registering(first.token))
    await refusedUnchanged(first, 'ALREADY_REGISTERED', () => first.registration.resend(on(first, first.portal)))
    await second.registration.resend(on(second, second.portal))
    await refusedUnchanged(second, 'TOKEN_INVALID', () => second.registration.complete(registering(second.token)))
  })

  it('R054 unlocks with a new generation and no attempts', async () => {
    const world = await watched({ registration: { maxAttempts: 2 } })
    const portal = await created(world)
    const token = await world.tokenOf('paul@example.org')
    for (const loginName of ['?', '?', '?']) await world.registration.complete({ ...registering(token), loginName }).catch(() => undefined)
    expect(await statusOf(world, portal)).toBe('unregistered/locked')
    await rejection('ATTEMPTS_EXCEEDED', world.registration.complete(registering(token)))
    await world.registration.resend(on(world, portal))
    expect(await stored(world, portal)).toMatchObject({ status: 'unregistered/open', generation: 2, attempts: 0 })
    await rejection('TOKEN_INVALID', world.registration.complete(registering(token)))
    await world.registration.complete(registering(await world.tokenOf('paul@example.org')))
  })

  it('R056 revokes once, however often it is asked', async () => {
    const world = await invited()
    await world.registration.revoke(on(world, world.portal))
    const [before, changes] = [await world.dump(), await changesOf(world)]
    expect(statusIn(await world.registration.revoke(on(world, world.portal)))).toBe('unregistered/revoked')
    expect(await world.dump()).toBe(before)
    expect(await changesOf(world)).toBe(changes)
    await rejection('TOKEN_INVALID', world.registration.complete(registering(world.token)))
  })
})

/** How many records of the audit trail tell of a change. */
const changesOf = async (world: Watched): Promise<number> =>
  (await world.rows('audit')).filter(({ outcome, before, after }) => outcome === 'accepted' && before !== after).length
