/**
 * `npm run bench:lists [-- --write]`: lists at a million rows, by the condition that is made from the policy and by one that is written by hand,
 * on the same database, in turns. With `--write`, docs/performance-lists.md is written.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { contact, portalPolicy } from 'portico'
import { accessible } from 'portico/lists'
import { sqlWhere } from 'portico/sql'
import { indexes, postgres, sqlite, type Engine, type Query } from './list-engines.js'
import { byHandOf, mapped, oursOf, portal, queries, rules, uma } from './list-rules.js'

/** How many contacts there are. */
const count = Number(process.env['BENCH_ROWS'] ?? 1_000_000)
/** How often each query is asked. */
const [least, most] = [15, 1_000]

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
for (const open of [sqlite, postgres]) {
  const engine = await open(count)
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
