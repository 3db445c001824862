/**
 * Deciding, against hand-written `if`s and the engines of the field, in one run: `npm run bench`, with `-- --write` into the docs, with
 * `-- --quick` for a look.
 *
 * The engines take turns, and agree with portico on every decision before they are timed. What counts is the ratio; nothing here fails on a time.
 */
import { writeFileSync } from 'node:fs'
import { portalPolicy, type ParsedMember } from '../../src/index.js'
import { agreed, type Agreed } from './agreeing.js'
import { plainAbility, rulesOf, type Plain } from './engines/casl.js'
import { rivals } from './engines/index.js'
import { portico } from './engines/portico.js'
import { buildPackage, bundles, starts } from './fresh.js'
import { byGroups, byModules } from './growth.js'
import { asking, bytesAllocated, bytesKept, inTurns, keep, kept } from './measure.js'
import { page, type Versus } from './page.js'
import { live, type RecordQuestion } from './questions.js'

const quick = process.argv.includes('--quick')
const effort = quick ? { members: 200, rounds: 5, processes: 5 } : { members: 1_000, rounds: 25, processes: 21 }
const { members: memberCount, rounds } = effort
const each = 10

const everybody = live(memberCount, each)
const { portal, members, onRecords } = everybody
const member = (i: number): ParsedMember => members[i % memberCount] as ParsedMember
const ours = await portico.answer(everybody)

// Decisions

function versus(one: Agreed): Versus {
  const { engine, answers } = one
  const againstOurs = <Q>(questions: readonly Q[], mine: (question: Q) => boolean, theirs: (question: Q) => boolean) => ({
    questions: questions.length,
    yes: questions.filter(mine).length,
    ...inTurns(rounds, { portico: asking(questions, mine), rival: asking(questions, theirs) }),
  })
  return {
    engine,
    records: againstOurs(one.onRecords, ours.onRecord, answers.onRecord),
    modules: againstOurs(one.onModules, ours.onModule, answers.onModule),
    ...(answers.onType && ours.onType && { types: againstOurs(one.onTypes, ours.onType, answers.onType) }),
  }
}
const decisions: Versus[] = []
for (const engine of rivals) decisions.push(versus(await agreed(engine, everybody)))
const { loop } = inTurns(rounds, { loop: asking(onRecords, ({ action }) => action === 'no') })

// Binding

const rules = members.map((one) => rulesOf(one, portal))
const rows = members.map((one) => ({ ...one }))
const abilityOf = (one: ParsedMember): Plain => portalPolicy.abilityFor(one, portal) as unknown as Plain
const binding = (repeat: number, make: (i: number) => unknown) => () => {
  for (let n = 0; n < repeat; n++) for (let i = 0; i < memberCount; i++) keep(make(i))
  return memberCount * repeat
}
const bind = inTurns(rounds, {
  portico: binding(20, (i) => abilityOf(member(i))),
  checked: binding(2, (i) => abilityOf(rows[i] as ParsedMember)),
  casl: binding(1, (i) => plainAbility(rules[i] as object[])),
})
const requests = (make: (i: number) => Plain) => () => {
  for (let i = 0; i < memberCount; i++) {
    const ability = make(i)
    for (let j = 0; j < each; j++) {
      const { action, record } = onRecords[i * each + j] as RecordQuestion
      keep(ability.can(action, record))
    }
  }
  return memberCount
}
const request = inTurns(rounds, {
  portico: requests((i) => abilityOf(member(i))),
  casl: requests((i) => plainAbility(rules[i] as object[])),
})

// Memory

const memory = {
  portico: bytesKept(10_000, (i) =>
    abilityOf(portalPolicy.parseMember({ ...member(i), id: `member-${i}`, groups: [...member(i).groups] })),
  ),
  casl: bytesKept(memberCount, (i) => plainAbility(structuredClone(rules[i]) as object[])),
}
const plain = members.map((_, i) => plainAbility(rules[i] as object[]))
const allocated = {
  portico: bytesAllocated(asking(onRecords, ours.onRecord)),
  casl: bytesAllocated(asking(onRecords, ({ member: at, action, record }) => (plain[at] as Plain).can(action, record))),
}

// Growth, start, size

const growth = {
  modules: (quick ? [10, 100] : [10, 100, 1_000]).map((size) => byModules(size, rounds)),
  groups: [10, 100, 1_000, 10_000].map((size) => byGroups(size, rounds)),
}
buildPackage()
const start = starts(effort.processes)
const sizes = await bundles()
kept()

const ruleCount = rules.reduce((sum, list) => sum + list.length, 0) / memberCount
const text = page({ memberCount, each, rounds, ruleCount, loop, decisions, bind, request, memory, allocated, growth, start, sizes })
console.log(text)
if (process.argv.includes('--write')) writeFileSync(new URL('../../docs/performance.md', import.meta.url), text)
