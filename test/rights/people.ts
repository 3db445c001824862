/**
 * People (sections 8 and 11, with sections 1, 2 and the grants of section 4): who may do what with whose profile.
 */
import type { Capability, Column, Matrix } from './oracle.js'

type Entry = Readonly<Record<string, unknown>>
type Make = (context: Entry) => Entry

/** One row for each action on one record; the answers stand beside each action. */
function rows(name: string, subject: string, record: Make | undefined, answers: Readonly<Record<string, string>>): Capability[] {
  return Object.entries(answers).map(([action, cells]) => ({
    name: `${action} ${name}`,
    action,
    subject,
    ...(record && { record }),
    answers: cells,
  }))
}

interface Portrait {
  readonly id?: string
  readonly type?: 'user' | 'guest'
  readonly status?: 'active' | 'disabled'
  readonly administers?: 'everything' | readonly string[]
  readonly owner?: boolean
}

const portrait = (changes: Portrait = {}): Entry => ({
  id: 'other',
  type: 'user',
  status: 'active',
  administers: [],
  owner: false,
  ...changes,
})

/** Whose profile it is; `me` and the owner are the same person in the owner's columns. */
const own: Make = (context) => portrait((context['me'] as Portrait | undefined) ?? { id: 'me' })
const owners: Make = (context) => {
  const me = context['me'] as Portrait | undefined
  return me?.owner ? portrait(me) : portrait({ id: 'boss', owner: true })
}
const user: Make = () => portrait()
const guest: Make = () => portrait({ type: 'guest' })
const crmAdmin: Make = () => portrait({ administers: ['crm'] })
const peopleAdmin: Make = () => portrait({ administers: ['people'] })
const fullAdmin: Make = () => portrait({ administers: 'everything' })
const disabledUser: Make = () => portrait({ status: 'disabled' })
const disabledGuest: Make = () => portrait({ type: 'guest', status: 'disabled' })
const disabledCrmAdmin: Make = () => portrait({ status: 'disabled', administers: ['crm'] })
const disabledFullAdmin: Make = () => portrait({ status: 'disabled', administers: 'everything' })
const elsewhere =
  (make: Make): Make =>
  (context) => ({ portalId: 'portal-2', ...make(context) })
const nothing: Make = () => ({})

const peopleOption = { peopleAdministrators: true }
const peersOption = { administratorsMayDisablePeers: true }
const bothOptions = { peopleAdministrators: true, administratorsMayDisablePeers: true }

/** A column whose own profile says the same as the member who asks. */
function column(name: string, member: Portrait, portal: Entry = {}): Column {
  return {
    name,
    member: { ...member },
    portal,
    context: { me: { id: 'me', ...member, owner: portal['ownerId'] === 'me' } },
  }
}

const theGuest = column('guest', { type: 'guest' })
const theUser = column('user', {})
const without = column('people admin without the option', { administers: ['people'] })
const withOption = column('people admin, peopleAdministrators', { administers: ['people'] }, { options: peopleOption })
const withBoth = column(
  'people admin, peopleAdministrators and administratorsMayDisablePeers',
  { administers: ['people'] },
  { options: bothOptions },
)
const crm = column('crm admin', { administers: ['crm'] })
const full = column('full admin', { administers: 'everything' })
const fullPeers = column('full admin, administratorsMayDisablePeers', { administers: 'everything' }, { options: peersOption })
const owner = column('owner', {}, { ownerId: 'me' })

const columns: readonly Column[] = [theGuest, theUser, without, withOption, withBoth, crm, full, fullPeers, owner]

