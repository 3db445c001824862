import { checkExtension, checkRow, checkNames, checkResource, checkSpec, failIn } from './checks.js'
import { parseWhere } from './conditions.js'
import type { Module, PolicyRow } from './module.js'
import type { AnyResource } from './resource.js'
import { levelNames, type AnyRow, type Given, type Level, type LevelRows, type ModuleRow, type RecordRow } from './table.js'

type RowOf<Name extends string, Action extends string, Option extends string, Effect extends string> =
  RecordRow<Effect, Option> | ModuleRow<Effect, Name, Action, Option>

/** What {@link defineModule} takes. */
export interface ModuleSpec<Name extends string, Action extends string, R extends AnyResource, Option extends string> {
  /** One word, starting in lower case: `'fleet'`. */
  readonly name: Name
  readonly resources: readonly R[]
  /** What can be done to the module as such, beside `access`. */
  readonly actions?: readonly Action[]
  /** Options of the portal that rows of this module are `provided` by, and their defaults. */
  readonly options?: Readonly<Record<Option, boolean>>
  readonly guests?: 'admitted' | 'never'
  readonly presence?: 'switchable' | 'required' | 'always'
  readonly requires?: string
  /** The table. Every level is written, also one that has nothing (`only()`) or adds nothing (`plus('user')`). */
  readonly levels: Readonly<Record<Level, LevelRows<RowOf<Name, NoInfer<Action> | 'access', NoInfer<Option>, 'may' | 'mayNot'>>>>
  /** The rows that have the last word: for one level, not for those above it, or for everyone. */
  readonly never?: Readonly<
    Partial<Record<Level | 'everyone', readonly RowOf<Name, NoInfer<Action> | 'access', NoInfer<Option>, 'never'>[]>>
  >
}

/**
 * Defines a module: what it knows, and its permission table, level by level.
 *
 * @returns data, checked and frozen
 * @throws PortalError `POLICY_INVALID`, naming module, level and row
 *
 * @example
 * ```ts
 * const fleet = defineModule({
 *   name: 'fleet',
 *   resources: [vehicle],
 *   levels: {
 *     guest: only(),
 *     user: only(may('read', vehicle), may('book', vehicle, free)),
 *     moduleAdministrator: plus('user', may('retire', vehicle)),
 *     fullAdministrator: plus('moduleAdministrator'),
 *     owner: plus('fullAdministrator'),
 *   },
 * })
 * ```
 */
export function defineModule<
  const Name extends string,
  const R extends AnyResource,
  const Action extends string = never,
  const Option extends string = never,
>(spec: ModuleSpec<Name, Action, R, Option>): Module<Name, Action, R, Option> {
  checkSpec(spec)
  const { name, guests = 'admitted', presence = 'switchable', requires } = spec
  const blank: Module = {
    name,
    actions: ['access'],
    resources: [],
    uses: [],
    options: {},
    guests,
    presence,
    ...(requires !== undefined && { requires }),
    levels: everyLevel((level) => {
      const { base } = spec.levels[level]
      return base ? { base, rows: [] } : { rows: [accessRow(name, level)] }
    }),
    never: { ...everyLevel(() => []), everyone: [] },
  }
  return build(blank, { ...spec, levels: everyLevel((level) => spec.levels[level].rows) }) as never
}

/** What {@link extendModule} adds. */
export interface ModuleExtension<
  Name extends string,
  Action extends string,
  R extends AnyResource,
  Option extends string,
  NewAction extends string,
  NewOption extends string,
> {
  readonly resources?: readonly R[]
  readonly actions?: readonly NewAction[]
  readonly options?: Readonly<Record<NewOption, boolean>>
  /** Rows that come after the module's own of that level; the levels that build on it have them too. */
  readonly levels?: Readonly<
    Partial<
      Record<
        Level,
        readonly RowOf<Name, NoInfer<Action> | NoInfer<NewAction> | 'access', NoInfer<Option> | NoInfer<NewOption>, 'may' | 'mayNot'>[]
      >
    >
  >
  readonly never?: Readonly<
    Partial<
      Record<
        Level | 'everyone',
        readonly RowOf<Name, NoInfer<Action> | NoInfer<NewAction> | 'access', NoInfer<Option> | NoInfer<NewOption>, 'never'>[]
      >
    >
  >
}

/**
 * A module with more in it: resources, actions, options, and rows after its own. What a `never` of the module refuses stays refused.
 *
 * @throws PortalError `POLICY_INVALID`, naming module, level and row
 *
 * @example
 * ```ts
 * const myCrm = extendModule(crm, { levels: { user: [may('export', 'crm')] } })
 * ```
 */
