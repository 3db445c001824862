/**
 * Community (section 7, with sections 1 and 2): every row, with own records and those of others, in open and closed topics.
 */
import type { Capability, Column, Matrix } from './oracle.js'

type Entry = Readonly<Record<string, unknown>>

/** One row for each action on one record; the answers stand beside each action. */
function rows(name: string, subject: string, record: Entry | undefined, answers: Readonly<Record<string, string>>): Capability[] {
  return Object.entries(answers).map(([action, cells]) => ({
    name: `${action} ${name}`,
    action,
    subject,
    ...(record && { record: () => record }),
    answers: cells,
  }))
}

const mine: Entry = { createdBy: 'me' }
const others: Entry = { createdBy: 'other' }
const topic = (createdBy: string, closed: boolean): Entry => ({ createdBy, closed })
const post = (createdBy: string, closed: boolean): Entry => ({ createdBy, topic: { closed } })
const comment = (createdBy: string, on: string): Entry => ({ on, createdBy })

const columns: readonly Column[] = [
  { name: 'guest', member: { type: 'guest' } },
  { name: 'user' },
  { name: 'community admin', member: { administers: ['community'] } },
  { name: "another module's admin", member: { administers: ['crm'] } },
  { name: 'full admin', member: { administers: 'everything' } },
  { name: 'owner', portal: { ownerId: 'me' } },
]

/** For what no row gives to guests and users, where the administrators' `any` leaves their answer open. */
const withoutAdministrators: readonly Column[] = [
  { name: 'guest', member: { type: 'guest' } },
  { name: 'user' },
  { name: "another module's admin", member: { administers: ['crm'] } },
]

const blog: Matrix = {
  name: 'community blog',
  columns,
  //                        guest user community other full owner
  capabilities: [
    ...rows('the module', 'community', undefined, { access: 'Y Y Y Y Y Y' }),
    ...rows("another's blog post", 'community.blogPost', others, {
      read: /*            */ 'Y Y Y Y Y Y',
      comment: /*         */ 'Y Y Y Y Y Y',
      update: /*          */ '- - Y - Y Y',
      delete: /*          */ '- - Y - Y Y',
    }),
    ...rows('an own blog post', 'community.blogPost', mine, {
      create: /*          */ '- Y Y Y Y Y',
      read: /*            */ 'Y Y Y Y Y Y',
      comment: /*         */ 'Y Y Y Y Y Y',
      update: /*          */ '- Y Y Y Y Y',
      delete: /*          */ '- Y Y Y Y Y',
    }),
  ],
}

const forum: Matrix = {
  name: 'community forum',
  columns,
  capabilities: [
    ...rows("another's open topic", 'community.forumTopic', topic('other', false), {
      read: /*            */ 'Y Y Y Y Y Y',
      tag: /*             */ 'Y Y Y Y Y Y',
      close: /*           */ '- - Y - Y Y',
      delete: /*          */ '- - Y - Y Y',
      stick: /*           */ '- - Y - Y Y',
    }),
    ...rows('an own open topic', 'community.forumTopic', topic('me', false), {
      create: /*          */ '- Y Y Y Y Y',
      read: /*            */ 'Y Y Y Y Y Y',
      tag: /*             */ 'Y Y Y Y Y Y',
      close: /*           */ '- Y Y Y Y Y',
      delete: /*          */ '- Y Y Y Y Y',
      stick: /*           */ '- - Y - Y Y',
    }),
    ...rows("another's closed topic", 'community.forumTopic', topic('other', true), {
      read: /*            */ 'Y Y Y Y Y Y',
      tag: /*             */ 'Y Y Y Y Y Y',
      close: /*           */ '- - Y - Y Y',
      delete: /*          */ '- - Y - Y Y',
      stick: /*           */ '- - Y - Y Y',
    }),
    ...rows('an own closed topic', 'community.forumTopic', topic('me', true), {
      read: /*            */ 'Y Y Y Y Y Y',
      tag: /*             */ 'Y Y Y Y Y Y',
      close: /*           */ '- Y Y Y Y Y',
      delete: /*          */ '- Y Y Y Y Y',
      stick: /*           */ '- - Y - Y Y',
    }),
    ...rows("another's post in an open topic", 'community.forumPost', post('other', false), {
      read: /*            */ 'Y Y Y Y Y Y',
      update: /*          */ '- - Y - Y Y',
      delete: /*          */ '- - Y - Y Y',
    }),
    ...rows('an own post in an open topic', 'community.forumPost', post('me', false), {
      create: /*          */ 'Y Y Y Y Y Y',
      read: /*            */ 'Y Y Y Y Y Y',
      update: /*          */ 'Y Y Y Y Y Y',
      delete: /*          */ 'Y Y Y Y Y Y',
    }),
    ...rows("another's post in a closed topic", 'community.forumPost', post('other', true), {
      read: /*            */ 'Y Y Y Y Y Y',
      update: /*          */ '- - Y - Y Y',
      delete: /*          */ '- - Y - Y Y',
    }),
    // Only `create` is tied to an open topic; updating and deleting one's own is not.
    ...rows('an own post in a closed topic', 'community.forumPost', post('me', true), {
      create: /*          */ '- - Y - Y Y',
      read: /*            */ 'Y Y Y Y Y Y',
      update: /*          */ 'Y Y Y Y Y Y',
      delete: /*          */ 'Y Y Y Y Y Y',
    }),
    ...rows("another's forum", 'community.forum', others, {
      read: /*            */ 'Y Y Y Y Y Y',
      organise: /*        */ '- - Y - Y Y',
    }),
    ...rows('an own forum', 'community.forum', mine, {
      read: /*            */ 'Y Y Y Y Y Y',
      organise: /*        */ '- - Y - Y Y',
    }),
    ...rows("another's tag", 'community.tag', others, {
      read: /*            */ 'Y Y Y Y Y Y',
      organise: /*        */ '- - Y - Y Y',
    }),
    ...rows('an own tag', 'community.tag', mine, {
      read: /*            */ 'Y Y Y Y Y Y',
      organise: /*        */ '- - Y - Y Y',
    }),
  ],
}

