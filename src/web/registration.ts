import { isPortalError, PortalError } from '../errors.js'
import type { Registration } from '../registration/service.js'
import { leastLength } from '../workflow/passwords.js'
import { html, type Markup } from './html.js'
import { kindName, type KindNames } from './kind-names.js'
import { mount } from './mount.js'
import { respond, type Page } from './page.js'
import { formPage, type FormRules } from './registration-form.js'
import { fieldOf, headersOf, isOfForm, wrongWith, type PasswordFeedback, type Refusal } from './registration-refusals.js'
import { registrationWords } from './registration-words.js'
import { languageOf, type PageLanguage } from './request.js'
import { fill, own, problemPage } from './words.js'

/** What the page to register is made of. */
export interface RegistrationPageOptions {
  readonly registration: Pick<Registration, 'inspect' | 'complete'>
  /** The origin that the page is served from, as in `links`: `https://portal.example`. Forms from elsewhere are refused. */
  readonly origin: string
  /** Where the page is mounted: `/register` by default, where the letters lead. */
  readonly path?: string
  /** The IANA name of the zone that times are written in: `UTC` by default. */
  readonly timeZone?: string
  /** Where those who are registered sign in, a path or an address: the page has a link to it. */
  readonly signInUrl?: string
  /** Whom a request comes from, as you tell callers apart: how often he tries is limited. When it fails, nobody registers. */
  readonly callerOf?: (request: Request) => string | null | undefined | Promise<string | null | undefined>
  /** As in the settings of `createPortico`: how long passwords have to be is said before one is chosen. */
  readonly passwordRules?: { readonly secondFactor?: boolean | undefined }
  /** As in the settings of registration: what login names may be is said before one is chosen. */
  readonly loginNames?: { readonly script?: 'ascii' | 'unicode' | undefined }
  /** What kinds of portals of your own are called, or built-in ones otherwise: `{ branch: { en: 'branch portal', fr: 'portail de succursale' } }`. */
  readonly kindNames?: KindNames
  /**
   * What to say of a password that was refused as too short or too easily guessed, beside that: `feedback` of the block list of `portico/zxcvbn`, for
   * example. Its sentences must not contain the password.
   */
  readonly feedback?: PasswordFeedback
  /** Is told what failed that is no refusal. */
  readonly onError?: (error: unknown) => void
}

/**
 * The page behind the link to register, for everything that speaks `Request` and `Response`.
 *
 * `GET` and `HEAD` only show, however often a mail scanner comes by; `POST` registers, with a login name and a password. What is refused is said beside
 * its field. It needs no script, begins no session and sets no cookie, and lets nothing be kept, framed or told to others.
 *
 * @returns a handler; it never rejects
 * @throws PortalError `SETTINGS_INVALID` when the origin, the path, the time zone or the address to sign in is none
 * @see docs/guide/registration-pages.md
 *
 * @example
 * ```ts
 * const page = createRegistrationPage({ registration: portico.registration, origin: 'https://portal.example', signInUrl: '/sign-in' })
 * ```
 */
export function createRegistrationPage(options: RegistrationPageOptions): (request: Request) => Promise<Response> {
  const { path = '/register', timeZone = 'UTC', signInUrl, passwordRules, loginNames } = options
  if (signInUrl !== undefined && !isAddress(signInUrl))
    throw new PortalError('SETTINGS_INVALID', `\`${signInUrl}\` is no address to sign in`, { signInUrl })
  const rules: FormRules = { path, timeZone, least: leastLength(passwordRules ?? {}), script: loginNames?.script ?? 'ascii' }
  return mount(
    { ...options, path, timeZone },
    {
      show: (request, url) => show(options, rules, request, url),
      decide: (form, request, url) => register(options, rules, form, request, url),
      statusOf,
      problem: (status, code, language) => problem(options, status, code, language),
    },
  )
}

const isAddress = (address: string): boolean =>
  /^\/(?![/\\])[^\s\\]*$/.test(address) || (/^https?:\/\/[^\s\\]+$/i.test(address) && URL.canParse(address))

