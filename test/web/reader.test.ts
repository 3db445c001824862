/** What a page that refuses says to whom: in the language of the letter, and what an old browser can do about it. */
import { describe, expect, test } from 'vitest'
import { hour } from '../outbox/harness.js'
import { confirming, office, sent, visit, type Office } from './harness.js'

const languageOf = (response: Response): string | null => response.headers.get('content-language')
const french = { ownerReads: 'fr', candidateReads: 'fr-CA' }
const by = (at: Office) => ({ portalId: 'p', actorId: at.ownerId })

describe('a link that is refused is answered in the language of whoever it went to', () => {
  const happenings: Readonly<Record<string, (at: Office) => unknown>> = {
    'a new letter was sent': async (at) => {
      await at.ownership.resend(by(at))
      await at.settled()
    },
    'it was asked for again': (at) => at.asked(),
    'its time is up': (at) => at.clock.set(at.clock.now() + 24 * hour),
    'it was used, and another one owns the portal': async (at) => at.page(confirming(await at.tokenOf('olga@example.org'))),
  }
  test.each(Object.entries(happenings))('when %s', async (_, happen) => {
    const at = await office({ cast: { ...french, candidateReads: 'en' } })
    const token = await at.asked()
    await happen(at)
    for (const method of ['GET', 'HEAD']) {
      const response = await at.page(visit(token, { method, headers: { 'accept-language': 'en' } }))
      expect([response.status, languageOf(response)]).toEqual([410, 'fr'])
    }
    expect(languageOf(await at.page(visit(token, { query: '&lang=en' }))), 'what is asked for counts more').toBe('en')
    expect(languageOf(await at.page(confirming(token))), 'of a form too').toBe('fr')
  })

  test('also of the candidate', async () => {
    const at = await office({ ownership: 'github', cast: { ...french, ownerReads: 'en' } })
    await at.ownership.confirm({ token: await at.asked() })
    const token = await at.tokenOf('uma@example.org')
    await at.ownership.decline({ token })
    expect(languageOf(await at.page(visit(token, { headers: { 'accept-language': 'en' } })))).toBe('fr')
  })

  test('but not of one that is nobody’s any more: it is told apart from no link by nothing', async () => {
    const at = await office({ cast: french })
    const token = await at.asked()
    await at.ownership.cancel(by(at))
    const [cancelled, unknown] = await Promise.all([token, 'A'.repeat(43)].map((one) => at.page(visit(one))))
    expect(await cancelled?.text()).toBe(await unknown?.text())
    expect(cancelled && languageOf(cancelled)).toBe('en')
  })
})

test.each([
  ['en', 'Your browser does not say that this comes from our page, so nothing was done. Please open the link again in a current browser.'],
  [
    'fr',
    'Votre navigateur n’indique pas que cette demande vient de notre page\u00a0: rien n’a été fait. Ouvrez de nouveau le lien dans un navigateur récent.',
  ],
])('a form from elsewhere, or of an old browser, is told what to do: %s', async (language, text) => {
  const at = await office()
  const response = await at.page(sent({ token: await at.asked(), decision: 'confirm' }, { 'accept-language': language }))
  expect([response.status, languageOf(response)]).toEqual([403, language])
  expect(await response.text()).toContain(text)
})
