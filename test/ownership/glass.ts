/** A portal whose administrators may replace an owner who is gone. */
import { expect } from 'vitest'
import { by, cast, day, member, type Cast } from './cast.js'

export const agency = { portalId: 'agency' }
export const week = 7 * day
export const pass = (world: Cast, milliseconds: number): void => {
  world.clock.set(world.clock.now() + milliseconds)
}
export const propose = (world: Cast, actorId = world.fatou, candidateId = world.uma) =>
  world.ownership.propose({ ...by(actorId), candidateId })
/** Agrees to whoever is proposed. */
export const approve = async (world: Cast, actorId: string) => {
  const candidateId = (await world.ownership.current(agency))?.candidateId ?? world.uma
  return world.ownership.approve({ ...by(actorId), candidateId })
}
export const status = async (world: Cast) => (await world.ownership.current(agency))?.status
export const isFull = async (world: Cast, memberId: string) =>
  (await world.administration.abilityFor({ portalId: 'agency', memberId })).can('configure', 'portal')

/** A portal with these rules, and a third full administrator. */
export async function portalOf(quorum: number, waiting = 3 * day): Promise<Cast & { readonly fred: string }> {
  const world = await cast({ breakGlass: { quorum, waiting } })
  return { ...world, fred: await member(world, world.olga, 'Fred', { administers: 'everything' }) }
}
/** Enough of them agree; the waiting has begun. */
export async function waiting(quorum = 2) {
  const world = await portalOf(quorum)
  await propose(world)
  await approve(world, world.frank)
  if (quorum === 3) await approve(world, world.fred)
  expect(await status(world)).toBe('waiting')
  return world
}
export type World = Awaited<ReturnType<typeof waiting>>
export const over = async (world: Cast): Promise<void> => {
  await world.ownership.expireDue()
  await world.portico.runtime.settled()
}
