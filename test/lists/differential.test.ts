/** A list has exactly the records that `can` says yes to: random policies, members and data sets, on every engine, with every library. */
import fc from 'fast-check'
import { accessible } from 'portico/lists'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Bag } from '../support/arbitraries.js'
import { policiesWith, textOf, thing } from '../support/policies.js'
import { ask } from '../support/questions.js'
import { anyNumber, anyOne, anyText, recordsFor } from './data.js'
import { createTables, engines, insert, waysOf, type Engine } from './engines.js'
import { joinedLines, joinedRecords } from './joined.js'
import { docLines, flatLines } from './tables.js'

vi.setConfig({ testTimeout: 600_000, hookTimeout: 120_000 })

const portal = { id: 'portal-1', ownerId: 'boss' }
const policies = policiesWith(anyText, anyNumber)
const [dataSets, rowsEach] = [250, 20]
const triples = 2_000
const libraries = ['plain SQL', 'Kysely', 'Drizzle'] as const

describe.each(Object.keys(engines))('%s', (name) => {
  let engine: Engine
  let stored: Record<'flat' | 'docs' | 'joined', readonly (readonly Bag[])[]>
  const idOf = (set: number, at: number): number => set * rowsEach + at

  beforeAll(async () => {
    engine = await engines[name]!()
    await createTables(engine)
    const nul = engine.dialect === 'sqlite'
    const sets = (records: fc.Arbitrary<Bag>) =>
      fc.sample(fc.array(records, { minLength: rowsEach, maxLength: rowsEach }), { numRuns: dataSets })
    stored = { flat: sets(recordsFor({ json: false, nul })), docs: sets(recordsFor({ json: true, nul })), joined: sets(joinedRecords(nul)) }
    const lines = (sets: readonly (readonly Bag[])[], linesOf: typeof flatLines) =>
      sets.flatMap((set, n) => set.flatMap((record, at) => linesOf(record, idOf(n, at), n, engine.dialect)))
    const joined = stored.joined.flatMap((set, n) => joinedLines(set, n, (at) => idOf(n, at), engine.dialect))
    await insert(engine, [...lines(stored.flat, flatLines), ...lines(stored.docs, docLines), ...joined])
  })
  afterAll(() => engine.close())

  test.each(libraries)(`%s: ${triples} policies, members and data sets`, async (library) => {
    const ways = Object.entries(waysOf(engine)[library])
    let [listed, asked] = [0, 0]
    await fc.assert(
      fc.asyncProperty(
        policies,
        anyOne,
        fc.nat(dataSets - 1),
        fc.constantFrom(...thing.actions),
        async ({ policy }, member, dataSet, action) => {
          const ability = policy.abilityFor(member, portal)
          for (const [how, way] of ways) {
            const records = stored[way.table][dataSet]!
            const got = await way.ask(accessible(ability, action, thing), dataSet)
            const wanted = records.flatMap((record, at) => (ask(ability, action, thing.of(record as never)) ? [idOf(dataSet, at)] : []))
            const differ = records.filter((_, at) => got.includes(idOf(dataSet, at)) !== wanted.includes(idOf(dataSet, at)))
            if (differ.length > 0) throw new Error(`${how}, ${action}: ${fc.stringify(differ)} by ${textOf(policy)}`)
            expect(got).toEqual(wanted)
            listed += wanted.length
            asked += records.length
          }
        },
      ),
      { numRuns: triples },
    )
    expect(listed).toBeGreaterThan(asked / 20)
    expect(listed).toBeLessThan(asked * 0.95)
  })
})
