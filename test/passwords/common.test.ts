import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isCommon } from '../../src/workflow/common-passwords.js'
import { fillers, phrases, words } from '../../src/workflow/common-words.js'
import { accepted, refused } from './common-table.js'

describe('a common password', () => {
  test.each(refused)('%s', (password) => expect(isCommon(password)).toBe(true))

  test('stays one in capitals, with accents, blanks between, and digits behind', () => {
    const changed = refused
      .filter((password) => /[b-z]/i.test(password))
      .flatMap((password) => [password.toUpperCase(), password.replaceAll('a', 'â'), ` ${password} `])
    expect(changed.filter((password) => !isCommon(password))).toEqual([])
  })
})

describe('not a common password', () => {
  test.each(accepted)('%s', (password) => expect(isCommon(password)).toBe(false))

  test('is what chance makes, of letters, hexadecimal digits or any signs', () => {
    const signs = Array.from({ length: 94 }, (_, at) => String.fromCharCode(33 + at))
    const alphabets = [
      [signs, 15],
      [Array.from('abcdefghijklmnopqrstuvwxyz'), 15],
      [Array.from('0123456789abcdef'), 32],
    ] as const
    for (const [alphabet, length] of alphabets) {
      const random = fc.noBias(fc.array(fc.constantFrom(...alphabet), { minLength: length, maxLength: length }))
      const passwords = fc.sample(random, { numRuns: 5_000, seed: 6 }).map((parts) => parts.join(''))
      expect(passwords.filter(isCommon)).toEqual([])
    }
  })
})

test('one or two words of the table are refused, whatever their number, and a third makes a difference', () => {
  const [one = '', two = '', three = ''] = words.filter((word) => word.length === 7)
  expect(isCommon(one.repeat(3))).toBe(true)
  expect(isCommon(`${one} ${two} ${one}!2024`)).toBe(true)
  expect(isCommon(`${one} ${two} ${three}`)).toBe(false)
})

test('every entry of the table is plain, and there once', () => {
  const all = [...fillers, ...words, ...phrases]
  expect(all.filter((entry) => !/^[a-z]{2,}$/.test(entry))).toEqual([])
  expect(all.filter((entry, at) => all.indexOf(entry) !== at)).toEqual([])
})
