/** What is answered, what the audit trail and the records say afterwards, and what an idempotency key gives again. */
import { describe, expect, test } from 'vitest'
import {
  audit,
  by,
  cast,
  codeOf,
  confirmed,
  day,
  dump,
  give,
  hour,
  mail,
  memberOf,
  ownerOf,
  patch,
  requested,
  rows,
  sound,
  tokenTo,
  transfers,
  type Cast,
} from './cast.js'
import { over, pass, portalOf, propose } from './glass.js'

// What a caller sees beside what happens: the audit trail, the words of a refusal, the answer for the second time; and the records afterwards.

const agency = { portalId: 'agency' }
const lastId = (world: Cast): string | undefined => transfers(world).at(-1)?.id

describe('the audit trail has, word for word,', () => {
  /** What was added since: who, what, about which record, and what became of it. */
  const said = (world: Cast, from: number): readonly unknown[][] =>
    audit(world)
      .slice(from)
      .map(({ actorId, command, outcome, subject, subjectId, before, after }) => [
        actorId,
        command,
        outcome,
        subject,
        subjectId,
        before,
        after,
      ])

  test('a transfer that is asked for, sent again, confirmed, declined, asked for again and cancelled', async () => {
    const world = await cast('github')
    const { olga, uma, ownership } = world
    const from = audit(world).length
    await ownership.request({ ...by(olga), candidateId: uma })
    const first = lastId(world)
    await ownership.resend(by(olga))
    await ownership.confirm({ token: await tokenTo(world, mail('olga')) })
    await ownership.decline({ token: await tokenTo(world, mail('uma')) })
    await ownership.request({ ...by(olga), candidateId: uma })
    const second = lastId(world)
    await ownership.request({ ...by(olga), candidateId: uma })
    const third = lastId(world)
    await ownership.cancel(by(olga))
    await ownership.cancel(by(olga))
    expect(new Set([first, second, third]).size).toBe(3)
    expect(said(world, from)).toEqual([
      [olga, 'requestTransfer', 'accepted', 'transfers', first, null, 'pending'],
      [olga, 'resendTransfer', 'accepted', 'transfers', first, 'pending', 'pending'],
      [null, 'confirmTransfer', 'accepted', 'transfers', first, 'pending', 'confirmed'],
      [null, 'declineTransfer', 'accepted', 'transfers', first, 'confirmed', 'declined'],
      [olga, 'requestTransfer', 'accepted', 'transfers', second, null, 'pending'],
      [olga, 'requestTransfer', 'accepted', 'transfers', second, 'pending', 'superseded'],
      [olga, 'requestTransfer', 'accepted', 'transfers', third, null, 'pending'],
      [olga, 'cancelTransfer', 'accepted', 'transfers', third, 'pending', 'cancelled'],
      [olga, 'cancelTransfer', 'accepted', 'transfers', third, 'cancelled', 'cancelled'],
    ])
  })

  test('an acceptance, and who confirmed where he had to be signed in', async () => {
    const world = await cast({ preset: 'github', confirmBy: 'owner' })
    const from = audit(world).length
    const token = await requested(world, world.uma)
    await world.ownership.confirm({ token, actorId: world.olga })
    await world.ownership.accept({ token: await tokenTo(world, mail('uma')) })
    expect(said(world, from).slice(1)).toEqual([
      [world.olga, 'confirmTransfer', 'accepted', 'transfers', lastId(world), 'pending', 'confirmed'],
      [null, 'acceptTransfer', 'accepted', 'transfers', lastId(world), 'confirmed', 'completed'],
    ])
  })

  test('a break-glass from the proposal to its end', async () => {
    const world = await portalOf(3)
    const from = audit(world).length
    await propose(world)
    for (const actorId of [world.frank, world.frank, world.fred]) await world.ownership.approve({ ...by(actorId), candidateId: world.uma })
    pass(world, 3 * day)
    await over(world)
    expect(said(world, from)).toEqual([
      [world.fatou, 'proposeTransfer', 'accepted', 'transfers', lastId(world), null, 'proposed'],
      [world.frank, 'approveTransfer', 'accepted', 'transfers', lastId(world), 'proposed', 'proposed'],
      [world.frank, 'approveTransfer', 'accepted', 'transfers', lastId(world), 'proposed', 'proposed'],
      [world.fred, 'approveTransfer', 'accepted', 'transfers', lastId(world), 'proposed', 'waiting'],
      [null, 'expireTransfer', 'accepted', 'transfers', lastId(world), 'waiting', 'completed'],
    ])
  })

  test('a refusal: of a member about the portal, of a bearer about the transfer', async () => {
    const world = await cast('github')
    const token = await confirmed(world, 'uma')
    const owners = await tokenTo(world, mail('olga'))
    await world.administration.suspendPortal(by(world.olga))
    const from = audit(world).length
    expect(await codeOf(world.ownership.request({ ...by(world.fatou), candidateId: world.uma }))).toBe('NOT_THE_OWNER')
    expect(await codeOf(world.ownership.confirm({ token: owners }))).toBe('TOKEN_USED')
    expect(await codeOf(world.ownership.accept({ token }))).toBe('PORTAL_NOT_ACTIVE')
    expect(await codeOf(world.ownership.decline({ token }))).toBe('PORTAL_NOT_ACTIVE')
    expect(said(world, from)).toEqual([
      [world.fatou, 'requestTransfer', 'refused', 'portals', 'agency', null, null],
      [null, 'confirmTransfer', 'refused', 'transfers', lastId(world), null, null],
      [null, 'acceptTransfer', 'refused', 'transfers', lastId(world), null, null],
      [null, 'declineTransfer', 'refused', 'transfers', lastId(world), null, null],
    ])
  })
})

