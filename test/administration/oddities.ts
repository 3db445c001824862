/** What is given in the place of something well-formed. */
import type { Kind } from './inputs.js'

export const huge = 'a'.repeat(1_000_000)
const half = 'a\ud800b'
const texts = ['', huge, half] as const
const things: readonly unknown[] = [
  null,
  0,
  1,
  -1,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  1n,
  true,
  {},
  [],
  [null],
  [[]],
  [['a']],
  { 0: 'a', length: 1 },
  new Date(0),
  new Map(),
  new String('a'),
  { toString: () => 'a' },
  { toJSON: () => 'a' },
  () => 'a',
  Symbol('a'),
]
const bags: readonly unknown[] = things.filter((thing) => thing === null || typeof thing !== 'object' || Array.isArray(thing))
const but = (...left: readonly unknown[]): readonly unknown[] => things.filter((thing) => !left.includes(thing))
/** A record with this own key, though it be `__proto__`. */
const own = (key: string, value: unknown): unknown => JSON.parse(`{${JSON.stringify(key)}: ${JSON.stringify(value)}}`) as unknown
const lists = (...items: readonly unknown[]): readonly unknown[] => items.map((item) => [item])
const proto = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'] as const

const id = [...things, ...texts, 'everyone', 'a'.repeat(201)]
const quotas = (users: unknown): unknown => ({ users, guests: null, administrators: null })
const notNames = [
  ...things,
  ...texts,
  '   ',
  '\u00a0',
  'a'.repeat(201),
  'Eve\u202eevE',
  'Eve\u2066',
  'Eve\r\nBcc: all@agency.example',
  'Eve\u0000',
  'Eve\u2028',
  'Eve\u0085',
  'https://evil.example',
  'See http://evil.example now',
  'www.evil.example',
  'WWW.evil.example',
  'ftp://evil.example',
]
const modules = [...things, ...texts, 'crm', ...lists(...things, ...texts), Array.from({ length: 101 }, (_, index) => `m${index}`)]
const until = [
  ...but(1, -1, 0),
  '2030',
  -1,
  0,
  1,
  1.5,
  Number.MIN_VALUE,
  Number.NEGATIVE_INFINITY,
  Number.MAX_VALUE,
  Number.MAX_SAFE_INTEGER,
  8.64e15 + 1,
  '9999999999999',
]
const listed = (to: unknown): unknown => ({ availability: 'restricted', to })

/** What is not well-formed: `INPUT_INVALID`. */
export const malformed: Readonly<Record<Kind, readonly unknown[]>> = {
  id,
  ids: [...things, ...texts, 'ben', ...lists(...id), Array.from({ length: 1_001 }, (_, index) => `m${index}`)],
  name: notNames,
  email: things,
  type: [...things, ...texts, 'owner', 'administrator', 'Guest', 'USER', 'user '],
  modules,
  administers: [...modules, 'Everything', 'nothing', 'owner'],
  language: [...things, ...texts, 'e', 'english', 'en_US', 'en-', 'en-\u0000', '../../etc', 'en-US-a-b-c', 'en\n'],
  key: [...things, ...texts, 'a'.repeat(201)],
  time: until,
  flag: [...but(true), 'true', 'false', ''],
  flags: [...bags, 'a', { peopleAdministrators: 'yes' }, { peopleAdministrators: 1 }, { peopleAdministrators: null }],
  words: [...but(things[9]), ...texts, 'a', ...lists(...things, ...texts)],
  quotas: [
    ...things,
    ...[-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '5', true, [], undefined].map(quotas),
    { users: 1 },
    { ...(quotas(1) as object), more: 1 },
  ],
  access: [
    ...things,
    'everyone',
    { availability: 'Everyone' },
    { availability: 'restricted' },
    { availability: 'everyone', to: ['a'] },
    { availability: 'everyone', requires: null },
    { availability: 'nobody', more: 1 },
    ...[...things, [], ['everyone'], [''], [huge], [half]].map(listed),
  ],
  module: things,
  requires: [...bags, 'a', { crm: 1 }, { crm: '' }, { crm: [] }, { crm: true }],
  token: things,
  password: things,
  count: [...but(0, 1), '1', 1.5, Number.MAX_VALUE, Number.NEGATIVE_INFINITY],
  outcome: [...things, ...texts, 'running', 'Completed'],
  owner: [
    ...things,
    'Nina',
    { name: 'Nina' },
    { email: 'nina@new.example' },
    { name: 'Nina', email: 'nina@new.example', more: 1 },
    { name: 'Nina', email: 'nina@new.example', emailVerified: 1 },
    { name: 'Nina', email: 'nina@new.example', identity: '' },
    { name: 'Nina', email: 'nina@new.example', language: 'english' },
    ...notNames.map((name) => ({ name, email: 'nina@new.example' })),
    ...things.map((email) => ({ name: 'Nina', email })),
  ],
  action: things,
  limit: [...but(1), '1', 1.5, 1_001, Number.MAX_SAFE_INTEGER],
  record: [],
  cursor: [],
  text: [...things, huge, half],
}

