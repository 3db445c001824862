/** What was once wrong about how a transfer ends, and who learns of it. */
import { describe, expect, test } from 'vitest'
import {
  audit,
  beside,
  by,
  cast,
  codeOf,
  confirmed,
  day,
  dump,
  hour,
  mail,
  mailed,
  ownerOf,
  patch,
  requested,
  rows,
  sound,
  tokenTo,
  transfers,
} from './cast.js'
import { approve, over, pass, portalOf, propose } from './glass.js'
import { remove } from './removing.js'

/** What the audit trail says of a transfer. */
const saidOf = (world: Parameters<typeof audit>[0], transferId: string | undefined) =>
  audit(world)
    .filter(({ subject, subjectId }) => subject === 'transfers' && subjectId === transferId)
    .map(({ command, actorId, before, after, outcome, code }) => ({ command, actorId, before, after, outcome, code }))

describe('the end of a transfer whose place another one takes', () => {
  test.each(['pending', 'confirmed'] as const)('is a record of its own, of one that was %s', async (was) => {
    const world = await cast('github')
    if (was === 'confirmed') await confirmed(world, 'uma')
    else await world.ownership.request({ ...by(world.olga), candidateId: world.uma })
    await world.ownership.request({ ...by(world.olga), candidateId: world.ben, correlationId: 'the second' })
    const [first, second] = transfers(world)
    const accepted = { command: 'requestTransfer', actorId: world.olga, outcome: 'accepted', code: null }
    expect(saidOf(world, first?.id).at(-1)).toEqual({ ...accepted, before: was, after: 'superseded' })
    expect(saidOf(world, second?.id)).toEqual([{ ...accepted, before: null, after: 'pending' }])
    const told = audit(world).filter(({ correlationId }) => correlationId === 'the second')
    expect(told.map(({ subjectId }) => subjectId).sort()).toEqual([first?.id, second?.id].sort())
    sound(world)
  })

  test('is one of a proposal too, by whoever proposes anew', async () => {
    const world = await portalOf(2)
    await propose(world)
    await world.administration.revokeAdministration({ ...by(world.olga), memberId: world.fatou })
    await propose(world, world.frank, world.ben)
    const [first] = transfers(world)
    expect(saidOf(world, first?.id).at(-1)).toMatchObject({
      command: 'proposeTransfer',
      actorId: world.frank,
      before: 'proposed',
      after: 'superseded',
    })
  })
})

test.each(['pending', 'confirmed', 'proposed', 'waiting'] as const)(
  'time ends what is %s in a deleted portal, and nobody is told',
  async (was) => {
    const world = await cast({ preset: 'github', breakGlass: { quorum: 2, waiting: day } })
    if (was === 'confirmed') await confirmed(world, 'uma')
    if (was === 'pending') await world.ownership.request({ ...by(world.olga), candidateId: world.uma })
    if (was === 'proposed' || was === 'waiting') await propose(world)
    if (was === 'waiting') await approve(world, world.frank)
    await world.administration.deletePortal(by(world.olga))
    const [letters, open] = [await mailed(world), transfers(world)[0]]
    pass(world, 7 * day)
    await over(world)
    expect(transfers(world)[0]).toMatchObject({ status: 'expired', openPortal: null, dueAt: null, endedAt: world.clock.now() })
    expect([await mailed(world), rows(world, 'outbox').filter(({ status }) => status === 'waiting')]).toEqual([letters, []])
    expect(saidOf(world, open?.id).at(-1)).toMatchObject({ command: 'expireTransfer', actorId: null, before: was, after: 'expired' })
  },
)

describe('whether a transfer is open is for those to know who may do something about it:', () => {
  const rules = { preset: 'github', breakGlass: { quorum: 2, waiting: day } } as const
  type World = Awaited<ReturnType<typeof cast>>
  const states: Readonly<Record<string, (world: World) => unknown>> = {
    'there is none': () => undefined,
    'it is pending': (world) => requested(world, world.uma),
    'it is confirmed': (world) => confirmed(world, 'uma'),
    'it was cancelled': async (world) => {
      await requested(world, world.uma)
      await world.ownership.cancel(by(world.olga))
    },
    'it was declined': async (world) => world.ownership.decline({ token: await confirmed(world, 'uma') }),
    'it is completed': async (world) => world.ownership.accept({ token: await confirmed(world, 'fatou') }),
    'time is up': async (world) => {
      await requested(world, world.uma)
      pass(world, day)
    },
    'it has expired': async (world) => {
      await requested(world, world.uma)
      pass(world, day)
      await over(world)
    },
    'somebody is proposed': (world) => propose(world),
    'everybody waits': async (world) => {
      await propose(world)
      await approve(world, world.frank)
    },
    'the portal is suspended': async (world) => {
      await requested(world, world.uma)
      await world.administration.suspendPortal(by(world.olga))
    },
  }
  test.each(Object.entries(states))('everybody else is told the same when %s', async (_, arrange) => {
    const world = await cast(rules)
    await arrange(world)
    for (const name of ['max', 'uma', 'gus', 'dora'] as const) {
      const { ownership } = world
      const candidateId = world.uma
      expect(await codeOf(ownership.request({ ...by(world[name]), candidateId })), `${name} requests`).toBe('NOT_THE_OWNER')
      for (const command of ['cancel', 'resend'] as const)
        expect(await codeOf(ownership[command](by(world[name]))), `${name} ${command}`).toBe('NOT_THE_OWNER')
      for (const command of ['propose', 'approve'] as const)
        expect(await codeOf(ownership[command]({ ...by(world[name]), candidateId })), command).toBe('NOT_A_FULL_ADMINISTRATOR')
    }
  })
  test.each(Object.entries(states))('where nobody but the owner transfers, nothing is told of it when %s', async (_, arrange) => {
    const world = await cast(rules)
    await arrange(world)
    const { ownership } = beside(world, { ownership: 'github' })
    for (const actorId of [world.fatou, world.gus])
      for (const command of ['propose', 'approve'] as const)
        expect(await codeOf(ownership[command]({ ...by(actorId), candidateId: world.uma })), command).toBe('BREAK_GLASS_OFF')
  })
})

