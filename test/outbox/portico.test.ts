import { isPortalError, portalPolicy } from 'portico'
import { memoryMailer, memoryStorage } from 'portico/memory'
import { auditChange, createPortico, type Change, type CommitResult, type Letters, type PasswordHasher, type Row } from 'portico/server'
import { describe, expect, test } from 'vitest'
import { refusal } from '../support/refusals.js'
import { digest, entryOf, handClock, letters, minute, note, portico, put, quiet, random, start, type Settings } from './harness.js'

const settings = (): Settings => ({
  policy: portalPolicy,
  storage: memoryStorage(),
  mailer: memoryMailer(),
  clock: handClock(),
  random,
  digest,
  links: { origin: 'https://portal.example' },
  from: { address: 'portal@example.org', name: 'The Portal' },
  letters,
})

describe('settings that are refused', () => {
  const origins = [
    '',
    'portal.example',
    'http://portal.example',
    'http://localhost',
    'HTTPS:/portal.example',
    'https://',
    'https://portal.example/',
    'https://portal.example/path',
    'https://portal.example?query',
    'https://portal.example#hash',
    'https://user@portal.example',
    'https://user:secret@portal.example',
    'https://portal.example:port',
    'https://portal.example:',
    'https://portal.example\n',
    'https://portal.example\nhttps://evil.example',
    ' https://portal.example',
    'https://portal example',
    'https://portal.example\\@evil.example',
    'https://pörtal.example',
    'https://portal.example:99999',
    'https://..',
    'ftp://portal.example',
    'javascript:alert(1)',
  ]
  test.each(origins)('the origin %j', (origin) => {
    refusal('SETTINGS_INVALID', () => createPortico({ ...settings(), links: { origin } }))
  })

  test.each([
    'http://portal.example',
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'http://0.0.0.0',
    'ftp://localhost',
  ])('the origin %j, for development too', (origin) => {
    refusal('SETTINGS_INVALID', () => createPortico({ ...settings(), links: { origin, allowLocalhost: true } }))
  })

  const bad = [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 86_400_001, '5' as unknown as number, null as unknown as number]
  const limits = (['storage', 'send', 'lease', 'parallel', 'attempts'] as const).flatMap((name) =>
    bad.map((value) => [name, value] as const),
  )
  test.each(limits)('the limit %s: %s', (name, value) => {
    const { details } = refusal('SETTINGS_INVALID', () => createPortico({ ...settings(), limits: { [name]: value } }))
    expect(details.issues).toContainEqual(expect.objectContaining({ path: ['limits', name] }))
  })

  test.each([
    { lease: 30_000 },
    { lease: 40_000 },
    { send: 120_000 },
    { storage: 90_000 },
    { storage: 10, send: 20, lease: 30 },
    { leese: 5 },
  ])('the limits %o', (limits) => {
    refusal('SETTINGS_INVALID', () => createPortico({ ...settings(), limits }))
  })

  test.each(['', 'Mars/Olympus', 'utc+1', 'UTC\n'])('the time zone %j', (timeZone) => {
    refusal('SETTINGS_INVALID', () => createPortico({ ...settings(), timeZone }))
  })

  test.each(['', 'invitation', '.evil.example/', '@evil.example/', ':443/', '/a?b=c', '/a b', '/a\n', '\\a', '/\\evil'])(
    'the path %j of a link',
    (path) => {
      refusal('SETTINGS_INVALID', () => createPortico({ ...settings(), linkKinds: { own: { path, isLive: () => true } } }))
    },
  )

  test.each(['invitation', 'verifyEmail', 'confirmTransfer', 'acceptTransfer'])(
    'a kind of link in the place of the built-in `%s`, which would say when its links work',
    (name) => {
      const { message, details } = refusal('SETTINGS_INVALID', () =>
        createPortico({ ...settings(), linkKinds: { [name]: { path: '/own', isLive: () => true } } }),
      )
      expect([message, details]).toEqual([`\`linkKinds.${name}\` is built in, and says itself when its links work`, { kind: name }])
    },
  )

  const odd = (value: unknown): never => value as never
  test.each<[string, Partial<Settings>]>([
    ['mailr', odd({ mailr: memoryMailer() })],
    ['policy', { policy: odd({}) }],
    ['storage', { storage: odd(undefined) }],
    ['storage', { storage: odd({ ...memoryStorage(), due: undefined }) }],
    ['mailer', { mailer: odd({ sendMail: () => undefined }) }],
    ['mailer', { mailer: odd(null) }],
    ['clock', { clock: odd({ now: () => 0 }) }],
    ['random', { random: odd({ bytes: 5 }) }],
    ['digest', { digest: odd('sha256') }],
    ['passwords', { passwords: odd({ hash: () => '' }) }],
    ['audit', { audit: odd({}) }],
    ['links', { links: odd('https://portal.example') }],
    ['links', { links: odd({ origin: 'https://portal.example', allowLocalHost: true }) }],
    ['dispatch', { dispatch: odd('by_worker') }],
    ['onError', { onError: odd('console') }],
    ['timeZone', { timeZone: odd(1) }],
    ['linkKinds.own.isLive', { linkKinds: { own: odd({ path: '/own' }) } }],
    ['from', { from: odd('portal@example.org') }],
    ['from.name', { from: odd({ address: 'portal@example.org' }) }],
    ...['', 'portal', 'portal@', '@example.org', 'a@b@example.org', 'portal@example.org\r\nBcc: eve@evil.example', 'a\u0000@b.example'].map(
      (address): [string, Partial<Settings>] => ['from.address', { from: { address, name: 'Portal' } }],
    ),
    ['letters.note.en.subject', { letters: { note: { en: odd({ blocks: [] }) } } }],
    ['letters.note.en.blocks', { letters: { note: { en: odd({ subject: 'A note', blocks: [{ html: '<p>' }] }) } } }],
    ['letters.note', { letters: { note: { de: { subject: 'Eine Notiz', blocks: [] } } } }],
    ['letters.constructor', { letters: { constructor: { fr: { subject: 'Une note', blocks: [] } } } }],
  ])('%s: %j', (name, changes) => {
    expect(refusal('SETTINGS_INVALID', () => createPortico({ ...settings(), ...changes })).message).toContain(name)
  })

  test.each([undefined, null, 'settings'])('that are none at all: %j', (none) => {
    refusal('SETTINGS_INVALID', () => createPortico(odd(none)))
  })

  test('and none of these', () => {
    createPortico({ ...settings(), letters: odd(undefined), audit: odd(undefined), onError: odd(undefined) })
    createPortico({ ...settings(), from: { address: 'portal@bücher.example', name: '' } })
    for (const origin of ['https://portal.example', 'https://portal.example:8443', 'https://127.0.0.1'])
      createPortico({ ...settings(), links: { origin } })
    for (const origin of ['http://localhost', 'http://localhost:3000', 'http://127.0.0.1:3000', 'https://portal.example'])
      createPortico({ ...settings(), links: { origin, allowLocalhost: true } })
    for (const path of ['/', '/a', '/a/b-c_d.html']) createPortico({ ...settings(), linkKinds: { own: { path, isLive: () => true } } })
    for (const timeZone of ['UTC', 'Europe/Berlin', 'Asia/Kathmandu']) createPortico({ ...settings(), timeZone })
    createPortico({ ...settings(), limits: {} })
    createPortico({ ...settings(), limits: { storage: 10, send: 20, lease: 31, parallel: 1, attempts: 1 } })
  })
})

