import { english } from './languages/english.js'
import { bindingOf, type Binding } from './ability.js'
import { smallestChanges, type Change } from './changes.js'
import { compileTests } from './compile.js'
import type { Test } from './conditions.js'
import { labelOf, say, type Language, type Phrase } from './languages/language.js'
import { rowsOf, type PolicyRow } from './module.js'
import { resolve } from './principal.js'
import type { DoorReason } from './standing.js'
import { levelNames, type Level } from './table.js'
import type { AnyAbility, Refusal } from './template.js'

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

/**
 * Why an ability says what it says: the row that decided, and for a refusal what would have allowed it.
 *
 * Made for people and logs; `can` is the question to ask in code, and this answers the same.
 *
 * @param ability from `policy.abilityFor`; for one made from JSON only the answer is known
 * @param action as in `can`
 * @param subject as in `can`
 * @param options `language`: English by default
 *
 * @example
 * ```ts
 * explain(ability, 'update', contact.of(row)).text
 * // no: no row allows to update contact here; what would allow it: a place on its access list
 * ```
 */
export function explain(
  ability: AnyAbility,
  action: string,
  subject: unknown,
  options: { readonly language?: Language } = {},
): Explanation {
  const language = options.language ?? english
  const binding = bindingOf(ability)
  const allowed = ability.can(...([action, subject] as never))
  const name = nameOf(subject)
  if (!binding) return finish({ allowed, reason: 'NOT_BOUND', action, subject: name, candidates: [], changes: [] }, language)

  const row = allowed || judged(binding, action, subject) ? decidingRow(binding, action, name, subject) : undefined
  const reason = allowed ? 'ALLOWED' : refusalOf(binding, action, name, subject, row)
  const askable = !allowed && !nothingHelps.has(reason)
  return finish(
    {
      allowed,
      reason,
      action,
      subject: name,
      ...(row && (reason === 'ALLOWED' || reason === 'REFUSED_BY_ROW') && { row }),
      candidates: askable ? candidatesFor(binding, action, name, subject) : [],
      changes: askable ? smallestChanges(binding, action, name, subject) : [],
    },
    language,
  )
}

/** How many of the rows that could have allowed it stand in the text; all are in the data. */
const shownCandidates = 3

const nothingHelps: ReadonlySet<Reason> = new Set<Reason>([
  'RECORD_OF_ANOTHER_PORTAL',
  'RECORD_NEEDED',
  'RECORD_NOT_JUDGED',
  'UNKNOWN_SUBJECT',
  'UNKNOWN_ACTION',
  'MEMBER_OF_ANOTHER_PORTAL',
])

type Bag = Readonly<Record<string, unknown>>
const isRecord = (subject: unknown): subject is Bag => typeof subject === 'object' && subject !== null

function nameOf(subject: unknown): string {
  if (typeof subject === 'string') return subject
  return isRecord(subject) && typeof subject.__typename === 'string' ? subject.__typename : ''
}

function refusalOf({ template, principal }: Binding, action: string, name: string, subject: unknown, row: PolicyRow | undefined): Reason {
  const { actions, modules } = template.compilation
  if (template.refusal) return template.refusal
  if (!actions.has(name)) return 'UNKNOWN_SUBJECT'
  if (!actions.get(name)?.includes(action)) return 'UNKNOWN_ACTION'
  if (!isRecord(subject) && name.includes('.')) return 'RECORD_NEEDED'
  if (isRecord(subject) && subject.portalId !== principal.portalId) return 'RECORD_OF_ANOTHER_PORTAL'
  const door = template.standings[modules.findIndex((module) => module.name === name.split('.')[0])]?.closed
  if (row) return 'REFUSED_BY_ROW'
  if (door) return door
  return judged({ template, principal } as Binding, action, subject) ? 'NO_ROW' : 'RECORD_NOT_JUDGED'
}

/** Whether every row can be tried on the record; damaged ones throw. */
function judged({ template, principal }: Binding, action: string, subject: unknown): boolean {
  try {
    for (const row of template.rowsFor(action, nameOf(subject)))
      if (isRecord(subject)) template.compilation.predicateOf(row)(subject, principal)
    return true
  } catch {
    return false
  }
}

