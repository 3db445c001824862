import fc from 'fast-check'
import { builtInModules, profile, type AnyAbility } from 'portico'
import { describe, expect, test } from 'vitest'
import { recordOf, resources } from '../support/arbitraries.js'
import { ask } from '../support/questions.js'
import { by, cast, forAnHour, type Cast, type Instance } from './cast.js'

type Who = Pick<Instance, 'administration'>
const ability = ({ administration }: Who, memberId: string): Promise<AnyAbility> =>
  administration.abilityFor({ portalId: 'agency', memberId })

// Records of every resource, with the ids of this world in them.

interface Question {
  readonly subject: unknown
  readonly actions: readonly string[]
}
function questionsIn(world: Cast): readonly Question[] {
  const ids: Readonly<Record<string, string>> = { 'portal-1': 'agency', me: world.ben, other: world.uma, boss: world.olga, g1: world.sales }
  const named = (text: string): string => text.replaceAll(/"(portal-1|me|other|boss|g1)"/g, (_, id: string) => JSON.stringify(ids[id]))
  const modules = builtInModules.map(({ name, actions }): Question => ({ subject: name, actions }))
  const records = resources.flatMap((resource) =>
    fc.sample(recordOf(resource), { numRuns: 2, seed: 7 }).map((record) => ({
      subject: JSON.parse(named(JSON.stringify(record))) as unknown,
      actions: resource.actions,
    })),
  )
  const people = ['olga', 'fatou', 'max', 'gus', 'dora'].map((who) => Reflect.get(world, who) as string)
  const profiles = people.map((id) => ({
    subject: profile.of({ portalId: 'agency', id, type: 'user', status: 'active', administers: [] }),
    actions: profile.actions,
  }))
  return [...modules, ...records, ...profiles]
}

/** All members of the pages, so many looked at on each. */
async function everybodyWho({ administration }: Who, action: string, record: unknown, limit: number): Promise<readonly string[]> {
  const found: string[] = []
  let after: string | undefined
  for (let page = 0; page < 50; page += 1) {
    const { members, next } = await administration.whoCan({ portalId: 'agency', action, record, limit, after })
    expect(members.length).toBeLessThanOrEqual(limit)
    found.push(...members.map(({ id }) => id))
    after = next
    if (after === undefined) return found
  }
  throw new Error('there is no end of pages')
}

const memberIds = (world: Cast): readonly string[] => [
  world.olga,
  world.fatou,
  world.frank,
  world.max,
  world.pia,
  world.uma,
  world.ben,
  world.gus,
  world.dora,
]

async function agree(world: Cast, limit: number): Promise<number> {
  let allowed = 0
  const abilities = await Promise.all(memberIds(world).map(async (id) => [id, await ability(world, id)] as const))
  for (const { subject, actions } of questionsIn(world)) {
    for (const [memberId, own] of abilities) {
      const expected = actions.filter((action) => ask(own, action, subject))
      allowed += expected.length
      expect([...(await world.administration.whatCan({ portalId: 'agency', memberId, record: subject }))].sort()).toEqual(
        [...expected].sort(),
      )
    }
    for (const action of actions) {
      const expected = abilities.filter(([, own]) => ask(own, action, subject)).map(([id]) => id)
      const found = await everybodyWho(world, action, subject, limit)
      expect([...found].sort(), `${action} ${JSON.stringify(subject)}`).toEqual([...expected].sort())
    }
  }
  return allowed
}

describe('who can, and what one can', () => {
  test.each([1, 4, 100])('agrees with every ability, %d at a time', async (limit) => {
    const world = await cast()
    await forAnHour(world, world.uma)
    expect(await agree(world, limit)).toBeGreaterThan(500)
  })

  test('is nobody, and nothing, while the portal is suspended', async () => {
    const world = await cast()
    await world.administration.suspendPortal(by(world.olga))
    expect(await agree(world, 4)).toBe(0)
    await world.administration.reactivatePortal(by(world.olga))
    expect(await agree(world, 100)).toBeGreaterThan(500)
  })

  test('never crosses portals', async () => {
    const world = await cast()
    const record = profile.of({ portalId: 'other', id: world.ona, type: 'user', status: 'active', administers: [] })
    for (const action of profile.actions) {
      expect(await world.administration.whoCan({ portalId: 'agency', action, record })).toEqual({ members: [] })
      const ids = (await world.administration.whoCan({ portalId: 'other', action, record })).members.map(({ id }) => id)
      for (const id of memberIds(world)) expect(ids).not.toContain(id)
    }
    expect(await world.administration.whatCan({ portalId: 'agency', memberId: world.olga, record })).toEqual([])
  })

  test('is told of members without a secret', async () => {
    const world = await cast()
    await world.administration.acceptInvitation({ token: world.ivy.token, name: 'Ivy', password: 'eleven grey geese went north' })
    const { members } = await world.administration.whoCan({ portalId: 'agency', action: 'access', record: 'crm' })
    expect(members.map(({ name }) => name)).toContain('Ivy')
    expect(JSON.stringify(members)).not.toMatch(/correct horse|passwordHash|token/)
  })
})
