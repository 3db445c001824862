import type { Registration } from '../registration/service.js'
import { formatTime } from '../workflow/letters.js'
import { confirmationWords } from './confirmation-words.js'
import { html } from './html.js'
import { kindName, type KindNames } from './kind-names.js'
import { mount } from './mount.js'
import { respond, type Page } from './page.js'
import { languageOf, type PageLanguage } from './request.js'
import { facts, fill, inOtherLanguage, own, problemPage } from './words.js'

/** What the page to confirm an association or an address is made of. */
export interface ConfirmationPageOptions {
  readonly registration: Pick<Registration, 'inspectConfirmation' | 'confirm'>
  /** The origin that the page is served from, as in `links`: `https://portal.example`. Forms from elsewhere are refused. */
  readonly origin: string
  /** Where the page is mounted: `/register/confirm` by default, where the letters lead. */
  readonly path?: string
  /** The IANA name of the zone that times are written in: `UTC` by default. */
  readonly timeZone?: string
  /** What kinds of portals of your own are called, or built-in ones otherwise: `{ branch: { en: 'branch portal', fr: 'portail de succursale' } }`. */
  readonly kindNames?: KindNames
  /** Is told what failed that is no refusal. */
  readonly onError?: (error: unknown) => void
}

/**
 * The page behind the link that confirms which holder a portal belongs to, or the address of a portal that is registered, for everything that speaks
 * `Request` and `Response`.
 *
 * `GET` and `HEAD` only show, however often a mail scanner comes by; `POST` confirms. Like all pages, it needs no script.
 *
 * @returns a handler; it never rejects
 * @throws PortalError `SETTINGS_INVALID` when the origin, the path or the time zone is none
 * @see docs/guide/registration-pages.md
 *
 * @example
 * ```ts
 * const page = createConfirmationPage({ registration: portico.registration, origin: 'https://portal.example' })
 * ```
 */
export function createConfirmationPage(options: ConfirmationPageOptions): (request: Request) => Promise<Response> {
  const { registration, path = '/register/confirm', timeZone = 'UTC', kindNames } = options
  return mount(
    { ...options, path, timeZone },
    {
      async show(request, url) {
        const token = url.searchParams.get('token') ?? ''
        const link = await registration.inspectConfirmation({ token })
        const language = languageOf(request, url, link.language)
        const words = confirmationWords[language]
        const { title, text, warning, button } = words[link.type]
        const { firmName: firm } = link
        const body = [
          html`<p>${fill(text, { firm })}</p>`,
          facts([
            [words.firm, firm],
            [words.portal, kindName(link.kind, language, kindNames)],
            [words.email, link.email],
            [words.until, formatTime(link.expiresAt, language, timeZone)],
          ]),
          html`<p>${fill(warning, { firm })}</p>`,
          html`<form method="post" action="${path}">
            <input type="hidden" name="token" value="${token}" />
            <input type="hidden" name="lang" value="${language}" />
            <button class="main" name="decision" value="confirm">${button}</button>
          </form>`,
        ]
        return respond({ status: 200, language, title, body, other: inOtherLanguage(path, token, language) }, request.method)
      },
      async decide(form, request, url) {
        const language = languageOf(request, url)
        // A scanner that sends no more than the address it found decides nothing.
        if (form.get('decision') !== 'confirm') return respond(problem(400, 'other', language), 'POST')
        const { type } = await registration.confirm({ token: form.get('token') ?? '' })
        const { doneTitle: title, [type]: words } = confirmationWords[language]
        return respond({ status: 200, language, title, body: [html`<p role="status">${words.done}</p>`] }, 'POST')
      },
      statusOf: (code) => own(statuses, code) ?? 503,
      problem,
    },
  )
}

function problem(status: number, code: string, language: PageLanguage): Page {
  const { problem: title, problems: sentences } = confirmationWords[language]
  return problemPage({ title, sentences }, status, code, language)
}

/** What HTTP calls a refusal. What is none of these has failed. */
const statuses: Readonly<Record<string, number>> = {
  ...{ TOKEN_INVALID: 404, TOKEN_USED: 410, TOKEN_EXPIRED: 410 },
  ...{ PORTAL_NOT_ACTIVE: 409, PORTAL_CLOSED: 409, CONFLICT: 409 },
}
