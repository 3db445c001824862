import type { TableName } from '../../records.js'
import { run, type Executor } from './database.js'
import { sqlSchema, type SchemaOptions, type SqlColumn, type SqlDialect, type SqlIndex, type SqlTable } from './schema.js'

/**
 * What each version added, for ever: a migration that was published never changes, its SQL is pinned by a test. A new table gets a new line
 * here; when a later version adds a column to a table, it names it here too, and the line that makes the table leaves it out.
 */
const history: Readonly<Record<string, readonly TableName[]>> = {
  '0001_portico': [
    'portals',
    'seats',
    'members',
    'reassignments',
    'groups',
    'invitations',
    'transfers',
    'holderPortals',
    'holderSeats',
    'delegations',
    'credentials',
    'loginNames',
    'tokens',
    'idempotencyKeys',
    'outbox',
    'rateLimits',
    'audit',
  ],
}

/** A migration as Kysely's `Migrator` wants it. There is no way down: it would delete everything. */
export interface StorageMigration {
  /** Makes the tables. */
  up(db: Executor): Promise<void>
}

/** The migrations as Kysely's `Migrator` wants them. */
export interface StorageMigrations {
  /** The migrations by name, in the order of their names. */
  getMigrations(): Promise<Record<string, StorageMigration>>
}

const types: Readonly<Record<SqlDialect, Readonly<Record<SqlColumn['type'], string>>>> = {
  sqlite: { text: 'text', integer: 'integer', boolean: 'integer', json: 'text' },
  // "C": text is equal when its bytes are, and in their order, whatever the collation of the database
  postgres: { text: 'text collate "C"', integer: 'bigint', boolean: 'boolean', json: 'jsonb' },
}

const names = (columns: readonly { readonly name: string }[]): string => columns.map(({ name }) => `"${name}"`).join(', ')

function createTable(table: SqlTable, dialect: SqlDialect): string {
  const lines = [
    ...table.columns.map(({ name, type, nullable }) => `"${name}" ${types[dialect][type]}${nullable ? '' : ' not null'}`),
    `"version" ${types[dialect].integer} not null`,
    ...table.columns.flatMap(({ name, values }) =>
      values ? [`check ("${name}" in (${values.map((value) => `'${value}'`).join(', ')}))`] : [],
    ),
    `constraint "${table.primaryKey}" primary key ("portal_id", "id")`,
    ...table.indexes.filter(({ unique }) => unique).map(({ name, columns }) => `constraint "${name}" unique (${names(columns)})`),
  ]
  const body = `"${table.name}" (\n  ${lines.join(',\n  ')}\n)`
  // SQLite's migrations are no transactions: what was interrupted is run again
  return dialect === 'sqlite' ? `create table if not exists ${body} strict` : `create table ${body}`
}

/** An index gives its records in the order that `find` reads them in; the primary key is one for the portal alone. */
function createIndex(table: SqlTable, index: SqlIndex, dialect: SqlDialect): string {
  const [portalId, id] = table.identity
  const columns = [...new Set([...index.columns, id, portalId])]
  return `create index ${dialect === 'sqlite' ? 'if not exists ' : ''}"${index.name}" on "${table.name}" (${names(columns)})`
}

function statements(table: SqlTable, dialect: SqlDialect): string[] {
  const indexes = table.indexes.filter(({ unique, columns }) => !unique && columns.some(({ key }) => key !== 'portalId'))
  return [createTable(table, dialect), ...indexes.map((index) => createIndex(table, index, dialect))]
}

/**
 * The SQL that makes the tables, by the names of the migrations: for those who migrate with another tool than Kysely's.
 *
 * @param options which database, and the prefix of the tables
 * @returns the statements of each migration, in their order
 */
export function migrationStatements(options: SchemaOptions): Readonly<Record<string, readonly string[]>> {
  const schema = sqlSchema(options)
  const migrations = Object.entries(history).map(([name, added]) => [
    name,
    added.flatMap((key) => statements(schema[key], options.dialect)),
  ])
  return Object.fromEntries(migrations) as Record<string, string[]>
}

/** SQLite's `if not exists` is content with any table of the name: fails where one of the application's is there already. */
async function refuseForeign(table: SqlTable, db: Executor): Promise<void> {
  const { rows } = await run(db, 'select "name" from pragma_table_info(?)', [table.name])
  const missing = [...table.columns, { name: 'version' }].find(({ name }) => !rows.some((row) => row.name === name))
  if (rows.length === 0 || missing === undefined) return
  throw new Error(`there is a table \`${table.name}\` already, without the column \`${missing.name}\`: choose another prefix`)
}

/**
 * The migrations that make the tables: the `provider` of a Kysely `Migrator`. Later versions of the library add some; none ever changes.
 *
 * They fail, and make nothing, where the application has a table of the same name.
 *
 * Give the migrator a `migrationTableName` and a `migrationLockTableName` of its own, or merge the record into your own provider's.
 *
 * @param options which database, and the prefix of the tables
 * @throws TypeError for another dialect, or a prefix that is not a prefix
 *
 * @example
 * ```ts
 * import { Migrator } from 'kysely/migration'
 * import { migrations } from 'portico/kysely'
 *
 * const migrator = new Migrator({
 *   db,
 *   provider: migrations({ dialect: 'postgres' }),
 *   migrationTableName: 'portico_migration',
 *   migrationLockTableName: 'portico_migration_lock',
 * })
 * const { error } = await migrator.migrateToLatest()
 * if (error) throw error
 * ```
 */
export function migrations(options: SchemaOptions): StorageMigrations {
  const schema = sqlSchema(options)
  const all = Object.entries(migrationStatements(options)).map(([name, lines]): [string, StorageMigration] => [
    name,
    {
      async up(db) {
        if (options.dialect === 'sqlite') for (const key of history[name] ?? []) await refuseForeign(schema[key], db)
        for (const line of lines) await run(db, line)
      },
    },
  ])
  return { getMigrations: () => Promise.resolve(Object.fromEntries(all)) }
}
