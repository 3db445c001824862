import type { Digest, Random } from '../ports/crypto.js'
import { casesOf, equal, holds, settle, type ContractCase, type Promises } from './contract.js'

/** What the cases of the random contract are run on. */
export interface RandomSubject {
  readonly random: Random
  /** Called when the case has ended. */
  readonly close?: () => Promise<void>
}
/** What the cases of the digest contract are run on. */
export interface DigestSubject {
  readonly digest: Digest
  /** Called when the case has ended. */
  readonly close?: () => Promise<void>
}

const megabyte = 1_048_576
const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

function countsOf(values: Iterable<number>, kinds: number): readonly number[] {
  const counts = new Array<number>(kinds).fill(0)
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  return counts
}

/** How far counts are from being all the same, in standard deviations: around 0, seldom beyond 4, and low for what is too even. */
function unevenness(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length
  const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
  return (chiSquare - (counts.length - 1)) / Math.sqrt(2 * (counts.length - 1))
}

// Fails a good source once in some 10^10 runs: 7 deviations.
const even = (counts: readonly number[], what: string): void => {
  const deviations = unevenness(counts)
  holds(Math.abs(deviations) < 7, `${what}: ${deviations.toFixed(1)} standard deviations away from random`)
}

const randomness: Promises<RandomSubject> = {
  'bytes: so many bytes from a cryptographically secure source': {
    'random: as many bytes as asked for': ({ random }) => {
      for (const count of [0, 1, 2, 16, 31, 32, 33, 255, 4_096, 65_536, 65_537, megabyte + 1]) {
        const bytes = random.bytes(count)
        equal(bytes.length, count)
      }
    },
    'random: never the same twice': ({ random }) => {
      const drawn = Array.from({ length: 10_000 }, () => hexOf(random.bytes(16)))
      equal(new Set(drawn).size, drawn.length, 'different ones of 10,000')
    },
    'random: every byte as often as any other': ({ random }) => {
      even(countsOf(random.bytes(megabyte), 256), 'bytes of one large draw')
      const small = Array.from({ length: 16_384 }, () => random.bytes(16))
      even(
        countsOf(
          small.flatMap((bytes) => Array.from(bytes)),
          256,
        ),
        'bytes of many small draws',
      )
    },
    'random: no byte says anything of the next one': ({ random }) => {
      const bytes = random.bytes(megabyte)
      even(
        countsOf(
          bytes.slice(1).map((byte, at) => (byte - (bytes[at] ?? 0)) & 255),
          256,
        ),
        'differences of neighbours',
      )
      even(
        countsOf(
          bytes.slice(1).map((byte, at) => byte ^ (bytes[at] ?? 0)),
          256,
        ),
        'neighbours combined',
      )
    },
    'random: to the last byte': ({ random }) => {
      for (const count of [65_537, 100_000, megabyte]) {
        for (let at = 0; at < 4; at++) {
          const end = random.bytes(count).slice(-16)
          holds(at === 3 || end.some((byte) => byte !== 0), `${count}: the end is all zeros`)
        }
      }
    },
    'random: each draw is its own': ({ random }) => {
      const [one, other] = [random.bytes(32), random.bytes(32)]
      const before = hexOf(other)
      one.fill(0)
      equal(hexOf(other), before, 'a draw after another was overwritten')
      random.bytes(32)
      equal(hexOf(one), '00'.repeat(32), 'a draw after the next one')
    },
  },
  'bytes: must reject or throw rather than give less or worse': {
    'random: a count that is none is thrown': async ({ random }) => {
      for (const count of [-1, 1.5, Number.NaN, Infinity]) {
        const outcome = await settle(Promise.resolve().then(() => random.bytes(count)))
        equal(outcome.status, 'rejected', String(count))
      }
    },
  },
}

// From NIST's example values and `sha256sum`.
const digests: Readonly<Record<string, string>> = {
  '': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  abc: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq: '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
}

const digesting: Promises<DigestSubject> = {
  'sha256: SHA-256 of the UTF-8 of a text, in lower-case hex': {
    'digest: the examples of the standard': async ({ digest }) => {
      for (const [text, expected] of Object.entries(digests)) equal(await digest.sha256(text), expected, text)
    },
    'digest: of the UTF-8': async ({ digest }) => {
      equal(await digest.sha256('é😀'), '1184d1f608158eea09d297565575892231550c403aaa913008d867a97cfd5c76')
    },
    'digest: the text is not normalised': async ({ digest }) => {
      const hashes = await Promise.all(['é', 'e\u0301', 'é ', 'É'].map((text) => digest.sha256(text)))
      equal(new Set(hashes).size, hashes.length)
    },
    'digest: of a long text': async ({ digest }) => {
      equal(await digest.sha256('a'.repeat(1_000_000)), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0')
    },
  },
}

/**
 * Everything that a `Random` promises, as cases for any test runner, as far as numbers can show it: a weak generator can look random.
 *
 * @param open makes a source; is called once for each case
 */
export const randomContract = (open: () => Promise<RandomSubject>): readonly ContractCase[] => casesOf(open, randomness)

/**
 * Everything that a `Digest` promises, as cases for any test runner.
 *
 * @param open makes a digest; is called once for each case
 */
export const digestContract = (open: () => Promise<DigestSubject>): readonly ContractCase[] => casesOf(open, digesting)
