/** What the SQL of lists finds: values of any kind, in columns of any kind, also what fits no schema. */
import type { Filter } from 'portico/lists'
import { array, column } from 'portico/sql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { close, columns, dialects, finds, is, open, where, type Fields } from './doc.js'

beforeAll(open, 120_000)
afterAll(close)

describe('data that fit no schema', () => {
  const cases: readonly (readonly [string, Readonly<Record<string, unknown>>, Filter, boolean])[] = [
    ['a number where a text is asked for', { at: '{"text":1}' }, is('at.text', '1'), false],
    ['true where a number is asked for', { at: '{"num":true}' }, is('at.num', 1), false],
    ['a number where truth is asked for', { at: '{"flag":1}' }, is('at.flag', true), false],
    ['truth itself', { at: '{"flag":true}' }, is('at.flag', true), true],
    ['a list that is written like the text', { at: '{"text":["a"]}' }, is('at.text', '["a"]'), false],
    ['a text where a number is compared', { at: '{"num":"5"}' }, { kind: 'compare', path: 'at.num', op: '>', value: 1 }, false],
    ['a number where a text is compared', { at: '{"text":5}' }, { kind: 'compare', path: 'at.text', op: '>=', value: '' }, false],
    ['a text where a list is', { tags: '"a"' }, is('tags', 'a'), true],
    ['an object where a list is', { tags: '{"a":"a"}' }, is('tags', 'a'), false],
    ['its size', { tags: '{"a":"a"}' }, { kind: 'size', path: 'tags', size: 1 }, false],
    ['values where objects are', { rows: '["a",1,null]' }, { kind: 'some', path: 'rows', of: is('to', 'a') }, false],
    ['an object where a list of objects is', { rows: '{"to":"a"}' }, { kind: 'some', path: 'rows', of: is('to', 'a') }, false],
    ['a null among values', { tags: '["a",null]' }, is('tags', null), true],
    ['no null among values', { tags: '["a"]' }, is('tags', null), false],
    ['a null among values, one of several', { tags: '[null]' }, { kind: 'isIn', path: 'tags', values: ['x', null] }, true],
    ['a value that may be a list', { either: '"a"' }, is('either', 'a'), true],
    ['a list that may be a value', { either: '["b","a"]' }, is('either', 'a'), true],
    ['a list of numbers', { nums: '[1,2.5]' }, { kind: 'isIn', path: 'nums', values: [7, 2.5] }, true],
    ['a text with NUL asked of JSON', { tags: '["a"]' }, is('tags', 'a\0'), false],
    ['half a surrogate pair, which drivers send as U+FFFD', { text: '\ufffd' }, is('text', '\ud800'), false],
    ['half a surrogate pair, in JSON', { tags: '["\ufffd"]' }, is('tags', '\ud800'), false],
    ['a number asked of a text', { text: '1' }, is('text', 1), false],
    ['a text asked of a number', { num: 1 }, is('num', '1'), false],
    ['another case, in a column that knows none', { text: 'A' }, is('text', 'a'), false],
    ['another case, negated', { text: 'A' }, { kind: 'not', of: is('text', 'a') }, true],
  ]
  test.each(dialects.flatMap((dialect) => cases.map(([...one]) => [dialect, ...one] as const)))(
    '%s: %s',
    async (dialect, _, row, filter, expected) => {
      expect(await finds(dialect, row, filter)).toBe(expected)
    },
  )

  test.each([
    [Number.NaN, '>', false],
    [Number.NaN, '<', false],
    [Number.POSITIVE_INFINITY, '>', true],
    [Number.NEGATIVE_INFINITY, '<', false],
    [1, '>', true],
  ] as const)('PostgreSQL: %d %s 0 is %s', async (num, op, expected) => {
    expect(await finds('postgres', { num }, { kind: 'compare', path: 'num', op, value: 0 })).toBe(expected)
  })
})

test.each(['>', '>='] as const)('SQLite: a text in a column of numbers is not %s a number', async (op) => {
  expect(await finds('sqlite', { num: 'many' }, { kind: 'compare', path: 'num', op, value: 5 })).toBe(false)
  expect(await finds('sqlite', { num: 6 }, { kind: 'compare', path: 'num', op, value: 5 })).toBe(true)
  expect(await finds('sqlite', { num: Number.POSITIVE_INFINITY }, { kind: 'compare', path: 'num', op, value: 5 })).toBe(true)
})

