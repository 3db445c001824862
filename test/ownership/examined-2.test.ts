/** What another examiner found, and is so no more. */
import { describe, expect, test } from 'vitest'
import { audit, by, cast, confirmed, day, mailed, rows, sound, transfers } from './cast.js'
import { approve, over, pass, portalOf, propose } from './glass.js'

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
