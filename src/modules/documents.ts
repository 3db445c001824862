import * as z from 'zod'
import { defineModule } from '../policy/define.js'
import { me } from '../policy/principal.js'
import { and, condition, resource, type Condition } from '../policy/resource.js'
import { may, mayNot, never, only, plus } from '../policy/table.js'

/** What each level of a share opens. `delete` is in none. */
export const shareLevels = {
  restrict: [],
  read: ['read'],
  comment: ['read', 'comment'],
  fillForms: ['read', 'fillForms'],
  review: ['read', 'comment', 'fillForms', 'review'],
  customFilter: ['read', 'comment', 'filter'],
  readWrite: ['read', 'comment', 'fillForms', 'review', 'filter', 'update', 'create'],
} as const
/** A level of a share. */
export type ShareLevel = keyof typeof shareLevels
type ShareAction = (typeof shareLevels)[ShareLevel][number]
const levels = Object.keys(shareLevels) as [ShareLevel, ...ShareLevel[]]

const shares = z.array(z.object({ to: z.string(), access: z.enum(levels) }))
const entry = z.object({
  portalId: z.string(),
  section: z.enum(['my', 'common', 'shared', 'projects', 'trash']),
  /** Whose `my` section it is in. */
  ownerId: z.string().optional(),
  createdBy: z.string(),
  /** Its own shares: made out to a member, a group, or `everyone`. */
  shares,
  /** The folder that it lies in, with the shares in force there: they count where it has none of its own that reach the member. */
  folder: z.object({ shares }).optional(),
  denyDownload: z.boolean().optional(),
  denySharing: z.boolean().optional(),
})
type Entry = z.infer<typeof entry>

const onEntries = ['read', 'comment', 'fillForms', 'review', 'filter', 'update', 'delete', 'download', 'share'] as const
const openings = (['read', 'comment', 'fillForms', 'review', 'customFilter', 'readWrite'] as const).map((access) => ({
  label: `a share with him, level ${access}`,
  put: { path: 'shares', entry: { to: me.id, access }, key: 'to' },
}))

/** A file. */
export const file = resource('documents.file', { schema: entry, actions: onEntries, openings })
/** A folder; `create` is what goes into it. */
export const folder = resource('documents.folder', { schema: entry, actions: [...onEntries, 'create', 'connectThirdParty'], openings })
const sections = ['my', 'common', 'shared', 'projects', 'trash', 'recent', 'favourites', 'templates', 'private'] as const

/** A section of the tree, by name. */
export const section = resource('documents.section', {
  schema: z.object({
    portalId: z.string(),
    name: z.enum(sections),
    ownerId: z.string().optional(),
  }),
  actions: ['read'],
})

const inOwn = condition<Entry>("it is in the member's own documents", { section: 'my', ownerId: me.id })
const inCommon = condition<Entry>('it is in the common documents', { section: 'common' })
const unlessShared = condition<Entry>('no share says otherwise', { section: 'common', shares: { $all: [] } })
const createdInCommon = condition<Entry>('he created it in the common documents', { section: 'common', createdBy: me.id })
const created = condition<Entry>('he created it', { createdBy: me.id })
const notCreated = condition<Entry>('he did not create it', { createdBy: { $ne: me.id } })
const sharedOn = condition<Entry>("it is in somebody's own documents and sharing is not denied", { section: 'my', denySharing: false })
const reachable = condition<Entry>('it is in the common or in personal documents', { section: { $in: ['my', 'common'] } })
const ownSharesKnown = condition<Entry>('its own shares are known', { shares: { $all: [] } })
const undownloadable = condition<Entry>('downloading is denied to readers', { denyDownload: { $ne: false } })
const othersSection = section.when('it is the section of somebody else', { name: 'my', ownerId: { $gte: '', $ne: me.id } })
const anySection = section.when('there is such a section', { name: { $in: sections } })
const guestSection = section.when('guests have this section', { name: { $in: ['common', 'shared', 'projects', 'trash'] } })
const notGuestSection = section.when('guests have no such section', { name: { $nin: ['common', 'shared', 'projects', 'trash'] } })

// prettier-ignore
/** How a share reaches the member, weakest first: the folder's before the entry's own, everyone's before his groups', theirs before his. */
const reaches = [
  { at: 'folder.shares', to: 'everyone',         opens: 'a share of its folder with everyone opens it',          personal: false },
  { at: 'folder.shares', to: { $in: me.groups }, opens: 'a share of its folder with one of his groups opens it', personal: false },
  { at: 'folder.shares', to: me.id,              opens: 'a share of its folder with him opens it',               personal: true  },
  { at: 'shares',        to: 'everyone',         opens: 'a share with everyone opens it',          personal: false },
  { at: 'shares',        to: { $in: me.groups }, opens: 'a share with one of his groups opens it', personal: false },
  { at: 'shares',        to: me.id,              opens: 'a share with him opens it',               personal: true  },
] as const
type Reach = (typeof reaches)[number]
const hisOwn = reaches[5]

