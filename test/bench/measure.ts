import { GCProfiler } from 'node:v8'

/** How long and how often; fewer for a look, more for the page. */
export interface Effort {
  readonly members: number
  readonly rounds: number
}

/** Does one thing so often, and says how often. */
export type Job = () => number

let sink: unknown
/** Keeps a result, so that nobody leaves out the work for it. */
export const keep = (result: unknown): void => {
  sink = result
}
/** What was kept last. @throws Error when nothing was measured */
export function kept(): unknown {
  if (sink === undefined) throw new Error('nothing was measured')
  return sink
}

/** Asks all questions, one after the other. */
export const asking =
  <Q>(questions: readonly Q[], ask: (question: Q) => boolean): Job =>
  () => {
    let yes = 0
    for (const question of questions) if (ask(question)) yes++
    keep(yes)
    return questions.length
  }

const median = (list: readonly number[]): number => [...list].sort((a, b) => a - b)[list.length >> 1] ?? Number.NaN

/** Until it is compiled: twenty times, or as often as fits into a third of a second. */
function warmUp(job: Job): void {
  const start = performance.now()
  for (let times = 0; times < 20 && performance.now() - start < 333; times++) job()
}

/** Nanoseconds for one, the median over the rounds; the jobs take turns, and turns in who comes first. */
export function inTurns<Name extends string>(rounds: number, jobs: Readonly<Record<Name, Job>>): Record<Name, number> {
  const names = Object.keys(jobs) as Name[]
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>
  for (const name of names) warmUp(jobs[name])
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const start = process.hrtime.bigint()
      const count = jobs[name]()
      const spent = Number(process.hrtime.bigint() - start) / count
      times[name].push(spent)
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times[name])])) as Record<Name, number>
}

function collect(): void {
  if (!globalThis.gc) throw new Error('run with --expose-gc')
  globalThis.gc()
}

/** Bytes kept for each of so many, after the garbage is collected. */
export function bytesKept(count: number, make: (i: number) => unknown): number {
  make(0)
  collect()
  const before = process.memoryUsage().heapUsed
  const all = Array.from({ length: count }, (_, i) => make(i))
  collect()
  const after = process.memoryUsage().heapUsed
  keep(all)
  sink = all.length
  return (after - before) / count
}

/** Bytes allocated for one: by how much the heap grows over as many as can be done before the collector comes, up to a million. */
export function bytesAllocated(job: Job): number {
  for (let i = 0; i < 20; i++) job()
  let result = Number.NaN
  for (let times = 1; ; times *= 2) {
    collect()
    const profiler = new GCProfiler()
    profiler.start()
    const before = process.memoryUsage().heapUsed
    let count = 0
    for (let i = 0; i < times; i++) count += job()
    const after = process.memoryUsage().heapUsed
    if (profiler.stop().statistics.length > 0) return result
    result = (after - before) / count
    if (count >= 1_000_000) return result
  }
}
