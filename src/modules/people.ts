import * as z from 'zod'
import { defineModule } from '../policy/define.js'
import { me } from '../policy/principal.js'
import { and, resource } from '../policy/resource.js'
import { may, never, only, plus, provided } from '../policy/table.js'

/** The profile of a member: whoever he is, this is what others see of him and what is done to him. */
export const profile = resource('people.profile', {
  schema: z.object({
    portalId: z.string(),
    /** Left out for a profile that is about to be created. */
    id: z.string().optional(),
    type: z.enum(['guest', 'user']),
    status: z.enum(['active', 'disabled']).optional(),
    administers: z.union([z.literal('everything'), z.array(z.string())]).optional(),
    /** Whether he owns the portal. The portal's `ownerId` counts as well, and is enough. */
    owner: z.boolean().optional(),
  }),
  actions: [
    'create',
    'read',
    'update',
    'updateEmployment',
    'requestDeletion',
    'disable',
    'reactivate',
    'delete',
    'convertToGuest',
    'convertToUser',
    'changeEmail',
    'changePassword',
    'reassignData',
    'grantFullAccess',
    'revokeFullAccess',
    'grantModuleAdministration',
    'revokeModuleAdministration',
  ],
})
/** A group of members. */
export const group = resource('people.group', {
  schema: z.object({ portalId: z.string() }),
  actions: ['create', 'read', 'update', 'delete'],
})
/** An invitation to become a member. */
export const invitation = resource('people.invitation', {
  schema: z.object({ portalId: z.string() }),
  actions: ['create', 'read', 'delete'],
})

/** His own profile. */
export const himself = profile.when('it is his own profile', { id: me.id })
const notHimself = profile.when('it is not his own profile', { id: { $ne: me.id } })
/** The profile of somebody else, who exists. */
export const another = profile.when('it is the profile of somebody else', { id: { $gte: '', $ne: me.id } })
/** A profile that is there, not one about to be created. */
const existing = profile.when('it is the profile of a member', { id: { $gte: '' } })
/** The owner's profile, told by the record or by the portal. */
export const theOwner = [
  profile.when('it is the profile of the owner', { owner: true }),
  profile.when('it is the profile of the owner', { id: me.portalOwnerId }),
]

const active = profile.when('the member is active', { status: 'active' })
const disabled = profile.when('the member is disabled', { status: 'disabled' })
export const aUser = profile.when('the member is a user', { type: 'user' })
const aGuest = profile.when('the member is a guest', { type: 'guest' })
const plainUser = profile.when('the member is a user who administers nothing', { type: 'user', administers: { $size: 0 } })
const notFullAdministrator = profile.when('the member is no full administrator', { administers: { $all: [] } })
const withoutAdministration = profile.when('it says nothing of administrations', { administers: { $exists: false } })
const administeringNothing = profile.when('the member administers nothing', { administers: { $size: 0 } })
const fullAdministrator = profile.when('the member is a full administrator', { administers: 'everything' })

/** The advanced rights: of full administrators and the owner, and as an option of the administrators of People. */
const advanced = [
  may('update', profile, existing),
  may('create', profile, withoutAdministration),
  may('create', profile, administeringNothing),
  may(['create', 'read', 'delete'], invitation),
  may(['create', 'read', 'update', 'delete'], group),
  may('disable', profile, and(another, notFullAdministrator)),
  may('reactivate', profile, and(another, administeringNothing)),
  may('delete', profile, and(another, disabled)),
  may('convertToGuest', profile, and(another, plainUser)),
  may('convertToUser', profile, and(another, aGuest)),
  may('changeEmail', profile, and(existing, notFullAdministrator)),
  may('changePassword', profile, and(existing, active, notFullAdministrator)),
  may('reassignData', profile, and(existing, disabled)),
] as const

const doneToOthers = [
  'updateEmployment',
  'disable',
  'reactivate',
  'delete',
  'convertToGuest',
  'convertToUser',
  'changeEmail',
  'changePassword',
  'reassignData',
] as const
const handsOffTheOwner = theOwner.map((when) => never(['update', 'requestDeletion', ...doneToOthers], profile, when))

/**
 * Profiles, groups and invitations. What a member does with his own profile, and who makes administrators, stands in the table of the portal:
 * that is open also where this module is not.
 *
 * @see docs/guide/people.md
 */
export const people = defineModule({
  name: 'people',
  resources: [profile, group, invitation],
  options: { peopleAdministrators: false, administratorsMayDisablePeers: false },
  guests: 'never',
  levels: {
    guest: only(),
    user: only(may('read', profile, active)),
    moduleAdministrator: plus(
      'user',
      may('read', profile),
      may('updateEmployment', profile, existing),
      ...provided({ option: 'peopleAdministrators' }, ...advanced),
    ),
    fullAdministrator: plus(
      'user',
      may('read', profile),
      may('updateEmployment', profile, existing),
      ...advanced,
      may('create', profile, aUser),
      may('reactivate', profile, another),
      may('changeEmail', profile, existing),
      may('changePassword', profile, and(existing, active)),
      ...provided({ option: 'administratorsMayDisablePeers' }, may('disable', profile, and(another, fullAdministrator))),
    ),
    owner: plus('fullAdministrator', may('disable', profile, another)),
  },
  never: {
    guest: [
      never(['create', ...doneToOthers], profile),
      never(['read', 'update', 'requestDeletion'], profile, notHimself),
      never(['create', 'read', 'update', 'delete'], group),
      never(['create', 'read', 'delete'], invitation),
      ...handsOffTheOwner,
    ],
    user: handsOffTheOwner,
    moduleAdministrator: handsOffTheOwner,
    fullAdministrator: handsOffTheOwner,
    everyone: [never('create', profile, theOwner[0]), never(['disable', 'delete', 'convertToGuest', 'convertToUser'], profile, himself)],
  },
})
