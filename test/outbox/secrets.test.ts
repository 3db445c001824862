import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely, sql } from 'kysely'
import { memoryMailer, memoryStorage } from 'portico/memory'
import { kyselyStorage } from 'portico/kysely'
import { auditChange, hashToken, tables, type MailMessage, type Storage } from 'portico/server'
import { sqliteFile } from 'portico/sqlite'
import { systemClock } from 'portico/system'
import { expect, onTestFinished, test, vi } from 'vitest'
import { connect, migrate } from '../support/databases.js'
import { startPostgres } from '../support/postgres.js'
import { digest, entryOf, handClock, hour, insertInvitation, invite, portico, put, random, start, tokensIn } from './harness.js'

const quotedPrintable = (text: string): string => text.replaceAll('=', '=3D').replaceAll(/.{70}/g, '$&=\r\n')
const base64 = (text: string): string => Buffer.from(text).toString('base64').replaceAll(/.{76}/g, '$&\r\n')

/** What mail servers and mail libraries say when they do not take a letter: some of them quote it. */
const quotes: Readonly<Record<string, (message: MailMessage) => string>> = {
  'as it is': ({ text }) => `550 rejected: ${text}`,
  'its HTML': ({ html }) => `550 rejected: ${html}`,
  'as JSON': (message) => `rejected ${JSON.stringify({ message })}`,
  'as JSON in JSON': (message) => JSON.stringify({ error: JSON.stringify(message) }),
  'as a form': ({ text }) => `rejected: body=${encodeURIComponent(text)}`,
  'as quoted-printable': ({ text }) => `rejected: ${quotedPrintable(text)}`,
  'as base64': ({ text }) => `rejected: ${base64(text)}`,
  'as base64, shifted': ({ text }) => `rejected: ${base64(` ${text}`)}`,
  'as base64url, shifted again': ({ text }) => `rejected: ${Buffer.from(`  ${text}`).toString('base64url')}`,
  'as hexadecimal': ({ text }) => `rejected: ${Buffer.from(text).toString('hex')}`,
  'the token alone': ({ text }) => tokensIn(text).join(' '),
}

/** Every piece of this length of the token, as it is and in the encodings of mail. */
function piecesOf(token: string, length: number): string[] {
  const forms = [
    token,
    Buffer.from(token).toString('hex'),
    ...['', ' ', '  '].map((shift) =>
      Buffer.from(shift + token)
        .toString('base64')
        .slice(4, -4),
    ),
  ]
  return forms.flatMap((form) => Array.from({ length: form.length - length + 1 }, (_, at) => form.slice(at, at + length)))
}

test.each(Object.entries(quotes))('a mailer that quotes the letter (%s) does not bring its token into `lastError`', async (_, quote) => {
  for (let blanks = 0; blanks < 70; blanks++) {
    const [storage, clock] = [memoryStorage(), handClock()]
    let token = ''
    // Lines of mail may end anywhere in the token.
    const shifted = (text: string): string => text.replaceAll('https:', `${' '.repeat(blanks)}https:`)
    const mailer = {
      send: (message: MailMessage) => {
        token = tokensIn(message.text)[0] ?? ''
        return Promise.reject(new Error(quote({ ...message, text: shifted(message.text), html: shifted(message.html) })))
      },
    }
    await put(storage, insertInvitation('i'), invite('a', 'i'))
    expect(await portico({ storage, mailer, clock }).outbox.dispatch()).toMatchObject({ failed: 1 })
    const { lastError } = await entryOf(storage, 'a')
    expect(token).toHaveLength(43)
    for (const piece of piecesOf(token, 20)) expect(lastError).not.toContain(piece)
  }
})

test.each([
  'connect ECONNREFUSED 127.0.0.1:587',
  "Can't send mail - all recipients were rejected: 550 5.1.1 <ada@example.org>: Recipient address rejected: User unknown",
  'Invalid login: 535-5.7.8 Username and Password not accepted. For more information, go to 535 5.7.8 https://support.google.com/mail/?p=BadCredentials',
  'getaddrinfo ENOTFOUND smtp.example.org',
])('what a mailer says otherwise is written down: %s', async (said) => {
  const [storage, clock] = [memoryStorage(), handClock()]
  await put(storage, insertInvitation('i'), invite('a', 'i'))
  await portico({ storage, mailer: { send: () => Promise.reject(new Error(said)) }, clock }).outbox.dispatch()
  expect(await entryOf(storage, 'a')).toMatchObject({ lastError: said })
})

/** Everything that is written to the console, or past it, until the test ends. */
function overheard(): { readonly text: () => string } {
  const heard: unknown[] = []
  const spies = [
    ...(['log', 'info', 'warn', 'error', 'debug', 'trace'] as const).map((name) => vi.spyOn(console, name)),
    vi.spyOn(process.stdout, 'write'),
    vi.spyOn(process.stderr, 'write'),
  ]
  for (const spy of spies) {
    spy.mockImplementation((...said: unknown[]) => {
      heard.push(...said)
      return true
    })
  }
  onTestFinished(() => {
    for (const spy of spies) spy.mockRestore()
  })
  return { text: () => heard.map((one) => (one instanceof Uint8Array ? Buffer.from(one).toString() : String(one))).join('\n') }
}

