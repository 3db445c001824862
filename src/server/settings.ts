import * as z from 'zod'
import { PortalError } from '../errors.js'
import { parsed } from '../identifier.js'
import { defaultRules, longest, ownershipPresets, type OwnershipPreset, type OwnershipRules } from '../ownership/rules.js'
import { ownershipLetters } from '../ownership/standard-letters.js'
import type { Policy } from '../policy/policy.js'
import type { AuditSink } from '../ports/audit.js'
import type { Clock } from '../ports/clock.js'
import type { Digest, Random } from '../ports/crypto.js'
import type { Licences } from '../ports/licences.js'
import type { Mailer, MailMessage } from '../ports/mail.js'
import type { PasswordHasher } from '../ports/passwords.js'
import type { Storage } from '../ports/storage.js'
import type { LinkKinds } from '../workflow/attempt.js'
import type { PortalEvent } from '../workflow/post.js'
import type { Letter, Letters } from '../workflow/letters.js'
import type { LinkSettings } from '../workflow/links.js'
import { standardLetters } from '../workflow/standard-letters.js'

/** Limits, all of them optional. Times are milliseconds. */
export interface PorticoLimits {
  /** How long the storage may take to answer: 10,000 by default. */
  readonly storage?: number
  /** How long sending one letter may take: 30,000 by default. */
  readonly send?: number
  /**
   * How long a dispatcher has a letter to itself, longer than `storage` and `send` together: 120,000 by default. What is left over is how far
   * the clocks of two machines may be apart before both send the same letter at the same time.
   */
  readonly lease?: number
  /** How long hashing a password may take: 10,000 by default. */
  readonly passwords?: number
  /** How many letters one dispatch sends at the same time: 5 by default. */
  readonly parallel?: number
  /** How often a letter is tried before it is given up: 8 by default. */
  readonly attempts?: number
  /** How long the links of letters work: 86,400,000 (24 hours) by default, 604,800,000 (7 days) at most. */
  readonly link?: number
}

/** The parts that an application puts together. */
export interface PorticoSettings<P extends Policy> {
  readonly policy: P
  readonly storage: Storage
  readonly mailer: Mailer
  readonly clock: Clock
  readonly random: Random
  readonly digest: Digest
  readonly links: LinkSettings
  /** Whom letters come from. */
  readonly from: MailMessage['from']
  /**
   * The application's own letters, by name and language. Each language of each letter stands beside the built-in ones, or in the place of one;
   * in the end every letter must be there in English.
   */
  readonly letters?: Letters
  /** The kinds of links that the application's own letters have. */
  readonly linkKinds?: LinkKinds
  /** The IANA name of the zone that times in letters are written in: `UTC` by default. */
  readonly timeZone?: string
  /** Turns passwords into something that may be stored; for those workflows that have passwords. */
  readonly passwords?: PasswordHasher
  /** How ownership is transferred: one of the presets, options, or a preset with some options changed. */
  readonly ownership?: OwnershipPreset | ({ readonly preset?: OwnershipPreset } & Partial<OwnershipRules>)
  /** Says what portals are licensed for; their own records do without it. `limits.storage` is how long it may take. */
  readonly licences?: Licences
  /** Takes a copy of the audit trail; `limits.storage` is how long it may take for a record. */
  readonly audit?: AuditSink
  /**
   * `after-commit` (the default) sends letters in this process as soon as they are committed; `by-worker` leaves it to `outbox.run`. Let one
   * process `run` the outbox in any case: letters that failed, and those of a process that died, are tried again there.
   */
  readonly dispatch?: 'after-commit' | 'by-worker'
  readonly limits?: PorticoLimits
  /**
   * Is told the events of every command after its commit, also of those that time or a page brings: each at most once. The answers of commands
   * hold them too, so act on one of both.
   */
  readonly onEvents?: (events: readonly PortalEvent[]) => void | Promise<void>
  /** Is told what fails where nobody waits for it: letters that could not be dispatched, the sink of the audit trail. */
  readonly onError?: (error: unknown) => void
}

const duration = z.number().int().min(1).max(86_400_000)
const limitsShape = z
  .strictObject({
    storage: duration.default(10_000),
    send: duration.default(30_000),
    lease: duration.default(120_000),
    passwords: duration.default(10_000),
    parallel: z.number().int().min(1).max(100).default(5),
    attempts: z.number().int().min(1).max(100).default(8),
    link: z.number().int().min(1_000).max(604_800_000).default(86_400_000),
  })
  .refine(({ storage, send, lease }) => lease > storage + send, 'the lease must be longer than storing and sending may take together')

