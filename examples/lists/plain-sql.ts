import type { DatabaseSync } from 'node:sqlite'
import { contact, type AnyAbility } from 'portico'
import { accessible, decodeCursor, pageOf, type Page } from 'portico/lists'
import { child, sqlAfter, sqlMapping, sqlWhere } from 'portico/sql'

/** Where the fields of a contact lie; Kysely has the same. */
export const contacts = sqlMapping(contact, {
  dialect: 'sqlite',
  table: 'contacts',
  fields: {
    portalId: 'portal_id',
    createdBy: 'created_by',
    shared: 'shared',
    accessList: child({ table: 'contact_access', on: [['contact_id', 'id']], value: 'member_id' }),
  },
})

interface Line {
  readonly id: number
  readonly name: string
}

/** A page of the contacts that a member may read, by name. */
export function readPage(db: DatabaseSync, ability: AnyAbility, limit: number, cursor?: string): Page<Line> {
  const readable = sqlWhere(accessible(ability, 'read', contact), contacts)
  const after =
    cursor === undefined
      ? undefined
      : sqlAfter(
          [
            ['name', 'asc'],
            ['id', 'asc'],
          ],
          decodeCursor(cursor, 2),
          { dialect: 'sqlite' },
        )
  const where = [readable, ...(after ? [after] : [])]
  const rows = db
    .prepare(`select id, name from contacts where ${where.map(({ text }) => text).join(' and ')} order by name, id limit ?`)
    .all(...where.flatMap(({ values }) => values as readonly (string | number)[]), limit + 1)
  return pageOf(rows as unknown as readonly Line[], limit, ({ name, id }) => [name, id])
}

/** How many contacts a member may update. */
export function countWritable(db: DatabaseSync, ability: AnyAbility): number {
  const { text, values } = sqlWhere(accessible(ability, 'update', contact), contacts)
  const [line] = db.prepare(`select count(*) as count from contacts where ${text}`).all(...(values as readonly (string | number)[]))
  return Number(line?.['count'])
}
