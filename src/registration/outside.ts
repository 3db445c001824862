import * as z from 'zod'
import { PortalError, type PortalErrorCode } from '../errors.js'
import type { Holder } from '../ports/holders.js'
import type { PortalLicences } from '../ports/licences.js'
import type { RateRule } from '../ports/rate-limits.js'
import { within } from '../workflow/limits.js'
import type { RegistrationParts } from './parts.js'

/** What is asked outside of the storage, each at most once for a command, however often it is decided again. All of it fails closed. */
export interface Outside {
  /** @throws PortalError `HOLDERS_UNAVAILABLE` */
  holder(id: string): Promise<Holder | undefined>
  /** @throws PortalError `LICENSE_UNKNOWN` */
  licences(): Promise<PortalLicences>
  /** Counts one more for each of these. @throws PortalError `RATE_LIMITED` with `retryAfter`, `RATE_LIMITS_UNAVAILABLE` */
  allow(...rules: readonly (readonly [key: string, rule: RateRule])[]): Promise<void>
}

const holderShape = z.object({
  id: z.string().min(1),
  kind: z.string(),
  // It stands in letters and in the storage: one line, of a length that both have a place for.
  name: z.string().transform((name) =>
    name
      .replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ')
      .trim()
      .slice(0, 200)
      // Not through the middle of a character.
      .replace(/\p{Cs}$/u, ''),
  ),
  email: z.string().nullish(),
  active: z.boolean(),
  office: z.string().nullish(),
  handlers: z.array(z.string()).optional(),
  language: z.string().optional(),
})
const licencesShape = z.object({
  features: z.array(z.string()).readonly(),
  seats: z.record(z.string(), z.number().int().min(0)).optional(),
})
const takenShape = z.union([z.object({ allowed: z.literal(true) }), z.object({ allowed: z.literal(false), retryAfter: z.number().min(0) })])

export function outsideOf(parts: RegistrationParts, portalId: string): Outside {
  const { holders, licences, rateLimits, runtime, portTimeout } = parts
  const asked = new Map<string, Promise<unknown>>()
  const once = <T>(key: string, ask: () => Promise<T>): Promise<T> => {
    const known = asked.get(key) as Promise<T> | undefined
    if (known) return known
    const promise = ask()
    asked.set(key, promise)
    return promise
  }
  const ask = async <T>(code: PortalErrorCode, what: string, shape: z.ZodType<T>, call: () => unknown): Promise<T> => {
    try {
      const late = (): Error => new Error(`no answer within ${portTimeout} ms`)
      return shape.parse(await within(runtime.clock, portTimeout, call, late))
    } catch (cause) {
      throw new PortalError(code, `${what} could not be asked`, {}, { cause })
    }
  }
  const take = async ([key, rule]: readonly [string, RateRule]): Promise<void> => {
    const taken = await ask('RATE_LIMITS_UNAVAILABLE', 'the rate limits', takenShape, () => rateLimits.take(key, rule))
    if (!taken.allowed) throw new PortalError('RATE_LIMITED', 'too often: try again later', { retryAfter: taken.retryAfter })
  }
  return {
    holder: (id) =>
      once(`holder ${id}`, async () => {
        const holder = await ask('HOLDERS_UNAVAILABLE', 'the holders', holderShape.optional(), () => holders.get(portalId, id))
        // Somebody else than was asked for is nobody.
        return holder?.id === id ? holder : undefined
      }),
    licences: () =>
      once('licences', async () => {
        if (licences) return ask('LICENSE_UNKNOWN', 'the licences', licencesShape, () => licences.of(portalId))
        const portal = await runtime.storage.get('portals', portalId, portalId)
        return { features: portal?.row.licences ?? [] }
      }),
    allow: (...rules) =>
      once(`allow ${JSON.stringify(rules)}`, async () => {
        for (const rule of rules) await take(rule)
      }),
  }
}
