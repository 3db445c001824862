/** The page of a transfer as a handler: what it shows, what it does, what it sends along, and from whom it takes a form. */
import { describe, expect, test } from 'vitest'
import { confirming, hashOfStyle, office, origin, sent, visit } from './harness.js'

const html = (response: Response): Promise<string> => response.text()

describe('looking', () => {
  test('shows what the link is for', async () => {
    const { page, asked } = await office()
    const token = await asked()
    const response = await page(visit(token))
    const source = await html(response)
    expect(response.status).toBe(200)
    expect(source).toContain('<title>Hand over The Agency?</title>')
    expect(source).toContain('Confirm: hand over to Uma')
    expect(source).toContain('22 November 2026 at 20:40 UTC')
    expect(source).toContain(`<input type="hidden" name="token" value="${token}" />`)
    expect(source).toContain('<form method="post" action="/ownership">')
  })

  test('shows the candidate what he is asked', async () => {
    const { page, asked, tokenOf } = await office({ ownership: 'github' })
    await page(confirming(await asked()))
    const source = await html(await page(visit(await tokenOf('uma@example.org'))))
    expect(source).toContain('<title>Do you want to own The Agency?</title>')
    expect(source).toContain('Accept: I am the new owner')
    expect(source).toContain('value="decline"')
  })

  test('changes nothing, a hundred times, and the link works all the same', async () => {
    const { page, asked, store, owner, ownerId, candidateId } = await office()
    const token = await asked()
    const before = await store.dump()
    expect(Object.keys(before).length).toBeGreaterThan(0)
    for (let turn = 0; turn < 100; turn++) {
      const response = await page(visit(token, { method: turn % 2 === 0 ? 'GET' : 'HEAD' }))
      expect(response.status).toBe(200)
    }
    expect(await store.dump()).toEqual(before)
    expect(await owner()).toBe(ownerId)
    expect((await page(confirming(token))).status).toBe(200)
    expect(await owner()).toBe(candidateId)
  })

  test.each(['live', 'unknown'])('is told by HEAD what GET would tell, without the page: a link that is %s', async (kind) => {
    const { page, asked } = await office()
    const token = kind === 'live' ? await asked() : 'x'.repeat(43)
    const [get, head] = [await page(visit(token)), await page(visit(token, { method: 'HEAD' }))]
    expect(head.status).toBe(get.status)
    expect([...head.headers]).toEqual([...get.headers])
    expect(head.body).toBeNull()
    expect(await html(get)).not.toBe('')
  })

  test('is told another time zone', async () => {
    const { page, asked } = await office({ page: { timeZone: 'Europe/Paris' } })
    expect(await html(await page(visit(await asked())))).toContain('22 November 2026 at 21:40 CET')
  })

  test('finds the page where it is mounted', async () => {
    const { page, asked } = await office({ page: { path: '/settings/owner' } })
    const source = await html(await page(visit(await asked())))
    expect(source).toContain('<form method="post" action="/settings/owner">')
    expect(source).toContain('href="/settings/owner?token=')
  })
})

