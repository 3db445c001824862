/** The page in a browser: served by Node's http as the example does it, and everything that a browser does on its own is written down. */
import type { IncomingMessage, Server } from 'node:http'
import { createServer } from 'node:http'
import type { Browser, BrowserContextOptions, Page } from 'playwright'
import { nodeServer } from '../../examples/web-frameworks/node.js'
import { office, type Handler, type Office, type Setup } from './harness.js'

/** Pages at an address of this machine. */
export interface Serving {
  readonly address: string
  /** What the server was asked. */
  readonly asks: readonly Pick<IncomingMessage, 'method' | 'url' | 'headers'>[]
  readonly close: () => void
}

/** The office, with its page at an address of this machine. */
export interface Served extends Office, Serving {
  /** Where a link of a letter leads. */
  readonly linkOf: (token: string) => string
}

export async function served(setup: Setup = {}): Promise<Served> {
  const [serving, at] = await serve(async (address) => {
    const made = await office({ ...setup, links: { origin: address, allowLocalhost: true } })
    return [{ '/ownership': made.page }, made]
  })
  return { ...at, ...serving, linkOf: (token) => `${serving.address}/ownership?token=${token}` }
}

/** Serves the pages that are made for the address. */
export async function serve<T>(
  make: (address: string) => Promise<readonly [Readonly<Record<string, Handler>>, T]>,
): Promise<readonly [Serving, T]> {
  const asks: IncomingMessage[] = []
  const pages: Record<string, Handler> = {}
  const server = nodeServer(pages).on('request', (incoming: IncomingMessage) => asks.push(incoming))
  const address = `http://localhost:${await listening(server)}`
  const [made, at] = await make(address)
  Object.assign(pages, made)
  return [{ address, asks, close: () => closed(server) }, at]
}

/** Another site, with one page. */
export async function elsewhere(source: string): Promise<{ readonly port: number; readonly close: () => void }> {
  const server = createServer((_, outgoing) => outgoing.writeHead(200, { 'content-type': 'text/html' }).end(source))
  return { port: await listening(server), close: () => closed(server) }
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('it listens on no port')
  return address.port
}

function closed(server: Server): void {
  server.closeAllConnections()
  server.close()
}

/** A page of a browser that has seen nothing yet, and what it complained of or asked of others than the office. */
export async function opened(browser: Browser, { address }: Serving, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ viewport: { width: 800, height: 600 }, locale: 'en-GB', ...options })
  const page = await context.newPage()
  const trouble: string[] = []
  page.on('console', (message) => {
    // That a page came with 410 or 422 is what it is about.
    if (!/^Failed to load resource: the server responded with a status of (?:4\d\d)/.test(message.text())) trouble.push(message.text())
  })
  page.on('pageerror', (error) => trouble.push(error.message))
  page.on('request', (request) => {
    if (!request.url().startsWith(`${address}/`)) trouble.push(request.url())
  })
  return { page, trouble, close: () => context.close() }
}

/** Run in the page: the least contrast between a text and what is behind it (WCAG 2, 1.4.3). */
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
  const contrast = (one, other) => {
    const [a, b] = [luminance(one), luminance(other)]
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
  }
  const texts = [...document.body.querySelectorAll('*')].filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
  const borders = [...document.querySelectorAll('button, input:not([type=hidden])')].map((one) => contrast(getComputedStyle(one).borderColor, behind(one.parentElement)))
  return { texts: texts.length, least: Math.min(...borders, ...texts.map((one) => contrast(getComputedStyle(one).color, behind(one)))) }
})()`

export const contrastOf = (page: Page): Promise<{ readonly texts: number; readonly least: number }> => page.evaluate(leastContrast)

/** By how much the page is wider than the window; 0 when one need not scroll sideways. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')

/** Run in the page: text twice as large, and nothing else. */
export const twiceTheText = (page: Page): Promise<void> => page.evaluate("void (document.documentElement.style.fontSize = '200%')")

/** What the element that has the keyboard is called. */
export const focused = (page: Page): Promise<string> => page.locator(':focus').innerText()

/** What a page says, without the addresses of its links. */
export const withoutAddresses = (snapshot: string): string =>
  snapshot
    .split('\n')
    .filter((line) => !line.includes('/url:'))
    .map((line) => line.replace(/^(\s*- link .*):$/, '$1'))
    .join('\n')
