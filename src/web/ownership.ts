import { isPortalError } from '../errors.js'
import type { Ownership } from '../ownership/ownership.js'
import type { OwnershipLink } from '../ownership/views.js'
import { formatTime } from '../workflow/letters.js'
import { html } from './html.js'
import { mount } from './mount.js'
import { ownershipWords } from './ownership-words.js'
import { respond, type Page } from './page.js'
import { languageOf, type PageLanguage } from './request.js'
import { facts, fill as filled, inOtherLanguage, problemPage } from './words.js'

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
  return mount(
    { ...options, path, timeZone },
    {
      show: (request, url) => show(options, path, request, url),
      decide: (form, request, url) => answer(options, request, form, url),
      statusOf,
      problem,
    },
  )
}

/** Shows what a link is for. */
async function show({ ownership, timeZone = 'UTC' }: OwnershipPageOptions, path: string, request: Request, url: URL): Promise<Response> {
  const token = url.searchParams.get('token') ?? ''
  const link = await ownership.inspect({ token })
  const language = languageOf(request, url, link.language)
  const other = inOtherLanguage(path, token, language)
  return respond({ ...question(link, token, path, language, timeZone), other }, request.method)
}

/** Does what the link is for. */
async function answer({ ownership, actorOf }: OwnershipPageOptions, request: Request, form: URLSearchParams, url: URL): Promise<Response> {
  const [token, decision] = [form.get('token') ?? '', form.get('decision')]
  // Asked before, for afterwards the link tells nothing more.
  const link = await ownership.inspect({ token }).catch(async (error: unknown) => {
    if (decision !== 'decline' || !isPortalError(error)) throw error
    // Whoever could not accept any more may still decline. If not, the link says itself why.
    await ownership.decline({ token }).catch(() => Promise.reject(error))
    return undefined
  })
  if (!link) {
    const language = languageOf(request, url)
    return respond({ status: 200, language, title: ownershipWords[language].declinedTitle, body: [] }, 'POST')
  }
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

function question(link: OwnershipLink, token: string, path: string, language: PageLanguage, timeZone: string): Page {
  const words = ownershipWords[language]
  const { title, text, warning, button } = words[link.purpose]
  const decline = link.purpose === 'accept' ? html`<button name="decision" value="decline">${words.accept.decline}</button>` : html``
  const body = [
    html`<p>${fill(text, link)}</p>`,
    facts([
      [words.portal, link.portalName],
      [words.owner, link.ownerName],
      [words.candidate, link.candidateName],
      [words.until, formatTime(link.expiresAt, language, timeZone)],
    ]),
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

const fill = (text: string, { portalName, ownerName, candidateName }: OwnershipLink): string =>
  filled(text, { portal: portalName, owner: ownerName, candidate: candidateName })

function problem(status: number, code: string, language: PageLanguage): Page {
  const { problem: title, problems: sentences } = ownershipWords[language]
  return problemPage({ title, sentences }, status, code, language)
}

/** What HTTP calls a refusal. */
function statusOf(code: string): number {
  if (code === 'TOKEN_INVALID' || code === 'INPUT_INVALID') return 404
  if (code.startsWith('TOKEN_')) return 410
  if (code === 'NOT_THE_OWNER') return 403
  if (code === 'unavailable' || code.startsWith('STORAGE_')) return 503
  return 409
}
