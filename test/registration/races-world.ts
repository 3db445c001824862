/** What the races of registration have in common: a firm before the race, the commands, and what came of them in a form that can be compared. */
import { isPortalError } from 'portico'
import { memoryMailer, memoryStorage } from 'portico/memory'
import type { Row, Storage } from 'portico/server'
import { canonical, logged, memoryWith, newLog, recordsOf, rowsOf, type Kept, type Log } from '../administration/races-store.js'
import { permutations } from '../administration/races-serial.js'
import { firm, holders, services, type Firm, type Settings, type World } from './harness.js'

/** Whatever the race needs to know of what was before: ids, and tokens of links. */
export type Known = Readonly<Record<string, string>>
export interface Race {
  readonly name: string
  readonly settings?: Settings
  /** What happens before the race. */
  readonly before: (world: Firm) => Promise<Known>
  readonly commands: readonly ((world: World, known: Known) => Promise<unknown>)[]
}

/** Letters wait: they are no part of the race. Both firms have the same people. */
const common: Settings = { dispatch: 'by-worker' }
const registration = {
  rateLimits: { take: () => Promise.resolve({ allowed: true } as const) },
  holders: { get: (_portalId: string, id: string) => Promise.resolve(id in holders ? holders[id as keyof typeof holders] : undefined) },
}
export const instance = (storage: Storage, settings: Settings = {}): World =>
  services(storage, { ...common, ...settings, registration: { ...registration, ...settings.registration } })

/** The link in the last letter to this address; sends what waits. */
export async function linkTo(world: World, address: string): Promise<string> {
  while ((await world.portico.outbox.dispatch()).sent > 0);
  return world.tokenOf(address)
}

interface Start {
  readonly records: readonly Kept[]
  readonly known: Known
}

/** The firm before the race, made once. */
export async function startOf({ before, settings }: Race): Promise<Start> {
  const log = newLog()
  const storage = logged(memoryStorage(), log)
  const world = await firm(storage, { ...common, ...settings, registration: { ...registration, ...settings?.registration } })
  const known = await before(world)
  return { records: await recordsOf(storage, log), known: { ...world.ids, ...known } }
}

export async function codeOf(run: () => Promise<unknown>): Promise<string> {
  try {
    await run()
    return 'ok'
  } catch (error) {
    if (isPortalError(error)) return error.code
    throw error
  }
}

/** What came of a race, without what differs between two runs that mean the same. */
export interface End {
  readonly codes: readonly string[]
  readonly stored: readonly string[]
  /** What each link says that was ever sent, when all letters are. */
  readonly links: readonly string[]
}

const line = {
  portal: ({ kind, holderId, status, permanence, generation, address, ownerId, endsAt }: Row<'holderPortals'>) =>
    canonical({ kind, holderId, status, permanence, generation, address, owned: ownerId !== null, ends: endsAt !== null }),
  letter: ({ letter, toAddress, status, link }: Row<'outbox'>) =>
    canonical({ letter, toAddress, status, generation: link?.generation ?? 0 }),
  // An attempt is counted in a commit of its own, so that who comes second may get further than he would in turn: what he is told is the same.
  audit: ({ command, outcome, code }: Row<'audit'>) => canonical({ command: command.replace('attempt', 'complete'), outcome, code }),
}

/** Looks at the end of a race, and sends the letters that wait. */
export async function endOf(
  codes: readonly string[],
  storage: Storage,
  log: Log,
  { records, known }: Start,
  settings?: Settings,
): Promise<End> {
  const mailer = memoryMailer()
  const noted = logged(storage, log)
  const world = instance(noted, { ...settings, mailer })
  while ((await world.portico.outbox.dispatch()).sent > 0);
  const all = await recordsOf(storage, log, records)
  const portals = rowsOf(all, 'holderPortals')
  const whose = (accountId: string): string => portals.find(({ id }) => id === accountId)?.holderId ?? 'nobody'
  const stored = [
    ...portals.map(line.portal),
    ...rowsOf(all, 'credentials').map(({ accountId }) => `credential of ${whose(accountId)}`),
    ...rowsOf(all, 'loginNames').map(({ key, accountId }) => `${key} of ${whose(accountId)}`),
    ...rowsOf(all, 'holderSeats').map(({ portalId, id, taken }) => `${portalId} ${id} ${taken}`),
    ...rowsOf(all, 'outbox').map(line.letter),
    ...rowsOf(all, 'audit')
      .filter(({ command, outcome }) => command !== 'attemptRegistration' || outcome === 'refused')
      .map(line.audit),
  ].sort()
  const fresh = mailer.sent.flatMap(({ text }) => /token=([\w-]{43})/.exec(text)?.[1] ?? [])
  const tokens = [...Object.values(known).filter((value) => /^[\w-]{43}$/.test(value)), ...fresh]
  const links: string[] = []
  for (const token of tokens) links.push(await codeOf(() => world.registration.inspect({ token })))
  return { codes, stored, links }
}

/** What comes of every order of the commands, one after the other. */
export async function serials(race: Race, start: Start): Promise<readonly End[]> {
  return Promise.all(
    permutations([...race.commands.keys()]).map(async (order) => {
      const [memory, log] = [await memoryWith(start.records), newLog()]
      const codes: string[] = race.commands.map(() => '')
      for (const at of order)
        codes[at] = await codeOf(async () => race.commands[at]?.(instance(logged(memory, log), race.settings), start.known))
      return endOf(codes, memory, log, start, race.settings)
    }),
  )
}