const moduleLevel: Matrix = {
  name: 'people module, groups, invitations',
  columns,
  //                        g u  w/o with both  crm  full peers owner
  capabilities: [
    ...rows('the module', 'people', undefined, {
      access: /*          */ '- Y  Y Y Y  Y  Y Y  Y',
    }),
    ...rows("a user's profile", 'people.profile', () => ({ type: 'user' }), {
      create: /*          */ '- -  - Y Y  -  Y Y  Y',
    }),
    ...rows("a guest's profile", 'people.profile', () => ({ type: 'guest' }), {
      create: /*          */ '- -  - Y Y  -  Y Y  Y',
    }),
    ...rows('a group', 'people.group', nothing, {
      create: /*          */ '- -  - Y Y  -  Y Y  Y',
    }),
    ...rows('an invitation', 'people.invitation', nothing, {
      create: /*          */ '- -  - Y Y  -  Y Y  Y',
    }),
  ],
}

const ownProfile: Matrix = {
  name: 'people, own profile',
  columns,
  //                        g u  w/o with both  crm  full peers owner
  capabilities: [
    ...rows('his own profile', 'people.profile', own, {
      read: /*            */ 'Y Y  Y Y Y  Y  Y Y  Y',
      update: /*          */ 'Y Y  Y Y Y  Y  Y Y  Y',
      requestDeletion: /* */ 'Y Y  Y Y Y  Y  Y Y  -',
      disable: /*         */ '- -  - - -  -  - -  -',
      delete: /*          */ '- -  - - -  -  - -  -',
      convertToGuest: /*  */ '- -  - - -  -  - -  -',
      convertToUser: /*   */ '- -  - - -  -  - -  -',
      reassignData: /*    */ '- -  - - -  -  - -  -',
      // Advanced rights, with no exception for one's own account.
      changeEmail: /*     */ '- -  - Y Y  -  Y Y  Y',
      changePassword: /*  */ '- -  - Y Y  -  Y Y  Y',
    }),
  ],
}

const activeProfiles: Matrix = {
  name: 'people, active profiles of others',
  columns,
  //                        g u  w/o with both  crm  full peers owner
  capabilities: [
    ...rows("a user's profile", 'people.profile', user, {
      read: /*            */ '- Y  Y Y Y  Y  Y Y  Y',
      update: /*          */ '- -  - Y Y  -  Y Y  Y',
      requestDeletion: /* */ '- -  - - -  -  - -  -',
      disable: /*         */ '- -  - Y Y  -  Y Y  Y',
      delete: /*          */ '- -  - - -  -  - -  -',
      convertToGuest: /*  */ '- -  - Y Y  -  Y Y  Y',
      changeEmail: /*     */ '- -  - Y Y  -  Y Y  Y',
      changePassword: /*  */ '- -  - Y Y  -  Y Y  Y',
      reassignData: /*    */ '- -  - - -  -  - -  -',
    }),
    ...rows("a guest's profile", 'people.profile', guest, {
      read: /*            */ '- Y  Y Y Y  Y  Y Y  Y',
      update: /*          */ '- -  - Y Y  -  Y Y  Y',
      requestDeletion: /* */ '- -  - - -  -  - -  -',
      disable: /*         */ '- -  - Y Y  -  Y Y  Y',
      delete: /*          */ '- -  - - -  -  - -  -',
      convertToUser: /*   */ '- -  - Y Y  -  Y Y  Y',
      changeEmail: /*     */ '- -  - Y Y  -  Y Y  Y',
      changePassword: /*  */ '- -  - Y Y  -  Y Y  Y',
      reassignData: /*    */ '- -  - - -  -  - -  -',
    }),
    ...rows("a crm admin's profile", 'people.profile', crmAdmin, {
      read: /*            */ '- Y  Y Y Y  Y  Y Y  Y',
      update: /*          */ '- -  - Y Y  -  Y Y  Y',
      requestDeletion: /* */ '- -  - - -  -  - -  -',
      disable: /*         */ '- -  - Y Y  -  Y Y  Y',
      delete: /*          */ '- -  - - -  -  - -  -',
      convertToGuest: /*  */ '- -  - - -  -  - -  -',
      changeEmail: /*     */ '- -  - Y Y  -  Y Y  Y',
      changePassword: /*  */ '- -  - Y Y  -  Y Y  Y',
      reassignData: /*    */ '- -  - - -  -  - -  -',
    }),
    ...rows("another people admin's profile", 'people.profile', peopleAdmin, {
      read: /*            */ '- Y  Y Y Y  Y  Y Y  Y',
      update: /*          */ '- -  - Y Y  -  Y Y  Y',
      requestDeletion: /* */ '- -  - - -  -  - -  -',
      disable: /*         */ '- -  - Y Y  -  Y Y  Y',
      delete: /*          */ '- -  - - -  -  - -  -',
      convertToGuest: /*  */ '- -  - - -  -  - -  -',
      changeEmail: /*     */ '- -  - Y Y  -  Y Y  Y',
      changePassword: /*  */ '- -  - Y Y  -  Y Y  Y',
      reassignData: /*    */ '- -  - - -  -  - -  -',
    }),
    ...rows("a full admin's profile", 'people.profile', fullAdmin, {
      read: /*            */ '- Y  Y Y Y  Y  Y Y  Y',
      update: /*          */ '- -  - Y Y  -  Y Y  Y',
      requestDeletion: /* */ '- -  - - -  -  - -  -',
      disable: /*         */ '- -  - - -  -  - Y  Y',
      delete: /*          */ '- -  - - -  -  - -  -',
      convertToGuest: /*  */ '- -  - - -  -  - -  -',
      changeEmail: /*     */ '- -  - - -  -  Y Y  Y',
      changePassword: /*  */ '- -  - - -  -  Y Y  Y',
      reassignData: /*    */ '- -  - - -  -  - -  -',
    }),
    ...rows("the owner's profile", 'people.profile', owners, {
      read: /*            */ '- Y  Y Y Y  Y  Y Y  Y',
      update: /*          */ '- -  - - -  -  - -  Y',
      updateEmployment: /**/ '- -  - - -  -  - -  Y',
      requestDeletion: /* */ '- -  - - -  -  - -  -',
      disable: /*         */ '- -  - - -  -  - -  -',
      reactivate: /*      */ '- -  - - -  -  - -  -',
      delete: /*          */ '- -  - - -  -  - -  -',
      convertToGuest: /*  */ '- -  - - -  -  - -  -',
      convertToUser: /*   */ '- -  - - -  -  - -  -',
      changeEmail: /*     */ '- -  - - -  -  - -  Y',
      changePassword: /*  */ '- -  - - -  -  - -  Y',
      reassignData: /*    */ '- -  - - -  -  - -  -',
    }),
  ],
}

