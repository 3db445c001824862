import * as z from 'zod'
import type { Row } from '../records.js'
import type { Outcome } from '../workflow/command.js'
import { asking, commandOf, id, read, request, text, type Again, type Asking } from '../workflow/input.js'
import { profileOf } from '../workflow/people.js'
import { newId } from '../workflow/tokens.js'
import type { Answer } from './answers.js'
import { asMember, fail, inPortal, notFound, refusal, type Parts, type Scene } from './scene.js'

/** What a member who left leaves behind. The application carries it out, for the data are its own; here stands how far it is. */
export interface Reassignments {
  /**
   * Asks for the data of a disabled member to be given to an active user. The answer holds the event `reassignData`.
   *
   * @throws PortalError `MEMBER_NOT_DISABLED`, `MEMBER_IS_OWNER`, `REASSIGNMENT_RUNNING`, `MEMBER_NOT_ACTIVE` and `MEMBER_IS_GUEST` (who is to have
   *   them), `NOT_FOUND`, and what every command throws
   */
  reassignData(command: Asking & { readonly fromId: string; readonly toId: string }): Promise<ReassignmentAnswer>
  /**
   * The application says how far it is, or how it ended. What it said last counts; a reassignment that has ended stays as it is.
   *
   * @param report `done` of `total` things, never more; `outcome` when it has ended, and what there is to say about it in `result`
   * @throws PortalError `NOT_FOUND`, `INPUT_INVALID`, `CONFLICT`; also in a portal that is suspended
   */
  reportReassignment(report: Report): Promise<ReassignmentAnswer>
}

/** How far a reassignment is. */
export interface Report extends Again {
  readonly portalId: string
  readonly reassignmentId: string
  readonly done: number
  readonly total?: number | undefined
  readonly outcome?: 'completed' | 'failed' | undefined
  readonly result?: string | undefined
}

/** A reassignment as it is after a command. */
export interface ReassignmentState {
  readonly portalId: string
  readonly id: string
  readonly fromId: string
  readonly toId: string
  readonly status: 'running' | 'completed' | 'failed'
  readonly done: number
  readonly total: number | null
  readonly result: string | null
}
/** The answer to what is done to a reassignment. */
export interface ReassignmentAnswer extends Answer {
  readonly reassignment: ReassignmentState
}

const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const shapes = {
  reassignData: commandOf({ ...asking, fromId: id, toId: id }),
  reportReassignment: commandOf({
    ...request,
    reassignmentId: id,
    done: count,
    total: count.optional(),
    outcome: z.enum(['completed', 'failed']).optional(),
    result: text(1_000).optional(),
  }),
}

export function createReassignments(parts: Parts): Reassignments {
  return {
    async reassignData(input) {
      const { fromId, toId, ...asked } = read(shapes.reassignData, input, 'reassignData')
      const could = ['reassignData', 'people.profile'] as const
      return asMember(
        parts,
        { ...asked, name: 'reassignData', body: { fromId, toId }, about: ['members', fromId], could },
        async (scene) => {
          const { tx, portal, now, actor } = scene
          const [from, to] = [await scene.member(fromId), await scene.member(toId)]
          if (fromId === portal.ownerId) throw refusal('MEMBER_IS_OWNER', 'he owns the portal; ownership is transferred first')
          if (from.status !== 'disabled') throw refusal('MEMBER_NOT_DISABLED', 'he is not disabled')
          if (from.reassignmentId !== null) throw refusal('REASSIGNMENT_RUNNING', 'his data are being reassigned')
          if (to.status !== 'active') throw refusal('MEMBER_NOT_ACTIVE', 'whoever is to have them is disabled')
          if (to.type === 'guest') throw refusal('MEMBER_IS_GUEST', 'a guest is given no data')
          scene.require('reassignData', profileOf(from, now))
          const base = { portalId: portal.id, id: newId(parts.runtime.random), fromId, toId, requestedBy: actor.id }
          const row: Row<'reassignments'> = {
            ...base,
            status: 'running',
            done: 0,
            total: null,
            result: null,
            createdAt: now,
            finishedAt: null,
          }
          tx.insert('reassignments', row)
          scene.move({ before: from, after: { ...from, reassignmentId: row.id } })
          scene.events.push({ type: 'reassignData', portalId: portal.id, reassignmentId: row.id, fromId, toId })
          return answered(undefined, row)
        },
      )
    },
    async reportReassignment(input) {
      const { portalId, idempotencyKey, correlationId, reassignmentId, ...report } = read(
        shapes.reportReassignment,
        input,
        'reportReassignment',
      )
      const command = {
        name: 'reportReassignment',
        portalId,
        idempotencyKey,
        correlationId,
        body: { reassignmentId, ...report },
        about: ['reassignments', reassignmentId],
        evenSuspended: true,
      } as const
      return inPortal(parts, command, async (scene) => {
        const before = (await scene.tx.get('reassignments', portalId, reassignmentId)) ?? fail(notFound('reassignments', reassignmentId))
        if (before.status !== 'running') return answered(before, before)
        const { done, total = before.total, outcome, result = null } = report
        if (total !== null && done > total) throw refusal('INPUT_INVALID', 'more than all of them are done', { done, total })
        const ended = outcome && { status: outcome, finishedAt: scene.now }
        const after: Row<'reassignments'> = { ...before, done, total, result, ...ended }
        scene.tx.update('reassignments', after)
        if (ended) await release(scene, before)
        return answered(before, after)
      })
    },
  }
}

/** The member whose data they were may be deleted, or come back. */
async function release(scene: Scene, { portalId, fromId, id: reassignmentId }: Row<'reassignments'>): Promise<void> {
  const from = await scene.tx.get('members', portalId, fromId)
  if (from?.reassignmentId === reassignmentId) scene.move({ before: from, after: { ...from, reassignmentId: null } })
}

function answered(
  before: Row<'reassignments'> | undefined,
  after: Row<'reassignments'>,
): Outcome<{ readonly reassignment: ReassignmentState }> {
  const { portalId, id: reassignmentId, fromId, toId, status, done, total, result } = after
  return {
    answer: { reassignment: { portalId, id: reassignmentId, fromId, toId, status, done, total, result } },
    subject: 'reassignments',
    subjectId: reassignmentId,
    before: before?.status ?? null,
    after: status,
  }
}
