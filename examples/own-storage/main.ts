import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CommitResult } from 'portico/server'
import type { Row } from 'portico/server'
import { fileStorage } from './file-storage.js'

const folder = await mkdtemp(join(tmpdir(), 'own-storage-'))
const path = join(folder, 'store.json')
const storage = await fileStorage(path)

const member = (id: string, email: string, name: string): Row<'members'> => ({
  portalId: 'office',
  id,
  type: 'user',
  status: 'active',
  administers: [],
  temporary: [],
  promoted: false,
  groups: [],
  name,
  email,
  address: email,
  emailVerifiedAt: null,
  pendingAddress: null,
  addressAskedBy: null,
  emailGeneration: 0,
  identity: null,
  reassignmentId: null,
  language: 'en',
  createdAt: 0,
})
const tell = (what: string, result: CommitResult): void => {
  const about = result.status === 'duplicate' ? ` of ${result.key}` : result.status === 'conflict' ? ` about ${result.id}` : ''
  console.log(`${what}: ${result.status}${about}`)
}

tell('ada joins', await storage.commit([{ op: 'insert', table: 'members', row: member('ada', 'ada@example.org', 'Ada') }]))
tell(
  'bea joins with the same address',
  await storage.commit([{ op: 'insert', table: 'members', row: member('bea', 'ada@example.org', 'Bea') }]),
)

const [first, second] = await Promise.all(
  ['Ada L.', 'Ada Lovelace'].map((name) =>
    storage.commit([{ op: 'update', table: 'members', row: member('ada', 'ada@example.org', name), version: 1 }]),
  ),
)
tell('ada is renamed', first!)
tell('ada is renamed at the same time', second!)

await storage.commit([{ op: 'update', table: 'members', row: member('ada', 'ada@example.org', 'lost'), version: 1 }])
const found = await (await fileStorage(path)).get('members', 'office', 'ada')
console.log(`after a restart: ${found?.row.name}, version ${found?.version}`)
console.log(`records in the file: ${(JSON.parse(await readFile(path, 'utf8')) as unknown[]).length}`)
await rm(folder, { recursive: true })
