/** The letters as people see them. `UPDATE_PICTURES=1` takes the pictures of the guide again. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { chromiumPath, startChromium } from '../support/chromium.js'
import { everyLetter, linkOf, pictured, standard, variables } from './standard.js'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

const picture = (name: string, language: string): string =>
  fileURLToPath(new URL(`../../docs/letters/${name}.${language}.png`, import.meta.url))

test.skipIf(process.env['UPDATE_PICTURES'] === '1').each(pictured)(
  'the guide has a picture of $name in $language',
  ({ name, language }) => {
    const path = picture(name, language)
    expect(existsSync(path)).toBe(true)
    expect(readFileSync(path).readUInt32BE(16), 'its width').toBe(600)
  },
)

// Run in the page: the least contrast between a text and what is behind it (WCAG 2, 1.4.3).
const leastContrast = `(() => {
  const channels = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number)
  const luminance = (colour) => {
    const [r, g, b] = channels(colour).map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const behind = (element) => {
    const colour = getComputedStyle(element).backgroundColor
    return channels(colour)[3] === 0 ? behind(element.parentElement) : colour
  }
  const texts = [...document.body.querySelectorAll('*')].filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
  return Math.min(...texts.map((one) => {
    const [a, b] = [luminance(getComputedStyle(one).color), luminance(behind(one))]
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
  }))
})()`
const names = Object.keys(variables).filter((one) => one !== 'expiresAt')
const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'

describe.skipIf(chromiumPath === undefined)('in Chromium', () => {
  let browser: Browser
  let page: Page
  let trouble: string[]

  beforeAll(async () => {
    browser = await startChromium()
  })
  afterAll(() => browser.close())
  beforeEach(async () => {
    trouble = []
    page = await browser.newPage({ viewport: { width: 600, height: 400 } })
    page.on('console', (message) => trouble.push(message.text()))
    page.on('pageerror', (error) => trouble.push(error.message))
    page.on('request', (request) => trouble.push(request.url()))
  })
  afterEach(() => page.close())

  describe.each(everyLetter)('$name in $language', ({ name, language, letter }) => {
    const { subject, html } = standard(name, language)
    const wanted = pictured.some((one) => one.letter === letter)
    const label = letter.blocks.flatMap((block) => ('link' in block ? [block.link] : []))

    test('shows its title and its link, all of it readable, and asks nobody for anything', async () => {
      await page.setContent(html)
      expect(await page.title()).toBe(subject)
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(subject)
      expect(await page.locator('html').getAttribute('lang')).toBe(language)
      const links = page.getByRole('link')
      expect(await links.allInnerTexts()).toEqual(label)
      for (const one of await links.all()) {
        expect(await one.isVisible()).toBe(true)
        expect(await one.getAttribute('href')).toBe(linkOf(name))
        expect((await one.boundingBox())?.height, 'room for a finger').toBeGreaterThanOrEqual(44)
      }
      if (label.length > 0) expect(await page.getByText(linkOf(name), { exact: true }).isVisible()).toBe(true)
      expect(await page.evaluate<number>(leastContrast)).toBeGreaterThanOrEqual(4.5)
      expect(await page.evaluate<number>(overflow)).toBe(0)
      expect(trouble).toEqual([])
      if (process.env['UPDATE_PICTURES'] === '1' && wanted) await page.screenshot({ path: picture(name, language), fullPage: true })
    })

    test('is not wider than a telephone', async () => {
      await page.setViewportSize({ width: 320, height: 600 })
      await page.setContent(html)
      expect(await page.evaluate<number>(overflow)).toBe(0)
    })

    test('can be read without its style', async () => {
      const said = async (): Promise<string> => (await page.locator('main').innerText()).replaceAll(/\s+/g, ' ')
      await page.setContent(html)
      const styled = await said()
      await page.setContent(html.replaceAll(/ style="[^"]*"/g, ''))
      expect(await said()).toBe(styled)
    })

    test.each([
      '<script>console.log("run")</script><img src="https://evil.example/x.png" onerror="console.log(1)">',
      '"><style>*{display:none}</style><base href="https://evil.example/">',
      '</title></h1></main><iframe src="https://evil.example"></iframe>',
      '<!-- ',
      'x'.repeat(10_000),
      '\u202Egro.elpmaxe@ada\u2066',
    ])('says what people are called, and nothing else: %.30s', async (value) => {
      await page.setContent(html)
      const elements = await page.locator('*').count()
      await page.setContent(standard(name, language, Object.fromEntries(names.map((one) => [one, value]))).html)
      expect(await page.locator('*').count()).toBe(elements)
      expect(await page.locator('main').innerText()).toContain(value.replaceAll(/[\u202E\u2066]/g, ' ').trim())
      expect(await page.evaluate<number>(overflow)).toBe(0)
      expect(trouble).toEqual([])
    })
  })
})
