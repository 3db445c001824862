/** A bound ability in the hands of what is made for CASL. */
import { Ability, AbilityBuilder, createMongoAbility, ForbiddenError, type AnyAbility } from '@casl/ability'
import {
  AccessibleFields,
  packRules,
  permittedFieldsOf,
  rulesToAST,
  rulesToCondition,
  rulesToFields,
  unpackRules,
} from '@casl/ability/extra'
import { interpret } from '@ucast/mongo2js'
import fc from 'fast-check'
import { contact, PortalAbility, portalPolicy, type Member } from 'portico'
import { describe, expect, test, vi } from 'vitest'
import { activeMember, anyMember, anyPortal, anyRecord, modules, openPortal, resources, wholeOrDamaged } from '../support/arbitraries.js'
import { ask, plainOf } from '../support/questions.js'

vi.setConfig({ testTimeout: 60_000 })

const portal = { id: 'portal-1', ownerId: 'boss' }
const user: Member = { id: 'me', portalId: 'portal-1', type: 'user', status: 'active' }
const abilityOf = (member: Partial<Member> = {}) => portalPolicy.abilityFor({ ...user, ...member } as Member, portal)
const mine = contact.of({ portalId: 'portal-1', createdBy: 'other', shared: 'none', accessList: ['me'] })
const theirs = contact.of({ portalId: 'portal-1', createdBy: 'other', shared: 'none', accessList: [] })
/** An ability as CASL's helpers see it. */
const untyped = (ability: object) => ability as never

test('it is an ability', () => {
  expect(abilityOf()).toBeInstanceOf(Ability)
  expect(abilityOf()).toBeInstanceOf(PortalAbility)
})

describe('ForbiddenError', () => {
  test('throws where `can` says no, and only there', () => {
    expect(() => ForbiddenError.from(abilityOf()).throwUnlessCan('update', mine)).not.toThrow()
    expect(() => ForbiddenError.from(abilityOf()).throwUnlessCan('update', theirs)).toThrow(ForbiddenError)
    expect(() => ForbiddenError.from(abilityOf({ status: 'disabled' })).throwUnlessCan('update', mine)).toThrow(ForbiddenError)
  })

  test('agrees with `can` about every whole record', () => {
    fc.assert(
      fc.property(anyMember, anyPortal, fc.array(anyRecord(), { minLength: 10, maxLength: 10 }), (member, where, records) => {
        const ability = portalPolicy.abilityFor(member, where)
        for (const { resource, record } of records) {
          for (const action of resource.actions) {
            const error = ForbiddenError.from(ability).unlessCan(...([action, record] as never))
            expect(error === undefined).toBe(ask(ability, action, record))
          }
        }
      }),
      { numRuns: 100 },
    )
  })

  test('is thrown, and nothing else, for records that cannot be judged', () => {
    fc.assert(
      fc.property(activeMember, openPortal, fc.array(wholeOrDamaged(), { minLength: 20, maxLength: 20 }), (member, where, records) => {
        const ability = portalPolicy.abilityFor(member, where)
        for (const { resource, record } of records) {
          for (const action of resource.actions) {
            const thrown = ((): unknown => {
              try {
                ForbiddenError.from(ability).throwUnlessCan(...([action, record] as never))
                return undefined
              } catch (error) {
                return error
              }
            })()
            if (ask(ability, action, record)) expect(thrown).toBeUndefined()
            else expect(thrown, `${action} ${fc.stringify(record)}`).toBeInstanceOf(ForbiddenError)
          }
        }
      }),
      { numRuns: 200 },
    )
  })

  test('names the type and the action', () => {
    const error = ForbiddenError.from<AnyAbility>(abilityOf()).unlessCan('update', theirs)
    expect(error).toMatchObject({ action: 'update', subjectType: 'crm.contact', message: 'Cannot execute "update" on "crm.contact"' })
  })
})

describe('the bare name of a resource is no record', () => {
  const boss = portalPolicy.abilityFor({ ...user, id: 'boss', administers: 'everything' }, portal)

  test.each(resources.flatMap(({ name, actions }) => actions.map((action) => [action, name] as const)))('%s %s', (action, name) => {
    expect(ask(boss, action, name)).toBe(false)
    expect(boss.cannot(...([action, name] as never))).toBe(true)
    expect(boss.relevantRuleFor(...([action, name] as never))?.inverted ?? true).toBe(true)
    expect(() => ForbiddenError.from(boss).throwUnlessCan(...([action, name] as never))).toThrow(ForbiddenError)
  })

  test('it can be asked with couldEver', () => {
    expect(boss.couldEver('update', 'crm.contact')).toBe(true)
    expect(abilityOf({ type: 'guest' }).couldEver('update', 'crm.contact')).toBe(false)
  })
})