describe('a refusal', () => {
  const thrown = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => expect.fail('it was accepted'),
      (error: unknown) => error,
    )

  test.each([
    'request',
    'inspect',
    'confirm',
    'accept',
    'decline',
    'cancel',
    'resend',
    'propose',
    'approve',
    'expire',
    'current',
    'blockingOwnerships',
  ] as const)('of what `%s` is given says which command it was', async (name) => {
    const { ownership } = await cast()
    const error = await thrown(give(ownership, name, 5))
    expect(error).toMatchObject({ code: 'INPUT_INVALID' })
    expect(String(error)).toContain(`not what \`${name}\` is given: `)
  })

  test('of an unknown portal names it', async () => {
    const world = await cast()
    const asks = [world.ownership.cancel({ portalId: 'nowhere', actorId: world.olga }), world.ownership.expire({ portalId: 'nowhere' })]
    for (const error of await Promise.all(asks.map(thrown)))
      expect(error).toMatchObject({ code: 'NOT_FOUND', details: { portalId: 'nowhere' } })
  })

  test('where there never was a transfer: there is none to cancel, to send again or to agree to', async () => {
    const world = await cast({ breakGlass: { quorum: 2, waiting: day } })
    for (const command of ['cancel', 'resend'] as const)
      expect(await codeOf(world.ownership[command](by(world.olga)))).toBe('NO_OPEN_TRANSFER')
    expect(await codeOf(world.ownership.approve({ ...by(world.fatou), candidateId: world.uma }))).toBe('NO_OPEN_TRANSFER')
    expect(transfers(world)).toEqual([])
  })

  test('is none of a candidate who was proposed with his own portal', async () => {
    const world = await portalOf(2)
    const asked = { ...by(world.fatou), candidateId: world.uma }
    expect(await codeOf(world.ownership.propose({ ...asked, candidatePortalId: 'other' }))).toBe('CANDIDATE_OF_ANOTHER_PORTAL')
    expect(await codeOf(world.ownership.propose({ ...asked, candidatePortalId: 'agency' }))).toBe('ok')
  })

  test('meets a guest, whatever is written of what he administers', async () => {
    const world = await portalOf(2)
    await patch(world, 'members', world.fatou, { type: 'guest' })
    expect(memberOf(world, world.fatou)?.administers).toBe('everything')
    expect(await codeOf(propose(world))).toBe('NOT_A_FULL_ADMINISTRATOR')
  })
})

describe('an idempotency key', () => {
  /** Each command of a member: where it may be given, and what it is given. */
  const commands = {
    request: { arrange: () => Promise.resolve(), input: ({ olga, uma }: Cast) => ({ ...by(olga), candidateId: uma }) },
    cancel: { arrange: (world: Cast) => requested(world, world.uma), input: ({ olga }: Cast) => by(olga) },
    resend: { arrange: (world: Cast) => requested(world, world.uma), input: ({ olga }: Cast) => by(olga) },
    propose: { arrange: () => Promise.resolve(), input: ({ fatou, uma }: Cast) => ({ ...by(fatou), candidateId: uma }) },
    approve: { arrange: (world: Cast) => propose(world), input: ({ frank, uma }: Cast) => ({ ...by(frank), candidateId: uma }) },
  } as const
  const names = Object.keys(commands) as (keyof typeof commands)[]

  test.each(names)('of `%s` gives the first answer again, and nothing else happens', async (name) => {
    const world = await portalOf(3)
    await commands[name].arrange(world)
    const input = { ...commands[name].input(world), idempotencyKey: 'once' }
    const first = await give(world.ownership, name, input)
    await world.portico.runtime.settled()
    const before = dump(world)
    expect(await give(world.ownership, name, input)).toEqual(first)
    await world.portico.runtime.settled()
    expect(dump(world)).toBe(before)
  })

  test.each(['request', 'propose'] as const)('of `%s` is refused for another candidate, or one who is named otherwise', async (name) => {
    const world = await portalOf(3)
    const input = { ...commands[name].input(world), idempotencyKey: 'once' }
    await give(world.ownership, name, input)
    for (const other of [{ candidateId: world.ben }, { candidatePortalId: 'agency' }])
      expect(await codeOf(give(world.ownership, name, { ...input, ...other }))).toBe('IDEMPOTENCY_MISMATCH')
  })

  test('is refused for another command', async () => {
    const world = await portalOf(3)
    await requested(world, world.uma)
    const input = { ...by(world.olga), idempotencyKey: 'once' }
    await world.ownership.resend(input)
    expect(await codeOf(world.ownership.cancel(input))).toBe('IDEMPOTENCY_MISMATCH')
  })
})

