/** The refusals of the commands on members, in the order of the guide. */
import { by, fill, forAnHour, letPeopleAdminister, member, type Cast, type Command, type People } from '../cast.js'
import { explained, row, type Given, type Refusal } from './row.js'

const seat = (kind: string): { readonly details: object } => ({ details: { seat: kind } })

/** The command on somebody, after something else. */
export const on =
  (who: keyof People, whom: keyof People, before: (world: Cast) => Promise<unknown> = () => Promise.resolve(), more: object = {}): Given =>
  async (world) => {
    await before(world)
    return { ...by(world[who]), memberId: world[whom], ...more }
  }
const full =
  (...kinds: ('users' | 'guests' | 'administrators')[]) =>
  async (world: Cast): Promise<void> => {
    for (const kind of kinds) await fill(world, kind)
  }
const disabled = (whom: keyof People) => (world: Cast) => world.administration.disableMember({ ...by(world.olga), memberId: world[whom] })
const reassigning = (world: Cast): Promise<unknown> =>
  world.administration.reassignData({ ...by(world.olga), fromId: world.dora, toId: world.ben })
const all =
  (...steps: ((world: Cast) => Promise<unknown>)[]) =>
  async (world: Cast): Promise<void> => {
    for (const step of steps) await step(world)
  }

const creating =
  (who: keyof People, more: (world: Cast) => object, ...before: ((world: Cast) => Promise<unknown>)[]): Given =>
  async (world) => {
    await all(...before)(world)
    return { ...by(world[who]), name: 'Nina', type: 'user', ...more(world) }
  }
const identified = (world: Cast): Promise<unknown> => member(world, world.olga, 'Ida', { identity: 'ida' })
export const benForAnHour = (world: Cast): Promise<unknown> => forAnHour(world, world.ben)

const created: readonly Refusal[] = [
  row(
    'createMember',
    'MEMBER_IS_GUEST',
    'a guest would administer',
    creating('olga', () => ({ type: 'guest', administers: ['crm'] })),
  ),
  row(
    'createMember',
    'MEMBER_IS_GUEST',
    'a guest would administer everything',
    creating('fatou', () => ({ type: 'guest', administers: 'everything' })),
  ),
  row(
    'createMember',
    'MEMBER_IS_GUEST',
    'a guest would administer, before it is forbidden',
    creating('pia', () => ({ type: 'guest', administers: ['crm'] }), letPeopleAdminister),
  ),
  row(
    'createMember',
    'FORBIDDEN',
    'Pia would make an administrator',
    creating('pia', () => ({ administers: ['people'] }), letPeopleAdminister),
    explained,
  ),
  row(
    'createMember',
    'FORBIDDEN',
    'Pia would make an administrator, before the group is not hers',
    creating('pia', ({ sales }) => ({ administers: ['crm'], groups: [sales] }), letPeopleAdminister),
    explained,
  ),
  row(
    'createMember',
    'GRANT_NOT_HELD',
    'the group is not hers',
    creating('pia', ({ sales }) => ({ groups: [sales] }), letPeopleAdminister),
  ),
  row(
    'createMember',
    'GRANT_NOT_HELD',
    'he makes an administrator for good',
    creating('ben', () => ({ administers: ['crm'] }), benForAnHour),
  ),
  row(
    'createMember',
    'GRANT_NOT_HELD',
    'the group is not his for good',
    creating('ben', ({ sales }) => ({ groups: [sales] }), benForAnHour),
  ),
  row(
    'createMember',
    'GRANT_NOT_HELD',
    'the administration is not his, before there is no such group',
    creating('ben', () => ({ administers: 'everything', groups: ['nothing'] }), benForAnHour),
  ),
  row(
    'createMember',
    'NOT_FOUND',
    'there is no such group',
    creating('olga', ({ sales }) => ({ groups: [sales, 'nothing'] })),
  ),
  row(
    'createMember',
    'NOT_FOUND',
    'there is no such group, before the address is taken',
    creating('olga', () => ({ groups: ['nothing'], email: 'ben@agency.example' })),
  ),
  row(
    'createMember',
    'EMAIL_TAKEN',
    'the address is taken',
    creating('olga', () => ({ email: 'BEN@Agency.Example' })),
  ),
  row(
    'createMember',
    'EMAIL_TAKEN',
    'a disabled member has the address',
    creating('olga', () => ({ email: 'dora@agency.example' })),
  ),
  row(
    'createMember',
    'EMAIL_TAKEN',
    'the address is taken, before the identity is',
    creating('olga', () => ({ email: 'ben@agency.example', identity: 'ida' }), identified),
  ),
  row(
    'createMember',
    'IDENTITY_TAKEN',
    'the identity is taken',
    creating('olga', () => ({ identity: 'ida' }), identified),
  ),
  row(
    'createMember',
    'IDENTITY_TAKEN',
    'the identity is taken, before there is no seat',
    creating('olga', () => ({ identity: 'ida' }), identified, full('users')),
  ),
  row(
    'createMember',
    'QUOTA_EXCEEDED',
    'no user has a seat',
    creating('olga', () => ({}), full('users')),
    seat('users'),
  ),
  row(
    'createMember',
    'QUOTA_EXCEEDED',
    'no guest has a seat',
    creating('olga', () => ({ type: 'guest' }), full('guests')),
    seat('guests'),
  ),
  row(
    'createMember',
    'QUOTA_EXCEEDED',
    'no administrator has a seat',
    creating('olga', () => ({ administers: ['crm'] }), full('administrators')),
    seat('administrators'),
  ),
  row(
    'createMember',
    'EMAIL_INVALID',
    'it is no address',
    creating('olga', () => ({ email: 'nina' })),
    { audited: 'any' },
  ),
  row(
    'createMember',
    'MEMBER_INVALID',
    'there is no such module',
    creating('olga', () => ({ administers: ['crm', 'nothing'] })),
  ),
  row(
    'createMember',
    'MEMBER_INVALID',
    'nobody administers the portal as a module',
    creating('olga', () => ({ administers: ['portal'] })),
  ),
]

