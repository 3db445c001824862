import { decideTransfer } from '../../src/ownership/machine.js'
import { ownershipPresets, type BreakGlass, type OwnershipRules } from '../../src/ownership/rules.js'
import type { Facts, OwnershipCommand, OwnershipEffect, Person, Transfer } from '../../src/ownership/transfer.js'

// A small world around the machine: one portal with five members, their transfers and the links in their letters. Whatever can happen in it is a
// step, and every step leads to a world that is written as a text, so that all of them can be visited.
//
// So that there are finitely many: it is always the moment 0, and time goes by in that what ends comes nearer; a transfer has a link more than it
// needs, and no further one; of the transfers that have ended only the last one is kept beside the present one, with one link of each kind. That is
// enough for an old link to be tried after a later transfer, and all of them are tried when a transfer ends, before they are forgotten. The limit on
// letters is left out: it only refuses more.

type Named = Exclude<Transfer, { readonly status: 'none' }>
type Open = Extract<Transfer, { readonly expiresAt: number }>
/** A link in a letter. */
export interface Link {
  readonly transfer: string
  readonly purpose: 'confirm' | 'accept'
  readonly generation: number
  readonly used: boolean
}
export interface World {
  readonly portal: Facts['portal']
  readonly ownerId: string
  readonly members: Readonly<Record<string, Person>>
  /** The oldest first. */
  readonly transfers: readonly Named[]
  readonly links: readonly Link[]
}
/** What can happen. */
export type Step =
  | { readonly type: 'request' | 'propose'; readonly by: string; readonly candidate: string }
  | { readonly type: 'cancel' | 'resend' | 'approve'; readonly by: string }
  | { readonly type: 'confirm' | 'accept' | 'decline'; readonly link: number }
  | { readonly type: 'expire' }
  /** Time goes by, until just before the end of the open transfer or until its end. */
  | { readonly type: 'wait'; readonly until: -1 | 0 }
  | { readonly type: 'portal'; readonly becomes: Facts['portal'] }
  | { readonly type: 'member'; readonly id: string; readonly becomes: Partial<Person> }
/** By what rules, and by which machine. */
export interface Game {
  readonly rules: OwnershipRules
  readonly decide: typeof decideTransfer
}
export const by = (rules: OwnershipRules): Game => ({ rules, decide: decideTransfer })
/** What came of it. `raw` is the world before what is too old is forgotten. */
export interface Taken {
  readonly world: World
  readonly raw: World
  readonly effects: readonly OwnershipEffect[]
  readonly refused?: string
}

const member = (id: string, rest: Partial<Person> = {}): Person => ({
  id,
  active: true,
  type: 'user',
  fullAdministrator: false,
  emailVerified: true,
  ...rest,
})
/** Who is there: the owner, somebody to whom much happens, an administrator without a verified address, a guest or else a second administrator. */
export function beginning({ rules: { breakGlass, candidates } }: Game): World {
  const last = breakGlass ? member('cas', { fullAdministrator: true }) : member('gus', { type: 'guest' })
  const ben = member('ben', { fullAdministrator: candidates === 'administrators' })
  const people = [member('olga'), ben, member('dan', { fullAdministrator: true, emailVerified: false }), last]
  const members = Object.fromEntries(people.map((one) => [one.id, one]))
  return { portal: 'active', ownerId: 'olga', members, transfers: [], links: [] }
}

export const isOpen = (transfer: Transfer): transfer is Open => 'expiresAt' in transfer
const none: Transfer = { status: 'none' }
const lastOf = ({ transfers }: World): Transfer => transfers.at(-1) ?? none
/** The owner administers everything, whatever is written of him. */
const personOf = ({ members, ownerId }: World, id: string): Person | undefined => {
  const person = members[id]
  return person && person.id === ownerId ? { ...person, fullAdministrator: true } : person
}
const known = (world: World, id: string): Person => personOf(world, id) ?? member(id, { active: false })
const administers = (person: Person): boolean => person.active && person.type === 'user' && person.fullAdministrator

/** Everything that can be tried in a world, also what should be refused. */
export function stepsOf(world: World, { rules }: Game): Step[] {
  const { ownerId, members, links, portal } = world
  const last = lastOf(world)
  // Where two administrators may replace the owner, they are not named themselves, so that there are not too many worlds.
  const named = rules.breakGlass ? ['olga', 'ben', 'nobody'] : [...Object.keys(members), 'nobody']
  const made = 'generation' in last ? last.generation : 0
  const stranger = ownerId === 'dan' ? 'olga' : 'dan'
  const uses = { confirm: ['confirm'], accept: ['accept', 'decline'] } as const
  const always: Step[] = [
    ...links.flatMap(({ purpose }, link) => uses[purpose].map((type) => ({ type, link }))),
    { type: 'expire' },
    ...([-1, 0] as const).filter((until) => isOpen(last) && last.expiresAt > -until).map((until) => ({ type: 'wait', until }) as const),
  ]
  if (portal === 'deleted') return always // Nobody comes into it any more.
  return [
    ...always,
    ...named.map((candidate) => ({ type: 'request', by: ownerId, candidate }) as const),
    { type: 'request', by: stranger, candidate: 'ben' },
    ...[ownerId, stranger].map((by) => ({ type: 'cancel', by }) as const),
    ...(made < (rules.acceptance === 'required' ? 3 : 2) ? [{ type: 'resend', by: ownerId } as const] : []),
    ...Object.keys(rules.breakGlass ? members : {}).flatMap((by) => [
      { type: 'approve', by } as const,
      ...named.map((candidate) => ({ type: 'propose', by, candidate }) as const),
    ]),
    { type: 'portal', becomes: portal === 'active' ? 'suspended' : 'active' },
    { type: 'portal', becomes: 'deleted' },
    ...lives(members, ownerId),
  ]
}

