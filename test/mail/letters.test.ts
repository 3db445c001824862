import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatTime, renderLetter, type Letters } from '../../src/workflow/letters.js'
import { builtIn, everyLetter, linkOf, namedIn, standard, variables } from './standard.js'

const texts = [
  ...(['portalName', 'inviterName', 'recipientName', 'role', 'ownerName', 'candidateName', 'proposerName'] as const),
  ...(['kind', 'holderName', 'contact', 'signInUrl'] as const),
] as const

/** What each letter says to somebody who did not expect it. */
const advice = {
  en: /please ignore|do not (?:register|confirm), and tell|need not do anything|please tell|do not confirm, cancel|please ask|please turn to|please change your password|sign in (?:before that )?and cancel/,
  fr: /Ignorez|Ne (?:vous inscrivez|confirmez) pas et prévenez|rien à faire|Prévenez|Ne confirmez pas, annulez|Adressez-vous à|Changez votre mot de passe|Connectez-vous (?:avant cette date )?et annulez/,
} as const
/** Those without a link that name a time: of what ended or will end, was done or will be. */
const timed = ['transferExpired', 'breakGlassProposed', 'breakGlassWaiting', 'portalRegistered', 'portalExpiring']

/** The tags of a page, without what is between them. */
const tagsOf = (html: string): readonly string[] => html.match(/<[^>]*>/g) ?? []
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
/** What a page says, without its tags: each piece of text on a line. */
const textsOf = (html: string): readonly string[] =>
  html.split(/<[^>]*>/).map((text) => text.replaceAll(/&(\w+|#\d+);/g, (_, name: string) => entities[name] ?? `[${name}?]`))

/** What turns a line around, ends it, or cannot be seen: by number, as the Unicode standard lists them. */
const banned = (code: number): boolean =>
  code < 0x20 ||
  (code >= 0x7f && code < 0xa0) ||
  [0x61c, 0x200e, 0x200f, 0x2028, 0x2029].includes(code) ||
  (code >= 0x202a && code <= 0x202e) ||
  (code >= 0x2066 && code <= 0x2069)
const unseen = (code: number): boolean =>
  [0xad, 0x200b, 0x2060, 0xfeff].includes(code) || (code >= 0xd800 && code <= 0xdfff) || (code >= 0xe0000 && code <= 0xe007f)
/** A value as a letter shows it. */
const shown = (value: string): string =>
  Array.from(value)
    .filter((character) => !unseen(character.codePointAt(0) ?? 0))
    .map((character) => (banned(character.codePointAt(0) ?? 0) ? '\n' : character))
    .join('')
    .replaceAll(/\n+/g, ' ')
    .trim()

const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom('<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' style='x", '</p></main>', '<!--', '-->', ']]>'),
      fc.constantFrom('&lt;', '&amp;amp;', '&#60;', '{portalName}', '{expiresAt}', '{{7*7}}', '${7*7}', '{', '}', '$&', '$1', '\\', '%s'),
      fc.constantFrom('\r\nBcc: eve@evil.example\r\n', '\u202E', '\u2066', '\u2069', '\u200F', '\u061C', '\u2028', '\u0000', '\u0085'),
      fc.constantFrom('\u200B', '\u2060', '\u00AD', '\uFEFF', '\u{E0041}', '\uD800', '\uDC00', '\u200C', '\u200D'),
      fc.constantFrom('https://evil.example', 'javascript:alert(1)', 'Ada', ' ', 'é', 'ا', '😀'),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''))
const hostileTexts = fc.record({
  portalName: hostile,
  inviterName: hostile,
  recipientName: hostile,
  role: hostile,
  ownerName: hostile,
  candidateName: hostile,
  proposerName: hostile,
  kind: hostile,
  holderName: hostile,
  contact: hostile,
  signInUrl: hostile,
})

