import type { Row } from '../records.js'

/** Takes a copy of the audit trail somewhere else, for example to a log that nobody can change. The trail itself is committed with the change. */
export interface AuditSink {
  /**
   * Is called at most once for each record, after it was committed: not at all when the process ends in between. What it rejects with, and that it
   * does not answer in time, is reported to `onError` and changes nothing.
   */
  write(record: Row<'audit'>): Promise<void>
}
