import type { DueTable, IndexName, IndexValues, Row, TableName } from '../records.js'

/** A record and its version: 1 when it was inserted, and one more for each update. */
export interface Stored<T extends TableName> {
  readonly row: Row<T>
  readonly version: number
}

/** One change of a batch. Versions are those that the caller read; a record that has another one by now makes the batch a conflict. */
export type Change<T extends TableName = TableName> = T extends TableName
  ? | { readonly op: 'insert'; readonly table: T; readonly row: Row<T> }
    | { readonly op: 'update'; readonly table: T; readonly row: Row<T>; readonly version: number }
    | { readonly op: 'delete'; readonly table: T; readonly portalId: string; readonly id: string; readonly version: number }
    /** Changes nothing: the batch counts only while this record still has this version (0: while there is none). */
    | { readonly op: 'check'; readonly table: T; readonly portalId: string; readonly id: string; readonly version: number }
  : never

/** What became of a batch. */
export type CommitResult =
  | { readonly status: 'ok' }
  /** Nothing was written: this record changed since it was read, or is gone, or (for an insert) is there already. */
  | { readonly status: 'conflict'; readonly table: TableName; readonly portalId: string; readonly id: string }
  /** Nothing was written: another record has these values already. `key` is the name of the unique set of columns. */
  | { readonly status: 'duplicate'; readonly table: TableName; readonly key: string }

/** A page of records, in an order that stays: by portal and id. */
export interface Page<T extends TableName> {
  readonly items: readonly Stored<T>[]
  /** Give this to get the next page; left out on the last one. */
  readonly next?: string
}

/**
 * Where everything is kept. Four methods, so that an application can write its own; `storageContract` of `portico/testing` tells whether it
 * keeps the promises below.
 *
 * What cannot be answered (the database is gone) rejects; what does not fit (a value of another type, a text too long to be found by, a record
 * named twice, a page that is none) rejects with a `TypeError` or `RangeError` without a `cause`, and nothing was written. Nothing that a caller holds ever changes under him, and nothing that he changes in
 * what he was given changes the store.
 */
export interface Storage {
  /** Reads one record. Must resolve to `undefined`, not reject, when there is none; must never answer with a record of another portal. */
  get<T extends TableName>(table: T, portalId: string, id: string): Promise<Stored<T> | undefined>

  /**
   * Finds the records that have these values, by the name of a set of columns of the table.
   *
   * Must compare text exactly (case, accents and blanks count). Must give every record that was there all the time exactly once over the pages,
   * whatever is written meanwhile.
   *
   * @param page `limit`: a whole number from 1 to 1,000, 100 by default, anything else rejects; `after`: the `next` of the page before, anything
   *   else rejects with a `TypeError`
   */
  find<T extends TableName, N extends IndexName<T>>(
    table: T,
    index: N,
    values: IndexValues<T, N>,
    page?: { readonly limit?: number; readonly after?: string },
  ): Promise<Page<T>>

  /**
   * The records of all portals that somebody has to look at: those with a `dueAt` that is not after `now`, the longest due first.
   *
   * @param table one whose records have a `dueAt`
   * @param now milliseconds since 1970
   * @param limit how many at most
   */
  due<T extends DueTable>(table: T, now: number, limit: number): Promise<readonly Stored<T>[]>

  /**
   * Writes a batch.
   *
   * Must be atomic: all of it is written, or nothing. Of several callers racing on one record with the same version, exactly one gets `ok`.
   * Every unique set of columns holds at every moment. What got `ok` survives the end of the process, where the store is not only memory.
   * Must give `conflict` rather than `duplicate` where both would be true. A batch names each record
   * once at most: one that does not rejects, like everything that the store cannot keep as it is (a NUL character in some databases). Of `json`
   * values what JSON keeps is kept. The id of a deleted record is not used again, so that an old version never fits a new record.
   */
  commit(batch: readonly Change[]): Promise<CommitResult>
}
