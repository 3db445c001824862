import { memoryStorage } from 'portico/memory'
import type { Storage } from 'portico/server'
import { describe, expect, it } from 'vitest'
import { rejection } from '../support/refusals.js'
import { asked, day, holders } from './harness.js'
import { created, kinds, on, wantedOf, watched, type Watched } from './watching.js'

// Searching, page by page.

/** A portal of each kind; `temporary` ones of Léa and Tom. */
async function all(): Promise<Watched> {
  const world = await watched()
  for (const kind of kinds) await created(world, { ...wantedOf[kind], ...(kind === 'client' && { permanence: 'temporary' as const }) })
  return world
}

describe('a search', () => {
  it('gives all kinds that he may see, or those that he names, each once', async () => {
    const { registration, ids } = await all()
    const find = async (named?: readonly string[]) =>
      (await registration.find({ ...asked(ids.admin), kinds: named })).items.map(({ kind }) => kind)
    expect((await find()).sort()).toEqual([...kinds].sort())
    expect(await find(['staff', 'client', 'staff'])).toEqual(['staff', 'client'])
    expect(await find(['ghost', 'toString', '__proto__'])).toEqual([])
    expect(await find([])).toEqual([])
  })

  it('finds by the holder, and by an address with blanks around it', async () => {
    const { registration, ids } = await all()
    const find = async (more: object) => (await registration.find({ ...asked(ids.admin), ...more })).items.map(({ holderId }) => holderId)
    expect(await find({ holderId: 'tom' })).toEqual(['tom'])
    expect(await find({ holderId: 'to' })).toEqual([])
    expect(await find({ email: '  tom@EXAMPLE.com ' })).toEqual(['tom'])
    expect(await find({ email: 'tom@example.com', holderId: 'lea' })).toEqual([])
    expect(await find({ email: 'no address' })).toEqual([])
  })

  it('goes on where it stopped, from list to list, to the last', async () => {
    const { registration, ids } = await all()
    for (const limit of [1, 2, 3, 5]) {
      const found: string[] = []
      let after: string | undefined
      for (let page = 0; page < 20; page++) {
        const { items, next } = await registration.find({ ...asked(ids.admin), limit, after })
        expect(items.length).toBeLessThanOrEqual(limit)
        found.push(...items.map(({ kind }) => kind))
        after = next
        if (next === undefined) break
      }
      expect(after, 'it comes to an end').toBe(undefined)
      expect(found.sort(), `pages of ${limit}`).toEqual([...kinds].sort())
    }
  })

  it('gives no next page after the last list', async () => {
    const { registration, ids } = await all()
    const { items, next } = await registration.find({ ...asked(ids.admin), kinds: ['staff'], limit: 1 })
    expect([items.length, next]).toEqual([1, undefined])
    const first = await registration.find({ ...asked(ids.admin), kinds: ['staff', 'client'], limit: 1 })
    expect(first.next).toBe('[1]')
    expect(await registration.find({ ...asked(ids.admin), kinds: ['staff', 'client'], limit: 1, after: '[1]' })).toMatchObject({
      items: [{ kind: 'client' }],
    })
  })

  it('goes on within a list', async () => {
    const world = await watched()
    for (const id of ['one', 'two', 'three']) {
      world.holders.set(id, { ...holders.lea, id, email: 'same@example.com' })
      await created(world, { kind: 'client', holderId: id })
    }
    for (const more of [{}, { email: 'same@example.com' }]) {
      const found: (string | null)[] = []
      for (let after: string | undefined, first = true; first || after !== undefined; first = false) {
        const page = await world.registration.find({ ...asked(world.ids.admin), kinds: ['client', 'contact'], limit: 2, after, ...more })
        found.push(...page.items.map(({ holderId }) => holderId))
        after = page.next
      }
      expect(found.sort()).toEqual(['one', 'three', 'two'])
    }
  })

  it.each(['', 'x', '{}', '[]', '[-1]', '[0.5]', '["0"]', '[0,1]', '[0,"x","y"]', '[99]', '[0,"nonsense"]', 'null'])(
    'refuses the cursor %j',
    async (after) => {
      const { registration, ids } = await all()
      const error = await rejection('INPUT_INVALID', registration.find({ ...asked(ids.admin), after }))
      expect([error.message, error.details]).toEqual(['`after` is no cursor of ours', { after }])
    },
  )

  it('does not blame the cursor for a storage that refuses', async () => {
    const world = await all()
    world.storage.find = () => Promise.reject(new Error('down'))
    await rejection('STORAGE_UNAVAILABLE', world.registration.find({ ...asked(world.ids.admin), after: '[0]' }))
  })

  it('gives expired ones beside the others, of one office too', async () => {
    const world = await all()
    await world.registration.delegate({ ...asked(world.ids.owner), kind: 'client', office: 'montreal', delegates: [world.ids.delegate] })
    world.holders.set('luc', { ...holders.lea, id: 'luc', office: 'montreal' })
    await created(world, { kind: 'client', holderId: 'luc', permanence: 'temporary' })
    const find = async (actorId: string, expired: boolean) =>
      (await world.registration.find({ ...asked(actorId), kinds: ['client'], expired })).items.map(
        ({ holderId, status }) => `${holderId} ${status}`,
      )
    expect(await find(world.ids.delegate, false)).toEqual(['luc unregistered'])
    await world.clock.advance(30 * day)
    for (let swept = 0; swept < 2; swept++) {
      expect(await find(world.ids.delegate, false)).toEqual([])
      expect(await find(world.ids.delegate, true)).toEqual(['luc expired'])
      expect((await find(world.ids.admin, true)).sort()).toEqual(['lea expired', 'luc expired'])
      await world.registration.system.expireDue()
    }
  })

  it('is narrowed by the address within an office, too', async () => {
    const world = await all()
    await world.registration.delegate({ ...asked(world.ids.owner), kind: 'office', office: 'montreal', delegates: [world.ids.delegate] })
    const find = async (email: string) =>
      (await world.registration.find({ ...asked(world.ids.delegate), kinds: ['office'], email })).items.map(({ holderId }) => holderId)
    expect(await find('montreal@example.org')).toEqual(['montreal'])
    expect(await find('quebec@example.org')).toEqual([])
  })

  it('gives who handles some the portals of his holders, among all of the kind', async () => {
    const world = await all()
    world.holders.set('luc', { ...holders.lea, id: 'luc' })
    const luc = await created(world, { kind: 'client', holderId: 'luc' })
    const find = async () => (await world.registration.find(asked(world.ids.handler))).items.map(({ holderId }) => holderId)
    expect((await find()).sort()).toEqual(['lea', 'tom'])
    expect((await world.registration.find({ ...asked(world.ids.admin), holderId: 'luc' })).items).toMatchObject([{ id: luc.id }])
    await world.registration.close(on(world, luc))
    expect((await world.registration.find({ ...asked(world.ids.admin), holderId: 'luc', expired: true })).items).toEqual([])
  })
})

