import type { Level } from './table.js'

/** One of the five levels, as data for pages that show or hand out roles. */
export interface Role {
  readonly name: Level
  /** What people call it, by language. */
  readonly labels: Readonly<Record<'en' | 'fr', string>>
  /** The role whose rights it has too; none for the lowest. */
  readonly includes: Level | undefined
  /** Where it is recorded. */
  readonly recordedAs: string
  /** Who may give it to a member; nobody gives ownership, it is transferred. */
  readonly grantedBy: readonly Level[]
}

const administrators = ['fullAdministrator', 'owner'] as const

/**
 * The five roles, lowest first.
 *
 * @see docs/guide/people-and-levels.md
 */
export const roles: readonly Role[] = [
  {
    name: 'guest',
    labels: { en: 'guest', fr: 'invité' },
    includes: undefined,
    recordedAs: "member.type: 'guest'",
    grantedBy: administrators,
  },
  {
    name: 'user',
    labels: { en: 'user', fr: 'utilisateur' },
    includes: 'guest',
    recordedAs: "member.type: 'user'",
    grantedBy: administrators,
  },
  {
    name: 'moduleAdministrator',
    labels: { en: 'module administrator', fr: 'administrateur de module' },
    includes: 'user',
    recordedAs: 'member.administers: […]',
    grantedBy: administrators,
  },
  {
    name: 'fullAdministrator',
    labels: { en: 'full-access administrator', fr: 'administrateur avec accès complet' },
    includes: 'moduleAdministrator',
    recordedAs: "member.administers: 'everything'",
    grantedBy: administrators,
  },
  {
    name: 'owner',
    labels: { en: 'owner', fr: 'propriétaire' },
    includes: 'fullAdministrator',
    recordedAs: 'portal.ownerId',
    grantedBy: [],
  },
]