const disabledProfiles: Matrix = {
  name: 'people, disabled profiles',
  columns,
  //                        g u  w/o with both  crm  full peers owner
  capabilities: [
    ...rows("a disabled user's profile", 'people.profile', disabledUser, {
      update: /*          */ '- -  - Y Y  -  Y Y  Y',
      requestDeletion: /* */ '- -  - - -  -  - -  -',
      reactivate: /*      */ '- -  - Y Y  -  Y Y  Y',
      delete: /*          */ '- -  - Y Y  -  Y Y  Y',
      changeEmail: /*     */ '- -  - Y Y  -  Y Y  Y',
      changePassword: /*  */ '- -  - - -  -  - -  -',
      reassignData: /*    */ '- -  - Y Y  -  Y Y  Y',
    }),
    ...rows("a disabled guest's profile", 'people.profile', disabledGuest, {
      update: /*          */ '- -  - Y Y  -  Y Y  Y',
      requestDeletion: /* */ '- -  - - -  -  - -  -',
      reactivate: /*      */ '- -  - Y Y  -  Y Y  Y',
      delete: /*          */ '- -  - Y Y  -  Y Y  Y',
      changeEmail: /*     */ '- -  - Y Y  -  Y Y  Y',
      changePassword: /*  */ '- -  - - -  -  - -  -',
      reassignData: /*    */ '- -  - Y Y  -  Y Y  Y',
    }),
    ...rows("a disabled crm admin's profile", 'people.profile', disabledCrmAdmin, {
      update: /*          */ '- -  - Y Y  -  Y Y  Y',
      delete: /*          */ '- -  - Y Y  -  Y Y  Y',
      convertToGuest: /*  */ '- -  - - -  -  - -  -',
      changePassword: /*  */ '- -  - - -  -  - -  -',
      reassignData: /*    */ '- -  - Y Y  -  Y Y  Y',
    }),
    ...rows("a disabled full admin's profile", 'people.profile', disabledFullAdmin, {
      convertToGuest: /*  */ '- -  - - -  -  - -  -',
      changeEmail: /*     */ '- -  - - -  -  Y Y  Y',
      changePassword: /*  */ '- -  - - -  -  - -  -',
    }),
  ],
}

