import { createHash, randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Digest, Random } from '../../src/ports/crypto.js'
import { digestContract, randomContract } from '../../src/testing/index.js'
import { failing } from './failing.js'

const plain = (count: number): Uint8Array => new Uint8Array(randomBytes(count))
const mapped = (change: (byte: number, at: number) => number) => (): Random => ({ bytes: (count) => plain(count).map(change) })

const broken: readonly (readonly [fault: string, caughtBy: readonly string[], random: () => Random])[] = [
  ['gives one byte less', ['random: as many bytes as asked for'], () => ({ bytes: (count) => plain(Math.max(0, count - 1)) })],
  ['gives no more than 65,536', ['random: as many bytes as asked for'], () => ({ bytes: (count) => plain(Math.min(count, 65_536)) })],
  [
    'fills 65,536 and leaves the rest',
    ['random: to the last byte'],
    () => ({
      bytes: (count) => plain(count).map((byte, at) => (at < 65_536 ? byte : 0)),
    }),
  ],
  ['always gives the same', ['random: never the same twice'], () => ({ bytes: (count) => plain(count).fill(4) })],
  [
    'starts again after a while',
    ['random: never the same twice'],
    () => {
      const given = new Map<number, Uint8Array[]>()
      return {
        bytes: (count) => {
          const known = given.get(count) ?? given.set(count, []).get(count)!
          known.push(known.length < 5_000 ? plain(count) : known.at(-5_000)!.slice())
          return known.at(-1)!
        },
      }
    },
  ],
  ['gives letters', ['random: every byte as often as any other'], mapped((byte) => 97 + (byte % 26))],
  ['has a bit that is often set', ['random: every byte as often as any other'], mapped((byte, at) => (at % 8 === 0 ? byte | 1 : byte))],
  [
    'counts',
    ['random: no byte says anything of the next one'],
    () => {
      const state = { next: 0 }
      return { bytes: (count) => plain(count).map(() => state.next++) }
    },
  ],
  [
    'gives every byte twice',
    ['random: no byte says anything of the next one'],
    () => ({
      bytes: (count) => {
        const bytes = plain(count)
        return bytes.map((_, at) => bytes[at - (at % 2)]!)
      },
    }),
  ],
  [
    'shares its buffer',
    ['random: each draw is its own'],
    () => {
      const buffer = plain(2 ** 21)
      return { bytes: (count) => (buffer.set(plain(count)), buffer.subarray(0, count)) }
    },
  ],
  [
    'takes any count',
    ['random: a count that is none is thrown'],
    () => ({ bytes: (count) => plain(Math.max(0, Math.trunc(Math.min(count, 1e6)) || 0)) }),
  ],
]

const brokenDigests: readonly (readonly [fault: string, caughtBy: string, digest: (text: string) => string])[] = [
  ['is another one', 'digest: the examples of the standard', (text) => createHash('sha1').update(text).digest('hex')],
  ['is in upper case', 'digest: the examples of the standard', (text) => createHash('sha256').update(text).digest('hex').toUpperCase()],
  ['reads Latin 1', 'digest: of the UTF-8', (text) => createHash('sha256').update(text, 'latin1').digest('hex')],
  ['reads UTF-16', 'digest: of the UTF-8', (text) => createHash('sha256').update(text, 'utf16le').digest('hex')],
  ['normalises', 'digest: the text is not normalised', (text) => createHash('sha256').update(text.normalize()).digest('hex')],
  ['cuts off', 'digest: of a long text', (text) => createHash('sha256').update(text.slice(0, 4_096)).digest('hex')],
]

describe('a source of random numbers is found that', () => {
  test.each(broken)('%s', async (_, caughtBy, random) => {
    const cases = randomContract(() => Promise.resolve({ random: random() }))
    const names = await failing(cases)
    expect(names).toEqual(expect.arrayContaining([...caughtBy]))
    expect(names.length).toBeLessThan(cases.length)
  })
})

describe('a digest is found that', () => {
  test.each(brokenDigests)('%s', async (_, caughtBy, sha256) => {
    const digest: Digest = { sha256: (text) => Promise.resolve(sha256(text)) }
    expect(await failing(digestContract(() => Promise.resolve({ digest })))).toContain(caughtBy)
  })
})
