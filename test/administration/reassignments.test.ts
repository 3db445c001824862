import { expect, test } from 'vitest'
import { by, cast, refused, stored, type Cast } from './cast.js'

// The data of a leaver: on their way to somebody, who must not be gone when they arrive.

async function moving(): Promise<Cast & { readonly reassignmentId: string; readonly report: (more: object) => Promise<unknown> }> {
  const world = await cast()
  const { reassignment } = await world.administration.reassignData({ ...by(world.olga), fromId: world.dora, toId: world.ben })
  const reassignmentId = reassignment.id
  const report = (more: object): Promise<unknown> =>
    world.administration.reportReassignment({ portalId: 'agency', reassignmentId, done: 0, ...more })
  return { ...world, reassignmentId, report }
}

test.each(['completed', 'failed'] as const)('whoever receives them is not deleted until it is %s', async (outcome) => {
  const { administration, olga, ben, report } = await moving()
  await administration.disableMember({ ...by(olga), memberId: ben })
  await refused('REASSIGNMENT_RUNNING', () => administration.deleteMember({ ...by(olga), memberId: ben }))
  await report({ outcome })
  await administration.deleteMember({ ...by(olga), memberId: ben })
})

test('whoever receives them is not deleted at the moment when they are given to him', async () => {
  // Both have read that all is well before either commits: the one that comes second decides again.
  const world = await cast()
  const { administration, store, olga, fatou, ben, dora } = world
  const { ...storage } = store.storage
  let late: Promise<unknown> | undefined
  store.storage.commit = async (batch) => {
    if (late || !batch.some((change) => change.op === 'insert' && change.table === 'reassignments')) return storage.commit(batch)
    late = administration
      .disableMember({ ...by(olga), memberId: ben })
      .then(() => administration.deleteMember({ ...by(olga), memberId: ben }))
    await late
    return storage.commit(batch)
  }
  const code = await administration.reassignData({ ...by(fatou), fromId: dora, toId: ben }).then(
    () => 'ok',
    (error: unknown) => Reflect.get(error as object, 'code') as unknown,
  )
  expect([code, await stored(world, ben)]).toEqual(['NOT_FOUND', undefined])
})

test('more than all of them are never done', async () => {
  const { report, store } = await moving()
  const before = await store.dump()
  await refused('INPUT_INVALID', () => report({ done: 12, total: 3 }))
  expect(await store.dump()).toEqual(before)
  await report({ done: 3, total: 12 })
  await refused('INPUT_INVALID', () => report({ done: 13 }))
  await refused('INPUT_INVALID', () => report({ done: 4, total: 3 }))
  await report({ done: 13, total: 14 })
  expect(await report({ done: 14, outcome: 'completed' })).toMatchObject({ reassignment: { done: 14, total: 14, status: 'completed' } })
})

test('a member who is deleted is said to be, with an event for what the application has of him', async () => {
  const { administration, olga, dora } = await cast()
  const { member, events } = await administration.deleteMember({ ...by(olga), memberId: dora })
  expect(member.status).toBe('deleted')
  expect(events).toEqual([{ type: 'memberDeleted', portalId: 'agency', memberId: dora }])
})
