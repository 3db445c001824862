import * as z from 'zod'
import { PortalError, type PortalErrorCode } from './errors.js'

/** The audience of a share that reaches all members of the portal; never the id of anybody. */
export const everyone = 'everyone'

/** An id of a portal, member or group: a non-empty string that does not read `everyone`. */
export const identifier: z.ZodType<string> = z
  .string()
  .min(1)
  .refine((id) => id !== everyone, { error: '`everyone` is reserved' })

/** Zod's issues in one line, for messages: `administers: expected array; id: too small`. */
export function issuesOf(error: z.core.$ZodError): string {
  return error.issues
    .map((issue) => `${issue.path.map(String).join('.') || 'record'}: ${issue.message}`)
    .join('; ')
    .slice(0, 1_000)
}

/** Input checked against a schema. @throws PortalError of this code, with zod's issues in `details.issues` */
export function parsed<T>(schema: z.ZodType<T>, input: unknown, code: PortalErrorCode, what: string): T {
  let result: z.ZodSafeParseResult<T>
  try {
    result = schema.safeParse(input)
  } catch (cause) {
    throw new PortalError(code, `not ${what}: it cannot be read`, {}, { cause })
  }
  if (result.success) return result.data
  throw new PortalError(code, `not ${what}: ${issuesOf(result.error)}`, { issues: result.error.issues })
}
