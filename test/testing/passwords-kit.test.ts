import * as argon2 from '@node-rs/argon2'
import { describe, expect, test } from 'vitest'
import { argon2idPasswords } from '../../src/adapters/argon2/node.js'
import type { PasswordHasher } from '../../src/ports/passwords.js'
import { passwordHasherContract } from '../../src/testing/index.js'
import { failing } from './failing.js'

const hasher = argon2idPasswords(argon2, { memory: 64, passes: 2 })
const weaker = argon2idPasswords(argon2, { memory: 32, passes: 2 })
const salt = Buffer.alloc(16, 7)
const rehashed = (change: (password: string) => string): Partial<PasswordHasher> => ({
  hash: (password) => hasher.hash(change(password)),
  verify: (hash, password) => hasher.verify(hash, change(password)),
})

const broken: readonly (readonly [fault: string, caughtBy: readonly string[], faulty: Partial<PasswordHasher>])[] = [
  ['lets everybody in', ['password: the right one, and others'], { verify: () => Promise.resolve(true) }],
  ['lets nobody in', ['password: the right one, and others'], { verify: () => Promise.resolve(false) }],
  [
    'rejects a damaged hash',
    ['password: a damaged hash is false', 'password: a hash of another kind is false'],
    {
      verify: (hash, password) => argon2.verify(hash, password),
    },
  ],
  ['trims a hash', ['password: a damaged hash is false'], { verify: (hash, password) => hasher.verify(hash.trim(), password) }],
  [
    'has one salt',
    ['password: never the same hash twice'],
    {
      hash: (password) => argon2.hash(password, { memoryCost: 64, timeCost: 2, parallelism: 1, salt }),
    },
  ],
  [
    'keeps the password',
    ['password: a PHC string that does not hold the password'],
    {
      hash: async (password) => `${await hasher.hash(password)}.${password}`,
      verify: (hash, password) => hasher.verify(hash.split('.')[0]!, password),
    },
  ],
  [
    'makes argon2i',
    ['password: a PHC string that does not hold the password'],
    {
      hash: async (password) => (await hasher.hash(password)).replace('argon2id', 'argon2i'),
      verify: (hash, password) => hasher.verify(hash.replace('argon2i$', 'argon2id$'), password),
    },
  ],
  ['normalises', ['password: not normalised, the caller does that'], rehashed((password) => password.normalize('NFKC'))],
  ['ignores case', ['password: the right one, and others'], rehashed((password) => password.toLowerCase())],
  ['trims', ['password: the right one, and others'], rehashed((password) => password.trim() || 'x')],
  ['stops at a zero byte', ['password: a zero byte does not end it'], rehashed((password) => password.split('\u0000')[0] || 'x')],
  [
    'counts 72 bytes',
    ['password: the last byte of the longest one counts', 'password: a longer one is refused or counts, never cut off'],
    {
      ...rehashed((password) => Buffer.from(password).subarray(0, 72).toString('latin1') || '\u0000'),
    },
  ],
  ['takes 32 bytes', ['password: the last byte of the longest one counts'], { maxBytes: 32 }],
  [
    'never wants a new hash',
    ['password: one made with less effort is to be made again', 'password: one that cannot be read is to be made again'],
    { needsRehash: () => false },
  ],
  ['always wants a new hash', ['password: one made with less effort is to be made again'], { needsRehash: () => true }],
  [
    'mixes up who comes at the same time',
    ['password: many at the same time'],
    (() => {
      const shared: { password?: string } = {}
      return {
        hash: async (password: string) => {
          shared.password = password
          await Promise.resolve()
          return hasher.hash(shared.password)
        },
      }
    })(),
  ],
]

describe('a password hasher is found that', () => {
  test.each(broken)('%s', async (_, caughtBy, faulty) => {
    const cases = passwordHasherContract(() => Promise.resolve({ hasher: { ...hasher, ...faulty }, weaker }))
    const names = await failing(cases)
    expect(names).toEqual(expect.arrayContaining([...caughtBy]))
    expect(names.length).toBeLessThan(cases.length)
  })
})
