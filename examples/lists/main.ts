import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contact } from 'portico'
import { accessible, explainListed, whichActions } from 'portico/lists'
import { readWithDrizzle } from './drizzle.js'
import { readWithKysely } from './kysely.js'
import { readWithMongo } from './mongodb.js'
import { abilityOf, carl, contactRows, gus, openDatabase, uma } from './office.js'
import { countWritable, readPage } from './plain-sql.js'
import { readableForPrisma } from './prisma.js'

const folder = await mkdtemp(join(tmpdir(), 'lists-'))
const path = join(folder, 'office.db')
const db = openDatabase(path)
const namesOf = (names: readonly string[]): string => names.join(', ') || 'nobody'
console.log('what uma may read:', JSON.stringify(accessible(abilityOf(uma), 'read', contact).filter))
console.log('for Prisma:', JSON.stringify(readableForPrisma(abilityOf(uma))))

for (const member of [uma, carl, gus]) {
  const first = readPage(db, abilityOf(member), 2)
  const second = first.next === undefined ? undefined : readPage(db, abilityOf(member), 2, first.next)
  const pages = [first, ...(second ? [second] : [])].map(({ items }) => namesOf(items.map(({ name }) => name)))
  console.log(`\n${member.id} reads ${pages.join(' | then ')}; updates ${countWritable(db, abilityOf(member))}`)
  console.log('  Kysely: ', namesOf(await readWithKysely(path, abilityOf(member))))
  console.log('  Drizzle:', namesOf(await readWithDrizzle(db, abilityOf(member))))
  console.log('  MongoDB:', namesOf(readWithMongo(abilityOf(member))))
}

console.log('\nwhat uma may do:')
for (const { row, actions } of whichActions(abilityOf(uma), contact, contactRows.slice(0, 3), ['read', 'update']))
  console.log(`  ${row.name}: ${actions.join(', ') || 'nothing'}`)

const { explanation } = explainListed(abilityOf(uma), 'read', contact, contactRows[1])
console.log('\nwhy Bell is not in her list:', explanation?.text.split('; ').join('\n  '))

db.close()
await rm(folder, { recursive: true })