/** Sends 120 letters with links, some after failures that quote them; gives the tokens that the mailer saw, and what was told of errors. */
async function work(
  storage: Storage,
): Promise<{ readonly tokens: readonly string[]; readonly hashes: readonly string[]; readonly told: string }> {
  const [tokens, told] = [new Set<string>(), [] as unknown[]]
  const ways = Object.values(quotes)
  let [turn, ahead] = [0, 0]
  const taken = memoryMailer()
  const mailer = {
    send: (message: MailMessage): Promise<void> => {
      for (const token of tokensIn(message.text)) tokens.add(token)
      const quote = ways[turn++ % 20]
      return quote ? Promise.reject(new Error(quote(message))) : taken.send(message)
    },
  }
  const clock = { ...systemClock(), now: () => start + ahead }
  const { outbox, runtime } = portico({
    storage,
    mailer,
    clock,
    dispatch: 'after-commit',
    limits: { attempts: 4 },
    audit: { write: (row) => Promise.reject(new Error(`no room for ${JSON.stringify(row)}`)) },
    onError: (error) => told.push(error),
  })
  for (let at = 0; at < 120; at++) {
    const id = `i${at}`
    const fact = { portalId: 'p', actorId: 'boss', command: 'invite', outcome: 'accepted', subject: 'invitations', subjectId: id } as const
    await runtime.commit([insertInvitation(id), invite(id, id), auditChange(random, start, { ...fact, correlationId: id })])
  }
  for (let round = 0; round < 6; round++) {
    await runtime.settled()
    ahead += hour
    await outbox.dispatch(1_000)
  }
  expect(taken.sent.length).toBeGreaterThan(60)
  expect(tokens.size).toBeGreaterThan(taken.sent.length)
  const hashes = await Promise.all(Array.from(tokens, (token) => hashToken(digest, 'invitation', token)))
  const messages = told.map((error) =>
    error instanceof Error ? `${error.message} ${error.stack ?? ''} ${String(error.cause)}` : String(error),
  )
  expect(messages).toHaveLength(120)
  return { tokens: [...tokens], hashes, told: messages.join('\n') }
}

/** None of the tokens is in there, nor a piece of one, in any of the encodings of mail. */
function expectNone(text: string, tokens: readonly string[]): void {
  const pieces = new Set(tokens.flatMap((token) => piecesOf(token, 20)))
  const found = new Set<string>()
  for (const [run] of text.matchAll(/[\w+/=-]{20,}/g)) {
    for (let at = 0; at + 20 <= run.length; at++) if (pieces.has(run.slice(at, at + 20))) found.add(run)
  }
  expect([...found]).toEqual([])
}

test('SQLite: no token is in the file, nor in what is beside it, nor on the console', { timeout: 30_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'portico-secrets-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const db = new Kysely<unknown>({ dialect: sqliteFile(join(folder, 'portico.db')) })
  await migrate({ db, dialect: 'sqlite' })
  const console = overheard()
  const { tokens, hashes, told } = await work(kyselyStorage(db, { dialect: 'sqlite' }))
  expect(() => expectNone(`found in ${tokens[0] ?? ''} so that it can be seen`, tokens)).toThrow()
  const bytes = (): string =>
    readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), 'latin1'))
      .join('\n')
  expect(readdirSync(folder)).toEqual(expect.arrayContaining(['portico.db', 'portico.db-wal']))
  const open = bytes()
  await db.destroy()
  const closed = bytes()
  for (const text of [open, closed]) {
    for (const hash of hashes) expect(text.includes(hash)).toBe(true)
    expectNone(text, tokens)
  }
  expectNone(told + console.text(), tokens)
})

test('PostgreSQL: no token is in any column of any table, nor on the console', { timeout: 30_000 }, async () => {
  const server = await startPostgres()
  onTestFinished(() => server.stop())
  const db = connect(server.connectionString, 10)
  onTestFinished(() => db.destroy())
  await migrate({ db, dialect: 'postgres' })
  const console = overheard()
  const { tokens, hashes, told } = await work(kyselyStorage(db, { dialect: 'postgres' }))
  const { rows: columns } = await sql<{ schema: string; table: string; column: string }>`
    select table_schema as schema, table_name as table, column_name as column from information_schema.columns
    where table_schema not in ('pg_catalog', 'information_schema')`.execute(db)
  // Ours, and the two of the migrations.
  expect(new Set(columns.map(({ table }) => table)).size).toBe(Object.keys(tables).length + 2)
  const values: string[] = []
  for (const { schema, table, column } of columns) {
    const { rows } = await sql<{
      value: string | null
    }>`select ${sql.ref(column)}::text as value from ${sql.table(`${schema}.${table}`)}`.execute(db)
    values.push(...rows.map(({ value }) => value ?? ''))
  }
  const text = values.join('\n')
  for (const hash of hashes) expect(text.includes(hash)).toBe(true)
  expectNone(text, tokens)
  expectNone(told + console.text(), tokens)
})
