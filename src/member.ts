import * as z from 'zod'
import { everyone, identifier, parsed } from './identifier.js'

interface MemberBase {
  /** Unique in the portal, never empty, never the reserved word `everyone`. Groups and members share one space of ids. */
  readonly id: string
  /** The one portal that the member belongs to. */
  readonly portalId: string
  /** A disabled member may do nothing at all. */
  readonly status: 'active' | 'disabled'
  /** Ids of the groups that he is in. */
  readonly groups?: readonly string[] | undefined
}

/** A member who reads what others share with him, with the few exceptions of each module. He never administers anything: that has no type. */
export interface Guest extends MemberBase {
  readonly type: 'guest'
  readonly administers?: readonly never[] | undefined
}

/** A member with the basic rights, and with those of an administrator in the modules that he administers. */
export interface User extends MemberBase {
  readonly type: 'user'
  /** Names of modules, or `'everything'` for a full-access administrator. */
  readonly administers?: 'everything' | readonly string[] | undefined
}

/**
 * The person who asks. The owner of a portal is not a kind of member: he is whom the portal's `ownerId` names.
 *
 * @see docs/guide/people-and-levels.md
 */
export type Member = Guest | User

/** A member as {@link memberSchema} gives it: defaults filled in. */
export type ParsedMember =
  | (Guest & { readonly groups: readonly string[]; readonly administers: readonly never[] })
  | (User & { readonly groups: readonly string[]; readonly administers: 'everything' | readonly string[] })

const base = {
  id: identifier,
  portalId: identifier,
  status: z.enum(['active', 'disabled']),
  groups: z.array(identifier).readonly().default([]),
}

/** The shape of a member record, for what comes from a database or a token. Unknown columns are left out, missing lists are empty. */
export const memberSchema: z.ZodType<ParsedMember> = z.discriminatedUnion('type', [
  z.object({ ...base, type: z.literal('guest'), administers: z.tuple([]).readonly().default([]) }),
  z.object({
    ...base,
    type: z.literal('user'),
    administers: z.union([z.literal('everything'), z.array(z.string()).readonly()]).default([]),
  }),
])

/**
 * Checks a member record.
 *
 * @param input anything: a row of a database, the claims of a token
 * @returns the member, with defaults filled in
 * @throws PortalError `MEMBER_INVALID` with zod's issues in `details.issues`
 */
export function parseMember(input: unknown): ParsedMember {
  return parsed(memberSchema, input, 'MEMBER_INVALID', 'a member record')
}

/** The word for "all members of the portal" in shares; refused as the id of a member or a group. */
export { everyone }
