/** Databases with the tables of `tables.ts`, each reached as an application would reach it: plain, with Kysely, with Drizzle. */
import { mkdtemp, rm } from 'node:fs/promises'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { and, eq, type Column, type SQL, type Table } from 'drizzle-orm'
import { drizzle as nodePostgres } from 'drizzle-orm/node-postgres'
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite'
import { drizzle as sqliteProxy } from 'drizzle-orm/sqlite-proxy'
import { Kysely, PGliteDialect, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Accessible } from 'portico/lists'
import { drizzleWhere } from 'portico/drizzle'
import { kyselyWhere } from 'portico/kysely'
import { sqliteFile } from 'portico/sqlite'
import { sqlWhere, type ListDialect } from 'portico/sql'
import { startPostgres } from '../support/postgres.js'
import { drizzleJoined, drizzleMappings } from './drizzle.js'
import { joinedFrom, joinedMapping, joinedStatements } from './joined.js'
import { mappings, statements, type Line, type SqlParameter } from './tables.js'

type Rows = readonly Readonly<Record<string, unknown>>[]
/** What Drizzle's databases have in common. */
interface AnyDrizzle {
  select(fields: Readonly<Record<string, Column>>): {
    from(table: Table): Selected
  }
}
interface Selected {
  leftJoin(table: Table, on: SQL | undefined): Selected
  where(condition: SQL | undefined): { orderBy(...columns: readonly (Column | SQL)[]): Sorted }
}
interface Sorted extends PromiseLike<Rows> {
  limit(count: number): PromiseLike<Rows>
}
interface Tables {
  readonly flat: { readonly id: number; readonly data_set: number }
  readonly docs: Tables['flat']
  readonly joined: { readonly key: number; readonly data_set: number; readonly portal_id: string; readonly at_id: number }
  readonly places: { readonly portal_id: string; readonly id: number; readonly deep_id: number }
  readonly deeps: { readonly portal_id: string; readonly id: number }
}

export interface Engine {
  readonly dialect: ListDialect
  run(text: string, values: readonly SqlParameter[]): Promise<Rows>
  readonly kysely: Kysely<Tables>
  readonly drizzle: AnyDrizzle
  close(): Promise<void>
}

async function sqlite(): Promise<Engine> {
  const folder = await mkdtemp(join(tmpdir(), 'portico-lists-'))
  const path = join(folder, 'lists.db')
  const db = new DatabaseSync(path)
  db.exec('pragma journal_mode = wal; pragma synchronous = off')
  const all = (text: string, values: readonly unknown[]): Rows => db.prepare(text).all(...(values as SQLInputValue[]))
  const kysely = new Kysely<Tables>({ dialect: sqliteFile(path) })
  return {
    dialect: 'sqlite',
    run: (text, values) => Promise.resolve(all(text, values)),
    kysely,
    drizzle: sqliteProxy((text, values: unknown[]) =>
      Promise.resolve({ rows: all(text, values).map((row) => Object.values(row)) }),
    ) as unknown as AnyDrizzle,
    async close() {
      await kysely.destroy()
      db.close()
      await rm(folder, { recursive: true })
    },
  }
}

function pglite(): Promise<Engine> {
  const db = new PGlite()
  const kysely = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite: db }) })
  return Promise.resolve({
    dialect: 'postgres',
    run: async (text, values) => (await db.query<Record<string, unknown>>(text, [...values])).rows,
    kysely,
    drizzle: drizzlePglite(db) as unknown as AnyDrizzle,
    close: () => kysely.destroy(),
  })
}

async function postgres(): Promise<Engine> {
  const server = await startPostgres()
  const pool = new pg.Pool({ connectionString: server.connectionString, max: 2 })
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  return {
    dialect: 'postgres',
    run: async (text, values) => (await pool.query<Record<string, unknown>>(text, [...values])).rows,
    kysely,
    drizzle: nodePostgres(pool) as unknown as AnyDrizzle,
    async close() {
      await kysely.destroy()
      await server.stop()
    },
  }
}

export const engines: Readonly<Record<string, () => Promise<Engine>>> = { SQLite: sqlite, PGlite: pglite, PostgreSQL: postgres }

/** One way to ask for a list: the table that it is asked of, and the ids found in one data set. */
export interface Way {
  readonly table: 'flat' | 'docs' | 'joined'
  ask(accessible: Accessible, dataSet: number): Promise<readonly number[]>
}

