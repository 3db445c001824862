import { everyone } from '../identifier.js'
import type { ParsedMember } from '../member.js'
import type { ParsedPortal } from '../portal.js'

/** The facts about the asking member that a condition may refer to. */
export interface Principal {
  readonly id: string
  readonly groups: readonly string[]
  /** Everything that a share can be made out to and reaches him by: his id, his groups, `everyone`. */
  readonly audiences: readonly string[]
  readonly portalId: string
  readonly portalOwnerId: string
}

/** The facts about this member in this portal. */
export const principalOf = ({ id, groups }: ParsedMember, portal: ParsedPortal): Principal => ({
  id,
  groups,
  audiences: Object.freeze([id, ...groups, everyone]),
  portalId: portal.id,
  portalOwnerId: portal.ownerId,
})

/** A reference to one of those facts: written into a table as data, and given its value when a member is bound. */
export interface Ref<T> {
  readonly $me: keyof Principal
  /** Only for the compiler: the type of the fact. */
  readonly '~type'?: T
}

/**
 * The asking member, as conditions name him.
 *
 * @example
 * ```ts
 * const own = contact.when('he created it', { createdBy: me.id })
 * ```
 */
export const me: { readonly [Fact in keyof Principal]: Ref<Principal[Fact]> } = {
  id: { $me: 'id' },
  groups: { $me: 'groups' },
  audiences: { $me: 'audiences' },
  portalId: { $me: 'portalId' },
  portalOwnerId: { $me: 'portalOwnerId' },
}

/** The facts that are lists; all others are strings. */
export const listFacts: ReadonlySet<string> = new Set<keyof Principal>(['groups', 'audiences'])

export function isRef(value: unknown): value is Ref<unknown> {
  if (typeof value !== 'object' || value === null || !('$me' in value)) return false
  return Object.keys(value).length === 1 && typeof value.$me === 'string' && Object.hasOwn(me, value.$me)
}

/** The value of a reference for this member; anything else is its own value. */
export function resolve(value: unknown, principal: Principal): unknown {
  return isRef(value) ? principal[value.$me] : value
}
