import { isPortalError, type PortalErrorCode } from 'portico'
import { memoryMailer, memoryStorage } from 'portico/memory'
import {
  auditChange,
  hashToken,
  letterChange,
  newId,
  type Attempt,
  type Change,
  type CommitResult,
  type Mailer,
  type MailMessage,
  type Storage,
} from 'portico/server'
import { describe, expect, test } from 'vitest'
import { refusal } from '../support/refusals.js'
import {
  entryOf,
  handClock,
  hour,
  insertInvitation,
  invitation,
  invite,
  minute,
  note,
  portico,
  put,
  quiet,
  random,
  start,
  tokensIn,
  type Settings,
} from './harness.js'

const counts = (changes: Partial<Record<Attempt, number>> = {}): Record<Attempt, number> => ({
  sent: 0,
  failed: 0,
  dead: 0,
  dropped: 0,
  skipped: 0,
  ...changes,
})
const coded = (code: PortalErrorCode) => (error: unknown) => isPortalError(error, code)
const refuses = (promise: Promise<unknown>, code: PortalErrorCode): Promise<void> => expect(promise).rejects.toSatisfy(coded(code))

/** Everything in memory, and an outbox on it. */
function world(settings: Partial<Settings> = {}) {
  const parts = { storage: memoryStorage(), mailer: memoryMailer(), clock: handClock() }
  return { ...parts, ...portico({ ...parts, ...settings }) }
}

/** Rejects, also with what is no error. */
const rejected = (reason: unknown): Promise<never> =>
  Promise.resolve().then(() => {
    throw reason as Error
  })

/** A mailer that does this. */
const mailing = (send: (message: MailMessage) => Promise<void>): Mailer => ({ send })

