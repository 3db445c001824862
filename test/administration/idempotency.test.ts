import { describe, expect, test } from 'vitest'
import { by, cast, fill, invite, member, password, refused, run, type Cast, type Command } from './cast.js'
import { shapes } from './inputs.js'
import { memberCommands } from './refusals/row.js'

const bearers = ['acceptInvitation', 'declineInvitation', 'confirmEmail'] as const
const keyed: readonly Command[] = [...memberCommands, 'createPortal', 'licensePortal', 'reportReassignment', ...bearers]

/** Everything that can be seen from outside: what is stored, the trail included, and how many letters went. */
async function everything(world: Cast): Promise<unknown> {
  await world.portico.runtime.settled()
  return [await world.store.dump(), world.mailer.sent.length]
}

const input = async (world: Cast, command: Command, more: object = {}): Promise<object> => ({
  ...(await shapes[command].whole(world)),
  idempotencyKey: 'k',
  ...more,
})

describe.each(keyed)('%s with a key', (command) => {
  test('is done once, and gives the same answer again', async () => {
    const world = await cast()
    const given = await input(world, command)
    const first = await run(world, command, given)
    const after = await everything(world)
    expect(await run(world, command, given)).toEqual(first)
    const backwards = Object.fromEntries(Object.entries(given).reverse())
    expect(await run(world, command, backwards)).toEqual(first)
    expect(await everything(world)).toEqual(after)
  })

  test('is done once, though it is asked for twenty times at once', async () => {
    const [world, alone] = [await cast(), await cast()]
    await run(alone, command, await input(alone, command))
    const given = await input(world, command)
    const answers = await Promise.all(Array.from({ length: 20 }, () => run(world, command, given)))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    await Promise.all([everything(world), everything(alone)])
    const counted = async ({ store, mailer }: Cast): Promise<unknown> => [
      Object.keys(await store.dump())
        .map((key) => key.split(' ')[0])
        .sort(),
      mailer.sent.length,
    ]
    expect(await counted(world)).toEqual(await counted(alone))
  })

  test('is not taken with other values', async () => {
    const world = await cast()
    const given = await input(world, command)
    await run(world, command, given)
    const other: Readonly<Record<string, object>> = {
      createPortal: { name: 'Another' },
      licensePortal: { licences: ['b'] },
      reportReassignment: { done: 2 },
      acceptInvitation: { name: 'Ivo' },
      declineInvitation: {},
      confirmEmail: {},
      leave: {},
      suspendPortal: {},
      reactivatePortal: {},
      deletePortal: {},
      createMember: { name: 'Nino' },
      inviteMember: { type: 'guest' },
      createGroup: { name: 'Another' },
      configurePortal: { name: 'Another' },
      setModuleAccess: { module: 'mail' },
      fillGroup: { remove: [world.uma] },
      deleteGroup: { groupId: world.sales },
      changeEmail: { email: 'ben@newer.example' },
      reassignData: { toId: world.uma },
      grantFullAccess: { memberIds: [world.ben, world.uma] },
      resendInvitation: { invitationId: 'another' },
      withdrawInvitation: { invitationId: 'another' },
    }
    const changes = other[command] ?? { memberId: world.uma }
    if (Object.keys(changes).length === 0) return
    await world.portico.runtime.settled()
    const before = await world.store.dump('audit')
    await refused('IDEMPOTENCY_MISMATCH', () => run(world, command, { ...given, ...changes }))
    expect(await world.store.dump('audit')).toEqual(before)
  })
})

