/** One promise of a port, shown to be kept in one situation. Hand `name` and `run` to the test runner of your choice. */
export interface ContractCase {
  /** What is checked; unique in its contract. */
  readonly name: string
  /** The promise of the port that this is a case of. */
  readonly promise: string
  /** Resolves when the promise is kept; rejects with an `Error` that says what was expected and what came. */
  readonly run: () => Promise<void>
}

/** What a contract is run on, and how it is put away afterwards. */
export interface Opened {
  readonly close?: () => Promise<void>
}

/** Promises, by their text, and what shows that each is kept, by the name of the case. */
export type Promises<S> = Readonly<Record<string, Readonly<Record<string, (subject: S) => Promise<void> | void>>>>

/** Makes the cases of a contract: each opens its own subject and closes it, whatever became of it. */
export function casesOf<S extends Opened>(open: () => Promise<S>, promises: Promises<S>): readonly ContractCase[] {
  return Object.entries(promises).flatMap(([promise, cases]) =>
    Object.entries(cases).map(([name, check]) => ({
      name,
      promise,
      run: async () => {
        const subject = await open()
        try {
          await check(subject)
        } finally {
          await subject.close?.()
        }
      },
    })),
  )
}

/** Throws unless the condition holds. */
export function holds(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message)
}

/** Throws unless both are the same data; the order of an object's keys does not count. */
export function equal(actual: unknown, expected: unknown, what = 'the answer'): void {
  if (!same(actual, expected)) throw new Error(`${what}: expected ${show(expected)}, received ${show(actual)}`)
}

/** Resolves with what the promise is rejected with; rejects when it is not. */
export async function rejects(promise: Promise<unknown>, what: string): Promise<unknown> {
  const outcome = await settle(promise)
  if (outcome.status === 'fulfilled') throw new Error(`${what}: expected a rejection, received ${show(outcome.value)}`)
  return outcome.reason
}

/** What became of a promise, as `Promise.allSettled` has it. */
export async function settle<T>(promise: Promise<T>): Promise<PromiseSettledResult<T>> {
  const [outcome] = await Promise.allSettled([promise])
  return outcome
}

function same(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  if (Array.isArray(one) !== Array.isArray(other)) return false
  const keys = Reflect.ownKeys(one)
  return (
    keys.length === Reflect.ownKeys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && same(Reflect.get(one, key), Reflect.get(other, key)))
  )
}

/** A value, short enough for a message. */
export function show(value: unknown): string {
  const text = value === undefined ? 'undefined' : JSON.stringify(value)
  return text.length > 500 ? `${text.slice(0, 500)}… (${text.length} characters)` : text
}