/** Without the administrator of People who lacks the option: whether "administrators" means him here is left open. */
const administratorsOnly: Matrix = {
  name: "people, what is the administrators'",
  columns: [theGuest, theUser, withOption, withBoth, crm, full, fullPeers, owner],
  //                         g u  with both  crm  full peers owner
  capabilities: [
    ...rows('his own profile', 'people.profile', own, { updateEmployment: '- -  Y Y  -  Y Y  Y' }),
    ...rows("a user's profile", 'people.profile', user, { updateEmployment: '- -  Y Y  -  Y Y  Y' }),
    ...rows("a guest's profile", 'people.profile', guest, { updateEmployment: '- -  Y Y  -  Y Y  Y' }),
    ...rows("a crm admin's profile", 'people.profile', crmAdmin, { updateEmployment: '- -  Y Y  -  Y Y  Y' }),
    ...rows("a full admin's profile", 'people.profile', fullAdmin, { updateEmployment: '- -  Y Y  -  Y Y  Y' }),
    ...rows("a disabled user's profile", 'people.profile', disabledUser, {
      read: '- -  Y Y  -  Y Y  Y',
      updateEmployment: '- -  Y Y  -  Y Y  Y',
    }),
    ...rows("a disabled guest's profile", 'people.profile', disabledGuest, { read: '- -  Y Y  -  Y Y  Y' }),
    ...rows("a disabled crm admin's profile", 'people.profile', disabledCrmAdmin, { read: '- -  Y Y  -  Y Y  Y' }),
    ...rows("a disabled full admin's profile", 'people.profile', disabledFullAdmin, { read: '- -  Y Y  -  Y Y  Y' }),
  ],
}

/** Without the administrators of People who have the option: what they may with disabled administrators is left open. */
const disabledAdministrators: Matrix = {
  name: 'people, disabled administrators',
  columns: [theGuest, theUser, without, crm, full, fullPeers, owner],
  //                        g u  w/o crm  full peers owner
  capabilities: [
    ...rows("a disabled crm admin's profile", 'people.profile', disabledCrmAdmin, {
      reactivate: /*      */ '- -  - -  Y Y  Y',
    }),
    ...rows("a disabled full admin's profile", 'people.profile', disabledFullAdmin, {
      update: /*          */ '- -  - -  Y Y  Y',
      reactivate: /*      */ '- -  - -  Y Y  Y',
      delete: /*          */ '- -  - -  Y Y  Y',
      reassignData: /*    */ '- -  - -  Y Y  Y',
    }),
  ],
}

