import { PortalError } from '../errors.js'
import type { Clock } from '../ports/clock.js'
import type { Storage } from '../ports/storage.js'
import { tables } from '../records.js'

/**
 * What a promise gives, or a rejection when it takes too long. What comes later is thrown away, a late rejection too.
 *
 * @param milliseconds how long to wait
 * @param ask what is asked: an answer that is no promise counts too, and so does an error that is thrown at once
 * @param late makes the error
 */
export async function within<T>(clock: Clock, milliseconds: number, ask: () => T | Promise<T>, late: () => Error): Promise<T> {
  const stop = stopSignal()
  const promise = (async () => ask())()
  promise.then(stop.now, stop.now)
  const limit = clock.sleep(milliseconds, stop.signal).then(() => {
    if (!stop.signal.aborted) throw late()
    return promise
  })
  return Promise.race([promise, limit])
}

/** Tells somebody what failed; that he fails himself changes nothing. */
export const tell = (onError: (error: unknown) => void, error: unknown): Promise<void> =>
  Promise.resolve(error)
    .then(onError)
    .catch(() => undefined)

/** A signal of our own: there is no `AbortController` in the language itself. */
function stopSignal(): { readonly signal: Parameters<Clock['sleep']>[1] & object; readonly now: () => void } {
  const listeners: (() => void)[] = []
  let aborted = false
  return {
    signal: {
      get aborted() {
        return aborted
      },
      addEventListener: (_type, listener) => void listeners.push(listener),
    },
    now: () => {
      aborted = true
      for (const listener of listeners) listener()
    },
  }
}

/**
 * The same storage, which fails closed, with what went wrong as the `cause` of a `PortalError`.
 *
 * `STORAGE_REFUSED`: a `TypeError` or `RangeError` of the storage, which is what it says of values that do not fit. `STORAGE_UNAVAILABLE`:
 * whatever else goes wrong in it, whatever takes too long, and an answer that is none.
 */
export function guardedStorage(storage: Storage, clock: Clock, milliseconds: number): Storage {
  const guarded = async <T>(what: string, ask: () => Promise<T>, isAnswer: (answer: unknown) => boolean): Promise<T> => {
    const answer = await within(clock, milliseconds, ask, () => new Error(`no answer within ${milliseconds} ms`)).catch(
      (cause: unknown) => {
        throw isRefusal(cause) ? refused(what, cause) : unavailable(what, cause)
      },
    )
    if (!isAnswer(answer)) throw unavailable(what, new Error('it answered with something that is no answer'))
    return answer
  }
  return {
    get: (table, portalId, id) => guarded('get', () => storage.get(table, portalId, id), isFound),
    find: (table, index, values, page) => guarded('find', () => storage.find(table, index, values, page), isPage),
    due: (table, now, limit) => guarded('find what is due', () => storage.due(table, now, limit), isList),
    commit: (batch) => guarded('commit', () => storage.commit(batch), isResult),
  }
}

const unavailable = (what: string, cause: unknown): PortalError =>
  new PortalError('STORAGE_UNAVAILABLE', `the storage failed to ${what}`, { what }, { cause })

const refused = (what: string, cause: Error): PortalError =>
  new PortalError('STORAGE_REFUSED', `the storage refused to ${what}: ${cause.message.replace(/\.$/, '')}`, { what }, { cause })

/** A value that does not fit; what has a cause itself is something else (a `fetch` that failed is a `TypeError` too). */
const isRefusal = (error: unknown): error is Error =>
  (error instanceof TypeError || error instanceof RangeError) && error.cause === undefined

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null
const isStored = (value: unknown): boolean => isObject(value) && isObject(value.row) && Number.isSafeInteger(value.version)
const isFound = (value: unknown): boolean => value === undefined || isStored(value)
const isList = (value: unknown): boolean => Array.isArray(value) && value.every(isStored)
const isPage = (value: unknown): boolean => isObject(value) && isList(value.items) && ['undefined', 'string'].includes(typeof value.next)
const isTable = (value: unknown): boolean => typeof value === 'string' && Object.hasOwn(tables, value)
const isResult = (value: unknown): boolean =>
  isObject(value) && (value.status === 'ok' || ((value.status === 'conflict' || value.status === 'duplicate') && isTable(value.table)))
