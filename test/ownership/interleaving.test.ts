import fc from 'fast-check'
import type { Storage } from 'portico/server'
import { describe, expect, test } from 'vitest'
import { everyOrder, slow, type Run } from '../administration/races-explorer.js'
import { isInterleaved, lost, memoryWith, newLog, type Log } from '../administration/races-store.js'
import { nameOf, situationOf, situations, worthTrying, type CommandName, type Race } from './races-commands.js'
import { checkMoment } from './races-invariants.js'
import { judge, start } from './races-serial.js'
import { careless, watched } from './races-store.js'
import { worldOf, type Situation } from './races-world.js'

// Commands of two and of three instances at the same time, which come to the storage that they share in every order, or in a random one. After each
// commit what the rules promise for every moment must hold; in the end, it must look as if the commands had been run one after the other.

/** A race over a store in memory; what came of it is told to `ended`. */
async function prepare(
  race: Race,
  ended: (log: Log, could: readonly string[]) => void,
  flawed = (it: Storage): Storage => it,
): Promise<Run> {
  const world = await worldOf(race)
  const [memory, log] = [await memoryWith(world.records), newLog()]
  const wrong: unknown[] = []
  // Thrown where the commit was asked for, it would only look like a storage that is gone.
  const look = (): Promise<void> => checkMoment(memory, world).catch((error: unknown) => void wrong.push(error))
  return {
    storage: watched(flawed(memory), look),
    start: async (storageOf) => {
      const outcomes = await start(race, log, storageOf)
      return async () => {
        if (wrong.length > 0) throw wrong[0]
        ended(log, await judge(race, outcomes, memory, log))
      }
    },
  }
}

/** Every order of a race: how many there are, in how many both were under way, how many commits came too late, and what it could have been. */
async function explore(race: Race, flawed?: (it: Storage) => Storage) {
  const [seen, counts] = [new Set<string>(), { interleaved: 0, late: 0 }]
  const tell = (log: Log, could: readonly string[]): void => {
    counts.interleaved += Number(isInterleaved(log))
    counts.late += lost(log)
    for (const order of could) seen.add(order)
  }
  const orders = await everyOrder(() => prepare(race, tell, flawed))
  return { orders, seen, ...counts }
}

type Pair = readonly [CommandName, CommandName]
const pairsOf = (situation: Situation): readonly Pair[] =>
  worthTrying(situation).flatMap((one, at, among) => among.slice(at).map((other): Pair => [one, other]))
/** Agreeing and proposing read everybody who agrees: while all wait, that makes more orders than can be walked, so that a sample of them is. */
const isSampled = ({ start: begin }: Situation, pair: Pair): boolean =>
  begin === 'waiting' && pair.some((name) => /approves|proposes/.test(name))

/** One random order. `late`: by how many steps a command begins later, so that of a short one and a long one each comes first at times. */
async function once(
  scheduler: fc.Scheduler,
  race: Race,
  late: readonly number[] = [],
): Promise<{ readonly log: Log; readonly could: readonly string[] }> {
  const waitOf = (caller: number) => {
    let left = late[caller] ?? 0
    return async (what: string): Promise<void> => {
      while (left-- > 0) await scheduler.schedule(Promise.resolve(), 'begin')
      await scheduler.schedule(Promise.resolve(), what)
    }
  }
  let came: { readonly log: Log; readonly could: readonly string[] } | undefined
  const { storage, start: begin } = await prepare(race, (log, could) => {
    came = { log, could }
  })
  const judged = await scheduler.waitFor(begin((caller) => slow(storage, waitOf(caller))))
  await judged()
  if (!came) throw new Error('it has not ended')
  return came
}

const first = (error: unknown): string => String(error).split(': {')[0] ?? ''

