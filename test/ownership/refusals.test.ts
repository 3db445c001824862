import { describe, expect, test } from 'vitest'
import { audit, by, cast, codeOf, confirmed, dump, give, mail, ownerOf, requested, tokenTo, type OwnershipRules } from './cast.js'
import { orders, type Order } from './refusals-table.js'
import { base, type Scene, type Spoiler } from './spoilers.js'

async function refusedIn(
  { command, arrange, rules }: Order,
  ...spoilers: readonly Spoiler[]
): Promise<{ readonly code: string; readonly scene: Scene; readonly before: string; readonly audited: number }> {
  const all = Object.assign({}, base, rules, ...spoilers.map((spoiler) => spoiler.rules)) as Partial<OwnershipRules>
  // The rules of this command; a confirmed link of an owner is asked for under them too.
  const world = await cast(all)
  const scene: Scene = { world, instance: world, input: await arrange(world) }
  for (const { spoil } of [...spoilers].sort((one, other) => Number(other.early ?? false) - Number(one.early ?? false))) await spoil(scene)
  await world.portico.runtime.settled()
  const before = dump(world, 'audit')
  const audited = audit(world).length
  return { code: await codeOf(give(scene.instance.ownership, command, scene.input)), scene, before, audited }
}

const canMeet = (one: Spoiler, other: Spoiler): boolean =>
  one.code !== other.code &&
  !(one.sets !== undefined && one.sets === other.sets) &&
  !(one.early && other.early) &&
  !one.without?.includes(other.code) &&
  !other.without?.includes(one.code)

const title = ({ code, situation }: Spoiler): string => `${situation}: ${code}`

describe.each(orders)('$title', (order) => {
  test('is accepted when nothing is wrong', async () => {
    expect((await refusedIn(order)).code).toBe('ok')
  })

  test.each(order.spoilers.map((spoiler) => [title(spoiler), spoiler] as const))('is refused %s', async (_, spoiler) => {
    const { code, scene, before, audited } = await refusedIn(order, spoiler)
    expect(code).toBe(spoiler.code)
    const { world, input } = scene
    await world.portico.runtime.settled()
    expect(dump(world, 'audit')).toBe(before)
    const said = audit(world).slice(audited)
    // Looking is not written down, nor what somebody asks who is not in the portal: anybody could fill the trail.
    if (order.command === 'inspect' || spoiler.situation === 'by nobody of this portal') expect(said).toEqual([])
    else {
      expect(said).toHaveLength(1)
      expect(said[0]).toMatchObject({
        portalId: 'agency',
        command: expect.stringMatching(/\w/) as string,
        outcome: 'refused',
        code,
        actorId: input['actorId'] ?? null,
      })
      expect(JSON.stringify(said)).not.toMatch(/[\w-]{43}/)
    }
  })

  test('is refused with the first reason of two', async () => {
    const wrong: string[] = []
    const pairs = order.spoilers.flatMap((first, at) => order.spoilers.slice(at + 1).map((second) => [first, second] as const))
    for (const [first, second] of pairs.filter(([one, other]) => canMeet(one, other))) {
      const { code } = await refusedIn(order, first, second)
      if (code !== first.code) wrong.push(`${title(first)} and ${title(second)} gave ${code}`)
    }
    expect(wrong).toEqual([])
  })
})

test('what nobody can know is `TOKEN_INVALID`, without a trace', async () => {
  const world = await cast('github')
  const token = await confirmed(world, 'uma')
  const before = dump(world)
  for (const command of ['inspect', 'confirm', 'accept', 'decline'] as const)
    expect(await codeOf(world.ownership[command]({ token: `${token.slice(0, -1)}!` }))).toBe('TOKEN_INVALID')
  expect(dump(world)).toBe(before)
  expect(await codeOf(world.ownership.request({ portalId: 'nowhere', actorId: world.olga, candidateId: world.uma }))).toBe('NOT_FOUND')
  expect(dump(world)).toBe(before)
})

test('cancelling twice changes nothing the second time, also while the portal is suspended', async () => {
  const world = await cast()
  await requested(world, world.uma)
  await world.administration.suspendPortal(by(world.olga))
  const first = await world.ownership.cancel(by(world.olga))
  await world.portico.runtime.settled()
  const before = dump(world, 'audit')
  const second = await world.ownership.cancel(by(world.olga))
  expect(second.transfer).toEqual(first.transfer)
  expect(second.events).toEqual([])
  expect(dump(world, 'audit')).toBe(before)
  expect(ownerOf(world)).toBe(world.olga)
  expect(await codeOf(world.ownership.cancel(by(world.fatou)))).not.toBe('ok')
})

test('a candidate who was named with his own portal is fine', async () => {
  const world = await cast()
  await world.ownership.request({ ...by(world.olga), candidateId: world.uma, candidatePortalId: 'agency' })
  await world.ownership.confirm({ token: await tokenTo(world, mail('olga')) })
  expect(ownerOf(world)).toBe(world.uma)
})
