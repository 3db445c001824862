import type { Change } from '../../../src/ports/storage.js'
import { fault, identity, type Broken } from './fault.js'

/** Stores that get reading wrong. */
export const brokenReading: readonly Broken[] = [
  fault('keeps what it is given', ['isolation: what was committed may be changed afterwards'], (inner) => {
    const given = new Map<string, Change>()
    return {
      commit: async (batch) => {
        const result = await inner.commit(batch)
        if (result.status === 'ok') for (const change of batch) given.set(JSON.stringify(identity(change)), change)
        return result
      },
      get: async (table, portalId, id) => {
        const found = await inner.get(table, portalId, id)
        const change = given.get(JSON.stringify({ table, portalId, id }))
        return found && change && 'row' in change ? ({ ...found, row: change.row } as typeof found) : found
      },
    }
  }),
  fault('hands out what it keeps', ['isolation: what get, find and due gave may be changed'], (inner) => {
    const cache = new Map<string, object | undefined>()
    return {
      commit: (batch) => (cache.clear(), inner.commit(batch)),
      get: async (table, portalId, id) => {
        const key = JSON.stringify([table, portalId, id])
        if (!cache.has(key)) cache.set(key, await inner.get(table, portalId, id))
        return cache.get(key) as never
      },
    }
  }),
  fault('updates what it handed out', ['isolation: what was read stays as it was read'], (inner) => {
    const held = new Map<string, object>()
    return {
      get: async (table, portalId, id) => {
        const found = await inner.get(table, portalId, id)
        const key = JSON.stringify([table, portalId, id])
        if (found) held.set(key, Object.assign(held.get(key) ?? {}, found))
        return found && (held.get(key) as never)
      },
      commit: async (batch) => {
        const result = await inner.commit(batch)
        for (const change of batch) {
          const { table, portalId, id } = identity(change)
          Object.assign(held.get(JSON.stringify([table, portalId, id])) ?? {}, await inner.get(table, portalId, id))
        }
        return result
      },
    }
  }),
  fault('mixes portals up', ['get: a record is in its own portal only'], (inner) => {
    const portals = new Set<string>()
    return {
      commit: (batch) => (batch.forEach((change) => portals.add(identity(change).portalId)), inner.commit(batch)),
      get: async (table, portalId, id) => {
        const found = await Promise.all([portalId, ...portals].map((portal) => inner.get(table, portal, id)))
        return found.find((one) => one !== undefined)
      },
    }
  }),
  fault('joins portal and id', ['get: portal and id are not joined into one text'], (inner) => {
    const joined = (change: Change): Change => {
      const { portalId, id } = identity(change)
      const key = { portalId: '', id: `${portalId}:${id}` }
      return ('row' in change ? { ...change, row: { ...change.row, ...key } } : { ...change, ...key }) as Change
    }
    return {
      commit: (batch) => inner.commit(batch.map(joined)),
      get: async (table, portalId, id) => {
        const found = await inner.get(table, '', `${portalId}:${id}`)
        return found && { ...found, row: { ...found.row, portalId, id } }
      },
    }
  }),
  fault(
    'rejects for an unknown id',
    ['get: an unknown record of any table is undefined', 'get: an id that no record can have is undefined'],
    (inner) => ({
      get: async (table, portalId, id) => {
        const found = await inner.get(table, portalId, id)
        if (!found) throw new Error('not found')
        return found
      },
    }),
  ),
  fault('replaces lone surrogates', ['read back: what UTF-8 or a database cannot hold is kept or refused, never changed'], (inner) => ({
    get: async (table, portalId, id) => {
      const found = await inner.get(table, portalId, id)
      return JSON.parse(
        JSON.stringify(found ?? null).replaceAll(/\\ud[89a-f]../g, '\ufffd'),
        (_, value: unknown) => value ?? undefined,
      ) as never
    },
  })),
  fault('keeps integers in 32 bits', ['read back: integers up to 2^53 - 1, and negative ones'], (inner) => ({
    get: async (table, portalId, id) => {
      const found = await inner.get(table, portalId, id)
      return found && { ...found, row: { ...found.row, ...('at' in found.row ? { at: Number(found.row.at) | 0 } : {}) } }
    },
  })),
]
