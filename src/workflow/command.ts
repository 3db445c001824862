import { isPortalError, PortalError, type PortalErrorCode } from '../errors.js'
import type { Random } from '../ports/crypto.js'
import type { Change } from '../ports/storage.js'
import type { TableName } from '../records.js'
import { auditChange } from './audit.js'
import { keyOf, type Key } from './idempotency.js'
import type { PortalEvent } from './post.js'
import type { Runtime } from './runtime.js'
import { newId } from './tokens.js'
import { begin, type Transaction } from './transaction.js'

/** A command as it was asked for. */
export interface Command {
  readonly name: string
  readonly portalId: string
  /** Whoever asks; nobody for the bearer of a link and for the system. */
  readonly actorId: string | null
  /** Whether whoever asks has shown a link: what he is refused is written down, whoever he is. */
  readonly hasLink?: true
  /** The id of the link that is shown: its bearer's keys are known by it. */
  readonly linkId?: string | undefined
  readonly idempotencyKey?: string | undefined
  readonly correlationId?: string | undefined
  /** What was asked for: plain data, and no secret. */
  readonly body: unknown
  /** Refuses what is not well-formed at this time. Whoever asks again with his key is not asked this: he gets his answer. @throws PortalError `INPUT_INVALID` */
  readonly check?: (now: number) => void
  /** What it is about, as far as that is known before: the audit trail says it of a refusal. */
  readonly about?: readonly [table: TableName, id: string]
}

/** What a command came to, and what the audit trail says of it. */
export type Outcome<T> = Told & {
  /** What else there is to say: of the others, where something is done to several. */
  readonly also?: readonly Told[]
  /** What the application is told; what the answer holds, when left out. */
  readonly announced?: readonly PortalEvent[]
} & (
    | { readonly answer: T; readonly refused?: never }
    | /** Commits what was written, and refuses all the same: an invitation turns out to be void. */ { readonly refused: PortalError }
  )

/** There was nothing to do: nothing is written but a key that was given, and this is the answer. */
export interface Nothing<T> {
  readonly nothing: T
}

/** What the audit trail says of one record. */
export interface Told {
  readonly subject: TableName
  readonly subjectId: string
  readonly before?: string | null
  readonly after?: string | null
}

/** How often a command is decided again because somebody else changed what it depends on. */
const turns = 250
/** How old a decision may be when it is committed, in milliseconds. What is older is made once more: while somebody hashed, a right may have ended. */
const fresh = 1_000

/**
 * Runs a command: load and decide (`work`), commit, and again when somebody else was faster.
 *
 * The answer, the audit record and, with an idempotency key, the answer for the second time are committed in one batch: also the refusal of what
 * was written all the same. A refusal of `work` is written into the audit trail too, where the portal exists.
 *
 * @throws PortalError whatever `work` refuses with; `IDEMPOTENCY_MISMATCH`; `CONFLICT` when others were faster again and again
 */
export async function execute<T>(
  runtime: Runtime,
  command: Command,
  work: (transaction: Transaction) => Promise<Outcome<T> | Nothing<T>>,
): Promise<T> {
  const known = { ...command, correlationId: command.correlationId ?? newId(runtime.random) }
  const key = await keyOf(runtime.digest, command)
  let reads: string | undefined
  let wasOld = false
  for (let turn = 0; turn < turns; turn++) {
    const transaction = begin(runtime.storage, runtime.clock.now())
    const decided = await decide(transaction, known, key, work)
    if ('again' in decided) return decided.again
    if ('nothing' in decided) {
      if (!key || (await runtime.commit(remembered(transaction, known, key, decided.nothing))).status === 'ok') return decided.nothing
      continue
    }
    if (decided.subject === undefined && decided.refused.code !== 'LICENSE_UNKNOWN') {
      // Nothing is written that could be a conflict. So a refusal counts when it is read twice and nothing changed in between: at that moment all
      // its reasons held together.
      const before = reads
      reads = transaction.reads()
      if (before !== reads) continue
    }
    if (!wasOld && runtime.clock.now() - transaction.now > fresh) {
      wasOld = true
      continue
    }
    // A duplicate, too, is decided again: now that the other record is there, the decision finds it and says so.
    const written = await runtime.commit(await batchOf(runtime, transaction, known, key, decided))
    if (written.status !== 'ok') continue
    if (decided.refused) {
      runtime.announce(decided.announced ?? [])
      throw decided.refused
    }
    runtime.announce(decided.announced ?? eventsOf(decided.answer))
    return decided.answer
  }
  throw new PortalError('CONFLICT', `others were faster than \`${command.name}\`, ${turns} times`, { command: command.name })
}

