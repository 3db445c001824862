/**
 * The time of the machine: Node, browsers, Deno, Bun, the edge.
 *
 * @module
 */
import type { Clock } from '../../ports/clock.js'

declare function setTimeout(callback: () => void, milliseconds: number): unknown
declare function clearTimeout(timer: unknown): void

type Signal = NonNullable<Parameters<Clock['sleep']>[1]> & { removeEventListener?(type: 'abort', listener: () => void): void }

// What is longer, `setTimeout` takes for no time at all.
const longest = 2 ** 31 - 1

/** The machine's clock. */
export const systemClock = (): Clock => ({
  now: () => Date.now(),
  sleep: async (milliseconds, signal) => {
    for (let left = milliseconds; left > 0 && signal?.aborted !== true; left -= longest) await nap(Math.min(left, longest), signal)
  },
})

function nap(milliseconds: number, signal?: Signal): Promise<void> {
  return new Promise((resolve) => {
    const wake = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener?.('abort', wake)
      resolve()
    }
    const timer = setTimeout(wake, milliseconds)
    signal?.addEventListener('abort', wake)
  })
}
