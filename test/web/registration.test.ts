/** The page to register as a handler: what it shows, what it does, and what it sends along. The numbers are those of the table of cases. */
import { describe, expect, test } from 'vitest'
import { hashOfStyle, inSource } from './harness.js'
import { filled, inputOf, linkOf, origin, password, pretended, registering, sent, visit, withoutAudit } from './registering.js'

const html = (response: Response): Promise<string> => response.text()

describe('looking', () => {
  test('shows what the link is for, and asks for a login name and a password', async () => {
    const { page, created } = await registering()
    const token = await created()
    const response = await page(visit(token))
    const source = await html(response)
    expect(response.status).toBe(200)
    expect(source).toContain('<title>Register at Roy et associés</title>')
    for (const told of ['Roy et associés', 'staff portal', 'p…@example.org', '22 November 2026 at 20:40 UTC'])
      expect(source).toContain(`<dd>${told}</dd>`)
    expect(source).toContain(`<input type="hidden" name="token" value="${token}" />`)
    expect(source).toContain('<form method="post" action="/register">')
    expect(source).not.toContain('role="alert"')
  })

  test('changes nothing, a hundred times, and the link works all the same', async () => {
    const { page, created, store } = await registering()
    const token = await created()
    const before = await store.dump()
    for (let turn = 0; turn < 100; turn++) {
      const response = await page(visit(token, { method: turn % 2 === 0 ? 'GET' : 'HEAD' }))
      expect(response.status).toBe(200)
    }
    expect(await store.dump()).toEqual(before)
    expect((await page(filled(token))).status).toBe(200)
  })

  test.each(['live', 'unknown'])('is told by HEAD what GET would tell, without the page: a link that is %s', async (kind) => {
    const { page, created } = await registering()
    const token = kind === 'live' ? await created() : 'x'.repeat(43)
    const [get, head] = [await page(visit(token)), await page(visit(token, { method: 'HEAD' }))]
    expect(head.status).toBe(get.status)
    expect([...head.headers]).toEqual([...get.headers])
    expect(head.body).toBeNull()
    expect(await html(get)).not.toBe('')
  })

  test('R148 tells the bearer the firm, the kind, the masked address and the end, and nothing else', async () => {
    const { page, created, portal, ids } = await registering()
    const source = await html(await page(visit(await created('lea'), { query: '&lang=en' })))
    expect(source).toContain('<dd>l…@example.com</dd>')
    const { id } = await portal()
    expect(source).not.toMatch(/\b(?:lea|roy)\b|Léa|Gagnon|Adam|olga@|paul/)
    for (const secret of [id, ids.admin, ids.owner]) expect(source).not.toContain(secret)
  })

  test('is told another time zone', async () => {
    const { page, created } = await registering({ page: { timeZone: 'America/Toronto' } })
    const source = await html(await page(visit(await created(), { query: '&lang=fr' })))
    expect(source).toMatch(/<dd>22 novembre 2026 à 15:40 (?:HNE|UTC[-−]5|EST)<\/dd>/)
  })

  test('finds the page where it is mounted', async () => {
    const { page, created } = await registering({ page: { path: '/join/us' } })
    const source = await html(await page(visit(await created())))
    expect(source).toContain('<form method="post" action="/join/us">')
    expect(source).toContain('href="/join/us?token=')
  })

  test.each([
    ['paul', 'staff portal', 'portail de collaborateur'],
    ['montreal', 'office portal', 'portail de bureau'],
    ['firm', 'portal of the firm', 'portail du cabinet'],
    ['lea', 'client portal', 'portail client'],
    ['tom', 'contact portal', 'portail de contact'],
  ])('is told in words what kind of portal it is: of %s, %s', async (holder, english, french) => {
    const { page, created } = await registering()
    const token = await created(holder)
    expect(await html(await page(visit(token, { query: '&lang=en' })))).toContain(`<dd>${english}</dd>`)
    expect(await html(await page(visit(token, { query: '&lang=fr' })))).toContain(`<dd>${french}</dd>`)
  })

  test.each([
    ['branch', 'en', 'branch portal'],
    ['branch', 'fr', 'portail de succursale'],
    ['staff', 'en', 'portal of the team'],
    ['staff', 'fr', 'portail de collaborateur'],
    ['depot', 'fr', 'depot'],
    ['constructor', 'en', 'constructor'],
  ])('is told what the application calls its kinds: %s in %s', async (kind, language, name) => {
    const kindNames = { branch: { en: 'branch portal', fr: 'portail de succursale' }, staff: { en: 'portal of the team' } }
    const page = pretended({ inspect: () => Promise.resolve(linkOf({ kind, language })) }, { kindNames })
    expect(await html(await page(visit('x')))).toContain(`<dd>${name}</dd>`)
  })
})

