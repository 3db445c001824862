import { builtInModules, defineModule, definePolicy, never, only, plus, provided, resource } from 'portico'
import type { PortalLicences } from 'portico/server'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { by, castOf, invite, password, refused, run, start, tokenTo, type Cast, type Settings } from './cast.js'
import { memberCommands, soundly, type MemberCommand } from './refusals/row.js'

// What goes on when nobody can say what the portal is licensed for: whatever does not depend on it, and taking rights away above all.

interface Shop {
  isOpen: boolean
  asked: number
}
async function withShop(more: Settings = {}): Promise<Cast & { readonly shop: Shop }> {
  const shop: Shop = { isOpen: true, asked: 0 }
  const of = (): Promise<PortalLicences> => {
    shop.asked += 1
    return shop.isOpen ? Promise.resolve({ features: ['staff'] }) : Promise.reject(new Error('nobody there'))
  }
  return { ...(await castOf(start({ licences: { of }, ...more }))), shop }
}
const requires = (world: Cast, module: string): Promise<unknown> =>
  world.administration.licensePortal({ portalId: 'agency', requires: { [module]: 'staff' } })
async function outcome(work: () => Promise<unknown>): Promise<unknown> {
  return work().then(
    () => 'ok',
    (error: unknown) => Reflect.get(error as object, 'code') as unknown,
  )
}

/** What takes a seat needs to know how many are sold. */
const takesSeat: readonly MemberCommand[] = [
  'createMember',
  'convertToUser',
  'convertToGuest',
  'reactivateMember',
  'grantFullAccess',
  'grantModules',
]
/** What is a right of the portal, or one’s own, and behind no door. */
const behindNoDoor: readonly MemberCommand[] = [
  'limitToModules',
  'revokeModules',
  'revokeAdministration',
  'configurePortal',
  'setModuleAccess',
  'suspendPortal',
  'reactivatePortal',
  'deletePortal',
  'leave',
]

describe.each(memberCommands)('in an outage, %s', (command) => {
  const tried = async (module?: string): Promise<readonly [Cast, unknown]> => {
    const world = await withShop()
    if (module !== undefined) await requires(world, module)
    const input = await soundly(command)(world)
    world.shop.isOpen = false
    return [world, await outcome(() => run(world, command, input))]
  }

  test('is done when it takes no seat, and nothing is tied to a licence', async () => {
    const [world, code] = await tried()
    expect(code).toBe(takesSeat.includes(command) ? 'LICENSE_UNKNOWN' : 'ok')
    expect((await world.store.audit()).at(-1)).toMatchObject({ command, code: code === 'ok' ? null : code })
  })

  test('is done when it takes no seat, and another module is tied to a licence', async () => {
    expect((await tried('crm'))[1]).toBe(takesSeat.includes(command) ? 'LICENSE_UNKNOWN' : 'ok')
  })

  test('is done only where it stands behind no door, when People is tied to a licence', async () => {
    expect((await tried('people'))[1]).toBe(behindNoDoor.includes(command) ? 'ok' : 'LICENSE_UNKNOWN')
  })
})

describe('in an outage', () => {
  test('the system says how far it is, and what is licensed', async () => {
    const world = await withShop()
    const { reassignment } = await world.administration.reassignData({ ...by(world.olga), fromId: world.dora, toId: world.ben })
    world.shop.isOpen = false
    await requires(world, 'people')
    await world.administration.reportReassignment({ portalId: 'agency', reassignmentId: reassignment.id, done: 1, outcome: 'completed' })
  })

  test('no invitation becomes void, and no link of an address: both go on afterwards', async () => {
    const world = await withShop()
    const { administration, fatou, ben, shop } = world
    const { token } = await invite(world, fatou, 'nina@agency.example')
    await administration.changeEmail({ ...by(fatou), memberId: ben, email: 'ben@new.example' })
    const address = await tokenTo(world, 'ben@new.example')
    await requires(world, 'people')
    shop.isOpen = false
    const accept = (): Promise<unknown> => administration.acceptInvitation({ token, name: 'Nina', password })
    await refused('LICENSE_UNKNOWN', accept)
    await refused('LICENSE_UNKNOWN', () => administration.confirmEmail({ token: address }))
    shop.isOpen = true
    await accept()
    await administration.confirmEmail({ token: address })
  })

  test('what is refused for another reason is refused for that', async () => {
    const world = await withShop()
    await requires(world, 'crm')
    world.shop.isOpen = false
    const { administration, fatou, olga } = world
    await refused('MEMBER_IS_OWNER', () => administration.disableMember({ ...by(fatou), memberId: olga }))
    await refused('NOT_FOUND', () => administration.disableMember({ ...by(fatou), memberId: 'nobody' }))
  })

  test('abilities are had while nothing is tied to a licence', async () => {
    const { administration, ben, shop } = await withShop()
    shop.isOpen = false
    const ability = await administration.abilityFor({ portalId: 'agency', memberId: ben })
    expect(ability.can('access', 'crm')).toBe(true)
  })

  test('nothing is done where a closed module would take a prohibition with it', async () => {
    const gate = resource('gate.door', { schema: z.object({ portalId: z.string() }), actions: ['open'] })
    const levels = {
      guest: only(),
      user: only(),
      moduleAdministrator: plus('user'),
      fullAdministrator: plus('user'),
      owner: plus('fullAdministrator'),
    } as const
    const forbidding = provided({ module: 'crm' }, never('open', gate))
    const module = defineModule({ name: 'gate', resources: [gate], levels, never: { everyone: forbidding } })
    const policy = definePolicy([...builtInModules, module as never])
    const world = await withShop({ policy })
    await requires(world, 'crm')
    world.shop.isOpen = false
    await refused('LICENSE_UNKNOWN', () => world.administration.disableMember({ ...by(world.olga), memberId: world.ben }))
  })
})

test('the licences are asked once for a command, and not at all when nothing depends on them', async () => {
  const world = await withShop()
  const { administration, olga, ben, fatou, shop } = world
  const asked = async (work: () => Promise<unknown>): Promise<number> => {
    shop.asked = 0
    await outcome(work)
    return shop.asked
  }
  expect(await asked(() => administration.disableMember({ ...by(olga), memberId: ben }))).toBe(0)
  expect(await asked(() => administration.createMember({ ...by(olga), name: 'Nina', type: 'user' }))).toBe(1)
  await requires(world, 'crm')
  expect(await asked(() => administration.createMember({ ...by(olga), name: 'Nora', type: 'user' }))).toBe(1)
  expect(await asked(() => administration.disableMember({ ...by(fatou), memberId: olga }))).toBe(1)
  await administration.licensePortal({
    portalId: 'agency',
    requires: { crm: null },
    quotas: { users: 0, guests: null, administrators: null },
  })
  expect(await asked(() => administration.createMember({ ...by(olga), name: 'Nena', type: 'user' }))).toBe(0)
})
