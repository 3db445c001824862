/** What was once wrong in the administration. */
import type { Storage } from 'portico/server'
import { describe, expect, test } from 'vitest'
import { hour } from '../outbox/harness.js'
import { by, cast, castOf, errorOf, forAnHour, invite, password, refused, start, stored, tokenTo, type Cast } from './cast.js'

const agency = { portalId: 'agency' } as const
/** He administers what is no module of the policy any more. */
async function damage({ store: { storage } }: Cast, memberId: string): Promise<void> {
  const found = await storage.get('members', 'agency', memberId)
  if (!found) throw new Error('no such member')
  await storage.commit([{ op: 'update', table: 'members', row: { ...found.row, administers: ['gone'] }, version: found.version }])
}

describe('a module that is none', () => {
  test.each([['crmm'], ['portal'], ['CRM']])('%s is not granted to who has full access for a time', async (module) => {
    const world = await cast()
    await forAnHour(world, world.ben)
    await refused('MEMBER_INVALID', () => world.administration.grantModules({ ...by(world.olga), memberId: world.ben, modules: [module] }))
    world.clock.set(world.clock.now() + hour)
    await world.administration.abilityFor({ ...agency, memberId: world.ben })
  })

  test('is not hidden by full access that is granted for a time', async () => {
    const world = await cast()
    await damage(world, world.ben)
    await refused('MEMBER_INVALID', () => forAnHour(world, world.ben))
  })

  test.each([['emial'], ['__proto__']])('%s is not left out when others are revoked', async (module) => {
    const world = await cast()
    const revoke = (modules: readonly string[]) => world.administration.revokeModules({ ...by(world.olga), memberId: world.max, modules })
    await refused('MEMBER_INVALID', () => revoke(['crm', module]))
    expect((await stored(world, world.max))?.administers).toContain('crm')
    await revoke(['crm', 'people'])
    expect((await stored(world, world.max))?.administers).not.toContain('crm')
  })
})

describe('who is limited while he has full access for a time', () => {
  const limit = async (memberOf: 'max' | 'gus', arrange?: (world: Awaited<ReturnType<typeof cast>>) => Promise<unknown>) => {
    const world = await cast()
    await arrange?.(world)
    const memberId = world[memberOf]
    await forAnHour(world, memberId)
    await world.administration.limitToModules({ ...by(world.olga), memberId, modules: ['crm'] })
    world.clock.set(world.clock.now() + hour)
    return { world, row: await stored(world, memberId) }
  }

  test('keeps for good what he had for good', async () => {
    const { world, row } = await limit('max')
    expect(row?.administers).toEqual(['crm'])
    expect((await world.administration.abilityFor({ ...agency, memberId: world.max })).can('configure', 'crm')).toBe(true)
  })

  test('is a user as long as he keeps something, and then a guest again if he was one', async () => {
    const { world, row } = await limit('gus', async ({ administration, olga, gus }) => {
      await administration.grantFullAccess({ ...by(olga), memberIds: [gus], promoteGuests: true })
      await administration.limitToModules({ ...by(olga), memberId: gus, modules: ['crm'] })
    })
    expect(row).toMatchObject({ type: 'user', administers: ['crm'] })
    await world.administration.revokeAdministration({ ...by(world.olga), memberId: world.gus })
    expect(await stored(world, world.gus)).toMatchObject({ type: 'guest', administers: [], temporary: [], promoted: false })
  })
})

