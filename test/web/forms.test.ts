/** From whom and in what shape the page takes a form: everything else is refused, and changes nothing. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createOwnershipPage } from 'portico/web'
import { confirming, office, origin, sent, visit, type Office } from './harness.js'

let at: Office
let token: string
let before: unknown

beforeEach(async () => {
  at = await office()
  token = await at.asked()
  before = await at.store.dump()
})

describe('refused', () => {
  afterEach(async () => {
    expect(await at.store.dump()).toEqual(before)
    expect(at.told).toEqual([])
    expect((await at.page(confirming(token))).status, 'the link works still').toBe(200)
  })

  test.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'])('%s, and it says what is not', async (method) => {
    const response = await at.page(visit(token, { method }))
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('GET, HEAD, POST')
  })

  test.each([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
    { 'sec-fetch-site': '' },
    { 'sec-fetch-site': 'Same-Origin' },
    { 'sec-fetch-site': 'same-origin, same-origin' },
    { 'sec-fetch-site': 'cross-site', origin },
    {},
    { origin: 'null' },
    { origin: 'https://evil.example' },
    { origin: 'http://portal.example' },
    { origin: 'https://portal.example:8443' },
    { origin: 'https://portal.example.evil.example' },
    { origin: `${origin}, ${origin}` },
    { referer: `${origin}/ownership` },
    { host: 'portal.example', 'x-forwarded-host': 'portal.example' },
  ])('a form from elsewhere: %j', async (headers) => {
    expect((await at.page(sent({ token, decision: 'confirm' }, headers))).status).toBe(403)
  })

  test.each(['text/plain', 'multipart/form-data; boundary=x', 'application/json', 'application/x-www-form-urlencoded-not', ''])(
    'a form of the type %j',
    async (type) => {
      const body = new URLSearchParams({ token, decision: 'confirm' }).toString()
      const headers = { 'sec-fetch-site': 'same-origin', 'content-type': type }
      expect((await at.page(new Request(`${origin}/ownership`, { method: 'POST', body, headers }))).status).toBe(415)
    },
  )

  test('a form that says that it is too large, before any of it is read', async () => {
    const form = new URLSearchParams({ token, decision: 'confirm' }).toString()
    const { request, pulled } = streamed([form], { 'content-length': '20001' })
    expect((await at.page(request)).status).toBe(413)
    expect(request.bodyUsed).toBe(false)
    expect(pulled()).toBeLessThanOrEqual(1)
  })

  test.each([{}, { 'content-length': '10' }, { 'content-length': 'much' }, { 'content-length': '-1' }])(
    'a form that is too large and does not say so: %j; it is not read to its end',
    async (headers) => {
      const form = new URLSearchParams({ token, decision: 'confirm' }).toString()
      const { request, pulled, cancelled } = streamed([`${form}&x=`, ...Array.from({ length: 1_000 }, () => 'x'.repeat(1_000))], headers)
      expect((await at.page(request)).status).toBe(413)
      expect(pulled()).toBeLessThan(30)
      expect(cancelled()).toBe(true)
    },
  )

  test('a form without anything', async () => {
    const headers = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' }
    expect((await at.page(new Request(`${origin}/ownership`, { method: 'POST', headers }))).status).toBe(404)
  })
})

describe('taken', () => {
  afterEach(async () => expect(await at.owner()).toBe(at.candidateId))

  test.each<Readonly<Record<string, string>>>([
    { 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'same-origin', origin: 'null' },
    { origin },
    { origin, 'content-type': 'Application/X-WWW-Form-Urlencoded ; charset=utf-8' },
  ])('a form of the page itself: %j', async (headers) => {
    expect((await at.page(sent({ token, decision: 'confirm' }, headers))).status).toBe(200)
  })

  test('a form of 20,000 bytes, in pieces that end in the middle of a character', async () => {
    const bytes = new TextEncoder().encode(new URLSearchParams({ token, decision: 'confirm' }).toString() + '&x=')
    const all = new Uint8Array(20_000).fill(0x78)
    all.set(bytes)
    all.set(new TextEncoder().encode('é'), 9_999)
    const { request } = streamed([all.slice(0, 10_000), all.slice(10_000)])
    expect((await at.page(request)).status).toBe(200)
  })

  test('a form of the page when its origin is not written as browsers write it', async () => {
    const page = createOwnershipPage({ ownership: at.ownership, origin: 'HTTPS://Portal.Example:443' })
    expect((await page(sent({ token, decision: 'confirm' }, { origin }))).status).toBe(200)
  })
})

test('a form that breaks off changes nothing, and somebody is told', async () => {
  const body = new ReadableStream({
    pull: (controller) => {
      controller.error(new Error('gone'))
    },
  })
  const headers = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' }
  const response = await at.page(new Request(`${origin}/ownership`, { method: 'POST', body, headers, duplex: 'half' }))
  expect(response.status).toBe(503)
  expect(at.told.map(String)).toEqual(['Error: gone'])
  expect(await at.store.dump()).toEqual(before)
})

test.each([
  { origin: '' },
  { origin: 'portal.example' },
  { origin: 'https://portal.example/' },
  { origin: 'https://portal.example?x' },
  { origin: 'https://portal.example#x' },
  { origin: 'https://me@portal.example' },
  { origin: 'https://portal example' },
  { origin: 'https://portal.example:99999' },
  { origin: 'ftp://portal.example' },
  { path: '' },
  { path: 'ownership' },
  { path: '//evil.example' },
  { path: '/a?b' },
  { path: '/a"b' },
  { timeZone: 'Mars/Olympus' },
])('there is no page with %j', (options) => {
  expect(() => createOwnershipPage({ ownership: at.ownership, origin, ...options })).toThrow(
    expect.objectContaining({ code: 'SETTINGS_INVALID' }) as Error,
  )
})

/** A form that comes piece by piece, and tells how many were taken. */
function streamed(pieces: readonly (string | Uint8Array)[], headers: Readonly<Record<string, string>> = {}) {
  let [pulls, cancels] = [0, 0]
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const piece = pieces[pulls++]
      if (piece === undefined) controller.close()
      else controller.enqueue(typeof piece === 'string' ? new TextEncoder().encode(piece) : piece)
    },
    cancel: () => {
      cancels++
    },
  })
  const all = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded', ...headers }
  const request = new Request(`${origin}/ownership`, { method: 'POST', body, headers: all, duplex: 'half' })
  return { request, pulled: () => pulls, cancelled: () => cancels > 0 }
}
