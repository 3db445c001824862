/** Letters that are not sent after all, to whom none goes, and who is named in them. */
import type { Row } from 'portico/server'
import { describe, expect, test } from 'vitest'
import {
  by,
  cast,
  confirmed,
  day,
  mail,
  mailed,
  minute,
  patch,
  requested,
  rows,
  sentNow,
  tokenTo,
  transfers,
  type Cast,
  type Instance,
} from './cast.js'
import { agency, pass, portalOf, propose } from './glass.js'
import { remove } from './removing.js'

// Letters that come too late, and the people whom they are about: without an address, gone, or of another language.

/** The letters of a name that were written down, the first one first. */
const written = (world: Pick<Instance, 'kept'>, name: string): readonly Row<'outbox'>[] =>
  rows(world, 'outbox').filter(({ letter }) => letter === name)
const ends = (world: Pick<Instance, 'kept'>, name: string): readonly string[] => written(world, name).map(({ status }) => status)

describe('a letter that is still in the outbox is dropped', () => {
  /** Nothing is sent unless somebody dispatches. */
  const late = async (preset: 'onlyoffice' | 'github'): Promise<Cast> => {
    const world = await cast(preset, { dispatch: 'by-worker' })
    await dispatch(world)
    return world
  }
  const dispatch = (world: Cast) => world.portico.outbox.dispatch()
  /** Uma is to accept, and her letter is not sent yet. */
  const toAccept = async (): Promise<Cast> => {
    const world = await late('github')
    await world.ownership.request({ ...by(world.olga), candidateId: world.uma })
    await dispatch(world)
    await world.ownership.confirm({ token: await tokenTo(world, mail('olga')) })
    expect(ends(world, 'transferAccept')).toEqual(['waiting'])
    return world
  }

  test.each<[string, (world: Cast) => Promise<unknown>]>([
    ['cancelled', (world) => world.ownership.cancel(by(world.olga))],
    ['superseded', (world) => world.ownership.request({ ...by(world.olga), candidateId: world.ben })],
  ])('when the transfer that the owner is to confirm was %s', async (_, happen) => {
    const world = await late('onlyoffice')
    await world.ownership.request({ ...by(world.olga), candidateId: world.uma })
    await happen(world)
    await dispatch(world)
    expect(ends(world, 'transferConfirm')[0]).toBe('dropped')
    expect(sentNow(world).filter((line) => line.startsWith('transferConfirm'))).toHaveLength(ends(world, 'transferConfirm').length - 1)
  })

  test.each<[string, (world: Cast) => Promise<unknown>]>([
    ['cancelled', (world) => world.ownership.cancel(by(world.olga))],
    ['superseded', (world) => world.ownership.request({ ...by(world.olga), candidateId: world.ben })],
  ])('when the transfer that the candidate is to accept was %s', async (_, happen) => {
    const world = await toAccept()
    await happen(world)
    await dispatch(world)
    expect(ends(world, 'transferAccept')).toEqual(['dropped'])
    expect(sentNow(world).filter((line) => line.startsWith('transferAccept'))).toEqual([])
  })

  test('when another one took its place: to confirm', async () => {
    const world = await late('onlyoffice')
    await world.ownership.request({ ...by(world.olga), candidateId: world.uma })
    await world.ownership.resend(by(world.olga))
    expect(await dispatch(world)).toMatchObject({ sent: 1, dropped: 1 })
    expect(ends(world, 'transferConfirm')).toEqual(['dropped', 'sent'])
  })

  test('when another one took its place: to accept', async () => {
    const world = await toAccept()
    await world.ownership.resend(by(world.olga))
    expect(await dispatch(world)).toMatchObject({ sent: 1, dropped: 1 })
    expect(ends(world, 'transferAccept')).toEqual(['dropped', 'sent'])
  })

  test('when it arrived, though nobody knew it, and its link was used: to confirm and to accept', async () => {
    const world = await late('github')
    world.mailer.behave('lose')
    await world.ownership.request({ ...by(world.olga), candidateId: world.uma })
    await dispatch(world)
    await world.ownership.confirm({ token: await tokenTo(world, mail('olga')) })
    await dispatch(world)
    expect([ends(world, 'transferConfirm'), ends(world, 'transferAccept')]).toEqual([['waiting'], ['waiting']])
    world.mailer.behave('take')
    await world.ownership.accept({ token: await tokenTo(world, mail('uma')) })
    pass(world, minute)
    await dispatch(world)
    expect([ends(world, 'transferConfirm'), ends(world, 'transferAccept')]).toEqual([['dropped'], ['dropped']])
    expect(sentNow(world).filter((line) => /Confirm|Accept/.test(line))).toHaveLength(2)
  })
})

