import type { PortalEvent } from 'portico/server'
import { expect, test } from 'vitest'
import { by, castOf, start, tokenTo, type Cast } from './cast.js'

// Whoever has a link may be a stranger: he is told what the link itself tells, and nothing of the member or the invitation behind it.

async function listened(): Promise<Cast & { readonly heard: PortalEvent[] }> {
  const heard: PortalEvent[] = []
  const world = await castOf(start({ onEvents: (events) => void heard.push(...events) }))
  heard.length = 0
  return { ...world, heard }
}

test('whoever declines is told what the link told him before', async () => {
  const { administration, ivy, heard, portico } = await listened()
  const told = await administration.inspectInvitation({ token: ivy.token })
  expect(await administration.declineInvitation({ token: ivy.token })).toEqual({ invitation: told, events: [] })
  await portico.runtime.settled()
  expect(heard).toEqual([])
})

test('whoever confirms an address is told what the link told him before; the application hears more', async () => {
  const world = await listened()
  const { administration, olga, max, heard, portico } = world
  await administration.changeEmail({ ...by(olga), memberId: max, email: 'typo@stranger.example' })
  const token = await tokenTo(world, 'typo@stranger.example')
  heard.length = 0
  const told = await administration.inspectEmail({ token })
  const given = { token, idempotencyKey: 'k' }
  const answer = await administration.confirmEmail(given)
  expect(answer).toEqual({ address: told, events: [] })
  await portico.runtime.settled()
  const mailed = { type: 'mailed', portalId: 'agency', letter: 'emailChanged', to: 'max@agency.example' }
  expect(heard).toEqual([mailed])
  expect(await administration.confirmEmail(given)).toEqual(answer)
  await portico.runtime.settled()
  expect(heard).toEqual([mailed])
})
