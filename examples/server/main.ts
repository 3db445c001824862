import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryMailer } from 'portico/memory'
import { auditChange, letterChange, type Change } from 'portico/server'
import { openPostgres, openSqlite } from './database.js'
import { clock, random, startPortal } from './portal.js'

const folder = await mkdtemp(join(tmpdir(), 'server-'))
const url = process.env['PORTAL_DATABASE']
const open = () => (url === undefined ? openSqlite(join(folder, 'portal.db')) : openPostgres(url))
const mailer = memoryMailer() // consoleMailer() for development, nodemailerMailer(transporter) of portico/nodemailer

/** A group is made, who made it is written down, and Ada is told: all of it is committed, or nothing. */
const makeGroup = (id: string): readonly Change[] => [
  { op: 'insert', table: 'groups', row: { portalId: 'office', id, name: id, createdAt: clock.now() } },
  auditChange(random, clock.now(), {
    portalId: 'office',
    actorId: 'boss',
    command: 'makeGroup',
    outcome: 'accepted',
    subject: 'groups',
    subjectId: id,
    correlationId: `make ${id}`,
  }),
  letterChange(random, clock.now(), {
    portalId: 'office',
    key: `welcome to ${id}`,
    letter: 'welcome',
    language: 'en',
    toAddress: 'ada@example.org',
    toName: 'Ada',
    variables: { name: `Ada of ${id}` },
  }),
]

const before = await open()
const first = startPortal(before.storage, mailer)
console.log('sales is made:', (await first.runtime.commit(makeGroup('sales'))).status)
await first.runtime.settled()
console.log('sent:', mailer.sent.map(({ subject }) => subject).join(', '))
console.log('sales is made again:', (await first.runtime.commit(makeGroup('sales'))).status)

mailer.behave('refuse')
console.log('support is made, the mail server is down:', (await first.runtime.commit(makeGroup('support'))).status)
await first.runtime.settled()
await before.close()

// The application is started again, on the same database.
const after = await open()
const { outbox, runtime } = startPortal(after.storage, mailer)
const { items: dead } = await outbox.dead('office')
for (const { row } of dead) console.log(`given up: ${row.key} (${row.lastError})`)

mailer.behave('take')
for (const { row } of dead) await outbox.requeue(row.portalId, row.id)
await runtime.settled()
console.log('sent:', mailer.sent.map(({ subject }) => subject).join(', '))
const { items: trail } = await runtime.storage.find('audit', 'byPortal', { portalId: 'office' })
for (const { row } of trail) console.log(`${row.actorId ?? 'somebody'}: ${row.command} of ${row.subject}`)

await after.close()
await rm(folder, { recursive: true })
