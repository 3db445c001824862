import { describe, expect, test } from 'vitest'
import {
  by,
  cast,
  codeOf,
  hour,
  mail,
  mailed,
  memberOf,
  ownerOf,
  sound,
  tokenTo,
  transfers,
  type Cast,
  type OwnershipPreset,
  type OwnershipRules,
} from './cast.js'

/** What somebody may do here: what only the owner may, what full administrators may, or neither. */
async function levelOf({ administration }: Cast, memberId: string): Promise<'owner' | 'administrator' | 'user'> {
  const ability = await administration.abilityFor({ portalId: 'agency', memberId })
  if (ability.can('transferOwnership', 'portal') && ability.can('delete', 'portal'))
    return ability.can('configure', 'portal') ? 'owner' : 'user'
  return ability.can('configure', 'portal') ? 'administrator' : 'user'
}

/** Hands the portal on to the last step, as the rules want it. */
async function handOver(world: Cast, from: string, to: string): Promise<void> {
  const { confirmation } = rulesOf.get(world) ?? {}
  await world.ownership.request({ ...by(from), candidateId: to, ...(confirmation === 'reproof' && { reproved: true }) })
  if (confirmation !== 'reproof') await world.ownership.confirm({ token: await lastToken(world, from) })
  if ((await world.ownership.current({ portalId: 'agency' }))?.status === 'confirmed')
    await world.ownership.accept({ token: await lastToken(world, to) })
  expect(ownerOf(world)).toBe(to)
}
const lastToken = (world: Cast, memberId: string): Promise<string> => tokenTo(world, memberOf(world, memberId)?.address ?? '')
const rulesOf = new WeakMap<Cast, Partial<OwnershipRules>>()
async function castWith(rules: Partial<OwnershipRules> & { readonly preset?: OwnershipPreset }): Promise<Cast> {
  const world = await cast(rules)
  rulesOf.set(world, rules.preset === 'slack' ? { confirmation: 'reproof', ...rules } : rules)
  return world
}

