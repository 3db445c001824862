import { PortalError } from '../errors.js'
import { parseWhere, type Test } from './conditions.js'
import { fieldAt, isText } from './schema.js'
import type { AnyResource } from './resource.js'
import { levelNames, type AnyRow, type Given, type Level, type LevelRows, type ModuleRow, type RecordRow } from './table.js'

/** A row in its place, checked, with its condition as tests: what every reader of a policy works with. */
export interface PolicyRow {
  readonly effect: 'may' | 'mayNot' | 'never'
  /** The names of resources, or the name of a module. */
  readonly subjects: readonly string[]
  readonly actions: readonly string[]
  /** What must hold, in words and as tests; none for a row that always holds. */
  readonly conditions: readonly { readonly label: string; readonly tests: readonly Test[] }[]
  /** The tests of all conditions together. */
  readonly tests: readonly Test[]
  readonly given: Given
  /** Where it stands: the table, the level that wrote it, and its place there, counted from 1. */
  readonly at: { readonly module: string; readonly level: Level | 'everyone'; readonly row: number }
}

/** A module: its resources, its own actions, its options, and its table. */
export interface Module<
  Name extends string = string,
  Action extends string = string,
  R extends AnyResource = AnyResource,
  Option extends string = string,
> {
  readonly name: Name
  /** What can be done to the module as such; `access` is always among them. */
  readonly actions: readonly ('access' | Action)[]
  readonly resources: readonly R[]
  readonly options: Readonly<Record<Option, boolean>>
  /** `never`: whatever the portal says, guests do not have the module. */
  readonly guests: 'admitted' | 'never'
  /** `always`: cannot be switched off or restricted, like the portal itself; `required`: can be restricted, not switched off. */
  readonly presence: 'switchable' | 'required' | 'always'
  /** The licensed feature without which nobody has the module. */
  readonly requires?: string
  readonly levels: Readonly<Record<Level, { readonly base?: Level; readonly rows: readonly PolicyRow[] }>>
  readonly never: Readonly<Record<Level | 'everyone', readonly PolicyRow[]>>
}

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
  checkLevels(spec.levels, failIn(spec.name))
  const { name, guests = 'admitted', presence = 'switchable', requires } = spec
  const empty = Object.fromEntries([...levelNames, 'everyone'].map((level) => [level, []])) as unknown as Module['never']
  const levels = everyLevel((level) => ({ ...(spec.levels[level].base && { base: spec.levels[level].base }), rows: [] }))
  const blank = {
    name,
    actions: ['access'],
    resources: [],
    options: {},
    guests,
    presence,
    ...(requires !== undefined && { requires }),
    levels,
    never: empty,
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
    Partial<Record<Level, readonly RowOf<Name, Action | NoInfer<NewAction> | 'access', Option | NoInfer<NewOption>, 'may' | 'mayNot'>[]>>
  >
  readonly never?: Readonly<
    Partial<
      Record<Level | 'everyone', readonly RowOf<Name, Action | NoInfer<NewAction> | 'access', Option | NoInfer<NewOption>, 'never'>[]>
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
  return build(module, extension) as never
}

/** All rows of a level in order: whoever has the module may access it; then those of the levels that it builds on, then its own. */
export function rowsOf(module: Module, level: Level): readonly PolicyRow[] {
  const { base, rows } = module.levels[level]
  return base ? [...rowsOf(module, base), ...rows] : [accessRow(module, level), ...rows]
}

/** Every row of a module once, whatever the levels share. */
export function everyRow(module: Module): readonly PolicyRow[] {
  return [...levelNames.flatMap((level) => module.levels[level].rows), ...Object.values(module.never).flat()]
}

const accessRow = (module: Module, level: Level): PolicyRow => ({
  effect: 'may',
  subjects: [module.name],
  actions: ['access'],
  conditions: [],
  tests: [],
  given: {},
  at: { module: module.name, level, row: 0 },
})

type Additions = ModuleExtension<string, string, AnyResource, string, string, string>

/** The module with the additions checked and put behind what it has. */
function build(module: Module, { resources = [], actions = [], options = {}, levels = {}, never = {} }: Additions): Module {
  const { name } = module
  const fail = failIn(name)
  if (!isWord(name) || name === 'all') fail('the name of a module is one word starting in lower case')
  const own = {
    name,
    actions: [...module.actions, ...actions],
    resources: [...module.resources, ...resources],
    options: { ...module.options, ...options },
  }
  checkNames(own.actions, 'action', fail)
  for (const one of resources) checkResource(one, name, fail)
  checkUnique(
    own.resources.map((one) => one.name),
    'resource',
    fail,
  )
  for (const [option, value] of Object.entries<unknown>(options)) {
    if (!isWord(option) || typeof value !== 'boolean') fail(`option \`${option}\` is one word with true or false`)
    if (Object.hasOwn(module.options, option)) fail(`option \`${option}\` is there already`)
  }
  for (const key of [...Object.keys(levels), ...Object.keys(never)]) {
    if (!isLevel(key) && !(key === 'everyone' && Object.hasOwn(never, key))) fail(`there is no level \`${key}\``)
  }
  const add = (level: Level | 'everyone', had: readonly PolicyRow[], rows: readonly AnyRow[] = [], effects: readonly string[]) => [
    ...had,
    ...rows.map((row, index) => parseRow(row, { module: name, level, row: had.length + index + 1 }, own, effects)),
  ]
  return deepFreeze({
    ...module,
    ...own,
    levels: everyLevel((level) => ({
      ...module.levels[level],
      rows: add(level, module.levels[level].rows, levels[level], ['may', 'mayNot']),
    })),
    never: {
      ...everyLevel((level) => add(level, module.never[level], never[level], ['never'])),
      everyone: add('everyone', module.never.everyone, never.everyone, ['never']),
    },
  })
}

