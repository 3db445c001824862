/** What must hold of the stored records after every command, whatever the model says; computed here from the records alone. */
import { builtInModules } from 'portico'
import type { Row } from 'portico/server'
import { expect } from 'vitest'
import { idOf, type Game, type Records } from './model-real.js'
import type { Step } from './model-steps.js'

type Member = Row<'members'>
type Portal = Row<'portals'>

const doors = ['documents', 'crm', 'community', 'people', 'projects', 'mail', 'calendar', 'talk', 'feed'] as const
const administrable = builtInModules.map(({ name }) => name)

/** What somebody holds, and until when: to be a user, the administration of each module, full access, what options give, each door, each group. */
type Rights = ReadonlyMap<string, number>

/**
 * The rights of a member at this moment: of who is disabled, only his own places on the modules' lists, which full administrators gave to him by
 * name. For the same reason a place counts for a guest, too, in a module that guests never have: he has it as soon as he is a user.
 */
function rightsOf(member: Member, portal: Portal, now: number): Rights {
  const rights = new Map<string, number>()
  const give = (right: string, until: number): void => {
    if (until > now) rights.set(right, Math.max(until, rights.get(right) ?? 0))
  }
  for (const door of doors) if (isOpen([member.id], portal, door)) give(`door ${door}`, Infinity)
  if (member.status !== 'active') return rights

  const { peopleAdministrators = false, administratorsMayDisablePeers = false } = portal.options
  const administering = (module: string, until: number): void => {
    give(`administers ${module}`, until)
    if (module === 'people' && peopleAdministrators) give('administers members', until)
  }
  const everything = (until: number): void => {
    give('administers everything', until)
    give('administers members', until)
    if (administratorsMayDisablePeers) give('administers administrators', until)
    for (const module of administrable) administering(module, until)
    for (const door of doors) give(`door ${door}`, until)
    // Whoever has full access for good fills any group.
    if (until === Infinity) give('in any group', until)
  }
  if (member.type === 'user') give('user', Infinity)
  for (const { administers, until } of [{ administers: member.administers, until: Infinity }, ...member.temporary]) {
    if (administers === 'everything') everything(until)
    else for (const module of administers) administering(module, until)
  }
  if (portal.ownerId === member.id) {
    everything(Infinity)
    give('administers administrators', Infinity)
    give('administers the portal', Infinity)
  }
  for (const group of member.groups) give(`in group ${group}`, Infinity)
  for (const door of doors) if (isOpen([member.id, ...member.groups], portal, door)) give(`door ${door}`, Infinity)
  return rights
}

function isOpen(known: readonly string[], { modules }: Portal, door: string): boolean {
  const access = modules[door]
  if (access?.availability === 'nobody') return false
  return access?.availability !== 'restricted' || access.to.some((one) => known.includes(one))
}

const heldUntil = (rights: Rights, right: string): number =>
  Math.max(rights.get(right) ?? 0, right.startsWith('in ') ? (rights.get('in any group') ?? 0) : 0)

/** His level; what has ended is nothing, whether it still stands there or not. */
const level = ({ type, administers, temporary, promoted }: Member, now: number): string =>
  JSON.stringify([type, administers, temporary.filter(({ until }) => until > now), promoted])

/** Who is answerable for a step: who did it; for an acceptance, who invited. */
function answerable(game: Game, before: Records, step: Step): string | undefined {
  if ('by' in step) return idOf(game, step.by)
  if (step.do !== 'acceptInvitation') return undefined
  return before.invitations.find(({ id }) => id === idOf(game, step.invitation))?.invitedBy
}

/** Nobody has a right that he had not before, unless who is answerable held it, for as long. A group that is new opens nothing. */
function expectNoEscalation(game: Game, before: Records, after: Records, step: Step, now: number): void {
  const who = before.members.find(({ id }) => id === answerable(game, before, step))
  const held: Rights = who ? rightsOf(who, before.portal, now) : new Map<string, number>()
  const isNew = (right: string): boolean => right.startsWith('in ') && !before.groups.some(({ id }) => right === `in group ${id}`)
  for (const member of after.members) {
    const former = before.members.find(({ id }) => id === member.id)
    const had: Rights = former ? rightsOf(former, before.portal, now) : new Map<string, number>()
    // Who gets an address to himself has the account, and with it what its member administers.
    const isTaken = member.pendingAddress !== null && member.pendingAddress !== former?.pendingAddress && member.id !== who?.id
    for (const [right, until] of rightsOf(member, after.portal, now)) {
      const isGiven = until > heldUntil(had, right) || (isTaken && right.startsWith('administers '))
      if (isGiven && until > heldUntil(held, right) && !isNew(right))
        expect.fail(`\`${right}\` came from nowhere, to ${nameIn(game, member.id)} by ${JSON.stringify(step)}`)
    }
  }
}

