import { randomBytes, scryptSync } from 'node:crypto'
import type { BlockList, PasswordHasher } from 'portico/server'
import { describe, expect, it, vi } from 'vitest'
import { rejection } from '../support/refusals.js'
import { fakeHasher, asked, type Settings } from './harness.js'
import { created, refusedUnchanged, stored, watched, type Watched } from './watching.js'

// Situations of `cases.tsv`, by their ids: passwords.

/** Hashes for good, but with little effort: every byte counts. */
const hasher: PasswordHasher = {
  maxBytes: 4_096,
  hash: (password) => {
    const salt = randomBytes(8).toString('hex')
    return Promise.resolve(`${salt}:${scryptSync(password, salt, 16, { N: 2 }).toString('hex')}`)
  },
  verify: (hash, password) => {
    const [salt = ''] = hash.split(':')
    return Promise.resolve(hash === `${salt}:${scryptSync(password, salt, 16, { N: 2 }).toString('hex')}`)
  },
  needsRehash: () => false,
}

interface Choosing extends Watched {
  readonly portal: { readonly id: string }
  /** What comes of choosing this password. */
  readonly choose: (password: string, loginName?: string) => Promise<string>
  /** Whether this password opens the portal. */
  readonly opens: (password: string) => Promise<boolean>
}

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'ok',
    (error: unknown) => (error as { code: string }).code,
  )

async function choosing(settings: Settings = {}): Promise<Choosing> {
  const world = await watched({ passwords: hasher, ...settings })
  const portal = await created(world)
  const token = await world.tokenOf('paul@example.org')
  return {
    ...world,
    portal,
    choose: (password, loginName = 'ptremblay') => codeOf(world.registration.complete({ token, loginName, password })),
    opens: async (password) => (await codeOf(world.registration.signIn({ loginName: 'ptremblay', password }))) === 'ok',
  }
}

const secondFactor = { passwordRules: { secondFactor: true } } as const
/** Nobody guesses it; as long as is wanted. */
const long = (length: number): string => Array.from({ length }, (_, at) => 'bq7xkzvw3m9jrtfhg5npd'[(at * at + 3 * at) % 21] ?? 'q').join('')

