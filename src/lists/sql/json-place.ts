import { nullElements } from '../fields.js'
import { jsonOfPostgres } from './json-postgres.js'
import { jsonOfSqlite } from './json-sqlite.js'
import type { JsonValue } from './json-value.js'
import type { Place } from './places.js'

/** A value in JSON, in the words of the database. */
export function jsonPlace<R>(json: JsonValue<R>): Place<R> {
  // Names stand in the text of the query.
  if (!json.steps.every((step) => /^\w+$/.test(step))) json.fail('no such name in JSON')
  const place = json.dialect === 'sqlite' ? jsonOfSqlite(json) : jsonOfPostgres(json)
  return json.shape.sparse ? { ...place, some: () => json.fail(nullElements) } : place
}
