import { PortalError } from '../errors.js'
import type { Row } from '../records.js'
import type { Runtime } from './runtime.js'
import { hashToken, isToken } from './tokens.js'

/** What is stored of a link: which record it is about, and until when. */
export type Bearer = Row<'tokens'>

/**
 * Whoever has a link with this token. It may have ended, or its record may not wait for it any more; that is for the workflow to say.
 *
 * @param token anything: it is looked up only when it has the shape of a token
 * @throws PortalError `TOKEN_INVALID` when there is no such link for this purpose
 */
export async function bearerOf({ storage, digest }: Pick<Runtime, 'storage' | 'digest'>, purpose: string, token: unknown): Promise<Bearer> {
  if (isToken(token)) {
    const { items } = await storage.find('tokens', 'hash', { hash: await hashToken(digest, purpose, token) }, { limit: 1 })
    const found = items[0]?.row
    if (found?.purpose === purpose) return found
  }
  throw new PortalError('TOKEN_INVALID', 'no link of ours')
}
