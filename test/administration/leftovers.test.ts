import { expect, test } from 'vitest'
import { by, cast, invite, password, stored } from './cast.js'

// What is left of a member, and what of an invitation comes with him.

test('with a member his password and his login names are gone, and nobody else’s', async () => {
  const world = await cast()
  const { administration, olga, ben, dora, store } = world
  const { storage } = store
  await administration.acceptInvitation({ token: world.ivy.token, name: 'Ivy', password })
  const credentials = { portalId: 'agency', accountId: dora, passwordHash: 'hash', changedAt: 0 }
  const name = (accountId: string, key: string) =>
    ({
      op: 'insert',
      table: 'loginNames',
      row: { portalId: 'agency', id: key, key, accountId, keptFor: null, keptUntil: null, createdAt: 0 },
    }) as const
  await storage.commit([
    { op: 'insert', table: 'credentials', row: { ...credentials, id: 'c1' } },
    name(dora, 'dora'),
    name(dora, 'dora.2'),
    name(ben, 'ben'),
  ])
  await administration.deleteMember({ ...by(olga), memberId: dora })
  const left = await Promise.all(['dora', 'dora.2', 'ben'].map((key) => storage.get('loginNames', 'agency', key)))
  expect(left.map((found) => found?.row.key)).toEqual([undefined, undefined, 'ben'])
  expect(await storage.get('credentials', 'agency', 'c1')).toBeUndefined()
  expect((await storage.find('credentials', 'byPortal', { portalId: 'agency' })).items).toHaveLength(1)
})

test.each([
  ['that he chooses', 'fr', 'fr'],
  ['of the invitation, when he chooses none', undefined, 'de'],
])('whoever accepts has the language %s', async (_, language, expected) => {
  const world = await cast()
  const { token } = await invite(world, world.olga, 'nina@agency.example', { language: 'de' })
  const { member } = await world.administration.acceptInvitation({ token, name: 'Nina', identity: 'nina', language })
  expect([member.language, (await stored(world, member.id))?.language]).toEqual([expected, expected])
})
