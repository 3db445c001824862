import type { FieldShape } from '../fields.js'
import type { ListDialect, Sql } from './pieces.js'
import type { Places } from './places.js'
import type { Absent } from './spec.js'

/** A value in JSON. */
export interface JsonValue<R> {
  /** The JSON: a column, or an element of a list. */
  readonly of: Sql<R>
  /** The way from there. */
  readonly steps: readonly string[]
  readonly absent: Absent
  readonly shape: FieldShape
  readonly dialect: ListDialect
  readonly fail: (problem: string) => never
  /** A name for the elements of a list, that no other has. */
  readonly alias: string
  /** The fields of an element of the list. */
  readonly element: (of: Sql<R>) => Places<R>
}
