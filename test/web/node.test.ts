/** The pages where they are mounted in the example, asked over a socket as no browser would. */
import { createServer, type Server } from 'node:http'
import { connect } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { expressApp } from '../../examples/web-frameworks/express.js'
import { fastifyApp } from '../../examples/web-frameworks/fastify.js'
import { honoApp } from '../../examples/web-frameworks/hono.js'
import { nodeServer } from '../../examples/web-frameworks/node.js'
import { office, type Handler, type Office } from './harness.js'
import { password, registering } from './registering.js'

type Pages = Readonly<Record<string, Handler>>
const servers: Readonly<Record<string, (pages: Pages) => Promise<Server>>> = {
  node: (pages) => Promise.resolve(nodeServer(pages)),
  express: (pages) => Promise.resolve(createServer(expressApp(pages))),
  fastify: async (pages) => {
    const app = fastifyApp(pages)
    await app.ready()
    return app.server
  },
  hono: (pages) => {
    const listener = getRequestListener(honoApp(pages).fetch)
    return Promise.resolve(createServer((incoming, outgoing) => void listener(incoming, outgoing)))
  },
}

describe.each(Object.entries(servers))('%s', (_, make) => {
  let at: Office
  let registration: Awaited<ReturnType<typeof registering>>
  let server: Server
  let port: number
  beforeEach(async () => {
    ;[at, registration] = [await office(), await registering()]
    server = await make({ '/ownership': at.page, '/register': registration.page, '/register/confirm': registration.confirmation })
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

  describe('to register', () => {
    const post = (body: string, ...more: readonly string[]): Promise<string> =>
      firstLine('POST /register HTTP/1.1', ...form, ...more, `Content-Length: ${Buffer.byteLength(body)}`, '', body)

    test('a scanner and a stranger get nowhere, whoever has the link registers, and the link is used up', async () => {
      const token = await registration.created()
      const chosen = new URLSearchParams({ token, username: 'paul', password }).toString()
      expect(await firstLine(`HEAD /register?token=${token} HTTP/1.1`, 'Host: evil.example', '', '')).toBe('HTTP/1.1 200 OK')
      expect(await post(`token=${token}&username=&password=`)).toMatch(/^HTTP\/1\.1 422 /)
      expect(await firstLine('POST /register HTTP/1.1', ...form.filter((line) => !/^Sec/.test(line)), 'Content-Length: 0', '', '')).toMatch(
        / 403 /,
      )
      expect(await post(chosen, 'Cookie: session=of-somebody')).toBe('HTTP/1.1 200 OK')
      expect((await registration.portal()).status).toBe('active/completed')
      expect(await post(chosen)).toMatch(/^HTTP\/1\.1 410 /)
      expect(await firstLine(`GET /register/confirm?token=${token} HTTP/1.1`, 'Host: x', '', '')).toMatch(/ 404 /)
    })

    test('a password of 10 MB is refused before it has come', async () => {
      const head = `token=${await registration.created()}&username=paul&password=`
      const chunk = [(head.length + 50_000).toString(16), head + 'x'.repeat(50_000), '']
      expect(await firstLine('POST /register HTTP/1.1', ...form, 'Transfer-Encoding: chunked', '', ...chunk)).toMatch(/^HTTP\/1\.1 413 /)
      expect(await firstLine('POST /register HTTP/1.1', ...form, 'Content-Length: 10000000', '', head)).toMatch(/^HTTP\/1\.1 413 /)
      expect((await registration.portal()).attempts).toBe(0)
    })
  })
})
