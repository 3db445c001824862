import type { Member, Portal } from 'portico'
import type { ContactRow } from './contacts.js'

/** The office of the example: a portal, four people, three contacts. */
export const portal: Portal = { id: 'office', ownerId: 'olga' }

const active = { portalId: 'office', status: 'active' } as const
export const carl: Member = { ...active, id: 'carl', type: 'user', administers: ['crm'] }
export const uma: Member = { ...active, id: 'uma', type: 'user' }
export const ben: Member = { ...active, id: 'ben', type: 'user' }
export const gus: Member = { ...active, id: 'gus', type: 'guest' }

export const contacts = (): Map<string, ContactRow> =>
  new Map(
    (
      [
        { id: 'bakery', shared: 'readWrite', accessList: [], name: 'The Bakery' },
        { id: 'printer', shared: 'read', accessList: ['ben'], name: 'The Printer' },
        { id: 'lawyer', shared: 'none', accessList: [], name: 'The Lawyer' },
      ] as const
    ).map((row) => [row.id, { ...row, accessList: [...row.accessList], portalId: 'office', createdBy: 'carl' }]),
  )
