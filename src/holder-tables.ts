import { boolean, integer, json, nullable, oneOf, table, text, type Table } from './columns.js'
import type { PendingConfirmation } from './stored-values.js'

/** What is stored of the portals of holders, beside the tables of `records.ts`. */
export const holderTables = {
  /** The portals that the holders of a firm have: its staff, offices, clients …; the firm itself is the portal that they belong to. */
  holderPortals: table(
    {
      kind: text,
      /** Whose it is: a record of the host application. */
      holderId: text,
      /** What the holder is called. */
      name: text,
      /** The office that he belongs to; empty when there is none. */
      office: text,
      /** The members and groups of the firm who have the right on this holder. */
      handlers: json<readonly string[]>(),
      /** Whether only the owner of the firm's portal sees who the holder is. */
      private: boolean,
      /** The portal's status and that of its registration: `unregistered/open`. */
      status: text,
      permanence: oneOf('permanent', 'temporary'),
      /** The address in the form that is compared, and as it was given. */
      email: text,
      address: text,
      holderActive: boolean,
      licensed: boolean,
      /** Counts the links to register; only the last one works. */
      generation: integer,
      /** How often the last link was used. */
      attempts: integer,
      delivery: oneOf('queued', 'sent', 'failed', 'bounced'),
      /** When the last link to register ends. */
      expiresAt: nullable(integer),
      /** What a link to the present address (an association) or to a new one waits for. */
      pending: json<PendingConfirmation | null>(),
      /** Counts those links. */
      confirmations: integer,
      /** The staff member who registers for an office or the firm. */
      registrantId: nullable(text),
      /** What the application said of where the registrant came from. */
      registeredFrom: nullable(text),
      registeredAt: nullable(integer),
      /** Who owns the portal: its account, since it was registered. */
      ownerId: nullable(text),
      language: text,
      /** The requests for files that are open. */
      openRequests: json<readonly string[]>(),
      /** When the last of them was completed. */
      requestsCompletedAt: nullable(integer),
      /** When a temporary portal ends; null while requests are open, and for a permanent one. */
      endsAt: nullable(integer),
      /** Whether the coming end was written to him. */
      reminded: boolean,
      /** When time does something with it; null when never. */
      dueAt: nullable(integer),
      createdAt: integer,
      /** Kind and holder while the portal exists, so that there is one for each; null once it is closed. */
      holderKey: nullable(text),
      /** The kind for lists, `expired:` before it once it is over; null once it is closed. */
      listed: nullable(text),
    },
    {
      unique: { holderKey: ['portalId', 'holderKey'] },
      indexes: {
        byPortal: ['portalId'],
        byHolder: ['portalId', 'holderId'],
        byRegistrant: ['portalId', 'registrantId'],
        byKind: ['portalId', 'listed'],
        byOffice: ['portalId', 'listed', 'office'],
        byAddress: ['portalId', 'listed', 'email'],
        byOfficeAndAddress: ['portalId', 'listed', 'office', 'email'],
        due: ['dueAt'],
      },
    },
  ),
  /** How many portals of holders take a seat: one record for each name of a seat, which is its id. */
  holderSeats: table({ taken: integer }, { unique: {}, indexes: { byPortal: ['portalId'] } }),
  /** Who creates and looks after the portals of a kind, or of a kind in an office, beside the administrators. */
  delegations: table(
    { kind: text, office: text, delegates: json<readonly string[]>(), createdAt: integer },
    { unique: {}, indexes: { byPortal: ['portalId'] } },
  ),
} as const satisfies Readonly<Record<string, Table>>
