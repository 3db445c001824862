import type { PasswordHasher } from '../ports/passwords.js'
import { casesOf, equal, holds, settle, type ContractCase, type Promises } from './contract.js'

/** What the cases of the password contract are run on. */
export interface PasswordHasherSubject {
  readonly hasher: PasswordHasher
  /** The same adapter, told to make less effort. */
  readonly weaker: PasswordHasher
  /** How its PHC strings begin: `argon2id` when left out. */
  readonly kind?: string
  /** Called when the case has ended. */
  readonly close?: () => Promise<void>
}

const password = 'correct horse battery staple'
/** Other people's hashes of `password`, and what is none. */
const foreign = [
  '',
  ' ',
  'password',
  password,
  '$',
  '$$$$$',
  '$argon2id$',
  '$argon2id$v=19$m=19456,t=2,p=1$$',
  '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0',
  '$argon2id$v=19$m=0,t=0,p=0$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaA',
  '$argon2id$v=19$m=8,t=1,p=16777215$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaA',
  '$argon2id$v=19$m=NaN,t=-1,p=1e9$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaA',
  '$argon2id$v=99$m=256,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaA',
  '$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy',
  '$6$saltsalt$qFmFH.bQmmtXzyBY0s9v7Oicd2z4XSIecDzlB5KiA2/jctKu9YterLp8wwnSq.qc.eoxqOmSuNp2xS0ktL3nh/',
  '5e884898da28047151d0e56f8dc6292773603d0d6aabbd62a11ef721d1542d8',
]

/** A hash with one thing wrong. */
function damaged(hash: string): readonly string[] {
  const parts = hash.split('$')
  const flip = (text: string): string => (text.startsWith('A') ? 'B' : 'A') + text.slice(1)
  const replaced = (at: number, change: (part: string) => string): string =>
    parts.map((part, place) => (place === at ? change(part) : part)).join('$')
  const last = parts.length - 1
  return [
    hash.slice(0, -1),
    hash.slice(1),
    ` ${hash}`,
    `${hash} `,
    `${hash}\n`,
    `${hash}A`,
    `${hash}$`,
    `${hash}\u0000`,
    replaced(last, flip),
    replaced(last, () => ''),
    replaced(last, (part) => part.slice(0, 8)),
    replaced(last - 1, flip),
    replaced(last - 1, () => ''),
    replaced(last - 1, () => '!!!!'),
    replaced(1, () => 'unknown'),
    replaced(1, (kind) => (kind === 'argon2id' ? 'argon2i' : 'argon2id')),
    hash.toUpperCase(),
  ]
}

const bytesOf = (text: string): number => encodeURIComponent(text).replaceAll(/%../g, 'x').length

async function told(hasher: PasswordHasher, hash: string, given: string, expected: boolean): Promise<void> {
  equal(await hasher.verify(hash, given), expected, `verify ${JSON.stringify(hash.slice(0, 120))}`)
}

