import { isPortalError } from 'portico'
import { describe, expect, test } from 'vitest'
import { slow } from '../administration/races-explorer.js'
import { storageOf } from '../../src/adapters/memory/storage.js'
import { retryAfter } from '../../src/ownership/rate-limit.js'
import { refusal } from '../support/refusals.js'
import {
  beside,
  by,
  cast,
  codeOf,
  confirmed,
  day,
  hour,
  member,
  minute,
  requested,
  rows,
  sound,
  start,
  transfers,
  type Cast,
} from './cast.js'
import { pass, propose } from './glass.js'

// How often letters may be asked for: nobody's mailbox is flooded.

const limit = { rateLimit: { letters: 3, per: hour } } as const
const glass = { ...limit, breakGlass: { quorum: 2, waiting: day } }

/** How long it says to wait, in milliseconds; none when it was accepted. */
const waitOf = (command: Promise<unknown>): Promise<unknown> =>
  command.then(
    () => undefined,
    (error: unknown) => (isPortalError(error, 'RATE_LIMITED') ? error.details : Promise.reject(error as Error)),
  )
const request = (world: Cast, candidateId = world.uma) => world.ownership.request({ ...by(world.olga), candidateId })
const resend = (world: Cast) => world.ownership.resend(by(world.olga))
/** How many letters there are with a link, and proposals. */
const letters = (world: Cast): number => rows(world, 'outbox').filter(({ letter }) => /Confirm|Accept|Proposed/.test(letter)).length

describe('letters that are asked for too often', () => {
  test('are refused, and it is said when they may be asked for again, to the millisecond', async () => {
    const world = await cast(limit)
    await request(world)
    pass(world, minute)
    await resend(world)
    pass(world, minute)
    await request(world, world.ben)
    expect(await waitOf(resend(world))).toEqual({ retryAfter: hour - 2 * minute })
    expect(await waitOf(request(world))).toEqual({ retryAfter: hour - 2 * minute })
    expect([letters(world), transfers(world).map(({ status }) => status)]).toEqual([3, ['superseded', 'pending']])
    pass(world, hour - 2 * minute - 1)
    expect(await waitOf(resend(world))).toEqual({ retryAfter: 1 })
    pass(world, 1)
    expect(await waitOf(resend(world))).toBeUndefined()
    // The second one was a minute after the first.
    expect(await waitOf(resend(world))).toEqual({ retryAfter: minute })
    sound(world)
  })

  test('also by the letters of transfers that have ended, and of the candidate', async () => {
    const world = await cast({ ...limit, preset: 'github' })
    await confirmed(world, 'uma')
    await world.ownership.cancel(by(world.olga))
    await request(world)
    expect(await waitOf(resend(world))).toEqual({ retryAfter: hour })
    await world.ownership.cancel(by(world.olga))
    expect(await waitOf(request(world))).toEqual({ retryAfter: hour })
  })

  test('but nobody is kept from confirming, accepting or cancelling', async () => {
    const world = await cast({ rateLimit: { letters: 1, per: hour }, preset: 'github' })
    const token = await confirmed(world, 'uma')
    expect(await waitOf(resend(world))).toEqual({ retryAfter: hour })
    expect(await codeOf(world.ownership.inspect({ token }))).toBe('ok')
    expect(await codeOf(world.ownership.accept({ token }))).toBe('ok')
    const other = await cast({ rateLimit: { letters: 1, per: hour } })
    await requested(other, other.uma)
    expect(await codeOf(other.ownership.cancel(by(other.olga)))).toBe('ok')
  })

  test('also where a request is done at once', async () => {
    const world = await cast({ ...limit, preset: 'slack' })
    const hand = (from: string, to: string) =>
      world.ownership.request({ portalId: 'agency', actorId: from, candidateId: to, reproved: true })
    await hand(world.olga, world.uma)
    await hand(world.uma, world.olga)
    await hand(world.olga, world.uma)
    expect(await waitOf(hand(world.uma, world.olga))).toEqual({ retryAfter: hour })
  })

  test('are counted for each portal, and whoever replaces an owner uses up nothing of his', async () => {
    const world = await cast(glass)
    for (let turn = 0; turn < 3; turn++) {
      await propose(world)
      await world.ownership.cancel(by(world.olga))
    }
    expect(await waitOf(propose(world))).toEqual({ retryAfter: hour })
    expect(await waitOf(propose(world, world.frank, world.ben))).toEqual({ retryAfter: hour })
    for (let turn = 0; turn < 3; turn++) expect(await waitOf(request(world))).toBeUndefined()
    expect(await waitOf(request(world))).toEqual({ retryAfter: hour })
    expect(await waitOf(world.ownership.request({ portalId: 'other', actorId: world.otto, candidateId: world.ona }))).toBeUndefined()
  })

  test('are refused last: whoever may not, or names nobody, is told so', async () => {
    const world = await cast({ rateLimit: { letters: 1, per: hour } })
    await request(world)
    expect(await codeOf(world.ownership.request({ ...by(world.fatou), candidateId: world.uma }))).toBe('NOT_THE_OWNER')
    expect(await codeOf(request(world, world.gus))).toBe('CANDIDATE_IS_GUEST')
    expect(await codeOf(request(world))).toBe('RATE_LIMITED')
  })

  test('are not written, and what was answered to an idempotency key is answered again', async () => {
    const world = await cast({ rateLimit: { letters: 1, per: hour } })
    const asked = { ...by(world.olga), candidateId: world.uma, idempotencyKey: 'once' }
    const first = await world.ownership.request(asked)
    expect(await world.ownership.request(asked)).toEqual(first)
    expect(await codeOf(resend(world))).toBe('RATE_LIMITED')
    expect(letters(world)).toBe(1)
  })

  test('are not more when many instances are asked at the same time', async () => {
    const world = await cast({ rateLimit: { letters: 5, per: hour } })
    await request(world)
    const storage = slow(storageOf(world.kept), () => new Promise((resolve) => setImmediate(resolve)))
    const instances = Array.from({ length: 3 }, () => beside(world, { storage, ownership: { rateLimit: { letters: 5, per: hour } } }))
    const asked = instances.flatMap(({ ownership }) => [
      ...Array.from({ length: 3 }, () => ownership.resend(by(world.olga))),
      ownership.request({ ...by(world.olga), candidateId: world.ben }),
    ])
    const answers = await Promise.all(asked.map(codeOf))
    expect(answers.filter((code) => code === 'ok')).toHaveLength(4)
    expect(answers.filter((code) => code === 'RATE_LIMITED')).toHaveLength(8)
    expect(letters(world)).toBe(5)
    sound(world)
  })
})

