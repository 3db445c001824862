import type { Mailer, MailMessage } from '../ports/mail.js'
import { casesOf, equal, holds, rejects, settle, type ContractCase, type Promises } from './contract.js'

/** A letter as the other side received it, read by a mail parser; `postal-mime` gives this shape. */
export interface ReceivedMail {
  /** All headers; names in lower case. */
  readonly headers: readonly { readonly key: string; readonly value: string }[]
  readonly from?: { readonly address?: string | undefined; readonly name: string } | undefined
  readonly to?: readonly { readonly address?: string | undefined; readonly name: string }[] | undefined
  readonly subject?: string | undefined
  readonly text?: string | undefined
  readonly html?: string | undefined
}

/** What the cases of the mailer contract are run on: a mailer, and the other side (a mail server of your test, for example). */
export interface MailerSubject {
  readonly mailer: Mailer
  /** Makes the other side refuse every letter from now on, or take them again. */
  readonly refuse: (refusing: boolean) => void | Promise<void>
  /** The letters that the other side took, the first one first. */
  readonly inspect: () => Promise<readonly ReceivedMail[]>
  /** Called when the case has ended. */
  readonly close?: () => Promise<void>
}

const letter = (changes: Partial<MailMessage> = {}): MailMessage => ({
  to: { address: 'ada@example.org', name: 'Ada Lovelace' },
  from: { address: 'portal@example.org', name: 'The Portal' },
  subject: 'You are invited',
  text: 'Hello Ada,\n\nsomebody invited you.\n',
  html: '<p>Hello Ada,</p>\n<p>somebody invited you.</p>\n',
  language: 'en',
  idempotencyKey: 'invitation-1-1',
  ...changes,
})

/** Mail has its own line ends, and a last one or not. */
const lines = (text: string | undefined): string => (text ?? '').replaceAll('\r\n', '\n').trimEnd()

function arrived(mail: ReceivedMail | undefined, sent: MailMessage): void {
  holds(mail !== undefined, 'expected the letter to have arrived')
  equal(
    mail.to?.map(({ address, name }) => ({ address, name })),
    [sent.to],
    'to',
  )
  equal(mail.from && { address: mail.from.address, name: mail.from.name }, sent.from, 'from')
  equal(mail.subject, sent.subject, 'the subject')
  equal(lines(mail.text), lines(sent.text), 'the text')
  equal(lines(mail.html), lines(sent.html), 'the HTML')
}

async function sendsAsItIs({ mailer, inspect }: MailerSubject, sent: MailMessage): Promise<void> {
  const before = (await inspect()).length
  await mailer.send(sent)
  arrived((await inspect())[before], sent)
}

const breaks = ['\r\n', '\n', '\r', '\r\n\r\n', '\u2028', '\u0085', '\u0000\r\n']
const evil = (text: string): readonly string[] => breaks.map((end) => `${text}${end}Bcc: eve@evil.example${end}X-Evil: yes${end}`)

/** Refused, or sent to one person and without a header of somebody else's. */
async function contained({ mailer, inspect }: MailerSubject, sent: MailMessage): Promise<void> {
  const before = (await inspect()).length
  const { status } = await settle(mailer.send(sent))
  const letters = (await inspect()).slice(before)
  if (status === 'fulfilled') holds(letters.length === 1, `expected one letter, received ${letters.length}`)
  for (const { headers, to = [], from } of letters) {
    const foreign = headers.filter(({ key }) => ['bcc', 'cc', 'x-evil'].includes(key.toLowerCase()))
    holds(foreign.length === 0, `a value became a header: ${JSON.stringify(foreign)}`)
    for (const key of ['to', 'from', 'subject']) holds(headers.filter((one) => one.key === key).length < 2, `two headers \`${key}\``)
    equal(
      to.map(({ address }) => address),
      ['ada@example.org'],
      'who gets it',
    )
    equal(from?.address, 'portal@example.org', 'who sends it')
  }
}

