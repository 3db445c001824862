import * as z from 'zod'
import { PortalError } from '../errors.js'
import { parsed } from '../identifier.js'
import type { Policy } from '../policy/policy.js'
import type { Holders } from '../ports/holders.js'
import type { Licences } from '../ports/licences.js'
import type { RateLimits } from '../ports/rate-limits.js'
import { portalKinds, type PortalKinds } from '../registration/kinds.js'
import { defaultLoginNameRules, loginNameKey, type LoginNameRules } from '../registration/login-names.js'
import { defaultLimits, type RegistrationLimits, type RegistrationParts } from '../registration/parts.js'
import type { Letters } from '../workflow/letters.js'
import { hashChecked } from '../workflow/passwords.js'
import type { Runtime } from '../workflow/runtime.js'
import { mintToken } from '../workflow/tokens.js'

/** What registration is made of. Times are milliseconds. */
export interface RegistrationSettings {
  /** Knows the staff, the offices and the contacts. `limits.storage` is how long it may take. */
  readonly holders: Holders
  /** Counts how often letters are asked for, and links and login names tried. What has `forgetDue` is tidied up by `run`. */
  readonly rateLimits: RateLimits & {
    /** Deletes what is of no use any more; gives how much there was. */
    forgetDue?(): Promise<number>
  }
  /** How often: each in the place of its default. */
  readonly limits?: Partial<RegistrationLimits>
  /** Kinds of portals beside the built-in ones, or in the place of one. */
  readonly kinds?: PortalKinds
  /** How often a link may be used wrongly: 10 by default. */
  readonly maxAttempts?: number
  /** How long a temporary portal lives: 30 days by default. */
  readonly temporary?: number
  /** How long before its end its holder is told: 7 days by default. */
  readonly reminder?: number
  /** How long the login name of a portal that is over is kept for its holder: 180 days by default. */
  readonly loginNameRetention?: number
  /** What login names may be: ASCII by default; `reserved` is added to the built-in list. */
  readonly loginNames?: Partial<LoginNameRules>
  /** Whom people turn to who did not expect a letter; the address that letters come from, by default. */
  readonly contact?: string
}

const having = (method: string): z.ZodType =>
  z.custom(
    (value) => typeof value === 'object' && value !== null && typeof Reflect.get(value, method) === 'function',
    `expected an object with \`${method}\``,
  )
const rule = z
  .strictObject({
    limit: z.number().int().min(1).max(1_000),
    per: z
      .number()
      .int()
      .min(1)
      .max(31 * 86_400_000),
  })
  .optional()
const permanence = z.enum(['permanent', 'temporary'])
const kind = z.strictObject({
  holder: z.string().min(1).max(100),
  permanence: z.array(permanence).min(1),
  registrant: z.enum(['holder', 'staff']),
  operators: z.strictObject({ delegates: z.boolean(), handlers: z.boolean() }),
  closedBy: z.enum(['administrators', 'owner']),
  features: z.array(z.string()),
  seat: z.string().min(1).max(100),
  account: z.enum(['guest', 'user']),
})
const day = 86_400_000
const duration = z
  .number()
  .int()
  .min(1_000)
  .max(3_650 * day)

const shape = z.strictObject({
  holders: having('get'),
  rateLimits: having('take'),
  limits: z
    .strictObject({ resendToPortal: rule, resendToAddress: rule, resendOfFirm: rule, caller: rule, link: rule, loginName: rule })
    .prefault({}),
  // No `:` in a name: lists of what is over are told apart by it.
  kinds: z.record(z.string().regex(/^[A-Za-z][\w-]{0,99}$/), kind).default({}),
  maxAttempts: z.number().int().min(1).max(100).default(10),
  temporary: duration.default(30 * day),
  reminder: duration.default(7 * day),
  loginNameRetention: duration.default(180 * day),
  loginNames: z
    .strictObject({
      script: z.enum(['ascii', 'unicode']).optional(),
      reserved: z.array(z.string()).optional(),
      lookAlikes: z.boolean().optional(),
    })
    .prefault({}),
  contact: z.string().min(1).max(500).optional(),
})

/** What there is besides. */
interface Rest<P extends Policy> {
  readonly policy: P
  readonly runtime: Runtime
  readonly letters: Letters
  readonly licences?: Licences | undefined
  readonly portTimeout: number
  readonly linkLifetime: number
  readonly signInUrl: string
  readonly from: string
}

/**
 * The parts of registration, with everything that is not said taken from the defaults.
 *
 * @throws PortalError `SETTINGS_INVALID`, which names the setting; also when the policy has no module `registration`
 */
export function registrationPartsOf<P extends Policy>(
  settings: RegistrationSettings,
  { from, ...rest }: Rest<P>,
): RegistrationParts & { readonly policy: P } {
  const given = parsed(shape, settings, 'SETTINGS_INVALID', 'the settings of registration')
  if (!rest.policy.modules.some(({ name }) => name === 'registration'))
    throw new PortalError('SETTINGS_INVALID', 'the policy has no module `registration`: take it from `portico/registration`', {})
  const { maxAttempts, temporary, reminder, loginNameRetention, loginNames, contact = from } = given
  const script = loginNames.script ?? defaultLoginNameRules.script
  const reserved = (loginNames.reserved ?? []).map((name) => reservedKey(name, script))
  const limits = Object.fromEntries(Object.entries(given.limits).filter(([, one]) => one !== undefined))
  return {
    ...rest,
    holders: settings.holders,
    rateLimits: settings.rateLimits,
    limits: { ...defaultLimits, ...limits },
    kinds: { ...portalKinds, ...given.kinds },
    maxAttempts,
    lifetimes: { temporary, reminder },
    loginNames: { script, reserved: [...defaultLoginNameRules.reserved, ...reserved], lookAlikes: loginNames.lookAlikes },
    loginNameRetention,
    nobodysHash: nobodysHash(rest.runtime),
    contact,
  }
}

/** Made once, when somebody signs in for the first time. */
function nobodysHash(runtime: Runtime): () => Promise<string> {
  let hash: Promise<string> | undefined
  return () => {
    hash ??= hashChecked(runtime, mintToken(runtime.random)).catch((error: unknown) => {
      hash = undefined
      throw error
    })
    return hash
  }
}

/** A reserved name in the form that names are compared in; one that could never be chosen stays as it is. */
function reservedKey(name: string, script: LoginNameRules['script']): string {
  try {
    return loginNameKey(name, { script, reserved: [] })
  } catch {
    return name
  }
}
