import { PortalError } from '../errors.js'
import type { Clock } from '../ports/clock.js'
import { tell } from './limits.js'

/** The part of an `AbortSignal` that is used. */
export interface AbortSignalLike {
  readonly aborted: boolean
  /** Calls the listener when it is aborted. */
  addEventListener(type: 'abort', listener: () => void): void
}

/** How something is done again and again. */
export interface Repeating {
  readonly signal: AbortSignalLike
  /** How long to wait when there was nothing to do, in milliseconds: 1,000 by default. */
  readonly every?: number
  /** Is told what failed; it is tried again. */
  readonly onError?: (error: unknown) => void
}

/**
 * Works until the signal is aborted: at once again while there was something to do (there may be more), and otherwise after a while.
 *
 * @param work gives how much there was to do
 * @throws PortalError `SETTINGS_INVALID` when `every` is not at least one millisecond; nothing else
 */
export async function repeat(
  clock: Clock,
  work: () => Promise<number>,
  { signal, every = 1_000, onError = () => undefined }: Repeating,
): Promise<void> {
  if (!(every >= 1)) throw new PortalError('SETTINGS_INVALID', `\`${every}\` is no number of milliseconds to wait`, { every })
  while (!signal.aborted) {
    try {
      if ((await work()) > 0) continue
    } catch (error) {
      await tell(onError, error)
    }
    await clock.sleep(every, signal)
  }
}
