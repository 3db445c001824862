import { createMongoAbility, type MongoAbility } from '@casl/ability'
import type { AnyAbility } from 'portico'

/** An ability of CASL's own. */
export type Plain = MongoAbility

/** `can` without its types, for records that have none. */
export const ask = (ability: AnyAbility, ...question: readonly unknown[]): boolean => ability.can(...(question as never))

/** The rules of an ability in an ability of CASL's own; subjects are told by `__typename`, as ours does it. */
export function plainOf(ability: { readonly rules: readonly unknown[] }): Plain {
  const detectSubjectType = (record: object) => (record as { __typename: string }).__typename
  return createMongoAbility(ability.rules as never, { detectSubjectType } as never)
}

/** The answer of a plain ability; where it throws, the record cannot be judged and the answer is no. */
export function askPlain(plain: AnyAbility, ...question: readonly unknown[]): boolean {
  try {
    return ask(plain, ...question)
  } catch {
    return false
  }
}

/** Whether this throws. */
export function throws(act: () => unknown): boolean {
  try {
    act()
    return false
  } catch {
    return true
  }
}