/** Nobody touches the owner, and nobody himself; the owner is the owner first. */
const untouchable: readonly Command[] = ['convertToUser', 'convertToGuest', 'disableMember', 'reactivateMember', 'deleteMember']
const touching = untouchable.flatMap((command) => [
  row(command, 'MEMBER_IS_OWNER', 'it is about the owner', on('fatou', 'olga')),
  row(command, 'MEMBER_IS_OWNER', 'the owner would do it to himself', on('olga', 'olga')),
  row(command, 'MEMBER_IS_OWNER', 'an administrator of People would do it to the owner', on('pia', 'olga', letPeopleAdminister)),
  row(command, 'MEMBER_IS_YOURSELF', 'a full administrator would do it to himself', on('fatou', 'fatou')),
  row(command, 'MEMBER_IS_YOURSELF', 'an administrator of People would do it to himself', on('pia', 'pia', letPeopleAdminister)),
])

const converted: readonly Refusal[] = [
  row('convertToUser', 'MEMBER_IS_USER', 'he is one', on('fatou', 'ben')),
  row('convertToUser', 'MEMBER_IS_USER', 'he is one, before there is no seat', on('fatou', 'ben', full('users'))),
  row('convertToUser', 'QUOTA_EXCEEDED', 'no user has a seat', on('fatou', 'gus', full('users')), seat('users')),
  row('convertToGuest', 'MEMBER_IS_GUEST', 'he is one', on('fatou', 'gus')),
  row('convertToGuest', 'MEMBER_IS_GUEST', 'he is one, before there is no seat', on('fatou', 'gus', full('guests'))),
  row('convertToGuest', 'MEMBER_IS_ADMINISTRATOR', 'he administers CRM', on('fatou', 'max')),
  row('convertToGuest', 'MEMBER_IS_ADMINISTRATOR', 'he administers everything', on('olga', 'fatou')),
  row('convertToGuest', 'MEMBER_IS_ADMINISTRATOR', 'he administers everything for an hour', on('olga', 'ben', benForAnHour)),
  row('convertToGuest', 'MEMBER_IS_ADMINISTRATOR', 'he administers, before there is no seat', on('olga', 'max', full('guests'))),
  row('convertToGuest', 'QUOTA_EXCEEDED', 'no guest has a seat', on('fatou', 'ben', full('guests')), seat('guests')),
]

