import type { AuditSink } from '../ports/audit.js'
import type { Clock } from '../ports/clock.js'
import type { Digest, Random } from '../ports/crypto.js'
import type { Change, CommitResult, Storage } from '../ports/storage.js'
import type { Row } from '../records.js'
import { tell, within } from './limits.js'
import type { PasswordParts } from './passwords.js'
import type { PortalEvent } from './post.js'
import { didSomething, requeue, type Dispatcher, type Outbox } from './outbox.js'

/** What every service works with. */
export interface Runtime extends PasswordParts {
  /** Fails closed, with `STORAGE_UNAVAILABLE`; with `STORAGE_REFUSED` for what does not fit. */
  readonly storage: Storage
  readonly clock: Clock
  readonly random: Random
  readonly digest: Digest
  readonly outbox: Outbox
  /** Commits, and only then lets happen what follows: the copy of the audit trail, and the sending of letters. */
  commit(batch: readonly Change[]): Promise<CommitResult>
  /** Tells the application what happened (`onEvents`); nothing of it undoes the commit. */
  announce(events: readonly PortalEvent[]): void
  /** Resolves when everything that followed a commit so far has ended. */
  settled(): Promise<void>
}

/** What a runtime is made of. */
export interface RuntimeParts extends Omit<Runtime, 'commit' | 'settled' | 'outbox' | 'announce'> {
  readonly dispatcher: Dispatcher
  readonly audit?: AuditSink | undefined
  /** How long the sink of the audit trail may take for a record, in milliseconds. */
  readonly auditTimeout: number
  /** Whether letters are sent as soon as they are committed, in this process. */
  readonly dispatchAfterCommit: boolean
  /** Is told what the application has to act on, after the commit. */
  readonly onEvents?: ((events: readonly PortalEvent[]) => unknown) | undefined
}

export function createRuntime({ dispatcher, audit, auditTimeout, dispatchAfterCommit, onEvents, ...parts }: RuntimeParts): Runtime {
  const running = new Set<Promise<void>>()
  const later = (work: () => Promise<unknown>): Promise<void> => {
    const promise = work()
      .then(
        () => undefined,
        (error: unknown) => tell(parts.onError, error),
      )
      .finally(() => running.delete(promise))
    running.add(promise)
    return promise
  }

  // One dispatch after the other, or they would only race for the same letters; the one that waits for its turn sees what is committed until then.
  let [last, waiting] = [Promise.resolve(), false]
  const dispatchNext = (): void => {
    if (waiting) return
    waiting = true
    const turn = last.then(async () => {
      waiting = false
      while (didSomething(await dispatcher.dispatch()));
    })
    last = later(() => turn)
  }

  const copy = (sink: AuditSink, record: Row<'audit'>): Promise<void> =>
    within(
      parts.clock,
      auditTimeout,
      () => sink.write(record),
      () => new Error(`the sink of the audit trail did not answer within ${auditTimeout} ms`),
    )

  const commit: Runtime['commit'] = async (batch) => {
    const result = await parts.storage.commit(batch)
    if (result.status !== 'ok') return result
    for (const change of batch) {
      if (audit && change.op === 'insert' && change.table === 'audit') void later(() => copy(audit, change.row))
    }
    if (dispatchAfterCommit && batch.some(isToBeSent)) dispatchNext()
    return result
  }

  return {
    ...parts,
    outbox: { ...dispatcher, requeue: (portalId, id) => requeue({ ...parts, commit }, portalId, id) },
    commit,
    announce(events) {
      if (onEvents && events.length > 0) void later(() => Promise.resolve(events).then(onEvents))
    },
    async settled() {
      await Promise.all(running)
    },
  }
}

const isToBeSent = (change: Change): boolean => change.table === 'outbox' && 'row' in change && change.row.dueAt !== null
