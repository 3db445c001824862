import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import type { Engine } from './engines/engine.js'
import type { Bundle, Start } from './fresh.js'
import type { Grown } from './growth.js'

/** Times of portico and of another, in nanoseconds, on the same questions. */
interface Pair {
  readonly portico: number
  readonly rival: number
  readonly questions: number
  /** How many of the answers are a yes. */
  readonly yes: number
}
export interface Versus {
  readonly engine: Engine
  readonly records: Pair
  readonly modules: Pair
  readonly types?: Pair
}
type AndCasl = Readonly<Record<'portico' | 'casl', number>>

export interface Results {
  readonly memberCount: number
  readonly each: number
  readonly rounds: number
  /** How many rules of CASL a member has. */
  readonly ruleCount: number
  /** What going through the questions costs, without a decision. */
  readonly loop: number
  readonly decisions: readonly Versus[]
  readonly bind: AndCasl & { readonly checked: number }
  readonly request: AndCasl
  readonly memory: AndCasl
  readonly allocated: AndCasl
  readonly growth: { readonly modules: readonly Grown[]; readonly groups: readonly Grown[] }
  readonly start: Start
  readonly sizes: readonly Bundle[]
}

const ns = (value: number): string =>
  value < 9_950 ? `${value.toFixed(0)} ns` : value < 995_000 ? `${(value / 1_000).toFixed(1)} µs` : `${(value / 1e6).toFixed(2)} ms`
const kB = (value: number): string => `${(value / 1_000).toFixed(2)} kB`
const times = (ratio: number): string => `${ratio < 10 ? ratio.toFixed(1) : ratio.toFixed(0)}×`
const count = (value: number): string => value.toLocaleString('en')