const ended: readonly Refusal[] = [
  row('disableMember', 'MEMBER_NOT_ACTIVE', 'he is disabled', on('fatou', 'dora')),
  row('disableMember', 'MEMBER_NOT_ACTIVE', 'he is disabled, before it is forbidden', on('fatou', 'frank', disabled('frank'))),
  row('disableMember', 'FORBIDDEN', 'it is a peer', on('fatou', 'frank'), explained),
  row('disableMember', 'FORBIDDEN', 'it is a full administrator', on('pia', 'frank', letPeopleAdminister), explained),
  row('reactivateMember', 'MEMBER_NOT_DISABLED', 'he is active', on('fatou', 'ben')),
  row('reactivateMember', 'MEMBER_NOT_DISABLED', 'he is active, before it is forbidden', on('pia', 'max', letPeopleAdminister)),
  row('reactivateMember', 'REASSIGNMENT_RUNNING', 'his data are being moved', on('fatou', 'dora', reassigning)),
  row(
    'reactivateMember',
    'REASSIGNMENT_RUNNING',
    'his data are being moved, before there is no seat',
    on('fatou', 'dora', all(reassigning, full('users'))),
  ),
  row('reactivateMember', 'QUOTA_EXCEEDED', 'no user has a seat', on('fatou', 'dora', full('users')), seat('users')),
  row(
    'reactivateMember',
    'QUOTA_EXCEEDED',
    'no administrator has a seat',
    on('olga', 'max', all(disabled('max'), full('administrators'))),
    seat('administrators'),
  ),
  row(
    'reactivateMember',
    'GRANT_NOT_HELD',
    'he would administer longer than the one who lets him in',
    on('ben', 'max', all(disabled('max'), benForAnHour)),
  ),
  row(
    'reactivateMember',
    'GRANT_NOT_HELD',
    'he is in a group of others, before there is no seat',
    on('pia', 'uma', all(letPeopleAdminister, disabled('uma'), full('users'))),
  ),
  row(
    'reactivateMember',
    'FORBIDDEN',
    'he would be an administrator, before there is no seat',
    on('pia', 'max', all(letPeopleAdminister, disabled('max'), full('users'))),
  ),
  row(
    'reactivateMember',
    'FORBIDDEN',
    'he would be an administrator',
    on('pia', 'max', all(letPeopleAdminister, disabled('max'))),
    explained,
  ),
  row('deleteMember', 'MEMBER_NOT_DISABLED', 'he is active', on('fatou', 'ben')),
  row('deleteMember', 'REASSIGNMENT_RUNNING', 'his data are being moved', on('fatou', 'dora', reassigning)),
  row('deleteMember', 'REASSIGNMENT_RUNNING', 'he is to have those of another', on('fatou', 'ben', all(reassigning, disabled('ben')))),
  row('leave', 'MEMBER_IS_OWNER', 'it is the owner', ({ olga }) => by(olga)),
]

const reassign =
  (who: keyof People, from: keyof People, to: keyof People, ...before: ((world: Cast) => Promise<unknown>)[]): Given =>
  async (world) => {
    await all(...before)(world)
    return { ...by(world[who]), fromId: world[from], toId: world[to] }
  }
const reassigned: readonly Refusal[] = [
  row('reassignData', 'MEMBER_IS_OWNER', 'they are those of the owner', reassign('fatou', 'olga', 'ben')),
  row('reassignData', 'MEMBER_IS_OWNER', 'the owner would give his own', reassign('olga', 'olga', 'ben')),
  row('reassignData', 'MEMBER_NOT_DISABLED', 'he is active', reassign('fatou', 'ben', 'uma')),
  row('reassignData', 'MEMBER_NOT_DISABLED', 'he is active, before the other is a guest', reassign('fatou', 'ben', 'gus')),
  row('reassignData', 'REASSIGNMENT_RUNNING', 'they are being moved', reassign('fatou', 'dora', 'uma', reassigning)),
  row(
    'reassignData',
    'REASSIGNMENT_RUNNING',
    'they are being moved, before the other is a guest',
    reassign('fatou', 'dora', 'gus', reassigning),
  ),
  row('reassignData', 'MEMBER_NOT_ACTIVE', 'the one to have them is disabled', reassign('fatou', 'dora', 'ben', disabled('ben'))),
  row('reassignData', 'MEMBER_NOT_ACTIVE', 'he would have his own', reassign('fatou', 'dora', 'dora')),
  row(
    'reassignData',
    'MEMBER_NOT_ACTIVE',
    'the one to have them is disabled, before he is a guest',
    reassign('fatou', 'dora', 'gus', disabled('gus')),
  ),
  row('reassignData', 'MEMBER_IS_GUEST', 'the one to have them is a guest', reassign('fatou', 'dora', 'gus')),
]

export const members: readonly Refusal[] = [...created, ...touching, ...converted, ...ended, ...reassigned]
