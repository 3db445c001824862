import type { profile, RecordOf } from '../../../src/index.js'
import { administrator, fullAdministrator, guest, owner, type Seat } from './seat.js'

type Profile = RecordOf<typeof profile>

const isList = (administers: Profile['administers']): boolean => Array.isArray(administers)
const isNothing = (administers: Profile['administers']): boolean => Array.isArray(administers) && administers.length === 0
const isEverything = (administers: Profile['administers']): boolean =>
  administers === 'everything' || (Array.isArray(administers) && administers.includes('everything'))

/** The advanced rights: of full administrators, and as an option of those who administer People. */
export const advanced = ({ ranks: { people }, options }: Seat): boolean =>
  people >= fullAdministrator || (people === administrator && options.peopleAdministrators === true)

export function onProfile(seat: Seat, action: string, record: Profile): boolean {
  const { people: rank, portal } = seat.ranks
  const self = record.id === seat.id
  const ofOwner = record.owner === true || record.id === seat.portalOwnerId
  switch (action) {
    case 'read':
      return self || rank >= administrator || (rank > guest && record.status === 'active')
    case 'update':
      return (!ofOwner || portal === owner) && (self || (record.id !== undefined && advanced(seat)))
    case 'requestDeletion':
      return self && !ofOwner && portal !== owner
    case 'create':
      if (record.owner === true || !advanced(seat)) return false
      return record.administers === undefined || isNothing(record.administers) || (rank >= fullAdministrator && record.type === 'user')
    case 'grantFullAccess':
    case 'grantModuleAdministration':
      return portal >= fullAdministrator && record.id !== undefined && !self && !ofOwner && record.type === 'user'
    case 'revokeFullAccess':
    case 'revokeModuleAdministration':
      return portal >= fullAdministrator && record.id !== undefined && !self && !ofOwner
    default:
      return record.id !== undefined && (!ofOwner || portal === owner) && onExisting(seat, action, record, self)
  }
}

function onExisting(seat: Seat, action: string, record: Profile, self: boolean): boolean {
  const { people: rank } = seat.ranks
  if (action === 'updateEmployment') return rank >= administrator
  if (!advanced(seat)) return false
  const full = rank >= fullAdministrator
  const { administers, type, status } = record
  switch (action) {
    case 'disable':
      if (self) return false
      if (rank === owner || isList(administers)) return true
      return full && seat.options.administratorsMayDisablePeers === true && isEverything(administers)
    case 'reactivate':
      return !self && (full || isNothing(administers))
    case 'delete':
      return !self && status === 'disabled'
    case 'convertToGuest':
      return !self && type === 'user' && isNothing(administers)
    case 'convertToUser':
      return !self && type === 'guest'
    case 'changeEmail':
      return full || isList(administers)
    case 'changePassword':
      return status === 'active' && (full || isList(administers))
    case 'reassignData':
      return status === 'disabled'
    default:
      return false
  }
}

const onGroups: ReadonlySet<string> = new Set(['create', 'read', 'update', 'delete'])
const onInvitations: ReadonlySet<string> = new Set(['create', 'read', 'delete'])
export const onGroup = (seat: Seat, action: string): boolean => onGroups.has(action) && advanced(seat)
export const onInvitation = (seat: Seat, action: string): boolean => onInvitations.has(action) && advanced(seat)
