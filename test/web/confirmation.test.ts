/** The page behind the links that confirm an association or an address. */
import { createConfirmationPage, type ConfirmationPageOptions } from 'portico/web'
import { describe, expect, test } from 'vitest'
import { hour } from '../outbox/harness.js'
import { asked, start } from '../registration/harness.js'
import { hashOfStyle } from './harness.js'
import { confirming, origin, refusal, registering, sent, visit, withoutAudit, type Registering } from './registering.js'

const path = '/register/confirm'
const languages = ['en', 'fr'] as const

/** A registered portal of Paul that waits for a link; gives its token. */
const waiting = {
  async address(at: Registering): Promise<string> {
    const holderPortalId = await at.registered()
    const change = at.registration.changeEmail({ ...asked(at.ids.admin), holderPortalId, email: 'new@example.net' })
    await expect(change).rejects.toMatchObject({ code: 'REVERIFY_REQUIRED' })
    return at.tokenOf('new@example.net')
  },
  async association(at: Registering): Promise<string> {
    const holderPortalId = await at.registered()
    at.holders.set('paul', { ...at.holders.get('paul')!, active: false })
    at.holders.set('pauline', { id: 'pauline', kind: 'staff', name: 'Pauline', email: 'pauline@example.net', active: true })
    const associate = at.registration.associate({ ...asked(at.ids.admin), holderPortalId, holderId: 'pauline' })
    await expect(associate).rejects.toMatchObject({ code: 'ASSOCIATION_CONFIRMATION_REQUIRED' })
    return at.tokenOf('paul@example.org')
  },
} as const
type Type = keyof typeof waiting
const types = Object.keys(waiting) as readonly Type[]

const words = {
  'address.en': ['Is this your address?', 'Messages about the portal go to this address from now on.', 'n…@example.net'],
  'address.fr': [
    'Cette adresse est-elle la vôtre\u00a0?',
    'Les messages au sujet du portail arriveront désormais à cette adresse.',
    'n…@example.net',
  ],
  'association.en': ['Link your portal to another record?', 'Your portal is linked to the other record.', 'p…@example.org'],
  'association.fr': ['Rattacher votre portail à une autre fiche\u00a0?', 'Votre portail est rattaché à l’autre fiche.', 'p…@example.org'],
} as const

describe.each(types)('%s', (type) => {
  test.each(languages)('looking changes nothing, a hundred times; a press confirms, once: %s', async (language) => {
    const at = await registering()
    const token = await waiting[type](at)
    const before = await at.store.dump()
    const [title, done, email] = words[`${type}.${language}`]
    for (let turn = 0; turn < 100; turn++) {
      const method = turn % 2 === 0 ? 'GET' : 'HEAD'
      expect((await at.confirmation(visit(token, { path, method }))).status).toBe(200)
    }
    const source = await (await at.confirmation(visit(token, { path, query: `&lang=${language}` }))).text()
    expect(source).toContain(`<h1>${title}</h1>`)
    for (const told of ['Roy et associés', language === 'en' ? 'staff portal' : 'portail de collaborateur', email])
      expect(source).toContain(`<dd>${told}</dd>`)
    expect(source).toMatch(/<dd>22 (?:November|novembre) 2026 (?:at|à) 20:40 UTC<\/dd>/)
    expect(source).toContain(`<form method="post" action="${path}">`)
    expect(source).not.toMatch(/<script|Pauline|Tremblay|Adam|pauline@|new@/)
    expect(await at.store.dump()).toEqual(before)

    const confirm = (): Request => sent({ token, decision: 'confirm', lang: language }, { 'sec-fetch-site': 'same-origin' }, path)
    const confirmed = await at.confirmation(confirm())
    const said = await confirmed.text()
    expect(confirmed.status).toBe(200)
    expect(said).toContain(done)
    expect(said).not.toContain('<nav>')
    const again = await at.confirmation(confirm())
    expect(again.status).toBe(410)
    expect(again.headers.get('content-language')).toBe(language)
    const now = await at.portal()
    expect(now).toMatchObject(type === 'address' ? { address: 'new@example.net' } : { holderId: 'pauline' })
  })

  test.each<readonly [number, Parameters<typeof sent>[0], Parameters<typeof sent>[1]]>([
    [403, { decision: 'confirm' }, { 'sec-fetch-site': 'cross-site' }],
    [403, { decision: 'confirm' }, { origin: 'https://evil.example' }],
    [415, { decision: 'confirm' }, { 'sec-fetch-site': 'same-origin', 'content-type': 'text/plain' }],
    [400, {}, { 'sec-fetch-site': 'same-origin' }],
    [400, { decision: 'accept' }, { 'sec-fetch-site': 'same-origin' }],
    [413, { decision: 'confirm', more: 'x'.repeat(20_000) }, { 'sec-fetch-site': 'same-origin' }],
  ])('answers %i to what nobody pressed, and the link works still: %.60j %j', async (status, fields, headers) => {
    const at = await registering()
    const token = await waiting[type](at)
    const before = await at.store.dump()
    expect((await at.confirmation(sent({ token, ...fields }, headers, path))).status).toBe(status)
    expect(await at.store.dump()).toEqual(before)
    expect((await at.confirmation(confirming(token))).status).toBe(200)
  })
})

