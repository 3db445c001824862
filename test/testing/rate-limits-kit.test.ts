import { describe, expect, test } from 'vitest'
import { memoryRateLimits } from '../../src/adapters/memory/index.js'
import type { RateAnswer, RateLimits, RateRule } from '../../src/ports/rate-limits.js'
import { rateLimitsContract } from '../../src/testing/index.js'
import { failing } from './failing.js'

interface Hands {
  now(): number
}
type Make = (clock: Hands) => RateLimits

/** A counter that takes what it likes, from a sound one. */
const changed =
  (change: (sound: RateLimits, clock: Hands) => RateLimits['take']): Make =>
  (clock) => ({ take: change(memoryRateLimits(clock), clock) })

/** As many in each period of the clock. */
const fixedWindows: Make = (clock) => {
  const counts = new Map<string, number>()
  return {
    take: (key, { limit, per }) => {
      const period = `${key} ${Math.floor(clock.now() / per)}`
      const count = (counts.get(period) ?? 0) + 1
      if (count > limit) return Promise.resolve({ allowed: false, retryAfter: per - (clock.now() % per) })
      counts.set(period, count)
      return Promise.resolve({ allowed: true })
    },
  }
}

/** Reads, waits, and writes. */
const careless: Make = (clock) => {
  const taken = new Map<string, readonly number[]>()
  return {
    take: async (key, { limit, per }) => {
      const recent = (taken.get(key) ?? []).filter((time) => time > clock.now() - per)
      await Promise.resolve()
      const [first] = recent
      if (recent.length >= limit && first !== undefined) return { allowed: false, retryAfter: first + per - clock.now() }
      taken.set(key, [...recent, clock.now()])
      return { allowed: true }
    },
  }
}

const answering = (change: (answer: RateAnswer & { allowed: false }) => RateAnswer): Make =>
  changed((sound) => async (key, rule) => {
    const answer = await sound.take(key, rule)
    return answer.allowed ? answer : change(answer)
  })
const withKey = (change: (key: string) => string): Make => changed((sound) => (key, rule) => sound.take(change(key), rule))
const withRule = (change: (rule: RateRule) => RateRule): Make => changed((sound) => (key, rule) => sound.take(key, change(rule)))

const most = 'rate: as many as the limit, and not one more'
const alike = 'rate: keys that look alike'
const exact = 'rate: a millisecond before, and at the moment'

const broken: readonly (readonly [fault: string, caughtBy: readonly string[], make: Make])[] = [
  ['allows everything', [most, 'rate: of fifty at once, ten'], () => ({ take: () => Promise.resolve({ allowed: true }) })],
  ['allows nothing', [most], () => ({ take: () => Promise.resolve({ allowed: false, retryAfter: 1 }) })],
  ['allows one more', [most], withRule(({ limit, per }) => ({ limit: limit + 1, per }))],
  ['allows one less', [most], withRule(({ limit, per }) => ({ limit: Math.max(1, limit - 1), per }))],
  ['counts in fixed periods', ['rate: not twice as many around any moment'], fixedWindows],
  ['reads before others have written', ['rate: of fifty at once, ten', 'rate: of fifty at once, one; and one more later'], careless],
  ['forgets a millisecond early', [exact], withRule(({ limit, per }) => ({ limit, per: per === 1 ? per : per - 1 }))],
  ['forgets a millisecond late', [exact], withRule(({ limit, per }) => ({ limit, per: per + 1 }))],
  ['rounds up to seconds', [exact], answering(({ retryAfter }) => ({ allowed: false, retryAfter: Math.ceil(retryAfter / 1_000) * 1_000 }))],
  ['always says a minute', [most], answering(() => ({ allowed: false, retryAfter: 60_000 }))],
  [
    'counts what it refuses',
    ['rate: asking again and again does not take longer'],
    (clock) => {
      const taken = new Map<string, readonly number[]>()
      return {
        take: (key, { limit, per }) => {
          const recent = [...(taken.get(key) ?? []).filter((time) => time > clock.now() - per), clock.now()]
          taken.set(key, recent)
          const first = recent.at(-limit - 1)
          return Promise.resolve(first === undefined ? { allowed: true } : { allowed: false, retryAfter: first + per - clock.now() })
        },
      }
    },
  ],
  ['ignores case', [alike], withKey((key) => key.toLowerCase())],
  ['normalises', [alike], withKey((key) => key.normalize('NFC'))],
  ['trims', [alike], withKey((key) => key.trim())],
  ['stops at a zero byte', [alike], withKey((key) => key.split('\u0000')[0] ?? '')],
  ['cuts long keys', ['rate: the last character of the longest key'], withKey((key) => key.slice(0, 255))],
  ['counts everybody together', ['rate: many keys at once, each by itself'], withKey(() => 'everybody')],
  ['takes any key', ['rate: no key'], withKey((key) => (key === '' ? 'none' : key.slice(0, 1_000)))],
  [
    'takes any rule',
    ['rate: no rule'],
    withRule(({ limit, per }) => ({
      limit: Math.min(1_000, Math.max(1, Math.ceil(limit) || 1)),
      per: Math.min(2_678_400_000, Math.max(1, Math.ceil(per) || 1)),
    })),
  ],
]

/** The cases, on such a counter. */
const casesOn = (make: Make, unable?: RateLimits): ReturnType<typeof rateLimitsContract> =>
  rateLimitsContract(() => {
    let now = Date.UTC(2026, 10, 21, 20, 40)
    return Promise.resolve({
      rateLimits: make({ now: () => now }),
      advance: (milliseconds) => void (now += milliseconds),
      ...(unable && { unable }),
    })
  })

describe('rate limits are found that', () => {
  test.each(broken)('%s', async (_, caughtBy, make) => {
    const names = await failing(casesOn(make))
    expect(names).toEqual(expect.arrayContaining([...caughtBy]))
    expect(names.length).toBeLessThan(casesOn(make).length)
  })

  test('allow what they cannot tell', async () => {
    const open: RateLimits = { take: () => Promise.resolve({ allowed: true }) }
    expect(await failing(casesOn((clock) => memoryRateLimits(clock), open))).toEqual(['rate: without its store'])
  })

  test('are sound: none of them', async () => {
    expect(await failing(casesOn((clock) => memoryRateLimits(clock)))).toEqual([])
  })
})
