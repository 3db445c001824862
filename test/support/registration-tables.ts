import { portalKinds } from '../../src/registration/kinds.js'
import { decideRegistration, registrationTable } from '../../src/registration/machine.js'
import type { RegistrationEvent, RegistrationStatus } from '../../src/registration/states.js'

// What is learnt from trying every event in every state that can be reached: the pictures and the tables of the guide.

type State = Parameters<typeof decideRegistration>[0]
type EventType = RegistrationEvent['type']

const statuses = Object.keys(registrationTable) as RegistrationStatus[]
const eventTypes = Object.keys(registrationTable['none/none']) as EventType[]

const permanences = ['permanent', 'temporary'] as const
/** Every way in which an event can come. */
function waysOf(type: EventType): readonly RegistrationEvent[] {
  if (type === 'create') return permanences.map((permanence) => ({ type, permanence }))
  if (type === 'complete') return [true, false].map((known) => ({ type, known }))
  if (type === 'completeBad') return [true, false].map((known) => ({ type, known, maxAttempts: 2 }))
  return [{ type }]
}

const start: State = {
  status: 'none/none',
  permanence: 'permanent',
  holderActive: true,
  licensed: true,
  generation: 0,
  attempts: 0,
  delivery: 'queued',
}

/** What each cell can come to: next statuses, with `+` for a new link; `=` where both halves stay; codes of refusals. */
function cells(): ReadonlyMap<string, ReadonlySet<string>> {
  const seen = new Set([JSON.stringify(start)])
  const queue = [start]
  const found = new Map<string, Set<string>>()
  for (let state = queue.pop(); state; state = queue.pop()) {
    for (const event of eventTypes.flatMap(waysOf)) {
      const outcome = decideRegistration(state, event)
      const cell = `${state.status} ${event.type}`
      found.set(cell, (found.get(cell) ?? new Set()).add(told(state, outcome)))
      if (outcome.refused !== undefined) continue
      // All later generations are alike.
      const next = { ...outcome.state, generation: Math.min(outcome.state.generation, 2) } as State
      const key = JSON.stringify(next)
      if (!seen.has(key)) queue.push(next)
      seen.add(key)
    }
  }
  return found
}

function told(before: State, outcome: ReturnType<typeof decideRegistration>): string {
  if (outcome.refused !== undefined) return outcome.refused
  const { status } = outcome.state
  if (outcome.effects.some(({ type }) => type === 'issue')) return `${status}+`
  return status === before.status ? '=' : status
}

const found = cells()
const isMove = (outcome: string): boolean => outcome.includes('/')
const outcomesOf = (status: string, type: string): readonly string[] => [...(found.get(`${status} ${type}`) ?? [])]
const halves = (status: string): readonly [portal: string, registration: string] => {
  const [portal = '', registration = ''] = status.replace('+', '').split('/')
  return [portal, registration]
}

/** The moves of one half of the status; what leaves it as it is has no arrow. */
function picture(half: 0 | 1, last: readonly string[]): string {
  const arrows = new Map<string, Set<string>>()
  for (const status of statuses)
    for (const type of eventTypes)
      for (const next of outcomesOf(status, type).filter(isMove)) {
        const [from, to] = [halves(status)[half], halves(next)[half]]
        if (from === to) continue
        const arrow = `  ${from === 'none' ? '[*]' : from} --> ${to}`
        arrows.set(arrow, (arrows.get(arrow) ?? new Set()).add(type))
      }
  const lines = [...arrows].map(([arrow, types]) => `${arrow}: ${[...types].join(', ')}`)
  return ['```mermaid', 'stateDiagram-v2', ...lines, ...last.map((state) => `  ${state} --> [*]`), '```'].join('\n')
}

const row = (values: readonly string[]): string => `| ${values.join(' | ')} |`
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')
const code = (text: string): string => `\`${text}\``

function cellOf(status: RegistrationStatus, type: EventType): string {
  const outcomes = outcomesOf(status, type)
  const moves = outcomes.filter(isMove).map((next) => `→ ${halves(next).join(', ')}${next.endsWith('+') ? ' +' : ''}`)
  const stays = outcomes.includes('=') ? ['='] : []
  const refused = outcomes.filter((outcome) => outcome !== '=' && !isMove(outcome)).sort()
  return [...moves, ...stays, ...refused.map(code)].join('<br>')
}

const groups = ['none', 'unregistered', 'active', 'suspended', 'expired', 'closed'] as const

/** The pictures and the tables of states, as they stand in the guide. */
export function registrationMarkdown(): string {
  const tables = groups.map((portal) => {
    const these = statuses.filter((status) => halves(status)[0] === portal)
    const moving = eventTypes.filter((type) => these.some((status) => cellOf(status, type) !== '='))
    const rows = moving.map((type) => [code(type), ...these.map((status) => cellOf(status, type))])
    return table([`**${portal}**`, ...these.map((status) => halves(status)[1])], rows)
  })
  return [
    'The portal:',
    picture(0, ['closed']),
    'The registration:',
    picture(1, []),
    '→ portal and registration as they are then · + a new link is sent · = both stay as they are, as with every event that a table leaves out · a code: refused. `completeBad` is `complete` with a login name or a password that does not hold.',
    ...tables,
  ].join('\n\n')
}

/** The kinds of portals, as a table of the guide. */
export function kindsMarkdown(): string {
  const kinds = Object.entries(portalKinds)
  const look = ({ delegates, handlers }: (typeof portalKinds)[string]['operators']): string =>
    ['owner, full administrators', ...(delegates ? ['delegates'] : []), ...(handlers ? ['handlers'] : [])].join(', ')
  const line = (title: string, value: (kind: (typeof portalKinds)[string]) => string): readonly string[] => [
    title,
    ...kinds.map(([, kind]) => value(kind)),
  ]
  return table(
    ['', ...kinds.map(([name]) => code(name))],
    [
      line('holder', ({ holder }) => code(holder)),
      line('permanence', ({ permanence }) => permanence.join(' or ')),
      line('who registers', ({ registrant }) => (registrant === 'holder' ? 'the holder' : 'one of the staff')),
      line('who looks after it', ({ operators }) => look(operators)),
      line('who closes it', ({ closedBy }) => (closedBy === 'owner' ? 'owner' : 'owner, full administrators')),
      line('features', ({ features }) => features.map(code).join(', ')),
      line('seat', ({ seat }) => code(seat)),
      line('its account is a', ({ account }) => account),
    ],
  )
}
