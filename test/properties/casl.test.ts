/** The bound ability and CASL: the same answers, before and after JSON, for whole and for damaged records. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { portalPolicy, type Member, type Portal } from 'portico'
import { hydrate, serialize } from 'portico/json'
import { describe, expect, test, vi } from 'vitest'
import { anyMember, anyPortal, damaged, modules, resources, wholeOrDamaged, type Bag } from '../support/arbitraries.js'
import { ask, askPlain, plainOf, type Plain } from '../support/questions.js'

vi.setConfig({ testTimeout: 60_000 })

interface Case {
  readonly portal: Portal
  readonly member: Member
  readonly subject: string
  readonly resource?: Bag
}
const cases = readFileSync(new URL('../rights/decisions.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Case)

/** What a plain ability answers, but for the one known difference: `portalId` must be the portal, not a list or pattern that has it. */
const expected = (plain: Plain, action: string, record: Bag, ...field: string[]) =>
  record.portalId === 'portal-1' && askPlain(plain, action, record, ...field)

describe('the bound ability answers as a plain CASL ability of its rules', () => {
  test('for at least 100,000 decisions, whole and damaged records, with and without a field', () => {
    let decisions = 0
    let allowed = 0
    fc.assert(
      fc.property(
        anyMember,
        anyPortal,
        fc.array(wholeOrDamaged(), { minLength: 50, maxLength: 70 }),
        fc.constantFrom('createdBy', '', 'a.b', '__proto__'),
        (member, portal, records, field) => {
          const ability = portalPolicy.abilityFor(member, portal)
          const plain = plainOf(ability)
          for (const { resource, record } of records) {
            for (const action of [...resource.actions, 'manage', 'all']) {
              const answer = ask(ability, action, record)
              if (answer !== expected(plain, action, record)) return describeDifference(ability, action, record, answer)
              if (ask(ability, action, record, field) !== expected(plain, action, record, field))
                return describeDifference(ability, action, record, answer)
              decisions += 2
              allowed += answer ? 1 : 0
            }
          }
          return true
        },
      ),
      { numRuns: 200 },
    )
    expect(decisions).toBeGreaterThanOrEqual(100_000)
    expect(allowed).toBeGreaterThan(decisions / 50)
  })

  test('for the records of the decision cases, damaged', () => {
    const taken = cases.filter((one) => one.resource)
    fc.assert(
      fc.property(
        fc
          .constantFrom(...taken)
          .chain((one) => damaged(fc.constant({ ...one.resource, __typename: one.subject })).map((record) => ({ ...one, record }))),
        ({ portal, member, subject, record }) => {
          const ability = portalPolicy.abilityFor({ ...member, portalId: portal.id }, portal)
          const plain = plainOf(ability)
          for (const action of resources.find((one) => one.name === subject)?.actions ?? []) {
            const answer = ask(ability, action, record)
            if (answer !== expected(plain, action, record)) describeDifference(ability, action, record, answer)
          }
        },
      ),
      { numRuns: 2_000 },
    )
  })

  test('for a member of many groups', () => {
    const member: Member = {
      id: 'me',
      portalId: 'portal-1',
      type: 'user',
      status: 'active',
      groups: ['g1', 'g2', ...Array.from({ length: 100 }, (_, i) => `group-${i}`)],
    }
    const ability = portalPolicy.abilityFor(member, { id: 'portal-1', ownerId: 'boss' })
    const plain = plainOf(ability)
    let allowed = 0
    fc.assert(
      fc.property(wholeOrDamaged(), ({ resource, record }) => {
        for (const action of resource.actions) {
          const answer = ask(ability, action, record)
          if (answer !== expected(plain, action, record)) describeDifference(ability, action, record, answer)
          allowed += answer ? 1 : 0
        }
      }),
      { numRuns: 5_000 },
    )
    expect(allowed).toBeGreaterThan(1_000)
  })

  test('for modules', () => {
    fc.assert(
      fc.property(anyMember, anyPortal, (member, portal) => {
        const ability = portalPolicy.abilityFor(member, portal)
        const plain = plainOf(ability)
        for (const { name, actions } of modules) {
          for (const action of [...actions, 'manage'])
            expect([name, action, ask(ability, action, name)]).toEqual([name, action, ask(plain, action, name)])
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('an ability is the same after JSON', () => {
  test('for whole and damaged records, and for modules', () => {
    fc.assert(
      fc.property(anyMember, anyPortal, fc.array(wholeOrDamaged(), { minLength: 20, maxLength: 40 }), (member, portal, records) => {
        const ability = portalPolicy.abilityFor(member, portal)
        const read = hydrate<typeof portalPolicy>(JSON.parse(JSON.stringify(serialize(ability))), { version: portalPolicy.version })
        for (const { resource, record } of records) {
          for (const action of resource.actions) {
            const answer = ask(ability, action, record)
            if (ask(read, action, record) !== answer) describeDifference(ability, action, record, answer)
          }
        }
        for (const { name, actions } of modules) {
          for (const action of actions) expect([name, action, ask(read, action, name)]).toEqual([name, action, ask(ability, action, name)])
        }
        for (const { name, actions } of resources) {
          for (const action of actions)
            expect(read.couldEver(action as never, name as never)).toBe(ability.couldEver(action as never, name as never))
        }
      }),
      { numRuns: 60 },
    )
  })
})

function describeDifference(ability: { readonly rules: readonly unknown[] }, action: string, record: Bag, answer: boolean): never {
  throw new Error(
    `${action} ${String(record.__typename)}: ours says ${answer ? 'yes' : 'no'} of ${fc.stringify(record)}; ${ability.rules.length} rules`,
  )
}