describe('a password', () => {
  it('R092 has 15 characters at least, 8 with a second factor', async () => {
    const single = await choosing()
    expect(await single.choose('kq7 vx93 mwz tf')).toBe('ok')
    const short = await choosing()
    expect(await short.choose('kq7 vx93 mwz t')).toBe('PASSWORD_TOO_SHORT')
    const both = await choosing(secondFactor)
    expect(await both.choose('kq7vx93')).toBe('PASSWORD_TOO_SHORT')
    expect(await both.choose('kq7vx93m')).toBe('ok')
  })

  it.each([64, 65, 256, 1_024])('R094 of %i characters counts to its last one', async (length) => {
    const world = await choosing()
    const chosen = long(length)
    expect(await world.choose(chosen)).toBe('ok')
    expect(await world.opens(chosen)).toBe(true)
    expect(await world.opens(`${chosen.slice(0, -1)}!`)).toBe(false)
    expect(await world.opens(chosen.slice(0, -1))).toBe(false)
  })

  it('R095 is refused, not cut, where the hasher takes 72 bytes', async () => {
    const hash = vi.fn((given: string) => hasher.hash(given))
    const world = await choosing({ passwords: { ...hasher, maxBytes: 72, hash } })
    expect(await world.choose(long(73))).toBe('PASSWORD_TOO_LONG')
    expect(await world.choose('é'.repeat(37))).toBe('PASSWORD_TOO_LONG')
    expect(hash.mock.calls.filter(([given]) => Buffer.byteLength(given) > 72)).toEqual([])
    expect(await world.choose(long(72))).toBe('ok')
    expect(await world.opens(`${long(72)}x`)).toBe(false)
  })

  it.each([
    ['R096 of ten megabytes', 'x'.repeat(10_000_000)],
    ['R096 of 1,025 units', long(1_025)],
    ['R097 of a letter and 100,000 marks', `a${'\u0315\u0300'.repeat(50_000)}`],
  ])('%s is refused before anything looks at it', async (_name, chosen) => {
    const [hash, normalize] = [vi.fn((given: string) => hasher.hash(given)), vi.spyOn(String.prototype, 'normalize')]
    const world = await choosing({ passwords: { ...hasher, hash } })
    normalize.mockClear()
    const outcome = await world.choose(chosen)
    const seen = normalize.mock.contexts.filter((text) => String(text).length > 1_024)
    normalize.mockRestore()
    expect(outcome).toBe('PASSWORD_TOO_LONG')
    expect(seen).toEqual([])
    expect(hash).not.toHaveBeenCalled()
    expect(JSON.stringify(await world.records())).not.toContain(chosen.slice(0, 100))
    expect(await codeOf(world.registration.signIn({ loginName: 'ptremblay', password: chosen }))).toBe('SIGN_IN_REFUSED')
  })

  it('R098 is counted in code points', async () => {
    const families = '👩‍👩‍👧‍👦'.repeat(2)
    expect(Array.from(families)).toHaveLength(14)
    expect(await (await choosing()).choose(families)).toBe('PASSWORD_TOO_SHORT')
    expect(await (await choosing()).choose(`${families}ß`)).toBe('ok')
    expect(await (await choosing(secondFactor)).choose(families)).toBe('ok')
  })

  it('R099 is counted, hashed and compared composed', async () => {
    const world = await choosing()
    expect(await world.choose('e\u0301'.repeat(14))).toBe('PASSWORD_TOO_SHORT')
    expect(await world.choose('e\u0301'.repeat(15))).toBe('ok')
    expect(await world.opens('\u00e9'.repeat(15))).toBe(true)
    expect(await world.opens('e\u0301'.repeat(15))).toBe(true)
    expect(await world.opens('e'.repeat(15))).toBe(false)
  })

  it('R100 keeps a ligature apart from its letters', async () => {
    const world = await choosing()
    expect(await world.choose('ﬁsh geese north kq7')).toBe('ok')
    expect(await world.opens('fish geese north kq7')).toBe(false)
    expect(await world.opens('ﬁsh geese north kq7')).toBe(true)
  })

  it.each(['\u00a0', '\u3000', '\u2003', '\u202f'])('R101 takes every kind of space (%j) for one', async (space) => {
    const world = await choosing()
    expect(await world.choose(`eleven${space}grey${space}geese${space}kq7`)).toBe('ok')
    expect(await world.opens('eleven grey geese kq7')).toBe(true)
    expect(await world.opens(`eleven${space}grey${space}geese${space}kq7`)).toBe(true)
    expect(await world.opens('elevengreygeesekq7')).toBe(false)
  })

  it('R103 with NUL in it counts to its end, or is refused', async () => {
    const world = await choosing()
    const outcome = await world.choose('eleven grey geese\u0000 kq7')
    expect(['ok', 'PASSWORD_INVALID_ENCODING']).toContain(outcome)
    if (outcome !== 'ok') return
    expect(await world.opens('eleven grey geese\u0000 kq7')).toBe(true)
    expect(await world.opens('eleven grey geese\u0000 kq8')).toBe(false)
    expect(await world.opens('eleven grey geese')).toBe(false)
  })

  it('R104 keeps blanks at its ends', async () => {
    const world = await choosing()
    expect(await world.choose('  eleven grey geese kq7 ')).toBe('ok')
    expect(await world.opens('  eleven grey geese kq7 ')).toBe(true)
    expect(await world.opens('eleven grey geese kq7')).toBe(false)
  })

  it('R105 needs no capitals, digits or signs', async () => {
    expect(await (await choosing()).choose('vqxjzkwmprtlbnhdgcfs')).toBe('ok')
  })

  it.each([
    ['his login name', 'marguerite.tremblay', 'marguerite.tremblay'],
    ['his login name in capitals', 'MARGUERITE.TREMBLAY', 'marguerite.tremblay'],
    ['his address', 'paul@example.org', 'ptremblay'],
    ['his firm', 'Roy et associés', 'ptremblay'],
    ['his firm and a year', 'Roy et associés 2026', 'ptremblay'],
    ['the word for a portal, twice, and a year', 'portailportail2026', 'ptremblay'],
    ['a common one', 'passwordpassword', 'ptremblay'],
  ])('R107 made of %s is blocked', async (_name, chosen, loginName) => {
    const world = await choosing()
    expect(await world.choose(chosen, loginName)).toBe('PASSWORD_BLOCKED')
    expect(await stored(world, world.portal)).toMatchObject({ attempts: 1, status: 'unregistered/open' })
  })

  it('R107 made of the word for a portal and a year is blocked', async () => {
    for (const chosen of ['portail2026', 'Portail2026!', 'portail2025'])
      expect(await (await choosing(secondFactor)).choose(chosen), chosen).toBe('PASSWORD_BLOCKED')
  })

  const failing: readonly (readonly [string, BlockList])[] = [
    [
      'throws',
      {
        reasonAgainst: () => {
          throw new Error('down')
        },
      },
    ],
    ['rejects', { reasonAgainst: () => Promise.reject(new Error('down')) }],
    ['hangs', { reasonAgainst: () => new Promise(() => undefined) }],
    ['answers nonsense', { reasonAgainst: () => 7 as unknown as string }],
  ]
  it.each(failing)('R108 is not taken where a block list %s and has to be asked, and is where it need not', async (_name, list) => {
    const rules = (onFailure: 'refuse' | 'accept') => ({ passwordRules: { blockLists: [{ list, onFailure }] } })
    const [closed, open] = [await choosing(rules('refuse')), await choosing(rules('accept'))]
    const patiently = async (world: Choosing, chosen: string): Promise<string> => {
      const choice = world.choose(chosen)
      await world.clock.advance(60_000)
      return choice
    }
    expect(await patiently(closed, 'passwordpassword')).toBe('PASSWORD_BLOCKED')
    expect(await patiently(closed, long(20))).toBe('PASSWORDS_UNAVAILABLE')
    expect(await closed.rows('credentials')).toEqual([])
    expect(await patiently(open, 'passwordpassword')).toBe('PASSWORD_BLOCKED')
    expect(await patiently(open, long(20))).toBe('ok')
    expect(open.errors).not.toEqual([])
  })

  it('R110 that is empty or blank is never taken', async () => {
    const world = await choosing()
    await refusedUnchanged(world, 'INPUT_INVALID', async () => {
      const token = await world.tokenOf('paul@example.org')
      return world.registration.complete({ token, loginName: 'ptremblay', password: '' })
    })
    for (const blank of [' '.repeat(20), '\t'.repeat(20), '\u00a0'.repeat(20), '\u3000'.repeat(20), '\u200b'.repeat(20)])
      expect(await world.choose(blank), JSON.stringify(blank)).toMatch(/^PASSWORD_(TOO_SHORT|BLOCKED)$/)
    expect(await world.rows('credentials')).toEqual([])
  })

  it('with half a character in it is refused', async () => {
    expect(await (await choosing()).choose(`eleven grey geese \ud800`)).toBe('PASSWORD_INVALID_ENCODING')
  })

  it('R111 is chosen by nobody else', async () => {
    const world = await watched({ passwords: fakeHasher })
    const command = { ...asked(world.ids.owner), kind: 'staff', holderId: 'paul' }
    for (const more of [{ password: long(20) }, { notification: 'manual' }, { loginName: 'paul' }])
      await refusedUnchanged(world, 'INPUT_INVALID', () => world.registration.create({ ...command, ...more }))
    const portal = await created(world)
    const resending = { ...asked(world.ids.owner), holderPortalId: portal.id, password: long(20) }
    await rejection('INPUT_INVALID', world.registration.resend(resending))
    expect(Object.keys(world.registration).filter((name) => /password|credential|reset/i.test(name))).toEqual([])
    // No answer shows the link, so that nobody but the mail has it.
    const token = await world.tokenOf('paul@example.org')
    expect(JSON.stringify([portal, world.events])).not.toContain(token)
  })
})
