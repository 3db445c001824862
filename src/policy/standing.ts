import type { ParsedMember } from '../member.js'
import type { ParsedPortal } from '../portal.js'
import type { Module } from './module.js'
import type { Level } from './table.js'

/** Why a member does not have a module. */
export type DoorReason = 'MODULE_NOT_LICENSED' | 'MODULE_SWITCHED_OFF' | 'MODULE_NOT_FOR_GUESTS' | 'MODULE_RESTRICTED'

/** Where a member stands in one module: his level there, and why the door is closed to him, if it is. */
export interface Standing {
  readonly level: Level
  readonly closed?: DoorReason
}

/** @see docs/guide/people-and-levels.md */
export function levelOf(member: ParsedMember, portal: ParsedPortal, module: string): Level {
  if (portal.ownerId === member.id) return 'owner'
  if (member.type === 'guest') return 'guest'
  if (member.administers === 'everything') return 'fullAdministrator'
  return member.administers.includes(module) ? 'moduleAdministrator' : 'user'
}

/** @see docs/guide/module-access.md */
export function standingOf(member: ParsedMember, portal: ParsedPortal, module: Module): Standing {
  const level = levelOf(member, portal, module.name)
  const closed = module.presence === 'always' ? undefined : doorOf(member, portal, module, level)
  return closed ? { level, closed } : { level }
}

function doorOf(member: ParsedMember, portal: ParsedPortal, module: Module, level: Level): DoorReason | undefined {
  const access = Object.hasOwn(portal.modules, module.name) ? portal.modules[module.name] : undefined
  const features = [module.requires, access?.requires].filter((feature) => feature !== undefined)
  if (!features.every((feature) => portal.licences.includes(feature))) return 'MODULE_NOT_LICENSED'
  if (access?.availability === 'nobody') return 'MODULE_SWITCHED_OFF'
  if (level === 'guest' && module.guests === 'never') return 'MODULE_NOT_FOR_GUESTS'
  if (access?.availability !== 'restricted' || (level !== 'guest' && level !== 'user')) return undefined
  return access.to.some((id) => id === member.id || member.groups.includes(id)) ? undefined : 'MODULE_RESTRICTED'
}
