/** The steps of the model: what somebody does or what happens, judged by the table. */
import { isPortalError } from 'portico'
import type { Holder, HolderPortalAnswer } from 'portico/server'
import { expect } from 'vitest'
import { asked, day, features, hour, password } from './harness.js'
import { check, mailedIn, portalsOf, type Portal } from './model-invariants.js'
import { commands, events, known, licences, people, type Run, type Step } from './model-run.js'
import { allowed, timedOut, type Facts } from './model.js'

const at = <T>(items: readonly T[], index: number): T | undefined => items[index % Math.max(1, items.length)]

/** What came of it: the state of the portal then, or the refusal with its `!`. */
async function outcomeOf(act: () => Promise<unknown>): Promise<string> {
  try {
    await act()
    return 'ok'
  } catch (error) {
    if (isPortalError(error)) return `!${error.code}`
    throw error
  }
}

function may(kind: string, actor: Step['actor'], does: string): boolean {
  if (actor === 'owner' || actor === 'admin') return true
  if (does === 'close') return false
  if (actor === 'delegate') return kind === 'staff'
  return actor === 'handler' && (kind === 'client' || kind === 'contact') && does !== 'suspend' && does !== 'reactivate'
}

/** Whether this actor looks after this very portal. */
const looksAfter = ({ world }: Run, portal: Pick<Portal, 'kind' | 'handlers'>, { actor, does }: Step): boolean =>
  may(portal.kind, actor, does) && (actor !== 'handler' || portal.handlers.includes(world.ids.handler))

const isActive = ({ world }: Run, holderId: string): boolean => world.holders.get(holderId)?.active === true
const factsOf = (run: Run, portal: Portal, more: Partial<Facts> = {}): Facts => ({
  holderActive: isActive(run, portal.holderId),
  licensed: run.world.licence.features.length > 0,
  temporary: portal.permanence === 'temporary',
  known: true,
  last: false,
  ...more,
})

/** The outcome must be one of these, where `no-op` is that nothing changes, and a state that it is so then. */
async function judge(run: Run, step: Step, portal: Portal, outcome: string, outcomes: readonly string[]): Promise<void> {
  const after = (await portalsOf(run.world)).find(({ id }) => id === portal.id)
  const came = outcome === 'ok' ? (after?.status ?? '') : outcome
  const fits = outcomes.some((one) => one === came || (one === 'no-op' && came === portal.status))
  expect(fits, `${portal.status} ${step.does}: ${came}, not one of ${outcomes.join(', ')}`).toBe(true)
  const key = `${portal.status} ${step.does} ${came}`
  run.seen.set(key, (run.seen.get(key) ?? 0) + 1)
}

async function create(run: Run, { which, actor, variant, ...step }: Step): Promise<void> {
  const holder = at(known, which) as Holder
  const there = run.portals.find(({ holderId, status }) => holderId === holder.id && !status.startsWith('closed/'))
  const permanence = holder.kind !== 'staff' && variant % 2 === 0 ? 'temporary' : 'permanent'
  const { world } = run
  const creating = () => world.registration.create({ ...asked(world.ids[actor]), kind: holder.kind, holderId: holder.id, permanence })
  const outcome = await outcomeOf(creating)
  const handled = { kind: holder.kind, handlers: [...(world.holders.get(holder.id)?.handlers ?? [])] }
  const facts = {
    holderActive: isActive(run, holder.id),
    licensed: world.licence.features.length > 0,
    temporary: false,
    known: true,
    last: false,
  }
  // The holder and the licence are asked before it is looked whether there is one.
  const [first] = [!facts.holderActive && '!HOLDER_INACTIVE', !facts.licensed && '!LICENSE_MISSING'].filter((code) => code !== false)
  const expected = !looksAfter(run, handled, { ...step, which, actor, variant })
    ? ['!FORBIDDEN']
    : first !== undefined
      ? [first]
      : allowed(there?.status ?? 'none/none', 'create', facts)
  const came = outcome === 'ok' ? 'unregistered/open' : outcome
  expect(expected, `create, ${there?.status ?? 'none'}`).toContain(came)
  run.seen.set(`${there?.status ?? 'none/none'} create ${came}`, 1)
}

