import { isPortalError, PortalError } from '../errors.js'
import { tell } from '../workflow/limits.js'
import { checkTimeZone } from '../workflow/time-zone.js'
import { respond, type Page } from './page.js'
import { formOf, languageOf, type PageLanguage } from './request.js'

/** Where a page is, and who is told what fails in it. */
export interface Mounting {
  readonly origin: string
  readonly path: string
  readonly timeZone: string
  readonly onError?: ((error: unknown) => void) | undefined
}

/** What one page does differently from the others. */
export interface Answers {
  /** Answers `GET` and `HEAD`: shows, and changes nothing. */
  readonly show: (request: Request, url: URL) => Promise<Response>
  /** Answers a form that comes from the page itself; `url` asks for the language of the form. */
  readonly decide: (form: URLSearchParams, request: Request, url: URL) => Promise<Response>
  /** What HTTP calls a refusal, by its code. */
  readonly statusOf: (code: string) => number
  /**
   * What is said of a refusal, by its code; of a form that does not say that it is from the page (`elsewhere`), of one that is too large (`tooLarge`);
   * where nobody knows what was done (`unavailable`), and otherwise (`other`).
   */
  readonly problem: (status: number, code: string, language: PageLanguage) => Page
}

/**
 * A handler that never rejects.
 *
 * @throws PortalError `SETTINGS_INVALID` when the origin, the path or the time zone is none
 */
export function mount(
  { origin, path, timeZone, onError = () => undefined }: Mounting,
  answers: Answers,
): (request: Request) => Promise<Response> {
  const own = originOf(origin)
  if (!/^\/(?!\/)[\w.~/-]*$/.test(path)) throw new PortalError('SETTINGS_INVALID', `\`${path}\` is no path`, { path })
  checkTimeZone(timeZone)
  const failed = (error: unknown, request: Request, url: URL): Response => {
    const code = isPortalError(error) ? error.code : 'unavailable'
    const status = answers.statusOf(code)
    // Whoever is told may fail, or take his time; the page does not.
    if (status >= 500) void tell(onError, error)
    const language = languageOf(request, url, readerOf(error))
    return respond(answers.problem(status, status >= 500 ? 'unavailable' : code, language), request.method)
  }
  const decide = async (request: Request, url: URL): Promise<Response> => {
    const posted = await formOf(request, own)
    if (posted.status !== undefined) return respond(answers.problem(posted.status, unread[posted.status], languageOf(request, url)), 'POST')
    const asked = new URL(url)
    const lang = posted.form.get('lang')
    if (lang !== null) asked.searchParams.set('lang', lang)
    try {
      return await answers.decide(posted.form, request, asked)
    } catch (error) {
      return failed(error, request, asked)
    }
  }
  return async (request) => {
    const { method } = request
    const url = new URL(URL.canParse(request.url) ? request.url : own)
    try {
      if (method === 'GET' || method === 'HEAD') return await answers.show(request, url)
      if (method === 'POST') return await decide(request, url)
      return respond(answers.problem(405, 'other', languageOf(request, url)), method, { allow: 'GET, HEAD, POST' })
    } catch (error) {
      return failed(error, request, url)
    }
  }
}

/** What is said of a form that is not read. */
const unread = { 403: 'elsewhere', 413: 'tooLarge', 415: 'other' } as const

/** The origin as browsers write it: in lower case, and without the port that goes without saying. */
function originOf(origin: string): string {
  if (/^https?:\/\/[^/?#\\@\s]+$/i.test(origin) && URL.canParse(origin)) return new URL(origin).origin
  throw new PortalError('SETTINGS_INVALID', `\`${origin}\` is no origin`, { origin })
}

/** The language of whoever a link went to that was refused, where that is known. */
function readerOf(error: unknown): string | undefined {
  // Another copy of the package may have made it, or somebody's own service.
  const details = isPortalError(error) ? (error.details as { readonly language?: unknown } | undefined) : undefined
  return typeof details?.language === 'string' ? details.language : undefined
}
