import type { Random } from '../ports/crypto.js'
import type { Change } from '../ports/storage.js'
import type { Row } from '../records.js'
import { newId } from './tokens.js'

/** What an audit record says beside what it always says. */
export type AuditFacts = Pick<Row<'audit'>, 'portalId' | 'actorId' | 'command' | 'outcome' | 'subject' | 'subjectId' | 'correlationId'> &
  Partial<Pick<Row<'audit'>, 'code' | 'before' | 'after'>>

/**
 * The change that writes down who did what: commit it together with what was done. Never give it a secret. Its id begins with the time, so that
 * `find('audit', 'byPortal', …)` gives the records of a portal in the order of time.
 */
export function auditChange(random: Random, now: number, facts: AuditFacts): Change<'audit'> {
  return { op: 'insert', table: 'audit', row: { code: null, before: null, after: null, ...facts, id: newId(random, now), at: now } }
}
