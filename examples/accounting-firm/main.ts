import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isPortalError } from 'portico'
import { answer } from '../web-frameworks/node.js'
import { createBrowser, type Browser } from './browser.js'
import { openDatabase } from './database.js'
import { startMail } from './mail.js'
import { addHolder, assign, openPortal } from './office.js'
import { startFirm } from './portal.js'
import { createApplication } from './server.js'

// ── The server, its database, and mail ──────────────────────────────────────────────────────────────────────────────

const folder = await mkdtemp(join(tmpdir(), 'accounting-firm-'))
const database = await openDatabase(join(folder, 'firm.db'), process.env['PORTAL_DATABASE'])
const mail = await startMail()
const http = createServer((incoming, outgoing) => void answer(application, incoming, outgoing))
await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
const listening = http.address()
const origin = `http://127.0.0.1:${typeof listening === 'object' ? (listening?.port ?? 0) : 0}`
const firm = startFirm(database, mail.mailer, origin)
const application = createApplication(firm, origin)
const { administration, registration, runtime } = firm.portico

const stop = new AbortController()
const running = firm.portico.run({ signal: stop.signal }) // letters that failed, links and portals that end

// ── The firm ────────────────────────────────────────────────────────────────────────────────────────────────────────

const portalId = 'roy'
const { owner: olga } = await administration.createPortal({
  portalId,
  name: 'Roy et associés',
  owner: { name: 'Olga', email: 'olga@roy.example', emailVerified: true },
  licences: ['clientManagement', 'firmPortal'],
})
const by = ({ id }: { readonly id: string }) => ({ portalId, actorId: id })
const member = async (name: string) => (await administration.createMember({ ...by(olga), name, type: 'user' })).member
const [adam, hanna, sam] = [await member('Adam'), await member('Hanna'), await member('Sam')]
await administration.grantFullAccess({ ...by(olga), memberIds: [adam.id] })
await addHolder(firm, portalId, { id: 'paul', kind: 'staff', name: 'Paul Tremblay', email: 'paul@roy.example' })
await addHolder(firm, portalId, { id: 'montreal', kind: 'office', name: 'Montréal', email: 'montreal@roy.example', office: 'montreal' })
await addHolder(firm, portalId, { id: 'roy', kind: 'firm', name: 'Roy et associés', email: 'firm@roy.example' })
await addHolder(firm, portalId, { id: 'lea', kind: 'client', name: 'Léa Gagnon', email: 'lea@client.example', language: 'fr' })
await addHolder(firm, portalId, { id: 'tom', kind: 'contact', name: 'Tom Côté', email: 'tom@contact.example' })

/** The code that a command is refused with. */
const refusal = (command: Promise<unknown>): Promise<string> =>
  command.then(
    () => 'not refused',
    (error: unknown) => (isPortalError(error) ? error.code : Promise.reject(error as Error)),
  )
/** The latest letter to somebody, and the address of its link. */
async function letterTo(address: string): Promise<{ readonly subject: string; readonly link: string }> {
  await runtime.settled()
  const letter = mail.to(address).at(-1)
  return { subject: letter?.subject ?? 'none', link: /http:\S+token=\S+/.exec(letter?.text ?? '')?.[0] ?? '' }
}
const password = 'sieben Kraniche fliegen'
const registering = (link: string, loginName: string, chosen = password) => ({
  token: link.split('token=')[1] ?? '',
  username: loginName,
  password: chosen,
})
/** Somebody registers with the link in his letter, and signs in. */
async function signedIn(browser: Browser, address: string, loginName: string): Promise<string> {
  const { subject, link } = await letterTo(address)
  const registered = await browser.send('/register', registering(link, loginName))
  const { status } = await browser.ask('POST', '/sign-in', new URLSearchParams({ loginName, password }).toString())
  return `“${subject}”, ${registered}, signed in: ${status}`
}

// ── A portal for one of the staff ───────────────────────────────────────────────────────────────────────────────────

const [paul, lea, tom, stranger] = [
  createBrowser(origin),
  createBrowser(origin),
  createBrowser(origin),
  createBrowser(origin, 'cross-site'),
]
const say = (who: string) => (line: string) => console.log(`${who} ${line}`)

