import * as z from 'zod'
import type { Quotas } from '../records.js'
import { parseAddress } from '../workflow/address.js'
import { execute } from '../workflow/command.js'
import { byName, commandOf, email, id, language, name, read, request, text } from '../workflow/input.js'
import { memberAt, memberRow, portalFor, type PortalRow } from '../workflow/people.js'
import { postOf, type PortalEvent } from '../workflow/post.js'
import { moved, noSeats } from '../workflow/seats.js'
import { newId } from '../workflow/tokens.js'
import { memberState, type MemberState } from './answers.js'
import { askToConfirm } from './on-member.js'
import { portalState, type PortalAnswer } from './portal-answers.js'
import { refusal, type Parts } from './scene.js'

/** A portal that is about to be made, and its owner. */
export interface NewPortal {
  readonly portalId: string
  readonly name: string
  readonly owner: {
    readonly name: string
    readonly email: string
    /** Whether the host application knows that the address is his: some workflows ask for that. */
    readonly emailVerified?: boolean | undefined
    readonly identity?: string | undefined
    /** BCP 47; `en` by default. */
    readonly language?: string | undefined
  }
  readonly options?: Readonly<Record<string, boolean>> | undefined
  readonly licences?: readonly string[] | undefined
  readonly quotas?: Quotas | undefined
  readonly idempotencyKey?: string | undefined
  readonly correlationId?: string | undefined
}

const seat = z.number().int().min(0).max(1e9).nullable()
/** How many seats there are. */
export const quotas = z.strictObject({ users: seat, guests: seat, administrators: seat })
export const options = byName(z.boolean())
export const feature = text(200)
const shape = commandOf({
  ...request,
  name,
  owner: z.strictObject({
    name,
    email,
    emailVerified: z.boolean().default(false),
    identity: id.optional(),
    language: language.default('en'),
  }),
  options: options.default({}),
  licences: z.array(feature).max(1_000).default([]),
  quotas: quotas.default({ users: null, guests: null, administrators: null }),
})

/** Refuses what the policy does not know. @throws PortalError `PORTAL_INVALID` */
const checkPortal = ({ policy }: Parts, portal: PortalRow): void => void policy.parsePortal(portalFor(portal, portal.licences))

/** Makes a portal and its owner. */
export async function createPortal(parts: Parts, input: NewPortal): Promise<PortalAnswer & { readonly owner: MemberState }> {
  const { runtime, policy } = parts
  const { portalId, idempotencyKey, correlationId, ...body } = read(shape, input, 'createPortal')
  const address = parseAddress(body.owner.email)
  return execute(runtime, { name: 'createPortal', portalId, actorId: null, idempotencyKey, correlationId, body }, async (tx) => {
    if (await tx.get('portals', portalId, portalId)) throw refusal('PORTAL_EXISTS', `there is a portal \`${portalId}\``, { portalId })
    const { now } = tx
    const made = memberRow(newId(runtime.random), { portal: { id: portalId }, now }, { ...body.owner, type: 'user', address })
    const { name: called, options: wanted, licences, quotas: seats } = body
    const portal: PortalRow = {
      portalId,
      id: portalId,
      name: called,
      ownerId: made.id,
      status: 'active',
      options: wanted,
      modules: {},
      licences,
      quotas: seats,
      createdAt: now,
    }
    checkPortal(parts, portal)
    policy.parseMember(memberAt(made, now))
    const events: PortalEvent[] = []
    const scene = { portal, now, mail: postOf(runtime, tx, portal, events) }
    const owner = body.owner.emailVerified ? made : askToConfirm(parts, scene, made, address.address, null)
    tx.insert('portals', portal)
    tx.insert('members', owner)
    tx.insert('seats', moved(noSeats(portalId), [{ after: owner }], now))
    return {
      answer: { portal: portalState(portal), owner: memberState(owner, now), events },
      subject: 'portals',
      subjectId: portalId,
      after: 'active',
    }
  })
}