/** Without those who have the advanced rights. */
const refused: Matrix = {
  name: 'people, never without the advanced rights',
  columns: [
    theGuest,
    theUser,
    without,
    crm,
    column('guest, both options', { type: 'guest' }, { options: bothOptions }),
    column('user, both options', {}, { options: bothOptions }),
    column('crm admin, both options', { administers: ['crm'] }, { options: bothOptions }),
    column('people admin, administratorsMayDisablePeers only', { administers: ['people'] }, { options: peersOption }),
  ],
  //                        defaults  options
  capabilities: [
    ...rows('a group', 'people.group', () => ({ id: 'group-1' }), { update: '---- ----', delete: '---- ----' }),
    ...rows('a group', 'people.group', nothing, { create: '---- ----' }),
    ...rows('an invitation', 'people.invitation', nothing, { create: '---- ----' }),
    ...rows("a user's profile", 'people.profile', () => ({ type: 'user' }), { create: '---- ----' }),
    ...rows("a guest's profile", 'people.profile', () => ({ type: 'guest' }), { create: '---- ----' }),
    ...rows('his own profile', 'people.profile', own, {
      reactivate: /*      */ '---- ----',
      disable: /*         */ '---- ----',
      delete: /*          */ '---- ----',
      convertToGuest: /*  */ '---- ----',
      convertToUser: /*   */ '---- ----',
      reassignData: /*    */ '---- ----',
    }),
    ...rows("a user's profile", 'people.profile', user, {
      update: /*          */ '---- ----',
      disable: /*         */ '---- ----',
      reactivate: /*      */ '---- ----',
      delete: /*          */ '---- ----',
      convertToGuest: /*  */ '---- ----',
      convertToUser: /*   */ '---- ----',
      changeEmail: /*     */ '---- ----',
      changePassword: /*  */ '---- ----',
      reassignData: /*    */ '---- ----',
      comment: /*         */ '---- ----',
      subscribe: /*       */ '---- ----',
    }),
    ...rows("a guest's profile", 'people.profile', guest, { convertToUser: '---- ----', disable: '---- ----' }),
    ...rows("a full admin's profile", 'people.profile', fullAdmin, {
      update: /*          */ '---- ----',
      disable: /*         */ '---- ----',
      changeEmail: /*     */ '---- ----',
      changePassword: /*  */ '---- ----',
      convertToGuest: /*  */ '---- ----',
    }),
    ...rows("a disabled user's profile", 'people.profile', disabledUser, {
      update: /*          */ '---- ----',
      reactivate: /*      */ '---- ----',
      delete: /*          */ '---- ----',
      reassignData: /*    */ '---- ----',
    }),
  ],
}

const grants: Matrix = {
  name: 'people, granting administration',
  columns,
  //                                    g u  w/o with both  crm  full peers owner
  capabilities: [
    ...rows('to a user', 'people.profile', user, {
      grantFullAccess: /*             */ '- -  - - -  -  Y Y  Y',
      grantModuleAdministration: /*   */ '- -  - - -  -  Y Y  Y',
    }),
    ...rows('to a guest', 'people.profile', guest, {
      grantFullAccess: /*             */ '- -  - - -  -  - -  -',
      grantModuleAdministration: /*   */ '- -  - - -  -  - -  -',
    }),
    ...rows('to himself', 'people.profile', own, {
      grantFullAccess: /*             */ '- -  - - -  -  - -  -',
      grantModuleAdministration: /*   */ '- -  - - -  -  - -  -',
    }),
    ...rows('to or from the owner', 'people.profile', owners, {
      grantFullAccess: /*             */ '- -  - - -  -  - -  -',
      grantModuleAdministration: /*   */ '- -  - - -  -  - -  -',
      revokeFullAccess: /*            */ '- -  - - -  -  - -  -',
      revokeModuleAdministration: /*  */ '- -  - - -  -  - -  -',
    }),
    ...rows('from a full admin', 'people.profile', fullAdmin, {
      revokeFullAccess: /*            */ '- -  - - -  -  Y Y  Y',
    }),
    ...rows('from a crm admin', 'people.profile', crmAdmin, {
      revokeModuleAdministration: /*  */ '- -  - - -  -  Y Y  Y',
    }),
    ...rows('from a people admin', 'people.profile', peopleAdmin, {
      revokeModuleAdministration: /*  */ '- -  - - -  -  Y Y  Y',
    }),
  ],
}

/** An account that is born with an administration is a grant; without the full administrators and the owner, who may grant. */
const bornAdministrators: Matrix = {
  name: 'people, accounts created with an administration',
  columns: [theGuest, theUser, without, withOption, withBoth, crm],
  capabilities: [
    ...rows("a full admin's profile", 'people.profile', () => ({ type: 'user', administers: 'everything' }), { create: '- - - - - -' }),
    ...rows("a crm admin's profile", 'people.profile', () => ({ type: 'user', administers: ['crm'] }), { create: '- - - - - -' }),
    ...rows("a people admin's profile", 'people.profile', () => ({ type: 'user', administers: ['people'] }), { create: '- - - - - -' }),
  ],
}

