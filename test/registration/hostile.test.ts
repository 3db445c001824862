import { inspect } from 'node:util'
import { isPortalError } from 'portico'
import { memoryStorage } from 'portico/memory'
import { beforeEach, describe, expect, test } from 'vitest'
import { watched, type Watched } from '../administration/watched.js'
import { asked, features, firm, password, type Firm } from './harness.js'
import { huge, inputs, noField, notAddresses, strange, systemInputs, type Cast, type Input } from './hostile-inputs.js'

// Whatever is given: a typed refusal, and nothing has changed.

type Run = (input: Input) => Promise<unknown>

let store: Watched
let world: Firm
let cast: Cast

beforeEach(async () => {
  store = watched(memoryStorage())
  world = await firm(store.storage, { registration: { rateLimits: { take: () => Promise.resolve({ allowed: true }) } } })
  const { registration, ids } = world
  const portalOf = async (holderId: string): Promise<string> =>
    (await registration.create({ ...asked(ids.owner), kind: 'staff', holderId })).holderPortal.id
  const [open, registered] = [await portalOf('paul'), await portalOf('marie')]
  const token = await world.tokenOf('paul@example.org')
  await registration.complete({ token: await world.tokenOf('marie@example.org'), loginName: 'marie.roy', password })
  await world.settled()
  cast = { owner: ids.owner, open, registered, token }
})

/** The command of this name, for whatever it is given. */
const commandNamed = (name: string): Run => {
  const { registration } = world
  const all: Readonly<Record<string, unknown>> = { ...registration.system, ...registration }
  return all[name] as Run
}

async function codeOf(name: string, input: unknown): Promise<string> {
  try {
    await commandNamed(name)(input as Input)
    return 'was taken'
  } catch (error) {
    return isPortalError(error) ? error.code : `another error: ${String(error).slice(0, 100)}`
  }
}

/** Gives each of these to a command: each is refused as expected, and nothing has changed, nor was a letter sent. */
async function refusesAll(name: string, given: readonly unknown[], expected: RegExp): Promise<void> {
  const [before, sent] = [await store.dump('audit'), world.mailer.sent.length]
  const wrong: string[] = []
  for (const input of given) {
    const code = await codeOf(name, input)
    if (!expected.test(code)) wrong.push(`${inspect(input, { depth: 2, maxStringLength: 40, breakLength: Infinity })}: ${code}`)
  }
  expect(wrong, wrong.join('\n')).toEqual([])
  await world.settled()
  expect(await store.dump('audit')).toEqual(before)
  expect(world.mailer.sent).toHaveLength(sent)
}

const all = { ...systemInputs, ...inputs }
const names = Object.keys(all) as (keyof typeof all)[]
const counting: readonly string[] = ['holderDeactivated', 'holderReactivated', 'holderChanged', 'licenseLost', 'licenseRestored']
/** What is no token is not told apart from one that is none of ours. */
const malformed = (field: string): RegExp => (field === 'token' ? /^(INPUT|TOKEN)_INVALID$/ : /^INPUT_INVALID$/)

test('every command is tried', () => {
  const { system, ...rest } = world.registration
  expect(names.sort()).toEqual([...Object.keys(system), ...Object.keys(rest)].filter((name) => name !== 'expireDue').sort())
})

describe.each(names)('%s refuses', (name) => {
  const whole = (): Input => all[name](cast)

  test('what is no record', async () => {
    // A record without a token is one with a token that is none.
    const expected = 'token' in whole() ? malformed('token') : /^INPUT_INVALID$/
    await refusesAll(name, [undefined, ...noField, 'text', huge, [whole()], JSON.stringify(whole())], expected)
  })
  test('what has a field more', async () => {
    const more = ['extra', 'password2', 'role', 'constructor', 'toString'].map((key) => ({ ...whole(), [key]: 'a' }))
    await refusesAll(name, more, /^INPUT_INVALID$/)
  })
  test('another type in the place of each field', async () => {
    for (const field of Object.keys(whole())) {
      const taken = whole()[field]
      // A list may be empty.
      const odd = noField
        .filter((value) => !(Array.isArray(taken) && Array.isArray(value) && value.length === 0))
        .filter((value) => typeof value !== typeof taken || typeof value === 'object')
      await refusesAll(
        name,
        odd.map((value) => ({ ...whole(), [field]: value })),
        malformed(field),
      )
    }
  })
  test('what lacks the field that says what it is about', async () => {
    for (const field of ['portalId', 'actorId', 'holderPortalId', 'token', 'loginName', 'password'].filter((one) => one in whole()))
      await refusesAll(name, [{ ...whole(), [field]: undefined }], malformed(field))
  })
  test('strange texts in the place of what it is about', async () => {
    for (const field of ['portalId', 'actorId', 'holderPortalId', 'token'].filter((one) => one in whole()))
      await refusesAll(
        name,
        strange.map((value) => ({ ...whole(), [field]: value })),
        // An event about many portals concerns none of a firm that there is not.
        counting.includes(name) ? /^(INPUT_INVALID|was taken)$/ : /^(INPUT_INVALID|NOT_FOUND|PORTAL_NOT_FOUND|TOKEN_INVALID)$/,
      )
  })
})

