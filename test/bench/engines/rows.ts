/** The rows that decide, for the engines that have to be told them in a language of their own. */
import * as z from 'zod'
import {
  builtInModules,
  portalPolicy,
  type AnyResource,
  type Module,
  type ParsedMember,
  type ParsedPortal,
  type PolicyRow,
  type Test,
} from '../../../src/index.js'
import { bindingOf } from '../../../src/policy/ability.js'
import { everyone } from '../../../src/identifier.js'
import { isRef, type Principal } from '../../../src/policy/principal.js'
import type { Template } from '../../../src/policy/template.js'
import type { Live } from '../questions.js'

const modules: readonly Module[] = builtInModules
/** Every subject of the built-in policy with its actions. */
export const subjects = modules.flatMap((module) => [module, ...module.resources].map(({ name, actions }) => ({ name, actions })))
const resources = new Map(modules.flatMap((module) => module.resources).map((one) => [one.name, one]))

/** What all members who stand alike share. */
export function templateOf(member: ParsedMember, portal: ParsedPortal): Template {
  const binding = bindingOf(portalPolicy.abilityFor(member, portal))
  if (!binding) throw new Error('not bound')
  return binding.template
}

/** One thing for all members who stand alike, made when the first of them comes. */
export function forEachStanding<T>({ members, portal }: Live, make: (template: Template, index: number) => T): readonly T[] {
  const known = new Map<Template, T>()
  return members.map((member) => {
    const template = templateOf(member, portal)
    const made = known.get(template) ?? make(template, known.size)
    known.set(template, made)
    return made
  })
}

/** One way to a yes, for engines without an order of rules: the tests of a permission, and the refusals after it, none of which may match. */
export interface Way {
  readonly holds: readonly Test[]
  readonly unless: readonly (readonly Test[])[]
}
export function waysTo(rows: readonly PolicyRow[]): readonly Way[] {
  return rows
    .map((row, at) => ({ row, unless: rows.slice(at + 1).flatMap(({ effect, tests }) => (effect === 'may' ? [] : [tests])) }))
    .filter(({ row, unless }) => row.effect === 'may' && unless.every((tests) => tests.length > 0))
    .map(({ row, unless }) => ({ holds: row.tests, unless }))
}

/** The same in another language; undefined where it has no words for one of the tests. */
export function translated<T>(
  ways: readonly Way[],
  say: (test: Test) => T | undefined,
): readonly { readonly holds: readonly T[]; readonly unless: readonly (readonly T[])[] }[] | undefined {
  const all = (tests: readonly Test[]): readonly T[] | undefined => {
    const said = tests.map(say)
    return said.every((one) => one !== undefined) ? said : undefined
  }
  const made = ways.map(({ holds, unless }) => ({ holds: all(holds), unless: unless.map(all) }))
  return made.every(({ holds, unless }) => holds && unless.every((one) => one !== undefined)) ? (made as never) : undefined
}

/** What conditions may know of a member. */
export function principalOf(member: ParsedMember, portal: ParsedPortal): Principal {
  const { id, groups } = member
  return { id, groups, audiences: [id, ...groups, everyone], portalId: portal.id, portalOwnerId: portal.ownerId }
}
export { isRef }

// What the schema admits in a field

interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly anyOf?: readonly JsonSchema[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
}
const schemas = new Map<string, JsonSchema>()
function schemaOf({ name, schema }: AnyResource): JsonSchema {
  const made = schemas.get(name) ?? (z.toJSONSchema(schema) as JsonSchema)
  schemas.set(name, made)
  return made
}

export interface Field {
  /** Whether it holds a list; `maybe` for a list or a single value. */
  readonly list: 'always' | 'never' | 'maybe'
  readonly nullable: boolean
  readonly optional: boolean
}
export function fieldOf(subject: string, path: string): Field {
  const resource = resources.get(subject)
  if (!resource) throw new Error(`no resource ${subject}`)
  let here: readonly JsonSchema[] = [schemaOf(resource)]
  let optional = false
  for (const step of path.split('.')) {
    const objects = here.flatMap((one) => one.anyOf ?? [one]).filter((one) => one.properties)
    optional ||= objects.some((one) => !one.required?.includes(step)) || objects.length < here.flatMap((one) => one.anyOf ?? [one]).length
    here = objects.flatMap((one) => one.properties?.[step] ?? [])
  }
  const types = here.flatMap((one) => one.anyOf ?? [one]).flatMap(({ type }) => type ?? 'string')
  const lists = types.filter((type) => type === 'array').length
  return { list: lists === 0 ? 'never' : lists === types.length ? 'always' : 'maybe', nullable: types.includes('null'), optional }
}
