import * as z from 'zod'
import { isPortalError, type PortalError } from '../errors.js'
import { bearerOf, type Bearer } from '../workflow/bearer.js'
import { read, text } from '../workflow/input.js'
import { hashPassword } from '../workflow/passwords.js'
import type { PortalEvent } from '../workflow/post.js'
import { hashToken, isToken, newId } from '../workflow/tokens.js'
import { write } from './letters.js'
import { invalid, refusedFor, rowFor } from './links.js'
import { loginNameKey } from './login-names.js'
import { outsideOf, type Outside } from './outside.js'
import type { RegistrationParts } from './parts.js'
import { notWaiting, type HolderPortalRow } from './records.js'
import { reserve, whyNot } from './reserve.js'
import { inFirm, mustBeActive, refusal, type Scene } from './scene.js'
import { transition } from './transitions.js'

/** How somebody registers. */
export interface Registering {
  /** The token of his link. */
  readonly token: string
  /** The name that he will sign in with. */
  readonly loginName: string
  readonly password: string
  /** Where he comes from, as the application tells callers apart (an address of the network): counted, and written down. */
  readonly caller?: string | undefined
  /** Ties the audit records to a request of yours: up to 200 characters. */
  readonly correlationId?: string | undefined
}

/** What he is told. */
export interface Registered {
  /** The firm's portal. */
  readonly portalId: string
  readonly holderPortalId: string
  readonly kind: string
  readonly events: readonly PortalEvent[]
}

const link = z.looseObject({})
const shape = z.strictObject({
  token: z.unknown().optional(),
  loginName: z.string(),
  password: z.string(),
  caller: text(200).optional(),
  correlationId: text(200).optional(),
})

/**
 * Registers, for whoever has the link.
 *
 * The attempt is counted before anything is evaluated, in a commit of its own: of any number of attempts at once, no more are evaluated than there
 * may be. The link is used up only by a login name and a password that hold.
 */
export async function complete(parts: RegistrationParts, input: unknown): Promise<Registered> {
  const { runtime, limits } = parts
  if (!isToken(read(link, input, 'complete').token)) throw invalid()
  const { token, loginName, password, caller, correlationId } = read(shape, input, 'complete')
  if (loginName === '' || password === '') throw refusal('INPUT_INVALID', 'a login name and a password are needed', {})
  const hash = await hashToken(runtime.digest, 'register', token as string)
  const callers = caller === undefined ? [] : [[JSON.stringify(['caller', caller]), limits.caller] as const]
  await outsideOf(parts, '').allow(...callers, [JSON.stringify(['link', hash]), limits.link])
  const bearer = await bearerOf(runtime, 'register', token)
  const attempt: Attempt = { bearer, outside: outsideOf(parts, bearer.portalId), correlationId, caller }
  const counted = await count(parts, attempt)
  try {
    const [key, passwordHash] = await evaluated(parts, attempt, counted, { loginName, password })
    return await register(parts, attempt, key, passwordHash)
  } catch (error) {
    // It was not his fault. That it could not be given back, either, is not what he is told.
    if (isPortalError(error) && outages.has(error.code)) await giveBack(parts, attempt).catch(() => undefined)
    throw error
  }
}

/** What says nothing about the login name and the password. */
const outages: ReadonlySet<string> = new Set(['PASSWORDS_UNAVAILABLE', 'STORAGE_UNAVAILABLE', 'RANDOM_FAILURE', 'SETTINGS_INVALID'])

interface Attempt {
  readonly bearer: Bearer
  readonly outside: Outside
  readonly correlationId: string | undefined
  readonly caller: string | undefined
}
type Command = Parameters<typeof inFirm>[1]

const commandFor = (name: string, { bearer: { portalId, subjectId }, correlationId }: Attempt): Command => ({
  name,
  portalId,
  correlationId,
  body: {},
  about: ['holderPortals', subjectId],
})

/** What is known of whoever tries, once his attempt is counted. */
interface Counted {
  readonly row: HolderPortalRow
  readonly firmName: string
}

/** Asks everything but the login name and the password, and counts the attempt. @throws PortalError */
function count(parts: RegistrationParts, attempt: Attempt): Promise<Counted> {
  const { bearer, outside } = attempt
  const work = async (scene: Scene): Promise<Awaited<ReturnType<Parameters<typeof inFirm<Counted>>[2]>>> => {
    const before = await rowFor(scene, bearer)
    const refused = await refusedFor(scene, before, bearer)
    if (refused) return { refused, ...about(scene, before, before) }
    mustBeActive(scene.firm)
    const after = { ...before, attempts: before.attempts + 1 }
    scene.tx.update('holderPortals', after)
    return { answer: { row: after, firmName: scene.firm.name }, ...about(scene, before, after) }
  }
  return inFirm(parts, commandFor('attemptRegistration', attempt), work, outside)
}

