/** What stands around a list: pages, actions, explanations; and the tree itself. */
import fc from 'fast-check'
import { and, contact, defineModule, definePolicy, file, may, me, only, plus, portalPolicy, resource, type Member } from 'portico'
import { hydrate, serialize } from 'portico/json'
import { french } from 'portico/explain'
import { accessible, decodeCursor, encodeCursor, explainListed, pageOf, whichActions } from 'portico/lists'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { anyMember, anyPortal, recordOf } from '../support/arbitraries.js'
import { ask } from '../support/questions.js'

const portal = { id: 'office', ownerId: 'olga' }
const uma: Member = { id: 'uma', portalId: 'office', type: 'user', status: 'active', groups: ['sales'] }
const abilityOf = (member: Partial<Member> = {}, where: object = {}) =>
  portalPolicy.abilityFor({ ...uma, ...member } as Member, { ...portal, ...where })
const home = { kind: 'is', path: 'portalId', value: 'office', fact: 'portalId' }

describe('the tree', () => {
  test('of contacts that a user may read: those that are shared, and those whose list he is on', () => {
    expect(accessible(abilityOf(), 'read', contact)).toEqual({
      resource: 'crm.contact',
      action: 'read',
      filter: {
        kind: 'all',
        of: [
          home,
          {
            kind: 'any',
            of: [
              { kind: 'isIn', path: 'shared', values: ['read', 'readWrite'] },
              { kind: 'is', path: 'accessList', value: 'uma', fact: 'id' },
            ],
          },
        ],
      },
    })
  })

  test('of everything: the portal alone', () => {
    expect(accessible(abilityOf({ administers: 'everything' }), 'read', contact).filter).toEqual(home)
  })

  test.each([
    ['a module that is switched off', abilityOf({}, { modules: { crm: { availability: 'nobody' } } })],
    ['a module that is restricted to others', abilityOf({}, { modules: { crm: { availability: 'restricted', to: ['somebody'] } } })],
    ['a guest, whom the module never admits', abilityOf({ type: 'guest' })],
    ['a disabled member', abilityOf({ status: 'disabled' })],
    ['a member of another portal', abilityOf({ portalId: 'elsewhere' })],
    ['a portal that is suspended', abilityOf({}, { status: 'suspended' })],
  ])('of nothing: %s', (_, ability) => {
    expect(accessible(ability, 'read', contact).filter).toEqual({ kind: 'never' })
  })

  test('of nothing: an action that the resource does not have, a resource that the policy does not have, a module', () => {
    const ability = abilityOf({ administers: 'everything' })
    expect(accessible(ability, 'fly' as never, contact).filter).toEqual({ kind: 'never' })
    expect(accessible(ability, 'read', { name: 'crm.dragon', actions: ['read'] }).filter).toEqual({ kind: 'never' })
    expect(accessible(ability, 'configure', { name: 'crm', actions: ['configure'] }).filter).toEqual({ kind: 'never' })
  })

  test('of nothing: nobody changes it for the others', () => {
    const { filter } = accessible(abilityOf({ type: 'guest' }), 'read', contact)
    expect(() => Object.assign(filter, { kind: 'always' })).toThrow(TypeError)
    expect(accessible(abilityOf({ type: 'guest' }), 'read', contact).filter).toEqual({ kind: 'never' })
  })

  test('a group of nobody asks for nothing', () => {
    const text = JSON.stringify(accessible(abilityOf({ groups: [] }), 'read', file))
    expect(text).not.toContain('"values":[]')
    expect(text).not.toContain('groups')
  })

  test('an ability that is not bound to a policy has none', () => {
    const read = hydrate(JSON.parse(JSON.stringify(serialize(abilityOf()))), { version: portalPolicy.version })
    expect(() => accessible(read, 'read', contact)).toThrow(TypeError)
    const updated = abilityOf().update([])
    expect(() => accessible(updated, 'read', contact)).toThrow(TypeError)
  })

  const note = resource('lab.note', { schema: z.object({ portalId: z.string(), by: z.string(), kind: z.string() }), actions: ['read'] })
  const [his, ofKindA] = [note.when('his', { by: me.id }), note.when('of kind a', { kind: 'a' })]
  const filterOf = (conditions: readonly (typeof his)[]) => {
    const user = only(...conditions.map((when) => may('read', note, when)))
    const levels = { moduleAdministrator: plus('user'), fullAdministrator: plus('user'), owner: plus('user') } as const
    const policy = definePolicy([defineModule({ name: 'lab', resources: [note], levels: { guest: only(), user, ...levels } })])
    return accessible(policy.abilityFor(uma, portal), 'read', note).filter
  }

  test('of a thousand rows is made while somebody waits', () => {
    const filter = filterOf(Array.from({ length: 1_000 }, (_, n) => note.when(`of kind ${n}`, { by: me.id, kind: `k${n}` })))
    expect(JSON.stringify(filter).split('"kind":"all"')).toHaveLength(1_002)
  })

  test('says nothing twice, and nothing that something shorter says', () => {
    const [isHis, isOfKindA] = [
      { kind: 'is', path: 'by', value: 'uma', fact: 'id' },
      { kind: 'is', path: 'kind', value: 'a' },
    ]
    const either = { kind: 'any', of: [isHis, isOfKindA] }
    expect(filterOf([his, ofKindA, his, and(his, ofKindA)])).toEqual({ kind: 'all', of: [home, either] })
  })

  test('grows with the rows, not with their combinations', () => {
    const ability = abilityOf()
    const nodes = JSON.stringify(accessible(ability, 'read', file)).split('"kind"').length
    expect(nodes).toBeLessThan(8 * ability.rulesFor('read', 'documents.file').length)
  })
})

