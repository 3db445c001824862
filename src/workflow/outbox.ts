import { isPortalError, PortalError } from '../errors.js'
import type { Clock } from '../ports/clock.js'
import type { Digest, Random } from '../ports/crypto.js'
import type { Mailer, MailMessage } from '../ports/mail.js'
import type { Change, CommitResult, Page, Storage, Stored } from '../ports/storage.js'
import { tables, type OutboxLink, type Row } from '../records.js'
import { auditChange } from './audit.js'
import { renderLetter, type Letters } from './letters.js'
import { tell, within } from './limits.js'
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
}

/** What became of an entry. `skipped`: somebody else has it, or the record of its link changed again and again; it stays due. */
export type Attempt = 'sent' | 'failed' | 'dead' | 'dropped' | 'skipped'

/**
 * What is sent after it was committed: at least once, in no order, by as many dispatchers as there are. Let one process `run` it in any case:
 * letters that failed, and those of a process that died, are tried again there.
 */
export interface Outbox {
  /**
   * Sends what is due. Safe to call from anywhere, any number of times at once: an entry is leased to one dispatcher.
   *
   * @param limit how many entries at most; 100 by default
   * @returns how many entries had which end
   * @throws PortalError `STORAGE_UNAVAILABLE`, when everything that was begun has ended; `STORAGE_REFUSED`, after all others, when the storage does
   *   not even take what became of an entry. What goes wrong with one letter (the mailer, an unknown letter or kind of link, data that have no
   *   place in the storage) is no error here, it is written down in its entry
   */
  dispatch(limit?: number): Promise<Readonly<Record<Attempt, number>>>
  /**
   * Dispatches until the signal is aborted, and looks again every so many milliseconds (1,000 by default). What fails is told to `onError` and
   * tried again.
   *
   * @throws PortalError `SETTINGS_INVALID` when `every` is not at least one millisecond; nothing else
   */
  run(options: { readonly signal: AbortSignalLike; readonly every?: number; readonly onError?: (error: unknown) => void }): Promise<void>
  /** The letters of a portal that were given up, the oldest id first. */
  dead(portalId: string, page?: { readonly limit?: number; readonly after?: string }): Promise<Page<'outbox'>>
  /**
   * Tries a letter that was given up again, and writes into the audit trail that it did (`requeueLetter`, by nobody).
   *
   * @throws PortalError `NOT_FOUND` when there is none, `CONFLICT` when somebody else was faster
   */
  requeue(portalId: string, id: string): Promise<void>
}

/** An outbox without what needs a commit that is followed by a dispatch. */
export type Dispatcher = Omit<Outbox, 'requeue'>

/** The part of an `AbortSignal` that is used. */
export interface AbortSignalLike {
  readonly aborted: boolean
  /** Calls the listener when it is aborted. */
  addEventListener(type: 'abort', listener: () => void): void
}

/**
 * The change that puts a letter into the outbox: commit it together with what it tells about. Its id begins with the time.
 *
 * @throws PortalError `LETTER_INVALID` when the generation or the end of its link is no whole number
 */
export function letterChange(
  random: Random,
  now: number,
  letter: Pick<Row<'outbox'>, 'portalId' | 'key' | 'letter' | 'language' | 'toAddress' | 'toName' | 'variables'> & {
    readonly link?: OutboxLink
  },
): Change<'outbox'> {
  checkLink(letter.link)
  const row: Row<'outbox'> = {
    ...letter,
    id: newId(random, now),
    link: letter.link ?? null,
    status: 'waiting',
    attempts: 0,
    dueAt: now,
    lastError: null,
    createdAt: now,
    finishedAt: null,
  }
  return { op: 'insert', table: 'outbox', row }
}

function checkLink(link: OutboxLink | undefined): void {
  for (const name of ['generation', 'expiresAt'] as const) {
    if (link && !Number.isSafeInteger(link[name]))
      throw new PortalError('LETTER_INVALID', `\`link.${name}\` must be a whole number, not \`${String(link[name])}\``, { name })
  }
}

