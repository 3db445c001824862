import type { Row } from 'portico/server'
import { describe, expect, test } from 'vitest'
import { by, cast, invite, refused, stored, type Cast } from './cast.js'

// Records that another version left, or that somebody spoiled: what is damaged is closed, and the portal goes on.

async function rewrite(world: Cast, table: 'portals' | 'members', id: string, changes: object): Promise<void> {
  const { storage } = world.store
  const found = await storage.get(table, 'agency', id)
  if (!found) throw new Error(`no ${id}`)
  const row = { ...found.row, ...changes } as Row<'members'>
  await storage.commit([{ op: 'update', table: table as 'members', row, version: found.version }])
}
const may = async ({ administration }: Cast, memberId: string, action: 'access', module: 'crm' | 'documents'): Promise<boolean> =>
  (await administration.abilityFor({ portalId: 'agency', memberId })).can(action, module)

describe('a portal with an option and a module that there are not any more', () => {
  const gone = { options: { gone: true, peopleAdministrators: true }, modules: { gone: { availability: 'nobody' } } }

  test('goes on', async () => {
    const world = await cast()
    await rewrite(world, 'portals', 'agency', gone)
    const { administration, olga, pia, uma, fatou } = world
    expect(await may(world, uma, 'access', 'crm')).toBe(true)
    await administration.disableMember({ ...by(pia), memberId: uma })
    await administration.setModuleAccess({ ...by(fatou), module: 'crm', access: { availability: 'nobody' } })
    await administration.configurePortal({ ...by(fatou), name: 'Agencies', options: { membersMayCreateProjects: true } })
    await administration.licensePortal({ portalId: 'agency', licences: ['a'], requires: { mail: 'a' } })
    await administration.suspendPortal(by(olga))
    const { portal } = await administration.reactivatePortal(by(olga))
    // Another instance may know them already, or still.
    expect(portal).toMatchObject({ name: 'Agencies', options: gone.options, modules: { ...gone.modules, crm: { availability: 'nobody' } } })
    await administration.deletePortal(by(olga))
  })

  test('takes no other option and module that there are not', async () => {
    const world = await cast()
    await rewrite(world, 'portals', 'agency', gone)
    const { administration, olga } = world
    for (const options of [{ more: true }, { gone: false }])
      await refused('PORTAL_INVALID', () => administration.configurePortal({ ...by(olga), options }))
    for (const module of ['more', 'gone'])
      await refused('PORTAL_INVALID', () => administration.setModuleAccess({ ...by(olga), module, access: { availability: 'everyone' } }))
    await refused('PORTAL_INVALID', () => administration.licensePortal({ portalId: 'agency', requires: { more: 'a' } }))
  })
})

describe('a portal whose modules are damaged', () => {
  test.each([
    ['a list of nobody', { availability: 'restricted', to: [] }],
    ['no list', { availability: 'restricted' }],
    ['another word', { availability: 'Everyone' }],
    ['something more', { availability: 'everyone', more: 1 }],
    ['nothing', null],
  ])('by %s has them closed, and they are opened again', async (_, access) => {
    const world = await cast()
    await rewrite(world, 'portals', 'agency', { modules: { crm: access, documents: access } })
    const { administration, olga, uma, fatou } = world
    expect([await may(world, uma, 'access', 'crm'), await may(world, fatou, 'access', 'crm')]).toEqual([false, false])
    expect([await may(world, uma, 'access', 'documents'), await may(world, olga, 'access', 'documents')]).toEqual([false, true])
    for (const module of ['crm', 'documents'])
      await administration.setModuleAccess({ ...by(olga), module, access: { availability: 'everyone' } })
    expect([await may(world, uma, 'access', 'crm'), await may(world, uma, 'access', 'documents')]).toEqual([true, true])
  })

  test('is not hindered by them when a member goes, or somebody administers for a time', async () => {
    const world = await cast()
    for (const crm of [null, { availability: 'restricted' }, { availability: 'everyone', more: 1 }]) {
      await rewrite(world, 'portals', 'agency', { modules: { crm } })
      const { administration, olga, ben, uma, sales, clock } = world
      const { member: nina } = await administration.createMember({ ...by(olga), name: 'Nina', type: 'user' })
      await administration.disableMember({ ...by(olga), memberId: nina.id })
      await administration.deleteMember({ ...by(olga), memberId: nina.id })
      await administration.grantFullAccess({ ...by(olga), memberIds: [ben], until: clock.now() + 1_000 })
      const access = { availability: 'restricted', to: [uma, sales] } as const
      await refused('GRANT_NOT_HELD', () => administration.setModuleAccess({ ...by(ben), module: 'crm', access }))
    }
  })

  test('has the default where an option is no flag', async () => {
    const world = await cast()
    await rewrite(world, 'portals', 'agency', { options: { peopleAdministrators: 'yes' } })
    await refused('FORBIDDEN', () => world.administration.disableMember({ ...by(world.pia), memberId: world.uma }))
  })

  test('is refused where it has no owner', async () => {
    const world = await cast()
    await rewrite(world, 'portals', 'agency', { ownerId: '' })
    await refused('PORTAL_INVALID', () => world.administration.abilityFor({ portalId: 'agency', memberId: world.uma }))
  })
})