describe('who has no address', () => {
  test('owns the portal without a letter, and the former owner has his', async () => {
    const world = await cast()
    await patch(world, 'members', world.uma, { email: null, address: null, emailVerifiedAt: null })
    const { events } = await world.ownership.confirm({ token: await requested(world, world.uma) })
    expect(events).toEqual([
      { type: 'ownerChanged', portalId: 'agency', from: world.olga, to: world.uma },
      { type: 'mailed', portalId: 'agency', letter: 'transferCompleted', to: mail('olga') },
    ])
    expect((await mailed(world)).slice(1)).toEqual([`transferCompleted to ${mail('olga')}`])
  })

  test('is not told that somebody else was named', async () => {
    const world = await cast('github')
    await confirmed(world, 'uma')
    await patch(world, 'members', world.uma, { email: null, address: null })
    await world.ownership.request({ ...by(world.olga), candidateId: world.ben })
    expect(transfers(world).map(({ status }) => status)).toEqual(['superseded', 'pending'])
    expect(written(world, 'transferReplaced')).toEqual([])
  })
})

test('who was asked to accept is told when the owner names somebody else, and only he', async () => {
  const world = await cast('github')
  await confirmed(world, 'uma')
  const { events } = await world.ownership.request({ ...by(world.olga), candidateId: world.ben })
  expect(events).toEqual([
    { type: 'mailed', portalId: 'agency', letter: 'transferReplaced', to: mail('uma') },
    { type: 'mailed', portalId: 'agency', letter: 'transferConfirm', to: mail('olga') },
  ])
  expect(written(world, 'transferReplaced')[0]?.variables).toMatchObject({ recipientName: 'Uma', ownerName: 'Olga', candidateName: 'Uma' })
  await world.ownership.request({ ...by(world.olga), candidateId: world.uma })
  expect(written(world, 'transferReplaced')).toHaveLength(1)
})

describe('the names in a letter', () => {
  test('are those of all three in a break-glass, and empty for a proposer where nobody proposed', async () => {
    const world = await portalOf(2)
    await propose(world)
    await world.ownership.approve({ ...by(world.frank), candidateId: world.uma })
    const names = { recipientName: 'Olga', ownerName: 'Olga', candidateName: 'Uma', proposerName: 'Fatou' }
    for (const letter of ['breakGlassProposed', 'breakGlassWaiting'])
      expect(written(world, letter)[0]?.variables).toMatchObject({ portalName: 'The agency', ...names })
    await requested(world, world.ben)
    expect(written(world, 'transferConfirm')[0]?.variables).toMatchObject({ candidateName: 'Ben', proposerName: '' })
  })

  test('are also that of a candidate who is gone', async () => {
    const world = await cast('github')
    await confirmed(world, 'uma')
    await remove(world, 'members', world.uma)
    await world.ownership.cancel(by(world.olga))
    expect(written(world, 'transferCancelled').map(({ toAddress }) => toAddress)).toEqual([mail('olga')])
    expect(written(world, 'transferCancelled')[0]?.variables).toMatchObject({ ownerName: 'Olga', candidateName: 'Uma' })
  })

  test('are those of whoever owned the portal when it was asked for, to whom the letter goes', async () => {
    const world = await cast('github')
    const token = await confirmed(world, 'uma')
    await patch(world, 'portals', 'agency', { ownerId: world.frank })
    await world.ownership.decline({ token })
    expect(written(world, 'transferDeclined').map(({ toAddress }) => toAddress)).toEqual([mail('olga')])
    expect(written(world, 'transferDeclined')[0]?.variables).toMatchObject({ recipientName: 'Olga', ownerName: 'Olga' })
  })

  test('leave out an owner who is gone, and he gets none', async () => {
    const world = await cast('github')
    await confirmed(world, 'uma')
    await patch(world, 'portals', 'agency', { ownerId: world.frank })
    await remove(world, 'members', world.olga)
    pass(world, day)
    await world.ownership.expire(agency)
    expect(written(world, 'transferExpired').map(({ toAddress }) => toAddress)).toEqual([mail('uma')])
    expect(written(world, 'transferExpired')[0]?.variables).toMatchObject({ recipientName: 'Uma', ownerName: '' })
  })
})

describe('`inspect`', () => {
  test.each([
    ['en', 'fr'],
    ['fr', 'en'],
  ])('speaks the language of whoever the letter went to: %s for the owner, %s for the candidate', async (owners, candidates) => {
    const world = await cast('github')
    await patch(world, 'members', world.olga, { language: owners })
    await patch(world, 'members', world.uma, { language: candidates })
    const token = await requested(world, world.uma)
    expect((await world.ownership.inspect({ token })).language).toBe(owners)
    await world.ownership.confirm({ token })
    expect((await world.ownership.inspect({ token: await tokenTo(world, mail('uma')) })).language).toBe(candidates)
  })
})
