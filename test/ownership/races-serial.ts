/** What comes of commands that are run one after the other, which is what a race must look like. */
import { isPortalError } from 'portico'
import type { Storage } from 'portico/server'
import { expect } from 'vitest'
import { permutations } from '../administration/races-serial.js'
import { canonical, memoryWith, newLog, recordsOf, resultOf, type Log, type Result } from '../administration/races-store.js'
import { commands, isLate, type CommandName, type Race } from './races-commands.js'
import { checkEnd } from './races-invariants.js'
import { noting } from './races-store.js'
import { instance, worldOf, type World } from './races-world.js'

/** Runs a command: what it answered, or the code that it was refused with. Any other error is no outcome. */
async function outcomeOf(name: CommandName, { rules, known, now, due }: World, storage: Storage): Promise<string> {
  const services = instance(rules, storage, { now: isLate(name) ? due : now })
  try {
    return `ok ${canonical((await commands[name](services, known)) ?? 'nothing to do')}`
  } catch (error) {
    if (isPortalError(error)) return error.code
    throw error
  }
}

/**
 * Starts all commands of a race at the same time, each in an instance of its own.
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
  const world = await worldOf(race)
  const run = async (name: CommandName, caller: number): Promise<string> => {
    const storage = noting(storageOf(caller), log, caller)
    await started(caller)
    return outcomeOf(name, world, storage)
  }
  return Promise.all(race.commands.map(run))
}

/** An order of the commands, and what comes of it. */
interface Serial {
  readonly order: string
  readonly result: Result
  readonly text: string
}

/** Runs the commands one after the other, in this order, on a portal of their own. */
async function inOrder(race: Race, order: readonly number[]): Promise<Serial> {
  const world = await worldOf(race)
  const [memory, log] = [await memoryWith(world.records), newLog()]
  const outcomes: string[] = race.commands.map(() => '')
  for (const at of order) {
    const name = race.commands[at]
    if (name !== undefined) outcomes[at] = await outcomeOf(name, world, noting(memory, log))
  }
  const result = resultOf(outcomes, world.records, await recordsOf(memory, log, world.records))
  return { order: order.map((at) => race.commands[at]).join(', then '), result, text: canonical(result) }
}

const done = new Map<string, Promise<readonly Serial[]>>()
/** What comes of every order of the commands. */
function serials(race: Race): Promise<readonly Serial[]> {
  const key = canonical(race)
  const found = done.get(key) ?? Promise.all(permutations([...race.commands.keys()]).map((order) => inOrder(race, order)))
  done.set(key, found)
  return found
}

export const codeOf = (outcome: string): string => outcome.split(' ', 1)[0] ?? ''
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

/** A link works once at most: of the commands that use the same one, one is accepted at most. */
function checkUses({ commands: names }: Race, outcomes: readonly string[]): void {
  for (const users of [['olga confirms'], ['cora accepts', 'cora declines']]) {
    const used = names.filter((name, at) => users.includes(name) && codeOf(outcomes[at] ?? '') === 'ok')
    expect(used.length, `how often a link worked: ${users.join(', ')}`).toBeLessThan(2)
  }
}

/**
 * Judges the end of a race: what holds always must hold, and it must be the end of one of the orders.
 *
 * @returns the orders that it could have been
 */
export async function judge(race: Race, outcomes: readonly string[], storage: Storage, log: Log): Promise<readonly string[]> {
  const world = await worldOf(race)
  const result = resultOf(outcomes, world.records, await recordsOf(storage, log, world.records))
  checkUses(race, outcomes)
  await checkEnd(storage, world)
  const [text, orders] = [canonical(result), await serials(race)]
  const fitting = orders.filter((serial) => serial.text === text)
  if (fitting.length === 0) expect.fail(explain(result, orders))
  return fitting.map(({ order }) => order)
}
