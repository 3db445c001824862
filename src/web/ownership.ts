import { isPortalError, PortalError } from '../errors.js'
import type { Ownership } from '../ownership/ownership.js'
import type { OwnershipLink } from '../ownership/views.js'
import { formatTime } from '../workflow/letters.js'
import { tell } from '../workflow/limits.js'
import { checkTimeZone } from '../workflow/time-zone.js'
import { html, type Markup } from './html.js'
import { ownershipWords, type OwnershipWords } from './ownership-words.js'
import { respond, type Page } from './page.js'
import { formOf, languageOf, type PageLanguage } from './request.js'

/** What the page of a transfer is made of. */
export interface OwnershipPageOptions {
  readonly ownership: Pick<Ownership, 'inspect' | 'confirm' | 'accept' | 'decline'>
  /** The origin that the page is served from, as in `links`: `https://portal.example`. Forms from elsewhere are refused. */
  readonly origin: string
  /** Where the page is mounted: `/ownership` by default, where the letters lead. */
  readonly path?: string
  /** Who is signed in, for rules with `confirmBy: 'owner'`. */
  readonly actorOf?: (request: Request) => string | null | undefined | Promise<string | null | undefined>
  /** The IANA name of the zone that times are written in: `UTC` by default. */
  readonly timeZone?: string
  /** Is told what failed that is no refusal. */
  readonly onError?: (error: unknown) => void
}

/**
 * The page behind the links of a transfer, for everything that speaks `Request` and `Response`.
 *
 * `GET` and `HEAD` only show, however often a mail scanner comes by; `POST` confirms, accepts or declines. It needs no script, and lets nothing be
 * kept, framed or told to others.
 *
 * @returns a handler; it never rejects
 * @throws PortalError `SETTINGS_INVALID` when the origin, the path or the time zone is none
 * @see docs/guide/ownership.md
 *
 * @example
 * ```ts
 * const page = createOwnershipPage({ ownership: portico.ownership, origin: 'https://portal.example' })
 * ```
 */
export function createOwnershipPage(options: OwnershipPageOptions): (request: Request) => Promise<Response> {
  const { path = '/ownership', timeZone = 'UTC' } = options
  const own = originOf(options.origin)
  if (!/^\/(?!\/)[\w.~/-]*$/.test(path)) throw new PortalError('SETTINGS_INVALID', `\`${path}\` is no path`, { path })
  checkTimeZone(timeZone)
  return async (request) => {
    const { method } = request
    const url = new URL(URL.canParse(request.url) ? request.url : own)
    try {
      if (method === 'GET' || method === 'HEAD') return await show(options, path, request, url)
      if (method === 'POST') return await decide({ ...options, origin: own }, request, url)
      return respond(problem(405, 'other', languageOf(request, url)), method, { allow: 'GET, HEAD, POST' })
    } catch (error) {
      return failed(options, error, request, url)
    }
  }
}

