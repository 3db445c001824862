/** The reference model: the table of transitions, read as the oracle, narrowed by what is known of the holder, the licence and the link. */
import { readFileSync } from 'node:fs'

const cells = new Map(
  readFileSync(new URL('transitions.tsv', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [state = '', event = '', outcomes = ''] = line.split('\t')
      return [`${state} ${event}`, outcomes.split(' | ')] as const
    }),
)

/** What the outcome depends on, beside the state. */
export interface Facts {
  readonly holderActive: boolean
  readonly licensed: boolean
  readonly temporary: boolean
  /** The link is the one of this generation. */
  readonly known: boolean
  /** It is the last attempt that there may be. */
  readonly last: boolean
}

/** Whether a refusal is one that a fact brings about; those of the state are in the table for every fact. */
const byFact: Readonly<Record<string, (facts: Facts) => boolean>> = {
  '!HOLDER_INACTIVE': ({ holderActive }) => !holderActive,
  '!LICENSE_MISSING': ({ licensed }) => !licensed,
  '!PORTAL_NOT_TEMPORARY': ({ temporary }) => !temporary,
}

/** The outcomes that the table allows: states, `no-op` or refusals with their `!`. */
export function allowed(state: string, event: string, facts: Facts): readonly string[] {
  const cell = cells.get(`${state} ${event}`)
  if (!cell) throw new Error(`no cell for ${state} ${event}`)
  if (event.startsWith('complete')) return allowedForBearer(cell, state, facts)
  const refusals = cell.filter((outcome) => byFact[outcome]?.(facts))
  return refusals.length > 0 ? refusals : cell.filter((outcome) => !Object.hasOwn(byFact, outcome))
}

function allowedForBearer(cell: readonly string[], state: string, facts: Facts): readonly string[] {
  if (!facts.known) return ['!TOKEN_INVALID']
  const told = cell.filter((outcome) => outcome !== '!TOKEN_INVALID' || cell.length === 1)
  const refusals = told.filter((outcome) => byFact[outcome]?.(facts))
  if (refusals.length > 0) return refusals
  const left = told.filter((outcome) => !Object.hasOwn(byFact, outcome))
  if (!left.includes('unregistered/locked')) return left
  return left.filter((outcome) => outcome === (facts.last ? 'unregistered/locked' : state))
}

/** The state with what time has done to the link, though nobody has looked yet. */
export const timedOut = (state: string, over: boolean): string => (over ? state.replace(/[/](?:open|locked)$/, '/expired') : state)

/** The states that a portal is registered in: it has a credential. */
export const isRegistered = (state: string): boolean => state === 'active/completed' || state === 'suspended/completed'
export const isOver = (state: string): boolean => /^(?:expired|closed)[/]/.test(state)
