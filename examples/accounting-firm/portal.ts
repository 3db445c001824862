// The parts of the application, put together: the policy, the database, mail, and what the firm knows of its people.
import * as argon2 from '@node-rs/argon2'
import type { Kysely } from 'kysely'
import { argon2idPasswords } from 'portico/node'
import { createPortico, storageRateLimits, type Holders, type Mailer, type PortalEvent, type PorticoWithRegistration } from 'portico/server'
import { systemClock } from 'portico/system'
import { webCrypto } from 'portico/webcrypto'
import type { Database, Tables } from './database.js'
import { policy, type FirmPolicy } from './exchange.js'
import { createSessions, type Sessions } from './sessions.js'

export interface Firm {
  readonly portico: PorticoWithRegistration<FirmPolicy>
  readonly sessions: Sessions
  readonly db: Kysely<Tables>
}

export function startFirm({ db, storage }: Database, mailer: Mailer, origin: string): Firm {
  const crypto = webCrypto()
  const clock = systemClock()
  const sessions = createSessions(db, crypto)
  const portico = createPortico({
    policy,
    storage,
    mailer,
    clock,
    random: crypto,
    digest: crypto,
    passwords: argon2idPasswords(argon2),
    links: { origin, allowLocalhost: true }, // not needed where the origin is https
    from: { address: 'portal@roy.example', name: 'Roy et associés' },
    timeZone: 'America/Montreal',
    registration: {
      holders: holdersIn(db),
      rateLimits: storageRateLimits({ storage, clock, digest: crypto }),
      contact: 'olga@roy.example',
    },
    onEvents: (events) => act(events, sessions, db),
    onError: (error) => console.error(error),
  })
  return { portico, sessions, db }
}

/** What has to happen in the application. Events come at most once, so requests ask what an account may do as well. */
async function act(events: readonly PortalEvent[], sessions: Sessions, db: Kysely<Tables>): Promise<void> {
  for (const event of events) {
    if (event.type === 'holderSessionsEnd') await sessions.endAllOf(event)
    if (event.type === 'purgeData') await db.deleteFrom('files').where('exchange', '=', event.holderPortalId).execute()
  }
}

/** The staff, the offices and the contacts are rows of the application. */
const holdersIn = (db: Kysely<Tables>): Holders => ({
  async get(portalId, id) {
    const row = await db.selectFrom('holders').selectAll().where('firm', '=', portalId).where('id', '=', id).executeTakeFirst()
    return row && { ...row, active: row.active === 1, handlers: staffOf(row) }
  },
})

/** The members and accounts who work for a client. */
export const staffOf = ({ staff }: Pick<Tables['holders'], 'staff'>): string[] => JSON.parse(staff) as string[]
