import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { drizzle } from 'drizzle-orm/sqlite-proxy'
import { contact, type AnyAbility } from 'portico'
import { child, drizzleMapping, drizzleWhere } from 'portico/drizzle'
import { accessible } from 'portico/lists'

const contacts = sqliteTable('contacts', {
  id: integer('id').primaryKey(),
  portalId: text('portal_id').notNull(),
  name: text('name').notNull(),
  createdBy: text('created_by').notNull(),
  shared: text('shared').notNull(),
})
const contactAccess = sqliteTable('contact_access', { contactId: integer('contact_id').notNull(), memberId: text('member_id').notNull() })

const mapping = drizzleMapping(contact, {
  dialect: 'sqlite',
  table: contacts,
  fields: {
    portalId: contacts.portalId,
    createdBy: contacts.createdBy,
    shared: contacts.shared,
    accessList: child({ table: contactAccess, on: [[contactAccess.contactId, contacts.id]], value: contactAccess.memberId }),
  },
})

/** The names of the contacts that a member may read. */
export async function readWithDrizzle(database: DatabaseSync, ability: AnyAbility): Promise<readonly string[]> {
  const db = drizzle((query, values: unknown[]) => {
    const rows = database.prepare(query).all(...(values as SQLInputValue[]))
    return Promise.resolve({ rows: rows.map((row) => Object.values(row)) })
  })
  const rows = await db
    .select({ name: contacts.name })
    .from(contacts)
    .where(drizzleWhere(accessible(ability, 'read', contact), mapping))
    .orderBy(contacts.name)
  return rows.map(({ name }) => name)
}
