import { createServer, type Server } from 'node:http'
import { expressApp } from './express.js'
import { fastifyApp } from './fastify.js'
import { honoApp } from './hono.js'
import { answer, nodeServer } from './node.js'
import { openOffice, pages } from './portal.js'

/** Listens on a free port of this machine only; gives where. */
async function start(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`
}

/** What a browser sends: the form of the page, and that it comes from there, or from elsewhere. */
const form = (site: string, fields: Readonly<Record<string, string>>) => ({
  method: 'POST',
  body: new URLSearchParams(fields),
  headers: { 'sec-fetch-site': site },
})

async function visit(name: string, server: Server): Promise<void> {
  const [address, office] = [await start(server), await openOffice(name)]
  const say = async (what: string, path: string, init: RequestInit, state: () => Promise<string>): Promise<void> => {
    const response = await fetch(address + path, init)
    const text = await response.text()
    const told = /<title>(.*)<\/title>/.exec(text)?.[1] ?? `${text.length} characters`
    console.log(`${name}: ${what}: ${response.status}, ${told}; ${await state()}`)
  }
  const tokenOf = (link: string): string => link.split('=')[1] ?? ''

  const owner = async (): Promise<string> => `owner: ${await office.owner()}`
  const decision = { token: tokenOf(office.transfer), decision: 'confirm' }
  await say('HEAD', office.transfer, { method: 'HEAD' }, owner)
  await say('GET', office.transfer, {}, owner)
  await say('POST from elsewhere', '/ownership', form('cross-site', decision), owner)
  await say('POST', '/ownership', form('same-origin', decision), owner)
  await say('POST again', '/ownership', form('same-origin', decision), owner)
  await say('PUT', office.transfer, { method: 'PUT' }, owner)

  const state = async (): Promise<string> => `portal: ${await office.state()}`
  const [token, password] = [tokenOf(office.invitation), 'sieben Kraniche fliegen']
  const chosen = { token, username: `ines.${name}`, password }
  await say('GET', office.invitation, {}, state)
  await say('POST of a scanner', '/register', form('same-origin', { token }), state)
  await say('POST from elsewhere', '/register', form('cross-site', chosen), state)
  await say('POST with a reserved name', '/register', form('same-origin', { ...chosen, username: 'admin' }), state)
  await say('POST', '/register', form('same-origin', chosen), state)
  await say('GET again', office.invitation, {}, state)
  await say('GET to confirm with it', `/register/confirm?token=${token}`, {}, state)
  server.closeAllConnections()
  server.close()
}

await visit('node', nodeServer(pages))
await visit('express', createServer(expressApp(pages)))
const app = fastifyApp(pages)
await app.ready()
await visit('fastify', app.server)
// `serve(hono)` of @hono/node-server does the same; on Deno, Bun and in workers it is `hono.fetch` alone.
const hono = honoApp(pages)
const fetched = async (request: Request): Promise<Response> => hono.fetch(request)
await visit(
  'hono',
  createServer((incoming, outgoing) => void answer(fetched, incoming, outgoing)),
)