const otherPortal: Matrix = {
  name: 'people of another portal',
  columns,
  capabilities: [
    ...rows('his own profile elsewhere', 'people.profile', elsewhere(own), {
      read: /*            */ '- -  - - -  -  - -  -',
      update: /*          */ '- -  - - -  -  - -  -',
      updateEmployment: /**/ '- -  - - -  -  - -  -',
      requestDeletion: /* */ '- -  - - -  -  - -  -',
      changeEmail: /*     */ '- -  - - -  -  - -  -',
      changePassword: /*  */ '- -  - - -  -  - -  -',
    }),
    ...rows("a user's profile elsewhere", 'people.profile', elsewhere(user), {
      read: /*            */ '- -  - - -  -  - -  -',
      update: /*          */ '- -  - - -  -  - -  -',
      updateEmployment: /**/ '- -  - - -  -  - -  -',
      disable: /*         */ '- -  - - -  -  - -  -',
      convertToGuest: /*  */ '- -  - - -  -  - -  -',
      changeEmail: /*     */ '- -  - - -  -  - -  -',
      changePassword: /*  */ '- -  - - -  -  - -  -',
      grantFullAccess: /* */ '- -  - - -  -  - -  -',
      grantModuleAdministration: '- -  - - -  -  - -  -',
    }),
    ...rows("a guest's profile elsewhere", 'people.profile', elsewhere(guest), {
      convertToUser: /*   */ '- -  - - -  -  - -  -',
    }),
    ...rows("a disabled user's profile elsewhere", 'people.profile', elsewhere(disabledUser), {
      read: /*            */ '- -  - - -  -  - -  -',
      reactivate: /*      */ '- -  - - -  -  - -  -',
      delete: /*          */ '- -  - - -  -  - -  -',
      reassignData: /*    */ '- -  - - -  -  - -  -',
    }),
    ...rows("a full admin's profile elsewhere", 'people.profile', elsewhere(fullAdmin), {
      disable: /*         */ '- -  - - -  -  - -  -',
      revokeFullAccess: /**/ '- -  - - -  -  - -  -',
    }),
    ...rows(
      'a profile elsewhere',
      'people.profile',
      elsewhere(() => ({ type: 'user' })),
      { create: '- -  - - -  -  - -  -' },
    ),
    ...rows('a group elsewhere', 'people.group', elsewhere(nothing), { create: '- -  - - -  -  - -  -' }),
    ...rows('an invitation elsewhere', 'people.invitation', elsewhere(nothing), { create: '- -  - - -  -  - -  -' }),
  ],
}

const off = { modules: { people: { availability: 'nobody' } } }
const toOthers = { modules: { people: { availability: 'restricted', to: ['group-1', 'other'] } } }
const toMe = { modules: { people: { availability: 'restricted', to: ['me'] } } }

/** A column with groups, which are no part of a profile. */
function grouped(name: string, member: Portrait, groups: readonly string[], portal: Entry): Column {
  const plain = column(name, member, portal)
  return { ...plain, member: { ...plain.member, groups } }
}

