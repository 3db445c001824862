/** Does one step with the real services, judges the answer and what is stored then, and keeps the model up with it. */
import { expect } from 'vitest'
import { asked, features, hour, password } from './harness.js'
import {
  codeOf,
  factsOf,
  idOf,
  linkAt,
  newTokens,
  portalAt,
  recordsOf,
  statesOf,
  statesWhenDone,
  type Game,
  type Link,
  type Records,
} from './model-game.js'
import { expectInvariants } from './model-invariants.js'
import { badChoice, forBearer, fromEach, onCommand, onCreate, type Of, type Verdict } from './model-judge.js'
import { isLive, isOver, isRegistered, type ModelPortal } from './model.js'
import { cast, type Step } from './model-steps.js'

/** How often each step was answered what. */
export const tally = new Map<string, number>()

/** What came of a step: whose it was, and what follows for the model when it went well. */
interface Done {
  readonly code: string
  readonly verdict: Verdict
  readonly portal?: ModelPortal | undefined
  /** What follows for the model; `row` is there once it is stored. */
  readonly effect?: ((records: Records) => void) | undefined
  /** The states that other portals may be in. */
  readonly others?: ((portal: ModelPortal) => readonly string[]) | undefined
  /** What links of a letter are for, when there is one. */
  readonly link?: Pick<Link, 'type' | 'wanted'> | undefined
}

type Doers = { readonly [D in Step['do']]: (game: Game, step: Of<D>) => Promise<Done> }

async function create(game: Game, step: Of<'create'>): Promise<Done> {
  const { kind, email, registrantId } = cast[step.holder]
  const verdict = onCreate(game, step)
  const permanence = step.temporary ? 'temporary' : 'permanent'
  const wanted = { ...asked(idOf(game, step.by)), kind, holderId: step.holder, permanence, registrantId } as const
  let created: string | undefined
  const code = await codeOf(game.world.registration.create(wanted).then(({ holderPortal }) => (created = holderPortal.id)))
  if (created === undefined) return { code, verdict }
  const portal: ModelPortal = {
    id: created,
    kind,
    holderId: step.holder,
    registrantId,
    status: 'unregistered/open',
    permanence,
    generation: 0,
    attempts: 0,
    holderActive: true,
    licensed: true,
    email,
    expiresAt: 0,
    createdAt: game.world.clock.now(),
    requests: new Set(),
    completedAt: 0,
    login: undefined,
    pending: undefined,
  }
  game.portals.push(portal)
  return { code, verdict, portal, link: { type: 'register', wanted: '' } }
}

/** A command on a portal that there is, or on none. */
async function command(game: Game, step: Extract<Step, { readonly by: string; readonly on: number }>): Promise<Done> {
  const { registration } = game.world
  const portal = portalAt(game, step.on)
  const verdict = onCommand(game, step, portal)
  const asking = { ...asked(idOf(game, step.by)), holderPortalId: portal?.id ?? 'nobody' }
  if (step.do === 'changeEmail') {
    const code = await codeOf(registration.changeEmail({ ...asking, email: step.email }))
    const link = code === 'ok' ? ({ type: 'register', wanted: '' } as const) : ({ type: 'address', wanted: step.email } as const)
    return { code, verdict, portal, link, effect: () => portal && moved(game, portal, step.email) }
  }
  if (step.do === 'associate') {
    const code = await codeOf(registration.associate({ ...asking, holderId: step.holder }))
    return { code, verdict, portal, link: { type: 'association', wanted: step.holder }, effect: () => portal && given(portal, step.holder) }
  }
  const code = await codeOf(registration[step.do](asking))
  const effect = (): void => {
    if (portal && step.do === 'promote') portal.permanence = 'permanent'
  }
  return { code, verdict, portal, effect, link: { type: 'register', wanted: '' } }
}

/** The portal has another address: what was sent to the former one does not work. */
function moved({ links }: Game, portal: ModelPortal, email: string): void {
  if (portal.email === email) return
  portal.email = email
  portal.pending = undefined
  for (const link of links) if (link.portal === portal) link.stale = true
}

function given(portal: ModelPortal, holderId: string): void {
  if (portal.holderId === holderId) return
  portal.holderId = holderId
  portal.holderActive = true
  portal.pending = undefined
}

async function complete(game: Game, step: Of<'complete'>): Promise<Done> {
  const link = linkAt(game, 'register', step.link)
  const chosen = { loginName: step.login, password: step.good ? password : 'short' }
  const verdictOf = (one: Link): Verdict => {
    const bad = badChoice(game, one, step)
    if (bad.length === 0) return forBearer(game, one)
    const { codes, next } = forBearer(game, one, 'completeBad')
    // To the table a bad choice is an event that goes well: it is counted.
    return { codes: codes.flatMap((code) => (code === 'ok' ? bad : [code])), ...(next && { next }) }
  }
  const verdict = link ? verdictOf(link) : { codes: ['TOKEN_INVALID'] }
  const code = await codeOf(game.world.registration.complete({ token: link?.token ?? 'A'.repeat(43), ...chosen }))
  // A choice is counted before it is looked at.
  if (link && /^(ok|(LOGIN_NAME|PASSWORD)_.*)$/.test(code)) link.portal.attempts += 1
  const effect = (): void => {
    if (!link) return
    link.portal.login = step.login.toLowerCase()
    // What was asked of the portal before it was anybody's is void.
    link.portal.pending = undefined
  }
  return { code, verdict, portal: link?.portal, effect }
}

