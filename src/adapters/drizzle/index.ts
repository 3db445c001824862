/**
 * Lists for Drizzle, in SQLite and PostgreSQL.
 *
 * @module
 */
import { Column, getTableName, is, SQL, sql, Table, type SQLChunk, type SQLWrapper } from 'drizzle-orm'
import type { Accessible } from '../../lists/accessible.js'
import { invalid, type MappedResource } from '../../lists/fields.js'
import type { OrderBy } from '../../lists/order-by.js'
import type { CursorValue } from '../../lists/page.js'
import { afterOf } from '../../lists/sql/after.js'
import type { Names } from '../../lists/sql/context.js'
import { isName } from '../../lists/sql/names.js'
import { flat, type Piece, type Sql } from '../../lists/sql/pieces.js'
import type { ChildSpec } from '../../lists/sql/spec.js'
import { conditionOf, mappingOf, type Mapping, type MappingSpec } from '../../lists/sql/where.js'

export { array, column, json } from '../../lists/sql/spec.js'

/** A column of a table of yours, also of one that is joined; or an expression, `sql` of Drizzle's own. */
export type DrizzleColumn = Column | SQL
/** A table of yours; one that is in the query already needs another name for its children: `alias(table, 'name')`. */
export type DrizzleTable = Table
/** What stands for a name. */
export type DrizzleName = SQLChunk

/** Where the fields of a resource lie, for Drizzle. */
export type DrizzleMapping = Mapping<DrizzleTable, DrizzleName>

/**
 * A list in a table of its own, with a row for each element. Such a list is never missing: where there are no rows, it is empty.
 *
 * @param spec `table`; `on`: pairs of equal columns, of the child table and of the one above; `value` for a list of values, `fields` for a list
 *   of objects
 *
 * @example
 * ```ts
 * child({ table: contactAccess, on: [[contactAccess.contactId, contacts.id]], value: contactAccess.memberId })
 * ```
 */
export const child = (spec: Omit<ChildSpec<DrizzleColumn, DrizzleTable>, 'kind'>): ChildSpec<DrizzleColumn, DrizzleTable> => ({
  kind: 'child',
  ...spec,
})

const isColumn = (given: unknown): given is DrizzleColumn => is(given, Column) || is(given, SQL)

/** Drizzle quotes names and does not look at them. */
function checked(resource: string, name: unknown): void {
  if (typeof name !== 'string' || !isName(name)) invalid(resource, `${JSON.stringify(name)} is no name of a column or table`)
}

/** What Drizzle knows of a table, and has no function for. */
const of = (table: Table, what: 'IsAlias' | 'OriginalName' | 'Schema'): unknown => Reflect.get(table, Symbol.for(`drizzle:${what}`))

/** A table as it stands in a `from`: under its own name, or also under another one. */
function fromTable(table: Table): Sql<DrizzleName> {
  if (of(table, 'IsAlias') !== true) return [{ ref: table }]
  const [schema, name] = [of(table, 'Schema') as string | undefined, of(table, 'OriginalName') as string]
  const original = schema === undefined ? sql.identifier(name) : sql`${sql.identifier(schema)}.${sql.identifier(name)}`
  return [{ ref: sql`${original} ${sql.identifier(getTableName(table))}` }]
}

/**
 * A column, out of Drizzle's sight where it is of another table: relational queries take every column that they see for one of the table that is
 * asked, and give it that one's name. So too the columns of an expression.
 */
function hidden(given: SQLChunk, root: Table): SQLChunk {
  if (is(given, SQL)) return sql.join(given.queryChunks.map((chunk) => hidden(chunk, root)))
  if (!is(given, Column) || getTableName(given.table) === getTableName(root)) return given
  const wrapper: SQLWrapper = { getSQL: () => sql`${given}`, shouldOmitSQLParens: () => true }
  return wrapper
}

function drizzleNames(resource: string, root?: Table): Names<DrizzleColumn, DrizzleTable, DrizzleName> {
  return {
    column(given) {
      if (!isColumn(given)) return invalid(resource, 'a field lies in a column of Drizzle, or an expression')
      if (is(given, Column)) checked(resource, given.name)
      return [{ ref: root ? hidden(given, root) : given }]
    },
    table(given) {
      if (!is(given, Table)) return invalid(resource, 'a table is a table of Drizzle')
      checked(resource, getTableName(given))
      return fromTable(given)
    },
    isColumn,
    called: getTableName,
    ownerOf: (given) => (is(given, Column) ? getTableName(given.table) : undefined),
  }
}

/**
 * Says where the fields of a resource lie, once, in the words of your Drizzle schema.
 *
 * @param resource the resource
 * @param spec `dialect`; `table`: of the records; `fields`: a column for each path, or {@link column}, {@link json}, {@link array}, {@link child}
 * @throws PortalError `MAPPING_INVALID` for fields that the schema of the resource does not have, places that do not fit, and names that are none
 *
 * @example
 * ```ts
 * const mapping = drizzleMapping(contact, {
 *   dialect: 'sqlite',
 *   table: contacts,
 *   fields: {
 *     portalId: contacts.portalId,
 *     shared: contacts.shared,
 *     accessList: child({ table: contactAccess, on: [[contactAccess.contactId, contacts.id]], value: contactAccess.memberId }),
 *   },
 * })
 * ```
 */
export function drizzleMapping(resource: MappedResource, spec: MappingSpec<DrizzleColumn, DrizzleTable>): DrizzleMapping {
  return mappingOf(resource, spec, drizzleNames(resource.name, is(spec.table, Table) ? spec.table : undefined))
}

const chunkOf = (piece: Piece<DrizzleName>): SQL => {
  if (typeof piece === 'string') return sql.raw(piece)
  return 'ref' in piece ? sql`${piece.ref}` : sql`${sql.param(piece.value)}`
}

const built = (pieces: Sql<DrizzleName>): SQL<boolean> => sql.join(flat(pieces).map(chunkOf)) as SQL<boolean>

/**
 * The condition of a list for Drizzle: for `where`, also of a relational query (`db.query`), or as a column of its own.
 *
 * @param accessible from `accessible`
 * @param mapping of the same resource
 * @throws PortalError `FILTER_UNSUPPORTED` when a field that is asked about is not mapped, or cannot be asked about exactly
 *
 * @example
 * ```ts
 * const rows = await db.select().from(contacts).where(drizzleWhere(accessible(ability, 'read', contact), mapping)).limit(50)
 * ```
 */
export const drizzleWhere = (accessible: Accessible, mapping: DrizzleMapping): SQL<boolean> => built(conditionOf(accessible, mapping))

/**
 * That a row comes after a place in a sorted list. The columns must not be NULL, and the last one is unique.
 *
 * @param order the columns, as in `orderBy`
 * @param position from `decodeCursor` of `portico/lists`
 */
export function drizzleAfter(order: readonly OrderBy<DrizzleColumn>[], position: readonly CursorValue[]): SQL<boolean> {
  const names = drizzleNames('?')
  return built(
    afterOf(
      order.map(([column, direction]) => [names.column(column, undefined), direction]),
      position,
    ),
  )
}
