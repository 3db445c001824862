// The adapter's own test: the library's kit, in three lines, with the test runner of the application. Run with `node --test`.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { storageContract } from 'portico/testing'
import { fileStorage } from './file-storage.js'

async function openEmpty() {
  const folder = await mkdtemp(join(tmpdir(), 'own-storage-'))
  const path = join(folder, 'store.json')
  return { storage: await fileStorage(path), reopen: () => fileStorage(path), close: () => rm(folder, { recursive: true }) }
}

for (const { name, run } of storageContract(openEmpty)) {
  void test(name, run)
}
