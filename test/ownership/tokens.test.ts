import { describe, expect, test } from 'vitest'
import { audit, by, cast, confirmed, dump, mail, requested, tokenIn, tokenTo } from './cast.js'
import { all, ask, invalid, use, uses, type Use } from './using.js'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
/** The other texts that decode to the same bytes: the last character carries two bits that nobody looks at. */
const twins = (token: string): string[] => {
  const last = alphabet.indexOf(token.at(-1) ?? '')
  return [0, 1, 2, 3].map((bits) => token.slice(0, -1) + alphabet.charAt((last & ~3) | bits)).filter((twin) => twin !== token)
}
const flip = (text: string): string => (text === text.toLowerCase() ? text.toUpperCase() : text.toLowerCase())

describe('what is no token of ours', () => {
  test('but looks like one', async () => {
    const world = await cast()
    const token = await requested(world, world.uma)
    const before = dump(world)
    const near = [
      ...Array.from(token, (character, at) => token.slice(0, at) + (character === 'A' ? 'B' : 'A') + token.slice(at + 1)),
      ...Array.from(token, (_, at) => token.slice(0, at) + token.slice(at + 1)),
      ...twins(token),
      flip(token.slice(0, 1)) === token.slice(0, 1) ? `${token}0` : flip(token.slice(0, 1)) + token.slice(1),
      token.toLowerCase(),
      token.toUpperCase(),
      ...['\n', '\r\n', ' ', '=', '\u0000', '\u200b', 'A'].flatMap((extra) => [token + extra, extra + token]),
      encodeURIComponent(`${token}=`),
      Buffer.from(token, 'base64url').toString('base64'),
      Buffer.from(token, 'base64url').toString('hex'),
      token.replace(/[A-Za-z]/, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0)),
      Array.from(token).reverse().join(''),
      token.repeat(2),
      token.repeat(25_000),
      'A'.repeat(1_000_000),
      '\n'.repeat(1_000_000),
    ].filter((text) => text !== token)
    expect(twins(token)).toHaveLength(3)
    for (const text of near) expect(await all(world, text), text.slice(0, 60)).toEqual(invalid)
    const things: readonly unknown[] = [
      undefined,
      null,
      0,
      43,
      Number.NaN,
      1n,
      true,
      {},
      [],
      [token],
      { token },
      { toString: () => token },
      new String(token),
      Symbol(token),
      () => token,
      new Date(0),
    ]
    for (const thing of things) expect(await all(world, thing), typeof thing).toEqual(invalid)
    expect(dump(world)).toBe(before)
    expect(await use(world, 'confirm', token)).toBe('ok')
  })

  test.each([undefined, null, 'token', 5, [], {}, { token: 'a', portalId: 'agency' }])(
    'and what is no question at all: %o',
    async (asked) => {
      const world = await cast()
      const before = dump(world)
      for (const name of uses) expect(await ask(world, name, asked)).toMatch(/^(?:INPUT|TOKEN)_INVALID$/)
      expect(dump(world)).toBe(before)
    },
  )
})

test('no token is in any table, error or audit record, however it is used', async () => {
  const errors: unknown[] = []
  const world = await cast('github', { onError: (error) => errors.push(error) })
  const tried = async (name: Use, token: string): Promise<void> => {
    try {
      await world.ownership[name]({ token })
    } catch (error) {
      errors.push(error)
    }
  }
  const first = await requested(world, world.ben)
  world.mailer.behave('lose')
  await world.ownership.resend(by(world.olga))
  const lost = await tokenTo(world, mail('olga'))
  world.mailer.behave('take')
  const token = await confirmed(world, 'uma')
  for (const one of [first, lost, token]) for (const name of uses) await tried(name, one)
  const tokens = [...new Set(world.mailer.sent.flatMap(({ text }) => tokenIn(text) ?? []))]
  expect(tokens.length).toBeGreaterThan(3)
  const shown = [
    dump(world),
    JSON.stringify(audit(world)),
    ...errors.map((error) => `${String(error)} ${JSON.stringify(error, Object.getOwnPropertyNames(error))}`),
  ]
  for (const one of tokens) for (const text of shown) expect(text).not.toContain(one)
  expect(errors.length).toBeGreaterThan(8)
})
