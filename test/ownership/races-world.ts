/** The portals that the races are about: who is in them, how far a transfer has come, and the parts put together over a store. */
import { portalPolicy } from 'portico'
import { memoryMailer, memoryStorage } from 'portico/memory'
import { createPortico, type Clock, type Mailer, type Portico, type PorticoSettings, type Storage } from 'portico/server'
import { logged, newLog, recordsOf, rowsOf, type Kept } from '../administration/races-store.js'
import { digest, random, start } from '../outbox/harness.js'

export type Services = Portico<typeof portalPolicy>

const day = 86_400_000
const breakGlass = { quorum: 3, waiting: day }

/** `plain`: the owner's link moves the portal, to any user. `strict`: the candidate accepts, has to be an administrator, and the owner is a user afterwards. */
const rules = {
  plain: { breakGlass },
  strict: { preset: 'google', formerOwner: 'user', breakGlass },
} as const satisfies Readonly<Record<string, PorticoSettings<typeof portalPolicy>['ownership']>>
export type Rules = keyof typeof rules

/** How far a transfer to Cora has come: `one short` lacks one who agrees. */
export type Start = 'settled' | 'pending' | 'confirmed' | 'proposed' | 'one short' | 'waiting'
/** A portal, before the race. */
export interface Situation {
  readonly rules: Rules
  readonly start: Start
}

/** It is always the same time: nothing that a race leaves behind differs by it. Only what takes too long is ever slept for, and nothing does. */
const clockAt = (now: number): Clock => ({
  now: () => now,
  sleep: (_milliseconds, signal) => new Promise((resolve) => signal?.addEventListener('abort', resolve)),
})

/** One instance of the application. Letters wait: they are no part of the race. */
export const instance = (
  which: Rules,
  storage: Storage,
  { now = start, mailer = memoryMailer() }: { readonly now?: number; readonly mailer?: Mailer } = {},
): Services =>
  createPortico({
    policy: portalPolicy,
    storage,
    mailer,
    clock: clockAt(now),
    random,
    digest,
    ownership: rules[which],
    links: { origin: 'https://portal.example' },
    from: { address: 'portal@example.org', name: 'The Portal' },
    dispatch: 'by-worker',
  })

export const tokensOf = (texts: readonly { readonly text: string }[]): readonly string[] =>
  texts.flatMap(({ text }) => Array.from(text.matchAll(/token=([\w-]{43})/g), ([, token]) => token ?? ''))

/** Gives the id of somebody, or the token of a link, of this name. */
export type Known = (name: string) => string
/** A portal before the race. */
export interface World {
  readonly rules: Rules
  readonly records: readonly Kept[]
  readonly known: Known
  /** Every token that was sent. */
  readonly tokens: readonly string[]
  /** When time ends the transfer, or completes it. The race is in the last moment before. */
  readonly due: number
  readonly now: number
}

export const portalId = 'p'
const administrators = ['ann', 'bob', 'cid', 'dan'] as const
/** Whoever is named: users, and administrators where they have to be. */
const candidates = ['cora', 'dora'] as const

/** Olga makes the portal and everybody in it. */
async function populate({ administration }: Services, which: Rules, names: Map<string, string>): Promise<void> {
  const owner = { name: 'olga', email: 'olga@example.org', emailVerified: true }
  const made = await administration.createPortal({ portalId, name: 'Portal', owner, options: { administratorsMayDisablePeers: true } })
  names.set('olga', made.owner.id)
  const member = async (name: string, administers: 'everything' | undefined): Promise<void> => {
    const person = { name, type: 'user', email: `${name}@example.org`, emailVerified: true, administers } as const
    names.set(name, (await administration.createMember({ portalId, actorId: made.owner.id, ...person })).member.id)
  }
  for (const name of administrators) await member(name, 'everything')
  for (const name of candidates) await member(name, which === 'strict' ? 'everything' : undefined)
}

/** How many of the administrators agree. */
const agreeing: Partial<Record<Start, number>> = { proposed: 1, 'one short': 2, waiting: 3 }

/** Brings a transfer to Cora this far. */
async function advance({ ownership, outbox }: Services, to: Start, known: Known, token: () => string): Promise<void> {
  const byOlga = { portalId, actorId: known('olga') }
  if (to === 'pending' || to === 'confirmed') await ownership.request({ ...byOlga, candidateId: known('cora') })
  await outbox.dispatch()
  if (to === 'confirmed') await ownership.confirm({ token: token() })
  for (const [at, name] of administrators.slice(0, agreeing[to] ?? 0).entries()) {
    const asking = { portalId, actorId: known(name), candidateId: known('cora') }
    await (at === 0 ? ownership.propose(asking) : ownership.approve(asking))
  }
  await outbox.dispatch()
}

async function settle({ rules: which, start: to }: Situation): Promise<World> {
  const [storage, log, mailer, names] = [memoryStorage(), newLog(), memoryMailer(), new Map<string, string>()]
  // What is sent is written beside the log, so the letters and links are looked up at the end.
  const noted: Storage = { ...logged(storage, log), due: (table, now, limit) => storage.due(table, now, limit) }
  const services = instance(which, noted, { mailer })
  const known: Known = (name) => {
    const value = names.get(name)
    if (value === undefined) throw new Error(`there is no \`${name}\``)
    return value
  }
  await populate(services, which, names)
  await advance(services, to, known, () => tokensOf(mailer.sent).at(-1) ?? '')
  const tokens = tokensOf(mailer.sent)
  // One that nobody has, where there is no letter with a link.
  names.set('link of olga', tokens[0] ?? 'A'.repeat(43))
  names.set('link of cora', tokens[1] ?? 'B'.repeat(43))
  // What was told before the race is of no use in it.
  const records = (await recordsOf(storage, log)).filter(({ table }) => table !== 'audit')
  const due = rowsOf(records, 'transfers')[0]?.dueAt ?? start + day
  return { rules: which, records, known, tokens, due, now: due - 1 }
}

const worlds = new Map<string, Promise<World>>()
export function worldOf(situation: Situation): Promise<World> {
  const key = `${situation.rules}, ${situation.start}`
  const made = worlds.get(key) ?? settle(situation)
  worlds.set(key, made)
  return made
}
