import * as z from 'zod'
import { defineModule } from '../policy/define.js'
import { me } from '../policy/principal.js'
import { resource } from '../policy/resource.js'
import { may, only, plus } from '../policy/table.js'

const calendarFields = { ownerId: z.string(), shares: z.array(z.object({ to: z.string(), access: z.enum(['read', 'full']) })) }

/** A calendar: the owner's, and whomever he shares it with. */
export const calendarResource = resource('calendar.calendar', {
  schema: z.object({ portalId: z.string(), ...calendarFields }),
  actions: ['create', 'read', 'update', 'delete', 'share'],
  openings: [
    { label: 'a share with him, for reading', put: { path: 'shares', entry: { to: me.id, access: 'read' }, key: 'to' } },
    { label: 'a share with him, full', put: { path: 'shares', entry: { to: me.id, access: 'full' }, key: 'to' } },
  ],
})
/** An event in a calendar. */
export const calendarEvent = resource('calendar.event', {
  schema: z.object({ portalId: z.string(), calendar: z.object(calendarFields) }),
  actions: ['create', 'read', 'update', 'delete'],
  openings: [
    {
      label: 'a share of the calendar with him, for reading',
      put: { path: 'calendar.shares', entry: { to: me.id, access: 'read' }, key: 'to' },
    },
    { label: 'a share of the calendar with him, full', put: { path: 'calendar.shares', entry: { to: me.id, access: 'full' }, key: 'to' } },
  ],
})

const own = calendarResource.when('it is his own calendar', { ownerId: me.id })
const shared = calendarResource.when('the calendar is shared with him', { shares: { $elemMatch: { to: { $in: me.audiences } } } })
const sharedFully = calendarResource.when('the calendar is shared with him, full', {
  shares: { $elemMatch: { to: { $in: me.audiences }, access: 'full' } },
})
const inOwn = calendarEvent.when('it is his own calendar', { 'calendar.ownerId': me.id })
const inShared = calendarEvent.when('the calendar is shared with him', { 'calendar.shares': { $elemMatch: { to: { $in: me.audiences } } } })
const inSharedFully = calendarEvent.when('the calendar is shared with him, full', {
  'calendar.shares': { $elemMatch: { to: { $in: me.audiences }, access: 'full' } },
})

/** Calendars, for guests too. They are personal: being an administrator or the owner opens none. @see docs/guide/tools.md */
export const calendar = defineModule({
  name: 'calendar',
  resources: [calendarResource, calendarEvent],
  levels: {
    guest: only(
      may(['create', 'read', 'update', 'delete', 'share'], calendarResource, own),
      may('read', calendarResource, shared),
      may('update', calendarResource, sharedFully),
      may(['create', 'read', 'update', 'delete'], calendarEvent, inOwn),
      may('read', calendarEvent, inShared),
      may(['create', 'update', 'delete'], calendarEvent, inSharedFully),
    ),
    user: plus('guest'),
    moduleAdministrator: plus('user'),
    fullAdministrator: plus('moduleAdministrator'),
    owner: plus('fullAdministrator'),
  },
})

/** Mail: not for guests; its server is set up by administrators. @see docs/guide/tools.md */
export const mail = defineModule({
  name: 'mail',
  actions: ['configure'],
  resources: [],
  guests: 'never',
  levels: {
    guest: only(),
    user: only(),
    moduleAdministrator: plus('user', may('configure', 'mail')),
    fullAdministrator: plus('moduleAdministrator'),
    owner: plus('fullAdministrator'),
  },
})

/** A module that everyone just has. */
const forEveryone = {
  resources: [],
  levels: {
    guest: only(),
    user: plus('guest'),
    moduleAdministrator: plus('user'),
    fullAdministrator: plus('moduleAdministrator'),
    owner: plus('fullAdministrator'),
  },
} as const

/** The chat, for everyone. @see docs/guide/tools.md */
export const talk = defineModule({ name: 'talk', ...forEveryone })

/** The feed of what is new, for everyone. @see docs/guide/tools.md */
export const feed = defineModule({ name: 'feed', ...forEveryone })
