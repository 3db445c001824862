import { describe, expect, test } from 'vitest'
import { memoryStorage } from '../../src/adapters/memory/index.js'
import { storageContract } from '../../src/testing/index.js'
import { brokenFinding } from './broken/finding.js'
import { brokenReading } from './broken/reading.js'
import { brokenUnique } from './broken/unique.js'
import { brokenWriting } from './broken/writing.js'
import { failing } from './failing.js'

const kit = storageContract(() => Promise.resolve({ storage: memoryStorage() }))

describe('the memory store keeps the promises', () => {
  test.each(kit)('$name', ({ run }) => run())
})

describe('a store is found that', () => {
  test.each([...brokenWriting, ...brokenUnique, ...brokenReading, ...brokenFinding])('$fault', async ({ store, caughtBy }) => {
    const names = await failing(storageContract(() => Promise.resolve({ storage: store() })))
    expect(names).toEqual(expect.arrayContaining([...caughtBy]))
    expect(names.length).toBeLessThan(kit.length)
  })
})

test('a store is found that is empty when it is opened again', async () => {
  const cases = storageContract(() => Promise.resolve({ storage: memoryStorage(), reopen: () => Promise.resolve(memoryStorage()) }))
  expect(await failing(cases)).toEqual([
    'survives: what was committed is there when the store is opened again',
    'survives: nothing of a batch that was refused',
  ])
})

test('the names are unique, and each promise has a text', () => {
  expect(new Set(kit.map(({ name }) => name)).size).toBe(kit.length)
  for (const { promise } of kit) expect(promise).not.toBe('')
})

test('every store is put away, also after a failure', async () => {
  let open = 0
  const cases = storageContract(() => {
    open++
    return Promise.resolve({
      storage: { ...memoryStorage(), due: () => Promise.reject(new Error('gone')) },
      close: () => {
        open--
        return Promise.resolve()
      },
    })
  })
  expect(await failing(cases)).toContain('due: of all portals')
  expect(open).toBe(0)
})
