/**
 * Documents: files, folders and sections, written from section 5 of the access-rights rules (and the order of evaluation of section 2).
 *
 * Every answer is written out by hand, in the order of the columns. Matrices whose name ends with "(literal reading)" hold the cells on
 * which the rules leave room for another reading; the others do not.
 */

import type { Capability, Column, Matrix } from './oracle.js'

type Fields = Readonly<Record<string, unknown>>

interface Share {
  readonly to: string
  readonly access: string
}

/** Guest, user, Documents administrator, administrator of another module, full administrator, owner: all of them in these groups. */
function people(groups: readonly string[], more: { readonly member?: Fields; readonly modules?: Fields } = {}): readonly Column[] {
  const rest = { groups, ...more.member }
  const portal = { modules: more.modules ?? {} }
  return [
    { name: 'guest', member: { type: 'guest', ...rest }, portal },
    { name: 'user', member: { ...rest }, portal },
    { name: 'documents admin', member: { administers: ['documents'], ...rest }, portal },
    { name: 'crm admin', member: { administers: ['crm'], ...rest }, portal },
    { name: 'full admin', member: { administers: 'everything', ...rest }, portal },
    { name: 'owner', member: { ...rest }, portal: { ...portal, ownerId: 'me' } },
  ]
}

/** The same without the guest. */
function users(groups: readonly string[]): readonly Column[] {
  return people(groups).slice(1)
}

const guestAlone: readonly Column[] = [
  { name: 'guest of two groups', member: { type: 'guest', groups: ['group-1', 'group-2'] } },
  { name: 'guest of no group', member: { type: 'guest' } },
]

const myGroups = ['group-1', 'group-2']

const to = (recipient: string, access: string): Share => ({ to: recipient, access })

/** An entry of another member's documents. */
function theirs(shares: readonly Share[], more: Fields = {}): Fields {
  return { section: 'my', ownerId: 'other', createdBy: 'other', shares, denyDownload: false, denySharing: false, ...more }
}

/** An entry of his own documents. */
function mine(shares: readonly Share[], more: Fields = {}): Fields {
  return { section: 'my', ownerId: 'me', createdBy: 'me', shares, denyDownload: false, denySharing: false, ...more }
}

/** An entry of another section, made by somebody else. */
function inSection(section: string, shares: readonly Share[], more: Fields = {}): Fields {
  return { section, createdBy: 'other', shares, denyDownload: false, denySharing: false, ...more }
}

function common(shares: readonly Share[], more: Fields = {}): Fields {
  return inSection('common', shares, more)
}

const createdByMe = { createdBy: 'me' }

/** One row per action. */
function rows(subject: string, situation: string, record: Fields, answers: Readonly<Record<string, string>>): readonly Capability[] {
  return Object.entries(answers).map(([action, answer]) => ({
    name: `${action} ${subject}: ${situation}`,
    action,
    subject,
    record: () => record,
    answers: answer,
  }))
}

const file = (situation: string, record: Fields, answers: Readonly<Record<string, string>>): readonly Capability[] =>
  rows('documents.file', situation, record, answers)

const folder = (situation: string, record: Fields, answers: Readonly<Record<string, string>>): readonly Capability[] =>
  rows('documents.folder', situation, record, answers)

/** The same answers whichever way round the shares are stored. */
function bothOrders(
  situation: string,
  shares: readonly Share[],
  place: (shares: readonly Share[]) => Fields,
  answers: Readonly<Record<string, string>>,
): readonly Capability[] {
  return [...file(situation, place(shares), answers), ...file(`${situation}, stored in reverse`, place([...shares].reverse()), answers)]
}

/* Columns of the first matrix: guest · user · documents admin · crm admin · full admin · owner. */

