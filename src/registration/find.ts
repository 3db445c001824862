import * as z from 'zod'
import { isPortalError, type PortalError } from '../errors.js'
import type { Stored } from '../ports/storage.js'
import { parseAddress } from '../workflow/address.js'
import { commandOf, id, read, text } from '../workflow/input.js'
import type { HolderPortal } from './answers.js'
import { kindOf } from './kinds.js'
import type { RegistrationParts } from './parts.js'
import { holderPortal, isOver, listedAs, subjectOf, type HolderPortalRow } from './records.js'
import { reading, refusal, shown, type OperatorScene } from './scene.js'
import { asOf } from './transitions.js'

/** What portals of holders are looked for. */
export interface FindHolderPortals {
  readonly portalId: string
  readonly actorId: string
  /** The whole address, as people write it; nothing in it is a pattern. */
  readonly email?: string | undefined
  readonly holderId?: string | undefined
  /** All kinds that he may see, when left out. */
  readonly kinds?: readonly string[] | undefined
  /** Whether those are given too whose time is over: no, when left out. Closed ones never are. */
  readonly expired?: boolean | undefined
  /** 1 to 100; 50 when left out. */
  readonly limit?: number | undefined
  /** The `next` of the page before. */
  readonly after?: string | undefined
}

/** A page of them. It may be shorter than `limit` though there are more: only `next` tells. */
export interface HolderPortalPage {
  readonly items: readonly HolderPortal[]
  readonly next?: string
}

const shape = commandOf({
  portalId: id,
  actorId: id,
  email: z.string().max(1_000).optional(),
  holderId: id.optional(),
  kinds: z.array(text(100)).max(100).readonly().optional(),
  expired: z.boolean().default(false),
  limit: z.number().int().min(1).max(100).default(50),
  after: z.string().max(2_000).optional(),
})
type Question = z.infer<typeof shape>

/** A list that is read from the storage: of a kind, or of a kind in an office. */
interface List {
  readonly listed: string
  readonly office?: string
}

/** Finds the portals that a member of the firm may see. What he may not see is not read from the storage, as far as kinds and offices tell. */
export async function find(parts: RegistrationParts, input: FindHolderPortals): Promise<HolderPortalPage> {
  const question = read(shape, input, 'find')
  const { portalId, actorId } = question
  return reading(parts, { name: 'findHolderPortals', portalId, actorId, action: 'find' }, async (scene) => {
    const email = comparedEmail(question.email)
    if (email === null) return { items: [] }
    const lists = await listsFor(scene, question)
    return pageOf(scene, lists, { ...question, email }).catch((error: unknown) => {
      throw question.after !== undefined && isPortalError(error, 'STORAGE_REFUSED') ? noCursor(question.after) : error
    })
  })
}

/** The address in the form that is compared; null for what is none: nobody has it. */
function comparedEmail(given: string | undefined): string | null | undefined {
  try {
    return given === undefined ? undefined : parseAddress(given.trim()).email
  } catch (error) {
    if (isPortalError(error, 'EMAIL_INVALID')) return null
    throw error
  }
}

/** The lists that he may see something of. */
async function listsFor(scene: OperatorScene, { kinds, expired }: Question): Promise<readonly List[]> {
  const { parts, tx, firm } = scene
  const delegations = await tx.find('delegations', 'byPortal', { portalId: firm.id })
  const inKind = (name: string): readonly List[] => {
    const kind = kindOf(parts.kinds, name)
    const can = (delegates: readonly string[], handlers: readonly string[]): boolean =>
      scene.can('find', subjectOf({ portalId: firm.id, kind: name, handlers }, kind, delegates))
    const of = (office: string): readonly string[] =>
      delegations.filter((one) => one.kind === name && one.office === office).flatMap(({ delegates }) => delegates)
    const lists = (place: { readonly office?: string }): readonly List[] =>
      [false, ...(expired ? [true] : [])].map((over) => ({ listed: listedAs(name, over), ...place }))
    // Those who have the right on some holders look through all of the kind, and see their own.
    if (can(of(''), []) || (kind.operators.handlers && can([], [scene.actor.id]))) return lists({})
    const offices = new Set(delegations.map(({ office }) => office))
    return [...offices].filter((office) => can(of(office), [])).flatMap((office) => lists({ office }))
  }
  const wanted = kinds ?? Object.keys(parts.kinds)
  return [...new Set(wanted)].filter((name) => Object.hasOwn(parts.kinds, name)).flatMap(inKind)
}

/** Reads list after list until the page is full. The cursor says in which list it goes on, and where. */
async function pageOf(scene: OperatorScene, lists: readonly List[], question: Question): Promise<HolderPortalPage> {
  const { limit, after, email } = question
  const [first, inner] = cursorOf(after, lists.length)
  const items: HolderPortal[] = []
  let cursor = inner
  for (let at = first; at < lists.length; at++) {
    const list = lists[at]
    if (!list) break
    const page = await readList(scene, list, email, { limit: limit - items.length, ...(cursor !== undefined && { after: cursor }) })
    const seen = await Promise.all(page.items.map(async ({ row }) => visible(scene, row, question)))
    items.push(...seen.filter((one) => one !== undefined))
    if (page.next !== undefined) return { items, next: JSON.stringify([at, page.next]) }
    cursor = undefined
    if (items.length >= limit) return at + 1 < lists.length ? { items, next: JSON.stringify([at + 1]) } : { items }
  }
  return { items }
}

function readList(
  { parts: { runtime }, firm: { id: portalId } }: OperatorScene,
  { listed, office }: List,
  email: string | undefined,
  page: { readonly limit: number; readonly after?: string },
): Promise<{ readonly items: readonly Stored<'holderPortals'>[]; readonly next?: string }> {
  const { storage } = runtime
  if (email === undefined)
    return office === undefined
      ? storage.find('holderPortals', 'byKind', { portalId, listed }, page)
      : storage.find('holderPortals', 'byOffice', { portalId, listed, office }, page)
  return office === undefined
    ? storage.find('holderPortals', 'byAddress', { portalId, listed, email }, page)
    : storage.find('holderPortals', 'byOfficeAndAddress', { portalId, listed, office, email }, page)
}

/** The portal, if he may see it, and if it is that holder's. Who the holder of a private one is, is not told by finding it. */
async function visible(
  scene: OperatorScene,
  stored: HolderPortalRow,
  { email, holderId, expired }: Question,
): Promise<HolderPortal | undefined> {
  const row = asOf(stored, scene.now, scene.parts.lifetimes)
  // It stands among the others until something has run that wrote its end down.
  if (isOver(row) && !expired) return undefined
  const full = holderPortal(row, kindOf(scene.parts.kinds, row.kind), await scene.delegatesOf(row))
  if (!scene.can('find', full)) return undefined
  const portal = await shown(scene, row)
  const told = (email === undefined || portal.email !== null) && (holderId === undefined || portal.holderId === holderId)
  return told ? portal : undefined
}

/** @throws PortalError `INPUT_INVALID` for a cursor that is none of ours */
function cursorOf(after: string | undefined, lists: number): readonly [number, string?] {
  if (after === undefined) return [0]
  try {
    const parsed = z.union([z.tuple([z.number().int().min(0)]), z.tuple([z.number().int().min(0), z.string()])]).parse(JSON.parse(after))
    if (parsed[0] < lists) return parsed
  } catch {
    // said below
  }
  throw noCursor(after)
}

const noCursor = (after: string): PortalError => refusal('INPUT_INVALID', '`after` is no cursor of ours', { after })
