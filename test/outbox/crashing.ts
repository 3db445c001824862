/** An application that dies: it runs in a process of its own, says how far it is, and is killed by the test that started it. */
import { appendFileSync, writeSync } from 'node:fs'
import { Kysely } from 'kysely'
import { kyselyStorage, type SqlDialect } from 'portico/kysely'
import type { Change, Clock, Mailer, Storage } from 'portico/server'
import { sqliteFile } from 'portico/sqlite'
import { systemClock } from 'portico/system'
import { connect } from '../support/databases.js'
import { hour, insertInvitation, invite, note, portico, tokensIn } from './harness.js'

/** Where it may die, in the order of what happens. */
export const steps = ['before commit', 'after commit', 'before lease', 'after lease', 'before send', 'after send', 'after settle'] as const
export type Step = (typeof steps)[number]

/** What the application of a process works with. */
export interface Stage {
  readonly dialect: SqlDialect
  /** A file of SQLite, or where PostgreSQL is. */
  readonly place: string
  /** The world: a file with a line for each letter that arrived. */
  readonly mails: string
}

/** A letter that arrived. */
export interface Arrived {
  readonly key: string
  readonly tokens: readonly string[]
}

export const openStage = ({ dialect, place }: Stage): Kysely<unknown> =>
  dialect === 'sqlite' ? new Kysely<unknown>({ dialect: sqliteFile(place) }) : connect(place, 10)

export const storageOf = (db: Kysely<unknown>, { dialect }: Stage): Storage => kyselyStorage(db, { dialect })

/** Takes letters into the world; they are there when it answers, whatever becomes of the process. */
export const worldMailer = ({ mails }: Stage): Mailer => ({
  send: ({ to, text }) => {
    const arrived: Arrived = { key: to.name, tokens: tokensIn(text) }
    appendFileSync(mails, `${JSON.stringify(arrived)}\n`)
    return Promise.resolve()
  },
})

/** A clock that is so far ahead: as if so much time had passed. */
export const clockAhead = (ahead: number): Clock => ({ ...systemClock(), now: () => Date.now() + ahead })

const say = (line: string): void => void writeSync(1, `${line}\n`)

const stepOf = (batch: readonly Change[]): 'commit' | 'lease' | 'settle' => {
  const [outbox] = batch.filter((change) => change.table === 'outbox' && 'row' in change)
  if (outbox?.op === 'insert') return 'commit'
  return batch.some((change) => change.op === 'update' && change.table === 'outbox' && change.row.status === 'sending') ? 'lease' : 'settle'
}

const letters = (key: string): readonly Change[] => {
  const expiresAt = Date.now() + hour
  const dueAt = Date.now()
  return [
    insertInvitation(key, { expiresAt }),
    invite(`${key} invitation`, key, { expiresAt }, { toName: `${key} invitation`, dueAt }),
    note(`${key} note`, { toName: `${key} note`, dueAt: dueAt + 1 }),
  ]
}

/** Commits two letters and sends them; says `at` and stops for ever at this step of the first of them. */
export async function stopAt(step: Step, stage: Stage): Promise<void> {
  const reached = async (here: Step): Promise<void> => {
    if (here !== step) return
    say('at')
    setInterval(() => undefined, 1_000)
    await new Promise(() => undefined)
  }
  const storage = storageOf(openStage(stage), stage)
  const mailer = worldMailer(stage)
  const { outbox, runtime } = portico({
    storage: {
      ...storage,
      async commit(batch) {
        const kind = stepOf(batch)
        if (kind !== 'settle') await reached(`before ${kind}`)
        const result = await storage.commit(batch)
        await reached(`after ${kind}`)
        return result
      },
    },
    mailer: {
      async send(message) {
        await reached('before send')
        await mailer.send(message)
        await reached('after send')
      },
    },
    clock: clockAhead(0),
    limits: { parallel: 1 },
  })
  await runtime.commit(letters('first'))
  await outbox.dispatch()
}

/** Commits and sends without end, and says the name of each pair of letters that was committed. */
export async function goOn(name: string, stage: Stage): Promise<void> {
  const storage = storageOf(openStage(stage), stage)
  const { runtime } = portico({ storage, mailer: worldMailer(stage), clock: clockAhead(0), dispatch: 'after-commit' })
  const lane = async (at: number): Promise<void> => {
    for (let turn = 0; ; turn++) {
      const key = `${name} ${at} ${turn}`
      const { status } = await runtime.commit(letters(key))
      if (status === 'ok') say(key)
      // Lets others in: SQLite answers without a pause.
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  await Promise.all([0, 1, 2].map(lane))
}