const documents: Matrix = {
  name: 'documents',
  columns: people([]),
  capabilities: [
    // My documents, of the member himself. Guests have no such section.
    ...file('in my own section', mine([]), {
      read: '- YYYYY',
      comment: '- YYYYY',
      fillForms: '- YYYYY',
      review: '- YYYYY',
      filter: '- YYYYY',
      update: '- YYYYY',
      delete: '- YYYYY',
      share: '- YYYYY',
      download: '- YYYYY',
    }),
    ...folder('in my own section', mine([]), {
      read: '- YYYYY',
      create: '- YYYYY',
      update: '- YYYYY',
      delete: '- YYYYY',
      share: '- YYYYY',
      download: '- YYYYY',
    }),
    ...file(
      'in my own section, read to somebody else, every flag set',
      mine([to('other-2', 'read')], { denyDownload: true, denySharing: true }),
      {
        read: '- YYYYY',
        update: '- YYYYY',
        delete: '- YYYYY',
        share: '- YYYYY',
        download: '- YYYYY',
      },
    ),
    ...file('in my own section, everyone restricted', mine([to('everyone', 'restrict')]), {
      read: '- YYYYY',
      update: '- YYYYY',
      delete: '- YYYYY',
      share: '- YYYYY',
    }),
    ...file('in my own section, put there by another', mine([], { createdBy: 'other' }), {
      read: '- YYYYY',
      update: '- YYYYY',
      delete: '- YYYYY',
      share: '- YYYYY',
      download: '- YYYYY',
    }),
    ...folder('in my own section, made by another', mine([], { createdBy: 'other' }), {
      read: '- YYYYY',
      create: '- YYYYY',
      delete: '- YYYYY',
      share: '- YYYYY',
    }),

    // My documents, of another member: by share only.
    ...file("another's, not shared", theirs([]), {
      read: '------',
      comment: '------',
      fillForms: '------',
      review: '------',
      filter: '------',
      update: '------',
      delete: '------',
      share: '------',
      download: '------',
    }),
    ...folder("another's, not shared", theirs([]), {
      read: '------',
      create: '------',
      update: '------',
      delete: '------',
      share: '------',
      download: '------',
      connectThirdParty: '------',
    }),
    ...file("another's, shared with somebody else only", theirs([to('other-2', 'readWrite'), to('group-1', 'readWrite')]), {
      read: '------',
      comment: '------',
      update: '------',
      delete: '------',
      share: '------',
      download: '------',
    }),
    ...file("another's, created by me, not shared", theirs([], createdByMe), {
      read: '------',
      update: '------',
      delete: '------',
      share: '------',
      download: '------',
    }),
    ...file("another's, restrict", theirs([to('me', 'restrict')]), {
      read: '------',
      comment: '------',
      fillForms: '------',
      review: '------',
      filter: '------',
      update: '------',
      delete: '------',
      share: '------',
      download: '------',
    }),
    ...file("another's, read", theirs([to('me', 'read')]), {
      read: 'Y YYYYY',
      comment: '------',
      fillForms: '------',
      review: '------',
      filter: '------',
      update: '------',
      delete: '------',
      share: '------',
      download: 'Y YYYYY',
    }),
    ...file("another's, comment", theirs([to('me', 'comment')]), {
      read: 'Y YYYYY',
      comment: '- YYYYY',
      fillForms: '------',
      review: '------',
      filter: '------',
      update: '------',
      delete: '------',
      share: '------',
      download: 'Y YYYYY',
    }),
    ...file("another's, fillForms", theirs([to('me', 'fillForms')]), {
      read: 'Y YYYYY',
      comment: '------',
      fillForms: '- YYYYY',
      review: '------',
      filter: '------',
      update: '------',
      delete: '------',
      share: '------',
      download: 'Y YYYYY',
    }),
    ...file("another's, review", theirs([to('me', 'review')]), {
      read: 'Y YYYYY',
      comment: '- YYYYY',
      fillForms: '- YYYYY',
      review: '- YYYYY',
      filter: '------',
      update: '------',
      delete: '------',
      share: '------',
      download: 'Y YYYYY',
    }),
    ...file("another's, customFilter", theirs([to('me', 'customFilter')]), {
      read: 'Y YYYYY',
      comment: '- YYYYY',
      fillForms: '------',
      review: '------',
      filter: '- YYYYY',
      update: '------',
      delete: '------',
      share: '------',
      download: 'Y YYYYY',
    }),
    ...file("another's, readWrite", theirs([to('me', 'readWrite')]), {
      read: 'Y YYYYY',
      comment: '- YYYYY',
      fillForms: '- YYYYY',
      review: '- YYYYY',
      filter: '- YYYYY',
      update: '- YYYYY',
      delete: '------',
      share: '- YYYYY',
      download: 'Y YYYYY',
    }),
    ...file("another's, readWrite, sharing denied", theirs([to('me', 'readWrite')], { denySharing: true }), {
      read: 'Y YYYYY',
      update: '- YYYYY',
      share: '------',
      download: 'Y YYYYY',
    }),
    ...folder("another's, restrict", theirs([to('me', 'restrict')]), {
      read: '------',
      create: '------',
      update: '------',
      delete: '------',
      share: '------',
      download: '------',
    }),
    ...folder("another's, read", theirs([to('me', 'read')]), {
      read: 'Y YYYYY',
      create: '------',
      update: '------',
      delete: '------',
      share: '------',
      download: 'Y YYYYY',
      connectThirdParty: '------',
    }),
    ...folder("another's, comment", theirs([to('me', 'comment')]), {
      read: 'Y YYYYY',
      create: '------',
      update: '------',
      delete: '------',
      share: '------',
    }),
    ...folder("another's, fillForms", theirs([to('me', 'fillForms')]), {
      read: 'Y YYYYY',
      create: '------',
      update: '------',
      delete: '------',
      share: '------',
    }),
    ...folder("another's, review", theirs([to('me', 'review')]), {
      read: 'Y YYYYY',
      create: '------',
      update: '------',
      delete: '------',
      share: '------',
    }),
    ...folder("another's, customFilter", theirs([to('me', 'customFilter')]), {
      read: 'Y YYYYY',
      create: '------',
      update: '------',
      delete: '------',
      share: '------',
    }),
    ...folder("another's, readWrite", theirs([to('me', 'readWrite')]), {
      read: 'Y YYYYY',
      create: 'Y YYYYY',
      update: '- YYYYY',
      delete: '------',
      share: '- YYYYY',
      download: 'Y YYYYY',
      connectThirdParty: '------',
    }),
    ...folder("another's, readWrite, sharing denied", theirs([to('me', 'readWrite')], { denySharing: true }), {
      create: 'Y YYYYY',
      update: '- YYYYY',
      share: '------',
    }),

    // Deleting what he created under `readWrite`, as long as it is `readWrite`.
    ...file("another's section, created by me, readWrite", theirs([to('me', 'readWrite')], createdByMe), {
      read: 'Y YYYYY',
      delete: 'Y YYYYY',
      update: '- YYYYY',
      share: '- YYYYY',
    }),
    ...folder("another's section, created by me, readWrite", theirs([to('me', 'readWrite')], createdByMe), {
      delete: 'Y YYYYY',
    }),
    ...file(
      "another's section, created by me, readWrite on the folder",
      theirs([], { ...createdByMe, folder: { shares: [to('me', 'readWrite')] } }),
      {
        read: 'Y YYYYY',
        delete: 'Y YYYYY',
        update: '- YYYYY',
      },
    ),
    ...file("another's section, created by another, readWrite on the folder", theirs([], { folder: { shares: [to('me', 'readWrite')] } }), {
      read: 'Y YYYYY',
      delete: '------',
      update: '- YYYYY',
    }),
    ...file(
      "another's section, created by me, the folder now customFilter",
      theirs([], { ...createdByMe, folder: { shares: [to('me', 'customFilter')] } }),
      {
        read: 'Y YYYYY',
        filter: '- YYYYY',
        delete: '------',
        update: '------',
      },
    ),
    ...file(
      "another's section, created by me, the folder now read",
      theirs([], { ...createdByMe, folder: { shares: [to('me', 'read')] } }),
      {
        read: 'Y YYYYY',
        delete: '------',
        update: '------',
      },
    ),
    ...file(
      "another's section, created by me, the folder now restrict",
      theirs([], { ...createdByMe, folder: { shares: [to('me', 'restrict')] } }),
      {
        read: '------',
        delete: '------',
        update: '------',
      },
    ),
    ...file("another's section, created by me, the share now review", theirs([to('me', 'review')], createdByMe), {
      read: 'Y YYYYY',
      delete: '------',
      update: '------',
    }),
    ...file("another's section, created by me, the share now restrict", theirs([to('me', 'restrict')], createdByMe), {
      read: '------',
      delete: '------',
      update: '------',
    }),
    ...file(
      "another's section, created by me, restrict on the file and readWrite on its folder",
      theirs([to('me', 'restrict')], { ...createdByMe, folder: { shares: [to('me', 'readWrite')] } }),
      {
        read: '------',
        delete: '------',
        update: '------',
      },
    ),

    // Common documents.
    ...file('common, not shared', common([]), {
      read: 'Y YYYYY',
      comment: '-- Y - YY',
      fillForms: '-- Y - YY',
      review: '-- Y - YY',
      filter: '-- Y - YY',
      update: '-- Y - YY',
      delete: '-- Y - YY',
      share: '-- Y - YY',
      download: 'Y YYYYY',
    }),
    ...file('common, shared with somebody else only', common([to('other-2', 'readWrite'), to('group-1', 'restrict')]), {
      read: 'Y YYYYY',
      comment: '-- Y - YY',
      update: '-- Y - YY',
      delete: '-- Y - YY',
      share: '-- Y - YY',
      download: 'Y YYYYY',
    }),
    ...file('common, restrict', common([to('me', 'restrict')]), {
      read: '-- Y - YY',
      comment: '-- Y - YY',
      fillForms: '-- Y - YY',
      review: '-- Y - YY',
      filter: '-- Y - YY',
      update: '-- Y - YY',
      delete: '-- Y - YY',
      share: '-- Y - YY',
      download: '-- Y - YY',
    }),
    ...file('common, everyone restricted', common([to('everyone', 'restrict')]), {
      read: '-- Y - YY',
      comment: '-- Y - YY',
      update: '-- Y - YY',
      share: '-- Y - YY',
      download: '-- Y - YY',
    }),
    ...file('common, read', common([to('me', 'read')]), {
      read: 'Y YYYYY',
      comment: '-- Y - YY',
      fillForms: '-- Y - YY',
      review: '-- Y - YY',
      filter: '-- Y - YY',
      update: '-- Y - YY',
      delete: '-- Y - YY',
      share: '-- Y - YY',
      download: 'Y YYYYY',
    }),
    ...file('common, comment', common([to('me', 'comment')]), {
      read: 'Y YYYYY',
      comment: '- YYYYY',
      fillForms: '-- Y - YY',
      review: '-- Y - YY',
      filter: '-- Y - YY',
      update: '-- Y - YY',
      delete: '-- Y - YY',
      share: '-- Y - YY',
      download: 'Y YYYYY',
    }),
    ...file('common, fillForms', common([to('me', 'fillForms')]), {
      read: 'Y YYYYY',
      comment: '-- Y - YY',
      fillForms: '- YYYYY',
      review: '-- Y - YY',
      filter: '-- Y - YY',
      update: '-- Y - YY',
      delete: '-- Y - YY',
      share: '-- Y - YY',
      download: 'Y YYYYY',
    }),
    ...file('common, review', common([to('me', 'review')]), {
      read: 'Y YYYYY',
      comment: '- YYYYY',
      fillForms: '- YYYYY',
      review: '- YYYYY',
      filter: '-- Y - YY',
      update: '-- Y - YY',
      delete: '-- Y - YY',
      share: '-- Y - YY',
      download: 'Y YYYYY',
    }),
    ...file('common, customFilter', common([to('me', 'customFilter')]), {
      read: 'Y YYYYY',
      comment: '- YYYYY',
      fillForms: '-- Y - YY',
      review: '-- Y - YY',
      filter: '- YYYYY',
      update: '-- Y - YY',
      delete: '-- Y - YY',
      share: '-- Y - YY',
      download: 'Y YYYYY',
    }),
    ...file('common, readWrite', common([to('me', 'readWrite')]), {
      read: 'Y YYYYY',
      comment: '- YYYYY',
      fillForms: '- YYYYY',
      review: '- YYYYY',
      filter: '- YYYYY',
      update: '- YYYYY',
      delete: '-- Y - YY',
      share: '-- Y - YY',
      download: 'Y YYYYY',
    }),
    ...file('common, readWrite, sharing denied', common([to('me', 'readWrite')], { denySharing: true }), {
      update: '- YYYYY',
      share: '-- Y - YY',
    }),
    ...folder('common, not shared', common([]), {
      read: 'Y YYYYY',
      create: '-- Y - YY',
      update: '-- Y - YY',
      delete: '-- Y - YY',
      share: '-- Y - YY',
      download: 'Y YYYYY',
      connectThirdParty: '-- Y - YY',
    }),
    ...folder('common, restrict', common([to('me', 'restrict')]), {
      read: '-- Y - YY',
      create: '-- Y - YY',
      update: '-- Y - YY',
      delete: '-- Y - YY',
      share: '-- Y - YY',
      download: '-- Y - YY',
      connectThirdParty: '-- Y - YY',
    }),
    ...folder('common, read', common([to('me', 'read')]), {
      read: 'Y YYYYY',
      create: '-- Y - YY',
      update: '-- Y - YY',
      delete: '-- Y - YY',
      share: '-- Y - YY',
    }),
    ...folder('common, comment', common([to('me', 'comment')]), {
      read: 'Y YYYYY',
      create: '-- Y - YY',
      update: '-- Y - YY',
      delete: '-- Y - YY',
    }),
    ...folder('common, fillForms', common([to('me', 'fillForms')]), {
      read: 'Y YYYYY',
      create: '-- Y - YY',
      update: '-- Y - YY',
      delete: '-- Y - YY',
    }),
    ...folder('common, review', common([to('me', 'review')]), {
      read: 'Y YYYYY',
      create: '-- Y - YY',
      update: '-- Y - YY',
      delete: '-- Y - YY',
    }),
    ...folder('common, customFilter', common([to('me', 'customFilter')]), {
      read: 'Y YYYYY',
      create: '-- Y - YY',
      update: '-- Y - YY',
      delete: '-- Y - YY',
    }),
    ...folder('common, readWrite', common([to('me', 'readWrite')]), {
      read: 'Y YYYYY',
      create: 'Y YYYYY',
      update: '- YYYYY',
      delete: '-- Y - YY',
      share: '-- Y - YY',
      connectThirdParty: '-- Y - YY',
    }),
    ...file('common, created by me, readWrite on the folder', common([], { ...createdByMe, folder: { shares: [to('me', 'readWrite')] } }), {
      read: 'Y YYYYY',
      delete: 'Y YYYYY',
      share: '-- Y - YY',
    }),
    ...file('common, created by another, readWrite on the folder', common([], { folder: { shares: [to('me', 'readWrite')] } }), {
      read: 'Y YYYYY',
      update: '- YYYYY',
      delete: '-- Y - YY',
      share: '-- Y - YY',
    }),

    // The root of what is shared with me.
    ...folder('the shared root', inSection('shared', []), {
      create: '------',
      update: '------',
      delete: '------',
      share: '------',
      connectThirdParty: '------',
    }),
    ...folder('the shared root, with a share of readWrite', inSection('shared', [to('me', 'readWrite')]), {
      create: '------',
    }),
    ...folder('the shared root, created by me', inSection('shared', [], createdByMe), {
      create: '------',
    }),

    // Another portal's records.
    ...file(
      'common of another portal, created by me, readWrite',
      common([to('me', 'readWrite')], { ...createdByMe, portalId: 'portal-2' }),
      {
        read: '------',
        comment: '------',
        update: '------',
        delete: '------',
        share: '------',
        download: '------',
      },
    ),
    ...file('my own section in another portal', mine([], { portalId: 'portal-2' }), {
      read: '------',
      update: '------',
      delete: '------',
      share: '------',
    }),
    ...file(
      "another's in another portal, readWrite",
      theirs([to('me', 'readWrite'), to('everyone', 'readWrite')], { portalId: 'portal-2' }),
      {
        read: '------',
        update: '------',
        share: '------',
      },
    ),
    ...folder('common of another portal', common([to('me', 'readWrite')], { portalId: 'portal-2' }), {
      read: '------',
      create: '------',
      connectThirdParty: '------',
    }),
    ...rows('documents.section', 'common of another portal', { name: 'common', portalId: 'portal-2' }, { read: '------' }),

    // The sections themselves.
    ...rows('documents.section', 'my', { name: 'my' }, { read: '- YYYYY' }),
    ...rows('documents.section', 'common', { name: 'common' }, { read: 'Y YYYYY' }),
    ...rows('documents.section', 'shared', { name: 'shared' }, { read: 'Y YYYYY' }),
    ...rows('documents.section', 'projects', { name: 'projects' }, { read: 'Y YYYYY' }),
    ...rows('documents.section', 'trash', { name: 'trash' }, { read: 'Y YYYYY' }),
    ...rows('documents.section', 'recent', { name: 'recent' }, { read: '- YYYYY' }),
    ...rows('documents.section', 'favourites', { name: 'favourites' }, { read: '- YYYYY' }),
    ...rows('documents.section', 'templates', { name: 'templates' }, { read: '- YYYYY' }),
    ...rows('documents.section', 'private', { name: 'private' }, { read: '- YYYYY' }),
  ],
}

