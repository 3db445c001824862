import { isPortalError, PortalError } from '../errors.js'
import type { Random } from '../ports/crypto.js'
import type { Change, Page, Storage, Stored } from '../ports/storage.js'
import type { OutboxLink, Row } from '../records.js'
import { attempt, type Attempt, type OutboxParts } from './attempt.js'
import { auditChange } from './audit.js'
import { repeat, type Repeating } from './repeat.js'
import { newId } from './tokens.js'

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
  run(options: Repeating): Promise<void>
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
    const entries = [...(await storage.due('outbox', clock.now(), limit))]
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
    run: (options) => repeat(clock, async () => Number(didSomething(await dispatch())), options),
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
