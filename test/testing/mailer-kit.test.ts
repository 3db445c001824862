import { createTransport } from 'nodemailer'
import PostalMime from 'postal-mime'
import { describe, expect, test } from 'vitest'
import { memoryMailer } from '../../src/adapters/memory/index.js'
import type { Mailer, MailMessage } from '../../src/ports/mail.js'
import { mailerContract, type MailerSubject } from '../../src/testing/index.js'
import { failing } from './failing.js'

/** The other side: raw messages, refused or taken. */
interface Wire {
  readonly deliver: (raw: string) => Promise<void>
}

/** A message by nodemailer, which does not send it. */
const composed = async (mail: object): Promise<string> => {
  const sent = await createTransport({ streamTransport: true, buffer: true }).sendMail(mail)
  if (!Buffer.isBuffer(sent.message)) throw new Error('expected a buffer')
  return sent.message.toString()
}
const word = (text: string): string => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`
// nodemailer leaves alone what looks like an encoded word, so that it would be read as something else.
const shown = (text: string): string => (text.includes('=?') ? word(text) : text)

const subject = (mailer: (wire: Wire) => Mailer): (() => Promise<MailerSubject>) => {
  return () => {
    const taken: string[] = []
    const state = { refusing: false }
    const deliver = (raw: string): Promise<void> => {
      if (state.refusing) return Promise.reject(new Error('550 refused'))
      taken.push(raw)
      return Promise.resolve()
    }
    return Promise.resolve({
      mailer: mailer({ deliver }),
      refuse: (refusing) => void (state.refusing = refusing),
      inspect: () => Promise.all(taken.map((raw) => PostalMime.parse(raw))),
    })
  }
}

/** A mailer as an application would write it: nodemailer makes the message. */
const sound = ({ deliver }: Wire): Mailer => ({
  send: async (message) => {
    const { to, from, subject: title, text, html, language, idempotencyKey } = message
    const [sender, recipient] = [from, to].map(({ name, address }) => ({ name: shown(name), address }))
    const headers = { 'Content-Language': language, 'X-Key': idempotencyKey }
    await deliver(await composed({ from: sender, to: recipient, subject: shown(title), text, html, headers }))
  },
})

const memory = (): Promise<MailerSubject> => {
  const mailer = memoryMailer()
  const received = ({ to, from, subject: title, text, html }: MailMessage) => ({ headers: [], to: [to], from, subject: title, text, html })
  return Promise.resolve({
    mailer,
    refuse: (refusing) => mailer.behave(refusing ? 'refuse' : 'take'),
    inspect: () => Promise.resolve(mailer.sent.map(received)),
  })
}

/** What is done to a letter before the sound mailer has it. */
const altered =
  (change: (message: MailMessage) => MailMessage) =>
  (wire: Wire): Mailer => ({ send: (message) => sound(wire).send(change(message)) })

/** A message made by putting texts one after the other. */
const handmade =
  (name: (text: string) => string, title: (text: string) => string) =>
  ({ deliver }: Wire): Mailer => ({
    send: ({ to, from, subject: text, text: plain, html }) => {
      const part = (type: string, body: string): string =>
        `--b\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(body).toString('base64')}\r\n`
      const heading = `From: ${name(from.name)} <${from.address}>\r\nTo: ${name(to.name)} <${to.address}>\r\nSubject: ${title(text)}\r\n`
      const type = 'MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n'
      return deliver(`${heading}${type}${part('text/plain', plain)}${part('text/html', html)}--b--\r\n`)
    },
  })

const broken: readonly (readonly [fault: string, caughtBy: readonly string[], mailer: (wire: Wire) => Mailer])[] = [
  [
    'does not wait for an answer',
    ['mail: the other side has it when it resolves'],
    (wire) => ({
      send: (message) => (
        setTimeout(
          () =>
            void sound(wire)
              .send(message)
              .catch(() => undefined),
          20,
        ),
        Promise.resolve()
      ),
    }),
  ],
  [
    'swallows refusals',
    ['mail: rejects when the other side refuses', 'mail: again after a refusal'],
    (wire) => ({
      send: (message) =>
        sound(wire)
          .send(message)
          .catch(() => undefined),
    }),
  ],
  [
    'gives up after a refusal',
    ['mail: again after a refusal'],
    (wire) => {
      const refused = new Set<string>()
      return {
        send: async (message) => {
          if (refused.has(message.idempotencyKey)) throw new Error('given up')
          await sound(wire)
            .send(message)
            .catch((error: unknown) => {
              refused.add(message.idempotencyKey)
              throw error
            })
        },
      }
    },
  ],
  [
    'refuses a key that it knows',
    ['mail: the same key twice resolves twice'],
    (wire) => {
      const known = new Set<string>()
      return {
        send: async (message) => {
          if (known.has(message.idempotencyKey)) throw new Error('sent already')
          await sound(wire).send(message)
          known.add(message.idempotencyKey)
        },
      }
    },
  ],
  ['sends text only', ['mail: arrives, with text and HTML'], altered((message) => ({ ...message, html: '' }))],
  ['sends HTML only', ['mail: arrives, with text and HTML'], altered((message) => ({ ...message, text: '' }))],
  [
    'knows ASCII only',
    ['mail: any language'],
    altered((message) => ({ ...message, text: message.text.replaceAll(/[^\x20-\x7e\n]/g, '?') })),
  ],
  [
    'shares a letter',
    ['mail: many at the same time, each to its own person'],
    (wire) => {
      const shared: { message?: MailMessage } = {}
      return {
        send: async (message) => {
          shared.message = message
          await Promise.resolve()
          await sound(wire).send(shared.message)
        },
      }
    },
  ],
  [
    'ends at a dot',
    ['mail: any line of a text is text'],
    altered((message) => ({ ...message, text: message.text.split('\n.\n')[0]!, html: message.html })),
  ],
  [
    'leaves encoded words alone',
    ['mail: what looks like an encoded word is text'],
    ({ deliver }) => ({ send: async (message) => deliver(await composed(message)) }),
  ],
  [
    'cuts lines off',
    ['mail: any line of a text is text'],
    altered((message) => ({ ...message, text: message.text.replaceAll(/^(.{998}).*/gm, '$1') })),
  ],
  [
    'copies names into headers',
    ['mail: a line break in a name or subject is no header'],
    handmade((name) => `"${name.replaceAll('"', '')}"`, word),
  ],
  ['copies subjects into headers', ['mail: a line break in a name or subject is no header'], handmade(word, (title) => title)],
  ['does not quote names', ['mail: a name is no address'], handmade((name) => name.replaceAll(/[\r\n\0\u0085\u2028]/g, ' '), word)],
  [
    'takes what is in the name',
    ['mail: a name is no address', 'mail: names and subjects with punctuation'],
    (wire) => ({
      send: async (message) => {
        const { to, from, subject: title, text, html } = message
        await wire.deliver(await composed({ to: `${to.name} <${to.address}>`, from, subject: title, text, html }))
      },
    }),
  ],
]

describe('the memory mailer keeps the promises', () => {
  test.each(mailerContract(memory))('$name', ({ run }) => run())
})

describe('nodemailer keeps the promises', () => {
  test.each(mailerContract(subject(sound)))('$name', ({ run }) => run())
})

describe('a mailer is found that', () => {
  test.each(broken)('%s', async (_, caughtBy, mailer) => {
    const cases = mailerContract(subject(mailer))
    const names = await failing(cases)
    expect(names).toEqual(expect.arrayContaining([...caughtBy]))
    expect(names.length).toBeLessThan(cases.length)
  })
})
