/** The refusals of the commands on portals and groups, those of the system, and the questions. */
import { by, forAnHour, letPeopleAdminister, type Cast, type People } from '../cast.js'
import { row, type Given, type Refusal } from './row.js'

type Step = (world: Cast) => Promise<unknown>
const all =
  (...steps: Step[]): Step =>
  async (world) => {
    for (const step of steps) await step(world)
  }
const benForAnHour: Step = (world) => forAnHour(world, world.ben)
const fatouInBoard: Step = ({ administration, olga, board, fatou }) =>
  administration.fillGroup({ ...by(olga), groupId: board, add: [fatou] })
const nobodyInCrm: Step = ({ administration, olga }) =>
  administration.setModuleAccess({ ...by(olga), module: 'crm', access: { availability: 'nobody' } })
const silent = { audited: 0 } as const
const nothing: Step = () => Promise.resolve()
const given =
  (who: keyof People, more: (world: Cast) => object, before = nothing): Given =>
  async (world) => {
    await before(world)
    return { ...by(world[who]), ...more(world) }
  }

const groups: readonly Refusal[] = [
  row(
    'createGroup',
    'NAME_TAKEN',
    'another group has the name',
    given('olga', () => ({ name: 'Sales' })),
  ),
  row(
    'createGroup',
    'NOT_FOUND',
    'a member is not there',
    given('olga', ({ ben }) => ({ name: 'New', members: [ben, 'nobody'] })),
  ),
  row(
    'fillGroup',
    'GRANT_NOT_HELD',
    'it is not hers',
    given('pia', ({ sales, ben }) => ({ groupId: sales, add: [ben] }), letPeopleAdminister),
  ),
  row(
    'fillGroup',
    'MEMBER_IS_YOURSELF',
    'she would put herself into it',
    given('pia', ({ sales, pia }) => ({ groupId: sales, add: [pia] }), letPeopleAdminister),
  ),
  row(
    'fillGroup',
    'GRANT_NOT_HELD',
    'he has full access for a time only',
    given(
      'ben',
      ({ sales, max }) => ({ groupId: sales, add: [max] }),
      (world) => forAnHour(world, world.ben),
    ),
  ),
  row(
    'fillGroup',
    'NOT_FOUND',
    'a member is not there',
    given('olga', ({ sales, ben }) => ({ groupId: sales, add: [ben, 'nobody'] })),
  ),
  row(
    'fillGroup',
    'MEMBER_IS_YOURSELF',
    'he would take himself out of it',
    given('fatou', ({ board, fatou }) => ({ groupId: board, remove: [fatou] }), fatouInBoard),
  ),
  row(
    'fillGroup',
    'INPUT_INVALID',
    'somebody is to come in and go out',
    given('olga', ({ sales, uma, ben }) => ({ groupId: sales, add: [ben, uma], remove: [uma] })),
    silent,
  ),
  row(
    'deleteGroup',
    'MEMBER_IS_YOURSELF',
    'he is in it',
    given('fatou', ({ board }) => ({ groupId: board }), fatouInBoard),
  ),
  row('deleteGroup', 'MEMBER_IS_OWNER', 'the owner is in it', async ({ administration, olga, fatou }) => ({
    ...by(fatou),
    groupId: (await administration.createGroup({ ...by(olga), name: 'Owners', members: [olga, fatou] })).group.id,
  })),
]

const portals: readonly Refusal[] = [
  row(
    'configurePortal',
    'GRANT_NOT_HELD',
    'he administers for a time',
    given('ben', () => ({ options: { peopleAdministrators: true } }), benForAnHour),
  ),
  row(
    'setModuleAccess',
    'GRANT_NOT_HELD',
    'he administers for a time, and would open it',
    given('ben', () => ({ module: 'crm', access: { availability: 'everyone' } }), all(nobodyInCrm, benForAnHour)),
  ),
  row(
    'configurePortal',
    'PORTAL_INVALID',
    'there is no such option',
    given('olga', () => ({ options: { nothing: true } })),
  ),
  row(
    'configurePortal',
    'FORBIDDEN',
    'a full administrator lets full administrators disable their peers',
    given('fatou', () => ({ options: { administratorsMayDisablePeers: true } })),
  ),
  row(
    'setModuleAccess',
    'PORTAL_INVALID',
    'there is no such module',
    given('olga', () => ({ module: 'nothing', access: { availability: 'nobody' } })),
  ),
  row(
    'setModuleAccess',
    'PORTAL_INVALID',
    'the portal is no module',
    given('olga', () => ({ module: 'portal', access: { availability: 'nobody' } })),
  ),
  row(
    'setModuleAccess',
    'PORTAL_INVALID',
    'it would take Documents from everybody',
    given('olga', () => ({ module: 'documents', access: { availability: 'nobody' } })),
  ),
  row(
    'setModuleAccess',
    'NOT_FOUND',
    'it is for nobody that there is',
    given('olga', ({ ben }) => ({ module: 'crm', access: { availability: 'restricted', to: [ben, 'nobody'] } })),
  ),
  row(
    'setModuleAccess',
    'NOT_FOUND',
    'it is for somebody of another portal',
    given('olga', ({ ona }) => ({ module: 'crm', access: { availability: 'restricted', to: [ona] } })),
  ),
  row(
    'setModuleAccess',
    'NOT_FOUND',
    'it is for a group of another portal',
    given('olga', ({ elsewhere }) => ({ module: 'crm', access: { availability: 'restricted', to: [elsewhere.group] } })),
  ),
  row(
    'setModuleAccess',
    'INPUT_INVALID',
    'it is restricted to nobody',
    given('olga', () => ({ module: 'crm', access: { availability: 'restricted', to: [] } })),
    silent,
  ),
]

