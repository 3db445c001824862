/**
 * Random numbers and digests by the Web Crypto API: Node, browsers, Deno, Bun, the edge.
 *
 * @module
 */
import type { Digest, Random } from '../../ports/crypto.js'

declare const crypto: {
  getRandomValues(bytes: Uint8Array): Uint8Array
  readonly subtle: { digest(algorithm: 'SHA-256', data: Uint8Array): Promise<ArrayBuffer> }
}
declare class TextEncoder {
  encode(text: string): Uint8Array
}

// How much `getRandomValues` gives at a time.
const atATime = 65_536

/** Random numbers and digests of the platform. Browsers have digests in secure contexts only. */
export const webCrypto = (): Random & Digest => ({
  bytes: (count) => {
    if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`there are no \`${count}\` bytes`)
    const bytes = new Uint8Array(count)
    for (let start = 0; start < count; start += atATime) crypto.getRandomValues(bytes.subarray(start, start + atATime))
    return bytes
  },
  sha256: async (text) => {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
  },
})
