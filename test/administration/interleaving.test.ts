import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commands, isAboutSeats, type CommandName } from './races-commands.js'
import { everyOrder, slow, type Run } from './races-explorer.js'
import { nameOf, races, type Race } from './races-scenarios.js'
import { judge, start } from './races-serial.js'
import { isInterleaved, lost, memoryWith, newLog, recordsOf, rowsOf, type Log } from './races-store.js'
import { world } from './races-world.js'

// Commands of two and of three instances at the same time, which come to the storage that they share in every order, or in a random one. Whatever
// the order: the answers and what is stored must be as if the commands had been run one after the other.

/** A race over a store in memory; what came of it is told to `ended`. */
async function prepare(race: Race, ended: (log: Log, could: readonly string[]) => void): Promise<Run> {
  const { records } = await world(race.full)
  const [storage, log] = [await memoryWith(records), newLog()]
  return {
    storage,
    start: async (storageOf) => {
      const outcomes = await start(race, log, storageOf)
      return async () => ended(log, await judge(race, outcomes, storage, log))
    },
  }
}

/** Every order of a race: how many there are, in how many both were under way, how many commits came too late, and what it could have been. */
async function explore(race: Race) {
  const [seen, counts] = [new Set<string>(), { interleaved: 0, late: 0 }]
  const orders = await everyOrder(() =>
    prepare(race, (log, could) => {
      counts.interleaved += Number(isInterleaved(log))
      counts.late += lost(log)
      for (const order of could) seen.add(order)
    }),
  )
  return { orders, seen, ...counts }
}

/** All of them, but for those that differ from another one in nothing that matters to a second one. */
const names = (Object.keys(commands) as CommandName[]).filter((name) => !/^(somebody|a third)|again$/.test(name))
const several = (count: number) => races.filter((race) => race.commands.length === count).map((race) => [nameOf(race), race] as const)

describe('two commands at the same time, in every order of their steps: it looks as if they came one after the other', () => {
  test.each(several(2))('%s', async (_name, race) => {
    const { seen, interleaved } = await explore(race)
    expect(interleaved).toBeGreaterThan(0)
    expect(seen.size, 'each of them came first at times').toBe(2)
  })

  const situations = [
    ['any two, also one twice', { full: false, among: names }],
    ['any two that have to do with seats, when one is left', { full: true, among: names.filter(isAboutSeats) }],
  ] as const
  test.for(situations)('%s', { timeout: 120_000 }, async ([, { full, among }], { annotate }) => {
    const failures: string[] = []
    const counts = { orders: 0, late: 0 }
    for (const [at, one] of among.entries()) {
      for (const other of among.slice(at)) {
        try {
          const { orders, late } = await explore({ commands: [one, other], full })
          counts.orders += orders
          counts.late += late
        } catch (error) {
          failures.push(`${one} × ${other}: ${String(error).split(': {')[0]}`)
        }
      }
    }
    await annotate(JSON.stringify({ pairs: (among.length * (among.length + 1)) / 2, ...counts }))
    expect(failures).toEqual([])
    expect(counts.orders).toBeGreaterThan(among.length ** 2)
    expect(counts.late).toBeGreaterThan(0)
  })
})

const refused: readonly Race[] = [
  { commands: ['ivo accepts', 'ivo declines'], full: false },
  { commands: ['ivo accepts', 'bob withdraws the invitation'], full: false },
  { commands: ['hal confirms', 'hal confirms'], full: false },
  { commands: ['ann creates ines with a key', 'ann creates jan with the same key'], full: false },
]
test.for(refused)('the audit trail tells of both, whoever is refused and however late he comes: $commands', async (race) => {
  const { records } = await world(race.full)
  const told = new Set<number>()
  await everyOrder(async () => {
    const [storage, log] = [await memoryWith(records), newLog()]
    const ended = async (): Promise<void> => void told.add(rowsOf(await recordsOf(storage, log), 'audit').length)
    return { storage, start: async (storageOf) => (await start(race, log, storageOf), ended) }
  })
  expect([...told]).toEqual([2])
})

describe('three commands at the same time, in a random order of their steps: it looks as if they came one after the other', () => {
  /** One random order. */
  async function once(scheduler: fc.Scheduler, race: Race): Promise<Log> {
    const wait = (what: string): Promise<void> => scheduler.schedule(Promise.resolve(), what)
    let came: Log | undefined
    const { storage, start: begin } = await prepare(race, (log) => {
      came = log
    })
    const judged = await scheduler.waitFor(begin(() => slow(storage, wait)))
    await judged()
    if (!came) throw new Error('it has not ended')
    return came
  }

  test.each(several(3))('%s', { timeout: 60_000 }, async (_name, race) => {
    let late = 0
    const property = fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      late += lost(await once(scheduler, race))
    })
    await fc.assert(property, { numRuns: 100 })
    expect(late).toBeGreaterThan(0)
  })

  test('any three', { timeout: 120_000 }, async () => {
    let late = 0
    const name = fc.constantFrom(...names)
    const property = fc.asyncProperty(fc.scheduler(), fc.tuple(name, name, name), fc.boolean(), async (scheduler, three, full) => {
      late += lost(await once(scheduler, { commands: three, full }))
    })
    await fc.assert(property, { numRuns: 500 })
    expect(late).toBeGreaterThan(0)
  })
})
