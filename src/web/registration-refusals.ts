import { tell } from '../workflow/limits.js'
import type { Entered, FieldName } from './registration-form.js'
import { registrationWords } from './registration-words.js'
import type { PageLanguage } from './request.js'
import { fill, own } from './words.js'

/** Why nobody was registered: the code and the details of an error, or `missing` with the fields that are empty. */
export interface Refusal {
  readonly code: string
  readonly details: Readonly<Record<string, unknown>>
}

/** Says what is wrong with a password and what would be better, in sentences of a language (`en`, `fr`). */
export type PasswordFeedback = (
  password: string,
  context: { readonly loginName: string; readonly names: readonly string[] },
  language: string,
) => { readonly warning?: string | undefined; readonly suggestions: readonly string[] }

/** What a refusal is about. */
interface Attempted {
  readonly loginName: string
  readonly password: string
  readonly firmName: string
  /** How many characters a password has at least. */
  readonly least: number
  readonly language: PageLanguage
  readonly feedback?: PasswordFeedback | undefined
  readonly onError?: ((error: unknown) => void) | undefined
}

/** The field that a refusal is about. */
export function fieldOf(code: string): FieldName | undefined {
  if (code.startsWith('LOGIN_NAME_')) return 'username'
  return code.startsWith('PASSWORD_') ? 'password' : undefined
}

/** Whether whoever registers may do something about it, here and now. */
export const isOfForm = (code: string): boolean => fieldOf(code) !== undefined || code === 'RATE_LIMITED' || code === 'CONFLICT'

/** What to say of a refusal, and where. */
export function wrongWith({ code, details }: Refusal, attempted: Attempted): Entered['wrong'] {
  const words = registrationWords[attempted.language]
  const sentence = (sentences: Readonly<Record<string, string>>, name: string, values = {}): string =>
    fill(own(sentences, name) ?? sentences.other ?? '', values)
  if (code === 'missing') {
    const missing = details.missing as readonly FieldName[]
    const sentences = { username: words.loginNameProblems, password: words.passwordProblems }
    return Object.fromEntries(missing.map((name) => [name, [sentence(sentences[name], code)]]))
  }
  const field = fieldOf(code)
  if (field === 'username') return { username: [sentence(words.loginNameProblems, code)] }
  if (field === undefined) return { form: [sentence(words.formProblems, code, { wait: waitOf(details, attempted.language) })] }
  const least = String(typeof details.least === 'number' ? details.least : attempted.least)
  const why =
    code === 'PASSWORD_BLOCKED'
      ? sentence(words.blocked, typeof details.reason === 'string' ? details.reason : 'other')
      : sentence(words.passwordProblems, code, { least })
  // Of what is too long or no text there is nothing to say.
  return { password: [why, ...(code === 'PASSWORD_BLOCKED' || code === 'PASSWORD_TOO_SHORT' ? adviceOn(attempted) : [])] }
}

/** What the application says of the password. That it fails changes nothing. */
function adviceOn({ feedback, password, loginName, firmName, language, onError }: Attempted): readonly string[] {
  if (!feedback) return []
  try {
    const { warning, suggestions } = feedback(password, { loginName, names: [firmName] }, language)
    return [warning, ...suggestions].filter((one) => typeof one === 'string' && one !== '').slice(0, 5) as string[]
  } catch (error) {
    if (onError) void tell(onError, error)
    return []
  }
}

/** How long to wait, in words: `5 minutes`. */
function waitOf({ retryAfter }: Refusal['details'], language: PageLanguage): string {
  const minutes = Math.max(1, Math.ceil(Number(retryAfter) / 60_000) || 0)
  const [amount, unit] = minutes <= 90 ? [minutes, 'minute'] : [Math.ceil(minutes / 60), 'hour']
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(amount)
}

/** The headers that go with a refusal. */
export function headersOf({ code, details: { retryAfter } }: Refusal): Readonly<Record<string, string>> {
  const seconds = Math.ceil(Number(retryAfter) / 1_000)
  return code === 'RATE_LIMITED' && seconds > 0 ? { 'retry-after': String(seconds) } : {}
}