const odd = [...proto, '\u0000', 'a\u0000', ' ', '\u202e', '../..', "' or 1=1 --", '%', '*', 'BEN', 'nobody']
const notAddresses: readonly string[] = [
  '',
  ' ',
  'paul',
  '@agency.example',
  'paul@',
  'paul@localhost',
  'paul@127.0.0.1',
  'paul@[127.0.0.1]',
  'paul@1',
  'paul@0x7f.1',
  'paul@2130706433',
  'paul@agency..example',
  'paul@.agency.example',
  'paul@-agency.example',
  'paul..p@agency.example',
  '.paul@agency.example',
  'paul.@agency.example',
  'paul@agency.example, eve@evil.example',
  'paul@agency.example,eve@evil.example',
  'paul@agency.example;eve@evil.example',
  'paul@agency.example eve@evil.example',
  'paul@evil.example@agency.example',
  'paul@agency.example\r\nBcc: eve@evil.example',
  'paul@agency.example\n',
  'paul\u0000@agency.example',
  'paul@agency.example\u0000',
  '<paul@agency.example>',
  'Paul <paul@agency.example>',
  '"paul"@agency.example',
  'paul@agency.example>',
  '(comment)paul@agency.example',
  'pa\\ul@agency.example',
  'group:paul@agency.example',
  'pa\ud800ul@agency.example',
  'pa\u202eul@agency.example',
  'paul@agency.example/path',
  'paul@agency.example?subject=a',
  'paul@agency.example#a',
  'paul@agency%2eexample',
  `${'a'.repeat(65)}@agency.example`,
  `${'é'.repeat(33)}@agency.example`,
  `paul@${'a'.repeat(64)}.example`,
  `${'a'.repeat(60)}@${`${'b'.repeat(60)}.`.repeat(3)}${'c'.repeat(5)}.example`,
]

/** What is well-formed and still nothing: another typed error, and never what was meant. */
export const hostile: Readonly<Partial<Record<Kind, readonly unknown[]>>> = {
  id: odd,
  ids: odd.map((one) => [one]),
  email: [...notAddresses, ...texts],
  modules: [...proto, 'portal', 'everything', 'CRM', 'crm ', 'people.profile'].map((one) => [one]),
  administers: [...proto, 'portal', 'everything', 'CRM', 'crm '].map((one) => [one]),
  cursor: [...things, ...texts, '{}', '[]', '[1, 2]'],
  module: [...texts, ...proto, 'portal', 'CRM', 'crm ', 'everything', 'people.profile'],
  flags: [...proto, 'PeopleAdministrators', 'people', ''].map((name) => own(name, true)),
  requires: [...proto, 'portal', 'CRM', ''].map((name) => own(name, 'a')),
  access: [...odd.map((one) => listed([one]))],
  token: [...texts, ...odd, 'a'.repeat(43), 'a'.repeat(44), `${'a'.repeat(43)}\n`],
  password: [...texts, 'a'.repeat(14), 'correct horse battery \ud800', '\u0301'.repeat(14)],
}
