import { expect, test } from 'vitest'
import type { Change } from 'portico/server'
import { by, cast, letPeopleAdminister, refused, stored } from './cast.js'

// What a group is to those who are in it: it opens what is shared with it, and closes what is kept from it.

test('nobody takes himself out of a group that things are kept from', async () => {
  const world = await cast()
  await letPeopleAdminister(world)
  const { administration, olga, pia, fatou } = world
  const { group } = await administration.createGroup({ ...by(olga), name: 'Externals', members: [pia, fatou] })
  const shares = [
    { to: 'everyone', access: 'readWrite' },
    { to: group.id, access: 'restrict' },
  ]
  const file = { __typename: 'documents.file', portalId: 'agency', section: 'common', createdBy: olga, shares }
  const mayRead = async (): Promise<boolean> =>
    (await administration.whatCan({ portalId: 'agency', memberId: pia, record: file })).includes('read')
  expect(await mayRead()).toBe(false)
  for (const actor of [pia, fatou]) {
    await refused('MEMBER_IS_YOURSELF', () => administration.fillGroup({ ...by(actor), groupId: group.id, remove: [actor] }))
    await refused('MEMBER_IS_YOURSELF', () => administration.deleteGroup({ ...by(actor), groupId: group.id }))
  }
  expect(await mayRead()).toBe(false)
  await administration.fillGroup({ ...by(fatou), groupId: group.id, remove: [pia] })
  expect(await mayRead()).toBe(true)
})

test('the owner takes himself out of a group, and nobody else does, nor deletes it', async () => {
  const { administration, olga, fatou, store } = await cast()
  const { group } = await administration.createGroup({ ...by(olga), name: 'Owners', members: [olga] })
  const before = await store.dump('audit')
  await refused('MEMBER_IS_OWNER', () => administration.fillGroup({ ...by(fatou), groupId: group.id, remove: [olga] }))
  await refused('MEMBER_IS_OWNER', () => administration.deleteGroup({ ...by(fatou), groupId: group.id }))
  expect(await store.dump('audit')).toEqual(before)
  await administration.fillGroup({ ...by(olga), groupId: group.id, remove: [olga] })
  await administration.deleteGroup({ ...by(fatou), groupId: group.id })
})

test('the owner deletes a group that he is in', async () => {
  const world = await cast()
  const { administration, olga } = world
  const { group } = await administration.createGroup({ ...by(olga), name: 'Owners', members: [olga] })
  await administration.deleteGroup({ ...by(olga), groupId: group.id })
  expect((await stored(world, olga))?.groups).toEqual([])
})

test('to be taken out of a group that one is not in is nothing', async () => {
  const { administration, fatou, uma, sales } = await cast()
  await administration.fillGroup({ ...by(fatou), groupId: sales, remove: [fatou, uma] })
})

test('a group that is deleted is taken out of every one of its members, however many they are', async () => {
  const world = await cast()
  const { administration, olga, store } = world
  const { group } = await administration.createGroup({ ...by(olga), name: 'Everybody' })
  const like = await stored(world, world.ben)
  if (!like) throw new Error('no Ben')
  const crowd = Array.from({ length: 1_100 }, (_, number) => ({
    ...like,
    id: `crowd ${number}`,
    email: null,
    address: null,
    groups: [group.id],
  }))
  await store.storage.commit(crowd.map((row): Change => ({ op: 'insert', table: 'members', row })))
  await administration.deleteGroup({ ...by(olga), groupId: group.id })
  const left = await Promise.all(crowd.map(({ id }) => stored(world, id)))
  expect(left.filter((member) => member?.groups.length !== 0)).toEqual([])
})

test('a module keeps what it is licensed by when those are gone that it was for', async () => {
  const { administration, olga, sales, dora, uma, store } = await cast()
  await administration.licensePortal({ portalId: 'agency', licences: ['a'], requires: { crm: 'a', projects: 'a' } })
  await administration.setModuleAccess({ ...by(olga), module: 'crm', access: { availability: 'restricted', to: [sales] } })
  await administration.setModuleAccess({ ...by(olga), module: 'projects', access: { availability: 'restricted', to: [dora, uma] } })
  await administration.deleteGroup({ ...by(olga), groupId: sales })
  await administration.deleteMember({ ...by(olga), memberId: dora })
  expect((await store.storage.get('portals', 'agency', 'agency'))?.row.modules).toEqual({
    crm: { availability: 'nobody', requires: 'a' },
    projects: { availability: 'restricted', to: [uma], requires: 'a' },
  })
})