describe('a candidate who was asked to accept has a confirmed address when he does, also where nobody is asked any more', () => {
  test('or he does not accept, and gets no other letter', async () => {
    const world = await cast('github')
    const token = await confirmed(world, 'uma')
    const { ownership } = beside(world, { ownership: 'onlyoffice' })
    await patch(world, 'members', world.uma, { emailVerifiedAt: null })
    expect(await codeOf(ownership.inspect({ token }))).toBe('CANDIDATE_EMAIL_NOT_VERIFIED')
    expect(await codeOf(ownership.accept({ token }))).toBe('CANDIDATE_EMAIL_NOT_VERIFIED')
    expect(await codeOf(ownership.resend(by(world.olga)))).toBe('CANDIDATE_EMAIL_NOT_VERIFIED')
    expect(await codeOf(ownership.decline({ token }))).toBe('ok')
  })
})

describe('while a portal is suspended,', () => {
  test('a waiting whose time has come is looked at every hour, and nothing is written of that', async () => {
    const world = await cast({ breakGlass: { quorum: 2, waiting: day } })
    await propose(world)
    await approve(world, world.frank)
    await world.administration.suspendPortal(by(world.olga))
    await world.portico.runtime.settled()
    pass(world, day)
    const before = dump(world, 'transfers')
    for (let turn = 0; turn < 10; turn++) {
      expect(await world.ownership.expireDue()).toBe(1)
      expect(await world.ownership.expireDue()).toBe(0)
      expect(transfers(world)[0]).toMatchObject({ status: 'waiting', dueAt: world.clock.now() + hour })
      pass(world, hour)
    }
    expect(await world.ownership.expire({ portalId: 'agency' })).toBeUndefined()
    expect(dump(world, 'transfers')).toBe(before)
    await world.administration.reactivatePortal(by(world.olga))
    pass(world, hour)
    await over(world)
    expect([ownerOf(world), transfers(world)[0]?.status]).toEqual([world.uma, 'completed'])
  })

  test('a letter that was asked for before is sent, and its link works when the portal is active again', async () => {
    const world = await cast('github', { dispatch: 'by-worker' })
    const { ownership, portico, administration } = world
    await ownership.request({ ...by(world.olga), candidateId: world.uma })
    await administration.suspendPortal(by(world.olga))
    await portico.outbox.dispatch()
    const token = await tokenTo(world, mail('olga'))
    for (const command of ['inspect', 'confirm'] as const) expect(await codeOf(ownership[command]({ token }))).toBe('PORTAL_NOT_ACTIVE')
    expect(await codeOf(ownership.resend(by(world.olga)))).toBe('PORTAL_NOT_ACTIVE')
    await administration.reactivatePortal(by(world.olga))
    expect(await codeOf(ownership.confirm({ token }))).toBe('ok')
    await administration.suspendPortal(by(world.olga))
    await portico.outbox.dispatch()
    const accepting = await tokenTo(world, mail('uma'))
    for (const command of ['inspect', 'accept', 'decline'] as const)
      expect(await codeOf(ownership[command]({ token: accepting }))).toBe('PORTAL_NOT_ACTIVE')
    await administration.reactivatePortal(by(world.olga))
    expect(await codeOf(ownership.accept({ token: accepting }))).toBe('ok')
  })
})

test('in a portal that was deleted, a letter that was asked for before is not sent', async () => {
  const world = await cast('github', { dispatch: 'by-worker' })
  await world.ownership.request({ ...by(world.olga), candidateId: world.uma })
  await world.administration.deletePortal(by(world.olga))
  await world.portico.outbox.dispatch()
  expect(rows(world, 'outbox').find(({ letter }) => letter === 'transferConfirm')?.status).toBe('dropped')
})

test('what is stored of a link stays, so that its bearer is told what became of it', async () => {
  const world = await cast('github')
  const token = await confirmed(world, 'uma')
  await world.ownership.decline({ token })
  pass(world, 365 * day)
  expect(await codeOf(world.ownership.inspect({ token }))).toBe('TOKEN_USED')
  // The application may take it away when the link has ended: then it is one that nobody knows.
  for (const { id, expiresAt } of rows(world, 'tokens')) {
    expect(expiresAt).toBeLessThan(world.clock.now())
    await remove(world, 'tokens', id)
  }
  expect(await codeOf(world.ownership.inspect({ token }))).toBe('TOKEN_INVALID')
})
