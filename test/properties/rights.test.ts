/** What must hold of the built-in tables whatever the record: sections 1 to 4 and 11 of the rules, and the line about reading. */
import fc from 'fast-check'
import { portalPolicy, type Member, type Portal } from 'portico'
import { describe, expect, test, vi } from 'vitest'
import {
  activeMember,
  activeUser,
  administrable,
  anyMember,
  anyPortal,
  anyRecord,
  changed,
  modules,
  openPortal,
  placesOf,
  resources,
  wholeOrDamaged,
  type Bag,
  type Sample,
} from '../support/arbitraries.js'
import { ask } from '../support/questions.js'

vi.setConfig({ testTimeout: 60_000 })

const many = { minLength: 30, maxLength: 40 }
const stringify = (...values: unknown[]) => values.map((value) => fc.stringify(value)).join(' ')

/** Every question about these records and about the modules, with its answer. */
function answers(member: Member, portal: Portal, records: readonly Sample[]): Map<string, boolean> {
  const ability = portalPolicy.abilityFor(member, portal)
  return new Map([
    ...records.flatMap(({ resource, record }, index) =>
      resource.actions.map((action) => [`${action} ${String(record.__typename)} ${index}`, ask(ability, action, record)] as const),
    ),
    ...modules.flatMap(({ name, actions }) => actions.map((action) => [`${action} ${name}`, ask(ability, action, name)] as const)),
  ])
}
const rightsIn = (all: Map<string, boolean>) => [...all].filter(([, answer]) => answer).map(([question]) => question)

