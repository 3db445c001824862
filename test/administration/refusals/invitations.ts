/** The refusals of invitations, in the order of the guide. */
import { by, invite, letPeopleAdminister, password, tokenTo, type Cast, type People } from '../cast.js'
import { explained, row, type Given, type Refusal } from './row.js'
import { any, nothing, all, benForAnHour, suspend, aDayLater, becomeIvy, withdraw, decline, accept, type Step } from './steps.js'

const inviting =
  (who: keyof People, more: (world: Cast) => object, before = nothing): Given =>
  async (world) => {
    await before(world)
    return { ...by(world[who]), email: 'nina@agency.example', type: 'user', ...more(world) }
  }

const invited: readonly Refusal[] = [
  row(
    'inviteMember',
    'EMAIL_INVALID',
    'it is no address',
    inviting('olga', () => ({ email: 'nina' })),
    any,
  ),
  row(
    'inviteMember',
    'EMAIL_INVALID',
    'it is no address, before a guest is forbidden',
    inviting('gus', () => ({ email: 'nina' })),
    any,
  ),
  row(
    'inviteMember',
    'EMAIL_INVALID',
    'it is no address, before the portal is not active',
    inviting('olga', () => ({ email: 'nina' }), suspend),
    any,
  ),
  row(
    'inviteMember',
    'EMAIL_INVALID',
    'it is no address, before there is no portal',
    inviting('olga', () => ({ email: 'nina', portalId: 'nowhere' })),
    {
      audited: 0,
    },
  ),
  row(
    'inviteMember',
    'FORBIDDEN',
    'Pia would make an administrator',
    inviting('pia', () => ({ administers: ['crm'] }), letPeopleAdminister),
    explained,
  ),
  row(
    'inviteMember',
    'FORBIDDEN',
    'Pia would make an administrator, before the group is not hers',
    inviting('pia', ({ sales }) => ({ administers: ['crm'], groups: [sales] }), letPeopleAdminister),
    explained,
  ),
  row(
    'inviteMember',
    'MEMBER_IS_GUEST',
    'a guest would administer',
    inviting('olga', () => ({ type: 'guest', administers: ['crm'] })),
  ),
  row(
    'inviteMember',
    'MEMBER_IS_GUEST',
    'a guest would administer, before it is too long',
    inviting('ben', () => ({ type: 'guest', administers: ['crm'] }), benForAnHour),
  ),
  row(
    'inviteMember',
    'GRANT_NOT_HELD',
    'the group is not hers',
    inviting('pia', ({ sales }) => ({ groups: [sales] }), letPeopleAdminister),
  ),
  row(
    'inviteMember',
    'GRANT_NOT_HELD',
    'he has it for a time only',
    inviting('ben', () => ({ administers: ['crm'] }), benForAnHour),
  ),
  row(
    'inviteMember',
    'GRANT_NOT_HELD',
    'he has it for a time only, before there is no such group',
    inviting('ben', () => ({ administers: ['crm'], groups: ['nothing'] }), benForAnHour),
  ),
  row(
    'inviteMember',
    'NOT_FOUND',
    'there is no such group',
    inviting('olga', () => ({ groups: ['nothing'] })),
  ),
  row(
    'inviteMember',
    'NOT_FOUND',
    'there is no such group, before the address is taken',
    inviting('olga', () => ({ groups: ['nothing'], email: 'ben@agency.example' })),
  ),
  row(
    'inviteMember',
    'EMAIL_TAKEN',
    'a member has the address',
    inviting('olga', () => ({ email: 'BEN@agency.example' })),
  ),
  row(
    'inviteMember',
    'EMAIL_TAKEN',
    'a member has the address, before it is invited',
    inviting('olga', () => ({ email: 'ivy@agency.example' }), becomeIvy),
  ),
  row(
    'inviteMember',
    'INVITATION_EXISTS',
    'it is invited',
    inviting('olga', () => ({ email: 'IVY@agency.EXAMPLE' })),
  ),
  row(
    'inviteMember',
    'MEMBER_INVALID',
    'there is no such module',
    inviting('olga', () => ({ administers: ['nothing'] })),
  ),
]

