import { isPortalError } from '../errors.js'
import type { ModuleAccess, ParsedPortal, Portal } from '../portal.js'
import type { Policy } from './policy.js'

/**
 * A portal as the policy knows it. What another version of the policy left in its record does not stop the portal: an option or module that there is
 * not any more is left out, and where the access to a module is damaged, it is closed.
 *
 * @throws PortalError `PORTAL_INVALID` when there is more that is wrong
 */
export function knownTo(policy: Policy, portal: Portal): ParsedPortal {
  try {
    return policy.parsePortal(portal)
  } catch (error) {
    if (!isPortalError(error, 'PORTAL_INVALID')) throw error
    return policy.parsePortal({ ...portal, options: knownOptions(policy, portal), modules: knownModules(policy, portal) })
  }
}

/** Whether any module of the portal needs a licensed feature. */
export const needsFeatures = ({ modules }: Policy, portal: Pick<Portal, 'modules'>): boolean =>
  modules.some((module) => module.requires !== undefined) ||
  Object.values<Partial<ModuleAccess> | null>(portal.modules ?? {}).some((access) => access?.requires !== undefined)

function knownOptions({ modules }: Policy, { options = {} }: Portal): Portal['options'] {
  const known = modules.flatMap((module) => Object.keys(module.options))
  return Object.fromEntries(
    Object.entries(options).filter(([name, value]) => known.includes(name) && typeof (value as unknown) === 'boolean'),
  )
}

function knownModules(policy: Policy, { id, ownerId, modules = {} }: Portal): Portal['modules'] {
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
