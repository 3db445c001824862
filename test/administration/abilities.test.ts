import { builtInModules, definePolicy, isPortalError, portalPolicy, profile, type AnyAbility } from 'portico'
import { memoryMailer } from 'portico/memory'
import { createPortico, type Change } from 'portico/server'
import { describe, expect, test } from 'vitest'
import { bindingOf } from '../../src/policy/ability.js'
import { digest, hour, random } from '../outbox/harness.js'
import { ask } from '../support/questions.js'
import { by, cast, castOf, forAnHour, refused, start, stored, type Cast, type Instance } from './cast.js'

type Who = Pick<Instance, 'administration'>
const ability = ({ administration }: Who, memberId: string): Promise<AnyAbility> =>
  administration.abilityFor({ portalId: 'agency', memberId })
/** What it was made of: the same thing, as long as nothing of that has changed. */
const madeOf = async (instance: Who, memberId: string): Promise<unknown> => bindingOf(await ability(instance, memberId))
/** Another instance over the same store, at the same time. */
const beside = (world: Cast): Instance => start({}, world.store, world.clock)
const entersAs = async (instance: Who, memberId: string, action = 'configure', subject = 'crm'): Promise<boolean> =>
  ask(await ability(instance, memberId), action, subject)

describe('a right that was taken away is gone at the next question, on every instance', () => {
  const taken: Readonly<
    Record<string, readonly [who: 'max' | 'frank' | 'uma', action: string, subject: string, take: (world: Cast) => Promise<unknown>]>
  > = {
    'his module': [
      'max',
      'configure',
      'crm',
      ({ administration, olga, max }) => administration.revokeModules({ ...by(olga), memberId: max, modules: ['crm'] }),
    ],
    'his full access': [
      'frank',
      'configure',
      'portal',
      ({ administration, olga, frank }) => administration.revokeAdministration({ ...by(olga), memberId: frank }),
    ],
    'all but a module': [
      'frank',
      'configure',
      'portal',
      ({ administration, olga, frank }) => administration.limitToModules({ ...by(olga), memberId: frank, modules: ['crm'] }),
    ],
    'he is disabled': [
      'uma',
      'access',
      'crm',
      ({ administration, olga, uma }) => administration.disableMember({ ...by(olga), memberId: uma }),
    ],
    'he left': ['uma', 'access', 'crm', ({ administration, uma }) => administration.leave(by(uma))],
    'he is a guest': [
      'uma',
      'access',
      'crm',
      ({ administration, olga, uma }) => administration.convertToGuest({ ...by(olga), memberId: uma }),
    ],
    'the module is off': [
      'uma',
      'access',
      'crm',
      ({ administration, olga }) => administration.setModuleAccess({ ...by(olga), module: 'crm', access: { availability: 'nobody' } }),
    ],
    'the module is for another': [
      'uma',
      'access',
      'crm',
      ({ administration, olga, ben }) =>
        administration.setModuleAccess({ ...by(olga), module: 'crm', access: { availability: 'restricted', to: [ben] } }),
    ],
    'the module needs a licence': [
      'uma',
      'access',
      'crm',
      ({ administration }) => administration.licensePortal({ portalId: 'agency', requires: { crm: 'a' } }),
    ],
    'the portal is suspended': ['uma', 'access', 'crm', ({ administration, olga }) => administration.suspendPortal(by(olga))],
  }
  test.each(Object.entries(taken))('%s', async (_, [who, action, subject, take]) => {
    const world = await cast()
    const other = beside(world)
    for (const instance of [world, other]) expect(await entersAs(instance, world[who], action, subject)).toBe(true)
    await take(world)
    for (const instance of [world, other]) expect(await entersAs(instance, world[who], action, subject)).toBe(false)
  })

  test('his group', async () => {
    const world = await cast()
    const other = beside(world)
    await world.administration.setModuleAccess({
      ...by(world.olga),
      module: 'crm',
      access: { availability: 'restricted', to: [world.sales] },
    })
    expect(await entersAs(other, world.uma, 'access')).toBe(true)
    expect(await entersAs(other, world.ben, 'access')).toBe(false)
    await world.administration.fillGroup({ ...by(world.olga), groupId: world.sales, add: [world.ben], remove: [world.uma] })
    expect([await entersAs(other, world.uma, 'access'), await entersAs(other, world.ben, 'access')]).toEqual([false, true])
    await world.administration.deleteGroup({ ...by(world.olga), groupId: world.sales })
    expect([await entersAs(other, world.uma, 'access'), await entersAs(other, world.ben, 'access')]).toEqual([false, false])
  })

  test('by an option', async () => {
    const world = await cast()
    const other = beside(world)
    const configure = (on: boolean): Promise<unknown> =>
      world.administration.configurePortal({ ...by(world.olga), options: { peopleAdministrators: on } })
    const ben = profile.of({ portalId: 'agency', id: world.ben, type: 'user', status: 'active', administers: [] })
    const may = async (): Promise<boolean> => ask(await ability(other, world.pia), 'disable', ben)
    expect(await may()).toBe(false)
    await configure(true)
    expect(await may()).toBe(true)
    await configure(false)
    expect(await may()).toBe(false)
  })
})