describe('a member who administers what there is not any more', () => {
  const withMax = async (): Promise<Cast> => {
    const world = await cast()
    await rewrite(world, 'members', world.max, { administers: ['gone'] })
    return world
  }

  test('may do nothing, and nobody else is hindered by him', async () => {
    const world = await withMax()
    const { administration, max, uma } = world
    await refused('MEMBER_INVALID', () => administration.abilityFor({ portalId: 'agency', memberId: max }))
    const { members } = await administration.whoCan({ portalId: 'agency', action: 'access', record: 'crm' })
    expect(members.map(({ id }) => id)).toContain(uma)
    expect(members.map(({ id }) => id)).not.toContain(max)
  })

  test('is disabled and deleted; he comes back when nothing of it is left', async () => {
    const world = await withMax()
    const { administration, olga, max } = world
    const it = { ...by(olga), memberId: max }
    await administration.disableMember(it)
    await refused('MEMBER_INVALID', () => administration.reactivateMember(it))
    await refused('MEMBER_INVALID', () => administration.grantModules({ ...it, modules: ['crm'] }))
    await administration.revokeModules({ ...it, modules: ['gone'] })
    await administration.reactivateMember(it)
    await rewrite(world, 'members', max, { administers: ['gone'] })
    await administration.disableMember(it)
    await administration.deleteMember(it)
    expect(await stored(world, max)).toBeUndefined()
  })
})

test('where no page ends, none begins', async () => {
  const { administration } = await cast()
  const question = { portalId: 'agency', action: 'access', record: 'crm' } as const
  for (const after of ['garbage', '{}', '', '[1, 2]']) await refused('INPUT_INVALID', () => administration.whoCan({ ...question, after }))
  const { next } = await administration.whoCan({ ...question, limit: 2 })
  expect(await administration.whoCan({ ...question, limit: 2, after: next })).toHaveProperty('next')
})

describe('while the module of People is closed', () => {
  const closed = async (): Promise<Cast & { readonly token: string; readonly open: (isOpen: boolean) => Promise<unknown> }> => {
    const world = await cast()
    const { token } = await invite(world, world.fatou, 'nina@agency.example', { administers: ['crm'] })
    const open = (isOpen: boolean): Promise<unknown> =>
      world.administration.setModuleAccess({
        ...by(world.olga),
        module: 'people',
        access: { availability: isOpen ? 'everyone' : 'nobody' },
      })
    await open(false)
    return { ...world, token, open }
  }

  test('an invitation waits, and is accepted afterwards', async () => {
    const { administration, token, open } = await closed()
    const acceptance = { token, name: 'Nina', identity: 'nina' }
    const error = await refused('FORBIDDEN', () => administration.acceptInvitation(acceptance))
    expect(error.details.explanation).toMatch(/closed/)
    await open(true)
    expect((await administration.acceptInvitation(acceptance)).member.administers).toEqual(['crm'])
  })

  test('an invitation becomes void all the same when its inviter has lost what it gives', async () => {
    const { administration, token, open, olga, fatou } = await closed()
    await administration.revokeAdministration({ ...by(olga), memberId: fatou })
    await refused('INVITATION_VOID', () => administration.acceptInvitation({ token, name: 'Nina', identity: 'nina' }))
    await open(true)
    await refused('TOKEN_INVALID', () => administration.acceptInvitation({ token, name: 'Nina', identity: 'nina' }))
  })

  test('the same holds while it is not licensed', async () => {
    const { administration, token, open } = await closed()
    await open(true)
    await administration.licensePortal({ portalId: 'agency', requires: { people: 'staff' } })
    const acceptance = { token, name: 'Nina', identity: 'nina' }
    await refused('FORBIDDEN', () => administration.acceptInvitation(acceptance))
    await administration.licensePortal({ portalId: 'agency', licences: ['staff'] })
    await administration.acceptInvitation(acceptance)
  })
})

test('where a list may say none, it may be empty', async () => {
  const world = await cast()
  const { administration, olga, sales } = world
  const more = { administers: [], groups: [] }
  const { member } = await administration.createMember({ ...by(olga), name: 'Nina', type: 'guest', ...more })
  expect(member).toMatchObject(more)
  await administration.inviteMember({ ...by(olga), email: 'nino@agency.example', type: 'guest', ...more })
  await administration.createGroup({ ...by(olga), name: 'Empty', members: [] })
  await administration.fillGroup({ ...by(olga), groupId: sales, add: [], remove: [] })
  await refused('INPUT_INVALID', () => administration.grantFullAccess({ ...by(olga), memberIds: [] }))
  await refused('INPUT_INVALID', () => administration.grantModules({ ...by(olga), memberId: world.ben, modules: [] }))
})

test('grants that have ended, or are contained in others, are not kept', async () => {
  const world = await cast()
  const { administration, olga, ben, clock } = world
  const hour = 3_600_000
  const grant = (modules: readonly string[], hours: number): Promise<unknown> =>
    administration.grantModules({ ...by(olga), memberId: ben, modules, until: clock.now() + hours * hour })
  const kept = async (): Promise<unknown> => (await stored(world, ben))?.temporary.map(({ administers }) => administers)
  await grant(['crm'], 1)
  await grant(['crm'], 1)
  expect(await kept()).toEqual([['crm']])
  await grant(['crm', 'mail'], 1)
  await grant(['mail'], 1)
  await grant(['crm'], 2)
  expect(await kept()).toEqual([['crm', 'mail'], ['crm']])
  clock.set(clock.now() + hour)
  expect(await kept()).toHaveLength(2)
  await administration.disableMember({ ...by(olga), memberId: ben })
  expect(await kept()).toEqual([['crm']])
  clock.set(clock.now() + hour)
  await administration.reactivateMember({ ...by(olga), memberId: ben })
  expect(await kept()).toEqual([])
  expect((await world.store.storage.get('seats', 'agency', 'agency'))?.row).toMatchObject({ temporary: [] })
})