describe('a letter', () => {
  test('is sent once, filled in, and is done', async () => {
    const { storage, mailer, outbox } = world()
    await put(storage, note('a'))
    expect(await outbox.dispatch()).toEqual(counts({ sent: 1 }))
    expect(await outbox.dispatch()).toEqual(counts())
    expect(mailer.sent).toHaveLength(1)
    expect(mailer.sent[0]).toMatchObject({
      to: { address: 'ada@example.org', name: 'Ada' },
      from: { address: 'portal@example.org', name: 'The Portal' },
      subject: 'A note for Ada',
      text: 'Hello Ada.\n',
      language: 'en',
    })
    expect(await entryOf(storage, 'a')).toMatchObject({ status: 'sent', attempts: 1, dueAt: null, lastError: null, finishedAt: start })
  })

  test('with a link has a token whose hash is stored when the mailer sees it', async () => {
    const seen: unknown[] = []
    const storage = memoryStorage()
    const mailer = mailing(async ({ text, html }) => {
      const [token = ''] = tokensIn(text)
      expect(tokensIn(html)).toContain(token)
      expect(text).toContain(`https://portal.example/invitation?token=${token}`)
      const hash = await hashToken(random, 'invitation', token)
      seen.push(...(await storage.find('tokens', 'hash', { hash })).items.map(({ row }) => row))
    })
    const { outbox } = world({ storage, mailer })
    await put(storage, insertInvitation('i'), invite('a', 'i'))
    expect(await outbox.dispatch()).toEqual(counts({ sent: 1 }))
    expect(seen).toMatchObject([
      { portalId: 'p', purpose: 'invitation', subject: 'invitations', subjectId: 'i', generation: 1, expiresAt: start + 72 * hour },
    ])
  })

  test('with a key that is taken is a duplicate when it is committed', async () => {
    const { storage, runtime, outbox, mailer } = world()
    await put(storage, note('a'))
    expect(await runtime.commit([note('a')])).toEqual({ status: 'duplicate', table: 'outbox', key: 'key' })
    await put(storage, note('a', { portalId: 'q' }))
    expect(await outbox.dispatch()).toEqual(counts({ sent: 2 }))
    expect(new Set(mailer.sent.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(2)
  })

  test('has an idempotency key that no other letter has, and the same at every attempt', async () => {
    const { storage, mailer, outbox, clock } = world()
    mailer.behave('lose')
    await put(storage, note('b:c', { portalId: 'a' }), note('c', { portalId: 'a:b' }))
    await outbox.dispatch()
    await clock.advance(minute)
    await outbox.dispatch()
    const keys = mailer.sent.map(({ idempotencyKey }) => idempotencyKey)
    expect(keys).toHaveLength(4)
    expect(new Set(keys).size).toBe(2)
  })
})

describe('what is due', () => {
  test('is begun the longest due first, no more than the limit, and nothing of the future', async () => {
    const { storage, mailer, outbox, clock } = world()
    for (const key of ['c', 'a', 'b', 'd']) await put(storage, note(key, { dueAt: start + 'abcd'.indexOf(key), toName: key }))
    clock.set(start + 2)
    expect(await outbox.dispatch(2)).toEqual(counts({ sent: 2 }))
    expect(mailer.sent.map(({ to }) => to.name)).toEqual(['a', 'b'])
    expect(await outbox.dispatch()).toEqual(counts({ sent: 1 }))
    expect(await outbox.dispatch(0)).toEqual(counts())
    expect(await entryOf(storage, 'd')).toMatchObject({ status: 'waiting', attempts: 0 })
  })

  test.each([1, 3])('is sent by %i at the same time', async (parallel) => {
    let [now, most] = [0, 0]
    const { storage, outbox, clock } = world({
      mailer: mailing(async () => {
        most = Math.max(most, ++now)
        await clock.sleep(1_000)
        now--
      }),
      limits: { parallel },
    })
    const { clock: other, ...rest } = { clock, storage, outbox }
    for (let at = 0; at < 9; at++) await put(rest.storage, note(`${at}`))
    const dispatched = rest.outbox.dispatch()
    await other.advance(9_000)
    expect(await dispatched).toEqual(counts({ sent: 9 }))
    expect(most).toBe(parallel)
  })
})

describe('a letter that the mailer does not take', () => {
  test('is tried again after 1, 2, 4 … minutes, at most an hour, given up after 8 attempts, and sent when it is put back', async () => {
    const { storage, mailer, outbox, clock } = world()
    mailer.behave('refuse')
    await put(storage, note('a'))
    const waits: number[] = []
    for (let attempt = 1; attempt < 8; attempt++) {
      expect(await outbox.dispatch()).toEqual(counts({ failed: 1 }))
      const { dueAt, status, attempts, lastError, finishedAt } = await entryOf(storage, 'a')
      expect({ status, attempts, lastError, finishedAt }).toEqual({
        status: 'waiting',
        attempts: attempt,
        lastError: 'the letter was not taken',
        finishedAt: null,
      })
      waits.push((dueAt ?? NaN) - clock.now())
      await clock.advance((dueAt ?? NaN) - clock.now() - 1)
      expect(await outbox.dispatch()).toEqual(counts())
      await clock.advance(1)
    }
    expect(waits.map((wait) => wait / minute)).toEqual([1, 2, 4, 8, 16, 32, 60])
    expect(await outbox.dispatch()).toEqual(counts({ dead: 1 }))

    const dead = await outbox.dead('p')
    expect(dead.items.map(({ row }) => row)).toMatchObject([
      { key: 'a', status: 'dead', attempts: 8, dueAt: null, finishedAt: clock.now() },
    ])
    expect((await outbox.dead('q')).items).toEqual([])
    await clock.advance(1000 * hour)
    expect(await outbox.dispatch()).toEqual(counts())

    mailer.behave('take')
    const id = dead.items[0]?.row.id ?? ''
    await refuses(outbox.requeue('q', id), 'NOT_FOUND')
    await outbox.requeue('p', id)
    await refuses(outbox.requeue('p', id), 'NOT_FOUND')
    expect(await outbox.dispatch()).toEqual(counts({ sent: 1 }))
    expect(await entryOf(storage, 'a')).toMatchObject({ status: 'sent', attempts: 1, lastError: null })
  })

  test('is put back by one of two who do it at the same time', async () => {
    const { storage, mailer, outbox } = world({ limits: { attempts: 1 } })
    mailer.behave('refuse')
    await put(storage, note('a'))
    expect(await outbox.dispatch()).toEqual(counts({ dead: 1 }))
    const { id } = await entryOf(storage, 'a')
    const [one, other] = await Promise.allSettled([outbox.requeue('p', id), outbox.requeue('p', id)])
    expect(one.status).toBe('fulfilled')
    expect(other).toMatchObject({ status: 'rejected', reason: { code: 'CONFLICT' } })
  })

  const hostile: unknown = Object.create(null)
  const odd = Object.assign(new Error(), { message: 5 as unknown as string })
  test.each<[string, () => Promise<void>, string]>([
    ['rejects', () => Promise.reject(new Error('no')), 'no'],
    ['rejects with a text', () => rejected('no'), 'no'],
    ['rejects with nothing', () => rejected(undefined), 'undefined'],
    ['rejects with what cannot be read', () => rejected(hostile), 'an error that says nothing'],
    ['rejects with an odd error', () => Promise.reject(odd), '5'],
    [
      'throws',
      () => {
        throw new Error('at once')
      },
      'at once',
    ],
    ['says very much', () => Promise.reject(new Error('no '.repeat(100_000))), 'no '.repeat(200).slice(0, 500)],
    ['never answers', () => new Promise(() => undefined), 'not sent within 30000 ms'],
  ])('because it %s, is tried again, and the others are sent', async (_, fault, lastError) => {
    const sent: string[] = []
    const { storage, outbox, clock } = world({
      mailer: mailing(({ to }) => (to.name === 'bad' ? fault() : Promise.resolve(void sent.push(to.name)))),
      limits: { parallel: 1 },
    })
    await put(storage, note('bad', { toName: 'bad', dueAt: start - 1 }), note('good', { toName: 'good' }))
    const dispatched = outbox.dispatch()
    await clock.advance(30_000)
    expect(await dispatched).toEqual(counts({ sent: 1, failed: 1 }))
    expect(sent).toEqual(['good'])
    expect(await entryOf(storage, 'bad')).toMatchObject({ status: 'waiting', attempts: 1, lastError })
  })

  test('or rather does, at once and without a promise, is sent', async () => {
    const { storage, outbox } = world({ mailer: { send: (() => undefined) as unknown as Mailer['send'] } })
    await put(storage, note('a'))
    expect(await outbox.dispatch()).toEqual(counts({ sent: 1 }))
    expect(await entryOf(storage, 'a')).toMatchObject({ status: 'sent', attempts: 1 })
  })

  test.each(['resolves', 'rejects'])('in time, because it %s after the limit, is sent again', async (how) => {
    let [calls, late] = [0, 0]
    const { storage, outbox, clock } = world({
      mailer: mailing(async () => {
        if (++calls > 1) return
        await clock.sleep(31_000)
        late++
        if (how === 'rejects') throw new Error('late')
      }),
    })
    await put(storage, note('a'))
    const dispatched = outbox.dispatch()
    await clock.advance(30_000)
    expect(await dispatched).toEqual(counts({ failed: 1 }))
    await clock.advance(1_000)
    expect(late).toBe(1)
    expect(await entryOf(storage, 'a')).toMatchObject({ status: 'waiting', attempts: 1 })
    await clock.advance(minute)
    expect(await outbox.dispatch()).toEqual(counts({ sent: 1 }))
  })
})

describe('a link that nobody needs any more', () => {
  test.each<[string, readonly Change[], Parameters<typeof invite>[2]]>([
    ['its record is gone', [], {}],
    ['its record is of another portal', [insertInvitation('i', { portalId: 'q' })], {}],
    ['its record waits for nothing', [insertInvitation('i', { status: 'withdrawn', openEmail: null })], {}],
    ['its record is a generation ahead', [insertInvitation('i', { generation: 2 })], {}],
    ['it ends now', [insertInvitation('i')], { expiresAt: start }],
    ['it has ended', [insertInvitation('i')], { expiresAt: start - 1 }],
  ])('is not sent: %s', async (_, records, link) => {
    const { storage, mailer, outbox } = world()
    await put(storage, ...records, invite('a', 'i', link))
    expect(await outbox.dispatch()).toEqual(counts({ dropped: 1 }))
    expect(await outbox.dispatch()).toEqual(counts())
    expect(mailer.sent).toEqual([])
    expect(await entryOf(storage, 'a')).toMatchObject({ status: 'dropped', dueAt: null, lastError: null, finishedAt: start })
    expect((await storage.find('tokens', 'bySubject', { portalId: 'p', subject: 'invitations', subjectId: 'i' })).items).toEqual([])
  })

  test('because the record changes between the look at it and the lease: never sent as it was', async () => {
    const { storage, mailer, clock } = world()
    await put(storage, insertInvitation('i'), invite('a', 'i'))
    let between = true
    const { outbox } = portico({
      storage: {
        ...storage,
        commit: async (batch) => {
          if (between) {
            between = false
            await put(storage, { op: 'update', table: 'invitations', row: invitation('i', { generation: 2 }), version: 1 })
          }
          return storage.commit(batch)
        },
      },
      mailer,
      clock,
    })
    expect(await outbox.dispatch()).toEqual(counts({ dropped: 1 }))
    expect(mailer.sent).toEqual([])
  })
})

describe('a link whose record changes between the look at it and the lease', () => {
  /** So many times, in a way that leaves the link live. */
  function restless(times: number) {
    const { storage, mailer, clock } = world()
    let version = 0
    const commit: Storage['commit'] = async (batch) => {
      if (version++ < times) await put(storage, { op: 'update', table: 'invitations', row: invitation('i', { language: 'fr' }), version })
      return storage.commit(batch)
    }
    return { storage, mailer, outbox: portico({ storage: { ...storage, commit }, mailer, clock }).outbox }
  }

  test.each([1, 2])('%i times is sent at once', async (times) => {
    const { storage, mailer, outbox } = restless(times)
    await put(storage, insertInvitation('i'), invite('a', 'i'))
    expect(await outbox.dispatch()).toEqual(counts({ sent: 1 }))
    expect(mailer.sent).toHaveLength(1)
    expect(await entryOf(storage, 'a')).toMatchObject({ status: 'sent', attempts: 1 })
    expect((await storage.find('tokens', 'bySubject', { portalId: 'p', subject: 'invitations', subjectId: 'i' })).items).toHaveLength(1)
  })

  test('again and again stays due, and costs no attempt', async () => {
    const { storage, outbox } = restless(3)
    await put(storage, insertInvitation('i'), invite('a', 'i'))
    expect(await outbox.dispatch()).toEqual(counts({ skipped: 1 }))
    expect(await entryOf(storage, 'a')).toMatchObject({ status: 'waiting', attempts: 0, dueAt: start })
    expect(await outbox.dispatch()).toEqual(counts({ sent: 1 }))
  })
})

describe('what is no letter for the outbox', () => {
  const link = { purpose: 'invitation', subject: 'invitations', subjectId: 'i', generation: 1, expiresAt: start } as const
  test.each([
    ['generation', 1.5],
    ['generation', Number.NaN],
    ['expiresAt', Infinity],
    ['expiresAt', '5' as unknown as number],
    ['expiresAt', undefined as unknown as number],
  ] as const)('a link whose %s is %s', (name, value) => {
    const letter = { portalId: 'p', key: 'a', letter: 'invitation', language: 'en', toAddress: 'a@b.example', toName: 'A', variables: {} }
    const { details } = refusal('LETTER_INVALID', () => letterChange(random, start, { ...letter, link: { ...link, [name]: value } }))
    expect(details).toEqual({ name })
  })
})

describe('ids', () => {
  test('of letters and of the audit trail are in the order of time', () => {
    const times = [0, 1, 999_999, start, start + 1, start + 1_000_000 * hour]
    const fact = {
      portalId: 'p',
      actorId: null,
      command: 'c',
      outcome: 'accepted',
      subject: 's',
      subjectId: 'i',
      correlationId: 'x',
    } as const
    for (const make of [(now: number) => auditChange(random, now, fact), (now: number) => letterAt(now)]) {
      const ids = times.map((now) => {
        const change = make(now)
        return change.op === 'insert' ? change.row.id : ''
      })
      expect([...ids].sort()).toEqual(ids)
      for (const id of ids) expect(id).toMatch(/^[0-9a-z]{9}-[\w-]{22}$/)
    }
    expect(newId(random)).toMatch(/^[\w-]{22}$/)
  })

  const letterAt = (now: number): Change =>
    letterChange(random, now, { portalId: 'p', key: 'k', letter: 'note', language: 'en', toAddress: 'a', toName: 'A', variables: {} })
})

describe('a letter that cannot be made', () => {
  const dies = (): never => {
    throw new Error('this kind is broken')
  }
  test.each<[string, Change<'outbox'>, string]>([
    ['its link ends between two milliseconds', invite('bad', 'i', { expiresAt: start + hour + 0.5 }), '`tokens.expiresAt`'],
    ['the generation of its link is none', invite('bad', 'i', { purpose: 'long', generation: 1.5 }), '`tokens.generation`'],
    ['its name is unknown', note('bad', { letter: 'an-unknown-letter-with-a-long-name' }), 'an-unknown-letter-with-a-long-name'],
    ['its name is inherited', note('bad', { letter: 'constructor' }), 'constructor'],
    ['a variable is missing', note('bad', { variables: {} }), '`name`'],
    ['a time is none', note('bad', { variables: { name: { time: 9e15 } } }), 'Invalid time'],
    ['a link is missing', note('bad', { letter: 'invitation' }), 'link'],
    ['its language is none', note('bad', { language: '', letter: 'nothing' }), 'nothing'],
    ['the kind of its link is unknown', invite('bad', 'i', { purpose: 'unheard-of' }), '`unheard-of`'],
    ['the kind of its link is inherited', invite('bad', 'i', { purpose: 'toString' }), '`toString`'],
    ['the table of its link is unknown', invite('bad', 'i', { subject: 'nowhere' as 'portals' }), '`nowhere`'],
    ['the kind of its link throws', invite('bad', 'i', { purpose: 'broken' }), 'this kind is broken'],
  ])('(%s) ends dead for all to see, and the others are sent', async (_, bad, reason) => {
    const { storage, mailer, outbox, clock } = world({
      linkKinds: { broken: { path: '/broken', isLive: dies }, long: { path: '/long', isLive: () => true } },
      limits: { attempts: 3, parallel: 1 },
    })
    if (bad.op !== 'insert') throw new Error('no letter')
    await put(storage, insertInvitation('i'), { ...bad, row: { ...bad.row, dueAt: start - 1 } }, note('good'))
    expect(await outbox.dispatch()).toEqual(counts({ failed: 1, sent: 1 }))
    await clock.advance(minute)
    expect(await outbox.dispatch()).toEqual(counts({ failed: 1 }))
    await clock.advance(2 * minute)
    expect(await outbox.dispatch()).toEqual(counts({ dead: 1 }))
    await clock.advance(hour)
    expect(await outbox.dispatch()).toEqual(counts())
    expect(mailer.sent).toHaveLength(1)
    const { lastError, ...entry } = await entryOf(storage, 'bad')
    expect(entry).toMatchObject({ status: 'dead', attempts: 3, dueAt: null })
    expect(lastError).toContain(reason)
    expect((await storage.find('tokens', 'bySubject', { portalId: 'p', subject: 'invitations', subjectId: 'i' })).items).toEqual([])
  })

  test.each([
    ['no random number', { random: { bytes: dies } }, 'the source of random numbers failed'],
    ['no digest', { digest: { sha256: () => Promise.reject(new Error('this kind is broken')) } }, 'this kind is broken'],
  ])('(%s) is tried again, and the others are sent', async (_, settings, lastError) => {
    const { storage, mailer, outbox } = world({ ...settings, limits: { parallel: 1 } })
    await put(storage, insertInvitation('i'), invite('bad', 'i', {}, { dueAt: start - 1 }), note('good'))
    expect(await outbox.dispatch()).toEqual(counts({ failed: 1, sent: 1 }))
    expect(mailer.sent).toHaveLength(1)
    expect(await entryOf(storage, 'bad')).toMatchObject({ status: 'waiting', attempts: 1, lastError })
  })
})

describe('a dispatcher that died', () => {
  /** A storage that never answers when somebody wants to write down what became of a letter: as for one who is dead. */
  const dead = (storage: Storage): Storage => ({
    ...storage,
    commit: (batch) => (stepOf(batch) === 'settle' ? new Promise(() => undefined) : storage.commit(batch)),
  })

  test('leaves its letter to others when its lease is over, and not before', async () => {
    const { storage, mailer, clock, outbox } = world()
    await put(storage, insertInvitation('i'), invite('a', 'i'))
    void portico({ storage: dead(storage), mailer, clock })
      .outbox.dispatch()
      .catch(() => undefined)
    await quiet()
    expect(mailer.sent).toHaveLength(1)
    expect(await entryOf(storage, 'a')).toMatchObject({ status: 'sending', attempts: 1, dueAt: start + 120_000 })
    await clock.advance(120_000 - 1)
    expect(await outbox.dispatch()).toEqual(counts())
    await clock.advance(1)
    expect(await outbox.dispatch()).toEqual(counts({ sent: 1 }))
    const [first, second] = mailer.sent.map(({ text, idempotencyKey }) => ({ token: tokensIn(text)[0], idempotencyKey }))
    expect(second?.idempotencyKey).toBe(first?.idempotencyKey)
    expect(second?.token).not.toBe(first?.token)
    expect(await entryOf(storage, 'a')).toMatchObject({ status: 'sent', attempts: 2 })
  })

  test('again and again: its letter is given up in the end', async () => {
    const { storage, mailer, clock, outbox } = world({ limits: { attempts: 2 } })
    await put(storage, note('a'))
    for (const _ of [1, 2]) {
      void portico({ storage: dead(storage), mailer, clock, limits: { attempts: 2 } })
        .outbox.dispatch()
        .catch(() => undefined)
      await clock.advance(120_000)
    }
    expect(await outbox.dispatch()).toEqual(counts({ dead: 1 }))
    expect(await entryOf(storage, 'a')).toMatchObject({ status: 'dead', attempts: 2, lastError: 'no answer to the last attempt' })
  })

  test('but did not: what it writes down too late changes nothing', async () => {
    let calls = 0
    const { storage, clock, outbox } = world({
      mailer: mailing(async () => {
        if (++calls === 1) await clock.sleep(20_000)
      }),
    })
    await put(storage, note('a'))
    const slow = outbox.dispatch()
    await quiet()
    clock.set(start + hour) // as after a suspended machine
    expect(await outbox.dispatch()).toEqual(counts({ sent: 1 }))
    await clock.advance(20_000)
    expect(await slow).toEqual(counts({ skipped: 1 }))
    expect(await entryOf(storage, 'a')).toMatchObject({ status: 'sent', attempts: 2, finishedAt: start + hour })
  })
})

type Step = 'due' | 'get' | 'lease' | 'settle'
const steps: readonly Step[] = ['due', 'get', 'lease', 'settle']
function stepOf(batch: readonly Change[]): Step {
  const leases = batch.some((change) => change.op === 'update' && change.table === 'outbox' && change.row.status === 'sending')
  return leases ? 'lease' : 'settle'
}

describe('a storage that fails', () => {
  const no = (): never => {
    throw new Error('the database is gone')
  }
  /** What happens instead of asking the storage. */
  const faults: Readonly<Record<string, <T>(ask: () => Promise<T>) => Promise<T>>> = {
    throws: no,
    rejects: () => Promise.reject(new Error('the database is gone')),
    'rejects with nothing': () => rejected(undefined),
    hangs: () => new Promise(() => undefined),
    'loses the answer': (ask) => ask().then(no),
    'answers too late': (ask) => ask().then(() => new Promise(() => undefined)),
  }

  /** A storage that does this once, at this step. */
  function failing(storage: Storage, step: Step, fault: <T>(ask: () => Promise<T>) => Promise<T>): Storage {
    let left = 1
    const at = <T>(here: Step, ask: () => Promise<T>): Promise<T> => (here === step && left-- > 0 ? fault(ask) : ask())
    return {
      get: (table, portalId, id) => at('get', () => storage.get(table, portalId, id)),
      find: (table, index, values, page) => storage.find(table, index, values, page),
      due: (table, now, limit) => at('due', () => storage.due(table, now, limit)),
      commit: (batch) => at(stepOf(batch), () => storage.commit(batch)),
    }
  }

  const cases = steps.flatMap((step) => Object.entries(faults).map(([name, fault]) => [step, name, fault] as const))
  test.each(cases)('(%s: %s) is unavailable; nothing is half-written, and every letter is sent afterwards', async (step, _, fault) => {
    const memory = memoryStorage()
    const mailer = memoryMailer()
    const clock = handClock()
    const { outbox } = portico({ storage: failing(memory, step, fault), mailer, clock })
    await put(memory, insertInvitation('i'), invite('a', 'i'), invite('b', 'i'), note('c'))
    const dispatched = outbox.dispatch()
    const refused = refuses(dispatched, 'STORAGE_UNAVAILABLE')
    await clock.advance(10_000)
    await refused

    // Each letter that was leased has its token stored, and no other.
    const entries = await Promise.all(['a', 'b', 'c'].map((key) => entryOf(memory, key)))
    const tokens = await memory.find('tokens', 'bySubject', { portalId: 'p', subject: 'invitations', subjectId: 'i' })
    expect(tokens.items).toHaveLength(entries.filter(({ attempts, link }) => attempts > 0 && link !== null).length)
    for (const { status, attempts, dueAt } of entries) {
      expect(['waiting', 'sending', 'sent']).toContain(status)
      expect(attempts).toBe(status === 'waiting' ? 0 : 1)
      expect(dueAt === null).toBe(status === 'sent')
    }

    await outbox.dispatch()
    await clock.advance(2 * minute)
    await outbox.dispatch()
    for (const key of ['a', 'b', 'c']) expect(await entryOf(memory, key)).toMatchObject({ status: 'sent' })
    const sent = new Set(mailer.sent.map(({ idempotencyKey }) => idempotencyKey))
    expect(sent.size).toBe(3)
    expect(mailer.sent.length).toBeLessThanOrEqual(4)
  })

  test.each<[Step, CommitResult, Partial<Record<Attempt, number>>]>([
    ['lease', { status: 'conflict', table: 'outbox', portalId: 'p', id: 'x' }, { skipped: 1 }],
    ['lease', { status: 'duplicate', table: 'tokens', key: 'hash' }, { failed: 1 }],
    ['settle', { status: 'conflict', table: 'outbox', portalId: 'p', id: 'x' }, { skipped: 1 }],
  ])('(%s: answers %o) only leaves the letter to somebody else', async (step, answer, rest) => {
    const { storage, mailer, clock } = world()
    await put(storage, insertInvitation('i'), invite('a', 'i', {}, { dueAt: start - 1 }), note('b'))
    const answers = <T>(): Promise<T> => Promise.resolve(answer as T)
    const { outbox } = portico({ storage: failing(storage, step, answers), mailer, clock, limits: { parallel: 1 } })
    expect(await outbox.dispatch()).toEqual(counts({ sent: 1, ...rest }))
    await clock.advance(2 * minute)
    expect(await outbox.dispatch()).toEqual(counts({ sent: 1 }))
  })

  test('is not asked for the other letters; what was begun comes to its end before anybody is told', async () => {
    const { storage, mailer, clock } = world()
    for (let at = 0; at < 20; at++) await put(storage, note(`${at}`))
    let asked = 0
    const broken: Storage = { ...storage, commit: () => (asked++, Promise.reject(new Error('the database is gone'))) }
    await refuses(portico({ storage: broken, mailer, clock }).outbox.dispatch(), 'STORAGE_UNAVAILABLE')
    expect(asked).toBe(5)
  })

  test('for one letter: no other is begun, and those that were begun come to their end before anybody is told', async () => {
    const memory = memoryStorage()
    const clock = handClock()
    let sent = 0
    const slow = mailing(async () => {
      await clock.sleep(1_000)
      sent++
    })
    const { outbox } = portico({ storage: failing(memory, 'lease', faults.rejects!), mailer: slow, clock, limits: { parallel: 3 } })
    for (let at = 0; at < 20; at++) await put(memory, note(`${at}`))
    let over = false
    const refused = refuses(
      outbox.dispatch().finally(() => (over = true)),
      'STORAGE_UNAVAILABLE',
    )
    await clock.advance(999)
    expect({ over, sent }).toEqual({ over: false, sent: 0 })
    await clock.advance(1)
    expect({ over, sent }).toEqual({ over: true, sent: 2 })
    await refused
    const dispatched = outbox.dispatch()
    await clock.advance(10_000)
    expect(await dispatched).toEqual(counts({ sent: 18 }))
  })

  test('is unavailable with its error as cause, for everybody', async () => {
    const gone = new Error('the database is gone')
    const broken = { get: () => Promise.reject(gone), find: no, due: no, commit: no }
    const { outbox, runtime } = world({ storage: broken })
    await expect(runtime.storage.get('members', 'p', 'm')).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE', cause: gone })
    await refuses(runtime.storage.find('members', 'byPortal', { portalId: 'p' }), 'STORAGE_UNAVAILABLE')
    await refuses(runtime.commit([note('a')]), 'STORAGE_UNAVAILABLE')
    await refuses(outbox.dead('p'), 'STORAGE_UNAVAILABLE')
    await refuses(outbox.requeue('p', 'a'), 'STORAGE_UNAVAILABLE')
    await refuses(outbox.dispatch(), 'STORAGE_UNAVAILABLE')
  })
})

describe('a storage that refuses', () => {
  const unfit = [new TypeError('`groups.name` is no text'), new RangeError('too long for an index.')]
  test.each(unfit)('(%s) is no storage that is unavailable', async (cause) => {
    const storage = { ...memoryStorage(), commit: () => Promise.reject(cause) }
    await expect(world({ storage }).runtime.commit([note('a')])).rejects.toMatchObject({
      code: 'STORAGE_REFUSED',
      message: `the storage refused to commit: ${cause.message.replace('index.', 'index')}`,
      cause,
    })
  })

  test('by an error that has a cause itself is unavailable: `fetch` fails like this', async () => {
    const storage = { ...memoryStorage(), get: () => Promise.reject(new TypeError('fetch failed', { cause: new Error('ECONNRESET') })) }
    await refuses(world({ storage }).runtime.storage.get('groups', 'p', 'g'), 'STORAGE_UNAVAILABLE')
  })

  test('really: what the stores say of values that do not fit', async () => {
    const { runtime } = world()
    await refuses(runtime.commit([note('a', { dueAt: 1.5 })]), 'STORAGE_REFUSED')
    await refuses(runtime.commit([note('a', { key: 'k'.repeat(3_000) })]), 'STORAGE_REFUSED')
  })

  test('what became of one entry does not keep the others, and is told after them', async () => {
    const { storage, mailer, clock } = world()
    await put(storage, note('bad', { letter: 'nothing', dueAt: start - 1 }), note('b'), note('c'))
    const commit: Storage['commit'] = (batch) =>
      batch.some((change) => 'row' in change && 'key' in change.row && change.row.key === 'bad')
        ? Promise.reject(new TypeError('`outbox.language` is no text'))
        : storage.commit(batch)
    const { outbox } = portico({ storage: { ...storage, commit }, mailer, clock, limits: { parallel: 1 } })
    await refuses(outbox.dispatch(), 'STORAGE_REFUSED')
    expect(mailer.sent).toHaveLength(2)
  })
})

describe('a storage that answers nonsense is unavailable', () => {
  const nonsense: readonly (readonly [keyof Storage, unknown])[] = [
    ...[undefined, null, 'ok', {}, { status: 'fine' }, { status: 'conflict' }, { status: 'duplicate', table: 'nowhere' }].map(
      (answer) => ['commit', answer] as const,
    ),
    ...[undefined, {}, [undefined], [{ row: {} }], [{ version: 1 }]].map((answer) => ['due', answer] as const),
    ...[undefined, [], {}, { items: 5 }, { items: [null] }, { items: [], next: 5 }].map((answer) => ['find', answer] as const),
    ...[null, 5, {}, { row: {} }].map((answer) => ['get', answer] as const),
  ]
  const asked: Readonly<Record<keyof Storage, (parts: ReturnType<typeof world>) => Promise<unknown>>> = {
    commit: ({ runtime }) => runtime.commit([note('a')]),
    due: ({ outbox }) => outbox.dispatch(),
    find: ({ outbox }) => outbox.dead('p'),
    get: ({ outbox }) => outbox.requeue('p', 'a'),
  }

  describe.each(['a promise of', 'without a promise'])('%s', (how) => {
    test.each(nonsense)('%s: %j', async (method, answer) => {
      const answers = () => (how === 'a promise of' ? Promise.resolve(answer) : answer)
      await refuses(asked[method](world({ storage: { ...memoryStorage(), [method]: answers } })), 'STORAGE_UNAVAILABLE')
    })
  })

  test('when an entry is leased: it is left as it was', async () => {
    const { storage, mailer, clock } = world()
    await put(storage, note('a'))
    const { outbox } = portico({
      storage: { ...storage, commit: () => Promise.resolve(undefined as unknown as CommitResult) },
      mailer,
      clock,
    })
    await refuses(outbox.dispatch(), 'STORAGE_UNAVAILABLE')
    expect(mailer.sent).toEqual([])
    expect(await entryOf(storage, 'a')).toMatchObject({ status: 'waiting', attempts: 0 })
  })
})

describe('a clock that jumps', () => {
  test('back: letters that are due later by now are sent then', async () => {
    const { storage, mailer, outbox, clock } = world()
    mailer.behave('refuse')
    await put(storage, note('a'))
    await outbox.dispatch()
    mailer.behave('take')
    clock.set(start - hour)
    expect(await outbox.dispatch()).toEqual(counts())
    await clock.advance(hour + minute)
    expect(await outbox.dispatch()).toEqual(counts({ sent: 1 }))
  })

  test('while a letter is being sent, forward and back: its end is written down', async () => {
    for (const jump of [-hour, hour]) {
      const { storage, outbox, clock } = world({
        mailer: mailing(() => {
          clock.set(start + jump)
          return Promise.resolve()
        }),
      })
      await put(storage, note('a'))
      expect(await outbox.dispatch()).toEqual(counts({ sent: 1 }))
      expect(await entryOf(storage, 'a')).toMatchObject({ status: 'sent', finishedAt: start + jump })
    }
  })

  test('does not shorten or lengthen the time that sending may take', async () => {
    const { storage, mailer, outbox, clock } = world()
    mailer.behave('hang')
    await put(storage, note('a'))
    let over = false
    const dispatched = outbox.dispatch().finally(() => (over = true))
    await clock.advance(29_000)
    clock.set(start + 100 * hour)
    await quiet()
    expect(over).toBe(false)
    clock.set(start - 100 * hour)
    await clock.advance(1_000)
    expect(await dispatched).toEqual(counts({ failed: 1 }))
  })
})

describe('run', () => {
  test('sends what comes, outlives a storage that fails, and ends when it is told to', async () => {
    const { storage, mailer, clock } = world()
    let broken = false
    const errors: unknown[] = []
    const { outbox } = portico({
      storage: { ...storage, due: (...asked) => (broken ? Promise.reject(new Error('gone')) : storage.due(...asked)) },
      mailer,
      clock,
    })
    const controller = new AbortController()
    const running = outbox.run({
      signal: controller.signal,
      every: 500,
      onError: (error) => {
        errors.push(error)
        throw new Error('the log is full')
      },
    })
    for (let at = 0; at < 150; at++) await put(storage, note(`${at}`))
    await clock.advance(500)
    expect(mailer.sent).toHaveLength(150)
    broken = true
    await clock.advance(1_000)
    expect(errors).toHaveLength(2)
    expect(errors).toSatisfy((all: unknown[]) => all.every(coded('STORAGE_UNAVAILABLE')))
    broken = false
    await put(storage, note('late'))
    await clock.advance(500)
    expect(mailer.sent).toHaveLength(151)
    controller.abort()
    await running
    await put(storage, note('too late'))
    await clock.advance(5_000)
    expect(mailer.sent).toHaveLength(151)
  })

  test('does nothing when it was ended before, and refuses to look all the time', async () => {
    const { storage, outbox, mailer } = world()
    await put(storage, note('a'))
    await outbox.run({ signal: AbortSignal.abort() })
    expect(mailer.sent).toEqual([])
    for (const every of [0, -1, Number.NaN]) await refuses(outbox.run({ signal: new AbortController().signal, every }), 'SETTINGS_INVALID')
  })
})
