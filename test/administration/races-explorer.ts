/** Every order in which callers can come to one storage. */
import type { Storage } from 'portico/server'

/** The same storage, with a wait on the way there and one on the way back. */
export function slow(storage: Storage, wait: (what: string) => Promise<void>): Storage {
  const both = async <T>(what: string, ask: () => Promise<T>): Promise<T> => {
    await wait(`ask ${what}`)
    const answer = await ask()
    await wait(`answer ${what}`)
    return answer
  }
  return {
    get: (table, portalId, id) => both('get', () => storage.get(table, portalId, id)),
    find: (table, index, values, page) => both('find', () => storage.find(table, index, values, page)),
    due: (...what) => both('due', () => storage.due(...what)),
    commit: (batch) => both('commit', () => storage.commit(batch)),
  }
}

/** A question of a caller to the storage that waits until it may go on. */
interface Step {
  readonly caller: number
  /** The how manieth of this caller's questions it is. */
  readonly turn: number
  readonly writes: boolean
}
interface Waiting extends Step {
  readonly go: () => void
}

/** Makes callers wait before each question, and lets one after the other go on. */
class Gate {
  readonly waiting: Waiting[] = []
  readonly #turns: number[] = []

  /** The storage of one caller. */
  of(caller: number, storage: Storage): Storage {
    const asking = async <T>(writes: boolean, ask: () => Promise<T>): Promise<T> => {
      const next = this.#turns[caller] ?? 0
      this.#turns[caller] = next + 1
      await new Promise<void>((go) => void this.waiting.push({ caller, turn: next, writes, go }))
      return ask()
    }
    return {
      get: (table, portalId, id) => asking(false, () => storage.get(table, portalId, id)),
      find: (table, index, values, page) => asking(false, () => storage.find(table, index, values, page)),
      due: (...what) => asking(false, () => storage.due(...what)),
      commit: (batch) => asking(true, () => storage.commit(batch)),
    }
  }

  async pass(step: Step): Promise<void> {
    const at = this.waiting.findIndex((waiting) => isSame(waiting, step))
    const [chosen] = this.waiting.splice(at, 1)
    if (at < 0 || !chosen) throw new Error('the same questions did not come in the same order')
    chosen.go()
    await idle()
  }
}

/** Waits until everybody has come to his next question: in memory nobody waits for anything else. */
const idle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const isSame = (a: Step, b: Step): boolean => a.caller === b.caller && a.turn === b.turn
/** Whether it is all the same which of them comes first. */
const commute = (a: Step, b: Step): boolean => a.caller !== b.caller && !a.writes && !b.writes

/** A place where somebody had to be chosen. */
interface Fork {
  readonly options: readonly Step[]
  /** Those that need not be tried here: what follows is the same as what was seen elsewhere. */
  readonly asleep: readonly Step[]
  tried: number
}

function fork(waiting: readonly Step[], before: Fork | undefined): Fork {
  const chosen = before?.options[before.tried]
  const seen = before && chosen ? [...before.asleep, ...before.options.slice(0, before.tried)] : []
  const asleep = chosen ? seen.filter((step) => commute(step, chosen)) : []
  const options = waiting.filter((step) => !asleep.some((sleeper) => isSame(sleeper, step)))
  return { options: options.map(({ caller, turn, writes }) => ({ caller, turn, writes })), asleep, tried: 0 }
}

/** Follows the forks as far as they are known, and then the first option of each new one. Whether it came to an end that was not seen before. */
async function follow(gate: Gate, forks: Fork[]): Promise<boolean> {
  await idle()
  for (let depth = 0; gate.waiting.length > 0; depth += 1) {
    const here = forks[depth] ?? fork(gate.waiting, forks[depth - 1])
    if (depth === forks.length) forks.push(here)
    const chosen = here.options[here.tried]
    if (!chosen) return false
    await gate.pass(chosen)
  }
  return true
}

/** A run of all callers: each asks the storage that it is given, and when all have ended, their answers are judged. */
export interface Run {
  readonly storage: Storage
  readonly start: (storageOf: (caller: number) => Storage) => Promise<() => Promise<void>>
}

/**
 * Runs callers in every order of their questions to the storage, but for those that differ only in which of two reads came first: these see and leave
 * behind the same. (Sleep sets, as model checkers have them.)
 *
 * @returns how many orders there were
 */
export async function everyOrder(prepare: () => Promise<Run>): Promise<number> {
  const forks: Fork[] = []
  for (let orders = 0; ;) {
    const [gate, { storage, start }] = [new Gate(), await prepare()]
    const ended = start((caller) => gate.of(caller, storage))
    if (await follow(gate, forks)) {
      orders += 1
      await (
        await ended
      )()
    }
    for (let last = forks.at(-1); last && ++last.tried >= last.options.length; last = forks.at(-1)) forks.pop()
    if (forks.length === 0) return orders
  }
}
