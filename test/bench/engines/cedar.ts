import { preparsePolicySet, statefulIsAuthorized, type CedarValueJson, type EntityJson } from '@cedar-policy/cedar-wasm/nodejs'
import type { Test } from '../../../src/index.js'
import type { Bag, Live, RecordQuestion } from '../questions.js'
import type { Engine } from './engine.js'
import { fieldOf, forEachStanding, isRef, principalOf, subjects, templateOf, translated, waysTo } from './rows.js'

const value = (given: unknown): string => (isRef(given) ? `principal.${given.$me}` : JSON.stringify(given))

/** A test as an expression of Cedar; none where it has no words for it: nothing in it looks at the elements of a list one by one. */
const expression =
  (subject: string) =>
  (test: Test): string | undefined => {
    const { list, nullable, optional } = fieldOf(subject, test.path)
    const field = `resource.${test.path}`
    const there = optional || nullable ? `resource has ${test.path} && ` : ''
    if (list === 'maybe') return undefined
    switch (test.op) {
      case '$eq':
      case '$ne': {
        const equal =
          test.value === null
            ? `!(resource has ${test.path})`
            : list === 'always'
              ? `${there}${field}.contains(${value(test.value)})`
              : `${there}${field} == ${value(test.value)}`
        return test.op === '$eq' ? `(${equal})` : `!(${equal})`
      }
      case '$in':
      case '$nin': {
        const among = list === 'always' ? `${field}.containsAny(${value(test.value)})` : `${value(test.value)}.contains(${field})`
        return test.op === '$in' ? `(${there}${among})` : `!(${there}${among})`
      }
      case '$exists':
        // Cedar has no null: a field that is null is left out.
        return optional ? `(resource has ${test.path}) == ${test.value}` : String(test.value)
      case '$gte':
        return test.value === '' ? (optional ? `resource has ${test.path}` : 'true') : undefined
      case '$size':
        return test.value === 0 ? `${there}${field}.isEmpty()` : undefined
      case '$all':
        return optional ? `resource has ${test.path}` : 'true'
      default:
        return undefined
    }
  }

/** The permissions for one action on one subject. */
function policies(rows: Parameters<typeof waysTo>[0], subject: string, action: string): readonly string[] | undefined {
  return translated(waysTo(rows), expression(subject))?.map(({ holds, unless }) =>
    [
      `permit(principal, action == Action::"${action}", resource is ${entityType(subject)})`,
      `when { ${['resource.portalId == principal.portalId', ...holds].join(' && ')} }`,
      ...unless.map((tests) => `unless { ${tests.join(' && ')} }`),
      ';',
    ].join('\n'),
  )
}
const entityType = (subject: string): string => subject.replace('.', '::')

const withoutNulls = (given: unknown): unknown =>
  typeof given !== 'object' || given === null
    ? given
    : Array.isArray(given)
      ? given.map(withoutNulls)
      : Object.fromEntries(
          Object.entries(given as Bag)
            .filter(([, inner]) => inner !== null && inner !== undefined)
            .map(([key, inner]) => [key, withoutNulls(inner)]),
        )
const entity = (type: string, id: string, attrs: unknown): EntityJson => ({
  uid: { type, id },
  attrs: withoutNulls(attrs) as Record<string, CedarValueJson>,
  parents: [],
})

export const cedar: Engine = {
  name: "Cedar's wasm",
  package: '@cedar-policy/cedar-wasm',
  remark:
    'each permission with the refusals after it as `unless`, for Cedar has no order; one policy set for all who stand alike, parsed beforehand; entities ready as JSON before the time is taken. It cannot look at the elements of a list one by one (shares with groups, rights in a team), nor at a field that is either a list or a value',
  most: 1_000,
  expresses: ({ member, action, record: { __typename: subject } }: RecordQuestion, { members, portal }: Live) =>
    policies(templateOf(members[member] as never, portal).rowsFor(action, subject), subject, action) !== undefined,
  answer(live) {
    const { members, portal } = live
    const sets = forEachStanding(live, (template, index) => {
      const staticPolicies = subjects.flatMap(({ name, actions }) =>
        actions.flatMap((action) => policies(template.rowsFor(action, name), name, action) ?? []),
      )
      const id = `standing-${index}`
      const parsed = preparsePolicySet(id, { staticPolicies: staticPolicies.join('\n') })
      if (parsed.type === 'failure') throw new Error(parsed.errors.map(({ message }) => message).join('\n'))
      return id
    })
    const principals = members.map((member) => entity('Member', member.id, principalOf(member, portal)))
    const ask = (member: number, action: string, resource: EntityJson): boolean => {
      const principal = principals[member] as EntityJson
      const answer = statefulIsAuthorized({
        principal: principal.uid,
        action: { type: 'Action', id: action },
        resource: resource.uid,
        context: {},
        preparsedPolicySetId: sets[member] as string,
        entities: [principal, resource],
      })
      return answer.type === 'success' && answer.response.decision === 'allow'
    }
    const entities = new Map(live.onRecords.map(({ record }) => [record, entity(entityType(record.__typename), 'it', record)]))
    const modules = new Map(subjects.map(({ name }) => [name, entity(entityType(name), 'it', { portalId: portal.id })]))
    return {
      onRecord: ({ member, action, record }) => ask(member, action, entities.get(record) as EntityJson),
      onModule: ({ member, action, name }) => ask(member, action, modules.get(name) as EntityJson),
    }
  },
}
