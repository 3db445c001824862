import * as z from 'zod'
import { PortalError } from '../errors.js'
import { issuesOf } from '../identifier.js'
import type { Module } from './module.js'
import type { AnyResource } from './resource.js'
import { fieldAt, isList, isText, mayLack } from './schema.js'
import { levelNames, type AnyRow, type Level, type LevelRows } from './table.js'

// What the compiler checks in TypeScript is checked here again: policies are also written in JavaScript, and made by programs.

type Fail = (problem: string) => never

/** Throws `POLICY_INVALID`, saying where: the module, and the level and row where there is one. */
export const failIn =
  (module: string, level?: string, row?: number): Fail =>
  (problem) => {
    const place = level === undefined ? '' : `, level \`${level}\`, row ${row ?? ''}`
    throw new PortalError('POLICY_INVALID', `module \`${module}\`${place}: ${problem}`, { module, level, row })
  }

const word = z.string().regex(/^[a-z][A-Za-z0-9]*$/, 'one word starting in lower case')
const requirement = z.partialRecord(z.enum(['option', 'module']), z.string()).refine((given) => given.option ?? given.module)
const row = (...effects: [string, ...string[]]) =>
  z.strictObject(
    {
      effect: z.enum(effects),
      on: z.union([z.string(), z.looseObject({ name: z.string() }), z.array(z.looseObject({ name: z.string() })).min(1)]),
      actions: z.array(z.string()).min(1),
      when: z
        .looseObject({ parts: z.array(z.looseObject({ label: z.string().regex(/^\S.*$/, 'a condition has words, in one line') })).min(1) })
        .exactOptional(),
      given: z.array(requirement).exactOptional(),
    },
    'a row is made by may, mayNot or never',
  )
const additions = {
  resources: z.array(
    z.looseObject({
      name: z.string(),
      schema: z.custom((schema) => '_zod' in Object(schema), 'a zod schema'),
      actions: z.array(word).min(1),
    }),
  ),
  actions: z.array(word).optional(),
  options: z.record(word, z.boolean()).optional(),
  never: z.partialRecord(z.enum([...levelNames, 'everyone']), z.array(row('never'))).optional(),
}
const specShape = z.strictObject({
  ...additions,
  name: word.refine((name) => name !== 'all'),
  guests: z.enum(['admitted', 'never']).optional(),
  presence: z.enum(['switchable', 'required', 'always']).optional(),
  requires: z.string().min(1).optional(),
  levels: z.record(z.enum(levelNames), z.looseObject({ base: z.string().optional(), rows: z.array(row('may', 'mayNot')) })),
})
const extensionShape = z.strictObject({
  ...additions,
  resources: additions.resources.optional(),
  levels: z.partialRecord(z.enum(levelNames), z.array(row('may', 'mayNot'))).optional(),
})

/** Refuses a specification of a module that is not well-formed: names, lists, the five levels. */
export function checkSpec(spec: { readonly name: string; readonly levels: Readonly<Record<Level, LevelRows<unknown>>> }): void {
  checkShape(specShape, spec, (spec as { readonly name?: unknown } | null | undefined)?.name)
  levelNames.forEach((level, rank) => {
    const { base } = spec.levels[level]
    if (base !== undefined && !levelNames.slice(0, rank).includes(base))
      failIn(spec.name)(`level \`${level}\` builds on \`${base}\`, which is not below it`)
  })
}

/** Refuses an extension that is not well-formed, and what is no module. */
export function checkExtension(module: Module, extension: unknown): void {
  checkModule(module)
  checkShape(extensionShape, extension, module.name, (level) => {
    const rows = level === 'everyone' ? [] : module.levels[level as Level].rows
    return rows.filter(({ at }) => at.row > 0).length
  })
}

/** Refuses what `defineModule` did not make. */
function checkModule(module: unknown): asserts module is Module {
  const { name, levels, never, resources } = Object(module) as Partial<Module>
  if (!Object.isFrozen(module) || !name || !levels || !never || !Array.isArray(resources))
    failIn('?')('a module is made by defineModule or extendModule')
}

/** Refuses what is no list of modules. */
export function checkModules(modules: unknown): void {
  if (!Array.isArray(modules)) failIn('?')('a policy is made of a list of modules')
  for (const module of modules as unknown[]) checkModule(module)
}

function checkShape(shape: z.ZodType, given: unknown, name: unknown, rowsBefore: (level: string) => number = () => 0): void {
  const result = shape.safeParse(given)
  if (result.success) return
  const [part, level, ...rest] = result.error.issues[0]?.path ?? []
  const index = rest.find((step) => typeof step === 'number')
  const inRow = (part === 'levels' || part === 'never') && index !== undefined
  const row = inRow ? (part === 'levels' ? rowsBefore(String(level)) : 0) + index + 1 : undefined
  failIn(String(name), inRow ? String(level) : undefined, row)(issuesOf(result.error))
}

/** Refuses a row that does not fit its place: a wrong effect, another module, unknown actions and options. */
export function checkRow(
  row: AnyRow,
  subjects: readonly { readonly name: string; readonly actions: readonly string[] }[],
  module: Module,
  fail: Fail,
): void {
  if (typeof row.on === 'string' && row.on !== module.name) fail(`\`${row.on}\` is not this module`)
  for (const { name, actions } of subjects) {
    for (const action of row.actions) if (!actions.includes(action)) fail(`\`${name}\` has no action \`${action}\``)
  }
  for (const { option } of row.given ?? [])
    if (option !== undefined && !Object.hasOwn(module.options, option)) fail(`the module declares no option \`${option}\``)
}

/** Refuses a resource that does not belong to the module, or whose records have no portal. */
export function checkResource(module: string, one: AnyResource): void {
  const fail = failIn(module)
  const [owner, own, ...rest] = one.name.split('.')
  if (owner !== module || !word.safeParse(own).success || rest.length > 0) fail(`resource \`${one.name}\` is not named \`${module}.…\``)
  if (!fieldAt(one.schema, 'portalId').some(isText) || mayLack(one.schema, 'portalId'))
    fail(`resource \`${one.name}\` has no text field \`portalId\``)
  for (const { label, put } of one.openings) {
    if (!fieldAt(one.schema, put.path).some(isList)) fail(`resource \`${one.name}\`, opening "${label}": \`${put.path}\` is no list`)
  }
  checkNames(module, one.actions, `action of \`${one.name}\``)
}

/** Refuses CASL's word for everything, and names that stand twice. */
export function checkNames(module: string, names: readonly string[], what: string): void {
  if (names.includes('manage')) failIn(module)(`${what} \`manage\` is CASL's word for everything: name what is meant`)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) failIn(module)(`${what} \`${twice}\` stands twice`)
}
