/** How ownership is transferred. */
export interface OwnershipRules {
  /** How the owner shows that it is he: by a link that is mailed to him, or because the host application has just asked him for his password again. */
  readonly confirmation: 'link' | 'reproof'
  /** Who may use the confirmation link: whoever has it, or only the owner when he is signed in. */
  readonly confirmBy: 'bearer' | 'owner'
  /** Whether the candidate has to accept. */
  readonly acceptance: 'none' | 'required'
  /** Who can be named: every user, or only full-access administrators. */
  readonly candidates: 'users' | 'administrators'
  /** What the former owner is afterwards. */
  readonly formerOwner: 'administrator' | 'user'
  /** How long links work, in milliseconds: 7 days at most. */
  readonly lifetime: number
  /** How many letters may be asked for. */
  readonly rateLimit: RateLimit
  /** For a portal whose owner is gone for good; off when left out. */
  readonly breakGlass?: BreakGlass | undefined
}

/** Full administrators replace an owner who is gone: some of them agree, then everybody waits. */
export interface BreakGlass {
  /** How many full administrators have to agree, the one who asks among them: 2 at least. */
  readonly quorum: number
  /** How long the owner has to object, in milliseconds: 1 day at least. */
  readonly waiting: number
}

/**
 * How many letters with a link, or proposals, may be asked for in a portal: by its owner, and by its administrators, each counted for themselves.
 */
export interface RateLimit {
  /** So many: 1 to 1,000. */
  readonly letters: number
  /** Within so many milliseconds: 1 minute to 7 days. */
  readonly per: number
}

const hour = 3_600_000
const day = 24 * hour

/** The longest that a link may work, and that a proposal waits for its quorum. */
export const longest = 7 * day

/** What holds where nothing else is said. */
export const defaultRules: OwnershipRules = {
  confirmation: 'link',
  confirmBy: 'bearer',
  acceptance: 'none',
  candidates: 'users',
  formerOwner: 'administrator',
  lifetime: day,
  rateLimit: { letters: 10, per: hour },
}

/**
 * The ways of four products, in the words of the options.
 *
 * @see docs/guide/ownership.md
 */
export const ownershipPresets = {
  /** The owner confirms by a link that works for 7 days. */
  onlyoffice: { ...defaultRules, lifetime: longest },
  /** The owner confirms, and the candidate accepts within a day. */
  github: { ...defaultRules, acceptance: 'required' },
  /** At once, when the owner has just shown again that it is he; no link. */
  slack: { ...defaultRules, confirmation: 'reproof' },
  /** The owner confirms, the candidate accepts, and he must be an administrator already. */
  google: { ...defaultRules, acceptance: 'required', candidates: 'administrators' },
} as const satisfies Readonly<Record<string, OwnershipRules>>

/** The name of a preset. */
export type OwnershipPreset = keyof typeof ownershipPresets
