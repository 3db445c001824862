/** What somebody does in the portal of the races, by what it is called. */
import { later, portalId, type Known, type Services } from './races-world.js'

type Command = (services: Services, known: Known) => Promise<unknown>

const as = (known: Known, actor: string) => ({ portalId, actorId: known(actor) })
const on = (known: Known, actor: string, member: string) => ({ ...as(known, actor), memberId: known(member) })
const waiting = (known: Known, actor: string) => ({ ...as(known, actor), invitationId: known('invitation') })
const password = 'a password that is long enough'

/** Somebody new. */
const newcomer = (name: string, email = `${name}@example.org`) => ({ name, email, type: 'user', emailVerified: true }) as const
const accept =
  (name: string): Command =>
  (services, known) =>
    services.acceptInvitation({ token: known('link of ivo@example.org'), name, password })
const makePortal =
  (name: string): Command =>
  (services) =>
    services.createPortal({ portalId: 'q', name: `of ${name}`, owner: { name, email: `${name}@example.org`, emailVerified: true } })
/** The same key each time; the name says whether the values are the same too. */
const createWithKey =
  (name: string): Command =>
  (services, known) =>
    services.createMember({ ...as(known, 'ann'), ...newcomer(name), idempotencyKey: 'once' })

const levels = {
  'ann revokes bob': (services, known) => services.revokeAdministration(on(known, 'ann', 'bob')),
  'bob revokes ann': (services, known) => services.revokeAdministration(on(known, 'bob', 'ann')),
  'the owner revokes ann': (services, known) => services.revokeAdministration(on(known, 'owner', 'ann')),
  'the owner limits ann': (services, known) => services.limitToModules({ ...on(known, 'owner', 'ann'), modules: ['projects'] }),
  'ann disables bob': (services, known) => services.disableMember(on(known, 'ann', 'bob')),
  'bob disables ann': (services, known) => services.disableMember(on(known, 'bob', 'ann')),
  'the owner disables ann': (services, known) => services.disableMember(on(known, 'owner', 'ann')),
  'ann leaves': (services, known) => services.leave(as(known, 'ann')),
  'ann grants cid full access': (services, known) => services.grantFullAccess({ ...as(known, 'ann'), memberIds: [known('cid')] }),
  'bob revokes cid': (services, known) => services.revokeAdministration(on(known, 'bob', 'cid')),
  'bob disables cid': (services, known) => services.disableMember(on(known, 'bob', 'cid')),
  'ann grants cid a module': (services, known) => services.grantModules({ ...on(known, 'ann', 'cid'), modules: ['projects'] }),
  'bob takes a module from cid': (services, known) => services.revokeModules({ ...on(known, 'bob', 'cid'), modules: ['crm'] }),
  'ann grants dora and hal': (services, known) =>
    services.grantFullAccess({ ...as(known, 'ann'), memberIds: [known('dora'), known('hal')] }),
  'ann grants dora full access': (services, known) => services.grantFullAccess({ ...as(known, 'ann'), memberIds: [known('dora')] }),
  'bob grants hal a module': (services, known) => services.grantModules({ ...on(known, 'bob', 'hal'), modules: ['crm'] }),
  'ann grants hal full access for a time': (services, known) =>
    services.grantFullAccess({ ...as(known, 'ann'), memberIds: [known('hal')], until: later }),
  'bob grants cid full access for a time': (services, known) =>
    services.grantFullAccess({ ...as(known, 'bob'), memberIds: [known('cid')], until: later }),
  'bob makes dora a guest': (services, known) => services.convertToGuest(on(known, 'bob', 'dora')),
  'dora leaves': (services, known) => services.leave(as(known, 'dora')),
  'ann makes gus a user': (services, known) => services.convertToUser(on(known, 'ann', 'gus')),
  'bob promotes gus': (services, known) =>
    services.grantFullAccess({ ...as(known, 'bob'), memberIds: [known('gus')], promoteGuests: true }),
} satisfies Record<string, Command>

