/** What the rules promise, looked up in what is stored after every step. */
import { createHash } from 'node:crypto'
import { portalKinds } from 'portico/registration'
import type { MailMessage, Row } from 'portico/server'
import { expect } from 'vitest'
import type { World } from './harness.js'
import { isOver, isRegistered } from './model.js'

export type Portal = Row<'holderPortals'>

/** A token that was mailed, and what was stored of it then. */
export interface Mailed {
  readonly token: string
  /** The address that it went to. */
  readonly to: string
  readonly purpose: string
  readonly portalId: string
  readonly holderPortalId: string
  readonly generation: number
}

const all = { limit: 1_000 }
const firms = ['roy', 'dupont'] as const

export async function portalsOf({ storage }: World): Promise<readonly Portal[]> {
  const pages = await Promise.all(firms.map((portalId) => storage.find('holderPortals', 'byPortal', { portalId }, all)))
  return pages.flatMap(({ items }) => items.map(({ row }) => row))
}

/** The tokens in these letters. */
export async function mailedIn({ storage }: World, letters: readonly MailMessage[]): Promise<readonly Mailed[]> {
  const found = letters.map(async ({ text, to: { address: to } }) => {
    const token = /token=([\w-]{43})/.exec(text)?.[1] ?? ''
    for (const purpose of ['register', 'confirmHolder']) {
      const hash = createHash('sha256').update(`${purpose}\0${token}`).digest('hex')
      const [item] = (await storage.find('tokens', 'hash', { hash })).items
      if (!item) continue
      const { portalId, subjectId: holderPortalId, generation } = item.row
      return [{ token, to, purpose, portalId, holderPortalId, generation }]
    }
    return []
  })
  return (await Promise.all(found)).flat()
}

const works = (promise: Promise<unknown>): Promise<boolean> =>
  promise.then(
    () => true,
    () => false,
  )

/** Every token that was ever mailed works exactly while its portal waits for it. */
async function checkTokens(world: World, portals: readonly Portal[], mailed: readonly Mailed[]): Promise<void> {
  const { registration, clock, holders, licence } = world
  const live = new Map<string, Set<number>>()
  for (const { token, to, purpose, portalId, holderPortalId, generation } of mailed) {
    const row = portals.find(({ id }) => id === holderPortalId)
    if (!row) throw new Error('a token without a portal')
    const holder = holders.get(portalId === 'roy' ? row.holderId : `${portalId}/${row.holderId}`)
    const now = clock.now()
    const waits =
      purpose === 'register'
        ? row.status === 'unregistered/open' && row.generation === generation && row.expiresAt !== null && now < row.expiresAt
        : row.pending !== null &&
          row.confirmations === generation &&
          now < row.pending.expiresAt &&
          (row.pending.type === 'association' || holder?.active === true)
    const may = purpose === 'confirmHolder' || (holder?.active === true && licence.features.length > 0)
    const asking = purpose === 'register' ? registration.inspect({ token }) : registration.inspectConfirmation({ token })
    const works_ = await works(asking)
    expect(works_, `a link of generation ${generation} (${purpose}) of a portal that is ${row.status}, ${row.generation}`).toBe(
      waits && may,
    )
    if (works_ && purpose === 'register') live.set(holderPortalId, (live.get(holderPortalId) ?? new Set()).add(generation))
    // Neither of a former address, nor, but for an association, of somebody who is not there.
    if (works_)
      expect(to, 'where a live link went').toBe(
        row.pending?.type === 'address' && purpose !== 'register' ? row.pending.address : row.address,
      )
    if (works_ && row.pending?.type === 'address') expect(holder?.active, 'the holder of a live link').toBe(true)
    if (works_) expect(isOver(row.status), 'no live token of what is over').toBe(false)
  }
  for (const generations of live.values()) expect(generations.size, 'live generations').toBe(1)
}

/** A credential exactly for the registered, each with one login name, and no name twice. */
async function checkAccounts({ storage }: World, portals: readonly Portal[]): Promise<void> {
  const registered = portals.filter(({ status }) => isRegistered(status)).map(({ id }) => id)
  const pages = await Promise.all(firms.map((portalId) => storage.find('credentials', 'byPortal', { portalId }, all)))
  const credentials = pages.flatMap(({ items }) => items.map(({ row }) => row.accountId))
  expect(credentials.toSorted(), 'credentials').toEqual(registered.toSorted())
  const names = await Promise.all(
    portals.map(({ portalId, id: accountId }) => storage.find('loginNames', 'byAccount', { portalId, accountId }, all)),
  )
  const rows = names.flatMap(({ items }) => items.map(({ row }) => row))
  expect(new Set(rows.map(({ key }) => key)).size, 'login names are unique').toBe(rows.length)
  const inUse = rows.filter(({ keptUntil }) => keptUntil === null).map(({ accountId }) => accountId)
  expect(inUse.toSorted(), 'login names in use').toEqual(registered.toSorted())
}

/** Seats are those of the portals that are not over. */
async function checkSeats({ storage }: World, portals: readonly Portal[]): Promise<void> {
  for (const portalId of firms) {
    const { items } = await storage.find('holderSeats', 'byPortal', { portalId }, all)
    const taken = Object.fromEntries(items.flatMap(({ row }) => (row.taken === 0 ? [] : [[row.id, row.taken] as const])))
    const counted: Record<string, number> = {}
    for (const { kind } of portals.filter((portal) => portal.portalId === portalId && !isOver(portal.status))) {
      const seat = portalKinds[kind]?.seat ?? ''
      counted[seat] = (counted[seat] ?? 0) + 1
    }
    expect(taken, 'seats').toEqual(counted)
  }
}

function checkHolders(portals: readonly Portal[]): void {
  const keys = portals
    .filter(({ status }) => !status.startsWith('closed/'))
    .map(({ portalId, kind, holderId }) => JSON.stringify([portalId, kind, holderId]))
  expect(new Set(keys).size, 'one portal for each holder and kind').toBe(keys.length)
  for (const { ownerId, id, status } of portals) if (isRegistered(status)) expect(ownerId, 'who registers owns it').toBe(id)
}

/** How the portals came from what they were, by a step of this name. */
function checkChanges(before: readonly Portal[], portals: readonly Portal[], step: string): void {
  for (const portal of portals) {
    const former = before.find(({ id }) => id === portal.id)
    if (!former || former.status === portal.status) continue
    const way = `${former.status} to ${portal.status} by ${step}`
    if (portal.status.startsWith('active/')) expect(['complete', 'reactivate'], way).toContain(step)
    expect(former.status, way).not.toMatch(/^closed/)
    if (former.status.startsWith('expired/')) expect(portal.status, way).toMatch(/^closed/)
  }
  for (const { id, generation } of before) {
    const after = portals.find((portal) => portal.id === id)
    expect(after, 'no portal is forgotten').toBeDefined()
    expect(after?.generation, 'generations only grow').toBeGreaterThanOrEqual(generation)
  }
}

/** Everything that holds after every step. */
export async function check(world: World, mailed: readonly Mailed[], before: readonly Portal[], step: string): Promise<readonly Portal[]> {
  const portals = await portalsOf(world)
  checkHolders(portals)
  checkChanges(before, portals, step)
  await checkAccounts(world, portals)
  await checkSeats(world, portals)
  await checkTokens(world, portals, mailed)
  return portals
}
