import { readFileSync } from 'node:fs'
import {
  builtInModules,
  portalPolicy,
  type AnyResource,
  type Member,
  type Module,
  type ParsedMember,
  type ParsedPortal,
} from '../../src/index.js'
import type { DecisionCase } from '../cases.js'

export type Bag = Readonly<Record<string, unknown>>

/** A record, with its `__typename`, that one of the live members asks about. */
export interface RecordQuestion {
  readonly member: number
  readonly action: string
  readonly record: Bag & { readonly __typename: string; readonly portalId: string }
}
/** A module or a type of record that he asks about by name. */
export interface NameQuestion {
  readonly member: number
  readonly action: string
  readonly name: string
}

/** Members who all use the portal at this moment, and what they ask. */
export interface Live {
  readonly portal: ParsedPortal
  readonly members: readonly ParsedMember[]
  readonly onRecords: readonly RecordQuestion[]
  readonly onModules: readonly NameQuestion[]
  readonly onTypes: readonly NameQuestion[]
}

export const pick = <T>(list: readonly T[], i: number): T => list[i % list.length] as T

const modules: readonly Module[] = builtInModules
const resources: readonly AnyResource[] = modules.flatMap((module) => module.resources)
const byName = (of: readonly { readonly name: string; readonly actions: readonly string[] }[]) =>
  of.flatMap(({ name, actions }) => actions.map((action) => ({ action, name })))

/** So many members with the rights of the decision cases, each with so many questions of each kind; the same at every run. */
export function live(memberCount: number, each: number): Live {
  const cases = readFileSync(new URL('../rights/decisions.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as DecisionCase)
  const withRecord = cases.filter((one) => one.resource !== undefined)
  const portal = portalPolicy.parsePortal({ id: 'portal-1', ownerId: 'boss' })
  const members = Array.from({ length: memberCount }, (_, i) =>
    portalPolicy.parseMember({
      ...(pick(cases, i * 7).member as Member),
      id: `member-${i}`,
      portalId: portal.id,
      groups: [`group-${i % 20}`],
    }),
  )
  const asked = <T>(ask: (member: ParsedMember, i: number, j: number) => T): readonly T[] =>
    members.flatMap((member, i) => Array.from({ length: each }, (_, j) => ask(member, i, j)))
  return {
    portal,
    members,
    onRecords: asked(({ id }, i, j) => {
      const { action, subject, resource } = pick(withRecord, i * 31 + j * 97)
      const record = JSON.parse(JSON.stringify(resource).replaceAll('"me"', JSON.stringify(id))) as RecordQuestion['record']
      return { member: i, action, record: { ...record, __typename: subject } }
    }),
    onModules: asked((_, i, j) => ({ member: i, ...pick(byName(modules), i * 31 + j * 97) })),
    onTypes: asked((_, i, j) => ({ member: i, ...pick(byName(resources), i * 31 + j * 97) })),
  }
}
