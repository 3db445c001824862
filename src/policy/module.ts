import type { Test } from './conditions.js'
import type { AnyResource } from './resource.js'
import { levelNames, type Given, type Level } from './table.js'

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
  /** Where it stands: the table, the level that wrote it, and its place there, counted from 1; 0 is the row that every module has, for `access`. */
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
  /** Resources of other modules that rows of this one speak of. */
  readonly uses: readonly AnyResource[]
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

/** All rows of a level in order: those of the levels that it builds on, then its own. */
export function rowsOf(module: Module, level: Level): readonly PolicyRow[] {
  const { base, rows } = module.levels[level]
  return base ? [...rowsOf(module, base), ...rows] : rows
}

/** Every row of a module once, whatever the levels share. */
export function everyRow(module: Module): readonly PolicyRow[] {
  return [...levelNames.flatMap((level) => module.levels[level].rows), ...Object.values(module.never).flat()]
}
