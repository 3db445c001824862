// Somebody at his browser: what he opens and sends, with the cookies that he was given.

export interface Browser {
  /** Opens an address; says the status, the title, and what is wrong. */
  readonly open: (address: string, method?: 'GET' | 'HEAD') => Promise<string>
  /** Sends a form of a page that he has opened. */
  readonly send: (address: string, form: Readonly<Record<string, string>>) => Promise<string>
  /** Asks for a file, uploads one, or deletes it. */
  readonly ask: (method: 'GET' | 'POST' | 'DELETE', address: string, body?: string) => Promise<Answer>
}
interface Answer {
  readonly status: number
  readonly text: string
}

export function createBrowser(origin: string, site: 'same-origin' | 'cross-site' = 'same-origin'): Browser {
  let cookie = ''
  const ask = async (method: string, address: string, body?: string): Promise<Answer> => {
    const type = body?.includes('=') ? 'application/x-www-form-urlencoded' : 'text/plain'
    const headers = { cookie, 'sec-fetch-site': site, 'content-type': type }
    const response = await fetch(new URL(address, origin), { method, headers, ...(body !== undefined && { body }) })
    const [given] = response.headers.getSetCookie()
    if (given !== undefined) cookie = given.split(';')[0] ?? ''
    return { status: response.status, text: await response.text() }
  }
  const read = ({ status, text }: Answer): string => {
    // The first sentence that says what is wrong, in the summary of a form or alone on a page.
    const wrong = /role="alert">(?:[^]*?<li><a[^>]*>)?([^<]+)/
    const [title = text, problem = ''] = [/<title>(.*?)<\/title>/, wrong].map((part) => part.exec(text)?.[1])
    return [status, title, problem].filter((part) => part !== '').join(' ')
  }
  return {
    ask,
    open: async (address, method = 'GET') => read(await ask(method, address)),
    send: async (address, form) => read(await ask('POST', address, new URLSearchParams(form).toString())),
  }
}