/* Columns: guest · user · documents admin · crm admin · full admin · owner. */

const downloads: Matrix = {
  name: 'documents, download denied',
  columns: people(['group-1']),
  capabilities: [
    ...file("another's, not shared", theirs([], { denyDownload: true }), { read: '------', download: '------' }),
    ...file("another's, restrict", theirs([to('me', 'restrict')], { denyDownload: true }), { read: '------', download: '------' }),
    ...file("another's, read", theirs([to('me', 'read')], { denyDownload: true }), { read: 'YYYYYY', download: '------' }),
    ...file("another's, comment", theirs([to('me', 'comment')], { denyDownload: true }), { read: 'YYYYYY', download: '------' }),
    ...file("another's, group read", theirs([to('group-1', 'read')], { denyDownload: true }), { read: 'YYYYYY', download: '------' }),
    ...file("another's, group comment", theirs([to('group-1', 'comment')], { denyDownload: true }), { read: 'YYYYYY', download: '------' }),
    ...file("another's, everyone read", theirs([to('everyone', 'read')], { denyDownload: true }), { read: 'YYYYYY', download: '------' }),
    ...file("another's, everyone comment", theirs([to('everyone', 'comment')], { denyDownload: true }), {
      read: 'YYYYYY',
      download: '------',
    }),
    ...file("another's, group readWrite but read to me", theirs([to('group-1', 'readWrite'), to('me', 'read')], { denyDownload: true }), {
      read: 'YYYYYY',
      download: '------',
    }),
    ...file("another's, read on the folder", theirs([], { denyDownload: true, folder: { shares: [to('me', 'read')] } }), {
      read: 'YYYYYY',
      download: '------',
    }),
    ...file(
      "another's, read on the file, readWrite on the folder",
      theirs([to('me', 'read')], { denyDownload: true, folder: { shares: [to('me', 'readWrite')] } }),
      { read: 'YYYYYY', download: '------' },
    ),
    ...file('common, read', common([to('me', 'read')], { denyDownload: true }), { read: 'YYYYYY', download: '-- Y - YY' }),
    ...file('common, comment', common([to('me', 'comment')], { denyDownload: true }), { read: 'YYYYYY', download: '-- Y - YY' }),
    ...file('common, group read', common([to('group-1', 'read')], { denyDownload: true }), { read: 'YYYYYY', download: '-- Y - YY' }),
    ...file('common, restrict', common([to('me', 'restrict')], { denyDownload: true }), { read: '-- Y - YY', download: '-- Y - YY' }),
    ...file('my own', mine([], { denyDownload: true }), { read: '- YYYYY', download: '- YYYYY' }),
  ],
}

