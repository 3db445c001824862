import type { Change, CommitResult, Storage } from '../../ports/storage.js'
import { equal, holds, type Promises } from '../contract.js'
import { check, conflict, duplicate, group, idsOf, insert, member, row, update, written, type StorageSubject } from './rows.js'

const racers = Array.from({ length: 20 }, (_, at) => at)
const rounds = Array.from({ length: 10 }, (_, at) => at)

/** Commits all at once: exactly one has to get `ok`, the others this. Gives the place of the winner. */
async function oneWins(storage: Storage, batches: readonly (readonly Change[])[], others: CommitResult): Promise<number> {
  const results = await Promise.all(batches.map((batch) => storage.commit(batch)))
  const winners = results.flatMap(({ status }, at) => (status === 'ok' ? [at] : []))
  holds(winners.length === 1, `expected exactly one of ${batches.length} to get ok, not ${winners.length}`)
  for (const result of results) if (result.status !== 'ok') equal(result, others, 'what the others get')
  return winners[0] ?? -1
}

/** Commits two batches at once, of which each makes the other wrong, in many rounds. */
async function notBoth(storage: Storage, batches: (round: number) => readonly (readonly Change[])[]): Promise<void> {
  for (const round of rounds) {
    const results = await Promise.all(batches(round).map((batch) => storage.commit(batch)))
    holds(results.filter(({ status }) => status === 'ok').length < 2, `round ${round + 1}: both got ok, and each makes the other wrong`)
    for (const { status } of results) holds(status !== 'duplicate', 'expected ok or conflict')
  }
}