/** What happens to members, but never to the owner. */
function lives({ ben, dan }: World['members'], ownerId: string): Step[] {
  const of = (person: Person | undefined, becomes: Partial<Person>): Step[] =>
    person && person.id !== ownerId ? [{ type: 'member', id: person.id, becomes }] : []
  return [
    ...of(ben, { active: ben?.active === false }),
    ...of(ben, ben?.type === 'user' ? { type: 'guest', fullAdministrator: false } : { type: 'user' }),
    ...of(dan, { fullAdministrator: dan?.fullAdministrator === false }),
  ]
}

/** Takes a step. */
export function take(world: World, step: Step, game: Game): Taken {
  switch (step.type) {
    case 'wait':
      return plain({ ...world, transfers: world.transfers.map((one) => (isOpen(one) ? { ...one, expiresAt: -step.until } : one)) })
    case 'portal':
      return plain({ ...world, portal: step.becomes })
    case 'member':
      return plain({ ...world, members: { ...world.members, [step.id]: { ...known(world, step.id), ...step.becomes } } })
    default:
      return asked(world, step, game)
  }
}
const plain = (world: World): Taken => ({ world: settled(world), raw: world, effects: [] })

type Asked = Exclude<Step, { readonly type: 'wait' | 'portal' | 'member' }>
function asked(world: World, step: Asked, { rules, decide }: Game): Taken {
  const state = stateFor(world, step)
  const decision = decide(state, commandOf(world, step, state, rules))
  if (decision.refused !== undefined) return { world, raw: world, effects: [], refused: decision.refused }
  const raw = applied(world, step, decision.state, decision.effects, { rules, decide })
  return { world: settled(raw), raw, effects: decision.effects }
}

/** A link is about its own transfer, everything else about the last one. */
function stateFor(world: World, step: Asked): Transfer {
  if (!('link' in step)) return lastOf(world)
  return world.transfers.find(({ id }) => id === world.links[step.link]?.transfer) ?? none
}

function commandOf(world: World, step: Asked, state: Transfer, rules: OwnershipRules): OwnershipCommand {
  const candidateId = 'candidate' in step ? step.candidate : 'candidateId' in state ? state.candidateId : ''
  const { portal, ownerId } = world
  const facts: Facts = { now: 0, rules, portal, owner: known(world, ownerId), candidate: personOf(world, candidateId) }
  const generation = 'link' in step ? (world.links[step.link]?.generation ?? 0) : 0
  const id = `t${world.transfers.length}`
  switch (step.type) {
    case 'request':
      return { ...facts, type: 'request', id, actorId: step.by, ofAnotherPortal: false, reproved: true, retryAfter: 0 }
    case 'propose':
      return { ...facts, type: 'propose', id, actor: known(world, step.by), ofAnotherPortal: false, retryAfter: 0 }
    case 'confirm':
      return { ...facts, type: 'confirm', generation, actorId: ownerId }
    case 'accept':
    case 'decline':
      return { ...facts, type: step.type, generation }
    case 'cancel':
    case 'resend':
      return { ...facts, type: step.type, actorId: step.by, retryAfter: 0 }
    case 'approve':
      return { ...facts, type: 'approve', actor: known(world, step.by) }
    case 'expire': {
      const approvals = 'approvals' in state ? state.approvals : []
      return { ...facts, type: 'expire', approvers: approvals.filter((one) => administers(known(world, one))) }
    }
  }
}

