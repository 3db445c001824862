import { fitting, generate } from './generate.js'
import { and, joined, negated, sql, type ListDialect, type Predicate, type Sql } from './pieces.js'
import type { Membership, Place, Places } from './places.js'
import { numberParameter } from './values.js'

/** A list in a table of its own. */
export interface Child<R> {
  readonly table: Sql<R>
  /** Columns of the child table and of the one above that are equal. */
  readonly links: readonly (readonly [Sql<R>, Sql<R>])[]
  /** Of an element that is a value. */
  readonly value: Place<R> | undefined
  /** Of an element that is an object. */
  readonly fields: Places<R>
  readonly dialect: ListDialect
  readonly fail: (problem: string) => never
}

/** Such a list. */
export function childPlace<R>(child: Child<R>): Place<R> {
  const { table, links, value, dialect, fail } = child
  const linked = joined(
    links.map(([below, above]): Sql<R> => sql`${below} = ${above}`),
    ' and ',
  )
  const each = (condition: Predicate<R>): Predicate<R> => {
    if (condition === false) return false
    return sql`exists (select 1 from ${table} where ${linked}${condition === true ? [] : sql<R>` and ${condition}`})`
  }
  const found = (condition: Predicate<R>, how: Membership): Predicate<R> => {
    if (how === 'each' || typeof condition === 'boolean') return each(condition)
    const elements = (columns: readonly Sql<R>[]): Sql<R> => sql`select ${joined(columns, ', ')} from ${table} where ${condition}`
    const seeks = how === 'seek' && dialect === 'postgres'
    const apart = links.map(([below, above]): Predicate<R> => sql`${above} = any(array(${elements([below])}))`)
    if (seeks && links.length === 1) return and(...apart)
    const [below, above] = [links.map(([one]) => one), links.map(([, one]) => one)]
    const together = sql<R>`${links.length > 1 ? sql<R>`(${joined(above, ', ')})` : joined(above, ', ')} in (${elements(below)})`
    // No index is asked for several columns together; for each of them one is.
    return seeks ? and(...apart, together) : together
  }
  return {
    isNull: false,
    isVoid: false,
    exists: true,
    isObject: false,
    isList: true,
    hasNull: each(value?.isVoid ?? false),
    oneOf: (values, how) => found(value?.oneOf(values, 'each') ?? false, how),
    compare: () => fail('lists are not compared'),
    size: (size) =>
      size === 0 ? negated(each(true)) : sql`(select count(*) from ${table} where ${linked}) = ${numberParameter<R>(size, dialect)}`,
    some: (filter, how) => found(generate(filter, child.fields), how),
    fits: true,
    someFits: (filter) => negated(each(negated(fitting(filter, child.fields)))),
  }
}
