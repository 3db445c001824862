import { isPortalError } from '../errors.js'
import type { Clock } from '../ports/clock.js'
import type { Digest, Random } from '../ports/crypto.js'
import type { Mailer, MailMessage } from '../ports/mail.js'
import type { Change, CommitResult, Storage, Stored } from '../ports/storage.js'
import { tables, type Row } from '../records.js'
import { renderLetter, type Letters } from './letters.js'
import { within } from './limits.js'
import { hashToken, mintToken, newId } from './tokens.js'

/** What kinds of links there are: where each leads, and whether its record still waits for it. */
export type LinkKinds = Readonly<Record<string, LinkKind>>

/** A kind of link. */
export interface LinkKind {
  /** The path under the application's origin. */
  readonly path: string
  /** Whether the record still waits for the link of this generation. */
  readonly isLive: (record: Readonly<Record<string, unknown>>, generation: number) => boolean
}

/** What an outbox is made of. */
export interface OutboxParts {
  readonly storage: Storage
  readonly mailer: Mailer
  readonly clock: Clock
  readonly random: Random
  readonly digest: Digest
  readonly letters: Letters
  readonly linkKinds: LinkKinds
  readonly link: (path: string, token: string) => string
  readonly from: MailMessage['from']
  readonly timeZone: string
  /** How long one dispatcher has an entry to itself, in milliseconds: longer than the storage and the sending may take together. */
  readonly lease: number
  /** How long sending one letter may take, in milliseconds. */
  readonly sendTimeout: number
  /** How many letters one dispatch sends at the same time. */
  readonly parallel: number
  readonly maxAttempts: number
  /** How long to wait after so many attempts, in milliseconds. */
  readonly backoff: (attempts: number) => number
  /** Is told, after the commit, that a letter was sent or given up; what goes wrong in it changes nothing here. */
  readonly onSettled?: ((row: Row<'outbox'>) => Promise<unknown>) | undefined
}

/** What became of an entry. `skipped`: somebody else has it, or the record of its link changed again and again; it stays due. */
export type Attempt = 'sent' | 'failed' | 'dead' | 'dropped' | 'skipped'

/** How often an entry is tried at once whose link's record changes between the look at it and the lease. */
const leaseTries = 3

/** One attempt at one entry: make the letter, lease the entry, send, write down what became of it. */
export async function attempt(parts: OutboxParts, entry: Stored<'outbox'>): Promise<Attempt> {
  const { row, version } = entry
  // A dispatcher died with the last attempt in its hands.
  if (row.attempts >= parts.maxAttempts)
    return settle(parts, entry, { status: 'dead', lastError: row.lastError ?? 'no answer to the last attempt' })

  const tried: Row<'outbox'> = { ...row, attempts: row.attempts + 1 }
  for (let turn = 0; turn < leaseTries; turn++) {
    let taken: Taken
    try {
      taken = await take(parts, tried, version)
    } catch (error) {
      if (isPortalError(error, 'STORAGE_UNAVAILABLE')) throw error
      return fail(parts, { row: tried, version }, reasonOf(error))
    }
    if (taken === 'dropped') return settle(parts, entry, { status: 'dropped', lastError: null })
    if (taken === 'skipped') return 'skipped'
    if (taken !== 'changed') return send(parts, taken)
  }
  return 'skipped'
}

/** A letter that is ready, and its leased entry; or why there is none. `changed`: its link's record did, meanwhile. */
type Taken = 'dropped' | 'skipped' | 'changed' | { readonly message: MailMessage; readonly mine: Stored<'outbox'> }

/** Makes the letter, and leases its entry. */
async function take(parts: OutboxParts, tried: Row<'outbox'>, version: number): Promise<Taken> {
  const ready = await prepare(parts, tried)
  if (!ready) return 'dropped'
  const row: Row<'outbox'> = { ...tried, status: 'sending', dueAt: parts.clock.now() + parts.lease }
  const result = await parts.storage.commit([{ op: 'update', table: 'outbox', row, version }, ...ready.opening])
  if (result.status === 'ok') return { message: ready.message, mine: { row, version: version + 1 } }
  return whyNot(result)
}

