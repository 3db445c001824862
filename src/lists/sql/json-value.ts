import type { FieldShape } from '../fields.js'
import { sql, type ListDialect, type Sql } from './pieces.js'
import type { Place, Places } from './places.js'
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

/** Whether there is anything, by the name of its type: both databases say `null` and `object` of these. */
export function presenceOf<R>(
  { of, steps, absent }: JsonValue<R>,
  type: Sql<R>,
): Pick<Place<R>, 'isNull' | 'isVoid' | 'exists' | 'isObject'> {
  const isRoot = steps.length === 0
  const isVoid = sql<R>`coalesce(${type}, 'null') = 'null'`
  return {
    isNull: isRoot && absent === 'null' ? isVoid : sql`${type} = 'null'`,
    isVoid,
    exists: isRoot ? (absent === 'null' ? true : sql`${of} is not null`) : sql`${type} is not null`,
    isObject: sql`${type} = 'object'`,
  }
}
