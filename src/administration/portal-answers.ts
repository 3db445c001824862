import type { ModuleAccess } from '../portal.js'
import type { Quotas } from '../records.js'
import type { Outcome } from '../workflow/command.js'
import type { PortalRow } from '../workflow/people.js'
import type { Answer } from './answers.js'

/** A portal as it is after a command. */
export interface PortalState {
  readonly id: string
  readonly name: string
  readonly ownerId: string
  readonly status: 'active' | 'suspended' | 'deleted'
  readonly options: Readonly<Record<string, boolean>>
  readonly modules: Readonly<Record<string, ModuleAccess>>
  readonly licences: readonly string[]
  readonly quotas: Quotas
}
/** The answer to what is done to a portal. */
export interface PortalAnswer extends Answer {
  readonly portal: PortalState
}

/** A portal as others may be told of it. */
export const portalState = ({
  id: portalId,
  name: called,
  ownerId,
  status,
  options: on,
  modules,
  licences,
  quotas: seats,
}: PortalRow): PortalState => ({
  id: portalId,
  name: called,
  ownerId,
  status,
  options: on,
  modules,
  licences,
  quotas: seats,
})

/** The portal after a command, and what the audit trail says of it. */
export const answered = (before: PortalRow, after: PortalRow): Outcome<{ readonly portal: PortalState }> => ({
  answer: { portal: portalState(after) },
  subject: 'portals',
  subjectId: after.id,
  before: summary(before),
  after: summary(after),
})

/** What the audit trail tells of a portal. */
const summary = ({ name, status, options: on, modules, licences, quotas: seats }: PortalRow): string =>
  JSON.stringify({ name, status, options: on, modules, licences, quotas: seats })
