import { memoryStorage } from 'portico/memory'
import { describe, expect, it } from 'vitest'
import { rejection } from '../support/refusals.js'
import { asked, features, hour, holders } from './harness.js'
import { created, on, registered, stored, watched, type Watched } from './watching.js'

// What waits for a link in a letter: another address of a portal that is registered, and another holder.

const day = 24 * hour

/** Paul is registered, and is to have another address. */
async function moving(
  settings: Parameters<typeof watched>[0] = {},
): Promise<Watched & { readonly portal: { readonly id: string }; readonly token: string }> {
  const world = await watched(settings)
  const { portal } = await registered(world)
  await rejection('REVERIFY_REQUIRED', world.registration.changeEmail({ ...on(world, portal), email: 'new@example.org' }))
  return { ...world, portal, token: await world.tokenOf('new@example.org') }
}

/** Léa has gone, and come back under another id with another address. */
async function returning(
  settings: Parameters<typeof watched>[0] = {},
): Promise<Watched & { readonly portal: { readonly id: string }; readonly token: string }> {
  const world = await watched(settings)
  const portal = await created(world, { kind: 'client', holderId: 'lea' })
  world.holders.delete('lea')
  world.holders.set('lea2', { ...holders.lea, id: 'lea2', name: 'Léa Roy', email: 'lea2@example.com' })
  await rejection('ASSOCIATION_CONFIRMATION_REQUIRED', world.registration.associate({ ...on(world, portal), holderId: 'lea2' }))
  return { ...world, portal, token: await world.tokenOf('lea@example.com') }
}

