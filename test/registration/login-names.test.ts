import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isPortalError } from 'portico'
import { defaultLoginNameRules, loginNameKey, type LoginNameRules } from '../../src/registration/login-names.js'
import { isMixedScript } from '../../src/registration/scripts.js'

const unicode: LoginNameRules = { ...defaultLoginNameRules, script: 'unicode' }

function codeOf(given: string, rules?: LoginNameRules): string {
  try {
    return `= ${loginNameKey(given, rules)}`
  } catch (error) {
    if (isPortalError(error)) return error.code
    throw error
  }
}

describe('a login name in ASCII', () => {
  test.each([
    ['paul.tremblay', '= paul.tremblay'],
    ['Paul.Tremblay', '= paul.tremblay'],
    ['a-b', '= a-b'],
    ['abc', '= abc'],
    ['constructor', '= constructor'],
    ['toString', '= tostring'],
    ['hasOwnProperty', '= hasownproperty'],
    ['a'.repeat(64), `= ${'a'.repeat(64)}`],
    ['a'.repeat(65), 'LOGIN_NAME_INVALID'],
    ['ab', 'LOGIN_NAME_INVALID'],
    ['', 'LOGIN_NAME_INVALID'],
    ['__proto__', 'LOGIN_NAME_INVALID'],
    ['.paul', 'LOGIN_NAME_INVALID'],
    ['paul-', 'LOGIN_NAME_INVALID'],
    ['pa ul', 'LOGIN_NAME_INVALID'],
    [' paul', 'LOGIN_NAME_INVALID'],
    ['paul\n', 'LOGIN_NAME_INVALID'],
    ['pa\u0000ul', 'LOGIN_NAME_INVALID'],
    ['pa\u200bul', 'LOGIN_NAME_INVALID'],
    ['pa\u00adul', 'LOGIN_NAME_INVALID'],
    ['pa\u202eul', 'LOGIN_NAME_INVALID'],
    ['victim@example.org', 'LOGIN_NAME_INVALID'],
    ['ｐａｕｌ', 'LOGIN_NAME_INVALID'],
    ['andré', 'LOGIN_NAME_INVALID'],
    ['сахаре', 'LOGIN_NAME_INVALID'],
    ['\u212Aevin', 'LOGIN_NAME_INVALID'],
    ['Admin', 'LOGIN_NAME_RESERVED'],
    ['root', 'LOGIN_NAME_RESERVED'],
  ])('%j: %s', (given, expected) => expect(codeOf(given)).toBe(expected))
})

describe('login names that look alike', () => {
  const [off, on] = [unicode, { ...unicode, lookAlikes: true }]
  test.each([
    ['paul1', 'paull'],
    ['r00t-of-it', 'root-of-it'],
    ['barn', 'bam'],
    ['vvalter', 'walter'],
  ])('%j and %j are one name only where that is wanted', (one, other) => {
    expect(codeOf(one, off)).not.toBe(codeOf(other, off))
    expect(codeOf(one, on)).toBe(codeOf(other, on))
  })
  test('what looks like a reserved name is reserved', () => {
    expect(codeOf('adrnin', off)).toBe('= adrnin')
    expect(codeOf('adrnin', on)).toBe('LOGIN_NAME_RESERVED')
  })
})

describe('a login name in Unicode', () => {
  test.each([
    ['andré', '= andré'],
    ['andre\u0301', '= andré'],
    ['ANDRÉ', '= andré'],
    ['ｐａｕｌ', '= paul'],
    ['сахаре', '= caxape'],
    ['caxape', '= caxape'],
    ['сорока', '= copoкa'],
    ['pаul', 'LOGIN_NAME_INVALID'],
    ['ａdmin', 'LOGIN_NAME_RESERVED'],
    ['pa\u200dul', 'LOGIN_NAME_INVALID'],
    ['\u0301paul', 'LOGIN_NAME_INVALID'],
    ['paul@x', 'LOGIN_NAME_INVALID'],
    ['pa\ufe0ful', 'LOGIN_NAME_INVALID'],
    ['pa\u034ful', 'LOGIN_NAME_INVALID'],
    ['한\u3164국어', 'LOGIN_NAME_INVALID'],
  ])('%j: %s', (given, expected) => expect(codeOf(given, unicode)).toBe(expected))
  test('is none with 100,000 marks', () => expect(codeOf('e'.concat('\u0301\u0323'.repeat(50_000)), unicode)).toBe('LOGIN_NAME_INVALID'))
})

test('a name and its form are one name', () => {
  const names = fc.string({ unit: 'binary', minLength: 3, maxLength: 70 })
  for (const rules of [defaultLoginNameRules, unicode])
    fc.assert(
      fc.property(names, (given) => {
        const code = codeOf(given, rules)
        if (code.startsWith('= ')) expect(codeOf(code.slice(2), rules)).toBe(code)
        else expect(code).toMatch(/^LOGIN_NAME_(INVALID|RESERVED)$/)
      }),
      { numRuns: 2_000 },
    )
})

test('nobody gets a name that looks as if it spoke for the portal', () => {
  const names = 'admin administrator hostmaster info owner portal postmaster root security support system webmaster'.split(' ')
  for (const name of names)
    for (const rules of [undefined, unicode]) expect([name, codeOf(name, rules)]).toEqual([name, 'LOGIN_NAME_RESERVED'])
  expect(defaultLoginNameRules.reserved.toSorted()).toEqual(names.toSorted())
})

test.each([
  ['Cyrillic', 'асԁеһіјӏорԛѕԝху', 'acdehijlopqswxy'],
  ['Armenian', 'քցհոօզս', 'fghnoqu'],
  ['Greek', 'αικνορυχ', 'aikvopux'],
])('what is written in %s letters only that look like Latin ones is the Latin name', (_script, given, seen) => {
  expect(codeOf(given, unicode)).toBe(`= ${seen}`)
})

test('an address is mixed where its domain is, not for who it is for', () => {
  expect(isMixedScript('р@example.org')).toBe(false)
  expect(isMixedScript('р.tremblay@example.org')).toBe(false)
  expect(isMixedScript('paul@ехаmple.org')).toBe(true)
  expect(isMixedScript('paul@пример.example.org')).toBe(false)
  expect(isMixedScript('"а@b"@example.org')).toBe(false)
})
