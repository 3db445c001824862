import fc from 'fast-check'
import { kyselyStorage } from 'portico/kysely'
import { memoryStorage } from 'portico/memory'
import type { Storage } from 'portico/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { empty, engines, migrate, type TestDatabase } from '../support/databases.js'
import { firm, hour } from './harness.js'
import { begin, stepOf, type Step } from './model-run.js'
import { take } from './model-steps.js'

// Random orders of commands and events, of several actors, with the time going on: after each one the outcome is one that the table allows, and
// what the rules promise holds.

const wide = { limit: 1e9, per: hour }
const limits = { resendToPortal: wide, resendToAddress: wide, resendOfFirm: wide, caller: wide, link: wide, loginName: wide }

async function walk(storage: Storage, steps: readonly Step[], seen: Map<string, number>): Promise<void> {
  const run = await begin(await firm(storage, { registration: { limits, maxAttempts: 3 } }), seen)
  for (const step of steps) await take(run, step)
}

const sequences = (length: number) => fc.array(stepOf, { minLength: 8, maxLength: length, size: 'max' })

test('in memory, every outcome is one that the table allows, and the invariants hold', { timeout: 300_000 }, async () => {
  const seen = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(sequences(60), (steps) => walk(memoryStorage(), steps, seen)),
    { numRuns: 300 },
  )
  const cells = new Set([...seen.keys()].map((key) => key.split(' ').slice(0, 2).join(' ')))
  console.log(`${cells.size} pairs of a state and a step, ${seen.size} outcomes`)
  // So that it is not for nothing: most of what there is was met.
  expect(cells.size).toBeGreaterThan(150)
})

describe('in a SQLite file', () => {
  let database: TestDatabase
  beforeAll(async () => {
    const open = engines['SQLite of Node']
    if (!open) throw new Error('no SQLite')
    database = await open()
    await migrate(database)
  })
  afterAll(() => database.close())

  test('every outcome is one that the table allows, and the invariants hold', { timeout: 300_000 }, async () => {
    const storage = kyselyStorage(database.db, { dialect: 'sqlite' })
    await fc.assert(
      fc.asyncProperty(sequences(40), async (steps) => {
        await empty(database)
        await walk(storage, steps, new Map())
      }),
      { numRuns: 40 },
    )
  })
})
