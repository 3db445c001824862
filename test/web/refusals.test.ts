/** What the page says when it does not work: a status and a sentence for every code, in the reader's language, and nothing of what is inside. */
import { PortalError, type PortalErrorCode } from 'portico'
import type { Storage } from 'portico/server'
import { createOwnershipPage, type OwnershipPageOptions } from 'portico/web'
import { describe, expect, test } from 'vitest'
import { hour } from '../outbox/harness.js'
import { confirming, office, origin, pretended, sent, visit, type Office } from './harness.js'

type Language = 'en' | 'fr'
const other = {
  en: 'The change is not possible at the moment. Nothing has changed; please try again later, or ask for it again in the portal.',
  fr: 'Ce changement n’est pas possible pour le moment. Rien n’a changé\u00a0; réessayez plus tard ou refaites la demande dans le portail.',
}
const unavailable = {
  en: 'Something went wrong on our side. Please open the link again in a while: it shows whether anything has changed.',
  fr: 'Un incident s’est produit de notre côté. Ouvrez de nouveau le lien dans quelque temps\u00a0: il montrera si quelque chose a changé.',
}
const own: Partial<Record<PortalErrorCode, Readonly<Record<Language, string>>>> = {
  TOKEN_INVALID: {
    en: 'This link is not valid. Please use the whole link, from the last message that you got.',
    fr: 'Ce lien n’est pas valable. Utilisez le lien entier du dernier message que vous avez reçu.',
  },
  TOKEN_USED: {
    en: 'This link was used already. The answer that was given with it counts.',
    fr: 'Ce lien a déjà servi. La réponse donnée est prise en compte.',
  },
  TOKEN_EXPIRED: {
    en: 'This link has ended. A new one can be asked for in the portal.',
    fr: 'Ce lien n’est plus valable. Un nouveau lien peut être demandé dans le portail.',
  },
  TOKEN_SUPERSEDED: {
    en: 'This link was replaced. If you got a later message, please use the link in it.',
    fr: 'Ce lien a été remplacé. Si vous avez reçu un message plus récent, utilisez le lien qu’il contient.',
  },
  PORTAL_NOT_ACTIVE: { en: 'The portal is not active at the moment.', fr: 'Le portail n’est pas actif pour le moment.' },
  OWNER_CHANGED: { en: 'The portal has another owner by now.', fr: 'Le portail a changé de propriétaire entre-temps.' },
  NOT_THE_OWNER: {
    en: 'Please sign in as the owner of the portal first, and open the link again.',
    fr: 'Connectez-vous d’abord comme propriétaire du portail, puis ouvrez de nouveau le lien.',
  },
  STORAGE_UNAVAILABLE: unavailable,
  STORAGE_REFUSED: unavailable,
}
const statuses: Readonly<Partial<Record<PortalErrorCode, number>>> = {
  ...{ TOKEN_INVALID: 404, TOKEN_USED: 410, TOKEN_EXPIRED: 410, TOKEN_SUPERSEDED: 410, NOT_THE_OWNER: 403, INPUT_INVALID: 404 },
  ...{ PORTAL_NOT_ACTIVE: 409, OWNER_CHANGED: 409, CONFLICT: 409, NOT_FOUND: 409, IDEMPOTENCY_MISMATCH: 409 },
  ...{ CANDIDATE_UNKNOWN: 409, CANDIDATE_IS_OWNER: 409, CANDIDATE_NOT_ACTIVE: 409, CANDIDATE_IS_GUEST: 409 },
  ...{ CANDIDATE_NOT_ADMINISTRATOR: 409, CANDIDATE_EMAIL_NOT_VERIFIED: 409, CANDIDATE_OF_ANOTHER_PORTAL: 409 },
  ...{ STORAGE_UNAVAILABLE: 503, STORAGE_REFUSED: 503 },
}
const codes = Object.entries(statuses) as [PortalErrorCode, number][]
const cases = codes.flatMap(([code, status]) => (['en', 'fr'] as const).map((language) => ({ code, status, language })))

const saying = (language: Language, text: string): RegExp =>
  new RegExp(`<html lang="${language}">[^]*<p role="alert">${text.replaceAll(/[.?]/g, '\\$&')}</p>`)