async function confirm(game: Game, step: Of<'confirm'>): Promise<Done> {
  const link = linkAt(game, 'confirm', step.link)
  const code = await codeOf(game.world.registration.confirm({ token: link?.token ?? 'A'.repeat(43) }))
  if (!link) return { code, verdict: { codes: ['TOKEN_INVALID'] } }
  const { portal } = link
  const left = link.type === 'address' && !factsOf(game, portal).holderActive
  const dead = portal.pending !== game.links.indexOf(link) || isOver(portal.status) || game.world.clock.now() >= link.expiresAt || left
  const deadCodes = ['TOKEN_INVALID', 'TOKEN_USED', 'TOKEN_EXPIRED', 'PORTAL_CLOSED']
  const guards = ['HOLDER_CONFLICT', 'HOLDER_INACTIVE', 'PORTAL_EXISTS', 'LICENSE_MISSING', 'PORTAL_SUSPENDED', 'TOKEN_INVALID']
  const effect = (): void => (link.type === 'address' ? moved(game, portal, link.wanted) : given(portal, link.wanted))
  return {
    code,
    verdict: { codes: dead ? deadCodes : ['ok', ...(link.type === 'association' ? guards : [])], next: statesOf(game, portal) },
    portal,
    effect,
  }
}

async function mail(game: Game, { what, on, former }: Of<'mail'>): Promise<Done> {
  const portal = portalAt(game, on)
  const generation = (portal?.generation ?? 1) - Number(former)
  if (!portal || generation < 1) return { code: 'ok', verdict: { codes: ['ok'] } }
  const states = statesOf(game, portal)
  const code = await codeOf(game.world.registration.system[what]({ portalId: 'roy', holderPortalId: portal.id, generation }))
  const next = former ? states : fromEach(states, what, { licensed: true, holderActive: true })
  return { code, verdict: { codes: ['ok'], next }, portal }
}

async function holder(game: Game, { who, active, told }: Of<'holder'>): Promise<Done> {
  const { holders, registration } = game.world
  const record = holders.get(who)
  if (record) holders.set(who, { ...record, active })
  const mine = game.portals.filter(({ holderId, registrantId }) => holderId === who || registrantId === who)
  if (!told) return { code: 'ok', verdict: { codes: ['ok'] } }
  const event = active ? 'holderReactivated' : 'holderDeactivated'
  const allowed = new Map(mine.map((one) => [one, fromEach(statesOf(game, one), event, { licensed: true, holderActive: true })]))
  const code = await codeOf(registration.system[event]({ portalId: 'roy', holderId: who }))
  for (const one of mine) {
    one.holderActive = active
    // Whoever has left confirms no new address.
    if (!active && one.pending !== undefined && game.links[one.pending]?.type === 'address') one.pending = undefined
  }
  return { code, verdict: { codes: ['ok'] }, others: (portal) => allowed.get(portal) ?? [portal.status] }
}

async function licence(game: Game, { held, told }: Of<'licence'>): Promise<Done> {
  game.world.licence.features = held ? features : ['clientManagement']
  if (!told) return { code: 'ok', verdict: { codes: ['ok'] } }
  const event = held ? 'licenseRestored' : 'licenseLost'
  const code = await codeOf(game.world.registration.system[event]({ portalId: 'roy', features: ['firmPortal'] }))
  for (const one of game.portals) one.licensed = held
  return { code, verdict: { codes: ['ok'] }, others: (portal) => statesOf(game, portal) }
}

async function request(game: Game, { on, open }: Of<'request'>): Promise<Done> {
  const portal = portalAt(game, on)
  if (!portal) return { code: 'ok', verdict: { codes: ['ok'] } }
  const states = statesOf(game, portal)
  const which = { portalId: 'roy', holderPortalId: portal.id, requestId: 'r1' }
  const { system } = game.world.registration
  const code = await codeOf(open ? system.requestOpened(which) : system.requestCompleted(which))
  const effect = (): void => {
    if (isOver(portal.status)) return
    if (open) portal.requests.add('r1')
    else if (portal.requests.delete('r1')) portal.completedAt = game.world.clock.now()
  }
  return { code, verdict: { codes: states.some(isOver) ? ['ok', 'PORTAL_CLOSED'] : ['ok'], next: states }, portal, effect }
}