describe('the form', () => {
  const formOf = async (options: Parameters<typeof pretended>[1] = {}): Promise<string> => html(await pretended({}, options)(visit('x')))

  test('is one that password managers understand, with a name and a new password', async () => {
    const source = await formOf()
    for (const attribute of [
      'type="text"',
      'autocomplete="username"',
      'autocapitalize="none"',
      'spellcheck="false"',
      'required',
      'minlength="3"',
    ])
      expect(inputOf(source, 'username')).toContain(attribute)
    for (const attribute of ['type="password"', 'autocomplete="new-password"', 'spellcheck="false"', 'required', 'minlength="15"'])
      expect(inputOf(source, 'password')).toContain(attribute)
    expect(inputOf(source, 'password')).not.toContain('value=')
    // One password, not two; and nothing that cuts off what is pasted.
    expect(source.match(/type="password"/g)).toHaveLength(1)
    expect(source).not.toMatch(/maxlength|pattern=|autocomplete="off"/)
    expect(source).toContain('At least 15 characters')
  })

  test('asks for what the settings ask for', async () => {
    const source = await formOf({ passwordRules: { secondFactor: true }, loginNames: { script: 'unicode' } })
    expect(inputOf(source, 'password')).toContain('minlength="8"')
    expect(source).toContain('At least 8 characters')
    expect(source).toContain('letters of one alphabet')
    expect(await formOf({ passwordRules: {}, loginNames: {} })).toContain('letters from a to z')
  })
})

