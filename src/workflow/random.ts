import { PortalError } from '../errors.js'
import type { Random } from '../ports/crypto.js'

/** The same source, which fails closed: with `RANDOM_FAILURE` when it throws, or gives something else than so many bytes. */
export const guardedRandom = (random: Random): Random => ({
  bytes(length) {
    const bytes = taken(random, length)
    if (bytes instanceof Uint8Array && bytes.length === length) return bytes
    throw new PortalError('RANDOM_FAILURE', `the source of random numbers gave no ${length} bytes`)
  },
})

function taken(random: Random, length: number): unknown {
  try {
    return random.bytes(length)
  } catch (cause) {
    throw new PortalError('RANDOM_FAILURE', 'the source of random numbers failed', {}, { cause })
  }
}