function whyNot(result: Exclude<CommitResult, { readonly status: 'ok' }>): Taken {
  if (result.status === 'duplicate') throw new RangeError(`a record of \`${result.table}\` has the same \`${result.key}\` already`)
  return result.table === 'outbox' ? 'skipped' : 'changed'
}

async function send(parts: OutboxParts, { message, mine }: Exclude<Taken, string>): Promise<Attempt> {
  const { clock, mailer, sendTimeout } = parts
  try {
    await within(
      clock,
      sendTimeout,
      () => mailer.send(message),
      () => new Error(`not sent within ${sendTimeout} ms`),
    )
  } catch (error) {
    return fail(parts, mine, withoutSecrets(reasonOf(error)))
  }
  return settle(parts, mine, { status: 'sent', lastError: null })
}

function reasonOf(error: unknown): string {
  try {
    return String(error instanceof Error ? error.message : error)
  } catch {
    return 'an error that says nothing'
  }
}

/** A mailer may quote the letter, in any encoding of mail, and with it the token: what is long and could be a part of it is taken out. */
const withoutSecrets = (text: string): string => text.replace(/[\w+/=-]{20,}/g, '[…]')

/** A letter that can be sent, and what has to be committed before: the hash of its link's token, while the record waits for it. */
interface Ready {
  readonly message: MailMessage
  readonly opening: readonly Change[]
}

/** Makes the letter and its link; nothing when the record does not wait for the link any more. */
async function prepare(parts: OutboxParts, row: Row<'outbox'>): Promise<Ready | undefined> {
  if (!row.link) return { message: messageOf(parts, row), opening: [] }
  const { storage, clock, random, digest, linkKinds, link } = parts
  const { portalId } = row
  const { purpose, subject, subjectId, generation, expiresAt } = row.link
  const kind = Object.hasOwn(linkKinds, purpose) ? linkKinds[purpose] : undefined
  if (!kind || !Object.hasOwn(tables, subject)) throw new RangeError(`there is no link \`${purpose}\` to one of \`${subject}\``)
  const record = await storage.get(subject, portalId, subjectId)
  // Nobody comes into a portal that was deleted.
  if ((await storage.get('portals', portalId, portalId))?.row.status === 'deleted') return undefined
  const now = clock.now()
  if (!record || !kind.isLive(record.row, generation) || !(now < expiresAt)) return undefined
  const token = mintToken(random)
  const hash = await hashToken(digest, purpose, token)
  const open: Row<'tokens'> = { portalId, id: newId(random), hash, purpose, subject, subjectId, generation, expiresAt, createdAt: now }
  return {
    message: messageOf(parts, row, link(kind.path, token)),
    opening: [
      { op: 'check', table: subject, portalId, id: subjectId, version: record.version },
      { op: 'insert', table: 'tokens', row: open },
    ],
  }
}

function messageOf({ letters, from, timeZone }: OutboxParts, row: Row<'outbox'>, link?: string): MailMessage {
  const options = link === undefined ? { timeZone } : { link, timeZone }
  const { subject, text, html, language } = renderLetter(letters, row.letter, row.language, row.variables, options)
  return {
    to: { address: row.toAddress, name: row.toName },
    from,
    subject,
    text,
    html,
    language,
    idempotencyKey: JSON.stringify([row.portalId, row.key]),
  }
}

const fail = (parts: OutboxParts, tried: Stored<'outbox'>, reason: string): Promise<Attempt> =>
  settle(parts, tried, { status: tried.row.attempts < parts.maxAttempts ? 'waiting' : 'dead', lastError: reason.slice(0, 500) })

async function settle(
  { storage, clock, backoff, onSettled }: OutboxParts,
  { row, version }: Stored<'outbox'>,
  end: { readonly status: 'sent' | 'waiting' | 'dead' | 'dropped'; readonly lastError: string | null },
): Promise<Attempt> {
  const now = clock.now()
  const again = end.status === 'waiting'
  const settled: Row<'outbox'> = { ...row, ...end, dueAt: again ? now + backoff(row.attempts) : null, finishedAt: again ? null : now }
  const { status } = await storage.commit([{ op: 'update', table: 'outbox', row: settled, version }])
  if (status !== 'ok') return 'skipped'
  if (end.status === 'sent' || end.status === 'dead') await onSettled?.(settled).catch(() => undefined)
  return end.status === 'waiting' ? 'failed' : end.status
}
