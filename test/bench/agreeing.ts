import type { Answers, Engine } from './engines/engine.js'
import { portico } from './engines/portico.js'
import type { Live, NameQuestion, RecordQuestion } from './questions.js'

/** What an engine can be asked, and on all of which it says the same as portico. */
export interface Agreed {
  readonly engine: Engine
  readonly answers: Answers
  readonly onRecords: readonly RecordQuestion[]
  readonly onModules: readonly NameQuestion[]
  readonly onTypes: readonly NameQuestion[]
}

/** Asks both everything that the engine can express. @throws Error when they disagree on anything */
export async function agreed(engine: Engine, live: Live): Promise<Agreed> {
  const { most = Infinity } = engine
  const answers = await engine.answer(live)
  const ours = await portico.answer(live)
  const onRecords = live.onRecords.filter((question) => engine.expresses?.(question, live) ?? true).slice(0, most)
  const onModules = live.onModules.slice(0, most)
  const onTypes = answers.onType ? live.onTypes : []
  const differ = [
    ...onRecords.filter((question) => answers.onRecord(question) !== ours.onRecord(question)),
    ...onModules.filter((question) => answers.onModule(question) !== ours.onModule(question)),
    ...onTypes.filter((question) => answers.onType?.(question) !== ours.onType?.(question)),
  ]
  if (differ.length > 0)
    throw new Error(`${engine.name} and portico disagree on ${differ.length} decisions, as on ${JSON.stringify(differ[0])}`)
  return { engine, answers, onRecords, onModules, onTypes }
}
