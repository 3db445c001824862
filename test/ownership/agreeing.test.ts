import { expect, test } from 'vitest'
import { by, member } from './cast.js'
import { approve, portalOf, propose } from './glass.js'

test('one who agreed and lost his administration does not count, and whoever agrees after him does', async () => {
  const world = await portalOf(3)
  const felix = await member(world, world.olga, 'Felix', { administers: 'everything' })
  await propose(world)
  await approve(world, world.frank)
  await world.administration.revokeAdministration({ ...by(world.olga), memberId: world.frank })
  expect((await approve(world, world.fred)).transfer).toMatchObject({ status: 'proposed', approvals: [world.fatou, world.fred] })
  expect((await approve(world, felix)).transfer).toMatchObject({ status: 'waiting', approvals: [world.fatou, world.fred, felix] })
})