describe('what is read from the storage', () => {
  /** What a search of this member reads of portals: the index, what it asks it for, and how many. */
  async function reading(): Promise<{ world: Watched; read: (actorId: string, more?: object) => Promise<readonly unknown[]> }> {
    const memory = memoryStorage()
    const asks: unknown[] = []
    const find: Storage['find'] = (table, index, values, page) => {
      if (table === 'holderPortals') asks.push([index, { ...values, portalId: undefined }, page?.limit, page?.after === undefined])
      return memory.find(table, index, values, page)
    }
    const world = await watched({}, { ...memory, find })
    for (const kind of kinds) await created(world, wantedOf[kind])
    return {
      world,
      read: async (actorId, more = {}) => {
        asks.length = 0
        await world.registration.find({ ...asked(actorId), ...more })
        return [...asks]
      },
    }
  }

  it('is the kinds that he may see, of all offices or of those that are his, and the expired ones beside them', async () => {
    const { world, read } = await reading()
    const { admin, delegate, handler, staffer } = world.ids
    const delegated = (kind: string, office: string | undefined, delegates: readonly string[]) =>
      world.registration.delegate({ ...asked(world.ids.owner), kind, office, delegates })
    await delegated('office', 'montreal', [delegate, staffer])
    await delegated('office', 'quebec', [delegate])
    await delegated('office', 'elsewhere', [staffer])
    await delegated('staff', 'montreal', [staffer])
    expect(await read(admin, { kinds: ['staff', 'client'], expired: true, limit: 10 })).toEqual([
      ['byKind', { listed: 'staff' }, 10, true],
      ['byKind', { listed: 'expired:staff' }, 9, true],
      ['byKind', { listed: 'client' }, 9, true],
      ['byKind', { listed: 'expired:client' }, 8, true],
    ])
    expect(await read(delegate, { kinds: ['office', 'staff', 'firm'] })).toEqual([
      ['byOffice', { listed: 'office', office: 'montreal' }, 50, true],
      ['byOffice', { listed: 'office', office: 'quebec' }, 49, true],
    ])
    expect(await read(delegate, { kinds: ['office'], email: 'quebec@example.org', expired: true })).toEqual([
      ['byOfficeAndAddress', { listed: 'office', office: 'montreal', email: 'quebec@example.org' }, 50, true],
      ['byOfficeAndAddress', { listed: 'expired:office', office: 'montreal', email: 'quebec@example.org' }, 50, true],
      ['byOfficeAndAddress', { listed: 'office', office: 'quebec', email: 'quebec@example.org' }, 50, true],
      ['byOfficeAndAddress', { listed: 'expired:office', office: 'quebec', email: 'quebec@example.org' }, 50, true],
    ])
    expect(await read(admin, { kinds: ['office'], email: 'Quebec@EXAMPLE.org' })).toEqual([
      ['byAddress', { listed: 'office', email: 'quebec@example.org' }, 50, true],
    ])
    // Whose handler he is stands in each record.
    expect(await read(handler, { kinds: ['staff', 'client', 'contact'] })).toEqual([
      ['byKind', { listed: 'client' }, 50, true],
      ['byKind', { listed: 'contact' }, 49, true],
    ])
  })

  it('is nothing for an address that is none', async () => {
    const { world, read } = await reading()
    expect(await read(world.ids.admin, { email: 'no address' })).toEqual([])
  })

  it('says whose fault it is', async () => {
    const memory = memoryStorage()
    let broken = false
    const find: Storage['find'] = (...what) =>
      broken && what[0] === 'holderPortals' ? Promise.reject(new Error('down')) : memory.find(...what)
    const world = await watched({}, { ...memory, find })
    broken = true
    await rejection('STORAGE_UNAVAILABLE', world.registration.find({ ...asked(world.ids.admin), after: '[0]' }))
    const { message } = await rejection('NOT_FOUND', world.registration.find({ portalId: 'roy', actorId: 'nobody' }))
    expect(message).toBe('there is no portal `roy`')
    const forbidden = await rejection('FORBIDDEN', world.registration.find(asked(world.ids.guest)))
    expect(forbidden.details).toMatchObject({ command: 'findHolderPortals' })
  })
})
