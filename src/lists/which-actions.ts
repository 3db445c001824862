import type { AnyAbility } from '../policy/template.js'

/** A record of a page, with what may be done to it. */
export interface WithActions<Row, Action> {
  readonly row: Row
  readonly actions: readonly Action[]
}

/**
 * What a member may do to each row of a page, in one pass: for the buttons beside it.
 *
 * Nothing may be done to a row that throws as it is read.
 *
 * @param ability from `policy.abilityFor`
 * @param resource the resource that the rows are of
 * @param rows the records of the page, as `can` wants them: with the fields that the rows of the policy ask about
 * @param actions only these; all that the resource has by default
 *
 * @example
 * ```ts
 * whichActions(ability, contact, page.items, ['update', 'delete'])
 * ```
 */
export function whichActions<Row extends object, Action extends string>(
  ability: AnyAbility,
  resource: { readonly name: string; readonly actions: readonly Action[] },
  rows: readonly Row[],
  actions: readonly NoInfer<Action>[] = resource.actions,
): readonly WithActions<Row, Action>[] {
  return rows.map((row) => {
    const record = recordOf(row, resource.name)
    return { row, actions: actions.filter((action) => record !== undefined && ability.can(...([action, record] as never))) }
  })
}

/** A row as a record of the resource; none where it throws as it is read: nothing may be done to such a row. */
export function recordOf(row: object, name: string): object | undefined {
  try {
    return { ...row, __typename: name }
  } catch {
    return undefined
  }
}
