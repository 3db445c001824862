/** The rules of `lists.ts`: what is made from a policy, and the condition that somebody who knows the engine would write. */
import {
  contact,
  defineModule,
  definePolicy,
  may,
  mayNot,
  me,
  only,
  plus,
  portalPolicy,
  resource,
  type AnyAbility,
  type Member,
} from 'portico'
import { accessible, type Accessible } from 'portico/lists'
import { child, sqlMapping, sqlWhere, type ListDialect, type SqlMapping } from 'portico/sql'
import * as z from 'zod'
import type { Query } from './list-engines.js'

export const portal = { id: 'p1', ownerId: 'boss' }
export const uma: Member = { id: 'm77', portalId: 'p1', type: 'user', status: 'active', groups: ['g7'] }
const carl: Member = { ...uma, id: 'carl', administers: 'everything' }

// A rule that names the member alone, and one that takes something away from what is broad.
const note = resource('bench.note', {
  schema: z.object({
    portalId: z.string(),
    createdBy: z.string(),
    shared: z.enum(['none', 'read', 'readWrite']),
    accessList: z.array(z.string()),
  }),
  actions: ['keep', 'scan'],
})
const his = note.when('he created it', { createdBy: me.id })
const listed = note.when('he is on its list', { accessList: me.id })
const shared = note.when('it is shared', { shared: { $in: ['read', 'readWrite'] } })
const bench = definePolicy([
  defineModule({
    name: 'bench',
    resources: [note],
    levels: {
      guest: only(),
      user: only(may('keep', note, his), may('keep', note, listed), may('scan', note, shared), mayNot('scan', note, listed)),
      moduleAdministrator: plus('user'),
      fullAdministrator: plus('user'),
      owner: plus('user'),
    },
  }),
])

/** Where the fields lie in the tables of `list-engines.ts`. */
export const mapped = (of: Parameters<typeof sqlMapping>[0], dialect: ListDialect): SqlMapping =>
  sqlMapping(of, {
    dialect,
    table: 'contacts',
    fields: {
      portalId: 'portal_id',
      createdBy: 'created_by',
      shared: 'shared',
      accessList: child({ table: 'contact_access', on: [['contact_id', 'id']], value: 'member_id' }),
    },
  })

/** A rule, made and written by hand. */
export interface Rule {
  readonly name: string
  readonly accessible: Accessible
  readonly of: Parameters<typeof sqlMapping>[0]
  /** The condition as somebody who knows the engine would write it, and its parameters. */
  readonly byHand: Readonly<Record<ListDialect, string>>
  readonly values: readonly unknown[]
}

const abilityOf = (member: Member): AnyAbility => bench.abilityFor(member, portal)
const listOf = (form: (elements: string) => string) => form('select contact_id from contact_access where member_id = $2')
/** Narrow, broad, broad but for some, everything and nothing. */
export const rules: readonly Rule[] = [
  {
    name: 'narrow: his own, and those whose list he is on',
    accessible: accessible(abilityOf(uma), 'keep', note),
    of: note,
    byHand: {
      sqlite: `portal_id = $1 and (created_by = $2 or ${listOf((elements) => `id in (${elements})`)})`,
      postgres: `portal_id = $1 and (created_by = $2 or ${listOf((elements) => `id = any(array(${elements}))`)})`,
    },
    values: ['p1', 'm77'],
  },
  {
    name: 'broad: shared ones, and those whose list he is on',
    accessible: accessible(portalPolicy.abilityFor(uma, portal), 'read', contact),
    of: contact,
    byHand: {
      sqlite: `portal_id = $1 and (shared in ('read', 'readWrite') or ${listOf((elements) => `id in (${elements})`)})`,
      postgres: `portal_id = $1 and (shared in ('read', 'readWrite') or ${listOf((elements) => `id in (${elements})`)})`,
    },
    values: ['p1', 'm77'],
  },
  {
    name: 'broad, minus: shared ones, but those whose list he is on',
    accessible: accessible(abilityOf(uma), 'scan', note),
    of: note,
    byHand: {
      sqlite: `portal_id = $1 and shared in ('read', 'readWrite') and ${listOf((elements) => `id not in (${elements})`)}`,
      postgres: `portal_id = $1 and shared in ('read', 'readWrite') and ${listOf((elements) => `id not in (${elements})`)}`,
    },
    values: ['p1', 'm77'],
  },
  {
    name: 'everything: an administrator',
    accessible: accessible(portalPolicy.abilityFor(carl, portal), 'read', contact),
    of: contact,
    byHand: { sqlite: 'portal_id = $1', postgres: 'portal_id = $1' },
    values: ['p1'],
  },
  {
    name: 'nothing: a guest',
    accessible: accessible(
      portalPolicy.abilityFor({ id: 'gus', portalId: 'p1', type: 'guest', status: 'active' }, portal),
      'read',
      contact,
    ),
    of: contact,
    byHand: { sqlite: 'false', postgres: 'false' },
    values: [],
  },
]

/** What is asked with a condition. */
export const queries = {
  'first page': (where: string) => `select id, name from contacts where ${where} order by id limit 50`,
  count: (where: string) => `select count(*) as count from contacts where ${where}`,
} as const

/** The query that is made. */
export function oursOf({ accessible: list }: Rule, mapping: SqlMapping, frame: (where: string) => string): Query {
  const { text, values } = sqlWhere(list, mapping)
  return { text: frame(text), values }
}

/** The query that is written by hand. */
export function byHandOf({ byHand, values }: Rule, dialect: ListDialect, frame: (where: string) => string): Query {
  if (dialect === 'postgres') return { text: frame(byHand.postgres), values }
  const used = [...byHand.sqlite.matchAll(/\$(\d)/g)].map(([, number]) => values[Number(number) - 1])
  return { text: frame(byHand.sqlite.replaceAll(/\$\d/g, '?')), values: used }
}