test('a command that is decided again asks again what the portal is licensed for', async () => {
  const instance = start()
  const { storage } = instance.store
  const world = await castOf(instance)
  const license = (licences: readonly string[], requires?: Readonly<Record<string, string>>) =>
    world.administration.licensePortal({ ...agency, licences, ...(requires && { requires }) })
  await license(['staff'], { people: 'staff' })
  let isFirst = true
  const beside: Storage = {
    ...storage,
    get: (...what) => storage.get(...what),
    find: (...what) => storage.find(...what),
    due: (...what) => storage.due(...what),
    async commit(batch) {
      if (isFirst && batch.some(({ op, table }) => op === 'insert' && table === 'members')) {
        isFirst = false
        await license([])
      }
      return storage.commit(batch)
    },
  }
  const other = start({}, { ...instance.store, storage: beside }, world.clock)
  await refused('FORBIDDEN', () => other.administration.createMember({ ...by(world.olga), name: 'New', type: 'user' }))
})

test.each<[string, () => unknown]>([
  [
    'a getter that throws',
    () => ({
      get __typename() {
        throw new TypeError('boom')
      },
    }),
  ],
  [
    'a proxy that throws',
    () =>
      new Proxy(
        {},
        {
          get() {
            throw new TypeError('boom')
          },
        },
      ),
  ],
  ['nothing', () => null],
])('of a record with %s one can do nothing', async (_, record) => {
  const world = await cast()
  expect(await world.administration.whatCan({ ...agency, memberId: world.olga, record: record() })).toEqual([])
})

describe('while the licences cannot be asked', () => {
  const outage = async () => {
    let isUp = true
    const licences = { of: () => (isUp ? Promise.resolve({ features: ['a'] }) : Promise.reject(new Error('down'))) }
    const world = await castOf(start({ licences }))
    await world.administration.licensePortal({ ...agency, requires: { crm: 'a' } })
    return { world, down: () => void (isUp = false) }
  }

  test('a link that is dead is that', async () => {
    const { world, down } = await outage()
    const { token, id: invitationId } = await invite(world, world.olga, 'late@agency.example')
    await world.administration.withdrawInvitation({ ...by(world.olga), invitationId })
    down()
    await refused('TOKEN_INVALID', () => world.administration.acceptInvitation({ token, name: 'Late', password }))
  })

  test('what only the owner sets is forbidden to others', async () => {
    const { world, down } = await outage()
    down()
    const options = { administratorsMayDisablePeers: true }
    const error = await errorOf(() => world.administration.configurePortal({ ...by(world.fatou), options }))
    expect(error.code).toBe('FORBIDDEN')
  })
})

test('another spelling of an address is confirmed before it counts', async () => {
  const world = await cast()
  const before = await stored(world, world.ben)
  const spelling = (before?.address ?? '').replace(/^[^@]*/, (local) => local.toUpperCase())
  const { member } = await world.administration.changeEmail({ ...by(world.fatou), memberId: world.ben, email: spelling })
  expect([member.email, member.pendingEmail]).toEqual([before?.address, spelling])
  await world.administration.confirmEmail({ token: await tokenTo(world, spelling) })
  expect((await stored(world, world.ben))?.address).toBe(spelling)
})

test('an invitation by somebody whose record is damaged is void', async () => {
  const world = await cast()
  const { token } = await invite(world, world.frank, 'late@agency.example')
  await damage(world, world.frank)
  await refused('INVITATION_VOID', () => world.administration.acceptInvitation({ token, name: 'Late', password }))
  await refused('TOKEN_INVALID', () => world.administration.acceptInvitation({ token, name: 'Late', password }))
})

test('an invitation is void when the rights of who invited end while the password is hashed', async () => {
  const instance = start({
    passwords: {
      maxBytes: 4_096,
      hash: (text) => {
        instance.clock.set(instance.clock.now() + 5_000)
        return Promise.resolve(`hash of ${text}`)
      },
      verify: () => Promise.resolve(false),
      needsRehash: () => false,
    },
  })
  const world = await castOf(instance)
  await forAnHour(world, world.ben)
  const { token } = await invite(world, world.ben, 'late@agency.example')
  world.clock.set(world.clock.now() + hour - 1)
  await refused('INVITATION_VOID', () => world.administration.acceptInvitation({ token, name: 'Late', password }))
})
