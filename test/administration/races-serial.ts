/** What comes of commands that are run one after the other, which is what a race must look like. */
import { isPortalError } from 'portico'
import type { Storage } from 'portico/server'
import { expect } from 'vitest'
import { commands, type CommandName } from './races-commands.js'
import type { Race } from './races-scenarios.js'
import { canonical, logged, memoryWith, miscounted, newLog, recordsOf, resultOf, rowsOf, type Log, type Result } from './races-store.js'
import { instance, world, type Known, type Services } from './races-world.js'

/** Runs a command: what it answered, or the code that it was refused with. Any other error is no outcome. */
async function outcomeOf(name: CommandName, services: Services, known: Known): Promise<string> {
  try {
    return `ok ${canonical(await commands[name](services, known))}`
  } catch (error) {
    if (isPortalError(error)) return error.code
    throw error
  }
}

/**
 * Starts all commands of a race at the same time.
 *
 * @param storageOf the storage of the instance that this command is given to
 * @param started waits as long as this command is to start later
 */
export async function start(
  race: Race,
  log: Log,
  storageOf: (caller: number) => Storage,
  started: (caller: number) => Promise<void> = () => Promise.resolve(),
): Promise<readonly string[]> {
  const { known } = await world(race.full)
  const run = async (name: CommandName, caller: number): Promise<string> => {
    const { administration } = instance(logged(storageOf(caller), log, caller))
    await started(caller)
    return outcomeOf(name, administration, known)
  }
  return Promise.all(race.commands.map(run))
}

export function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length < 2) return [items]
  return items.flatMap((first, at) => permutations(items.filter((_, other) => other !== at)).map((rest) => [first, ...rest]))
}

/** An order of the commands, and what comes of it. */
interface Serial {
  readonly order: string
  readonly result: Result
  readonly text: string
}

/** Runs the commands one after the other, in this order, on a portal of their own. */
async function inOrder({ commands: names, full }: Race, order: readonly number[]): Promise<Serial> {
  const { records, known } = await world(full)
  const [storage, log] = [await memoryWith(records), newLog()]
  const { administration } = instance(logged(storage, log))
  const outcomes: string[] = names.map(() => '')
  for (const at of order) {
    const name = names[at]
    if (name !== undefined) outcomes[at] = await outcomeOf(name, administration, known)
  }
  const result = resultOf(outcomes, records, await recordsOf(storage, log, records))
  return { order: order.map((at) => names[at]).join(', then '), result, text: canonical(result) }
}

const done = new Map<string, Promise<readonly Serial[]>>()
/** What comes of every order of the commands. */
function serials(race: Race): Promise<readonly Serial[]> {
  const key = canonical(race)
  const found = done.get(key) ?? Promise.all(permutations([...race.commands.keys()]).map((order) => inOrder(race, order)))
  done.set(key, found)
  return found
}

const codeOf = (outcome: string): string => outcome.split(' ', 1)[0] ?? ''
const without = (these: readonly string[], those: readonly string[]): readonly string[] => these.filter((line) => !those.includes(line))

/** What there is to say when no order gives this: what each order would have given, and how it differs from the one with the same codes. */
function explain(result: Result, orders: readonly Serial[]): string {
  const codes = result.outcomes.map(codeOf)
  const same = orders.find((serial) => canonical(serial.result.outcomes.map(codeOf)) === canonical(codes))
  const all = orders.map((serial) => `${serial.result.outcomes.map(codeOf).join(', ')}: ${serial.order}`)
  const beside = same && {
    order: same.order,
    answered: without(result.outcomes, same.result.outcomes),
    changed: without(result.changes, same.result.changes),
    insteadOf: without(same.result.changes, result.changes),
  }
  return `${codes.join(', ')} comes of no order: ${JSON.stringify({ orders: all, beside }, null, 2)}`
}

/**
 * Judges the end of a race: it must be that of one of the orders, the seats must be counted right, and the audit trail must tell of each command once.
 *
 * @returns the orders that it could have been
 */
export async function judge(race: Race, outcomes: readonly string[], storage: Storage, log: Log): Promise<readonly string[]> {
  const { records } = await world(race.full)
  const after = await recordsOf(storage, log, records)
  const [result, orders] = [resultOf(outcomes, records, after), await serials(race)]
  const text = canonical(result)
  const fitting = orders.filter((serial) => serial.text === text)
  if (fitting.length === 0) expect.fail(explain(result, orders))
  expect(miscounted(after)).toEqual([])
  // What is done to several members is told of each of them; all of it belongs together.
  const told = new Map(rowsOf(after, 'audit').map(({ correlationId, code }) => [correlationId, code ?? 'ok']))
  expect([...told.values()].sort()).toEqual(toldOf(race, outcomes))
  return fitting.map(({ order }) => order)
}

/** The codes that the audit trail tells of: one for each command. An answer that is given again, for its key, is not told again. */
function toldOf({ commands: names }: Race, outcomes: readonly string[]): readonly string[] {
  const isAgain = (name: CommandName, at: number): boolean => {
    const outcome = outcomes[at] ?? ''
    return name.includes(' key') && outcome.startsWith('ok') && outcomes.indexOf(outcome) !== at
  }
  return names.flatMap((name, at) => (isAgain(name, at) ? [] : [codeOf(outcomes[at] ?? '')])).sort()
}
