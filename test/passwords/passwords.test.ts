import * as argon2 from '@node-rs/argon2'
import { describe, expect, test } from 'vitest'
import { argon2idPasswords } from 'portico/node'
import { hashPassword, verifyPassword, type PasswordHasher, type PasswordParts } from 'portico/server'
import { preparedPassword } from '../../src/workflow/passwords.js'
import { handClock } from '../outbox/harness.js'
import { refusal, rejection } from '../support/refusals.js'

const rules = { maxBytes: 4_096 }
const good = 'eleven grey geese went north'
const family = '👩‍👩‍👧‍👦'

/** Random text of so many characters. */
const long = (length: number): string =>
  Array.from({ length }, (_, at) => String.fromCharCode(97 + ((at * at + 7 * Math.floor(at / 26)) % 26))).join('')

describe('a password is refused', () => {
  test.each([
    ['14 characters', 'tournevis-blan', 'PASSWORD_TOO_SHORT', { least: 15 }],
    ['nothing', '', 'PASSWORD_TOO_SHORT', { least: 15 }],
    ['twenty blanks', ' '.repeat(20), 'PASSWORD_TOO_SHORT', { least: 15 }],
    ['twenty blanks of other kinds', '\u00a0\u3000\u2003\u200b\u2060'.repeat(4), 'PASSWORD_TOO_SHORT', { least: 15 }],
    ['two families, 14 code points of 22 UTF-16 units', family.repeat(2), 'PASSWORD_TOO_SHORT', { least: 15 }],
    ['28 code points that are 14 when composed', 'e\u0301'.repeat(14), 'PASSWORD_TOO_SHORT', { least: 15 }],
    ['half a character', `${good}\ud83d`, 'PASSWORD_INVALID_ENCODING', {}],
    ['half a character that is too short besides', '\udc00', 'PASSWORD_INVALID_ENCODING', {}],
    ['1,025 UTF-16 units', long(1_025), 'PASSWORD_TOO_LONG', { most: 1_024 }],
    ['513 characters of two units each', '😀'.repeat(513), 'PASSWORD_TOO_LONG', { most: 1_024 }],
    ['more bytes than the hasher takes', `é${long(72)}`, 'PASSWORD_TOO_LONG', { mostBytes: 72 }, 72],
    ['as many letters as the hasher takes bytes, one of two bytes', `é${long(71)}`, 'PASSWORD_TOO_LONG', { mostBytes: 72 }, 72],
  ])('that has %s', (_, given, code, details, maxBytes = 4_096) => {
    expect(refusal(code as 'PASSWORD_TOO_LONG', () => preparedPassword({ maxBytes }, given)).details).toEqual(details)
  })

  test.each([
    ['10 MB', 'a'.repeat(10_000_000)],
    ['a letter with 100,000 marks', `a${'\u0301\u0323'.repeat(50_000)}`],
    ['half a character at the end of 10 MB', `${'a'.repeat(10_000_000)}\ud800`],
  ])('for its length alone, unread: %s', (_, given) => {
    const unread = new Proxy(
      {},
      {
        get: (_text, name) => {
          if (name === 'length') return given.length
          throw new Error(`${String(name)} was asked for`)
        },
      },
    ) as string
    expect(refusal('PASSWORD_TOO_LONG', () => preparedPassword(rules, unread)).details).toEqual({ most: 1_024 })
  })
})

describe('a password is prepared', () => {
  test.each([
    ['15 characters', 'tournevis-blanc', 'tournevis-blanc'],
    ['decomposed letters, composed', 'e\u0301'.repeat(15), 'é'.repeat(15)],
    ['other spaces, as ordinary ones', 'eleven\u00a0grey\u3000geese\u2003went\u2009north', good],
    ['blanks at both ends, kept', '  correct horse battery ', '  correct horse battery '],
    ['a ligature, kept', 'de\ufb01nite pineapples', 'de\ufb01nite pineapples'],
    ['wide letters, kept', 'ｅleven grey geese', 'ｅleven grey geese'],
    ['capitals, kept', 'ELEVEN grey GEESE', 'ELEVEN grey GEESE'],
    ['NUL, kept', 'eleven\u0000grey geese', 'eleven\u0000grey geese'],
    ['only lower-case letters', 'abricotdoublevasistas', 'abricotdoublevasistas'],
    ['as many bytes as the hasher takes', `é${long(4_094)}`.slice(0, 1_024), `é${long(4_094)}`.slice(0, 1_024)],
  ])('%s', (_, given, expected) => expect(preparedPassword(rules, given)).toBe(expected))

  test('with 8 characters where there is a second factor', () => {
    expect(preparedPassword({ ...rules, secondFactor: true }, 'zut 7 €!')).toBe('zut 7 €!')
    expect(refusal('PASSWORD_TOO_SHORT', () => preparedPassword({ ...rules, secondFactor: true }, 'zut 7 €')).details).toEqual({ least: 8 })
  })
})

