import * as z from 'zod'
import { PortalError } from '../errors.js'
import type { Holder } from '../ports/holders.js'
import { parseAddress, type Address } from '../workflow/address.js'
import { asking, commandOf, id, read, text, type Asking } from '../workflow/input.js'
import { languageFor } from '../workflow/letters.js'
import { newId } from '../workflow/tokens.js'
import type { HolderPortalAnswer, HolderPortalPreview } from './answers.js'
import { kindOf, type PortalKind } from './kinds.js'
import type { RegistrationParts } from './parts.js'
import { absent, holderKey, subjectOf, type AnyState, type HolderPortalRow } from './records.js'
import { asOperator, isLicensed, reading, refusal, type OperatorScene } from './scene.js'
import { isMixedScript } from './scripts.js'
import { asOf, decided, follow, moveSeat, put, told } from './transitions.js'

/** A portal that is about to be created. */
export interface NewHolderPortal {
  readonly holderId: string
  /** `staff`, `office`, `firm`, `client`, `contact`, or a kind of the application's own. */
  readonly kind: string
  /** Where the link goes: the holder's own address when left out. */
  readonly email?: string | undefined
  /** What the kind allows; the first that it does, when left out. */
  readonly permanence?: 'permanent' | 'temporary' | undefined
  /** The staff member who registers, for kinds that one of the staff registers (office, firm). */
  readonly registrantId?: string | undefined
  /** Whether only the owner of the firm's portal sees who the holder is: no, when left out. */
  readonly private?: boolean | undefined
}

/** What brings the link to register. */
const letter = 'portalRegistration'

const shape = commandOf({
  ...asking,
  holderId: id,
  kind: text(100),
  email: z.string().optional(),
  permanence: z.enum(['permanent', 'temporary']).optional(),
  registrantId: id.optional(),
  private: z.boolean().default(false),
})
type Wanted = Omit<z.infer<typeof shape>, 'portalId' | 'actorId' | 'idempotencyKey' | 'correlationId'>

/** What would be created, as far as every guard lets it. */
interface Checked {
  readonly holder: Holder
  readonly kind: PortalKind
  readonly address: Address
  readonly permanence: 'permanent' | 'temporary'
}

/** Shows what `create` would do; nothing is written or sent. */
export async function preview(parts: RegistrationParts, input: Asking & NewHolderPortal): Promise<HolderPortalPreview> {
  const { portalId, actorId, idempotencyKey: _, correlationId: __, ...wanted } = read(shape, input, 'preview')
  return reading(parts, { name: 'previewHolderPortal', portalId, actorId, action: 'preview' }, async (scene) => {
    const { holder, kind, address, permanence } = await checked(scene, wanted, 'preview')
    const { features, seats = {} } = await scene.outside.licences()
    if (!isLicensed({ features }, kind)) throw unlicensed(kind)
    const taken = (await scene.tx.get('holderSeats', portalId, kind.seat))?.taken ?? 0
    const left = Object.hasOwn(seats, kind.seat) ? (seats[kind.seat] ?? null) : null
    if (left !== null && taken >= left)
      throw refusal('LICENSE_SEATS_EXHAUSTED', `no seat is left among the ${kind.seat}`, { seat: kind.seat })
    await refuseSecond(scene, wanted)
    return {
      kind: wanted.kind,
      permanence,
      holder: { id: holder.id, name: holder.name, kind: holder.kind },
      email: address.address,
      warnings: isMixedScript(address.address) ? ['mixedScript'] : [],
      licence: { features: kind.features, seats: left, taken },
      letter: {
        name: letter,
        language: languageFor(parts.letters, letter, holder.language ?? 'en'),
        expiresAt: scene.now + parts.linkLifetime,
      },
    }
  })
}

/** Creates a portal, and sends the link to register. */
export async function create(parts: RegistrationParts, input: Asking & NewHolderPortal): Promise<HolderPortalAnswer> {
  const { portalId, actorId, idempotencyKey, correlationId, ...wanted } = read(shape, input, 'create')
  const asked = { name: 'createHolderPortal', portalId, actorId, idempotencyKey, correlationId, body: wanted, action: 'create' }
  return asOperator(parts, asked, async (scene) => {
    const { holder, kind, address, permanence } = await checked(scene, wanted, 'create')
    if (!isLicensed(await scene.outside.licences(), kind)) throw unlicensed(kind)
    await moveSeat(scene, wanted.kind, 1)
    await refuseSecond(scene, wanted)
    const made = rowOf(parts, scene, { ...wanted, permanence }, holder, address)
    const { state, effects } = decided(absent({ holderActive: true, licensed: true }), { type: 'create', permanence })
    const row = put(scene, undefined, { ...made, ...state }, effects)
    scene.tx.insert('holderPortals', row)
    await follow(scene, undefined, row, effects)
    return told(scene, undefined, row)
  })
}