/** What becomes of callers who come at the same time. */
export const racing: Promises<StorageSubject> = {
  'commit: of several callers racing on one record with the same version, exactly one gets `ok`': {
    'race: twenty updates of one version': async ({ storage }) => {
      await written(storage, insert('groups', group('a')))
      for (const round of rounds) {
        const rows = racers.map((at) => group('a', `round ${round} of ${at}`))
        const version = round + 1
        const winner = await oneWins(
          storage,
          rows.map((changed) => [update('groups', changed, version)]),
          conflict('groups', 'p', 'a'),
        )
        equal(await storage.get('groups', 'p', 'a'), { row: rows[winner], version: version + 1 }, 'what is stored is what won')
      }
    },
    'race: twenty inserts of one record': async ({ storage }) => {
      const rows = racers.map((at) => group('a', `of ${at}`))
      const winner = await oneWins(
        storage,
        rows.map((made) => [insert('groups', made)]),
        conflict('groups', 'p', 'a'),
      )
      equal(await storage.get('groups', 'p', 'a'), { row: rows[winner], version: 1 })
    },
    'race: twenty batches that share one record write one batch': async ({ storage }) => {
      await written(storage, insert('groups', group('a')))
      const batches = racers.map((at) => [
        insert('members', member(`m${at}`)),
        update('groups', group('a', `of ${at}`), 1),
        insert('outbox', row('outbox', 'p', `letter ${at}`, { dueAt: at })),
      ])
      const winner = await oneWins(storage, batches, conflict('groups', 'p', 'a'))
      equal(idsOf((await storage.find('members', 'byPortal', { portalId: 'p' })).items), [`m${winner}`])
      equal(idsOf(await storage.due('outbox', 100, 100)), [`letter ${winner}`])
    },
    'race: an update and a delete': async ({ storage }) => {
      for (const round of rounds) {
        const id = `g${round}`
        await written(storage, insert('groups', group(id)))
        const batches: Change[][] = [[update('groups', group(id), 1)], [{ op: 'delete', table: 'groups', portalId: 'p', id, version: 1 }]]
        await oneWins(storage, round % 2 === 0 ? batches : batches.reverse(), conflict('groups', 'p', id))
      }
    },
    'race: batches that name the same records in opposite order': async ({ storage }) => {
      await written(storage, insert('groups', group('a')), insert('groups', group('b')))
      for (const round of rounds) {
        const [a, b] = [update('groups', group('a'), round + 1), update('groups', group('b'), round + 1)]
        const results = await Promise.all([storage.commit([a, b]), storage.commit([b, a])])
        equal(results.map(({ status }) => status).sort(), ['conflict', 'ok'], `round ${round + 1}`)
      }
    },
    'race: commits on different records do not disturb each other': async ({ storage }) => {
      for (const round of rounds) {
        const batches = racers.map((at) => [
          insert('groups', group(`g${round}-${at}`)),
          insert('audit', row('audit', 'p', `${round}-${at}`)),
        ])
        const results = await Promise.all(batches.map((batch) => storage.commit(batch)))
        equal(
          results,
          racers.map(() => ({ status: 'ok' })),
        )
      }
    },
  },
  'commit: every unique set of columns holds at every moment': {
    'race: twenty inserts that take one key': async ({ storage }) => {
      for (const round of rounds) {
        const batches = racers.map((at) => [insert('members', member(`m${round}-${at}`, `${round}@example.org`))])
        await oneWins(storage, batches, duplicate('members', 'email'))
        equal((await storage.find('members', 'email', { portalId: 'p', email: `${round}@example.org` })).items.length, 1)
      }
    },
    'race: twenty updates that take one key': async ({ storage }) => {
      await written(storage, ...racers.map((at) => insert('members', member(`m${at}`))))
      await oneWins(
        storage,
        racers.map((at) => [update('members', member(`m${at}`, 'x@example.org'), 1)]),
        duplicate('members', 'email'),
      )
    },
    'race: twenty portals that take one key': async ({ storage }) => {
      const batches = racers.map((at) => [insert('loginNames', row('loginNames', `p${at}`, 'a', { key: 'ada' }))])
      await oneWins(storage, batches, duplicate('loginNames', 'key'))
      equal((await storage.find('loginNames', 'key', { key: 'ada' })).items.length, 1)
    },
  },
  'check: the batch counts only while this record still has this version (0: while there is none)': {
    'race: each checks the record that the other changes': async ({ storage }) => {
      await notBoth(storage, (round) => {
        const [a, b] = [group(`a${round}`), group(`b${round}`)]
        return [
          [check('groups', 'p', a.id, 0), insert('groups', b)],
          [check('groups', 'p', b.id, 0), insert('groups', a)],
        ]
      })
      await written(storage, insert('groups', group('a')), insert('groups', group('b')))
      await notBoth(storage, () => [
        [check('groups', 'p', 'a', 1), update('groups', group('b'), 1)],
        [check('groups', 'p', 'b', 1), update('groups', group('a'), 1)],
      ])
    },
    'race: twenty checks of one record do not disturb each other': async ({ storage }) => {
      await written(storage, insert('groups', group('a')))
      const batches = racers.map((at) => [check('groups', 'p', 'a', 1), insert('groups', group(`g${at}`))])
      equal(
        await Promise.all(batches.map((batch) => storage.commit(batch))),
        racers.map(() => ({ status: 'ok' })),
      )
    },
  },
  'commit: must be atomic: all of it is written, or nothing': {
    'race: who reads meanwhile sees all of a batch or nothing': async ({ storage }) => {
      for (const round of rounds) {
        const portalId = `p${round}`
        const batch = racers.map((at) => insert('groups', row('groups', portalId, `g${at}`)))
        const commit = { over: false }
        const writing = storage.commit(batch).finally(() => (commit.over = true))
        const seen = new Set<number>()
        for (let reads = 0; reads < 200 && !commit.over; reads++)
          seen.add((await storage.find('groups', 'byPortal', { portalId })).items.length)
        equal(await writing, { status: 'ok' })
        for (const count of seen) holds(count === 0 || count === racers.length, `expected none or all of the batch, saw ${count}`)
      }
    },
  },
}
