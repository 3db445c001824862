import { inspect } from 'node:util'
import { isPortalError } from 'portico'
import { memoryStorage } from 'portico/memory'
import type { BlockList, Digest, PasswordHasher, Random, Storage } from 'portico/server'
import { beforeEach, describe, expect, test } from 'vitest'
import { watched, type Watched } from '../administration/watched.js'
import { digest, random } from '../outbox/harness.js'
import { asked, fakeHasher, features, firm, holders, minute, password, type Firm, type Settings } from './harness.js'

// Ports that throw, hang, or answer nonsense; what is told and stored of secrets; and how much work is done for whom.

type Answer = (...given: never) => unknown
/** What a port does instead of its work; nothing: its work. */
type Faults = Partial<
  Record<'holders' | 'licences' | 'rateLimits' | 'hash' | 'verify' | 'list' | 'digest' | 'random' | 'get' | 'find' | 'commit', Answer>
>

let faults: Faults
/** How often each port was asked. */
let work: Record<string, number>
let store: Watched
let world: Firm
let ids: { readonly open: string; readonly suspended: string; readonly temporary: string }
let token: string

/** The method of a port, counted, that may fail. */
function port<T extends (...given: never) => unknown>(name: keyof Faults, method: T): T {
  return ((...given) => {
    work[name] = (work[name] ?? 0) + 1
    return (faults[name] ?? method)(...given)
  }) as T
}

function settings(): Settings {
  const passwords: PasswordHasher = {
    ...fakeHasher,
    hash: port('hash', (text) => digest.sha256(text)),
    verify: port('verify', async (hash, text) => (await digest.sha256(text)) === hash),
  }
  const list: BlockList = { reasonAgainst: port('list', () => undefined) }
  const counted: Digest = { sha256: port('digest', (text) => digest.sha256(text)) }
  const bytes: Random = { bytes: port('random', (count: number) => random.bytes(count)) }
  return {
    passwords,
    passwordRules: { blockLists: [{ list, onFailure: 'refuse' }] },
    digest: counted,
    random: bytes,
    licences: { of: port('licences', () => Promise.resolve({ features })) },
    dispatch: 'by-worker',
    registration: {
      holders: {
        get: port('holders', (_portalId: string, id: string) => Promise.resolve(Object.values(holders).find((one) => one.id === id))),
      },
      rateLimits: { take: port('rateLimits', () => Promise.resolve({ allowed: true as const })) },
    },
  }
}

beforeEach(async () => {
  ;[faults, work] = [{}, {}]
  store = watched(memoryStorage())
  const { storage } = store
  const counted: Storage = {
    due: (...what) => storage.due(...what),
    get: port<Storage['get']>('get', (...what) => storage.get(...what)),
    find: port('find', (table: never, index: never, values: never, page: never) => storage.find(table, index, values, page)),
    commit: port('commit', (batch) => storage.commit(batch)),
  }
  world = await firm(counted, settings())
  const { registration } = world
  const owner = asked(world.ids.owner)
  const create = async (kind: string, holderId: string, more: object = {}): Promise<string> =>
    (await registration.create({ ...owner, kind, holderId, ...more })).holderPortal.id
  const [open, suspended] = [await create('staff', 'paul'), await create('staff', 'marie')]
  const temporary = await create('client', 'lea', { permanence: 'temporary' })
  while ((await world.portico.outbox.dispatch()).sent > 0);
  token = await world.tokenOf('paul@example.org')
  await registration.complete({ token: await world.tokenOf('lea@example.com'), loginName: 'lea.gagnon', password })
  await registration.suspend({ ...owner, holderPortalId: suspended })
  ids = { open, suspended, temporary }
})

/** Commands, and what is asked for them. */
const commands = {
  create: () => world.registration.create({ ...asked(world.ids.owner), kind: 'contact', holderId: 'tom' }),
  preview: () => world.registration.preview({ ...asked(world.ids.owner), kind: 'contact', holderId: 'tom' }),
  associate: () => world.registration.associate({ ...asked(world.ids.owner), holderPortalId: ids.open, holderId: 'marie' }),
  resend: () => world.registration.resend({ ...asked(world.ids.owner), holderPortalId: ids.open }),
  changeEmail: () => world.registration.changeEmail({ ...asked(world.ids.owner), holderPortalId: ids.open, email: 'new@example.org' }),
  reactivate: () => world.registration.reactivate({ ...asked(world.ids.owner), holderPortalId: ids.suspended }),
  promote: () => world.registration.promote({ ...asked(world.ids.owner), holderPortalId: ids.temporary }),
  complete: () => world.registration.complete({ token, loginName: 'paul.tremblay', password }),
  inspect: () => world.registration.inspect({ token }),
  signIn: () => world.registration.signIn({ loginName: 'lea.gagnon', password }),
} as const
type Command = keyof typeof commands

async function errorOf(run: () => Promise<unknown>): Promise<unknown> {
  try {
    await run()
    return undefined
  } catch (error) {
    return error
  }
}
const codeOf = async (run: () => Promise<unknown>): Promise<string> => {
  const error = await errorOf(run)
  return error === undefined ? 'ok' : isPortalError(error) ? error.code : `another error: ${inspect(error)}`
}

/** Everything that is stored, but for the audit trail and the count of attempts, which is written before anything is looked at. */
async function stored(): Promise<unknown> {
  const all = (await store.dump('audit')) as Readonly<Record<string, { readonly row: object; readonly version: number }>>
  return Object.fromEntries(Object.entries(all).map(([key, { row }]) => [key, { ...row, attempts: 0 }]))
}

