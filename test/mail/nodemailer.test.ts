import { createTransport } from 'nodemailer'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { nodemailerMailer } from '../../src/adapters/nodemailer/index.js'
import { isPortalError } from '../../src/errors.js'
import type { MailMessage } from '../../src/ports/mail.js'
import { mailerContract, type MailerSubject } from '../../src/testing/index.js'
import { renderLetter } from '../../src/workflow/letters.js'
import { standardLetters } from '../../src/workflow/standard-letters.js'
import { startSmtp, type SmtpBehaviour, type SmtpServer } from '../support/smtp.js'

const transport = (port: number) => createTransport({ pool: true, host: '127.0.0.1', port, maxConnections: 2 })

const letter = (changes: Partial<MailMessage> = {}): MailMessage => ({
  to: { address: 'ada@example.org', name: 'Ada' },
  from: { address: 'portal@example.org', name: 'The Portal' },
  subject: 'You are invited',
  text: 'Hello Ada,\n',
  html: '<p>Hello Ada,</p>\n',
  language: 'en',
  idempotencyKey: 'acme:invitation-1-1',
  ...changes,
})

describe('nodemailer keeps the promises, on the wire', () => {
  const open = async (): Promise<MailerSubject> => {
    const server = await startSmtp()
    const transporter = transport(server.port)
    return {
      mailer: nodemailerMailer(transporter),
      refuse: (refusing) => server.behave(refusing ? 'refuse the recipient' : 'take'),
      inspect: () => server.received(),
      close: async () => {
        transporter.close()
        await server.stop()
      },
    }
  }
  test.each(mailerContract(open))('$name', ({ run }) => run())
})

