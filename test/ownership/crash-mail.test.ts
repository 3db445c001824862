import { memoryMailer, type MailBehaviour } from 'portico/memory'
import type { Mailer } from 'portico/server'
import { describe, expect, test } from 'vitest'
import { by, castOf, day, dump, hour, mail, ownerOf, rows, sentNow, sound, start, tokenTo, type OwnershipRules } from './cast.js'
import { ended, linkOf, send, settings } from './crash-scenes.js'

/** A whole transfer, with a dispatch after each step; gives how it ended. */
async function flow(behaviour: MailBehaviour | 'throw', rules: Partial<OwnershipRules>): Promise<unknown> {
  const mailer = memoryMailer()
  let broken = false
  const throwing: Mailer = { send: (message) => (broken && behaviour === 'throw' ? fail() : mailer.send(message)) }
  const world = await castOf(start({ ...settings, ownership: { ...rules }, mailer: throwing }, { mailer }))
  await send(world)
  const step = async (work: Promise<unknown>): Promise<void> => {
    await work
    broken = true
    mailer.behave(behaviour === 'throw' ? 'take' : behaviour)
    await ended(world, world.portico.outbox.dispatch())
    sound(world)
    const { status, delivery } = (await world.ownership.current({ portalId: 'agency' })) ?? {}
    if (behaviour !== 'take' && (status === 'pending' || status === 'confirmed')) expect(delivery).toBe('waiting')
    mailer.behave('take')
    broken = false
    await world.clock.advance(2 * hour)
    await send(world)
  }
  await step(world.ownership.request({ ...by(world.olga), candidateId: world.uma, reproved: true }))
  const next = async () => (await world.ownership.current({ portalId: 'agency' }))?.status
  if ((await next()) === 'pending') await step(world.ownership.confirm({ token: await tokenTo(world, mail('olga')) }))
  if ((await next()) === 'confirmed') await step(world.ownership.accept({ token: await tokenTo(world, mail('uma')) }))
  expect(ownerOf(world)).toBe(world.uma)
  const before = dump(world)
  await send(world)
  expect(dump(world)).toBe(before)
  expect(rows(world, 'outbox').map(({ status }) => status)).not.toContainEqual(expect.stringMatching(/waiting|sending|dead/))
  return [...new Set(sentNow(world))].sort()
}
const fail = (): never => {
  throw new Error('no mail server')
}

describe.each<[string, Partial<OwnershipRules>]>([
  ['the owner confirms', {}],
  ['the candidate accepts', { acceptance: 'required' }],
  ['the owner proves himself', { confirmation: 'reproof' }],
])('the mailer breaks down at every letter while %s', (_, rules) => {
  test.each(['refuse', 'hang', 'lose', 'throw'] as const)('and does this: %s', async (behaviour) => {
    expect(await flow(behaviour, rules)).toEqual(await flow('take', rules))
  })
})

test('mail that is lost for ever changes no owner and keeps nobody from trying again', async () => {
  const world = await castOf(start({ ...settings }))
  world.mailer.behave('refuse')
  for (let turn = 0; turn < 3; turn++) {
    await world.ownership.request({ ...by(world.olga), candidateId: turn === 1 ? world.ben : world.uma })
    for (let attempt = 0; attempt < 8; attempt++) {
      await world.portico.outbox.dispatch()
      world.clock.set(world.clock.now() + hour)
    }
    expect(await world.ownership.current({ portalId: 'agency' })).toMatchObject({ status: 'pending', delivery: 'dead' })
    sound(world)
  }
  world.clock.set(world.clock.now() + day)
  await world.ownership.expireDue()
  expect([ownerOf(world), sentNow(world)]).toEqual([world.olga, []])
  world.mailer.behave('take')
  await world.ownership.confirm({ token: await linkOf(world, 'olga') })
  expect(ownerOf(world)).toBe(world.uma)
})