/** Codes that are no matter of the state: of who the new holder is, and where the old one went. */
const ofAssociation = [
  '!HOLDER_NOT_FOUND',
  '!KIND_MISMATCH',
  '!HOLDER_CONFLICT',
  '!PORTAL_EXISTS',
  '!ASSOCIATION_CONFIRMATION_REQUIRED',
  '!HOLDER_INACTIVE',
]

async function command(run: Run, step: Step): Promise<void> {
  const { world } = run
  const portal = at(run.portals, step.which)
  const does = step.does as (typeof commands)[number]
  const asking = { ...asked(world.ids[step.actor]), holderPortalId: portal?.id ?? 'guessed' }
  const holderId = at(known, step.variant)?.id ?? ''
  const email = at([portal?.address ?? 'a@example.org', 'new@example.org', 'newer@example.org'], step.variant) ?? ''
  const { registration: r } = world
  const outcome = await outcomeOf(() => {
    if (does === 'associate') return r.associate({ ...asking, holderId: step.token % 2 === 0 ? (portal?.holderId ?? holderId) : holderId })
    return does === 'changeEmail' ? r.changeEmail({ ...asking, email }) : r[does](asking)
  })
  if (!portal) {
    expect(['!PORTAL_NOT_FOUND', '!FORBIDDEN']).toContain(outcome)
    return
  }
  if (!looksAfter(run, portal, step)) {
    expect(outcome).toBe('!FORBIDDEN')
    return
  }
  const facts = factsOf(run, portal)
  const outcomes = [...allowed(portal.status, does, facts)]
  const another = does === 'associate' && step.token % 2 !== 0 && holderId !== portal.holderId
  // Whether the new holder may be looked after, too, is asked before the state; of him it is asked whether he is there.
  if (another) outcomes.push(...ofAssociation, '!FORBIDDEN', 'no-op')
  if (does === 'changeEmail' && email === portal.address && !/^(?:expired|closed)/.test(portal.status))
    outcomes.splice(0, Infinity, 'no-op')
  await judge(run, step, portal, outcome, outcomes)
}

async function bearer(run: Run, step: Step): Promise<void> {
  const { world } = run
  const link = at(run.mailed.filter(({ purpose }) => purpose === 'register').toReversed(), step.token)
  const portal = run.portals.find(({ id }) => id === link?.holderPortalId)
  const good = step.does === 'complete'
  const loginName = good
    ? `name-${portal?.holderId ?? 'x'}-${
        portal?.id
          .slice(0, 6)
          .toLowerCase()
          .replace(/[^a-z0-9]/g, 'x') ?? ''
      }-z`
    : '?'
  const outcome = await outcomeOf(() => world.registration.complete({ token: link?.token ?? 'A'.repeat(43), loginName, password }))
  if (!link || !portal) {
    expect(outcome).toBe('!TOKEN_INVALID')
    return
  }
  const over = portal.expiresAt !== null && world.clock.now() >= portal.expiresAt
  const state = timedOut(portal.status, over)
  const facts = factsOf(run, portal, { known: link.generation === portal.generation, last: portal.attempts + 1 >= 3 })
  const outcomes = allowed(state, step.does, facts)
  if (!good && outcome === '!LOGIN_NAME_INVALID') {
    const [expected = ''] = outcomes
    await judge(run, step, portal, 'ok', outcomes)
    expect(expected).toMatch(/^unregistered/)
    return
  }
  expect(outcomes, `${state} ${step.does} with generation ${link.generation} of ${portal.generation}`).toContain(
    outcome === 'ok' ? 'active/completed' : outcome,
  )
  await judge(run, step, portal, outcome, outcomes)
}

