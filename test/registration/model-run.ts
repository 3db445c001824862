/** A run of the model: the steps that there are, and the world that they are taken in. */
import fc from 'fast-check'
import type { Holder } from 'portico/server'
import { asked, holders, type Firm } from './harness.js'
import type { Mailed, Portal } from './model-invariants.js'

const actors = ['owner', 'admin', 'delegate', 'handler', 'staffer', 'guest'] as const
export const commands = ['resend', 'revoke', 'changeEmail', 'suspend', 'reactivate', 'promote', 'close', 'associate'] as const
export const events = ['mailSent', 'mailFailed', 'mailBounced', 'expire', 'requestOpened', 'requestCompleted'] as const
export const people = ['holderDeactivated', 'holderReactivated'] as const
export const licences = ['licenseLost', 'licenseRestored'] as const

/** A step, before it is known what there is. Numbers choose among what there is then. */
export interface Step {
  readonly does: string
  readonly actor: (typeof actors)[number]
  readonly which: number
  readonly token: number
  readonly variant: number
}

const names: readonly string[] = [
  'create',
  'complete',
  'completeBad',
  'confirm',
  'time',
  'due',
  ...commands,
  ...events,
  ...people,
  ...licences,
]
/** What matters most comes most often. */
const weights: Readonly<Record<string, number>> = {
  create: 6,
  complete: 8,
  completeBad: 4,
  resend: 3,
  time: 3,
  confirm: 3,
  associate: 5,
  changeEmail: 4,
  holderReactivated: 2,
  licenseRestored: 3,
}
export const stepOf: fc.Arbitrary<Step> = fc.record({
  does: fc.oneof(...names.map((name) => ({ arbitrary: fc.constant(name), weight: weights[name] ?? 1 }))),
  actor: fc.oneof({ arbitrary: fc.constant('admin' as const), weight: 8 }, { arbitrary: fc.constantFrom(...actors), weight: 3 }),
  which: fc.nat(7),
  token: fc.nat(20),
  variant: fc.nat(5),
})

/** Those who may have portals: of some there is a second record, for when the first one is gone. */
export const known: readonly (Holder & { readonly email: string })[] = [
  holders.paul,
  holders.marie,
  { ...holders.paul, id: 'paul2' },
  { ...holders.paul, id: 'paul3', email: 'paul3@example.org' },
  holders.lea,
  holders.tom,
  { ...holders.lea, id: 'lea2', handlers: [] },
]

export interface Run {
  readonly world: Firm
  portals: readonly Portal[]
  mailed: Mailed[]
  letters: number
  /** How often what came of what, for the report. */
  readonly seen: Map<string, number>
}

/** Brings the world to its beginning. */
export async function begin(world: Firm, seen: Map<string, number>): Promise<Run> {
  for (const holder of known) {
    const handlers = world.holders.get(holder.id)?.handlers ?? holder.handlers ?? []
    world.holders.set(holder.id, { ...holder, handlers })
  }
  await world.registration.delegate({ ...asked(world.ids.owner), kind: 'staff', delegates: [world.ids.delegate] })
  return { world, portals: [], mailed: [], letters: world.mailer.sent.length, seen }
}
