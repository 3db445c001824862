import { packRules, unpackRules, type PackRule } from '@casl/ability/extra'
import * as z from 'zod'
import { bindingOf, PortalAbility, type AbilitiesOf } from './ability.js'
import { isPlain, isScalar, type Operator } from './conditions.js'
import type { Module } from './module.js'
import type { AnyAbility } from './template.js'

/** An ability as JSON: for the front end, or a cache. The rules are CASL's packed form. */
export interface SerializedAbility {
  /** The version of the policy that it was made from. */
  readonly version: string
  readonly portalId: string
  readonly memberId: string
  readonly rules: readonly unknown[]
}

/**
 * An ability as data for JSON. `rules` can be read by `unpackRules` of CASL, and all of it by {@link hydrate}.
 *
 * It holds the member's id and groups and what he may do, no more; who may see it is whoever may know that.
 *
 * @param ability from `policy.abilityFor`
 * @throws TypeError for an ability that was not made by `policy.abilityFor`
 */
export function serialize(ability: AnyAbility): SerializedAbility {
  const binding = bindingOf(ability)
  if (!binding) throw new TypeError('only an ability made by `policy.abilityFor` can be serialized')
  return {
    version: binding.template.compilation.version,
    portalId: binding.portal.id,
    memberId: binding.member.id,
    rules: packRules(binding.template.rules(binding.principal)),
  }
}

/**
 * An ability from JSON.
 *
 * Input that is not well-formed, or is of another policy, portal or member than expected, gives an ability that denies everything.
 *
 * @param input what {@link serialize} gave, after JSON
 * @param expected `version`: that of the policy here; `portalId`, `memberId`: where they are known
 *
 * @example
 * ```ts
 * const ability = hydrate<typeof portalPolicy>(await response.json(), { version: portalPolicy.version })
 * ```
 */
export function hydrate<P extends { readonly modules: readonly Module[] }>(
  input: unknown,
  expected: { readonly version: string; readonly portalId?: string; readonly memberId?: string },
): PortalAbility<AbilitiesOf<P['modules'][number]>> {
  try {
    const { version, portalId, memberId, rules } = serialized.parse(input)
    const foreign = [
      [expected.version, version],
      [expected.portalId ?? portalId, portalId],
      [expected.memberId ?? memberId, memberId],
    ].some(([wanted, given]) => wanted !== given)
    const confined = rules.every((rule) => isConfined(rule, portalId))
    if (!foreign && confined) return PortalAbility.fromRules(unpackRules(rules as unknown as PackRule<never>[]) as never, portalId) as never
  } catch {
    // Whatever it was, it gives nobody a right.
  }
  return PortalAbility.fromRules([], '') as never
}

const names = (pattern: RegExp, forbidden: string) =>
  z.string().refine((list) => list.split(',').every((name) => pattern.test(name) && name !== forbidden))
const actions = names(/^[a-z][A-Za-z0-9]*$/, 'manage')
const subjects = z.union([
  names(/^[a-z][A-Za-z0-9]*\.[a-z][A-Za-z0-9]*$/, ''),
  names(/^[a-z][A-Za-z0-9]*$/, 'all').refine((list) => !list.includes(',')),
])
// A copy, so that nobody changes afterwards what was looked at here.
const conditions = z
  .unknown()
  .transform(copied)
  .pipe(z.custom<Readonly<Record<string, unknown>>>((value) => areConditions(value, 32)))
const when = z.union([conditions, z.literal(0)])
const bit = z.union([z.literal(0), z.literal(1)])
const rule = z.union([
  z.tuple([actions, subjects]),
  z.tuple([actions, subjects, when]),
  z.tuple([actions, subjects, when, bit]),
  z.tuple([actions, subjects, when, bit, z.literal(0), z.string()]),
])
const serialized = z.object({ version: z.string().min(1), portalId: z.string().min(1), memberId: z.string().min(1), rules: z.array(rule) })

/** Every permission about records carries the portal. */
function isConfined([, subject, conditions, inverted]: z.infer<typeof rule>, portalId: string): boolean {
  if (inverted === 1 || !subject.includes('.')) return true
  return typeof conditions === 'object' && conditions.portalId === portalId
}

/** Conditions in CASL's words, as {@link serialize} writes them: paths, the closed list of operators, and values of the right kind. */
function areConditions(value: unknown, depth: number): boolean {
  if (depth === 0 || !isPlain(value)) return false
  const entries = Object.entries(value)
  return entries.length > 0 && entries.every(([path, test]) => isPath(path) && (isScalar(test) || areTests(test, depth)))
}

function areTests(value: unknown, depth: number): boolean {
  if (!isPlain(value)) return false
  const entries = Object.entries(value)
  return entries.length > 0 && entries.every(([operator, operand]) => isTest(operator, operand, depth))
}

function isTest(operator: string, operand: unknown, depth: number): boolean {
  switch (operator as Operator) {
    case '$eq':
    case '$ne':
      return isScalar(operand)
    case '$lt':
    case '$lte':
    case '$gt':
    case '$gte':
      return typeof operand === 'string' || typeof operand === 'number'
    case '$in':
    case '$nin':
    case '$all':
      return Array.isArray(operand) && operand.every(isScalar)
    case '$exists':
      return typeof operand === 'boolean'
    case '$size':
      return Number.isSafeInteger(operand)
    case '$elemMatch':
      return areConditions(operand, depth - 1)
    default:
      return false
  }
}

/** Fields are called whatever the schema calls them; `$` starts CASL's own words, and a few names lead to what every object has. */
const isPath = (path: string): boolean => path.split('.').every((step) => step !== '' && !step.includes('$') && !inherited.has(step))
const inherited: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

function copied(value: unknown): unknown {
  if (Array.isArray(value)) return Array.from(value as unknown[], copied)
  return isPlain(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copied(item)])) : value
}
