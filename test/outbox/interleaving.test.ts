import fc from 'fast-check'
import { memoryStorage } from 'portico/memory'
import type { Mailer, Storage } from 'portico/server'
import { hashToken } from 'portico/server'
import { expect, test } from 'vitest'
import { digest, entryOf, handClock, hour, insertInvitation, invitation, invite, note, portico, put, tokensIn } from './harness.js'

// Everything that an outbox waits for is put into a random order: each question to the storage before and after it is answered, each letter
// before and after it is taken.

const keys = ['a', 'b', 'c', 'd'] as const

/** The same storage, with a wait on the way there and one on the way back. */
function slow(storage: Storage, wait: (what: string) => Promise<void>): Storage {
  const both = async <T>(what: string, ask: () => Promise<T>): Promise<T> => {
    await wait(`ask ${what}`)
    const answer = await ask()
    await wait(`answer ${what}`)
    return answer
  }
  return {
    get: (table, portalId, id) => both('get', () => storage.get(table, portalId, id)),
    find: (table, index, values, page) => both('find', () => storage.find(table, index, values, page)),
    due: (table, now, limit) => both('due', () => storage.due(table, now, limit)),
    commit: (batch) => both('commit', () => storage.commit(batch)),
  }
}

/** A mailer that notes who gets what, and refuses when it is told so. Nobody may give it a letter that it is just being given. */
function watchful(storage: Storage, wait: (what: string) => Promise<void>, refuses: () => boolean) {
  const [now, taken] = [new Set<string>(), [] as string[]]
  const mailer: Mailer = {
    async send({ text, to }) {
      expect(now, `\`${to.name}\` is being sent already`).not.toContain(to.name)
      now.add(to.name)
      for (const token of tokensIn(text)) {
        const hash = await hashToken(digest, 'invitation', token)
        expect((await storage.find('tokens', 'hash', { hash })).items, 'a token that nobody knows').toHaveLength(1)
      }
      await wait(`send ${to.name}`)
      now.delete(to.name)
      if (refuses()) throw new Error('not now')
      taken.push(to.name)
    },
  }
  return { mailer, taken }
}

const letters = [
  insertInvitation('i'),
  note('a', { toName: 'a' }),
  invite('b', 'i', {}, { toName: 'b' }),
  note('c', { toName: 'c' }),
  invite('d', 'i', {}, { toName: 'd' }),
]

test(
  'dispatchers whose every step is interleaved: no letter is sent by two at once, none is lost, none is sent twice',
  { timeout: 60_000 },
  async () => {
    const property = fc.asyncProperty(
      fc.scheduler(),
      fc.integer({ min: 2, max: 3 }),
      fc.integer({ min: 1, max: 3 }),
      fc.infiniteStream(fc.boolean()),
      async (scheduler, dispatchers, parallel, refusals) => {
        const [memory, clock] = [memoryStorage(), handClock()]
        const wait = (what: string): Promise<void> => scheduler.schedule(Promise.resolve(), what)
        let rejects = 0
        const { mailer, taken } = watchful(memory, wait, () => refusals.next().value === true && ++rejects < 8)
        await put(memory, ...letters)
        const outboxes = Array.from(
          { length: dispatchers },
          () => portico({ storage: slow(memory, wait), mailer, clock, limits: { parallel } }).outbox,
        )
        for (let round = 0; round < 9; round++) {
          await scheduler.waitFor(Promise.all(outboxes.map((outbox) => outbox.dispatch())))
          clock.set(clock.now() + 2 * hour)
        }
        for (const key of keys) expect(await entryOf(memory, key)).toMatchObject({ status: 'sent' })
        expect([...taken].sort()).toEqual([...keys])
      },
    )
    await fc.assert(property, { numRuns: 300 })
  },
)

test(
  'dispatchers and a change of the record: a link is sent only if its record waited for it when it was made',
  { timeout: 60_000 },
  async () => {
    const property = fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const [memory, clock] = [memoryStorage(), handClock()]
      const wait = (what: string): Promise<void> => scheduler.schedule(Promise.resolve(), what)
      const { mailer, taken } = watchful(memory, wait, () => false)
      await put(memory, ...letters)
      const outboxes = [1, 2].map(() => portico({ storage: slow(memory, wait), mailer, clock }).outbox)
      const withdraw = async (): Promise<number> => {
        await wait('withdraw')
        await put(memory, {
          op: 'update',
          table: 'invitations',
          row: invitation('i', { status: 'withdrawn', openEmail: null }),
          version: 1,
        })
        return (await memory.find('tokens', 'bySubject', { portalId: 'p', subject: 'invitations', subjectId: 'i' })).items.length
      }
      const [tokens] = await scheduler.waitFor(Promise.all([withdraw(), ...outboxes.map((outbox) => outbox.dispatch())]))
      await scheduler.waitFor(Promise.all(outboxes.map((outbox) => outbox.dispatch())))
      for (const key of keys) {
        const { status } = await entryOf(memory, key)
        expect(['sent', 'dropped']).toContain(status)
        expect(taken.filter((one) => one === key)).toHaveLength(status === 'sent' ? 1 : 0)
      }
      // None was opened after the record stopped waiting for it.
      const left = await memory.find('tokens', 'bySubject', { portalId: 'p', subject: 'invitations', subjectId: 'i' })
      expect(left.items).toHaveLength(tokens)
    })
    await fc.assert(property, { numRuns: 300 })
  },
)

test(
  'dispatchers of which some die at any step: every letter is sent at least once, and its end is written down',
  { timeout: 60_000 },
  async () => {
    const property = fc.asyncProperty(fc.scheduler(), fc.array(fc.nat(40), { minLength: 1, maxLength: 4 }), async (scheduler, deaths) => {
      const [memory, clock] = [memoryStorage(), handClock()]
      const wait = (what: string): Promise<void> => scheduler.schedule(Promise.resolve(), what)
      const taken: string[] = []
      await put(memory, ...letters)
      for (const death of [...deaths, Number.POSITIVE_INFINITY]) {
        let left = death
        let die: () => void = () => undefined
        const dead = new Promise<void>((resolve) => (die = resolve))
        // Whoever died does not go on after his last wait.
        const mortal = async (what: string): Promise<void> => {
          await wait(what)
          if (left-- > 0) return
          die()
          await new Promise(() => undefined)
        }
        const mailer: Mailer = {
          async send({ to }) {
            await mortal('send')
            taken.push(to.name)
            await mortal('sent')
          },
        }
        const { outbox } = portico({ storage: slow(memory, mortal), mailer, clock })
        await scheduler.waitFor(Promise.race([outbox.dispatch(), dead]))
        clock.set(clock.now() + 2 * hour)
      }
      for (const key of keys) expect(await entryOf(memory, key)).toMatchObject({ status: 'sent' })
      expect([...new Set(taken)].sort()).toEqual([...keys])
    })
    await fc.assert(property, { numRuns: 300 })
  },
)
