import type { Accessible } from '../accessible.js'
import { invalid, type MappedResource } from '../fields.js'
import { generate } from './generate.js'
import type { Names } from './context.js'
import { placesOf } from './mapping.js'
import { rendered, sqlNames, type SqlColumn, type SqlName, type SqlTable, type SqlText } from './names.js'
import { written, type ListDialect, type Sql } from './pieces.js'
import type { Places } from './places.js'
import type { FieldSpecs } from './spec.js'

/** Where the fields of a resource lie, made once. */
export interface Mapping<T, R> {
  /** The name of the resource. */
  readonly resource: string
  readonly dialect: ListDialect
  readonly table: T
  /** Only for the translators. @internal */
  readonly '~places': Places<R>
}

/** Where the fields of a resource lie, for plain SQL and for Kysely. */
export type SqlMapping = Mapping<SqlTable, SqlName>

/** What a mapping is made of. */
export interface MappingSpec<C, T> {
  readonly dialect: ListDialect
  /** The table of the records, as the query calls it. */
  readonly table: T
  /** Where each field that a row of the policy asks about lies, by its path; `portalId` always. */
  readonly fields: FieldSpecs<C, T>
}

/** Makes a mapping, whatever names columns and tables. */
export function mappingOf<C, T, R>(
  resource: MappedResource,
  { dialect, table, fields }: MappingSpec<C, T>,
  names: Names<C, T, R>,
): Mapping<T, R> {
  const { name, schema } = resource
  if (!['sqlite', 'postgres'].includes(dialect)) invalid(name, `\`${dialect}\` is no dialect: \`sqlite\` or \`postgres\``)
  if (!Object.hasOwn(fields, 'portalId')) invalid(name, '`portalId` is not mapped: every list is confined to a portal')
  names.table(table)
  return Object.freeze({
    resource: name,
    dialect,
    table,
    '~places': placesOf(schema, fields, table, { resource: name, dialect, names, depth: 0, taken: [names.called(table).toLowerCase()] }),
  })
}

/**
 * Says where the fields of a resource lie, once: the SQL of its lists is made from it, for `sqlWhere` and for Kysely.
 *
 * Names are checked here and quoted; what the schema says of a field decides how it is compared, so a text is only ever compared with texts.
 *
 * @param resource the resource
 * @param spec `dialect`; `table`: of the records; `fields`: a column for each path, or {@link column}, {@link json}, {@link array}, {@link child},
 *   {@link expression}
 * @throws PortalError `MAPPING_INVALID` for fields that the schema does not have, places that do not fit, and names that are none
 *
 * @example
 * ```ts
 * const contacts = sqlMapping(contact, {
 *   dialect: 'postgres',
 *   table: 'contacts',
 *   fields: {
 *     portalId: 'portal_id',
 *     shared: 'shared',
 *     accessList: child({ table: 'contact_access', on: [['contact_id', 'id']], value: 'member_id' }),
 *   },
 * })
 * ```
 */
export function sqlMapping(resource: MappedResource, spec: MappingSpec<SqlColumn, SqlTable>): SqlMapping {
  return mappingOf(resource, spec, sqlNames(resource.name))
}

/** The condition in pieces, for whoever puts SQL together. */
export function conditionOf<R>({ resource, filter }: Accessible, mapping: Mapping<unknown, R>): Sql<R> {
  if (resource !== mapping.resource)
    throw new TypeError(`a list of \`${resource}\` is not asked for by the mapping of \`${mapping.resource}\``)
  return written(generate(filter, mapping['~places']))
}

/**
 * The condition as plain SQL: a predicate for a `where`, with every value as a parameter.
 *
 * For nothing at all it is `false`, which no database looks at a row for.
 *
 * @param accessible from `accessible`
 * @param mapping of the same resource
 * @param options `after`: how many parameters the query has before, for the numbers of PostgreSQL's
 * @throws PortalError `FILTER_UNSUPPORTED` when a field that is asked about is not mapped, or cannot be asked about exactly
 *
 * @example
 * ```ts
 * const { text, values } = sqlWhere(accessible(ability, 'read', contact), contacts)
 * const rows = await client.query(`select * from contacts where ${text} order by id limit 50`, values)
 * ```
 */
export const sqlWhere = (accessible: Accessible, mapping: SqlMapping, options: { readonly after?: number } = {}): SqlText =>
  rendered(conditionOf(accessible, mapping), mapping.dialect, options.after)
