// The sessions of the application. portico begins none: it says whose portal a login name and a password open, and when sessions end.
import type { Kysely } from 'kysely'
import { hashToken, isToken, mintToken, type Digest, type Random, type SignedIn } from 'portico/server'
import type { Tables } from './database.js'

const hours = 8

export interface Sessions {
  /** Begins a session with an id that is new; gives the id, for the cookie. */
  begin(who: SignedIn): Promise<string>
  whoHas(id: string | undefined): Promise<SignedIn | undefined>
  end(id: string | undefined): Promise<void>
  /** Ends all sessions of an account; gives how many there were. */
  endAllOf(who: SignedIn): Promise<number>
}

export function createSessions(db: Kysely<Tables>, crypto: Random & Digest): Sessions {
  // Whoever reads the table finds no session that he could take over.
  const hashOf = (id: string): Promise<string> => hashToken(crypto, 'session', id)
  return {
    async begin({ portalId, holderPortalId }) {
      const id = mintToken(crypto)
      const ends = new Date(Date.now() + hours * 3_600_000).toISOString()
      await db
        .insertInto('sessions')
        .values({ hash: await hashOf(id), firm: portalId, account: holderPortalId, ends_at: ends })
        .execute()
      return id
    },
    async whoHas(id) {
      if (!isToken(id)) return undefined
      const found = await db
        .selectFrom('sessions')
        .selectAll()
        .where('hash', '=', await hashOf(id))
        .executeTakeFirst()
      if (!found || found.ends_at <= new Date().toISOString()) return undefined
      return { portalId: found.firm, holderPortalId: found.account }
    },
    async end(id) {
      if (isToken(id))
        await db
          .deleteFrom('sessions')
          .where('hash', '=', await hashOf(id))
          .execute()
    },
    async endAllOf({ portalId, holderPortalId }) {
      const ended = await db.deleteFrom('sessions').where('firm', '=', portalId).where('account', '=', holderPortalId).executeTakeFirst()
      return Number(ended.numDeletedRows)
    },
  }
}
