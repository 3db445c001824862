// The portal of the example: what it needs from portico, and the page. Nothing here knows about a framework.
import { portalPolicy } from 'portico'
import { memoryMailer, memoryStorage } from 'portico/memory'
import { createPortico } from 'portico/server'
import { systemClock } from 'portico/system'
import { createOwnershipPage } from 'portico/web'
import { webCrypto } from 'portico/webcrypto'

/** Everything that speaks `Request` and `Response`. */
export type Page = (request: Request) => Promise<Response>

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
})

export const page: Page = createOwnershipPage({ ownership, origin: links.origin })

/** A portal whose owner has just been sent a link; gives the link's path, and who owns the portal. */
export async function portalWithLink(portalId: string): Promise<{ readonly path: string; readonly owner: () => Promise<string> }> {
  const { owner } = await administration.createPortal({
    portalId,
    name: `The ${portalId} office`,
    owner: { name: 'Olga', email: `olga@${portalId}.example`, emailVerified: true },
  })
  const asking = { portalId, actorId: owner.id }
  const { member: uma } = await administration.createMember({ ...asking, name: 'Uma', type: 'user', identity: `sso|${portalId}|uma` })
  await ownership.request({ ...asking, candidateId: uma.id })
  await runtime.settled()
  const [link = ''] = /https:\S+/.exec(mailer.sent.at(-1)?.text ?? '') ?? []
  return {
    path: link.slice(links.origin.length),
    owner: async () => ((await ownership.blockingOwnerships({ memberId: uma.id })).length > 0 ? 'Uma' : 'Olga'),
  }
}
