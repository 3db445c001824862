import { html, type Markup } from './html.js'
import type { Page } from './page.js'
import type { PageLanguage } from './request.js'

// What the words of all pages have in common.

/** A sentence with its values: `{name}` is filled in, and what a value contains is not filled in again. */
export const fill = (sentence: string, values: Readonly<Record<string, string>>): string =>
  sentence.replace(/\{(\w+)\}/g, (_, name: string) => own(values, name) ?? '')

/** What stands under a name; nothing that objects have by nature. */
export const own = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined

/** Terms with what they are here. */
export const facts = (pairs: readonly (readonly [term: string, is: string])[]): Markup =>
  html`<dl>
    ${pairs.map(
      ([term, is]) =>
        html`<dt>${term}</dt>
          <dd>${is}</dd>`,
    )}
  </dl>`

/** A page that says why it does not work: `sentences` by code, with `other` for all that have none. */
export function problemPage(
  {
    title,
    sentences,
    more = [],
  }: { readonly title: string; readonly sentences: Readonly<Record<string, string>>; readonly more?: Page['body'] },
  status: number,
  code: string,
  language: PageLanguage,
): Page {
  return { status, language, title, body: [html`<p role="alert">${own(sentences, code) ?? sentences.other ?? ''}</p>`, ...more] }
}

const names: Readonly<Record<PageLanguage, string>> = { en: 'English', fr: 'Français' }

/** Where the same link is shown in the other language. */
export function inOtherLanguage(path: string, token: string, language: PageLanguage): NonNullable<Page['other']> {
  const other: PageLanguage = language === 'en' ? 'fr' : 'en'
  return { href: `${path}?${new URLSearchParams({ token, lang: other }).toString()}`, language: other, text: names[other] }
}
