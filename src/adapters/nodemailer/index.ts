/**
 * Mail by SMTP, through the application's own nodemailer transporter.
 *
 * @module
 */
import { PortalError } from '../../errors.js'
import type { Mailer, MailMessage } from '../../ports/mail.js'

declare const AbortSignal: { timeout(milliseconds: number): { readonly aborted: boolean } }

type Person = MailMessage['to']

/** What nodemailer is given to send. */
export interface NodemailerMessage {
  readonly from: Person
  readonly to: Person
  /** Whom the server is told, whatever the headers say. */
  readonly envelope: { readonly from: string; readonly to: string }
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly headers: Record<string, string>
}

/** What is used of a nodemailer transporter. */
export interface NodemailerTransporter {
  /** Sends one message; what it resolves with tells who was refused. */
  sendMail(message: NodemailerMessage): Promise<unknown>
}

/**
 * Sends letters with nodemailer.
 *
 * Give it a pooled transporter: without `pool: true` nodemailer opens a connection for each letter, which takes many times as long, and a burst
 * of letters is a burst of connections, which servers turn away. Who makes the transporter closes it.
 *
 * `X-Idempotency-Key` carries the letter's key, for a service that looks at it. The `Message-ID` is a new one each time: a mailbox that knows it
 * would drop a letter that somebody asked for again, and a letter that was announced with a guessed one.
 *
 * @param transporter of nodemailer 10 or later
 * @param options `timeout`: how long a letter may take altogether, with the time that it waits for a connection, in milliseconds; 25,000 by
 *   default, which is less than the outbox waits. Then its connection is closed, so that a server that is stuck holds nobody else up
 * @returns a mailer that rejects with a PortalError `MAIL_NOT_SENT`; what nodemailer said is its `cause`
 *
 * @example
 * ```ts
 * const mailer = nodemailerMailer(createTransport({ pool: true, host: 'smtp.example', auth: { user, pass } }))
 * ```
 */
export function nodemailerMailer(transporter: NodemailerTransporter, { timeout = 25_000 }: { readonly timeout?: number } = {}): Mailer {
  return {
    send: async (message) => {
      const letter = letterOf(message)
      const signal = AbortSignal.timeout(timeout)
      const signalled: NodemailerMessage & { readonly signal: object } = { ...letter, signal }
      try {
        refuseRejected(await transporter.sendMail(signalled))
      } catch (cause) {
        const why = signal.aborted ? `no answer within ${timeout} ms` : cause instanceof Error ? cause.message : String(cause)
        throw new PortalError('MAIL_NOT_SENT', `the letter was not taken: ${why}`, {}, { cause })
      }
    },
  }
}

function letterOf({ from, to, subject, text, html, language, idempotencyKey }: MailMessage): NodemailerMessage {
  const headers = {
    'Content-Language': literal(language),
    'Auto-Submitted': 'auto-generated',
    'X-Idempotency-Key': literal(idempotencyKey),
  }
  const envelope = { from: from.address, to: to.address }
  return { from: person(from), to: person(to), envelope, subject: literal(subject), text, html, headers }
}

/** Some transports resolve when the server took the letter for nobody. */
function refuseRejected(answer: unknown): void {
  if (typeof answer !== 'object' || answer === null || !('rejected' in answer) || !Array.isArray(answer.rejected)) return
  if (answer.rejected.length > 0) throw new Error('the recipient was rejected')
}

// Nothing in it could end the address and begin another; a quoted local part, which nobody has, is refused with the rest.
const address = /^[^\s\p{C}<>()[\]\\,;:"@]+@[^\s\p{C}<>()[\]\\,;:"@]+$/u

function person(given: Person): Person {
  if (!address.test(given.address)) throw new PortalError('MAIL_NOT_SENT', `\`${given.address}\` is no mail address`)
  return { address: given.address, name: literal(given.name) }
}

/**
 * A text that arrives as this text. What looks like an encoded word nodemailer would leave alone, and readers would show something else; and what
 * cannot be folded would be a line longer than mail allows.
 */
function literal(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
  // What is not plain ASCII, nodemailer encodes as a whole.
  return /^[ -~]*$/.test(line) && /=\?|[^ ]{70}/.test(line) ? encodedWords(line) : line
}

const encodedWords = (ascii: string): string =>
  (ascii.match(/.{1,20}/g) ?? []).map((part) => `=?utf-8?Q?${part.replace(/./g, hexadecimal)}?=`).join(' ')
const hexadecimal = (character: string): string => `=${character.charCodeAt(0).toString(16).toUpperCase()}`
