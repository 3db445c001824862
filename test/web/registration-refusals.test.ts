/** What the page to register says when it does not work: a status and a sentence for every code, beside the field that it is about. */
import type { PasswordFeedback } from 'portico/web'
import { describe, expect, test } from 'vitest'
import { inSource } from './harness.js'
import { alertOf, besideOf, inputOf, linkOf, pretended, refusal, sent, visit } from './registering.js'

type Language = 'en' | 'fr'
type Said = Readonly<Record<Language, string>>
const languages = ['en', 'fr'] as const

/** What is said beside a field, by code, and by the reason where there is one. */
const beside: readonly (readonly [field: 'username' | 'password', code: string, details: Readonly<Record<string, unknown>>, said: Said])[] =
  [
    ['username', 'LOGIN_NAME_INVALID', {}, { en: 'This cannot be a login name.', fr: 'Cet identifiant n’est pas possible.' }],
    ['username', 'LOGIN_NAME_RESERVED', {}, { en: 'This login name is reserved.', fr: 'Cet identifiant est réservé.' }],
    ['username', 'LOGIN_NAME_TAKEN', {}, { en: 'Somebody has this login name already.', fr: 'Cet identifiant est déjà pris.' }],
    ['username', 'LOGIN_NAME_OF_TOMORROW', {}, { en: 'This login name does not work.', fr: 'Cet identifiant ne convient pas.' }],
    ['password', 'PASSWORD_TOO_SHORT', { least: 8 }, { en: 'it needs at least 8 characters.', fr: 'il lui faut au moins 8 caractères.' }],
    ['password', 'PASSWORD_TOO_SHORT', {}, { en: 'it needs at least 15 characters.', fr: 'il lui faut au moins 15 caractères.' }],
    ['password', 'PASSWORD_TOO_LONG', { most: 1_024 }, { en: 'This password is too long.', fr: 'Ce mot de passe est trop long.' }],
    [
      'password',
      'PASSWORD_INVALID_ENCODING',
      {},
      { en: 'A character of this password did not arrive', fr: 'Un caractère de ce mot de passe n’est pas arrivé' },
    ],
    [
      'password',
      'PASSWORD_BLOCKED',
      { reason: 'common' },
      { en: 'This password is one of those that are tried first.', fr: 'Ce mot de passe est de ceux qu’on essaie en premier.' },
    ],
    [
      'password',
      'PASSWORD_BLOCKED',
      { reason: 'context' },
      {
        en: 'made of your login name, your address or the name of the firm',
        fr: 'fait de votre identifiant, de votre adresse ou du nom du cabinet',
      },
    ],
    [
      'password',
      'PASSWORD_BLOCKED',
      { reason: 'breached' },
      { en: 'This password is known from a leak of data.', fr: 'Ce mot de passe figure dans une fuite de données.' },
    ],
    ...['weak', 'constructor', '', 7, undefined].map(
      (reason) =>
        [
          'password',
          'PASSWORD_BLOCKED',
          { reason },
          { en: 'This password is guessed too soon.', fr: 'Ce mot de passe est trop facile à deviner.' },
        ] as const,
    ),
    ['password', 'PASSWORD_OF_TOMORROW', {}, { en: 'This password does not work.', fr: 'Ce mot de passe ne convient pas.' }],
  ]

const secret = 'hunter2 hunter2 hunter2'
const entered = (more: Readonly<Record<string, string>> = {}): Request =>
  sent({ token: 'x', username: 'Paul "P" <b>', password: secret, lang: 'en', ...more })

