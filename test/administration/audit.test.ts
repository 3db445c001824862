import type { Row } from 'portico/server'
import { expect, test } from 'vitest'
import { by, cast, errorOf, refused, run, type Cast } from './cast.js'
import { memberCommands, sound } from './refusals/row.js'

// What the audit trail says, and what it leaves out.

/** The records that were left by this, without their ids and times. */
async function leftBy(world: Cast, work: () => Promise<unknown>): Promise<readonly Row<'audit'>[]> {
  await world.portico.runtime.settled()
  const known = new Set((await world.store.audit()).map(({ id }) => id))
  await work()
  return (await world.store.audit()).filter(({ id }) => !known.has(id))
}
const json = (text: string | null | undefined): unknown => JSON.parse(text ?? 'null')

test('full access for several members is written down for each of them, before and after', async () => {
  const world = await cast()
  const { administration, olga, ben, max, gus } = world
  const memberIds = [ben, max, gus]
  const left = await leftBy(world, () =>
    administration.grantFullAccess({ ...by(olga), memberIds, promoteGuests: true, correlationId: 'request 1' }),
  )
  expect(left.map(({ subjectId }) => subjectId).sort()).toEqual([...memberIds].sort())
  for (const record of left)
    expect(record).toMatchObject({
      command: 'grantFullAccess',
      actorId: olga,
      outcome: 'accepted',
      subject: 'members',
      correlationId: 'request 1',
    })
  const of = (id: string): readonly unknown[] => {
    const { before, after } = left.find(({ subjectId }) => subjectId === id) ?? {}
    return [json(before), json(after)]
  }
  expect(of(max)).toMatchObject([{ administers: ['crm'] }, { administers: 'everything' }])
  expect(of(gus)).toMatchObject([
    { type: 'guest', administers: [] },
    { type: 'user', administers: 'everything' },
  ])
})

test('a refused one is written down once, with one of them', async () => {
  const world = await cast()
  const { administration, fatou, ben, olga } = world
  const left = await leftBy(world, () =>
    refused('MEMBER_IS_OWNER', () => administration.grantFullAccess({ ...by(fatou), memberIds: [ben, olga] })),
  )
  expect(left).toMatchObject([{ subject: 'members', subjectId: ben, outcome: 'refused', code: 'MEMBER_IS_OWNER' }])
})

test('a portal that is called something else can be seen in it', async () => {
  const world = await cast()
  const [record] = await leftBy(world, () => world.administration.configurePortal({ ...by(world.olga), name: 'Agencies' }))
  expect([json(record?.before), json(record?.after)]).toMatchObject([{ name: 'agency' }, { name: 'Agencies' }])
})

test('what a group was called and who was in it can be seen when it is gone', async () => {
  const world = await cast()
  const { administration, olga, sales, uma } = world
  const [made] = await leftBy(world, () => administration.createGroup({ ...by(olga), name: 'New', members: [uma] }))
  expect([made?.before, json(made?.after)]).toEqual([null, { name: 'New', added: [uma] }])
  const [gone] = await leftBy(world, () => administration.deleteGroup({ ...by(olga), groupId: sales }))
  expect([json(gone?.before), gone?.after]).toEqual([{ name: 'Sales', members: [uma] }, null])
})

test.each(memberCommands)('%s by who is not in the portal leaves nothing: anybody could fill the trail', async (command) => {
  const world = await cast()
  for (const actorId of ['nobody', world.ona, world.otto])
    expect(
      await leftBy(world, () => refused('NOT_FOUND', () => run(world, command, { ...sound[command](world), ...by(actorId) }))),
    ).toEqual([])
})

test('what somebody could never do is explained by the policy', async () => {
  const world = await cast()
  const { administration, ben, gus, dora, uma, olga } = world
  const explained = async (work: () => Promise<unknown>): Promise<unknown> => (await errorOf(work)).details.explanation
  const disable = (actorId: string) => () => administration.disableMember({ ...by(actorId), memberId: uma })
  expect(await explained(disable(ben))).toMatch(/^no: no row allows it here \(disable profile\).*full-access administrator/)
  expect(await explained(disable(dora))).toMatch(/^no: .*disabled/)
  expect(await explained(disable(gus))).toMatch(/^no: /)
  expect(await explained(() => administration.configurePortal({ ...by(ben), name: 'No' }))).toMatch(/^no: .*configure/)
  await administration.setModuleAccess({ ...by(olga), module: 'people', access: { availability: 'nobody' } })
  expect(await explained(disable(olga))).toMatch(/switched off/)
  await administration.licensePortal({ portalId: 'agency', requires: { people: 'staff' } })
  expect(await explained(disable(olga))).toMatch(/licen[cs]e/)
})
