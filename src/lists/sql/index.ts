/**
 * Lists in plain SQL, for SQLite and PostgreSQL; the mapping serves `portico/kysely` as well.
 *
 * @module
 */
export { sqlMapping, sqlWhere, type Mapping, type MappingSpec, type SqlMapping } from './where.js'
export { child } from './child.js'
export { array, column, json } from './spec.js'
export type { Absent, ArraySpec, ChildSpec, ColumnSpec, FieldSpec, FieldSpecs, JsonSpec } from './spec.js'
export { expression, type SqlColumn, type SqlExpression, type SqlName, type SqlTable, type SqlText } from './names.js'
export type { ListDialect, SqlValue } from './pieces.js'
export type { ColumnType } from './values.js'
export { sqlAfter } from './after.js'
export type { OrderBy } from '../order-by.js'