/* Columns: user · documents admin · crm admin · full admin · owner. */

const downloadsOfUsers: Matrix = {
  name: 'documents, download denied, levels above comment, users',
  columns: users(['group-1']),
  capabilities: [
    ...file("another's, fillForms", theirs([to('me', 'fillForms')], { denyDownload: true }), { download: 'YYYYY' }),
    ...file("another's, review", theirs([to('me', 'review')], { denyDownload: true }), { download: 'YYYYY' }),
    ...file("another's, customFilter", theirs([to('me', 'customFilter')], { denyDownload: true }), { download: 'YYYYY' }),
    ...file("another's, group review", theirs([to('group-1', 'review')], { denyDownload: true }), { download: 'YYYYY' }),
    ...file("another's, everyone readWrite", theirs([to('everyone', 'readWrite')], { denyDownload: true }), { download: 'YYYYY' }),
    ...file("another's, readWrite", theirs([to('me', 'readWrite')], { denyDownload: true }), { download: 'YYYYY' }),
    ...file(
      "another's, readWrite on the file, read on the folder",
      theirs([to('me', 'readWrite')], { denyDownload: true, folder: { shares: [to('me', 'read')] } }),
      { download: 'YYYYY' },
    ),
    ...file(
      "another's, read to everyone but readWrite to me",
      theirs([to('everyone', 'read'), to('me', 'readWrite')], { denyDownload: true }),
      {
        download: 'YYYYY',
      },
    ),
    ...file('common, fillForms', common([to('me', 'fillForms')], { denyDownload: true }), { download: 'YYYYY' }),
    ...file('common, readWrite', common([to('me', 'readWrite')], { denyDownload: true }), { download: 'YYYYY' }),
  ],
}

const creatorInCommon: Matrix = {
  name: 'documents, creator in common',
  columns: users([]),
  capabilities: [
    ...file('created by me, not shared', common([], createdByMe), {
      read: 'YYYYY',
      comment: 'YYYYY',
      fillForms: 'YYYYY',
      review: 'YYYYY',
      filter: 'YYYYY',
      update: 'YYYYY',
      delete: 'YYYYY',
      download: 'YYYYY',
      share: '- Y - YY',
    }),
    ...folder('created by me, not shared', common([], createdByMe), {
      read: 'YYYYY',
      create: 'YYYYY',
      update: 'YYYYY',
      delete: 'YYYYY',
      download: 'YYYYY',
      share: '- Y - YY',
    }),
    ...file('created by me, read to me', common([to('me', 'read')], createdByMe), {
      read: 'YYYYY',
      comment: 'YYYYY',
      fillForms: 'YYYYY',
      review: 'YYYYY',
      filter: 'YYYYY',
      update: 'YYYYY',
      delete: 'YYYYY',
      download: 'YYYYY',
      share: '- Y - YY',
    }),
    ...file('created by me, read to everyone', common([to('everyone', 'read')], createdByMe), {
      comment: 'YYYYY',
      update: 'YYYYY',
      delete: 'YYYYY',
      share: '- Y - YY',
    }),
    ...folder('created by me, read to me', common([to('me', 'read')], createdByMe), {
      create: 'YYYYY',
      update: 'YYYYY',
      delete: 'YYYYY',
      share: '- Y - YY',
    }),
    ...file('created by me, readWrite to me', common([to('me', 'readWrite')], createdByMe), {
      read: 'YYYYY',
      update: 'YYYYY',
      delete: 'YYYYY',
      share: '- Y - YY',
    }),
    ...file('created by me, the folder read', common([], { ...createdByMe, folder: { shares: [to('me', 'read')] } }), {
      read: 'YYYYY',
      update: 'YYYYY',
      delete: 'YYYYY',
      share: '- Y - YY',
    }),
    ...file('created by me, restrict to me', common([to('me', 'restrict')], createdByMe), {
      read: '- Y - YY',
      comment: '- Y - YY',
      fillForms: '- Y - YY',
      review: '- Y - YY',
      filter: '- Y - YY',
      update: '- Y - YY',
      delete: '- Y - YY',
      download: '- Y - YY',
      share: '- Y - YY',
    }),
    ...folder('created by me, restrict to me', common([to('me', 'restrict')], createdByMe), {
      read: '- Y - YY',
      create: '- Y - YY',
      update: '- Y - YY',
      delete: '- Y - YY',
      share: '- Y - YY',
    }),
    ...file('created by me, restrict to somebody else', common([to('other-2', 'restrict'), to('group-1', 'restrict')], createdByMe), {
      read: 'YYYYY',
      update: 'YYYYY',
      delete: 'YYYYY',
      share: '- Y - YY',
    }),
    ...file('created by me, restrict to everyone but read to me', common([to('everyone', 'restrict'), to('me', 'read')], createdByMe), {
      read: 'YYYYY',
      update: 'YYYYY',
      delete: 'YYYYY',
      share: '- Y - YY',
    }),
  ],
}

/* Columns: user · documents admin · crm admin · full admin · owner, all of them in group-1 and group-2. */

