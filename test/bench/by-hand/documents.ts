import type { file, folder, RecordOf, section, ShareLevel } from '../../../src/index.js'
import { administrator, guest, type Rank, type Seat } from './seat.js'

type Entry = RecordOf<typeof file> | RecordOf<typeof folder>
type Levels = ReadonlySet<ShareLevel>

const notRestricted: Levels = new Set<ShareLevel>(['read', 'comment', 'fillForms', 'review', 'customFilter', 'readWrite'])
const beyondReading: Levels = new Set<ShareLevel>(['fillForms', 'review', 'customFilter', 'readWrite'])
const commenting: Levels = new Set<ShareLevel>(['comment', 'review', 'customFilter', 'readWrite'])
const filling: Levels = new Set<ShareLevel>(['fillForms', 'review', 'readWrite'])
const reviewing: Levels = new Set<ShareLevel>(['review', 'readWrite'])
const filtering: Levels = new Set<ShareLevel>(['customFilter', 'readWrite'])
const writing: Levels = new Set<ShareLevel>(['readWrite'])

export function onSection(seat: Seat, rank: Rank, action: string, record: RecordOf<typeof section>): boolean {
  if (action !== 'read') return false
  if (rank === guest) return ['common', 'shared', 'projects', 'trash'].includes(record.name)
  return record.name !== 'my' || record.ownerId === undefined || record.ownerId === seat.id
}

export function onEntry(seat: Seat, rank: Rank, action: string, record: Entry): boolean {
  if (rank === guest) return asGuest(seat, action, record)
  if (record.section === 'my' && record.ownerId === seat.id) return known(action, record)
  if (record.section === 'common') {
    if (rank >= administrator) return known(action, record)
    if (record.createdBy === seat.id && action !== 'share' && action !== 'connectThirdParty')
      return known(action, record) && byShares(seat, record, notRestricted, true) !== false
  }
  return shared(seat, action, record, true)
}

const entryActions: ReadonlySet<string> = new Set([
  'read',
  'comment',
  'fillForms',
  'review',
  'filter',
  'update',
  'delete',
  'download',
  'share',
])
const known = (action: string, record: Entry): boolean =>
  entryActions.has(action) || (record.__typename === 'documents.folder' && (action === 'create' || action === 'connectThirdParty'))

function asGuest(seat: Seat, action: string, record: Entry): boolean {
  switch (action) {
    case 'comment':
    case 'fillForms':
    case 'review':
    case 'filter':
    case 'update':
      return shared(seat, action, record, false)
    case 'share':
      return false
    default:
      return shared(seat, action, record, true)
  }
}

/** By the share that counts: the nearest, and there his own before his groups' before everyone's. */
function shared(seat: Seat, action: string, record: Entry, personal: boolean): boolean {
  const { section } = record
  if (section !== 'common' && section !== 'my') return false
  switch (action) {
    case 'read':
      return byShares(seat, record, notRestricted, personal) ?? section === 'common'
    case 'download':
      return byShares(seat, record, record.denyDownload === false ? notRestricted : beyondReading, personal) ?? section === 'common'
    case 'comment':
      return byShares(seat, record, commenting, personal) ?? false
    case 'fillForms':
      return byShares(seat, record, filling, personal) ?? false
    case 'review':
      return byShares(seat, record, reviewing, personal) ?? false
    case 'filter':
      return byShares(seat, record, filtering, personal) ?? false
    case 'update':
      return byShares(seat, record, writing, personal) ?? false
    case 'create':
      return record.__typename === 'documents.folder' && (byShares(seat, record, writing, personal) ?? false)
    case 'delete':
      return record.createdBy === seat.id && (byShares(seat, record, writing, personal) ?? false)
    case 'share':
      return section === 'my' && record.denySharing === false && (byShares(seat, record, writing, personal) ?? false)
    default:
      return false
  }
}

function byShares(seat: Seat, record: Entry, opening: Levels, personal: boolean): boolean | undefined {
  return nearest(seat, record.shares, opening, personal) ?? (record.folder && nearest(seat, record.folder.shares, opening, personal))
}

/** What the shares of one place say; nothing when none of them reaches him. */
function nearest(seat: Seat, shares: Entry['shares'], opening: Levels, personal: boolean): boolean | undefined {
  let his: boolean | undefined
  let group: boolean | undefined
  let everyone: boolean | undefined
  for (const { to, access } of shares) {
    if (to === seat.id) his = his !== false && personal && opening.has(access)
    else if (to === 'everyone') everyone = everyone !== false && opening.has(access)
    else if (seat.groups.has(to)) group = group !== false && opening.has(access)
  }
  return his ?? group ?? everyone
}
