/** What the rules say holds at every moment, asked of what is stored and of every link that was ever sent. */
import { isPortalError } from 'portico'
import { memoryMailer } from 'portico/memory'
import { hashToken, type Row, type Storage } from 'portico/server'
import { expect } from 'vitest'
import { rowsOf } from '../administration/races-store.js'
import { digest } from '../outbox/harness.js'
import { instance, portalId, tokensOf, type World } from './races-world.js'

type TransferRow = Row<'transfers'>

/** The longest that a link may work: 7 days. */
const longest = 7 * 86_400_000

/** What is stored of the portal at one moment, as far as the rules speak of it. */
interface Moment {
  readonly portal: Row<'portals'>
  readonly members: ReadonlyMap<string, Row<'members'>>
  readonly transfers: readonly TransferRow[]
  readonly outbox: readonly Row<'outbox'>[]
}

/** Reads it from a store that nobody writes to meanwhile. The records that no race writes are taken as they were. */
async function momentOf(storage: Storage, { records }: World): Promise<Moment> {
  const all = { limit: 1_000 }
  const [portal, transfers, waiting, sent, dropped] = await Promise.all([
    storage.get('portals', portalId, portalId),
    storage.find('transfers', 'byPortal', { portalId }, all),
    ...(['waiting', 'sent', 'dropped'] as const).map((status) => storage.find('outbox', 'byStatus', { portalId, status }, all)),
  ])
  const members = await Promise.all(rowsOf(records, 'members').map(({ id }) => storage.get('members', portalId, id)))
  if (!portal) throw new Error('the portal is gone')
  return {
    portal: portal.row,
    members: new Map(members.flatMap((stored) => (stored ? [[stored.row.id, stored.row] as const] : []))),
    transfers: transfers.items.map(({ row }) => row).sort((a, b) => a.number - b.number),
    outbox: [waiting, sent, dropped].flatMap((page) => page?.items.map(({ row }) => row) ?? []),
  }
}

/** One owner, an active user; one open transfer at most, and that of the owner; each former owner handed on what he had. */
function checkOwner({ portal, members, transfers }: Moment, { known }: World): void {
  expect(members.get(portal.ownerId), 'the owner').toMatchObject({ status: 'active', type: 'user' })
  const open = transfers.filter(({ status }) => ['pending', 'confirmed', 'proposed', 'waiting'].includes(status))
  expect(open.length, 'open transfers').toBeLessThan(2)
  for (const { ownerId } of open) expect(ownerId, 'the owner of the open transfer').toBe(portal.ownerId)
  let owner = known('olga')
  for (const transfer of transfers.filter(({ status }) => status === 'completed')) {
    expect(transfer.ownerId, 'who handed the portal on').toBe(owner)
    owner = transfer.candidateId
  }
  expect(portal.ownerId, 'the owner is whom the last completed transfer names').toBe(owner)
}

/** The letters that tell of an end, and what it has to be. Who had a link to accept is told that it is dead, also when somebody else was named. */
const endings: Readonly<Record<string, readonly TransferRow['status'][]>> = {
  transferCompleted: ['completed'],
  transferDeclined: ['declined'],
  transferCancelled: ['cancelled', 'superseded'],
  transferExpired: ['expired'],
}
const transferOf = ({ transfers }: Moment, { key, link }: Row<'outbox'>): TransferRow | undefined =>
  transfers.find(({ id }) => (link ? link.subjectId === id : key.split(':').includes(id)))

