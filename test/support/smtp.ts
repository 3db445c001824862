import type { Socket } from 'node:net'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'

/**
 * What the server does with letters: `take` them; refuse the `recipient` for good (550), refuse him for `now` (451), refuse the `letter` itself
 * (554); `hang up` when it hears of the recipient, or when it has the letter and should answer (`take and hang up`); never `greet`; answer `slowly`,
 * in two seconds.
 */
export type SmtpBehaviour =
  | 'take'
  | 'refuse the recipient'
  | 'refuse for now'
  | 'refuse the letter'
  | 'hang up'
  | 'take and hang up'
  | 'never greet'
  | 'answer slowly'

/** A letter as the server got it. */
interface ReceivedLetter {
  readonly raw: string
  /** Whom the server was told, which need not be whom the letter says. */
  readonly envelope: { readonly from: string; readonly to: readonly string[] }
}

/** A mail server on the loopback interface. */
export interface SmtpServer {
  readonly port: number
  /** What was taken, the first letter first. */
  readonly taken: readonly ReceivedLetter[]
  /** How many connections there were. */
  readonly connections: () => number
  /** What was taken, read by a mail parser. */
  received(): Promise<Email[]>
  behave(behaviour: SmtpBehaviour): void
  /** Ends every connection. */
  stop(): Promise<void>
}

const refusal = (message: string, responseCode: number): Error => Object.assign(new Error(message), { responseCode })

/** Starts a mail server, without encryption and without a password. */
export async function startSmtp({ behaviour = 'take' }: { readonly behaviour?: SmtpBehaviour } = {}): Promise<SmtpServer> {
  const [taken, sockets, timers] = [[] as ReceivedLetter[], new Map<number, Socket>(), new Set<NodeJS.Timeout>()]
  let [current, connections] = [behaviour, 0]
  const hangUp = (port: number): void => void sockets.get(port)?.destroy()

  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 1,
    onConnect: (_session, callback) => {
      if (current !== 'never greet') callback()
    },
    onRcptTo: (_address, { remotePort }, callback) => {
      if (current === 'refuse the recipient') callback(refusal('no such person', 550))
      else if (current === 'refuse for now') callback(refusal('come again later', 451))
      else if (current === 'hang up') hangUp(remotePort)
      else if (current === 'answer slowly') timers.add(setTimeout(callback, 2_000))
      else callback()
    },
    onData: (stream, { remotePort, envelope }, callback) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        if (current === 'refuse the letter') {
          callback(refusal('nobody wants this', 554))
          return
        }
        const from = envelope.mailFrom ? envelope.mailFrom.address : ''
        taken.push({ raw: Buffer.concat(chunks).toString(), envelope: { from, to: envelope.rcptTo.map(({ address }) => address) } })
        if (current === 'take and hang up') hangUp(remotePort)
        else callback()
      })
    },
  })
  // Somebody who leaves in the middle of a sentence is not the server's error.
  server.on('error', () => undefined)
  server.server.on('connection', (socket: Socket) => {
    connections += 1
    const port = socket.remotePort ?? 0
    sockets.set(port, socket)
    socket.once('close', () => sockets.delete(port))
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const address = server.server.address()
  if (address === null || typeof address === 'string') throw new Error('expected a port')

  return {
    port: address.port,
    taken,
    connections: () => connections,
    received: () => Promise.all(taken.map(({ raw }) => PostalMime.parse(raw))),
    behave: (next) => void (current = next),
    stop: () =>
      new Promise((resolve) => {
        for (const timer of timers) clearTimeout(timer)
        for (const socket of sockets.values()) socket.destroy()
        server.close(resolve)
      }),
  }
}
