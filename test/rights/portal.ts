/**
 * The portal, its administrators and the doors of its modules, written from sections 3, 4 and 10 of the access-rights rules
 * (and sections 2 and 8 for the one exception: a member's own profile).
 *
 * Every answer is written out by hand, in the order of the columns.
 */

import type { Capability, Column, Matrix } from './oracle.js'

type Fields = Readonly<Record<string, unknown>>

/** The modules that the sample cases know an administrator of. */
const administrable = ['documents', 'crm', 'community', 'people', 'projects', 'mail']

function row(name: string, action: string, subject: string, answers: string, record?: Capability['record']): Capability {
  return record ? { name, action, subject, record, answers } : { name, action, subject, answers }
}

/* ---- The portal itself ---------------------------------------------------------------------------------------------------------- */

const everybody: readonly Column[] = [
  { name: 'guest', member: { type: 'guest' } },
  { name: 'user' },
  { name: 'people admin', member: { administers: ['people'] } },
  {
    name: 'people admin with the advanced rights',
    member: { administers: ['people'] },
    portal: { options: { peopleAdministrators: true } },
  },
  { name: 'crm admin', member: { administers: ['crm'] } },
  { name: 'admin of six modules', member: { administers: administrable } },
  { name: 'full admin', member: { administers: 'everything' } },
  { name: 'owner', portal: { ownerId: 'me' } },
  { name: 'owner recorded as an admin of crm', member: { administers: ['crm'] }, portal: { ownerId: 'me' } },
  { name: 'disabled user', member: { status: 'disabled' } },
  { name: 'disabled full admin', member: { status: 'disabled', administers: 'everything' } },
  { name: 'disabled owner', member: { status: 'disabled' }, portal: { ownerId: 'me' } },
]

/* Columns: guest, user · people admin, people admin with the option, crm admin, admin of six · full admin · owner, owner · disabled. */

const portalItself: Matrix = {
  name: 'portal',
  columns: everybody,
  capabilities: [
    row('configure', 'configure', 'portal', '-- ---- Y YY ---'),
    row('backup', 'backup', 'portal', '-- ---- Y YY ---'),
    row('set module access', 'setModuleAccess', 'portal', '-- ---- Y YY ---'),
    row('list the administrators', 'listAdministrators', 'portal', '-- ---- Y YY ---'),
    row('transfer the ownership', 'transferOwnership', 'portal', '-- ---- - YY ---'),
    row('deactivate', 'deactivate', 'portal', '-- ---- - YY ---'),
    row('delete', 'delete', 'portal', '-- ---- - YY ---'),
  ],
}

/* ---- Granting ------------------------------------------------------------------------------------------------------------------- */

/** The same people with what the records need to know: the profile of each, and whose the portal is. */
function withProfiles(columns: readonly Column[]): readonly Column[] {
  return columns.map((column) => {
    const owner = column.portal?.['ownerId'] === 'me'
    return {
      ...column,
      context: {
        self: {
          id: 'me',
          type: column.member?.['type'] ?? 'user',
          status: column.member?.['status'] ?? 'active',
          administers: column.member?.['administers'] ?? [],
          owner,
        },
        // The owner's profile is his own where it is the owner who asks.
        owner: { id: owner ? 'me' : 'boss', type: 'user', status: 'active', administers: [], owner: true },
      },
    }
  })
}

function from(key: 'self' | 'owner', more: Fields = {}): (context: Fields) => Fields {
  return (context) => ({ ...(context[key] as Fields), ...more })
}

function profile(more: Fields = {}): () => Fields {
  return () => ({ id: 'other', type: 'user', status: 'active', administers: [], owner: false, ...more })
}

const aUser = profile()
const aGuest = profile({ type: 'guest' })
const aCrmAdmin = profile({ administers: ['crm'] })
const anAdminOfTwo = profile({ administers: ['people', 'projects'] })
const aFullAdmin = profile({ administers: 'everything' })
const self = from('self')
const theOwner = from('owner')
const elsewhere = { portalId: 'portal-2' }

