/** `explain` answers as `can` does, with a row that is really the one, and never throws. */
import fc from 'fast-check'
import { defineModule, definePolicy, may, mayNot, only, plus, portalPolicy, resource, type AnyAbility } from 'portico'
import { hydrate, serialize } from 'portico/json'
import { explain, type Change, type Explanation } from 'portico/explain'
import { describe, expect, test, vi } from 'vitest'
import * as z from 'zod'
import {
  activeMember,
  anyMember,
  anyPortal,
  anyRecord,
  modules,
  oddity,
  openPortal,
  resources,
  wholeOrDamaged,
} from '../support/arbitraries.js'
import { ask } from '../support/questions.js'

vi.setConfig({ testTimeout: 60_000 })

const features = ['licensed', 'not-licensed']
const optionNames = modules.flatMap((module) => Object.keys(module.options))
const moduleNames = modules.map((module) => module.name)

/** What is wrong with a change, if anything. */
function flaw(change: Change): string | undefined {
  switch (change.kind) {
    case 'open':
      return change.label && change.path && change.entry !== undefined && !JSON.stringify(change.entry).includes('$me')
        ? undefined
        : 'an opening without its parts'
    case 'moduleAccess':
    case 'administration':
    case 'switchOn':
      return moduleNames.includes(change.module) ? undefined : `no module ${change.module}`
    case 'option':
      return optionNames.includes(change.option) ? undefined : `no option ${change.option}`
    case 'licence':
      return features.includes(change.feature) ? undefined : `no feature ${change.feature}`
    case 'reactivate':
    case 'convertToUser':
    case 'fullAccess':
    case 'ownership':
      return undefined
  }
}

/** Everything that must hold of an explanation, whatever it is about. */
function check(ability: AnyAbility, action: string, subject: unknown): Explanation {
  const said = explain(ability, action, subject)
  const about = `${action} ${fc.stringify(subject)}`
  expect(said.allowed, about).toBe(ask(ability, action, subject))
  if (said.reason === 'ALLOWED') expect(said.row?.effect, about).toBe('may')
  if (said.reason === 'REFUSED_BY_ROW') expect(said.row?.effect, about).toMatch(/^(mayNot|never)$/)
  if (said.reason !== 'ALLOWED' && said.reason !== 'REFUSED_BY_ROW') expect(said.row, about).toBeUndefined()
  expect(said.allowed, about).toBe(said.reason === 'ALLOWED' || (said.reason === 'NOT_BOUND' && said.allowed))
  if (said.allowed) expect([said.candidates, said.changes], about).toEqual([[], []])
  for (const changes of said.changes) {
    expect(changes.length, about).toBeGreaterThan(0)
    expect(changes.map(flaw), about).toEqual(changes.map(() => undefined))
  }
  for (const { row } of said.candidates)
    expect([row.effect, row.subjects.includes(said.subject), row.actions.includes(action)], about).toEqual(['may', true, true])
  const asked = `${action} ${said.subject}`
  if (!/undefined|\[object|\{/.test(asked)) expect(said.text, about).not.toMatch(/undefined|\[object|\{\w+\}/)
  return said
}

describe('explain', () => {
  test('agrees with `can` about whole and damaged records', () => {
    fc.assert(
      fc.property(anyMember, anyPortal, fc.array(wholeOrDamaged(), { minLength: 4, maxLength: 4 }), (member, portal, records) => {
        const ability = portalPolicy.abilityFor(member, portal)
        for (const { resource, record } of records)
          for (const action of [...resource.actions, 'manage', 'constructor']) check(ability, action, record)
      }),
      { numRuns: 300 },
    )
  })

  test('agrees with `can` about modules, names of resources and anything at all', () => {
    const subject = fc.oneof(fc.constantFrom(...moduleNames, ...resources.map((one) => one.name)), oddity, fc.string())
    const action = fc.oneof(fc.constantFrom('access', 'configure', 'read', 'update', 'manage', '__proto__', 'toString'), fc.string())
    fc.assert(
      fc.property(anyMember, anyPortal, action, subject, (member, portal, asked, about) => {
        check(portalPolicy.abilityFor(member, portal), asked, about)
      }),
      { numRuns: 2_000 },
    )
  })

  test('agrees with `can` of an ability from JSON, where only the answer is known', () => {
    fc.assert(
      fc.property(anyMember, anyPortal, wholeOrDamaged(), (member, portal, { resource, record }) => {
        const ability = portalPolicy.abilityFor(member, portal)
        const read = hydrate(JSON.parse(JSON.stringify(serialize(ability))), { version: portalPolicy.version })
        for (const action of resource.actions)
          expect(explain(read, action, record)).toMatchObject({ allowed: ask(read, action, record), reason: 'NOT_BOUND', changes: [] })
      }),
      { numRuns: 100 },
    )
  })

  test('the row that it names is the last one that holds: without the rows after it the answer is the same', () => {
    fc.assert(
      fc.property(activeMember, openPortal, anyRecord(), (member, portal, { resource, record }) => {
        const ability = portalPolicy.abilityFor(member, portal)
        for (const action of resource.actions) {
          const { row, allowed, reason } = explain(ability, action, record)
          const rule = ability.relevantRuleFor(...([action, record] as never))
          // Of a closed module it tells that it is closed, not which of its refusals came last.
          if (reason.startsWith('MODULE_')) expect([allowed, row, rule?.inverted ?? true]).toEqual([false, undefined, true])
          else expect(row === undefined ? null : row.effect === 'may').toBe(rule === null ? null : allowed)
        }
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('rows about several modules, one of them switched off', () => {
  const schema = z.object({ portalId: z.string(), locked: z.boolean() })
  const [one, other] = [resource('aa.one', { schema, actions: ['read'] }), resource('bb.one', { schema, actions: ['read'] })]
  const locked = one.when('it is locked', { locked: true })
  const levels = { guest: only(), moduleAdministrator: plus('user'), fullAdministrator: plus('user'), owner: plus('user') } as const
  const user = only(may('read', [one, other]), mayNot('read', [one, other], locked))
  const policy = definePolicy([
    defineModule({ name: 'aa', resources: [one], levels: { ...levels, user } }),
    defineModule({ name: 'bb', resources: [other], levels: { ...levels, user: only() } }),
  ])
  const ability = policy.abilityFor(
    { id: 'me', portalId: 'p', type: 'user', status: 'active' },
    { id: 'p', ownerId: 'boss', modules: { bb: { availability: 'nobody' } } },
  )

  test('for a record of the closed module, the module is what lacks', () => {
    const { candidates } = explain(ability, 'read', other.of({ portalId: 'p', locked: false }))
    expect(candidates.map(({ lacks }) => lacks)).toEqual([[{ kind: 'module', module: 'bb' }]])
  })

  test('for a record of the open one, the exception is named', () => {
    const { candidates } = explain(ability, 'read', one.of({ portalId: 'p', locked: true }))
    expect(candidates.map(({ lacks }) => lacks.map(({ kind }) => kind))).toEqual([['overruled']])
  })
})