const share = ({ at, to }: Reach, access: readonly ShareLevel[], label: string): Condition<Entry> =>
  condition<Entry>(label, { [at]: { $elemMatch: { to, access: { $in: access } } } })
/** A share of the folder opens only where the entry's own shares, which come first, are known. */
const opens = (reach: Reach, access: readonly ShareLevel[]) =>
  reach.at === 'shares' ? share(reach, access, reach.opens) : and(share(reach, access, reach.opens), ownSharesKnown)
const refuses = (reach: Reach, access: readonly ShareLevel[]) => share(reach, access, 'the share that counts does not open it')

/** The levels that open an action, and those that do not. */
const opening = (action: ShareAction) => levels.filter((level) => (shareLevels[level] as readonly string[]).includes(action))
const except = (access: readonly ShareLevel[]) => levels.filter((level) => !access.includes(level))
const writing = opening('update')

const entries = [file, folder]

/**
 * What one share opens. The levels that do not open come after those that do, so that of several groups the most restrictive counts. `delete`
 * is in no level; but whoever may create in a folder by a share may delete what he created there himself, as long as the share is for writing.
 */
const openToUser = (reach: Reach) => [
  ...reading(reach),
  ...(['comment', 'fillForms', 'review', 'filter'] as const).flatMap((action) => [
    may(action, entries, and(reachable, opens(reach, opening(action)))),
    mayNot(action, entries, refuses(reach, except(opening(action)))),
  ]),
  may('update', entries, and(reachable, opens(reach, writing))),
  mayNot('update', entries, refuses(reach, except(writing))),
  ...uploading(reach),
  may('share', entries, and(sharedOn, opens(reach, writing))),
  mayNot('share', entries, refuses(reach, except(writing))),
]

/** A guest's personal share opens reading only, whatever its level; but into a folder shared for writing he may upload. He never shares. */
const openToGuest = (reach: Reach) =>
  reach.personal
    ? [
        ...reading(reach),
        mayNot(['comment', 'fillForms', 'review', 'filter', 'update'], entries, refuses(reach, levels)),
        ...uploading(reach),
      ]
    : openToUser(reach)

const reading = (reach: Reach) => [
  may(['read', 'download'], entries, and(reachable, opens(reach, opening('read')))),
  mayNot(['read', 'download'], entries, refuses(reach, ['restrict'])),
  mayNot('download', entries, and(undownloadable, refuses(reach, ['read', 'comment']))),
]

const uploading = (reach: Reach) => [
  may('create', folder, and(reachable, opens(reach, writing))),
  mayNot('create', folder, refuses(reach, except(writing))),
  may('delete', entries, and(reachable, created, opens(reach, writing))),
  mayNot('delete', entries, refuses(reach, except(writing))),
]

/** Whoever created an entry of the common documents keeps everything on it but sharing, unless `restrict` stands against him. */
const keeps = ['read', 'comment', 'fillForms', 'review', 'filter', 'update', 'delete', 'download'] as const
const byCreation = [
  may(keeps, entries, and(createdInCommon, ownSharesKnown)),
  may('create', folder, and(createdInCommon, ownSharesKnown)),
  ...reaches.flatMap((reach) => [
    may(keeps, entries, and(createdInCommon, opens(reach, except(['restrict'])))),
    may('create', folder, and(createdInCommon, opens(reach, except(['restrict'])))),
    mayNot(keeps, entries, and(createdInCommon, refuses(reach, ['restrict']))),
    mayNot('create', folder, and(createdInCommon, refuses(reach, ['restrict']))),
  ]),
]

/**
 * Files, folders and the sections that they lie in. What somebody has in `my` is personal: being an administrator or the owner opens none of it.
 *
 * @see docs/guide/documents.md
 */
export const documents = defineModule({
  name: 'documents',
  resources: [file, folder, section],
  presence: 'required',
  levels: {
    guest: only(may('read', section, guestSection), may(['read', 'download'], entries, unlessShared), ...reaches.flatMap(openToGuest)),
    user: only(
      may('read', section, anySection),
      mayNot('read', section, othersSection),
      may(['read', 'download'], entries, unlessShared),
      ...reaches.flatMap(openToUser),
      ...byCreation,
      may(onEntries, entries, inOwn),
      may(['create', 'connectThirdParty'], folder, inOwn),
    ),
    moduleAdministrator: plus('user', may(onEntries, entries, inCommon), may(['create', 'connectThirdParty'], folder, inCommon)),
    fullAdministrator: plus('moduleAdministrator'),
    owner: plus('fullAdministrator'),
  },
  never: {
    guest: [
      never('read', section, notGuestSection),
      never('share', entries),
      // His own share on the entry decides, and opens no more than reading, whatever rows there are.
      never(['comment', 'fillForms', 'review', 'filter', 'update'], entries, refuses(hisOwn, levels)),
      never('connectThirdParty', folder),
      never('delete', entries, notCreated),
    ],
  },
})
