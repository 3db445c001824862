import type { LetterVariables } from '../records.js'
import { escapeHtml, inPlace } from './text.js'

/** A part of a letter. `{name}` is filled in from the variables. */
export type Block =
  | { readonly text: string }
  /** Where the letter's link stands, and what is written on it. */
  | { readonly link: string }

/** A letter in one language, as data. */
export interface Letter {
  readonly subject: string
  readonly blocks: readonly Block[]
  /** What values of a variable are called in this language, `{ role: { guest: 'a guest' } }`; others are filled in as they are. */
  readonly words?: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** Letters by name and language (BCP 47). Every letter is there in English, which stands in for languages that it is not there in. */
export type Letters = Readonly<Record<string, Readonly<Record<string, Letter>>>>

/** A letter with everything filled in. */
export interface RenderedLetter {
  readonly subject: string
  readonly text: string
  readonly html: string
  /** The language that it was found in. */
  readonly language: string
}

/**
 * Fills a letter in, once as text and once as HTML.
 *
 * Variables are values, never markup: in HTML they are escaped, control characters and what turns the direction of writing become blanks, what
 * cannot be seen is left out, and what they contain is not filled in again. In the subject, a value has 1,000 characters at most.
 *
 * @param letters the application's, or the built-in ones
 * @param name which letter
 * @param language the reader's; when the letter is not there in it, the language without its last part counts (`fr-CA` reads `fr`)
 * @param variables what is filled in; a variable that the letter names and that is not given is an error
 * @param options `link`: the address behind the letter's link; `timeZone`: an IANA name, in which times are written
 * @throws RangeError when there is no such letter, a variable is missing or neither a text nor a time, or the letter has a link and none was given
 */
export function renderLetter(
  letters: Letters,
  name: string,
  language: string,
  variables: LetterVariables,
  options: { readonly link?: string; readonly timeZone: string },
): RenderedLetter {
  const [found, letter] = pick(own(letters, name) ?? {}, language)
  if (!letter) throw new RangeError(`there is no letter \`${name}\``)
  const value = (variable: string): string => {
    const given = own(variables, variable)
    if (given === undefined) throw new RangeError(`letter \`${name}\` needs \`${variable}\``)
    if (typeof given === 'string') return oneLine(own(own(letter.words, variable), given) ?? given)
    if (!isTime(given)) throw new RangeError(`letter \`${name}\` needs \`${variable}\` as a text or a time`)
    return formatTime(given.time, found, options.timeZone)
  }
  const fill = (template: string, escape: (text: string) => string, most = Infinity): string =>
    template.replace(/[^{}]+|\{(\w+)\}/g, (part, variable: string | undefined) =>
      escape(variable === undefined ? part : cut(value(variable), most)),
    )
  const link = (): string => options.link ?? missing(`letter \`${name}\` needs a link`)

  const subject = oneLine(fill(letter.subject, same, 1_000))
  const text = letter.blocks
    .map((block) => ('text' in block ? fill(block.text, same) : `${fill(block.link, same)}\n${link()}`))
    .join('\n\n')
  const paragraphs = letter.blocks.map((block) =>
    'text' in block ? `<p>${fill(block.text, escapeHtml)}</p>` : button(fill(block.link, escapeHtml), escapeHtml(link())),
  )
  return { subject, text: `${text}\n`, html: page(found, escapeHtml(subject), paragraphs), language: found }
}

/** The language that a reader of this one gets a letter in. */
export const languageFor = (letters: Letters, name: string, language: string): string => pick(own(letters, name) ?? {}, language)[0]

/** The translation that fits best: in the language itself, in what is left of it without its last parts, in English. */
function pick(translations: Readonly<Record<string, Letter>>, language: string): readonly [string, Letter | undefined] {
  const parts = language.toLowerCase().split('-', 4)
  const wanted = [...parts.map((_, last) => parts.slice(0, parts.length - last).join('-')), 'en']
  const there = new Map(Object.keys(translations).map((key) => [key.toLowerCase(), key]))
  const found = there.get(wanted.find((one) => there.has(one)) ?? 'en') ?? 'en'
  return [found, own(translations, found)]
}

/** What is there under a name; nothing that objects have by nature. */
const own = <T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined =>
  record && Object.hasOwn(record, name) ? record[name] : undefined

/** A time as people write it, with its zone: `21 November 2026 at 20:40 UTC`. */
export function formatTime(time: number, language: string, timeZone: string): string {
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
    timeZoneName: 'short',
  }).format(time)
}

/** Asked again, for what a database gives back has no type. */
const isTime = (given: unknown): given is { readonly time: number } =>
  typeof given === 'object' && given !== null && 'time' in given && Number.isFinite(given.time)

/** The beginning of a text, without half a character at its end. */
const cut = (text: string, most: number): string => (text.length <= most ? text : Array.from(text).slice(0, most).join(''))

const same = (text: string): string => text

/**
 * What nobody sees: soft hyphens, blanks without width, tags, half characters. Joiners (U+200C, U+200D) stay: some scripts and emoji are written
 * with them.
 */
const unseen = /[\u00AD\u200B\u2060\uFEFF\u{E0000}-\u{E007F}\p{Cs}]/gu

/** What turns the writing around, or breaks the line, becomes one blank. */
const oneLine = (text: string): string => inPlace(text.replace(unseen, '')).trim()

function missing(problem: string): never {
  throw new RangeError(problem)
}

const button = (label: string, href: string): string =>
  `<p style="margin:24px 0"><a href="${href}" style="background:#1a4f8b;border-radius:4px;color:#fff;display:inline-block;padding:12px 20px;text-decoration:none">${label}</a></p>\n` +
  `<p style="color:#595959;font-size:13px;word-break:break-all">${href}</p>`

const page = (language: string, title: string, paragraphs: readonly string[]): string => `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title></head>
<body style="background:#f4f4f4;color:#1f1f1f;font-family:system-ui,Arial,sans-serif;line-height:1.5;margin:0;overflow-wrap:anywhere;padding:16px">
<main style="background:#fff;border-radius:6px;margin:0 auto;max-width:560px;padding:24px">
<h1 style="font-size:20px;margin:0 0 16px">${title}</h1>
${paragraphs.join('\n')}
</main>
</body>
</html>
`
