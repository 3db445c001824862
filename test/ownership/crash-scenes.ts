/** What breaks down, and at which moments of a transfer. */
import type { Storage } from 'portico/server'
import { by, codeOf, day, mail, tokenTo, type Cast, type OwnershipRules, type Settings } from './cast.js'

/** How a call fails: nothing is done, or all of it and nobody learns; by an error, or by no answer at all. */
export const faults = ['fails', 'is done and fails', 'hangs', 'is done and hangs'] as const
export type Fault = (typeof faults)[number]

/** A storage that fails at one call, and what it was asked from the moment it was armed. */
export interface Fragile {
  readonly storage: Storage
  arm(fault: Fault | 'never', at?: number): void
  readonly asked: string[]
}

export function fragile(storage: Storage): Fragile {
  let [armed, target]: [Fault | 'never', number] = ['never', 0]
  const asked: string[] = []
  const call = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    asked.push(what)
    if (armed === 'never' || asked.length !== target) return work()
    if (armed.startsWith('is done')) await work()
    if (armed.endsWith('hangs')) return new Promise<never>(() => undefined)
    throw new Error('the store is gone')
  }
  return {
    storage: {
      get: (...what) => call('get', () => storage.get(...what)),
      find: (...what) => call('find', () => storage.find(...what)),
      due: (...what) => call('due', () => storage.due(...what)),
      commit: (batch) => call('commit', () => storage.commit(batch)),
    },
    arm: (fault, at = 0) => {
      ;[armed, target] = [fault, at]
      asked.length = 0
    },
    asked,
  }
}

export const settings: Settings = { dispatch: 'by-worker', limits: { storage: 1_000, send: 1_000, lease: 3_000 } }

export const send = async (world: Cast): Promise<void> => {
  while ((await world.portico.outbox.dispatch()).sent > 0);
}
export async function linkOf(world: Cast, name: 'olga' | 'uma'): Promise<string> {
  await world.ownership.request({ ...by(world.olga), candidateId: world.uma })
  await send(world)
  if (name === 'olga') return tokenTo(world, mail('olga'))
  await world.ownership.confirm({ token: await tokenTo(world, mail('olga')) })
  await send(world)
  return tokenTo(world, mail('uma'))
}
/** Time goes by until this has ended. */
export async function ended(world: Cast, work: Promise<unknown>): Promise<string> {
  let code: string | undefined
  const ending = codeOf(work).then((answer) => (code = answer))
  for (let turn = 0; code === undefined && turn < 200; turn++) await world.clock.advance(100)
  if (code === undefined) throw new Error('it never ended')
  return ending
}

/** What is done at the moment when something breaks. */
export interface Scene {
  readonly rules?: Partial<OwnershipRules>
  /** Comes before; gives what the command needs. */
  readonly arrange: (world: Cast) => Promise<string>
  readonly act: (world: Cast, given: string) => Promise<unknown>
  /** What it may be refused with when it is tried again, because it was done. */
  readonly again?: string
}

const key = { idempotencyKey: 'click' }
const nothing = () => Promise.resolve('')
const breakGlass = { quorum: 2, waiting: day }
const after = (milliseconds: number, arrange: (world: Cast) => Promise<unknown>) => async (world: Cast) => {
  await arrange(world)
  await send(world)
  world.clock.set(world.clock.now() + milliseconds)
  return ''
}
const propose = (world: Cast) => world.ownership.propose({ ...by(world.fatou), candidateId: world.uma, ...key })
const agreed = async (world: Cast) => {
  await propose(world)
  await world.ownership.approve({ ...by(world.frank), candidateId: world.uma })
}
const github: Partial<OwnershipRules> = { acceptance: 'required' }

export const scenes: Readonly<Record<string, Scene>> = {
  request: { arrange: nothing, act: (world) => world.ownership.request({ ...by(world.olga), candidateId: world.uma, ...key }) },
  'request with a proof': {
    rules: { confirmation: 'reproof' },
    arrange: nothing,
    act: (world) => world.ownership.request({ ...by(world.olga), candidateId: world.uma, reproved: true, ...key }),
  },
  'request once more': {
    arrange: (world) => linkOf(world, 'olga'),
    act: (world) => world.ownership.request({ ...by(world.olga), candidateId: world.uma, ...key }),
  },
  confirm: { arrange: (world) => linkOf(world, 'olga'), act: (world, token) => world.ownership.confirm({ token }), again: 'TOKEN_USED' },
  'confirm, to be accepted': {
    rules: github,
    arrange: (world) => linkOf(world, 'olga'),
    act: (world, token) => world.ownership.confirm({ token }),
    again: 'TOKEN_USED',
  },
  accept: {
    rules: github,
    arrange: (world) => linkOf(world, 'uma'),
    act: (world, token) => world.ownership.accept({ token }),
    again: 'TOKEN_USED',
  },
  decline: {
    rules: github,
    arrange: (world) => linkOf(world, 'uma'),
    act: (world, token) => world.ownership.decline({ token }),
    again: 'TOKEN_USED',
  },
  cancel: {
    rules: github,
    arrange: (world) => linkOf(world, 'uma'),
    act: (world) => world.ownership.cancel({ ...by(world.olga), ...key }),
  },
  'resend to the owner': {
    arrange: (world) => linkOf(world, 'olga'),
    act: (world) => world.ownership.resend({ ...by(world.olga), ...key }),
  },
  'resend to the candidate': {
    rules: github,
    arrange: (world) => linkOf(world, 'uma'),
    act: (world) => world.ownership.resend({ ...by(world.olga), ...key }),
  },
  propose: { rules: { breakGlass }, arrange: nothing, act: propose },
  approve: {
    rules: { breakGlass },
    arrange: after(0, propose),
    act: (world) => world.ownership.approve({ ...by(world.frank), candidateId: world.uma, ...key }),
  },
  'expire, of a link': {
    arrange: after(day, (world) => linkOf(world, 'olga')),
    act: (world) => world.ownership.expire({ portalId: 'agency' }),
  },
  'expire, of links that are due': {
    rules: github,
    arrange: after(day, (world) => linkOf(world, 'uma')),
    act: (world) => world.ownership.expireDue(),
  },
  'expire, at the end of a break-glass': {
    rules: { breakGlass },
    arrange: after(day, agreed),
    act: (world) => world.ownership.expireDue(),
  },
  'dispatch, of a link': {
    arrange: (world) => world.ownership.request({ ...by(world.olga), candidateId: world.uma }).then(nothing),
    act: (world) => world.portico.outbox.dispatch(),
  },
  'dispatch, of two letters': {
    rules: { confirmation: 'reproof' },
    arrange: (world) => world.ownership.request({ ...by(world.olga), candidateId: world.uma, reproved: true }).then(nothing),
    act: (world) => world.portico.outbox.dispatch(),
  },
  inspect: { arrange: (world) => linkOf(world, 'olga'), act: (world, token) => world.ownership.inspect({ token }) },
  current: { arrange: (world) => linkOf(world, 'olga'), act: (world) => world.ownership.current({ portalId: 'agency' }) },
  blockingOwnerships: {
    arrange: (world) => linkOf(world, 'olga'),
    act: (world) => world.ownership.blockingOwnerships({ memberId: world.olga }),
  },
}