/** Disabled members, the module switched off or restricted; one's own profile stays open where the module is not. */
const door: Matrix = {
  name: 'people door',
  columns: [
    column('disabled guest', { type: 'guest', status: 'disabled' }),
    column('disabled user', { status: 'disabled' }),
    column('disabled people admin, peopleAdministrators', { status: 'disabled', administers: ['people'] }, { options: peopleOption }),
    column('disabled full admin', { status: 'disabled', administers: 'everything' }),
    column('disabled owner', { status: 'disabled' }, { ownerId: 'me' }),

    column('guest, people switched off', { type: 'guest' }, off),
    column('user, people switched off', {}, off),
    column('people admin, peopleAdministrators, people switched off', { administers: ['people'] }, { options: peopleOption, ...off }),
    column('full admin, people switched off', { administers: 'everything' }, off),
    column('owner, people switched off', {}, { ownerId: 'me', ...off }),

    column('guest, listed', { type: 'guest' }, toMe),
    grouped('guest in a listed group', { type: 'guest' }, ['group-1'], toOthers),

    grouped('user, not listed, in another group', {}, ['group-2'], toOthers),
    column('crm admin, not listed', { administers: ['crm'] }, toOthers),

    column('user, listed', {}, toMe),
    grouped('user in a listed group', {}, ['group-2', 'group-1'], toOthers),

    column('people admin, peopleAdministrators, not listed', { administers: ['people'] }, { options: peopleOption, ...toOthers }),
    column('full admin, not listed', { administers: 'everything' }, toOthers),
    column('owner, not listed', {}, { ownerId: 'me', ...toOthers }),
  ],
  //                        disabled off guests closed listed admins
  capabilities: [
    ...rows('the module', 'people', undefined, {
      access: /*          */ '----- ----- -- -- YY YYY',
    }),
    ...rows('his own profile', 'people.profile', own, {
      read: /*            */ '----- YYYYY YY YY YY YYY',
      update: /*          */ '----- YYYYY YY YY YY YYY',
      requestDeletion: /* */ '----- YYYY- YY YY YY YY-',
      updateEmployment: /**/ '----- ----- -- -- -- YYY',
      changeEmail: /*     */ '----- ----- -- -- -- YYY',
      changePassword: /*  */ '----- ----- -- -- -- YYY',
      disable: /*         */ '----- ----- -- -- -- ---',
      delete: /*          */ '----- ----- -- -- -- ---',
    }),
    ...rows("a user's profile", 'people.profile', user, {
      read: /*            */ '----- ----- -- -- YY YYY',
      update: /*          */ '----- ----- -- -- -- YYY',
      updateEmployment: /**/ '----- ----- -- -- -- YYY',
      requestDeletion: /* */ '----- ----- -- -- -- ---',
      disable: /*         */ '----- ----- -- -- -- YYY',
      convertToGuest: /*  */ '----- ----- -- -- -- YYY',
      changeEmail: /*     */ '----- ----- -- -- -- YYY',
      changePassword: /*  */ '----- ----- -- -- -- YYY',
      // Rights of the portal, not behind the door of the module.
      grantFullAccess: /* */ '----- ---YY -- -- -- -YY',
      grantModuleAdministration: '----- ---YY -- -- -- -YY',
    }),
    ...rows("a full admin's profile", 'people.profile', fullAdmin, {
      revokeFullAccess: /**/ '----- ---YY -- -- -- -YY',
    }),
    ...rows("a crm admin's profile", 'people.profile', crmAdmin, {
      revokeModuleAdministration: '----- ---YY -- -- -- -YY',
    }),
    ...rows("a guest's profile", 'people.profile', guest, {
      read: /*            */ '----- ----- -- -- YY YYY',
      convertToUser: /*   */ '----- ----- -- -- -- YYY',
    }),
    ...rows("a disabled user's profile", 'people.profile', disabledUser, {
      read: /*            */ '----- ----- -- -- -- YYY',
      reactivate: /*      */ '----- ----- -- -- -- YYY',
      delete: /*          */ '----- ----- -- -- -- YYY',
      reassignData: /*    */ '----- ----- -- -- -- YYY',
    }),
    ...rows('a new profile', 'people.profile', () => ({ type: 'user' }), { create: '----- ----- -- -- -- YYY' }),
    ...rows('a group', 'people.group', nothing, { create: '----- ----- -- -- -- YYY' }),
    ...rows('an invitation', 'people.invitation', nothing, { create: '----- ----- -- -- -- YYY' }),
  ],
}

export const peopleMatrices: readonly Matrix[] = [
  moduleLevel,
  ownProfile,
  activeProfiles,
  disabledProfiles,
  administratorsOnly,
  disabledAdministrators,
  refused,
  grants,
  bornAdministrators,
  otherPortal,
  door,
]