const owner = { name: 'Nina', email: 'nina@new.example' }
const again: Step = ({ administration }) => administration.createPortal({ portalId: 'new', name: 'New', owner, idempotencyKey: 'k' })
const license: Step = ({ administration }) => administration.licensePortal({ portalId: 'agency', licences: ['a'], idempotencyKey: 'k' })
const making =
  (more: object, before = nothing): Given =>
  async (world) => {
    await before(world)
    return { portalId: 'new', name: 'New', owner, ...more }
  }
const system: readonly Refusal[] = [
  row('createPortal', 'PORTAL_EXISTS', 'there is one', making({ portalId: 'agency' })),
  row(
    'createPortal',
    'PORTAL_EXISTS',
    'there was one',
    making({ portalId: 'agency' }, ({ administration, olga }) => administration.deletePortal(by(olga))),
  ),
  row('createPortal', 'EMAIL_INVALID', 'the address of its owner is none', making({ owner: { name: 'Nina', email: 'nina' } }), silent),
  row('createPortal', 'PORTAL_INVALID', 'there is no such option', making({ options: { nothing: true } }), silent),
  row('createPortal', 'IDEMPOTENCY_MISMATCH', 'its key was given with another name', making({ idempotencyKey: 'k', name: 'Newer' }, again)),
  row('createPortal', 'INPUT_INVALID', 'it is given something more', making({ more: 1 }), silent),
  row('licensePortal', 'NOT_FOUND', 'there is no such portal', () => ({ portalId: 'nowhere', licences: [] }), silent),
  row('licensePortal', 'PORTAL_INVALID', 'there is no such module', () => ({ portalId: 'agency', requires: { nothing: 'a' } })),
  row('licensePortal', 'INPUT_INVALID', 'it is given something more', () => ({ portalId: 'agency', more: 1 }), silent),
  row('licensePortal', 'IDEMPOTENCY_MISMATCH', 'its key was given with other licences', async (world) => {
    await license(world)
    return { portalId: 'agency', licences: ['b'], idempotencyKey: 'k' }
  }),
]

const report =
  (more: (world: Cast) => object, before = nothing): Given =>
  async (world) => {
    const { administration, olga, dora, ben } = world
    const { reassignment } = await administration.reassignData({ ...by(olga), fromId: dora, toId: ben })
    await before(world)
    return { portalId: 'agency', reassignmentId: reassignment.id, done: 1, ...more(world) }
  }
const reported: readonly Refusal[] = [
  row(
    'reportReassignment',
    'NOT_FOUND',
    'there is no such portal',
    report(() => ({ portalId: 'nowhere' })),
    silent,
  ),
  row(
    'reportReassignment',
    'NOT_FOUND',
    'it is of another portal',
    report(() => ({ portalId: 'other' })),
  ),
  row(
    'reportReassignment',
    'NOT_FOUND',
    'there is no such reassignment',
    report(() => ({ reassignmentId: 'nothing' })),
  ),
  row(
    'reportReassignment',
    'INPUT_INVALID',
    'it is given something more',
    report(() => ({ more: 1 })),
    silent,
  ),
  row(
    'reportReassignment',
    'NOT_FOUND',
    'the portal was deleted',
    report(
      () => ({}),
      ({ administration, olga }) => administration.deletePortal(by(olga)),
    ),
  ),
]

const questions: readonly Refusal[] = [
  row('abilityFor', 'NOT_FOUND', 'there is no such portal', ({ olga }) => ({ portalId: 'nowhere', memberId: olga }), silent),
  row('abilityFor', 'NOT_FOUND', 'there is no such member', () => ({ portalId: 'agency', memberId: 'nobody' }), silent),
  row('abilityFor', 'NOT_FOUND', 'he is of another portal', ({ ona }) => ({ portalId: 'agency', memberId: ona }), silent),
  row('whatCan', 'NOT_FOUND', 'there is no such portal', ({ olga }) => ({ portalId: 'nowhere', memberId: olga, record: 'crm' }), silent),
  row('whatCan', 'NOT_FOUND', 'he is of another portal', ({ ona }) => ({ portalId: 'agency', memberId: ona, record: 'crm' }), silent),
  row('whoCan', 'NOT_FOUND', 'there is no such portal', () => ({ portalId: 'nowhere', action: 'access', record: 'crm' }), silent),
]

export const ofPortals: readonly Refusal[] = [...groups, ...portals, ...system, ...reported, ...questions]
