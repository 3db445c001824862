/**
 * `npm run bench:lists [-- --write]`: lists at a million rows, by the condition that is made from the policy and by one that is written by hand,
 * on the same database, in turns. With `--write`, docs/performance-lists.md is written.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
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
import { count, indexes, postgres, sqlite, type Engine, type Query } from './list-engines.js'

/** How often each query is asked. */
const [least, most] = [15, 1_000]

const portal = { id: 'p1', ownerId: 'boss' }
const uma: Member = { id: 'm77', portalId: 'p1', type: 'user', status: 'active', groups: ['g7'] }
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

const mapped = (of: Parameters<typeof sqlMapping>[0], dialect: ListDialect): SqlMapping =>
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

interface Rule {
  readonly name: string
  readonly accessible: Accessible
  readonly of: Parameters<typeof sqlMapping>[0]
  /** The condition as somebody who knows the engine would write it, and its parameters. */
  readonly byHand: Readonly<Record<ListDialect, string>>
  readonly values: readonly unknown[]
}

const abilityOf = (member: Member): AnyAbility => bench.abilityFor(member, portal)
const listOf = (form: (elements: string) => string) => form('select contact_id from contact_access where member_id = $2')
const rules: readonly Rule[] = [
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

// The measuring

const median = (list: readonly number[]): number => [...list].sort((a, b) => a - b)[list.length >> 1] ?? Number.NaN

/** Milliseconds, the median of each; one after the other, so that both have the same of whatever else the machine does. */
async function inTurns(engine: Engine, queries: Readonly<Record<'ours' | 'byHand', Query>>): Promise<Record<'ours' | 'byHand', number>> {
  const times: Record<'ours' | 'byHand', number[]> = { ours: [], byHand: [] }
  const end = performance.now() + 2_000
  for (let round = -2; round < least || (round < most && performance.now() < end); round++) {
    for (const name of round % 2 === 0 ? (['ours', 'byHand'] as const) : (['byHand', 'ours'] as const)) {
      const start = performance.now()
      await engine.run(queries[name])
      if (round >= 0) times[name].push(performance.now() - start)
    }
  }
  return { ours: median(times.ours), byHand: median(times.byHand) }
}

interface Line {
  readonly rule: string
  readonly engine: string
  readonly what: string
  readonly rows: number
  readonly ours: number
  readonly byHand: number
  readonly plan: string
}

const queries = {
  'first page': (where: string) => `select id, name from contacts where ${where} order by id limit 50`,
  count: (where: string) => `select count(*) as count from contacts where ${where}`,
} as const

function oursOf({ accessible: list }: Rule, mapping: SqlMapping, frame: (where: string) => string): Query {
  const { text, values } = sqlWhere(list, mapping)
  return { text: frame(text), values }
}

function byHandOf({ byHand, values }: Rule, dialect: ListDialect, frame: (where: string) => string): Query {
  if (dialect === 'postgres') return { text: frame(byHand.postgres), values }
  const used = [...byHand.sqlite.matchAll(/\$(\d)/g)].map(([, number]) => values[Number(number) - 1])
  return { text: frame(byHand.sqlite.replaceAll(/\$\d/g, '?')), values: used }
}

async function measure(engine: Engine): Promise<readonly Line[]> {
  const lines: Line[] = []
  for (const rule of rules) {
    const mapping = mapped(rule.of, engine.dialect)
    for (const [what, frame] of Object.entries(queries)) {
      const [ours, byHand] = [oursOf(rule, mapping, frame), byHandOf(rule, engine.dialect, frame)]
      const [got, wanted] = [await engine.run(ours), await engine.run(byHand)]
      if (JSON.stringify(got) !== JSON.stringify(wanted)) throw new Error(`${rule.name}, ${what}: the queries find different records`)
      const rows = what === 'count' ? Number(got[0]?.['count']) : got.length
      const times = await inTurns(engine, { ours, byHand })
      lines.push({ rule: rule.name, engine: engine.name, what, rows, ...times, plan: await engine.plan(ours) })
      console.log(`${engine.name} ${rule.name}, ${what}: ${times.ours.toFixed(3)} ms, by hand ${times.byHand.toFixed(3)} ms`)
    }
  }
  return lines
}

const lines: Line[] = []
const versions: string[] = []
for (const open of [() => Promise.resolve(sqlite()), postgres]) {
  const engine = await open()
  versions.push(engine.version)
  lines.push(...(await measure(engine)))
  await engine.close()
}

// The page

const versionOf = (name: string): string => {
  const { version } = JSON.parse(readFileSync(new URL(`../../node_modules/${name}/package.json`, import.meta.url), 'utf8')) as {
    version: string
  }
  return `${name} ${version}`
}
const ms = (milliseconds: number): string =>
  milliseconds < 1 ? `${(milliseconds * 1_000).toFixed(0)} µs` : `${milliseconds.toFixed(1)} ms`
const missed = lines.filter(({ ours, byHand }) => ours / byHand > 1.1)
const indexNames = indexes.map((statement) => /index (\w+)/.exec(statement)?.[1] ?? '')
const table = [
  '| rule | database | what | rows | portico | by hand | ratio | indexes used |',
  '| --- | --- | --- | --- | --- | --- | --- | --- |',
  ...lines.map(({ rule, engine, what, rows, ours, byHand, plan }) => {
    const used = [...indexNames, 'contacts_pkey'].filter((name) => plan.includes(name)).map((name) => `\`${name}\``)
    const scanned = /Seq Scan on contacts|SCAN contacts(?! USING)/.test(plan) ? ['none: the table is read'] : []
    const how = rows === 0 ? 'none: no row is looked at' : [...used, ...scanned].join(', ')
    return `| ${rule} | ${engine} | ${what} | ${rows} | ${ms(ours)} | ${ms(byHand)} | ${(ours / byHand).toFixed(2)}× | ${how} |`
  }),
].join('\n')

const page = `# Performance: lists

Measured by \`npm run bench:lists -- --write\` on ${new Date().toISOString().slice(0, 10)}: ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.version}; ${versions.join('; ')}; ${versionOf('pg')}.

${count.toLocaleString('en')} contacts, of which nine in ten are of the portal, half are shared, and each of 2,000 members created about ${Math.round(count / 2_000)} and is on the list of about ${Math.round(count / 6_000)} others, in a table of its own. One condition is made from the policy, which takes ${ms(makingTime())} for each request and is not among the times; the other one was written by hand, with the form of membership that suits the engine. Both find the same records, or the run fails. They take turns on the same database, ${least} to ${most} times each; times are medians. The machine did other things as well: read the ratios. At most 1.1× is what is meant to be.

${table}

${missed.length === 0 ? 'No ratio is above 1.1×.' : `Above 1.1×: ${missed.map(({ rule, engine, what }) => `${rule}, ${engine}, ${what}`).join('; ')}.`}

What a rule takes away (\`mayNot\`) is \`(… in (select …)) is not true\`, where one writes \`not in (select …)\` by hand: the same, but also right where a key is NULL.
`

/** How long it takes to make a condition. */
function makingTime(): number {
  const [, broad] = rules
  if (!broad) return Number.NaN
  const mapping = mapped(broad.of, 'postgres')
  const start = performance.now()
  for (let n = 0; n < 2_000; n++) sqlWhere(accessible(portalPolicy.abilityFor(uma, portal), 'read', contact), mapping)
  return (performance.now() - start) / 2_000
}

console.log(page)
if (process.argv.includes('--write')) writeFileSync(new URL('../../docs/performance-lists.md', import.meta.url), page)
