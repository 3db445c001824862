import type { Mailer, MailMessage } from '../../ports/mail.js'

declare function structuredClone<T>(value: T): T

/** What becomes of letters: `take` them, `refuse` them, take them and `lose` the answer (it rejects), or never answer (`hang`). */
export type MailBehaviour = 'take' | 'refuse' | 'lose' | 'hang'

/** A mailer for tests. */
export interface MemoryMailer extends Mailer {
  /** The letters that were taken, the first one first; one for each time. */
  readonly sent: readonly MailMessage[]
  /** What becomes of letters from now on; at first they are taken. */
  behave(behaviour: MailBehaviour): void
}

/** Keeps the letters that it is given instead of sending them. */
export function memoryMailer(): MemoryMailer {
  const sent: MailMessage[] = []
  let behaviour: MailBehaviour = 'take'
  return {
    sent,
    behave: (next) => {
      behaviour = next
    },
    send: (message) => {
      if (behaviour === 'take' || behaviour === 'lose') sent.push(structuredClone(message))
      if (behaviour === 'hang') return new Promise(() => undefined)
      return behaviour === 'take' ? Promise.resolve() : Promise.reject(new Error('the letter was not taken'))
    },
  }
}

declare const console: { log(text: string): void }

/**
 * Prints the text of each letter instead of sending it, for development.
 *
 * @param write where to; to the console, when left out
 */
export function consoleMailer(
  write: (text: string) => void = (text) => {
    console.log(text)
  },
): Mailer {
  return {
    send: ({ to, from, subject, text }) =>
      new Promise((resolve) => {
        const heading = [`From: ${person(from)}`, `To: ${person(to)}`, `Subject: ${oneLine(subject)}`]
        write(`${heading.join('\n')}\n\n${text}\n`)
        resolve()
      }),
  }
}

const person = ({ name, address }: MailMessage['to']): string => `${oneLine(name)} <${oneLine(address)}>`
const oneLine = (text: string): string => text.replaceAll(/[\r\n\u2028\u2029]+/g, ' ')