describe('with a server', () => {
  let server: SmtpServer
  let transporter: ReturnType<typeof transport>
  const send = (message: MailMessage, timeout = 5_000): Promise<void> => nodemailerMailer(transporter, { timeout }).send(message)
  const last = async () => (await server.received()).at(-1)!

  beforeEach(async () => {
    server = await startSmtp()
    transporter = transport(server.port)
  })
  afterEach(async () => {
    transporter.close()
    await server.stop()
  })

  describe('what arrives', () => {
    test('goes to the one person, from the one sender, with what identifies it', async () => {
      await send(letter())
      expect(server.taken[0]?.envelope).toEqual({ from: 'portal@example.org', to: ['ada@example.org'] })
      const headers = Object.fromEntries((await last()).headers.map(({ key, value }) => [key, value]))
      expect(headers).toMatchObject({
        'content-language': 'en',
        'auto-submitted': 'auto-generated',
        'x-idempotency-key': 'acme:invitation-1-1',
      })
    })

    test('has another Message-ID each time: a mailbox drops what it knows', async () => {
      await send(letter())
      await send(letter())
      const [first, second] = (await server.received()).map(({ messageId }) => messageId)
      expect(first).toMatch(/@example\.org>$/)
      expect(second).not.toBe(first)
    })

    test.each(['en', 'fr'])('is the letter with its accents, in both parts: %s', async (language) => {
      const names = { portalName: 'Portail de l’été', inviterName: 'Zoë Müller-Lefèvre', recipientName: 'Éloïse Dvořák' }
      const variables = { ...names, role: 'guest', expiresAt: { time: Date.UTC(2026, 1, 3, 20, 40) } }
      const link = 'https://portal.example/invitation?token=abc'
      const rendered = renderLetter(standardLetters, 'invitation', language, variables, { link, timeZone: 'Europe/Paris' })
      await send(letter({ ...rendered, to: { address: 'eloise@example.org', name: 'Éloïse Dvořák' } }))
      const { subject, text, html, to } = await last()
      expect(subject).toBe(rendered.subject)
      expect(text?.trimEnd()).toBe(rendered.text.trimEnd())
      expect(html?.trimEnd()).toBe(rendered.html.trimEnd())
      expect(to).toEqual([{ address: 'eloise@example.org', name: 'Éloïse Dvořák' }])
    })

    test.each([
      ['<script>alert(1)</script>'],
      ['{{7*7}} ${7*7} {name} %s'],
      ['Ada \u202Egro.elpmaxe'],
      ['=?utf-8?Q?Eve?='],
      ['=?utf-8?Q?Eve?= and =?utf-8?B?RXZl?='],
      ['before =?utf-8?Q?Eve?=, after é'],
      [`=?utf-8?Q?${'E'.repeat(200)}?=`],
      ['x'.repeat(10_000)],
      ['é'.repeat(10_000)],
      ['a b '.repeat(2_500).trim()],
    ])('is this name and subject: %.40s', async (name) => {
      await send(letter({ to: { address: 'ada@example.org', name }, from: { address: 'portal@example.org', name }, subject: name }))
      const { to, from, subject } = await last()
      expect([to?.[0]?.name, from?.name, subject]).toEqual([name, name, name])
      const lines = server.taken[0]!.raw.split('\r\n')
      expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(998)
    })

    test.each(['\r\n', '\n', '\r', '\t', '\u0000', '\u2028'])('a name, subject or key with %j is one line and stays text', async (end) => {
      const name = `=?utf-8?Q?Eve?=${end}Bcc: eve@evil.example${end}${end}<p>`
      const shown = `=?utf-8?Q?Eve?= Bcc: eve@evil.example <p>`
      await send(letter({ to: { address: 'ada@example.org', name }, subject: name, idempotencyKey: name, language: name }))
      const { to, subject, headers } = await last()
      expect([to?.[0]?.name, subject]).toEqual([shown, shown])
      expect(headers.filter(({ key }) => ['bcc', 'cc'].includes(key))).toEqual([])
      expect(server.taken[0]?.envelope.to).toEqual(['ada@example.org'])
    })

    test('is sent over connections that are kept', async () => {
      for (let count = 0; count < 20; count += 1) await send(letter())
      expect(server.taken).toHaveLength(20)
      expect(server.connections()).toBe(1)
    })

    test.each([
      'ada',
      '',
      '@example.org',
      'ada@',
      'ada@example.org, eve@evil.example',
      '"ada@example.org, eve"@evil.example',
      'ada@example.org\r\nBcc: eve@evil.example',
      'Ada <ada@example.org>',
      'ada@example.org>',
      'ada@eve@example.org',
      'ada\u202E@example.org',
      'a da@example.org',
    ])('is nothing for what is no address: %j', async (address) => {
      for (const who of ['to', 'from'] as const) {
        const refused: unknown = await send(letter({ [who]: { address, name: 'Ada' } })).catch((error: unknown) => error)
        expect(isPortalError(refused, 'MAIL_NOT_SENT')).toBe(true)
      }
      expect(server.connections()).toBe(0)
    })

    test('goes to domains in other scripts, by the name that every server knows', async () => {
      await send(letter({ to: { address: 'ada@bücher.example', name: 'Ada' } }))
      expect(server.taken[0]?.raw).toContain('To: Ada <ada@xn--bcher-kva.example>\r\n')
    })
  })

  describe('a server that fails is an error in time, and the next letter goes through', () => {
    const limit = 600
    const failures: readonly (readonly [SmtpBehaviour, RegExp])[] = [
      ['refuse the recipient', /550 no such person/],
      ['refuse for now', /451 come again later/],
      ['refuse the letter', /554 nobody wants this/],
      ['hang up', /closed/i],
      ['take and hang up', /closed/i],
      ['never greet', /no answer within 600 ms/],
      ['answer slowly', /no answer within 600 ms/],
    ]

    async function failed(sending: Promise<void>): Promise<Error> {
      const start = performance.now()
      const error: unknown = await sending.then(
        () => undefined,
        (reason: unknown) => reason,
      )
      expect(performance.now() - start).toBeLessThan(limit + 400)
      if (!isPortalError(error, 'MAIL_NOT_SENT')) throw new Error('expected a PortalError', { cause: error })
      expect(error.cause).toBeInstanceOf(Error)
      return error
    }

    test.each(failures)('%s, at the first letter', async (behaviour, message) => {
      server.behave(behaviour)
      expect((await failed(send(letter(), limit))).message).toMatch(message)
      server.behave('take')
      await send(letter({ subject: 'again' }))
      expect((await last()).subject).toBe('again')
    })

    test.each(failures)('%s, at a connection that was in use', async (behaviour, message) => {
      await send(letter())
      server.behave(behaviour)
      // Who greeted once has done so: what is missing then is a new connection.
      if (behaviour === 'never greet') transporter.close()
      if (behaviour === 'never greet') transporter = transport(server.port)
      expect((await failed(send(letter(), limit))).message).toMatch(message)
      server.behave('take')
      await send(letter({ subject: 'again' }))
      expect((await last()).subject).toBe('again')
    })

    test('many letters at once: those that wait for a connection are errors in time too', async () => {
      server.behave('never greet')
      const all = await Promise.all(Array.from({ length: 20 }, () => failed(send(letter(), limit))))
      expect(all).toHaveLength(20)
      server.behave('take')
      await send(letter())
      expect(server.taken).toHaveLength(1)
    })

    test('nobody is there', async () => {
      await server.stop()
      expect((await failed(send(letter(), limit))).message).toMatch(/ECONNREFUSED/)
    })

    test('the transporter was closed', async () => {
      transporter.close()
      expect((await failed(send(letter(), limit))).message).toMatch(/closed/)
    })
  })
})

describe('with another transporter', () => {
  const answering = (answer: unknown) => nodemailerMailer({ sendMail: () => Promise.resolve(answer) }).send(letter())

  test.each([undefined, null, 'sent', {}, { rejected: [] }, { accepted: ['ada@example.org'], rejected: [] }])('%j is sent', (answer) =>
    answering(answer),
  )

  test('one that resolves although the recipient was rejected is an error', async () => {
    await expect(answering({ accepted: [], rejected: ['ada@example.org'] })).rejects.toMatchObject({
      code: 'MAIL_NOT_SENT',
      message: 'the letter was not taken: the recipient was rejected',
    })
  })

  test('one without a pool will do', async () => {
    const server = await startSmtp()
    await nodemailerMailer(createTransport({ host: '127.0.0.1', port: server.port })).send(letter())
    expect(server.taken).toHaveLength(1)
    await server.stop()
  })
})