const promises: Promises<MailerSubject> = {
  'send: must resolve only when somebody else has taken responsibility for the letter, and reject otherwise': {
    'mail: arrives, with text and HTML': (subject) => sendsAsItIs(subject, letter()),
    'mail: the other side has it when it resolves': async ({ mailer, inspect }) => {
      for (const count of [1, 2, 3]) {
        await mailer.send(letter({ idempotencyKey: `key ${count}` }))
        equal((await inspect()).length, count)
      }
    },
    'mail: rejects when the other side refuses': async ({ mailer, refuse, inspect }) => {
      await refuse(true)
      const reason = await rejects(mailer.send(letter()), 'a refused letter')
      holds(reason instanceof Error, 'expected to be rejected with an Error')
      equal(await inspect(), [])
    },
    'mail: many at the same time, each to its own person': async ({ mailer, inspect }) => {
      const letters = Array.from({ length: 10 }, (_, at) =>
        letter({ to: { address: `a${at}@example.org`, name: `A ${at}` }, text: `for ${at}`, idempotencyKey: `key ${at}` }),
      )
      await Promise.all(letters.map((one) => mailer.send(one)))
      const mails = await inspect()
      equal(mails.length, letters.length)
      for (const sent of letters)
        arrived(
          mails.find(({ to }) => to?.[0]?.address === sent.to.address),
          sent,
        )
    },
  },
  'send: may be called again with the same letter after a rejection, or when its caller died': {
    'mail: again after a refusal': async (subject) => {
      await subject.refuse(true)
      await rejects(subject.mailer.send(letter()), 'a refused letter')
      await subject.refuse(false)
      await sendsAsItIs(subject, letter())
    },
    'mail: the same key twice resolves twice': async ({ mailer, inspect }) => {
      await mailer.send(letter())
      await mailer.send(letter())
      const mails = await inspect()
      holds(mails.length === 1 || mails.length === 2, `expected one or two, received ${mails.length}`)
      for (const mail of mails) arrived(mail, letter())
    },
  },
  'send: must never let a value break out of its place': {
    'mail: any language': (subject) =>
      sendsAsItIs(
        subject,
        letter({
          to: { address: 'ada@example.org', name: 'Ада Лавлейс 😀' },
          from: { address: 'portal@example.org', name: 'Портал „Ü“' },
          subject: `Вас пригласили – 你好 ${'очень '.repeat(30)}👩‍👩‍👧 e\u0301`,
          text: 'Здравствуйте, 😀\nمرحبا\u200f\n',
          html: '<p>Здравствуйте, 😀</p>\n<p>مرحبا\u200f</p>\n',
          language: 'ru',
        }),
      ),
    'mail: names and subjects with punctuation': async (subject) => {
      for (const name of ['Lovelace, Ada', 'Ada "the first" L.', 'Ada (programmer)', 'ada@example.com', 'A; B: C', "O'Neil \\ Co"]) {
        await sendsAsItIs(subject, letter({ to: { address: 'ada@example.org', name }, subject: name, idempotencyKey: name }))
      }
    },
    'mail: what looks like an encoded word is text': async (subject) => {
      const name = '=?utf-8?Q?Eve=22_=3Ceve=40evil=2Eexample=3E?='
      await sendsAsItIs(subject, letter({ to: { address: 'ada@example.org', name }, from: { address: 'portal@example.org', name } }))
      await sendsAsItIs(subject, letter({ subject: name, idempotencyKey: 'subject' }))
    },
    'mail: a line break in a name or subject is no header': async (subject) => {
      for (const [at, text] of evil('Ada').entries()) {
        const key = `key ${at}`
        await contained(subject, letter({ to: { address: 'ada@example.org', name: text }, idempotencyKey: `${key} to` }))
        await contained(subject, letter({ from: { address: 'portal@example.org', name: text }, idempotencyKey: `${key} from` }))
        await contained(subject, letter({ subject: text, idempotencyKey: `${key} subject` }))
        await contained(subject, letter({ language: text, idempotencyKey: `${key} language` }))
        await contained(subject, letter({ idempotencyKey: text }))
      }
    },
    'mail: a name is no address': async (subject) => {
      const names = [
        'Eve" <eve@evil.example>, "Ada',
        'eve@evil.example,',
        '<eve@evil.example>',
        'Eve <eve@evil.example>,',
        'group: eve@evil.example;',
      ]
      for (const name of names) {
        await contained(subject, letter({ to: { address: 'ada@example.org', name }, idempotencyKey: `to ${name}` }))
        await contained(subject, letter({ from: { address: 'portal@example.org', name }, idempotencyKey: `from ${name}` }))
      }
    },
    'mail: an address is one address': async ({ mailer, inspect }) => {
      const addresses = [
        'ada@example.org, eve@evil.example',
        'ada@example.org\r\nBcc: eve@evil.example',
        'ada@example.org> <eve@evil.example',
        'ada@example.org\r\nRCPT TO:<eve@evil.example>',
      ]
      for (const address of addresses) {
        await settle(mailer.send(letter({ to: { address, name: 'Ada' }, idempotencyKey: address })))
      }
      for (const { headers, to = [] } of await inspect()) {
        holds(!headers.some(({ key }) => key === 'bcc'), 'an address became a header')
        holds(!to.some((one) => one.address === 'eve@evil.example'), 'an address became two')
      }
    },
    'mail: any line of a text is text': (subject) => {
      const text = [
        'start',
        '.',
        '..',
        '.hidden',
        'From the start',
        '--boundary',
        '--',
        '=20 =3D',
        'QUIT',
        'x'.repeat(3_000),
        ' indented',
        'end',
      ].join('\n')
      return sendsAsItIs(subject, letter({ text, html: `<pre>\n${text}\n</pre>` }))
    },
  },
}

/**
 * Everything that a `Mailer` promises, as cases for any test runner.
 *
 * @param open makes a mailer, and another side that has taken no letter yet; is called once for each case
 */
export const mailerContract = (open: () => Promise<MailerSubject>): readonly ContractCase[] => casesOf(open, promises)