describe('what was granted for a time', () => {
  test('is gone at that moment, though nobody writes anything', async () => {
    const world = await cast()
    const other = beside(world)
    await forAnHour(world, world.ben)
    const until = world.clock.now() + hour
    await world.portico.runtime.settled()
    const before = await world.store.dump()
    const seen = async (now: number): Promise<readonly boolean[]> => {
      world.clock.set(now)
      return [await entersAs(world, world.ben), await entersAs(other, world.ben), await entersAs(other, world.ben, 'configure', 'portal')]
    }
    expect(await seen(until - 1)).toEqual([true, true, true])
    expect(await seen(until)).toEqual([false, false, false])
    expect(await seen(until + 1)).toEqual([false, false, false])
    const who = { portalId: 'agency', action: 'configure', record: 'portal' }
    expect((await other.administration.whoCan(who)).members.map(({ name }) => name).sort()).toEqual(['Fatou', 'Frank', 'Olga'])
    expect(await other.administration.whatCan({ portalId: 'agency', memberId: world.ben, record: 'portal' })).toEqual(['access'])
    expect(await world.store.dump()).toEqual(before)
  })

  test('takes nothing away of what is held for good, when it ends', async () => {
    const world = await cast()
    await forAnHour(world, world.max)
    expect(await entersAs(world, world.max, 'configure', 'portal')).toBe(true)
    world.clock.set(world.clock.now() + hour)
    expect(await entersAs(world, world.max, 'configure', 'portal')).toBe(false)
    expect(await entersAs(world, world.max, 'configure', 'crm')).toBe(true)
  })

  test('ends one after the other', async () => {
    const world = await cast()
    const now = world.clock.now()
    const grant = (module: string, hours: number): Promise<unknown> =>
      world.administration.grantModules({ ...by(world.olga), memberId: world.ben, modules: [module], until: now + hours * hour })
    await grant('crm', 2)
    await grant('mail', 1)
    const has = async (at: number): Promise<readonly boolean[]> => {
      world.clock.set(now + at)
      return [await entersAs(world, world.ben, 'configure', 'crm'), await entersAs(world, world.ben, 'configure', 'mail')]
    }
    expect([await has(0), await has(hour - 1), await has(hour), await has(2 * hour - 1), await has(2 * hour)]).toEqual([
      [true, true],
      [true, true],
      [true, false],
      [true, false],
      [false, false],
    ])
  })
})

describe('what abilities are made of', () => {
  test('is the same while nothing changed', async () => {
    const world = await castOf(start({ licences: { of: () => Promise.resolve({ features: ['a', 'b'] }) } }))
    const first = await madeOf(world, world.ben)
    world.clock.set(world.clock.now() + hour)
    for (let turn = 0; turn < 10; turn += 1) expect(await madeOf(world, world.ben)).toBe(first)
    await world.administration.disableMember({ ...by(world.olga), memberId: world.uma })
    expect(await madeOf(world, world.ben)).toBe(first)
    expect(await madeOf(world, world.max)).not.toBe(first)
  })

  const changes: Readonly<Record<string, (world: Cast) => Promise<unknown>>> = {
    'he administers something': ({ administration, olga, ben }) =>
      administration.grantModules({ ...by(olga), memberId: ben, modules: ['crm'] }),
    'he is in a group': ({ administration, olga, ben, board }) => administration.fillGroup({ ...by(olga), groupId: board, add: [ben] }),
    'he is disabled': ({ administration, olga, ben }) => administration.disableMember({ ...by(olga), memberId: ben }),
    'an option changed': ({ administration, olga }) =>
      administration.configurePortal({ ...by(olga), options: { membersMayCreateProjects: true } }),
    'a module is for others': ({ administration, olga }) =>
      administration.setModuleAccess({ ...by(olga), module: 'crm', access: { availability: 'nobody' } }),
    'the portal is suspended': ({ administration, olga }) => administration.suspendPortal(by(olga)),
    'a licence was bought': ({ administration }) => administration.licensePortal({ portalId: 'agency', licences: ['a'] }),
  }
  test.each(Object.entries(changes))('is new when %s', async (_, change) => {
    const world = await cast()
    const first = await madeOf(world, world.ben)
    await change(world)
    const second = await madeOf(world, world.ben)
    expect(second).not.toBe(first)
    expect(await madeOf(world, world.ben)).toBe(second)
  })

  test('is new when the port sells something else', async () => {
    let features = ['a']
    const world = await castOf(start({ licences: { of: () => Promise.resolve({ features }) } }))
    await world.administration.licensePortal({ portalId: 'agency', requires: { crm: 'a' } })
    const first = await madeOf(world, world.ben)
    features = ['b']
    const second = await madeOf(world, world.ben)
    features = ['a']
    const third = await madeOf(world, world.ben)
    expect([second === first, third === second]).toEqual([false, false])
  })

  test(
    'is kept, but not more than ten thousand of them: the first one makes room, and looking at many takes nobody’s place',
    { timeout: 60_000 },
    async () => {
      const world = await cast()
      const like = await stored(world, world.ben)
      if (!like) throw new Error('no Ben')
      const crowd = Array.from({ length: 10_000 }, (_, number) => ({ ...like, id: `crowd ${number}`, email: null, address: null }))
      for (let from = 0; from < crowd.length; from += 500)
        await world.store.storage.commit(crowd.slice(from, from + 500).map((row): Change => ({ op: 'insert', table: 'members', row })))
      const [bens, umas] = [await madeOf(world, world.ben), await madeOf(world, world.uma)]
      for (const { id } of crowd.slice(0, -2)) await madeOf(world, id)
      let after: string | undefined
      do {
        const page = await world.administration.whoCan({ portalId: 'agency', action: 'access', record: 'crm', limit: 1_000, after })
        after = page.next
      } while (after !== undefined)
      expect(await madeOf(world, world.ben)).toBe(bens)
      await madeOf(world, 'crowd 9998')
      expect(await madeOf(world, world.uma)).toBe(umas)
      expect(await madeOf(world, world.ben)).not.toBe(bens)
    },
  )

  test('is new at the moment that a grant ends', async () => {
    const world = await cast()
    await forAnHour(world, world.ben)
    const first = await madeOf(world, world.ben)
    world.clock.set(world.clock.now() + hour - 1)
    expect(await madeOf(world, world.ben)).toBe(first)
    world.clock.set(world.clock.now() + 1)
    expect(await madeOf(world, world.ben)).not.toBe(first)
  })
})