interface Target {
  readonly what: string
  readonly measured: number
  readonly say: string
  readonly expected: string
  readonly met: boolean
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

const versions = (decisions: readonly Versus[]): string =>
  [...decisions.flatMap(({ engine }) => engine.package ?? []), 'zod']
    .map((name) => {
      const { version } = JSON.parse(readFileSync(new URL(`../../node_modules/${name}/package.json`, import.meta.url), 'utf8')) as {
        version: string
      }
      return `${name} ${version}`
    })
    .join(', ')

/** The rows of the issue, each with what was expected of it. */
function targets({ decisions, bind, request, memory, allocated, growth, start }: Results): readonly Target[] {
  const against = (name: string): Versus => decisions.find(({ engine }) => engine.name.includes(name)) as Versus
  const byHand = against('hand-written')
  const casl = against('CASL')
  const slower = (hand: Pair): number => hand.portico / hand.rival
  const grows = (list: readonly Grown[]): number => (list.at(-1)?.portico ?? Number.NaN) / (list[0]?.portico ?? Number.NaN)
  const atMost = (what: string, measured: number, limit: number, unit: string, say = times(measured)): Target => ({
    what,
    measured,
    say,
    expected: `at most ${limit}${unit}`,
    met: measured <= limit,
  })
  const atLeast = (what: string, measured: number, limit: number): Target => ({
    what,
    measured,
    say: `${times(measured)} cheaper`,
    expected: `at least ${limit}× cheaper`,
    met: measured >= limit,
  })
  return [
    atMost('a decision on a record, against hand-written `if`s', slower(byHand.records), 2.5, '×'),
    atLeast('a decision on a record, against plain CASL', casl.records.rival / casl.records.portico, 4),
    atMost('a decision by module, against hand-written `if`s', slower(byHand.modules), 2, '×'),
    ...(byHand.types ? [atMost('a decision by type, against hand-written `if`s', slower(byHand.types), 2, '×')] : []),
    atLeast('binding a member, against plain CASL', bind.casl / bind.portico, 200),
    atLeast('binding and ten decisions, against plain CASL', request.casl / request.portico, 8),
    atMost('memory for each of 10,000 members', memory.portico / 1_000, 1, ' kB', kB(memory.portico)),
    atLeast('memory, against plain CASL', memory.casl / memory.portico, 40),
    atMost('allocated for a decision', Math.round(allocated.portico), 0, ' bytes', `${allocated.portico.toFixed(1)} bytes`),
    atMost('a decision, in a policy grown from 10 modules to the largest', grows(growth.modules), 1.5, '× (flat)'),
    atMost('a decision, for a member grown from 10 groups to 10,000', grows(growth.groups), 1.5, '× (flat)'),
    atMost('import and first decision, against bare CASL', start.portico / start.casl, 1.5, '×'),
  ]
}

/** Why a target is missed. */
function reasonOf(what: string, { start, bind }: Results): string {
  if (what.startsWith('a decision on a record, against hand'))
    return 'Most of it is shares of documents: by hand one loop looks for all who are reached at once, while the table has a row for each of six ways to be reached. And what is written by hand has the names of the fields in its code; here they are data, for no code is generated, and lists and objects where none are expected are answered as CASL answers them.'
  if (what.startsWith('import'))
    return `Importing CASL and zod, which the package needs, takes ${times(start['CASL and zod, no more than imported'] / start.casl)} by itself; the rest is the built-in tables, which are checked when they are defined.`
  if (what.startsWith('binding a member'))
    return `An ability is one of CASL's, and making an empty one of those is most of the ${ns(bind.portico)}.`
  return ''
}

function inWords(results: Results): string {
  const missed = targets(results).filter(({ met }) => !met)
  if (missed.length === 0) return 'Every target is met.'
  return missed
    .map(({ what, say, expected }) => `- **${what}**: ${say} instead of ${expected}. ${reasonOf(what, results)}`.trimEnd())
    .join('\n')
}

function decisionTable(decisions: readonly Versus[], of: (versus: Versus) => Pair | undefined): string {
  const rows = decisions.flatMap((versus) => {
    const pair = of(versus)
    if (!pair) return []
    const { portico, rival, questions, yes } = pair
    return [[versus.engine.name, `${count(questions)} (${count(yes)} yes)`, ns(portico), ns(rival), times(rival / portico)]]
  })
  return table(['engine', 'questions', 'portico', 'the engine', 'the engine takes'], rows)
}

const grownTable = (size: string, list: readonly Grown[]): string =>
  table(
    [size, 'portico', 'plain CASL', 'hand-written'],
    list.map((one) => [count(one.size), ns(one.portico), ns(one.casl), one.byHand === undefined ? '–' : ns(one.byHand)]),
  )

/** The page for the docs. */
export function page(results: Results): string {
  const { memberCount, each, rounds, ruleCount, loop, decisions, bind, request, memory, allocated, growth, start, sizes } = results
  return `# Performance

Measured by \`npm run bench -- --write\` on ${new Date().toISOString().slice(0, 10)}: ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.version}; ${versions(decisions)}.

All in one run. The engines took turns, ${count(memberCount)} members were live, each with ${each} questions of each kind, made from the decision cases of the tests; every engine agreed with portico on each question before it was timed. Times are medians of ${rounds} rounds, for one decision, and contain ${ns(loop)} for going through the questions. What counts is the ratio.

## The targets

${table(
  ['what', 'measured', 'expected', ''],
  targets(results).map(({ what, say, expected, met }) => [what, say, expected, met ? 'met' : '**missed**']),
)}

${inWords(results)}

## A decision on a record

${decisionTable(decisions, ({ records }) => records)}

How each has the rules:

${decisions.map(({ engine }) => `- **${engine.name}**: ${engine.remark}.`).join('\n')}

Where an engine cannot express what decides on a question, both were asked only the others.

## A decision by module, and by type

May he configure the CRM?

${decisionTable(decisions, ({ modules }) => modules)}

Could he ever update a contact? Those who have no such question are left out.

${decisionTable(decisions, ({ types }) => types)}

## Members

Plain CASL has the same rules (${ruleCount.toFixed(0)} for a member on average). They were ready, with the member's facts filled in; making them is not counted.

${table(
  ['what', 'portico', 'plain CASL', 'ratio'],
  [
    ['binding a member', ns(bind.portico), ns(bind.casl), times(bind.casl / bind.portico)],
    ['binding a row that is checked on the way', ns(bind.checked), ns(bind.casl), times(bind.casl / bind.checked)],
    [`binding and ${each} decisions`, ns(request.portico), ns(request.casl), times(request.casl / request.portico)],
    [`memory for each live member`, kB(memory.portico), kB(memory.casl), times(memory.casl / memory.portico)],
    ['allocated for a decision on a record', `${allocated.portico.toFixed(1)} bytes`, `${allocated.casl.toFixed(0)} bytes`, ''],
  ],
)}

Memory is what the heap has grown by after a collection: for portico with 10,000 members, their checked records included; for CASL with ${count(memberCount)}, their rules included. What a decision allocates is what the heap grows by over many decisions, as many as can be made before the collector comes (at most a million), divided by their number; both were asked the questions above until they were compiled.

## Growth

A policy of so many modules, each with a resource and seven rows; and ten users who ask about ten of them, spread over the policy:

${grownTable('modules', growth.modules)}

A user of so many groups (whatever he is in: departments, projects), and files that are shared with one of his groups, with a stranger, or with everyone:

${grownTable('groups', growth.groups)}

## Import and first decision

From before the import to after the first decision, in processes that do nothing else, in turns. For CASL the rules of a user were there already; portico made them, and checked the member and the portal.

${table(
  ['what', 'time', 'to bare CASL'],
  Object.entries(start).map(([name, time]) => [name === 'casl' ? 'bare CASL' : name, `${time.toFixed(1)} ms`, times(time / start.casl)]),
)}

## What it adds to a bundle

Minified and compressed with gzip by esbuild, over CASL and zod, and with them. \`sideEffects\` is false, so that what is not imported is left out.

${table(
  ['imported', 'over CASL and zod', 'with them'],
  sizes.map(({ what, own, withThem }) => [what, kB(own), kB(withThem)]),
)}
`
}
