import * as z from 'zod'
import { identifier, parsed } from './identifier.js'

/**
 * Who has a module of the portal: everyone (with the default that guests never have some modules), only some members and groups, or nobody;
 * and the licensed feature that it needs, if any.
 *
 * @see docs/guide/module-access.md
 */
export type ModuleAccess = { readonly requires?: string | undefined } & (
  | { readonly availability?: 'everyone' | undefined }
  | { readonly availability: 'restricted'; readonly to: readonly [string, ...string[]] }
  | { readonly availability: 'nobody' }
)

/** A tenant. Every resource belongs to one portal, and nothing ever crosses portals. */
export interface Portal {
  /** Unique over all portals. */
  readonly id: string
  /** The member who owns it: exactly one, whatever his own record says. */
  readonly ownerId: string
  /** Nothing works in a portal that is not active, which is the default. */
  readonly status?: 'active' | 'suspended' | 'deleted' | undefined
  /** Options of the policy's modules, for example `membersMayCreateProjects`; what is left out has the policy's default. */
  readonly options?: Readonly<Record<string, boolean>> | undefined
  /** Access to modules, by the module's name; what is left out is available to everyone. */
  readonly modules?: Readonly<Record<string, ModuleAccess>> | undefined
  /** The features that are licensed, for modules that require one. */
  readonly licences?: readonly string[] | undefined
}

/** A portal as {@link portalSchema} gives it: defaults filled in. */
export interface ParsedPortal extends Portal {
  readonly status: 'active' | 'suspended' | 'deleted'
  readonly options: Readonly<Record<string, boolean>>
  readonly modules: Readonly<Record<string, ModuleAccess>>
  readonly licences: readonly string[]
}

const requires = z.string().min(1).optional()

// Strict: a misspelt key here would silently open a module to everyone.
const moduleAccess = z.union([
  z.strictObject({ availability: z.literal('restricted'), to: z.tuple([identifier], identifier).readonly(), requires }),
  z.strictObject({ availability: z.literal('nobody'), requires }),
  z.strictObject({ availability: z.literal('everyone').optional(), requires }),
])

/** The shape of a portal record, for what comes from a database. Unknown columns are left out, missing settings are the defaults. */
export const portalSchema: z.ZodType<ParsedPortal> = z.object({
  id: identifier,
  ownerId: identifier,
  status: z.enum(['active', 'suspended', 'deleted']).default('active'),
  options: z.record(z.string(), z.boolean()).default({}),
  modules: z.record(z.string(), moduleAccess).default({}),
  licences: z.array(z.string()).readonly().default([]),
})

/**
 * Checks a portal record.
 *
 * @param input anything: usually a row of a database
 * @returns the portal, with defaults filled in
 * @throws PortalError `PORTAL_INVALID` with zod's issues in `details.issues`
 */
export function parsePortal(input: unknown): ParsedPortal {
  return parsed(portalSchema, input, 'PORTAL_INVALID', 'a portal record')
}
