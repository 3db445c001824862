/** The steps of the model, done for real; and what is stored afterwards, in the words of the model. */
import type { Row, Stored, TableName } from 'portico/server'
import { hour, password, start, type World } from './harness.js'
import { firstState, levelOf, timsEnd, type Administers, type State } from './model.js'
import type { ActorStep, BearerStep, Step } from './model-steps.js'

/** Everything stored of a portal. */
export interface Records {
  readonly portal: Row<'portals'>
  readonly seats: Row<'seats'>
  readonly members: readonly Row<'members'>[]
  readonly invitations: readonly Row<'invitations'>[]
  readonly groups: readonly Row<'groups'>[]
  readonly reassignments: readonly Row<'reassignments'>[]
  readonly audit: readonly Row<'audit'>[]
  readonly credentials: readonly Row<'credentials'>[]
  /** All of it but the audit trail, with versions, as one text. */
  readonly text: string
}

/** A portal that is played with: the names of the model stand for its ids. */
export interface Game {
  readonly world: World
  readonly portalId: string
  readonly otherPortalId: string
  readonly ids: Map<string, string>
  /** The tokens of an invitation's letters. */
  readonly tokens: Map<string, string[]>
  readonly made: { m: number; g: number; i: number; r: number }
}

const noToken = 'A'.repeat(43)
export const idOf = ({ ids }: Game, name: string): string => ids.get(name) ?? `no-${name}`
const idsOf = (game: Game, names: readonly string[]): string[] => names.map((name) => idOf(game, name))
const some = <K extends string, T>(key: K, list: readonly T[] | 'everything'): { readonly [key in K]?: readonly T[] | 'everything' } =>
  (list.length > 0 ? { [key]: list } : {}) as { readonly [key in K]?: readonly T[] | 'everything' }

/** Makes the portal that the model begins with, and another one. */
export async function begin(world: World, portalId: string, options: Readonly<Record<string, boolean>>): Promise<Game> {
  const [{ administration }, otherPortalId] = [world, `other-${portalId}`]
  const first = firstState(options)
  const game: Game = { world, portalId, otherPortalId, ids: new Map(), tokens: new Map(), made: { ...first.made } }
  const owner = (name: string) => ({ name, email: `${name}@example.org`, emailVerified: true })
  game.ids.set('olga', (await administration.createPortal({ portalId, name: 'Agency', owner: owner('olga'), options })).owner.id)
  game.ids.set('xena', (await administration.createPortal({ portalId: otherPortalId, name: 'Other', owner: owner('xena') })).owner.id)
  const by = { portalId, actorId: idOf(game, 'olga') }
  for (const [name, { type, administers }] of Object.entries(first.people).slice(1)) {
    const { member } = await administration.createMember({ ...by, ...owner(name), type, ...some('administers', administers) })
    game.ids.set(name, member.id)
  }
  await administration.grantFullAccess({ ...by, memberIds: idsOf(game, ['tim']), until: timsEnd })
  await administration.disableMember({ ...by, memberId: idOf(game, 'dora') })
  const { group } = await administration.createGroup({ ...by, name: 'First', members: idsOf(game, ['pia']) })
  game.ids.set('g1', group.id)
  await administration.setModuleAccess({ ...by, module: 'crm', access: { availability: 'restricted', to: [group.id] } })
  await world.settled()
  return game
}

/** Does a step; learns the ids and tokens that come of it. */
export async function perform(game: Game, step: Step): Promise<void> {
  if (step.do === 'wait') {
    game.world.clock.set(game.world.clock.now() + step.hours * hour)
    return
  }
  try {
    const answer: unknown = await ask(game, step)
    learn(game, step, answer)
    if (step.do === 'inviteMember') await learnToken(game, `i${game.made.i}`, step.email)
    if (step.do === 'resendInvitation') await learnToken(game, step.invitation)
  } finally {
    await game.world.settled()
  }
}

async function learnToken({ world, tokens }: Game, name: string, email = tokens.get(name)?.[0] ?? ''): Promise<void> {
  const [address, ...known] = tokens.get(name) ?? [email]
  tokens.set(name, [address ?? email, ...known, await world.tokenOf(address ?? email)])
}

/** A name for what was made. */
function learn({ ids, made }: Game, { do: what }: Step, answer: unknown): void {
  const has = (key: string): string => (answer as Readonly<Record<string, { readonly id: string }>>)[key]?.id ?? ''
  if (what === 'createMember' || what === 'acceptInvitation') ids.set(`m${++made.m}`, has('member'))
  if (what === 'createGroup') ids.set(`g${++made.g}`, has('group'))
  if (what === 'inviteMember') ids.set(`i${++made.i}`, has('invitation'))
  if (what === 'reassignData') ids.set(`r${++made.r}`, has('reassignment'))
}

