import type { ModuleAccess } from './portal.js'

// What is stored, as one table of facts: the types of the records, the memory store, the migrations and the queries of the database
// adapters are all made from it. Times are milliseconds since 1970 in UTC.

/** A column: its type in a database, and (for the compiler) its type in a record. */
export interface Column<T> {
  readonly type: 'text' | 'integer' | 'boolean' | 'json'
  readonly nullable: boolean
  /** The only texts that there are; any, when left out. */
  readonly values?: readonly string[]
  readonly '~type'?: T
}

/** A kind of record. */
export interface Table<C extends Readonly<Record<string, Column<unknown>>> = Readonly<Record<string, Column<unknown>>>> {
  /** Besides these, every record has `portalId` and `id`, which identify it together, and the store keeps a version of it. */
  readonly columns: C
  /** Named sets of columns whose values no two records of this table share, whatever their portal; records with a null there do not count. */
  readonly unique: Readonly<Record<string, readonly (keyof C | 'portalId')[]>>
  /** Named sets of columns that records are found by. */
  readonly indexes: Readonly<Record<string, readonly (keyof C | 'portalId')[]>>
}

const text: Column<string> = { type: 'text', nullable: false }
const integer: Column<number> = { type: 'integer', nullable: false }
const nullable = <T>(column: Column<T>): Column<T | null> => ({ type: column.type, nullable: true })
const oneOf = <const V extends string>(...values: readonly V[]): Column<V> => ({ type: 'text', nullable: false, values })
const json = <T>(): Column<T> => ({ type: 'json', nullable: false })

const table = <
  const C extends Readonly<Record<string, Column<unknown>>>,
  const U extends Readonly<Record<string, readonly (keyof C | 'portalId')[]>>,
  const I extends Readonly<Record<string, readonly (keyof C | 'portalId')[]>>,