describe.each(languages)('in %s', (language) => {
  test.each(beside)('%s: %s %j', async (field, code, details, said) => {
    const page = pretended({
      complete: () => Promise.reject(refusal(code, details)),
      inspect: () => Promise.resolve(linkOf({ language: language === 'en' ? 'fr' : 'en' })),
    })
    const response = await page(entered({ lang: language }))
    const source = await response.text()
    expect(response.status).toBe(422)
    expect(response.headers.get('content-language')).toBe(language)
    expect(besideOf(source, field)).toContain(inSource(said[language]))
    expect(inputOf(source, field)).toContain(`aria-invalid="true" aria-describedby="${field}-wrong ${field}-hint"`)
    expect(inputOf(source, field)).toContain('autofocus')
    expect(alertOf(source)).toMatch(new RegExp(`<a href="#${field}">[^<]+</a>`))
    expect(alertOf(source)).toContain(inSource(said[language]))
    const other = field === 'username' ? 'password' : 'username'
    expect(inputOf(source, other)).toContain(`aria-describedby="${other}-hint"`)
    expect(inputOf(source, other)).not.toMatch(/invalid|autofocus/)
    expect(inputOf(source, 'username')).toContain('value="Paul &quot;P&quot; &lt;b&gt;"')
    for (const inside of [secret, 'secret', code, 'hunter2']) expect(source).not.toContain(inside)
    // Whoever has to correct his name only has to enter his password again all the same, and is told so.
    expect(/again|de nouveau/.test(alertOf(source))).toBe(field === 'username')
  })

  test('both fields are empty: both are said, and the first has the keyboard', async () => {
    const source = await (await pretended({})(entered({ lang: language, username: '', password: '' }))).text()
    expect(alertOf(source).match(/<a href="#(?:username|password)">/g)).toEqual(['<a href="#username">', '<a href="#password">'])
    expect(inputOf(source, 'username')).toContain('autofocus')
    expect(inputOf(source, 'password')).toContain('aria-invalid')
    expect(inputOf(source, 'password')).not.toContain('autofocus')
  })

  test.each([
    [60_000, '60', { en: '1 minute', fr: '1 minute' }],
    [61_001, '62', { en: '2 minutes', fr: '2 minutes' }],
    [5_400_000, '5400', { en: '90 minutes', fr: '90 minutes' }],
    [5_400_001, '5401', { en: '2 hours', fr: '2 heures' }],
    [1, '1', { en: '1 minute', fr: '1 minute' }],
    [0, null, { en: '1 minute', fr: '1 minute' }],
    ['soon', null, { en: '1 minute', fr: '1 minute' }],
    [undefined, null, { en: '1 minute', fr: '1 minute' }],
  ])('too often: again after %s ms', async (retryAfter, header, said) => {
    const page = pretended({ complete: () => Promise.reject(refusal('RATE_LIMITED', { retryAfter })) })
    const response = await page(entered({ lang: language }))
    expect(response.status).toBe(429)
    expect(response.headers.get('retry-after')).toBe(header)
    const source = await response.text()
    expect(alertOf(source).replaceAll('\u00a0', ' ')).toContain(`(${said[language]})`)
    expect(alertOf(source)).not.toContain('<a ')
    expect(source).not.toContain('aria-invalid=')
    expect(inputOf(source, 'username')).toContain('value="Paul')
  })

  const other = {
    en: 'Nobody can register with this link at the moment. Nothing has changed;',
    fr: 'Ce lien ne permet pas de s’inscrire pour le moment. Rien n’a changé',
  }
  const unavailable = { en: 'Something went wrong on our side.', fr: 'Un incident s’est produit de notre côté.' }
  test.each<readonly [string, number, Said]>([
    ['TOKEN_INVALID', 404, { en: 'This link is not valid.', fr: 'Ce lien n’est pas valable.' }],
    ['TOKEN_USED', 410, { en: 'This link was used already: the portal is registered.', fr: 'Ce lien a déjà servi' }],
    ['TOKEN_EXPIRED', 410, { en: 'This link has ended.', fr: 'Ce lien n’est plus valable.' }],
    ['ATTEMPTS_EXCEEDED', 410, { en: 'too many attempts to register failed', fr: 'trop d’essais d’inscription ont échoué' }],
    ['PORTAL_SUSPENDED', 409, { en: 'The portal is suspended at the moment.', fr: 'Le portail est suspendu pour le moment.' }],
    ['HOLDER_INACTIVE', 409, other],
    ['LICENSE_MISSING', 409, other],
    ['PORTAL_NOT_ACTIVE', 409, other],
    ['INPUT_INVALID', 503, unavailable],
    ['STORAGE_UNAVAILABLE', 503, unavailable],
    ['STORAGE_REFUSED', 503, unavailable],
    ['HOLDERS_UNAVAILABLE', 503, unavailable],
    ['LICENSE_UNKNOWN', 503, unavailable],
    ['RATE_LIMITS_UNAVAILABLE', 503, unavailable],
    ['PASSWORDS_UNAVAILABLE', 503, unavailable],
    ['RANDOM_FAILURE', 503, unavailable],
    ['SETTINGS_INVALID', 503, unavailable],
    ['constructor', 503, unavailable],
  ])('%s, looking and registering', async (code, status, said) => {
    const told: unknown[] = []
    const refuse = (): Promise<never> => Promise.reject(refusal(code))
    const onError = (error: unknown): void => void told.push(error)
    const requests = [visit('x', { query: `&lang=${language}` }), entered({ lang: language })] as const
    const responses = [
      await pretended({ inspect: refuse, complete: refuse }, { onError })(requests[0]),
      await pretended({ complete: refuse }, { onError })(requests[1]),
    ]
    for (const response of responses) {
      const source = await response.text()
      expect(response.status).toBe(status)
      expect(source).toMatch(new RegExp(`<html lang="${language}">[^]*<p role="alert">[^<]*${inSource(said[language])}`))
      for (const inside of ['secret', code, '<nav>', '<form', 'hunter2']) expect(source).not.toContain(inside)
    }
    expect(told).toHaveLength(status === 503 ? 2 : 0)
  })
})