const idsOf = (rows: Rows): readonly number[] => rows.map(({ id }) => id as number)
const eachOf = <M, W>(all: Readonly<Record<string, M>>, make: (one: M) => W): Readonly<Record<string, W>> =>
  Object.fromEntries(Object.entries(all).map(([name, one]) => [name, make(one)]))

/** Every library, with every mapping. */
export function waysOf(engine: Engine): Readonly<Record<'plain SQL' | 'Kysely' | 'Drizzle', Readonly<Record<string, Way>>>> {
  const { dialect, kysely, drizzle } = engine
  const [joined, drizzled] = [joinedMapping(dialect), drizzleJoined(dialect)]
  return {
    'plain SQL': {
      ...eachOf(mappings(dialect), ({ table, mapping }) => ({
        table,
        async ask(accessible: Accessible, dataSet: number) {
          const { text, values } = sqlWhere(accessible, mapping)
          return idsOf(await engine.run(`select id from ${table} where data_set = ${dataSet} and ${text} order by id`, values))
        },
      })),
      joined: {
        table: 'joined',
        async ask(accessible, dataSet) {
          const { text, values } = sqlWhere(accessible, joined)
          return idsOf(await engine.run(`select key as id from ${joinedFrom} where data_set = ${dataSet} and ${text} order by key`, values))
        },
      },
    },
    Kysely: {
      ...eachOf(mappings(dialect), ({ table, mapping }) => ({
        table,
        async ask(accessible: Accessible, dataSet: number) {
          const query = kysely.selectFrom(table).select('id').where('data_set', '=', dataSet).where(kyselyWhere(accessible, mapping))
          return idsOf(await query.orderBy('id').execute())
        },
      })),
      joined: {
        table: 'joined',
        async ask(accessible, dataSet) {
          const query = kysely
            .selectFrom('joined')
            .leftJoin('places', (on) => on.onRef('places.portal_id', '=', 'joined.portal_id').onRef('places.id', '=', 'joined.at_id'))
            .leftJoin('deeps', (on) => on.onRef('deeps.portal_id', '=', 'places.portal_id').onRef('deeps.id', '=', 'places.deep_id'))
            .where(kyselyWhere(accessible, joined))
          return idsOf(await query.select('joined.key as id').where('data_set', '=', dataSet).orderBy('joined.key').execute())
        },
      },
    },
    Drizzle: {
      ...eachOf(drizzleMappings(dialect), ({ table, mapping }) => ({
        table: 'at_id' in table ? ('flat' as const) : ('docs' as const),
        async ask(accessible: Accessible, dataSet: number) {
          const condition = and(eq(table.data_set!, dataSet), drizzleWhere(accessible, mapping))
          return idsOf(await drizzle.select({ id: table.id! }).from(table).where(condition).orderBy(table.id!))
        },
      })),
      joined: {
        table: 'joined',
        async ask(accessible, dataSet) {
          const { joined: table, places, deeps, mapping } = drizzled
          const query = drizzle
            .select({ id: table.key! })
            .from(table)
            .leftJoin(places, and(eq(places.portal_id!, table.portal_id!), eq(places.id!, table.at_id!)))
            .leftJoin(deeps, and(eq(deeps.portal_id!, places.portal_id!), eq(deeps.id!, places.deep_id!)))
          return idsOf(await query.where(and(eq(table.data_set!, dataSet), drizzleWhere(accessible, mapping))).orderBy(table.key!))
        },
      },
    },
  }
}

export async function createTables(engine: Engine): Promise<void> {
  for (const statement of [...statements(engine.dialect), ...joinedStatements(engine.dialect)]) await engine.run(statement, [])
}

/** Inserts lines, many at a time. */
export async function insert(engine: Engine, lines: readonly Line[]): Promise<void> {
  for (const table of new Set(lines.map((line) => line.table))) {
    const of = lines.filter((line) => line.table === table)
    const columns = Object.keys(of[0]?.values ?? {})
    for (let at = 0; at < of.length; at += 200) {
      const some = of.slice(at, at + 200)
      let count = 0
      const mark = (): string => (engine.dialect === 'sqlite' ? '?' : `$${(count += 1)}`)
      const rows = some.map(() => `(${columns.map(mark).join(', ')})`).join(', ')
      await engine.run(
        `insert into ${table} (${columns.join(', ')}) values ${rows}`,
        some.flatMap(({ values }) => columns.map((column) => values[column] ?? null)),
      )
    }
  }
}
