// What the server answers: the page behind the link, signing in and out, and the exchange of files.
import { isPortalError } from 'portico'
import { newId, type Account, type SignedIn } from 'portico/server'
import { createConfirmationPage, createRegistrationPage } from 'portico/web'
import { webCrypto } from 'portico/webcrypto'
import { exchangeFile, type FirmPolicy } from './exchange.js'
import { staffOf, type Firm } from './portal.js'
import { isSameOrigin } from './same-origin.js'

export function createApplication(firm: Firm, origin: string): (request: Request) => Promise<Response> {
  const { registration } = firm.portico
  const page = createRegistrationPage({ registration, origin, signInUrl: `${origin}/sign-in`, timeZone: 'America/Montreal' })
  const confirmation = createConfirmationPage({ registration, origin, timeZone: 'America/Montreal' })
  return async (request) => {
    const { pathname } = new URL(request.url)
    if (pathname === '/register') return page(request)
    if (pathname === '/register/confirm') return confirmation(request)
    // What changes something is asked for by a page of ours.
    if (!['GET', 'HEAD'].includes(request.method) && !isSameOrigin(request, origin)) return answer(403, 'the request comes from elsewhere')
    if (pathname === '/sign-in' && request.method === 'POST') return signIn(firm, origin, request)
    if (pathname === '/sign-out' && request.method === 'POST') {
      await firm.sessions.end(cookieOf(request))
      return answer(204)
    }
    const [, exchange, file] = /^\/exchanges\/([\w-]+)(?:\/([\w-]+))?$/.exec(pathname) ?? []
    if (exchange === undefined) return answer(404, 'no such page')
    const who = await firm.sessions.whoHas(cookieOf(request))
    if (!who) return answer(401, 'nobody is signed in')
    return exchanged(firm, who, exchange, file, request)
  }
}

const cookieOf = (request: Request): string | undefined => /(?:^|; )session=([\w-]+)/.exec(request.headers.get('cookie') ?? '')?.[1]

/** A new session, whatever session there was before. */
async function signIn({ portico, sessions }: Firm, origin: string, request: Request): Promise<Response> {
  const form = new URLSearchParams(await request.text())
  try {
    const who = await portico.registration.signIn({ loginName: form.get('loginName') ?? '', password: form.get('password') ?? '' })
    await sessions.end(cookieOf(request))
    const secure = origin.startsWith('https:') ? '; Secure' : ''
    const cookie = `session=${await sessions.begin(who)}; Path=/; HttpOnly; SameSite=Strict${secure}`
    return answer(200, who.holderPortalId, { 'set-cookie': cookie })
  } catch (error) {
    if (isPortalError(error)) return answer(error.code === 'RATE_LIMITED' ? 429 : 401, error.code)
    throw error
  }
}

/** Lists, reads, uploads or deletes: whatever the ability of this moment allows. */
async function exchanged(firm: Firm, who: SignedIn, exchange: string, id: string | undefined, request: Request): Promise<Response> {
  const { db } = firm
  const account = await accountOf(firm, who)
  const about = await factsOf(firm, who.portalId, exchange)
  if (!account || !about) return answer(403, 'this is not for you')
  const { member, ability } = account
  if (request.method === 'POST') {
    if (!ability.can('upload', exchangeFile.of({ ...about, uploadedBy: member.id }))) return answer(403, 'this is not for you')
    const file = { id: newId(webCrypto()), name: new URL(request.url).searchParams.get('name') ?? 'file', content: await request.text() }
    await db
      .insertInto('files')
      .values({ ...file, firm: who.portalId, exchange, uploaded_by: member.id })
      .execute()
    return answer(201, file.id)
  }
  const may = (action: 'read' | 'delete', uploadedBy: string): boolean => ability.can(action, exchangeFile.of({ ...about, uploadedBy }))
  if (!may('read', member.id)) return answer(403, 'this is not for you')
  const files = await db
    .selectFrom('files')
    .selectAll()
    .where('firm', '=', who.portalId)
    .where('exchange', '=', exchange)
    .orderBy('name')
    .execute()
  if (id === undefined) return answer(200, files.map(({ name }) => name).join(', '))
  const file = files.find((one) => one.id === id)
  if (!file) return answer(404, 'no such file')
  if (request.method !== 'DELETE') return answer(200, file.content)
  if (!may('delete', file.uploaded_by)) return answer(403, 'this is not for you')
  await db.deleteFrom('files').where('id', '=', id).execute()
  return answer(204)
}

/** Whoever is signed in, by what is stored at this moment. */
async function accountOf({ portico }: Firm, who: SignedIn): Promise<Account<FirmPolicy> | undefined> {
  return portico.registration.accountOf(who).catch(noneThere)
}

/** What the policy asks about the files of an exchange. */
async function factsOf({ portico, db }: Firm, firm: string, exchange: string) {
  const portal = (await portico.registration.accountOf({ portalId: firm, holderPortalId: exchange }).catch(noneThere))?.holderPortal
  const contact = await db.selectFrom('holders').selectAll().where('firm', '=', firm).where('account', '=', exchange).executeTakeFirst()
  return portal && contact && { portalId: firm, status: portal.status, contactId: portal.ownerId, staff: staffOf(contact) }
}

const noneThere = (error: unknown): undefined => {
  if (!isPortalError(error, 'PORTAL_NOT_FOUND')) throw error
}

const answer = (status: number, text?: string, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(text ?? null, { status, headers: { 'cache-control': 'no-store', ...headers } })