const promises: Promises<PasswordHasherSubject> = {
  'verify: whether the password is the one of this hash': {
    'password: the right one, and others': async ({ hasher }) => {
      const hash = await hasher.hash(password)
      await told(hasher, hash, password, true)
      for (const other of ['', 'x', `${password} `, ` ${password}`, password.toUpperCase(), password.slice(0, -1), `${password}\u0000`]) {
        await told(hasher, hash, other, false)
      }
    },
    'password: any text': async ({ hasher }) => {
      for (const text of ['x', ' ', 'пароль', '密码', '😀👩‍👩‍👧', 'a\u0000b', '\u0000', '$argon2id$', '\\ " \' %']) {
        const hash = await hasher.hash(text)
        await told(hasher, hash, text, true)
        await told(hasher, hash, `${text}x`, false)
      }
    },
    'password: a zero byte does not end it': async ({ hasher }) => told(hasher, await hasher.hash('a\u0000b'), 'a\u0000c', false),
    'password: not normalised, the caller does that': async ({ hasher }) => {
      await told(hasher, await hasher.hash('caf\u00e9'), 'cafe\u0301', false)
      await told(hasher, await hasher.hash('ﬁn'), 'fin', false)
    },
    'password: many at the same time': async ({ hasher }) => {
      const list = Array.from({ length: 8 }, (_, at) => `password ${at}`)
      const hashes = await Promise.all(list.map((one) => hasher.hash(one)))
      const rotated = [...list.slice(1), ...list.slice(0, 1)]
      equal(
        await Promise.all(hashes.map((hash, at) => hasher.verify(hash, list[at] ?? ''))),
        list.map(() => true),
      )
      equal(
        await Promise.all(hashes.map((hash, at) => hasher.verify(hash, rotated[at] ?? ''))),
        list.map(() => false),
      )
    },
  },
  'verify: must resolve to `false`, not reject, for a hash that is damaged or of another kind': {
    'password: a damaged hash is false': async ({ hasher }) => {
      for (const hash of damaged(await hasher.hash(password))) await told(hasher, hash, password, false)
    },
    'password: a hash of another kind is false': async ({ hasher }) => {
      for (const hash of foreign) await told(hasher, hash, password, false)
    },
  },
  'hash: a self-describing hash (PHC string) with a fresh salt, made by a memory-hard function': {
    'password: never the same hash twice': async ({ hasher }) => {
      const hashes = await Promise.all(Array.from({ length: 8 }, () => hasher.hash(password)))
      equal(new Set(hashes.map((hash) => hash.split('$').at(-1))).size, hashes.length, 'different hashes')
      equal(new Set(hashes.map((hash) => hash.split('$').at(-2))).size, hashes.length, 'different salts')
    },
    'password: a PHC string that does not hold the password': async ({ hasher, kind = 'argon2id' }) => {
      const hash = await hasher.hash('hunter2hunter2')
      const [, name = '', ...rest] = hash.split('$')
      equal(name, kind, 'the kind')
      // Salt and hash: 16 bytes at least, in Base64 without padding.
      for (const part of rest.slice(-2)) holds(/^[A-Za-z0-9+/]{22,}$/.test(part), `expected 16 bytes in Base64, received \`${part}\``)
      holds(
        rest.slice(0, -2).every((part) => /^[a-z0-9-]+=[^$]+$/.test(part)),
        `expected parameters, received \`${hash}\``,
      )
      holds(!hash.includes('hunter2'), 'the hash holds the password')
    },
  },
  'hash: must reject what it would not keep apart': {
    'password: an empty one, and one with half a character, are refused': async ({ hasher }) => {
      for (const text of ['', 'half a character \ud83d', '\ude00']) {
        equal((await settle(hasher.hash(text))).status, 'rejected', `hash ${JSON.stringify(text)}`)
      }
    },
    'password: half a character is never the right one': async ({ hasher }) => {
      await told(hasher, await hasher.hash('half a character \ufffd'), 'half a character \ud83d', false)
    },
  },
  'maxBytes: how much of a password counts, in bytes of UTF-8: never cut off': {
    'password: the last byte of the longest one counts': async ({ hasher }) => {
      const { maxBytes } = hasher
      holds(Number.isInteger(maxBytes) && maxBytes >= 64, `expected 64 bytes or more, received ${maxBytes}`)
      for (const unit of ['a', 'é', '😀']) {
        const longest = unit.repeat(Math.floor((maxBytes - 1) / bytesOf(unit)))
        const hash = await hasher.hash(`${longest}1`)
        await told(hasher, hash, `${longest}1`, true)
        await told(hasher, hash, `${longest}2`, false)
      }
    },
    'password: a longer one is refused or counts, never cut off': async ({ hasher }) => {
      const long = 'a'.repeat(hasher.maxBytes)
      const outcome = await settle(hasher.hash(`${long}1`))
      if (outcome.status === 'fulfilled') await told(hasher, outcome.value, `${long}2`, false)
      await told(hasher, await hasher.hash(long), `${long}1`, false)
    },
  },
  'needsRehash: whether the hash was made with less effort than today’s': {
    'password: one made with less effort is to be made again': async ({ hasher, weaker }) => {
      const [hash, weak] = [await hasher.hash(password), await weaker.hash(password)]
      equal(hasher.needsRehash(weak), true, 'the weaker hash')
      equal(hasher.needsRehash(hash), false, 'its own hash')
      equal(weaker.needsRehash(weak), false, 'the weaker hash, to the weaker')
      equal(weaker.needsRehash(hash), false, 'the stronger hash, to the weaker')
      await told(hasher, weak, password, true)
      await told(weaker, hash, password, true)
    },
    'password: one that cannot be read is to be made again': ({ hasher }) => {
      for (const hash of ['', 'password', '$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy']) {
        equal(hasher.needsRehash(hash), true, hash)
      }
    },
  },
}

/**
 * Everything that a `PasswordHasher` promises, as cases for any test runner. Some hundred hashes are made: give the adapter little effort.
 *
 * @param open makes a hasher, and a weaker one; is called once for each case
 */
export const passwordHasherContract = (open: () => Promise<PasswordHasherSubject>): readonly ContractCase[] => casesOf(open, promises)
