import type { Digest } from '../ports/crypto.js'

/** What a command is known again by. */
export interface Key {
  readonly id: string
  /** Of what was asked for: the same key for something else is a mistake. */
  readonly bodyHash: string
}

/** What a key is made from. */
interface Keyed {
  readonly name: string
  readonly actorId: string | null
  readonly linkId?: string | undefined
  readonly idempotencyKey?: string | undefined
  readonly body: unknown
}

/** What a key is stored under: nobody meets the keys of others, and who has a link only those that were given with this link. */
export async function keyOf(digest: Digest, { name, actorId, linkId, idempotencyKey, body }: Keyed): Promise<Key | undefined> {
  if (idempotencyKey === undefined) return undefined
  const whose = linkId === undefined ? [actorId] : [actorId, linkId]
  return {
    id: await digest.sha256(JSON.stringify(['idempotency', ...whose, idempotencyKey])),
    bodyHash: await digest.sha256(JSON.stringify([name, inOrder(body)])),
  }
}

/** The same value with its keys in one order, whatever order they were given in. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  const sorted = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return sorted.map(([key, inside]) => [key, inOrder(inside)]).filter(([, inside]) => inside !== undefined)
}
