/** The page where it is mounted in the example, asked over a socket as no browser would. */
import { createServer, type Server } from 'node:http'
import { connect } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { expressApp } from '../../examples/web-frameworks/express.js'
import { fastifyApp } from '../../examples/web-frameworks/fastify.js'
import { honoApp } from '../../examples/web-frameworks/hono.js'
import { nodeServer } from '../../examples/web-frameworks/node.js'
import { office, type Handler, type Office } from './harness.js'

const servers: Readonly<Record<string, (page: Handler) => Promise<Server>>> = {
  node: (page) => Promise.resolve(nodeServer(page)),
  express: (page) => Promise.resolve(createServer(expressApp(page))),
  fastify: async (page) => {
    const app = fastifyApp(page)
    await app.ready()
    return app.server
  },
  hono: (page) => {
    const listener = getRequestListener(honoApp(page).fetch)
    return Promise.resolve(createServer((incoming, outgoing) => void listener(incoming, outgoing)))
  },
}

describe.each(Object.entries(servers))('%s', (_, make) => {
  let at: Office
  let server: Server
  let port: number
  beforeEach(async () => {
    at = await office()
    server = await make(at.page)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    port = typeof address === 'object' ? (address?.port ?? 0) : 0
  })
  afterEach(() => {
    server.closeAllConnections()
    server.close()
  })

  /** Sends this, and gives the first line of the answer. */
  const firstLine = (...lines: readonly string[]): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1')
      socket.on('error', reject)
      socket.once('data', (data) => {
        resolve(data.toString().split('\r\n')[0] ?? '')
        socket.destroy()
      })
      socket.write(lines.join('\r\n'))
    })
  const form = ['Host: x', 'Sec-Fetch-Site: same-origin', 'Content-Type: application/x-www-form-urlencoded']

  test('a form without a length is taken', async () => {
    const body = new URLSearchParams({ token: await at.asked(), decision: 'confirm' }).toString()
    const chunk = [body.length.toString(16), body, '0', '', '']
    expect(await firstLine('POST /ownership HTTP/1.1', ...form, 'Transfer-Encoding: chunked', '', ...chunk)).toBe('HTTP/1.1 200 OK')
    expect(await at.owner()).toBe(at.candidateId)
  })

  test('a form without an end is answered all the same', async () => {
    const chunk = [(30_000).toString(16), 'x'.repeat(30_000), '']
    expect(await firstLine('POST /ownership HTTP/1.1', ...form, 'Transfer-Encoding: chunked', '', ...chunk)).toMatch(/^HTTP\/1\.1 413 /)
  })

  test('a form that says that it is too large is answered before it comes', async () => {
    expect(await firstLine('POST /ownership HTTP/1.1', ...form, 'Content-Length: 20001', '', '')).toMatch(/^HTTP\/1\.1 413 /)
  })

  test.each(['GET /ownership?token=x HTTP/1.1', 'GET /ownership?%%%&token=%ff HTTP/1.1', 'HEAD /ownership HTTP/1.1'])(
    'a link that is none is not found: %s',
    async (line) => {
      expect(await firstLine(line, 'Host: evil.example', '', '')).toBe('HTTP/1.1 404 Not Found')
    },
  )

  test.each(['OPTIONS * HTTP/1.1', 'GET //evil.example/ownership HTTP/1.1', 'TRACE /ownership HTTP/1.1'])(
    'what is no request to the page does no harm: %s',
    async (line) => {
      const token = await at.asked()
      expect(await firstLine(line, 'Host: x', '', '')).toMatch(/^HTTP\/1\.1 4\d\d /)
      expect(await firstLine(`GET /ownership?token=${token} HTTP/1.1`, 'Host: x', '', '')).toBe('HTTP/1.1 200 OK')
    },
  )
})
