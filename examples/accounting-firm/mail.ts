// A mail server on this machine, in the place of the firm's: it takes every letter, and shows it to whoever looks into a mailbox.
import { createTransport } from 'nodemailer'
import { nodemailerMailer } from 'portico/nodemailer'
import type { Mailer } from 'portico/server'
import { SMTPServer } from 'smtp-server'

export interface Mail {
  readonly mailer: Mailer
  /** The letters to an address, the latest last. */
  readonly to: (address: string) => readonly Letter[]
  readonly close: () => Promise<void>
}
interface Letter {
  readonly subject: string
  readonly text: string
}

export async function startMail(): Promise<Mail> {
  const taken: { readonly to: readonly string[]; readonly raw: string }[] = []
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onData(stream, { envelope }, answer) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        taken.push({ to: envelope.rcptTo.map(({ address }) => address), raw: Buffer.concat(chunks).toString() })
        answer()
      })
    },
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const address = server.server.address()
  const transporter = createTransport({
    pool: true,
    host: '127.0.0.1',
    port: typeof address === 'object' ? (address?.port ?? 0) : 0,
    ignoreTLS: true,
  })
  return {
    mailer: nodemailerMailer(transporter),
    to: (wanted) => taken.filter(({ to }) => to.includes(wanted)).map(({ raw }) => read(raw)),
    close: async () => {
      transporter.close()
      await new Promise<void>((resolve) => server.close(resolve))
    },
  }
}

/** What somebody reads of a letter: as much of MIME as there is in these. */
function read(raw: string): Letter {
  const [, encoded = ''] = /^Subject: (.*(?:\r\n[ \t].*)*)/m.exec(raw) ?? []
  const words = encoded.replace(/\r\n[ \t]/g, ' ').replace(/\?= +=\?/g, '?==?')
  const subject = words.replace(/=\?utf-8\?([BQ])\?(.*?)\?=/gi, (_, way: string, word: string) =>
    decoded(way.toUpperCase() === 'B' ? 'base64' : 'quoted-printable', word.replaceAll('_', ' ')),
  )
  const part = raw.split(/^--/m).find((one) => one.includes('text/plain')) ?? raw
  const [head = '', ...body] = part.split('\r\n\r\n')
  return { subject, text: decoded(/transfer-encoding: (\S+)/i.exec(head)?.[1] ?? '', body.join('\r\n\r\n')) }
}

function decoded(way: string, text: string): string {
  if (way === 'base64') return Buffer.from(text, 'base64').toString()
  if (way !== 'quoted-printable') return text
  const bytes = text.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}