/** Does what was decided, as one commit would. */
function applied(world: World, step: Asked, state: Transfer, effects: readonly OwnershipEffect[], game: Game): World {
  let { ownerId, members, links, transfers } = world
  if ('link' in step) links = links.map((link, index) => (index === step.link ? { ...link, used: true } : link))
  if (state.status !== 'none') {
    transfers = transfers.some(({ id }) => id === state.id)
      ? transfers.map((one) => (one.id === state.id ? state : one))
      : [...transfers, state]
  }
  for (const effect of effects) {
    if (effect.type === 'supersede') transfers = transfers.map((one) => (one.id === effect.id ? superseded(world, one, game) : one))
    if (effect.type === 'changeOwner') {
      ownerId = effect.to
      members = {
        ...members,
        [effect.from]: { ...known(world, effect.from), fullAdministrator: game.rules.formerOwner === 'administrator' },
      }
    }
    if (effect.type === 'mail') links = [...links, ...linkIn(effect.letter, state)]
  }
  return { ...world, ownerId, members, links, transfers }
}
/** What becomes of a transfer whose place is taken. Its letter is in no list: there is no link in it. */
function superseded(world: World, one: Named, { rules, decide }: Game): Named {
  const decision = decide(one, { type: 'supersede', now: 0, rules, portal: world.portal, owner: known(world, world.ownerId) })
  return decision.refused === undefined && decision.state.status !== 'none' ? decision.state : one
}
function linkIn(letter: string, state: Transfer): Link[] {
  if (letter !== 'transferConfirm' && letter !== 'transferAccept') return []
  if (!('generation' in state)) throw new Error(`a letter with a link for what is ${state.status}`)
  const purpose = letter === 'transferConfirm' ? 'confirm' : 'accept'
  return [{ transfer: state.id, purpose, generation: state.generation, used: false }]
}

/** Forgets what is too old, and numbers the rest anew. */
function settled(world: World): World {
  const kept = world.transfers.slice(-2)
  const names = new Map(kept.map(({ id }, index) => [id, `t${index}`]))
  const ended = new Set(kept.filter((one) => !isOpen(one)).map(({ id }) => id))
  const links = world.links.filter(({ transfer, purpose }, index) => {
    const later = world.links.slice(index + 1).some((one) => one.transfer === transfer && one.purpose === purpose)
    return names.has(transfer) && !(ended.has(transfer) && later)
  })
  return {
    ...world,
    transfers: kept.map((one, index) => ({ ...one, id: `t${index}` })),
    links: links.map((link) => ({
      ...link,
      transfer: names.get(link.transfer) ?? '',
      ...(ended.has(link.transfer) && { generation: 0, used: true }),
    })),
  }
}

/** A world as a text: the same text, the same world. */
export function keyOf({ portal, ownerId, members, transfers, links }: World): string {
  const of = ({ id, active, type, fullAdministrator }: Person): string =>
    `${id}${active ? '' : '-'}${type === 'guest' ? '?' : ''}${fullAdministrator ? '*' : ''}`
  const about = (one: Named): string =>
    [
      one.status,
      `${one.ownerId}>${one.candidateId}`,
      'generation' in one ? one.generation : '',
      'approvals' in one ? one.approvals.join('&') : '',
      'expiresAt' in one ? one.expiresAt : '',
    ].join(' ')
  const linked = links.map(({ transfer, purpose, generation, used }) => `${transfer}.${purpose}.${generation}${used ? '!' : ''}`)
  return [portal, ownerId, Object.values(members).map(of).join(' '), ...transfers.map(about), linked.join(' ')].join(' | ')
}

/** What must hold in every world, and of every step that is not refused: what does not, in words. */
export interface Laws {
  readonly inWorld: (world: World, game: Game) => readonly string[]
  readonly ofStep: (before: World, step: Step, taken: Taken, game: Game) => readonly string[]
}

/** Visits every world, the nearest first, and stops behind the first ones in which something is broken: with the way there. */
export function walk(game: Game, laws?: Laws) {
  const start = beginning(game)
  const seen = new Map<string, { readonly from: string; readonly step?: Step }>([[keyOf(start), { from: '' }]])
  const broken = new Map<string, readonly Step[]>()
  const pathTo = (key: string): Step[] => {
    const { from, step } = seen.get(key) ?? { from: '' }
    return step ? [...pathTo(from), step] : []
  }
  let [steps, refusals, depth] = [0, 0, 0]
  for (let worlds = [start]; worlds.length > 0 && broken.size === 0; depth += 1) {
    const next: World[] = []
    for (const world of worlds) {
      const from = keyOf(world)
      for (const text of laws?.inWorld(world, game) ?? []) broken.set(text, pathTo(from))
      for (const step of stepsOf(world, game)) {
        const taken = take(world, step, game)
        steps += 1
        if (taken.refused !== undefined) {
          refusals += 1
          continue
        }
        for (const text of laws?.ofStep(world, step, taken, game) ?? []) broken.set(text, [...pathTo(from), step])
        const key = keyOf(taken.world)
        if (seen.has(key)) continue
        seen.set(key, { from, step })
        next.push(taken.world)
      }
    }
    worlds = next
  }
  return { states: new Set(seen.keys()), steps, refusals, depth, broken: Object.fromEntries(broken) }
}

const breakGlass: BreakGlass = { quorum: 2, waiting: 24 * 3_600_000 }
/** The presets, each also with break-glass, and one way in which the former owner is a user. */
export const games: readonly { readonly name: string; readonly rules: OwnershipRules }[] = [
  ...Object.entries(ownershipPresets).flatMap(([name, rules]) => [
    { name, rules },
    { name: `${name} with break-glass`, rules: { ...rules, breakGlass } },
  ]),
  { name: 'a former owner who is a user', rules: { ...ownershipPresets.onlyoffice, formerOwner: 'user', breakGlass } },
]
