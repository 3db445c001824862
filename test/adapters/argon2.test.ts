import * as argon2 from '@node-rs/argon2'
import * as hashWasm from 'hash-wasm'
import { describe, expect, test } from 'vitest'
import { argon2idPasswords as wasmPasswords } from '../../src/adapters/argon2/hash-wasm.js'
import { argon2idPasswords as nodePasswords } from '../../src/adapters/argon2/node.js'
import { passwordHasherContract } from '../../src/testing/index.js'

const little = { memory: 256, passes: 2, lanes: 1 }
const less = { memory: 128, passes: 2, lanes: 1 }
const adapters = [
  ['@node-rs/argon2', (effort?: object) => nodePasswords(argon2, effort)],
  ['hash-wasm', (effort?: object) => wasmPasswords(hashWasm, effort)],
] as const

describe.each(adapters)('%s', (_, passwords) => {
  const kit = passwordHasherContract(() => Promise.resolve({ hasher: passwords(little), weaker: passwords(less) }))
  test.each(kit)('$name', ({ run }) => run())

  test('makes the effort that OWASP recommends', async () => {
    const hash = await passwords().hash('correct horse')
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    expect(passwords({ memory: 65_536, passes: 3 }).needsRehash(hash)).toBe(true)
    expect(passwords({ memory: 19_456, passes: 1 }).needsRehash(hash)).toBe(false)
  })

  test.each([
    { memory: 0 },
    { memory: 7 },
    { memory: 8, lanes: 2 },
    { passes: 0 },
    { lanes: 256 },
    { memory: 4e6 },
    { passes: Number.NaN },
  ])('refuses %j', (effort) => {
    expect(() => passwords(effort)).toThrow(RangeError)
  })

  test.each(['m=4294967295,t=1,p=1', 'm=256,t=4294967295,p=1', 'm=2097153,t=1,p=1', 'm=256,t=1001,p=1'])(
    'does not begin to compare a hash with %s',
    async (effort) => {
      const hash = (await passwords(little).hash('correct horse')).replace('m=256,t=2,p=1', effort)
      expect(await passwords(little).verify(hash, 'correct horse')).toBe(false)
    },
  )

  test('refuses no password and a book', async () => {
    await expect(passwords(little).hash('')).rejects.toThrow(RangeError)
    await expect(passwords(little).hash('é'.repeat(513))).rejects.toThrow(RangeError)
  })
})

describe('each reads what the other wrote', () => {
  const [node, wasm] = [nodePasswords(argon2, little), wasmPasswords(hashWasm, { ...little, lanes: 2 })]
  test.each([
    ['native reads WebAssembly', wasm, node],
    ['WebAssembly reads native', node, wasm],
  ])('%s', async (_, writer, reader) => {
    for (const password of ['correct horse', 'пароль 😀', 'a\u0000b', 'x'.repeat(1_024)]) {
      const hash = await writer.hash(password)
      expect(await reader.verify(hash, password)).toBe(true)
      expect(await reader.verify(hash, `${password.slice(0, -1)}y`)).toBe(false)
      expect(reader.needsRehash(hash)).toBe(false)
    }
  })
})

test('what breaks while a hash is compared is no wrong password', async () => {
  const broken = { ...argon2, verify: () => Promise.reject(new Error('out of memory')) }
  const hash = await nodePasswords(argon2, little).hash('correct horse')
  await expect(nodePasswords(broken).verify(hash, 'correct horse')).rejects.toThrow('out of memory')
})
