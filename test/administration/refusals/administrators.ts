/** The refusals of the commands that make administrators, in the order of the guide. */
import { by, fill, forAnHour, type Cast, type Command, type People } from '../cast.js'
import { row, type Given, type Refusal } from './row.js'

type Step = (world: Cast) => Promise<unknown>
const seat = (kind: string): { readonly details: object } => ({ details: { seat: kind } })
const nothing: Step = () => Promise.resolve()
const noSeat: Step = (world) => fill(world, 'administrators')
const benForAnHour: Step = (world) => forAnHour(world, world.ben)
const both =
  (one: Step, other: Step): Step =>
  async (world) => {
    await one(world)
    await other(world)
  }

const on =
  (who: keyof People, whom: keyof People, more: (world: Cast) => object = () => ({}), before = nothing): Given =>
  async (world) => {
    await before(world)
    return { ...by(world[who]), memberId: world[whom], ...more(world) }
  }
const full =
  (who: keyof People, whom: readonly (keyof People)[], more: (world: Cast) => object = () => ({}), before = nothing): Given =>
  async (world) => {
    await before(world)
    return { ...by(world[who]), memberIds: whom.map((one) => world[one]), ...more(world) }
  }
const crm = (): object => ({ modules: ['crm'] })
const unknown = (): object => ({ modules: ['crm', 'nothing'] })
const soon = ({ clock }: Cast): object => ({ until: clock.now() + 60_000 })
const late = ({ clock }: Cast): object => ({ until: clock.now() + 3_600_001 })
const crmLate = (world: Cast): object => ({ ...crm(), ...late(world) })
const until =
  (time: (now: number) => unknown, more: object = {}) =>
  ({ clock }: Cast): object => ({ until: time(clock.now()), ...more })

