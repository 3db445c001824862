import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import * as common from '@zxcvbn-ts/language-common'
import * as en from '@zxcvbn-ts/language-en'
import * as fr from '@zxcvbn-ts/language-fr'
import { describe, expect, test } from 'vitest'
import { hashPassword } from 'portico/server'
import { zxcvbnBlockList, type Zxcvbn } from 'portico/zxcvbn'
import { handClock } from '../outbox/harness.js'
import { rejection } from '../support/refusals.js'

const zxcvbn = new ZxcvbnFactory({
  dictionary: { ...common.dictionary, ...en.dictionary, ...fr.dictionary },
  graphs: common.adjacencyGraphs,
  l33tMaxSubstitutions: 10,
})
const translations = { en: en.translations, fr: fr.translations }
const list = zxcvbnBlockList(zxcvbn, { translations })
const marie = { loginName: 'mtremblay', address: 'm.tremblay@cabinet-beauregard.example', names: ['Cabinet Beauregard'] }

describe('zxcvbn as a block list', () => {
  test.each(['passwordpassword', 'soleil soleil 2024', 'qwertyuiopasdfgh', 'hippopotamus2024', 'interdisciplinary'])(
    'refuses %s',
    (password) => expect(list.reasonAgainst(password, {})).toBe('weak'),
  )

  test.each(['eleven grey geese went north', 'tournevis-grenadine-oblique', 'h7Tq-9vKx-3mPw-6zRd'])('takes %s', (password) =>
    expect(list.reasonAgainst(password, {})).toBeUndefined(),
  )

  test.each(['beauregard2024!', 'mtremblaymtremblay', 'm.tremblay@cabinet-beauregard.example'])('knows the context: %s', (password) => {
    expect(list.reasonAgainst(password, marie)).toBe('weak')
  })

  test('takes the least score that it is told', () => {
    const scores = ['interdisciplinary', 'beauregard moulin', 'tournevis-grenadine-oblique'].map((password) => zxcvbn.check(password).score)
    const taken = [1, 2, 3, 4].map((least) => {
      const strict = zxcvbnBlockList(zxcvbn, { least })
      return ['interdisciplinary', 'beauregard moulin', 'tournevis-grenadine-oblique'].map(
        (password) => strict.reasonAgainst(password, {}) === undefined,
      )
    })
    expect(taken).toEqual([1, 2, 3, 4].map((least) => scores.map((score) => score >= least)))
    expect(new Set(scores).size).toBeGreaterThan(1)
  })

  test.each([{ least: 0 }, { least: 5 }, { least: 2.5 }, { least: Number.NaN }, { length: 14 }, { length: 257 }])(
    'refuses %j',
    (options) => {
      expect(() => zxcvbnBlockList(zxcvbn, options)).toThrow(RangeError)
    },
  )

  test('works as a list of the application', async () => {
    const passwords = {
      maxBytes: 4_096,
      hash: () => Promise.resolve('hash'),
      verify: () => Promise.resolve(true),
      needsRehash: () => false,
    }
    const passwordRules = { timeout: 1_000, blockLists: [{ list, onFailure: 'refuse' as const }] }
    const parts = { clock: handClock(), passwords, passwordRules, onError: () => undefined }
    const error = await rejection('PASSWORD_BLOCKED', hashPassword(parts, 'interdisciplinary'))
    expect(error.details).toEqual({ reason: 'weak' })
    expect(await hashPassword(parts, 'eleven grey geese went north')).toBe('hash')
  })
})

describe('what zxcvbn is given', () => {
  /** Writes down what it is asked. */
  function asked(score: unknown): { readonly seen: [string, readonly string[]][]; readonly zxcvbn: Zxcvbn } {
    const seen: [string, readonly string[]][] = []
    const check: Zxcvbn['check'] = (password, inputs = []) => {
      seen.push([password, inputs])
      return { score: score as number, feedback: { warning: null, suggestions: [] } }
    }
    return { seen, zxcvbn: { check } }
  }

  test.each([
    ['a long password', 'ab'.repeat(512), 32],
    ['emoji', '😀'.repeat(512), 32],
    ['a short one', 'eleven grey geese', 17],
    ['a longer beginning', 'ab'.repeat(512), 64, { length: 64 }],
  ])('is the beginning, of whole characters: %s', (_, password, length, options: { readonly length?: number } = {}) => {
    const spy = asked(4)
    zxcvbnBlockList(spy.zxcvbn, options).reasonAgainst(password, {})
    expect(spy.seen.map(([given]) => given)).toEqual([Array.from(password).slice(0, length).join('')])
  })

  test('are the words of the context and their parts, not too many and not too long', () => {
    const spy = asked(4)
    zxcvbnBlockList(spy.zxcvbn).reasonAgainst('eleven grey geese', marie)
    const { loginName, address, names } = marie
    expect(spy.seen[0]?.[1]).toEqual([
      loginName,
      address.slice(0, 32),
      'tremblay',
      'cabinet',
      'beauregard',
      ...names,
      'Cabinet',
      'Beauregard',
    ])
    const many = Array.from({ length: 1_000 }, (_, at) => `name ${at} ${'x'.repeat(1_000)}`)
    zxcvbnBlockList(spy.zxcvbn).reasonAgainst('eleven grey geese', { names: many })
    const words = spy.seen[1]?.[1] ?? []
    expect(words).toHaveLength(50)
    expect(Math.max(...words.map(({ length }) => length))).toBe(32)
  })

  test.each([undefined, null, Number.NaN, -1, 5, '4'])('that it gives no score is no answer: %j', (score) => {
    expect(() => zxcvbnBlockList(asked(score).zxcvbn).reasonAgainst('eleven grey geese', {})).toThrow(TypeError)
  })
})

describe('the feedback', () => {
  test('in English', () => {
    expect(list.feedback('interdisciplinary', {}, 'en')).toEqual({
      score: 1,
      warning: en.translations.warnings.wordByItself,
      suggestions: [en.translations.suggestions.anotherWord],
    })
  })

  test('in French, of any country', () => {
    for (const language of ['fr', 'fr-CA', 'FR'])
      expect(list.feedback('interdisciplinary', {}, language)).toEqual({
        score: 1,
        warning: fr.translations.warnings.wordByItself,
        suggestions: [fr.translations.suggestions.anotherWord],
      })
  })

  test('in English where there is no other', () => {
    for (const language of ['de', '', 'constructor', '__proto__'])
      expect(list.feedback('interdisciplinary', {}, language).warning).toBe(en.translations.warnings.wordByItself)
  })

  test('as the library says it, without translations', () => {
    expect(zxcvbnBlockList(zxcvbn).feedback('interdisciplinary', {}, 'en').warning).toBe('wordByItself')
    const speaking = new ZxcvbnFactory({ dictionary: common.dictionary, translations: fr.translations })
    expect(zxcvbnBlockList(speaking, { translations }).feedback('passwordpassword', {}, 'en').warning).toBe(
      fr.translations.warnings.extendedRepeat,
    )
  })

  test('is empty for a good password', () => {
    expect(list.feedback('eleven grey geese went north', {}, 'en')).toEqual({ score: 4, suggestions: [] })
  })
})
