/** Takes records away behind the back of the services, as nothing in them does. */
import { expect } from 'vitest'
import { storageOf } from '../../src/adapters/memory/storage.js'
import type { Instance } from './cast.js'

export async function remove(
  world: Pick<Instance, 'kept'>,
  table: 'members' | 'seats' | 'transfers' | 'tokens',
  id = 'agency',
): Promise<void> {
  const storage = storageOf(world.kept)
  const { version = 0 } = (await storage.get(table, 'agency', id)) ?? {}
  expect(await storage.commit([{ op: 'delete', table, portalId: 'agency', id, version }])).toEqual({ status: 'ok' })
}