const granting: Matrix = {
  name: 'granting',
  columns: withProfiles(everybody),
  capabilities: [
    row('full access to a user', 'grantFullAccess', 'people.profile', '-- ---- Y YY ---', aUser),
    row('a module to a user', 'grantModuleAdministration', 'people.profile', '-- ---- Y YY ---', aUser),
    row('full access to a module admin', 'grantFullAccess', 'people.profile', '-- ---- Y YY ---', aCrmAdmin),
    row('another module to a module admin', 'grantModuleAdministration', 'people.profile', '-- ---- Y YY ---', aCrmAdmin),
    row('take a module from its admin', 'revokeModuleAdministration', 'people.profile', '-- ---- Y YY ---', aCrmAdmin),
    row('take a module from an admin of two', 'revokeModuleAdministration', 'people.profile', '-- ---- Y YY ---', anAdminOfTwo),
    row('take full access from a full admin', 'revokeFullAccess', 'people.profile', '-- ---- Y YY ---', aFullAdmin),

    // Never to a guest.
    row('full access to a guest', 'grantFullAccess', 'people.profile', '-- ---- - -- ---', aGuest),
    row('a module to a guest', 'grantModuleAdministration', 'people.profile', '-- ---- - -- ---', aGuest),

    // Never to or from the owner.
    row('full access to the owner', 'grantFullAccess', 'people.profile', '-- ---- - -- ---', theOwner),
    row('a module to the owner', 'grantModuleAdministration', 'people.profile', '-- ---- - -- ---', theOwner),
    row(
      'take full access from the owner',
      'revokeFullAccess',
      'people.profile',
      '-- ---- - -- ---',
      from('owner', { administers: 'everything' }),
    ),
    row(
      'take a module from the owner',
      'revokeModuleAdministration',
      'people.profile',
      '-- ---- - -- ---',
      from('owner', { administers: ['crm'] }),
    ),

    // Never to oneself.
    row('full access to himself', 'grantFullAccess', 'people.profile', '-- ---- - -- ---', self),
    row('a module to himself', 'grantModuleAdministration', 'people.profile', '-- ---- - -- ---', self),
    row('take his own full access', 'revokeFullAccess', 'people.profile', '-- ---- - -- ---', self),
    row('take his own module', 'revokeModuleAdministration', 'people.profile', '-- ---- - -- ---', self),

    // Nothing crosses portals.
    row('full access to a user of another portal', 'grantFullAccess', 'people.profile', '-- ---- - -- ---', profile(elsewhere)),
    row('a module to a user of another portal', 'grantModuleAdministration', 'people.profile', '-- ---- - -- ---', profile(elsewhere)),
    row(
      'take full access from an admin of another portal',
      'revokeFullAccess',
      'people.profile',
      '-- ---- - -- ---',
      profile({ ...elsewhere, administers: 'everything' }),
    ),
    row(
      'take a module from an admin of another portal',
      'revokeModuleAdministration',
      'people.profile',
      '-- ---- - -- ---',
      profile({ ...elsewhere, administers: ['crm'] }),
    ),
  ],
}

/** Guest · user · people admin · people admin with the option · crm admin · full admin · owner, under one setting of modules. */
function under(modules: Fields, more: Fields = {}): readonly Column[] {
  return withProfiles([
    { name: 'guest', member: { type: 'guest' }, portal: { modules, ...more } },
    { name: 'user', portal: { modules, ...more } },
    { name: 'people admin', member: { administers: ['people'] }, portal: { modules, ...more } },
    {
      name: 'people admin with the advanced rights',
      member: { administers: ['people'] },
      portal: { modules, ...more, options: { peopleAdministrators: true } },
    },
    { name: 'crm admin', member: { administers: ['crm'] }, portal: { modules, ...more } },
    { name: 'full admin', member: { administers: 'everything' }, portal: { modules, ...more } },
    { name: 'owner', portal: { modules, ...more, ownerId: 'me' } },
  ])
}

const nobody = { availability: 'nobody' }
const everyone = { availability: 'everyone' }
const toOthers = { availability: 'restricted', to: ['other', 'group-2'] }

