import { and, joined, negated, sql, type ListDialect, type Predicate, type Sql } from './pieces.js'
import type { Membership, Place, Places, Translate } from './places.js'
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
  /** What the list is a field of is there. */
  readonly there: Predicate<R>
  readonly dialect: ListDialect
  readonly fail: (problem: string) => never
}

/** Such a list; `translate` says what must hold of an element. */
export function childPlace<R>(child: Child<R>, translate: Translate<R>): Place<R> {
  const { table, links, value, there, dialect, fail } = child
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
    const below = joined(
      links.map(([one]) => one),
      ', ',
    )
    const above = joined(
      links.map(([, one]) => one),
      ', ',
    )
    const elements = sql<R>`select ${below} from ${table} where ${condition}`
    if (links.length > 1) return sql`(${above}) in (${elements})`
    return how === 'seek' && dialect === 'postgres' ? sql`${above} = any(array(${elements}))` : sql`${above} in (${elements})`
  }
  return {
    isNull: false,
    isVoid: false,
    exists: there,
    isObject: false,
    isList: there,
    hasNull: each(value?.isVoid ?? false),
    oneOf: (values, how) => found(value?.oneOf(values, 'each') ?? false, how),
    compare: () => fail('lists are not compared'),
    size: (size) =>
      size === 0
        ? and(there, negated(each(true)))
        : sql`(select count(*) from ${table} where ${linked}) = ${numberParameter<R>(size, dialect)}`,
    some: (filter, how) => found(translate(filter, child.fields), how),
  }
}
