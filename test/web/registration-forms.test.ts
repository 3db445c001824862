/** From whom and in what shape the page to register takes a form, and what somebody made up to do harm. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createRegistrationPage } from 'portico/web'
import {
  besideOf,
  filled,
  inputOf,
  linkOf,
  origin,
  password,
  pretended,
  registering,
  sent,
  visit,
  type Registering,
} from './registering.js'

let at: Registering
let token: string
let before: unknown

beforeEach(async () => {
  at = await registering()
  token = await at.created()
  before = await at.store.dump()
})
const fields = (): Readonly<Record<string, string>> => ({ token, username: 'paul', password })

describe('refused, and the link works still', () => {
  afterEach(async () => {
    expect(await at.store.dump()).toEqual(before)
    expect(at.told).toEqual([])
    expect((await at.page(filled(token))).status).toBe(200)
  })

  test.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s', async (method) => {
    const response = await at.page(visit(token, { method }))
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST'])
  })

  test.each([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
    { 'sec-fetch-site': 'cross-site', origin },
    {},
    { origin: 'null' },
    { origin: 'https://evil.example' },
    { origin: 'https://portal.example.evil.example' },
    { host: 'portal.example', 'x-forwarded-host': 'portal.example', referer: `${origin}/register` },
  ])('R145 a form from elsewhere: %j', async (headers) => {
    const response = await at.page(sent(fields(), headers))
    expect(response.status).toBe(403)
    expect(await response.text()).toContain('Your browser does not say that this comes from our page, so nothing was done.')
  })

  test.each(['text/plain', 'multipart/form-data; boundary=x', 'application/json', ''])('a form of the type %j', async (type) => {
    const body = new URLSearchParams(fields()).toString()
    const headers = { 'sec-fetch-site': 'same-origin', 'content-type': type }
    expect((await at.page(new Request(`${origin}/register`, { method: 'POST', body, headers }))).status).toBe(415)
  })

  test.each([true, false])('a password of 10 MB, of which hardly any is read; it says how long it is: %s', async (saysSo) => {
    const piece = new TextEncoder().encode('x'.repeat(10_000))
    let pulls = 0
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        if (pulls++ === 0) controller.enqueue(new TextEncoder().encode(new URLSearchParams({ ...fields(), password: '' }).toString()))
        else if (pulls > 1_000) controller.close()
        else controller.enqueue(piece)
      },
    })
    const headers: Readonly<Record<string, string>> = {
      ...{ 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
      ...(saysSo && { 'content-length': '10000000' }),
    }
    const response = await at.page(new Request(`${origin}/register`, { method: 'POST', body, headers, duplex: 'half' }))
    expect(response.status).toBe(413)
    expect(await response.text()).toContain('That is too long for a login name and a password.')
    expect(pulls).toBeLessThan(10)
  })

  test.each([
    ['half a character, as browsers send it', 'sieben \uD800 Kraniche fliegen'],
    ['half a character at the end', 'sieben Kraniche fliegen\uDBFF'],
  ])('a password with %s', async (_, hostile) => {
    const response = await at.page(sent({ ...fields(), password: hostile }))
    expect(response.status).toBe(422)
    expect(besideOf(await response.text(), 'password')).toContain('A character of this password did not arrive as it was typed.')
  })

  test('a password of bytes that are no characters', async () => {
    const body = `token=${token}&username=paul&password=sieben+Kraniche+%ff%fe`
    const headers = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' }
    expect((await at.page(new Request(`${origin}/register`, { method: 'POST', body, headers }))).status).toBe(422)
  })
})

describe('what was entered', () => {
  test.each([
    '"><script>alert(1)</script>',
    '" onfocus="alert(1)" x="',
    "' autofocus onfocus='alert(1)",
    '{firm}{{7*7}}${7*7}{loginName}',
    "$& $1 $` $' $$",
    '</form></main>',
    '\u202Egro.live',
    '\r\nSet-Cookie: a=b',
    'x'.repeat(5_000),
    'constructor',
    '__proto__',
    '../../etc/passwd',
    'раul', // Cyrillic
  ])('as a login name is a value on the page, and no more: %.30j', async (username) => {
    const plain = await (await at.page(sent({ ...fields(), username: 'admin' }))).text()
    const response = await at.page(sent({ ...fields(), username }))
    const source = await response.text()
    const tags = (of: string): readonly string[] => (of.match(/<[^>]*>/g) ?? []).map((tag) => tag.replace(/"[^"]*"/g, '""'))
    if (response.status === 422) {
      expect(tags(source)).toEqual(tags(plain))
      expect(inputOf(source, 'username')).not.toMatch(/[\r\n\u202e]/)
    }
    expect([200, 422]).toContain(response.status)
    expect(response.headers.get('set-cookie')).toBeNull()
    // The token is random: it may say anything.
    expect(source.replaceAll(token, '')).not.toContain('49')
  })

  test('as a password counts as it is, with everything that has a meaning elsewhere', async () => {
    const odd = '&=+%41 "<b>" {{7*7}} \\ \u00e9\u{1F600} ; --'
    expect((await at.page(sent({ ...fields(), password: odd }))).status).toBe(200)
    await expect(at.registration.signIn({ loginName: 'paul', password: odd })).resolves.toBeDefined()
  })

  test('twice counts once: the first one', async () => {
    const body = `${new URLSearchParams({ token, username: 'first', password }).toString()}&token=none&username=second&password=none`
    const headers = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' }
    expect((await at.page(new Request(`${origin}/register`, { method: 'POST', body, headers }))).status).toBe(200)
    await expect(at.registration.signIn({ loginName: 'first', password })).resolves.toBeDefined()
  })

  test('in the address counts for nothing', async () => {
    const query = new URLSearchParams(fields()).toString()
    const headers = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' }
    const response = await at.page(new Request(`${origin}/register?${query}`, { method: 'POST', body: `token=${token}`, headers }))
    expect(response.status).toBe(422)
    expect(await at.store.dump()).toEqual(before)
  })
})

test.each([
  '<script>alert(1)</script>',
  '" autofocus onfocus="alert(1)',
  '{{7*7}} {email} {constructor}',
  "$& $' $$",
  '\u202Ex\u0000\n',
  '<'.repeat(200),
])('R072 a firm, an address and a kind that are called %.30j are texts on every page, and add no tag', async (name) => {
  const tags = (source: string): readonly string[] => (source.match(/<[^>]*>/g) ?? []).map((tag) => tag.replace(/"[^"]*"/g, '""'))
  const pages = async (firmName: string): Promise<readonly string[]> => {
    const page = pretended({ inspect: () => Promise.resolve(linkOf({ firmName, email: firmName, kind: firmName })) })
    const responses = [await page(visit('x')), await page(visit('x', { query: '&lang=fr' })), await page(sent({ token: 'x' }))]
    return Promise.all(responses.map((response) => response.text()))
  }
  const sources = await pages(name)
  expect(sources.map(tags)).toEqual((await pages('A')).map(tags))
  for (const source of sources) expect(source).not.toMatch(/49|\u202E|\u0000/)
})

test.each([
  '',
  'x'.repeat(42),
  'x'.repeat(44),
  `${'x'.repeat(42)}=`,
  `${'x'.repeat(42)}\n`,
  'x'.repeat(10_000),
  '"><script>alert(1)</script>',
  'constructor',
])('the token %.30j is none: it is not repeated, and nothing is written', async (none) => {
  for (const response of [await at.page(visit(none)), await at.page(sent({ ...fields(), token: none }))]) {
    expect(response.status).toBe(404)
    const source = await response.text()
    expect(source).toContain('This link is not valid.')
    if (none.length > 4) expect(source).not.toContain(none)
  }
  expect(await at.store.dump()).toEqual(before)
})

test('R154 a link that is unknown, was revoked, or is for something else is the same page', async () => {
  const by = { portalId: 'roy', actorId: at.ids.admin }
  const { holderPortal } = await at.registration.create({ ...by, kind: 'client', holderId: 'lea' })
  const revoked = await at.tokenOf('lea@example.com')
  await at.registration.revoke({ ...by, holderPortalId: holderPortal.id })
  const { id: holderPortalId } = (await at.registration.find({ ...by, holderId: 'paul' })).items[0]!
  await at.page(filled(token))
  await at.registration.changeEmail({ ...by, holderPortalId, email: 'new@example.net' }).catch(() => undefined)
  const other = await at.tokenOf('new@example.net')
  const requests = ['A'.repeat(43), 'no token', revoked, other].flatMap((none) => [visit(none), sent({ ...fields(), token: none })])
  const pages = await Promise.all(requests.map((request) => at.page(request)))
  expect(pages.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 404))
  expect(new Set(await Promise.all(pages.map((response) => response.text()))).size).toBe(1)
})

test.each([
  { origin: 'portal.example' },
  { origin: 'https://portal.example/' },
  { path: 'register' },
  { path: '//evil.example' },
  { timeZone: 'Mars/Olympus' },
  { signInUrl: '' },
  { signInUrl: 'javascript:alert(1)' },
  { signInUrl: '//evil.example' },
  { signInUrl: '/\\evil.example' },
  { signInUrl: 'sign-in' },
  { signInUrl: 'https://' },
  { signInUrl: 'https://portal.example/sign in' },
  { signInUrl: 'data:text/html,x' },
])('there is no page with %j', (options) => {
  expect(() => createRegistrationPage({ registration: at.registration, origin, ...options })).toThrow(
    expect.objectContaining({ code: 'SETTINGS_INVALID' }) as Error,
  )
})
