import type { contact, crmCase, crmTask, invoice, opportunity, RecordOf } from '../../../src/index.js'
import { administrator, type Rank, type Seat } from './seat.js'

type Link = RecordOf<typeof crmTask>['link']

export function onContact(seat: Seat, rank: Rank, action: string, record: RecordOf<typeof contact>): boolean {
  switch (action) {
    case 'create':
      return true
    case 'read':
      return rank >= administrator || record.shared !== 'none' || record.accessList.includes(seat.id)
    case 'update':
    case 'delete':
    case 'setAccess':
      return rank >= administrator || record.shared === 'readWrite' || record.accessList.includes(seat.id)
    default:
      return false
  }
}

export function onOpportunity(seat: Seat, rank: Rank, action: string, record: RecordOf<typeof opportunity>): boolean {
  switch (action) {
    case 'create':
      return true
    case 'read':
    case 'update':
    case 'delete':
      return (
        rank >= administrator ||
        !record.private ||
        record.createdBy === seat.id ||
        record.responsibleId === seat.id ||
        record.accessList.includes(seat.id)
      )
    case 'setAccess':
      return rank >= administrator || record.createdBy === seat.id
    default:
      return false
  }
}

export function onCase(seat: Seat, rank: Rank, action: string, record: RecordOf<typeof crmCase>): boolean {
  switch (action) {
    case 'create':
      return true
    case 'read':
    case 'update':
    case 'delete':
      return rank >= administrator || !record.private || record.createdBy === seat.id || record.accessList.includes(seat.id)
    case 'setAccess':
      return rank >= administrator || record.createdBy === seat.id
    default:
      return false
  }
}

export function onTask(seat: Seat, rank: Rank, action: string, record: RecordOf<typeof crmTask>): boolean {
  switch (action) {
    case 'create':
      return true
    case 'read':
      if (rank >= administrator || record.link === null) return true
      return record.createdBy === seat.id || record.responsibleId === seat.id || readable(seat, record.link)
    case 'update':
    case 'delete':
      return rank >= administrator || record.createdBy === seat.id || record.responsibleId === seat.id
    default:
      return false
  }
}

export function onInvoice(seat: Seat, rank: Rank, action: string, record: RecordOf<typeof invoice>): boolean {
  switch (action) {
    case 'create':
      return rank >= administrator
    case 'read':
      return rank >= administrator || record.createdBy === seat.id || readable(seat, record.link)
    case 'update':
      return record.status === 'draft' && (rank >= administrator || record.createdBy === seat.id)
    case 'delete':
      return rank >= administrator || record.createdBy === seat.id
    default:
      return false
  }
}

/** Whether he may read what it is linked to. */
function readable(seat: Seat, link: Link): boolean {
  if (link === null) return false
  if (link.accessList.includes(seat.id)) return true
  if (link.type === 'contact') return link.shared !== 'none'
  if (!link.private || link.createdBy === seat.id) return true
  return link.type === 'opportunity' && link.responsibleId === seat.id
}
