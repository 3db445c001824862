import type { Row } from '../records.js'

/** Takes a copy of the audit trail somewhere else, for example to a log that nobody can change. The trail itself is committed with the change. */
export interface AuditSink {
  /** Is called once for each record after it was committed; what it rejects with is reported to `onError` and changes nothing. */
  write(record: Row<'audit'>): Promise<void>
}
