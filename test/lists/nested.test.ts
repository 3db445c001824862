/** Elements in elements in elements: in JSON, and in tables below tables. */
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { PGlite } from '@electric-sql/pglite'
import fc from 'fast-check'
import { defineModule, definePolicy, may, mayNot, only, plus, resource } from 'portico'
import { accessible } from 'portico/lists'
import { child, json, sqlMapping, sqlWhere, type FieldSpecs, type ListDialect, type SqlColumn, type SqlTable } from 'portico/sql'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import * as z from 'zod'
import type { Bag } from '../support/arbitraries.js'
import { ask } from '../support/questions.js'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const who = z.string().nullable()
const leaf = z.object({ who, at: z.object({ who }).nullable() })
const twig = z.object({ who, leaves: z.array(leaf) })
const branch = z.object({ who, twigs: z.array(twig) })
const tree = resource('lab.tree', { schema: z.object({ portalId: z.string(), who, branches: z.array(branch) }), actions: ['read'] })

const anybody = fc.constantFrom('a', 'b', null)
const few = <T>(one: fc.Arbitrary<T>) => fc.array(one, { maxLength: 2 })
const aLeaf = fc.record({ who: anybody, at: fc.option(fc.record({ who: anybody }), { freq: 2 }) })
const aBranch = fc.record({ who: anybody, twigs: few(fc.record({ who: anybody, leaves: few(aLeaf) })) })
const aTree = fc.record({ portalId: fc.constant('p'), who: anybody, branches: few(aBranch) }, { noNullPrototype: true })

const whoTest = fc.constantFrom<unknown>('a', 'b', null, { $ne: 'a' }, { $in: ['a', null] }, { $nin: ['b'] }, { $gte: 'b' })
const some = (...tests: readonly fc.Arbitrary<Bag>[]) => fc.tuple(...tests).map((all): Bag => Object.assign({}, ...all) as Bag)
const maybe = (test: fc.Arbitrary<Bag>) => fc.option(test, { nil: {} })
const whose = whoTest.map((test): Bag => ({ who: test }))
const inside = (name: string, elements: fc.Arbitrary<Bag>) =>
  fc.oneof(
    { weight: 4, arbitrary: elements.map(($elemMatch): Bag => ({ [name]: { $elemMatch } })) },
    { weight: 1, arbitrary: fc.nat(2).map(($size): Bag => ({ [name]: { $size } })) },
  )
const ofLeaf = some(whose, maybe(whoTest.map((test): Bag => ({ 'at.who': test }))))
const ofTwig = some(maybe(whose), inside('leaves', ofLeaf))
const ofTree = some(maybe(whose), inside('branches', some(maybe(whose), inside('twigs', ofTwig))))

const inTables: FieldSpecs<SqlColumn, SqlTable> = {
  portalId: 'portal_id',
  who: 'who',
  branches: child({
    table: 'branches',
    on: [['tree', 'id']],
    fields: {
      who: 'who',
      twigs: child({
        table: 'twigs',
        on: [['branch', 'id']],
        fields: {
          who: 'who',
          leaves: child({ table: 'leaves', on: [['twig', 'id']], fields: { who: 'who', at: 'at', 'at.who': 'at_who' } }),
        },
      }),
    },
  }),
}
// The twigs of a branch in JSON, below a table.
const inBoth: typeof inTables = {
  ...inTables,
  branches: child({ table: 'branches', on: [['tree', 'id']], fields: { who: 'who', twigs: json('twigs') } }),
}
const inJson: typeof inTables = { portalId: 'portal_id', who: 'who', branches: json('branches') }

type Run = (text: string, values?: readonly unknown[]) => Promise<readonly Readonly<Record<string, unknown>>[]>

/** Plants trees: every id is a count of its own. */
async function plant(run: Run, trees: readonly Bag[], dialect: ListDialect): Promise<void> {
  let count = 0
  const insert = async (table: string, values: Bag): Promise<number> => {
    count += 1
    const names = ['id', ...Object.keys(values)]
    const marks = names.map((_, index) => (dialect === 'sqlite' ? '?' : `$${index + 1}`))
    await run(`insert into ${table} (${names.join(', ')}) values (${marks.join(', ')})`, [count, ...Object.values(values)])
    return count
  }
  for (const [key, one] of (trees as readonly z.infer<typeof tree.schema>[]).entries()) {
    const owner = await insert('trees', { key, portal_id: 'p', who: one.who, branches: JSON.stringify(one.branches) })
    for (const { who, twigs } of one.branches) {
      const branchId = await insert('branches', { tree: owner, who, twigs: JSON.stringify(twigs) })
      for (const twigOf of twigs) {
        const twigId = await insert('twigs', { branch: branchId, who: twigOf.who })
        for (const { who: leafWho, at } of twigOf.leaves)
          await insert('leaves', { twig: twigId, who: leafWho, at: at && 1, at_who: at?.who ?? null })
      }
    }
  }
}

describe.each(['sqlite', 'postgres'] as const)('%s', (dialect) => {
  let [run, close]: [Run, () => Promise<void>] = [() => Promise.resolve([]), () => Promise.resolve()]
  let trees: readonly Bag[] = []
  const listed = dialect === 'sqlite' ? 'text' : 'jsonb'

  beforeAll(async () => {
    if (dialect === 'sqlite') {
      const db = new DatabaseSync(':memory:')
      run = (text, values = []) => Promise.resolve(db.prepare(text).all(...(values as SQLInputValue[])))
      close = () => {
        db.close()
        return Promise.resolve()
      }
    } else {
      const db = new PGlite()
      run = async (text, values = []) => (await db.query<Record<string, unknown>>(text, [...values])).rows
      close = () => db.close()
    }
    await run(`create table trees (id integer primary key, key integer, portal_id text, who text, branches ${listed})`)
    await run(`create table branches (id integer primary key, tree integer, who text, twigs ${listed})`)
    await run('create table twigs (id integer primary key, branch integer, who text)')
    await run('create table leaves (id integer primary key, twig integer, who text, at integer, at_who text)')
    trees = fc.sample(aTree, 150)
    await plant(run, trees, dialect)
  })
  afterAll(() => close())

  test.each([
    ['tables', inTables],
    ['tables and JSON', inBoth],
    ['JSON', inJson],
  ] as const)('in %s', async (_, fields) => {
    const mapping = sqlMapping(tree, { dialect, table: 'trees', fields })
    let found = 0
    await fc.assert(
      fc.asyncProperty(ofTree, ofTree, async (one, other) => {
        const [allowed, refused] = [tree.when('one', one), tree.when('other', other)]
        const rows = only(may('read', tree, allowed), mayNot('read', tree, refused))
        const above = { moduleAdministrator: plus('user'), fullAdministrator: plus('user'), owner: plus('user') } as const
        const policy = definePolicy([defineModule({ name: 'lab', resources: [tree], levels: { guest: only(), user: rows, ...above } })])
        const ability = policy.abilityFor({ id: 'a', portalId: 'p', type: 'user', status: 'active' }, { id: 'p', ownerId: 'boss' })
        const { text, values } = sqlWhere(accessible(ability, 'read', tree), mapping)
        const got = await run(`select key from trees where ${text} order by key`, values)
        const wanted = trees.flatMap((record, key) => (ask(ability, 'read', tree.of(record as never)) ? [key] : []))
        expect(
          got.map(({ key }) => key),
          text,
        ).toEqual(wanted)
        found += wanted.length
      }),
      { numRuns: 300 },
    )
    expect(found).toBeGreaterThan(300)
  })
})
