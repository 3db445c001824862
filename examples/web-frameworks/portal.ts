// The portal of the example: what it needs from portico, and the pages. Nothing here knows about a framework.
import * as argon2 from '@node-rs/argon2'
import { builtInModules, definePolicy } from 'portico'
import { memoryMailer, memoryStorage } from 'portico/memory'
import { argon2idPasswords } from 'portico/node'
import { registration as registrationModule } from 'portico/registration'
import { createPortico, type Holder, type RateLimits } from 'portico/server'
import { systemClock } from 'portico/system'
import { createConfirmationPage, createOwnershipPage, createRegistrationPage } from 'portico/web'
import { webCrypto } from 'portico/webcrypto'

/** Everything that speaks `Request` and `Response`. */
export type Page = (request: Request) => Promise<Response>
/** Pages by their path. */
export type Pages = Readonly<Record<string, Page>>

const crypto = webCrypto()
const mailer = memoryMailer() // nodemailerMailer(transporter) of portico/nodemailer
const links = { origin: 'https://portal.example' }
const ines: Holder = { id: 'ines', kind: 'staff', name: 'Ines', email: 'ines@staff.example', active: true }
const allowingAll: RateLimits = { take: () => Promise.resolve({ allowed: true }) } // this scenario asks too little to be limited

const { administration, ownership, registration, runtime } = createPortico({
  policy: definePolicy([...builtInModules, registrationModule]),
  storage: memoryStorage(), // a database, see the example `server`
  mailer,
  clock: systemClock(),
  random: crypto,
  digest: crypto,
  passwords: argon2idPasswords(argon2),
  links,
  from: { address: 'portal@portal.example', name: 'Portal' },
  registration: { holders: { get: (_, id) => Promise.resolve(id === ines.id ? ines : undefined) }, rateLimits: allowingAll },
})

const { origin } = links
export const pages: Pages = {
  '/ownership': createOwnershipPage({ ownership, origin }),
  '/register': createRegistrationPage({ registration, origin, signInUrl: '/sign-in' }),
  '/register/confirm': createConfirmationPage({ registration, origin }),
}

const lastLink = async (): Promise<string> => {
  await runtime.settled()
  const [link = ''] = /https:\S+token=\S+/.exec(mailer.sent.at(-1)?.text ?? '') ?? []
  return link.slice(origin.length)
}

/** What the scenario holds in its hands: the paths of two links, and what becomes of what they are for. */
export interface Office {
  readonly transfer: string
  readonly owner: () => Promise<string>
  readonly invitation: string
  readonly state: () => Promise<string>
}

/** A portal that Olga is asked to hand over to Uma, and in which Ines is asked to register. */
export async function openOffice(portalId: string): Promise<Office> {
  const { owner } = await administration.createPortal({
    portalId,
    name: `The ${portalId} office`,
    owner: { name: 'Olga', email: `olga@${portalId}.example`, emailVerified: true },
    licences: ['clientManagement', 'firmPortal'],
  })
  const asking = { portalId, actorId: owner.id }
  const { member: uma } = await administration.createMember({ ...asking, name: 'Uma', type: 'user', identity: `sso|${portalId}|uma` })
  await ownership.request({ ...asking, candidateId: uma.id })
  const transfer = await lastLink()
  await registration.create({ ...asking, kind: 'staff', holderId: ines.id })
  return {
    transfer,
    owner: async () => ((await ownership.blockingOwnerships({ memberId: uma.id })).length > 0 ? 'Uma' : 'Olga'),
    invitation: await lastLink(),
    state: async () => (await registration.find({ ...asking, holderId: ines.id })).items[0]?.status ?? 'none',
  }
}
