import type { SqlColumn, SqlTable } from './names.js'
import type { ChildSpec } from './spec.js'

/**
 * A list in a table of its own, with a row for each element. Such a list is never missing: where there are no rows, it is empty.
 *
 * @param spec `table`; `on`: pairs of equal columns, of the child table and of the one above; `value` for a list of values, `fields` for a list
 *   of objects
 *
 * @example
 * ```ts
 * child({ table: 'contact_access', on: [['contact_id', 'id']], value: 'member_id' })
 * child({ table: 'file_shares', on: [['file_id', 'id']], fields: { to: 'audience', access: 'level' } })
 * ```
 */
export const child = (spec: Omit<ChildSpec<SqlColumn, SqlTable>, 'kind'>): ChildSpec<SqlColumn, SqlTable> => ({ kind: 'child', ...spec })
