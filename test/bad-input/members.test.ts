/** Member records from outside: refused with a code, never repaired, never half understood. */
import { memberSchema, parseMember, portalPolicy } from 'portico'
import { describe, expect, test } from 'vitest'
import { refusal } from '../support/refusals.js'

const good = { id: 'me', portalId: 'portal-1', type: 'user', status: 'active', administers: [], groups: [] }
const portal = { id: 'portal-1', ownerId: 'boss' }
const without = (...names: string[]) => Object.fromEntries(Object.entries(good).filter(([name]) => !names.includes(name)))

const malformed: readonly (readonly [string, unknown])[] = [
  ['undefined', undefined],
  ['null', null],
  ['a text', 'me'],
  ['a number', 7],
  ['a list', [good]],
  ['an empty object', {}],
  ['a function', () => good],
  ['a symbol', Symbol('me')],
  ['a map', new Map(Object.entries(good))],
  ['no id', without('id')],
  ['no portal', without('portalId')],
  ['no type', without('type')],
  ['no status', without('status')],
  ['an empty id', { ...good, id: '' }],
  ['the id `everyone`', { ...good, id: 'everyone' }],
  ['a number as id', { ...good, id: 7 }],
  ['null as id', { ...good, id: null }],
  ['a list as id', { ...good, id: ['me'] }],
  ['an empty portal', { ...good, portalId: '' }],
  ['a list as portal', { ...good, portalId: ['portal-1'] }],
  ['an unknown type', { ...good, type: 'admin' }],
  ['the type owner', { ...good, type: 'owner' }],
  ['a type in capitals', { ...good, type: 'User' }],
  ['a list as type', { ...good, type: ['user'] }],
  ['an unknown status', { ...good, status: 'invited' }],
  ['null as status', { ...good, status: null }],
  ['true as status', { ...good, status: true }],
  ['null as administers', { ...good, administers: null }],
  ['a module as administers', { ...good, administers: 'crm' }],
  ['an empty text as administers', { ...good, administers: '' }],
  ['everything in a list', { ...good, administers: ['everything'] }],
  ['an unknown module', { ...good, administers: ['crm', 'warehouse'] }],
  ['the portal as a module', { ...good, administers: ['portal'] }],
  ['a resource as a module', { ...good, administers: ['crm.contact'] }],
  ['a module in capitals', { ...good, administers: ['CRM'] }],
  ['`__proto__` as a module', { ...good, administers: ['__proto__'] }],
  ['`constructor` as a module', { ...good, administers: ['constructor'] }],
  ['a number as a module', { ...good, administers: [1] }],
  ['null as a module', { ...good, administers: [null] }],
  ['an object as administers', { ...good, administers: { crm: true } }],
  ['groups as text', { ...good, groups: 'g1' }],
  ['null as groups', { ...good, groups: null }],
  ['an empty group', { ...good, groups: [''] }],
  ['the group `everyone`', { ...good, groups: ['everyone'] }],
  ['a number as group', { ...good, groups: [1] }],
  ['a list in groups', { ...good, groups: [['g1']] }],
  ['a guest who administers the CRM', { ...good, type: 'guest', administers: ['crm'] }],
  ['a guest who administers everything', { ...good, type: 'guest', administers: 'everything' }],
  ['a guest who administers an unknown module', { ...good, type: 'guest', administers: ['warehouse'] }],
  ['a guest who administers null', { ...good, type: 'guest', administers: [null] }],
  ['a member hidden in `__proto__`', JSON.parse(`{ "__proto__": ${JSON.stringify(good)} }`)],
]

describe('refused with MEMBER_INVALID', () => {
  test.each(malformed)('%s', (_, input) => {
    refusal('MEMBER_INVALID', () => portalPolicy.abilityFor(input as never, portal))
    refusal('MEMBER_INVALID', () => portalPolicy.parseMember(input))
  })

  test('the message names the field, the details have the issues', () => {
    const error = refusal('MEMBER_INVALID', () => parseMember({ ...good, type: 'guest', administers: ['crm'] }))
    expect(error.message).toContain('administers')
    expect(error.details.issues).toBeInstanceOf(Array)
    expect(refusal('MEMBER_INVALID', () => portalPolicy.parseMember({ ...good, administers: ['warehouse'] })).message).toContain(
      '`warehouse`',
    )
  })

  test('a record that throws when it is read', () => {
    const throwing = new Proxy(
      {},
      {
        get: () => {
          throw new TypeError('gone')
        },
      },
    )
    expect(() => portalPolicy.abilityFor(throwing as never, portal)).toThrow(expect.objectContaining({ code: 'MEMBER_INVALID' }))
  })

  test('the details can be written as JSON', () => {
    for (const [, input] of malformed)
      expect(() => JSON.stringify(refusal('MEMBER_INVALID', () => portalPolicy.parseMember(input)).details)).not.toThrow()
  })
})

describe('accepted', () => {
  test.each<readonly [string, unknown]>([
    ['a member without lists', without('groups', 'administers')],
    ['a guest with an empty list', { ...good, type: 'guest' }],
    ['a full administrator', { ...good, administers: 'everything' }],
    ['a frozen record', Object.freeze({ ...good })],
    ['a record without a prototype', Object.assign(Object.create(null) as object, good)],
    ['a record on something else', Object.assign(new Date(0), good)],
    ['ids out of the ordinary', { ...good, id: '__proto__', groups: ['constructor', '\u{1f600}'] }],
  ])('%s', (_, input) => {
    expect(portalPolicy.abilityFor(input as never, portal).can('access', 'documents')).toBe(true)
    expect(memberSchema.safeParse(input).success).toBe(true)
  })

  test('unknown columns are left out, also dangerous ones', () => {
    const input: unknown = JSON.parse(
      `{ "id": "me", "portalId": "portal-1", "type": "user", "status": "active", "owner": true, "password": "x", "__proto__": { "administers": "everything" } }`,
    )
    const member = portalPolicy.parseMember(input)
    expect(Object.keys(member).sort()).toEqual(['administers', 'groups', 'id', 'portalId', 'status', 'type'])
    expect(member.administers).toEqual([])
    expect(portalPolicy.abilityFor(input as never, portal).can('configure', 'portal')).toBe(false)
    expect(({} as Record<string, unknown>).administers).toBeUndefined()
  })

  test('what is parsed is frozen, and does not follow the input', () => {
    const groups = ['g1']
    const member = portalPolicy.parseMember({ ...good, groups })
    groups.push('g2')
    expect(member.groups).toEqual(['g1'])
    expect([member, member.groups, member.administers].every(Object.isFrozen)).toBe(true)
  })

  test('a parsed member of one policy is checked again by another', () => {
    const parsed = parseMember({ ...good, administers: ['warehouse'] })
    refusal('MEMBER_INVALID', () => portalPolicy.abilityFor(parsed, portal))
  })
})