/** Something of the application's, of any class, that has these methods. It is looked at, never copied. */
const having = (...methods: readonly string[]): z.ZodType =>
  z.custom(
    (value) => typeof value === 'object' && value !== null && methods.every((name) => typeof Reflect.get(value, name) === 'function'),
    `expected an object with ${methods.map((name) => `\`${name}\``).join(', ')}`,
  )
const callable = z.custom((value) => typeof value === 'function', 'expected a function')

// As strict as the mailers are: nothing in it could end the address and begin another.
const address = z.string().regex(/^[^\s\p{C}<>()[\]\\,;:"@]+@[^\s\p{C}<>()[\]\\,;:"@]+$/u, 'expected a mail address')
const letter = z.strictObject({
  subject: z.string(),
  blocks: z.array(z.union([z.strictObject({ text: z.string() }), z.strictObject({ link: z.string() })])),
  words: z.record(z.string(), z.record(z.string(), z.string())).optional(),
})

const path = z.string().optional()
const preset = z.enum(['onlyoffice', 'github', 'slack', 'google'])
const day = 86_400_000
const ownership = z.strictObject({
  preset: preset.optional(),
  confirmation: z.enum(['link', 'reproof']).optional(),
  confirmBy: z.enum(['bearer', 'owner']).optional(),
  acceptance: z.enum(['none', 'required']).optional(),
  candidates: z.enum(['users', 'administrators']).optional(),
  formerOwner: z.enum(['administrator', 'user']).optional(),
  lifetime: z.number().int().min(1_000).max(longest).optional(),
  breakGlass: z
    .strictObject({
      quorum: z.number().int().min(2).max(100),
      waiting: z
        .number()
        .int()
        .min(day)
        .max(365 * day),
    })
    .optional(),
})

const settingsShape = z.strictObject({
  policy: having('abilityFor', 'parseMember', 'parsePortal'),
  storage: having('get', 'find', 'due', 'commit'),
  mailer: having('send'),
  clock: having('now', 'sleep'),
  random: having('bytes'),
  digest: having('sha256'),
  links: z.strictObject({
    origin: z.string(),
    allowLocalhost: z.boolean().optional(),
    paths: z.strictObject({ invitation: path, verifyEmail: path, ownership: path }).optional(),
  }),
  from: z.strictObject({ address, name: z.string() }),
  letters: z.record(z.string(), z.record(z.string(), letter)).optional(),
  linkKinds: z.record(z.string(), z.strictObject({ path: z.string(), isLive: callable })).optional(),
  timeZone: z.string().optional(),
  passwords: having('hash', 'verify', 'needsRehash').optional(),
  ownership: z.union([preset, ownership]).optional(),
  licences: having('of').optional(),
  audit: having('write').optional(),
  dispatch: z.enum(['after-commit', 'by-worker']).optional(),
  limits: limitsShape.prefault({}),
  onEvents: callable.optional(),
  onError: callable.optional(),
})

/** The limits, with their defaults. */
export type Limits = z.infer<typeof limitsShape>

/**
 * Checks the shape of all settings.
 *
 * @returns the limits, with their defaults
 * @throws PortalError `SETTINGS_INVALID`, which names the setting
 */
export const limitsOf = (settings: unknown): Limits =>
  parsed(settingsShape, settings, 'SETTINGS_INVALID', 'the settings of a portal').limits

/** How ownership is transferred, with everything that is not said taken from the preset, or else from the defaults. */
export function ownershipRulesOf(setting: PorticoSettings<Policy>['ownership'] = {}): OwnershipRules {
  const { preset: named, ...own } = typeof setting === 'string' ? { preset: setting } : setting
  const said = Object.entries(own).filter(([, value]) => value !== undefined)
  return { ...(named ? ownershipPresets[named] : defaultRules), ...Object.fromEntries(said) }
}

/** Refuses a time zone that is none. @throws PortalError `SETTINGS_INVALID` */
export function checkTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone })
  } catch {
    throw new PortalError('SETTINGS_INVALID', `\`${timeZone}\` is no time zone`, { timeZone })
  }
}

const builtInLetters: Letters = { ...standardLetters, ...ownershipLetters }

/**
 * The built-in letters and the application's own: each language of each letter is the application's where it has one.
 *
 * @throws PortalError `SETTINGS_INVALID` when a letter is not there in English
 */
export function lettersWith(own: Letters = {}): Letters {
  const translations = (name: string): Readonly<Record<string, Letter>> => ({
    ...(Object.hasOwn(builtInLetters, name) ? builtInLetters[name] : {}),
    ...own[name],
  })
  const all = [...Object.entries(builtInLetters), ...Object.keys(own).map((name) => [name, translations(name)] as const)]
  for (const [name, languages] of all) {
    if (!Object.keys(languages).some((language) => language.toLowerCase() === 'en'))
      throw new PortalError('SETTINGS_INVALID', `\`letters.${name}\` is not there in English (\`en\`)`, { letter: name })
  }
  return Object.fromEntries(all)
}
