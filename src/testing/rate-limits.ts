import type { RateLimits, RateRule } from '../ports/rate-limits.js'
import { casesOf, equal, holds, rejects, settle, type ContractCase, type Promises } from './contract.js'

/** What the cases of the rate limits contract are run on. */
export interface RateLimitsSubject {
  /** Nothing was counted yet. */
  readonly rateLimits: RateLimits
  /** Lets so many milliseconds go by, for the clock that the adapter has; no time goes by otherwise. */
  readonly advance: (milliseconds: number) => void | Promise<void>
  /** The same adapter when it cannot tell: its store is gone. Left out where there is none. */
  readonly unable?: RateLimits
  /** Called when the case has ended. */
  readonly close?: () => Promise<void>
}

const hour = 3_600_000
const rule = { limit: 3, per: hour }
const allowed = { allowed: true }
const refused = (retryAfter: number): object => ({ allowed: false, retryAfter })

/** Takes so many times, one after the other: each must be allowed. */
async function taken({ rateLimits }: RateLimitsSubject, key: string, times: number, by: RateRule = rule): Promise<void> {
  for (let time = 1; time <= times; time++) equal(await rateLimits.take(key, by), allowed, `take ${time} of \`${key.slice(0, 50)}\``)
}

async function answers({ rateLimits }: RateLimitsSubject, key: string, expected: unknown, by: RateRule = rule): Promise<void> {
  equal(await rateLimits.take(key, by), expected, `take \`${key.slice(0, 50)}\``)
}

/** Takes at once, and gives how many were allowed. */
async function rush({ rateLimits }: RateLimitsSubject, key: string, times: number, by: RateRule): Promise<number> {
  const all = await Promise.all(Array.from({ length: times }, () => rateLimits.take(key, by)))
  return all.filter((answer) => answer.allowed).length
}

/** Keys that only look alike. */
const lookAlikes = [
  'a',
  'A',
  'á',
  'a\u0301',
  'a ',
  ' a',
  'a\u0000',
  'a:b',
  'a|b',
  '["a"]',
  '1',
  '1.0',
  '__proto__',
  'constructor',
  '%',
  '_',
]

