/** A transfer from the letter's link on, in Chromium. */
import type { Browser } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { chromiumPath, startChromium } from '../support/chromium.js'
import { confirming } from './harness.js'
import { elsewhere, focused, opened, served, type Served } from './served.js'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

describe.skipIf(chromiumPath === undefined)('in Chromium', () => {
  let browser: Browser
  let at: Served
  let tab: Awaited<ReturnType<typeof opened>>

  beforeAll(async () => {
    browser = await startChromium()
  })
  afterAll(() => browser.close())

  describe.each([true, false])('with scripts: %s', (javaScriptEnabled) => {
    beforeEach(async () => {
      at = await served({ ownership: 'github', cast: { candidateReads: 'fr' } })
      tab = await opened(browser, at, { javaScriptEnabled })
    })
    afterEach(async () => {
      expect(tab.trouble).toEqual([])
      expect(at.asks.length).toBeGreaterThan(0)
      // Whoever asks for the page has not been told by the page where he comes from.
      for (const { headers } of at.asks) expect([headers.referer, headers.cookie]).toEqual([undefined, undefined])
      await tab.close()
      at.close()
    })

    test('the owner confirms and the candidate accepts, with the keyboard alone', async () => {
      const { page } = tab
      await page.goto(at.linkOf(await at.asked()))
      expect(await page.title()).toBe('Hand over The Agency?')
      await page.keyboard.press('Tab')
      expect(await focused(page)).toBe('Confirm: hand over to Uma')
      await page.keyboard.press('Tab')
      expect(await focused(page)).toBe('Français')
      await page.keyboard.press('Shift+Tab')
      await page.keyboard.press('Enter')
      await page.getByRole('status').waitFor()
      expect(await page.title()).toBe('You have confirmed')
      expect(await at.owner()).toBe(at.ownerId)

      await page.goto(at.linkOf(await at.tokenOf('uma@example.org')))
      expect(await page.title()).toBe('Voulez-vous que The Agency vous appartienne\u00a0?')
      const names: string[] = []
      for (let key = 0; key < 3; key++) {
        await page.keyboard.press('Tab')
        names.push(await focused(page))
      }
      expect(names).toEqual(['Accepter\u00a0: le portail m’appartient', 'Refuser', 'English'])
      await page.keyboard.press('Shift+Tab')
      await page.keyboard.press('Shift+Tab')
      await page.keyboard.press('Space')
      await page.getByRole('status').waitFor()
      expect(await page.title()).toBe('The Agency change de propriétaire')
      expect(await at.owner()).toBe(at.candidateId)
    })

    test('the candidate declines', async () => {
      await at.page(confirming(await at.asked()))
      const { page } = tab
      await page.goto(at.linkOf(await at.tokenOf('uma@example.org')))
      await page.getByRole('button', { name: 'Refuser' }).click()
      expect(await page.getByRole('status').innerText()).toBe('The Agency reste à Olga, qui en est averti.')
      expect(await at.owner()).toBe(at.ownerId)
      expect((await at.ownership.current({ portalId: 'p' }))?.status).toBe('declined')
    })

    test('it is read in one language, then in the other, and stays in that', async () => {
      const { page } = tab
      await page.goto(at.linkOf(await at.asked()))
      const link = page.getByRole('link', { name: 'Français' })
      expect([await link.getAttribute('lang'), await link.getAttribute('hreflang')]).toEqual(['fr', 'fr'])
      await link.click()
      await page.waitForURL(/lang=fr/)
      expect(await page.locator('html').getAttribute('lang')).toBe('fr')
      await page.getByRole('link', { name: 'English' }).click()
      await page.waitForURL(/lang=en/)
      await page.getByRole('link', { name: 'Français' }).click()
      await page.getByRole('button', { name: 'Confirmer\u00a0: céder le portail à Uma' }).click()
      expect(await page.title()).toBe('Vous avez confirmé')
      await page.reload()
      expect(await page.getByRole('alert').innerText()).toBe('Ce lien a déjà servi. La réponse donnée est prise en compte.')
    })

    test('going back or loading again afterwards shows that it is done, and does nothing', async () => {
      const { page } = tab
      await page.goto(at.linkOf(await at.asked()))
      await page.getByRole('button').click()
      await page.getByRole('status').waitFor()
      await at.settled()
      const before = await at.store.dump('audit')
      const done = 'This link was used already. The answer that was given with it counts.'
      await page.reload()
      expect(await page.getByRole('alert').innerText()).toBe(done)
      await page.goBack()
      expect(await page.getByRole('alert').innerText()).toBe(done)
      await page.reload()
      expect(await page.getByRole('alert').innerText()).toBe(done)
      expect(await at.store.dump('audit')).toEqual(before)
      expect(at.asks.map(({ method }) => method)).toEqual(['GET', 'POST', 'POST', 'GET', 'GET'])
    })

    test('pressing twice confirms once', async () => {
      const { page } = tab
      await page.goto(at.linkOf(await at.asked()))
      await page.getByRole('button').dblclick({ noWaitAfter: true })
      await page.getByRole('status').or(page.getByRole('alert')).waitFor()
      expect((await at.ownership.current({ portalId: 'p' }))?.status).toBe('confirmed')
    })
  })

  describe('from another site', () => {
    let other: Awaited<ReturnType<typeof elsewhere>>
    beforeEach(async () => {
      at = await served()
      const token = await at.asked()
      const form = `<form method="post" action="${at.address}/ownership"><input name="token" value="${token}">
        <button name="decision" value="confirm">You have won</button></form>`
      other = await elsewhere(
        `<!doctype html><title>Elsewhere</title>${form}<a href="${at.linkOf(token)}">Look</a><iframe src="${at.linkOf(token)}"></iframe>`,
      )
      tab = await opened(browser, at)
    })
    afterEach(async () => {
      await tab.close()
      other.close()
      at.close()
    })

    test.each([
      ['127.0.0.1', 'cross-site'],
      ['localhost', 'same-site'],
    ])('on %s, which is %s, nobody confirms', async (host, site) => {
      const { page } = tab
      await page.goto(`http://${host}:${other.port}/`)
      await page.getByRole('button', { name: 'You have won' }).click()
      expect(await page.title()).toBe('This does not work')
      expect(at.asks.at(-1)).toMatchObject({ method: 'POST', headers: { 'sec-fetch-site': site } })
      expect(await at.owner()).toBe(at.ownerId)
    })

    test('nobody shows the page in a frame', async () => {
      const { page, trouble } = tab
      await page.goto(`http://127.0.0.1:${other.port}/`)
      await page.waitForLoadState()
      expect(await page.frameLocator('iframe').getByRole('button').count()).toBe(0)
      expect(trouble.join('\n')).toMatch(/frame-ancestors 'none'/)
    })

    test('whoever follows a link there may confirm on the page itself', async () => {
      const { page } = tab
      await page.goto(`http://127.0.0.1:${other.port}/`)
      await page.getByRole('link', { name: 'Look' }).click()
      await page.getByRole('button', { name: 'Confirm: hand over to Uma' }).click()
      await page.getByRole('status').waitFor()
      expect(await at.owner()).toBe(at.candidateId)
    })
  })
})