/** Rights of the portal are not behind the door of the People module: one list for whichever way it is shut. */
const grantsWithPeopleShut: readonly Capability[] = [
  row('full access to a user', 'grantFullAccess', 'people.profile', '-- --- YY', aUser),
  row('a module to a user', 'grantModuleAdministration', 'people.profile', '-- --- YY', aUser),
  row('take a module from its admin', 'revokeModuleAdministration', 'people.profile', '-- --- YY', aCrmAdmin),
  row('take full access from a full admin', 'revokeFullAccess', 'people.profile', '-- --- YY', aFullAdmin),
  row('full access to a guest', 'grantFullAccess', 'people.profile', '-- --- --', aGuest),
  row('a module to the owner', 'grantModuleAdministration', 'people.profile', '-- --- --', theOwner),
  row('full access to himself', 'grantFullAccess', 'people.profile', '-- --- --', self),
  row('list the administrators', 'listAdministrators', 'portal', '-- --- YY'),
  row('set module access', 'setModuleAccess', 'portal', '-- --- YY'),
  row('transfer the ownership', 'transferOwnership', 'portal', '-- --- -Y'),
]

/** His own profile stays open to everybody; nothing else of a module that is open to nobody. */
const profilesWithPeopleOff: readonly Capability[] = [
  row('access', 'access', 'people', '-- --- --'),
  row('read his own profile', 'read', 'people.profile', 'YY YYY YY', self),
  row('update his own profile', 'update', 'people.profile', 'YY YYY YY', self),
  row('ask for his own deletion', 'requestDeletion', 'people.profile', 'YY YYY Y-', self),
  row('update his own title and department', 'updateEmployment', 'people.profile', '-- --- --', self),
  row("read another's profile", 'read', 'people.profile', '-- --- --', aUser),
  row("update another's profile", 'update', 'people.profile', '-- --- --', aUser),
  row("ask for another's deletion", 'requestDeletion', 'people.profile', '-- --- --', aUser),
  row('disable another', 'disable', 'people.profile', '-- --- --', aUser),
  row('create a profile', 'create', 'people.profile', '-- --- --', () => ({ type: 'user' })),
]

const peopleNobody: Matrix = {
  name: 'people switched off',
  columns: under({ people: nobody }),
  capabilities: [...grantsWithPeopleShut, ...profilesWithPeopleOff],
}

const peopleUnlicensed: Matrix = {
  name: 'people not licensed',
  columns: under({ people: { requires: 'client-management' } }, { licences: [] }),
  capabilities: [...grantsWithPeopleShut, ...profilesWithPeopleOff],
}

const peopleRestricted: Matrix = {
  name: 'people restricted to others',
  columns: under({ people: toOthers }),
  capabilities: [
    ...grantsWithPeopleShut,
    row('access', 'access', 'people', '-- YY- YY'),
    row('read his own profile', 'read', 'people.profile', 'YY YYY YY', self),
    row('update his own profile', 'update', 'people.profile', 'YY YYY YY', self),
    row('ask for his own deletion', 'requestDeletion', 'people.profile', 'YY YYY Y-', self),
    row("read another's profile", 'read', 'people.profile', '-- YY- YY', aUser),
    row("update another's profile", 'update', 'people.profile', '-- -Y- YY', aUser),
    row('disable another', 'disable', 'people.profile', '-- -Y- YY', aUser),
    row('create a profile', 'create', 'people.profile', '-- -Y- YY', () => ({ type: 'user' })),
  ],
}

const ownProfile: Matrix = {
  name: 'own profile, people available',
  columns: under({}),
  capabilities: [
    row('access', 'access', 'people', '-Y YYY YY'),
    row('read his own profile', 'read', 'people.profile', 'YY YYY YY', self),
    row('update his own profile', 'update', 'people.profile', 'YY YYY YY', self),
    row('ask for his own deletion', 'requestDeletion', 'people.profile', 'YY YYY Y-', self),
    row("ask for another's deletion", 'requestDeletion', 'people.profile', '-- --- --', aUser),
    row("read another's profile", 'read', 'people.profile', '-Y YYY YY', aUser),
    row('read his own profile in another portal', 'read', 'people.profile', '-- --- --', from('self', elsewhere)),
    row('update his own profile in another portal', 'update', 'people.profile', '-- --- --', from('self', elsewhere)),
  ],
}