describe('settings that are handed on', () => {
  const sent = async (letters: Letters, letter: string, language: string): Promise<string | undefined> => {
    const mailer = memoryMailer()
    const { runtime } = createPortico({ ...settings(), mailer, letters })
    await runtime.commit([note('a', { letter, language, variables: { portalName: 'Acme' } })])
    await runtime.settled()
    return mailer.sent[0]?.subject
  }

  test('letters, language by language', async () => {
    const own: Letters = {
      testLetter: { de: { subject: 'Testnachricht', blocks: [] }, FR: { subject: 'Bonjour', blocks: [] } },
      other: { EN: { subject: 'Other', blocks: [] } },
    }
    expect(await sent(own, 'testLetter', 'de')).toBe('Testnachricht')
    expect(await sent(own, 'testLetter', 'en')).toBe('A test message from Acme')
    expect(await sent(own, 'testLetter', 'fr')).toBe('Bonjour')
    expect(await sent(own, 'other', 'de')).toBe('Other')
  })

  test('passwords', () => {
    const passwords: PasswordHasher = {
      maxBytes: 72,
      hash: () => Promise.resolve(''),
      verify: () => Promise.resolve(false),
      needsRehash: () => false,
    }
    expect(createPortico({ ...settings(), passwords }).runtime.passwords).toBe(passwords)
    expect(createPortico(settings()).runtime.passwords).toBeUndefined()
  })
})

const fact = (subjectId: string): Change<'audit'> =>
  auditChange(random, start, {
    portalId: 'p',
    actorId: 'boss',
    command: 'test',
    outcome: 'accepted',
    subject: 'members',
    subjectId,
    correlationId: 'c',
  })

