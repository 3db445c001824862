/** Storages that fail, lack records or are asked too often, and what `expireDue` does then. */
import type { Storage } from 'portico/server'
import { describe, expect, test } from 'vitest'
import { storageOf } from '../../src/adapters/memory/storage.js'
import {
  audit,
  beside,
  by,
  cast,
  codeOf,
  confirmed,
  day,
  dump,
  mail,
  minute,
  ownerOf,
  patch,
  requested,
  rows,
  tokenTo,
  transfers,
  type Cast,
  type Instance,
} from './cast.js'
import { agency, pass } from './glass.js'
import { remove } from './removing.js'

// How the storage is asked, what happens between two looks at it, records that are missing, and what time ends.

/** A look at the storage: `get portals`, `find tokens`. */
interface Look {
  readonly call: string
  readonly id?: unknown
}
/** The same world through a storage of which somebody is told before each look at it. */
function watched(world: Cast, tell: (look: Look) => unknown): Instance {
  const inner = storageOf(world.kept)
  const storage: Storage = {
    ...inner,
    get: async (table, portalId, id) => {
      await tell({ call: `get ${table}`, id })
      return inner.get(table, portalId, id)
    },
    find: async (table, index, values, page) => {
      await tell({ call: `find ${table}` })
      return inner.find(table, index, values, page)
    },
  }
  return beside(world, { storage })
}

describe('a storage', () => {
  test('that fails while a link is looked up is not taken for one that has no such link', async () => {
    const world = await cast()
    const token = await requested(world, world.uma)
    let failing = true
    const { ownership } = watched(world, ({ call }) => {
      if (!failing || call !== 'find tokens') return
      failing = false
      throw new Error('the storage is gone')
    })
    expect(await codeOf(ownership.inspect({ token }))).toBe('STORAGE_UNAVAILABLE')
    expect(await codeOf(ownership.inspect({ token }))).toBe('ok')
  })

  test('is never asked for a record without an id', async () => {
    const world = await cast()
    const ids: unknown[] = []
    const instance = watched(world, (look) => 'id' in look && ids.push(look.id))
    const { ownership } = instance
    expect(await codeOf(ownership.cancel(by(world.olga)))).toBe('NO_OPEN_TRANSFER')
    await ownership.request({ ...by(world.olga), candidateId: world.uma })
    await ownership.confirm({ token: await tokenTo(instance, mail('olga')) })
    expect(ids.length).toBeGreaterThan(10)
    expect(ids.filter((id) => typeof id !== 'string')).toEqual([])
    expect(ownerOf(world)).toBe(world.uma)
  })

  test('is asked once when there is nothing to end yet, and once more whether there is such a portal', async () => {
    const world = await cast()
    const calls: string[] = []
    const { ownership } = watched(world, ({ call }) => calls.push(call))
    expect(await ownership.expire(agency)).toBeUndefined()
    expect(calls.splice(0)).toEqual(['find transfers', 'get portals'])
    await requested(world, world.uma)
    pass(world, day - 1)
    expect(await ownership.expire(agency)).toBeUndefined()
    expect(calls).toEqual(['find transfers'])
  })

  test('without the record of the seats still changes the owner', async () => {
    const world = await cast()
    await remove(world, 'seats')
    const { transfer } = await world.ownership.confirm({ token: await requested(world, world.uma) })
    expect([transfer.status, ownerOf(world)]).toEqual(['completed', world.uma])
    expect(rows(world, 'seats').filter(({ portalId }) => portalId === 'agency')).toEqual([])
  })

  test('without the owner is broken, which is said and is no refusal', async () => {
    const world = await cast()
    await remove(world, 'members', world.olga)
    const before = dump(world)
    await expect(world.ownership.cancel(by(world.fatou))).rejects.toThrow('nobody owns the portal `agency`')
    expect(dump(world)).toBe(before)
  })
})