const silent = { audited: 0 } as const
const fullAccess: readonly Refusal[] = [
  row('grantFullAccess', 'MEMBER_IS_OWNER', 'it is the owner', full('fatou', ['olga'])),
  row('grantFullAccess', 'MEMBER_IS_OWNER', 'the owner is among them', full('fatou', ['ben', 'olga', 'uma'])),
  row('grantFullAccess', 'MEMBER_IS_OWNER', 'the owner would give it himself', full('olga', ['olga'])),
  row('grantFullAccess', 'MEMBER_IS_OWNER', 'the owner is among them, after himself', full('fatou', ['fatou', 'olga'])),
  row('grantFullAccess', 'MEMBER_IS_OWNER', 'the owner is among them, after a guest', full('fatou', ['gus', 'olga'])),
  row('grantFullAccess', 'MEMBER_IS_YOURSELF', 'he would give it to himself', full('fatou', ['fatou'])),
  row('grantFullAccess', 'MEMBER_IS_YOURSELF', 'he himself is among them', full('fatou', ['ben', 'fatou'])),
  row('grantFullAccess', 'MEMBER_IS_YOURSELF', 'he himself is among them, after a guest', full('fatou', ['gus', 'fatou'])),
  row('grantFullAccess', 'MEMBER_IS_YOURSELF', 'he would make it longer', full('ben', ['ben'], late, benForAnHour)),
  row('grantFullAccess', 'MEMBER_IS_GUEST', 'it is a guest', full('fatou', ['gus'])),
  row('grantFullAccess', 'MEMBER_IS_GUEST', 'a guest is among them', full('fatou', ['ben', 'gus', 'uma'])),
  row(
    'grantFullAccess',
    'MEMBER_IS_GUEST',
    'a guest is among them, and is not to be promoted',
    full('fatou', ['gus'], () => ({ promoteGuests: false })),
  ),
  row('grantFullAccess', 'MEMBER_IS_GUEST', 'it is a guest, before it is too long', full('ben', ['gus'], late, benForAnHour)),
  row('grantFullAccess', 'GRANT_NOT_HELD', 'he has it for a time only', full('ben', ['uma'], undefined, benForAnHour)),
  row('grantFullAccess', 'GRANT_NOT_HELD', 'he has it for less', full('ben', ['uma'], late, benForAnHour)),
  row(
    'grantFullAccess',
    'GRANT_NOT_HELD',
    'he has it for a time only, a guest among them',
    full('ben', ['uma', 'gus'], () => ({ promoteGuests: true }), benForAnHour),
  ),
  row(
    'grantFullAccess',
    'GRANT_NOT_HELD',
    'he has it for less, before there is no seat',
    full('ben', ['uma'], late, both(benForAnHour, noSeat)),
  ),
  row('grantFullAccess', 'QUOTA_EXCEEDED', 'no administrator has a seat', full('olga', ['ben'], undefined, noSeat), seat('administrators')),
  row(
    'grantFullAccess',
    'QUOTA_EXCEEDED',
    'no administrator has a seat for a minute',
    full('olga', ['ben'], soon, noSeat),
    seat('administrators'),
  ),
  row(
    'grantFullAccess',
    'QUOTA_EXCEEDED',
    'no user has a seat for the guest',
    full(
      'olga',
      ['gus'],
      () => ({ promoteGuests: true }),
      (world) => fill(world, 'users'),
    ),
    seat('users'),
  ),
  row(
    'grantFullAccess',
    'QUOTA_EXCEEDED',
    'there is one seat for two',
    full('olga', ['ben', 'uma'], undefined, oneSeat),
    seat('administrators'),
  ),
  row('grantFullAccess', 'NOT_FOUND', 'one of them is not there, before one is the owner', async (world) => ({
    ...by(world.fatou),
    memberIds: await Promise.resolve([world.olga, 'nobody']),
  })),
  row(
    'grantFullAccess',
    'INPUT_INVALID',
    'it ended already',
    full(
      'olga',
      ['ben'],
      until((now) => now - 1),
    ),
    silent,
  ),
  row(
    'grantFullAccess',
    'INPUT_INVALID',
    'it ends now',
    full(
      'olga',
      ['ben'],
      until((now) => now),
    ),
    silent,
  ),
  row(
    'grantFullAccess',
    'INPUT_INVALID',
    'guests are promoted for a time',
    full(
      'olga',
      ['gus'],
      until((now) => now + 60_000, { promoteGuests: true }),
    ),
    silent,
  ),
]

/** One seat more than are taken. */
async function oneSeat({ administration, store }: Cast): Promise<void> {
  const taken = (await store.storage.get('seats', 'agency', 'agency'))?.row.administrators ?? 0
  await administration.licensePortal({ portalId: 'agency', quotas: { users: null, guests: null, administrators: taken + 1 } })
}

const about = (command: Command, more?: (world: Cast) => object): readonly Refusal[] => [
  row(command, 'MEMBER_IS_OWNER', 'it is the owner', on('fatou', 'olga', more)),
  row(command, 'MEMBER_IS_OWNER', 'the owner would do it to himself', on('olga', 'olga', more)),
  row(command, 'MEMBER_IS_YOURSELF', 'he would do it to himself', on('fatou', 'fatou', more)),
]

