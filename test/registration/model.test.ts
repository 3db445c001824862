import fc from 'fast-check'
import { kyselyStorage } from 'portico/kysely'
import { memoryStorage } from 'portico/memory'
import type { Storage } from 'portico/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { empty, engines, migrate, type TestDatabase } from '../support/databases.js'
import { begin, recordsOf } from './model-game.js'
import { tally, turn } from './model-play.js'
import { sequences, type Step } from './model-steps.js'

// Random commands of several people, links and events, against the table of transitions and the invariants of the rules.

/** Mutation tests run it thousands of times: they play few games, always the same, and do not look for the shortest one that fails. */
const quick = process.env.MUTATION === 'quick'

async function play(storage: Storage, steps: readonly Step[]): Promise<void> {
  const game = await begin(storage)
  let records = await recordsOf(game)
  for (const step of steps) records = await turn(game, step, records)
}

test(
  'whatever is done in memory, answers and states are those of the table, and what must hold is not broken',
  { timeout: 300_000 },
  async () => {
    const property = fc.asyncProperty(sequences, (steps) => play(memoryStorage(), steps))
    await fc.assert(property, quick ? { numRuns: 40, seed: 1, endOnFailure: true } : { numRuns: 300 })
    if (quick) return
    // What is tried must not shrink: every step is accepted at times, and refused for many reasons.
    expect([...tally.keys()].filter((told) => told.endsWith(' ok'))).toHaveLength(17)
    expect(tally.size).toBeGreaterThan(70)
  },
)

describe.skipIf(quick)('over a file of SQLite', () => {
  let database: TestDatabase
  let storage: Storage
  beforeAll(async () => {
    const open = engines['SQLite of Node']
    if (!open) throw new Error('no such engine')
    database = await open()
    await migrate(database)
    storage = kyselyStorage(database.db, { dialect: database.dialect })
  })
  afterAll(() => database.close())

  test('answers and states are those of the table too', { timeout: 300_000 }, async () => {
    const property = fc.asyncProperty(sequences, async (steps) => {
      await empty(database)
      await play(storage, steps)
    })
    await fc.assert(property, { numRuns: 40 })
  })
})
