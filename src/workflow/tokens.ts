import type { Digest, Random } from '../ports/crypto.js'

/**
 * The secret of a link: 32 random bytes as base64url, 43 characters. Whoever has it may follow the link; nobody stores it.
 *
 * @see docs/guide/outbox.md
 */
export function mintToken(random: Random): string {
  return base64url(random.bytes(32))
}

/**
 * A name that nobody else has: 16 random bytes as base64url, 22 characters.
 *
 * @param now milliseconds since 1970; when given, it stands in front (nine characters and a hyphen), so that the order of ids is that of time
 */
export function newId(random: Random, now?: number): string {
  const id = base64url(random.bytes(16))
  return now === undefined ? id : `${Math.trunc(Math.max(0, now)).toString(36).padStart(9, '0')}-${id}`
}

/**
 * What is stored of a token. The text is hashed, not the bytes it stands for: of the four texts that decode to the same bytes only one is the token.
 *
 * @param purpose what the link is for: the hash of a token is worth nothing for another purpose
 */
export function hashToken(digest: Digest, purpose: string, token: string): Promise<string> {
  return digest.sha256(`${purpose}\0${token}`)
}

/** Whether something has the shape of a token; asked before anything is looked up. */
export function isToken(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9_-]{43}$/.test(value)
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

function base64url(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(i, i + 3)
    const group = (a << 16) | (b << 8) | c
    for (let sextet = 0; sextet <= Math.min(bytes.length - i, 3); sextet++) text += alphabet.charAt((group >> (18 - 6 * sextet)) & 63)
  }
  return text
}
