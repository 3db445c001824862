import { sql, type RawBuilder, type SqlBool } from 'kysely'
import type { Accessible } from '../../lists/accessible.js'
import type { OrderBy } from '../../lists/order-by.js'
import type { CursorValue } from '../../lists/page.js'
import { afterOf } from '../../lists/sql/after.js'
import { sqlNames, type SqlColumn, type SqlName } from '../../lists/sql/names.js'
import { flat, type Piece, type Sql } from '../../lists/sql/pieces.js'
import { conditionOf, type SqlMapping } from '../../lists/sql/where.js'

/** A name by way of Kysely, so that its plugins see it. */
function named(ref: SqlName): RawBuilder<unknown> {
  if ('expression' in ref) return sql`(${sql.raw(ref.expression)})`
  if ('column' in ref) return sql.ref(ref.column.join('.'))
  const table = sql.table(ref.table.join('.'))
  return ref.as === undefined ? table : sql`${table} as ${sql.id(ref.as)}`
}

const builderOf = (piece: Piece<SqlName>): RawBuilder<unknown> => {
  if (typeof piece === 'string') return sql.raw(piece)
  return 'ref' in piece ? named(piece.ref) : sql`${sql.val(piece.value)}`
}

const built = (pieces: Sql<SqlName>): RawBuilder<SqlBool> => sql<SqlBool>`${sql.join(flat(pieces).map(builderOf), sql``)}`

/**
 * The condition of a list for Kysely: for `where`, for `case`, or as a column of its own.
 *
 * `withSchema` does not reach child tables: their names have their schema in the mapping, `'crm.contact_access'`.
 *
 * @param accessible from `accessible`
 * @param mapping from `sqlMapping` of `portico/sql`, of the same resource
 * @throws PortalError `FILTER_UNSUPPORTED` when a field that is asked about is not mapped, or cannot be asked about exactly
 *
 * @example
 * ```ts
 * const readable = accessible(ability, 'read', contact)
 * const rows = await db.selectFrom('contacts').selectAll().where(kyselyWhere(readable, contacts)).orderBy('id').limit(50).execute()
 * ```
 */
export const kyselyWhere = (accessible: Accessible, mapping: SqlMapping): RawBuilder<SqlBool> => built(conditionOf(accessible, mapping))

/**
 * That a row comes after a place in a sorted list. The columns must not be NULL, and the last one is unique.
 *
 * @param order the columns, as in `orderBy`
 * @param position from `decodeCursor` of `portico/lists`
 *
 * @example
 * ```ts
 * query.where(kyselyAfter([['contacts.created_at', 'desc'], ['contacts.id', 'desc']], decodeCursor(cursor, 2)))
 * ```
 */
export function kyselyAfter(order: readonly OrderBy<SqlColumn>[], position: readonly CursorValue[]): RawBuilder<SqlBool> {
  const names = sqlNames('?')
  return built(
    afterOf(
      order.map(([column, direction]) => [names.column(column, undefined), direction]),
      position,
    ),
  )
}
