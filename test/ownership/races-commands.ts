/** What somebody does in the portals of the races, by what it is called, and what is worth trying in which of them. */
import { portalId, type Known, type Services, type Situation, type Start } from './races-world.js'

export type Command = (services: Services, known: Known) => Promise<unknown>

const as = (known: Known, actor: string) => ({ portalId, actorId: known(actor) })
const naming = (known: Known, actor: string, candidate: string) => ({ ...as(known, actor), candidateId: known(candidate) })
const on = (known: Known, actor: string, member: string) => ({ ...as(known, actor), memberId: known(member) })

export const commands = {
  'olga names cora': ({ ownership }, known) => ownership.request(naming(known, 'olga', 'cora')),
  'olga names dora': ({ ownership }, known) => ownership.request(naming(known, 'olga', 'dora')),
  'olga confirms': ({ ownership }, known) => ownership.confirm({ token: known('link of olga') }),
  'cora accepts': ({ ownership }, known) => ownership.accept({ token: known('link of cora') }),
  'cora declines': ({ ownership }, known) => ownership.decline({ token: known('link of cora') }),
  'olga cancels': ({ ownership }, known) => ownership.cancel(as(known, 'olga')),
  'olga resends': ({ ownership }, known) => ownership.resend(as(known, 'olga')),
  'time ends it': ({ ownership }) => ownership.expire({ portalId }),
  'ann proposes cora': ({ ownership }, known) => ownership.propose(naming(known, 'ann', 'cora')),
  'dan proposes dora': ({ ownership }, known) => ownership.propose(naming(known, 'dan', 'dora')),
  'cid approves': ({ ownership }, known) => ownership.approve(naming(known, 'cid', 'cora')),
  'dan approves': ({ ownership }, known) => ownership.approve(naming(known, 'dan', 'cora')),
  'ann disables cora': ({ administration }, known) => administration.disableMember(on(known, 'ann', 'cora')),
  'ann makes cora a guest': ({ administration }, known) => administration.convertToGuest(on(known, 'ann', 'cora')),
  'olga revokes cora': ({ administration }, known) => administration.revokeAdministration(on(known, 'olga', 'cora')),
  'olga revokes ann': ({ administration }, known) => administration.revokeAdministration(on(known, 'olga', 'ann')),
  'olga suspends the portal': ({ administration }, known) => administration.suspendPortal(as(known, 'olga')),
} satisfies Record<string, Command>
export type CommandName = keyof typeof commands

/** Whether it comes when the time of the transfer is up; all others come in the last moment before. */
export const isLate = (name: CommandName): boolean => name === 'time ends it'

const anywhere = [
  'olga names dora',
  'olga cancels',
  'time ends it',
  'dan proposes dora',
  'ann disables cora',
  'olga suspends the portal',
] as const
const byStart: Readonly<Record<Start, readonly CommandName[]>> = {
  settled: ['olga names cora', 'olga resends', 'ann proposes cora'],
  pending: ['olga confirms', 'olga names cora', 'olga resends'],
  confirmed: ['olga confirms', 'cora accepts', 'cora declines', 'olga resends'],
  proposed: ['cid approves', 'dan approves', 'olga revokes ann'],
  'one short': ['cid approves', 'dan approves', 'olga revokes ann'],
  waiting: ['dan approves', 'olga names cora', 'olga revokes ann'],
}

/** The commands that are not refused whatever comes before, or that others may turn into something else. */
export const worthTrying = ({ rules, start }: Situation): readonly CommandName[] => [
  ...byStart[start],
  ...anywhere,
  rules === 'strict' ? 'olga revokes cora' : 'ann makes cora a guest',
]

/** Every portal that a race can begin in. */
export const situations: readonly Situation[] = [
  ...(['settled', 'pending', 'proposed', 'one short', 'waiting'] as const).map((start) => ({ rules: 'plain', start }) as const),
  ...(['settled', 'pending', 'confirmed', 'one short', 'waiting'] as const).map((start) => ({ rules: 'strict', start }) as const),
]

/** Commands that are started at the same time. */
export interface Race extends Situation {
  readonly commands: readonly CommandName[]
}
export const situationOf = ({ rules, start }: Situation): string => `${rules}, ${start}`
export const nameOf = (race: Race): string => `${situationOf(race)}: ${race.commands.join(' × ')}`