describe('an ability', () => {
  test('is a new one at each question, so that who updates his changes nobody else’s rights', async () => {
    const world = await cast()
    const mine = await world.administration.abilityFor({ portalId: 'agency', memberId: world.gus })
    mine.update([{ action: 'configure', subject: 'crm' }])
    expect(ask(mine, 'configure', 'crm')).toBe(true)
    expect(ask(await ability(world, world.gus), 'configure', 'crm')).toBe(false)
    expect(await world.administration.whatCan({ portalId: 'agency', memberId: world.gus, record: 'crm' })).not.toContain('configure')
    ;(await world.administration.abilityFor({ portalId: 'agency', memberId: world.olga })).update([])
    expect(ask(await ability(world, world.olga), 'configure', 'portal')).toBe(true)
  })

  test('is that of the policy of its instance, not of another', async () => {
    const world = await cast()
    expect(await entersAs(world, world.ben, 'access', 'feed')).toBe(true)
    const policy = definePolicy(builtInModules.filter(({ name }) => name !== 'feed'))
    const { administration } = createPortico({
      policy,
      storage: world.store.storage,
      mailer: memoryMailer(),
      clock: world.clock,
      random,
      digest,
      links: { origin: 'https://portal.example' },
      from: { address: 'portal@portal.example', name: 'Portal' },
    })
    const who = { portalId: 'agency', memberId: world.ben }
    expect(ask(await administration.abilityFor(who), 'access', 'feed')).toBe(false)
    expect(ask(await administration.abilityFor(who), 'access', 'crm')).toBe(true)
    expect(policy.version).not.toBe(portalPolicy.version)
  })

  test('is never that of somebody else with a name like his', async () => {
    const world = await cast()
    await ability(world, world.olga)
    for (const memberId of [`${world.olga} `, `${world.olga}\u0000`, world.olga.toUpperCase()].filter((id) => id !== world.olga))
      await refused('NOT_FOUND', () => world.administration.abilityFor({ portalId: 'agency', memberId }))
    await refused('NOT_FOUND', () => world.administration.abilityFor({ portalId: 'other', memberId: world.olga }))
    await world.administration.abilityFor({ portalId: 'other', memberId: world.otto })
    await refused('NOT_FOUND', () => world.administration.abilityFor({ portalId: 'agency', memberId: world.otto }))
  })

  test('of somebody who was deleted is none, and of a portal that was deleted too', async () => {
    const world = await cast()
    await ability(world, world.dora)
    await world.administration.deleteMember({ ...by(world.olga), memberId: world.dora })
    await refused('NOT_FOUND', () => world.administration.abilityFor({ portalId: 'agency', memberId: world.dora }))
    await world.administration.deletePortal(by(world.olga))
    // There is no such portal, or one that denies everything: either will do.
    const tried = await entersAs(world, world.olga, 'access', 'crm').catch((error: unknown) => error)
    expect(tried === false || isPortalError(tried, 'NOT_FOUND')).toBe(true)
  })
})