/** Everything that is asked before the licence. @throws PortalError */
async function checked(scene: OperatorScene, wanted: Wanted, action: 'create' | 'preview'): Promise<Checked> {
  const { outside, parts, firm } = scene
  const kind = kindOf(parts.kinds, wanted.kind)
  const holder = await outside.holder(wanted.holderId)
  const office = holder?.office ?? ''
  const delegates = await scene.delegatesOf({ kind: wanted.kind, office })
  scene.require(action, subjectOf({ portalId: firm.id, kind: wanted.kind, handlers: holder?.handlers ?? [] }, kind, delegates))
  if (!holder) throw refusal('HOLDER_NOT_FOUND', `there is no holder \`${wanted.holderId}\``, { holderId: wanted.holderId })
  const given = wanted.email ?? holder.email ?? ''
  if (given.trim() === '') throw refusal('EMAIL_REQUIRED', 'every portal needs an address')
  const address = parseAddress(given)
  const permanence = wanted.permanence ?? kind.permanence[0] ?? 'permanent'
  if (!kind.permanence.includes(permanence))
    throw refusal('PERMANENCE_NOT_ALLOWED', `a portal of kind \`${wanted.kind}\` is not ${permanence}`, { allowed: kind.permanence })
  if (holder.kind !== kind.holder)
    throw refusal('HOLDER_KIND_MISMATCH', `a portal of kind \`${wanted.kind}\` is for one of kind \`${kind.holder}\``, {
      kind: holder.kind,
    })
  if (!holder.active) throw refusal('HOLDER_INACTIVE', 'the holder is not there any more', { holderId: holder.id })
  await checkRegistrant(scene, kind, wanted.registrantId)
  return { holder, kind, address, permanence }
}

/** One of the staff registers for an office or the firm, and is recorded. @throws PortalError `REGISTRANT_REQUIRED`, `HOLDER_INACTIVE`, `INPUT_INVALID` */
async function checkRegistrant({ outside }: OperatorScene, { registrant }: PortalKind, registrantId: string | undefined): Promise<void> {
  if (registrant === 'holder') {
    if (registrantId !== undefined) throw refusal('INPUT_INVALID', 'the holder himself registers such a portal', { registrantId })
    return
  }
  if (registrantId === undefined) throw refusal('REGISTRANT_REQUIRED', 'one of the staff registers such a portal: name him')
  const one = await outside.holder(registrantId)
  if (one?.kind !== 'staff' || !one.active)
    throw refusal('HOLDER_INACTIVE', `\`${registrantId}\` is none of the staff who are there`, { holderId: registrantId })
}

/** @throws PortalError `PORTAL_EXISTS`, with the portal that there is */
async function refuseSecond({ tx, firm, now, parts }: OperatorScene, { kind, holderId }: Wanted): Promise<void> {
  const [there] = await tx.find('holderPortals', 'holderKey', { portalId: firm.id, holderKey: holderKey(kind, holderId) })
  if (!there) return
  const { id: holderPortalId, status } = asOf(there, now, parts.lifetimes)
  throw new PortalError('PORTAL_EXISTS', 'the holder has a portal of this kind', { holderPortalId, status })
}

const unlicensed = ({ features }: PortalKind): PortalError =>
  refusal('LICENSE_MISSING', 'a feature that is needed is not licensed', { features })

function rowOf(
  { runtime }: RegistrationParts,
  { firm, now }: OperatorScene,
  wanted: Wanted & { readonly permanence: 'permanent' | 'temporary' },
  { id: holderId, name, office, handlers, language }: Holder,
  { address, email }: Address,
): Omit<HolderPortalRow, keyof AnyState> {
  return {
    portalId: firm.id,
    id: newId(runtime.random, now),
    kind: wanted.kind,
    holderId,
    name,
    office: office ?? '',
    handlers: handlers ?? [],
    private: wanted.private,
    email,
    address,
    expiresAt: null,
    pending: null,
    confirmations: 0,
    registrantId: wanted.registrantId ?? null,
    registeredFrom: null,
    registeredAt: null,
    ownerId: null,
    language: language ?? 'en',
    openRequests: [],
    requestsCompletedAt: null,
    endsAt: null,
    reminded: false,
    dueAt: null,
    createdAt: now,
    holderKey: null,
    listed: null,
  }
}