const disabledProfiles: Matrix = {
  name: 'own profile of disabled members',
  columns: withProfiles([
    { name: 'guest', member: { type: 'guest', status: 'disabled' } },
    { name: 'user', member: { status: 'disabled' } },
    { name: 'full admin', member: { status: 'disabled', administers: 'everything' } },
    { name: 'owner', member: { status: 'disabled' }, portal: { ownerId: 'me' } },
  ]),
  capabilities: [
    row('read his own profile', 'read', 'people.profile', '----', self),
    row('update his own profile', 'update', 'people.profile', '----', self),
    row('ask for his own deletion', 'requestDeletion', 'people.profile', '----', self),
    row("read another's profile", 'read', 'people.profile', '----', aUser),
  ],
}

/* ---- The doors of the modules --------------------------------------------------------------------------------------------------- */

const modulesButDocuments = ['crm', 'community', 'people', 'projects', 'mail', 'calendar', 'talk', 'feed']
const allModules = ['documents', ...modulesButDocuments]

/** The same setting for every module named. */
function each(modules: readonly string[], setting: Fields): Fields {
  return Object.fromEntries(modules.map((module) => [module, setting]))
}

/**
 * Guest, guest of group-1 · user, user of group-1 · admin of documents, of crm, of people, of projects, of community, of mail, of all six ·
 * full admin, owner · the same four, disabled.
 */
function visitors(modules: Fields, more: Fields = {}): readonly Column[] {
  const portal = { modules, ...more }
  return [
    { name: 'guest', member: { type: 'guest' }, portal },
    { name: 'guest of group-1', member: { type: 'guest', groups: ['group-1'] }, portal },
    { name: 'user', portal },
    { name: 'user of group-1', member: { groups: ['group-1'] }, portal },
    { name: 'documents admin', member: { administers: ['documents'] }, portal },
    { name: 'crm admin', member: { administers: ['crm'] }, portal },
    { name: 'people admin', member: { administers: ['people'] }, portal },
    { name: 'projects admin', member: { administers: ['projects'] }, portal },
    { name: 'community admin', member: { administers: ['community'] }, portal },
    { name: 'mail admin', member: { administers: ['mail'] }, portal },
    { name: 'admin of all six', member: { administers: administrable }, portal },
    { name: 'full admin', member: { administers: 'everything' }, portal },
    { name: 'owner', portal: { ...portal, ownerId: 'me' } },
    { name: 'disabled guest', member: { type: 'guest', status: 'disabled' }, portal },
    { name: 'disabled user', member: { status: 'disabled', groups: ['group-1'] }, portal },
    { name: 'disabled full admin', member: { status: 'disabled', administers: 'everything' }, portal },
    { name: 'disabled owner', member: { status: 'disabled' }, portal: { ...portal, ownerId: 'me' } },
  ]
}

const access = (module: string, answers: string): Capability => row(`access ${module}`, 'access', module, answers)

/* Columns: guest, guest of group-1 · user, user of group-1 · six admins, admin of all six · full admin, owner · four disabled. */

const availableToEveryone: readonly Capability[] = [
  access('documents', 'YY YY YYYYYY Y YY ----'),
  access('crm', '      -- YY YYYYYY Y YY ----'),
  access('community', 'YY YY YYYYYY Y YY ----'),
  access('people', '   -- YY YYYYYY Y YY ----'),
  access('projects', ' YY YY YYYYYY Y YY ----'),
  access('mail', '     -- YY YYYYYY Y YY ----'),
  access('calendar', ' YY YY YYYYYY Y YY ----'),
  access('talk', '     YY YY YYYYYY Y YY ----'),
  access('feed', '     YY YY YYYYYY Y YY ----'),
]

const openToNobody: readonly Capability[] = [
  access('crm', '      -- -- ------ - -- ----'),
  access('community', '-- -- ------ - -- ----'),
  access('people', '   -- -- ------ - -- ----'),
  access('projects', ' -- -- ------ - -- ----'),
  access('mail', '     -- -- ------ - -- ----'),
  access('calendar', ' -- -- ------ - -- ----'),
  access('talk', '     -- -- ------ - -- ----'),
  access('feed', '     -- -- ------ - -- ----'),
]

/* The six admins: documents, crm, people, projects, community, mail. */

