import { getEventListeners } from 'node:events'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { systemClock } from '../../src/adapters/system/index.js'

const day = 86_400_000

describe('the clock of the machine', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 1_000 }))
  afterEach(() => void vi.useRealTimers())

  /** Whether a sleep is over. */
  const watched = (sleep: Promise<void>): { over: boolean } => {
    const state = { over: false }
    void sleep.then(() => (state.over = true))
    return state
  }

  test('tells the time', async () => {
    expect(systemClock().now()).toBe(1_000)
    await vi.advanceTimersByTimeAsync(5)
    expect(systemClock().now()).toBe(1_005)
  })

  test.each([1, 1_000, 24 * day, 25 * day, 60 * day])('sleeps %i ms', async (milliseconds) => {
    const sleep = watched(systemClock().sleep(milliseconds))
    await vi.advanceTimersByTimeAsync(milliseconds - 1)
    expect(sleep.over).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(sleep.over).toBe(true)
  })

  test.each([0, -1, Number.NaN])('does not sleep %d ms', async (milliseconds) => {
    await systemClock().sleep(milliseconds)
  })

  test('wakes up at once when it is told to, and leaves nothing behind', async () => {
    const controller = new AbortController()
    const sleep = watched(systemClock().sleep(60 * day, controller.signal))
    await vi.advanceTimersByTimeAsync(30 * day)
    controller.abort()
    await vi.advanceTimersByTimeAsync(0)
    expect(sleep.over).toBe(true)
    expect(vi.getTimerCount()).toBe(0)
    await systemClock().sleep(1_000, controller.signal)
  })

  test('a signal that is never used does not collect listeners', async () => {
    const { signal } = new AbortController()
    for (let turn = 0; turn < 3; turn++) {
      const sleep = systemClock().sleep(10, signal)
      await vi.advanceTimersByTimeAsync(10)
      await sleep
    }
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })
})
