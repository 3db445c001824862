/** What the rules say holds at every moment, asked of what is stored, and of every link that was ever sent. */
import { expect } from 'vitest'
import { password } from './harness.js'
import { codeOf, factsOf, ownerOf, statesNow, type Game, type Link, type Records } from './model-game.js'
import { forBearer } from './model-judge.js'
import { isOver, isRegistered } from './model.js'
import { logins, type Step } from './model-steps.js'

export async function expectInvariants(game: Game, before: Records, after: Records, step: Step): Promise<void> {
  expectWays(before, after, step)
  expectCredentials(after)
  expectOneEach(after)
  expectSeats(after)
  await expectLinks(game)
  await expectSignIn(game)
}

/** Only registering and reactivating lead to an active portal, and nothing leads out of a closed one. */
function expectWays(before: Records, after: Records, step: Step): void {
  for (const { id, status } of after.portals) {
    const was = before.portals.find((one) => one.id === id)?.status ?? 'none/none'
    if (status === 'active/completed' && was !== status) expect(['complete', 'reactivate'], 'what makes it active').toContain(step.do)
    if (was.startsWith('closed/')) expect(status, 'a closed portal').toBe(was)
  }
}

/** A credential and a login name exactly for the registered; a name is kept for the holder of a portal that is over. */
function expectCredentials({ portals, credentials, loginNames }: Records): void {
  const registered = portals.filter(({ status }) => isRegistered(status)).map(({ id }) => id)
  expect(credentials.map(({ accountId }) => accountId).sort(), 'who has a credential').toEqual(registered.sort())
  const named = loginNames.filter(({ keptFor }) => keptFor === null).map(({ accountId }) => accountId)
  expect(named.sort(), 'who has a login name').toEqual(registered)
  expect(new Set(loginNames.map(({ key }) => key)).size, 'names that nobody else has').toBe(loginNames.length)
}

/** One portal for each holder and kind, but for closed ones. */
function expectOneEach({ portals }: Records): void {
  const open = portals.filter(({ status }) => !status.startsWith('closed/')).map(({ kind, holderId }) => `${kind} of ${holderId}`)
  expect(new Set(open).size, 'one portal each').toBe(open.length)
}

/** Whatever is not over takes a seat of its kind. */
function expectSeats({ portals, seats }: Records): void {
  const taken = Object.fromEntries(seats.map(({ id, taken: count }) => [id, count]))
  for (const kind of new Set(portals.map((one) => one.kind))) {
    const living = portals.filter((one) => one.kind === kind && !isOver(one.status))
    expect(taken[`${kind}Portals`], `seats of ${kind}`).toBe(living.length)
  }
}

/** Each link works while its portal waits for it, and not otherwise; one of a portal at most, of each sort. */
async function expectLinks(game: Game): Promise<void> {
  const live: Link[] = []
  for (const link of game.links) {
    const { registration, clock } = game.world
    const { token, type, portal } = link
    if (type === 'register') {
      const code = await codeOf(registration.inspect({ token }))
      const about = `a link of generation ${link.generation} to ${portal.status} of generation ${portal.generation}`
      expect(forBearer(game, link).codes, about).toContain(code)
      if (code === 'ok') live.push(link)
    } else {
      // Whoever has left confirms no address.
      const asked = type === 'association' || factsOf(game, portal).holderActive
      const waits = portal.pending === game.links.indexOf(link) && clock.now() < link.expiresAt && asked
      const code = await codeOf(registration.inspectConfirmation({ token }))
      if (!waits || statesNow(game, portal).some(isOver)) expect(code, `a link for ${type} that nothing waits for`).not.toBe('ok')
      else expect(code, `a link for ${type} that is waited for`).toBe('ok')
    }
  }
  expect(new Set(live.map(({ portal }) => portal)).size, 'links to register that work: one of each portal at most').toBe(live.length)
}

/** A login name opens the portal of who has it, while that is active. */
async function expectSignIn(game: Game): Promise<void> {
  for (const loginName of logins) {
    const owner = ownerOf(game, loginName)
    let opened = 'nothing'
    await codeOf(game.world.registration.signIn({ loginName, password }).then(({ holderPortalId }) => (opened = holderPortalId)))
    expect(opened, `what \`${loginName}\` opens`).toBe(owner && statesNow(game, owner).includes('active/completed') ? owner.id : 'nothing')
  }
}