const nameIn = ({ ids }: Game, id: string): string => Array.from(ids).find(([, one]) => one === id)?.[0] ?? id

/** One owner who is an active user; no guest administers; no address is invited twice; the seats are right. */
function expectSound({ portal, seats, members, invitations, credentials }: Records, now: number): void {
  expect(members.find(({ id }) => id === portal.ownerId)).toMatchObject({ type: 'user', status: 'active' })
  for (const { type, administers, temporary, promoted } of members)
    if (type === 'guest') expect({ administers, temporary, promoted }).toEqual({ administers: [], temporary: [], promoted: false })
  const open = invitations.filter(({ status }) => status === 'open').map(({ email }) => email)
  expect(new Set(open).size).toBe(open.length)
  for (const { status, email, openEmail } of invitations) expect(openEmail).toBe(status === 'open' ? email : null)
  for (const { accountId } of credentials) expect(members.map(({ id }) => id)).toContain(accountId)

  const active = members.filter(({ status }) => status === 'active')
  const passing = active.flatMap(({ id, administers, temporary }) => {
    const until = Math.max(0, ...temporary.filter((grant) => grant.administers.length > 0).map((grant) => grant.until))
    return administers.length === 0 && until > now ? [`${id} ${until}`] : []
  })
  expect({
    ...seats,
    temporary: seats.temporary.filter(({ until }) => until > now).map(({ memberId, until }) => `${memberId} ${until}`),
  }).toEqual({
    portalId: portal.id,
    id: portal.id,
    users: active.filter(({ type }) => type === 'user').length,
    guests: active.filter(({ type }) => type === 'guest').length,
    administrators: active.filter(({ administers }) => administers.length > 0).length,
    temporary: expect.toSatisfy((list: readonly string[]) => [...list].sort().join() === [...passing].sort().join()) as unknown,
  })
}

/** Nobody changes his own level, nor, in groups that are there, where he belongs; and only the owner changes the owner. */
function expectUntouched(game: Game, before: Records, after: Records, step: Step, now: number): void {
  const by = answerable(game, before, step)
  for (const member of after.members) {
    const former = before.members.find(({ id }) => id === member.id)
    if (former && member.id === by) expect(level(member, now)).toBe(level(former, now))
    // The owner takes himself out of groups: nobody else does.
    if (former && member.id === by && by !== before.portal.ownerId)
      expect(member.groups.filter((group) => before.groups.some(({ id }) => id === group))).toEqual(former.groups)
    if (former && member.id === before.portal.ownerId && by !== member.id) expect(member).toEqual(former)
  }
  expect(after.portal.ownerId).toBe(before.portal.ownerId)
  if (after.portal.status !== before.portal.status) expect(by).toBe(before.portal.ownerId)
}

/** How many audit records a step leaves. */
function auditOf(step: Step, code: string, isMember: boolean): readonly number[] {
  // Anybody could fill the trail of a portal.
  if ('by' in step && !isMember) return [0]
  if (step.do === 'grantFullAccess' && code === 'ok') return [step.to.length]
  if (step.do === 'wait' || step.do === 'inspectInvitation' || code === 'INPUT_INVALID') return [0]
  // Nobody knows which portal a link that is none was meant for.
  return code.startsWith('TOKEN_') ? [0, 1] : [1]
}

/** Everything, after a step. */
export function expectInvariants(game: Game, before: Records, after: Records, step: Step, code: string): void {
  const now = game.world.clock.now()
  expectSound(after, now)
  expectUntouched(game, before, after, step, now)
  expectNoEscalation(game, before, after, step, now)
  if (step.do !== 'wait' && code !== 'ok' && code !== 'INVITATION_VOID')
    expect(after.text, 'a refused command changed something').toBe(before.text)
  if (step.do === 'inspectInvitation') expect(after.text).toBe(before.text)

  expectAudit(game, before, after, step, code)
}

/** One audit record is left, which says what was answered. */
export function expectAudit(game: Game, before: Records, after: Records, step: Step, code: string): void {
  const known = new Set(before.audit.map(({ id }) => id))
  const left = after.audit.filter(({ id }) => !known.has(id))
  const whole = after.audit.length === before.audit.length + left.length
  const isMember = before.members.some(({ id }) => 'by' in step && id === idOf(game, step.by))
  if (!whole || !auditOf(step, code, isMember).includes(left.length)) expect.fail(`${left.length} audit records of ${step.do} (${code})`)
  const actor = 'by' in step ? idOf(game, step.by) : null
  for (const { outcome, code: told, command, actorId } of left) {
    const right =
      command === step.do &&
      actorId === actor &&
      (code === 'ok' ? outcome === 'accepted' && told === null : outcome === 'refused' && told === code)
    if (!right) expect.fail(`the audit record of ${step.do} (${code}) says ${command} by ${String(actorId)}: ${outcome}, ${String(told)}`)
  }
}
