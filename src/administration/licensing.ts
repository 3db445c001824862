import * as z from 'zod'
import { isPortalError, PortalError } from '../errors.js'
import { needsFeatures } from '../policy/known.js'
import { everyRow } from '../policy/module.js'
import type { Policy } from '../policy/policy.js'
import type { Licences, PortalLicences } from '../ports/licences.js'
import { within } from '../workflow/limits.js'
import type { PortalRow } from '../workflow/people.js'
import type { Runtime } from '../workflow/runtime.js'

// What a portal is licensed for. It is asked only where something depends on it: an outage of who sells licences must not keep rights alive.

interface Parts {
  readonly policy: Policy
  readonly runtime: Pick<Runtime, 'clock'>
  readonly licences?: Licences | undefined
  readonly licencesTimeout: number
}

/** What a port must answer: a limit that is none would be no limit. */
const answerOf = z.object({
  features: z.array(z.string()).readonly(),
  seats: z.record(z.string(), z.number().int().min(0)).optional(),
})

/** What the portal is licensed for: as the port says, or else as its record does. @throws PortalError `LICENSE_UNKNOWN` */
async function licencesOf({ licences, runtime, licencesTimeout }: Parts, portal: PortalRow): Promise<PortalLicences> {
  if (!licences) return { features: portal.licences }
  try {
    const answer = await within(
      runtime.clock,
      licencesTimeout,
      () => licences.of(portal.id),
      () => new Error(`no answer within ${licencesTimeout} ms`),
    )
    return answerOf.parse(answer)
  } catch (cause) {
    throw new PortalError('LICENSE_UNKNOWN', `the licences of \`${portal.id}\` could not be asked`, { portalId: portal.id }, { cause })
  }
}

/** The features that are licensed; none, unasked, where nothing depends on them. @throws PortalError `LICENSE_UNKNOWN` */
export const featuresOf = async (parts: Parts, portal: PortalRow): Promise<readonly string[]> =>
  needsFeatures(parts.policy, portal) ? (await licencesOf(parts, portal)).features : []

/** The licences of one command, asked once at most. */
export interface Licensing {
  /** The features that are licensed, as far as anything depends on them; none when they cannot be asked, and then `certain` says what that means. */
  features(portal: PortalRow): Promise<readonly string[]>
  /** How many seats are licensed. @throws PortalError `LICENSE_UNKNOWN` */
  seats(portal: PortalRow): Promise<Readonly<Record<string, number>>>
  /**
   * What a decision comes to that was made with `features`. Without licences nobody may more than with them: so what is allowed is allowed, and what
   * the policy refuses may be refused for that alone.
   *
   * @throws PortalError `LICENSE_UNKNOWN` in the place of a refusal that may be none
   */
  certain<T extends { readonly refused?: unknown }>(decide: () => Promise<T>): Promise<T>
}

export function licensingOf(parts: Parts): Licensing {
  let asked: Promise<PortalLicences> | undefined
  let outage: PortalError | undefined
  // What the record says is read anew each time that the command is decided: it may have changed.
  const ask = (portal: PortalRow): Promise<PortalLicences> =>
    parts.licences ? (asked ??= licencesOf(parts, portal)) : licencesOf(parts, portal)
  return {
    async features(portal) {
      if (!needsFeatures(parts.policy, portal)) return []
      try {
        return (await ask(portal)).features
      } catch (error) {
        if (!isPortalError(error) || mayProhibitLess(parts.policy)) throw error
        outage = error
        return []
      }
    },
    seats: async (portal) => (await ask(portal)).seats ?? {},
    async certain(decide) {
      try {
        const decided = await decide()
        if (outage && decided.refused !== undefined) throw outage
        return decided
      } catch (error) {
        if (outage && isPortalError(error) && madeByPolicy.has(error)) throw outage
        throw error
      }
    },
  }
}

const madeByPolicy = new WeakSet<PortalError>()

/** Marks a refusal that the policy made: without licences it may be none. */
export function byPolicy(refusal: PortalError): PortalError {
  madeByPolicy.add(refusal)
  return refusal
}

/** Whether a module that is closed takes a prohibition with it: then without licences somebody may more than with them. */
const mayProhibitLess = ({ modules }: Policy): boolean =>
  modules.some((module) => everyRow(module).some(({ effect, given }) => effect !== 'may' && given.module !== undefined))