const levelsByGroup: Matrix = {
  name: 'documents, shared with groups and everyone',
  columns: users(myGroups),
  capabilities: [
    ...file("another's, group restrict", theirs([to('group-1', 'restrict')]), {
      read: '-----',
      comment: '-----',
      update: '-----',
      share: '-----',
      download: '-----',
    }),
    ...file("another's, group read", theirs([to('group-1', 'read')]), {
      read: 'YYYYY',
      comment: '-----',
      fillForms: '-----',
      review: '-----',
      filter: '-----',
      update: '-----',
      delete: '-----',
      share: '-----',
      download: 'YYYYY',
    }),
    ...file("another's, group comment", theirs([to('group-1', 'comment')]), {
      read: 'YYYYY',
      comment: 'YYYYY',
      fillForms: '-----',
      review: '-----',
      filter: '-----',
      update: '-----',
      share: '-----',
    }),
    ...file("another's, group fillForms", theirs([to('group-1', 'fillForms')]), {
      read: 'YYYYY',
      comment: '-----',
      fillForms: 'YYYYY',
      review: '-----',
      filter: '-----',
      update: '-----',
      share: '-----',
    }),
    ...file("another's, group review", theirs([to('group-1', 'review')]), {
      read: 'YYYYY',
      comment: 'YYYYY',
      fillForms: 'YYYYY',
      review: 'YYYYY',
      filter: '-----',
      update: '-----',
      share: '-----',
    }),
    ...file("another's, group customFilter", theirs([to('group-1', 'customFilter')]), {
      read: 'YYYYY',
      comment: 'YYYYY',
      fillForms: '-----',
      review: '-----',
      filter: 'YYYYY',
      update: '-----',
      share: '-----',
    }),
    ...file("another's, group readWrite", theirs([to('group-1', 'readWrite')]), {
      read: 'YYYYY',
      comment: 'YYYYY',
      fillForms: 'YYYYY',
      review: 'YYYYY',
      filter: 'YYYYY',
      update: 'YYYYY',
      delete: '-----',
      share: 'YYYYY',
      download: 'YYYYY',
    }),
    ...file("another's, group readWrite, sharing denied", theirs([to('group-1', 'readWrite')], { denySharing: true }), { share: '-----' }),
    ...file("another's, readWrite to a group of others", theirs([to('group-3', 'readWrite')]), {
      read: '-----',
      update: '-----',
      share: '-----',
    }),
    ...folder("another's, group readWrite", theirs([to('group-1', 'readWrite')]), {
      read: 'YYYYY',
      create: 'YYYYY',
      update: 'YYYYY',
      delete: '-----',
      share: 'YYYYY',
    }),
    ...folder("another's, group review", theirs([to('group-1', 'review')]), { read: 'YYYYY', create: '-----', update: '-----' }),
    ...file("another's, created by me, group readWrite", theirs([to('group-1', 'readWrite')], createdByMe), { delete: 'YYYYY' }),
    ...file("another's, created by me, group read", theirs([to('group-1', 'read')], createdByMe), { delete: '-----', update: '-----' }),
    ...file("another's, everyone restrict", theirs([to('everyone', 'restrict')]), { read: '-----', update: '-----', download: '-----' }),
    ...file("another's, everyone read", theirs([to('everyone', 'read')]), {
      read: 'YYYYY',
      comment: '-----',
      update: '-----',
      share: '-----',
      download: 'YYYYY',
    }),
    ...file("another's, everyone comment", theirs([to('everyone', 'comment')]), {
      read: 'YYYYY',
      comment: 'YYYYY',
      review: '-----',
      update: '-----',
    }),
    ...file("another's, everyone fillForms", theirs([to('everyone', 'fillForms')]), {
      read: 'YYYYY',
      comment: '-----',
      fillForms: 'YYYYY',
    }),
    ...file("another's, everyone review", theirs([to('everyone', 'review')]), { comment: 'YYYYY', review: 'YYYYY', filter: '-----' }),
    ...file("another's, everyone customFilter", theirs([to('everyone', 'customFilter')]), {
      filter: 'YYYYY',
      fillForms: '-----',
      update: '-----',
    }),
    ...file("another's, everyone readWrite", theirs([to('everyone', 'readWrite')]), {
      read: 'YYYYY',
      comment: 'YYYYY',
      filter: 'YYYYY',
      update: 'YYYYY',
      delete: '-----',
      share: 'YYYYY',
    }),
    ...folder("another's, everyone readWrite", theirs([to('everyone', 'readWrite')]), {
      create: 'YYYYY',
      update: 'YYYYY',
      delete: '-----',
    }),
    ...file("another's, created by me, everyone readWrite", theirs([to('everyone', 'readWrite')], createdByMe), { delete: 'YYYYY' }),
    ...file('common, group restrict', common([to('group-1', 'restrict')]), { read: '- Y - YY', comment: '- Y - YY', download: '- Y - YY' }),
    ...file('common, group comment', common([to('group-1', 'comment')]), { read: 'YYYYY', comment: 'YYYYY', update: '- Y - YY' }),
    ...file('common, group readWrite', common([to('group-1', 'readWrite')]), {
      read: 'YYYYY',
      review: 'YYYYY',
      update: 'YYYYY',
      delete: '- Y - YY',
      share: '- Y - YY',
    }),
    ...folder('common, group readWrite', common([to('group-1', 'readWrite')]), { create: 'YYYYY', delete: '- Y - YY', share: '- Y - YY' }),
    ...file('common, everyone readWrite', common([to('everyone', 'readWrite')]), {
      update: 'YYYYY',
      delete: '- Y - YY',
      share: '- Y - YY',
    }),
    ...folder('common, everyone readWrite', common([to('everyone', 'readWrite')]), { create: 'YYYYY', delete: '- Y - YY' }),
  ],
}

