import * as z from 'zod'
import type { PortalError } from '../errors.js'
import { isPortalError } from '../errors.js'
import type { Row } from '../records.js'
import { maskedAddress } from '../workflow/address.js'
import { bearerOf, type Bearer } from '../workflow/bearer.js'
import { read, text } from '../workflow/input.js'
import { hashPassword } from '../workflow/passwords.js'
import type { PortalEvent } from '../workflow/post.js'
import { hashToken, isToken, newId } from '../workflow/tokens.js'
import { begin } from '../workflow/transaction.js'
import type { RegistrationLink } from './answers.js'
import { write } from './letters.js'
import { loginNameKey } from './login-names.js'
import { decideRegistration } from './machine.js'
import { explanations } from './messages.js'
import { outsideOf, type Outside } from './outside.js'
import type { RegistrationParts } from './parts.js'
import { notWaiting, stateOf, type HolderPortalRow } from './records.js'
import { factsOf, inFirm, mustBeActive, refusal, type Scene } from './scene.js'
import type { RegistrationRefusal } from './states.js'
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

const link = z.looseObject({ token: z.unknown().optional() })
const shape = z.strictObject({
  token: z.unknown().optional(),
  loginName: z.string(),
  password: z.string(),
  caller: text(200).optional(),
  correlationId: text(200).optional(),
})

/** What a link is for; changes nothing, however often. */
export async function inspect(parts: RegistrationParts, input: unknown): Promise<RegistrationLink> {
  const { runtime } = parts
  const { token } = read(z.strictObject({ token: z.unknown().optional() }), input, 'inspect')
  const bearer = await bearerOf(runtime, 'register', token)
  const tx = begin(runtime.storage, runtime.clock.now())
  const firm = await tx.get('portals', bearer.portalId, bearer.portalId)
  const row = await tx.get('holderPortals', bearer.portalId, bearer.subjectId)
  if (!firm || !row) throw invalid()
  const refused = await refusedFor({ parts, now: tx.now, outside: outsideOf(parts, firm.id) }, row, bearer)
  if (refused) throw refused
  mustBeActive(firm)
  return { firmName: firm.name, kind: row.kind, email: maskedAddress(row.address), expiresAt: bearer.expiresAt, language: row.language }
}

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
  const [key, passwordHash] = await evaluated(parts, attempt, counted, { loginName, password })
  return register(parts, attempt, key, passwordHash)
}

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
    if (refused) {
      // That its time is over is written down, whatever the clock says later.
      const after = refused.code === 'TOKEN_EXPIRED' ? await transition(scene, before, { type: 'tokenTimeout' }) : before
      return { refused, ...about(before, after) }
    }
    mustBeActive(scene.firm)
    const after = { ...before, attempts: before.attempts + 1 }
    scene.tx.update('holderPortals', after)
    return { answer: { row: after, firmName: scene.firm.name }, ...about(before, after) }
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
    if (!isPortalError(error) || error.code === 'PASSWORDS_UNAVAILABLE' || error.code === 'SETTINGS_INVALID') throw error
    const work = async (scene: Scene): Promise<{ readonly refused: PortalError } & About> => {
      // A name that is not to be had is told before what is wrong with the password.
      const [there] = key === undefined ? [] : await scene.tx.find('loginNames', 'key', { key })
      return bad(scene, attempt, whyNot(scene, row, there) ?? error)
    }
    await inFirm(parts, commandFor('completeRegistration', attempt), work, attempt.outside)
    throw error
  }
}

/** A bad attempt, which was counted already; the last one locks. */
async function bad(scene: Scene, { bearer }: Attempt, refused: PortalError): Promise<{ readonly refused: PortalError } & About> {
  const before = await rowFor(scene, bearer)
  const known = before.generation === bearer.generation
  if (before.status !== 'unregistered/open' || !known || before.attempts < scene.parts.maxAttempts)
    return { refused, ...about(before, before) }
  const counted = { ...before, attempts: before.attempts - 1 }
  const event = { type: 'completeBad', known, maxAttempts: scene.parts.maxAttempts } as const
  return { refused, ...about(before, await transition(scene, counted, event)) }
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
      if (refused) return { refused, ...about(before, before) }
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
      return { answer: { portalId, holderPortalId: accountId, kind, events }, ...about(before, after) }
    },
    outside,
  )
}

/** Takes the login name, or says why not. Names are unique over all firms, by the storage's own constraint. */
async function reserve(scene: Scene, row: HolderPortalRow, key: string): Promise<PortalError | undefined> {
  const { tx, now, parts } = scene
  const [there] = await tx.find('loginNames', 'key', { key })
  const refused = whyNot(scene, row, there)
  if (refused) return refused
  if (there) tx.remove('loginNames', there)
  const { portalId, id: accountId } = row
  tx.insert('loginNames', { portalId, accountId, key, keptFor: null, keptUntil: null, createdAt: now, id: newId(parts.runtime.random) })
  return undefined
}

/** Why the holder of this portal cannot have a login name that is there. */
function whyNot(
  { now }: Scene,
  { portalId, kind, holderId }: HolderPortalRow,
  there: Row<'loginNames'> | undefined,
): PortalError | undefined {
  if (!there) return undefined
  if (there.keptUntil === null) return refusal('LOGIN_NAME_TAKEN', 'somebody else has this login name')
  const his = there.keptFor === JSON.stringify([portalId, kind, holderId])
  return !his && now < there.keptUntil ? refusal('LOGIN_NAME_RESERVED', 'this login name is reserved') : undefined
}

type About = ReturnType<typeof about>
const about = (
  before: HolderPortalRow,
  after: HolderPortalRow,
): { subject: 'holderPortals'; subjectId: string; before: string; after: string } => ({
  subject: 'holderPortals',
  subjectId: before.id,
  before: before.status,
  after: after.status,
})

const invalid = (): PortalError => refusal('TOKEN_INVALID', explanations.TOKEN_INVALID)

/** The record that the link is about; a link without one is none. */
async function rowFor({ tx }: Scene, { portalId, subjectId }: Bearer): Promise<HolderPortalRow> {
  const row = await tx.get('holderPortals', portalId, subjectId)
  if (!row) throw invalid()
  return row
}

/** Why the link does not register now, if it does not. `counted`: this attempt is among those that are counted. */
async function refusedFor(
  scene: Pick<Scene, 'parts' | 'now' | 'outside'>,
  row: HolderPortalRow,
  { generation }: Bearer,
  counted = false,
): Promise<PortalError | undefined> {
  const { parts, now } = scene
  const known = row.generation === generation
  const waits = /[/](?:open|locked)$/.test(row.status)
  // `!(now < …)`: an end that is damaged has passed.
  if (known && waits && !(row.expiresAt !== null && now < row.expiresAt)) return refusedAs('TOKEN_EXPIRED')
  const open = stateOf(row, { holderActive: true, licensed: true })
  const first = decideRegistration(open, { type: 'complete', known }).refused
  if (first !== undefined && first !== 'HOLDER_INACTIVE' && first !== 'LICENSE_MISSING') return refusedAs(first)
  // The last one is being evaluated.
  if (!counted && row.attempts >= parts.maxAttempts) return refusedAs('ATTEMPTS_EXCEEDED')
  if (!(await scene.outside.holder(row.holderId))) return invalid()
  const { refused } = decideRegistration(stateOf(row, await factsOf(scene, row)), { type: 'complete', known })
  return refused === undefined ? undefined : refusedAs(refused)
}

const refusedAs = (code: RegistrationRefusal): PortalError => refusal(code, explanations[code])
