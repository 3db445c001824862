/** The pages of registration in a browser, and how somebody gets to each of them. */
import type { Page } from 'playwright'
import { hour } from '../outbox/harness.js'
import { asked } from '../registration/harness.js'
import { filled, password, registering, type Registering, type Setup } from './registering.js'
import { serve, type Serving } from './served.js'

export type Language = 'en' | 'fr'
export const languages = ['en', 'fr'] as const

/** A firm with its pages at an address of this machine. */
export interface ServedFirm extends Registering, Serving {
  /** Where the link of the last letter to somebody leads, in this language. */
  readonly linkTo: (address: string, language?: Language) => Promise<string>
}

/** A password that is blocked, with what is said of it. */
export const blocked = 'correct horse battery staple'
const advice = {
  en: { warning: 'A famous password is no secret.', suggestions: ['Add a word that nobody would expect.'] },
  fr: { warning: 'Un mot de passe célèbre n’est pas un secret.', suggestions: ['Ajoutez un mot auquel personne ne s’attend.'] },
}

export async function servedFirm(setup: Setup = {}): Promise<ServedFirm> {
  const [serving, at] = await serve(async (address) => {
    const feedback = (_: string, __: unknown, language: string) => advice[language === 'fr' ? 'fr' : 'en']
    const made = await registering({
      ...{ blocked, origin: address },
      ...setup,
      settings: { links: { origin: address, allowLocalhost: true }, ...setup.settings },
      page: { feedback, signInUrl: '/sign-in', ...setup.page },
    })
    return [{ '/register': made.page, '/register/confirm': made.confirmation }, made]
  })
  const linkTo = async (address: string, language?: Language): Promise<string> => {
    await at.settled()
    const text = at.mailer.sent.findLast(({ to, text }) => to.address === address && text.includes('token='))?.text ?? ''
    const [link = ''] = /http:\S+token=\S+/.exec(text) ?? []
    return language ? `${link}&lang=${language}` : link
  }
  return { ...at, ...serving, linkTo }
}

/** What there is to see. */
export const kinds = [
  'form',
  'missing',
  'reserved',
  'blocked',
  'limited',
  'done',
  'used',
  'locked',
  'association',
  'address',
  'confirmed',
] as const
export type Kind = (typeof kinds)[number]

/** Fills the form in, and sends it. */
export async function fillIn(page: Page, loginName: string, chosen: string): Promise<void> {
  await page.locator('#username').fill(loginName)
  await page.locator('#password').fill(chosen)
  await page.getByRole('button').click()
}

/** Lets no browser say what the page says. */
const withoutChecks = (page: Page): Promise<void> => page.evaluate('void (document.forms[0].noValidate = true)')

/** Goes to a page of each kind, the way that leads there. */
export async function show(page: Page, at: ServedFirm, kind: Kind, language: Language): Promise<void> {
  if (kind === 'association' || kind === 'address' || kind === 'confirmed') return showConfirmation(page, at, kind, language)
  const token = await at.created()
  if (kind === 'used') await at.page(filled(token))
  if (kind === 'locked') for (let turn = 0; turn < 10; turn++) await at.page(filled(token, { username: 'admin' }))
  await page.goto(await at.linkTo('paul@example.org', language))
  if (['form', 'used', 'locked'].includes(kind)) return
  if (kind === 'missing') await withoutChecks(page)
  if (kind === 'limited') await at.registration.complete({ token, loginName: 'admin', password }).catch(() => undefined)
  const name = kind === 'missing' ? '' : kind === 'reserved' ? 'admin' : 'paul.tremblay'
  await fillIn(page, name, kind === 'missing' ? '' : kind === 'blocked' ? blocked : password)
  await page.getByRole(kind === 'done' ? 'status' : 'alert').waitFor()
}

async function showConfirmation(
  page: Page,
  at: ServedFirm,
  kind: 'association' | 'address' | 'confirmed',
  language: Language,
): Promise<void> {
  const which = { ...asked(at.ids.admin), holderPortalId: await at.registered() }
  if (kind === 'association') {
    at.holders.set('paul', { ...at.holders.get('paul')!, active: false })
    at.holders.set('pauline', { id: 'pauline', kind: 'staff', name: 'Pauline', email: 'pauline@example.net', active: true })
    await at.registration.associate({ ...which, holderId: 'pauline' }).catch(() => undefined)
  } else await at.registration.changeEmail({ ...which, email: 'new@example.net' }).catch(() => undefined)
  await page.goto(await at.linkTo(kind === 'association' ? 'paul@example.org' : 'new@example.net', language))
  if (kind !== 'confirmed') return
  await page.getByRole('button').click()
  await page.getByRole('status').waitFor()
}

/** How the firm is set up for a page of this kind. */
export const setupOf = (kind: Kind): Setup => ({
  // The address of the machine would be that of others too: in the tests, nobody else comes.
  ...(kind === 'limited' && { settings: { registration: { limits: { link: { limit: 1, per: hour } } } } }),
})
