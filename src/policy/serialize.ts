import { packRules, unpackRules, type PackRule } from '@casl/ability/extra'
import * as z from 'zod'
import { bindingOf, PortalAbility, type AbilitiesOf } from './ability.js'
import { operators } from './conditions.js'
import type { Policy } from './policy.js'
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
export function hydrate<P extends Policy>(
  input: unknown,
  expected: { readonly version: string; readonly portalId?: string; readonly memberId?: string },
): PortalAbility<AbilitiesOf<P['modules'][number]>> {
  const result = serialized.safeParse(input)
  const fits =
    result.success &&
    result.data.version === expected.version &&
    (expected.portalId ?? result.data.portalId) === result.data.portalId &&
    (expected.memberId ?? result.data.memberId) === result.data.memberId
  return PortalAbility.fromRules(fits ? (unpackRules(result.data.rules as PackRule<never>[]) as never) : []) as never
}

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])
const path = z
  .string()
  .regex(/^[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*$/)
  .refine((name) => !name.split('.').some((step) => step === '__proto__' || step === 'constructor' || step === 'prototype'))
const conditions: z.ZodType<Record<string, unknown>> = z.lazy(() =>
  z.record(path, z.union([scalar, tests])).refine((value) => Object.keys(value).length > 0),
)
const tests = z
  .partialRecord(z.enum(operators), z.union([scalar, z.array(scalar), conditions]))
  .refine((value) => Object.keys(value).length > 0)

const words = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]*(,[a-z][A-Za-z0-9]*)*$/)
  .refine((list) => !list.split(',').includes('manage'))
const subject = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)?(,[a-z][A-Za-z0-9]*\.[a-z][A-Za-z0-9]*)*$/)
  .refine((name) => name !== 'all')
const bit = z.union([z.literal(0), z.literal(1)])
const rule = z.union([
  z.tuple([words, subject]),
  z.tuple([words, subject, z.union([conditions, z.literal(0)])]),
  z.tuple([words, subject, z.union([conditions, z.literal(0)]), bit]),
  z.tuple([words, subject, z.union([conditions, z.literal(0)]), bit, z.literal(0), z.string()]),
])

/** What {@link serialize} makes, and nothing else: the closed list of operators, and every permission confined to the portal. */
const serialized = z
  .object({ version: z.string().min(1), portalId: z.string().min(1), memberId: z.string().min(1), rules: z.array(rule) })
  .refine(({ portalId, rules }) =>
    rules.every(
      ([, name, when, inverted]) => inverted === 1 || !name.includes('.') || (typeof when === 'object' && when.portalId === portalId),
    ),
  )
