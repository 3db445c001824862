import type { AnyResource, Condition, ConditionPart, Resource } from './resource.js'

/** The five levels of a module, lowest first. */
export const levelNames = ['guest', 'user', 'moduleAdministrator', 'fullAdministrator', 'owner'] as const

/**
 * How far a member's rights go in one module: a guest, a user, an administrator of that module, a full-access administrator (of every
 * module), or the owner of the portal.
 */
export type Level = (typeof levelNames)[number]

/** When a row counts at all, whatever the record: an option of the portal is on, or the member also has another module. */
export interface Given<Option extends string = string> {
  readonly option?: Option
  readonly module?: string
}

interface Line<Effect extends string, Option extends string> {
  readonly effect: Effect
  readonly actions: readonly string[]
  /** What `provided` asks for; all of it. */
  readonly given?: readonly Given<Option>[]
}

/** A row about the records of a resource, or of several. */
export interface RecordRow<Effect extends string = string, Option extends string = string> extends Line<Effect, Option> {
  readonly on: AnyResource | readonly AnyResource[]
  readonly when?: { readonly parts: readonly ConditionPart[] }
}

/** A row about a module as such, which has no records: `may('configure', 'crm')`. */
export interface ModuleRow<Effect extends string, Name extends string, Action extends string, Option extends string = string> extends Line<
  Effect,
  Option
> {
  readonly on: Name
  readonly actions: readonly Action[]
  readonly when?: never
}

type Many<T> = T | readonly T[]

/** The actions that all these resources have, and the fields. */
type CommonAction<R> = (R extends { readonly actions: readonly (infer Action)[] } ? (action: Action) => void : never) extends (
  action: infer Common,
) => void
  ? Common
  : never
type CommonRecord<R> = (R extends Resource<string, infer T, string> ? (condition: Condition<T>) => void : never) extends (
  condition: infer Common,
) => void
  ? Common
  : never

interface Writer<Effect extends string> {
  <const R extends AnyResource>(
    actions: Many<NoInfer<CommonAction<R>>>,
    on: readonly R[],
    when?: NoInfer<CommonRecord<R>>,
  ): RecordRow<Effect, never>
  <T, Action extends string>(
    actions: Many<NoInfer<Action>>,
    on: Resource<string, T, Action>,
    when?: Condition<NoInfer<T>>,
  ): RecordRow<Effect, never>
  <const Name extends string, const Action extends string>(actions: Many<Action>, on: Name): ModuleRow<Effect, Name, Action, never>
}

const writer = <Effect extends string>(effect: Effect): Writer<Effect> =>
  ((actions: Many<string>, on: AnyResource, ...when: readonly unknown[]) => ({
    effect,
    on,
    actions: [actions].flat(),
    // Whatever it is: a condition that is missing, or one of two, would leave a row that holds too often. The check of the module refuses it.
    ...(when.length > 0 && { when: when.length > 1 ? when : when[0] }),
  })) as never

/**
 * A row that allows: these actions, on records of this resource, when the condition holds; or on the module of this name.
 *
 * Rows of a table stand in order, and the last one that matches decides.
 *
 * @example
 * ```ts
 * may(['update', 'delete'], blogPost, blogPost.when('he wrote it', { createdBy: me.id }))
 * may('configure', 'crm')
 * ```
 */
export const may: Writer<'may'> = writer('may')

/** An exception to the rows before it; a later `may`, for example one of a higher level, takes precedence over it. */
export const mayNot: Writer<'mayNot'> = writer('mayNot')

/** A row with the last word: no `may` of any level, module or extension takes precedence over it. */
export const never: Writer<'never'> = writer('never')

type Requirement<Option extends string> = Given<Option> & ({ readonly option: Option } | { readonly module: string })
/** The options that a row is provided by already. */
type OptionOf<Row> = Row extends { readonly given: readonly Given<infer Option>[] } ? Option : never

/**
 * Rows that count only when an option of the portal is on, or when the member also has another module.
 *
 * Inside another one, both must hold. Two options, or two modules, are refused when the module is defined: a row has place for one of each.
 *
 * @example
 * ```ts
 * ...provided({ option: 'membersMayCreateProjects' }, may('create', project))
 * ```
 */
export function provided<const Row extends AnyRow, const Option extends string = never>(
  given: Requirement<Option>,
  ...rows: readonly Row[]
): readonly (Omit<Row, 'given'> & { readonly given: readonly Given<Option | OptionOf<Row>>[] })[] {
  return rows.map((row) => ({ ...row, given: [...(row.given ?? []), given] })) as never
}

/** Any row, of any resource or module. */
export type AnyRow = RecordRow | ModuleRow<string, string, string>

/** The rows of one level: its own, and those of the level that it builds on. */
export interface LevelRows<Row = AnyRow> {
  readonly base?: Level
  readonly rows: readonly Row[]
}

/** A level that has just these rows; `only()` has none. */
export const only = <const Rows extends readonly AnyRow[]>(...rows: Rows): LevelRows<Rows[number]> => ({ rows })

/** A level that has the rows of a lower one, and then these. */
export const plus = <const Rows extends readonly AnyRow[]>(base: Level, ...rows: Rows): LevelRows<Rows[number]> => ({ base, rows })
