// The office: who is in it, its contacts, and the database that they are in.
import { DatabaseSync } from 'node:sqlite'
import { portalPolicy, type Member, type Portal } from 'portico'

export const portal: Portal = { id: 'office', ownerId: 'olga' }
const active = { portalId: 'office', status: 'active' } as const
export const uma: Member = { ...active, id: 'uma', type: 'user' }
export const carl: Member = { ...active, id: 'carl', type: 'user', administers: ['crm'] }
export const gus: Member = { ...active, id: 'gus', type: 'guest' }
export const abilityOf = (member: Member) => portalPolicy.abilityFor(member, portal)

export interface ContactRow {
  readonly id: number
  readonly portalId: string
  readonly name: string
  readonly createdBy: string
  readonly shared: 'none' | 'read' | 'readWrite'
  readonly accessList: readonly string[]
}
const contact = (id: number, name: string, shared: ContactRow['shared'], ...accessList: string[]): ContactRow => ({
  id,
  portalId: 'office',
  name,
  createdBy: 'carl',
  shared,
  accessList,
})
export const contactRows: readonly ContactRow[] = [
  contact(1, 'Ada', 'read'),
  contact(2, 'Bell', 'none'),
  contact(3, 'Curie', 'readWrite'),
  contact(4, 'Darwin', 'none', 'uma', 'max'),
  contact(5, 'Euler', 'none', 'max'),
  { ...contact(6, 'Faraday', 'readWrite'), portalId: 'elsewhere' },
]

/** A database with the tables `contacts` and `contact_access`. */
export function openDatabase(path: string): DatabaseSync {
  const db = new DatabaseSync(path)
  db.exec(`
    create table contacts (id integer primary key, portal_id text not null, name text not null, created_by text not null, shared text not null);
    create table contact_access (contact_id integer not null, member_id text not null, primary key (member_id, contact_id));
    create index contacts_by_shared on contacts (portal_id, shared, id);
  `)
  const insertContact = db.prepare('insert into contacts values (?, ?, ?, ?, ?)')
  const insertAccess = db.prepare('insert into contact_access values (?, ?)')
  for (const { id, portalId, name, createdBy, shared, accessList } of contactRows) {
    insertContact.run(id, portalId, name, createdBy, shared)
    for (const member of accessList) insertAccess.run(id, member)
  }
  return db
}