const promises: Promises<RateLimitsSubject> = {
  'take: must never allow more than `limit` in any `per` milliseconds': {
    'rate: as many as the limit, and not one more': async (subject) => {
      await taken(subject, 'a', 3)
      await answers(subject, 'a', refused(hour))
      await taken(subject, 'once', 1, { limit: 1, per: 1 })
      await answers(subject, 'once', refused(1), { limit: 1, per: 1 })
    },
    'rate: two hundred times': async (subject) => {
      const many = { limit: 200, per: hour }
      let count = 0
      for (let at = 0; at < 21; at++) count += await rush(subject, 'a', 10, many)
      equal(count, 200, 'how many of 210 are allowed')
      await answers(subject, 'a', refused(hour), many)
    },
    'rate: with the longest and the highest rule': async (subject) => taken(subject, 'a', 3, { limit: 1_000, per: 31 * 24 * hour }),
    'rate: not twice as many around any moment': async (subject) => {
      for (let start = 0; start < 10; start++) {
        // Nine tenths of it are spent late, in what may be a period of the adapter, wherever that begins.
        const key = `from ${start}`
        await taken(subject, key, 1)
        await subject.advance(hour - 2)
        await taken(subject, key, 2)
        await subject.advance(2)
        await taken(subject, key, 1)
        await answers(subject, key, refused(hour - 2))
        await subject.advance(hour / 10 - 3)
      }
    },
    'rate: over a long time, never more': async (subject) => {
      const times: number[] = []
      for (let now = 0; now < 10 * hour; now += hour / 7) {
        const step = Math.floor(now)
        if ((await subject.rateLimits.take('a', rule)).allowed) times.push(step)
        await subject.advance(Math.floor(now + hour / 7) - step)
      }
      holds(
        times.every((time, at) => time - (times[at - 3] ?? -Infinity) >= hour),
        `expected 3 an hour at most, allowed at ${times.join(', ')}`,
      )
      holds(times.length >= 28, `expected 3 an hour, allowed ${times.length} times in 10 hours`)
    },
  },
  'take: however many ask at the same time': {
    'rate: of fifty at once, ten': async (subject) =>
      equal(await rush(subject, 'a', 50, { limit: 10, per: hour }), 10, 'how many are allowed'),
    'rate: of fifty at once, all fifty': async (subject) =>
      equal(await rush(subject, 'a', 50, { limit: 50, per: hour }), 50, 'how many are allowed'),
    'rate: of fifty at once, one; and one more later': async (subject) => {
      equal(await rush(subject, 'a', 50, { limit: 1, per: hour }), 1, 'how many are allowed')
      await subject.advance(hour)
      equal(await rush(subject, 'a', 50, { limit: 1, per: hour }), 1, 'how many are allowed an hour later')
    },
    'rate: many keys at once, each by itself': async (subject) => {
      const counts = await Promise.all(Array.from({ length: 10 }, (_, at) => rush(subject, `key ${at}`, 6, rule)))
      equal(counts, Array<number>(10).fill(3))
    },
  },
  'take: `retryAfter` must be exact': {
    'rate: a millisecond before, and at the moment': async (subject) => {
      await taken(subject, 'a', 3)
      await subject.advance(hour - 1)
      await answers(subject, 'a', refused(1))
      await subject.advance(1)
      await taken(subject, 'a', 3)
      await answers(subject, 'a', refused(hour))
    },
    'rate: when the first of several is over': async (subject) => {
      await taken(subject, 'a', 1)
      await subject.advance(1_000)
      await taken(subject, 'a', 2)
      await subject.advance(500)
      await answers(subject, 'a', refused(hour - 1_500))
      await subject.advance(hour - 1_500)
      await taken(subject, 'a', 1)
      await answers(subject, 'a', refused(1_000))
      await subject.advance(1_000)
      await taken(subject, 'a', 2)
    },
    'rate: a rule that divides into no whole milliseconds': async (subject) => {
      const odd = { limit: 7, per: 1_000 }
      await taken(subject, 'a', 7, odd)
      await answers(subject, 'a', refused(1_000), odd)
      await subject.advance(999)
      await answers(subject, 'a', refused(1), odd)
      await subject.advance(1)
      await taken(subject, 'a', 7, odd)
    },
    'rate: a month': async (subject) => {
      const month = { limit: 1, per: 31 * 24 * hour }
      await taken(subject, 'a', 1, month)
      await subject.advance(month.per - 1)
      await answers(subject, 'a', refused(1), month)
      await subject.advance(1)
      await taken(subject, 'a', 1, month)
    },
  },
  'take: what is not allowed does not count': {
    'rate: asking again and again does not take longer': async (subject) => {
      await taken(subject, 'a', 3)
      for (let minute = 1; minute < 60; minute++) {
        await subject.advance(60_000)
        await answers(subject, 'a', refused(hour - minute * 60_000))
      }
      await subject.advance(60_000)
      await taken(subject, 'a', 3)
    },
  },
  'take: keys are told apart exactly': {
    'rate: keys that look alike': async (subject) => {
      for (const key of lookAlikes) await taken(subject, key, 1, { limit: 1, per: hour })
      for (const key of lookAlikes) await answers(subject, key, refused(hour), { limit: 1, per: hour })
    },
    'rate: the last character of the longest key': async (subject) => {
      const long = 'é'.repeat(999)
      for (const key of [`${long}1`, `${long}2`]) await taken(subject, key, 1, { limit: 1, per: hour })
    },
  },
  'take: must reject what is no key or no rule': {
    'rate: no key': async ({ rateLimits }) => {
      for (const key of ['', 'a'.repeat(1_001)]) await refusal(rateLimits.take(key, rule), `a key of ${key.length} characters`)
    },
    'rate: no rule': async ({ rateLimits }) => {
      for (const limit of [0, -1, 0.5, 1_001, Infinity, Number.NaN])
        await refusal(rateLimits.take('a', { limit, per: hour }), `limit ${limit}`)
      for (const per of [0, -1, 0.5, 31 * 24 * hour + 1, Infinity, Number.NaN])
        await refusal(rateLimits.take('a', { limit: 1, per }), `per ${per}`)
    },
  },
  'take: must reject when it cannot tell': {
    'rate: without its store': async ({ unable }) => {
      if (unable) await rejects(unable.take('a', rule), 'take without a store')
    },
    'rate: it can tell again afterwards': async (subject) => {
      if (subject.unable) await settle(subject.unable.take('a', rule))
      await taken(subject, 'b', 3)
    },
  },
}

async function refusal(take: Promise<unknown>, what: string): Promise<void> {
  const error = await rejects(take, what)
  holds(error instanceof RangeError, `${what}: expected a RangeError, received \`${String(error)}\``)
}

/**
 * Everything that a `RateLimits` promises, as cases for any test runner.
 *
 * @param open makes rate limits that have counted nothing, on a clock that the cases move; is called once for each case
 */
export const rateLimitsContract = (open: () => Promise<RateLimitsSubject>): readonly ContractCase[] => casesOf(open, promises)