/** Shows what a link is for, and the form. */
async function show(options: RegistrationPageOptions, rules: FormRules, request: Request, url: URL): Promise<Response> {
  const token = url.searchParams.get('token') ?? ''
  const link = await options.registration.inspect({ token })
  const language = languageOf(request, url, link.language)
  return respond(formPage(200, { link, kind: kindName(link.kind, language, options.kindNames), token, language }, rules), request.method)
}

/** Registers, or says beside the fields why not. */
async function register(
  options: RegistrationPageOptions,
  rules: FormRules,
  form: URLSearchParams,
  request: Request,
  url: URL,
): Promise<Response> {
  const token = form.get('token') ?? ''
  // No login name has blanks; telephones like to put one behind a word.
  const entered = { loginName: (form.get('username') ?? '').trim(), password: form.get('password') ?? '' }
  const refused = incomplete(entered) ?? (await completed(options, { token, ...entered }, request))
  if (!refused) return respond(donePage(options, languageOf(request, url), entered.loginName), 'POST')
  // Asked now, not before: this may have been the last attempt.
  const link = await options.registration.inspect({ token })
  const language = languageOf(request, url, link.language)
  const wrong = wrongWith(refused, { ...options, ...entered, least: rules.least, firmName: link.firmName, language })
  const page = formPage(statusOf(refused.code), { link, kind: kindName(link.kind, language, options.kindNames), token, language }, rules, {
    loginName: entered.loginName,
    hadPassword: entered.password !== '',
    wrong,
  })
  return respond(page, 'POST', headersOf(refused))
}

interface Attempt {
  readonly token: string
  readonly loginName: string
  readonly password: string
}

/** What is not even asked for: a scanner that submits an empty form costs no attempt. */
function incomplete({ loginName, password }: Omit<Attempt, 'token'>): Refusal | undefined {
  const missing = [...(loginName === '' ? ['username'] : []), ...(password === '' ? ['password'] : [])]
  if (missing.length > 0) return { code: 'missing', details: { missing } }
  // What browsers send for half a character, and what comes of bytes that are no characters.
  return password.includes('\uFFFD') ? { code: 'PASSWORD_INVALID_ENCODING', details: {} } : undefined
}

/** Registers; gives what is for the form to say. */
async function completed(
  { registration, callerOf }: RegistrationPageOptions,
  attempt: Attempt,
  request: Request,
): Promise<Refusal | undefined> {
  const caller = (await callerOf?.(request)) || undefined
  try {
    await registration.complete({ ...attempt, caller })
    return undefined
  } catch (error) {
    if (isPortalError(error) && isOfForm(error.code)) return error
    throw error
  }
}

function donePage({ signInUrl }: RegistrationPageOptions, language: PageLanguage, loginName: string): Page {
  const words = registrationWords[language]
  const done = html`<p role="status">${fill(words.done, { loginName })}</p>`
  return { status: 200, language, title: words.doneTitle, body: [done, ...signInLink(signInUrl, words.signIn)] }
}

function problem({ signInUrl }: RegistrationPageOptions, status: number, code: string, language: PageLanguage): Page {
  const { problem: title, problems: sentences, signIn } = registrationWords[language]
  return problemPage({ title, sentences, more: code === 'TOKEN_USED' ? signInLink(signInUrl, signIn) : [] }, status, code, language)
}

const signInLink = (signInUrl: string | undefined, text: string): readonly Markup[] =>
  signInUrl === undefined ? [] : [html`<p><a href="${signInUrl}">${text}</a></p>`]

/** What HTTP calls a refusal. What none of these is has failed: also a caller that the service would not take. */
const statuses: Readonly<Record<string, number>> = {
  ...{ missing: 422, RATE_LIMITED: 429, CONFLICT: 409 },
  ...{ TOKEN_INVALID: 404, TOKEN_USED: 410, TOKEN_EXPIRED: 410, ATTEMPTS_EXCEEDED: 410 },
  ...{ PORTAL_SUSPENDED: 409, PORTAL_NOT_ACTIVE: 409, HOLDER_INACTIVE: 409, LICENSE_MISSING: 409 },
}
const statusOf = (code: string): number => own(statuses, code) ?? (fieldOf(code) ? 422 : 503)
