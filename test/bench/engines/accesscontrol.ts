import { AccessControl } from 'accesscontrol'
import type { Test } from '../../../src/index.js'
import type { Live, RecordQuestion } from '../questions.js'
import type { Engine } from './engine.js'
import { fieldOf, forEachStanding, isRef, principalOf, subjects, templateOf, translated, waysTo } from './rows.js'

/** A condition as accesscontrol stores it. */
type Leaf = readonly [left: unknown, operator: string, right: unknown]
type Condition = Leaf | { readonly not: Condition } | { readonly and: readonly Condition[] }

const value = (given: unknown): unknown => (isRef(given) ? `$.me.${given.$me}` : given)
const not = (condition: Condition): Condition => ({ not: condition })

/** A test as a condition; none where it has no words for it. */
const condition =
  (subject: string) =>
  (test: Test): Condition | undefined => {
    const { list, nullable } = fieldOf(subject, test.path)
    const field = `$.record.${test.path}`
    if (list === 'maybe') return undefined
    switch (test.op) {
      case '$eq':
      case '$ne': {
        const equal: Condition = list === 'always' ? [field, 'contains', value(test.value)] : [field, '==', value(test.value)]
        return test.op === '$eq' ? equal : not(equal)
      }
      case '$in':
      case '$nin': {
        if (list === 'always') return undefined
        const among: Condition = [field, 'in', value(test.value)]
        return test.op === '$in' ? among : not(among)
      }
      case '$exists':
        return nullable ? [true, '==', test.value] : undefined
      case '$gte':
        return test.value === '' ? [field, '>=', ''] : undefined
      case '$size':
        return test.value === 0 ? [`${field}.length`, '==', 0] : undefined
      case '$all':
        return [`${field}.length`, '>=', 0]
      default:
        return undefined
    }
  }

/** The grants for one action on one subject. */
function grants(rows: Parameters<typeof waysTo>[0], subject: string): readonly object[] | undefined {
  return translated(waysTo(rows), condition(subject))?.map(({ holds, unless }) => {
    const all = [...holds, ...unless.map((tests) => not({ and: tests }))]
    return { attributes: ['*'], ...(all.length > 0 && { condition: { and: all } }) }
  })
}
const resourceName = (subject: string): string => subject.replace('.', '-')

export const accesscontrol: Engine = {
  name: 'accesscontrol',
  package: 'accesscontrol',
  remark:
    'each permission with the refusals after it as conditions, for its refusals have no order; one role for all who stand alike. It cannot look at the elements of a list one by one, nor at a field that is either a list or a value',
  expresses: ({ member, action, record: { __typename: subject } }: RecordQuestion, { members, portal }: Live) =>
    grants(templateOf(members[member] as never, portal).rowsFor(action, subject), subject) !== undefined,
  answer(live) {
    const { members, portal } = live
    const roles: Record<string, object> = {}
    const roleOf = forEachStanding(live, (template, index) => {
      const role = `standing-${index}`
      roles[role] = Object.fromEntries(
        subjects.map(({ name, actions }) => [
          resourceName(name),
          Object.fromEntries(actions.map((action) => [action, grants(template.rowsFor(action, name), name) ?? []])),
        ]),
      )
      return role
    })
    const control = new AccessControl(roles as never, { policy: { strict: false } })
    const principals = members.map((member) => principalOf(member, portal))
    const names = new Map(subjects.map(({ name }) => [name, resourceName(name)]))
    return {
      onRecord: ({ member, action, record }) =>
        record.portalId === portal.id &&
        control.can(roleOf[member] as string, { me: principals[member], record }).do(action, names.get(record.__typename)).granted,
      onModule: ({ member, action, name }) =>
        control.can(roleOf[member] as string, { me: principals[member] }).do(action, names.get(name)).granted,
    }
  },
}
