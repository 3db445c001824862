import { isPortalError } from '../errors.js'
import type { Policy } from '../policy/policy.js'
import type { ModuleAccess, ParsedPortal } from '../portal.js'
import { portalFor, type PortalRow } from '../workflow/people.js'

/**
 * A portal as the policy knows it. What another version of the policy left in its record does not stop the portal: an option or module that there is
 * not any more is left out, and where the access to a module is damaged, it is closed.
 *
 * @throws PortalError `PORTAL_INVALID` when there is more that is wrong
 */
export function knownPortal(policy: Policy, row: PortalRow, features: readonly string[]): ParsedPortal {
  const portal = portalFor(row, features)
  try {
    return policy.parsePortal(portal)
  } catch (error) {
    if (!isPortalError(error, 'PORTAL_INVALID')) throw error
    return policy.parsePortal({ ...portal, options: knownOptions(policy, row), modules: knownModules(policy, row) })
  }
}

function knownOptions({ modules }: Policy, { options }: PortalRow): PortalRow['options'] {
  const known = modules.flatMap((module) => Object.keys(module.options))
  return Object.fromEntries(
    Object.entries(options).filter(([name, value]) => known.includes(name) && typeof (value as unknown) === 'boolean'),
  )
}

function knownModules(policy: Policy, { id, ownerId, modules }: PortalRow): PortalRow['modules'] {
  const closed = (required: boolean): ModuleAccess =>
    required ? { availability: 'restricted', to: [ownerId] } : { availability: 'nobody' }
  const isSound = (name: string, access: ModuleAccess): boolean => {
    try {
      policy.parsePortal({ id, ownerId, modules: { [name]: access } })
      return true
    } catch {
      return false
    }
  }
  const known = policy.modules.filter(({ name, presence }) => presence !== 'always' && Object.hasOwn(modules, name))
  return Object.fromEntries(
    known.flatMap(({ name, presence }) => {
      const access = modules[name]
      return access === undefined ? [] : [[name, isSound(name, access) ? access : closed(presence === 'required')] as const]
    }),
  )
}

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