const pollsEventsBookmarks: Matrix = {
  name: 'community polls, events, bookmarks',
  columns,
  capabilities: [
    ...rows("another's poll", 'community.poll', others, {
      read: /*            */ 'Y Y Y Y Y Y',
      vote: /*            */ 'Y Y Y Y Y Y',
    }),
    ...rows('an own poll', 'community.poll', mine, {
      create: /*          */ '- Y Y Y Y Y',
      read: /*            */ 'Y Y Y Y Y Y',
      vote: /*            */ 'Y Y Y Y Y Y',
    }),
    ...rows("another's event", 'community.event', others, {
      read: /*            */ 'Y Y Y Y Y Y',
      comment: /*         */ 'Y Y Y Y Y Y',
      update: /*          */ '- - Y - Y Y',
      delete: /*          */ '- - Y - Y Y',
    }),
    ...rows('an own event', 'community.event', mine, {
      create: /*          */ '- Y Y Y Y Y',
      read: /*            */ 'Y Y Y Y Y Y',
      comment: /*         */ 'Y Y Y Y Y Y',
      update: /*          */ '- Y Y Y Y Y',
      delete: /*          */ '- Y Y Y Y Y',
    }),
    ...rows("another's bookmark", 'community.bookmark', others, {
      read: /*            */ 'Y Y Y Y Y Y',
      favourite: /*       */ 'Y Y Y Y Y Y',
      comment: /*         */ 'Y Y Y Y Y Y',
      delete: /*          */ '- - Y - Y Y',
    }),
    ...rows('an own bookmark', 'community.bookmark', mine, {
      create: /*          */ '- Y Y Y Y Y',
      read: /*            */ 'Y Y Y Y Y Y',
      favourite: /*       */ 'Y Y Y Y Y Y',
      comment: /*         */ 'Y Y Y Y Y Y',
      delete: /*          */ '- Y Y Y Y Y',
    }),
  ],
}

const wiki: Matrix = {
  name: 'community wiki',
  columns,
  capabilities: [
    ...rows("another's wiki page", 'community.wikiPage', others, {
      read: /*            */ 'Y Y Y Y Y Y',
      comment: /*         */ 'Y Y Y Y Y Y',
      update: /*          */ '- Y Y Y Y Y',
      delete: /*          */ '- - Y - Y Y',
    }),
    ...rows('an own wiki page', 'community.wikiPage', mine, {
      create: /*          */ '- Y Y Y Y Y',
      read: /*            */ 'Y Y Y Y Y Y',
      comment: /*         */ 'Y Y Y Y Y Y',
      update: /*          */ '- Y Y Y Y Y',
      delete: /*          */ '- Y Y Y Y Y',
    }),
    ...rows("another's wiki file", 'community.wikiFile', others, {
      read: /*            */ 'Y Y Y Y Y Y',
      comment: /*         */ 'Y Y Y Y Y Y',
      delete: /*          */ '- - Y - Y Y',
    }),
    ...rows('an own wiki file', 'community.wikiFile', mine, {
      create: /*          */ '- Y Y Y Y Y',
      read: /*            */ 'Y Y Y Y Y Y',
      comment: /*         */ 'Y Y Y Y Y Y',
      delete: /*          */ '- Y Y Y Y Y',
    }),
  ],
}

