/** Records of `lab.thing` that a database can hold, in two forms: every field in a column or table of its own, and lists and objects in JSON. */
import fc from 'fast-check'
import type { Member } from 'portico'
import type { Bag } from '../support/arbitraries.js'

/** Texts that somebody might trip over. */
const strange = [
  '',
  ' me',
  'ME',
  'm\u00e9',
  'me\u0301',
  '\u{1f600}',
  '\uffff',
  '\ue000',
  '\u{1f600}\ue000',
  '\ue000\u{1f600}',
  'm\u{10000}',
  "'; drop table flat; --",
  '" or ""="',
  "\\' or 1=1 --",
  '%',
  '_',
  '?',
  '$1',
  '{}',
  '["me"]',
  '[null]',
  'null',
  'true',
  '1',
  '0',
  '__proto__',
  '$ne',
  '\ufeffme',
  'a\tb\nc',
]
const withNul = ['a\0b', '\0', 'me\0']

/** Texts for conditions, records and members. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('me', 'other', 'g1', 'everyone') },
  { weight: 4, arbitrary: fc.constantFrom(...strange) },
  { weight: 1, arbitrary: fc.constantFrom(...withNul) },
)
export const anyNumber: fc.Arbitrary<number> = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -2, max: 2 }) },
  { weight: 1, arbitrary: fc.constantFrom(-0, 0.1, -2.5, 1e21, 2 ** 53 - 1, -(2 ** 31), 5e-324, Number.MAX_VALUE, -Number.MAX_VALUE) },
)

/** A member of `portal-1`, of whatever id. */
export const anyOne: fc.Arbitrary<Member> = fc.record({
  id: fc.oneof(
    { weight: 6, arbitrary: fc.constant('me') },
    { weight: 1, arbitrary: fc.constantFrom('\ud800', 'boss', ...strange.slice(1), ...withNul) },
  ),
  portalId: fc.constant('portal-1'),
  type: fc.constant('user' as const),
  status: fc.constantFrom('active', 'active', 'active', 'active', 'active', 'active', 'disabled'),
  groups: fc.subarray(['g1', 'other', "'; drop table flat; --", '\u{1f600}', 'a\0b']),
  administers: fc.subarray(['lab']),
})

const maybe = <T>(value: fc.Arbitrary<T>, weight = 6): fc.Arbitrary<T | null> =>
  fc.oneof({ weight, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) })

/** A record and the form that it is in. */
export interface DataOptions {
  /** Whether the fields in JSON may be missing, and lists null. */
  readonly json: boolean
  /** Whether texts may contain NUL. */
  readonly nul: boolean
}

/** Records of two portals, most of them of `portal-1`, with nulls in every place. */
export function recordsFor({ json, nul }: DataOptions): fc.Arbitrary<Bag> {
  const texts = nul ? anyText : anyText.filter((text) => !text.includes('\0'))
  const tags = fc.array(maybe(texts, 12), { maxLength: 3 })
  const inner = { text: maybe(texts), num: maybe(anyNumber), flag: maybe(fc.boolean()), tags: json ? maybe(tags) : tags }
  const some = { requiredKeys: json ? [] : undefined, noNullPrototype: true } as { requiredKeys?: []; noNullPrototype: true }
  const row = fc.record({ ...inner, tags }, { requiredKeys: json ? [] : ['text', 'num', 'flag'], noNullPrototype: true })
  const deep = fc.record(inner, some)
  const at = fc.record({ ...inner, hint: maybe(texts, 2), deep: json ? maybe(deep) : deep }, some)
  const rows = fc.array(row, { maxLength: 3 })
  const portalId = fc.constantFrom('portal-1', 'portal-1', 'portal-1', 'portal-1', 'portal-1', 'portal-2')
  return fc.record(
    { portalId, ...inner, maybe: maybe(texts, 2), opt: anyNumber, rows: json ? maybe(rows) : rows, at: maybe(at, 3) },
    { requiredKeys: ['portalId', 'text', 'num', 'flag', 'tags', 'maybe', 'rows', 'at'], noNullPrototype: true },
  )
}
