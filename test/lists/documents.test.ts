/** Lists for MongoDB, found by mingo, and for Prisma, found by an evaluator of what its reference says. */
import fc from 'fast-check'
import { Query } from 'mingo'
import { defineModule, definePolicy, isPortalError, may, mayNot, only, plus, portalPolicy, resource, type Member } from 'portico'
import { accessible, type Accessible, type Filter } from 'portico/lists'
import { mongoMapping, mongoWhere } from 'portico/mongodb'
import { prismaMapping, prismaWhere, relation, scalarList } from 'portico/prisma'
import { describe, expect, test, vi } from 'vitest'
import * as z from 'zod'
import { anyMember, anyPortal, changed, placesOf, recordOf, resources, type Bag } from '../support/arbitraries.js'
import { policiesWith, textOf, thing } from '../support/policies.js'
import { ask } from '../support/questions.js'
import { anyNumber, anyOne, anyText, recordsFor } from './data.js'
import { finds } from './prisma-evaluator.js'

vi.setConfig({ testTimeout: 300_000 })

const portal = { id: 'portal-1', ownerId: 'boss' }
const policies = policiesWith(anyText, anyNumber)
const action = fc.constantFrom(...thing.actions)

/** Whether documents are found; none where the list is refused. */
type Finder = (accessible: Accessible) => ((record: Bag) => boolean) | undefined

const unlessRefused = <T>(make: () => T): T | undefined => {
  try {
    return make()
  } catch (error) {
    if (isPortalError(error, 'FILTER_UNSUPPORTED')) return undefined
    throw error
  }
}

/** Finds for at least 2,000 triples what `can` says. */
function agrees(records: fc.Arbitrary<Bag>, find: Finder, mostRefused: number): void {
  let [asked, listed, answered, refused] = [0, 0, 0, 0]
  const data = fc.array(records, { minLength: 20, maxLength: 20 })
  fc.assert(
    fc.property(policies, anyOne, data, action, ({ policy }, member: Member, set, on) => {
      const ability = policy.abilityFor(member, portal)
      const found = find(accessible(ability, on, thing))
      if (!found) return void (refused += 1)
      answered += 1
      for (const record of set) {
        const wanted = ask(ability, on, thing.of(record as never))
        if (found(record) !== wanted) throw new Error(`${on}: ${String(wanted)} of ${fc.stringify(record)} by ${textOf(policy)}`)
        asked += 1
        listed += wanted ? 1 : 0
      }
    }),
    { numRuns: 3_000 },
  )
  expect(answered).toBeGreaterThanOrEqual(2_000)
  expect(refused).toBeLessThan(mostRefused)
  expect(listed).toBeGreaterThan(asked / 20)
  expect(listed).toBeLessThan(asked * 0.95)
}