describe('texts are ordered as in JavaScript', () => {
  const texts = ['', 'a', 'a\u{10000}', 'a\ue000', 'a\uffff', 'a\u{10000}b', 'a\ue000b', 'b', '\u{10ffff}', '\ud7ff']
  test.each(dialects)('%s', async (dialect) => {
    for (const value of texts) {
      for (const bound of texts) {
        const expected = { '<': value < bound, '<=': value <= bound, '>': value > bound, '>=': value >= bound }
        for (const op of ['<', '<=', '>', '>='] as const)
          expect([value, op, bound, await finds(dialect, { text: value }, { kind: 'compare', path: 'text', op, value: bound })]).toEqual([
            value,
            op,
            bound,
            expected[op],
          ])
      }
    }
  })

  test('PostgreSQL, which has no NUL: %s', async () => {
    for (const value of ['a', 'a\u0001', 'aa', '']) {
      const bound = 'a\0b'
      const expected = { '<': value < bound, '<=': value <= bound, '>': value > bound, '>=': value >= bound }
      for (const op of ['<', '<=', '>', '>='] as const)
        expect([value, op, await finds('postgres', { text: value }, { kind: 'compare', path: 'text', op, value: bound })]).toEqual([
          value,
          op,
          expected[op],
        ])
    }
  })
})

describe('columns of PostgreSQL', () => {
  const id = '00000000-0000-4000-8000-00000000000a'
  const fields: Fields = { ...columns, text: column('uuid', { type: 'uuid' }), tags: array('list'), nums: array('numbers') }
  const cases: readonly (readonly [string, Readonly<Record<string, unknown>>, Filter, boolean])[] = [
    ['a uuid', { uuid: id }, is('text', id), true],
    ['a uuid in capitals, which a record never has', { uuid: id }, is('text', id.toUpperCase()), false],
    ['no uuid at all', { uuid: id }, is('text', 'me'), false],
    ['no uuid, negated', { uuid: id }, { kind: 'not', of: is('text', 'me') }, true],
    ['an array of texts', { list: ['a', 'b'] }, { kind: 'isIn', path: 'tags', values: ['x', 'b'] }, true],
    ['a null in it', { list: ['a', null] }, is('tags', null), true],
    ['an array of whole numbers', { numbers: [1, 2] }, is('nums', 2), true],
    ['a number that is not whole', { numbers: [1, 2] }, is('nums', 1.5), false],
    ['its size', { numbers: [1, 2] }, { kind: 'size', path: 'nums', size: 2 }, true],
    ['an empty one', { numbers: [] }, { kind: 'size', path: 'nums', size: 0 }, true],
    ['none', { numbers: null }, { kind: 'isList', path: 'nums' }, false],
  ]
  test.each(cases)('%s', async (_, row, filter, expected) => {
    expect(await finds('postgres', row, filter, fields)).toBe(expected)
  })
})

describe('ten thousand values of other types', () => {
  const uuidOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
  const isIn = (path: string, make: (n: number) => string | number): Filter => ({
    kind: 'isIn',
    path,
    values: Array.from({ length: 10_000 }, (_, index) => make(index)),
  })
  test('are one parameter too: uuids', async () => {
    const fields: Fields = { ...columns, text: column('uuid', { type: 'uuid' }), tags: array('uuids', { type: 'uuid' }) }
    expect(where(isIn('text', uuidOf), fields, 'postgres').values).toHaveLength(1)
    for (const [n, expected] of [
      [9_999, true],
      [10_000, false],
    ] as const) {
      expect(await finds('postgres', { uuid: uuidOf(n) }, isIn('text', uuidOf), fields)).toBe(expected)
      expect(await finds('postgres', { uuids: [uuidOf(n)] }, isIn('tags', uuidOf), fields)).toBe(expected)
    }
  })
  test.each(dialects)('numbers: %s', async (dialect) => {
    for (const make of [(n: number) => n, (n: number) => n / 8]) {
      expect(where(isIn('num', make), columns, dialect).values).toHaveLength(1)
      expect(await finds(dialect, { num: make(9_999) }, isIn('num', make))).toBe(true)
      expect(await finds(dialect, { num: make(10_000) }, isIn('num', make))).toBe(false)
      expect(await finds(dialect, { nums: `[${make(9_999)}]` }, isIn('nums', make))).toBe(true)
      expect(await finds(dialect, { nums: `[${make(10_000)}]` }, isIn('nums', make))).toBe(false)
    }
  })
})

describe('ten thousand groups', () => {
  const groups = Array.from({ length: 10_000 }, (_, index) => `g${index}`)
  const filter = (path: string): Filter => ({ kind: 'isIn', path, values: [...groups, 'a\0', '\ud800'], fact: 'groups' })
  test.each(dialects)('are one parameter: %s', async (dialect) => {
    expect(where(filter('text'), columns, dialect).values).toHaveLength(1)
    expect(await finds(dialect, { text: 'g9999' }, filter('text'))).toBe(true)
    expect(await finds(dialect, { text: 'g10000' }, filter('text'))).toBe(false)
    expect(await finds(dialect, { tags: '["x","g9999"]' }, filter('tags'))).toBe(true)
    expect(await finds(dialect, { tags: '["g10000"]' }, filter('tags'))).toBe(false)
  })
  test('of an array as well', async () => {
    expect(await finds('postgres', { list: ['x', 'g77'] }, filter('tags'), { ...columns, tags: array('list') })).toBe(true)
    expect(await finds('postgres', { list: ['x'] }, filter('tags'), { ...columns, tags: array('list') })).toBe(false)
  })
})
