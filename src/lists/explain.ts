import { explain } from '../policy/explain.js'
import type { Explanation } from '../policy/explanation.js'
import type { Language } from '../policy/languages/language.js'
import type { AnyAbility } from '../policy/template.js'
import { recordOf } from './which-actions.js'

/** Why a record is in a list, or is not. */
export interface ListExplanation {
  /** Whether it is among what the member may see; what else the query asks for is not known here. */
  readonly listed: boolean
  /** None when there is no such record, and when it throws as it is read. */
  readonly explanation?: Explanation
}

/**
 * Why a record is in a list, or is not: whoever asks "where is it?" gets the row of the policy, what is lacking and what would help.
 *
 * Read the record without the condition of the list, for somebody who may know of it: an explanation says what stands in the record.
 *
 * @param ability from `policy.abilityFor`, of the member whose list it is
 * @param action as in `accessible`
 * @param resource as in `accessible`
 * @param record as the database has it; `undefined` when there is none
 * @param options `language`: English by default
 *
 * @example
 * ```ts
 * const { listed, explanation } = explainListed(ability, 'read', contact, row)
 * // false, because: no row allows it here …
 * ```
 */
export function explainListed<Action extends string>(
  ability: AnyAbility,
  action: NoInfer<Action>,
  resource: { readonly name: string; readonly actions: readonly Action[] },
  record: object | undefined,
  options: { readonly language?: Language } = {},
): ListExplanation {
  const subject = record ? recordOf(record, resource.name) : undefined
  if (subject === undefined) return { listed: false }
  const explanation = explain(ability, action, subject, options)
  return { listed: explanation.allowed, explanation }
}