const onIvy =
  (who: keyof People, before = nothing): Given =>
  async (world) => {
    await before(world)
    return { ...by(world[who]), invitationId: world.ivy.id }
  }
/** On an invitation that Olga has made, after something else. */
const onOther =
  (who: keyof People, more: (world: Cast) => object, before = nothing): Given =>
  async (world) => {
    const { id } = await invite(world, world.olga, 'nina@agency.example', more(world))
    await before(world)
    return { ...by(world[who]), invitationId: id }
  }
const leaveFatou: Step = ({ administration, olga, fatou }) => administration.disableMember({ ...by(olga), memberId: fatou })
const tryNina = async (world: Cast): Promise<void> => {
  const token = await tokenTo(world, 'nina@agency.example')
  await world.administration.acceptInvitation({ token, name: 'Nina', password }).catch(() => undefined)
}
const onVoid =
  (who: keyof People): Given =>
  async (world) => {
    const { id } = await invite(world, world.fatou, 'nina@agency.example')
    await leaveFatou(world)
    await tryNina(world)
    return { ...by(world[who]), invitationId: id }
  }

const resent: readonly Refusal[] = [
  row('resendInvitation', 'INVITATION_NOT_OPEN', 'it was withdrawn', onIvy('olga', withdraw)),
  row('resendInvitation', 'INVITATION_NOT_OPEN', 'it was declined', onIvy('olga', decline)),
  row('resendInvitation', 'INVITATION_NOT_OPEN', 'it was accepted, before the address is taken', onIvy('olga', accept)),
  row('resendInvitation', 'INVITATION_NOT_OPEN', 'it is void', onVoid('olga')),
  row(
    'resendInvitation',
    'INVITATION_NOT_OPEN',
    'it has made room for a new one',
    onIvy(
      'olga',
      all(aDayLater, (world) => invite(world, world.olga, 'ivy@agency.example')),
    ),
  ),
  row(
    'resendInvitation',
    'INVITATION_NOT_OPEN',
    'it was withdrawn, before it is forbidden',
    onOther('pia', () => ({ administers: ['crm'] }), all(letPeopleAdminister, withdrawNina)),
  ),
  row(
    'resendInvitation',
    'FORBIDDEN',
    'it makes an administrator',
    onOther('pia', () => ({ administers: ['crm'] }), letPeopleAdminister),
    explained,
  ),
  row(
    'resendInvitation',
    'GRANT_NOT_HELD',
    'it opens a group that is not hers',
    onOther('pia', ({ sales }) => ({ groups: [sales] }), letPeopleAdminister),
  ),
  row(
    'resendInvitation',
    'GRANT_NOT_HELD',
    'he has it for a time only',
    onOther('ben', () => ({ administers: 'everything' }), benForAnHour),
  ),
  row('resendInvitation', 'EMAIL_TAKEN', 'a member has the address by now', onIvy('olga', becomeIvy)),
]

async function withdrawNina({ administration, olga, store }: Cast): Promise<void> {
  const { items } = await store.storage.find('invitations', 'openEmail', { portalId: 'agency', openEmail: 'nina@agency.example' })
  await administration.withdrawInvitation({ ...by(olga), invitationId: items[0]?.row.id ?? '' })
}

const withdrawn: readonly Refusal[] = [
  row('withdrawInvitation', 'INVITATION_NOT_OPEN', 'it was declined', onIvy('olga', decline)),
  row('withdrawInvitation', 'INVITATION_NOT_OPEN', 'it was accepted', onIvy('olga', accept)),
]

export const invitations: readonly Refusal[] = [...invited, ...resent, ...withdrawn]