describe.each(everyLetter)('$name in $language', ({ name, language, letter }) => {
  const rendered = standard(name, language)
  const link = linkOf(name)
  const linked = letter.blocks.some((block) => 'link' in block)

  test('says the same as text and as HTML', () => {
    const [, title = '', ...said] = rendered.html.split(/<title>|<h1[^>]*>/)
    const html = textsOf(said.join(''))
      .map((one) => one.trim())
      .filter((one) => one !== '')
    expect(textsOf(title)[0]).toBe(rendered.subject)
    expect(html[0]).toBe(rendered.subject)
    expect(rendered.text.trimEnd().split(/\n+/)).toEqual(html.slice(1))
  })

  test('is written in its language', () => {
    expect(rendered.language).toBe(language)
    expect(rendered.html).toContain(`<html lang="${language}">`)
  })

  test('names the portal in its subject, and says why it was sent and what to do for somebody who did not expect it', () => {
    expect(rendered.subject).toContain(variables.portalName)
    expect(rendered.text).toMatch(language === 'fr' ? /a envoyé ce message, car/ : /sent this message because/)
    expect(rendered.text).toMatch(advice[language === 'fr' ? 'fr' : 'en'])
  })

  test('says until when its link works, or when something ends, with the zone', () => {
    expect(namedIn(letter).includes('expiresAt')).toBe(linked || timed.includes(name))
    if (linked)
      expect(rendered.text).toMatch(language === 'fr' ? /jusqu’au 3 février 2026 à 20:40 UTC/ : /until 3 February 2026 at 20:40 UTC/)
    if (timed.includes(name))
      expect(rendered.text).toMatch(
        language === 'fr' ? /(?:jusqu’au|le) 3 février 2026 à 20:40 UTC/ : /(?:until|Until|after|on) 3 February 2026 at 20:40 UTC/,
      )
  })

  test('loads nothing, and leads nowhere but along its link', () => {
    expect(rendered.html).not.toMatch(/<(?:img|script|link|iframe|object|style|form)|\bsrc=|url\(|@import|\bon\w+=/i)
    const wanted = linked ? [`href="${link}"`] : []
    expect(rendered.html.match(/href="[^"]*"/g) ?? []).toEqual(wanted)
    const named = namedIn(letter).includes('signInUrl') ? [variables.signInUrl] : []
    expect(rendered.text.match(/https?:\S+/g) ?? []).toEqual([...wanted.map(() => link), ...named])
  })

  test('is the same letter as the English one: its variables, its link, its words', () => {
    const english = builtIn[name]?.['en']
    expect([...namedIn(letter)].sort()).toEqual([...namedIn(english!)].sort())
    expect(letter.blocks.map((block) => Object.keys(block))).toEqual(english!.blocks.map((block) => Object.keys(block)))
    const valuesOf = (one: typeof letter) => Object.entries(one.words ?? {}).map(([variable, values]) => [variable, Object.keys(values)])
    expect(valuesOf(letter)).toEqual(valuesOf(english!))
  })

  test.each(namedIn(letter))('is not written without `%s`', (missing) => {
    const { [missing]: _, ...others } = variables as Readonly<Record<string, string | { readonly time: number }>>
    expect(() => renderLetter(builtIn, name, language, others, { link, timeZone: 'UTC' })).toThrow(
      new RangeError(`letter \`${name}\` needs \`${missing}\``),
    )
  })

  test('is not written without its link', () => {
    const write = () => renderLetter(builtIn, name, language, variables, { timeZone: 'UTC' })
    if (linked) expect(write).toThrow(new RangeError(`letter \`${name}\` needs a link`))
    else expect(write()).toEqual(rendered)
  })

  test('takes every value as a text', () => {
    const tags = tagsOf(rendered.html)
    fc.assert(
      fc.property(hostileTexts, (values) => {
        const { subject, text, html } = standard(name, language, values)
        expect(tagsOf(html)).toEqual(tags)
        expect(textsOf(html).join('')).not.toContain('?]')
        for (const variable of texts.filter((one) => namedIn(letter).includes(one))) {
          expect(textsOf(html).join('\n')).toContain(shown(values[variable]))
          expect(text).toContain(shown(values[variable]))
        }
        expect(text.split('\n')).toHaveLength(rendered.text.split('\n').length)
        for (const line of [subject, ...text.split('\n'), ...html.split('\n')])
          expect(
            Array.from(line).filter((character) => banned(character.codePointAt(0) ?? 0) || unseen(character.codePointAt(0) ?? 0)),
          ).toEqual([])
      }),
      { numRuns: 300 },
    )
  })
})

describe('the languages of a letter', () => {
  const letters: Letters = {
    greeting: Object.fromEntries(['en', 'fr', 'pt-BR', 'zh-Hant'].map((one) => [one, { subject: one, blocks: [{ text: one }] }])),
  }
  test.each([
    ['fr', 'fr'],
    ['fr-CA', 'fr'],
    ['FR', 'fr'],
    ['fr-Latn-CA-x-private', 'fr'],
    ['pt-BR', 'pt-BR'],
    ['pt-br', 'pt-BR'],
    ['pt', 'en'],
    ['zh-Hant-TW', 'zh-Hant'],
    ['zh', 'en'],
    ['de', 'en'],
    ['', 'en'],
    ['constructor', 'en'],
    ['__proto__', 'en'],
    ['x'.repeat(10_000), 'en'],
    ['a-'.repeat(5_000), 'en'],
  ])('%.20s is read in %s', (language, found) => {
    const { subject, html, language: written } = renderLetter(letters, 'greeting', language, {}, { timeZone: 'UTC' })
    expect([subject, written]).toEqual([found, found])
    expect(html).toContain(`lang="${found}"`)
  })

  test.each(['nobody', '', 'constructor', '__proto__', 'toString'])('there is no letter `%s`', (name) => {
    expect(() => renderLetter(letters, name, 'en', {}, { timeZone: 'UTC' })).toThrow(new RangeError(`there is no letter \`${name}\``))
  })

  test('a letter that is not there in English is no letter for others', () => {
    const german: Letters = { greeting: { de: { subject: 'Hallo', blocks: [] } } }
    expect(renderLetter(german, 'greeting', 'de-AT', {}, { timeZone: 'UTC' }).subject).toBe('Hallo')
    expect(() => renderLetter(german, 'greeting', 'fr', {}, { timeZone: 'UTC' })).toThrow(RangeError)
  })
})

describe('filling in', () => {
  const render = (subject: string, given: Readonly<Record<string, string | { readonly time: number }>>, words = {}): string =>
    renderLetter({ one: { en: { subject, blocks: [{ text: subject }], words } } }, 'one', 'en', given, { timeZone: 'UTC' }).subject

  test.each([
    ['Welcome to {name}, {who}!', 'Welcome to Acme, Ada!'],
    ['{name} {name}', 'Acme Acme'],
    ['{name', '{name'],
    ['name}', 'name}'],
    ['{{name}}', '{Acme}'],
    ['{}', '{}'],
    ['{na me}', '{na me}'],
    ['', ''],
  ])('%s', (template, wanted) => {
    expect(render(template, { name: 'Acme', who: 'Ada' })).toBe(wanted)
  })

  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('what objects have by nature is no variable: %s', (name) => {
    expect(() => render(`{${name}}`, {})).toThrow(new RangeError(`letter \`one\` needs \`${name}\``))
  })

  test.each([
    ['guest', 'a guest'],
    ['editor', 'editor'],
    ['constructor', 'constructor'],
    ['__proto__', '__proto__'],
    ['{role}', '{role}'],
  ])('the words of a language: %s', (role, wanted) => {
    expect(render('{role}', { role }, { role: { guest: 'a guest' } })).toBe(wanted)
    expect(render('{name}', { name: role }, { role: { guest: 'a guest' } })).toBe(role)
  })

  test.each([
    ['en', 'UTC', /^3 February 2026 at 20:40 UTC$/],
    ['en', 'Europe/Paris', /^3 February 2026 at 21:40 (?:CET|GMT\+1)$/],
    ['en', 'America/New_York', /^3 February 2026 at 15:40 (?:EST|GMT-5)$/],
    ['en', 'Asia/Kolkata', /^4 February 2026 at 02:10 (?:IST|GMT\+5:30)$/],
    ['fr', 'UTC', /^3 février 2026 à 20:40 UTC$/],
    ['fr', 'Europe/Paris', /^3 février 2026 à 21:40 (?:CET|UTC\+1)$/],
    ['fr', 'America/New_York', /^3 février 2026 à 15:40 (?:EST|UTC[-−]5)$/],
  ])('a time in %s, %s', (language, timeZone, wanted) => {
    expect(formatTime(Date.UTC(2026, 1, 3, 20, 40), language, timeZone)).toMatch(wanted)
  })

  test.each([null, 5, true, {}, [], { time: '5' }, { time: null }, { time: undefined }, { date: 5 }, { time: Number.NaN }])(
    'what is neither a text nor a time: %j',
    (given) => {
      expect(() => render('{at}', { at: given as unknown as string })).toThrow(
        new RangeError('letter `one` needs `at` as a text or a time'),
      )
    },
  )

  test.each([
    ['pay\u200Bpal', 'paypal'],
    ['\uFEFFAda', 'Ada'],
    ['A\u00ADd\u2060a', 'Ada'],
    ['Ada\u{E0045}\u{E0076}\u{E007F}', 'Ada'],
    ['Ada \uD83D', 'Ada'],
    ['\uD83D\u200B\uDE00!', '!'],
    ['\u200B\n\u200B', ''],
    ['می\u200Cخواهم', 'می\u200Cخواهم'],
    ['👩\u200D🚀', '👩\u200D🚀'],
  ])('what nobody sees is left out: %j', (name, wanted) => {
    expect(render('{name}', { name })).toBe(wanted)
  })

  test('a value is cut in the subject, and nowhere else', () => {
    const name = '😀'.repeat(1_200)
    const letter = { subject: '{name}, {name}', blocks: [{ text: '{name}' }] }
    const { subject, text } = renderLetter({ one: { en: letter } }, 'one', 'en', { name }, { timeZone: 'UTC' })
    expect(subject).toBe(['😀'.repeat(1_000), '😀'.repeat(1_000)].join(', '))
    expect(text).toBe(`${name}\n`)
  })

  test.each([Number.NaN, Infinity, 8.64e15 + 1])('a time that is none: %d', (time) => {
    expect(() => render('{at}', { at: { time } })).toThrow(RangeError)
  })
})