const precedence: Matrix = {
  name: 'documents, which share counts',
  columns: users(myGroups),
  capabilities: [
    // The member himself before his groups before everyone.
    ...bothOrders("another's, read to me, group readWrite", [to('me', 'read'), to('group-1', 'readWrite')], theirs, {
      read: 'YYYYY',
      comment: '-----',
      update: '-----',
      share: '-----',
    }),
    ...bothOrders("another's, readWrite to me, group read", [to('me', 'readWrite'), to('group-1', 'read')], theirs, {
      read: 'YYYYY',
      comment: 'YYYYY',
      update: 'YYYYY',
      share: 'YYYYY',
    }),
    ...bothOrders("another's, restrict to me, group readWrite", [to('me', 'restrict'), to('group-1', 'readWrite')], theirs, {
      read: '-----',
      comment: '-----',
      update: '-----',
      share: '-----',
    }),
    ...bothOrders("another's, readWrite to me, group restrict", [to('me', 'readWrite'), to('group-1', 'restrict')], theirs, {
      read: 'YYYYY',
      comment: 'YYYYY',
      update: 'YYYYY',
      share: 'YYYYY',
    }),
    ...bothOrders("another's, read to me, everyone readWrite", [to('me', 'read'), to('everyone', 'readWrite')], theirs, {
      read: 'YYYYY',
      comment: '-----',
      update: '-----',
      share: '-----',
    }),
    ...bothOrders("another's, readWrite to me, everyone restrict", [to('me', 'readWrite'), to('everyone', 'restrict')], theirs, {
      read: 'YYYYY',
      comment: 'YYYYY',
      update: 'YYYYY',
      share: 'YYYYY',
    }),
    ...bothOrders("another's, restrict to me, everyone readWrite", [to('me', 'restrict'), to('everyone', 'readWrite')], theirs, {
      read: '-----',
      comment: '-----',
      update: '-----',
      download: '-----',
    }),
    ...bothOrders("another's, group read, everyone readWrite", [to('group-1', 'read'), to('everyone', 'readWrite')], theirs, {
      read: 'YYYYY',
      comment: '-----',
      update: '-----',
    }),
    ...bothOrders("another's, group readWrite, everyone read", [to('group-1', 'readWrite'), to('everyone', 'read')], theirs, {
      read: 'YYYYY',
      comment: 'YYYYY',
      update: 'YYYYY',
    }),
    ...bothOrders("another's, group restrict, everyone readWrite", [to('group-1', 'restrict'), to('everyone', 'readWrite')], theirs, {
      read: '-----',
      comment: '-----',
      update: '-----',
    }),
    ...bothOrders("another's, group readWrite, everyone restrict", [to('group-1', 'readWrite'), to('everyone', 'restrict')], theirs, {
      read: 'YYYYY',
      comment: 'YYYYY',
      update: 'YYYYY',
    }),
    ...bothOrders(
      "another's, comment to me, groups and everyone readWrite",
      [to('me', 'comment'), to('group-1', 'readWrite'), to('group-2', 'readWrite'), to('everyone', 'readWrite')],
      theirs,
      { read: 'YYYYY', comment: 'YYYYY', review: '-----', update: '-----' },
    ),

    // Between several groups, the most restrictive.
    ...bothOrders("another's, groups read and readWrite", [to('group-1', 'read'), to('group-2', 'readWrite')], theirs, {
      read: 'YYYYY',
      comment: '-----',
      update: '-----',
      share: '-----',
    }),
    ...bothOrders("another's, groups restrict and readWrite", [to('group-1', 'restrict'), to('group-2', 'readWrite')], theirs, {
      read: '-----',
      comment: '-----',
      update: '-----',
    }),
    ...bothOrders(
      "another's, groups restrict and readWrite, everyone read",
      [to('group-1', 'restrict'), to('group-2', 'readWrite'), to('everyone', 'read')],
      theirs,
      {
        read: '-----',
        update: '-----',
      },
    ),
    ...bothOrders("another's, groups comment and review", [to('group-1', 'comment'), to('group-2', 'review')], theirs, {
      read: 'YYYYY',
      comment: 'YYYYY',
      fillForms: '-----',
      review: '-----',
    }),
    ...bothOrders("another's, groups fillForms and review", [to('group-1', 'fillForms'), to('group-2', 'review')], theirs, {
      read: 'YYYYY',
      comment: '-----',
      fillForms: 'YYYYY',
      review: '-----',
    }),
    ...bothOrders("another's, groups comment and customFilter", [to('group-1', 'comment'), to('group-2', 'customFilter')], theirs, {
      read: 'YYYYY',
      comment: 'YYYYY',
      filter: '-----',
    }),
    ...bothOrders("another's, groups customFilter and readWrite", [to('group-1', 'customFilter'), to('group-2', 'readWrite')], theirs, {
      filter: 'YYYYY',
      review: '-----',
      update: '-----',
    }),
    ...bothOrders(
      "another's, group readWrite, restrict to a group of others",
      [to('group-1', 'readWrite'), to('group-3', 'restrict')],
      theirs,
      {
        read: 'YYYYY',
        update: 'YYYYY',
      },
    ),
    ...bothOrders("another's, group read, readWrite to a group of others", [to('group-1', 'read'), to('group-3', 'readWrite')], theirs, {
      read: 'YYYYY',
      update: '-----',
    }),
    ...bothOrders(
      "another's, created by me, read to me, group readWrite",
      [to('me', 'read'), to('group-1', 'readWrite')],
      (shares) => theirs(shares, createdByMe),
      {
        read: 'YYYYY',
        delete: '-----',
        update: '-----',
      },
    ),
    ...bothOrders(
      "another's, created by me, groups read and readWrite",
      [to('group-1', 'read'), to('group-2', 'readWrite')],
      (shares) => theirs(shares, createdByMe),
      {
        read: 'YYYYY',
        delete: '-----',
      },
    ),
    ...folder("another's, read to me, group readWrite", theirs([to('group-1', 'readWrite'), to('me', 'read')]), {
      read: 'YYYYY',
      create: '-----',
      update: '-----',
    }),
    ...folder("another's, groups read and readWrite", theirs([to('group-1', 'readWrite'), to('group-2', 'read')]), {
      read: 'YYYYY',
      create: '-----',
    }),
    ...folder("another's, readWrite to me, everyone restrict", theirs([to('everyone', 'restrict'), to('me', 'readWrite')]), {
      read: 'YYYYY',
      create: 'YYYYY',
    }),

    // The same in common, where administrators pass by.
    ...bothOrders('common, restrict to me, everyone readWrite', [to('me', 'restrict'), to('everyone', 'readWrite')], common, {
      read: '- Y - YY',
      update: '- Y - YY',
      download: '- Y - YY',
    }),
    ...bothOrders('common, restrict to me, group readWrite', [to('me', 'restrict'), to('group-1', 'readWrite')], common, {
      read: '- Y - YY',
      update: '- Y - YY',
    }),
    ...bothOrders('common, read to me, group restrict', [to('me', 'read'), to('group-1', 'restrict')], common, {
      read: 'YYYYY',
      update: '- Y - YY',
    }),
    ...bothOrders('common, read to me, everyone readWrite', [to('me', 'read'), to('everyone', 'readWrite')], common, {
      read: 'YYYYY',
      comment: '- Y - YY',
      update: '- Y - YY',
    }),
    ...bothOrders('common, group restrict, everyone readWrite', [to('group-1', 'restrict'), to('everyone', 'readWrite')], common, {
      read: '- Y - YY',
      update: '- Y - YY',
    }),
    ...bothOrders('common, group readWrite, everyone restrict', [to('group-1', 'readWrite'), to('everyone', 'restrict')], common, {
      read: 'YYYYY',
      update: 'YYYYY',
    }),
    ...bothOrders('common, groups restrict and readWrite', [to('group-1', 'restrict'), to('group-2', 'readWrite')], common, {
      read: '- Y - YY',
      update: '- Y - YY',
    }),

    // The file's own share before its folder's.
    ...file("another's, neither file nor folder shared", theirs([], { folder: { shares: [] } }), { read: '-----', update: '-----' }),
    ...file("another's, folder comment", theirs([], { folder: { shares: [to('me', 'comment')] } }), {
      read: 'YYYYY',
      comment: 'YYYYY',
      review: '-----',
      update: '-----',
    }),
    ...file("another's, folder readWrite", theirs([], { folder: { shares: [to('me', 'readWrite')] } }), {
      read: 'YYYYY',
      comment: 'YYYYY',
      update: 'YYYYY',
      delete: '-----',
      share: 'YYYYY',
    }),
    ...file("another's, folder readWrite, sharing denied", theirs([], { denySharing: true, folder: { shares: [to('me', 'readWrite')] } }), {
      update: 'YYYYY',
      share: '-----',
    }),
    ...file("another's, folder restrict", theirs([], { folder: { shares: [to('me', 'restrict')] } }), { read: '-----', update: '-----' }),
    ...file("another's, file read, folder readWrite", theirs([to('me', 'read')], { folder: { shares: [to('me', 'readWrite')] } }), {
      read: 'YYYYY',
      comment: '-----',
      update: '-----',
      share: '-----',
    }),
    ...file("another's, file readWrite, folder read", theirs([to('me', 'readWrite')], { folder: { shares: [to('me', 'read')] } }), {
      read: 'YYYYY',
      comment: 'YYYYY',
      update: 'YYYYY',
      share: 'YYYYY',
    }),
    ...file("another's, file restrict, folder readWrite", theirs([to('me', 'restrict')], { folder: { shares: [to('me', 'readWrite')] } }), {
      read: '-----',
      comment: '-----',
      update: '-----',
      download: '-----',
    }),
    ...file("another's, file readWrite, folder restrict", theirs([to('me', 'readWrite')], { folder: { shares: [to('me', 'restrict')] } }), {
      read: 'YYYYY',
      update: 'YYYYY',
      download: 'YYYYY',
    }),
    ...file(
      "another's, file shared with somebody else, folder comment",
      theirs([to('other-2', 'restrict')], { folder: { shares: [to('me', 'comment')] } }),
      {
        read: 'YYYYY',
        comment: 'YYYYY',
        update: '-----',
      },
    ),
    ...file(
      "another's, file shared with a group of others, folder read",
      theirs([to('group-3', 'readWrite')], { folder: { shares: [to('me', 'read')] } }),
      {
        read: 'YYYYY',
        update: '-----',
      },
    ),
    ...file(
      "another's, file group read, folder group readWrite",
      theirs([to('group-1', 'read')], { folder: { shares: [to('group-1', 'readWrite')] } }),
      {
        read: 'YYYYY',
        update: '-----',
      },
    ),
    ...file(
      "another's, file everyone read, folder everyone readWrite",
      theirs([to('everyone', 'read')], { folder: { shares: [to('everyone', 'readWrite')] } }),
      {
        read: 'YYYYY',
        update: '-----',
      },
    ),
    ...file(
      "another's, file readWrite to me, folder restrict to everyone",
      theirs([to('me', 'readWrite')], { folder: { shares: [to('everyone', 'restrict')] } }),
      {
        read: 'YYYYY',
        update: 'YYYYY',
      },
    ),
    ...file(
      "another's, file restrict to me, folder readWrite to everyone",
      theirs([to('me', 'restrict')], { folder: { shares: [to('everyone', 'readWrite')] } }),
      {
        read: '-----',
        update: '-----',
      },
    ),
    ...file(
      "another's, folder groups read and readWrite",
      theirs([], { folder: { shares: [to('group-1', 'readWrite'), to('group-2', 'read')] } }),
      { read: 'YYYYY', update: '-----' },
    ),
    ...file('common, folder restrict', common([], { folder: { shares: [to('me', 'restrict')] } }), {
      read: '- Y - YY',
      update: '- Y - YY',
    }),
    ...file('common, folder readWrite', common([], { folder: { shares: [to('me', 'readWrite')] } }), {
      read: 'YYYYY',
      update: 'YYYYY',
      delete: '- Y - YY',
    }),
    ...file('common, file read, folder restrict', common([to('me', 'read')], { folder: { shares: [to('me', 'restrict')] } }), {
      read: 'YYYYY',
      update: '- Y - YY',
    }),
    ...file('common, file restrict, folder readWrite', common([to('me', 'restrict')], { folder: { shares: [to('me', 'readWrite')] } }), {
      read: '- Y - YY',
      update: '- Y - YY',
    }),
    ...file('common, file read, folder readWrite', common([to('me', 'read')], { folder: { shares: [to('me', 'readWrite')] } }), {
      read: 'YYYYY',
      update: '- Y - YY',
    }),
    ...file('my own, folder restrict', mine([], { folder: { shares: [to('me', 'restrict'), to('everyone', 'restrict')] } }), {
      read: 'YYYYY',
      update: 'YYYYY',
      delete: 'YYYYY',
      share: 'YYYYY',
    }),
  ],
}

