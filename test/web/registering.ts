/** What the tests of the pages of registration have in common: a firm whose holder has a link, the pages on it, and how a browser asks them. */
import { PortalError, type PortalErrorCode } from 'portico'
import { memoryStorage } from 'portico/memory'
import type { Registration, RegistrationLink, Storage } from 'portico/server'
import { createConfirmationPage, createRegistrationPage, type ConfirmationPageOptions, type RegistrationPageOptions } from 'portico/web'
import { watched, type Watched } from '../administration/watched.js'
import { asked, firm, password, start, type Firm, type Settings } from '../registration/harness.js'
import { origin, type Handler, type Sent } from './harness.js'

export { password } from '../registration/harness.js'
export { origin } from './harness.js'

/** A firm, and everything that a test of the pages holds in its hands. */
export interface Registering extends Firm {
  readonly page: Handler
  readonly confirmation: Handler
  readonly store: Watched
  /** What `onError` was told. */
  readonly told: unknown[]
  /** Creates the portal of a holder; gives the token of his letter. */
  readonly created: (holderId?: string) => Promise<string>
  /** The same, and he registers; gives the id of the portal. */
  readonly registered: (holderId?: string) => Promise<string>
  /** The one portal that there is. */
  readonly portal: () => Promise<{ readonly status: string; readonly attempts: number; readonly id: string }>
}

/** What a test may set otherwise. */
export interface Setup {
  readonly origin?: string
  readonly settings?: Settings
  /** What the firm is called on the pages. */
  readonly firmName?: string
  /** A password that is on a block list. */
  readonly blocked?: string
  readonly page?: Partial<RegistrationPageOptions>
  readonly confirmation?: Partial<ConfirmationPageOptions>
  /** What stands between the services and the store. */
  readonly through?: (storage: Storage) => Storage
}

export async function registering(setup: Setup = {}): Promise<Registering> {
  const { settings, through = (storage: Storage) => storage } = setup
  const [store, told] = [watched(memoryStorage()), [] as unknown[]]
  const world = await firm(through(store.storage), settings)
  const { registration, ids, tokenOf } = world
  const complete: Registration['complete'] = (given) =>
    given.password === setup.blocked ? Promise.reject(refusal('PASSWORD_BLOCKED', { reason: 'common' })) : registration.complete(given)
  const inspect: Registration['inspect'] = async (given) => {
    const link = await registration.inspect(given)
    return { ...link, firmName: setup.firmName ?? link.firmName }
  }
  const common = {
    registration: { ...registration, complete, inspect },
    origin: setup.origin ?? origin,
    onError: (error: unknown) => told.push(error),
  }
  const created = async (holderId = 'paul'): Promise<string> => {
    const registrantId = ['montreal', 'firm'].includes(holderId) ? { registrantId: 'marie' } : {}
    await registration.create({ ...asked(ids.admin), kind: world.holders.get(holderId)?.kind ?? '', holderId, ...registrantId })
    return tokenOf(world.holders.get(holderId)?.email ?? '')
  }
  const portal: Registering['portal'] = async () => {
    const { items } = await store.storage.find('holderPortals', 'byPortal', { portalId: 'roy' })
    const [only] = items
    if (!only || items.length > 1) throw new Error(`there are ${items.length} portals`)
    return only.row
  }
  return {
    ...world,
    ...{ store, told, created, portal },
    page: createRegistrationPage({ ...common, ...setup.page }),
    confirmation: createConfirmationPage({ ...common, ...setup.confirmation }),
    async registered(holderId = 'paul') {
      await registration.complete({ token: await created(holderId), loginName: holderId, password })
      return (await portal()).id
    },
  }
}

/** Asks for a page, as a browser or a mail scanner does that follows the link of a letter. */
export const visit = (token: string, { method = 'GET', query = '', headers = {}, path = '/register' }: Visit = {}): Request =>
  new Request(`${origin}${path}?token=${encodeURIComponent(token)}${query}`, { method, headers })
interface Visit {
  readonly method?: string
  readonly query?: string
  readonly headers?: Sent
  readonly path?: string
}

/** Sends a form, as a browser does from the page itself. */
export const sent = (fields: Sent, headers: Sent = { 'sec-fetch-site': 'same-origin' }, path = '/register'): Request =>
  new Request(`${origin}${path}`, { method: 'POST', body: new URLSearchParams(fields), headers })

/** Registers Paul. */
export const filled = (token: string, more: Sent = {}): Request => sent({ token, username: 'paul.tremblay', password, ...more })
/** Confirms what a link is for. */
export const confirming = (token: string): Request =>
  sent({ token, decision: 'confirm' }, { 'sec-fetch-site': 'same-origin' }, '/register/confirm')

/** Without what the storage keeps of who was told what, for a comparison of everything else. */
export const withoutAudit = (all: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(all).filter(([key]) => !key.startsWith('audit ')))

/** What a link to register tells. */
export const linkOf = (more: Partial<RegistrationLink> = {}): RegistrationLink => ({
  ...{ firmName: 'Roy et associés', kind: 'staff', email: 'p…@example.org', expiresAt: start, language: 'en' },
  ...more,
})

/** A registration that answers as it is told, for what no real one does. */
export function pretended(
  answers: Partial<RegistrationPageOptions['registration']>,
  options: Partial<RegistrationPageOptions> = {},
): Handler {
  const unexpected = (): Promise<never> => Promise.reject(new Error('nobody should do this'))
  const registration = { inspect: () => Promise.resolve(linkOf()), complete: unexpected, ...answers }
  return createRegistrationPage({ registration, origin, ...options })
}

/** The tag of a field, what is said beside it, and what is said above the form. */
export const inputOf = (source: string, name: string): string => new RegExp(`<input[^>]* name="${name}"[^>]*>`).exec(source)?.[0] ?? ''
export const besideOf = (source: string, name: string): string =>
  new RegExp(`<div id="${name}-wrong">([^]*?)</div>`).exec(source)?.[1] ?? ''
export const alertOf = (source: string): string => /<div class="wrong" role="alert">([^]*?)<\/div>/.exec(source)?.[1] ?? ''

/** An error of the services, by a code that some version of them has. */
export const refusal = (code: string, details: Readonly<Record<string, unknown>> = {}): PortalError =>
  new PortalError(code as PortalErrorCode, 'secret', { ...details, secret: 'secret' })