describe('the commands of the system', () => {
  test.each(Object.keys(systemInputs))('%s is nothing that a member does', async (name) => {
    const whole = systemInputs[name as keyof typeof systemInputs](cast)
    await refusesAll(
      name,
      [
        { ...whole, actorId: cast.owner },
        { ...whole, actorId: undefined },
      ],
      /^FORBIDDEN$/,
    )
  })
})

describe('another firm', () => {
  const onPortal = Object.keys(inputs).filter((name) => !['create', 'preview', 'delegate', 'find', 'signIn'].includes(name))

  beforeEach(async () => {
    const owner = { name: 'Otto', email: 'otto@example.net', emailVerified: true }
    const other = await world.portico.administration.createPortal({ portalId: 'other', name: 'Other', owner, licences: features })
    cast = { ...cast, owner: other.owner.id }
  })
  test.each(
    onPortal.filter((name) => 'holderPortalId' in inputs[name as keyof typeof inputs]({ owner: '', open: '', token: '', registered: '' })),
  )('%s finds no portal of this one, with either id', async (name) => {
    const whole = inputs[name as keyof typeof inputs](cast)
    await refusesAll(
      name,
      [
        { ...whole, portalId: 'other' },
        { ...whole, portalId: 'nowhere' },
      ],
      /^(PORTAL_NOT_FOUND|NOT_FOUND)$/,
    )
    if ('actorId' in whole) await refusesAll(name, [whole], /^NOT_FOUND$/)
  })
  test('finds nothing, and is told of no holder', async () => {
    expect(await world.registration.find({ portalId: 'other', actorId: cast.owner })).toEqual({ items: [] })
    await refusesAll('create', [{ ...inputs.create(cast), portalId: 'other' }], /^HOLDER_NOT_FOUND$/)
    await refusesAll('find', [{ portalId: 'roy', actorId: cast.owner }], /^NOT_FOUND$/)
  })
})

describe('what has a form of its own', () => {
  test.each(['create', 'preview', 'changeEmail'] as const)('%s writes to no address that is none', async (name) => {
    const given = notAddresses.map((email) => ({ ...inputs[name](cast), email }))
    await refusesAll(name, given, /^(EMAIL_INVALID|EMAIL_REQUIRED|INPUT_INVALID)$/)
  })
  test('a token is one to the letter', async () => {
    const { token } = cast
    const last = token.endsWith('A') ? 'B' : 'A'
    const others = [
      `${token}\n`,
      ` ${token}`,
      `${token} `,
      `${token}=`,
      `${token}==`,
      token.slice(1),
      token.toLowerCase(),
      token.toUpperCase(),
    ]
    const given = [...others, `${token.slice(0, -1)}${last}`, `${token}\u0000`, token.normalize('NFD').replace(/.$/, 'е')].filter(
      (one) => one !== token,
    )
    for (const name of ['inspect', 'inspectConfirmation', 'confirm'])
      await refusesAll(
        name,
        [...given, ...(name === 'inspect' ? [] : [token])].map((one) => ({ token: one })),
        /^TOKEN_INVALID$/,
      )
    await refusesAll(
      'complete',
      given.map((one) => ({ ...inputs.complete(cast), token: one })),
      /^TOKEN_INVALID$/,
    )
    expect(await codeOf('inspect', { token })).toBe('was taken')
  })
  test.each(strange.map((name) => [JSON.stringify(name).slice(0, 80), name]))(
    '%s is no login name, or an ordinary one',
    async (_shown, loginName) => {
      const code = await codeOf('complete', { ...inputs.complete(cast), loginName })
      expect(code).toMatch(/^(was taken|LOGIN_NAME_(INVALID|RESERVED)|INPUT_INVALID)$/)
      if (!/^[a-z0-9][a-z0-9._-]+$/i.test(loginName) || loginName === huge) expect(code).not.toBe('was taken')
      expect(await codeOf('inspect', { token: cast.token })).toBe(code === 'was taken' ? 'TOKEN_USED' : 'was taken')
    },
  )
  test.each([
    huge,
    'x'.repeat(10_000_000),
    `a${'\u0316\u0301'.repeat(50_000)}`,
    '',
    ' '.repeat(20),
    '\ud800'.repeat(20),
    '\u200b'.repeat(20),
  ])('no password comes of what nobody types (%#)', async (hostile) => {
    // Nothing at all is no choice yet.
    if (hostile !== '')
      expect(await codeOf('complete', { ...inputs.complete(cast), password: hostile })).toMatch(
        /^PASSWORD_(TOO_SHORT|TOO_LONG|INVALID_ENCODING)$/,
      )
    else await refusesAll('complete', [{ ...inputs.complete(cast), password: '' }], /^INPUT_INVALID$/)
    expect(await codeOf('signIn', { loginName: 'marie.roy', password: hostile })).toBe('SIGN_IN_REFUSED')
    expect(await codeOf('inspect', { token: cast.token })).toBe('was taken')
  })
  test('metacharacters find nothing', async () => {
    const { registration } = world
    for (const email of ['%', '_', '*', 'p%', 'paul@example.or_', '.*', ...strange.filter((text) => text.length < 1_000)])
      expect((await registration.find({ ...asked(cast.owner), email })).items).toEqual([])
  })
})