/* Columns: guest of group-1 and group-2 · guest of no group. */

const guests: Matrix = {
  name: 'documents, guests',
  columns: guestAlone,
  capabilities: [
    ...file("another's, group restrict", theirs([to('group-1', 'restrict')]), { read: '--', comment: '--', download: '--' }),
    ...file("another's, group read", theirs([to('group-1', 'read')]), {
      read: 'Y-',
      comment: '--',
      fillForms: '--',
      review: '--',
      filter: '--',
      update: '--',
      delete: '--',
      share: '--',
      download: 'Y-',
    }),
    ...file("another's, group readWrite", theirs([to('group-1', 'readWrite')]), { read: 'Y-', delete: '--', share: '--', download: 'Y-' }),
    ...file("another's, everyone read", theirs([to('everyone', 'read')]), {
      read: 'YY',
      comment: '--',
      update: '--',
      share: '--',
      download: 'YY',
    }),
    ...file("another's, everyone readWrite", theirs([to('everyone', 'readWrite')]), { read: 'YY', delete: '--', share: '--' }),
    ...file("another's, everyone restrict", theirs([to('everyone', 'restrict')]), { read: '--', download: '--' }),
    ...file("another's, restrict to me, everyone readWrite", theirs([to('me', 'restrict'), to('everyone', 'readWrite')]), {
      read: '--',
      comment: '--',
      update: '--',
    }),
    ...file("another's, readWrite to me, everyone restrict", theirs([to('everyone', 'restrict'), to('me', 'readWrite')]), {
      read: 'YY',
      comment: '--',
      update: '--',
    }),
    ...file("another's, readWrite to me, group comment", theirs([to('group-1', 'comment'), to('me', 'readWrite')]), {
      read: 'YY',
      comment: '--',
      update: '--',
      share: '--',
    }),
    ...file("another's, group restrict, everyone read", theirs([to('everyone', 'read'), to('group-1', 'restrict')]), {
      read: '-Y',
      download: '-Y',
    }),
    ...file("another's, groups restrict and readWrite", theirs([to('group-2', 'readWrite'), to('group-1', 'restrict')]), { read: '--' }),
    ...file("another's, folder readWrite to me", theirs([], { folder: { shares: [to('me', 'readWrite')] } }), {
      read: 'YY',
      comment: '--',
      fillForms: '--',
      review: '--',
      filter: '--',
      update: '--',
      delete: '--',
      share: '--',
      download: 'YY',
    }),
    ...file(
      "another's, file restrict to me, folder readWrite to me",
      theirs([to('me', 'restrict')], { folder: { shares: [to('me', 'readWrite')] } }),
      { read: '--' },
    ),
    ...file(
      "another's, file read to me, folder restrict to me",
      theirs([to('me', 'read')], { folder: { shares: [to('me', 'restrict')] } }),
      {
        read: 'YY',
        update: '--',
      },
    ),

    // Uploading, and deleting what he uploaded himself.
    ...folder("another's, group readWrite", theirs([to('group-1', 'readWrite')]), { read: 'Y-', create: 'Y-', delete: '--', share: '--' }),
    ...folder("another's, group review", theirs([to('group-1', 'review')]), { read: 'Y-', create: '--', update: '--' }),
    ...folder("another's, everyone readWrite", theirs([to('everyone', 'readWrite')]), {
      read: 'YY',
      create: 'YY',
      delete: '--',
      share: '--',
    }),
    ...folder("another's, everyone customFilter", theirs([to('everyone', 'customFilter')]), { read: 'YY', create: '--' }),
    ...folder("another's, read to me, everyone readWrite", theirs([to('me', 'read'), to('everyone', 'readWrite')]), {
      read: 'YY',
      create: '--',
    }),
    ...folder("another's, readWrite to me, group read", theirs([to('me', 'readWrite'), to('group-1', 'read')]), {
      read: 'YY',
      create: 'YY',
    }),
    ...folder('common, group readWrite', common([to('group-1', 'readWrite')]), {
      read: 'YY',
      create: 'Y-',
      delete: '--',
      share: '--',
      connectThirdParty: '--',
    }),
    ...folder('common, everyone readWrite', common([to('everyone', 'readWrite')]), { read: 'YY', create: 'YY', delete: '--', share: '--' }),
    ...file("another's, created by me, group readWrite", theirs([to('group-1', 'readWrite')], createdByMe), { delete: 'Y-', share: '--' }),
    ...file("another's, created by me, everyone readWrite", theirs([to('everyone', 'readWrite')], createdByMe), {
      delete: 'YY',
      share: '--',
    }),
    ...file(
      "another's, created by me, folder group readWrite",
      theirs([], { ...createdByMe, folder: { shares: [to('group-1', 'readWrite')] } }),
      { delete: 'Y-' },
    ),
    ...file("another's, created by me, folder group read", theirs([], { ...createdByMe, folder: { shares: [to('group-1', 'read')] } }), {
      read: 'Y-',
      delete: '--',
    }),
    ...file("another's, created by me, read to me, group readWrite", theirs([to('me', 'read'), to('group-1', 'readWrite')], createdByMe), {
      read: 'YY',
      delete: '--',
    }),

    // Common.
    ...file('common, group restrict', common([to('group-1', 'restrict')]), { read: '-Y', comment: '--', download: '-Y' }),
    ...file('common, read to me, group restrict', common([to('group-1', 'restrict'), to('me', 'read')]), { read: 'YY', comment: '--' }),
    ...file('common, folder restrict to me', common([], { folder: { shares: [to('me', 'restrict')] } }), { read: '--' }),
    ...file('common, folder readWrite to me', common([], { folder: { shares: [to('me', 'readWrite')] } }), {
      read: 'YY',
      comment: '--',
      update: '--',
      delete: '--',
      share: '--',
    }),
    ...file('common, created by me', common([], createdByMe), { read: 'YY', share: '--', download: 'YY' }),
    ...file('common, created by me, readWrite to me', common([to('me', 'readWrite')], createdByMe), {
      read: 'YY',
      delete: 'YY',
      share: '--',
    }),
    ...file('common, created by me, restrict to me', common([to('me', 'restrict')], createdByMe), {
      read: '--',
      comment: '--',
      update: '--',
      delete: '--',
      share: '--',
      download: '--',
    }),

    // His own section does not exist.
    ...file('my own', mine([]), { read: '--', update: '--', delete: '--', share: '--' }),
    ...folder('my own', mine([]), { read: '--', create: '--', share: '--', connectThirdParty: '--' }),
  ],
}

/* Columns: guest · user · documents admin · crm admin · full admin · owner. */

const disabled: Matrix = {
  name: 'documents, disabled members',
  columns: people(myGroups, { member: { status: 'disabled' } }),
  capabilities: [
    ...file('my own', mine([]), { read: '------', update: '------', delete: '------', share: '------', download: '------' }),
    ...file('common', common([]), {
      read: '------',
      comment: '------',
      update: '------',
      delete: '------',
      share: '------',
      download: '------',
    }),
    ...file('common, created by me, readWrite', common([to('me', 'readWrite')], createdByMe), {
      read: '------',
      update: '------',
      delete: '------',
    }),
    ...file("another's, readWrite", theirs([to('me', 'readWrite')]), { read: '------', update: '------', share: '------' }),
    ...file("another's, group and everyone readWrite", theirs([to('group-1', 'readWrite'), to('everyone', 'readWrite')]), {
      read: '------',
      update: '------',
    }),
    ...folder('common, readWrite', common([to('me', 'readWrite')]), { read: '------', create: '------', connectThirdParty: '------' }),
    ...rows('documents.section', 'common', { name: 'common' }, { read: '------' }),
    ...rows('documents.section', 'my', { name: 'my' }, { read: '------' }),
  ],
}

