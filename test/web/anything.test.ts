/** Whatever comes, and whatever happens inside: the page answers. */
import fc from 'fast-check'
import { isPortalError, PortalError, type PortalErrorCode } from 'portico'
import { createOwnershipPage } from 'portico/web'
import { expect, test } from 'vitest'
import { confirming, office, origin, sent, visit } from './harness.js'

const anything = fc.string({ unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)), maxLength: 40 })
const header = (...usual: string[]): fc.Arbitrary<string> => fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...usual) }, anything)
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('token', 'decision', 'confirm', 'accept', 'lang', 'fr', '%', '{portal}'),
)
const pairs = fc.array(fc.tuple(text, text)).map((all) => all.map(([name, value]) => `${name}=${value}`).join('&'))

/** Often such as the page takes it, so that what is inside counts too. */
const request = fc
  .record({
    method: fc.constantFrom('GET', 'HEAD', 'POST', 'POST', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'x'),
    headers: fc.record(
      {
        'sec-fetch-site': header('same-origin', 'same-origin', 'cross-site'),
        origin: header(origin, 'null'),
        'content-type': header('application/x-www-form-urlencoded', 'text/plain'),
        'content-length': header('20000', '20001', 'NaN'),
        'accept-language': header('fr', 'en;q=0.1'),
        'x-forwarded-host': header('evil.example'),
      },
      { requiredKeys: ['content-type'] },
    ),
    query: pairs,
    body: fc.oneof(pairs, fc.uint8Array(), fc.constant(null)),
  })
  .map(({ method, headers, query, body }) => {
    const bare = method === 'GET' || method === 'HEAD'
    return new Request(`${origin}/ownership?${query}`, { method, headers, body: bare ? null : body })
  })

// Called errors, for whoever rejects should; some are none.
const thrown = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, 'text', 7, {}, new Error('x')),
  fc.constant(Object.assign(new Error('x'), { name: 'PortalError', code: 'constructor' })),
  fc
    .constantFrom<PortalErrorCode>('TOKEN_USED', 'CONFLICT', 'STORAGE_UNAVAILABLE', 'NOT_THE_OWNER')
    .map((code) => new PortalError(code, 'x')),
) as fc.Arbitrary<Error>
const known = /^(?:200|400|403|404|405|409|410|413|415|503)$/

test('the page answers, never rejects, and does nothing without the link', async () => {
  const at = await office()
  const token = await at.asked()
  const before = await at.store.dump()
  const seen = new Set<number>()
  await fc.assert(
    fc.asyncProperty(request, async (asked) => {
      const response = await at.page(asked)
      seen.add(response.status)
      expect(String(response.status)).toMatch(known)
      expect(response.headers.get('referrer-policy')).toBe('no-referrer')
      await response.text()
    }),
    { numRuns: 2_000 },
  )
  expect([...seen].sort()).toEqual([403, 404, 405, 413, 415])
  expect(await at.store.dump()).toEqual(before)
  expect(at.told).toEqual([])
  expect((await at.page(confirming(token))).status).toBe(200)
})

test('the page answers, whatever is thrown where, and whatever names it is given', async () => {
  const where = fc.constantFrom('inspect', 'decide', 'actorOf', 'nowhere')
  const link = fc.record({
    ...{ purpose: fc.constantFrom('confirm' as const, 'accept' as const), expiresAt: fc.integer(), language: fc.string() },
    ...{ portalName: text, ownerName: text, candidateName: text },
  })
  const decision = fc.constantFrom('confirm', 'accept', 'decline', 'x')
  await fc.assert(
    fc.asyncProperty(where, thrown, link, decision, async (place, error, shown, wanted) => {
      const reject = (): Promise<never> => Promise.reject(error)
      const decide = place === 'decide' ? reject : () => Promise.resolve({ transfer: { status: 'completed' }, events: [] } as never)
      const inspect = place === 'inspect' ? reject : () => Promise.resolve(shown)
      const ownership = { inspect, confirm: decide, accept: decide, decline: decide }
      const page = createOwnershipPage({ ownership, origin, actorOf: place === 'actorOf' ? reject : () => undefined })
      for (const asked of [visit('x'), sent({ token: 'x', decision: wanted })]) {
        const { status } = await page(asked)
        expect(String(status)).toMatch(known)
        if (place === 'inspect' && !isPortalError(error)) expect(status).toBe(503)
        if (place === 'nowhere') expect([200, 400]).toContain(status)
      }
    }),
    { numRuns: 1_000 },
  )
})
