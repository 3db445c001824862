/** What happens to a link and to those who register, of a real registration, as its page tells it. */
import type { Storage } from 'portico/server'
import { expect, test } from 'vitest'
import { hour } from '../outbox/harness.js'
import { asked } from '../registration/harness.js'
import { besideOf, filled, password, registering, visit, type Registering } from './registering.js'

const other = /Nobody can register with this link at the moment/
const happenings: Readonly<Record<string, readonly [number, RegExp, (at: Registering, token: string) => unknown]>> = {
  'it was used': [410, /was used already/, (at, token) => at.page(filled(token))],
  'it was revoked': [
    404,
    /is not valid/,
    async (at) => at.registration.revoke({ ...asked(at.ids.admin), holderPortalId: (await at.portal()).id }),
  ],
  'a new letter was sent': [
    404,
    /is not valid/,
    async (at) => at.registration.resend({ ...asked(at.ids.admin), holderPortalId: (await at.portal()).id }),
  ],
  'its time is up': [410, /has ended/, (at) => at.clock.set(at.clock.now() + 24 * hour)],
  'the portal is suspended': [
    409,
    /is suspended/,
    async (at) => at.registration.suspend({ ...asked(at.ids.admin), holderPortalId: (await at.portal()).id }),
  ],
  'the holder has left': [409, other, (at) => at.holders.set('paul', { ...at.holders.get('paul')!, active: false })],
  'the licence is gone': [409, other, (at) => (at.licence.features = [])],
  'it was tried wrongly too often': [
    410,
    /too many attempts/,
    async (at, token) => {
      for (let turn = 0; turn < 10; turn++) await at.page(filled(token, { username: 'admin' }))
    },
  ],
}
test.each(Object.entries(happenings))('%s', async (_, [status, said, happen]) => {
  const at = await registering()
  const token = await at.created()
  await happen(at, token)
  await at.settled()
  const before = (await at.portal()).status
  for (const response of [await at.page(visit(token)), await at.page(filled(token))]) {
    expect(response.status).toBe(status)
    expect(await response.text()).toMatch(said)
  }
  expect((await at.portal()).status).toBe(before === 'unregistered/open' && status === 410 ? 'unregistered/expired' : before)
})

test('the tenth bad attempt is the last, and the page does not ask for another', async () => {
  const at = await registering()
  const token = await at.created()
  const statuses: number[] = []
  for (let turn = 0; turn < 10; turn++) statuses.push((await at.page(filled(token, { username: 'admin' }))).status)
  expect(statuses).toEqual([422, 422, 422, 422, 422, 422, 422, 422, 422, 410])
  expect((await at.portal()).status).toBe('unregistered/locked')
})

test('somebody has the login name: another one does', async () => {
  const at = await registering()
  await at.registered('marie')
  const world = await at.registration.create({ ...asked(at.ids.admin), kind: 'staff', holderId: 'paul' })
  const token = await at.tokenOf('paul@example.org')
  const taken = await at.page(filled(token, { username: 'Marie' }))
  expect(taken.status).toBe(422)
  expect(besideOf(await taken.text(), 'username')).toContain('Somebody has this login name already.')
  expect((await at.page(filled(token))).status).toBe(200)
  expect(await at.registration.signIn({ loginName: 'paul.tremblay', password })).toMatchObject({ holderPortalId: world.holderPortal.id })
})

test('a caller who comes too often waits; the link still works', async () => {
  const limits = { caller: { limit: 2, per: hour } }
  const at = await registering({ settings: { registration: { limits } }, page: { callerOf: () => '198.51.100.7' } })
  const token = await at.created()
  for (let turn = 0; turn < 2; turn++) expect((await at.page(filled(token, { username: 'admin' }))).status).toBe(422)
  const limited = await at.page(filled(token))
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '3600'])
  await at.clock.advance(hour)
  expect((await at.page(filled(token))).status).toBe(200)
})

test.each<readonly [string, () => string | Promise<string>]>([
  ['fails', () => Promise.reject(new Error('no address'))],
  ['says too much', () => 'x'.repeat(201)],
])('when whoever tells callers apart %s, nobody registers, and somebody is told', async (_, callerOf) => {
  const at = await registering({ page: { callerOf } })
  const token = await at.created()
  const before = await at.store.dump()
  expect((await at.page(filled(token))).status).toBe(503)
  expect(at.told).toHaveLength(1)
  expect(await at.store.dump()).toEqual(before)
})

test('a store that has written and does not say so: the page does not say that nothing has changed, and the link tells', async () => {
  let [on, commits] = [false, 0]
  const through = (storage: Storage): Storage => ({
    get: (...place) => storage.get(...place),
    find: (...what) => storage.find(...what),
    due: (...what) => storage.due(...what),
    async commit(batch) {
      const result = await storage.commit(batch)
      // The first is the attempt that is counted, the second registers.
      if (on && ++commits === 2) throw new Error('gone')
      return result
    },
  })
  const at = await registering({ through })
  const token = await at.created()
  on = true
  const source = await (await at.page(filled(token))).text()
  expect(source).toContain('Something went wrong on our side.')
  expect(source).not.toContain('Nothing has changed')
  expect(at.told).toMatchObject([{ code: 'STORAGE_UNAVAILABLE' }])
  expect((await at.page(visit(token))).status).toBe(410)
})