const modules: readonly Refusal[] = [
  ...about('grantModules', crm),
  row('grantModules', 'MEMBER_IS_GUEST', 'it is a guest', on('fatou', 'gus', crm)),
  row('grantModules', 'MEMBER_IS_GUEST', 'it is a guest, before it is too long', on('ben', 'gus', crmLate, benForAnHour)),
  row('grantModules', 'MEMBER_HAS_FULL_ACCESS', 'he has all of them', on('fatou', 'frank', crm)),
  row('grantModules', 'MEMBER_HAS_FULL_ACCESS', 'he has all of them, before it is too long', on('ben', 'frank', crmLate, benForAnHour)),
  row('grantModules', 'GRANT_NOT_HELD', 'he has them for a time only', on('ben', 'uma', crm, benForAnHour)),
  row('grantModules', 'GRANT_NOT_HELD', 'he has them for less', on('ben', 'uma', crmLate, benForAnHour)),
  row('grantModules', 'GRANT_NOT_HELD', 'he has them for less, before there is no such module', on('ben', 'uma', unknown, benForAnHour)),
  row('grantModules', 'MEMBER_INVALID', 'there is no such module', on('olga', 'ben', unknown)),
  row(
    'grantModules',
    'MEMBER_INVALID',
    'the portal is none',
    on('olga', 'ben', () => ({ modules: ['portal'] })),
  ),
  row('grantModules', 'MEMBER_INVALID', 'there is no such module, before there is no seat', on('olga', 'ben', unknown, noSeat)),
  row('grantModules', 'QUOTA_EXCEEDED', 'no administrator has a seat', on('olga', 'ben', crm, noSeat), seat('administrators')),
  row(
    'grantModules',
    'INPUT_INVALID',
    'it ended already',
    on(
      'olga',
      'ben',
      until((now) => now - 1, { modules: ['crm'] }),
    ),
    silent,
  ),
  row(
    'grantModules',
    'INPUT_INVALID',
    'it ends now',
    on(
      'olga',
      'ben',
      until((now) => now, { modules: ['crm'] }),
    ),
    silent,
  ),
]

const limited: readonly Refusal[] = [
  ...about('limitToModules', crm),
  row('limitToModules', 'MEMBER_IS_GUEST', 'it is a guest', on('fatou', 'gus', crm)),
  row('limitToModules', 'MEMBER_ADMINISTERS_NOTHING', 'he has nothing', on('fatou', 'ben', crm)),
  row('limitToModules', 'MEMBER_ADMINISTERS_NOTHING', 'he has single modules', on('fatou', 'max', crm)),
  row('limitToModules', 'MEMBER_ADMINISTERS_NOTHING', 'he has nothing, before it is too long', on('ben', 'uma', crm, benForAnHour)),
  row('limitToModules', 'GRANT_NOT_HELD', 'he has them for a time only', on('ben', 'frank', crm, benForAnHour)),
  row(
    'limitToModules',
    'GRANT_NOT_HELD',
    'he has them for a time only, before there is no such module',
    on('ben', 'frank', unknown, benForAnHour),
  ),
  row('limitToModules', 'MEMBER_INVALID', 'there is no such module', on('olga', 'frank', unknown)),
]

const revoked: readonly Refusal[] = [
  ...about('revokeModules', crm),
  row('revokeModules', 'MEMBER_HAS_FULL_ACCESS', 'he has all of them', on('fatou', 'frank', crm)),
  row('revokeModules', 'MEMBER_ADMINISTERS_NOTHING', 'he has nothing', on('fatou', 'ben', crm)),
  row(
    'revokeModules',
    'MEMBER_ADMINISTERS_NOTHING',
    'he has others',
    on('fatou', 'max', () => ({ modules: ['people', 'mail'] })),
  ),
  row('revokeModules', 'MEMBER_ADMINISTERS_NOTHING', 'it is a guest', on('fatou', 'gus', crm)),
  row(
    'revokeModules',
    'MEMBER_INVALID',
    'one of them is no module',
    on('olga', 'max', () => ({ modules: ['crm', 'crmm'] })),
  ),
  ...about('revokeAdministration'),
  row('revokeAdministration', 'MEMBER_ADMINISTERS_NOTHING', 'he has nothing', on('fatou', 'ben')),
  row('revokeAdministration', 'MEMBER_ADMINISTERS_NOTHING', 'it is a guest', on('fatou', 'gus')),
  row(
    'revokeAdministration',
    'MEMBER_ADMINISTERS_NOTHING',
    'what he had has ended',
    on('fatou', 'ben', undefined, both(benForAnHour, anHourLater)),
  ),
]

function anHourLater({ clock }: Cast): Promise<void> {
  clock.set(clock.now() + 3_600_000)
  return Promise.resolve()
}

export const administrators: readonly Refusal[] = [...fullAccess, ...modules, ...limited, ...revoked]
