import { isPortalError, portalPolicy } from 'portico'
import { memoryMailer, memoryStorage } from 'portico/memory'
import { createPortico } from 'portico/server'
import { systemClock } from 'portico/system'
import { createOwnershipPage } from 'portico/web'
import { webCrypto } from 'portico/webcrypto'

const crypto = webCrypto()
const mailer = memoryMailer() // nodemailerMailer(transporter) of portico/nodemailer
const links = { origin: 'https://portal.example' }
const { administration, ownership, runtime } = createPortico({
  policy: portalPolicy,
  storage: memoryStorage(), // a database, see the example `server`
  mailer,
  clock: systemClock(),
  random: crypto,
  digest: crypto,
  links,
  from: { address: 'portal@portal.example', name: 'Portal' },
  ownership: 'github', // the candidate has to accept, within a day
})
const page = createOwnershipPage({ ownership, origin: links.origin }) // in a server: see the example `web-frameworks`

const portalId = 'association'
const { owner: olga } = await administration.createPortal({
  portalId,
  name: 'The Association',
  owner: { name: 'Olga', email: 'olga@association.example', emailVerified: true },
})
const by = { portalId, actorId: olga.id }
const { member: uma } = await administration.createMember({
  ...{ ...by, name: 'Uma', type: 'user', language: 'fr' },
  ...{ email: 'uma@association.example', emailVerified: true },
})

/** The code that a command is refused with. */
const refusal = (command: Promise<unknown>): Promise<string> =>
  command.then(
    () => 'not refused',
    (error: unknown) => (isPortalError(error) ? error.code : Promise.reject(error as Error)),
  )
/** The link in the last letter to somebody. */
async function linkOf(address: string): Promise<string> {
  await runtime.settled()
  const texts = mailer.sent.filter(({ to }) => to.address === address).map(({ text }) => text)
  return texts.flatMap((text) => /https:\S+/.exec(text)?.[0] ?? []).at(-1) ?? ''
}
/** What a browser does with a link: it opens it. And with a button of the page: it sends the form. */
const opened = (link: string): Promise<string> => titleOf(page(new Request(link)))
const pressed = (link: string, decision: string): Promise<string> => {
  const body = new URLSearchParams({ token: link.split('token=')[1] ?? '', decision })
  return titleOf(page(new Request(`${links.origin}/ownership`, { method: 'POST', body, headers: { 'sec-fetch-site': 'same-origin' } })))
}
const titleOf = async (response: Promise<Response>): Promise<string> => {
  const { status } = await response
  return `${status} ${/<title>(.*)<\/title>/.exec(await (await response).text())?.[1] ?? ''}`
}
const whose = async (): Promise<string> => ((await ownership.blockingOwnerships({ memberId: uma.id })).length > 0 ? 'Uma' : 'Olga')

console.log(`uma asks to own it: ${await refusal(ownership.request({ portalId, actorId: uma.id, candidateId: uma.id }))}`)
console.log(`olga asks: ${(await ownership.request({ ...by, candidateId: uma.id })).transfer.status}`)
const first = await linkOf('olga@association.example')

for (const method of ['HEAD', 'GET', 'GET']) await page(new Request(first, { method }))
console.log(`a mail scanner opens the link three times: ${(await ownership.current({ portalId }))?.status ?? 'none'}`)
console.log(`olga opens it: ${await opened(first)}`)

// She has lost the letter, she thinks, and asks for another one: the former link is dead.
await ownership.resend(by)
const second = await linkOf('olga@association.example')
console.log(`the first link, after a second letter: ${await opened(first)}`)
console.log(`olga confirms by the second: ${await pressed(second, 'confirm')}; it belongs to ${await whose()}`)

const third = await linkOf('uma@association.example')
console.log(`uma opens hers: ${await opened(third)}`)
console.log(`uma accepts: ${await pressed(third, 'accept')}; it belongs to ${await whose()}`)
console.log(`uma presses again: ${await pressed(third, 'accept')}`)

await runtime.settled()
const last = mailer.sent.slice(-2).map(({ to, subject }) => `${to.name}: ${subject}`)
console.log(last.sort().join('\n'))
console.log(`olga asks once more: ${await refusal(ownership.request({ ...by, candidateId: uma.id }))}`)
console.log(`uma leaves: ${await refusal(administration.leave({ portalId, actorId: uma.id }))}`)
