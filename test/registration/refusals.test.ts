import type { PortalError } from 'portico'
import { describe, expect, test } from 'vitest'
import { rejection } from '../support/refusals.js'
import { guarded, type Guarded, type Reason, type Scene } from './refusals-table.js'
import { refusedUnchanged } from './watching.js'

// Each reason for itself, and each two of them: the first one of the rules is told, and nothing has changed.

/** Brings these about, in the turn that each needs. */
async function spoiled({ begin }: Guarded, reasons: readonly Reason[]): Promise<Scene> {
  const scene = await begin()
  for (const { spoil } of reasons.toSorted((a, b) => a.turn - b.turn)) await spoil(scene)
  await scene.settled()
  return scene
}

/** What is told, and to programs; ids are different each time. */
const told = ({ code, message, details }: PortalError): string =>
  `${code}: ${`${message} ${JSON.stringify(details)}`.replaceAll(/(?=[\w-]*\d)[\w-]{21,}/g, '…')}`

describe.each(Object.entries(guarded))('%s', (_command, guards) => {
  test('is accepted when nothing is wrong', async () => {
    const scene = await spoiled(guards, [])
    await guards.run(scene)
  })

  test.each(guards.reasons.map((reason) => [reason.name, reason] as const))('is refused because of %s', async (_name, reason) => {
    const scene = await spoiled(guards, [reason])
    const error = await (reason.leaves
      ? rejection(reason.code, guards.run(scene))
      : refusedUnchanged(scene, reason.code, () => guards.run(scene)))
    expect(told(error)).toMatchSnapshot()
  })

  const pairs = guards.reasons.flatMap((first, at) =>
    guards.reasons
      .slice(at + 1)
      .filter((second) => !first.not?.includes(second.name) && !second.not?.includes(first.name))
      .map((second) => [first.name, second.name, first, second] as const),
  )
  if (pairs.length > 0)
    test.each(pairs)('is refused because of %s rather than of %s', async (_first, _second, first, second) => {
      const scene = await spoiled(guards, [first, second])
      const error = await (first.leaves
        ? rejection(first.code, guards.run(scene))
        : refusedUnchanged(scene, first.code, () => guards.run(scene)))
      expect(error.code).toBe(first.code)
    })
})
