import { decideTransfer, ownershipTable } from '../../src/ownership/machine.js'
import { ownershipPresets, type OwnershipRules } from '../../src/ownership/rules.js'
import type { OwnershipCommand, OwnershipRefusal, Person, Transfer } from '../../src/ownership/transfer.js'

// Every situation that a command can meet, and what is learnt from trying them all: the picture and the table of the guide.

export type Status = Transfer['status']
export type CommandType = OwnershipCommand['type']
export const statuses = Object.keys(ownershipTable) as Status[]
export const commandTypes = Object.keys(ownershipTable.none) as CommandType[]

/** Each combination of the values, or every so many of them. */
function* product<T extends object>(values: { readonly [K in keyof T]: readonly T[K][] }, every = 1): Generator<T> {
  const names = Object.keys(values) as (keyof T)[]
  const total = names.reduce((product, name) => product * values[name].length, 1)
  for (let index = 0; index < total; index += every) {
    let rest = index
    const one: Partial<T> = {}
    for (const name of names) {
      one[name] = values[name][rest % values[name].length]
      rest = Math.floor(rest / values[name].length)
    }
    yield one as T
  }
}

const both = [true, false] as const
const due = 1_800_000_000_000
const day = 24 * 3_600_000
const person = (id: string, rest: Partial<Person> = {}): Person => ({
  id,
  active: true,
  type: 'user',
  fullAdministrator: false,
  emailVerified: true,
  ...rest,
})

/** The ways of the presets, and the two that no preset has: reproof with acceptance. */
const bases: readonly OwnershipRules[] = [
  ...Object.values(ownershipPresets),
  { ...ownershipPresets.github, confirmation: 'reproof' },
  { ...ownershipPresets.google, confirmation: 'reproof' },
]
const breakGlasses = [undefined, { quorum: 2, waiting: day }, { quorum: 3, waiting: 2 * day }]
/** A command that does not look at a link, or not at approvals, is spared the rules on them. */
const rulesWith = (...parts: readonly ('confirmBy' | 'breakGlass' | 'formerOwner')[]): OwnershipRules[] =>
  [
    ...product<OwnershipRules & { base: OwnershipRules }>({
      base: bases,
      confirmBy: parts.includes('confirmBy') ? ['bearer', 'owner'] : ['bearer'],
      breakGlass: parts.includes('breakGlass') ? breakGlasses : [undefined],
      formerOwner: parts.includes('formerOwner') ? ['administrator', 'user'] : ['administrator'],
    } as never),
  ].map(({ base, ...rest }) => ({ ...base, ...rest }))

/** Whom the command or the transfer names: everybody that there can be, and nobody. */
const candidates: readonly (Person | undefined)[] = [
  undefined,
  ...[...product<Omit<Person, 'id'>>({ active: both, type: ['user', 'guest'], fullAdministrator: both, emailVerified: both })].map((rest) =>
    person('cleo', rest),
  ),
]
/** The one who asked for the transfer, somebody else by now, or the candidate already; with an address that is verified or not. */
const owners = ['olga', 'hugo', 'cleo'].flatMap((id) => both.map((emailVerified) => person(id, { fullAdministrator: true, emailVerified })))
const actors: readonly Person[] = [
  person('olga', { fullAdministrator: true }),
  person('hugo', { fullAdministrator: true }),
  person('cleo'),
  person('cleo', { fullAdministrator: true }),
  person('ada', { fullAdministrator: true }),
  person('abel', { fullAdministrator: true }),
  person('uma'),
  person('dora', { fullAdministrator: true, active: false }),
  person('gil', { type: 'guest' }),
]
const actorIds = [...new Set(actors.map(({ id }) => id)), 'nobody']
const approverLists = [[], ['ada'], ['ada', 'abel'], ['ada', 'abel', 'uma']]

const between = { id: 'first', ownerId: 'olga', candidateId: 'cleo' }
const linked = { ...between, generation: 2, expiresAt: due }
const broken = { ...between, expiresAt: due }
/** The states of each status, the same for everybody who asks. */
export function statesOf(status: Status): readonly Transfer[] {
  switch (status) {
    case 'none':
      return [{ status }]
    case 'pending':
    case 'confirmed':
      return [{ status, ...linked }]
    case 'proposed':
      return [['ada'], ['ada', 'abel']].map((approvals) => ({ status, ...broken, approvals }))
    case 'waiting':
      return [
        ['ada', 'abel'],
        ['ada', 'abel', 'uma'],
      ].map((approvals) => ({ status, ...broken, approvals }))
    default:
      return [{ status, ...between }]
  }
}

const facts = { now: [due - 1, due, due + 1], portal: ['active', 'suspended', 'deleted'] as const, owner: owners }
const generations = [1, 2, 3]
type Of<T extends CommandType> = Extract<OwnershipCommand, { readonly type: T }>
type Values<T extends CommandType> = { readonly [K in keyof Of<T>]-?: readonly Of<T>[K][] }