describe('a link to confirm', () => {
  it('an address says so, is answered, written down, and told to the former address', async () => {
    const world = await moving()
    const { registration, token, portal } = world
    const { expiresAt, ...shown } = await registration.inspectConfirmation({ token })
    expect(shown).toEqual({
      type: 'address',
      firmName: 'Roy et associés',
      kind: 'staff',
      email: 'n…@example.org',
      language: expect.any(String) as string,
    })
    expect(expiresAt).toBe(world.clock.now() + day)
    const sent = world.mailer.sent.length
    const told = world.events.length
    expect(await registration.confirm({ token })).toEqual({ type: 'address', events: [] })
    await world.settled()
    expect(world.events.slice(told)).toMatchObject([{ type: 'mailed', letter: 'emailChanged', to: 'paul@example.org' }])
    expect(world.mailer.sent.slice(sent).map(({ to, subject }) => [to.address, /address/i.test(subject)])).toEqual([
      ['paul@example.org', true],
    ])
    expect(await stored(world, portal)).toMatchObject({ email: 'new@example.org', address: 'new@example.org', pending: null })
    const [record] = (await world.rows('audit')).filter(({ command }) => command === 'confirmHolderPortal')
    expect(record).toMatchObject({
      subject: 'holderPortals',
      subjectId: portal.id,
      before: 'address',
      after: 'active/completed',
      actorId: null,
    })
    await rejection('TOKEN_USED', registration.confirm({ token }))
  })

  it('another holder says so, and is answered and written down', async () => {
    const world = await returning()
    const { registration, token, portal } = world
    expect(await registration.inspectConfirmation({ token })).toMatchObject({
      type: 'association',
      kind: 'client',
      email: 'l…@example.com',
    })
    expect(await registration.confirm({ token })).toEqual({ type: 'association', events: [] })
    expect(await stored(world, portal)).toMatchObject({ holderId: 'lea2', name: 'Léa Roy', email: 'lea@example.com', pending: null })
    const [record] = (await world.rows('audit')).filter(({ command }) => command === 'confirmHolderPortal')
    expect(record).toMatchObject({ subject: 'holderPortals', subjectId: portal.id, before: 'association', after: 'unregistered/open' })
  })

  it.each([moving, returning])('ends to the millisecond, and says so in the language of the letter (%#)', async (begin) => {
    const world = await begin()
    const { registration, token, clock, portal } = world
    const { language } = await stored(world, portal)
    clock.set(clock.now() + day - 1)
    expect(await registration.inspectConfirmation({ token })).toBeDefined()
    clock.set(clock.now() + 1)
    for (const act of [registration.inspectConfirmation({ token }), registration.confirm({ token })]) {
      const error = await rejection('TOKEN_EXPIRED', act)
      expect([error.message, error.details]).toEqual(['the link has ended', { language }])
    }
  })

  it('that was used says so in the language of the letter', async () => {
    const { registration, token } = await moving()
    await registration.confirm({ token })
    const error = await rejection('TOKEN_USED', registration.inspectConfirmation({ token }))
    expect([error.message, error.details]).toEqual(['the link was used already', { language: 'en' }])
  })

  it.each([moving, returning])('waits while the firm’s portal is suspended (%#)', async (begin) => {
    const { registration, token, portico, ids } = await begin()
    await portico.administration.suspendPortal(asked(ids.owner))
    const error = await rejection('PORTAL_NOT_ACTIVE', registration.inspectConfirmation({ token }))
    expect(error.message).toBe('the portal is not active')
    await rejection('PORTAL_NOT_ACTIVE', registration.confirm({ token }))
    await portico.administration.reactivatePortal(asked(ids.owner))
    await registration.confirm({ token })
  })

  it.each([
    ['who has left', (world: Watched) => void world.holders.set('paul', { ...holders.paul, active: false })],
    ['who is gone', (world: Watched) => void world.holders.delete('paul')],
  ])('an address is none any more for somebody %s, though nobody said so, and is one again when he is back', async (_who, leave) => {
    const world = await moving()
    leave(world)
    await rejection('TOKEN_INVALID', world.registration.inspectConfirmation({ token: world.token }))
    const error = await rejection('TOKEN_INVALID', world.registration.confirm({ token: world.token }))
    expect([error.message, error.details]).toEqual(['no link of ours', {}])
    expect((await stored(world, world.portal)).email).toBe('paul@example.org')
    world.holders.set('paul', holders.paul)
    expect((await world.registration.confirm({ token: world.token })).type).toBe('address')
  })

  it('an address of an office is none any more when its registrant has left', async () => {
    const world = await watched()
    const wanted = { kind: 'office', holderId: 'montreal', registrantId: 'marie' }
    const { portal } = await registered(world, wanted, { loginName: 'montreal', address: 'montreal@example.org' })
    await rejection('REVERIFY_REQUIRED', world.registration.changeEmail({ ...on(world, portal), email: 'new@example.org' }))
    const token = await world.tokenOf('new@example.org')
    world.holders.set('marie', { ...holders.marie, active: false })
    await rejection('TOKEN_INVALID', world.registration.confirm({ token }))
    world.holders.set('marie', holders.marie)
    await world.registration.confirm({ token })
  })

  it('an address waits where the holders cannot be asked', async () => {
    const world = await moving()
    const get = world.holders.get.bind(world.holders)
    world.holders.get = () => {
      throw new Error('down')
    }
    await rejection('HOLDERS_UNAVAILABLE', world.registration.inspectConfirmation({ token: world.token }))
    await rejection('HOLDERS_UNAVAILABLE', world.registration.confirm({ token: world.token }))
    world.holders.get = get
    await world.registration.confirm({ token: world.token })
  })

  it('another holder is none any more once that one is gone, or may not have it, and the record of it is an outsider’s', async () => {
    for (const change of [
      (world: Watched) => void world.holders.delete('lea2'),
      (world: Watched) => void world.holders.set('lea2', { ...holders.lea, id: 'lea2', active: false }),
      (world: Watched) => void world.holders.set('lea', { ...holders.lea }),
      (world: Watched) => void (world.licence.features = []),
    ]) {
      const world = await returning()
      change(world)
      const error = await rejection('TOKEN_INVALID', world.registration.confirm({ token: world.token }))
      expect([error.message, error.details]).toEqual(['no link of ours', {}])
    }
  })

  it('another holder waits where holders or licences cannot be asked', async () => {
    let broken = false
    const world = await returning({ licences: { of: () => (broken ? Promise.reject(new Error('down')) : Promise.resolve({ features })) } })
    broken = true
    await rejection('LICENSE_UNKNOWN', world.registration.confirm({ token: world.token }))
    broken = false
    const get = world.holders.get.bind(world.holders)
    world.holders.get = () => {
      throw new Error('down')
    }
    await rejection('HOLDERS_UNAVAILABLE', world.registration.confirm({ token: world.token }))
    world.holders.get = get
    await world.registration.confirm({ token: world.token })
  })

  it('another holder waits while the storage fails', async () => {
    const memory = memoryStorage()
    let broken = false
    const storage = {
      ...memory,
      find: (...what: Parameters<typeof memory.find>) =>
        broken && what[1] === 'holderKey' ? Promise.reject(new Error('down')) : memory.find(...what),
    } as typeof memory
    const world = await watched({}, storage)
    const portal = await created(world, { kind: 'client', holderId: 'lea' })
    world.holders.delete('lea')
    world.holders.set('lea2', { ...holders.lea, id: 'lea2', email: 'lea2@example.com' })
    await rejection('ASSOCIATION_CONFIRMATION_REQUIRED', world.registration.associate({ ...on(world, portal), holderId: 'lea2' }))
    const token = await world.tokenOf('lea@example.com')
    broken = true
    await rejection('STORAGE_UNAVAILABLE', world.registration.confirm({ token }))
    broken = false
    await world.registration.confirm({ token })
  })
})

