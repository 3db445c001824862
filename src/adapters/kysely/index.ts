/**
 * Storage in SQLite or PostgreSQL, through the application's own Kysely instance; and lists of what a member may see.
 *
 * @module
 */
export { kyselyStorage } from './storage.js'
export { migrations, migrationStatements, type StorageMigration, type StorageMigrations } from './migrations.js'
export type { AnyKysely, Executor } from './database.js'
export type { SchemaOptions, SqlDialect } from './schema.js'
export { kyselyAfter, kyselyWhere } from './lists.js'
