// What the staff of the firm do: who works for whom is written down, portals are looked for, and opened.
import type { HolderPortal, NewHolderPortal } from 'portico/server'
import type { Tables } from './database.js'
import type { Firm } from './portal.js'

type Person = Pick<Tables['holders'], 'id' | 'kind' | 'name' | 'email'> & Partial<Pick<Tables['holders'], 'office' | 'language'>>

export async function addHolder({ db }: Firm, firm: string, { office = null, language = 'en', ...person }: Person): Promise<void> {
  await db
    .insertInto('holders')
    .values({ ...person, firm, office, language, active: 1, staff: '[]', account: null })
    .execute()
}

/** From now on these members and accounts work for the client. Do it before his portal is opened: its record keeps who they are. */
export async function assign({ db }: Firm, firm: string, client: string, staff: readonly string[]): Promise<void> {
  await db
    .updateTable('holders')
    .set({ staff: JSON.stringify(staff) })
    .where('firm', '=', firm)
    .where('id', '=', client)
    .execute()
}

/**
 * Searches, looks, creates, and remembers whose account it will be.
 *
 * A process may die before it remembers. Whoever clicks again gets the same answer as the first time (`idempotencyKey`), and no second letter.
 */
export async function openPortal(
  { portico: { registration }, db }: Firm,
  asking: { readonly portalId: string; readonly actorId: string },
  wanted: NewHolderPortal,
  say: (line: string) => void = () => undefined,
): Promise<HolderPortal> {
  const { items } = await registration.find({ ...asking, holderId: wanted.holderId })
  say(`searches: ${items.length} found`)
  const { holder, permanence, email } = await registration.preview({ ...asking, ...wanted })
  say(`looks: a ${permanence} ${wanted.kind} portal for ${holder.name}; the letter goes to ${email}`)
  const idempotencyKey = `open ${wanted.kind} ${wanted.holderId}`
  const { holderPortal } = await registration.create({ ...asking, ...wanted, idempotencyKey })
  say(`creates it: ${holderPortal.status}`)
  await db
    .updateTable('holders')
    .set({ account: holderPortal.id })
    .where('firm', '=', asking.portalId)
    .where('id', '=', wanted.holderId)
    .execute()
  return holderPortal
}