const comings = {
  'ivo accepts': accept('ivo'),
  'somebody else accepts': accept('somebody else'),
  'a third one accepts': accept('a third one'),
  'ivo declines': (services, known) => services.declineInvitation({ token: known('link of ivo@example.org') }),
  'bob withdraws the invitation': (services, known) => services.withdrawInvitation(waiting(known, 'bob')),
  'bob resends the invitation': (services, known) => services.resendInvitation(waiting(known, 'bob')),
  'ann invites nora': (services, known) => services.inviteMember({ ...as(known, 'ann'), email: 'nora@example.org', type: 'user' }),
  'bob invites nora': (services, known) => services.inviteMember({ ...as(known, 'bob'), email: 'NORA@example.org', type: 'guest' }),
  'ann creates nora': (services, known) => services.createMember({ ...as(known, 'ann'), ...newcomer('nora') }),
  'bob creates otto': (services, known) => services.createMember({ ...as(known, 'bob'), ...newcomer('otto') }),
  'the owner creates ulla': (services, known) => services.createMember({ ...as(known, 'owner'), ...newcomer('ulla') }),
  'bob creates otto with the address of nora': (services, known) =>
    services.createMember({ ...as(known, 'bob'), ...newcomer('otto', 'Nora@EXAMPLE.org') }),
  'bob creates otto with the address of ivo': (services, known) =>
    services.createMember({ ...as(known, 'bob'), ...newcomer('otto', 'ivo@example.org') }),
  'bob creates otto in the team': (services, known) =>
    services.createMember({ ...as(known, 'bob'), ...newcomer('otto'), groups: [known('team')] }),
  'ann creates an administrator': (services, known) =>
    services.createMember({ ...as(known, 'ann'), ...newcomer('vera'), administers: 'everything' }),
  'ann creates ines with a key': createWithKey('ines'),
  'ann creates ines with the key again': createWithKey('ines'),
  'ann creates jan with the same key': createWithKey('jan'),
} satisfies Record<string, Command>

const goings = {
  'ann deletes eve': (services, known) => services.deleteMember(on(known, 'ann', 'eve')),
  'bob reactivates eve': (services, known) => services.reactivateMember(on(known, 'bob', 'eve')),
  'the owner reassigns from eve to dora': (services, known) =>
    services.reassignData({ ...as(known, 'owner'), fromId: known('eve'), toId: known('dora') }),
  'bob disables dora': (services, known) => services.disableMember(on(known, 'bob', 'dora')),
  'the reassignment from fred ends': (services, known) =>
    services.reportReassignment({ portalId, reassignmentId: known('reassignment'), done: 3, total: 3, outcome: 'completed' }),
  'ann deletes fred': (services, known) => services.deleteMember(on(known, 'ann', 'fred')),
  'ann changes the address of cid': (services, known) => services.changeEmail({ ...on(known, 'ann', 'cid'), email: 'new@example.org' }),
  'bob changes the address of cid': (services, known) => services.changeEmail({ ...on(known, 'bob', 'cid'), email: 'newer@example.org' }),
  'hal confirms': (services, known) => services.confirmEmail({ token: known('link of hal') }),
  'pia confirms': (services, known) => services.confirmEmail({ token: known('link of pia') }),
  'bob creates otto with the address that waits': (services, known) =>
    services.createMember({ ...as(known, 'bob'), ...newcomer('otto', 'both@example.org') }),
} satisfies Record<string, Command>

const groupsAndPortals = {
  'ann makes the group staff': (services, known) => services.createGroup({ ...as(known, 'ann'), name: 'staff', members: [known('dora')] }),
  'bob makes the group staff': (services, known) => services.createGroup({ ...as(known, 'bob'), name: 'staff', members: [known('hal')] }),
  'ann deletes the team': (services, known) => services.deleteGroup({ ...as(known, 'ann'), groupId: known('team') }),
  'bob fills the team': (services, known) =>
    services.fillGroup({ ...as(known, 'bob'), groupId: known('team'), add: [known('dora'), known('eve')] }),
  'bob takes pia out of the team': (services, known) =>
    services.fillGroup({ ...as(known, 'bob'), groupId: known('team'), remove: [known('pia')] }),
  'pia fills the team': (services, known) => services.fillGroup({ ...as(known, 'pia'), groupId: known('team'), add: [known('dora')] }),
  'bob opens crm to the team and to eve': (services, known) =>
    services.setModuleAccess({
      ...as(known, 'bob'),
      module: 'crm',
      access: { availability: 'restricted', to: [known('team'), known('eve')] },
    }),
  'ann switches crm off': (services, known) =>
    services.setModuleAccess({ ...as(known, 'ann'), module: 'crm', access: { availability: 'nobody' } }),
  'the owner suspends the portal': (services, known) => services.suspendPortal(as(known, 'owner')),
  'the owner deletes the portal': (services, known) => services.deletePortal(as(known, 'owner')),
  'the owner takes the peers their option': (services, known) =>
    services.configurePortal({ ...as(known, 'owner'), options: { administratorsMayDisablePeers: false } }),
  'the owner takes administrators of people their option': (services, known) =>
    services.configurePortal({ ...as(known, 'owner'), options: { peopleAdministrators: false } }),
  'the portal gets no more seats': (services) => services.licensePortal({ portalId, quotas: { users: 7, guests: 1, administrators: 4 } }),
  'yves makes a portal': makePortal('yves'),
  'zoe makes a portal': makePortal('zoe'),
} satisfies Record<string, Command>

export const commands = { ...levels, ...comings, ...goings, ...groupsAndPortals }
export type CommandName = keyof typeof commands

/** Whether it takes or frees a seat, or may do so when it comes after another. */
export const isAboutSeats = (name: CommandName): boolean =>
  /grants|promotes|creates|accepts|makes (dora|gus)|reactivates|disables (cid|dora)|revokes cid|dora leaves|seats/.test(name)
