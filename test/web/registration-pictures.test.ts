/** The pages of registration as people see and hear them. `UPDATE_PICTURES=1` takes the pictures of the guide again. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { chromiumPath, startChromium } from '../support/chromium.js'
import { said } from './registering-said.js'
import { kinds, languages, servedFirm, setupOf, show, type Kind, type Language, type ServedFirm } from './registering-served.js'
import type { Setup } from './registering.js'
import { contrastOf, opened, overflowOf, twiceTheText, withoutAddresses } from './served.js'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const widths = {
  ...{ 'form.en': 800, 'form.fr': 800, 'form.fr.phone': 390, 'reserved.en': 800, 'blocked.en.phone': 390, 'blocked.fr': 800 },
  ...{ 'missing.fr': 800, 'done.en': 800, 'done.fr.phone': 390, 'locked.fr': 800, 'association.fr': 800, 'address.en': 800 },
}
type Picture = keyof typeof widths
const update = process.env['UPDATE_PICTURES'] === '1'
const file = (name: string): string => fileURLToPath(new URL(`../../docs/registration/${name}.png`, import.meta.url))

test.skipIf(update).each(Object.entries(widths))('the guide has a picture of %s', (name, width) => {
  expect(existsSync(file(name))).toBe(true)
  expect(readFileSync(file(name)).readUInt32BE(16), 'its width').toBe(width)
})

describe.skipIf(chromiumPath === undefined)('in Chromium', () => {
  let browser: Browser
  let at: ServedFirm
  let tab: Awaited<ReturnType<typeof opened>>

  beforeAll(async () => {
    browser = await startChromium()
  })
  afterAll(() => browser.close())
  afterEach(async () => {
    expect(tab.trouble).toEqual([])
    await tab.close()
    at.close()
  })
  const shown = async (kind: Kind, language: Language, options: BrowserContextOptions = {}, setup: Setup = {}): Promise<Page> => {
    at = await servedFirm({ ...setupOf(kind), ...setup })
    tab = await opened(browser, at, options)
    await show(tab.page, at, kind, language)
    return tab.page
  }

  describe.each(languages)('in %s', (language) => {
    describe.each(kinds)('%s', (kind) => {
      test('says what it is and what can be done, to whoever hears it too; it can be read when it is light', async () => {
        const page = await shown(kind, language)
        const heading = page.getByRole('heading', { level: 1 })
        expect(await heading.count()).toBe(1)
        expect(await page.title()).toBe(await heading.innerText())
        expect(await page.locator('html').getAttribute('lang')).toBe(language)
        expect(withoutAddresses(await page.locator('body').ariaSnapshot())).toBe(said[`${kind}.${language}`])
        expect((await contrastOf(page)).least).toBeGreaterThanOrEqual(4.5)
      })

      test('is not wider than a telephone, also with text twice as large; it can be read when it is dark', async () => {
        const page = await shown(kind, language, { viewport: { width: 320, height: 600 }, colorScheme: 'dark' })
        expect(await overflowOf(page)).toBe(0)
        expect((await contrastOf(page)).least).toBeGreaterThanOrEqual(4.5)
        await twiceTheText(page)
        expect(await overflowOf(page)).toBe(0)
      })
    })
  })

  test.each(['x'.repeat(200), 'עומר '.repeat(40).trim(), '<b>Roy</b>'.repeat(20)])('long and strange names fit: %.20s', async (name) => {
    const page = await shown('reserved', 'en', { viewport: { width: 320, height: 600 } }, { firmName: name })
    expect(await page.title()).toBe(`Register at ${name}`)
    expect(await overflowOf(page)).toBe(0)
  })

  test.skipIf(!update).each(Object.entries(widths) as [Picture, number][])('the picture of %s is taken', async (name, width) => {
    const [kind, language] = name.split('.') as [Kind, Language]
    const page = await shown(kind, language, { viewport: { width, height: 400 } })
    await page.screenshot({ path: file(name), fullPage: true })
  })
})
