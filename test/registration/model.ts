/**
 * What the rules say of the portals of holders, in a form that can be asked: the table of transitions is the oracle for the states, and the
 * guards say which of the outcomes in a cell it is.
 */
import { readFileSync } from 'node:fs'

const table = new Map(
  readFileSync(new URL('transitions.tsv', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [state = '', event = '', outcomes = ''] = line.split('\t')
      return [`${state} ${event}`, outcomes.split(' | ')] as const
    }),
)

/** A portal as the model knows it. */
export interface ModelPortal {
  readonly id: string
  readonly kind: string
  holderId: string
  /** The staff member who registers it, for an office or the firm. */
  readonly registrantId: string | undefined
  status: string
  permanence: string
  generation: number
  attempts: number
  /** What the events said; what the ports say is in the facts. */
  holderActive: boolean
  licensed: boolean
  email: string
  /** When the last link ends. */
  expiresAt: number
  readonly createdAt: number
  readonly requests: Set<string>
  completedAt: number
  login: string | undefined
  /** The last link to confirm something: where it stands among all that were sent. */
  pending: number | undefined
}

/** What holds beside the state: by the events, and by the ports. */
export interface Facts {
  readonly licensed: boolean
  readonly holderActive: boolean
  /** The holder has left, and nobody told: the table knows no such state, the rules page does. */
  readonly leftSilently?: boolean
  readonly temporary?: boolean
  /** Of a link: whether it is the one of this generation; neither, where both answers are right. */
  readonly known?: boolean | undefined
  /** Bad attempts that are left, before this one. */
  readonly left?: number
  /** Whether its time has come. */
  readonly due?: boolean
}

export const isOver = (status: string): boolean => /^(expired|closed)\//.test(status)
export const isLive = (status: string): boolean => /\/(open|locked)$/.test(status)
export const isRegistered = (status: string): boolean => /^(active|suspended)\/completed$/.test(status)

/** The guards that a refusal depends on; what is not here does not depend on anything but the state. */
const guards: Readonly<Record<string, (facts: Facts) => boolean>> = {
  '!LICENSE_MISSING': ({ licensed }) => !licensed,
  '!HOLDER_INACTIVE': ({ holderActive }) => !holderActive,
  '!PORTAL_NOT_TEMPORARY': ({ temporary }) => temporary !== true,
}
const asksForHolder = ['create', 'resend', 'reactivate', 'complete', 'completeBad']

/** The outcomes that there may be, each a status or `!CODE`. Where two guards hold, either may speak: their order is tested elsewhere. */
export function outcomes(status: string, event: string, facts: Facts): readonly string[] {
  const cell = table.get(`${status} ${event}`)
  if (!cell) throw new Error(`no cell \`${status} ${event}\``)
  const byToken = tokenOutcomes(cell, event, facts)
  if (byToken) return byToken
  const accepts = cell.some((outcome) => !outcome.startsWith('!'))
  const silent = facts.leftSilently && accepts && asksForHolder.includes(event) && /^(none|unregistered|suspended)/.test(status)
  const refusals = cell.filter((outcome) => guards[outcome]?.(facts))
  if (silent) refusals.push('!HOLDER_INACTIVE')
  if (refusals.length > 0) return refusals
  const rest = cell.filter((outcome) => !guards[outcome] && outcome !== '!TOKEN_INVALID').map((to) => (to === 'no-op' ? status : to))
  return narrowed(rest.length > 0 ? rest : cell, status, event, facts)
}

/** A link that is not the one of this generation is none at all, whatever else there is to say. */
function tokenOutcomes(cell: readonly string[], event: string, { known }: Facts): readonly string[] | undefined {
  if (!event.startsWith('complete')) return undefined
  if (known === false || cell.length === 1) return cell.includes('!TOKEN_INVALID') ? ['!TOKEN_INVALID'] : cell
  return known === undefined ? cell.filter((outcome) => outcome.startsWith('!')) : undefined
}

/** Which of two next states it is. */
function narrowed(next: readonly string[], status: string, event: string, { licensed, left = 0, due = false }: Facts): readonly string[] {
  if (new Set(next).size < 2) return next
  if (event === 'changeEmail') return next.filter((to) => to.endsWith('/open') === licensed)
  if (event === 'completeBad') return next.filter((to) => to.endsWith('/locked') === left <= 1)
  if (event === 'portalTimeout') return next.filter((to) => (to !== status) === due)
  throw new Error(`two ways lead on from \`${status} ${event}\`: ${next.join(', ')}`)
}

/** What time has made of a portal that nobody looked at: the states that it may be in as soon as somebody does. */
export function statesInTime(portal: ModelPortal, now: number, temporary: number): readonly string[] {
  const states = new Set([portal.status])
  const linkOver = isLive(portal.status) && now >= portal.expiresAt
  const portalOver = !isOver(portal.status) && endOf(portal, temporary) <= now
  for (const state of linkOver ? [...states] : []) for (const to of outcomes(state, 'tokenTimeout', anything)) states.add(to)
  for (const state of portalOver ? [...states] : [])
    for (const to of outcomes(state, 'portalTimeout', { ...anything, due: true })) states.add(to)
  return [...states]
}
const anything: Facts = { licensed: true, holderActive: true }

/** When a temporary portal ends: thirty days (here: less) after its creation or its last request, and never while one is open. */
const endOf = ({ permanence, requests, createdAt, completedAt }: ModelPortal, temporary: number): number =>
  permanence === 'permanent' || requests.size > 0 ? Infinity : Math.max(createdAt, completedAt) + temporary

const issuing = ['create', 'resend', 'revoke', 'changeEmail', 'associate', 'promote']
const stopping = ['suspend', 'reactivate']

/** Who may what, by the rules page: who else asks gets `FORBIDDEN`. */
export function mayDo(who: string, command: string, kind: string): boolean {
  if (who === 'owner') return true
  if (who === 'admin') return command !== 'close' || kind !== 'firm'
  if (who === 'delegate') return kind === 'staff' && [...issuing, ...stopping].includes(command)
  if (who === 'handler') return (kind === 'client' || kind === 'contact') && issuing.includes(command)
  return false
}
