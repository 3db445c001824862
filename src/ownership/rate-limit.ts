import type { TransferRow } from './records.js'
import type { OwnershipRules } from './rules.js'

// How many letters were asked for lately. It is counted in what is stored of the transfers, so it is the same for every instance: whatever asks for
// a letter writes the transfer that is open, or a new one, and two who do that at the same time are told apart by the store.

type Limited = Pick<OwnershipRules, 'rateLimit'>

/** The same transfer, for which one more letter is asked; what is too long ago to count is left out. */
export const asked = (row: TransferRow, { rateLimit: { per } }: Limited, now: number): TransferRow => ({
  ...row,
  askedAt: [...row.askedAt.filter((at) => now - at < per), now],
})

/**
 * How long it is until another letter may be asked for.
 *
 * @param transfers all of a portal
 * @param breakGlass whether it is for administrators who replace an owner: they use up nothing of his, nor he of theirs
 * @returns milliseconds; 0 when it may be now
 */
export function retryAfter(
  transfers: readonly TransferRow[],
  breakGlass: boolean,
  { rateLimit: { letters, per } }: Limited,
  now: number,
): number {
  // What a clock that was wrong has put into the far future says nothing.
  const times = transfers
    .filter(({ approvals }) => approvals.length > 0 === breakGlass)
    .flatMap(({ askedAt }) => askedAt.filter((at) => at - now < per))
  const first = times.sort((one, other) => one - other).at(-letters)
  return first === undefined ? 0 : Math.max(0, first + per - now)
}