describe.each(cases)('$code in $language', ({ code, status, language }) => {
  const secret = `secret of ${code}`
  const refuse = (): Promise<never> => Promise.reject(new PortalError(code, secret, { secret }))
  const told = async (make: (onError: (error: unknown) => void) => Promise<Response>): Promise<readonly [string, readonly unknown[]]> => {
    const errors: unknown[] = []
    const response = await make((error) => errors.push(error))
    expect(response.status).toBe(status)
    expect(response.headers.get('content-language')).toBe(language)
    const source = await response.text()
    expect(source).not.toContain(secret)
    expect(source).not.toContain(code)
    expect(source).not.toContain('<nav>')
    return [source, errors]
  }
  const text = (own[code] ?? other)[language]
  const pageOf = (ownership: Partial<OwnershipPageOptions['ownership']>, onError: (error: unknown) => void) =>
    createOwnershipPage({ ownership: { inspect: refuse, confirm: refuse, accept: refuse, decline: refuse, ...ownership }, origin, onError })

  test('when the link is opened', async () => {
    const [source, errors] = await told((onError) => pageOf({}, onError)(visit('x', { query: `&lang=${language}` })))
    expect(source).toMatch(saying(language, text))
    expect(errors).toHaveLength(status === 503 ? 1 : 0)
  })

  test.each(['confirm', 'accept', 'decline'] as const)('when somebody wants to %s, in the language of the form', async (decision) => {
    const link = { portalName: 'P', ownerName: 'O', candidateName: 'C', expiresAt: 0, language: language === 'en' ? 'fr' : 'en' }
    const inspect = () => Promise.resolve({ ...link, purpose: decision === 'confirm' ? ('confirm' as const) : ('accept' as const) })
    const form = { token: 'x', decision, lang: language }
    const [source, errors] = await told((onError) => pageOf({ inspect }, onError)(sent(form)))
    expect(source).toMatch(saying(language, text))
    expect(errors).toHaveLength(status === 503 ? 1 : 0)
  })
})

describe('of a real transfer', () => {
  const people = { portalId: 'p', idempotencyKey: undefined } as const
  const happenings: Readonly<Record<string, readonly [number, PortalErrorCode | 'other', (at: Office) => unknown]>> = {
    'it was cancelled': [404, 'TOKEN_INVALID', (at) => at.ownership.cancel({ ...people, actorId: at.ownerId })],
    'a new letter was sent': [
      410,
      'TOKEN_SUPERSEDED',
      async (at) => {
        await at.ownership.resend({ ...people, actorId: at.ownerId })
        await at.tokenOf('olga@example.org')
      },
    ],
    'it was asked for again': [410, 'TOKEN_SUPERSEDED', (at) => at.asked()],
    'its time is up': [410, 'TOKEN_EXPIRED', (at) => at.clock.set(at.clock.now() + 24 * hour)],
    'it was used': [410, 'TOKEN_USED', async (at) => at.page(confirming(await at.tokenOf('olga@example.org')))],
  }
  test.each(Object.entries(happenings))('%s', async (_, [status, code, happen]) => {
    const at = await office()
    const token = await at.asked()
    await happen(at)
    await at.settled()
    const before = await at.store.dump()
    // Declining is for whoever could accept; of a link to confirm, it is told what became of the link all the same.
    const declining = sent({ token, decision: 'decline' })
    for (const response of [await at.page(visit(token)), await at.page(confirming(token)), await at.page(declining)]) {
      expect(response.status).toBe(status)
      expect(await response.text()).toMatch(saying('en', (code === 'other' ? other : (own[code] ?? other)).en))
    }
    const after = await at.store.dump('audit')
    expect(after).toEqual(Object.fromEntries(Object.entries(before).filter(([key]) => !key.startsWith('audit '))))
  })

  test('a millisecond before its time is up, the link works', async () => {
    const at = await office()
    const token = await at.asked()
    at.clock.set(at.clock.now() + 24 * hour - 1)
    expect((await at.page(confirming(token))).status).toBe(200)
  })
})

describe('when the store', () => {
  const inside = 'password=hunter2 at db.internal:5432'
  /** A store that fails from when it is told to: at reading, before it writes, or when it has written. */
  const failing = (where: 'find' | 'commit' | 'after'): readonly [(on: boolean) => void, (storage: Storage) => Storage] => {
    let on = false
    const gone = (): Promise<never> => Promise.reject(new Error(inside))
    const through = (storage: Storage): Storage => ({
      get: (...place) => storage.get(...place),
      find: (...what) => (on && where === 'find' ? gone() : storage.find(...what)),
      due: (...what) => storage.due(...what),
      commit: async (batch) => {
        if (!on || where === 'find') return storage.commit(batch)
        if (where === 'after') await storage.commit(batch)
        return gone()
      },
    })
    return [(to) => (on = to), through]
  }

  test.each(['find', 'commit'] as const)('is gone at %s, it says so, tells whoever has to know, and nothing has changed', async (where) => {
    const [fail, through] = failing(where)
    const at = await office({ through })
    const token = await at.asked()
    const before = await at.store.dump()
    fail(true)
    const response = await at.page(confirming(token))
    const source = await response.text()
    expect(response.status).toBe(503)
    expect(source).toMatch(saying('en', unavailable.en))
    expect(source).not.toContain(inside)
    expect(source).not.toContain('STORAGE')
    expect(at.told).toEqual([expect.objectContaining({ code: 'STORAGE_UNAVAILABLE' })])
    fail(false)
    expect(await at.store.dump()).toEqual(before)
    expect((await at.page(confirming(token))).status).toBe(200)
  })

  test('has written and does not say so, the page does not say that nothing has changed; the link tells', async () => {
    const [fail, through] = failing('after')
    const at = await office({ through })
    const token = await at.asked()
    fail(true)
    const source = await (await at.page(confirming(token))).text()
    fail(false)
    expect(await at.owner()).toBe(at.candidateId)
    expect(source).not.toContain('Nothing has changed')
    expect((await at.page(visit(token))).status).toBe(410)
  })

  test.each<readonly [string, () => unknown]>([
    ['throws', () => Promise.reject(new Error('nor that'))],
    ['never ends', () => new Promise<void>(() => undefined)],
    [
      'throws at once',
      () => {
        throw new Error('nor that')
      },
    ],
  ])('is gone, and whoever is told %s: the page is there all the same', async (_, onError) => {
    const inspect = (): Promise<never> => Promise.reject(new Error(inside))
    const ownership = { inspect, confirm: inspect, accept: inspect, decline: inspect }
    const page = createOwnershipPage({ ownership, origin, onError })
    expect((await page(visit('x'))).status).toBe(503)
    expect((await page(confirming('x'))).status).toBe(503)
  })
})

