import type { Policy } from '../policy/policy.js'
import type { Holders } from '../ports/holders.js'
import type { Licences } from '../ports/licences.js'
import type { RateLimits, RateRule } from '../ports/rate-limits.js'
import type { Letters } from '../workflow/letters.js'
import type { Runtime } from '../workflow/runtime.js'
import type { PortalKinds } from './kinds.js'
import type { LoginNameRules } from './login-names.js'
import type { Lifetimes } from './records.js'

/** How often what may be done. */
export interface RegistrationLimits {
  /** Letters with a new link: for one portal, to one address, of one firm. */
  readonly resendToPortal: RateRule
  readonly resendToAddress: RateRule
  readonly resendOfFirm: RateRule
  /** Attempts to register or to sign in: of one caller, as the application names him; with one link; at one login name. */
  readonly caller: RateRule
  readonly link: RateRule
  readonly loginName: RateRule
}

const hour = 3_600_000

/** What holds where nothing else is said. */
export const defaultLimits: RegistrationLimits = {
  resendToPortal: { limit: 5, per: hour },
  resendToAddress: { limit: 10, per: hour },
  resendOfFirm: { limit: 1_000, per: hour },
  caller: { limit: 100, per: hour },
  link: { limit: 30, per: hour },
  loginName: { limit: 20, per: hour },
}

/** What registration works with. */
export interface RegistrationParts {
  readonly policy: Policy
  readonly runtime: Runtime
  /** The letters that are sent, in the languages that there are. */
  readonly letters: Letters
  readonly kinds: PortalKinds
  readonly holders: Holders
  readonly licences?: Licences | undefined
  readonly rateLimits: RateLimits
  readonly limits: RegistrationLimits
  /** How long a port may take to answer, in milliseconds. */
  readonly portTimeout: number
  /** How long links work, in milliseconds. */
  readonly linkLifetime: number
  /** How often a link may be used wrongly. */
  readonly maxAttempts: number
  readonly lifetimes: Lifetimes
  readonly loginNames: LoginNameRules
  /** A hash of a password that nobody has: a login name that is unknown takes the work of one that is known. */
  readonly nobodysHash: () => Promise<string>
  /** How long the login name of a portal that is over is kept for its holder, in milliseconds. */
  readonly loginNameRetention: number
  /** Where those who are registered sign in: it stands in letters. */
  readonly signInUrl: string
  /** Whom people turn to who did not expect a letter: it stands in letters. */
  readonly contact: string
}
