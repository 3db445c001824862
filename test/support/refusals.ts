import { isPortalError, type PortalError, type PortalErrorCode } from 'portico'
import { expect } from 'vitest'

/** The error that this throws: it must be a `PortalError` of this code whose message keeps the house style. */
export function refusal(code: PortalErrorCode, run: () => unknown): PortalError {
  let thrown: unknown
  try {
    run()
  } catch (error) {
    thrown = error
  }
  expect(thrown, 'nothing was refused, or by another error').toSatisfy((error: unknown) => isPortalError(error, code))
  const error = thrown as PortalError
  expect(error.message).toMatch(/^[a-z`"].*[^.]$/s)
  expect(error.message).not.toMatch(/\[object|undefined is not|Cannot read|is not a function|is not iterable/)
  return error
}

/** The error that this rejects with, in the same way. */
export async function rejection(code: PortalErrorCode, promise: Promise<unknown>): Promise<PortalError> {
  const [outcome] = await Promise.allSettled([promise])
  return refusal(code, () => {
    if (outcome.status === 'rejected') throw outcome.reason
  })
}
