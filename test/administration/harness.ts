/** What the tests of the administration have in common: the parts put together over any storage, and how to ask and read what they answer. */
import { portalPolicy } from 'portico'
import { memoryMailer, memoryStorage, type MemoryMailer } from 'portico/memory'
import { createPortico, type Administration, type PasswordHasher, type Portico, type PorticoSettings, type Storage } from 'portico/server'
import { digest, handClock, random, type HandClock } from '../outbox/harness.js'

export { hour, start } from '../outbox/harness.js'

type Policy = typeof portalPolicy
export type Settings = PorticoSettings<Policy>

/** Hashes nothing, at once: for where hashing is not the point. */
const fakeHasher: PasswordHasher = {
  maxBytes: 4_096,
  hash: (password) => Promise.resolve(`hash of ${password}`),
  verify: (hash, password) => Promise.resolve(hash === `hash of ${password}`),
  needsRehash: () => false,
}

/** A password that may be chosen. */
export const password = 'eleven grey geese went north'

/** The services, and everything that a test holds in its hands. */
export interface World {
  readonly portico: Portico<Policy>
  readonly administration: Administration<Policy>
  readonly storage: Storage
  readonly clock: HandClock
  readonly mailer: MemoryMailer
  /** The letters are sent. */
  settled(): Promise<void>
  /** The token in the last letter to this address that has one; sends what waits first. */
  tokenOf(address: string): Promise<string>
}

/** The services over this storage, over memory when none is given; letters are sent as soon as they are committed. */
export function world(storage: Storage = memoryStorage(), settings: Partial<Settings> = {}): World {
  const [clock, mailer] = [handClock(), memoryMailer()]
  const portico = createPortico({
    policy: portalPolicy,
    storage,
    mailer,
    clock,
    random,
    digest,
    links: { origin: 'https://portal.example' },
    from: { address: 'portal@example.org', name: 'The Portal' },
    passwords: fakeHasher,
    ...settings,
  })
  const settled = (): Promise<void> => portico.runtime.settled()
  return {
    portico,
    administration: portico.administration,
    storage,
    clock,
    mailer,
    settled,
    async tokenOf(address) {
      await settled()
      const tokens = mailer.sent.filter(({ to }) => to.address === address).flatMap(({ text }) => tokenIn(text) ?? [])
      const last = tokens.at(-1)
      if (last === undefined) throw new Error(`no letter with a link to \`${address}\``)
      return last
    },
  }
}

const tokenIn = (text: string): string | undefined => /token=([\w-]{43})/.exec(text)?.[1]

/** The code that it is refused with, or `ok`; whatever is no refusal is thrown. */
export async function code(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
    return 'ok'
  } catch (error) {
    if (error instanceof Error && error.name === 'PortalError' && 'code' in error) return String(error.code)
    throw error
  }
}