/** Runs a command with a fault: it is refused with this code, in time, and nothing is half-written. */
async function failsClosed(command: Command, fault: Faults, code: string): Promise<void> {
  const [before, letters] = [await stored(), world.mailer.sent.length]
  faults = fault
  const answer = codeOf(commands[command])
  await world.clock.advance(minute)
  expect(await answer).toBe(code)
  faults = {}
  expect(await stored()).toEqual(before)
  expect(world.mailer.sent).toHaveLength(letters)
  expect(await codeOf(commands.inspect), 'the link works still').toBe('ok')
}

const throws = (): never => {
  throw new Error(`secret of the port: ${password}`)
}
const bad: readonly (readonly [string, Answer])[] = [
  ['throws', throws],
  ['rejects', () => Promise.reject(new Error('no'))],
  ['hangs', () => new Promise(() => undefined)],
]
const answering = (...answers: readonly unknown[]): readonly (readonly [string, Answer])[] =>
  answers.map((answer) => [`answers ${inspect(answer, { breakLength: Infinity })}`, () => answer])

const paul = holders.paul
const each = <T>(cases: readonly T[], names: readonly Command[]): readonly (readonly [Command, T])[] =>
  names.flatMap((name) => cases.map((one) => [name, one] as const))

describe('whoever does not know, lets nothing happen', () => {
  const nobody = answering(
    null,
    5,
    'paul',
    [],
    {},
    { ...paul, active: 'yes' },
    { ...paul, name: 7 },
    { ...paul, handlers: 'all' },
    { ...paul, email: {} },
  )
  test.each(each([...bad, ...nobody], ['create', 'preview', 'associate', 'resend', 'reactivate', 'complete']))(
    '%s, when the port of the holders %j',
    (command, [, answer]) => failsClosed(command, { holders: answer }, 'HOLDERS_UNAVAILABLE'),
  )

  const noLicences = answering(
    undefined,
    null,
    5,
    [],
    {},
    { features: 'all' },
    { features: [1] },
    { features, seats: { staffPortals: -1 } },
    { features, seats: { x: Number.NaN } },
  )
  test.each(each([...bad, ...noLicences], ['create', 'preview', 'resend', 'reactivate', 'promote', 'complete']))(
    '%s, when the port of the licences %j',
    (command, [, answer]) => failsClosed(command, { licences: answer }, 'LICENSE_UNKNOWN'),
  )

  const noLimits = answering(
    undefined,
    null,
    true,
    {},
    { allowed: 'yes' },
    { allowed: 1 },
    { allowed: false },
    { allowed: false, retryAfter: Number.NaN },
  )
  test.each(each([...bad, ...noLimits], ['resend', 'changeEmail', 'complete', 'signIn']))(
    '%s, when the port of the rate limits %j',
    (command, [, answer]) => failsClosed(command, { rateLimits: answer }, 'RATE_LIMITS_UNAVAILABLE'),
  )

  test.each([...bad, ...answering(undefined, null, 5, '', {}, [])])('complete, when the hasher %s', (_, answer) =>
    failsClosed('complete', { hash: answer }, 'PASSWORDS_UNAVAILABLE'),
  )
  test.each([...bad, ...answering(null, 5, {}, true)])('complete, when the block list %s', async (_, answer) => {
    await failsClosed('complete', { list: answer }, 'PASSWORDS_UNAVAILABLE')
  })
  test.each(bad)('signIn, when the hasher %s', (_, answer) => failsClosed('signIn', { verify: answer }, 'PASSWORDS_UNAVAILABLE'))
  test.each(answering(undefined, null, 1, 'yes', {}, []))('signIn, when the hasher %s', async (_, answer) => {
    faults = { verify: answer }
    expect(await codeOf(commands.signIn)).toMatch(/^(SIGN_IN_REFUSED|PASSWORDS_UNAVAILABLE)$/)
  })

  const asked_ = ['create', 'resend', 'changeEmail', 'promote', 'complete', 'signIn', 'inspect'] as const
  test.each(each(bad, asked_))('%s, when reading %j', async (command, [, answer]) => {
    await failsClosed(command, { get: answer, find: answer }, 'STORAGE_UNAVAILABLE')
  })
  test.each(each(bad, ['create', 'resend', 'changeEmail', 'promote', 'complete']))('%s, when writing %j', async (command, [, answer]) => {
    await failsClosed(command, { commit: answer }, 'STORAGE_UNAVAILABLE')
  })
})

describe('random numbers', () => {
  const none: readonly (readonly [string, Answer])[] = [
    ['throw', throws],
    ['are too few', (count: number) => random.bytes(Math.max(0, count - 1))],
    ['are none', () => new Uint8Array()],
    ['are no bytes', () => undefined],
    ['are a list', (count: number) => Array.from({ length: count }, () => 1)],
  ]
  test.each(each(none, ['create', 'resend', 'changeEmail', 'complete']))('%s writes nothing, when they %j', async (command, [, answer]) => {
    const audit = await store.audit()
    await failsClosed(command, { random: answer }, 'RANDOM_FAILURE')
    expect(await store.audit()).toEqual(audit)
  })
  test.each(none)('no letter goes out with a weak link, when they %s; it does later', async (_, answer) => {
    while ((await world.portico.outbox.dispatch()).sent > 0);
    await commands.resend()
    const sent = world.mailer.sent.length
    faults = { random: answer }
    await errorOf(() => world.portico.outbox.dispatch())
    expect(world.mailer.sent).toHaveLength(sent)
    faults = {}
    await world.clock.advance(60 * minute)
    while ((await world.portico.outbox.dispatch()).sent > 0);
    expect(await codeOf(async () => world.registration.inspect({ token: await world.tokenOf('paul@example.org') }))).toBe('ok')
  })
})
