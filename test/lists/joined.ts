/**
 * The third form of a record of `lab.thing`: objects in joined tables, lists in tables of their own, and the portal in every key. The ids of one
 * portal are those of the next; partners are missing, and what would belong to them is there all the same.
 */
import fc from 'fast-check'
import { child, sqlMapping, type FieldSpecs, type ListDialect, type SqlColumn, type SqlMapping, type SqlTable } from 'portico/sql'
import type { Bag } from '../support/arbitraries.js'
import { thing } from '../support/policies.js'
import { recordsFor } from './data.js'
import { innerFields, innerValues, topValues, type Line, type SqlParameter } from './tables.js'

export const joinedStatements = (dialect: ListDialect): readonly string[] => {
  const [number, flag] = dialect === 'sqlite' ? ['real', 'integer'] : ['double precision', 'boolean']
  const inner = `text text, num ${number}, flag ${flag}`
  const keyed = 'portal_id text not null, id integer not null'
  const listed = ['joined_tags', 'line_tags', 'place_tags', 'deep_tags'] as const
  return [
    `create table joined (key integer not null, data_set integer not null, ${keyed}, ${inner}, maybe text, opt ${number}, at_id integer, primary key (portal_id, id))`,
    `create table places (${keyed}, ${inner}, hint text, deep_id integer, primary key (portal_id, id))`,
    `create table deeps (${keyed}, ${inner}, primary key (portal_id, id))`,
    `create table joined_lines (${keyed}, owner integer, ${inner}, primary key (portal_id, id))`,
    ...listed.map((name) => `create table ${name} (portal_id text, owner integer, value text)`),
    'create index joined_data_set on joined (data_set)',
    ...[...listed, 'joined_lines'].map((name) => `create index ${name}_owner on ${name} (portal_id, owner)`),
  ]
}

/** How the tables are joined. */
export const joinedFrom = `joined left join places on places.portal_id = joined.portal_id and places.id = joined.at_id
  left join deeps on deeps.portal_id = places.portal_id and deeps.id = places.deep_id`

const tagsIn = (table: string, portal: string, owner: string) =>
  child({
    table,
    on: [
      ['portal_id', portal],
      ['owner', owner],
    ],
    value: 'value',
  })

// What a place is linked by is known without the place: its lists lie there too, be it there or not.
const fields: FieldSpecs<SqlColumn, SqlTable> = {
  portalId: 'portal_id',
  ...innerFields('', ''),
  maybe: 'maybe',
  opt: 'opt',
  tags: tagsIn('joined_tags', 'portal_id', 'id'),
  rows: child({
    table: { table: 'joined_lines', as: 'l' },
    on: [
      ['portal_id', 'portal_id'],
      ['owner', 'joined.id'],
    ],
    fields: { ...innerFields('', ''), tags: tagsIn('line_tags', 'portal_id', 'l.id') },
  }),
  at: 'places.id',
  ...innerFields('at.', 'places.'),
  'at.tags': tagsIn('place_tags', 'joined.portal_id', 'joined.at_id'),
  'at.hint': 'places.hint',
  'at.deep': 'deeps.id',
  ...innerFields('at.deep.', 'deeps.'),
  'at.deep.tags': tagsIn('deep_tags', 'places.portal_id', 'places.deep_id'),
}

export const joinedMapping = (dialect: ListDialect): SqlMapping => sqlMapping(thing, { dialect, table: 'joined', fields })

/** Records that such tables can hold: the lists of lines are never missing, and `deep` may be. */
export const joinedRecords = (nul: boolean): fc.Arbitrary<Bag> =>
  fc.tuple(recordsFor({ json: false, nul }), fc.nat(4)).map(([record, dice]) => {
    const at = record.at as Bag | null
    return {
      ...record,
      rows: (record.rows as readonly Bag[]).map((row) => ({ ...row, tags: row.tags ?? [] })),
      at: at && { ...at, deep: dice === 0 ? null : at.deep },
    }
  })

/** Nobody has this id. */
const nobody = 9_000_000
const orphaned: readonly string[] = ['me', 'g1', 'everyone']

/** What is inserted for a data set; `keyOf` says what a record is called, whose id is counted for each portal by itself. */
export function joinedLines(set: readonly Bag[], dataSet: number, keyOf: (at: number) => number, dialect: ListDialect): readonly Line[] {
  const counts = new Map<string, number>()
  return set.flatMap((record, index) => {
    const portal = record.portalId as string
    const count = counts.get(portal) ?? 0
    counts.set(portal, count + 1)
    return linesOf(record, { portal, id: keyOf(0) + count, key: keyOf(index), dataSet, dialect })
  })
}

interface Where {
  readonly portal: string
  readonly id: number
  readonly key: number
  readonly dataSet: number
  readonly dialect: ListDialect
}

function linesOf(record: Bag, { portal, id, key, dataSet, dialect }: Where): readonly Line[] {
  const at = record.at as Bag | null
  const deep = at?.deep as Bag | null | undefined
  const tags = (table: string, owner: number | null, list: unknown): readonly Line[] =>
    ((list ?? orphaned) as readonly (string | null)[]).map((value) => ({ table, values: { portal_id: portal, owner, value } }))
  /** Of an object that is not there: the id of none, every other time. */
  const link = (there: unknown): number | null => (there ? id : key % 2 === 0 ? null : nobody + key)
  const [place, depth] = [link(at), link(deep)]
  const lines = (record.rows as readonly Bag[]).flatMap((row, nth): readonly Line[] => [
    { table: 'joined_lines', values: { portal_id: portal, id: id * 10 + nth, owner: id, ...innerValues('', row, dialect) } },
    ...tags('line_tags', id * 10 + nth, row.tags),
  ])
  const partner = (table: string, object: Bag, more: Readonly<Record<string, SqlParameter>>): Line => ({
    table,
    values: { portal_id: portal, id, ...innerValues('', object, dialect), ...more },
  })
  return [
    { table: 'joined', values: { key, ...topValues(record, id, dataSet, dialect), at_id: place } },
    ...tags('joined_tags', id, record.tags),
    ...tags('joined_tags', null, orphaned),
    ...lines,
    ...(at ? [partner('places', at, { hint: (at.hint ?? null) as SqlParameter, deep_id: depth })] : []),
    ...tags('place_tags', place, at?.tags),
    ...(deep ? [partner('deeps', deep, {})] : []),
    ...(at ? tags('deep_tags', depth, deep?.tags) : []),
  ]
}