test('sends the headers of every page along', async () => {
  const at = await registering()
  const response = await at.confirmation(visit(await waiting.address(at), { path }))
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'content-security-policy': `default-src 'none'; style-src ${hashOfStyle(await response.text())}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  })
})

test.each<readonly [string, number, RegExp, (at: Registering, token: string) => unknown]>([
  ['its time is up', 410, /has ended/, (at) => at.clock.set(at.clock.now() + 24 * hour)],
  ['it was a link to register', 404, /is not valid/, () => undefined],
])('%s', async (what, status, said, happen) => {
  const at = await registering()
  const token = what === 'it was a link to register' ? await at.created() : await waiting.address(at)
  await happen(at, token)
  for (const response of [await at.confirmation(visit(token, { path })), await at.confirmation(confirming(token))]) {
    expect(response.status).toBe(status)
    expect(await response.text()).toMatch(said)
  }
})

test('a link of a portal that was closed meanwhile changes nothing', async () => {
  const at = await registering()
  const token = await waiting.address(at)
  await at.registration.close({ ...asked(at.ids.admin), holderPortalId: (await at.portal()).id })
  const before = withoutAudit(await at.store.dump())
  for (const response of [await at.confirmation(visit(token, { path })), await at.confirmation(confirming(token))])
    expect([404, 410]).toContain(response.status)
  expect(withoutAudit(await at.store.dump())).toEqual(before)
})

test('a link to confirm does not register', async () => {
  const at = await registering()
  expect((await at.page(visit(await waiting.address(at)))).status).toBe(404)
})

describe.each(languages)('refused in %s', (language) => {
  test.each<readonly [string, number, { readonly en: string; readonly fr: string }]>([
    ['TOKEN_INVALID', 404, { en: 'This link is not valid.', fr: 'Ce lien n’est pas valable.' }],
    ['TOKEN_USED', 410, { en: 'This link was used already.', fr: 'Ce lien a déjà servi.' }],
    ['TOKEN_EXPIRED', 410, { en: 'This link has ended.', fr: 'Ce lien n’est plus valable.' }],
    ['PORTAL_NOT_ACTIVE', 409, { en: 'Nothing can be confirmed', fr: 'Ce lien ne permet rien de confirmer' }],
    ['CONFLICT', 409, { en: 'Nothing can be confirmed', fr: 'Ce lien ne permet rien de confirmer' }],
    ['STORAGE_UNAVAILABLE', 503, { en: 'Something went wrong on our side.', fr: 'Un incident s’est produit de notre côté.' }],
    ['HOLDERS_UNAVAILABLE', 503, { en: 'Something went wrong on our side.', fr: 'Un incident s’est produit de notre côté.' }],
    ['constructor', 503, { en: 'Something went wrong on our side.', fr: 'Un incident s’est produit de notre côté.' }],
  ])('%s, looking and confirming', async (code, status, said) => {
    const refuse = (): Promise<never> => Promise.reject(refusal(code))
    const told: unknown[] = []
    const registration: ConfirmationPageOptions['registration'] = { inspectConfirmation: refuse, confirm: refuse }
    const page = createConfirmationPage({ registration, origin, onError: (error) => told.push(error) })
    const form = sent({ token: 'x', decision: 'confirm', lang: language }, { 'sec-fetch-site': 'same-origin' }, path)
    for (const response of [await page(visit('x', { path, query: `&lang=${language}` })), await page(form)]) {
      const source = await response.text()
      expect(response.status).toBe(status)
      expect(source).toContain(`<html lang="${language}">`)
      expect(source).toContain(said[language])
      expect(source).not.toMatch(/secret|<form/)
    }
    expect(told).toHaveLength(status === 503 ? 2 : 0)
  })
})

test.each([{ origin: 'portal.example' }, { path: '//evil.example' }, { timeZone: 'Mars/Olympus' }])(
  'there is no page with %j',
  (options) => {
    const registration = { inspectConfirmation: () => Promise.reject(new Error()), confirm: () => Promise.reject(new Error()) }
    expect(() => createConfirmationPage({ registration, origin, ...options })).toThrow(
      expect.objectContaining({ code: 'SETTINGS_INVALID' }) as Error,
    )
  },
)

test('kinds of the application are called what it calls them', async () => {
  const link = { type: 'address', firmName: 'Roy', kind: 'branch', email: 'p…@example.org', expiresAt: start, language: 'fr' } as const
  const registration = { inspectConfirmation: () => Promise.resolve(link), confirm: () => Promise.reject(new Error()) }
  const page = createConfirmationPage({ registration, origin, kindNames: { branch: { fr: 'portail de succursale' } } })
  expect(await (await page(visit('x', { path }))).text()).toContain('<dd>portail de succursale</dd>')
})
