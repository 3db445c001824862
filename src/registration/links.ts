import * as z from 'zod'
import type { PortalError } from '../errors.js'
import { maskedAddress } from '../workflow/address.js'
import { bearerOf, type Bearer } from '../workflow/bearer.js'
import { read } from '../workflow/input.js'
import { begin } from '../workflow/transaction.js'
import type { RegistrationLink } from './answers.js'
import { decideRegistration } from './machine.js'
import { explanations } from './messages.js'
import { outsideOf } from './outside.js'
import type { RegistrationParts } from './parts.js'
import { stateOf, type HolderPortalRow } from './records.js'
import { factsOf, mustBeActive, refusal, type Scene } from './scene.js'
import type { RegistrationRefusal } from './states.js'
import { asOf, present } from './transitions.js'

// The links to register: what one is for, and why it does not register now.

const shape = z.strictObject({ token: z.unknown().optional() })

/** What a link is for; changes nothing, however often. */
export async function inspect(parts: RegistrationParts, input: unknown): Promise<RegistrationLink> {
  const { runtime } = parts
  const { token } = read(shape, input, 'inspect')
  const bearer = await bearerOf(runtime, 'register', token)
  const tx = begin(runtime.storage, runtime.clock.now())
  const firm = await tx.get('portals', bearer.portalId, bearer.portalId)
  const stored = await tx.get('holderPortals', bearer.portalId, bearer.subjectId)
  if (!firm || !stored) throw invalid()
  const row = asOf(stored, tx.now, parts.lifetimes)
  const refused = await refusedFor({ parts, outside: outsideOf(parts, firm.id) }, row, bearer)
  if (refused) throw refused
  mustBeActive(firm)
  return { firmName: firm.name, kind: row.kind, email: maskedAddress(row.address), expiresAt: bearer.expiresAt, language: row.language }
}

/** A link that is none. */
export const invalid = (): PortalError => refusal('TOKEN_INVALID', explanations.TOKEN_INVALID)

/** The record that the link is about; a link without one is none. */
export async function rowFor(scene: Scene, { portalId, subjectId }: Bearer): Promise<HolderPortalRow> {
  const row = await scene.tx.get('holderPortals', portalId, subjectId)
  if (!row) throw invalid()
  return present(scene, row)
}

/** Why the link does not register now, if it does not. `counted`: this attempt is among those that are counted. */
export async function refusedFor(
  scene: Pick<Scene, 'parts' | 'outside'>,
  row: HolderPortalRow,
  { generation }: Bearer,
  counted = false,
): Promise<PortalError | undefined> {
  const known = row.generation === generation
  // Holder and licence come last, and are asked only where nothing else is in the way.
  const first = decideRegistration({ ...stateOf(row), holderActive: true, licensed: true }, { type: 'complete', known }).refused
  if (first !== undefined) return refusedAs(first, row)
  // The last one is being evaluated.
  if (!counted && row.attempts >= scene.parts.maxAttempts) return refusedAs('ATTEMPTS_EXCEEDED', row)
  if (!(await scene.outside.holder(row.holderId))) return invalid()
  const { refused } = decideRegistration(stateOf(row, await factsOf(scene, row)), { type: 'complete', known })
  return refused === undefined ? undefined : refusedAs(refused, row)
}

/** The refusal, in the language of the letter: but whoever has a link that is none learns nothing. */
const refusedAs = (code: RegistrationRefusal, { language }: HolderPortalRow): PortalError =>
  code === 'TOKEN_INVALID' ? invalid() : refusal(code, explanations[code], { language })
