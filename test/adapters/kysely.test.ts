import type { Kysely } from 'kysely'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { kyselyStorage } from '../../src/adapters/kysely/index.js'
import { storageContract } from '../../src/testing/storage.js'
import { empty, engines, migrate, type TestDatabase } from '../support/databases.js'

describe.each(Object.entries(engines))('the storage contract on %s', (_, start) => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await start()
    await migrate(database)
  }, 30_000)
  afterAll(() => database.close())

  const contract = storageContract(async () => {
    await empty(database)
    const { db, dialect, reopen } = database
    if (reopen === undefined) return { storage: kyselyStorage(db, { dialect }) }
    const opened: Kysely<unknown>[] = []
    return {
      storage: kyselyStorage(db, { dialect }),
      reopen: () => {
        const again = reopen()
        opened.push(again)
        return Promise.resolve(kyselyStorage(again, { dialect }))
      },
      close: async () => {
        for (const again of opened) await again.destroy()
      },
    }
  })
  test.each(contract.map((promise) => [promise.name, promise] as const))('%s', { timeout: 30_000 }, (_name, promise) => promise.run())
})
