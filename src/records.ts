import type { ModuleAccess } from './portal.js'
import { boolean, integer, json, nullable, oneOf, table, text, type Column, type Table } from './columns.js'
import { holderTables } from './holder-tables.js'
import type { LetterVariables, Quotas, TemporaryGrant } from './stored-values.js'

export type { Column, Table } from './columns.js'
export type { LetterVariables, PendingConfirmation, Quotas, TemporaryGrant } from './stored-values.js'

// What is stored, as one table of facts: the types of the records, the memory store, the migrations and the queries of the database
// adapters are all made from it. Times are milliseconds since 1970 in UTC.

/** Everything that is stored. */
export const tables = {
  /** A portal is a record of itself: its `portalId` is its `id`. */
  portals: table(
    {
      name: text,
      ownerId: text,
      status: oneOf('active', 'suspended', 'deleted'),
      options: json<Readonly<Record<string, boolean>>>(),
      modules: json<Readonly<Record<string, ModuleAccess>>>(),
      licences: json<readonly string[]>(),
      quotas: json<Quotas>(),
      createdAt: integer,
    },
    { unique: {}, indexes: { byOwner: ['ownerId'] } },
  ),
  /** How many seats of a portal are taken: one record for each portal, with its id. */
  seats: table(
    {
      users: integer,
      guests: integer,
      /** Those who administer something for good. */
      administrators: integer,
      /** Those who administer something until then, and nothing for good. */
      temporary: json<readonly { readonly memberId: string; readonly until: number }[]>(),
    },
    { unique: {}, indexes: { byPortal: ['portalId'] } },
  ),
  members: table(
    {
      type: oneOf('guest', 'user'),
      status: oneOf('active', 'disabled'),
      /** What he administers for good. */
      administers: json<'everything' | readonly string[]>(),
      /** What he administers for a time. */
      temporary: json<readonly TemporaryGrant[]>(),
      /** Whether he was a guest until he was made an administrator, and will be one again. */
      promoted: boolean,
      groups: json<readonly string[]>(),
      name: text,
      /** His address, in the form that is compared. */
      email: nullable(text),
      /** His address, spelled as it was given: letters go there. */
      address: nullable(text),
      emailVerifiedAt: nullable(integer),
      /** The address that he is about to have, once it is confirmed. */
      pendingAddress: nullable(text),
      /** Who entered it; null for the application. */
      addressAskedBy: nullable(text),
      /** Counts the links that were sent to confirm an address: only the last one works. */
      emailGeneration: integer,
      /** Who he is in the host application. */
      identity: nullable(text),
      /** The reassignment of his data that is running. */
      reassignmentId: nullable(text),
      language: text,
      createdAt: integer,
    },
    { unique: { email: ['portalId', 'email'], identity: ['portalId', 'identity'] }, indexes: { byPortal: ['portalId'] } },
  ),
  reassignments: table(
    {
      fromId: text,
      toId: text,
      requestedBy: text,
      status: oneOf('running', 'completed', 'failed'),
      done: integer,
      total: nullable(integer),
      result: nullable(text),
      createdAt: integer,
      finishedAt: nullable(integer),
    },
    { unique: {}, indexes: { byPortal: ['portalId'], byReceiver: ['portalId', 'toId', 'status'] } },
  ),
  groups: table({ name: text, createdAt: integer }, { unique: { name: ['portalId', 'name'] }, indexes: { byPortal: ['portalId'] } }),
  invitations: table(
    {
      /** The address in the form that is compared, and as it was given. */
      email: text,
      address: text,
      name: nullable(text),
      type: oneOf('guest', 'user'),
      administers: json<'everything' | readonly string[]>(),
      groups: json<readonly string[]>(),
      invitedBy: text,
      /** Whom the one who accepted it became. */
      memberId: nullable(text),
      language: text,
      status: oneOf('open', 'accepted', 'declined', 'withdrawn', 'expired', 'void'),
      generation: integer,
      expiresAt: integer,
      createdAt: integer,
      /** The address while the invitation is open, so that there is one at a time; null afterwards. */
      openEmail: nullable(text),
    },
    { unique: { openEmail: ['portalId', 'openEmail'] }, indexes: { byPortal: ['portalId'] } },
  ),
  transfers: table(
    {
      /** The transfers of a portal are numbered, from 1. */
      number: integer,
      ownerId: text,
      candidateId: text,
      status: oneOf('pending', 'confirmed', 'proposed', 'waiting', 'completed', 'declined', 'cancelled', 'expired', 'superseded'),
      /** What the candidate was called, for letters about him when he is gone. */
      candidateName: text,
      /** Counts the links; only the last one works. */
      generation: integer,
      /** The address that the last link goes to, as it is compared: the link of a former address is dead. */
      sentTo: nullable(text),
      /** The full administrators who agree, where the owner is gone. */
      approvals: json<readonly string[]>(),
      expiresAt: integer,
      /** When time ends it, while it is open; null afterwards. */
      dueAt: nullable(integer),
      /** When letters with a link, or a proposal, were asked for lately: for the limit on them. */
      askedAt: json<readonly number[]>(),
      createdAt: integer,
      endedAt: nullable(integer),
      /** The portal while the transfer is open, so that there is one at a time; null afterwards. */
      openPortal: nullable(text),
    },
    { unique: { openPortal: ['openPortal'], number: ['portalId', 'number'] }, indexes: { byPortal: ['portalId'], due: ['dueAt'] } },
  ),
  ...holderTables,
  /** The password of an account: of a member, or of a holder's portal. */
  credentials: table(
    { accountId: text, passwordHash: text, changedAt: integer },
    { unique: { account: ['portalId', 'accountId'] }, indexes: { byPortal: ['portalId'] } },
  ),
  loginNames: table(
    {
      key: text,
      accountId: text,
      /** Kind and holder of the portal that is over: he alone may have the name again, until then. */
      keptFor: nullable(text),
      keptUntil: nullable(integer),
      createdAt: integer,
    },
    { unique: { key: ['key'] }, indexes: { byAccount: ['portalId', 'accountId'] } },
  ),
  /** The live links: which record a token opens, and for what. Only hashes are stored. */
  tokens: table(
    { hash: text, purpose: text, subject: text, subjectId: text, generation: integer, expiresAt: integer, createdAt: integer },
    { unique: { hash: ['hash'] }, indexes: { bySubject: ['portalId', 'subject', 'subjectId'] } },
  ),
  /** What was answered to a command with an idempotency key; the id is a hash of the key and of who gave it. */
  idempotencyKeys: table(
    { command: text, bodyHash: text, answer: json<unknown>(), createdAt: integer },
    { unique: {}, indexes: { byPortal: ['portalId'] } },
  ),
  outbox: table(
    {
      /** Names the letter for ever: two entries with one key are one letter. */
      key: text,
      letter: text,
      language: text,
      toAddress: text,
      toName: text,
      variables: json<LetterVariables>(),
      /** The link in it: minted when the letter is sent, so that no table holds one. */
      link: json<OutboxLink | null>(),
      status: oneOf('waiting', 'sending', 'sent', 'dead', 'dropped'),
      attempts: integer,
      /** When somebody has to look at it again: the next attempt, or the end of a lease; null when it is done. */
      dueAt: nullable(integer),
      lastError: nullable(text),
      createdAt: integer,
      finishedAt: nullable(integer),
    },
    { unique: { key: ['portalId', 'key'] }, indexes: { byStatus: ['portalId', 'status'], due: ['dueAt'] } },
  ),
  /** How often something was done, in a period: the id is a hash of both, and of for whom. */
  rateLimits: table(
    {
      /** When, in this period. */
      takenAt: json<readonly number[]>(),
      /** When the record is of no use any more. */
      dueAt: integer,
    },
    { unique: {}, indexes: { due: ['dueAt'] } },
  ),
  audit: table(
    {
      at: integer,
      actorId: nullable(text),
      command: text,
      outcome: oneOf('accepted', 'refused'),
      code: nullable(text),
      subject: text,
      subjectId: text,
      before: nullable(text),
      after: nullable(text),
      correlationId: text,
    },
    { unique: {}, indexes: { byPortal: ['portalId'], bySubject: ['portalId', 'subject', 'subjectId'] } },
  ),
} as const satisfies Readonly<Record<string, Table>>

