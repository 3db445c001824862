import { isDeepStrictEqual } from 'node:util'
import { describe, expect, test } from 'vitest'
import { decideTransfer } from '../../src/ownership/machine.js'
import { longest, ownershipPresets } from '../../src/ownership/rules.js'
import type { OwnershipEffect } from '../../src/ownership/transfer.js'
import { by, games, isOpen, take, walk, type Game, type Laws, type Link, type Step, type Taken, type World } from './walk.js'

// Everything that can happen in a small portal, in every order, until nothing new comes: what holds always holds in each of its worlds.

type Law = readonly [isBroken: boolean, text: string]
const broken = (laws: readonly Law[]): string[] => laws.filter(([isBroken]) => isBroken).map(([, text]) => text)
const isLive = ({ transfers }: World, { transfer, purpose, generation }: Link): boolean =>
  transfers.some((one) => {
    const waitsFor = one.status === 'pending' ? 'confirm' : 'accept'
    return 'generation' in one && one.id === transfer && one.generation === generation && waitsFor === purpose && one.expiresAt > 0
  })

function inWorld(world: World, game: Game): string[] {
  const { ownerId, members, transfers, links, portal } = world
  const owner = members[ownerId]
  const open = transfers.filter(isOpen)
  const live = links.filter((link) => isLive(world, link))
  const isOver = portal !== 'suspended' && open.some(({ expiresAt }) => expiresAt <= 0)
  const longestOfAll = Math.max(longest, game.rules.breakGlass?.waiting ?? 0)
  return broken([
    [!owner?.active || owner.type !== 'user', 'the owner is no active user'],
    [open.length > 1, 'two transfers are open'],
    [open.some((one) => one !== transfers.at(-1)), 'an open transfer has a later one'],
    [open.some((one) => one.ownerId !== ownerId), 'something of a former owner is open, and so is his link'],
    [live.length > 1, 'two links are live'],
    [live.some(({ used }) => used), 'a link that was used is live'],
    [open.some(({ expiresAt }) => !(expiresAt <= longestOfAll)), 'a transfer has no end'],
    [isOver && take(world, { type: 'expire' }, game).raw.transfers.some(isOpen), 'time does not end what is over'],
  ])
}

function ofStep(before: World, step: Step, { raw, effects }: Taken, game: Game): string[] {
  const mails = effects.flatMap((effect) => (effect.type === 'mail' ? [`${effect.letter} ${effect.to}`] : []))
  const changes = effects.flatMap((effect) => (effect.type === 'changeOwner' ? [effect] : []))
  const link = 'link' in step ? before.links[step.link] : undefined
  const touched = before.transfers.filter((one) => !raw.transfers.includes(one))
  const changed = touched.filter((one) => !raw.transfers.some((other) => isDeepStrictEqual(one, other)))
  const isNew = raw.transfers.length > before.transfers.length
  return broken([
    [mails.length > 0 && changed.length === 0 && !isNew, 'a letter about nothing'],
    [link !== undefined && (link.used || !isLive(before, link)), 'a dead link worked'],
    [changes.length > 1 || (before.ownerId !== raw.ownerId) !== changes.length > 0, 'the owner did not change once'],
    [changes.some(({ from }) => from !== before.ownerId), 'somebody else than the owner was replaced'],
    [changes.length > 0 && !['owner', 'candidate'].every((to) => mails.includes(`transferCompleted ${to}`)), 'a notice is missing'],
    [changes.length > 0 && before.portal !== 'active', 'a portal that is not active changed hands'],
    [mails.length > 0 && before.portal === 'deleted', 'a letter from a portal that was deleted'],
    [changes.length > 0 && raw.transfers.some(isOpen), 'a change of owner left a transfer open'],
    [changed.some((one) => !isOpen(one)), 'what has ended changed'],
    [changed.some(({ id }) => usesOf(raw, id).some((use) => take(raw, use, game).refused === undefined)), 'a link outlived its transfer'],
  ])
}
/** Every use of every link of a transfer, when it has ended. */
function usesOf({ transfers, links }: World, id: string): Step[] {
  if (transfers.some((one) => one.id === id && isOpen(one))) return []
  const types = ['confirm', 'accept', 'decline'] as const
  return links.flatMap(({ transfer }, link) => (transfer === id ? types.map((type) => ({ type, link })) : []))
}
const laws: Laws = { inWorld, ofStep }

/** At least so many states and steps, so that a walk that ends too early is noticed. */
const least: Readonly<Record<string, readonly [states: number, steps: number]>> = {
  onlyoffice: [8_900, 110_000],
  'onlyoffice with break-glass': [12_900, 270_000],
  github: [15_300, 240_000],
  'github with break-glass': [34_700, 810_000],
  slack: [380, 3_800],
  'slack with break-glass': [4_200, 86_000],
  google: [16_600, 260_000],
  'google with break-glass': [37_000, 870_000],
  'a former owner who is a user': [6_300, 133_000],
}
const statuses = ['pending', 'confirmed', 'proposed', 'waiting', 'completed', 'declined', 'cancelled', 'expired', 'superseded']
const reached = new Set<string>()
test.each(games)('everything that can happen with $name keeps every law', { timeout: 60_000 }, ({ name, rules }) => {
  const { states, steps, refusals, depth, broken } = walk(by(rules), laws)
  console.log(`${name}: ${states.size} states, ${steps} steps (${refusals} refused), ${depth} deep`)
  expect(broken).toEqual({})
  const [leastStates, leastSteps] = least[name] ?? [Infinity, Infinity]
  expect(states.size).toBeGreaterThan(leastStates)
  expect(steps).toBeGreaterThan(leastSteps)
  for (const status of statuses) if ([...states].some((state) => state.includes(`| ${status} `))) reached.add(status)
})
test('a transfer comes to every state', () => {
  expect([...reached].sort()).toEqual([...statuses].sort())
})

