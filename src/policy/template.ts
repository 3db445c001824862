import type { RawRule } from '@casl/ability'
import type { Member } from '../member.js'
import type { Portal } from '../portal.js'
import { compileSteps, fuse, type Predicate } from './compile.js'
import { toCasl } from './conditions.js'
import { rowsOf, type Module, type PolicyRow } from './module.js'
import type { Principal } from './principal.js'
import type { Standing } from './standing.js'

/** Why nothing at all is allowed. */
export type Refusal = 'PORTAL_NOT_ACTIVE' | 'MEMBER_DISABLED' | 'MEMBER_OF_ANOTHER_PORTAL'

/** The answers to one action on one subject. */
export interface Entry {
  /** For a record of the member's portal. */
  readonly test: Predicate
  /** Whether there could be a record for which the answer is yes. */
  readonly could: boolean
  /** The rows that it was compiled from, in order. */
  readonly rows: readonly PolicyRow[]
}

/** What all templates of a policy share. */
export interface Compilation {
  readonly version: string
  readonly modules: readonly Module[]
  /** The actions of every resource and module, by name. */
  readonly actions: ReadonlyMap<string, readonly string[]>
  readonly stepsOf: (row: PolicyRow) => readonly Predicate[]
  readonly abilityFor: AbilityFor
}

/** Any ability, whatever its policy. */
export interface AnyAbility {
  /** May he do this? */
  can(...question: never): boolean
}

/** The policy's own `abilityFor`, for questions of the kind "what if". */
type AbilityFor = (member: Member, portal: Portal) => AnyAbility

export function compilation(policy: Pick<Compilation, 'version' | 'modules' | 'abilityFor'>): Compilation {
  const { modules, abilityFor } = policy
  const known = new Map<string, Predicate>()
  const byRow = new WeakMap<PolicyRow, readonly Predicate[]>()
  const actions = new Map(modules.flatMap((module) => [module, ...module.resources].map((one) => [one.name, one.actions] as const)))
  return {
    get version() {
      return policy.version
    },
    modules,
    actions,
    abilityFor,
    stepsOf(row) {
      const steps = byRow.get(row) ?? compileSteps(row.tests, known)
      byRow.set(row, steps)
      return steps
    },
  }
}

/**
 * The rights of all members who stand alike: the same level in every module, the same doors open, the same options on.
 *
 * Rows are collected and compiled when they are first asked for, once for all of them; a member is only bound to it.
 */
export class Template {
  /** By subject, then by action: what was asked so far. */
  readonly entries: Record<string, Record<string, Entry>> = Object.create(null) as Record<string, Record<string, Entry>>
  #rows: readonly PolicyRow[] | undefined

  constructor(
    readonly compilation: Compilation,
    readonly standings: readonly Standing[],
    readonly options: Readonly<Record<string, boolean>>,
    readonly refusal: Refusal | undefined,
  ) {}

  /** All rows that count, in order: what the open modules say, then whatever has the last word. */
  get rows(): readonly PolicyRow[] {
    return (this.#rows ??= this.refusal ? [] : this.#collect())
  }

  /** The rows about one action on one subject, in order. */
  rowsFor(action: string, subject: string): readonly PolicyRow[] {
    return this.rows.filter((row) => row.subjects.includes(subject) && row.actions.includes(action))
  }

  /** The compiled answer; none for a subject or action that the policy does not know. */
  entry(action: string, subject: string): Entry | undefined {
    const known = this.entries[subject]?.[action]
    if (known) return known
    if (!this.compilation.actions.get(subject)?.includes(action)) return undefined
    const entry = this.#compile(this.rowsFor(action, subject))
    const bySubject = (this.entries[subject] ??= Object.create(null) as Record<string, Entry>)
    return (bySubject[action] = entry)
  }

  /** The same rows as plain rules of CASL, for one member. */
  rules(principal: Principal): RawRule[] {
    return this.rows.map((row) => toRule(row, principal))
  }

  /** Whether the door of a module is open. */
  isOpen(module: string): boolean {
    const index = this.compilation.modules.findIndex((one) => one.name === module)
    return index !== -1 && this.standings[index]?.closed === undefined
  }

  #collect(): readonly PolicyRow[] {
    const { modules } = this.compilation
    const standing = (index: number) => this.standings[index] as Standing
    const said = modules.flatMap((module, index) => {
      const { level, closed } = standing(index)
      return closed ? [] : rowsOf(module, level).flatMap((row) => (module.presence === 'always' ? [row] : this.#behindOpenDoors(row)))
    })
    const last = modules.flatMap((module, index) => [...module.never[standing(index).level], ...module.never.everyone])
    return [...said, ...last].filter(({ given }) => {
      if (given.option !== undefined && this.options[given.option] !== true) return false
      return given.module === undefined || this.isOpen(given.module)
    })
  }

  /** A row about a resource of another module counts only while that module is open too; only the portal's own rows pass closed doors. */
  #behindOpenDoors(row: PolicyRow): readonly PolicyRow[] {
    const subjects = row.subjects.filter((name) => this.isOpen(name.split('.')[0] ?? ''))
    if (subjects.length === row.subjects.length) return [row]
    return subjects.length === 0 ? [] : [{ ...row, subjects }]
  }

  #compile(rows: readonly PolicyRow[]): Entry {
    const compiled = rows.map((row) => ({ allow: row.effect === 'may', steps: this.compilation.stepsOf(row) }))
    const deciding = compiled.findLast((row) => row.allow || row.steps.length === 0)
    return { test: fuse(compiled), could: deciding?.allow === true, rows }
  }
}

const isRecordRow = (row: PolicyRow): boolean => row.subjects.some((name) => name.includes('.'))

function toRule(row: PolicyRow, principal: Principal): RawRule {
  const confined = row.effect === 'may' && isRecordRow(row) ? { portalId: principal.portalId } : {}
  const conditions = { ...confined, ...toCasl(row.tests, principal) }
  return {
    action: [...row.actions],
    subject: row.subjects.length === 1 ? row.subjects[0] : [...row.subjects],
    ...(Object.keys(conditions).length > 0 && { conditions }),
    ...(row.effect !== 'may' && {
      inverted: true,
      ...(row.conditions.length > 0 && { reason: row.conditions.map(({ label }) => label).join(', ') }),
    }),
  } as RawRule
}
