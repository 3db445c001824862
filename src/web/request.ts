/** How large a form may be, in bytes. */
const largest = 20_000

/** What was posted, or the HTTP status that says why it is not read. */
export type Posted = { readonly form: URLSearchParams; readonly status?: never } | { readonly status: 403 | 413 | 415 }

/**
 * Reads a form that one of our own pages posted.
 *
 * Our pages tell nobody where they are (`Referrer-Policy: no-referrer`), so that browsers send `Origin: null` with their forms: it is
 * `Sec-Fetch-Site` that tells. Where that is missing, only the right `Origin` will do.
 */
export async function formOf(request: Request, origin: string): Promise<Posted> {
  const site = request.headers.get('sec-fetch-site')
  if (site === null ? request.headers.get('origin') !== origin : site !== 'same-origin') return { status: 403 }
  const [type = ''] = (request.headers.get('content-type') ?? '').split(';')
  if (type.trim().toLowerCase() !== 'application/x-www-form-urlencoded') return { status: 415 }
  const text = await textOf(request)
  return text === undefined ? { status: 413 } : { form: new URLSearchParams(text) }
}

/** The body, unless it is too large: then it is not read to its end. */
async function textOf(request: Request): Promise<string | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > largest || !request.body) return request.body ? undefined : ''
  const decoder = new TextDecoder()
  let [text, bytes] = ['', 0]
  // What is left of it is thrown away: leaving the loop cancels the stream.
  for await (const chunk of request.body as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength
    if (bytes > largest) return undefined
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

/** The languages that the pages are written in. */
export const languages = ['en', 'fr'] as const
export type PageLanguage = (typeof languages)[number]

/** The language of a page: the one that is asked for in the address, or else of the reader's letters, or else the browser's, or else English. */
export function languageOf(request: Request, url: URL, reader?: string): PageLanguage {
  const wanted = [url.searchParams.get('lang') ?? '', reader ?? '', ...acceptedBy(request)]
  return wanted.map(known).find((one) => one !== undefined) ?? 'en'
}

/** The languages that a browser accepts, the best first (RFC 9110, 12.5.4). */
function acceptedBy(request: Request): readonly string[] {
  const parts = (request.headers.get('accept-language') ?? '').slice(0, 200).split(',')
  const weighed = parts.map((part) => {
    const [language = '', weight] = part.split(/;\s*q=/i)
    return { language, weight: Number(weight ?? 1) }
  })
  return weighed
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ language }) => language)
}

const known = (wanted: string): PageLanguage | undefined =>
  languages.find((language) => wanted.trim().toLowerCase().split('-')[0] === language)