async function event(run: Run, step: Step): Promise<void> {
  const { world } = run
  const portal = at(run.portals, step.which)
  if (!portal) return
  const { system } = world.registration
  const which = { portalId: 'roy', holderPortalId: portal.id }
  const generation = step.variant === 0 ? Math.max(1, portal.generation - 1) : portal.generation
  const current = generation === portal.generation
  const act: Readonly<Record<string, () => Promise<HolderPortalAnswer>>> = {
    mailSent: () => system.mailSent({ ...which, generation }),
    mailFailed: () => system.mailFailed({ ...which, generation }),
    mailBounced: () => system.mailBounced({ ...which, generation }),
    expire: () => system.expire(which),
    requestOpened: () => system.requestOpened({ ...which, requestId: `r${step.variant}` }),
    requestCompleted: () => system.requestCompleted({ ...which, requestId: `r${step.variant}` }),
  }
  const outcome = await outcomeOf(() => act[step.does]?.() ?? Promise.reject(new Error(step.does)))
  const now = world.clock.now()
  const [ended, over] = [portal.endsAt !== null && now >= portal.endsAt, portal.expiresAt !== null && now >= portal.expiresAt]
  const facts = factsOf(run, portal)
  const waits = /[/](?:open|locked)$/.test(portal.status)
  if (step.does.startsWith('request')) await judge(run, step, portal, outcome, ['no-op'])
  else if (step.does !== 'expire') await judge(run, step, portal, outcome, current ? allowed(portal.status, step.does, facts) : ['no-op'])
  else if (ended)
    await judge(
      run,
      step,
      portal,
      outcome,
      allowed(portal.status, 'portalTimeout', facts).filter((one) => one !== 'no-op'),
    )
  else await judge(run, step, portal, outcome, over && waits ? allowed(portal.status, 'tokenTimeout', facts) : ['no-op'])
}

/** What happens in the application is told at once: the holder is away, or a licence is lost, for all portals that it concerns. */
async function outside(run: Run, step: Step): Promise<void> {
  const { world } = run
  const { system } = world.registration
  const holder = at(known, step.which)
  const active = step.does === 'holderReactivated'
  if (step.does.startsWith('holder') && holder) {
    const now = world.holders.get(holder.id)
    world.holders.set(holder.id, { ...holder, handlers: now?.handlers, active })
    await system[step.does as (typeof people)[number]]({ portalId: 'roy', holderId: holder.id })
  } else {
    world.licence.features = step.does === 'licenseLost' ? [] : features
    await system[step.does as (typeof licences)[number]]({ portalId: 'roy', features })
  }
  const concerned = run.portals.filter(({ holderId }) => !step.does.startsWith('holder') || holderId === holder?.id)
  for (const portal of concerned) await judge(run, step, portal, 'ok', allowed(portal.status, step.does, factsOf(run, portal)))
}

const steps: Readonly<Record<string, (run: Run, step: Step) => Promise<unknown>>> = {
  create,
  complete: bearer,
  completeBad: bearer,
  confirm: ({ world, mailed }, { token }) => {
    const link = at(mailed.filter(({ purpose }) => purpose === 'confirmHolder').toReversed(), token)
    return outcomeOf(() => world.registration.confirm({ token: link?.token ?? 'C'.repeat(43) }))
  },
  time: ({ world }, { variant }) => {
    world.clock.set(world.clock.now() + ([hour, day, 7 * day, 30 * day, 1, 23 * hour][variant] ?? hour))
    return Promise.resolve()
  },
  due: ({ world }) => world.registration.system.expireDue(),
  ...Object.fromEntries(commands.map((name) => [name, command])),
  ...Object.fromEntries(events.map((name) => [name, event])),
  ...Object.fromEntries([...people, ...licences].map((name) => [name, outside])),
}

/** Does a step, judges what came of it, and checks what holds always. */
export async function take(run: Run, step: Step): Promise<void> {
  await steps[step.does]?.(run, step)
  await run.world.settled()
  const letters = run.world.mailer.sent
  run.mailed.push(...(await mailedIn(run.world, letters.slice(run.letters))))
  run.letters = letters.length
  run.portals = await check(run.world, run.mailed, run.portals, step.does)
}
