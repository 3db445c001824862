/** What comes of a race, without anything that differs between two runs that mean the same. */
import { isPortalError } from 'portico'
import type { Storage } from 'portico/server'
import { expect } from 'vitest'
import { memoryWith } from '../administration/races-store.js'
import { permutations } from '../administration/races-serial.js'
import { isRegistered } from './model.js'
import { instance, type Race, type Start } from './races-world.js'

export async function codeOf(act: () => Promise<unknown>): Promise<string> {
  try {
    await act()
    return 'ok'
  } catch (error) {
    if (isPortalError(error)) return error.code
    throw error
  }
}

/** What is stored in the end, and how each command ended; what must hold whatever came first is checked. */
export async function endOf(storage: Storage, codes: readonly string[]): Promise<string> {
  const limit = { limit: 1_000 }
  const firms = ['roy', 'dupont']
  const rows = async <T>(find: (portalId: string) => Promise<{ readonly items: readonly { readonly row: T }[] }>): Promise<readonly T[]> =>
    (await Promise.all(firms.map(find))).flatMap(({ items }) => items.map(({ row }) => row))
  const portals = await rows((portalId) => storage.find('holderPortals', 'byPortal', { portalId }, limit))
  const credentials = await rows((portalId) => storage.find('credentials', 'byPortal', { portalId }, limit))
  const seats = await rows((portalId) => storage.find('holderSeats', 'byPortal', { portalId }, limit))
  const letters = await rows((portalId) => storage.find('outbox', 'byStatus', { portalId, status: 'waiting' }, limit))
  const names = (
    await Promise.all(portals.map(({ portalId, id: accountId }) => storage.find('loginNames', 'byAccount', { portalId, accountId })))
  ).flatMap(({ items }) => items.map(({ row: { key, keptUntil } }) => `${key} ${keptUntil === null ? 'in use' : 'kept'}`))
  const registered = portals.filter(({ status }) => isRegistered(status)).map(({ id }) => id)
  expect(credentials.map(({ accountId }) => accountId).sort(), 'a credential exactly for the registered').toEqual(registered.sort())
  const told = portals.map(({ holderId, kind, status, generation, permanence, email }) => [
    holderId,
    kind,
    status,
    generation,
    permanence,
    email,
  ])
  return JSON.stringify({
    codes,
    portals: told.map((portal) => portal.join(' ')).sort(),
    names: names.sort(),
    seats: seats.map(({ portalId, id, taken }) => `${portalId} ${id} ${taken}`).sort(),
    letters: letters.map(({ letter, toAddress }) => `${letter} ${toAddress}`).sort(),
  })
}

/** What comes of every order of the commands, one after the other. */
export async function serialEnds(race: Race, start: Start): Promise<readonly string[]> {
  const orders = permutations([...race.commands.keys()])
  return Promise.all(
    orders.map(async (order) => {
      const storage = await memoryWith(start.records)
      const codes = race.commands.map(() => '')
      for (const at of order) codes[at] = await codeOf(async () => race.commands[at]?.[1](instance(storage, start), start.ids))
      return endOf(storage, codes)
    }),
  )
}