const commentsAndAttachments: Matrix = {
  name: 'community comments and attachments',
  columns,
  capabilities: [
    ...rows("another's comment on a blog post", 'community.comment', comment('other', 'blogPost'), {
      read: 'Y Y Y Y Y Y',
      update: '- - Y - Y Y',
    }),
    ...rows('an own comment on a blog post', 'community.comment', comment('me', 'blogPost'), {
      read: 'Y Y Y Y Y Y',
      update: 'Y Y Y Y Y Y',
    }),
    ...rows("another's comment on an event", 'community.comment', comment('other', 'event'), {
      read: 'Y Y Y Y Y Y',
      update: '- - Y - Y Y',
    }),
    ...rows('an own comment on an event', 'community.comment', comment('me', 'event'), { read: 'Y Y Y Y Y Y', update: 'Y Y Y Y Y Y' }),
    ...rows("another's comment on a bookmark", 'community.comment', comment('other', 'bookmark'), {
      read: 'Y Y Y Y Y Y',
      update: '- - Y - Y Y',
    }),
    ...rows('an own comment on a bookmark', 'community.comment', comment('me', 'bookmark'), { read: 'Y Y Y Y Y Y', update: 'Y Y Y Y Y Y' }),
    ...rows("another's comment on a wiki page", 'community.comment', comment('other', 'wikiPage'), {
      read: 'Y Y Y Y Y Y',
      update: '- - Y - Y Y',
    }),
    ...rows('an own comment on a wiki page', 'community.comment', comment('me', 'wikiPage'), {
      read: 'Y Y Y Y Y Y',
      update: 'Y Y Y Y Y Y',
    }),
    ...rows("another's comment on a wiki file", 'community.comment', comment('other', 'wikiFile'), {
      read: 'Y Y Y Y Y Y',
      update: '- - Y - Y Y',
    }),
    ...rows('an own comment on a wiki file', 'community.comment', comment('me', 'wikiFile'), {
      read: 'Y Y Y Y Y Y',
      update: 'Y Y Y Y Y Y',
    }),
    ...rows("another's attachment", 'community.attachment', others, {
      read: /*            */ 'Y Y Y Y Y Y',
      delete: /*          */ '- - Y - Y Y',
    }),
    ...rows('an own attachment', 'community.attachment', mine, {
      create: /*          */ 'Y Y Y Y Y Y',
      read: /*            */ 'Y Y Y Y Y Y',
      delete: /*          */ 'Y Y Y Y Y Y',
    }),
  ],
}

const nowhereAllowed: Matrix = {
  name: 'community, what no row allows',
  columns: withoutAdministrators,
  //                                                                            guest user other
  capabilities: [
    ...rows('an own blog post', 'community.blogPost', mine, { subscribe: '- - -', close: '- - -', stick: '- - -' }),
    ...rows('an own open topic', 'community.forumTopic', topic('me', false), {
      update: '- - -',
      comment: '- - -',
      subscribe: '- - -',
      organise: '- - -',
    }),
    ...rows("another's open topic", 'community.forumTopic', topic('other', false), {
      update: '- - -',
      comment: '- - -',
      organise: '- - -',
    }),
    ...rows('an own post', 'community.forumPost', post('me', false), { comment: '- - -' }),
    ...rows('an own forum', 'community.forum', mine, { create: '- - -', update: '- - -', delete: '- - -' }),
    ...rows('an own tag', 'community.tag', mine, { create: '- - -', update: '- - -', delete: '- - -' }),
    ...rows('an own poll', 'community.poll', mine, { update: '- - -', delete: '- - -', comment: '- - -' }),
    ...rows("another's poll", 'community.poll', others, { update: '- - -', delete: '- - -' }),
    ...rows('an own event', 'community.event', mine, { subscribe: '- - -' }),
    ...rows('an own bookmark', 'community.bookmark', mine, { update: '- - -' }),
    ...rows("another's bookmark", 'community.bookmark', others, { update: '- - -' }),
    ...rows('an own wiki file', 'community.wikiFile', mine, { update: '- - -' }),
    ...rows("another's wiki file", 'community.wikiFile', others, { update: '- - -' }),
    ...rows('an own comment', 'community.comment', comment('me', 'blogPost'), { delete: '- - -' }),
    ...rows("another's comment", 'community.comment', comment('other', 'blogPost'), { delete: '- - -' }),
    ...rows('an own attachment', 'community.attachment', mine, { update: '- - -' }),
    ...rows("another's attachment", 'community.attachment', others, { update: '- - -' }),
  ],
}