export function createOutbox(parts: OutboxParts): Dispatcher {
  const { storage, clock } = parts

  const dispatch: Outbox['dispatch'] = async (limit = 100) => {
    const counts: Record<Attempt, number> = { sent: 0, failed: 0, dead: 0, dropped: 0, skipped: 0 }
    const entries = [...(await storage.due(clock.now(), limit))]
    const refused: PortalError[] = []
    const one = async (entry: Stored<'outbox'>): Promise<void> => {
      try {
        counts[await attempt(parts, entry)]++
      } catch (error) {
        if (!isPortalError(error, 'STORAGE_REFUSED')) throw error
        refused.push(error)
      }
    }
    const lane = async (): Promise<void> => {
      for (let entry = entries.shift(); entry; entry = entries.shift()) await one(entry)
    }
    // Without a storage, nothing more is begun; what was begun comes to its end.
    const lanes = Array.from({ length: parts.parallel }, () => lane().finally(() => (entries.length = 0)))
    const broken = (await Promise.allSettled(lanes)).find(({ status }) => status === 'rejected')
    if (broken) await Promise.all(lanes)
    if (refused[0]) throw refused[0]
    return counts
  }

  return {
    dispatch,
    async run({ signal, every = 1_000, onError = () => undefined }) {
      if (!(every >= 1)) throw new PortalError('SETTINGS_INVALID', `\`${every}\` is no number of milliseconds to wait`, { every })
      while (!signal.aborted) {
        try {
          // As long as there is something to do, there may be more.
          if (didSomething(await dispatch())) continue
        } catch (error) {
          await tell(onError, error)
        }
        await clock.sleep(every, signal)
      }
    },
    dead: (portalId, page) => storage.find('outbox', 'byStatus', { portalId, status: 'dead' }, page),
  }
}

/** Puts a letter that was given up back, by a commit that is followed by what follows commits. */
export async function requeue(
  { storage, clock, random, commit }: Pick<OutboxParts, 'storage' | 'clock' | 'random'> & Pick<Storage, 'commit'>,
  portalId: string,
  id: string,
): Promise<void> {
  const entry = await storage.get('outbox', portalId, id)
  if (entry?.row.status !== 'dead') throw new PortalError('NOT_FOUND', `there is no letter \`${id}\` that was given up`, { portalId, id })
  const now = clock.now()
  const row: Row<'outbox'> = { ...entry.row, status: 'waiting', attempts: 0, dueAt: now, finishedAt: null }
  const audit = auditChange(random, now, {
    portalId,
    actorId: null,
    command: 'requeueLetter',
    outcome: 'accepted',
    subject: 'outbox',
    subjectId: id,
    before: 'dead',
    after: 'waiting',
    correlationId: newId(random),
  })
  const { status } = await commit([{ op: 'update', table: 'outbox', row, version: entry.version }, audit])
  if (status !== 'ok') throw new PortalError('CONFLICT', `letter \`${id}\` was changed by somebody else`, { portalId, id })
}

/** Whether a dispatch found anything that nobody else had. */
export const didSomething = ({ sent, failed, dead, dropped }: Readonly<Record<Attempt, number>>): boolean =>
  sent + failed + dead + dropped > 0

/** How often an entry is tried at once whose link's record changes between the look at it and the lease. */
const leaseTries = 3

/** One attempt at one entry: make the letter, lease the entry, send, write down what became of it. */
async function attempt(parts: OutboxParts, entry: Stored<'outbox'>): Promise<Attempt> {
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
  { storage, clock, backoff }: OutboxParts,
  { row, version }: Stored<'outbox'>,
  end: { readonly status: 'sent' | 'waiting' | 'dead' | 'dropped'; readonly lastError: string | null },
): Promise<Attempt> {
  const now = clock.now()
  const again = end.status === 'waiting'
  const settled: Row<'outbox'> = { ...row, ...end, dueAt: again ? now + backoff(row.attempts) : null, finishedAt: again ? null : now }
  const { status } = await storage.commit([{ op: 'update', table: 'outbox', row: settled, version }])
  if (status !== 'ok') return 'skipped'
  return end.status === 'waiting' ? 'failed' : end.status
}
