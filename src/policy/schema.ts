import * as z from 'zod'

/** What a schema admits at one place: optional, nullable and default are taken off, unions taken apart. */
export function alternatives(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  const { def } = schema._zod
  if ('innerType' in def) {
    const inner = alternatives(def.innerType as z.core.$ZodType)
    return def.type === 'nullable' ? [...inner, z.null()] : inner
  }
  if (def.type === 'union') return (def as z.core.$ZodUnionDef).options.flatMap(alternatives)
  if (def.type === 'pipe') return alternatives((def as z.core.$ZodPipeDef).in)
  return [schema]
}

/** The schemas of a field of an object schema, nested ones by dots; none when there is no such field. */
export function fieldAt(schema: z.core.$ZodType, path: string): readonly z.core.$ZodType[] {
  const [head = '', ...rest] = path.split('.')
  const here = alternatives(schema).flatMap((alternative) => {
    const shape = shapeOf(alternative)
    return shape && Object.hasOwn(shape, head) ? alternatives(shape[head] as z.core.$ZodType) : []
  })
  return rest.length === 0 ? here : here.flatMap((inner) => fieldAt(inner, rest.join('.')))
}

/** The elements of those alternatives that are lists. */
export function elementsOf(schemas: readonly z.core.$ZodType[]): readonly z.core.$ZodType[] {
  return schemas.flatMap((schema) => {
    const { def } = schema._zod
    return def.type === 'array' ? alternatives((def as z.core.$ZodArrayDef).element) : []
  })
}

export const isObject = (schema: z.core.$ZodType): boolean => shapeOf(schema) !== undefined
export const isList = (schema: z.core.$ZodType): boolean => schema._zod.def.type === 'array'
export const isText = (schema: z.core.$ZodType): boolean => schema._zod.def.type === 'string'

/** Whether one of the schemas accepts this value. */
export const accepts = (schemas: readonly z.core.$ZodType[], value: unknown): boolean =>
  schemas.some((schema) => z.core.safeParse(schema, value).success)

function shapeOf(schema: z.core.$ZodType): z.core.$ZodShape | undefined {
  const { def } = schema._zod
  return def.type === 'object' ? (def as z.core.$ZodObjectDef).shape : undefined
}

/** Whether records fit the schema without this field. */
export const mayLack = (schema: z.core.$ZodType, field: string): boolean =>
  alternatives(schema).some((alternative) => {
    const shape = shapeOf(alternative)
    return shape !== undefined && Object.hasOwn(shape, field) && accepts([shape[field] as z.core.$ZodType], undefined)
  })
