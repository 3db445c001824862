import { PortalError } from '../errors.js'

/** A mail address, twice. */
export interface Address {
  /** As it was given, but for its domain, which is composed (NFC): letters go there. */
  readonly address: string
  /** In the form that is compared: the domain in ASCII, letters from A to Z in lower case; tags, dots and everything else stay. */
  readonly email: string
}

// There in every runtime, though not in the language.
declare const URL: new (url: string) => { readonly hostname: string }
declare const TextEncoder: new () => { encode(text: string): Uint8Array }

/** No blanks, nothing that nobody sees (U+2800 is a pattern of Braille without a dot), and nothing that means something in a header. */
const atom = /^[^\s\p{C}\p{Default_Ignorable_Code_Point}\u2800<>()[\]\\,;:"@]+$/u

/**
 * Reads a mail address.
 *
 * @throws PortalError `EMAIL_INVALID` for what is no address of one person, or could be more than an address in a letter's header: at most 64
 *   bytes before the `@` and 254 in all
 */
export function parseAddress(given: string): Address {
  const parts = given.length > 254 ? [] : given.split('@')
  const [local = '', domain = ''] = parts
  const host = parts.length === 2 && atom.test(local) && atom.test(domain) ? asciiDomain(domain) : undefined
  const bytes = new TextEncoder().encode(local).length
  const dots = local.startsWith('.') || local.endsWith('.') || local.includes('..')
  if (host === undefined || dots || bytes > 64 || bytes + 1 + host.length > 254)
    throw new PortalError('EMAIL_INVALID', 'expected a mail address', {})
  // What is before the `@` is for its server alone to read: it stays as it is.
  return { address: `${local}@${domain.normalize('NFC')}`, email: `${asciiLower(local)}@${host}` }
}

/** Only A to Z: the Kelvin sign is no `k`. */
const asciiLower = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())

/** A domain as it is compared: `Bücher.example` is `xn--bcher-kva.example`. None for what is no domain with a dot, and for numbers of machines. */
function asciiDomain(domain: string): string | undefined {
  if (!/^[^\s/?#%\\:@[\]]+$/u.test(domain)) return undefined
  try {
    const { hostname } = new URL(`http://${domain}`)
    return /^(?!-)[a-z0-9-]{1,63}(?:\.(?!-)[a-z0-9-]{1,63})*\.(?!\d+$)[a-z0-9-]{2,63}$/.test(hostname) ? hostname : undefined
  } catch {
    return undefined
  }
}

/** An address as its owner recognises it and others do not: `p…@example.org`. */
export function maskedAddress(address: string): string {
  const at = address.lastIndexOf('@')
  return `${Array.from(address.slice(0, at))[0] ?? ''}…${address.slice(at)}`
}