const hasher = argon2idPasswords(argon2, { memory: 64, passes: 1 })
const parts = (change: Partial<PasswordParts> = {}): PasswordParts => ({
  clock: handClock(),
  passwords: hasher,
  passwordRules: { timeout: 1_000 },
  onError: () => undefined,
  ...change,
})

describe('a hash', () => {
  test.each([
    ['the same password', good, good, true],
    ['one decomposed, the other composed', 'e\u0301'.repeat(15), 'é'.repeat(15), true],
    ['one composed, the other decomposed', 'é'.repeat(15), 'e\u0301'.repeat(15), true],
    ['a no-break space and a space', 'eleven\u00a0grey geese', 'eleven grey geese', true],
    ['an ideographic space and a space', 'eleven\u3000grey geese', 'eleven grey geese', true],
    ['a ligature and two letters', 'de\ufb01nite pineapples', 'definite pineapples', false],
    ['a blank less at the end', '  correct horse battery ', '  correct horse battery', false],
    ['a blank less at the beginning', '  correct horse battery ', ' correct horse battery ', false],
    ['another last character of 64', long(64), `${long(63)}!`, false],
    ['another last character of 65', long(65), `${long(64)}!`, false],
    ['another last character of 256', long(256), `${long(255)}!`, false],
    ['another last character of 1,024', long(1_024), `${long(1_023)}!`, false],
    ['something else behind a NUL', 'eleven grey geese\u0000a', 'eleven grey geese\u0000b', false],
    ['nothing behind a NUL', 'eleven grey geese\u0000a', 'eleven grey geese', false],
    ['nothing', good, '', false],
    ['half a character', good, '\ud800', false],
    ['10 MB', good, 'a'.repeat(10_000_000), false],
  ])('%s', async (_, chosen, typed, expected) => {
    const hash = await hashPassword(parts(), chosen)
    expect(await verifyPassword(parts(), hash, chosen)).toBe(true)
    expect(await verifyPassword(parts(), hash, typed)).toBe(expected)
  })

  test('is still compared when the rules are stricter than they were', async () => {
    const hash = await hashPassword(parts({ passwordRules: { secondFactor: true, timeout: 1_000 } }), 'zut 7 €!')
    expect(await verifyPassword(parts(), hash, 'zut 7 €!')).toBe(true)
  })
})

describe('the hasher', () => {
  const broken: readonly (readonly [string, Partial<PasswordHasher>])[] = [
    ['rejects', { hash: () => Promise.reject(new Error('out of memory')), verify: () => Promise.reject(new Error('out of memory')) }],
    [
      'throws',
      {
        hash: () => {
          throw new Error('out of memory')
        },
        verify: () => {
          throw new Error('out of memory')
        },
      },
    ],
    ['gives nothing', { hash: () => Promise.resolve(''), verify: () => Promise.resolve('yes' as never) }],
  ]
  test.each(broken)('that %s makes passwords unavailable', async (_, faults) => {
    const faulty = parts({ passwords: { ...hasher, ...faults } })
    const errors = [
      await rejection('PASSWORDS_UNAVAILABLE', hashPassword(faulty, good)),
      await rejection('PASSWORDS_UNAVAILABLE', verifyPassword(faulty, 'hash', good)),
    ]
    for (const error of errors) {
      expect(error.cause).toBeInstanceOf(Error)
      expect(`${error.message} ${JSON.stringify(error.details)} ${String(error.cause)}`).not.toContain('geese')
    }
  })

  test('that hangs makes passwords unavailable, when its time is up', async () => {
    const clock = handClock()
    const never = (): Promise<never> => new Promise(() => undefined)
    const hanging = parts({ clock, passwords: { ...hasher, hash: never, verify: never } })
    const outcomes: string[] = []
    for (const work of [hashPassword(hanging, good), verifyPassword(hanging, 'hash', good)])
      void rejection('PASSWORDS_UNAVAILABLE', work).then(({ code }) => outcomes.push(code))
    await clock.advance(999)
    expect(outcomes).toEqual([])
    await clock.advance(1)
    expect(outcomes).toEqual(['PASSWORDS_UNAVAILABLE', 'PASSWORDS_UNAVAILABLE'])
  })

  test('that is missing is a wrong setting', async () => {
    await rejection('SETTINGS_INVALID', hashPassword(parts({ passwords: undefined }), good))
    await rejection('SETTINGS_INVALID', verifyPassword(parts({ passwords: undefined }), 'hash', good))
  })
})