const openToGroup1: readonly Capability[] = [
  access('documents', '-Y -Y Y----- Y YY ----'),
  access('crm', '      -- -Y -Y---- Y YY ----'),
  access('community', '-Y -Y ----Y- Y YY ----'),
  access('people', '   -- -Y --Y--- Y YY ----'),
  access('projects', ' -Y -Y ---Y-- Y YY ----'),
  access('mail', '     -- -Y -----Y Y YY ----'),
  access('calendar', ' -Y -Y ------ - YY ----'),
  access('talk', '     -Y -Y ------ - YY ----'),
  access('feed', '     -Y -Y ------ - YY ----'),
]

const openToMe: readonly Capability[] = [
  access('documents', 'YY YY YYYYYY Y YY ----'),
  access('crm', '      -- YY YYYYYY Y YY ----'),
  access('community', 'YY YY YYYYYY Y YY ----'),
  access('people', '   -- YY YYYYYY Y YY ----'),
  access('projects', ' YY YY YYYYYY Y YY ----'),
  access('mail', '     -- YY YYYYYY Y YY ----'),
  access('calendar', ' YY YY YYYYYY Y YY ----'),
  access('talk', '     YY YY YYYYYY Y YY ----'),
  access('feed', '     YY YY YYYYYY Y YY ----'),
]

const openToOthers: readonly Capability[] = [
  access('documents', '-- -- Y----- Y YY ----'),
  access('crm', '      -- -- -Y---- Y YY ----'),
  access('community', '-- -- ----Y- Y YY ----'),
  access('people', '   -- -- --Y--- Y YY ----'),
  access('projects', ' -- -- ---Y-- Y YY ----'),
  access('mail', '     -- -- -----Y Y YY ----'),
  access('calendar', ' -- -- ------ - YY ----'),
  access('talk', '     -- -- ------ - YY ----'),
  access('feed', '     -- -- ------ - YY ----'),
]

/** Documents is left out of the licences: it cannot be switched off, and no sentence says that it may be tied to a feature. */
const withoutDocuments = (capabilities: readonly Capability[]): readonly Capability[] =>
  capabilities.filter((capability) => capability.subject !== 'documents')

const licensed = { licences: ['client-management'] }
const otherwiseLicensed = { licences: ['something-else'] }
const requires = { requires: 'client-management' }

const doors: readonly Matrix[] = [
  { name: 'modules by default', columns: visitors({}), capabilities: availableToEveryone },
  { name: 'modules for everyone', columns: visitors(each(allModules, everyone)), capabilities: availableToEveryone },
  { name: 'modules for nobody', columns: visitors(each(modulesButDocuments, nobody)), capabilities: openToNobody },
  {
    name: 'modules restricted to a group and another member',
    columns: visitors(each(allModules, { availability: 'restricted', to: ['group-1', 'other'] })),
    capabilities: openToGroup1,
  },
  {
    name: 'modules restricted to the member',
    columns: visitors(each(allModules, { availability: 'restricted', to: ['me'] })),
    capabilities: openToMe,
  },
  { name: 'modules restricted to others', columns: visitors(each(allModules, toOthers)), capabilities: openToOthers },
  { name: 'licence missing', columns: visitors(each(modulesButDocuments, requires)), capabilities: openToNobody },
  {
    name: 'licence missing among none',
    columns: visitors(each(modulesButDocuments, { ...everyone, ...requires }), { licences: [] }),
    capabilities: openToNobody,
  },
  {
    name: 'licence missing among others',
    columns: visitors(each(modulesButDocuments, requires), otherwiseLicensed),
    capabilities: openToNobody,
  },
  {
    name: 'licence missing, restricted to the member',
    columns: visitors(each(modulesButDocuments, { availability: 'restricted', to: ['me', 'group-1'], ...requires })),
    capabilities: openToNobody,
  },
  {
    name: 'licence present',
    columns: visitors(each(modulesButDocuments, requires), licensed),
    capabilities: withoutDocuments(availableToEveryone),
  },
  {
    name: 'licence present, for everyone',
    columns: visitors(each(modulesButDocuments, { ...everyone, ...requires }), licensed),
    capabilities: withoutDocuments(availableToEveryone),
  },
  {
    name: 'licence present, for nobody',
    columns: visitors(each(modulesButDocuments, { ...nobody, ...requires }), licensed),
    capabilities: openToNobody,
  },
  {
    name: 'licence present, restricted to a group and another member',
    columns: visitors(each(modulesButDocuments, { availability: 'restricted', to: ['group-1', 'other'], ...requires }), licensed),
    capabilities: withoutDocuments(openToGroup1),
  },
  {
    name: 'licence present, required by none',
    columns: visitors({}, licensed),
    capabilities: availableToEveryone,
  },
]