export function extendModule<
  const Name extends string,
  Action extends string,
  R extends AnyResource,
  Option extends string,
  const NewR extends AnyResource = never,
  const NewAction extends string = never,
  const NewOption extends string = never,
>(
  module: Module<Name, Action, R, Option>,
  extension: ModuleExtension<Name, Action, NewR, Option, NewAction, NewOption>,
): Module<Name, Action | NewAction, R | NewR, Option | NewOption> {
  checkExtension(module, extension)
  return build(module, extension) as never
}

type Additions = ModuleExtension<string, string, AnyResource, string, string, string>

/** The module with the additions put behind what it has. */
function build(module: Module, { resources = [], actions = [], options = {}, levels = {}, never = {} }: Additions): Module {
  const { name } = module
  const grown = {
    ...module,
    actions: [...module.actions, ...actions],
    resources: [...module.resources, ...resources],
    options: { ...module.options, ...options },
  }
  const written = [levels, never].flatMap((part) => Object.values<readonly AnyRow[]>(part).flat()).flatMap((row) => row.on)
  const uses = written.filter((one) => typeof one !== 'string' && !grown.resources.includes(one)) as AnyResource[]
  checkNames(name, grown.actions, 'action')
  for (const one of resources) checkResource(name, one)
  checkNames(
    name,
    grown.resources.map((one) => one.name),
    'resource',
  )
  checkNames(name, [...Object.keys(module.options), ...Object.keys(options)], 'option')
  const add = (level: Level | 'everyone', had: readonly PolicyRow[], rows: readonly AnyRow[] = []) => [
    ...had,
    ...rows.map((row, index) => parseRow(row, { module: name, level, row: had.filter(({ at }) => at.row > 0).length + index + 1 }, grown)),
  ]
  return deepFreeze({
    ...grown,
    uses: [...new Set([...module.uses, ...uses])],
    levels: everyLevel((level) => ({ ...module.levels[level], rows: add(level, module.levels[level].rows, levels[level]) })),
    never: {
      ...everyLevel((level) => add(level, module.never[level], never[level])),
      everyone: add('everyone', module.never.everyone, never.everyone),
    },
  })
}

function parseRow(row: AnyRow, at: PolicyRow['at'], module: Module): PolicyRow {
  const fail = failIn(at.module, at.level, at.row)
  const subjects = typeof row.on === 'string' ? [module] : [row.on].flat()
  checkRow(row, subjects, module, fail)
  const conditions = (row.when?.parts ?? []).map(({ label, where }) => {
    const failHere = (problem: string) => fail(`"${label}": ${problem}`)
    const [tests = []] = subjects.map((one) =>
      'schema' in one ? parseWhere(where, one.schema, failHere) : failHere('a module has no fields'),
    )
    return { label, tests }
  })
  conditions.forEach(({ tests }, index) => {
    for (const { path } of tests) {
      if (path === 'portalId') fail('a condition on `portalId`: every row is confined to the portal of the member')
      if (conditions.slice(0, index).some((other) => other.tests.some((test) => test.path === path)))
        fail(`two conditions on \`${path}\`: write one`)
    }
  })
  return {
    effect: row.effect as PolicyRow['effect'],
    subjects: subjects.map((one) => one.name),
    actions: [...row.actions],
    conditions,
    tests: conditions.flatMap(({ tests }) => tests),
    given: joined(row.given, fail),
    at,
  }
}

/** All that a row is provided by, in one: a row has place for one option and one module. */
function joined(given: readonly Given[] = [], fail: (problem: string) => never): Given {
  const all = Object.assign({}, ...given) as Given
  if (given.some(({ option = all.option, module = all.module }) => option !== all.option || module !== all.module))
    fail('provided by two options or modules')
  return all
}

/** Whoever has the module may access it. */
const accessRow = (module: string, level: Level): PolicyRow => ({
  effect: 'may',
  subjects: [module],
  actions: ['access'],
  conditions: [],
  tests: [],
  given: {},
  at: { module, level, row: 0 },
})

const everyLevel = <T>(make: (level: Level) => T) => Object.fromEntries(levelNames.map((level) => [level, make(level)])) as Record<Level, T>

/** Freezes data all the way down; schemas and functions are left as they are. */
function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value) && !('_zod' in value)) {
    Object.freeze(value)
    Object.values(value).forEach(deepFreeze)
  }
  return value
}
