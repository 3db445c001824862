/**
 * Mail, calendar, talk and feed, written from section 10 of the access-rights rules (and section 2 for the personal data of others).
 *
 * Every answer is written out by hand, in the order of the columns.
 */

import type { Capability, Column, Matrix } from './oracle.js'

type Fields = Readonly<Record<string, unknown>>

/** Guest, user · crm admin, mail admin · full admin, owner · a disabled user, mail admin, full admin and owner. */
function people(modules: Fields = {}): readonly Column[] {
  const portal = { modules }
  return [
    { name: 'guest', member: { type: 'guest' }, portal },
    { name: 'user', portal },
    { name: 'crm admin', member: { administers: ['crm'] }, portal },
    { name: 'mail admin', member: { administers: ['mail'] }, portal },
    { name: 'full admin', member: { administers: 'everything' }, portal },
    { name: 'owner', portal: { ...portal, ownerId: 'me' } },
    { name: 'disabled user', member: { status: 'disabled' }, portal },
    { name: 'disabled mail admin', member: { status: 'disabled', administers: ['mail'] }, portal },
    { name: 'disabled full admin', member: { status: 'disabled', administers: 'everything' }, portal },
    { name: 'disabled owner', member: { status: 'disabled' }, portal: { ...portal, ownerId: 'me' } },
  ]
}

const row = (name: string, action: string, subject: string, answers: string): Capability => ({ name, action, subject, answers })

/** Questions about a calendar, or about an event in it. */
function calendar(
  name: string,
  record: Fields,
  answers: { readonly read: string; readonly update?: string; readonly event?: string },
): readonly Capability[] {
  const { portalId, ...held } = record
  return [
    { name: `read ${name}`, action: 'read', subject: 'calendar.calendar', record: () => record, answers: answers.read },
    ...(answers.update === undefined
      ? []
      : [{ name: `update ${name}`, action: 'update', subject: 'calendar.calendar', record: () => record, answers: answers.update }]),
    ...(answers.event === undefined
      ? []
      : [
          {
            name: `create an event in ${name}`,
            action: 'create',
            subject: 'calendar.event',
            record: () => ({ ...(portalId === undefined ? {} : { portalId }), calendar: held }),
            answers: answers.event,
          },
        ]),
  ]
}

const mine = { ownerId: 'me', shares: [] }
const theirs = (...shares: readonly Fields[]): Fields => ({ ownerId: 'other', shares })
const elsewhere = { portalId: 'portal-2' }

/* Columns: guest, user · crm admin, mail admin · full admin, owner · four disabled. */

const tools: Matrix = {
  name: 'tools',
  columns: people(),
  capabilities: [
    row('mail: access', 'access', 'mail', '-Y YY YY ----'),
    row('mail: configure the server', 'configure', 'mail', '-- -Y YY ----'),
    row('talk: access', 'access', 'talk', 'YY YY YY ----'),
    row('feed: access', 'access', 'feed', 'YY YY YY ----'),
    row('calendar: access', 'access', 'calendar', 'YY YY YY ----'),

    ...calendar('his own calendar', mine, { read: 'YY YY YY ----', update: 'YY YY YY ----', event: 'YY YY YY ----' }),
    ...calendar(
      'his own calendar, shared with others',
      { ownerId: 'me', shares: [{ to: 'other', access: 'read' }] },
      {
        read: 'YY YY YY ----',
        update: 'YY YY YY ----',
        event: 'YY YY YY ----',
      },
    ),
    ...calendar("another's calendar, not shared", theirs(), { read: '-- -- -- ----', update: '-- -- -- ----', event: '-- -- -- ----' }),
    ...calendar("another's calendar, shared with somebody else", theirs({ to: 'other-2', access: 'full' }), {
      read: '-- -- -- ----',
      update: '-- -- -- ----',
      event: '-- -- -- ----',
    }),
    ...calendar("another's calendar, shared to be read", theirs({ to: 'me', access: 'read' }), {
      read: 'YY YY YY ----',
      update: '-- -- -- ----',
      event: '-- -- -- ----',
    }),
    ...calendar(
      "another's calendar, shared to be read, in full with somebody else",
      theirs({ to: 'other-2', access: 'full' }, { to: 'me', access: 'read' }),
      {
        read: 'YY YY YY ----',
        update: '-- -- -- ----',
        event: '-- -- -- ----',
      },
    ),
    ...calendar("another's calendar, shared in full", theirs({ to: 'me', access: 'full' }), { read: 'YY YY YY ----' }),
    ...calendar(
      'his own calendar in another portal',
      { ...mine, ...elsewhere },
      {
        read: '-- -- -- ----',
        update: '-- -- -- ----',
        event: '-- -- -- ----',
      },
    ),
    ...calendar(
      "another's calendar in another portal, shared in full",
      { ...theirs({ to: 'me', access: 'full' }), ...elsewhere },
      {
        read: '-- -- -- ----',
        update: '-- -- -- ----',
        event: '-- -- -- ----',
      },
    ),
  ],
}