describe('in the language', () => {
  const languageOf = async (reader: string, query: string, accepted?: string): Promise<string> => {
    const headers: Readonly<Record<string, string>> = accepted === undefined ? {} : { 'accept-language': accepted }
    const response = await pretended({ language: reader })(visit('x', { query, headers }))
    expect(await response.text()).toContain(`<html lang="${response.headers.get('content-language') ?? ''}">`)
    return response.headers.get('content-language') ?? ''
  }

  test.each([
    ['fr', '&lang=en', 'fr', 'en'],
    ['en', '&lang=fr', 'en', 'fr'],
    ['en', '&lang=FR-ca', 'en', 'fr'],
    ['fr', '&lang=de', 'en', 'fr'],
    ['fr', '&lang=', 'en', 'fr'],
    ['fr-CA', '', 'en', 'fr'],
    ['en-GB', '', 'fr', 'en'],
    ['de', '', 'fr', 'fr'],
    ['de', '', 'de, fr-CH;q=0.8, en;q=0.5', 'fr'],
    ['de', '', 'en;q=0.2, fr;q=0.9', 'fr'],
    ['de', '', 'fr;q=0, en;q=0.1', 'en'],
    ['de', '', 'fr ; q=0.3 , en ; q=0.2', 'fr'],
    ['de', '', 'frisian, english', 'en'],
    ['de', '', '*', 'en'],
    ['de', '', undefined, 'en'],
    ['', '', '', 'en'],
  ])('of the reader `%s`, the address `%s`, the browser `%s`: %s', async (reader, query, accepted, expected) => {
    expect(await languageOf(reader, query, accepted)).toBe(expected)
  })

  test.each([
    ',,,;;;===',
    'q=1',
    ';q=1',
    'fr;q=NaN',
    'fr;q=1e999',
    'constructor, __proto__',
    '<script>',
    `${'x,'.repeat(50_000)}fr`,
    ';q=0.'.repeat(50_000),
    `fr${'-x'.repeat(50_000)}`,
    '\u00e9\u00ff',
  ])('of a hostile browser: %.30s', async (accepted) => {
    expect(['en', 'fr']).toContain(await languageOf('de', '', accepted))
  })

  test.each(['en', 'fr'] as const)('%s of an invalid link, as the browser would have it', async (language) => {
    const at = await office()
    const response = await at.page(visit('none', { headers: { 'accept-language': language } }))
    expect(await response.text()).toMatch(saying(language, own.TOKEN_INVALID?.[language] ?? ''))
  })

  test('that the link to the other one asks for, and back, and it stays so when it is done', async () => {
    const at = await office({ cast: { ownerReads: 'fr' } })
    const token = await at.asked()
    const hrefOf = async (path: string): Promise<readonly string[]> => {
      const source = await (await at.page(new Request(`${origin}${path}`))).text()
      const [, href = '', to = ''] = /<nav><a href="([^"]+)" hreflang="(\w+)"/.exec(source) ?? []
      return [/<html lang="(\w+)"/.exec(source)?.[1] ?? '', to, href.replaceAll('&amp;', '&')]
    }
    const [first, second, path = ''] = await hrefOf(`/ownership?token=${token}`)
    expect([first, second]).toEqual(['fr', 'en'])
    const [third, fourth, back = ''] = await hrefOf(path)
    expect([third, fourth]).toEqual(['en', 'fr'])
    expect((await hrefOf(back))[0]).toBe('fr')
    const done = await at.page(sent({ token, decision: 'confirm', lang: 'en' }))
    expect(await done.text()).toContain('<html lang="en">')
    const again = await at.page(
      sent({ token, decision: 'confirm', lang: 'fr' }, { 'sec-fetch-site': 'same-origin', 'accept-language': 'en' }),
    )
    expect(await again.text()).toMatch(saying('fr', own.TOKEN_USED?.fr ?? ''))
  })
})