/** What a letter's link opens. */
export interface OutboxLink {
  readonly purpose: string
  /** The table and id of the record that the link is about, and the generation that it was asked for. */
  readonly subject: TableName
  readonly subjectId: string
  readonly generation: number
  /** When the link ends. */
  readonly expiresAt: number
}

/** The name of a kind of record. */
export type TableName =
  | 'portals'
  | 'seats'
  | 'members'
  | 'reassignments'
  | 'groups'
  | 'invitations'
  | 'transfers'
  | 'holderPortals'
  | 'holderSeats'
  | 'delegations'
  | 'credentials'
  | 'loginNames'
  | 'tokens'
  | 'idempotencyKeys'
  | 'outbox'
  | 'rateLimits'
  | 'audit'
/** The tables with records that somebody has to look at when their time has come. */
export type DueTable = 'outbox' | 'transfers' | 'holderPortals' | 'rateLimits'

type Columns<T extends TableName> = (typeof tables)[T]['columns']

/** A record of a table. */
export type Row<T extends TableName> = { readonly portalId: string; readonly id: string } & {
  readonly [K in keyof Columns<T>]: Columns<T>[K] extends Column<infer V> ? V : never
}

/** The name of a set of columns that records of the table are found by: unique or not. */
export type IndexName<T extends TableName> = keyof (typeof tables)[T]['unique'] | keyof (typeof tables)[T]['indexes']
/** The name of a set of columns that is unique in the table. */
export type UniqueName<T extends TableName> = keyof (typeof tables)[T]['unique']
type IndexColumns<T extends TableName, N extends IndexName<T>> = N extends keyof (typeof tables)[T]['unique']
  ? (typeof tables)[T]['unique'][N]
  : N extends keyof (typeof tables)[T]['indexes']
    ? (typeof tables)[T]['indexes'][N]
    : never
/** Values for the columns of an index. */
export type IndexValues<T extends TableName, N extends IndexName<T>> = {
  readonly [K in IndexColumns<T, N> extends readonly (infer C extends string)[] ? C : never]: K extends keyof Row<T>
    ? NonNullable<Row<T>[K]>
    : never
}