describe('pages', () => {
  const rows = [1, 2, 3, 4].map((id) => ({ id, at: `2026-0${id}` }))

  test('have a cursor where there are more rows', () => {
    const page = pageOf(rows, 3, ({ at, id }) => [at, id])
    expect(page).toEqual({ items: rows.slice(0, 3), next: '["2026-03",3]' })
    expect(decodeCursor(page.next!, 2)).toEqual(['2026-03', 3])
    expect(pageOf(rows, 4, ({ id }) => [id])).toEqual({ items: rows })
    expect(pageOf([], 4, () => [])).toEqual({ items: [] })
  })

  test('refuse to leave rows out: two of one place where a page ends, and rows that have none', () => {
    const tied = [1, 2, 2, 3].map((at, id) => ({ at, id }))
    expect(() => pageOf(tied, 2, ({ at }) => [at])).toThrow(TypeError)
    expect(pageOf(tied, 2, ({ at, id }) => [at, id]).next).toBe('[2,1]')
    // The next page begins behind both.
    expect(pageOf(tied, 3, ({ at }) => [at]).next).toBe('[2]')
    const [first, second] = [null, 'a'] as const
    expect(() => pageOf([first, second], 2, (at) => [at as string])).toThrow(TypeError)
  })

  test.each(['', 'null', '[]', '[1]', '[1,null]', '[1,{}]', '[1,[2]]', '{"0":1,"1":2,"length":2}', '[1,2,3]', '[1,true]', '[1,1e999]'])(
    'refuse a cursor that is none: %s',
    (cursor) => {
      expect(() => decodeCursor(cursor, 2)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }))
    },
  )

  test.each([[[null]], [[undefined]], [[new Date(0)]], [[Number.NaN]], [[]]])('refuse to end at %j', (position) => {
    expect(() => encodeCursor(position as never)).toThrow(TypeError)
  })
})

describe('the actions of each row', () => {
  test('are those for which `can` says yes', () => {
    fc.assert(
      fc.property(anyMember, anyPortal, fc.array(recordOf(file), { maxLength: 5 }), (member, where, records) => {
        const ability = portalPolicy.abilityFor(member, where)
        const wanted = records.map((record) => file.actions.filter((action) => ask(ability, action, record)))
        expect(whichActions(ability, file, records).map(({ actions }) => actions)).toEqual(wanted)
      }),
    )
  })

  test('come with the row itself, and only those that are asked for', () => {
    const row = { portalId: 'office', createdBy: 'max', shared: 'readWrite', accessList: [] }
    const [found] = whichActions(abilityOf(), contact, [row], ['delete', 'create'])
    expect(found?.row).toBe(row)
    expect(found?.actions).toEqual(['delete', 'create'])
    expect(whichActions(abilityOf(), contact, [{ ...row, shared: 'none' }], ['delete'])[0]?.actions).toEqual([])
  })
})

test('a row that throws as it is read takes no page with it: nothing may be done to it', () => {
  const row = { portalId: 'office', createdBy: 'max', shared: 'readWrite', accessList: [] }
  const lazy = {
    ...row,
    get notes(): string {
      throw new Error('it was not loaded')
    },
  }
  expect(whichActions(abilityOf(), contact, [lazy, row], ['delete']).map(({ actions }) => actions)).toEqual([[], ['delete']])
  expect(explainListed(abilityOf(), 'read', contact, lazy)).toEqual({ listed: false })
})

describe('why a record is not in the list', () => {
  const hidden = { portalId: 'office', createdBy: 'max', shared: 'none', accessList: [] }

  test('in words, with what would help', () => {
    const { listed, explanation } = explainListed(abilityOf(), 'read', contact, hidden)
    expect(listed).toBe(false)
    expect(explanation?.reason).toBe('NO_ROW')
    expect(explanation?.text).toContain('what would allow it: a place on its access list')
    expect(explainListed(abilityOf(), 'read', contact, hidden, { language: french }).explanation?.text).toContain('ce qui le permettrait')
  })

  test('it is there, it is elsewhere, or there is none', () => {
    expect(explainListed(abilityOf(), 'read', contact, { ...hidden, shared: 'read' })).toMatchObject({
      listed: true,
      explanation: { reason: 'ALLOWED' },
    })
    expect(explainListed(abilityOf(), 'read', contact, { ...hidden, portalId: 'other' }).explanation?.reason).toBe(
      'RECORD_OF_ANOTHER_PORTAL',
    )
    expect(explainListed(abilityOf(), 'read', contact, undefined)).toEqual({ listed: false })
  })
})
