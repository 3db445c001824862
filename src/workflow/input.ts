import * as z from 'zod'
import { parsed } from '../identifier.js'

// What commands are given. Everything comes from outside, so every text has a limit and no half characters.

/** What every command may be given, to be asked for twice and to be found again. */
export interface Again {
  /** The same key and the same values get the first answer again, and nothing is done twice: 1 to 200 characters. */
  readonly idempotencyKey?: string | undefined
  /** Ties the audit record to a request of yours: up to 200 characters. */
  readonly correlationId?: string | undefined
}

/** What every command of a member of a portal is given. */
export interface Asking extends Again {
  readonly portalId: string
  /** The member who asks: the host application knows who he is. */
  readonly actorId: string
}

// eslint would have it without the control characters; they are what it is about.
const wellFormed = (text: string): boolean => !/\p{Cs}/u.test(text)
export const text = (most: number): z.ZodType<string> => z.string().min(1).max(most).refine(wellFormed, 'half a character')

export const id = text(200).refine((value) => value !== 'everyone', '`everyone` is reserved')
export const ids = z.array(id).min(1).max(1_000).readonly()
/** Where none is an answer, too. */
export const anyIds = z.array(id).max(1_000).readonly()
// Also the marks of direction alone, which are not seen and turn what stands beside them.
const control = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u
/** Something that can be seen: no blanks, no fillers, no marks without a letter. */
const visible = /[^\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}\u2800]/u
// With a scheme; or without one, but with a path, a port or a query, which a mail program makes a link of. `Booking.com` is a name.
const webAddress = /:\/\/|www\.|\b(?:https?|ftp|mailto|tel|javascript|data|file):\S|[\p{L}\p{N}-]\.\p{L}{2,}\.?(?:\/|:\d|[?#]\S)/iu
/** What people and portals are called. It stands in letters to strangers: no web addresses, nothing that turns the writing around. */
export const name = text(200)
  .refine((value) => visible.test(value) && !control.test(value), 'expected a name')
  .refine((value) => !webAddress.test(value), 'a name has no web address')
export const email = z.string().max(1_000)
export const language = z.string().regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}$/, 'expected a language (BCP 47)')
export const type = z.enum(['guest', 'user'])
export const modules = z.array(text(100)).min(1).max(100).readonly()
/** Flags and the like by name. `__proto__` is no name: it would be lost on the way. */
export const byName = <T>(value: z.ZodType<T>): z.ZodType<Record<string, T>> =>
  z
    .unknown()
    .refine((given) => typeof given !== 'object' || given === null || !Object.hasOwn(given, '__proto__'), '`__proto__` is no name')
    .pipe(z.record(text(100), value))
/** The name of a module. */
export const moduleName = text(100).refine((given) => given !== '__proto__', '`__proto__` is no name')
export const administers = z.union([z.literal('everything'), z.array(text(100)).max(100).readonly()])
export const time = z.number().int().min(0).max(8.64e15)
export const token = z.string()

const key = text(200).optional()
/** What every command has that may be asked for twice. */
export const keys = { idempotencyKey: key, correlationId: key }
/** What every command of the system is given. */
export const request = { ...keys, portalId: id }
/** What every command of a member is given. */
export const asking = { ...request, actorId: id }

/** The schema of a command. */
export const commandOf = <const S extends z.core.$ZodShape>(shape: S): z.ZodObject<S, z.core.$strict> => z.strictObject(shape)

/** Reads what a command was given. @throws PortalError `INPUT_INVALID` */
export const read = <T>(schema: z.ZodType<T>, input: unknown, command: string): T =>
  parsed(schema, input, 'INPUT_INVALID', `what \`${command}\` is given`)
