/** What the tests of the outbox have in common: a clock that is moved by hand, letters with and without a link, and the parts put together. */
import { createHash } from 'node:crypto'
import { portalPolicy } from 'portico'
import { webCrypto } from 'portico/webcrypto'
import {
  createPortico,
  letterChange,
  type Change,
  type Clock,
  type Digest,
  type Letters,
  type OutboxLink,
  type Portico,
  type PorticoSettings,
  type Row,
  type Storage,
} from 'portico/server'

export const minute = 60_000
export const hour = 60 * minute
export const start = Date.UTC(2026, 10, 21, 20, 40)

/** A clock that stands still until somebody moves it. */
export interface HandClock extends Clock {
  /** Time goes by: whoever sleeps wakes up when it is up, and everything that follows from it happens. */
  advance(milliseconds: number): Promise<void>
  /** The clock is set, but no time goes by. */
  set(now: number): void
}

export function handClock(): HandClock {
  let [now, elapsed] = [start, 0]
  const sleepers = new Set<{ readonly until: number; readonly wake: () => void }>()
  return {
    now: () => now,
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) {
          resolve()
          return
        }
        const sleeper = {
          until: elapsed + milliseconds,
          wake: () => {
            sleepers.delete(sleeper)
            resolve()
          },
        }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', sleeper.wake)
      }),
    async advance(milliseconds) {
      const end = elapsed + milliseconds
      for (;;) {
        await quiet()
        const next = Math.min(end, ...Array.from(sleepers, ({ until }) => until))
        now += next - elapsed
        elapsed = next
        for (const sleeper of [...sleepers]) if (sleeper.until <= elapsed) sleeper.wake()
        if (elapsed === end) return quiet()
      }
    },
    set: (to) => {
      now = to
    },
  }
}

/** Waits until nothing in memory has anything left to do. */
export async function quiet(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
}

export const letters: Letters = {
  note: { en: { subject: 'A note for {name}', blocks: [{ text: 'Hello {name}.' }] } },
  invitation: { en: { subject: 'You are invited', blocks: [{ text: 'Hello {name}.' }, { link: 'Accept' }] } },
}

export const invitation = (id: string, changes: Partial<Row<'invitations'>> = {}): Row<'invitations'> => ({
  portalId: 'p',
  id,
  email: `${id}@example.org`,
  address: `${id}@example.org`,
  name: null,
  type: 'guest',
  administers: [],
  groups: [],
  memberId: null,
  invitedBy: 'boss',
  language: 'en',
  status: 'open',
  generation: 1,
  expiresAt: start + 72 * hour,
  createdAt: start,
  openEmail: `${id}@example.org`,
  ...changes,
})
export const insertInvitation = (id: string, changes?: Partial<Row<'invitations'>>): Change => ({
  op: 'insert',
  table: 'invitations',
  row: invitation(id, changes),
})

export const random = webCrypto()
/** Answers in the next moment, unlike that of the platform, so that {@link quiet} waits for it. */
export const digest: Digest = { sha256: (text) => Promise.resolve(createHash('sha256').update(text).digest('hex')) }

/** A letter without a link. */
export const note = (key: string, changes: Partial<Row<'outbox'>> = {}): Change<'outbox'> =>
  changed(
    letterChange(random, start, {
      portalId: 'p',
      key,
      letter: 'note',
      language: 'en',
      toAddress: 'ada@example.org',
      toName: 'Ada',
      variables: { name: 'Ada' },
    }),
    changes,
  )

/** A letter with a link to an invitation. */
export const invite = (key: string, id: string, link: Partial<OutboxLink> = {}, changes: Partial<Row<'outbox'>> = {}): Change<'outbox'> => {
  const whole: OutboxLink = {
    purpose: 'invitation',
    subject: 'invitations',
    subjectId: id,
    generation: 1,
    expiresAt: start + 72 * hour,
    ...link,
  }
  return note(key, { letter: 'invitation', link: whole, ...changes })
}

function changed(change: Change<'outbox'>, changes: Partial<Row<'outbox'>>): Change<'outbox'> {
  if (change.op !== 'insert') throw new Error('a letter is inserted')
  return { ...change, row: { ...change.row, ...changes } }
}

export type Settings = PorticoSettings<typeof portalPolicy>

/** The parts put together; letters are sent when `outbox.dispatch()` is called, unless the settings say otherwise. */
export const portico = (settings: Pick<Settings, 'storage' | 'mailer' | 'clock'> & Partial<Settings>): Portico<typeof portalPolicy> =>
  createPortico({
    policy: portalPolicy,
    random,
    digest,
    links: { origin: 'https://portal.example' },
    from: { address: 'portal@example.org', name: 'The Portal' },
    letters,
    dispatch: 'by-worker',
    ...settings,
  })

/** Commits, and throws unless it was written. */
export async function put(storage: Pick<Storage, 'commit'>, ...batch: readonly Change[]): Promise<void> {
  const result = await storage.commit(batch)
  if (result.status !== 'ok') throw new Error(JSON.stringify(result))
}

/** The only entry with this key. */
export async function entryOf(storage: Storage, key: string): Promise<Row<'outbox'>> {
  const { items } = await storage.find('outbox', 'key', { portalId: 'p', key })
  if (!items[0]) throw new Error(`no entry \`${key}\``)
  return items[0].row
}

/** The tokens in a text. */
export const tokensIn = (text: string): string[] => Array.from(text.matchAll(/\?token=([\w-]+)/g), ([, token]) => token ?? '')