function parseRow(
  row: AnyRow,
  at: PolicyRow['at'],
  own: { readonly name: string; readonly actions: readonly string[]; readonly options: Readonly<Record<string, boolean>> },
  effects: readonly string[],
): PolicyRow {
  const fail = (problem: string): never => refuse(`module \`${at.module}\`, level \`${at.level}\`, row ${at.row}: ${problem}`, at)
  if (typeof row !== 'object' || (row as unknown) === null) return fail('a row is made by may, mayNot or never')
  if (!effects.includes(row.effect)) fail(`a row here is one of ${effects.join(', ')}, not \`${row.effect}\``)
  if (typeof row.on === 'string' && row.on !== own.name) fail(`\`${row.on}\` is not this module`)
  const subjects = typeof row.on === 'string' ? [own] : [row.on].flat()
  if (subjects.length === 0 || row.actions.length === 0) fail('a row names at least one resource and one action')
  for (const { name, actions } of subjects) {
    for (const action of row.actions) if (!actions.includes(action)) fail(`\`${name}\` has no action \`${action}\``)
  }
  const { option } = row.given ?? {}
  if (option !== undefined && !Object.hasOwn(own.options, option)) fail(`the module declares no option \`${option}\``)
  const conditions = (row.when?.parts ?? []).map(({ label, where }) => {
    const failHere = (problem: string) => fail(`"${label}": ${problem}`)
    const [tests = []] = subjects.map((one) =>
      'schema' in one ? parseWhere(where, one.schema, failHere) : failHere('a module has no fields'),
    )
    return { label, tests }
  })
  const paths = conditions.map(({ tests }) => new Set(tests.map((test) => test.path)))
  paths.forEach((here, index) => {
    for (const path of here) {
      if (path === 'portalId') fail('a condition on `portalId`: every row is confined to the portal of the member')
      if (paths.findIndex((other) => other.has(path)) !== index) fail(`two conditions on \`${path}\`: write one`)
    }
  })
  return {
    effect: row.effect as PolicyRow['effect'],
    subjects: subjects.map((one) => one.name),
    actions: [...row.actions],
    conditions,
    tests: conditions.flatMap(({ tests }) => tests),
    given: { ...row.given },
    at,
  }
}

function checkResource(one: AnyResource, module: string, fail: (problem: string) => never): void {
  const [owner, own, ...rest] = one.name.split('.')
  if (owner !== module || !isWord(own) || rest.length > 0) fail(`resource \`${one.name}\` is not named \`${module}.…\``)
  if (!fieldAt(one.schema, 'portalId').some(isText)) fail(`resource \`${one.name}\` has no text field \`portalId\``)
  if (one.actions.length === 0) fail(`resource \`${one.name}\` has no actions`)
  checkNames(one.actions, `action of \`${one.name}\``, fail)
}

function checkLevels(levels: Readonly<Record<string, LevelRows<unknown>>>, fail: (problem: string) => never): void {
  for (const level of Object.keys(levels)) if (!isLevel(level)) fail(`there is no level \`${level}\``)
  levelNames.forEach((level, rank) => {
    if (!Object.hasOwn(levels, level)) fail(`level \`${level}\` is missing: write \`only()\` if it has nothing`)
    const base = levels[level]?.base
    if (base !== undefined && !levelNames.slice(0, rank).includes(base))
      fail(`level \`${level}\` builds on \`${base}\`, which is not below it`)
  })
}

function checkNames(names: readonly string[], what: string, fail: (problem: string) => never): void {
  for (const name of names) {
    if (!isWord(name)) fail(`${what} \`${String(name)}\` is one word starting in lower case`)
    if (name === 'manage') fail(`${what} \`manage\` is CASL's word for everything: name what is meant`)
  }
  checkUnique(names, what, fail)
}

function checkUnique(names: readonly string[], what: string, fail: (problem: string) => never): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) fail(`${what} \`${twice}\` stands twice`)
}

const failIn =
  (module: unknown) =>
  (problem: string): never =>
    refuse(`module \`${String(module)}\`: ${problem}`, { module })
const everyLevel = <T>(make: (level: Level) => T) => Object.fromEntries(levelNames.map((level) => [level, make(level)])) as Record<Level, T>
const isWord = (name: unknown): name is string => typeof name === 'string' && /^[a-z][A-Za-z0-9]*$/.test(name)
const isLevel = (name: string): name is Level => (levelNames as readonly string[]).includes(name)

function refuse(message: string, details: Readonly<Record<string, unknown>>): never {
  throw new PortalError('POLICY_INVALID', message, details)
}

/** Freezes data all the way down; schemas and functions are left as they are. */
function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value) && !('_zod' in value)) {
    Object.freeze(value)
    Object.values(value).forEach(deepFreeze)
  }
  return value
}