async function expire(game: Game, { on }: Of<'expire'>): Promise<Done> {
  const portal = portalAt(game, on)
  if (!portal) return { code: 'ok', verdict: { codes: ['ok'] } }
  const next = statesOf(game, portal)
  const code = await codeOf(game.world.registration.system.expire({ portalId: 'roy', holderPortalId: portal.id }))
  return { code, verdict: { codes: ['ok'], next: statesWhenDone(next) }, portal }
}

async function wait(game: Game, { hours, tick }: Of<'wait'>): Promise<Done> {
  const { clock, registration } = game.world
  clock.set(clock.now() + hours * hour)
  if (!tick) return { code: 'ok', verdict: { codes: ['ok'] } }
  const ended = new Map(game.portals.map((one) => [one, statesOf(game, one)]))
  while ((await registration.system.expireDue()) > 0);
  // What time has ended is ended then.
  const others = (portal: ModelPortal): readonly string[] => statesWhenDone(ended.get(portal) ?? [])
  return { code: 'ok', verdict: { codes: ['ok'] }, others }
}

const doers: Doers = {
  create,
  changeEmail: command,
  associate: command,
  resend: command,
  revoke: command,
  suspend: command,
  reactivate: command,
  promote: command,
  close: command,
  complete,
  confirm,
  mail,
  holder,
  licence,
  request,
  expire,
  wait,
}

/** Whatever is refused changes nothing, but that a bad choice is counted, a link is sent, and what is over by time is found to be so. */
const changesThough = /^(ok|LOGIN_NAME_.*|PASSWORD_.*|REVERIFY_REQUIRED|ASSOCIATION_CONFIRMATION_REQUIRED|TOKEN_EXPIRED)$/

/** One step. */
export async function turn(game: Game, step: Step, before: Records): Promise<Records> {
  const done = await (doers[step.do] as (game: Game, step: Step) => Promise<Done>)(game, step)
  const { code, verdict, portal, others } = done
  const name = `${step.do} ${code}`
  tally.set(name, (tally.get(name) ?? 0) + 1)
  const about = `${JSON.stringify(step)} on ${portal?.status ?? 'nothing'} was answered \`${code}\``
  expect(verdict.codes, about).toContain(code)
  const tokens = await newTokens(game)
  const after = await recordsOf(game)
  if (!changesThough.test(code) && game.portals.every((one) => statesOf(game, one).length < 2)) expect(after, about).toEqual(before)
  if (code === 'ok') done.effect?.(after)
  const counted = /^(LOGIN_NAME|PASSWORD)_/.test(code)
  for (const one of game.portals) {
    const row = after.portals.find(({ id }) => id === one.id)
    if (!row) throw new Error('a portal is gone')
    const allowed = one !== portal ? (others?.(one) ?? [one.status]) : ((code === 'ok' || counted) && verdict.next) || statesOf(game, one)
    expect(allowed, `${one.status} ${about}`).toContain(row.status)
    follow(game, one, row, step, one === portal && code === 'ok')
  }
  keep(game, done, tokens, about)
  await expectInvariants(game, before, after, step)
  return after
}

/** The model has what is stored, where that was right. */
function follow(game: Game, one: ModelPortal, row: Records['portals'][number], step: Step, accepted: boolean): void {
  one.status = row.status
  const issued =
    accepted && (step.do === 'create' || step.do === 'resend' || (step.do === 'changeEmail' && row.generation !== one.generation))
  if (issued) Object.assign(one, { generation: one.generation + 1, attempts: 0, expiresAt: game.world.clock.now() + 24 * hour })
  if (isOver(row.status)) one.pending = undefined
  if (!isRegistered(row.status) && !isOver(row.status)) one.login = undefined
  const { generation, attempts, holderId, address, permanence } =
    one.status === 'active/completed' ? { ...row, attempts: one.attempts } : row
  expect({ generation, attempts, holderId, address, permanence }).toEqual({
    generation: one.generation,
    attempts: one.attempts,
    holderId: one.holderId,
    address: one.email,
    permanence: one.permanence,
  })
}

/** The links that were sent: one for each new generation that is open, one for what has to be confirmed, and no other. */
function keep(game: Game, { code, portal, link }: Done, tokens: readonly string[], about: string): void {
  const asks = /^(REVERIFY|ASSOCIATION_CONFIRMATION)_REQUIRED$/.test(code)
  const issued =
    portal && link?.type === 'register' && code === 'ok' && isLive(portal.status) && portal.expiresAt === game.world.clock.now() + 24 * hour
  const fresh =
    issued && !game.links.some((one) => one.type === 'register' && one.portal === portal && one.generation === portal.generation)
  expect(tokens.length, `links that were sent: ${about}`).toBe(asks || fresh ? 1 : 0)
  const [token] = tokens
  if (token === undefined || !portal || !link) return
  const expiresAt = game.world.clock.now() + 24 * hour
  game.links.push({ token, portal, ...link, generation: portal.generation, expiresAt, stale: false })
  if (asks) portal.pending = game.links.length - 1
}
