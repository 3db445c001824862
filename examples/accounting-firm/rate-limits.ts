// Counts in the memory of one process; several instances count in something that they share.
import type { RateLimits } from 'portico/server'

export function rateLimits(now: () => number): RateLimits {
  const windows = new Map<string, { count: number; until: number }>()
  return {
    take(key, { limit, per }) {
      const known = windows.get(key)
      const window = known && now() < known.until ? known : { count: 0, until: now() + per }
      windows.set(key, window)
      if (window.count >= limit) return Promise.resolve({ allowed: false, retryAfter: window.until - now() })
      window.count += 1
      return Promise.resolve({ allowed: true })
    },
  }
}
