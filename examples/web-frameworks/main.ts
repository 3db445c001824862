import { createServer, type Server } from 'node:http'
import { expressApp } from './express.js'
import { fastifyApp } from './fastify.js'
import { honoApp } from './hono.js'
import { answer, nodeServer } from './node.js'
import { page, portalWithLink } from './portal.js'

/** Listens on a free port of this machine only; gives where. */
async function start(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`
}

async function visit(name: string, server: Server): Promise<void> {
  const [address, { path, owner }] = [await start(server), await portalWithLink(name)]
  const say = async (what: string, response: Response): Promise<void> => {
    const text = await response.text()
    const told = /<title>(.*)<\/title>/.exec(text)?.[1] ?? `${text.length} characters`
    console.log(`${name}: ${what}: ${response.status}, ${told}; owner: ${await owner()}`)
  }
  await say('HEAD', await fetch(address + path, { method: 'HEAD' }))
  await say('GET', await fetch(address + path))
  // What a browser sends: the form of the page, and that it comes from there.
  const body = new URLSearchParams({ token: path.split('=')[1] ?? '', decision: 'confirm' })
  const form = { method: 'POST', body } as const
  await say('POST from elsewhere', await fetch(`${address}/ownership`, { ...form, headers: { 'sec-fetch-site': 'cross-site' } }))
  await say('POST', await fetch(`${address}/ownership`, { ...form, headers: { 'sec-fetch-site': 'same-origin' } }))
  await say('POST again', await fetch(`${address}/ownership`, { ...form, headers: { 'sec-fetch-site': 'same-origin' } }))
  await say('PUT', await fetch(address + path, { method: 'PUT' }))
  server.closeAllConnections()
  server.close()
}

await visit('node', nodeServer(page))
await visit('express', createServer(expressApp(page)))
const app = fastifyApp(page)
await app.ready()
await visit('fastify', app.server)
// `serve(hono)` of @hono/node-server does the same; on Deno, Bun and in workers it is `hono.fetch` alone.
const hono = honoApp(page)
const fetched = async (request: Request): Promise<Response> => hono.fetch(request)
await visit(
  'hono',
  createServer((incoming, outgoing) => void answer(fetched, incoming, outgoing)),
)
