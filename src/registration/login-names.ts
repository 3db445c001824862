import { PortalError } from '../errors.js'
import { acrossScripts, withinLatin } from './look-alikes.js'
import { isOfOneScript } from './scripts.js'

/** What login names may be. */
export interface LoginNameRules {
  /** `ascii` (the default): `a` to `z`, digits, `.`, `_` and `-`; `unicode`: letters and digits of any one script besides. */
  readonly script: 'ascii' | 'unicode'
  /** Names that nobody gets; compared like the names themselves. */
  readonly reserved: readonly string[]
  /**
   * Whether names that look alike in Latin letters are one name too: `paul1` and `paull`, `adrnin` and `admin`. Off by default. Set it once, before
   * the first name is taken. Across scripts, look-alikes are one name always.
   */
  readonly lookAlikes?: boolean | undefined
}

/** Names that look as if they spoke for the portal itself. */
const reserved = [
  'admin',
  'administrator',
  'hostmaster',
  'info',
  'owner',
  'portal',
  'postmaster',
  'root',
  'security',
  'support',
  'system',
  'webmaster',
]

/** What holds where nothing else is said. */
export const defaultLoginNameRules: LoginNameRules = { script: 'ascii', reserved }

const ascii = /^[a-z0-9][a-z0-9._-]{1,62}[a-z0-9]$/
const unicode = /^[\p{L}\p{Nd}][\p{L}\p{M}\p{Nd}._-]{1,62}[\p{L}\p{M}\p{Nd}]$/u
/** Letters and marks that nobody sees: variation selectors, joiners, fillers. */
const invisible = /\p{Default_Ignorable_Code_Point}/u
/**
 * The form in which a login name is compared: two names with one form are one name.
 *
 * ASCII names are put into lower case. Unicode names, besides, lose their width (`ｐ` is `p`) and are composed (NFC), as RFC 8265 has it; letters
 * of one script only, and those that look like Latin ones count as those, so that no look-alike of another script gets in between.
 *
 * @param given anything that somebody typed: 3 to 64 characters
 * @throws PortalError `LOGIN_NAME_INVALID`, `LOGIN_NAME_RESERVED`
 */
export function loginNameKey(given: string, { script, reserved: taken, lookAlikes }: LoginNameRules = defaultLoginNameRules): string {
  // The length first: putting a hostile text into NFC takes quadratic time.
  const key = given.length > 256 ? '' : script === 'ascii' ? asciiLower(given) : widthMapped(given).toLowerCase().normalize('NFC')
  if (!(script === 'ascii' ? ascii.test(key) : unicode.test(key) && !invisible.test(key) && isOfOneScript(key)))
    throw new PortalError('LOGIN_NAME_INVALID', 'expected a login name', { script })
  const seen = acrossScripts(key)
  const form = lookAlikes ? withinLatin(seen) : seen
  if (taken.some((name) => (lookAlikes ? withinLatin(name) : name) === form))
    throw new PortalError('LOGIN_NAME_RESERVED', 'this login name is reserved', {})
  return form
}

/** Only A to Z: the Kelvin sign is no `k`. */
const asciiLower = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())

/** Full-width and half-width forms as the ordinary ones. */
const widthMapped = (text: string): string => text.replace(/[\uFF01-\uFF9F]+/g, (forms) => forms.normalize('NFKC'))
