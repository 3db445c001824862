/** Whatever comes, and whatever happens inside: the pages of registration answer. */
import fc from 'fast-check'
import { isPortalError, PortalError, type PortalErrorCode } from 'portico'
import { createConfirmationPage } from 'portico/web'
import { expect, test } from 'vitest'
import { filled, linkOf, origin, password, pretended, registering, sent, visit } from './registering.js'

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('token', 'username', 'password', 'decision', 'confirm', 'lang', 'fr', '%', '{firm}', '%ff', 'admin', '__proto__'),
)
const pairs = fc.array(fc.tuple(text, text)).map((all) => all.map(([name, value]) => `${name}=${value}`).join('&'))
const request = fc
  .record({
    method: fc.constantFrom('GET', 'HEAD', 'POST', 'POST', 'POST', 'PUT', 'OPTIONS', 'x'),
    site: fc.constantFrom('same-origin', 'same-origin', 'cross-site', ''),
    type: fc.constantFrom('application/x-www-form-urlencoded', 'application/x-www-form-urlencoded', 'text/plain'),
    query: pairs,
    body: fc.oneof(pairs, fc.uint8Array(), fc.constant(null)),
  })
  .map(({ method, site, type, query, body }) => {
    const bare = method === 'GET' || method === 'HEAD'
    const headers = { 'sec-fetch-site': site, 'content-type': type }
    return new Request(`${origin}/register?${query}`, { method, headers, body: bare ? null : body })
  })

// Called errors, for whoever rejects should; some are none.
const thrown = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, 'text', 7, {}, new Error('x')),
  fc.constant(Object.assign(new Error('x'), { name: 'PortalError', code: 'PASSWORD_' })),
  fc.constant(Object.assign(new Error('x'), { name: 'PortalError', code: 'RATE_LIMITED', details: { retryAfter: -1e300 } })),
  fc
    .tuple(
      fc.constantFrom(
        'TOKEN_USED',
        'CONFLICT',
        'LOGIN_NAME_TAKEN',
        'PASSWORD_BLOCKED',
        'PASSWORD_TOO_SHORT',
        'RATE_LIMITED',
        'constructor',
      ),
      fc.record({ reason: fc.anything(), least: fc.anything(), retryAfter: fc.anything() }),
    )
    .map(([code, details]) => new PortalError(code as PortalErrorCode, 'x', details)),
) as fc.Arbitrary<Error>
const known = /^(?:200|400|403|404|405|409|410|413|415|422|429|503)$/

test('the pages answer, never reject, and do nothing without the link', async () => {
  const at = await registering()
  const token = await at.created()
  const before = await at.store.dump()
  await fc.assert(
    fc.asyncProperty(request, async (asked) => {
      for (const page of [at.page, at.confirmation]) {
        const response = await page(asked.clone())
        expect(String(response.status)).toMatch(known)
        expect(response.headers.get('referrer-policy')).toBe('no-referrer')
        await response.text()
      }
    }),
    { numRuns: 1_500 },
  )
  expect(await at.store.dump()).toEqual(before)
  expect(at.told).toEqual([])
  expect((await at.page(filled(token))).status).toBe(200)
})

test('they answer, whatever is thrown where, and whatever they are given', async () => {
  const where = fc.constantFrom('inspect', 'complete', 'callerOf', 'feedback', 'nowhere')
  const link = fc.record({ firmName: text, kind: text, email: text, expiresAt: fc.integer(), language: fc.string() })
  await fc.assert(
    fc.asyncProperty(where, thrown, link, text, async (place, error, shown, username) => {
      const reject = (): Promise<never> => Promise.reject(error)
      const throwing = (): never => {
        throw error
      }
      const refused = (): Promise<never> => Promise.reject(new PortalError('LOGIN_NAME_INVALID', 'x'))
      const inspect = place === 'inspect' ? reject : () => Promise.resolve(linkOf(shown))
      const complete = place === 'complete' ? reject : place === 'nowhere' ? () => Promise.resolve({} as never) : refused
      const options = { callerOf: place === 'callerOf' ? reject : () => 'x', ...(place === 'feedback' && { feedback: throwing }) }
      const page = pretended({ inspect, complete }, options)
      for (const asked of [visit('x'), sent({ token: 'x', username, password })]) {
        const { status } = await page(asked)
        expect(String(status)).toMatch(known)
        if (place === 'inspect' && !isPortalError(error)) expect(status).toBe(503)
      }
      const type = 'address' as const
      const confirmation = { inspectConfirmation: () => inspect().then((one) => ({ ...one, type })), confirm: reject }
      const confirm = createConfirmationPage({ registration: confirmation, origin })
      for (const asked of [visit('x'), sent({ token: 'x', decision: 'confirm' })])
        expect(String((await confirm(asked)).status)).toMatch(known)
    }),
    { numRuns: 1_000 },
  )
})