describe("CASL's helpers", () => {
  test('rules survive packing', () => {
    fc.assert(
      fc.property(anyMember, anyPortal, fc.array(anyRecord(), { minLength: 20, maxLength: 20 }), (member, where, records) => {
        const ability = portalPolicy.abilityFor(member, where)
        const packed: unknown = JSON.parse(JSON.stringify(packRules(ability.rules as never)))
        const unpacked = plainOf({ rules: unpackRules(packed as never) })
        const plain = plainOf(ability)
        for (const { resource, record } of records)
          for (const action of resource.actions) expect(ask(unpacked, action, record)).toBe(ask(plain, action, record))
      }),
      { numRuns: 50 },
    )
  })

  test('rulesToAST filters as `can` answers', () => {
    fc.assert(
      fc.property(anyMember, anyPortal, fc.array(anyRecord(), { minLength: 10, maxLength: 10 }), (member, where, records) => {
        const ability = portalPolicy.abilityFor(member, where)
        for (const { resource, record } of records) {
          for (const action of resource.actions) {
            const ast = rulesToAST(untyped(ability), action as never, resource.name as never)
            expect(ast !== null && interpret(ast, record), `${action} ${fc.stringify(record)}`).toBe(ask(ability, action, record))
          }
        }
      }),
      { numRuns: 100 },
    )
  })

  test('rulesToCondition takes one branch for each rule that allows', () => {
    const query = rulesToCondition(
      abilityOf().rulesFor('read', 'crm.contact') as never,
      (rule: { conditions: unknown }) => rule.conditions as object,
      {
        and: (all) => ({ $and: all }),
        or: (any) => ({ $or: any }),
        empty: () => ({}),
      },
    )
    expect(query).toEqual({
      $or: expect.arrayContaining([
        { portalId: 'portal-1', accessList: 'me' },
        { portalId: 'portal-1', shared: { $in: ['read', 'readWrite'] } },
      ]) as unknown,
    })
  })

  test('rulesToFields has the portal of the member', () => {
    expect(rulesToFields(untyped(abilityOf()), 'read' as never, 'crm.contact' as never)).toMatchObject({ portalId: 'portal-1' })
  })

  test('fields: all of a record that he may read, none of another', () => {
    const fieldsFrom = (rule: { fields?: string[] | undefined }) => rule.fields ?? ['createdBy', 'shared']
    expect(permittedFieldsOf(untyped(abilityOf()), 'read' as never, mine as never, { fieldsFrom })).toEqual(['createdBy', 'shared'])
    expect(permittedFieldsOf(untyped(abilityOf()), 'read' as never, theirs as never, { fieldsFrom })).toEqual([])
    expect(new AccessibleFields(untyped(abilityOf()), 'read', () => ['createdBy']).of(mine)).toEqual(['createdBy'])
  })

  test('rulesFor, possibleRulesFor and actionsFor speak of the rules', () => {
    const ability = abilityOf()
    const plain = plainOf(ability)
    for (const { name, actions } of [...modules, ...resources]) {
      expect(ability.actionsFor(name as never).sort()).toEqual(plain.actionsFor(name).sort())
      for (const action of actions) {
        expect(ability.rulesFor(action as never, name as never).map(({ origin }) => origin)).toEqual(
          plain.rulesFor(action, name).map(({ origin }) => origin),
        )
        expect(ability.possibleRulesFor(action as never, name as never)).toHaveLength(plain.possibleRulesFor(action, name).length)
      }
    }
  })

  test('the rules are plain data: they build an ability of the same answers', () => {
    const builder = new AbilityBuilder(createMongoAbility)
    builder.rules.push(...(JSON.parse(JSON.stringify(abilityOf().rules)) as never[]))
    const built = builder.build({ detectSubjectType: (record: object) => (record as { __typename: string }).__typename })
    expect([ask(built, 'update', mine), ask(built, 'update', theirs)]).toEqual([true, false])
  })
})

describe('update', () => {
  test('turns it into a plain ability with just those rules, and says so', () => {
    const ability = abilityOf()
    const updating = vi.fn()
    const updated = vi.fn()
    ability.on('update', updating)
    const off = ability.on('updated', updated)
    expect(ability.update([{ action: 'delete', subject: 'crm.contact', conditions: { createdBy: 'other' } }] as never)).toBe(ability)
    expect([updating.mock.calls.length, updated.mock.calls.length]).toEqual([1, 1])
    expect(updated).toHaveBeenCalledWith(expect.objectContaining({ ability }))
    expect([ability.can('delete', theirs), ability.can('update', mine), ability.can('access', 'crm')]).toEqual([true, false, false])
    expect(ability.rules).toHaveLength(1)
    expect(ability.couldEver('delete', 'crm.contact')).toBe(true)
    expect(ask(ability, 'delete', 'crm.contact')).toBe(false)

    off()
    ability.update([])
    expect(updated).toHaveBeenCalledTimes(1)
    expect(ability.can('delete', theirs)).toBe(false)
  })

  test('does not touch other abilities of the same member', () => {
    const [one, other] = [abilityOf(), abilityOf()]
    one.update([])
    expect([one.can('update', mine), other.can('update', mine)]).toEqual([false, true])
  })
})

test('an ability does not follow later changes of what it was made from', () => {
  const member = { ...user, groups: ['g1'] }
  const where = { ...portal, modules: {} as Record<string, { availability: 'nobody' }> }
  const ability = portalPolicy.abilityFor(member, where)
  where.modules.crm = { availability: 'nobody' }
  member.groups.length = 0
  expect(ability.can('update', mine)).toBe(true)
  expect(portalPolicy.abilityFor(member, where).can('update', mine)).toBe(false)
})