describe('the flow of a product', () => {
  const levels = async (world: Cast, ...ids: readonly string[]): Promise<string[]> => Promise.all(ids.map((id) => levelOf(world, id)))

  test('onlyoffice: the owner follows the link in his letter', async () => {
    const world = await cast('onlyoffice')
    const { olga, uma } = world
    expect(await levels(world, olga, uma)).toEqual(['owner', 'user'])
    const asked = await world.ownership.request({ ...by(olga), candidateId: uma })
    expect(asked.transfer).toMatchObject({
      portalId: 'agency',
      status: 'pending',
      ownerId: olga,
      candidateId: uma,
      approvals: [],
      delivery: 'waiting',
    })
    expect(asked.transfer.expiresAt).toBe(world.clock.now() + 7 * 24 * hour)
    expect(asked.events).toEqual([{ type: 'mailed', portalId: 'agency', letter: 'transferConfirm', to: mail('olga') }])
    expect([ownerOf(world), await levels(world, olga, uma)]).toEqual([olga, ['owner', 'user']])
    const done = await world.ownership.confirm({ token: await tokenTo(world, mail('olga')) })
    expect(done.transfer).toMatchObject({ id: asked.transfer.id, status: 'completed', expiresAt: null, delivery: null })
    expect(done.events).toContainEqual({ type: 'ownerChanged', portalId: 'agency', from: olga, to: uma })
    expect([ownerOf(world), await levels(world, olga, uma)]).toEqual([uma, ['administrator', 'owner']])
    const last = (await mailed(world)).slice(1)
    expect([...last].sort()).toEqual([`transferCompleted to ${mail('olga')}`, `transferCompleted to ${mail('uma')}`])
    sound(world)
  })

  test.each(['github', 'google'] as const)('%s: and then the candidate follows the link in his', async (preset) => {
    const world = await cast(preset)
    const { olga, fatou } = world
    await world.ownership.request({ ...by(olga), candidateId: fatou })
    const half = await world.ownership.confirm({ token: await tokenTo(world, mail('olga')) })
    expect(half.transfer.status).toBe('confirmed')
    expect(half.events).toEqual([{ type: 'mailed', portalId: 'agency', letter: 'transferAccept', to: mail('fatou') }])
    expect([ownerOf(world), await levels(world, olga, fatou)]).toEqual([olga, ['owner', 'administrator']])
    await world.ownership.accept({ token: await tokenTo(world, mail('fatou')) })
    expect([ownerOf(world), await levels(world, olga, fatou)]).toEqual([fatou, ['administrator', 'owner']])
    const all = await mailed(world)
    expect(all.slice(0, 2)).toEqual([`transferConfirm to ${mail('olga')}`, `transferAccept to ${mail('fatou')}`])
    expect([...all.slice(2)].sort()).toEqual([`transferCompleted to ${mail('fatou')}`, `transferCompleted to ${mail('olga')}`])
    sound(world)
  })

  test.each(['github', 'google'] as const)('%s: or declines, and everything is as it was', async (preset) => {
    const world = await cast(preset)
    const { olga, fatou } = world
    await world.ownership.request({ ...by(olga), candidateId: fatou })
    await world.ownership.confirm({ token: await tokenTo(world, mail('olga')) })
    const { transfer } = await world.ownership.decline({ token: await tokenTo(world, mail('fatou')) })
    expect([transfer.status, transfer.expiresAt, ownerOf(world)]).toEqual(['declined', null, olga])
    expect(await levels(world, olga, fatou)).toEqual(['owner', 'administrator'])
    expect((await mailed(world)).slice(2)).toEqual([`transferDeclined to ${mail('olga')}`])
    sound(world)
  })

  test('slack: at once, without a letter with a link', async () => {
    const world = await cast('slack')
    const { olga, nina, ben } = world
    for (const reproved of [false, undefined])
      expect(await codeOf(world.ownership.request({ ...by(olga), candidateId: nina, reproved }))).toBe('REPROOF_REQUIRED')
    expect([ownerOf(world), transfers(world)]).toEqual([olga, []])
    const { transfer, events } = await world.ownership.request({ ...by(olga), candidateId: ben, reproved: true })
    expect([transfer.status, transfer.delivery, ownerOf(world)]).toEqual(['completed', null, ben])
    expect(events).toContainEqual({ type: 'ownerChanged', portalId: 'agency', from: olga, to: ben })
    expect(await levels(world, olga, ben)).toEqual(['administrator', 'owner'])
    expect([...(await mailed(world))].sort()).toEqual([`transferCompleted to ${mail('ben')}`, `transferCompleted to ${mail('olga')}`])
    expect(world.mailer.sent.filter(({ text }) => text.includes('/ownership'))).toEqual([])
    sound(world)
  })

  test('google: only administrators of everything can be named', async () => {
    const world = await cast('google')
    for (const name of ['uma', 'max'] as const)
      expect(await codeOf(world.ownership.request({ ...by(world.olga), candidateId: world[name] }))).toBe('CANDIDATE_NOT_ADMINISTRATOR')
    await world.administration.grantFullAccess({ ...by(world.olga), memberIds: [world.uma], until: world.clock.now() + hour })
    expect(await codeOf(world.ownership.request({ ...by(world.olga), candidateId: world.uma }))).toBe('ok')
    const token = await tokenTo(world, mail('olga'))
    world.clock.set(world.clock.now() + hour)
    expect(await codeOf(world.ownership.confirm({ token }))).toBe('CANDIDATE_NOT_ADMINISTRATOR')
  })

  test('with a proof and an acceptance: no letter to the owner, and one to the candidate', async () => {
    const world = await castWith({ confirmation: 'reproof', acceptance: 'required' })
    await world.ownership.request({ ...by(world.olga), candidateId: world.uma, reproved: true })
    expect([ownerOf(world), await mailed(world)]).toEqual([world.olga, [`transferAccept to ${mail('uma')}`]])
    await world.ownership.accept({ token: await tokenTo(world, mail('uma')) })
    expect(ownerOf(world)).toBe(world.uma)
  })

  test('with `confirmBy: owner`, for the owner who is signed in', async () => {
    const world = await cast({ confirmBy: 'owner' })
    await world.ownership.request({ ...by(world.olga), candidateId: world.uma })
    const token = await tokenTo(world, mail('olga'))
    for (const actorId of [undefined, world.uma, world.fatou, 'nobody'])
      expect(await codeOf(world.ownership.confirm({ token, actorId }))).toBe('NOT_THE_OWNER')
    expect(await codeOf(world.ownership.confirm({ token, actorId: world.olga }))).toBe('ok')
  })
})