const elsewhere: Matrix = {
  name: 'community records of another portal',
  columns,
  capabilities: [
    ...rows(
      'an own blog post elsewhere',
      'community.blogPost',
      { portalId: 'portal-2', ...mine },
      {
        read: /*            */ '- - - - - -',
        comment: /*         */ '- - - - - -',
        create: /*          */ '- - - - - -',
        update: /*          */ '- - - - - -',
        delete: /*          */ '- - - - - -',
      },
    ),
    ...rows(
      'an own topic elsewhere',
      'community.forumTopic',
      { portalId: 'portal-2', ...topic('me', false) },
      {
        read: /*            */ '- - - - - -',
        tag: /*             */ '- - - - - -',
        create: /*          */ '- - - - - -',
        close: /*           */ '- - - - - -',
        delete: /*          */ '- - - - - -',
        stick: /*           */ '- - - - - -',
      },
    ),
    ...rows(
      'an own post elsewhere',
      'community.forumPost',
      { portalId: 'portal-2', ...post('me', false) },
      {
        read: /*            */ '- - - - - -',
        create: /*          */ '- - - - - -',
        update: /*          */ '- - - - - -',
        delete: /*          */ '- - - - - -',
      },
    ),
    ...rows('a forum elsewhere', 'community.forum', { portalId: 'portal-2', ...mine }, { organise: '- - - - - -' }),
    ...rows('a tag elsewhere', 'community.tag', { portalId: 'portal-2', ...mine }, { organise: '- - - - - -' }),
    ...rows(
      'an own poll elsewhere',
      'community.poll',
      { portalId: 'portal-2', ...mine },
      {
        read: /*            */ '- - - - - -',
        vote: /*            */ '- - - - - -',
        create: /*          */ '- - - - - -',
      },
    ),
    ...rows(
      'an own event elsewhere',
      'community.event',
      { portalId: 'portal-2', ...mine },
      {
        read: /*            */ '- - - - - -',
        comment: /*         */ '- - - - - -',
        create: /*          */ '- - - - - -',
        update: /*          */ '- - - - - -',
        delete: /*          */ '- - - - - -',
      },
    ),
    ...rows(
      'an own bookmark elsewhere',
      'community.bookmark',
      { portalId: 'portal-2', ...mine },
      {
        read: /*            */ '- - - - - -',
        favourite: /*       */ '- - - - - -',
        comment: /*         */ '- - - - - -',
        create: /*          */ '- - - - - -',
        delete: /*          */ '- - - - - -',
      },
    ),
    ...rows(
      'an own wiki page elsewhere',
      'community.wikiPage',
      { portalId: 'portal-2', ...mine },
      {
        read: /*            */ '- - - - - -',
        comment: /*         */ '- - - - - -',
        create: /*          */ '- - - - - -',
        update: /*          */ '- - - - - -',
        delete: /*          */ '- - - - - -',
      },
    ),
    ...rows(
      'an own wiki file elsewhere',
      'community.wikiFile',
      { portalId: 'portal-2', ...mine },
      {
        read: /*            */ '- - - - - -',
        create: /*          */ '- - - - - -',
        delete: /*          */ '- - - - - -',
      },
    ),
    ...rows(
      'an own comment elsewhere',
      'community.comment',
      { portalId: 'portal-2', ...comment('me', 'blogPost') },
      {
        read: /*            */ '- - - - - -',
        update: /*          */ '- - - - - -',
      },
    ),
    ...rows(
      'an own attachment elsewhere',
      'community.attachment',
      { portalId: 'portal-2', ...mine },
      {
        read: /*            */ '- - - - - -',
        create: /*          */ '- - - - - -',
        delete: /*          */ '- - - - - -',
      },
    ),
  ],
}

const off = { modules: { community: { availability: 'nobody' } } }
const toOthers = { modules: { community: { availability: 'restricted', to: ['group-1', 'other'] } } }
const toMe = { modules: { community: { availability: 'restricted', to: ['me'] } } }

