/** What the tests of the page have in common: a portal whose owner has a link, the page on it, and how a browser asks it. */
import { createHash } from 'node:crypto'
import { memoryMailer, memoryStorage, type MemoryMailer } from 'portico/memory'
import { createPortico, type Ownership, type OwnershipLink, type Storage } from 'portico/server'
import { createOwnershipPage, type OwnershipPageOptions } from 'portico/web'
import { portalPolicy } from 'portico'
import { watched, type Watched } from '../administration/watched.js'
import { digest, handClock, random, start, type HandClock, type Settings } from '../outbox/harness.js'

export const origin = 'https://portal.example'
export type Handler = (request: Request) => Promise<Response>

/** What people and the portal are called, and the languages that they read. */
export interface Cast {
  readonly portal?: string
  readonly owner?: string
  readonly candidate?: string
  readonly ownerReads?: string
  readonly candidateReads?: string
}

/** A portal, the page on it, and everything that a test holds in its hands. */
export interface Office {
  readonly page: Handler
  readonly ownership: Ownership
  readonly store: Watched
  readonly clock: HandClock
  readonly mailer: MemoryMailer
  readonly ownerId: string
  readonly candidateId: string
  /** What `onError` was told. */
  readonly told: unknown[]
  /** Every letter is sent. */
  readonly settled: () => Promise<void>
  /** The owner names the candidate; gives the token of his letter. */
  readonly asked: () => Promise<string>
  /** The token in the last letter to somebody. */
  readonly tokenOf: (address: string) => Promise<string>
  /** Who owns the portal. */
  readonly owner: () => Promise<string | undefined>
}

/** What the office is set up with, as far as a test says. */
export interface Setup {
  readonly ownership?: Settings['ownership']
  readonly cast?: Cast
  readonly page?: Partial<OwnershipPageOptions>
  readonly links?: Settings['links']
  /** What stands between the services and the store. */
  readonly through?: (storage: Storage) => Storage
}

export async function office({ ownership, cast = {}, page = {}, links = { origin }, through = same }: Setup = {}): Promise<Office> {
  const [store, clock, mailer, told] = [watched(memoryStorage()), handClock(), memoryMailer(), [] as unknown[]]
  const portico = createPortico({
    policy: portalPolicy,
    storage: through(store.storage),
    mailer,
    clock,
    random,
    digest,
    links,
    from: { address: 'portal@portal.example', name: 'Portal' },
    ...(ownership !== undefined && { ownership }),
  })
  const { administration } = portico
  const { portal = 'The Agency', owner = 'Olga', candidate = 'Uma', ownerReads = 'en', candidateReads = 'en' } = cast
  const { id: ownerId } = (
    await administration.createPortal({
      portalId: 'p',
      name: portal,
      owner: { name: owner, email: 'olga@example.org', emailVerified: true, language: ownerReads },
    })
  ).owner
  const { member } = await administration.createMember({
    ...{ portalId: 'p', actorId: ownerId, name: candidate, type: 'user' },
    ...{ email: 'uma@example.org', emailVerified: true, administers: 'everything', language: candidateReads },
  })
  const tokenOf = async (address: string): Promise<string> => {
    await portico.runtime.settled()
    const letters = mailer.sent.filter(({ to }) => to.address === address)
    const token = letters.flatMap(({ text }) => /token=([\w-]{43})/.exec(text)?.[1] ?? []).at(-1)
    if (token === undefined) throw new Error(`no letter with a link to \`${address}\``)
    return token
  }
  return {
    page: createOwnershipPage({ ownership: portico.ownership, origin: links.origin, onError: (error) => told.push(error), ...page }),
    ownership: portico.ownership,
    ...{ store, clock, mailer, ownerId, candidateId: member.id, told, tokenOf, settled: () => portico.runtime.settled() },
    async asked() {
      await portico.ownership.request({ portalId: 'p', actorId: ownerId, candidateId: member.id })
      return tokenOf('olga@example.org')
    },
    owner: async () => (await store.storage.get('portals', 'p', 'p'))?.row.ownerId,
  }
}

const same = (storage: Storage): Storage => storage

/** Headers that a browser sends of its own accord. */
export type Sent = Readonly<Record<string, string>>

/** Asks for the page, as a browser or a mail scanner does that follows the link of a letter. */
export const visit = (token: string, { method = 'GET', query = '', headers = {} }: Visit = {}): Request =>
  new Request(`${origin}/ownership?token=${encodeURIComponent(token)}${query}`, { method, headers })
interface Visit {
  readonly method?: string
  readonly query?: string
  readonly headers?: Sent
}

/** Sends a form, as a browser does from the page itself. */
export const sent = (fields: Sent, headers: Sent = { 'sec-fetch-site': 'same-origin' }): Request =>
  new Request(`${origin}/ownership`, { method: 'POST', body: new URLSearchParams(fields), headers })
export const confirming = (token: string): Request => sent({ token, decision: 'confirm' })

/** What is in a text of the page, as one reads it in the source of the page. */
export const inSource = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')

/** The SHA-256 of the style, as the policy of the page has to name it. */
export function hashOfStyle(source: string): string {
  const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(source) ?? []
  return `'sha256-${createHash('sha256').update(style).digest('base64')}'`
}

/** A transfer that answers as it is told, for what no real one does. */
export function pretended(link: Partial<OwnershipLink> = {}, answers: Partial<OwnershipPageOptions['ownership']> = {}): Handler {
  const unexpected = (): Promise<never> => Promise.reject(new Error('nobody should do this'))
  const whole: OwnershipLink = {
    ...{ purpose: 'confirm', portalName: 'The Agency', ownerName: 'Olga', candidateName: 'Uma', expiresAt: start, language: 'en' },
    ...link,
  }
  const ownership = { inspect: () => Promise.resolve(whole), confirm: unexpected, accept: unexpected, decline: unexpected, ...answers }
  return createOwnershipPage({ ownership, origin })
}
