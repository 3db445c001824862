import { english } from './languages/english.js'
import { bindingOf, type Binding } from './ability.js'
import { changesThatAllow } from './changes.js'
import { compileTests, holdAll } from './compile.js'
import type { Test } from './conditions.js'
import type { Language } from './languages/language.js'
import { textOf, type Explanation, type Lack, type Reason } from './explanation.js'
import { rowsOf, type PolicyRow } from './module.js'
import { resolve } from './principal.js'
import { levelNames } from './table.js'
import type { Standing } from './standing.js'
import type { AnyAbility, Template } from './template.js'

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
  const name = orElse('', () => nameOf(subject))
  const plainly = { allowed, action: typeof (action as unknown) === 'string' ? action : '', subject: name, candidates: [], changes: [] }
  const facts = binding
    ? orElse<Facts>({ ...plainly, reason: allowed ? 'ALLOWED' : 'RECORD_NOT_JUDGED' }, () => reasoned(binding, plainly, subject))
    : { ...plainly, reason: 'NOT_BOUND' as const }
  return { ...facts, text: textOf(facts, language) }
}

type Facts = Omit<Explanation, 'text'>

/** Damaged records throw where they are looked at; they must not take the explanation with them. */
function orElse<T>(otherwise: T, look: () => T): T {
  try {
    return look()
  } catch {
    return otherwise
  }
}

function reasoned(binding: Binding, plainly: Omit<Facts, 'reason'>, subject: unknown): Facts {
  const { allowed, action, subject: name } = plainly
  const row = decidingRow(binding, action, name, subject)
  const reason = allowed ? 'ALLOWED' : refusalOf(binding, action, name, subject, row)
  const facts = { ...plainly, reason, ...(row && (allowed || reason === 'REFUSED_BY_ROW') && { row }) }
  if (allowed || nothingHelps.has(reason)) return facts
  const changes = changesThatAllow(binding, action, name, subject)
  return { ...facts, changes, candidates: reason === 'MEMBER_DISABLED' ? [] : candidatesFor(binding, action, name, subject) }
}

const nothingHelps: ReadonlySet<Reason> = new Set<Reason>([
  'RECORD_OF_ANOTHER_PORTAL',
  'RECORD_NEEDED',
  'RECORD_NOT_JUDGED',
  'UNKNOWN_SUBJECT',
  'UNKNOWN_ACTION',
  'PORTAL_NOT_ACTIVE',
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
  if (Array.isArray(subject)) return 'RECORD_NOT_JUDGED'
  if (isRecord(subject) && subject.portalId !== principal.portalId) return 'RECORD_OF_ANOTHER_PORTAL'
  const [home] = name.split('.')
  const door = template.standings[modules.findIndex((module) => module.name === home)]?.closed
  // What a closed module refuses itself is not worth telling: it is closed.
  if (door && (!row || row.at.module === home)) return door
  return row ? 'REFUSED_BY_ROW' : 'NO_ROW'
}

/** The last row that holds. */
function decidingRow(binding: Binding, action: string, name: string, subject: unknown): PolicyRow | undefined {
  if (isRecord(subject) ? subject.portalId !== binding.principal.portalId : name.includes('.')) return undefined
  return binding.template.rowsFor(action, name).findLast((row) => holds(binding, row, subject))
}

/** Whether a row holds: for the record, or for the module, which has no fields. */
const holds = ({ template, principal }: Binding, row: PolicyRow, subject: unknown): boolean =>
  !isRecord(subject) || holdAll(template.compilation.stepsOf(row), subject, principal)

/** Every `may` row about this, of the member's level or a higher one, and what it lacks for this member and record. */
function candidatesFor(binding: Binding, action: string, name: string, subject: unknown): Explanation['candidates'] {
  const { template } = binding
  const [home = ''] = name.split('.')
  const refusing = template.rowsFor(action, name).filter((row) => row.effect !== 'may' && holds(binding, row, subject))
  return template.compilation.modules.flatMap((module, index) => {
    const { level: own, closed } = template.standings[index] as Standing
    const held = rowsOf(module, own)
    // Only the rows of a module that is always there pass the closed door of another one.
    const shut = [
      ...(closed ? [module.name] : []),
      ...(module.presence === 'always' || home === module.name || template.isOpen(home) ? [] : [home]),
    ]
    const higher = levelNames.slice(levelNames.indexOf(own)).flatMap((level) => rowsOf(module, level))
    return [...new Set(higher)]
      .filter((row) => row.effect === 'may' && row.subjects.includes(name) && row.actions.includes(action))
      .map((row) => {
        const missing = held.includes(row) ? [] : levelNames.filter((level) => rowsOf(module, level).includes(row)).slice(0, 1)
        const overruling = refusing.findLast((one) => one.effect === 'never' || (held.includes(row) && comesAfter(one, row, held)))
        const lacks: Lack[] = [
          ...shut.map((door) => ({ kind: 'module', module: door }) as const),
          ...missing.map((level) => ({ kind: 'level', level }) as const),
          ...lacksGiven(template, row).filter((lack) => lack.kind !== 'module' || !shut.includes(lack.module)),
          ...failedConditions(binding, row, subject),
          ...(overruling ? [{ kind: 'overruled', by: overruling } as const] : []),
        ]
        return { row, lacks }
      })
  })
}

/** By where they stand: of a row about several modules, the one that counts is a copy. */
const placeOf = ({ at }: PolicyRow, held: readonly PolicyRow[]): number => held.findIndex((row) => row.at === at)
const comesAfter = (one: PolicyRow, row: PolicyRow, held: readonly PolicyRow[]): boolean => placeOf(one, held) > placeOf(row, held)

function lacksGiven(template: Template, { given: { module, option } }: PolicyRow): readonly Lack[] {
  return [
    ...(module === undefined || template.isOpen(module) ? [] : [{ kind: 'module', module } as const]),
    ...(option === undefined || template.options[option] === true ? [] : [{ kind: 'option', option } as const]),
  ]
}

function failedConditions({ principal }: Binding, row: PolicyRow, subject: unknown): readonly Lack[] {
  if (!isRecord(subject)) return []
  const fails = (test: Test): boolean => !orElse(false, () => compileTests([test])(subject, principal))
  return row.conditions
    .map(({ label, tests }) => ({
      label,
      failed: tests.filter(fails).map((test) => ({ path: test.path, operator: test.op, expected: resolve(test.value, principal) })),
    }))
    .filter(({ failed }) => failed.length > 0)
    .map(({ label, failed }) => ({ kind: 'condition', label, failed }))
}