describe('MongoDB', () => {
  test('random policies, members and data sets', () => {
    const mapping = mongoMapping(thing)
    agrees(
      recordsFor({ json: true, nul: true }),
      (list) => {
        const query = unlessRefused(() => new Query(mongoWhere(list, mapping)))
        return query && ((record) => query.test(record))
      },
      1_000,
    )
  })

  test('the built-in policy', () => {
    const question = fc.constantFrom(...resources.flatMap((resource) => resource.actions.map((on) => [resource, on] as const)))
    const spoils = fc.array(fc.tuple(fc.nat(), fc.boolean()), { maxLength: 2 })
    const about = question.chain(([resource, on]) =>
      fc.tuple(fc.constant(resource), fc.constant(on), fc.array(fc.tuple(recordOf(resource), spoils), { minLength: 10, maxLength: 10 })),
    )
    let listed = 0
    fc.assert(
      fc.property(anyMember, anyPortal, about, (member, where, [resource, on, set]) => {
        const ability = portalPolicy.abilityFor(member, where)
        const query = new Query(mongoWhere(accessible(ability, on, resource), mongoMapping(resource)))
        for (const [whole, at] of set) {
          const record = at.reduce<Bag>((before, [nth, gone]) => {
            const places = placesOf(before).filter((place) => place[0] !== 'portalId' && typeof place.at(-1) === 'string')
            const place = places[nth % Math.max(places.length, 1)]
            return place ? (changed(before, place, () => null, gone) as Bag) : before
          }, whole)
          const wanted = ask(ability, on, record)
          expect(query.test(record as never), `${on} ${fc.stringify(record)}`).toBe(wanted)
          listed += wanted ? 1 : 0
        }
      }),
      { numRuns: 2_000 },
    )
    expect(listed).toBeGreaterThan(1_000)
  })

  describe('whatever is null or missing, whether the schema admits it or not', () => {
    const text = z.string().nullable()
    const at = z.object({ text, in: z.object({ text }) })
    const nested = resource('lab.nested', { schema: z.object({ portalId: z.string(), at, maybe: at.nullish() }), actions: ['read'] })
    const texts: readonly Bag[] = [{}, { text: null }, { text: 'a' }, { text: 'b' }]
    const ats: readonly unknown[] = [
      undefined,
      null,
      ...texts.flatMap((one) => [null, ...texts].map((inner) => ({ ...one, in: inner }))),
      ...texts,
    ]
    const records = ats.flatMap((one) => [{ at: one }, { maybe: one }, { at: one, maybe: one }])
    const paths = ['at', 'maybe'].flatMap((path) => [`${path}.text`, `${path}.in.text`])
    const tests = [
      null,
      'a',
      { $ne: null },
      { $ne: 'a' },
      { $in: ['a', null] },
      { $nin: ['a', null] },
      { $exists: true },
      { $exists: false },
    ]

    test.each(paths.flatMap((path) => tests.map((one) => [path, one] as const)))('%s: %j', (path, one) => {
      const when = nested.when('it is so', { [path]: one })
      for (const rows of [only(may('read', nested, when)), only(may('read', nested), mayNot('read', nested, when))]) {
        const levels = {
          guest: only(),
          user: rows,
          moduleAdministrator: plus('user'),
          fullAdministrator: plus('user'),
          owner: plus('user'),
        }
        const policy = definePolicy([defineModule({ name: 'lab', resources: [nested], levels })])
        const ability = policy.abilityFor({ id: 'me', portalId: portal.id, type: 'user', status: 'active' }, portal)
        const query = new Query(mongoWhere(accessible(ability, 'read', nested), mongoMapping(nested)))
        for (const parts of records) {
          const record = nested.of({ portalId: portal.id, ...parts } as never)
          expect(query.test(record), fc.stringify(parts)).toBe(ask(ability, 'read', record))
        }
      }
    })
  })

  test('fields may be called otherwise, those of elements too', () => {
    const mapping = mongoMapping(thing, { fields: { text: 'head.title', rows: 'lines', 'rows.text': 'body' } })
    const list: Accessible = {
      resource: 'lab.thing',
      action: 'read',
      filter: {
        kind: 'all',
        of: [
          { kind: 'is', path: 'text', value: 'a' },
          { kind: 'some', path: 'rows', of: { kind: 'is', path: 'text', value: 'b' } },
        ],
      },
    }
    expect(mongoWhere(list, mapping)).toEqual({ $and: [{ 'head.title': { $eq: 'a' } }, { lines: { $elemMatch: { body: { $eq: 'b' } } } }] })
  })

  test('an object that is called otherwise has its fields with it', () => {
    const at = z.object({ text: z.string().nullable(), in: z.object({ text: z.string().nullable() }) })
    const schema = z.object({ portalId: z.string(), at, rows: z.array(z.object({ at })) })
    const fields = { at: 'head', 'at.in': 'head.deep', 'rows.at': 'body' }
    const mapping = mongoMapping({ name: 'lab.nested', schema }, { fields })
    const where = (filter: Filter) => mongoWhere({ resource: 'lab.nested', action: 'read', filter }, mapping)
    const is = (path: string, value: string | null): Filter => ({ kind: 'is', path, value })
    expect(where(is('at.text', 'a'))).toEqual({ 'head.text': { $eq: 'a' } })
    expect(where(is('at.in.text', 'a'))).toEqual({ 'head.deep.text': { $eq: 'a' } })
    expect(where(is('at.text', null))).toEqual({ $and: [{ head: { $type: 'object' } }, { 'head.text': { $eq: null } }] })
    const row: Filter = { kind: 'some', path: 'rows', of: is('at.in.text', 'a') }
    expect(where(row)).toEqual({ rows: { $elemMatch: { 'body.in.text': { $eq: 'a' } } } })
  })

  test('where a field lies elsewhere, what it is a field of is asked only where the schema lets it be missing', () => {
    const at = z.object({ text: z.string().nullable(), in: z.object({ text: z.string().nullable() }) })
    const nested = { name: 'lab.nested', schema: z.object({ portalId: z.string(), at, maybe: at.nullable() }) }
    const fields = { 'at.text': 'text', 'at.in.text': 'deep', 'maybe.in.text': 'head.text' }
    const isNull = (path: string) =>
      mongoWhere({ resource: 'lab.nested', action: 'read', filter: { kind: 'is', path, value: null } }, mongoMapping(nested, { fields }))
    expect(isNull('at.text')).toEqual({ $and: [{ text: { $eq: null } }] })
    expect(isNull('at.in.text')).toEqual({ $and: [{ deep: { $eq: null } }] })
    expect(isNull('maybe.in.text')).toEqual({ $and: [{ maybe: { $type: 'object' } }, { 'head.text': { $eq: null } }] })
    expect(isNull('maybe.text')).toEqual({ $and: [{ maybe: { $type: 'object' } }, { 'maybe.text': { $eq: null } }] })
  })

  test('a field may be called like a method of every object', () => {
    const odd = { name: 'lab.odd', schema: z.object({ portalId: z.string(), constructor: z.string() }) }
    const list: Accessible = { resource: 'lab.odd', action: 'read', filter: { kind: 'is', path: 'constructor', value: 'a' } }
    const found = mongoWhere(list, mongoMapping(odd))
    expect(Object.keys(found)).toEqual(['constructor'])
  })

  test.each([
    ['an operator', { text: '$where' }],
    ['an empty step', { text: 'a..b' }],
    ['NUL', { text: 'a\0b' }],
    ['no text', { text: 7 as never }],
    ['a field that the schema does not have', { size: 'size' }],
    ['a field of an element that the schema does not have', { 'rows.size': 'size' }],
  ])('a name that is refused: %s', (_, fields) => {
    expect(() => mongoMapping(thing, { fields })).toThrow(expect.objectContaining({ code: 'MAPPING_INVALID' }))
  })
})

