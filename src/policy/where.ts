import type { Ref } from './principal.js'

/** What a condition may compare with: values that survive JSON unchanged. */
export type Scalar = string | number | boolean | null

/** A value of the record's field, or a fact about the asking member of the same type. */
export type Value<T> = T | Ref<T>

type Many<T> = readonly T[] | Ref<readonly T[]>

interface Present {
  readonly $exists?: boolean
}
type ScalarTest<T> =
  | Value<T>
  | (Present & {
      readonly $eq?: Value<T>
      readonly $ne?: Value<T>
      readonly $in?: Many<T>
      readonly $nin?: Many<T>
    } & Ordered<Exclude<T, boolean | null>>)
type Ordered<T> = [T] extends [never]
  ? unknown
  : { readonly $lt?: Value<T>; readonly $lte?: Value<T>; readonly $gt?: Value<T>; readonly $gte?: Value<T> }
type ListTest<E> =
  | Value<E>
  | (Present & {
      readonly $eq?: Value<E>
      readonly $ne?: Value<E>
      readonly $in?: Many<E>
      readonly $nin?: Many<E>
      /** Contains all of these; an empty list asks only whether it is a list. */
      readonly $all?: readonly E[]
      readonly $size?: number
    })
type RowsTest<E> = Present & { readonly $elemMatch?: Where<E>; readonly $size?: number; readonly $all?: readonly [] }
type ObjectTest<T> = (null extends T ? null : never) | (Present & (null extends T ? { readonly $eq?: null; readonly $ne?: null } : unknown))

type Lists<T> = Extract<T, readonly unknown[]>
type Objects<T> = Exclude<T, Scalar | readonly unknown[] | undefined>
type Element<T> = T extends readonly (infer E)[] ? E : never

/** Everything that may be asked of one field: its own type decides which operators there are. */
type FieldTest<T> =
  | ([Objects<T>] extends [never] ? ([Extract<T, Scalar>] extends [never] ? never : ScalarTest<Extract<T, Scalar>>) : ObjectTest<T>)
  | ([Lists<T>] extends [never] ? never : [Element<Lists<T>>] extends [Scalar] ? ListTest<Element<Lists<T>>> : RowsTest<Element<Lists<T>>>)

type Keys<T> = T extends unknown ? keyof T & string : never
type At<T, K extends string> = T extends unknown ? (K extends keyof T ? Exclude<T[K], undefined> : never) : never
type Nested<T> = Objects<NonNullable<T>>

/**
 * A condition on a record: fields (nested ones as `'project.status'`) and what must be true of each, all of them together.
 *
 * A plain value means equal, and on a list means contained. The operators are `$eq $ne $in $nin $lt $lte $gt $gte $exists $all $size
 * $elemMatch`, each only where the field's type has a use for it. There is no `$or`: write a row for each case.
 */
export type Where<T> = { readonly [K in Keys<T>]?: FieldTest<At<T, K>> } & {
  readonly [P in Paths<T>]?: FieldTest<AtPath<T, P>>
}

/** Paths of two and three steps through nested objects, not through lists. */
type Paths<T> = { [K in Keys<T>]: [Nested<At<T, K>>] extends [never] ? never : Below<K, Nested<At<T, K>>> }[Keys<T>]
type Below<P extends string, T> = {
  [K in Keys<T>]: `${P}.${K}` | ([Nested<At<T, K>>] extends [never] ? never : `${P}.${K}.${Keys<Nested<At<T, K>>>}`)
}[Keys<T>]
type AtPath<T, P extends string> = P extends `${infer K}.${infer Rest}` ? AtPath<Nested<At<T, K>>, Rest> : At<T, P>
