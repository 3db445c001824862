import { jsonOfPostgres } from './json-postgres.js'
import { jsonOfSqlite } from './json-sqlite.js'
import type { JsonValue } from './json-value.js'
import type { Place, Translate } from './places.js'

/** A value in JSON, in the words of the database. */
export const jsonPlace = <R>(json: JsonValue<R>, translate: Translate<R>): Place<R> =>
  json.dialect === 'sqlite' ? jsonOfSqlite(json, translate) : jsonOfPostgres(json, translate)