// The laws must be able to break: machines with one mistake each, and the law that finds it.
type Decide = Game['decide']
type Changed = (effects: readonly OwnershipEffect[]) => readonly OwnershipEffect[]
const withEffects =
  (change: Changed): Decide =>
  (state, command) => {
    const decision = decideTransfer(state, command)
    return decision.refused === undefined ? { ...decision, effects: change(decision.effects) } : decision
  }
const mistakes: readonly { readonly mistake: string; readonly law: string; readonly decide: Decide }[] = [
  {
    mistake: 'tells only the new owner',
    law: 'a notice is missing',
    decide: withEffects((all) => all.filter((one) => one.type !== 'mail' || one.letter !== 'transferCompleted' || one.to !== 'owner')),
  },
  {
    mistake: 'leaves the former transfer open',
    law: 'two transfers are open',
    decide: withEffects((all) => all.filter(({ type }) => type !== 'supersede')),
  },
  {
    mistake: 'forgets who the owner was',
    law: 'somebody else than the owner was replaced',
    decide: withEffects((all) => all.map((one) => (one.type === 'changeOwner' ? { ...one, from: one.to } : one))),
  },
  {
    mistake: 'changes the owner twice',
    law: 'the owner did not change once',
    decide: withEffects((all) => [...all, ...all.filter(({ type }) => type === 'changeOwner')]),
  },
  {
    mistake: 'changes the owner before the candidate has accepted',
    law: 'a change of owner left a transfer open',
    decide: (state, command) => {
      const decision = decideTransfer(state, command)
      if (command.type !== 'confirm' || state.status !== 'pending' || decision.refused !== undefined) return decision
      return { ...decision, effects: [{ type: 'changeOwner', from: state.ownerId, to: state.candidateId }] }
    },
  },
  {
    mistake: 'cancels what is completed',
    law: 'what has ended changed',
    decide: (state, command) =>
      state.status === 'completed' && command.type === 'cancel'
        ? { state: { ...state, status: 'cancelled' }, effects: [] }
        : decideTransfer(state, command),
  },
  {
    mistake: 'makes links that never end',
    law: 'a transfer has no end',
    decide: (state, command) => decideTransfer(state, { ...command, rules: { ...command.rules, lifetime: Infinity } }),
  },
  {
    mistake: 'takes a link of a transfer that is completed',
    law: 'a link outlived its transfer',
    decide: (state, command) =>
      state.status === 'completed' && command.type === 'confirm' ? { state, effects: [] } : decideTransfer(state, command),
  },
  {
    mistake: 'takes a former link',
    law: 'a dead link worked',
    decide: (state, command) =>
      decideTransfer(state, 'generation' in command && 'generation' in state ? { ...command, generation: state.generation } : command),
  },
  {
    mistake: 'takes a link whose time is up',
    law: 'a dead link worked',
    decide: (state, command) => decideTransfer(state, command.type === 'confirm' ? { ...command, now: -1 } : command),
  },
  {
    mistake: 'does not count a new link',
    law: 'two links are live',
    decide: (state, command) => {
      const decision = decideTransfer(state, command)
      if (command.type !== 'resend' || decision.refused !== undefined || !('generation' in decision.state)) return decision
      return { ...decision, state: { ...decision.state, generation: decision.state.generation - 1, expiresAt: 1 } }
    },
  },
  {
    mistake: 'does not ask again who the candidate is',
    law: 'the owner is no active user',
    decide: (state, command) => {
      const { candidate } = command
      const asked = command.type === 'accept' && candidate
      return decideTransfer(state, asked ? { ...command, candidate: { ...candidate, active: true, type: 'user' } } : command)
    },
  },
  {
    mistake: 'does not ask whether the portal is active',
    law: 'a portal that is not active changed hands',
    decide: (state, command) => decideTransfer(state, command.type === 'accept' ? { ...command, portal: 'active' } : command),
  },
  {
    mistake: 'lets nothing end',
    law: 'time does not end what is over',
    decide: (state, command) => (command.type === 'expire' ? { state, effects: [] } : decideTransfer(state, command)),
  },
  {
    mistake: 'does not end what somebody else takes the place of',
    law: 'two transfers are open',
    decide: (state, command) => (command.type === 'supersede' ? { state, effects: [] } : decideTransfer(state, command)),
  },
  {
    mistake: 'writes from a portal that was deleted',
    law: 'a letter from a portal that was deleted',
    decide: (state, command) =>
      decideTransfer(state, command.type === 'expire' && command.portal === 'deleted' ? { ...command, portal: 'active' } : command),
  },
  {
    mistake: 'writes that nothing was cancelled',
    law: 'a letter about nothing',
    decide: (state, command) =>
      state.status === 'cancelled' && command.type === 'cancel'
        ? { state, effects: [{ type: 'mail', letter: 'transferCancelled', to: 'owner' }] }
        : decideTransfer(state, command),
  },
]
describe.each(mistakes)('a machine that $mistake', ({ law, decide }) => {
  test(`is found out: ${law}`, () => {
    const { broken } = walk({ rules: ownershipPresets.github, decide }, laws)
    expect(Object.keys(broken)).toContain(law)
  })
})