function ask(game: Game, step: Exclude<Step, { readonly do: 'wait' }>): Promise<unknown> {
  const [{ administration }, { portalId }] = [game.world, game]
  switch (step.do) {
    case 'licensePortal':
      return administration.licensePortal({ portalId, quotas: step.quotas })
    case 'reportReassignment': {
      const report = { portalId, reassignmentId: idOf(game, step.reassignment), done: 1 }
      return administration.reportReassignment(step.outcome ? { ...report, outcome: step.outcome } : report)
    }
    case 'acceptInvitation':
    case 'declineInvitation':
    case 'inspectInvitation':
      return follow(game, step)
    default:
      return command(game, step)
  }
}

function follow(game: Game, step: BearerStep): Promise<unknown> {
  const [, ...letters] = game.tokens.get(step.invitation) ?? ['']
  const token = letters.at(step.letter === 'last' ? -1 : -2) ?? noToken
  const { administration } = game.world
  if (step.do !== 'acceptInvitation') return administration[step.do]({ token })
  const how = step.identity === null ? { password: step.badPassword ? 'short' : password } : { identity: step.identity }
  return administration.acceptInvitation({ token, name: 'New', ...how })
}

function command(game: Game, step: ActorStep): Promise<unknown> {
  const { administration: administration } = game.world
  const by = { portalId: game.portalId, actorId: idOf(game, step.by) }
  const until = 'until' in step && step.until !== undefined ? { until: start + step.until * hour } : {}
  const groups = 'groups' in step ? some('groups', idsOf(game, step.groups)) : {}
  switch (step.do) {
    case 'grantFullAccess':
      return administration.grantFullAccess({ ...by, memberIds: idsOf(game, step.to), promoteGuests: step.promoteGuests, ...until })
    case 'createMember': {
      const { email, type, administers, identity } = step
      const more = { ...some('administers', administers), ...groups, ...(identity === null ? {} : { identity }) }
      return administration.createMember({ ...by, name: 'New', email, emailVerified: true, type, ...more } as never)
    }
    case 'inviteMember': {
      const { email, type, administers } = step
      return administration.inviteMember({ ...by, email, type, ...some('administers', administers), ...groups } as never)
    }
    case 'resendInvitation':
    case 'withdrawInvitation':
      return administration[step.do]({ ...by, invitationId: idOf(game, step.invitation) })
    case 'reassignData':
      return administration.reassignData({ ...by, fromId: idOf(game, step.on), toId: idOf(game, step.to) })
    case 'createGroup':
      return administration.createGroup({ ...by, name: step.label, ...(some('members', idsOf(game, step.members)) as object) })
    case 'fillGroup': {
      const lists = { ...some('add', idsOf(game, step.add)), ...some('remove', idsOf(game, step.remove)) } as object
      return administration.fillGroup({ ...by, groupId: idOf(game, step.group), ...lists })
    }
    case 'deleteGroup':
      return administration.deleteGroup({ ...by, groupId: idOf(game, step.group) })
    case 'configurePortal':
      return administration.configurePortal({ ...by, options: step.options })
    case 'setModuleAccess': {
      const { module, access } = step
      const whole = typeof access === 'string' ? { availability: access } : { availability: 'restricted' as const, to: idsOf(game, access) }
      return administration.setModuleAccess({ ...by, module, access: whole })
    }
    case 'leave':
    case 'suspendPortal':
    case 'reactivatePortal':
    case 'deletePortal':
      return administration[step.do](by)
    case 'changeEmail':
      return administration.changeEmail({ ...by, memberId: idOf(game, step.on), email: step.email })
    case 'grantModules':
      return administration.grantModules({ ...by, memberId: idOf(game, step.on), modules: step.modules, ...until })
    case 'limitToModules':
    case 'revokeModules':
      return administration[step.do]({ ...by, memberId: idOf(game, step.on), modules: step.modules })
    default:
      return administration[step.do]({ ...by, memberId: idOf(game, step.on) })
  }
}

