import type * as z from 'zod'
import { parsed } from '../identifier.js'
import type { Where } from './where.js'

/** What every record has: the portal that it belongs to. */
export interface PortalRecord {
  readonly portalId: string
}

/** A record that says of which resource it is, so that `can` knows what it is asked about. */
export type Tagged<T, Name extends string> = T & { readonly __typename: Name }

/** One restriction: what must be true of a record, as data, and how to say it. */
export interface ConditionPart {
  /** In English, completing "if …": `he created it`. Other languages translate it by this text. */
  readonly label: string
  readonly where: Readonly<Record<string, unknown>>
}

/** A restriction on records of type `T`, of one or more parts that must all hold. */
export interface Condition<T> {
  readonly parts: readonly ConditionPart[]
  /** Only for the compiler: a condition fits records that have its fields. */
  readonly '~of'?: (record: T) => void
}

/** A way to open a single record to a member without changing his level, for example a share; `explain` proposes it. */
export interface Opening {
  /** In English, completing "… would allow it": `a share with him, level read`. */
  readonly label: string
  /** The list of the record that gets the entry, in the place of one with the same `key`; references to the member are filled in. */
  readonly put: { readonly path: string; readonly entry: unknown; readonly key?: string }
}

/** What a resource says of itself, whatever its records look like. */
export interface AnyResource {
  readonly name: string
  readonly schema: z.ZodType
  readonly actions: readonly string[]
  readonly openings: readonly Opening[]
}

/** A type of record, what it looks like, and what can be done to it. */
export interface Resource<Name extends string, T, Action extends string> extends AnyResource {
  readonly name: Name
  readonly schema: z.ZodType<T>
  readonly actions: readonly Action[]
  /** Names a restriction. Wrong fields, values and operators do not compile, and are refused when the module is defined. */
  when(label: string, where: Where<T>): Condition<T>
  /** Says of which resource a record is, without checking it: for rows of your own database. Returns a copy. */
  of<R extends T>(record: R): Tagged<R, Name>
  /** Checks a record from outside against the schema and says of which resource it is. @throws PortalError `RECORD_INVALID` */
  parse(input: unknown): Tagged<T, Name>
}

/**
 * Describes a resource.
 *
 * @param name the module's name, a dot and its own: `'crm.contact'`
 * @param spec `schema`: a zod object with a `portalId` string; `actions`: what can be done to a record; `openings`: see {@link Opening}
 * @throws PortalError `POLICY_INVALID` when its module is defined and the schema, name or actions are not well-formed
 *
 * @example
 * ```ts
 * const vehicle = resource('fleet.vehicle', {
 *   schema: z.object({ portalId: z.string(), driverId: z.string().nullable() }),
 *   actions: ['read', 'book'],
 * })
 * ```
 */
export function resource<const Name extends string, T extends PortalRecord, const Action extends string>(
  name: Name,
  spec: { readonly schema: z.ZodType<T>; readonly actions: readonly Action[]; readonly openings?: readonly Opening[] },
): Resource<Name, T, Action> {
  return {
    name,
    schema: spec.schema,
    actions: spec.actions,
    openings: spec.openings ?? [],
    when: condition<T>,
    of: (record) => ({ ...record, __typename: name }),
    parse: (input) => ({ ...parsed(spec.schema, input, 'RECORD_INVALID', `a record of \`${name}\``), __typename: name }),
  }
}

/** The record of a resource, with its `__typename`: `RecordOf<typeof contact>`. */
export type RecordOf<R> = R extends Resource<infer Name, infer T, string> ? Tagged<T, Name> : never

/** Names a restriction on every resource whose records have these fields; see {@link Resource.when}. */
export function condition<T>(label: string, where: Where<T>): Condition<T> {
  return { parts: [{ label, where: where }] }
}

/** Joins conditions: all of them must hold. Two of them on the same field are refused when the module is defined. */
export function and<T>(...conditions: readonly Condition<T>[]): Condition<T> {
  return { parts: conditions.flatMap((one) => one.parts) }
}
