import { memoryStorage } from 'portico/memory'
import type { Storage } from 'portico/server'
import { describe, expect, it } from 'vitest'
import { rejection } from '../support/refusals.js'
import { asked, day, holders, password } from './harness.js'
import { created, on, otherFirm, refusedUnchanged, registered, stored, watched, type Watched } from './watching.js'

// Situations of `cases.tsv`, by their ids: search and associate.

/** The same storage, which notes what portals are looked for. */
function noting(asks: unknown[]): Storage {
  const storage = memoryStorage()
  const find: Storage['find'] = (table, index, values, page) => {
    if (table === 'holderPortals') asks.push(values)
    return storage.find(table, index, values, page)
  }
  return { ...storage, find }
}

describe('search', () => {
  it('R017 gives very many in one order, each once, with a cap on the page', async () => {
    const world = await watched()
    const ids = Array.from({ length: 125 }, (_, at) => `client-${at}`)
    for (const id of ids) {
      world.holders.set(id, { ...holders.lea, id, email: 'shared@example.com' })
      await created(world, { kind: 'client', holderId: id })
    }
    const all = async (limit: number): Promise<readonly (string | null)[]> => {
      const items = []
      for (let after: string | undefined, first = true; first || after !== undefined; first = false) {
        const page = await world.registration.find({ ...asked(world.ids.admin), email: 'shared@example.com', limit, after })
        expect(page.items.length).toBeLessThanOrEqual(limit)
        items.push(...page.items.map(({ holderId }) => holderId))
        after = page.next
      }
      return items
    }
    const found = await all(50)
    expect(found.toSorted()).toEqual(ids.toSorted())
    expect(await all(50)).toEqual(found)
    expect(await all(7)).toEqual(found)
    await rejection('INPUT_INVALID', world.registration.find({ ...asked(world.ids.admin), limit: 101 }))
    expect((await world.registration.find(asked(world.ids.admin))).items).toHaveLength(50)
  }, 20_000)

  it('R018 tells nothing of an address that only another firm has, with the same work', async () => {
    const world = await watched()
    const dora = await otherFirm(world)
    await world.registration.create({ ...dora, kind: 'staff', holderId: 'anne' })
    await world.settled()
    const looking = async (email: string): Promise<readonly [unknown, number]> => {
      const before = world.log.asked.length
      return [await world.registration.find({ ...asked(world.ids.admin), email }), world.log.asked.length - before]
    }
    const known = await looking('anne@example.net')
    expect(known[0]).toEqual({ items: [] })
    expect(known).toEqual(await looking('nobody@example.net'))
  })

  it('R020 gives the kinds that he may see, and asks the storage for no others', async () => {
    const asks: unknown[] = []
    const world = await watched({}, noting(asks))
    await created(world)
    await created(world, { kind: 'client', holderId: 'lea' })
    await world.registration.delegate({ ...asked(world.ids.admin), kind: 'staff', delegates: [world.ids.delegate] })
    asks.length = 0
    const { items } = await world.registration.find(asked(world.ids.delegate))
    expect(items.map(({ kind }) => kind)).toEqual(['staff'])
    // What is handled by whom stands in each record, so what may be handled is looked at; of the rest only the delegated kind is read.
    expect(JSON.stringify(asks)).not.toMatch(/office|firm"/)
    const named = await world.registration.find({ ...asked(world.ids.delegate), kinds: ['client', 'staff'] })
    expect(named.items.map(({ kind }) => kind)).toEqual(['staff'])
  })

  it('R020 gives a delegate of one office the portals of that office only', async () => {
    const asks: unknown[] = []
    const world = await watched({}, noting(asks))
    await created(world, { kind: 'office', holderId: 'montreal', registrantId: 'marie' })
    await created(world, { kind: 'office', holderId: 'quebec', registrantId: 'marie' })
    const delegation = { kind: 'office', office: 'quebec', delegates: [world.ids.delegate] }
    await world.registration.delegate({ ...asked(world.ids.admin), ...delegation })
    asks.length = 0
    const { items } = await world.registration.find({ ...asked(world.ids.delegate), kinds: ['office'] })
    expect(items.map(({ office }) => office)).toEqual(['quebec'])
    expect(JSON.stringify(asks)).toContain('quebec')
    expect(asks).not.toContainEqual(expect.objectContaining({ listed: 'office', office: 'montreal' }))
  })

  it('takes nothing in an address for a pattern, gives expired ones on request and closed ones never', async () => {
    const world = await watched()
    const portal = await created(world, { kind: 'client', holderId: 'lea', permanence: 'temporary' })
    const find = async (more: object): Promise<readonly string[]> =>
      (await world.registration.find({ ...asked(world.ids.admin), ...more })).items.map(({ status }) => status)
    for (const email of ['%', 'lea@%', '_ea@example.com', '*@example.com', 'lea@example.co', 'lea'])
      expect(await find({ email }), email).toEqual([])
    expect(await find({ email: 'lea@EXAMPLE.com' })).toEqual(['unregistered'])
    await world.clock.advance(30 * day)
    await world.registration.system.expireDue()
    expect(await find({})).toEqual([])
    expect(await find({ expired: true })).toEqual(['expired'])
    await world.registration.close(on(world, portal))
    expect(await find({ expired: true })).toEqual([])
  })
})

/** Paul's portal, active; his record in the application is another one since. */
async function rehired(email: string = holders.paul.email): Promise<Watched & { readonly portal: { readonly id: string } }> {
  const world = await watched()
  const { portal } = await registered(world)
  world.holders.delete('paul')
  world.holders.set('paul2', { ...holders.paul, id: 'paul2', email })
  return { ...world, portal }
}

describe('associate', () => {
  it('R021 gives the portal to the holder of the same address, without a letter or a new password', async () => {
    const world = await rehired()
    const [mails, credentials, tokens] = [world.mailer.sent.length, await world.rows('credentials'), await world.rows('tokens')]
    const { holderPortal } = await world.registration.associate({ ...on(world, world.portal), holderId: 'paul2' })
    expect(holderPortal).toMatchObject({ id: world.portal.id, holderId: 'paul2', status: 'active' })
    await world.settled()
    expect(world.mailer.sent).toHaveLength(mails)
    expect(await world.rows('holderPortals')).toHaveLength(1)
    expect(await world.rows('credentials')).toEqual(credentials)
    expect(await world.rows('tokens')).toEqual(tokens)
    const audits = (await world.audit()).filter(({ command }) => /associate/i.test(command))
    expect(audits).toMatchObject([{ outcome: 'accepted' }])
    expect(await world.registration.signIn({ loginName: 'paul.tremblay', password })).toMatchObject({ holderPortalId: world.portal.id })
  })

  it('R022 waits for the confirmation by the portal’s own address where the addresses differ', async () => {
    const world = await rehired('paul.new@example.org')
    const { ids, registration, portal } = world
    const before = await stored(world, portal)
    const error = await rejection('ASSOCIATION_CONFIRMATION_REQUIRED', registration.associate({ ...on(world, portal), holderId: 'paul2' }))
    expect(JSON.stringify(error.details)).not.toContain('paul@example.org')
    expect(await stored(world, portal)).toMatchObject({ holderId: 'paul', status: before.status, email: before.email })
    expect(await world.tokensTo('paul.new@example.org')).toEqual([])
    const token = await world.tokenOf('paul@example.org')
    expect(await registration.inspectConfirmation({ token })).toMatchObject({ type: 'association', kind: 'staff', email: 'p…@example.org' })
    expect((await stored(world, portal)).holderId).toBe('paul')
    await registration.confirm({ token })
    expect((await stored(world, portal)).holderId).toBe('paul2')
    await rejection('TOKEN_USED', registration.confirm({ token })).catch(() => rejection('TOKEN_INVALID', registration.confirm({ token })))
    expect((await registration.find({ ...asked(ids.admin), holderId: 'paul2' })).items).toHaveLength(1)
  })

  it('R023 refuses a portal of somebody who is there', async () => {
    const world = await watched()
    const { portal } = await registered(world)
    await refusedUnchanged(world, 'HOLDER_CONFLICT', () => world.registration.associate({ ...on(world, portal), holderId: 'marie' }))
  })

  it('R024 refuses a client’s portal for one of the staff', async () => {
    const world = await watched()
    const portal = await created(world, { kind: 'client', holderId: 'lea' })
    await refusedUnchanged(world, 'KIND_MISMATCH', () => world.registration.associate({ ...on(world, portal), holderId: 'marie' }))
  })

  it('R025 refuses one that is over', async () => {
    const world = await watched()
    const portal = await created(world, { kind: 'client', holderId: 'lea', permanence: 'temporary' })
    world.holders.delete('lea')
    world.holders.set('lea2', { ...holders.lea, id: 'lea2' })
    await world.clock.advance(30 * day)
    await world.registration.system.expireDue()
    const associating = () => world.registration.associate({ ...on(world, portal), holderId: 'lea2' })
    await refusedUnchanged(world, 'PORTAL_CLOSED', associating)
    await world.registration.close(on(world, portal))
    await refusedUnchanged(world, 'PORTAL_CLOSED', associating)
    expect((await created(world, { kind: 'client', holderId: 'lea2' })).id).not.toBe(portal.id)
  })

  it('R026 knows another firm’s portal no more than one that there is not', async () => {
    const world = await watched()
    const { holderPortal } = await world.registration.create({ ...(await otherFirm(world)), kind: 'staff', holderId: 'anne' })
    const told = async (id: string): Promise<unknown> => {
      const associating = () => world.registration.associate({ ...on(world, { id }), holderId: 'paul' })
      const { code, message, details } = await refusedUnchanged(world, 'PORTAL_NOT_FOUND', associating)
      return JSON.parse(JSON.stringify({ code, message, details }).replaceAll(id, 'ID'))
    }
    expect(await told(holderPortal.id)).toEqual(await told('guessed'))
  })
})