describe('what is sent along', () => {
  test('are these headers, with a page that is shown, refused, or says that it is done, and no cookie', async () => {
    const { page, created } = await registering()
    const token = await created()
    const requests = [visit(token), visit('none'), sent({ token }, {}), sent({ token }), filled(token), filled(token)]
    const statuses: number[] = []
    for (const request of requests) {
      const response = await page(request)
      statuses.push(response.status)
      expect(Object.fromEntries(response.headers)).toEqual({
        'cache-control': 'no-store',
        'content-language': 'en',
        'content-security-policy': `default-src 'none'; style-src ${hashOfStyle(await html(response))}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
        'content-type': 'text/html; charset=utf-8',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-robots-tag': 'noindex, nofollow',
      })
    }
    expect(statuses).toEqual([200, 404, 403, 422, 200, 410])
  })

  test('is nothing that runs, and nothing from elsewhere', async () => {
    const { page, created } = await registering()
    const token = await created()
    for (const request of [visit(token), sent({ token, username: 'admin', password }), filled(token), visit('none')])
      expect(await html(await page(request))).not.toMatch(
        /<script|<img|<link|<iframe|<object|<base|javascript:|\son\w+\s*=|\sstyle\s*=|https?:/i,
      )
  })
})

describe('registering', () => {
  test('R149 works also for whoever has never looked: the portal is active, and he signs in', async () => {
    const { page, created, portal, registration, settled, mailer } = await registering()
    const response = await page(filled(await created()))
    const source = await html(response)
    expect(response.status).toBe(200)
    expect(source).toContain('<h1>You are registered</h1>')
    expect(source).toContain('<p role="status">Your login name is paul.tremblay.')
    expect(source).not.toContain('<a ')
    expect(source).not.toContain(password)
    const { id, status } = await portal()
    expect(status).toBe('active/completed')
    expect(await registration.signIn({ loginName: 'paul.tremblay', password })).toEqual({ portalId: 'roy', holderPortalId: id })
    await settled()
    expect(mailer.sent.at(-1)?.subject).toBe('You are registered at Roy et associés')
  })

  test('R150 is for the bearer of the link alone, whoever else is signed in: no session is used, none begins', async () => {
    const { page, created, portal } = await registering()
    const token = await created()
    const cookies = { cookie: 'session=of-olga', authorization: 'Bearer of-olga' }
    const response = await page(sent({ token, username: 'paul', password }, { 'sec-fetch-site': 'same-origin', ...cookies }))
    expect(response.status).toBe(200)
    expect(response.headers.get('set-cookie')).toBeNull()
    expect(await portal()).toMatchObject({ status: 'active/completed', holderId: 'paul' })
  })

  test.each([
    ['/sign-in', '/sign-in'],
    ['/sign-in?to=a&b', '/sign-in?to=a&amp;b'],
    ['https://portal.example/sign-in', 'https://portal.example/sign-in'],
  ])('tells where to sign in: %s, also whoever opens the link again', async (signInUrl, href) => {
    const { page, created } = await registering({ page: { signInUrl } })
    const token = await created()
    for (const request of [filled(token), visit(token)])
      expect(await html(await page(request))).toContain(`<p><a href="${href}">Go to sign in</a></p>`)
    expect(await html(await page(visit('none')))).not.toContain('<a ')
  })

  test('takes a login name without the blank that a telephone puts behind it, and nothing off the password', async () => {
    const { page, created, registration } = await registering()
    const spaced = ` ${password} `
    expect((await page(sent({ token: await created(), username: ' Paul \t', password: spaced }))).status).toBe(200)
    await expect(registration.signIn({ loginName: 'paul', password: spaced })).resolves.toBeDefined()
    await expect(registration.signIn({ loginName: 'paul', password })).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED' })
  })

  test('tells the service who comes: what the application says', async () => {
    const callers: unknown[] = []
    const complete = (given: { readonly caller?: unknown }): Promise<never> => {
      callers.push(given.caller)
      return Promise.resolve({} as never)
    }
    for (const callerOf of [
      undefined,
      () => null,
      () => '',
      () => Promise.resolve('198.51.100.7'),
      (of: Request) => of.headers.get('x-from'),
    ])
      await pretended(
        { complete },
        callerOf ? { callerOf } : {},
      )(sent({ token: 'x', username: 'paul', password }, { 'sec-fetch-site': 'same-origin', 'x-from': 'there' }))
    expect(callers).toEqual([undefined, undefined, undefined, '198.51.100.7', 'there'])
  })

  test('speaks the language that was read, to its end', async () => {
    const { page, created } = await registering()
    const token = await created('lea')
    const shown = await html(await page(visit(token, { headers: { 'accept-language': 'en' } })))
    expect(shown).toContain('<html lang="fr">')
    expect(shown).toContain(inSource('Au moins 15 caractères'))
    const done = await html(await page(filled(token, { lang: 'fr' })))
    expect(done).toContain('<html lang="fr">')
    expect(done).toContain('<h1>Inscription terminée</h1>')
    expect(await html(await page(visit(token, { query: '&lang=fr' })))).toContain(`Ce lien a déjà servi\u00a0: le portail est activé.`)
  })
})

describe('a form that a scanner submits', () => {
  test.each<Readonly<Record<string, string>>>([
    {},
    { username: '', password: '' },
    { username: 'paul' },
    { password: 'sieben Kraniche fliegen' },
    { username: '  ', password: 'sieben Kraniche fliegen' },
    { Username: 'paul', PASSWORD: 'sieben Kraniche fliegen' },
  ])('R142 without all of it costs nothing: %j', async (fields) => {
    const { page, created, store } = await registering()
    const token = await created()
    const before = await store.dump()
    const response = await page(sent({ token, ...fields }))
    expect(response.status).toBe(422)
    expect(await html(response)).toMatch(/Please choose a (?:login name|password)\./)
    expect(await store.dump()).toEqual(before)
  })

  test('a hundred times, as it is, leaves the link to the human', async () => {
    const { page, created, store, told, portal } = await registering()
    const token = await created()
    const before = await store.dump()
    for (let turn = 0; turn < 25; turn++) {
      const storm = [visit(token), visit(token, { method: 'HEAD' }), sent({ token, lang: 'en', username: '', password: '' }), filled(token)]
      const requests = [...storm.slice(0, 3), sent({ token, username: 'paul', password }, { 'sec-fetch-site': 'cross-site' })]
      const statuses = await Promise.all(requests.map(async (request) => (await page(request)).status))
      expect(statuses).toEqual([200, 200, 422, 403])
    }
    expect(await store.dump()).toEqual(before)
    expect((await page(filled(token))).status).toBe(200)
    expect((await portal()).status).toBe('active/completed')
    expect(told).toEqual([])
  })

  test('without a link of ours is told so', async () => {
    const { page, store } = await registering()
    const before = withoutAudit(await store.dump())
    expect((await page(sent({}))).status).toBe(404)
    expect((await page(sent({ username: 'paul', password }))).status).toBe(404)
    expect((await page(sent({ token: 'x'.repeat(43), username: 'paul', password }))).status).toBe(404)
    expect(withoutAudit(await store.dump())).toEqual(before)
  })
})

test('the link to the other language keeps the link, and says its language', async () => {
  const { page, created } = await registering()
  const token = await created()
  const [, href = '', language] =
    /<nav><a href="([^"]+)" hreflang="(\w+)" lang="fr">Français<\/a>/.exec(await html(await page(visit(token)))) ?? []
  expect(language).toBe('fr')
  const other = await page(new Request(`${origin}${href.replaceAll('&amp;', '&')}`))
  expect(await html(other)).toContain('<h1>Inscription chez Roy et associés</h1>')
})
