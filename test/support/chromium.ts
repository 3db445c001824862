import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium, type Browser } from 'playwright'

/** Where Chromium is: what the variable `CHROMIUM` says, or the first `chromium` on the path; nowhere when there is none. */
export const chromiumPath: string | undefined = [
  process.env['CHROMIUM'] ?? '',
  ...(process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'chromium')),
].find((path) => path !== '' && existsSync(path))

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Starts a browser that talks to nobody of its own accord. */
export const startChromium = (): Promise<Browser> =>
  chromium.launch({ args: flags, ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }) })
