import { bindingOf } from '../policy/ability.js'
import type { Test } from '../policy/conditions.js'
import type { PolicyRow } from '../policy/module.js'
import { isRef, resolve, type Principal } from '../policy/principal.js'
import type { AnyAbility } from '../policy/template.js'
import type { Scalar } from '../policy/where.js'
import { all, always, any, never, not, type Fact, type Filter } from './filter.js'

/** The records of one resource that a member may do something to, as data: translated by `portico/sql` and its like. */
export interface Accessible {
  /** The name of the resource. */
  readonly resource: string
  readonly action: string
  /**
   * What must be true of a record; `never` for nothing at all. Anything else begins with the confinement to the member's portal: where he may
   * do it to every record, that is all there is.
   */
  readonly filter: Filter
}

/**
 * The records of a resource for which `can` says yes, as a condition: made from the same rows, in the same order.
 *
 * Whatever `can` would refuse whichever the record (a closed module, a disabled member, an action that the resource does not have) gives
 * `never`.
 *
 * @param ability from `policy.abilityFor`: what came out of JSON, or was updated by hand, is not bound to the policy
 * @param action an action of the resource
 * @param resource a resource of the policy
 * @throws TypeError for an ability that was not made by `policy.abilityFor`
 *
 * @example
 * ```ts
 * const readable = accessible(ability, 'read', contact)
 * const { text, values } = sqlWhere(readable, contacts)
 * ```
 */
export function accessible<Action extends string>(
  ability: AnyAbility,
  action: NoInfer<Action>,
  resource: { readonly name: string; readonly actions: readonly Action[] },
): Accessible {
  const binding = bindingOf(ability)
  if (!binding) throw new TypeError('only an ability made by `policy.abilityFor` can be asked for a list')
  const { template, principal } = binding
  const rows = resource.name.includes('.') ? template.entry(action, resource.name)?.rows : undefined
  const filter = rows ? ruled(rows, principal) : never
  const home: Filter = { kind: 'is', path: 'portalId', value: principal.portalId, fact: 'portalId' }
  return { resource: resource.name, action, filter: all(home, filter) }
}

/** The rows one after the other: each that allows adds to what was allowed before it, each that refuses takes away from it. */
function ruled(rows: readonly PolicyRow[], principal: Principal): Filter {
  return rows.reduce<Filter>((before, { effect, tests }) => {
    const holds = allOf(tests, principal)
    return effect === 'may' ? any(before, holds) : all(before, not(holds))
  }, never)
}

const allOf = (tests: readonly Test[], principal: Principal): Filter => all(always, ...tests.map((test) => filterOf(test, principal)))

const comparisons = { $lt: '<', $lte: '<=', $gt: '>', $gte: '>=' } as const

function filterOf(test: Test, principal: Principal): Filter {
  const { path } = test
  const fact: { readonly fact?: Fact } = isRef(test.value) ? { fact: test.value.$me } : {}
  const value = resolve(test.value, principal)
  switch (test.op) {
    case '$eq':
      return { kind: 'is', path, value: value as Scalar, ...fact }
    case '$ne':
      return not({ kind: 'is', path, value: value as Scalar, ...fact })
    case '$in':
      return isIn(path, value as readonly Scalar[], fact)
    case '$nin':
      return not(isIn(path, value as readonly Scalar[], fact))
    case '$all':
      return all({ kind: 'isList', path }, ...(value as readonly Scalar[]).map((item): Filter => ({ kind: 'is', path, value: item })))
    case '$exists':
      return test.value ? { kind: 'exists', path } : not({ kind: 'exists', path })
    case '$size':
      return { kind: 'size', path, size: test.value }
    case '$elemMatch': {
      const of = allOf(test.value, principal)
      return of.kind === 'never' ? never : { kind: 'some', path, of }
    }
    default:
      return { kind: 'compare', path, op: comparisons[test.op], value: value as number | string }
  }
}

function isIn(path: string, values: readonly Scalar[], fact: { readonly fact?: Fact }): Filter {
  const [first, ...others] = [...new Set(values)]
  if (first === undefined) return never
  // Null asks for less alone than among others: alone it also means missing.
  if (others.length === 0 && first !== null) return { kind: 'is', path, value: first, ...fact }
  return { kind: 'isIn', path, values: [first, ...others], ...fact }
}