const ofPaul = await openPortal(firm, by(adam), { kind: 'staff', holderId: 'paul' }, say('adam'))
console.log(`adam creates another one: ${await refusal(registration.create({ ...by(adam), kind: 'staff', holderId: 'paul' }))}`)
const { subject, link } = await letterTo('paul@roy.example')
console.log(`mail for paul: ${subject}`)
for (const method of ['HEAD', 'GET', 'GET'] as const) await paul.open(link, method)
console.log(`a mail scanner opened the link three times; paul opens it: ${await paul.open(link)}`)
console.log(`a form from elsewhere: ${await stranger.send('/register', registering(link, 'eve'))}`)
console.log(`he chooses “secret”: ${await paul.send('/register', registering(link, 'paul', 'secret'))}`)
console.log(`he wants to be “admin”: ${await paul.send('/register', registering(link, 'admin'))}`)
console.log(`paul registers: ${await signedIn(paul, 'paul@roy.example', 'paul.tremblay')}`)
console.log(`the link once more: ${await paul.open(link)}`)
console.log(`mail for paul: ${(await letterTo('paul@roy.example')).subject}`)

// ── Another address: nothing changes before it is confirmed there ───────────────────────────────────────────────────

const elsewhere = { ...by(adam), holderPortalId: ofPaul.id, email: 'p.tremblay@roy.example' }
console.log(`adam gives paul another address: ${await refusal(registration.changeEmail(elsewhere))}`)
const confirming = await letterTo('p.tremblay@roy.example')
console.log(`mail for that address: ${confirming.subject}; paul opens it: ${await paul.open(confirming.link)}`)
const confirmation = { token: confirming.link.split('token=')[1] ?? '', decision: 'confirm' }
console.log(`he confirms it: ${await paul.send('/register/confirm', confirmation)}`)

// ── The office and the firm: one of the staff registers for them ────────────────────────────────────────────────────

await openPortal(firm, by(adam), { kind: 'office', holderId: 'montreal', registrantId: 'paul' })
await openPortal(firm, by(olga), { kind: 'firm', holderId: 'roy', registrantId: 'paul' })
console.log(`the office: ${await signedIn(createBrowser(origin), 'montreal@roy.example', 'montreal')}`)
console.log(`the firm: ${await signedIn(createBrowser(origin), 'firm@roy.example', 'roy-et-associes')}`)

// ── A client, and what is exchanged with her ────────────────────────────────────────────────────────────────────────

await assign(firm, portalId, 'lea', [hanna.id, ofPaul.id])
const forLea = { kind: 'client', holderId: 'lea', permanence: 'temporary' } as const
console.log(`sam opens a portal for léa: ${await refusal(openPortal(firm, by(sam), forLea))}`)
const ofLea = await openPortal(firm, by(hanna), forLea, say('hanna'))
await openPortal(firm, by(adam), { kind: 'contact', holderId: 'tom' })
const exchange = `/exchanges/${ofLea.id}`
const early = await paul.ask('POST', `${exchange}?name=questionnaire`, 'Your year, please.')
console.log(`paul uploads a file before léa has registered: ${early.status}`)
console.log(`léa: ${await signedIn(lea, 'lea@client.example', 'lea.gagnon')}`)
console.log(`tom: ${await signedIn(tom, 'tom@contact.example', 'tom.cote')}`)

const sent = await paul.ask('POST', `${exchange}?name=questionnaire`, 'Your year, please.')
console.log(`paul uploads it now: ${sent.status}`)
const read = await lea.ask('GET', `${exchange}/${sent.text}`)
console.log(`léa reads it: ${read.status} ${read.text}`)
console.log(`léa uploads her receipts: ${(await lea.ask('POST', `${exchange}?name=receipts`, 'Bread, ink.')).status}`)
console.log(`léa deletes what paul uploaded: ${(await lea.ask('DELETE', `${exchange}/${sent.text}`)).status}`)
console.log(`tom looks: ${(await tom.ask('GET', exchange)).status}; paul looks: ${(await paul.ask('GET', exchange)).text}`)

// ── Suspended ───────────────────────────────────────────────────────────────────────────────────────────────────────

console.log(`hanna suspends it: ${await refusal(registration.suspend({ ...by(hanna), holderPortalId: ofLea.id }))}`)
const { events } = await registration.suspend({ ...by(adam), holderPortalId: ofLea.id })
await runtime.settled()
console.log(`adam suspends it: ${events.map(({ type }) => type).join(', ')}`)
console.log(`léa looks: ${(await lea.ask('GET', exchange)).status}; paul looks: ${(await paul.ask('GET', exchange)).status}`)
const again = await lea.ask('POST', '/sign-in', new URLSearchParams({ loginName: 'lea.gagnon', password }).toString())
console.log(`léa signs in: ${again.status} ${again.text}`)
await registration.reactivate({ ...by(adam), holderPortalId: ofLea.id })
const back = await lea.ask('POST', '/sign-in', new URLSearchParams({ loginName: 'lea.gagnon', password }).toString())
console.log(`reactivated, she signs in: ${back.status}; looks: ${(await lea.ask('GET', exchange)).text}`)

stop.abort()
await running
await mail.close()
http.closeAllConnections()
http.close()
await database.db.destroy()
await rm(folder, { recursive: true })