test.each([
  [{ language: 'fr-CA' }, '', 'fr'],
  [{ language: 'fr' }, '&lang=en', 'en'],
  [{ language: 7 }, '', 'en'],
  [{}, '', 'en'],
])('a refusal that names the reader’s language, %j, is told in it unless another is asked for: %s', async (details, query, language) => {
  const page = pretended({ inspect: () => Promise.reject(refusal('TOKEN_EXPIRED', details)) })
  expect((await page(visit('x', { query }))).headers.get('content-language')).toBe(language)
})

describe('feedback', () => {
  const blocked = (feedback: PasswordFeedback, onError: (error: unknown) => void = () => undefined, code = 'PASSWORD_BLOCKED') =>
    pretended({ complete: () => Promise.reject(refusal(code, { reason: 'weak' })) }, { feedback, onError })

  test('stands beside the password, in the language of the page, and in the summary only what is wrong', async () => {
    const asked: unknown[] = []
    const feedback: PasswordFeedback = (...given) => {
      asked.push(given)
      return { warning: 'Rows of keys <are> easy to guess.', suggestions: ['Add a word.', '', 'Use what nobody uses.'] }
    }
    const source = await (await blocked(feedback)(entered({ lang: 'fr' }))).text()
    expect(asked).toEqual([[secret, { loginName: 'Paul "P" <b>', names: ['Roy et associés'] }, 'fr']])
    expect(besideOf(source, 'password').match(/<p class="wrong">[^<]*<\/p>/g)).toEqual([
      '<p class="wrong">Ce mot de passe est trop facile à deviner. Choisissez-en un autre.</p>',
      '<p class="wrong">Rows of keys &lt;are&gt; easy to guess.</p>',
      '<p class="wrong">Add a word.</p>',
      '<p class="wrong">Use what nobody uses.</p>',
    ])
    expect(alertOf(source)).not.toContain('Rows')
  })

  test.each([
    ['PASSWORD_TOO_SHORT', 1],
    ['PASSWORD_BLOCKED', 1],
    ['PASSWORD_TOO_LONG', 0],
    ['PASSWORD_INVALID_ENCODING', 0],
    ['LOGIN_NAME_TAKEN', 0],
    ['RATE_LIMITED', 0],
  ])('is asked for where it helps: %s, %i times', async (code, times) => {
    let count = 0
    const feedback = (): ReturnType<PasswordFeedback> => {
      count++
      return { suggestions: [] }
    }
    await blocked(feedback, undefined, code)(entered())
    expect(count).toBe(times)
  })

  test('that fails is left out, and somebody is told', async () => {
    const told: unknown[] = []
    const failing = (): never => {
      throw new Error('no dictionary')
    }
    const response = await blocked(failing, (error) => told.push(error))(entered())
    expect(response.status).toBe(422)
    expect(besideOf(await response.text(), 'password')).toContain('This password is guessed too soon.')
    expect(told).toEqual([new Error('no dictionary')])
  })

  test('is a few sentences at most', async () => {
    const source = await (
      await blocked(() => ({ suggestions: Array.from({ length: 100 }, (_, index) => `Advice ${index}.`) }))(entered())
    ).text()
    expect(besideOf(source, 'password').match(/<p/g)).toHaveLength(6)
  })
})
