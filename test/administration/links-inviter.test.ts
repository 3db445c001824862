import { describe, expect, test } from 'vitest'
import { hour } from '../outbox/harness.js'
import { by, cast, forAnHour, invite, letPeopleAdminister, password, refused, tokenTo, type Cast } from './cast.js'

const nina = 'nina@agency.example'
const accept = ({ administration }: Cast, token: string, more: object = {}): Promise<unknown> =>
  administration.acceptInvitation({ token, name: 'Nina', password, ...more })

/** Who invites Nina as what, what happens then, and whether it could still be done. */
interface Turn {
  readonly inviter: (world: Cast) => Promise<string>
  readonly as?: (world: Cast) => object
  readonly happens: (world: Cast, inviter: string) => Promise<unknown>
}
const fatou = ({ fatou }: Cast): Promise<string> => Promise.resolve(fatou)
const pia = async (world: Cast): Promise<string> => {
  await letPeopleAdminister(world)
  return world.pia
}
const inSales = async (world: Cast): Promise<string> => {
  await world.administration.fillGroup({ ...by(world.olga), groupId: world.sales, add: [world.pia] })
  return pia(world)
}
const disable = ({ administration, olga }: Cast, memberId: string): Promise<unknown> =>
  administration.disableMember({ ...by(olga), memberId })
const revoke = ({ administration, olga }: Cast, memberId: string): Promise<unknown> =>
  administration.revokeAdministration({ ...by(olga), memberId })

function later({ clock }: Cast, milliseconds: number): Promise<void> {
  clock.set(clock.now() + milliseconds)
  return Promise.resolve()
}

const voids: Readonly<Record<string, Turn>> = {
  'is disabled': { inviter: fatou, happens: disable },
  leaves: { inviter: fatou, happens: ({ administration }, inviter) => administration.leave(by(inviter)) },
  'is deleted': {
    inviter: fatou,
    happens: async (world, inviter) => {
      await disable(world, inviter)
      await world.administration.deleteMember({ ...by(world.olga), memberId: inviter })
    },
  },
  'loses full access': { inviter: fatou, happens: revoke },
  'is limited to a module': {
    inviter: fatou,
    happens: ({ administration, olga }, memberId) => administration.limitToModules({ ...by(olga), memberId, modules: ['crm'] }),
  },
  'is made a guest': {
    inviter: fatou,
    happens: async (world, memberId) => {
      await revoke(world, memberId)
      await world.administration.convertToGuest({ ...by(world.olga), memberId })
    },
  },
  'had full access for an hour': {
    inviter: (world) => forAnHour(world, world.ben),
    happens: (world) => later(world, hour),
  },
  'has full access for an hour only, and invited an administrator': {
    inviter: fatou,
    as: () => ({ administers: ['crm'] }),
    happens: async (world, memberId) => {
      await revoke(world, memberId)
      await forAnHour(world, memberId)
    },
  },
  'administers People only, and invited an administrator': {
    inviter: fatou,
    as: () => ({ administers: ['crm'] }),
    happens: async (world, memberId) => {
      await letPeopleAdminister(world)
      await world.administration.limitToModules({ ...by(world.olga), memberId, modules: ['people'] })
    },
  },
  'is not in the group any more': {
    inviter: inSales,
    as: ({ sales }) => ({ groups: [sales] }),
    happens: ({ administration, olga, sales }, inviter) => administration.fillGroup({ ...by(olga), groupId: sales, remove: [inviter] }),
  },
  'lost the option that let her invite': {
    inviter: pia,
    happens: ({ administration, olga }) => administration.configurePortal({ ...by(olga), options: { peopleAdministrators: false } }),
  },
  'administers People no more': {
    inviter: pia,
    happens: ({ administration, olga }, memberId) => administration.revokeModules({ ...by(olga), memberId, modules: ['people'] }),
  },
}

describe('an invitation is void, for good, when the inviter', () => {
  test.each(Object.entries(voids))('%s', async (_, { inviter, as = () => ({}), happens }) => {
    const world = await cast()
    const who = await inviter(world)
    const { id, token } = await invite(world, who, nina, as(world))
    await happens(world, who)
    await refused('INVITATION_VOID', () => accept(world, token))
    expect((await world.store.storage.get('invitations', 'agency', id))?.row).toMatchObject({ status: 'void', openEmail: null })
    await refused('TOKEN_INVALID', () => accept(world, token))
    await refused('TOKEN_INVALID', () => world.administration.inspectInvitation({ token }))
    const { items } = await world.store.storage.find('members', 'email', { portalId: 'agency', email: nina })
    expect(items).toEqual([])
    await accept(world, (await invite(world, world.olga, nina)).token)
  })

  test('is disabled, though he is let in again later', async () => {
    const world = await cast()
    const { token } = await invite(world, world.fatou, nina)
    await disable(world, world.fatou)
    await refused('INVITATION_VOID', () => accept(world, token))
    await world.administration.reactivateMember({ ...by(world.olga), memberId: world.fatou })
    await refused('TOKEN_INVALID', () => accept(world, token))
  })
})

const keeps: Readonly<Record<string, Turn>> = {
  'the inviter was disabled and let in again': {
    inviter: fatou,
    happens: async (world, memberId) => {
      await disable(world, memberId)
      await world.administration.reactivateMember({ ...by(world.olga), memberId })
    },
  },
  'the portal was suspended and goes on': {
    inviter: fatou,
    happens: async (world) => {
      await world.administration.suspendPortal(by(world.olga))
      await refused('PORTAL_NOT_ACTIVE', async () => accept(world, await tokenTo(world, nina)))
      await world.administration.reactivatePortal(by(world.olga))
    },
  },
  'the inviter is disabled, but another sent it again': {
    inviter: (world) => Promise.resolve(world.frank),
    happens: async (world, inviter) => {
      const { items } = await world.store.storage.find('invitations', 'openEmail', { portalId: 'agency', openEmail: nina })
      await world.administration.resendInvitation({ ...by(world.fatou), invitationId: items[0]?.row.id ?? '' })
      await disable(world, inviter)
    },
  },
  'the inviter has full access for another minute': {
    inviter: (world) => forAnHour(world, world.ben),
    happens: (world) => later(world, hour - 1),
  },
}

describe('an invitation stands, though', () => {
  test.each(Object.entries(keeps))('%s', async (_, { inviter, as = () => ({}), happens }) => {
    const world = await cast()
    const who = await inviter(world)
    await invite(world, who, nina, as(world))
    await happens(world, who)
    expect(await accept(world, await tokenTo(world, nina))).toMatchObject({ member: { email: nina, status: 'active' } })
  })
})
