import type * as z from 'zod'
import { invalid, shapeOf, type MappedResource } from '../fields.js'

/** A list in a scalar list of Prisma. */
export interface PrismaList {
  readonly kind: 'list'
  readonly at: string
}

/** A list in a relation to many. */
export interface PrismaRelation {
  readonly kind: 'relation'
  readonly at: string
  /** For a list of values: the field that has the value. */
  readonly value?: string | undefined
  /** For a list of objects: where the fields of an element lie. */
  readonly fields?: PrismaFields | undefined
}

/** A field of the model, also by way of relations to one: `'project.status'`; an object is the relation itself. */
export type PrismaField = string | PrismaList | PrismaRelation

/** Where fields lie, by their paths in the record. */
export type PrismaFields = Readonly<Record<string, PrismaField>>

/** Where the fields of a resource lie in a model of Prisma. */
export interface PrismaMapping {
  /** The name of the resource. */
  readonly resource: string
  /** Only for the translator. @internal */
  readonly '~in': PrismaModel
}

/** A model, with what the schema says of its fields. */
export interface PrismaModel {
  readonly schema: z.core.$ZodType
  readonly fields: PrismaFields
  /** Whether texts are compared by their code points. */
  readonly codePoints: boolean
}

/**
 * A list of values in a scalar list (`String[]`), which is never missing: NULL counts as empty.
 *
 * @param at the field of the model
 */
export const scalarList = (at: string): PrismaList => ({ kind: 'list', at })

/**
 * A list in a relation to many, which is never missing.
 *
 * @param at the field of the model
 * @param element for a list of values the field that has the value, for a list of objects where their fields lie
 *
 * @example
 * ```ts
 * relation('access', 'memberId')
 * relation('shares', { to: 'audience', access: 'level' })
 * ```
 */
export const relation = (at: string, element: string | PrismaFields): PrismaRelation =>
  typeof element === 'string' ? { kind: 'relation', at, value: element } : { kind: 'relation', at, fields: element }

/** The name of a field of a model. */
export const fieldName = /^[A-Za-z]\w*$/

/**
 * Says where the fields of a resource lie in a model of Prisma, once.
 *
 * A field that the resource's schema requires is required in the model, and so is every relation on the way to it; one that may be missing or
 * null is optional there, or lies behind a relation that is. Where such a relation leads nowhere, a field behind it is null, and a list empty.
 *
 * @param resource the resource
 * @param options `fields`: by their paths in the record; `textOrder`: `codePoints` where the database compares texts so (SQLite, a collation `C`):
 *   without it, lists that depend on the order of texts are refused
 * @throws PortalError `MAPPING_INVALID` for fields that the schema does not have, places that do not fit, and names that are none
 *
 * @example
 * ```ts
 * const mapping = prismaMapping(contact, {
 *   fields: { portalId: 'portalId', shared: 'shared', accessList: relation('access', 'memberId') },
 * })
 * ```
 */
export function prismaMapping(
  resource: MappedResource,
  options: { readonly fields: PrismaFields; readonly textOrder?: 'codePoints' },
): PrismaMapping {
  const { fields, textOrder } = options
  if (!Object.hasOwn(fields, 'portalId')) invalid(resource.name, '`portalId` is not mapped: every list is confined to a portal')
  const model = { schema: resource.schema, fields: { ...fields }, codePoints: textOrder === 'codePoints' }
  checkModel(resource.name, model)
  return Object.freeze({ resource: resource.name, '~in': model })
}

function checkModel(resource: string, { schema, fields, codePoints }: PrismaModel): void {
  for (const [path, field] of Object.entries(fields)) {
    const fail = (problem: string): never => invalid(resource, `field \`${path}\`: ${problem}`)
    const { holds, element } = shapeOf(schema, path, fail)
    const isList = holds === 'values' || holds === 'rows'
    const at = typeof field === 'string' ? field : field.at
    if (typeof (at as unknown) !== 'string' || !at.split('.').every((step) => fieldName.test(step)))
      fail(`${JSON.stringify(at)} is no name of a field`)
    if (typeof field === 'string' ? holds !== 'value' && holds !== 'object' : !isList)
      fail('a list lies in a scalar list or a relation, and nothing else does')
    if (typeof field === 'string') continue
    if (field.kind === 'list' && holds !== 'values') fail('a scalar list holds values')
    if (field.kind !== 'relation') continue
    if ((holds === 'values') !== (field.value !== undefined)) fail('a list of values has a field for the value, another one none')
    if (field.value !== undefined && !fieldName.test(field.value)) fail(`${JSON.stringify(field.value)} is no name of a field`)
    if (element) checkModel(resource, { schema: element, fields: field.fields ?? {}, codePoints })
  }
}
