/** The letters of registration as they are sent: to whom, in which language, with what in them. The numbers are those of the table of cases. */
import { createTransport } from 'nodemailer'
import type { MailMessage } from 'portico/server'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { nodemailerMailer } from '../../src/adapters/nodemailer/index.js'
import { asked, day, firm, password, type Firm } from '../registration/harness.js'
import { startSmtp, type SmtpServer } from '../support/smtp.js'

/** A portal of Léa, whose letters are in this language; gives the letter with her link. */
async function invited(language = 'fr', changes: Readonly<Record<string, unknown>> = {}): Promise<Firm & { readonly letter: MailMessage }> {
  const at = await firm()
  at.holders.set('lea', { ...at.holders.get('lea')!, language, ...changes })
  await at.registration.create({ ...asked(at.ids.admin), kind: 'client', holderId: 'lea', permanence: 'temporary' })
  await at.settled()
  return { ...at, letter: at.mailer.sent.at(-1)! }
}
const registered = async (at: Firm): Promise<string> =>
  (await at.registration.complete({ token: await at.tokenOf('lea@example.com'), loginName: 'lea', password })).holderPortalId
const lastOf = async (at: Firm): Promise<MailMessage> => {
  await at.settled()
  return at.mailer.sent.at(-1)!
}

describe('the letter with the link', () => {
  test('says for which firm and kind, how to register and how to sign in then, until when, and what to do if it was not expected', async () => {
    const { letter } = await invited('en')
    expect(letter.to).toEqual({ address: 'lea@example.com', name: 'Léa Gagnon' })
    expect(letter.subject).toBe('Your portal at Roy et associés: please register')
    expect(letter.text.replaceAll(/token=[\w-]{43}/g, 'token=…')).toBe(`Hello Léa Gagnon,

Roy et associés has opened a portal for you (client portal), through which documents are exchanged securely. You register once, by this link:

Register: choose a login name and a password
https://portal.example/register?token=…

The link works once, until 22 November 2026 at 20:40 UTC. It is for you alone, so please do not pass it on.

Afterwards you sign in with that login name and password, here: https://portal.example/sign-in

The link has ended before you came to it? Then please ask portal@example.org for a new one.

You did not expect this message? Then please do not register, and tell portal@example.org.

Roy et associés sent this message because your address was entered there for this portal.
`)
  })

  test.each([
    ['fr-CA', 'fr', 'Votre portail chez Roy et associés\u00a0: inscription', 'portail client', '22 novembre 2026 à 20:40 UTC'],
    ['en-CA', 'en', 'Your portal at Roy et associés: please register', 'client portal', '22 November 2026 at 20:40 UTC'],
    ['de', 'en', 'Your portal at Roy et associés: please register', 'client portal', '22 November 2026 at 20:40 UTC'],
  ])('R139 is read in %s: everything is filled in, and it is the same link', async (language, found, subject, kind, until) => {
    const { letter, registration } = await invited(language)
    expect(letter.subject).toBe(subject)
    expect(letter.html).toContain(`<html lang="${found}">`)
    for (const said of ['Roy et associés', kind, until, 'https://portal.example/sign-in', 'portal@example.org', 'Léa Gagnon']) {
      expect(letter.text).toContain(said)
      expect(letter.html).toContain(said)
    }
    for (const part of [letter.subject, letter.text, letter.html]) expect(part).not.toMatch(/[{}](?!.*style)|undefined|null|NaN|\[object/)
    const links = [letter.text, letter.html].map((part) => [
      ...new Set(part.match(/https:\/\/portal\.example\/register\?token=[\w-]{43}(?![\w-])/g)),
    ])
    expect(links[0]).toHaveLength(1)
    expect(links[1]).toEqual(links[0])
    const [, token = ''] = /token=([\w-]{43})/.exec(letter.text) ?? []
    expect((await registration.inspect({ token })).email).toBe('l…@example.com')
  })
})

test.each(['en', 'fr'])(
  'R140 the notice of a registration has no secret, and says whom to tell if it was somebody else: %s',
  async (language) => {
    const at = await invited(language)
    const [, token = ''] = /token=([\w-]{43})/.exec(at.letter.text) ?? []
    await registered(at)
    const { to, subject, text, html } = await lastOf(at)
    expect(to.address).toBe('lea@example.com')
    expect(subject).toBe(language === 'fr' ? 'Votre inscription chez Roy et associés' : 'You are registered at Roy et associés')
    expect(text).toMatch(
      language === 'fr'
        ? /Ce n’est pas vous\u00a0\? Prévenez tout de suite portal@example\.org\./
        : /It was not you who registered\? Then please tell portal@example\.org at once\./,
    )
    expect(text).toMatch(/21 (?:November|novembre) 2026 (?:at|à) 20:40 UTC/)
    for (const part of [subject, text, html]) for (const secret of [token, password, 'token=', 'hash']) expect(part).not.toContain(secret)
  },
)

test.each(['en', 'fr'])('whoever has a temporary portal is told before it ends: %s', async (language) => {
  const at = await invited(language)
  await registered(at)
  at.clock.set(at.clock.now() + 24 * day)
  await at.registration.system.expireDue()
  const { subject, text } = await lastOf(at)
  expect(subject).toBe(
    language === 'fr' ? 'Votre portail chez Roy et associés prend bientôt fin' : 'Your portal at Roy et associés ends soon',
  )
  expect(text).toMatch(/21 (?:December|décembre) 2026 (?:at|à) 20:40 UTC/)
  expect(text).not.toContain('token=')
})

test.each(['en', 'fr'])(
  'a new address is asked for confirmation, and the former one told, which is not told the new one: %s',
  async (language) => {
    const at = await invited(language)
    const holderPortalId = await registered(at)
    const change = at.registration.changeEmail({ ...asked(at.ids.admin), holderPortalId, email: 'new@example.net' })
    await expect(change).rejects.toMatchObject({ code: 'REVERIFY_REQUIRED' })
    await at.settled()
    const [notice, verification] = ['lea@example.com', 'new@example.net'].map((address) =>
      at.mailer.sent.findLast(({ to }) => to.address === address)!,
    )
    expect(verification?.text).toMatch(/https:\/\/portal\.example\/register\/confirm\?token=/)
    expect(notice?.text).not.toMatch(/token=|new@|example\.net/)
    expect(notice?.subject).toMatch(language === 'fr' ? /doit changer d’adresse/ : /is to have another address/)
  },
)

test.each(['en', 'fr'])('the portal’s own address is asked whether it goes to somebody else, who is named: %s', async (language) => {
  const at = await invited(language)
  const holderPortalId = await registered(at)
  at.holders.set('lea', { ...at.holders.get('lea')!, active: false })
  at.holders.set('new', { id: 'new', kind: 'client', name: 'Nora <b>Neuf</b>', email: 'nora@example.net', active: true, language: 'en' })
  await expect(at.registration.associate({ ...asked(at.ids.admin), holderPortalId, holderId: 'new' })).rejects.toMatchObject({
    code: 'ASSOCIATION_CONFIRMATION_REQUIRED',
  })
  const { to, subject, text, html } = await lastOf(at)
  expect(to).toEqual({ address: 'lea@example.com', name: 'Léa Gagnon' })
  expect(subject).toMatch(language === 'fr' ? /^À confirmer/ : /^Please confirm/)
  expect(text).toContain('Nora <b>Neuf</b>')
  expect(html).toContain('Nora &lt;b&gt;Neuf&lt;/b&gt;')
  expect(text).toMatch(/https:\/\/portal\.example\/register\/confirm\?token=[\w-]{43}\n/)
})

describe('on the wire', () => {
  let server: SmtpServer
  let transporter: ReturnType<typeof createTransport>
  beforeEach(async () => {
    server = await startSmtp()
    transporter = createTransport({ host: '127.0.0.1', port: server.port })
  })
  afterEach(async () => {
    transporter.close()
    await server.stop()
  })
  const arrived = async (letter: MailMessage) => {
    await nodemailerMailer(transporter, { timeout: 5_000 }).send(letter)
    return (await server.received()).at(-1)!
  }

  test.each(['fr-CA', 'en-CA'])('R139 accents arrive, in the subject too: %s', async (language) => {
    const { letter } = await invited(language)
    const { subject, text, html } = await arrived(letter)
    expect(subject).toBe(letter.subject)
    expect(text?.replaceAll('\r\n', '\n').trimEnd()).toBe(letter.text.trimEnd())
    expect(html).toContain('Roy et associés')
  })

  test.each([
    'Eve\r\nBcc: eve@evil.example',
    'Eve\nContent-Type: text/html\n\n<h1>x</h1>',
    '<script>alert(1)</script><img src=x onerror=alert(1)>',
    '"><a href="https://evil.example">here</a>',
    '{{7*7}} ${7*7} {signInUrl} {constructor} %s',
    '=?utf-8?B?RXZl?=',
    '\u202Egro.live\u2066',
  ])('R072 a holder who is called %.30j gets one letter like everybody else’s, with his name in it', async (name) => {
    const [plain, hostile] = [await invited('en', { name: 'Eve' }), await invited('en', { name })]
    const [one, other] = [await arrived(plain.letter), await arrived(hostile.letter)]
    expect(other.headers.map(({ key }) => key)).toEqual(one.headers.map(({ key }) => key))
    expect(server.taken.map(({ envelope }) => envelope.to)).toEqual([['lea@example.com'], ['lea@example.com']])
    expect([other.bcc, other.cc]).toEqual([undefined, undefined])
    const tags = (html = ''): readonly string[] => (html.match(/<[^>]*>/g) ?? []).map((tag) => tag.replace(/token=[\w-]{43}/, ''))
    expect(tags(other.html)).toEqual(tags(one.html))
    expect(other.text).toContain(name.replaceAll(/[\r\n\u202E\u2066]+/g, ' ').trim())
    // The token is random: it may say anything.
    expect(`${other.subject ?? ''}${other.text ?? ''}`.replace(/token=[\w-]+/, '')).not.toContain('49')
  })
})
