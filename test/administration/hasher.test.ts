import type { PasswordHasher } from 'portico/server'
import { expect, test } from 'vitest'
import { castOf, password, refused, start, type Cast } from './cast.js'

// A password hasher that does not do its work: nothing is done, and the link can be followed again.

async function withHasher(hash: (text: string) => unknown): Promise<Cast> {
  const passwords: PasswordHasher = {
    maxBytes: 4096,
    hash: (text) => hash(text) as Promise<string>,
    verify: () => Promise.resolve(true),
    needsRehash: () => false,
  }
  return castOf(start({ passwords, limits: { passwords: 500 } }))
}
const accept = (world: Cast): Promise<unknown> => world.administration.acceptInvitation({ token: world.ivy.token, name: 'Ivy', password })

test.each([
  ['rejects', () => Promise.reject(new Error(`no hash of ${password}`))],
  [
    'throws',
    () => {
      throw new Error(`no hash of ${password}`)
    },
  ],
  ['gives nothing', () => Promise.resolve(undefined)],
  ['gives an empty hash', () => Promise.resolve('')],
  ['gives bytes', () => Promise.resolve(new Uint8Array(32))],
])('a hasher that %s', async (_, hash) => {
  const world = await withHasher(hash)
  const before = await world.store.dump()
  const error = await refused('PASSWORDS_UNAVAILABLE', () => accept(world))
  expect(JSON.stringify(error) + error.message).not.toContain(password)
  expect(await world.store.dump()).toEqual(before)
})

test('a hasher that hangs is waited for as long as is set, and no longer', async () => {
  const world = await withHasher(() => new Promise(() => undefined))
  const before = await world.store.dump()
  let state = 'waits'
  const tried = refused('PASSWORDS_UNAVAILABLE', () => accept(world)).then(() => (state = 'refused'))
  await world.clock.advance(499)
  expect(state).toBe('waits')
  await world.clock.advance(1)
  await tried
  expect(await world.store.dump()).toEqual(before)
})

test('a password is hashed once, however often the acceptance is decided again', async () => {
  let [hashed, late] = [0, 0]
  const world = await withHasher((text) => {
    hashed += 1
    return Promise.resolve(`hash ${hashed} of ${text.length}`)
  })
  const { ...storage } = world.store.storage
  // Three times somebody else is faster.
  world.store.storage.commit = (batch) => {
    const isHers = batch.some((change) => change.op === 'insert' && change.table === 'credentials')
    if (!isHers || (late += 1) > 3) return storage.commit(batch)
    return Promise.resolve({ status: 'conflict', table: 'members', portalId: 'agency', id: 'm' })
  }
  await accept(world)
  expect([late, hashed]).toEqual([4, 1])
})