/** The key of the login name, and the password's hash. @throws PortalError `LOGIN_NAME_…`, `PASSWORD_…` */
async function evaluated(
  parts: RegistrationParts,
  attempt: Attempt,
  { row, firmName }: Counted,
  { loginName, password }: Pick<Registering, 'loginName' | 'password'>,
): Promise<readonly [key: string, hash: string]> {
  let key: string | undefined
  try {
    key = loginNameKey(loginName, parts.loginNames)
    const context = { loginName, address: row.address, names: [row.name, firmName] }
    return [key, await hashPassword(parts.runtime, password, context)]
  } catch (error) {
    if (!isPortalError(error) || outages.has(error.code)) throw error
    const work = async (scene: Scene): Promise<Refused> => {
      // A name that is not to be had is told before what is wrong with the password.
      const [there] = key === undefined ? [] : await scene.tx.find('loginNames', 'key', { key })
      return bad(scene, attempt, whyNot(scene, row, there) ?? error)
    }
    await inFirm(parts, commandFor('completeRegistration', attempt), work, attempt.outside)
    throw error
  }
}

/** An attempt that was counted and could not be evaluated. */
function giveBack(parts: RegistrationParts, attempt: Attempt): Promise<undefined> {
  return inFirm<undefined>(parts, commandFor('giveBackAttempt', attempt), async (scene) => {
    const before = await rowFor(scene, attempt.bearer)
    const counts = before.status === 'unregistered/open' && before.generation === attempt.bearer.generation && before.attempts > 0
    if (!counts) return { nothing: undefined }
    const after = { ...before, attempts: before.attempts - 1 }
    scene.tx.update('holderPortals', after)
    return { answer: undefined, ...about(scene, before, after) }
  })
}

/** A bad attempt, which was counted already; the last one locks. */
async function bad(scene: Scene, { bearer }: Attempt, refused: PortalError): Promise<Refused> {
  const before = await rowFor(scene, bearer)
  const known = before.generation === bearer.generation
  if (before.status !== 'unregistered/open' || !known || before.attempts < scene.parts.maxAttempts)
    return { refused, ...about(scene, before, before) }
  const counted = { ...before, attempts: before.attempts - 1 }
  const event = { type: 'completeBad', known, maxAttempts: scene.parts.maxAttempts } as const
  return { refused, ...about(scene, before, await transition(scene, counted, event)) }
}

/** Everything is asked once more, and then it is so: the portal is active, with a credential and a login name. */
function register(parts: RegistrationParts, attempt: Attempt, key: string, passwordHash: string): Promise<Registered> {
  const { bearer, outside, caller } = attempt
  return inFirm<Registered>(
    parts,
    commandFor('completeRegistration', attempt),
    async (scene) => {
      const { tx, now, firm, events } = scene
      const before = await rowFor(scene, bearer)
      const refused = await refusedFor(scene, before, bearer, true)
      if (refused) return { refused, ...about(scene, before, before) }
      mustBeActive(firm)
      const taken = await reserve(scene, before, key)
      if (taken) return bad(scene, attempt, taken)
      const { id: accountId, portalId, kind } = before
      const after = await transition(
        scene,
        before,
        { type: 'complete', known: true },
        { change: { ownerId: accountId, registeredAt: now, registeredFrom: caller ?? null, ...notWaiting(before) } },
      )
      tx.insert('credentials', { portalId, id: newId(parts.runtime.random), accountId, passwordHash, changedAt: now })
      write(scene, 'portalRegistered', after, { number: after.generation })
      // Whatever was begun in the portal's name before it was registered is void.
      events.push({ type: 'holderSessionsEnd', portalId, holderPortalId: accountId })
      events.push({ type: 'holderRegistered', portalId, holderPortalId: accountId, from: caller ?? null })
      return { answer: { portalId, holderPortalId: accountId, kind, events }, ...about(scene, before, after) }
    },
    outside,
  )
}

/** What the audit trail says of an attempt. What it came upon is announced, also where it is refused: an end is written down once. */
const about = ({ also, events }: Scene, before: HolderPortalRow, after: HolderPortalRow) =>
  ({ also, announced: events, subject: 'holderPortals', subjectId: before.id, before: before.status, after: after.status }) as const
type Refused = ReturnType<typeof about> & { readonly refused: PortalError }