describe('a link whose records are gone', () => {
  const remove = async (world: Watched, table: 'holderPortals' | 'portals', id: string): Promise<void> => {
    const found = await world.storage.get(table, 'roy', id)
    if (!found) throw new Error('nothing to remove')
    await world.storage.commit([{ op: 'delete', table, portalId: 'roy', id, version: found.version }])
  }
  it.each([
    ['holderPortals', 'TOKEN_INVALID', 'TOKEN_INVALID'],
    ['portals', 'PORTAL_NOT_ACTIVE', 'NOT_FOUND'],
  ] as const)('(%s) confirms nothing', async (table, shown, told) => {
    const world = await moving()
    await remove(world, table, table === 'portals' ? 'roy' : world.portal.id)
    await rejection(shown, world.registration.inspectConfirmation({ token: world.token }))
    await rejection(told, world.registration.confirm({ token: world.token }))
  })
  it.each([
    ['holderPortals', 'TOKEN_INVALID'],
    ['portals', 'NOT_FOUND'],
  ] as const)('(%s) registers nobody', async (table, told) => {
    const world = await watched()
    const portal = await created(world)
    const token = await world.tokenOf('paul@example.org')
    await remove(world, table, table === 'portals' ? 'roy' : portal.id)
    await rejection('TOKEN_INVALID', world.registration.inspect({ token }))
    await rejection(told, world.registration.complete({ token, loginName: 'paul', password: 'sieben Kraniche fliegen' }))
  })
})

describe('another holder', () => {
  it('who has a portal of this kind himself gets no second one', async () => {
    const world = await watched()
    const former = await created(world, { kind: 'client', holderId: 'lea' })
    world.holders.set('lea2', { ...holders.lea, id: 'lea2' })
    const his = await created(world, { kind: 'client', holderId: 'lea2' })
    world.holders.delete('lea')
    const associating = () => world.registration.associate({ ...on(world, former), holderId: 'lea2' })
    const error = await rejection('PORTAL_EXISTS', associating())
    expect(error.details).toEqual({ holderPortalId: his.id, status: 'unregistered/open' })
    await world.registration.close(on(world, his))
    expect((await associating()).holderPortal).toMatchObject({ id: former.id, holderId: 'lea2' })
  })
})

describe('a link of an address that another holder came before', () => {
  it('was not used: it is none', async () => {
    const world = await moving()
    world.holders.delete('paul')
    world.holders.set('paul2', { ...holders.paul, id: 'paul2' })
    await world.registration.associate({ ...on(world, world.portal), holderId: 'paul2' })
    expect(await stored(world, world.portal)).toMatchObject({ holderId: 'paul2', pending: null, confirmations: 2 })
    await rejection('TOKEN_INVALID', world.registration.inspectConfirmation({ token: world.token }))
    await rejection('TOKEN_INVALID', world.registration.confirm({ token: world.token }))
  })
})

describe('what is refused, and mailed all the same', () => {
  it('is written down with the portal that it is about', async () => {
    const moved = await moving()
    const asking = await returning()
    for (const [world, code, command] of [
      [moved, 'REVERIFY_REQUIRED', 'changeHolderEmail'],
      [asking, 'ASSOCIATION_CONFIRMATION_REQUIRED', 'associateHolder'],
    ] as const) {
      const records = (await world.rows('audit')).filter((record) => record.code === code)
      const { status } = await stored(world, world.portal)
      expect(records).toMatchObject([
        { command, outcome: 'refused', subject: 'holderPortals', subjectId: world.portal.id, before: status, after: status },
      ])
    }
  })

  it.each(['changeEmail', 'associate'] as const)('by %s is mailed once for a key, and refused again in the same words', async (command) => {
    const world = await watched()
    const { portal } = await registered(world)
    if (command === 'associate') world.holders.delete('paul')
    for (const id of ['paul2', 'paul3']) world.holders.set(id, { ...holders.paul, id, email: `${id}@example.org` })
    const asking = (to: string, idempotencyKey: string | undefined = 'k') => {
      const given = { ...on(world, portal), idempotencyKey }
      return command === 'associate'
        ? rejection('ASSOCIATION_CONFIRMATION_REQUIRED', world.registration.associate({ ...given, holderId: to }))
        : rejection('REVERIFY_REQUIRED', world.registration.changeEmail({ ...given, email: `${to}@example.org` }))
    }
    const first = await asking('paul2')
    const token = await world.tokenOf(command === 'associate' ? 'paul@example.org' : 'paul2@example.org')
    const [before, sent] = [await world.dump(), world.mailer.sent.length]
    const again = await asking('paul2')
    expect([again.message, again.details]).toEqual([first.message, first.details])
    expect([await world.dump(), world.mailer.sent.length]).toEqual([before, sent])
    const other = command === 'associate' ? { holderId: 'paul3' } : { email: 'paul3@example.org' }
    const mistaken = { ...on(world, portal), idempotencyKey: 'k', ...other }
    await rejection('IDEMPOTENCY_MISMATCH', world.registration[command](mistaken as never))
    expect(await world.registration.inspectConfirmation({ token })).toBeDefined()
    await asking('paul2', 'another')
    await rejection('TOKEN_INVALID', world.registration.inspectConfirmation({ token }))
  })
})