describe('nothing crosses portals', () => {
  test('nobody gets a yes on a record of another portal, not even the owner of both', () => {
    const elsewhere = fc.oneof(
      fc.constantFrom<unknown>(
        'portal-2',
        'Portal-1',
        'portal-1 ',
        '',
        null,
        undefined,
        1,
        ['portal-1'],
        ['portal-1', 'portal-2'],
        { toJSON: () => 'portal-1' },
        /portal-1/,
      ),
      fc.anything(),
    )
    fc.assert(
      fc.property(activeMember, anyPortal, fc.array(wholeOrDamaged(), many), elsewhere, (member, portal, records, portalId) => {
        fc.pre(portalId !== 'portal-1')
        const ability = portalPolicy.abilityFor(member, portal)
        for (const { resource, record } of records) {
          for (const action of resource.actions)
            expect(ask(ability, action, { ...record, portalId }), stringify(action, record, portalId)).toBe(false)
        }
      }),
      { numRuns: 200 },
    )
  })

  test('a member of another portal gets no to everything, whatever he is there', () => {
    fc.assert(
      fc.property(
        activeMember,
        anyPortal,
        fc.array(wholeOrDamaged(), many),
        fc.constantFrom('portal-1', 'portal-2'),
        (member, portal, records, portalId) => {
          const stranger = { ...member, portalId: 'portal-2' } as Member
          const theirs = records.map(({ resource, record }) => ({ resource, record: { ...record, portalId } }))
          expect(rightsIn(answers(stranger, portal, theirs))).toEqual([])
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('life of a member', () => {
  test('a disabled member gets no to everything', () => {
    fc.assert(
      fc.property(activeMember, anyPortal, fc.array(wholeOrDamaged(), many), (member, portal, records) => {
        expect(rightsIn(answers({ ...member, status: 'disabled' }, portal, records))).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  test('an administration takes no right away, and revoked it leaves the former rights; the same for full access', () => {
    fc.assert(
      fc.property(
        activeUser,
        anyPortal,
        fc.array(wholeOrDamaged(), many),
        fc.constantFrom(...administrable),
        (member, portal, records, module) => {
          const had = member.administers === 'everything' ? [] : (member.administers ?? [])
          const before = answers({ ...member, administers: had }, portal, records)
          const promoted = answers({ ...member, administers: [...had, module] }, portal, records)
          const full = answers({ ...member, administers: 'everything' }, portal, records)
          for (const question of rightsIn(before))
            expect([question, promoted.get(question), full.get(question)]).toEqual([question, true, true])
          for (const question of rightsIn(promoted)) expect([question, full.get(question)]).toEqual([question, true])
          const without = [...had, module].filter((name) => name !== module || had.includes(module))
          expect(answers({ ...member, administers: without }, portal, records)).toEqual(before)
        },
      ),
      { numRuns: 200 },
    )
  })

  test('a guest who is made a user loses nothing', () => {
    fc.assert(
      fc.property(activeMember, anyPortal, fc.array(anyRecord(), many), (member, portal, records) => {
        const guest = answers(
          { id: member.id, portalId: member.portalId, status: 'active', groups: member.groups, type: 'guest' },
          portal,
          records,
        )
        const user = answers(
          { id: member.id, portalId: member.portalId, status: 'active', groups: member.groups, type: 'user' },
          portal,
          records,
        )
        for (const question of rightsIn(guest)) expect([question, user.get(question)]).toEqual([question, true])
      }),
      { numRuns: 200 },
    )
  })

  test('the owner has every right of a full administrator, but that of asking for his own deletion', () => {
    fc.assert(
      fc.property(activeUser, openPortal, fc.array(wholeOrDamaged(), many), (member, portal, records) => {
        const full = answers({ ...member, administers: 'everything' }, { ...portal, ownerId: 'boss' }, records)
        const owner = answers(member, { ...portal, ownerId: 'me' }, records)
        const lost = rightsIn(full).filter((question) => !owner.get(question))
        expect(lost.filter((question) => !question.startsWith('requestDeletion people.profile '))).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  test('his own profile stays open to everybody where People is closed', () => {
    const closed = fc.constantFrom<NonNullable<Portal['modules']>>(
      { people: { availability: 'nobody' } },
      { people: { requires: 'not-licensed' } },
      { people: { availability: 'restricted', to: ['other'] } },
    )
    fc.assert(
      fc.property(activeMember, anyPortal, closed, fc.constantFrom('active', 'disabled', undefined), (member, portal, access, status) => {
        const ability = portalPolicy.abilityFor(member, { ...portal, modules: { ...portal.modules, ...access } })
        const record = { __typename: 'people.profile', portalId: 'portal-1', id: 'me', type: member.type, ...(status && { status }) }
        expect([ask(ability, 'read', record), ask(ability, 'update', record)]).toEqual([true, true])
        expect(ask(ability, 'requestDeletion', record)).toBe(portal.ownerId !== 'me')
      }),
      { numRuns: 200 },
    )
  })
})

describe('what has to do with reading', () => {
  const needReading = ['update', 'delete', 'comment', 'subscribe']
  const readable = resources.filter((resource) => resource.actions.includes('read'))

  test('nobody updates, deletes, comments on or subscribes to a record that he may not read', () => {
    let refusals = 0
    fc.assert(
      fc.property(activeMember, anyPortal, fc.array(anyRecord(readable), many), (member, portal, records) => {
        const ability = portalPolicy.abilityFor(member, portal)
        for (const { resource, record } of records.filter(({ record }) => !ask(ability, 'read', record))) {
          const done = resource.actions.filter((action) => needReading.includes(action) && ask(ability, action, record))
          expect(done, stringify(record, member, portal)).toEqual([])
          refusals++
        }
      }),
      { numRuns: 800 },
    )
    expect(refusals).toBeGreaterThan(3_000)
  })

  test('nor to a record that lost a field', () => {
    fc.assert(
      fc.property(activeMember, openPortal, fc.array(anyRecord(readable), { minLength: 5, maxLength: 10 }), (member, portal, records) => {
        const ability = portalPolicy.abilityFor(member, portal)
        for (const { resource, record } of records) {
          for (const place of fieldsOf(record)) {
            const incomplete = changed(record, place, () => undefined, true) as Bag
            if (ask(ability, 'read', incomplete)) continue
            const done = resource.actions.filter((action) => needReading.includes(action) && ask(ability, action, incomplete))
            expect(done, stringify(place, incomplete, member, portal)).toEqual([])
          }
        }
      }),
      { numRuns: 600 },
    )
  })
})

/** The places of fields, not of the elements of lists: without an element it is another record, not an incomplete one. */
const fieldsOf = (record: Bag) => placesOf(record).filter((place) => typeof place.at(-1) === 'string')
const nameOf = (place: readonly (string | number)[]) => place.map((step) => (typeof step === 'number' ? '[]' : step)).join('.')

describe('incomplete records are closed', () => {
  /** Fields that a schema leaves out by design, where leaving them out means something. */
  const meansSomething: Readonly<Record<string, string>> = {
    'documents.file folder': 'an entry that lies in no folder has no shares of a folder',
    'documents.folder folder': 'an entry that lies in no folder has no shares of a folder',
    // An entry of a list of shares that names nobody, or no level, is no share; and a folder without shares is one that nobody shared.
    'documents.file folder.shares': 'a folder without shares is not shared',
    'documents.folder folder.shares': 'a folder without shares is not shared',
    ...Object.fromEntries(
      ['documents.file', 'documents.folder'].flatMap((name) =>
        ['shares.[].to', 'shares.[].access', 'folder.shares.[].to', 'folder.shares.[].access'].map((path) => [
          `${name} ${path}`,
          'no share',
        ]),
      ),
    ),
    'documents.section ownerId': 'a section without an owner is the one of whoever asks',
    'people.profile administers': 'a profile that is about to be created says nothing of administrations',
    'people.profile owner': "the portal's own `ownerId` says who the owner is; the field only repeats it",
    'projects.subtask task.milestone': 'a task without a milestone is in none',
  }

  const removal = (record: Bag, place: readonly (string | number)[]) => changed(record, place, () => undefined, true) as Bag
  const emptied = (record: Bag, place: readonly (string | number)[]) => changed(record, place, () => undefined) as Bag

  test.each([
    ['removing a field', removal],
    ['a field that is there but undefined', emptied],
  ])('%s never turns a no into a yes', (_, less) => {
    const opened = new Map<string, string>()
    fc.assert(
      fc.property(activeMember, openPortal, fc.array(anyRecord(), many), (member, portal, records) => {
        const ability = portalPolicy.abilityFor(member, portal)
        for (const { resource, record } of records) {
          const refused = resource.actions.filter((action) => !ask(ability, action, record))
          for (const place of fieldsOf(record)) {
            const key = `${resource.name} ${nameOf(place)}`
            const action = refused.find((one) => !(key in meansSomething) && ask(ability, one, less(record, place)))
            if (action && !opened.has(key)) opened.set(key, `${action}: ${stringify(record, member, portal)}`)
          }
        }
      }),
      { numRuns: 800 },
    )
    expect(Object.fromEntries(opened)).toEqual({})
  })

  test('every exception is one: it does open something', () => {
    const open = new Set<string>()
    fc.assert(
      fc.property(
        activeMember,
        openPortal,
        fc.array(anyRecord(resources.filter(({ name }) => Object.keys(meansSomething).some((key) => key.startsWith(`${name} `)))), many),
        (member, portal, records) => {
          const ability = portalPolicy.abilityFor(member, portal)
          for (const { resource, record } of records) {
            for (const place of fieldsOf(record)) {
              const key = `${resource.name} ${nameOf(place)}`
              if (
                !open.has(key) &&
                resource.actions.some((action) => !ask(ability, action, record) && ask(ability, action, removal(record, place)))
              )
                open.add(key)
            }
          }
        },
      ),
      { numRuns: 600 },
    )
    expect(Object.keys(meansSomething).filter((key) => !open.has(key))).toEqual([])
  })
})

describe('couldEver', () => {
  test('is true wherever some record gives a yes', () => {
    fc.assert(
      fc.property(anyMember, anyPortal, fc.array(wholeOrDamaged(), many), (member, portal, records) => {
        const ability = portalPolicy.abilityFor(member, portal)
        for (const { resource, record } of records) {
          for (const action of resource.actions) {
            if (ask(ability, action, record))
              expect(ability.couldEver(action as never, resource.name as never), stringify(action, record)).toBe(true)
          }
        }
      }),
      { numRuns: 300 },
    )
  })

  test('is false for a disabled member, and for actions and resources that there are not', () => {
    fc.assert(
      fc.property(
        activeMember,
        anyPortal,
        fc.constantFrom(...resources),
        fc.constantFrom('manage', 'constructor', '__proto__', ''),
        (member, portal, resource, action) => {
          const disabled = portalPolicy.abilityFor({ ...member, status: 'disabled' }, portal)
          for (const one of resource.actions) expect(disabled.couldEver(one as never, resource.name as never)).toBe(false)
          const ability = portalPolicy.abilityFor(member, portal)
          expect(ability.couldEver(action as never, resource.name as never)).toBe(false)
          expect(ability.couldEver(resource.actions[0] as never, `${resource.name}s` as never)).toBe(false)
        },
      ),
      { numRuns: 200 },
    )
  })
})

test('the generators reach what they should: every resource and every level get both answers', () => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(activeMember, openPortal, fc.array(anyRecord(), many), (member, portal, records) => {
      const ability = portalPolicy.abilityFor(member, portal)
      for (const { resource, record } of records)
        for (const action of resource.actions) seen.add(`${resource.name} ${action} ${String(ask(ability, action, record))}`)
    }),
    { numRuns: 600 },
  )
  const expected = resources.flatMap(({ name, actions }) => actions.map((action) => `${name} ${action} true`))
  expect(expected.filter((one) => !seen.has(one))).toEqual([])
})
