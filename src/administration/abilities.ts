import * as z from 'zod'
import { isPortalError, PortalError } from '../errors.js'
import type { ParsedMember } from '../member.js'
import type { Policy } from '../policy/policy.js'
import type { ParsedPortal } from '../portal.js'
import type { Storage } from '../ports/storage.js'
import { id, read } from '../workflow/input.js'
import { liveGrants, memberAt, type MemberRow, type PortalRow } from '../workflow/people.js'
import { memberState, type MemberState } from './answers.js'
import type { Asker } from './decide.js'
import { knownPortal } from './known.js'
import { featuresOf } from './licensing.js'
import { notFound, type Parts } from './scene.js'

/** What members may do, by what is stored. */
export interface Abilities<P extends Policy> {
  /**
   * What a member may do now, by what is stored at this moment. Ask for it once for each request; it does not follow later changes.
   *
   * @throws PortalError `NOT_FOUND` when there is no such portal or member; `MEMBER_INVALID`, `PORTAL_INVALID` for damaged records;
   *   `STORAGE_UNAVAILABLE`, `LICENSE_UNKNOWN`
   */
  abilityFor(who: { readonly portalId: string; readonly memberId: string }): Promise<ReturnType<P['abilityFor']>>
  /**
   * The members of the record's portal who may do something, a page at a time.
   *
   * @param question `record`: with its `__typename`, or the name of a module; `limit`: how many members are looked at, 100 by default
   * @returns those of them who may: a page may be empty though there are more
   * @throws PortalError as `abilityFor`
   */
  whoCan(question: {
    readonly portalId: string
    readonly action: string
    readonly record: unknown
    readonly limit?: number | undefined
    readonly after?: string | undefined
  }): Promise<{ readonly members: readonly MemberState[]; readonly next?: string }>
  /**
   * What a member may do with a record, by the names of the actions.
   *
   * @param question `record`: with its `__typename`, or the name of a module
   * @throws PortalError as `abilityFor`
   */
  whatCan(question: { readonly portalId: string; readonly memberId: string; readonly record: unknown }): Promise<readonly string[]>
}

const questions = {
  abilityFor: z.strictObject({ portalId: id, memberId: id }),
  whoCan: z.strictObject({
    portalId: id,
    action: z.string(),
    record: z.unknown(),
    limit: z.number().int().min(1).max(1_000).default(100),
    after: z.string().max(2_000).optional(),
  }),
  whatCan: z.strictObject({ portalId: id, memberId: id, record: z.unknown() }),
}

/** How many abilities are kept. */
const most = 10_000

/** What abilities are made of, checked, and what that was made from: while nothing of it has changed, it is right. */
interface Kept {
  readonly member: number
  readonly portal: number
  /** The features that are licensed, and the grants that count, as one text. */
  readonly facts: string
  readonly bound: Bound
}
type Bound = readonly [member: ParsedMember, portal: ParsedPortal]

export function createAbilities<P extends Policy>(parts: Parts & { readonly policy: P }): Abilities<P> {
  const { policy, runtime } = parts
  const kept = new Map<string, Kept>()

  const checked = (member: MemberRow, portal: PortalRow, features: readonly string[], now: number): Bound => [
    policy.parseMember(memberAt(member, now)),
    knownPortal(policy, portal, features),
  ]

  const bind = (member: Versioned<MemberRow>, portal: Versioned<PortalRow>, features: readonly string[]): unknown => {
    const now = runtime.clock.now()
    const key = JSON.stringify([portal.row.id, member.row.id])
    const facts = JSON.stringify([policy.version, features, liveGrants(member.row, now)])
    const known = kept.get(key)
    if (known?.member === member.version && known.portal === portal.version && known.facts === facts)
      return policy.abilityFor(...known.bound)
    const bound = checked(member.row, portal.row, features, now)
    // The one that was made first makes room.
    const first = kept.size >= most ? kept.keys().next() : undefined
    if (first && !first.done) kept.delete(first.value)
    kept.set(key, { member: member.version, portal: portal.version, facts, bound })
    // A new one each time: who updates his does not change the rights of others.
    return policy.abilityFor(...bound)
  }

  const abilityFor = async (who: { readonly portalId: string; readonly memberId: string }): Promise<unknown> => {
    const { portalId, memberId } = read(questions.abilityFor, who, 'abilityFor')
    const [portal, member] = await Promise.all([
      runtime.storage.get('portals', portalId, portalId),
      runtime.storage.get('members', portalId, memberId),
    ])
    if (!portal || !member) throw notFound('members', memberId)
    return bind(member, portal, await featuresOf(parts, portal.row))
  }

  return {
    abilityFor: abilityFor as Abilities<P>['abilityFor'],
    async whoCan(input) {
      const { portalId, action, record, limit, after } = read(questions.whoCan, input, 'whoCan')
      const portal = await runtime.storage.get('portals', portalId, portalId)
      if (!portal) throw notFound('portals', portalId)
      const features = await featuresOf(parts, portal.row)
      const page = await pageOf(runtime.storage, portalId, limit, after)
      const now = runtime.clock.now()
      // Not kept: many members are looked at once, and would take the place of those who are there.
      const may = ({ row }: Versioned<MemberRow>): boolean =>
        sound(() => (policy.abilityFor(...checked(row, portal.row, features, now)) as Asker).can(action, record))
      const members = page.items.filter(may).map(({ row }) => memberState(row, now))
      return page.next === undefined ? { members } : { members, next: page.next }
    },
    async whatCan(input) {
      const { record, ...who } = read(questions.whatCan, input, 'whatCan')
      const ability = (await abilityFor(who)) as Asker
      return actionsOf(policy, record).filter((action) => ability.can(action, record))
    },
  }
}

interface Versioned<R> {
  readonly row: R
  readonly version: number
}

function pageOf(
  storage: Storage,
  portalId: string,
  limit: number,
  after: string | undefined,
): ReturnType<typeof storage.find<'members', 'byPortal'>> {
  return storage.find('members', 'byPortal', { portalId }, { limit, ...(after !== undefined && { after }) }).catch((error: unknown) => {
    if (after !== undefined && isPortalError(error, 'STORAGE_REFUSED'))
      throw new PortalError('INPUT_INVALID', 'not where a page ends: `after` is the `next` of another page', {}, { cause: error })
    throw error
  })
}

/** The answer about a member; no, about one who is damaged: he may do nothing. */
function sound(ask: () => boolean): boolean {
  try {
    return ask()
  } catch (error) {
    if (isPortalError(error, 'MEMBER_INVALID')) return false
    throw error
  }
}

/** The actions that the policy knows on a record or a module; none for what it does not know. */
function actionsOf({ modules }: Policy, record: unknown): readonly string[] {
  if (typeof record === 'string') return modules.filter(({ name }) => name === record).flatMap(({ actions }) => [...actions])
  const type = typeOf(record)
  return modules.flatMap(({ resources }) => resources.filter(({ name }) => name === type).flatMap(({ actions }) => [...actions]))
}

/** Of which resource a record says it is; nothing where it cannot be read, as to `can`. */
function typeOf(record: unknown): unknown {
  try {
    return (record as { readonly __typename?: unknown } | null | undefined)?.__typename
  } catch {
    return undefined
  }
}
