// The office's application: its portal, who is signed in, whose the documents are, and what it does about events.
import { portalPolicy } from 'portico'
import { memoryMailer, memoryStorage } from 'portico/memory'
import { createPortico, type PortalEvent } from 'portico/server'
import { systemClock } from 'portico/system'
import { webCrypto } from 'portico/webcrypto'

const crypto = webCrypto()
export const mailer = memoryMailer() // nodemailerMailer(transporter) of portico/nodemailer
export const { administration, runtime } = createPortico({
  policy: portalPolicy,
  storage: memoryStorage(), // a database, see the example `server`
  mailer,
  clock: systemClock(),
  random: crypto,
  digest: crypto,
  links: { origin: 'https://portal.example' },
  from: { address: 'portal@portal.example', name: 'Portal' },
})

/** Who is signed in. */
export const sessions = new Set<string>()
/** The documents of the office, and whose they are. */
export const documents = new Map<string, string>()

type Moving = Extract<PortalEvent, { readonly type: 'reassignData' }>
/** What takes long, and is done later: rows of a table, so that a restart forgets none. */
const jobs: Moving[] = []

/** Does what follows from a command. */
export function act(events: readonly PortalEvent[]): void {
  for (const event of events) {
    if (event.type === 'sessionsEnd') sessions.delete(event.memberId)
    if (event.type === 'portalSessionsEnd') sessions.clear()
    if (event.type === 'reassignData') jobs.push(event)
  }
}

/** Moves the documents, and says how far it is. Doing it twice does no harm: what was moved is not moved again, and what has ended stays so. */
export async function work(): Promise<void> {
  for (const { portalId, reassignmentId, fromId, toId } of jobs.splice(0)) {
    const all = belongingTo(fromId)
    const report = { portalId, reassignmentId, total: all.length }
    for (const [done, document] of all.entries()) {
      documents.set(document, toId)
      await administration.reportReassignment({ ...report, done: done + 1 })
    }
    const { reassignment } = await administration.reportReassignment({ ...report, done: all.length, outcome: 'completed' })
    console.log(`moved: ${reassignment.done} of ${reassignment.total ?? '?'}, ${reassignment.status}`)
  }
}

export const belongingTo = (memberId: string): readonly string[] =>
  [...documents].filter(([, owner]) => owner === memberId).map(([document]) => document)
