import * as z from 'zod'
import type { Outcome } from '../workflow/command.js'
import { asking, commandOf, id, read, text, type Asking } from '../workflow/input.js'
import { kindOf } from './kinds.js'
import type { RegistrationParts } from './parts.js'
import { asOperator, delegationId, refusal } from './scene.js'

/** Who looks after the portals of a kind. */
export interface Delegation {
  readonly kind: string
  /** Of this office only; of all, when left out. */
  readonly office?: string | undefined
  /** Members and groups of the firm's portal; nobody, when empty. */
  readonly delegates: readonly string[]
}

const shape = commandOf({ ...asking, kind: text(100), office: text(200).optional(), delegates: z.array(id).max(1_000).readonly() })

/** Says who looks after the portals of a kind, in the place of who did. What they may do there is in the policy. */
export async function delegate(parts: RegistrationParts, input: Asking & Delegation): Promise<Delegation> {
  const { kind, office = '', delegates, ...request } = read(shape, input, 'delegate')
  const body = { kind, office, delegates }
  return asOperator(parts, { ...request, name: 'delegateHolderPortals', action: 'delegate', body }, async ({ tx, firm, actor, now }) => {
    if (!kindOf(parts.kinds, kind).operators.delegates)
      throw refusal('INPUT_INVALID', `portals of kind \`${kind}\` are not delegated`, { kind })
    // What is delegated stays: whoever has full access for a time gives nothing for longer than he has it.
    if (firm.ownerId !== actor.id && actor.administers !== 'everything')
      throw refusal('GRANT_NOT_HELD', 'who has full access for a time delegates nothing')
    const before = await tx.get('delegations', firm.id, delegationId(kind, office))
    const row = { portalId: firm.id, id: delegationId(kind, office), kind, office, delegates: [...new Set(delegates)], createdAt: now }
    if (before) tx.update('delegations', row)
    else tx.insert('delegations', row)
    const told = (ids: readonly string[] | undefined): string | null => (ids === undefined ? null : ids.join(' ').slice(0, 2_000))
    const answer: Delegation = { kind, ...(office !== '' && { office }), delegates: row.delegates }
    return {
      answer,
      subject: 'delegations',
      subjectId: row.id,
      before: told(before?.delegates),
      after: told(row.delegates),
    } satisfies Outcome<Delegation>
  })
}