describe('two commands at the same time, in every order of their steps', () => {
  test.each(situations.map((situation) => [situationOf(situation), situation] as const))(
    '%s: the rules hold after each commit, and it looks as if one came after the other',
    { timeout: 120_000 },
    async (_name, situation) => {
      const failures: string[] = []
      const counts = { pairs: 0, orders: 0, interleaved: 0, late: 0, bothFirst: 0 }
      for (const [one, other] of pairsOf(situation).filter((pair) => !isSampled(situation, pair))) {
        counts.pairs += 1
        try {
          const { orders, seen, interleaved, late } = await explore({ ...situation, commands: [one, other] })
          counts.orders += orders
          counts.interleaved += interleaved
          counts.late += late
          counts.bothFirst += Number(seen.size > 1 || one === other)
        } catch (error) {
          failures.push(`${one} × ${other}: ${first(error)}`)
        }
      }
      console.log(situationOf(situation), counts)
      expect(failures).toEqual([])
      expect(counts.late).toBeGreaterThan(0)
      expect(counts.bothFirst, 'in each pair, each of them came first at times').toBe(counts.pairs)
    },
  )

  const sampled = situations.filter(({ start: begin }) => begin === 'waiting')
  test.each(sampled.map((situation) => [situationOf(situation), situation] as const))(
    '%s, where somebody agrees or proposes: the same in 2,500 random orders',
    { timeout: 120_000 },
    async (_name, situation) => {
      const pairs = pairsOf(situation).filter((pair) => isSampled(situation, pair))
      const [seen, orders] = [new Map<string, Set<string>>(), new Set<string>()]
      const counts = { pairs: pairs.length, runs: 0, orders: 0, interleaved: 0, late: 0 }
      const property = fc.asyncProperty(
        fc.scheduler(),
        fc.constantFrom(...pairs),
        fc.tuple(fc.nat(30), fc.nat(30)),
        async (scheduler, pair, late) => {
          const { log, could } = await once(scheduler, { ...situation, commands: pair }, late)
          counts.runs += 1
          counts.interleaved += Number(isInterleaved(log))
          counts.late += lost(log)
          orders.add(`${pair.join()} ${log.asked.join('')}`)
          seen.set(pair.join(), new Set([...(seen.get(pair.join()) ?? []), ...could]))
        },
      )
      await fc.assert(property, { numRuns: 2_500, seed: 20_261_122 })
      counts.orders = orders.size
      const oneSided = pairs.filter(([one, other]) => one !== other && (seen.get(`${one},${other}`)?.size ?? 0) < 2)
      console.log(situationOf(situation), counts)
      expect(counts.late).toBeGreaterThan(0)
      expect(oneSided, 'in each pair, each of them came first at times').toEqual([])
    },
  )

  const goesWrong: readonly Race[] = [
    { rules: 'plain', start: 'pending', commands: ['olga confirms', 'ann disables cora'] },
    { rules: 'plain', start: 'pending', commands: ['olga confirms', 'olga cancels'] },
    { rules: 'strict', start: 'confirmed', commands: ['cora accepts', 'cora declines'] },
    { rules: 'plain', start: 'proposed', commands: ['cid approves', 'dan approves'] },
    { rules: 'plain', start: 'waiting', commands: ['olga cancels', 'time ends it'] },
  ]
  test.each(goesWrong.map((race) => [nameOf(race), race] as const))(
    'a storage that looks at no version is found out: %s',
    async (_name, race) => {
      await expect(explore(race, careless)).rejects.toMatchObject({ name: 'AssertionError' })
    },
  )
})

describe('three commands at the same time', () => {
  const chosen: readonly Race[] = [
    { rules: 'plain', start: 'proposed', commands: ['cid approves', 'dan approves', 'olga revokes ann'] },
    { rules: 'plain', start: 'settled', commands: ['ann proposes cora', 'ann disables cora', 'dan proposes dora'] },
    { rules: 'plain', start: 'settled', commands: ['ann proposes cora', 'ann disables cora', 'ann proposes cora'] },
  ]
  test.each(chosen.map((race) => [nameOf(race), race] as const))(
    'in every order of their steps: %s',
    { timeout: 120_000 },
    async (name, race) => {
      const { orders, late, seen } = await explore(race)
      console.log(name, { orders, late, seen: seen.size })
      expect(late).toBeGreaterThan(0)
    },
  )

  test.each(situations.map((situation) => [situationOf(situation), situation] as const))(
    'in a random order of their steps, %s: the rules hold after each commit, and it looks as if they came one after the other',
    { timeout: 60_000 },
    async (_name, situation) => {
      let late = 0
      const name = fc.constantFrom(...worthTrying(situation))
      const property = fc.asyncProperty(fc.scheduler(), fc.tuple(name, name, name), async (scheduler, three) => {
        late += lost((await once(scheduler, { ...situation, commands: three })).log)
      })
      await fc.assert(property, { numRuns: 200 })
      expect(late).toBeGreaterThan(0)
    },
  )
})
