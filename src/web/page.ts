import { html, type Markup } from './html.js'
import { style, styleHash } from './style.js'

/** What a page says. */
export interface Page {
  readonly status: number
  readonly language: string
  readonly title: string
  readonly body: readonly Markup[]
  /** The same page in the other language; none where going there would do something. */
  readonly other?: { readonly href: string; readonly language: string; readonly text: string }
}

/**
 * The headers of every page: nothing of it is kept, framed, indexed or told to others, no script runs, and forms go to where they come from.
 */
const headers: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

/** In one piece, without a blank more: the hash in the policy is that of what stands between the tags. */
const styled: Markup = { markup: `<style>${style}</style>` }

/** The response with a page; to `HEAD` without it. */
export function respond(page: Page, method: string, more: Readonly<Record<string, string>> = {}): Response {
  const { status, language } = page
  const body = method === 'HEAD' ? null : render(page)
  return new Response(body, { status, headers: { ...headers, 'content-language': language, ...more } })
}

function render({ language, title, body, other }: Page): string {
  const nav = other
    ? html`<nav><a href="${other.href}" hreflang="${other.language}" lang="${other.language}">${other.text}</a></nav>`
    : html``
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        ${styled}
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
        ${nav}
      </body>
    </html> `.markup
}
