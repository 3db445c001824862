import type * as z from 'zod'
import { invalid, shapeOf, type FieldShape } from '../fields.js'
import type { Context, Spec } from './context.js'
import type { ChildSpec } from './spec.js'

/**
 * Refuses a field that the schema does not have, or that lies where its kind cannot; names of columns are refused where they are looked up.
 *
 * @returns what the schema says of it
 */
export function checkedShape<C, T, R>(schema: z.core.$ZodType, path: string, spec: Spec<C, T>, context: Context<C, T, R>): FieldShape {
  const fail = (problem: string): never => invalid(context.resource, `field \`${path}\`: ${problem}`)
  const shape = shapeOf(schema, path, fail)
  const { holds } = shape
  if (!path.split('.').every((step) => /^\w+$/.test(step))) fail('no such name')
  switch (spec.kind as unknown) {
    case 'column':
      if (holds !== 'value' && holds !== 'object') fail('a list lies in a JSON column, an array or a child table')
      break
    case 'json':
      if (holds === 'value') fail('a value in JSON is mapped with the object that it is in')
      break
    case 'array':
      if (holds !== 'values') fail('an array holds a list of values')
      if (context.dialect !== 'postgres') fail('there are no arrays in SQLite')
      break
    case 'child':
      checkChild(spec as ChildSpec<C, T>, holds, fail)
      checkName(spec as ChildSpec<C, T>, context, fail)
      break
    default:
      fail('there is no such kind of place')
  }
  return shape
}

function checkChild<C, T>({ on, value, fields }: ChildSpec<C, T>, holds: FieldShape['holds'], fail: (problem: string) => never): void {
  if (holds !== 'values' && holds !== 'rows') fail('a child table holds a list')
  if (!Array.isArray(on) || on.length === 0) fail('a child table is linked `on` pairs of columns')
  if ((holds === 'values') !== (value !== undefined)) fail('a list of values has a `value`, another one none')
  if ((holds === 'rows') !== (fields !== undefined)) fail('a list of objects has `fields`, another one none')
}

/** Two tables of one name: a column would be taken for that of the inner one. Databases do not tell `Contacts` from `contacts`. */
function checkName<C, T, R>({ table, on }: ChildSpec<C, T>, { names, taken }: Context<C, T, R>, fail: (problem: string) => never): void {
  names.table(table)
  const name = names.called(table)
  const around = [...taken, ...on.flatMap(([, above]) => names.ownerOf(above)?.toLowerCase() ?? [])]
  if (around.includes(name.toLowerCase())) fail(`a table \`${name}\` is there already: give the child table another name`)
}