describe('the records afterwards', () => {
  test('a transfer that has ended says when, also after it is cancelled a second time', async () => {
    const world = await cast()
    await requested(world, world.uma)
    expect(transfers(world)[0]).toMatchObject({ createdAt: world.clock.now(), endedAt: null })
    pass(world, hour)
    const endedAt = world.clock.now()
    await world.ownership.cancel(by(world.olga))
    expect(transfers(world)[0]).toMatchObject({ status: 'cancelled', endedAt, createdAt: endedAt - hour })
    pass(world, hour)
    await world.ownership.cancel(by(world.olga))
    expect(transfers(world)[0]).toMatchObject({ status: 'cancelled', endedAt })
  })

  test.each(['administrator', 'user'] as const)('the former owner is a plain `%s`, whatever was written of him', async (formerOwner) => {
    const world = await cast({ formerOwner })
    const { olga, uma } = world
    const until = world.clock.now() + 30 * day
    const temporary = [{ administers: 'everything', until }] as const
    await patch(world, 'members', olga, { temporary, promoted: true, administers: ['crm'] })
    await world.ownership.confirm({ token: await requested(world, uma) })
    const administers = formerOwner === 'administrator' ? 'everything' : []
    expect(memberOf(world, olga)).toMatchObject({ type: 'user', status: 'active', administers, temporary: [] })
  })

  test('a guest who was promoted and owned the portal is a user for good', async () => {
    const world = await cast()
    const { olga, gus, fatou, administration } = world
    await administration.grantFullAccess({ ...by(olga), memberIds: [gus], promoteGuests: true })
    expect(memberOf(world, gus)).toMatchObject({ type: 'user', promoted: true })
    await world.ownership.confirm({ token: await requested(world, gus) })
    expect([ownerOf(world), memberOf(world, gus)]).toMatchObject([gus, { type: 'user', promoted: false }])
    await world.ownership.request({ ...by(gus), candidateId: olga })
    await world.ownership.confirm({ token: await tokenTo(world, mail('gus')) })
    await administration.revokeAdministration({ ...by(fatou), memberId: gus })
    expect(memberOf(world, gus)).toMatchObject({ type: 'user', administers: [] })
  })

  test('the new owner administers nothing beside, for good or for a time', async () => {
    const world = await cast()
    const { olga, fatou, max } = world
    const until = world.clock.now() + 30 * day
    await patch(world, 'members', max, { temporary: [{ administers: ['mail'], until }] })
    for (const [from, to] of [
      [olga, max],
      [max, fatou],
    ] as const) {
      await world.ownership.request({ ...by(from), candidateId: to })
      await world.ownership.confirm({ token: await tokenTo(world, memberOf(world, from)?.address ?? '') })
      expect([ownerOf(world), memberOf(world, to)]).toMatchObject([to, { administers: [], temporary: [], promoted: false }])
      sound(world)
    }
  })
})

test('what is current, and who is blocked by it, is told alike', async () => {
  const world = await cast('github')
  await confirmed(world, 'uma')
  const transfer = await world.ownership.current(agency)
  expect(transfer).toEqual({
    portalId: 'agency',
    id: lastId(world),
    status: 'confirmed',
    ownerId: world.olga,
    candidateId: world.uma,
    approvals: [],
    expiresAt: world.clock.now() + day,
    delivery: 'sent',
  })
  expect((await world.ownership.blockingOwnerships({ memberId: world.olga }))[0]?.transfer).toEqual(transfer)
  expect(rows(world, 'outbox').filter(({ status }) => status !== 'sent')).toEqual([])
})