/** What an answer holds for the application to act on. */
const eventsOf = (answer: unknown): readonly PortalEvent[] =>
  typeof answer === 'object' && answer !== null && 'events' in answer ? (answer.events as readonly PortalEvent[]) : []

type Known = Command & { readonly correlationId: string }
/** What a command came to, or a refusal that nothing was written for. */
type Decided<T> = Outcome<T> | Nothing<T> | { readonly refused: PortalError; readonly subject?: never; readonly announced?: never }

/** It was done before, under the same key: this was the answer. */
interface Again<T> {
  readonly again: T
}

/** What went wrong around a decision, and what is none: it is not written down. */
const broken: ReadonlySet<string> = new Set(['STORAGE_UNAVAILABLE', 'STORAGE_REFUSED', 'PASSWORDS_UNAVAILABLE', 'INPUT_INVALID'])

async function decide<T>(
  transaction: Transaction,
  command: Known,
  key: Key | undefined,
  work: (transaction: Transaction) => Promise<Outcome<T> | Nothing<T>>,
): Promise<Decided<T> | Again<T>> {
  const before = key && (await transaction.get('idempotencyKeys', command.portalId, key.id))
  if (before && before.bodyHash === key.bodyHash) return { again: answeredAgain(before.answer) as T }
  if (before) return { refused: mismatch(command) }
  command.check?.(transaction.now)
  try {
    return await work(transaction)
  } catch (error) {
    // What is broken is no refusal, and what is not well-formed is no command.
    if (!isPortalError(error) || broken.has(error.code)) throw error
    return { refused: error }
  }
}

/** What is committed: what was decided, the audit record, and the answer for the second time. */
async function batchOf<T>(
  { storage, random }: Runtime,
  transaction: Transaction,
  command: Known,
  key: Key | undefined,
  decided: Exclude<Decided<T>, Nothing<T>>,
): Promise<readonly Change[]> {
  const { portalId, actorId, about, hasLink } = command
  if (decided.subject === undefined) {
    // What is asked of a portal that is not there, or by who is not in it, leaves no trace: anybody could fill the trail.
    if (!(await storage.get('portals', portalId, portalId))) return []
    if (actorId !== null && !hasLink && !(await storage.get('members', portalId, actorId))) return []
    const [subject, subjectId] = about ?? (['portals', portalId] as const)
    return [auditOf(random, transaction, command, { subject, subjectId, refused: decided.refused })]
  }
  for (const told of [...(decided.also ?? []), decided])
    transaction.add(auditOf(random, transaction, command, { ...told, refused: decided.refused }))
  if (key) keep(transaction, command, key, decided.refused ? { refused: plain(decided.refused) } : { answer: decided.answer })
  return transaction.batch()
}

/**
 * What is kept for the second time: the answer in a record of its own, so that none looks like a refusal. What wrote something and refused all the
 * same is kept too: a second time would write it twice.
 */
type Kept =
  | { readonly answer: unknown }
  | { readonly refused: { readonly code: PortalErrorCode; readonly message: string; readonly details: Readonly<Record<string, unknown>> } }

/** Keeps what a command came to under its key. */
function keep(transaction: Transaction, { portalId, name }: Known, { id, bodyHash }: Key, answer: Kept): void {
  transaction.insert('idempotencyKeys', { portalId, id, command: name, bodyHash, answer, createdAt: transaction.now })
}

/** What is committed where there was nothing to do: the key, or the second time might find something. */
function remembered(transaction: Transaction, command: Known, key: Key, answer: unknown): readonly Change[] {
  keep(transaction, command, key, { answer })
  return transaction.batch()
}

const plain = ({ code, message, details }: PortalError): Pick<PortalError, 'code' | 'message' | 'details'> => ({ code, message, details })

/** What was kept, once more. @throws PortalError the refusal that was kept */
function answeredAgain(stored: unknown): unknown {
  const kept = stored as Kept
  if ('answer' in kept) return kept.answer
  throw new PortalError(kept.refused.code, kept.refused.message, kept.refused.details)
}

function auditOf(
  random: Random,
  { now }: Transaction,
  { portalId, actorId, name, correlationId }: Known,
  { subject, subjectId, before = null, after = null, refused }: Told & { readonly refused: PortalError | undefined },
): Change<'audit'> {
  const outcome = refused ? 'refused' : 'accepted'
  return auditChange(random, now, {
    portalId,
    actorId,
    command: name,
    correlationId,
    outcome,
    code: refused?.code ?? null,
    subject,
    subjectId,
    before,
    after,
  })
}

const mismatch = ({ name }: Command): PortalError =>
  new PortalError('IDEMPOTENCY_MISMATCH', `the key of \`${name}\` was used for something else`, { command: name })
