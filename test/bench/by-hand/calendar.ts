import type { calendarEvent, calendarResource, RecordOf } from '../../../src/index.js'
import type { Seat } from './seat.js'

type Calendar = RecordOf<typeof calendarEvent>['calendar']

export function onCalendar(seat: Seat, action: string, record: RecordOf<typeof calendarResource>): boolean {
  switch (action) {
    case 'read':
      return record.ownerId === seat.id || shared(seat, record, false)
    case 'update':
      return record.ownerId === seat.id || shared(seat, record, true)
    case 'create':
    case 'delete':
    case 'share':
      return record.ownerId === seat.id
    default:
      return false
  }
}

export function onEvent(seat: Seat, action: string, { calendar }: RecordOf<typeof calendarEvent>): boolean {
  switch (action) {
    case 'read':
      return calendar.ownerId === seat.id || shared(seat, calendar, false)
    case 'create':
    case 'update':
    case 'delete':
      return calendar.ownerId === seat.id || shared(seat, calendar, true)
    default:
      return false
  }
}

function shared(seat: Seat, { shares }: Calendar, fully: boolean): boolean {
  for (const { to, access } of shares) {
    if ((to === seat.id || to === 'everyone' || seat.groups.has(to)) && (!fully || access === 'full')) return true
  }
  return false
}