/* Columns: user · crm admin, mail admin · full admin, owner · four disabled. What a guest may change under `full` is left open. */

const sharedInFull: Matrix = {
  name: 'tools, calendar shared in full with users',
  columns: people().slice(1),
  capabilities: [
    ...calendar("another's calendar, shared in full", theirs({ to: 'me', access: 'full' }), {
      read: 'Y YY YY ----',
      update: 'Y YY YY ----',
      event: 'Y YY YY ----',
    }),
    ...calendar(
      "another's calendar, shared in full, to be read with somebody else",
      theirs({ to: 'other-2', access: 'read' }, { to: 'me', access: 'full' }),
      {
        read: 'Y YY YY ----',
        update: 'Y YY YY ----',
        event: 'Y YY YY ----',
      },
    ),
  ],
}

const tied = { requires: 'client-management' }

/* Columns: guest, user · crm admin, mail admin · full admin, owner · four disabled. */

const shut: readonly Capability[] = [
  row('mail: access', 'access', 'mail', '-- -- -- ----'),
  row('mail: configure the server', 'configure', 'mail', '-- -- -- ----'),
  row('talk: access', 'access', 'talk', '-- -- -- ----'),
  row('feed: access', 'access', 'feed', '-- -- -- ----'),
  row('calendar: access', 'access', 'calendar', '-- -- -- ----'),
  ...calendar('his own calendar', mine, { read: '-- -- -- ----', update: '-- -- -- ----', event: '-- -- -- ----' }),
  ...calendar("another's calendar, shared in full", theirs({ to: 'me', access: 'full' }), {
    read: '-- -- -- ----',
    update: '-- -- -- ----',
    event: '-- -- -- ----',
  }),
]

function toolsUnder(setting: Fields): readonly Column[] {
  return people({ mail: setting, calendar: setting, talk: setting, feed: setting })
}

const toolsRestricted: Matrix = {
  name: 'tools restricted to others',
  columns: toolsUnder({ availability: 'restricted', to: ['other', 'group-1'] }),
  capabilities: [
    row('mail: access', 'access', 'mail', '-- -Y YY ----'),
    row('mail: configure the server', 'configure', 'mail', '-- -Y YY ----'),
    row('talk: access', 'access', 'talk', '-- -- YY ----'),
    row('feed: access', 'access', 'feed', '-- -- YY ----'),
    row('calendar: access', 'access', 'calendar', '-- -- YY ----'),
    ...calendar('his own calendar', mine, { read: '-- -- YY ----', update: '-- -- YY ----', event: '-- -- YY ----' }),
    ...calendar("another's calendar, not shared", theirs(), { read: '-- -- -- ----', update: '-- -- -- ----', event: '-- -- -- ----' }),
    ...calendar("another's calendar, shared to be read", theirs({ to: 'me', access: 'read' }), {
      read: '-- -- YY ----',
      update: '-- -- -- ----',
      event: '-- -- -- ----',
    }),
  ],
}

const toolsForMe: Matrix = {
  name: 'tools restricted to the member',
  columns: toolsUnder({ availability: 'restricted', to: ['me'] }),
  capabilities: [
    row('mail: access', 'access', 'mail', '-Y YY YY ----'),
    row('mail: configure the server', 'configure', 'mail', '-- -Y YY ----'),
    row('talk: access', 'access', 'talk', 'YY YY YY ----'),
    row('feed: access', 'access', 'feed', 'YY YY YY ----'),
    row('calendar: access', 'access', 'calendar', 'YY YY YY ----'),
    ...calendar('his own calendar', mine, { read: 'YY YY YY ----', update: 'YY YY YY ----', event: 'YY YY YY ----' }),
    ...calendar("another's calendar, not shared", theirs(), { read: '-- -- -- ----', update: '-- -- -- ----', event: '-- -- -- ----' }),
  ],
}

export const toolsMatrices: readonly Matrix[] = [
  tools,
  sharedInFull,
  toolsRestricted,
  toolsForMe,
  { name: 'tools switched off', columns: toolsUnder({ availability: 'nobody' }), capabilities: shut },
  { name: 'tools not licensed', columns: toolsUnder(tied), capabilities: shut },
]
