import { describe, expect, test } from 'vitest'
import { by, cast, forAnHour, invite, letPeopleAdminister, member, refused, stored, tokenTo, type Cast } from './cast.js'

// Whoever administers for a time leaves no right behind that lasts longer: not by a module, an option, somebody who comes back, or an address.

const hour = 3_600_000
/** Ben administers everything for an hour. */
async function withBen(): Promise<Cast> {
  const world = await cast()
  await forAnHour(world, world.ben)
  return world
}
const disabled = async (world: Cast, memberId: string): Promise<string> => {
  await world.administration.disableMember({ ...by(world.olga), memberId })
  return memberId
}
const access = (world: Cast, actorId: string, how: 'everyone' | 'nobody' | readonly string[]): Promise<unknown> =>
  world.administration.setModuleAccess({
    ...by(actorId),
    module: 'projects',
    access: typeof how === 'string' ? { availability: how } : { availability: 'restricted', to: how },
  })

describe('who administers for a time opens no module', () => {
  test.each([
    ['that is for nobody to everyone', 'nobody', 'everyone'],
    ['that is for nobody to somebody', 'nobody', ['gus']],
    ['that is for somebody to everyone', ['uma'], 'everyone'],
    ['that is for somebody to somebody else', ['uma'], ['uma', 'ben']],
  ] as const)('%s', async (_, before, after) => {
    const world = await withBen()
    const named = (how: typeof before | typeof after) => (typeof how === 'string' ? how : how.map((name) => world[name]))
    await access(world, world.olga, named(before))
    await refused('GRANT_NOT_HELD', () => access(world, world.ben, named(after)))
    await access(world, world.fatou, named(after))
  })

  test('but closes one, and keeps some out of it', async () => {
    const world = await withBen()
    await access(world, world.ben, [world.uma, world.sales])
    await access(world, world.ben, [world.sales])
    await access(world, world.ben, [world.sales])
    await access(world, world.ben, 'nobody')
    await access(world, world.ben, 'nobody')
  })
})

test('who administers for a time sets no option, but calls the portal what he likes', async () => {
  const world = await withBen()
  const { administration, ben, fatou } = world
  for (const option of [true, false])
    await refused('GRANT_NOT_HELD', () => administration.configurePortal({ ...by(ben), options: { peopleAdministrators: option } }))
  await administration.configurePortal({ ...by(ben), name: 'Agencies' })
  await administration.configurePortal({ ...by(ben), name: 'Agency', options: {} })
  await administration.configurePortal({ ...by(fatou), options: { peopleAdministrators: true } })
})

describe('who administers for a time lets in again', () => {
  const again = (world: Cast, memberId: string): Promise<unknown> => world.administration.reactivateMember({ ...by(world.ben), memberId })

  test('nobody who administers longer than he does', async () => {
    const world = await withBen()
    const { olga, max, frank, gus, clock, administration } = world
    const { member: paul } = await administration.createMember({ ...by(olga), name: 'Paul', type: 'user' })
    await administration.grantModules({ ...by(olga), memberId: paul.id, modules: ['crm'], until: clock.now() + hour + 1 })
    for (const memberId of [max, frank, paul.id]) {
      await disabled(world, memberId)
      await refused('GRANT_NOT_HELD', () => again(world, memberId))
    }
    await again(world, await disabled(world, gus))
  })

  test('who administers no longer than he does', async () => {
    const world = await withBen()
    const { olga, uma, clock, administration } = world
    await administration.fillGroup({ ...by(olga), groupId: world.sales, remove: [uma] })
    await administration.grantModules({ ...by(olga), memberId: uma, modules: ['crm'], until: clock.now() + hour })
    await disabled(world, uma)
    await again(world, uma)
  })

  test('nobody of a group that he may not fill', async () => {
    const world = await withBen()
    await disabled(world, world.uma)
    await refused('GRANT_NOT_HELD', () => again(world, world.uma))
    await world.administration.fillGroup({ ...by(world.olga), groupId: world.sales, add: [world.ben] })
    await again(world, world.uma)
  })
})

