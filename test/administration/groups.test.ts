import { expect, test } from 'vitest'
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
