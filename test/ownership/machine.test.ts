import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { describe, expect, test } from 'vitest'
import { decideTransfer, ownershipTable } from '../../src/ownership/machine.js'
import { explanations } from '../../src/ownership/messages.js'
import type { OwnershipEffect } from '../../src/ownership/transfer.js'
import { commandsOf, commandTypes, ownershipMarkdown, statesOf, statuses, type CommandType, type Status } from './diagram.js'
import { verdict, type Verdict } from './oracle.js'

// Every state, every command, every situation: what the machine decides is what the rules and the guide say.

/** For the mutation tests, which do this for each mutant: one situation of 11, the same ones each time. */
const quick = process.env['MUTATION'] !== undefined
const every = quick ? 11 : 1

const everyStatus = ['none', 'pending', 'confirmed', 'proposed', 'waiting', 'completed', 'declined', 'cancelled', 'expired', 'superseded']
const everyCommand = ['request', 'confirm', 'accept', 'decline', 'cancel', 'resend', 'expire', 'supersede', 'propose', 'approve']
const cells = statuses.flatMap((status) => commandTypes.map((type) => ({ status, type })))

test('the table has a cell for each of 10 states and each of 10 commands, and no other', () => {
  expect(Object.keys(ownershipTable).sort()).toEqual([...everyStatus].sort())
  for (const row of Object.values(ownershipTable)) expect(Object.keys(row).sort()).toEqual([...everyCommand].sort())
  expect(cells).toHaveLength(100)
  for (const { status, type } of cells) expect(ownershipTable[status][type], `${status} × ${type}`).toBeTypeOf('function')
})

/** Effects are done in one commit, so that their order says nothing. */
const ordered = (effects: readonly OwnershipEffect[]): string[] => effects.map((effect) => JSON.stringify(effect)).sort()
function same(found: ReturnType<typeof decideTransfer>, wanted: Verdict): boolean {
  if (found.refused !== undefined) return 'refused' in wanted && found.refused === wanted.refused
  if ('refused' in wanted) return false
  return isDeepStrictEqual(found.state, wanted.state) && isDeepStrictEqual(ordered(found.effects), ordered(wanted.effects))
}
const short = (one: Verdict): string => ('refused' in one ? one.refused : `${one.state.status} ${ordered(one.effects).join(' ')}`)

/** How many situations there are in a cell, what the rules want in them, and where the machine differs: one of each kind. */
function compare(status: Status, type: CommandType) {
  const differences = new Map<string, string>()
  const outcomes = new Set<string>()
  let count = 0
  for (const state of statesOf(status)) {
    for (const command of commandsOf(type, every)) {
      count += 1
      const [found, wanted] = [decideTransfer(state, command), verdict(state, command)]
      outcomes.add('refused' in wanted ? wanted.refused : wanted.state.status)
      if (same(found, wanted)) continue
      const kind = `${short(found)}, and the rules want ${short(wanted)}`
      if (!differences.has(kind)) differences.set(kind, JSON.stringify({ state, command }))
    }
  }
  return { count, outcomes, differences: Object.fromEntries(differences) }
}

let total = 0
const all = new Set<string>()
describe.each(cells)('in the state $status, $type', ({ status, type }) => {
  test('is decided as the rules say, in every situation', () => {
    const { count, outcomes, differences } = compare(status, type)
    total += count
    for (const outcome of outcomes) all.add(outcome)
    expect(differences).toEqual({})
    expect(count).toBeGreaterThan(1_000 / every)
  })
})
test('more than ten million situations are compared', () => {
  console.log(`${total} situations in ${cells.length} cells`)
  expect(total).toBeGreaterThan(10_000_000 / every)
})
test('every reason to refuse is met, and every state', () => {
  const reasons = Object.keys(explanations)
  expect([...all].sort()).toEqual([...reasons, ...everyStatus].sort())
})

test.skipIf(quick)('the picture and the table of the guide are those of the machine', { timeout: 30_000 }, () => {
  const page = readFileSync(new URL('../../docs/guide/ownership.md', import.meta.url), 'utf8')
  const generated = /<!-- generated:ownership -->\n\n([^]*?)\n\n<!-- \/generated -->/.exec(page)?.[1]
  expect(generated, 'stale, run `npm run docs`').toBe(ownershipMarkdown())
})
