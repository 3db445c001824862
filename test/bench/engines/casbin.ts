import { newEnforcer, newModelFromString, type Enforcer, type MatchingFunction } from 'casbin'
import type { PolicyRow, Test } from '../../../src/index.js'
import type { Bag } from '../questions.js'
import type { Engine } from './engine.js'
import { forEachStanding, isRef, principalOf } from './rows.js'

/** The first line that matches decides: our rows in reverse. */
const model = `
[request_definition]
r = sub, obj, type, act

[policy_definition]
p = types, acts, rule, eft

[policy_effect]
e = priority(p.eft) || deny

[matchers]
m = among(r.type, p.types) && among(r.act, p.acts) && eval(p.rule)
`

const at = (record: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((inner, step) => (typeof inner === 'object' && inner !== null ? (inner as Bag)[step] : undefined), record)
const same = (value: unknown, wanted: unknown): boolean =>
  value === wanted || (wanted === null && value === undefined) || (Array.isArray(value) && value.includes(wanted))
const within = (value: unknown, list: readonly unknown[]): boolean =>
  (Array.isArray(value) ? value : [value]).some((one) => list.includes(one))
const listed = new Map<string, ReadonlySet<string>>()

/** The functions that the rules call. */
const functions = {
  among(name: string, names: string): boolean {
    const set = listed.get(names) ?? new Set(names.split('|'))
    listed.set(names, set)
    return set.has(name)
  },
  at,
  same,
  within,
  exists: (value: unknown) => value !== undefined,
  atLeast: (value: unknown, end: string) => typeof value === 'string' && value >= end,
  size: (value: unknown, count: number) => Array.isArray(value) && value.length === count,
  isList: (value: unknown) => Array.isArray(value),
  to: (element: Bag, name: string, wanted: unknown) => same(element[name], wanted),
  /** An element of the list fits: each field is one of those that are given for it, or none of them. */
  element: (list: unknown, ...wanted: readonly [string, boolean, unknown][]) =>
    Array.isArray(list) &&
    (list as readonly Bag[]).some((one) =>
      wanted.every(([name, yes, values]) => within(one[name], Array.isArray(values) ? (values as unknown[]) : [values]) === yes),
    ),
}

const value = (given: unknown): string => (isRef(given) ? `r.sub.${given.$me}` : JSON.stringify(given).replaceAll('"', "'"))

/** A test as an expression of casbin. */
function expression(test: Test): string {
  const field = test.path.includes('.') ? `at(r.obj, '${test.path}')` : `r.obj.${test.path}`
  switch (test.op) {
    case '$eq':
      return `same(${field}, ${value(test.value)})`
    case '$ne':
      return `!same(${field}, ${value(test.value)})`
    case '$in':
      return `within(${field}, ${value(test.value)})`
    case '$nin':
      return `!within(${field}, ${value(test.value)})`
    case '$exists':
      return `${test.value ? '' : '!'}exists(${field})`
    case '$gte':
      return `atLeast(${field}, ${value(test.value)})`
    case '$size':
      return `size(${field}, ${test.value})`
    case '$all':
      return `isList(${field})`
    case '$elemMatch': {
      const parts = test.value.flatMap((inner) =>
        inner.op === '$all' ? [] : [`['${inner.path}', ${inner.op === '$eq' || inner.op === '$in'}, ${value(inner.value)}]`],
      )
      return `element(${[field, ...parts].join(', ')})`
    }
    default:
      throw new Error(`no built-in rule had ${test.op}`)
  }
}

const line = ({ subjects, actions, tests, effect }: PolicyRow): string[] => [
  subjects.join('|'),
  actions.join('|'),
  tests.map(expression).join(' && ') || 'true',
  effect === 'may' ? 'allow' : 'deny',
]

export const casbin: Engine = {
  name: 'casbin',
  package: 'casbin',
  remark:
    'the same rows, one line each, the last first (`priority(p.eft) || deny`), conditions as rules with `eval()` and functions of JavaScript for lists; one enforcer for all who stand alike, asked by `enforceSync`. It goes through its lines one by one',
  most: 300,
  async answer(live) {
    const { members, portal } = live
    const enforcers = await Promise.all(
      forEachStanding(live, async ({ rows }) => {
        const enforcer = await newEnforcer(newModelFromString(model))
        for (const [name, call] of Object.entries(functions)) await enforcer.addFunction(name, call as MatchingFunction)
        await enforcer.addPolicies(rows.map(line).reverse())
        return enforcer
      }),
    )
    const subjects = members.map((member) => principalOf(member, portal))
    const ask = (member: number, record: unknown, type: string, action: string): boolean =>
      (enforcers[member] as Enforcer).enforceSync(subjects[member], record, type, action)
    return {
      onRecord: ({ member, action, record }) => record.portalId === portal.id && ask(member, record, record.__typename, action),
      onModule: ({ member, action, name }) => ask(member, {}, name, action),
    }
  },
}