describe('what is sent along', () => {
  const headersOf = (source: string): Readonly<Record<string, string>> => ({
    'cache-control': 'no-store',
    'content-language': 'en',
    'content-security-policy': `default-src 'none'; style-src ${hashOfStyle(source)}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    'content-type': 'text/html; charset=utf-8',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-robots-tag': 'noindex, nofollow',
  })

  test('are these headers, with a page that is shown, refused, or says that it is done', async () => {
    const { page, asked } = await office()
    const token = await asked()
    const requests = [visit(token), visit('none'), sent({ token }, {}), sent({ token }), confirming(token), confirming(token)]
    const statuses: number[] = []
    for (const request of requests) {
      const response = await page(request)
      statuses.push(response.status)
      expect(Object.fromEntries(response.headers)).toEqual(headersOf(await html(response)))
    }
    expect(statuses).toEqual([200, 404, 403, 400, 200, 410])
  })

  test('is nothing that runs, and nothing from elsewhere', async () => {
    const { page, asked, tokenOf } = await office({ ownership: 'github' })
    const first = await asked()
    const pages = [await page(visit(first)), await page(confirming(first)), await page(visit(await tokenOf('uma@example.org')))]
    for (const response of [...pages, await page(visit('none'))]) {
      const source = await html(response)
      expect(source).not.toMatch(/<script|<img|<link|<iframe|<object|<base|javascript:|\son\w+\s*=|\sstyle\s*=|https?:/i)
    }
  })
})

describe('deciding', () => {
  test('confirms, and says so', async () => {
    const { page, asked, owner, candidateId } = await office()
    const response = await page(confirming(await asked()))
    expect(response.status).toBe(200)
    expect(await html(response)).toContain('<p role="status">The Agency belongs to Uma from now on. Both of you get a message.</p>')
    expect(await owner()).toBe(candidateId)
  })

  test('asks the candidate first where he has to accept; then he owns the portal', async () => {
    const { page, asked, tokenOf, owner, ownerId, candidateId } = await office({ ownership: 'github' })
    expect(await html(await page(confirming(await asked())))).toContain('Uma gets a message now, and has to accept.')
    expect(await owner()).toBe(ownerId)
    const accepted = await page(sent({ token: await tokenOf('uma@example.org'), decision: 'accept' }))
    expect(await html(accepted)).toContain('The Agency is yours from now on.')
    expect(await owner()).toBe(candidateId)
  })

  test('declines, and the portal stays whose it is', async () => {
    const { page, asked, tokenOf, owner, ownerId, ownership } = await office({ ownership: 'github' })
    await page(confirming(await asked()))
    const token = await tokenOf('uma@example.org')
    const declined = await page(sent({ token, decision: 'decline' }))
    expect(declined.status).toBe(200)
    expect(await html(declined)).toContain('The Agency stays with Olga, who gets a message.')
    expect(await owner()).toBe(ownerId)
    expect((await ownership.current({ portalId: 'p' }))?.status).toBe('declined')
    expect((await page(sent({ token, decision: 'accept' }))).status).toBe(410)
  })

  test.each(['', 'accept', 'decline', 'Confirm', 'confirm\n', 'constructor'])(
    'does nothing for the decision %j of the owner',
    async (decision) => {
      const { page, asked, store } = await office()
      const token = await asked()
      const before = await store.dump()
      expect((await page(sent({ token, decision }))).status).toBe(400)
      expect(await store.dump()).toEqual(before)
    },
  )

  test('does nothing for a confirmation by the candidate', async () => {
    const { page, asked, tokenOf, store } = await office({ ownership: 'github' })
    await page(confirming(await asked()))
    const token = await tokenOf('uma@example.org')
    const before = await store.dump()
    expect((await page(confirming(token))).status).toBe(400)
    expect(await store.dump()).toEqual(before)
  })

  test('takes the token from the form only', async () => {
    const { page, asked, owner, ownerId } = await office()
    const token = await asked()
    const request = new Request(`${origin}/ownership?token=${token}&decision=confirm`, sent({ decision: 'confirm' }))
    expect((await page(request)).status).toBe(404)
    expect(await owner()).toBe(ownerId)
  })

  test('says that it is done when it is asked twice, also at the same time', async () => {
    const { page, asked, store } = await office()
    const token = await asked()
    const responses = await Promise.all([page(confirming(token)), page(confirming(token))])
    expect(responses.map(({ status }) => status).sort()).toEqual([200, 410])
    const before = await store.dump()
    expect(await html(await page(confirming(token)))).toContain('The answer that was given with it counts.')
    expect(await store.dump()).toEqual(before)
  })
})

describe('only the owner, when he is signed in', () => {
  const rules = { confirmBy: 'owner' } as const
  test.each([
    ['nobody is signed in', () => undefined, 403],
    ['somebody else is', () => 'somebody', 403],
    ['he is', (ownerId: string) => ownerId, 200],
    ['he is, and the application takes its time', (ownerId: string) => Promise.resolve(ownerId), 200],
    ['nobody knows', () => Promise.reject(new Error('no sessions')), 503],
  ] as const)('%s', async (_, who, status) => {
    let actor = (): string | undefined | Promise<string | undefined> => undefined
    const asked: Request[] = []
    const actorOf = (request: Request): string | undefined | Promise<string | undefined> => {
      asked.push(request)
      return actor()
    }
    const at = await office({ ownership: rules, page: { actorOf } })
    actor = () => who(at.ownerId)
    const token = await at.asked()
    expect((await at.page(visit(token))).status, 'anybody who has the link may look').toBe(200)
    const request = confirming(token)
    const response = await at.page(request)
    expect(response.status).toBe(status)
    expect(asked).toEqual([request])
    expect(await at.owner()).toBe(status === 200 ? at.candidateId : at.ownerId)
    if (status === 403) expect(await html(response)).toContain('Please sign in as the owner of the portal first, and open the link again.')
    expect(at.told.map(String)).toEqual(status === 503 ? ['Error: no sessions'] : [])
  })

  test('is not what a page says that does not know who is signed in', async () => {
    const { page, asked, owner, ownerId } = await office({ ownership: rules })
    expect((await page(confirming(await asked()))).status).toBe(403)
    expect(await owner()).toBe(ownerId)
  })
})
