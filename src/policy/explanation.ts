import type { Change } from './changes.js'
import { labelOf, say, type Language, type Phrase } from './languages/language.js'
import type { PolicyRow } from './module.js'
import type { DoorReason } from './standing.js'
import type { Level } from './table.js'
import type { Refusal } from './template.js'

/** Why an answer is what it is. */
export type Reason =
  | 'ALLOWED'
  | 'REFUSED_BY_ROW'
  | 'NO_ROW'
  | 'RECORD_OF_ANOTHER_PORTAL'
  | 'RECORD_NEEDED'
  | 'RECORD_NOT_JUDGED'
  | 'UNKNOWN_SUBJECT'
  | 'UNKNOWN_ACTION'
  | 'NOT_BOUND'
  | DoorReason
  | Refusal

/** What a row lacked to allow. */
export type Lack =
  | { readonly kind: 'level'; readonly level: Level }
  | { readonly kind: 'module'; readonly module: string }
  | { readonly kind: 'option'; readonly option: string }
  | {
      readonly kind: 'condition'
      readonly label: string
      readonly failed: readonly { readonly path: string; readonly operator: string; readonly expected: unknown }[]
    }
  | { readonly kind: 'overruled'; readonly by: PolicyRow }

/** An answer with its reasons. */
export interface Explanation {
  /** Always what `can` says. */
  readonly allowed: boolean
  readonly reason: Reason
  readonly action: string
  /** The name of the resource or module. */
  readonly subject: string
  /** The row that decided. */
  readonly row?: PolicyRow
  /** For a refusal: every row of any level that could have allowed it, and what each lacked. */
  readonly candidates: readonly { readonly row: PolicyRow; readonly lacks: readonly Lack[] }[]
  /** For a refusal: what would allow it, tried out, the smallest first; several changes in one entry belong together. */
  readonly changes: readonly (readonly Change[])[]
  /** All of it in words. */
  readonly text: string
}

/** An explanation in words: the answer, every row that could have allowed it with what it lacked, and the smallest change. */
export function textOf(facts: Omit<Explanation, 'text'>, language: Language): string {
  const label = (name: string) => labelOf(language, name)
  // The rows that have the last word are counted by themselves, as they are written.
  const place = ({ at, effect }: PolicyRow, rows: string | number = at.row) =>
    say(language, effect === 'never' ? 'neverRow' : 'row', {
      module: label(at.module),
      level: at.level === 'everyone' ? say(language, 'everyone') : label(at.level),
      row: rows,
    })
  const because = ({ conditions }: PolicyRow) =>
    conditions.length === 0
      ? ''
      : say(language, 'because', { labels: conditions.map((one) => label(one.label)).join(say(language, 'and')) })
  const words = {
    action: label(facts.action),
    subject: label(facts.subject),
    module: label(facts.subject.split('.')[0] ?? ''),
    name: facts.reason === 'UNKNOWN_ACTION' ? facts.action : facts.subject,
    answer: say(language, facts.allowed ? 'always' : 'refused'),
    row: facts.row ? place(facts.row) : '',
    because: facts.row ? because(facts.row) : '',
  }
  const phrases: Partial<Record<Reason, Phrase>> = { ALLOWED: 'yes', REFUSED_BY_ROW: 'refusedByRow', NO_ROW: 'noRow' }
  const lackText = (lack: Lack): string => {
    switch (lack.kind) {
      case 'level':
        return say(language, 'needsLevel', { level: label(lack.level) })
      case 'module':
        return say(language, 'needsModule', { module: label(lack.module) })
      case 'option':
        return say(language, 'needsOption', { option: label(lack.option) })
      case 'overruled':
        return say(language, 'overruled', { row: place(lack.by) })
      case 'condition':
        return say(language, 'needsCondition', { label: label(lack.label) })
    }
  }
  const lacking = (lacks: readonly Lack[]): string => [...new Set(lacks.map(lackText))].join(say(language, 'and'))
  const candidates = grouped(facts.candidates, ({ row, lacks }) => `${row.at.module} ${row.at.level} ${lacking(lacks)}`).map(
    ([first, ...others]) => {
      const rows = [first, ...others].map(({ row }) => row.at.row).join(', ')
      return say(language, 'candidate', { row: place(first.row, rows), lacks: lacking(first.lacks) })
    },
  )
  const [change] = facts.changes
  return [
    say(language, phrases[facts.reason] ?? (facts.reason as Phrase), words),
    ...candidates,
    ...(change ? [say(language, 'change', { change: change.map((one) => changeText(one, language)).join(say(language, 'and')) })] : []),
  ].join(say(language, 'then'))
}

function changeText(change: Change, language: Language): string {
  const words = Object.fromEntries(
    Object.entries(change).flatMap(([key, value]) => (typeof value === 'string' ? [[key, labelOf(language, value)]] : [])),
  )
  return say(language, change.kind, words)
}

/** Items that say the same, together, in the order of the first. */
function grouped<T>(items: readonly T[], by: (item: T) => string): readonly (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>()
  for (const item of items) {
    const group = groups.get(by(item))
    if (group) group.push(item)
    else groups.set(by(item), [item])
  }
  return [...groups.values()]
}