/** The origin as browsers write it: in lower case, and without the port that goes without saying. */
function originOf(origin: string): string {
  if (/^https?:\/\/[^/?#\\@\s]+$/i.test(origin) && URL.canParse(origin)) return new URL(origin).origin
  throw new PortalError('SETTINGS_INVALID', `\`${origin}\` is no origin`, { origin })
}

/** What the page says when something was refused or failed, and whoever has to know of it is told. */
function failed({ onError = () => undefined }: OwnershipPageOptions, error: unknown, request: Request, url: URL): Response {
  const code = isPortalError(error) ? error.code : 'unavailable'
  const status = statusOf(code)
  // Whoever is told may fail, or take his time; the page does not.
  if (status >= 500) void tell(onError, error)
  return respond(problem(status, status >= 500 ? 'unavailable' : code, languageOf(request, url, readerOf(error))), request.method)
}

/** The language of whoever a link went to that was refused, where that is known. */
function readerOf(error: unknown): string | undefined {
  // Another copy of the package may have made it, or somebody's own service.
  const details = isPortalError(error) ? (error.details as { readonly language?: unknown } | undefined) : undefined
  return typeof details?.language === 'string' ? details.language : undefined
}

/** Shows what a link is for. */
async function show({ ownership, timeZone = 'UTC' }: OwnershipPageOptions, path: string, request: Request, url: URL): Promise<Response> {
  const token = url.searchParams.get('token') ?? ''
  const link = await ownership.inspect({ token })
  const language = languageOf(request, url, link.language)
  const other: PageLanguage = language === 'en' ? 'fr' : 'en'
  const href = `${path}?${new URLSearchParams({ token, lang: other }).toString()}`
  const page = { ...question(link, token, path, language, timeZone), other: { href, language: other, text: ownershipWords[other].name } }
  return respond(page, request.method)
}

/** Does what was posted, and says in the language of the form what became of it. */
async function decide(options: OwnershipPageOptions, request: Request, url: URL): Promise<Response> {
  const posted = await formOf(request, options.origin)
  if (posted.status !== undefined)
    return respond(problem(posted.status, posted.status === 403 ? 'elsewhere' : 'other', languageOf(request, url)), 'POST')
  const asked = new URL(url)
  const lang = posted.form.get('lang')
  if (lang !== null) asked.searchParams.set('lang', lang)
  try {
    return await answer(options, request, posted.form, asked)
  } catch (error) {
    return failed(options, error, request, asked)
  }
}

/** Does what the link is for. */
async function answer({ ownership, actorOf }: OwnershipPageOptions, request: Request, form: URLSearchParams, url: URL): Promise<Response> {
  const [token, decision] = [form.get('token') ?? '', form.get('decision')]
  // Asked before, for afterwards the link tells nothing more.
  const link = await ownership.inspect({ token }).catch((error: unknown) => {
    if (decision === 'decline' && isPortalError(error)) return undefined
    throw error
  })
  if (!link) return declined(ownership, token, languageOf(request, url))
  const language = languageOf(request, url, link.language)
  const words = ownershipWords[language]
  const say = (title: string, text: string): Response =>
    respond({ status: 200, language, title: fill(title, link), body: [html`<p role="status">${fill(text, link)}</p>`] }, 'POST')
  if (link.purpose === 'confirm' && decision === 'confirm') {
    // Nobody who is signed in is said in several ways.
    const actorId = (await actorOf?.(request)) || undefined
    const { transfer } = await ownership.confirm({ token, actorId })
    return transfer.status === 'completed' ? say(words.doneTitle, words.confirm.done) : say(words.askedTitle, words.confirm.asked)
  }
  if (link.purpose === 'accept' && decision === 'accept') {
    await ownership.accept({ token })
    return say(words.doneTitle, words.accept.done)
  }
  if (link.purpose === 'accept' && decision === 'decline') {
    await ownership.decline({ token })
    return say(words.declinedTitle, words.accept.declined)
  }
  return respond(problem(400, 'other', language), 'POST')
}

/** Whoever could not accept any more may still decline. */
async function declined(ownership: OwnershipPageOptions['ownership'], token: string, language: PageLanguage): Promise<Response> {
  await ownership.decline({ token })
  return respond({ status: 200, language, title: ownershipWords[language].declinedTitle, body: [] }, 'POST')
}

function question(link: OwnershipLink, token: string, path: string, language: PageLanguage, timeZone: string): Page {
  const words = ownershipWords[language]
  const { title, text, warning, button } = words[link.purpose]
  const decline = link.purpose === 'accept' ? html`<button name="decision" value="decline">${words.accept.decline}</button>` : html``
  const body = [
    html`<p>${fill(text, link)}</p>`,
    facts(words, link, formatTime(link.expiresAt, language, timeZone)),
    html`<p>${fill(warning, link)}</p>`,
    html`<form method="post" action="${path}">
      <input type="hidden" name="token" value="${token}" />
      <input type="hidden" name="lang" value="${language}" />
      <button class="main" name="decision" value="${link.purpose}">${fill(button, link)}</button>
      ${decline}
    </form>`,
  ]
  return { status: 200, language, title: fill(title, link), body }
}

const facts = (words: OwnershipWords, { portalName, ownerName, candidateName }: OwnershipLink, until: string): Markup =>
  html`<dl>
    <dt>${words.portal}</dt>
    <dd>${portalName}</dd>
    <dt>${words.owner}</dt>
    <dd>${ownerName}</dd>
    <dt>${words.candidate}</dt>
    <dd>${candidateName}</dd>
    <dt>${words.until}</dt>
    <dd>${until}</dd>
  </dl>`

const fill = (text: string, { portalName, ownerName, candidateName }: OwnershipLink): string => {
  const values: Readonly<Record<string, string>> = { portal: portalName, owner: ownerName, candidate: candidateName }
  return text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
}

function problem(status: number, code: string, language: PageLanguage): Page {
  const words = ownershipWords[language]
  const text = (Object.hasOwn(words.problems, code) ? words.problems[code] : undefined) ?? words.problems.other ?? ''
  return { status, language, title: words.problem, body: [html`<p role="alert">${text}</p>`] }
}

/** What HTTP calls a refusal. */
function statusOf(code: string): number {
  if (code === 'TOKEN_INVALID' || code === 'INPUT_INVALID') return 404
  if (code.startsWith('TOKEN_')) return 410
  if (code === 'NOT_THE_OWNER') return 403
  if (code === 'unavailable' || code.startsWith('STORAGE_')) return 503
  return 409
}
