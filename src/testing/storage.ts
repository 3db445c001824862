import { casesOf, type ContractCase, type Promises } from './contract.js'
import { durability } from './storage/durability.js'
import { dueEntries } from './storage/due.js'
import { isolation } from './storage/isolation.js'
import { paging } from './storage/paging.js'
import { racing } from './storage/racing.js'
import { reading } from './storage/reading.js'
import type { StorageSubject } from './storage/rows.js'
import { uniqueKeys } from './storage/unique.js'
import { writing } from './storage/writing.js'

export type { StorageSubject }

const groups: readonly Promises<StorageSubject>[] = [reading, paging, dueEntries, writing, uniqueKeys, racing, isolation, durability]

/**
 * Everything that a `Storage` promises, as cases for any test runner.
 *
 * @param open makes an **empty** store; is called once for each case, and `close` when the case is over
 * @example
 * ```ts
 * for (const { name, run } of storageContract(async () => ({ storage: memoryStorage() }))) test(name, run)
 * ```
 */
export function storageContract(open: () => Promise<StorageSubject>): readonly ContractCase[] {
  return groups.flatMap((promises) => casesOf(open, promises))
}
