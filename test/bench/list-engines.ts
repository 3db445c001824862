/** The databases of `lists.ts`, filled: so many contacts, and who is on the list of which. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import pg from 'pg'
import type { ListDialect } from 'portico/sql'
import { startPostgres } from '../support/postgres.js'

const schema = [
  'create table contacts (id integer primary key, portal_id text not null, created_by text not null, shared text not null, name text not null)',
  'create table contact_access (contact_id integer not null, member_id text not null)',
]
export const indexes = [
  'create index contacts_by_id on contacts (portal_id, id)',
  'create index contacts_by_creator on contacts (portal_id, created_by, id)',
  'create index contacts_by_sharing on contacts (portal_id, shared, id)',
  'create unique index access_by_member on contact_access (member_id, contact_id)',
  'create unique index access_by_contact on contact_access (contact_id, member_id)',
]
const fills = (series: string): readonly string[] => [
  `insert into contacts select n, case when n % 10 = 0 then 'p2' else 'p1' end, 'm' || (n * 7919 % 2000),
     case n % 4 when 0 then 'read' when 1 then 'readWrite' else 'none' end, 'contact ' || n from ${series}`,
  `insert into contact_access select n, 'm' || (n * 104729 % 2000) from ${series} where n % 3 = 0`,
]

/** A query as a driver takes it. */
export interface Query {
  readonly text: string
  readonly values: readonly unknown[]
}

/** A database that is measured. */
export interface Engine {
  readonly name: string
  readonly version: string
  readonly dialect: ListDialect
  run(query: Query): Promise<readonly Readonly<Record<string, unknown>>[]>
  plan(query: Query): Promise<string>
  close(): Promise<void>
}

/** SQLite, in a file. */
export function sqlite(count: number): Promise<Engine> {
  const folder = mkdtempSync(join(tmpdir(), 'portico-lists-'))
  const db = new DatabaseSync(join(folder, 'lists.db'))
  db.exec('pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -200000')
  const series = `(with recursive series(n) as (select 1 union all select n + 1 from series where n < ${count}) select n from series)`
  for (const statement of [...schema, ...fills(series), ...indexes, 'analyze']) db.exec(statement)
  const prepared = new Map<string, ReturnType<DatabaseSync['prepare']>>()
  const run = ({ text, values }: Query): readonly Readonly<Record<string, unknown>>[] => {
    const statement = prepared.get(text) ?? db.prepare(text)
    // What was explained once is not explained anew when an index is gone.
    if (!text.startsWith('explain')) prepared.set(text, statement)
    return statement.all(...(values as SQLInputValue[]))
  }
  return Promise.resolve({
    name: 'SQLite',
    version: `SQLite ${String(run({ text: 'select sqlite_version() as version', values: [] })[0]?.['version'])} of Node (a file, 200 MB of cache)`,
    dialect: 'sqlite',
    run: (query) => Promise.resolve(run(query)),
    plan: ({ text, values }) =>
      Promise.resolve(
        run({ text: `explain query plan ${text}`, values })
          .map(({ detail }) => String(detail))
          .join('; '),
      ),
    close() {
      db.close()
      rmSync(folder, { recursive: true })
      return Promise.resolve()
    },
  })
}

/** A real PostgreSQL. */
export async function postgres(count: number): Promise<Engine> {
  const server = await startPostgres()
  const pool = new pg.Pool({ connectionString: server.connectionString, max: 1 })
  const series = `generate_series(1::bigint, ${count}) as series(n)`
  for (const statement of [...schema, ...fills(series), ...indexes, 'vacuum analyze']) await pool.query(statement)
  const run = async ({ text, values }: Query) => (await pool.query<Record<string, unknown>>(text, [...values])).rows
  const [line] = await run({ text: 'show server_version', values: [] })
  return {
    name: 'PostgreSQL',
    version: `PostgreSQL ${String(line?.['server_version'])} (on the same machine)`,
    dialect: 'postgres',
    run,
    plan: async ({ text, values }) =>
      (await run({ text: `explain ${text}`, values })).map((row) => String(row['QUERY PLAN']).trim()).join('; '),
    async close() {
      await pool.end()
      await server.stop()
    },
  }
}