describe('between the look whether something is due and the command', () => {
  test.each<[string, (world: Cast) => Promise<unknown>, readonly string[]]>([
    ['it is replaced', (world) => world.ownership.request({ ...by(world.olga), candidateId: world.ben }), ['expired', 'pending']],
    ['it is cancelled', (world) => world.ownership.cancel(by(world.olga)), ['cancelled']],
    ['its record goes', (world) => remove(world, 'transfers', transfers(world)[0]?.id), []],
  ])('%s: nothing is left to do, and nothing is written', async (_, happen, statuses) => {
    const world = await cast()
    await requested(world, world.uma)
    pass(world, day)
    let before: string | undefined
    const { ownership } = watched(world, async ({ call }) => {
      if (before !== undefined || call !== 'get portals') return
      before = ''
      await happen(world)
      await world.portico.runtime.settled()
      before = dump(world)
    })
    expect(await ownership.expire(agency)).toBeUndefined()
    expect(dump(world)).toBe(before)
    expect(transfers(world).map(({ status }) => status)).toEqual(statuses)
  })
})

test('what time ends in a deleted portal ends without a letter', async () => {
  const world = await cast('github')
  await confirmed(world, 'uma')
  await patch(world, 'portals', 'agency', { status: 'deleted' })
  pass(world, day)
  const [letters, from] = [rows(world, 'outbox').length, audit(world).length]
  const answer = await world.ownership.expire(agency)
  const [row] = transfers(world)
  expect(answer).toEqual({
    transfer: {
      portalId: 'agency',
      id: row?.id,
      status: 'expired',
      ownerId: world.olga,
      candidateId: world.uma,
      approvals: [],
      expiresAt: null,
      delivery: null,
    },
    events: [],
  })
  expect(row).toMatchObject({ status: 'expired', dueAt: null, openPortal: null, endedAt: world.clock.now() })
  expect(rows(world, 'outbox')).toHaveLength(letters)
  const said = { actorId: null, command: 'expireTransfer', outcome: 'accepted', subject: 'transfers', subjectId: row?.id }
  expect(audit(world).slice(from)).toMatchObject([{ ...said, before: 'confirmed', after: 'expired' }])
})

describe('`expireDue`', () => {
  /** A transfer in `agency`, and one in `other` that is due a minute later. */
  const two = async (): Promise<Cast> => {
    const world = await cast()
    await world.ownership.request({ ...by(world.olga), candidateId: world.uma })
    pass(world, minute)
    await world.ownership.request({ portalId: 'other', actorId: world.otto, candidateId: world.ona })
    await world.portico.runtime.settled()
    pass(world, day)
    return world
  }
  const states = (world: Cast) => ['agency', 'other'].map((portalId) => transfers(world, portalId)[0]?.status)

  test('ends as many as it is told, the longest due first', async () => {
    const world = await two()
    expect([await world.ownership.expireDue(1), states(world)]).toEqual([1, ['expired', 'pending']])
    expect([await world.ownership.expireDue(1), states(world)]).toEqual([1, ['expired', 'expired']])
    expect(await world.ownership.expireDue(1)).toBe(0)
  })

  test('gives how many there were', async () => {
    const world = await two()
    expect([await world.ownership.expireDue(), states(world)]).toEqual([2, ['expired', 'expired']])
  })

  test('throws what went wrong with one of them when the others are done', async () => {
    const world = await two()
    await remove(world, 'members', world.olga)
    await expect(world.ownership.expireDue()).rejects.toThrow('nobody owns the portal `agency`')
    expect(states(world)).toEqual(['pending', 'expired'])
  })

  test('stops when the storage is gone, and puts nothing off', async () => {
    const world = await two()
    const before = dump(world)
    const { ownership } = watched(world, ({ call }) => {
      if (call === 'get portals') throw new Error('the storage is gone')
    })
    expect(await codeOf(ownership.expireDue())).toBe('STORAGE_UNAVAILABLE')
    expect(dump(world)).toBe(before)
  })
})