/* ---- What is in a module that is shut -------------------------------------------------------------------------------------------- */

/** Guest · user · admin of all six · full admin · owner. */
function members(modules: Fields, more: Fields = {}): readonly Column[] {
  const portal = { modules, ...more }
  return [
    { name: 'guest', member: { type: 'guest' }, portal },
    { name: 'user', portal },
    { name: 'admin of all six', member: { administers: administrable }, portal },
    { name: 'full admin', member: { administers: 'everything' }, portal },
    { name: 'owner', portal: { ...portal, ownerId: 'me' } },
  ]
}

const myCalendar = { ownerId: 'me', shares: [] }
const commonFile = { section: 'common', createdBy: 'other', shares: [], denyDownload: false, denySharing: false }

const nothingInside: readonly Capability[] = [
  row('crm: configure', 'configure', 'crm', '-----'),
  row('crm: import', 'import', 'crm', '-----'),
  row('crm: export', 'export', 'crm', '-----'),
  row('crm: send mass mail', 'sendMassMail', 'crm', '-----'),
  row('projects: configure', 'configure', 'projects', '-----'),
  row('mail: configure', 'configure', 'mail', '-----'),
  row('calendar: read his own', 'read', 'calendar.calendar', '-----', () => myCalendar),
  row('calendar: update his own', 'update', 'calendar.calendar', '-----', () => myCalendar),
  row('calendar: create an event in his own', 'create', 'calendar.event', '-----', () => ({ calendar: myCalendar })),
  row('people: create a profile', 'create', 'people.profile', '-----', () => ({ type: 'user' })),
  row('people: disable a member', 'disable', 'people.profile', '-----', aUser),
  // The others are not concerned.
  row('documents: access', 'access', 'documents', 'YYYYY'),
  row('documents: read in common', 'read', 'documents.file', 'YYYYY', () => commonFile),
  row('portal: configure', 'configure', 'portal', '---YY'),
]

const inside: readonly Matrix[] = [
  {
    name: 'inside modules by default',
    columns: members({}),
    capabilities: [
      row('crm: configure', 'configure', 'crm', '--YYY'),
      row('crm: import', 'import', 'crm', '--YYY'),
      row('crm: export', 'export', 'crm', '--YYY'),
      row('crm: send mass mail', 'sendMassMail', 'crm', '--YYY'),
      row('projects: configure', 'configure', 'projects', '--YYY'),
      row('mail: configure', 'configure', 'mail', '--YYY'),
      row('calendar: read his own', 'read', 'calendar.calendar', 'YYYYY', () => myCalendar),
      row('documents: read in common', 'read', 'documents.file', 'YYYYY', () => commonFile),
    ],
  },
  { name: 'inside modules for nobody', columns: members(each(modulesButDocuments, nobody)), capabilities: nothingInside },
  { name: 'inside modules not licensed', columns: members(each(modulesButDocuments, requires)), capabilities: nothingInside },
  {
    name: 'inside modules restricted to others',
    columns: members(each(modulesButDocuments, toOthers)),
    capabilities: [
      row('crm: configure', 'configure', 'crm', '--YYY'),
      row('crm: import', 'import', 'crm', '--YYY'),
      row('projects: configure', 'configure', 'projects', '--YYY'),
      row('mail: configure', 'configure', 'mail', '--YYY'),
      row('calendar: read his own', 'read', 'calendar.calendar', '---YY', () => myCalendar),
      row('calendar: create an event in his own', 'create', 'calendar.event', '---YY', () => ({ calendar: myCalendar })),
      row('documents: read in common', 'read', 'documents.file', 'YYYYY', () => commonFile),
    ],
  },
]

export const portalMatrices: readonly Matrix[] = [
  portalItself,
  granting,
  ownProfile,
  disabledProfiles,
  peopleNobody,
  peopleUnlicensed,
  peopleRestricted,
  ...doors,
  ...inside,
]