const everything: { readonly [T in CommandType]: Values<T> } = {
  request: {
    ...facts,
    rules: rulesWith('formerOwner'),
    candidate: [...candidates, person('olga'), person('hugo')],
    type: ['request'],
    id: ['second'],
    actorId: ['olga', 'hugo', 'cleo', 'ada', 'nobody'],
    ofAnotherPortal: both,
    reproved: both,
    retryAfter: [0, 1],
  },
  confirm: {
    ...facts,
    rules: rulesWith('confirmBy', 'formerOwner'),
    candidate: candidates,
    type: ['confirm'],
    generation: generations,
    actorId: [null, 'olga', 'hugo', 'cleo', 'ada'],
  },
  accept: { ...facts, rules: rulesWith('confirmBy', 'formerOwner'), candidate: candidates, type: ['accept'], generation: generations },
  decline: { ...facts, rules: rulesWith('confirmBy', 'formerOwner'), candidate: candidates, type: ['decline'], generation: generations },
  cancel: { ...facts, rules: rulesWith('breakGlass'), candidate: candidates, type: ['cancel'], actorId: actorIds },
  resend: { ...facts, rules: rulesWith('confirmBy'), candidate: candidates, type: ['resend'], actorId: actorIds, retryAfter: [0, 1] },
  expire: { ...facts, rules: rulesWith('breakGlass', 'formerOwner'), candidate: candidates, type: ['expire'], approvers: approverLists },
  supersede: {
    ...facts,
    rules: rulesWith('breakGlass', 'formerOwner'),
    candidate: candidates,
    type: ['supersede'],
    successorId: [undefined, 'hugo', 'cleo'],
  },
  propose: {
    ...facts,
    rules: rulesWith('breakGlass'),
    candidate: [...candidates, person('olga'), person('hugo')],
    type: ['propose'],
    id: ['second'],
    actor: actors,
    ofAnotherPortal: both,
    retryAfter: [0, 1],
    approvers: [undefined, []],
  },
  approve: {
    ...facts,
    rules: rulesWith('breakGlass'),
    candidate: candidates,
    type: ['approve'],
    actor: actors,
    candidateId: [undefined, 'hugo'],
    approvers: [undefined, ['ada']],
  },
}

/**
 * Every situation in which a command can be given.
 *
 * @param every only one of so many; a number that is prime to the lengths of all lists, so that each value is still met
 */
export const commandsOf = (type: CommandType, every = 1): Generator<OwnershipCommand> => product<OwnershipCommand>(everything[type], every)

/** What a cell can come to. */
interface Outcomes {
  /** What the transfer becomes. */
  readonly becomes: Set<Status>
  /** Where another transfer begins. */
  readonly begins: Set<Status>
  stays: boolean
  readonly refused: Set<OwnershipRefusal>
}

/** Tries everything in a cell. */
function outcomesOf(status: Status, type: CommandType): Outcomes {
  const outcomes: Outcomes = { becomes: new Set(), begins: new Set(), stays: false, refused: new Set() }
  for (const state of statesOf(status)) for (const command of commandsOf(type)) note(outcomes, state, decideTransfer(state, command))
  return outcomes
}

function note(outcomes: Outcomes, state: Transfer, decision: ReturnType<typeof decideTransfer>): void {
  if (decision.refused !== undefined) {
    outcomes.refused.add(decision.refused)
    return
  }
  if (decision.state === state) outcomes.stays = true
  else if ('id' in state && 'id' in decision.state && decision.state.id === state.id) outcomes.becomes.add(decision.state.status)
  else outcomes.begins.add(decision.state.status)
}

type Found = readonly (readonly [Status, CommandType, Outcomes])[]
const inOrder = (some: Iterable<Status>): Status[] => [...some].sort((a, b) => statuses.indexOf(a) - statuses.indexOf(b))

/** The life of one transfer; of commands that change nothing there is no arrow. */
function picture(found: Found): string {
  const arrows = new Map<string, Set<CommandType>>()
  const draw = (from: string, to: string, type: CommandType): unknown => {
    const arrow = `  ${from} --> ${to}`
    return arrows.set(arrow, (arrows.get(arrow) ?? new Set()).add(type))
  }
  for (const [, type, { begins }] of found) for (const to of inOrder(begins)) draw('[*]', to, type)
  for (const [from, type, { becomes }] of found) for (const to of inOrder(becomes)) draw(from, to, type)
  const moving = new Set(found.filter(([, , { becomes }]) => becomes.size > 0).map(([from]) => from))
  const last = statuses.filter((status) => status !== 'none' && !moving.has(status))
  const lines = [...arrows].map(([arrow, types]) => `${arrow}: ${[...types].join(', ')}`)
  return ['```mermaid', 'stateDiagram-v2', ...lines, ...last.map((status) => `  ${status} --> [*]`), '```'].join('\n')
}

function cellOf({ becomes, begins, stays, refused }: Outcomes): string {
  const code = (some: Iterable<string>): string => [...some].map((one) => `\`${one}\``).join(', ')
  const next = [
    ...(becomes.size > 0 ? [`→ ${code(inOrder(becomes))}`] : []),
    ...(begins.size > 0 ? [`+ ${code(inOrder(begins))}`] : []),
    ...(stays ? ['='] : []),
  ]
  return next.length > 0 ? next.join('<br>') : code([...refused].sort())
}

/** The picture and the table, as they stand in the guide. */
export function ownershipMarkdown(): string {
  const found: Found = statuses.flatMap((status) => commandTypes.map((type) => [status, type, outcomesOf(status, type)] as const))
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const rows = statuses.map((status) =>
    row([`**${status}**`, ...found.filter(([from]) => from === status).map(([, , all]) => cellOf(all))]),
  )
  return [
    picture(found),
    '',
    '→ what the transfer becomes · + where another one begins · = nothing changes · a code alone: always refused. What else is refused stands above.',
    '',
    row(['', ...commandTypes.map((type) => `\`${type}\``)]),
    row(['', ...commandTypes].map(() => '---')),
    ...rows,
  ].join('\n')
}