describe('after a commit', () => {
  const world = (changes: Partial<Settings> = {}) => {
    const parts = { storage: changes.storage ?? memoryStorage(), mailer: memoryMailer(), clock: handClock() }
    return { ...parts, ...portico({ dispatch: 'after-commit', ...changes, ...parts }) }
  }

  test('its letters are sent, all of them, and `settled` waits for it', async () => {
    const { runtime, mailer } = world()
    const batch = Array.from({ length: 250 }, (_, at) => note(`${at}`))
    expect(await runtime.commit(batch)).toEqual({ status: 'ok' })
    await runtime.settled()
    expect(mailer.sent).toHaveLength(250)
    await runtime.settled()
  })

  test.each(['at the same time', 'one after the other'])('by many, %s: every letter is sent once, and nobody races for it', async (how) => {
    const storage = memoryStorage()
    let [commits, looks] = [0, 0]
    const counting: typeof storage = {
      ...storage,
      commit: (batch) => (commits++, storage.commit(batch)),
      due: (...asked) => (looks++, storage.due(...asked)),
    }
    const { runtime, mailer } = world({ storage: counting, limits: { parallel: 1 } })
    const notes = Array.from({ length: 100 }, (_, at) => note(`${at}`))
    if (how === 'at the same time') await Promise.all(notes.map((one) => runtime.commit([one])))
    else for (const one of notes) await runtime.commit([one])
    await runtime.settled()
    expect(mailer.sent).toHaveLength(100)
    // To put it in, to lease it, to write down its end.
    expect(commits).toBe(300)
    if (how === 'at the same time') expect(looks).toBeLessThan(6)
  })

  test.each<CommitResult['status']>(['conflict', 'duplicate'])('that was a %s, nothing happens', async (status) => {
    const sink: unknown[] = []
    const { runtime, mailer, storage } = world({ audit: { write: (row) => Promise.resolve(void sink.push(row)) } })
    await put(storage, note('before', { key: 'taken' }))
    const other = note('taken')
    if (other.op !== 'insert') throw new Error('no letter')
    const check: Change = { op: 'check', table: 'members', portalId: 'p', id: 'nobody', version: 1 }
    const result = await runtime.commit(status === 'conflict' ? [fact('a'), note('new'), check] : [fact('a'), other])
    expect(result.status).toBe(status)
    await runtime.settled()
    expect([mailer.sent, sink]).toEqual([[], []])
  })

  test('that failed, nothing happens', async () => {
    const sink: unknown[] = []
    const storage = memoryStorage()
    const { runtime, mailer } = world({
      storage: { ...storage, commit: () => Promise.reject(new Error('gone')) },
      audit: { write: (row) => Promise.resolve(void sink.push(row)) },
    })
    await expect(runtime.commit([fact('a'), note('a')])).rejects.toSatisfy((error: unknown) => isPortalError(error, 'STORAGE_UNAVAILABLE'))
    await runtime.settled()
    expect([mailer.sent, sink]).toEqual([[], []])
  })

  test('without a letter, or where a worker sends them, nobody looks into the outbox', async () => {
    const storage = memoryStorage()
    let looks = 0
    const looked: typeof storage = { ...storage, due: (...asked) => (looks++, storage.due(...asked)) }
    const one = world({ storage: looked })
    await one.runtime.commit([fact('a')])
    await one.runtime.settled()
    const other = world({ storage: looked, dispatch: 'by-worker' })
    await other.runtime.commit([note('a')])
    await other.runtime.settled()
    expect(looks).toBe(0)
  })

  test('the commit does not wait for the mailer', async () => {
    const { runtime, mailer, storage, clock } = world()
    mailer.behave('hang')
    expect(await runtime.commit([note('a')])).toEqual({ status: 'ok' })
    let settled = false
    void runtime.settled().then(() => (settled = true))
    await clock.advance(29_999)
    expect(settled).toBe(false)
    await clock.advance(1)
    expect(settled).toBe(true)
    expect(await entryOf(storage, 'a')).toMatchObject({ status: 'waiting', lastError: 'not sent within 30000 ms' })
    await clock.advance(minute)
    mailer.behave('take')
    await runtime.commit([note('b')])
    await runtime.settled()
    expect(mailer.sent).toHaveLength(2)
  })

  test('a dispatch that fails is told, and the next one is not kept from its turn', async () => {
    const errors: unknown[] = []
    const storage = memoryStorage()
    let broken = true
    const { runtime, mailer } = world({
      storage: { ...storage, due: (...asked) => (broken ? Promise.reject(new Error('gone')) : storage.due(...asked)) },
      onError: (error) => errors.push(error),
    })
    expect(await runtime.commit([note('a')])).toEqual({ status: 'ok' })
    await runtime.settled()
    expect(errors).toSatisfy((all: unknown[]) => all.length === 1 && isPortalError(all[0], 'STORAGE_UNAVAILABLE'))
    broken = false
    await runtime.commit([note('b')])
    await runtime.settled()
    expect(mailer.sent).toHaveLength(2)
  })

  const broken = new Error('the log is full')
  test.each<[string, () => Promise<void>]>([
    ['rejects', () => Promise.reject(broken)],
    [
      'throws',
      () => {
        throw broken
      },
    ],
  ])('a sink of the audit trail that %s changes nothing', async (_, write) => {
    const errors: unknown[] = []
    const { runtime, storage } = world({ audit: { write }, onError: (error) => errors.push(error) })
    expect(await runtime.commit([fact('a'), fact('b')])).toEqual({ status: 'ok' })
    await runtime.settled()
    expect(errors).toEqual([broken, broken])
    expect((await storage.find('audit', 'bySubject', { portalId: 'p', subject: 'members', subjectId: 'a' })).items).toHaveLength(1)
  })

  test.each<[string, (error: unknown) => void]>([
    [
      'throws',
      () => {
        throw new Error('nobody listens')
      },
    ],
    ['rejects', () => Promise.reject(new Error('nobody listens'))],
  ])('somebody who is told and %s himself changes nothing', async (_, onError) => {
    const { runtime, mailer } = world({ audit: { write: () => Promise.reject(broken) }, onError })
    expect(await runtime.commit([fact('a'), note('a')])).toEqual({ status: 'ok' })
    await runtime.settled()
    await quiet()
    expect(mailer.sent).toHaveLength(1)
  })

  test('the sink gets each record once, after it was committed', async () => {
    const sink: Row<'audit'>[] = []
    const storage = memoryStorage()
    const { runtime } = world({
      storage,
      audit: {
        write: async (row) => {
          expect((await storage.get('audit', row.portalId, row.id))?.row).toEqual(row)
          sink.push(row)
        },
      },
    })
    await runtime.commit([fact('a'), note('a'), fact('b')])
    await runtime.settled()
    expect(sink.map(({ subjectId }) => subjectId).sort()).toEqual(['a', 'b'])
  })

  test('a sink that never answers is told in time, and holds nobody up for ever', async () => {
    const errors: unknown[] = []
    const audit = { write: () => new Promise<void>(() => undefined) }
    const { runtime, clock } = world({ audit, limits: { storage: 5_000 }, onError: (error) => errors.push(error) })
    await runtime.commit([fact('a')])
    let settled = false
    void runtime.settled().then(() => (settled = true))
    await clock.advance(4_999)
    expect({ settled, errors }).toEqual({ settled: false, errors: [] })
    await clock.advance(1)
    expect({ settled, errors }).toEqual({ settled: true, errors: [new Error('the sink of the audit trail did not answer within 5000 ms')] })
  })

  test('a letter that is put back is sent, and the audit trail and its sink know of it', async () => {
    const sink: Row<'audit'>[] = []
    const audit = { write: (row: Row<'audit'>) => Promise.resolve(void sink.push(row)) }
    const { runtime, outbox, mailer, storage } = world({ audit, limits: { attempts: 1 } })
    mailer.behave('refuse')
    await runtime.commit([note('a')])
    await runtime.settled()
    const { id } = await entryOf(storage, 'a')
    mailer.behave('take')
    await outbox.requeue('p', id)
    await runtime.settled()
    expect(mailer.sent).toHaveLength(1)
    expect(await entryOf(storage, 'a')).toMatchObject({ status: 'sent' })
    const { items } = await storage.find('audit', 'byPortal', { portalId: 'p' })
    expect(items.map(({ row }) => row)).toMatchObject([
      {
        actorId: null,
        command: 'requeueLetter',
        outcome: 'accepted',
        subject: 'outbox',
        subjectId: id,
        before: 'dead',
        after: 'waiting',
        at: start,
      },
    ])
    expect(sink).toEqual(items.map(({ row }) => row))
  })

  test('`settled` does not wait for what is committed later', async () => {
    const waits: (() => void)[] = []
    const { runtime } = world({ audit: { write: () => new Promise((resolve) => waits.push(resolve)) } })
    await runtime.commit([fact('a')])
    const settled = runtime.settled()
    await runtime.commit([fact('b')])
    waits[0]?.()
    await settled
    waits[1]?.()
    await runtime.settled()
  })
})
