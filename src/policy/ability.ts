import {
  Ability,
  fieldPatternMatcher,
  mongoQueryMatcher,
  type AbilityTuple,
  type CanParameters,
  type Subject,
  type RawRuleFrom,
  type Rule,
} from '@casl/ability'
import type { ParsedMember } from '../member.js'
import type { ParsedPortal } from '../portal.js'
import type { Module } from './module.js'
import type { Principal } from './principal.js'
import type { Resource, Tagged } from './resource.js'
import type { AnyAbility, Template } from './template.js'

/** The questions that a policy answers, as CASL writes them: `[action, subject]`, records for resources and names for modules. */
export type AbilitiesOf<M> = M extends Module<infer Name, infer Action, infer R> ? [Action | 'access', Name] | QuestionsOf<R> : never
type QuestionsOf<R> = R extends Resource<infer Name, infer T, infer Action> ? [Action, Tagged<T, Name>] : never

/** The names of the subjects that have records, with their actions. */
type TypesOf<A> = A extends [infer Action, { readonly __typename: infer Name }] ? [Action, Name] : never
type ActionOn<A, Name> = TypesOf<A> extends infer Pair ? (Pair extends [infer Action extends string, Name] ? Action : never) : never

/** What an ability knows of the member that it is bound to. */
export interface Binding {
  readonly template: Template
  readonly principal: Principal
  readonly member: ParsedMember
  readonly portal: ParsedPortal
}

/** Only for `explain` and its like: the binding of an ability, none for one that was read from JSON or updated by hand. */
export let bindingOf: (ability: AnyAbility) => Binding | undefined

/** Conditions of plain rules. */
type Conditions = Readonly<Record<string, unknown>>
type Question<A extends AbilityTuple> = CanParameters<A>

/** Resources are named `module.resource`, modules by one word. */
const isTypeName = (subject: string): boolean => subject.includes('.')

const nothing: never[] = []
const caslOptions = {
  conditionsMatcher: mongoQueryMatcher,
  fieldMatcher: fieldPatternMatcher,
  detectSubjectType: ({ __typename: type }: { readonly __typename?: unknown }): string => (typeof type === 'string' ? type : ''),
}

/**
 * What one member may do in one portal: a CASL `Ability`, so everything made for CASL works with it.
 *
 * Decisions run on the compiled policy; the plain rules of CASL (`rules`, `rulesFor`, `relevantRuleFor`, packing, queries) are made when
 * somebody asks for them. Two things are stricter than CASL: a record of another portal is never allowed, and the bare name of a resource is
 * no record (see {@link PortalAbility.couldEver}).
 */
export class PortalAbility<A extends AbilityTuple> extends Ability<A, Conditions> {
  #binding: Binding | undefined
  /** The portal that it is confined to; none after `update`. */
  #portalId: string | undefined
  #plain: Ability<A, Conditions> | undefined

  static {
    bindingOf = (ability) => (#binding in ability ? ability.#binding : undefined)
  }

  private constructor(rules: RawRuleFrom<A, Conditions>[], portalId: string, binding?: Binding) {
    super(rules, caslOptions as never)
    this.#portalId = portalId
    this.#binding = binding
  }

  /** Used by `policy.abilityFor`. @internal */
  static bound<A extends AbilityTuple>(binding: Binding): PortalAbility<A> {
    return new PortalAbility<A>(nothing, binding.portal.id, binding)
  }

  /** Used by `hydrate`. @internal */
  static fromRules<A extends AbilityTuple>(rules: RawRuleFrom<A, Conditions>[], portalId: string): PortalAbility<A> {
    return new PortalAbility<A>(rules, portalId)
  }

  /**
   * May he do this?
   *
   * Asked with an action, and a record with its `__typename` or the name of a module. A third argument, CASL's field, is accepted and changes
   * nothing: no row restricts fields.
   *
   * @returns never throws: an unknown action or subject, and a record that cannot be judged, is a no
   *
   * @example
   * ```ts
   * ability.can('update', contact.of(row))
   * ability.can('configure', 'crm')
   * ```
   */
  override can(...question: CanParameters<A>): boolean
  override can(action: string, question?: Subject, _field?: string): boolean {
    const subject: unknown = question
    if (typeof (action as unknown) !== 'string') return false
    try {
      // Throws where `this` is a proxy of an ability, which knows nothing of the member.
      const binding = this.#binding
      if (typeof subject === 'object' && subject !== null) {
        const record = subject as Readonly<Record<string, unknown>>
        if (this.#portalId !== undefined && (record.portalId !== this.#portalId || Array.isArray(record))) return false
        if (binding === undefined) return this.#canByRules(action, record)
        const { template, principal } = binding
        const type = record.__typename
        if (typeof type !== 'string') return false
        const entry = template.entries[type]?.[action] ?? template.entry(action, type)
        return entry !== undefined && entry.test(record, principal)
      }
      if (typeof subject !== 'string' || isTypeName(subject)) return false
      return binding === undefined ? this.#canByRules(action, subject) : (binding.template.entry(action, subject)?.could ?? false)
    } catch {
      return false
    }
  }

  /** The opposite of {@link PortalAbility.can}. */
  override cannot(...question: Question<A>): boolean {
    return !this.can(...question)
  }

  /**
   * Could he ever do this to some record of this resource? For menus and buttons, before there is a record; never a permission.
   *
   * @param action an action of the resource
   * @param resource the name of the resource
   */
  couldEver<Name extends TypesOf<A>[1] & string>(action: ActionOn<A, Name>, resource: Name): boolean {
    const binding = this.#binding
    if (typeof (action as unknown) !== 'string' || typeof (resource as unknown) !== 'string') return false
    return binding ? (binding.template.entry(action, resource)?.could ?? false) : this.#canByRules(action, resource)
  }

  /** The same rights as plain rules of CASL, with the member's facts filled in. */
  override get rules(): RawRuleFrom<A, Conditions>[] {
    return this.#binding ? this.#full().rules : super.rules
  }

  /** As in CASL. */
  override possibleRulesFor(...args: Parameters<Ability<A, Conditions>['possibleRulesFor']>): readonly Rule<A, Conditions>[] {
    return this.#binding ? this.#full().possibleRulesFor(...args) : super.possibleRulesFor(...args)
  }

  /** As in CASL. */
  override actionsFor(...args: Parameters<Ability<A, Conditions>['actionsFor']>): string[] {
    return this.#binding ? this.#full().actionsFor(...args) : super.actionsFor(...args)
  }

  /** The rule that decides; where this ability is stricter than CASL, none. */
  override relevantRuleFor(...question: Question<A>): Rule<A, Conditions> | null {
    try {
      const rule = this.#binding ? this.#full().relevantRuleFor(...question) : super.relevantRuleFor(...question)
      return rule && !rule.inverted && !this.can(...question) ? null : rule
    } catch {
      return null
    }
  }

  /** Replaces the rules, as CASL does: from here on it is a plain ability, no longer bound to the policy. */
  override update(rules: RawRuleFrom<A, Conditions>[]): ReturnType<Ability<A, Conditions>['update']> & this {
    this.#binding = undefined
    this.#portalId = undefined
    this.#plain = undefined
    return super.update(rules)
  }

  #canByRules(action: string, subject: unknown): boolean {
    const rule = super.relevantRuleFor(...([action, subject] as unknown as Question<A>))
    return rule !== null && !rule.inverted
  }

  #full(): Ability<A, Conditions> {
    const { template, principal } = this.#binding as Binding
    return (this.#plain ??= new Ability<A, Conditions>(template.rules(principal) as RawRuleFrom<A, Conditions>[], caslOptions as never))
  }
}