test('where nothing is said, ten letters may be asked for in an hour', async () => {
  const world = await cast()
  await request(world)
  for (let turn = 0; turn < 9; turn++) expect(await waitOf(resend(world))).toBeUndefined()
  expect(await waitOf(resend(world))).toEqual({ retryAfter: hour })
})

test('it is the newest ones that count, in whatever order they are stored', async () => {
  const world = await cast()
  await request(world)
  const [row] = transfers(world)
  const rules = { rateLimit: { letters: 2, per: hour } }
  const wait = (now: number, ...times: readonly (readonly number[])[]) =>
    retryAfter(
      times.flatMap((askedAt) => (row ? [{ ...row, askedAt }] : [])),
      false,
      rules,
      now,
    )
  expect([wait(0), wait(0, []), wait(100, [100])]).toEqual([0, 0, 0])
  expect(wait(400, [300, 100], [400, 200])).toBe(300 + hour - 400)
  expect(wait(400, [400], [100], [300], [200])).toBe(300 + hour - 400)
  expect([wait(299 + hour, [400, 300]), wait(300 + hour, [400, 300]), wait(301 + hour, [400, 300])]).toEqual([1, 0, 0])
})

test('what is stored of it does not grow with time', async () => {
  const world = await cast({ ...limit, lifetime: day })
  await request(world)
  for (let turn = 0; turn < 50; turn++) {
    pass(world, hour / 2)
    await resend(world)
  }
  expect(transfers(world)[0]?.askedAt).toHaveLength(2)
})

test.each([
  { letters: 0, per: hour },
  { letters: 1.5, per: hour },
  { letters: 1_001, per: hour },
  { letters: Infinity, per: hour },
  { letters: 3 },
  { per: hour },
  { letters: 3, per: minute - 1 },
  { letters: 3, per: 7 * day + 1 },
  { letters: 3, per: hour, more: true },
  true,
  null,
])('the limit %o is none', (rateLimit) => {
  refusal('SETTINGS_INVALID', () => start({ ownership: { rateLimit: rateLimit as never } }))
})
test.each([
  { letters: 1, per: minute },
  { letters: 1_000, per: 7 * day },
])('the limit %o is taken', (rateLimit) => {
  expect(() => start({ ownership: { rateLimit } })).not.toThrow()
})

test('a new member of a portal may be named all the same when the time has come', async () => {
  const world = await cast({ rateLimit: { letters: 1, per: minute } })
  await request(world)
  const nora = await member(world, world.olga, 'Nora')
  expect(await waitOf(request(world, nora))).toEqual({ retryAfter: minute })
  pass(world, minute)
  expect(await waitOf(request(world, nora))).toBeUndefined()
})
