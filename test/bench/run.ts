/**
 * Binding and deciding, against plain CASL with the same rules, in one run: `npm run bench`, and with `-- --write` into the docs.
 *
 * The engines take turns and agree on every decision before they are timed. What counts is the ratio; nothing here fails on a time.
 */
import { createMongoAbility } from '@casl/ability'
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { portalPolicy, type Member, type ParsedMember } from '../../src/index.js'
import type { DecisionCase } from '../cases.js'

/** What an ability is here: ours and CASL's own, asked in the same way. */
interface Ability {
  can(action: string, subject: object): boolean
}
const pick = <T>(list: readonly T[], i: number): T => list[i % list.length] as T

const memberCount = 1_000
const questionsEach = 10
const rounds = 15

const cases = readFileSync(new URL('../rights/decisions.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as DecisionCase)
const portal = portalPolicy.parsePortal({ id: 'portal-1', ownerId: 'boss' })

const rows: readonly Member[] = Array.from({ length: memberCount }, (_, i) => ({
  ...(pick(cases, i * 7).member as Member),
  id: `member-${i}`,
  portalId: portal.id,
  groups: [`group-${i % 20}`],
}))
const members: readonly ParsedMember[] = rows.map((row) => portalPolicy.parseMember(row))

interface Question {
  readonly member: number
  readonly action: string
  readonly subject: Readonly<Record<string, unknown>>
}
const withRecord = cases.filter((one) => one.resource !== undefined)
const questions: readonly Question[] = members.flatMap((member, i) =>
  Array.from({ length: questionsEach }, (_, j): Question => {
    const { action, subject, resource } = pick(withRecord, i * 31 + j * 97)
    const record = JSON.parse(JSON.stringify(resource).replaceAll('"me"', JSON.stringify(member.id))) as Record<string, unknown>
    return { member: i, action, subject: { ...record, __typename: subject } }
  }),
)

interface Engine {
  readonly can: (question: Question) => boolean
}
const options = { detectSubjectType: (record: object) => (record as { __typename: string }).__typename } as never
const rules = members.map((member) => portalPolicy.abilityFor(member, portal).rules as readonly object[])
const bound = members.map((member) => portalPolicy.abilityFor(member, portal) as unknown as Ability)
const plain = rules.map((list) => createMongoAbility(list as never[], options) as unknown as Ability)
const ours: Engine = { can: ({ member, action, subject }) => (bound[member] as Ability).can(action, subject) }
const casl: Engine = { can: ({ member, action, subject }) => (plain[member] as Ability).can(action, subject) }

const disagreements = questions.filter((question) => ours.can(question) !== casl.can(question))
if (disagreements.length > 0) throw new Error(`the engines disagree on ${disagreements.length} of ${questions.length} decisions`)
const allowed = questions.filter(ours.can).length

/** Nanoseconds for one, the median over the rounds. */
type Timed = Record<string, number>
function inTurns(jobs: Readonly<Record<string, () => number>>): Timed {
  const times: Record<string, number[]> = {}
  for (let round = -3; round < rounds; round++) {
    for (const [name, job] of Object.entries(jobs)) {
      const start = process.hrtime.bigint()
      const count = job()
      const spent = Number(process.hrtime.bigint() - start) / count
      if (round >= 0) (times[name] ??= []).push(spent)
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, list]) => [name, list.sort((a, b) => a - b)[rounds >> 1] as number]))
}

let sink: unknown
const deciding = (engine: Engine) => () => {
  let yes = 0
  for (const question of questions) if (engine.can(question)) yes++
  sink = yes
  return questions.length
}
const binding = (make: (i: number) => unknown, repeat: number) => () => {
  for (let n = 0; n < repeat; n++) for (let i = 0; i < memberCount; i++) sink = make(i)
  return memberCount * repeat
}

const decision = inTurns({ portico: deciding(ours), casl: deciding(casl) })
const bind = inTurns({
  portico: binding((i) => portalPolicy.abilityFor(members[i] as ParsedMember, portal), 20),
  unchecked: binding((i) => portalPolicy.abilityFor(rows[i] as Member, portal), 2),
  casl: binding((i) => createMongoAbility(rules[i] as never[], options), 1),
})
const request = inTurns({
  portico: () => {
    for (let i = 0; i < memberCount; i++) {
      const ability = portalPolicy.abilityFor(members[i] as ParsedMember, portal) as unknown as Ability
      for (let j = 0; j < questionsEach; j++) {
        const question = questions[i * questionsEach + j] as Question
        sink = ability.can(question.action, question.subject)
      }
    }
    return memberCount
  },
  casl: () => {
    for (let i = 0; i < memberCount; i++) {
      const ability = createMongoAbility(rules[i] as never[], options) as unknown as Ability
      for (let j = 0; j < questionsEach; j++) {
        const question = questions[i * questionsEach + j] as Question
        sink = ability.can(question.action, question.subject)
      }
    }
    return memberCount
  },
})

/** Bytes kept for each ability, with what plain CASL needs to exist: its rules with the member's facts. */
function bytesEach(make: (i: number) => unknown): number {
  const collect = globalThis.gc
  if (!collect) return Number.NaN
  make(0)
  collect()
  const before = process.memoryUsage().heapUsed
  const kept = Array.from({ length: memberCount }, (_, i) => make(i))
  collect()
  const after = process.memoryUsage().heapUsed
  sink = kept.length
  return (after - before) / memberCount
}
const memory = {
  portico: bytesEach((i) => portalPolicy.abilityFor(members[i] as ParsedMember, portal)),
  casl: bytesEach((i) => createMongoAbility(structuredClone(rules[i]) as never[], options)),
}
if (sink === undefined) throw new Error('nothing was measured')

const ns = (value: number) => (value < 10_000 ? `${value.toFixed(0)} ns` : `${(value / 1_000).toFixed(1)} µs`)
const bytes = (value: number) => `${(value / 1_000).toFixed(2)} kB`
const times = (a: number, b: number) => `${(a / b).toFixed(1)}×`
const table = [
  '| what | portico | plain CASL | ratio |',
  '| --- | --- | --- | --- |',
  `| binding a checked member | ${ns(bind.portico as number)} | ${ns(bind.casl as number)} | ${times(bind.casl as number, bind.portico as number)} |`,
  `| binding a row that is checked on the way | ${ns(bind.unchecked as number)} | ${ns(bind.casl as number)} | ${times(bind.casl as number, bind.unchecked as number)} |`,
  `| a decision on a record, ${memberCount} live members | ${ns(decision.portico as number)} | ${ns(decision.casl as number)} | ${times(decision.casl as number, decision.portico as number)} |`,
  `| binding and ${questionsEach} decisions | ${ns(request.portico as number)} | ${ns(request.casl as number)} | ${times(request.casl as number, request.portico as number)} |`,
  `| memory for each live member | ${bytes(memory.portico)} | ${bytes(memory.casl)} | ${times(memory.casl, memory.portico)} |`,
].join('\n')

const ruleCount = rules.reduce((sum, list) => sum + list.length, 0) / memberCount
const page = `# Performance

Measured by \`npm run bench -- --write\` on ${new Date().toISOString().slice(0, 10)}: ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.version}.

Portico and plain CASL have the same rules (${ruleCount.toFixed(0)} for a member on average), took turns in one run, and agreed on all ${questions.length} decisions before they were timed (${allowed} of them yes). Times are medians of ${rounds} rounds. For plain CASL the rules were ready, with the member's facts filled in; making them is not counted.

${table}
`
console.log(page)
if (process.argv.includes('--write')) writeFileSync(new URL('../../docs/performance.md', import.meta.url), page)