/** Disabled members, the module switched off or restricted: before any rule of a record is asked. */
const door: Matrix = {
  name: 'community door',
  columns: [
    { name: 'disabled guest', member: { type: 'guest', status: 'disabled' } },
    { name: 'disabled user', member: { status: 'disabled' } },
    { name: 'disabled community admin', member: { status: 'disabled', administers: ['community'] } },
    { name: 'disabled full admin', member: { status: 'disabled', administers: 'everything' } },
    { name: 'disabled owner', member: { status: 'disabled' }, portal: { ownerId: 'me' } },

    { name: 'guest, community switched off', member: { type: 'guest' }, portal: off },
    { name: 'user, community switched off', portal: off },
    { name: 'community admin, community switched off', member: { administers: ['community'] }, portal: off },
    { name: 'full admin, community switched off', member: { administers: 'everything' }, portal: off },
    { name: 'owner, community switched off', portal: { ownerId: 'me', ...off } },

    { name: 'guest, not listed', member: { type: 'guest' }, portal: toOthers },
    { name: 'user, not listed, in another group', member: { groups: ['group-2'] }, portal: toOthers },
    { name: "another module's admin, not listed", member: { administers: ['crm'] }, portal: toOthers },

    { name: 'guest, listed', member: { type: 'guest' }, portal: toMe },

    { name: 'user, listed', portal: toMe },
    { name: 'user in a listed group', member: { groups: ['group-2', 'group-1'] }, portal: toOthers },

    { name: 'community admin, not listed', member: { administers: ['community'] }, portal: toOthers },
    { name: 'full admin, not listed', member: { administers: 'everything' }, portal: toOthers },
    { name: 'owner, not listed', portal: { ownerId: 'me', ...toOthers } },

    { name: 'admin of crm and community', member: { administers: ['crm', 'community'] } },
    { name: 'user, another module switched off', portal: { modules: { crm: { availability: 'nobody' } } } },
  ],
  //                        disabled off closed guest users admins rest
  capabilities: [
    ...rows('the module', 'community', undefined, {
      access: /*          */ '----- ----- --- Y YY YYY YY',
    }),
    ...rows("another's blog post", 'community.blogPost', others, {
      read: /*            */ '----- ----- --- Y YY YYY YY',
      comment: /*         */ '----- ----- --- Y YY YYY YY',
      update: /*          */ '----- ----- --- - -- YYY Y-',
      delete: /*          */ '----- ----- --- - -- YYY Y-',
    }),
    ...rows('an own blog post', 'community.blogPost', mine, {
      create: /*          */ '----- ----- --- - YY YYY YY',
      read: /*            */ '----- ----- --- Y YY YYY YY',
      update: /*          */ '----- ----- --- - YY YYY YY',
      delete: /*          */ '----- ----- --- - YY YYY YY',
    }),
    ...rows('an own open topic', 'community.forumTopic', topic('me', false), {
      create: /*          */ '----- ----- --- - YY YYY YY',
      tag: /*             */ '----- ----- --- Y YY YYY YY',
      close: /*           */ '----- ----- --- - YY YYY YY',
      stick: /*           */ '----- ----- --- - -- YYY Y-',
    }),
    ...rows('an own post in an open topic', 'community.forumPost', post('me', false), {
      create: /*          */ '----- ----- --- Y YY YYY YY',
      update: /*          */ '----- ----- --- Y YY YYY YY',
      delete: /*          */ '----- ----- --- Y YY YYY YY',
    }),
    ...rows('an own post in a closed topic', 'community.forumPost', post('me', true), {
      create: /*          */ '----- ----- --- - -- YYY Y-',
    }),
    ...rows('a forum', 'community.forum', others, {
      organise: /*        */ '----- ----- --- - -- YYY Y-',
    }),
    ...rows("another's poll", 'community.poll', others, {
      vote: /*            */ '----- ----- --- Y YY YYY YY',
    }),
    ...rows("another's bookmark", 'community.bookmark', others, {
      favourite: /*       */ '----- ----- --- Y YY YYY YY',
    }),
    ...rows("another's wiki page", 'community.wikiPage', others, {
      update: /*          */ '----- ----- --- - YY YYY YY',
    }),
    ...rows('an own comment', 'community.comment', comment('me', 'event'), {
      update: /*          */ '----- ----- --- Y YY YYY YY',
    }),
    ...rows('an own attachment', 'community.attachment', mine, {
      create: /*          */ '----- ----- --- Y YY YYY YY',
      delete: /*          */ '----- ----- --- Y YY YYY YY',
    }),
  ],
}

export const communityMatrices: readonly Matrix[] = [
  blog,
  forum,
  pollsEventsBookmarks,
  wiki,
  commentsAndAttachments,
  nowhereAllowed,
  elsewhere,
  door,
]