describe('a key', () => {
  test('still gives the first answer when everything has changed', async () => {
    const world = await cast()
    const given = { ...by(world.olga), name: 'Accounting', idempotencyKey: 'k' }
    const first = await world.administration.createGroup(given)
    await world.administration.deleteGroup({ ...by(world.olga), groupId: first.group.id })
    world.clock.set(world.clock.now() + 7 * 86_400_000)
    expect(await world.administration.createGroup(given)).toEqual(first)
    expect(await world.store.storage.get('groups', 'agency', first.group.id)).toBeUndefined()
  })

  test('still gives the first answer when what was granted for a time has ended', async () => {
    const world = await cast()
    const until = world.clock.now() + 3_600_000
    const full = { ...by(world.olga), memberIds: [world.ben], until, idempotencyKey: 'k1' }
    const some = { ...by(world.olga), memberId: world.uma, modules: ['crm'], until, idempotencyKey: 'k2' }
    const first = [await world.administration.grantFullAccess(full), await world.administration.grantModules(some)]
    world.clock.set(until + 1)
    expect([await world.administration.grantFullAccess(full), await world.administration.grantModules(some)]).toEqual(first)
    const before = await everything(world)
    await refused('INPUT_INVALID', () => world.administration.grantFullAccess({ ...full, idempotencyKey: 'k3' }))
    await refused('INPUT_INVALID', () => world.administration.grantModules({ ...some, idempotencyKey: undefined }))
    expect(await everything(world)).toEqual(before)
  })

  test('is not another for the same options in another order', async () => {
    const world = await cast()
    const given = { ...by(world.olga), idempotencyKey: 'k' }
    const options = { peopleAdministrators: true, membersMayCreateProjects: true }
    const first = await world.administration.configurePortal({ ...given, options })
    const backwards = { membersMayCreateProjects: true, peopleAdministrators: true }
    expect(await world.administration.configurePortal({ ...given, options: backwards })).toEqual(first)
    const others = { membersMayCreateProjects: true, peopleAdministrators: false }
    await refused('IDEMPOTENCY_MISMATCH', () => world.administration.configurePortal({ ...given, options: others }))
  })

  test('of whoever has a link is nobody else’s, also of another link', async () => {
    const world = await cast()
    const { token } = await invite(world, world.olga, 'ida@agency.example')
    await world.administration.acceptInvitation({ token: world.ivy.token, name: 'Ivy', password, idempotencyKey: 'k' })
    const { member } = await world.administration.acceptInvitation({ token, name: 'Ida', password, idempotencyKey: 'k' })
    expect(member.email).toBe('ida@agency.example')
    await world.administration.licensePortal({ portalId: 'agency', licences: [], idempotencyKey: 'k' })
    await refused('TOKEN_USED', () => world.administration.acceptInvitation({ token, name: 'Ida', password, idempotencyKey: 'other' }))
  })

  test('of an acceptance leaves nothing that the password could be guessed by', async () => {
    const world = await cast()
    const given = { token: world.ivy.token, name: 'Ivy', idempotencyKey: 'k' }
    const first = await world.administration.acceptInvitation({ ...given, password })
    // Its hash would be as fast to guess as a digest is to make: so it is not compared.
    expect(await world.administration.acceptInvitation({ ...given, password: `${password}!` })).toEqual(first)
    await refused('IDEMPOTENCY_MISMATCH', () => world.administration.acceptInvitation({ ...given, identity: 'sso|ivy' }))
  })

  test('of another is another', async () => {
    const world = await cast()
    const one = await world.administration.createMember({ ...by(world.olga), name: 'One', type: 'user', idempotencyKey: 'k' })
    const other = await world.administration.createMember({ ...by(world.fatou), name: 'One', type: 'user', idempotencyKey: 'k' })
    expect(other.member.id).not.toBe(one.member.id)
    await world.administration.createGroup({ ...by(world.frank), name: 'Another', idempotencyKey: 'k' })
  })

  test('is not another in another case, and not the same with a blank', async () => {
    const world = await cast()
    const make = async (idempotencyKey: string): Promise<string> =>
      (await world.administration.createMember({ ...by(world.olga), name: 'One', type: 'user', idempotencyKey })).member.id
    const keys = ['k', 'K', ' k', 'k ', 'k\u0000', '__proto__', 'constructor', 'k'.repeat(200), `${'k'.repeat(199)}l`, 'é', 'e\u0301']
    const made = await Promise.all(keys.map(make))
    expect(new Set(made).size).toBe(keys.length)
    expect(await Promise.all(keys.map(make))).toEqual(made)
  })

  test('of what was refused may be used again', async () => {
    const world = await cast()
    const given = { ...by(world.olga), name: 'Nina', type: 'user', idempotencyKey: 'k' } as const
    await fill(world, 'users')
    await refused('QUOTA_EXCEEDED', () => world.administration.createMember(given))
    await refused('QUOTA_EXCEEDED', () => world.administration.createMember(given))
    await world.administration.licensePortal({ portalId: 'agency', quotas: { users: null, guests: null, administrators: null } })
    const first = await world.administration.createMember(given)
    expect(await world.administration.createMember(given)).toEqual(first)
  })

  test('of what was refused may be used with other values', async () => {
    const world = await cast()
    await refused('NAME_TAKEN', () => world.administration.createGroup({ ...by(world.olga), name: 'Sales', idempotencyKey: 'k' }))
    await world.administration.createGroup({ ...by(world.olga), name: 'Sales 2', idempotencyKey: 'k' })
    await refused('IDEMPOTENCY_MISMATCH', () => world.administration.createGroup({ ...by(world.olga), name: 'Sales', idempotencyKey: 'k' }))
  })

  test('of an invitation that turned out to be void refuses so again, and the link is none to other keys', async () => {
    const world = await cast()
    const { token } = await invite(world, world.fatou, 'ida@agency.example', { administers: ['crm'] })
    await world.administration.disableMember({ ...by(world.olga), memberId: world.fatou })
    const accept = (more: object = {}): Promise<unknown> =>
      world.administration.acceptInvitation({ token, name: 'Ida', password, idempotencyKey: 'k', ...more })
    await refused('INVITATION_VOID', accept)
    const before = await everything(world)
    await refused('INVITATION_VOID', accept)
    expect(await everything(world)).toEqual(before)
    await refused('IDEMPOTENCY_MISMATCH', () => accept({ name: 'Ivo' }))
    await refused('TOKEN_INVALID', () => accept({ idempotencyKey: 'other' }))
  })

  test('of what failed may be used again', async () => {
    const world = await cast()
    const given = { ...by(world.olga), name: 'Nina', type: 'user', idempotencyKey: 'k' } as const
    for (const fault of ['failure', 'no place', 'conflict'] as const) {
      world.store.fault = fault
      await expect(world.administration.createMember(given)).rejects.toThrow()
    }
    world.store.fault = 'none'
    expect((await world.administration.createMember(given)).member.name).toBe('Nina')
  })

  test('is not another for what is the same said with an empty value', async () => {
    const world = await cast()
    const given = { ...by(world.olga), name: 'Nina', type: 'user', idempotencyKey: 'k' } as const
    const first = await world.administration.createMember(given)
    expect(await world.administration.createMember({ ...given, email: undefined, groups: undefined })).toEqual(first)
  })

  test('that two give for different things at once is for one of them', async () => {
    const world = await cast()
    const make = (name: string): Promise<unknown> => world.administration.createGroup({ ...by(world.olga), name, idempotencyKey: 'k' })
    const tries = await Promise.allSettled(Array.from({ length: 10 }, (_, index) => make(`Group ${index}`)))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const codes = tries.flatMap((one) => (one.status === 'rejected' ? [Reflect.get(one.reason as object, 'code') as unknown] : []))
    expect([...new Set(codes)]).toEqual(['IDEMPOTENCY_MISMATCH'])
  })

  test('opens nothing to a stranger who has it', async () => {
    const world = await cast()
    const given = { ...by(world.olga), name: 'Nina', type: 'user', idempotencyKey: 'k' } as const
    await world.administration.createMember(given)
    await refused('NOT_FOUND', () => world.administration.createMember({ ...given, actorId: world.otto }))
    await refused('FORBIDDEN', () => world.administration.createMember({ ...given, actorId: world.gus }))
    await refused('NOT_FOUND', () => world.administration.createMember({ ...given, portalId: 'other' }))
  })

  test('is kept without the password and the link of what came of it', async () => {
    const world = await cast()
    await world.administration.inviteMember({ ...by(world.olga), email: 'nina@agency.example', type: 'user', idempotencyKey: 'secret-key' })
    await member(world, world.olga, 'Nino', { idempotencyKey: 'secret-key-2' } as object)
    expect(Object.keys(await world.store.dump()).filter((key) => key.startsWith('idempotencyKeys '))).toHaveLength(2)
    expect(JSON.stringify(await world.store.dump())).not.toContain('secret-key')
  })
})
