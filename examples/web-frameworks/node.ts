// Node's own http: the one adapter that is needed where a framework does not speak `Request` and `Response` itself.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Page, Pages } from './portal.js'

/** Answers a request of Node with a page. Nothing may have read the body before. */
export async function answer(page: Page, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const request = requestOf(incoming)
  const response = request ? await page(request) : new Response(null, { status: 400 })
  outgoing.writeHead(response.status, Object.fromEntries(response.headers))
  outgoing.end(Buffer.from(await response.arrayBuffer()))
}

/** None for what is no request to a page, like `CONNECT`, or an address that is none. */
function requestOf(incoming: IncomingMessage): Request | undefined {
  const { method = 'GET', url = '/', headers } = incoming
  const bare = method === 'GET' || method === 'HEAD'
  try {
    // The page looks at the query only; the host in the request is not to be trusted, and is not used.
    return new Request(`http://page.invalid${url}`, {
      method,
      headers: Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as [string, string]] : [])),
      // Left alone when the page has read enough, so that its answer still gets through.
      ...(!bare && { body: ReadableStream.from(incoming.iterator({ destroyOnReturn: false })), duplex: 'half' }),
    })
  } catch {
    return undefined
  }
}

export const nodeServer = (pages: Pages): Server =>
  createServer((incoming, outgoing) => {
    const page = new Map(Object.entries(pages)).get(incoming.url?.split('?')[0] ?? '')
    if (page) void answer(page, incoming, outgoing)
    else outgoing.writeHead(404).end()
  })