>(
  columns: C,
  { unique, indexes }: { readonly unique: U; readonly indexes: I },
): { readonly columns: C; readonly unique: U; readonly indexes: I } => ({ columns, unique, indexes })

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
      createdAt: integer,
    },
    { unique: {}, indexes: { byOwner: ['ownerId'] } },
  ),
  members: table(
    {
      type: oneOf('guest', 'user'),
      status: oneOf('active', 'disabled'),
      administers: json<'everything' | readonly string[]>(),
      groups: json<readonly string[]>(),
      name: text,
      email: nullable(text),
      emailVerifiedAt: nullable(integer),
      language: text,
      createdAt: integer,
    },
    { unique: { email: ['portalId', 'email'] }, indexes: { byPortal: ['portalId'] } },
  ),
  groups: table({ name: text, createdAt: integer }, { unique: { name: ['portalId', 'name'] }, indexes: { byPortal: ['portalId'] } }),
  invitations: table(
    {
      email: text,
      type: oneOf('guest', 'user'),
      administers: json<'everything' | readonly string[]>(),
      invitedBy: text,
      language: text,
      status: oneOf('open', 'accepted', 'declined', 'withdrawn', 'expired', 'void'),
      generation: integer,
      expiresAt: integer,
      createdAt: integer,
      /** The address while the invitation is open, so that there is one at a time; null afterwards. */
      openEmail: nullable(text),
    },
    { unique: { openEmail: ['portalId', 'openEmail'] }, indexes: { byPortal: ['portalId'], byInviter: ['portalId', 'invitedBy'] } },
  ),
  transfers: table(
    {
      ownerId: text,
      candidateId: text,
      status: oneOf('pending', 'confirmed', 'completed', 'declined', 'cancelled', 'expired', 'superseded'),
      generation: integer,
      expiresAt: integer,
      createdAt: integer,
      /** The portal while the transfer is open, so that there is one at a time; null afterwards. */
      openPortal: nullable(text),
    },
    { unique: { openPortal: ['openPortal'] }, indexes: { byPortal: ['portalId'] } },
  ),
  registrations: table(
    {
      kind: text,
      holderId: text,
      email: text,
      permanence: oneOf('permanent', 'temporary'),
      portalStatus: text,
      status: text,
      delivery: text,
      generation: integer,
      attempts: integer,
      registeredBy: nullable(text),
      expiresAt: nullable(integer),
      endsAt: nullable(integer),
      createdAt: integer,
      /** Kind and holder while the portal exists, so that there is one for each; null once it is closed. */
      holderKey: nullable(text),
    },
    { unique: { holderKey: ['portalId', 'holderKey'] }, indexes: { byPortal: ['portalId'], byEmail: ['portalId', 'email'] } },
  ),
  credentials: table(
    { memberId: text, passwordHash: text, changedAt: integer },
    { unique: { member: ['portalId', 'memberId'] }, indexes: { byPortal: ['portalId'] } },
  ),
  loginNames: table(
    { key: text, memberId: text, createdAt: integer },
    { unique: { key: ['key'] }, indexes: { byMember: ['portalId', 'memberId'] } },
  ),
  /** The live links: which record a token opens, and for what. Only hashes are stored. */
  tokens: table(
    { hash: text, purpose: text, subject: text, subjectId: text, generation: integer, expiresAt: integer, createdAt: integer },
    { unique: { hash: ['hash'] }, indexes: { bySubject: ['portalId', 'subject', 'subjectId'] } },
  ),
  idempotencyKeys: table(
    { key: text, command: text, bodyHash: text, answer: json<unknown>(), createdAt: integer },
    { unique: { key: ['portalId', 'key'] }, indexes: { byPortal: ['portalId'] } },
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

/** What is filled into a letter: texts, and times in milliseconds since 1970, which every language writes in its own way. */
export type LetterVariables = Readonly<Record<string, string | { readonly time: number }>>

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
  | 'members'
  | 'groups'
  | 'invitations'
  | 'transfers'
  | 'registrations'
  | 'credentials'
  | 'loginNames'
  | 'tokens'
  | 'idempotencyKeys'
  | 'outbox'
  | 'audit'
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

/** How long the texts that a record is found by may be together, in bytes of UTF-8: what every database can index. */
const maxKeyBytes = 2_600

/** Bytes of UTF-8; a number takes eight. */
function bytesOf(value: unknown): number {
  if (typeof value !== 'string') return 8
  // More bytes than characters: no need to count what is too long already.
  if (value.length > maxKeyBytes) return value.length
  let bytes = 0
  for (const character of value) bytes += character <= '\u007F' ? 1 : character <= '\u07FF' ? 2 : character <= '\uFFFF' ? 3 : 4
  return bytes
}

/** The sets of columns that a record of each table is found by. */
const keysOf = Object.fromEntries(
  Object.entries<Table>(tables).map(([name, { unique, indexes }]) => [
    name,
    [[], ...Object.values({ ...unique, ...indexes })].map((keys) => [...new Set(['portalId', 'id', ...keys.map(String)])]),
  ]),
)

const identity: Table['columns'] = { portalId: text, id: text }

const fits: Readonly<Record<Column<unknown>['type'], (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  integer: (value) => Number.isSafeInteger(value),
  boolean: (value) => typeof value === 'boolean',
  json: isJson,
}

/**
 * Refuses a change that is none, and one whose row its table has no place for.
 *
 * @throws TypeError, RangeError
 */
export function checkChange(change: {
  readonly op: string
  readonly table: TableName
  readonly row?: Readonly<Record<string, unknown>>
}): void {
  if (!['insert', 'update', 'delete', 'check'].includes(change.op)) throw new TypeError(`there is no change \`${change.op}\``)
  if (!Object.hasOwn(tables, change.table)) throw new TypeError(`there is no table \`${change.table}\``)
  if (change.row) checkRow(change.table, change.row)
}

/**
 * Refuses a row that its table has no place for: a column too many or too few, a value of another type, a text that is none of those that there
 * are, or texts to be found by that are too long for an index.
 */
function checkRow(name: TableName, row: Readonly<Record<string, unknown>>): void {
  const columns: Table['columns'] = { ...identity, ...tables[name].columns }
  for (const [column, { type, nullable: mayBeNull, values }] of Object.entries(columns)) {
    const value = row[column]
    if (value === null && mayBeNull) continue
    if (!fits[type](value) || values?.includes(value as string) === false)
      throw new TypeError(`\`${name}.${column}\` is no ${values?.join(' or ') ?? type}`)
  }
  for (const column of Object.keys(row)) if (!Object.hasOwn(columns, column)) throw new TypeError(`\`${name}\` has no \`${column}\``)
  for (const keys of keysOf[name] ?? []) {
    const length = keys.reduce((sum, key) => sum + bytesOf(row[key]), 0)
    if (length > maxKeyBytes)
      throw new RangeError(`\`${name}\` is found by ${keys.join(', ')}: ${maxKeyBytes} bytes at most together, not ${length}`)
  }
  if (name === 'portals' && row.portalId !== row.id) throw new TypeError('a portal is a record of itself: its `portalId` is its `id`')
}

function isJson(value: unknown): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (Array.isArray(value)) return value.every(isJson)
  if (typeof value !== 'object') return false
  const prototype: unknown = Object.getPrototypeOf(value)
  // Left out of JSON, and so no loss: what is undefined in an object.
  return (prototype === null || prototype === Object.prototype) && Object.values(value).every((one) => one === undefined || isJson(one))
}