describe('who changes what he was given changes nothing of the next list', () => {
  const list = (filter: Filter): Accessible => ({ resource: 'lab.thing', action: 'read', filter })
  const model = prismaMapping(thing, { fields: { portalId: 'portalId', rows: relation('lines', {}) } })
  const [never, always] = [{ kind: 'never' }, { kind: 'always' }] as const
  test.each([
    ['MongoDB: nothing', () => mongoWhere(list(never), mongoMapping(thing))],
    ['Prisma: nothing', () => prismaWhere(list(never), model)],
    ['Prisma: everything', () => prismaWhere(list(always), model)],
    ['Prisma: any element', () => prismaWhere(list({ kind: 'some', path: 'rows', of: always }), model)],
  ])('%s', (_, make) => {
    const before = structuredClone(make())
    const spoil = (part: object): void => {
      Object.values(part).forEach((one) => typeof one === 'object' && one !== null && spoil(one as object))
      Object.assign(part, { changed: true })
    }
    spoil(make())
    expect(make()).toEqual(before)
  })
})

describe('Prisma', () => {
  const inner = (path: string, at: string) => Object.fromEntries(['text', 'num', 'flag'].map((name) => [path + name, at + name]))
  const fields = {
    portalId: 'portalId',
    ...inner('', ''),
    tags: scalarList('tags'),
    maybe: 'maybe',
    opt: 'opt',
    rows: relation('rows', { ...inner('', ''), tags: relation('labels', 'value') }),
    at: 'at',
    ...inner('at.', 'at.'),
    'at.tags': relation('at.labels', 'value'),
    'at.hint': 'at.hint',
    'at.deep': 'at.deep',
    ...inner('at.deep.', 'at.deep.'),
    'at.deep.tags': scalarList('at.deep.tags'),
  } as const
  const mapping = prismaMapping(thing, { fields, textOrder: 'codePoints' })

  /** Records of a model that requires what the schema requires. */
  const whole = (record: Bag): boolean => {
    const of = (bag: Bag): boolean =>
      ['text', 'num', 'flag'].every((name) => bag[name] !== null) && !(bag.tags as readonly unknown[]).includes(null)
    const at = record.at as Bag | null
    return (
      of(record) &&
      (at === null || (of(at) && of(at.deep as Bag))) &&
      (record.rows as readonly Bag[]).every((row) => row.tags !== undefined && of(row))
    )
  }
  const labels = (bag: Bag): Bag => ({ ...bag, labels: (bag.tags as readonly string[]).map((value) => ({ value })) })
  const rowOf = (record: Bag): Bag => {
    const at = record.at as Bag | null
    // An empty scalar list may be NULL.
    const tags = (record.tags as readonly unknown[]).length === 0 && record.flag === true ? null : record.tags
    return {
      ...record,
      tags,
      opt: record.opt ?? null,
      rows: (record.rows as readonly Bag[]).map(labels),
      at: at && { hint: null, ...labels(at), deep: at.deep },
    }
  }

  test('random policies, members and data sets', () => {
    agrees(
      recordsFor({ json: false, nul: false }).filter(whole),
      (list) => {
        const where = unlessRefused(() => prismaWhere(list, mapping))
        return where && ((record) => finds(where, rowOf(record)))
      },
      1_000,
    )
  })

  describe('by way of relations that lead nowhere', () => {
    const share = z.object({ kind: z.string().nullable() })
    const place = z.object({ name: z.string().nullable() })
    const schema = z.object({
      portalId: z.string(),
      owner: z.string().nullable(),
      head: z.string().optional(),
      place: place.nullable(),
      blocked: z.array(z.string()),
      labels: z.array(z.string()),
      shares: z.array(share),
    })
    const far = resource('lab.far', { schema, actions: ['read'] })
    const of = prismaMapping(far, {
      fields: {
        portalId: 'portalId',
        owner: 'folder.ownerId',
        head: 'folder.team.head',
        place: 'folder.place',
        'place.name': 'folder.place.owner.name',
        blocked: relation('folder.blocked', 'memberId'),
        labels: scalarList('folder.labels'),
        shares: relation('shares', { kind: 'group.kind' }),
      },
      textOrder: 'codePoints',
    })
    const texts = [null, 'a', 'b'] as const
    const folders = [
      null,
      ...texts.flatMap((text, at) =>
        [null, { owner: null }, { owner: { name: text } }].map((inside) => ({
          ownerId: text,
          team: [null, { head: null }, { head: text }].at((at + (inside === null ? 0 : 1)) % 3) ?? null,
          place: inside,
          blocked: text === null ? [] : [{ memberId: text }],
          labels: [null, [], ['a']].at(at) ?? null,
        })),
      ),
    ]
    const groups = [[], [{ group: null }], ...texts.map((kind) => [{ group: { kind } }])]
    const models = folders.flatMap((folder) => groups.map((shares) => ({ portalId: portal.id, folder, shares })))
    /** The record of a model, as the application would make it. */
    const recordOf = ({ folder, shares }: (typeof models)[number]) => ({
      portalId: portal.id,
      owner: folder?.ownerId ?? null,
      ...(typeof folder?.team?.head === 'string' && { head: folder.team.head }),
      place: folder?.place ? { name: folder.place.owner?.name ?? null } : null,
      blocked: (folder?.blocked ?? []).map(({ memberId }) => memberId),
      labels: folder?.labels ?? [],
      shares: shares.map(({ group }) => ({ kind: group?.kind ?? null })),
    })
    const withoutNull = ['a', { $ne: 'a' }, { $nin: ['a'] }, { $gte: '' }, { $exists: true }]
    const tests = [...withoutNull, null, { $ne: null }, { $in: ['a', null] }, { $nin: ['a', null] }]
    const conditions: readonly Bag[] = [
      ...['owner', 'place.name'].flatMap((path) => tests.map((one) => ({ [path]: one }))),
      ...withoutNull.map((one) => ({ head: one })),
      ...tests.map((one) => ({ shares: { $elemMatch: { kind: one } } })),
      ...['blocked', 'labels'].flatMap((path) => ['a', { $size: 0 }, { $exists: true }].map((one) => ({ [path]: one }))),
      { place: null },
      { place: { $exists: true } },
    ]

    test.each(conditions)('%j', (condition) => {
      const when = far.when('it is so', condition)
      for (const rows of [only(may('read', far, when)), only(may('read', far), mayNot('read', far, when))]) {
        const levels = { moduleAdministrator: plus('user'), fullAdministrator: plus('user'), owner: plus('user') } as const
        const policy = definePolicy([defineModule({ name: 'lab', resources: [far], levels: { guest: only(), user: rows, ...levels } })])
        const ability = policy.abilityFor({ id: 'me', portalId: portal.id, type: 'user', status: 'active' }, portal)
        const where = prismaWhere(accessible(ability, 'read', far), of)
        for (const model of models) {
          const wanted = ability.can('read', far.of(recordOf(model)))
          expect(finds(where, model), JSON.stringify([model, where])).toBe(wanted)
        }
      }
    })
  })

  test('what the evaluator takes for NULL is what its reference says', () => {
    const row = { a: null, list: null, one: null, many: [] }
    expect(finds({ a: { not: 'x' } }, row)).toBe(false)
    expect(finds({ NOT: { a: { equals: 'x' } } }, row)).toBe(false)
    expect(finds({ a: { notIn: ['x'] } }, row)).toBe(false)
    expect(finds({ OR: [] }, row)).toBe(false)
    expect(finds({ AND: [] }, row)).toBe(true)
    expect(finds({ NOT: { list: { has: 'x' } } }, row)).toBe(false)
    expect(finds({ one: { isNot: { a: { equals: 'x' } } } }, row)).toBe(true)
    expect(finds({ many: { none: {} } }, row)).toBe(true)
  })

  test.each([
    ['the size of a list', { kind: 'size', path: 'tags', size: 2 }],
    ['a null in a list', { kind: 'is', path: 'tags', value: null }],
    ['the order of texts', { kind: 'compare', path: 'text', op: '<', value: 'a' }],
    ['a field that is not mapped', { kind: 'is', path: 'maybe', value: 'a' }],
  ] as const)('a list that is refused: %s', (_, filter) => {
    const { maybe: _maybe, ...others } = fields
    const bare = prismaMapping(thing, { fields: others })
    expect(() => prismaWhere({ resource: 'lab.thing', action: 'read', filter }, bare)).toThrow(
      expect.objectContaining({ code: 'FILTER_UNSUPPORTED' }),
    )
  })

  test.each([
    ['without `portalId`', { text: 'text' }],
    ['a hostile name', { portalId: 'portalId', text: 'a: {}' }],
    ['a hostile name in a relation', { portalId: 'portalId', tags: relation('x', "'") }],
    ['a list in a field', { portalId: 'portalId', tags: 'tags' }],
    ['a value in a relation', { portalId: 'portalId', text: relation('text', 'x') }],
    ['a field that the schema does not have', { portalId: 'portalId', size: 'size' }],
  ])('a mapping that is refused: %s', (_, refused) => {
    expect(() => prismaMapping(thing, { fields: refused })).toThrow(expect.objectContaining({ code: 'MAPPING_INVALID' }))
  })
})