/** Each letter belongs to a transfer that is stored and came that far, and what was completed is told to both, once. */
function checkLetters(moment: Moment): void {
  const { outbox, transfers, members } = moment
  const letters = outbox.filter(({ letter }) => /^(transfer|breakGlass)/.test(letter))
  for (const entry of letters) {
    const transfer = transferOf(moment, entry)
    if (!transfer) expect.fail(`\`${entry.key}\` is about no transfer that is stored`)
    const ending = endings[entry.letter]
    if (ending) expect(ending, entry.key).toContain(transfer.status)
    if (entry.link) expect(entry.link.generation, entry.key).toBeLessThanOrEqual(transfer.generation)
  }
  for (const transfer of transfers.filter(({ status }) => status === 'completed')) {
    const told = letters.filter((entry) => entry.letter === 'transferCompleted' && transferOf(moment, entry) === transfer)
    const both = [transfer.ownerId, transfer.candidateId].map((id) => members.get(id)?.address)
    expect(told.map(({ toAddress }) => toAddress).sort(), 'who is told of the end').toEqual(both.sort())
  }
}

/** Whether a transfer waits for this link: if it does the link works, if not it is dead. */
function waitsFor(moment: Moment, world: World, { purpose, subjectId, generation, expiresAt }: Row<'tokens'>): boolean {
  const transfer = moment.transfers.find(({ id }) => id === subjectId)
  const status = purpose === 'confirmTransfer' ? 'pending' : 'confirmed'
  if (transfer?.status !== status || transfer.generation !== generation || transfer.ownerId !== moment.portal.ownerId) return false
  return world.now < expiresAt && isPossible(moment, world, transfer)
}

/** Whether a link of this transfer could be used now, as far as the portal and the candidate go. */
function isPossible({ portal, members }: Moment, { rules }: World, { candidateId }: TransferRow): boolean {
  const candidate = members.get(candidateId)
  const eligible = candidate?.status === 'active' && candidate.type === 'user'
  return portal.status === 'active' && eligible && (rules !== 'strict' || candidate.administers === 'everything')
}

/** What is stored of a token. */
async function stored(storage: Storage, token: string): Promise<Row<'tokens'> | undefined> {
  for (const purpose of ['confirmTransfer', 'acceptTransfer']) {
    const { items } = await storage.find('tokens', 'hash', { hash: await hashToken(digest, purpose, token) })
    if (items[0]) return items[0].row
  }
  return undefined
}

/** Whether a link works at this time, for whoever looks at what it is for. */
async function works({ rules }: World, storage: Storage, now: number, token: string): Promise<boolean> {
  try {
    await instance(rules, storage, { now }).ownership.inspect({ token })
    return true
  } catch (error) {
    if (isPortalError(error)) return false
    throw error
  }
}

/** Every link that was ever sent works while its transfer waits for it, and is dead otherwise. Gives how many work. */
async function checkLinks(storage: Storage, moment: Moment, world: World, tokens: readonly string[]): Promise<number> {
  let live = 0
  for (const token of tokens) {
    const row = await stored(storage, token)
    const does = await works(world, storage, world.now, token)
    expect(does, 'whether a link works').toBe(row !== undefined && waitsFor(moment, world, row))
    live += Number(does)
  }
  expect(live, 'links that work').toBeLessThan(2)
  return live
}

/** Judges what is stored at one moment. */
export async function checkMoment(storage: Storage, world: World): Promise<void> {
  const moment = await momentOf(storage, world)
  checkOwner(moment, world)
  checkLetters(moment)
  await checkLinks(storage, moment, world, world.tokens)
}

/** Judges the end, when the letters are sent too: whoever is waited for has a link that works, and nobody else has one. */
export async function checkEnd(storage: Storage, world: World): Promise<void> {
  await checkMoment(storage, world)
  const mailer = memoryMailer()
  const { outbox } = instance(world.rules, storage, { mailer, now: world.now })
  while ((await outbox.dispatch()).sent > 0);
  const moment = await momentOf(storage, world)
  const tokens = [...world.tokens, ...tokensOf(mailer.sent)]
  const live = await checkLinks(storage, moment, world, tokens)
  const waiting = moment.transfers.find(({ status }) => status === 'pending' || status === 'confirmed')
  expect(live, 'links that work when every letter is sent').toBe(waiting && isPossible(moment, world, waiting) ? 1 : 0)
  for (const token of tokens) expect(await works(world, storage, world.due + longest, token), 'whether it works for ever').toBe(false)
}