test('an administrator of People lets nobody in again whose groups are not his', async () => {
  const world = await cast()
  await letPeopleAdminister(world)
  const { pia, uma, olga, sales, administration } = world
  await disabled(world, uma)
  await refused('GRANT_NOT_HELD', () => administration.reactivateMember({ ...by(pia), memberId: uma }))
  await administration.reactivateMember({ ...by(olga), memberId: uma })
  await disabled(world, uma)
  await administration.fillGroup({ ...by(olga), groupId: sales, add: [pia] })
  await administration.reactivateMember({ ...by(pia), memberId: uma })
})

describe('an address, which is an account,', () => {
  const readdress = (world: Cast, actorId: string, memberId: string, email = 'new@agency.example'): Promise<unknown> =>
    world.administration.changeEmail({ ...by(actorId), memberId, email })

  test('of an administrator is changed by nobody who holds less', async () => {
    const world = await withBen()
    await letPeopleAdminister(world)
    const { olga, fatou, ben, pia, max, uma } = world
    for (const whom of [fatou, max, pia]) await refused('GRANT_NOT_HELD', () => readdress(world, ben, whom))
    await refused('GRANT_NOT_HELD', () => readdress(world, pia, max))
    const pete = await member(world, olga, 'Pete', { administers: ['people'] })
    await readdress(world, pia, pete)
    await readdress(world, ben, uma)
    await readdress(world, ben, ben, 'ben@new.example')
    await readdress(world, fatou, max)
    await readdress(world, fatou, ben)
  })

  test('of who administers for a time is changed by who does so for as long', async () => {
    const world = await withBen()
    const { olga, ben, uma, clock, administration } = world
    await administration.grantModules({ ...by(olga), memberId: uma, modules: ['crm'], until: clock.now() + hour })
    await readdress(world, ben, uma)
    await administration.grantModules({ ...by(olga), memberId: uma, modules: ['mail'], until: clock.now() + hour + 1 })
    await refused('GRANT_NOT_HELD', () => readdress(world, ben, uma))
  })

  test.each(['changed', 'new'] as const)('that is %s is not confirmed for who administers more by then', async (how) => {
    const world = await withBen()
    const { olga, ben, uma, administration } = world
    const email = 'bens@agency.example'
    if (how === 'changed') await readdress(world, ben, uma, email)
    const made = how === 'new' ? await administration.createMember({ ...by(ben), name: 'Nina', type: 'user', email }) : undefined
    const memberId = made?.member.id ?? uma
    await administration.grantModules({ ...by(olga), memberId, modules: ['crm'] })
    const token = await tokenTo(world, email)
    await refused('TOKEN_INVALID', () => administration.confirmEmail({ token }))
    expect((await stored(world, memberId))?.emailVerifiedAt === null).toBe(how === 'new')
    await administration.revokeAdministration({ ...by(olga), memberId })
    await administration.confirmEmail({ token })
  })

  test('that an administrator of People gave to somebody new is not confirmed for a full administrator', async () => {
    const world = await cast()
    await letPeopleAdminister(world)
    const { olga, pia, administration } = world
    const asked = { ...by(pia), name: 'Nina', type: 'user', email: 'pias@agency.example' } as const
    const { member: nina } = await administration.createMember(asked)
    await administration.grantFullAccess({ ...by(olga), memberIds: [nina.id] })
    const token = await tokenTo(world, asked.email)
    await refused('TOKEN_INVALID', () => administration.confirmEmail({ token }))
  })
})

test('who administers for a time invites users, and they come while he does', async () => {
  const world = await withBen()
  const { token } = await invite(world, world.ben, 'ida@agency.example')
  const late = await invite(world, world.ben, 'ina@agency.example')
  await world.administration.acceptInvitation({ token, name: 'Ida', identity: 'ida' })
  world.clock.set(world.clock.now() + hour)
  await refused('INVITATION_VOID', () => world.administration.acceptInvitation({ token: late.token, name: 'Ina', identity: 'ina' }))
})