const restrictedToOthers: Matrix = {
  name: 'documents, the module restricted to others',
  columns: people(['group-1'], { modules: { documents: { availability: 'restricted', to: ['other', 'group-2'] } } }),
  capabilities: [
    ...file('my own', mine([]), { read: '-- Y - YY', update: '-- Y - YY', share: '-- Y - YY' }),
    ...file('common', common([]), { read: '-- Y - YY', update: '-- Y - YY' }),
    ...file('common, created by me', common([], createdByMe), { read: '-- Y - YY', delete: '-- Y - YY' }),
    ...file("another's, readWrite", theirs([to('me', 'readWrite'), to('everyone', 'readWrite')]), {
      read: '-- Y - YY',
      update: '-- Y - YY',
    }),
    ...file("another's, not shared", theirs([]), { read: '------', update: '------' }),
    ...folder('common, readWrite', common([to('me', 'readWrite')]), { create: '-- Y - YY' }),
    ...rows('documents.section', 'common', { name: 'common' }, { read: '-- Y - YY' }),
  ],
}

const restrictedToUs: Matrix = {
  name: 'documents, the module restricted to a group of ours',
  columns: people(['group-1'], { modules: { documents: { availability: 'restricted', to: ['other', 'group-1'] } } }),
  capabilities: [
    ...file('my own', mine([]), { read: '- YYYYY', update: '- YYYYY' }),
    ...file('common', common([]), { read: 'Y YYYYY', update: '-- Y - YY' }),
    ...file("another's, readWrite", theirs([to('me', 'readWrite')]), { read: 'Y YYYYY', update: '- YYYYY' }),
    ...rows('documents.section', 'common', { name: 'common' }, { read: 'Y YYYYY' }),
  ],
}

/* Where the rules leave room: the sentence taken word for word. */

/* Columns: user · documents admin · crm admin · full admin · owner, all of them in group-1 and group-2. */

const literal: Matrix = {
  name: 'documents, users (literal reading)',
  columns: users(myGroups),
  capabilities: [
    // The nearest share comes first in the sentence, before whom it is given to.
    ...file(
      "another's, file read to everyone, folder readWrite to me",
      theirs([to('everyone', 'read')], { folder: { shares: [to('me', 'readWrite')] } }),
      {
        read: 'YYYYY',
        update: '-----',
      },
    ),
    ...file(
      "another's, file readWrite to everyone, folder read to me",
      theirs([to('everyone', 'readWrite')], { folder: { shares: [to('me', 'read')] } }),
      {
        read: 'YYYYY',
        update: 'YYYYY',
      },
    ),
    ...file(
      "another's, file restrict to a group, folder readWrite to me",
      theirs([to('group-1', 'restrict')], { folder: { shares: [to('me', 'readWrite')] } }),
      {
        read: '-----',
        update: '-----',
      },
    ),
    // `restrict` stands against the creator also when it reaches him through a group, everyone, or the folder.
    ...file('common, created by me, group restrict', common([to('group-1', 'restrict')], createdByMe), {
      read: '- Y - YY',
      update: '- Y - YY',
      delete: '- Y - YY',
    }),
    ...file('common, created by me, everyone restrict', common([to('everyone', 'restrict')], createdByMe), {
      read: '- Y - YY',
      update: '- Y - YY',
      delete: '- Y - YY',
    }),
    ...file('common, created by me, folder restrict to me', common([], { ...createdByMe, folder: { shares: [to('me', 'restrict')] } }), {
      read: '- Y - YY',
      update: '- Y - YY',
      delete: '- Y - YY',
    }),
    // No share of his own has the level `read` or `comment` here: reading in common is a default, not a share.
    ...file('common, not shared, download denied', common([], { denyDownload: true }), { read: 'YYYYY', download: 'YYYYY' }),
    // The creator in common keeps everything.
    ...file('common, created by me, read to me, download denied', common([to('me', 'read')], { ...createdByMe, denyDownload: true }), {
      read: 'YYYYY',
      download: 'YYYYY',
    }),
    // "Everything" in his own section.
    ...folder('my own', mine([]), { connectThirdParty: 'YYYYY' }),
    // No row allows anything on what is in the trash or in a project's documents.
    ...file("somebody's in the trash", inSection('trash', []), { read: '-----', update: '-----', delete: '-----' }),
    ...file('in the projects section', inSection('projects', []), { read: '-----', update: '-----', delete: '-----' }),
  ],
}

/* Columns: guest of group-1 and group-2 · guest of no group. */

const literalGuests: Matrix = {
  name: 'documents, guests (literal reading)',
  columns: guestAlone,
  capabilities: [
    // Only a personal share is lowered to reading; what a group or everyone has, a guest of it has.
    ...file("another's, group comment", theirs([to('group-1', 'comment')]), { read: 'Y-', comment: 'Y-', review: '--', update: '--' }),
    ...file("another's, group fillForms", theirs([to('group-1', 'fillForms')]), { read: 'Y-', fillForms: 'Y-', comment: '--' }),
    ...file("another's, group review", theirs([to('group-1', 'review')]), { review: 'Y-', comment: 'Y-', filter: '--', update: '--' }),
    ...file("another's, group customFilter", theirs([to('group-1', 'customFilter')]), { filter: 'Y-', comment: 'Y-', fillForms: '--' }),
    ...file("another's, group readWrite", theirs([to('group-1', 'readWrite')]), { update: 'Y-', comment: 'Y-', share: '--', delete: '--' }),
    ...file("another's, everyone comment", theirs([to('everyone', 'comment')]), { comment: 'YY', update: '--' }),
    ...file("another's, everyone readWrite", theirs([to('everyone', 'readWrite')]), { comment: 'YY', update: 'YY', share: '--' }),
    ...file('common, group comment', common([to('group-1', 'comment')]), { comment: 'Y-', update: '--' }),
    ...file('common, everyone readWrite', common([to('everyone', 'readWrite')]), {
      comment: 'YY',
      update: 'YY',
      share: '--',
      delete: '--',
    }),
    // The level of the share decides on downloading, even where a guest may only read with it.
    ...file("another's, fillForms, download denied", theirs([to('me', 'fillForms')], { denyDownload: true }), {
      read: 'YY',
      download: 'YY',
    }),
    ...file("another's, readWrite, download denied", theirs([to('me', 'readWrite')], { denyDownload: true }), {
      read: 'YY',
      download: 'YY',
    }),
    ...file("another's, group review, download denied", theirs([to('group-1', 'review')], { denyDownload: true }), {
      read: 'Y-',
      download: 'Y-',
    }),
    ...file('common, review, download denied', common([to('me', 'review')], { denyDownload: true }), { read: 'YY', download: 'YY' }),
    ...file('common, not shared, download denied', common([], { denyDownload: true }), { read: 'YY', download: 'YY' }),
    ...file("somebody's in the trash", inSection('trash', []), { read: '--', update: '--', delete: '--' }),
    ...file('in the projects section', inSection('projects', []), { read: '--', update: '--', delete: '--' }),
  ],
}

/** All of them, `documents` included. */
export const documentsMatrices: readonly Matrix[] = [
  documents,
  downloads,
  downloadsOfUsers,
  creatorInCommon,
  levelsByGroup,
  precedence,
  guests,
  disabled,
  restrictedToOthers,
  restrictedToUs,
  literal,
  literalGuests,
]