/** Who the new owner was before, by how he was made. */
const befores: Readonly<Record<string, (world: Cast) => Promise<string>>> = {
  'a user': ({ uma }) => Promise.resolve(uma),
  'a full administrator': ({ fatou }) => Promise.resolve(fatou),
  'an administrator of a module': ({ max }) => Promise.resolve(max),
  'a full administrator for an hour': async (world) => {
    await world.administration.grantFullAccess({ ...by(world.olga), memberIds: [world.uma], until: world.clock.now() + hour })
    return world.uma
  },
  'an administrator of modules for an hour': async (world) => {
    await world.administration.grantModules({ ...by(world.olga), memberId: world.max, modules: ['mail'], until: world.clock.now() + hour })
    return world.max
  },
  'a guest who was promoted': async (world) => {
    await world.administration.grantFullAccess({ ...by(world.olga), memberIds: [world.gus], promoteGuests: true })
    return world.gus
  },
  'a guest who was converted': async (world) => {
    await world.administration.convertToUser({ ...by(world.olga), memberId: world.gus })
    return world.gus
  },
}

describe.each(['onlyoffice', 'github', 'slack'] as const)('what becomes of both, by the rules of %s', (preset) => {
  const kinds = Object.entries(befores).flatMap(([title, make]) =>
    (['administrator', 'user'] as const).map((formerOwner) => [title, formerOwner, make] as const),
  )
  test.each(kinds)('when the new owner is %s, and former owners are `%s`', async (_, formerOwner, make) => {
    const world = await castWith({ preset, formerOwner })
    const { olga, ben } = world
    const next = await make(world)
    await world.portico.runtime.settled()
    await handOver(world, olga, next)
    expect([await levelOf(world, olga), await levelOf(world, next)]).toEqual([formerOwner, 'owner'])
    sound(world)
    expect(await codeOf(world.administration.revokeAdministration({ ...by(world.frank), memberId: next }))).toBe('MEMBER_IS_OWNER')
    world.clock.set(world.clock.now() + 10)
    await handOver(world, next, ben)
    expect(memberOf(world, next)).toMatchObject({ type: 'user', status: 'active' })
    expect([await levelOf(world, next), await levelOf(world, ben), await levelOf(world, olga)]).toEqual([formerOwner, 'owner', formerOwner])
    sound(world)
    const ability = await world.administration.abilityFor({ portalId: 'agency', memberId: next })
    const administers = formerOwner === 'administrator'
    expect([ability.can('configure', 'crm'), ability.can('configure', 'mail')]).toEqual([administers, administers])
    // What was given for a time does not come back, and full access for good does not end.
    world.clock.set(world.clock.now() + hour)
    expect(await levelOf(world, next)).toBe(formerOwner)
    sound(world)
    await handOver(world, ben, olga)
    expect([await levelOf(world, olga), await levelOf(world, ben)]).toEqual(['owner', formerOwner])
    sound(world)
    // Former owners are members like others again: seats are freed as they were taken.
    for (const memberId of [next, ben]) await world.administration.disableMember({ ...by(olga), memberId })
    sound(world)
    await world.administration.reactivateMember({ ...by(olga), memberId: next })
    sound(world)
  })

  test('nobody is left out or moved when the same two hand it over twenty times', async () => {
    const world = await castWith({ preset, formerOwner: 'administrator' })
    for (let turn = 0; turn < 10; turn++) {
      world.clock.set(world.clock.now() + hour)
      await handOver(world, world.olga, world.uma)
      await handOver(world, world.uma, world.olga)
      sound(world)
    }
    expect(transfers(world).map(({ number, status }) => [number, status])).toEqual(
      Array.from({ length: 20 }, (_, at) => [at + 1, 'completed']),
    )
  })
})
