import type { Policy } from '../policy/policy.js'
import { knownTo } from '../policy/known.js'
import type { ModuleAccess, ParsedPortal } from '../portal.js'
import { portalFor, type PortalRow } from '../workflow/people.js'

/** A portal as the policy knows it, whatever another version of the policy left in its record. @throws PortalError `PORTAL_INVALID` */
export const knownPortal = (policy: Policy, row: PortalRow, features: readonly string[]): ParsedPortal =>
  knownTo(policy, portalFor(row, features))

/** Whom a module is restricted to; nothing where it is not, or where its access is damaged. */
export function audienceOf(access: ModuleAccess | null | undefined): readonly string[] | undefined {
  return access?.availability === 'restricted' && Array.isArray(access.to) ? access.to : undefined
}

/** Refuses an option or access that is written and that the policy does not know; what stands there already is left alone. @throws PortalError `PORTAL_INVALID` */
export function checkWritten(policy: Policy, before: PortalRow, after: PortalRow): void {
  const written = <T>(now: Readonly<Record<string, T>>, then: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(now).filter(([name, value]) => !Object.hasOwn(then, name) || then[name] !== value))
  const { id, ownerId } = after
  policy.parsePortal({ id, ownerId, options: written(after.options, before.options), modules: written(after.modules, before.modules) })
}