/** Reads everything stored of a portal. */
export async function recordsOf({ storage }: World, portalId: string): Promise<Records> {
  const one = async <T extends 'portals' | 'seats'>(table: T): Promise<Stored<T>> => {
    const found = await storage.get(table, portalId, portalId)
    if (!found) throw new Error(`no ${table} of \`${portalId}\``)
    return found
  }
  const all = async <T extends Exclude<TableName, 'tokens' | 'outbox' | 'portals' | 'loginNames'>>(table: T) =>
    (await storage.find(table, 'byPortal' as never, { portalId } as never, { limit: 1_000 })).items
  const [portal, seats] = [await one('portals'), await one('seats')]
  const [members, invitations, groups] = [await all('members'), await all('invitations'), await all('groups')]
  const [reassignments, credentials, audit, keys] = [
    await all('reassignments'),
    await all('credentials'),
    await all('audit'),
    await all('idempotencyKeys'),
  ]
  const letters = await Promise.all(
    (['waiting', 'sending', 'sent', 'dead', 'dropped'] as const).map((status) =>
      storage.find('outbox', 'byStatus', { portalId, status }, { limit: 1_000 }),
    ),
  )
  const tokens = await Promise.all(
    invitations.map(({ row: { id: subjectId } }) => storage.find('tokens', 'bySubject', { portalId, subject: 'invitations', subjectId })),
  )
  const rows = <T extends TableName>(items: readonly Stored<T>[]): readonly Row<T>[] => items.map(({ row }) => row)
  return {
    portal: portal.row,
    seats: seats.row,
    members: rows(members),
    invitations: rows(invitations),
    groups: rows(groups),
    reassignments: rows(reassignments),
    audit: rows(audit),
    credentials: rows(credentials),
    text: JSON.stringify([portal, seats, members, invitations, groups, reassignments, credentials, keys, letters, tokens]),
  }
}

// The same words for both

const level = (administers: Administers, temporary: State['people'][string]['temporary'], now: number) =>
  levelOf({ administers, temporary } as State['people'][string], now)
const sorted = (list: readonly string[]): string[] => [...list].sort()

/** What the model has, without what cannot be seen in the records. */
export function expected(state: State): unknown {
  const { now, status, owner, options, modules, quotas, people, groups, invitations } = state
  const persons = Object.entries(people).map(([name, person]) => {
    const { administers, temporary, email, groups: inGroups, ...rest } = person
    return [name, { ...rest, email: email.toLowerCase(), level: level(administers, temporary, now), groups: sorted(inGroups) }]
  })
  const some = Object.entries(modules).map(([module, access]) => [module, typeof access === 'string' ? access : sorted(access)])
  const invited = Object.entries(invitations).map(([name, { email, ...rest }]) => [name, { ...rest, email: email.toLowerCase() }])
  return {
    status,
    owner,
    options: sorted(Object.keys(options).filter((option) => options[option])),
    modules: Object.fromEntries(some) as unknown,
    quotas,
    people: Object.fromEntries(persons) as unknown,
    groups,
    invitations: Object.fromEntries(invited) as unknown,
  }
}

/** What is stored, likewise. */
export function stored(game: Game, { portal, members, groups, invitations }: Records): unknown {
  const names = new Map(Array.from(game.ids, ([name, id]) => [id, name]))
  const nameOf = (id: string): string => names.get(id) ?? `unknown ${id}`
  const now = game.world.clock.now()
  const persons = members.map(({ id, type, status, administers, temporary, promoted, groups: inGroups, email, pendingAddress, ...row }) => {
    const [identity, reassigning, inThem] = [row.identity, row.reassignmentId !== null, sorted(inGroups.map(nameOf))]
    const person = { type, status, promoted, email, pending: pendingAddress, identity, reassigning }
    return [nameOf(id), { ...person, level: level(administers, temporary, now), groups: inThem }]
  })
  const some = Object.entries(portal.modules).flatMap(([module, access]) =>
    access.availability === 'nobody'
      ? [[module, 'nobody']]
      : access.availability === 'restricted'
        ? [[module, sorted(access.to.map(nameOf))]]
        : [],
  )
  const invited = invitations.map(({ id, email, type, administers, groups: inGroups, invitedBy, status, generation, expiresAt }) => [
    nameOf(id),
    { email, type, administers, groups: inGroups.map(nameOf), by: nameOf(invitedBy), status, generation, expiresAt },
  ])
  return {
    status: portal.status,
    owner: nameOf(portal.ownerId),
    options: sorted(Object.keys(portal.options).filter((option) => portal.options[option])),
    modules: Object.fromEntries(some) as unknown,
    quotas: portal.quotas,
    people: Object.fromEntries(persons) as unknown,
    groups: Object.fromEntries(groups.map(({ id, name }) => [nameOf(id), name])) as unknown,
    invitations: Object.fromEntries(invited) as unknown,
  }
}
