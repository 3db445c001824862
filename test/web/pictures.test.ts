/** The pages of a transfer as people see and hear them. `UPDATE_PICTURES=1` takes the pictures of the guide again. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { hour } from '../outbox/harness.js'
import { chromiumPath, startChromium } from '../support/chromium.js'
import { confirming } from './harness.js'
import { said, type Kind, type Language } from './said.js'
import { contrastOf, focused, opened, overflowOf, served, twiceTheText, withoutAddresses, type Served } from './served.js'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const widths = { 'confirm.en': 800, 'confirm.fr': 800, 'accept.en.phone': 390, 'done.fr': 800, 'expired.en': 800 }
type Picture = keyof typeof widths
const update = process.env['UPDATE_PICTURES'] === '1'
const file = (name: string): string => fileURLToPath(new URL(`../../docs/ownership/${name}.png`, import.meta.url))

test.skipIf(update).each(Object.entries(widths))('the guide has a picture of %s', (name, width) => {
  expect(existsSync(file(name))).toBe(true)
  expect(readFileSync(file(name)).readUInt32BE(16), 'its width').toBe(width)
})

const kinds: readonly Kind[] = ['confirm', 'accept', 'asked', 'done', 'declined', 'expired']
const languages: readonly Language[] = ['en', 'fr']

/** Goes to a page of each kind, the way that leads there. */
async function show(page: Page, at: Served, kind: Kind, language: Language): Promise<void> {
  const first = await at.asked()
  const open = (token: string): Promise<unknown> => page.goto(`${at.linkOf(token)}&lang=${language}`)
  if (kind === 'expired') {
    at.clock.set(at.clock.now() + 24 * hour)
    await open(first)
    return
  }
  const second = kind === 'confirm' || kind === 'asked' ? undefined : await at.page(confirming(first))
  await open(second ? await at.tokenOf('uma@example.org') : first)
  if (kind === 'confirm' || kind === 'accept') return
  await page
    .getByRole('button')
    .nth(kind === 'declined' ? 1 : 0)
    .click()
  await page.getByRole('status').waitFor()
}

describe.skipIf(chromiumPath === undefined)('in Chromium', () => {
  let browser: Browser
  let at: Served
  let tab: Awaited<ReturnType<typeof opened>>

  beforeAll(async () => {
    browser = await startChromium()
  })
  afterAll(() => browser.close())
  beforeEach(async () => {
    at = await served({ ownership: 'github' })
  })
  afterEach(async () => {
    expect(tab.trouble).toEqual([])
    await tab.close()
    at.close()
  })
  const shown = async (kind: Kind, language: Language, options: BrowserContextOptions = {}): Promise<Page> => {
    tab = await opened(browser, at, options)
    await show(tab.page, at, kind, language)
    return tab.page
  }

  describe.each(languages)('in %s', (language) => {
    describe.each(kinds)('%s', (kind) => {
      test('says what it is and what can be done, to whoever hears it too', async () => {
        const page = await shown(kind, language)
        const heading = page.getByRole('heading', { level: 1 })
        expect(await heading.count()).toBe(1)
        expect(await page.title()).toBe(await heading.innerText())
        expect(await page.locator('html').getAttribute('lang')).toBe(language)
        expect(await page.getByRole('main').count()).toBe(1)
        const snapshot = withoutAddresses(await page.locator('body').ariaSnapshot())
        expect(snapshot).toBe(said[`${kind}.${language}`])
      })

      test.each(['light', 'dark'] as const)('can be read when it is %s', async (colorScheme) => {
        const { texts, least } = await contrastOf(await shown(kind, language, { colorScheme }))
        expect(texts).toBeGreaterThan(1)
        expect(least).toBeGreaterThanOrEqual(4.5)
      })

      test('is not wider than a telephone, also with text twice as large', async () => {
        const page = await shown(kind, language, { viewport: { width: 320, height: 600 } })
        expect(await overflowOf(page)).toBe(0)
        await twiceTheText(page)
        expect(await overflowOf(page)).toBe(0)
      })

      test('is not wider than the window at 200 %', async () => {
        // What a window of 1,280 pixels has left when everything in it is twice as large.
        const page = await shown(kind, language, { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 })
        expect(await overflowOf(page)).toBe(0)
      })
    })

    test.each(['confirm', 'accept'] as const)(
      'the buttons of `%s` have room for a finger, and show which one has the keyboard',
      async (kind) => {
        const page = await shown(kind, language)
        const buttons = await page.getByRole('button').all()
        expect(buttons.length).toBe(kind === 'accept' ? 2 : 1)
        for (const button of buttons) {
          expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44)
          await page.keyboard.press('Tab')
          expect(await focused(page)).toBe(await button.innerText())
          expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid')
        }
      },
    )
  })

  test.each(['x'.repeat(200), 'עומר '.repeat(40).trim(), '<b>Uma</b>'.repeat(20)])('long and strange names fit: %.20s', async (name) => {
    at.close()
    at = await served({ cast: { portal: name, owner: name, candidate: name } })
    const page = await shown('confirm', 'en', { viewport: { width: 320, height: 600 } })
    expect(await overflowOf(page)).toBe(0)
    expect(await page.getByRole('definition').allInnerTexts()).toEqual([name, name, name, '22 November 2026 at 20:40 UTC'])
    await page.getByRole('button', { name: `Confirm: hand over to ${name}` }).click()
    expect(await page.getByRole('status').innerText()).toContain(name)
    expect(await overflowOf(page)).toBe(0)
  })

  test.skipIf(!update).each(Object.entries(widths) as [Picture, number][])('the picture of %s is taken', async (name, width) => {
    const [kind, language] = name.split('.') as [Kind, Language]
    const page = await shown(kind, language, { viewport: { width, height: 400 } })
    await page.screenshot({ path: file(name), fullPage: true })
  })
})
