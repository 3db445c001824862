import { Kysely } from 'kysely'
import { contact, type AnyAbility } from 'portico'
import { kyselyWhere } from 'portico/kysely'
import { accessible } from 'portico/lists'
import { sqliteFile } from 'portico/sqlite'
import { contacts } from './plain-sql.js'

interface Database {
  contacts: { id: number; portal_id: string; name: string; created_by: string; shared: string }
  contact_access: { contact_id: number; member_id: string }
}

/** The names of the contacts that a member may read, and whether he may update each. */
export async function readWithKysely(path: string, ability: AnyAbility): Promise<readonly string[]> {
  const db = new Kysely<Database>({ dialect: sqliteFile(path) })
  const rows = await db
    .selectFrom('contacts')
    .select('name')
    .select(kyselyWhere(accessible(ability, 'update', contact), contacts).as('mayUpdate'))
    .where(kyselyWhere(accessible(ability, 'read', contact), contacts))
    .orderBy('name')
    .execute()
  await db.destroy()
  return rows.map(({ name, mayUpdate }) => (mayUpdate ? `${name} (and update)` : name))
}