function decidingRow({ template, principal }: Binding, action: string, name: string, subject: unknown): PolicyRow | undefined {
  return template
    .rowsFor(action, name)
    .findLast((row) =>
      isRecord(subject)
        ? subject.portalId === principal.portalId && template.compilation.predicateOf(row)(subject, principal)
        : !name.includes('.'),
    )
}

function candidatesFor(binding: Binding, action: string, name: string, subject: unknown): Explanation['candidates'] {
  const { template } = binding
  const rules = template.rowsFor(action, name)
  const overruling = decidingRow(binding, action, name, subject)
  return template.compilation.modules.flatMap((module, index) => {
    const standing = template.standings[index]
    const seen = new Set<PolicyRow>()
    return levelNames.flatMap((level) =>
      rowsOf(module, level)
        .filter((row) => row.effect === 'may' && row.subjects.includes(name) && row.actions.includes(action) && !seen.has(row))
        .map((row) => {
          seen.add(row)
          const held = rules.includes(row)
          const lacks: Lack[] = [
            ...(standing?.closed ? [{ kind: 'module' as const, module: module.name }] : []),
            ...(standing && !rowsOf(module, standing.level).includes(row) ? [{ kind: 'level' as const, level }] : []),
            ...(row.given.module !== undefined && !template.isOpen(row.given.module)
              ? [{ kind: 'module' as const, module: row.given.module }]
              : []),
            ...(row.given.option !== undefined && template.options[row.given.option] !== true
              ? [{ kind: 'option' as const, option: row.given.option }]
              : []),
            ...failedConditions(binding, row, subject),
          ]
          return { row, lacks: lacks.length === 0 && held && overruling ? [{ kind: 'overruled' as const, by: overruling }] : lacks }
        }),
    )
  })
}

function failedConditions({ principal }: Binding, row: PolicyRow, subject: unknown): readonly Lack[] {
  if (!isRecord(subject)) return []
  const fails = (test: Test): boolean => !compileTests([test])(subject, principal)
  return row.conditions
    .map(({ label, tests }) => ({
      label,
      failed: tests.filter(fails).map((test) => ({ path: test.path, operator: test.op, expected: resolve(test.value, principal) })),
    }))
    .filter(({ failed }) => failed.length > 0)
    .map(({ label, failed }) => ({ kind: 'condition', label, failed }))
}

function finish(facts: Omit<Explanation, 'text'>, language: Language): Explanation {
  return { ...facts, text: textOf(facts, language) }
}

function textOf(facts: Omit<Explanation, 'text'>, language: Language): string {
  const label = (name: string) => labelOf(language, name)
  const place = ({ at }: PolicyRow) =>
    say(language, 'row', {
      module: label(at.module),
      level: at.level === 'everyone' ? say(language, 'everyone') : label(at.level),
      row: at.row,
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
  const near = facts.candidates
    .filter(({ lacks }) => lacks.every((lack) => lack.kind === 'condition'))
    .sort((a, b) => a.lacks.length - b.lacks.length)
  const candidates = near
    .slice(0, shownCandidates)
    .map(({ row, lacks }) => say(language, 'candidate', { row: place(row), lacks: lacks.map(lackText).join(say(language, 'and')) }))
  const [change] = facts.changes
  return [
    say(language, phrases[facts.reason] ?? (facts.reason as Phrase), words),
    ...candidates,
    ...(near.length > shownCandidates ? [say(language, 'more', { count: near.length - shownCandidates })] : []),
    ...(change ? [say(language, 'change', { change: change.map((one) => changeText(one, language)).join(say(language, 'and')) })] : []),
  ].join('; ')
}

function changeText(change: Change, language: Language): string {
  const words = Object.fromEntries(
    Object.entries(change).flatMap(([key, value]) => (typeof value === 'string' ? [[key, labelOf(language, value)]] : [])),
  )
  return say(language, change.kind, words)
}
