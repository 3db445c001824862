import { inspect, isDeepStrictEqual } from 'node:util'
import { isPortalError } from 'portico'
import { describe, expect, test } from 'vitest'
import { by, cast, errorOf, refused, run, type Cast, type Command } from './cast.js'
import { commands, shapes } from './inputs.js'
import { hostile, huge, malformed } from './oddities.js'

/** What was given, in a few characters. */
function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40))
  if (Array.isArray(value)) return `[${value.slice(0, 3).map(shown).join()}]`
  return inspect(value, { depth: 1, maxStringLength: 40, breakLength: Infinity }).slice(0, 100)
}

/** What became of it: a code, or what must not be. */
async function outcome(work: () => Promise<unknown>): Promise<string> {
  try {
    await work()
    return 'was taken'
  } catch (error) {
    return isPortalError(error) ? error.code : `another error: ${String(error).slice(0, 100)}`
  }
}

type Inputs = readonly (readonly [what: string, input: unknown])[]

/** Runs it on each of them: none is taken, none changes anything, and what is malformed does not even leave a trail. */
async function none(world: Cast, command: Command, inputs: Inputs, expected: (code: string) => boolean): Promise<void> {
  await world.portico.runtime.settled()
  let before = await world.store.dump('audit')
  const all = await world.store.dump()
  const wrong: string[] = []
  for (const [what, input] of inputs) {
    const code = await outcome(() => run(world, command, input))
    if (!expected(code)) wrong.push(`${what}: ${code}`)
    await world.portico.runtime.settled()
    const now = await world.store.dump('audit')
    if (!isDeepStrictEqual(now, before)) wrong.push(`${what}: changed something`)
    before = now
  }
  expect(wrong, wrong.join('\n')).toEqual([])
  if (expected === isMalformed) expect(await world.store.dump()).toEqual(all)
}
const isMalformed = (code: string): boolean => code === 'INPUT_INVALID'
/** What is no link is not told apart: there is no link. */
const isNoLink = (code: string): boolean => code === 'INPUT_INVALID' || code === 'TOKEN_INVALID'
const isTyped = (code: string): boolean => /^[A-Z_]+$/.test(code)

test('every command is tried', async () => {
  expect([...commands].sort()).toEqual(Object.keys((await cast()).administration).sort())
})

describe.each(commands)('%s refuses', (command) => {
  const { must, may = {}, whole } = shapes[command]
  const all = Object.entries({ ...must, ...may })
  const isNothing = Object.keys(must).join() === 'token' ? isNoLink : isMalformed

  test('what is no record at all', async () => {
    const world = await cast()
    const input = await whole(world)
    const thrower = (): never => {
      throw new Error('nobody reads this')
    }
    const proxy: unknown = new Proxy({}, { get: thrower, ownKeys: thrower, has: thrower, getPrototypeOf: thrower })
    const nothings = [
      undefined,
      null,
      0,
      1,
      '',
      'a',
      true,
      1n,
      Symbol('a'),
      [],
      [input],
      () => input,
      new Date(0),
      new Map(Object.entries(input)),
      proxy,
    ]
    await none(
      world,
      command,
      nothings.map((given, index) => [`#${index}`, given]),
      isNothing,
    )
  })

  test('what has too little or too much', async () => {
    const world = await cast()
    const input = await whole(world)
    const text = JSON.stringify(input)
    const withoutOne = Object.keys(must)
      .filter((key) => key !== 'record')
      .map((key) => [`without ${key}`, Object.fromEntries(Object.entries(input).filter(([name]) => name !== key))] as const)
    const withMore = ['more', 'constructor', 'toString', '', ' portalId', 'PortalId', '__proto__'].map(
      (key) => [`with ${key}`, JSON.parse(`${text.slice(0, -1)}, ${JSON.stringify(key)}: "agency"}`) as unknown] as const,
    )
    const getter = Object.defineProperty({ ...input }, Object.keys(must)[0] ?? '', {
      enumerable: true,
      get: () => {
        throw new Error('nobody reads this')
      },
    })
    await none(world, command, [...withoutOne, ...withMore, ['with a getter that throws', getter]], isNothing)
  })

  test.each(all)('a malformed %s (%s)', async (key, kind) => {
    const world = await cast()
    const input = await whole(world)
    await none(
      world,
      command,
      malformed[kind].map((value) => [shown(value), { ...input, [key]: value }]),
      kind === 'token' ? isNoLink : isMalformed,
    )
  })

  test.each(all.filter(([, kind]) => hostile[kind]))('a hostile %s (%s)', async (key, kind) => {
    // The name of a new portal, and of somebody in the host application, are for the application to choose.
    if ((command === 'createPortal' && key === 'portalId') || key === 'identity') return
    const world = await cast()
    const input = await whole(world)
    await none(
      world,
      command,
      (hostile[kind] ?? []).map((value) => [shown(value), { ...input, [key]: value }]),
      isTyped,
    )
  })
})

test('what no policy knows is for nobody', async () => {
  const world = await cast()
  const texts = [...malformed.id, ...(hostile.id ?? [])].filter((odd) => typeof odd === 'string' && odd.length < 200)
  for (const odd of texts) expect(await run(world, 'whoCan', { portalId: 'agency', action: odd, record: 'crm' })).toEqual({ members: [] })
  for (const odd of [...malformed.id, ...(hostile.id ?? [])]) {
    expect(await run(world, 'whoCan', { portalId: 'agency', action: 'access', record: odd })).toEqual({ members: [] })
    expect(await run(world, 'whatCan', { portalId: 'agency', memberId: world.olga, record: odd })).toEqual([])
  }
})

describe('what people are called', () => {
  test.each([
    '__proto__',
    'constructor',
    '0',
    'Zoë ⚽',
    'O’Neil-Ørsted',
    '李小龍',
    '{inviterName}',
    '<b>',
    'Booking.com',
    'ACME S.A./N.V.',
    'Dr. Who: a/b',
    'St.Gallen',
    'e\u0301',
    'क्‍ष',
    '?',
    '7:30',
  ])('%s is a name', async (name) => {
    const world = await cast()
    const { group } = await world.administration.createGroup({ ...by(world.olga), name })
    const { member } = await world.administration.createMember({ ...by(world.olga), name, type: 'guest', groups: [group.id] })
    expect([group.name, member.name]).toEqual([name, name])
    expect(Object.prototype).not.toHaveProperty('name')
  })
})

describe('an address', () => {
  const taken = async (given: string, other: string): Promise<string> => {
    const { administration, olga } = await cast()
    await administration.createMember({ ...by(olga), name: 'One', type: 'user', email: given, emailVerified: true })
    const again = { ...by(olga), name: 'Other', type: 'user', email: other, emailVerified: true } as const
    return administration.createMember(again).then(
      ({ member }) => String(member.email),
      (error: unknown) => String(Reflect.get(error as object, 'code')),
    )
  }
  test.each([
    ['paul@bücher.example', 'paul@xn--bcher-kva.example'],
    ['paul@xn--bcher-kva.example', 'paul@BÜCHER.example'],
    ['Paul@Agency.Example', 'pAUL@agency.example'],
    ['jörg@agency.example', 'jörg@AGENCY.example'],
    ['paul+a@agency.example', 'PAUL+A@agency.example'],
  ])('%s is %s', async (one, other) => {
    expect(await taken(one, other)).toBe('EMAIL_TAKEN')
  })
  test.each([
    ['kim@agency.example', '\u212aim@agency.example'],
    ['paul@agency.example', 'paul+a@agency.example'],
    ['paul+a@agency.example', 'paul+b@agency.example'],
    ['paul.p@agency.example', 'paulp@agency.example'],
    ['jörg@agency.example', 'jÖrg@agency.example'],
    ['paul@agency.example', 'paul@mail.agency.example'],
    ['ivan@agency.example', '\u0456van@agency.example'],
  ])('%s is not %s', async (one, other) => {
    expect(await taken(one, other)).toBe(other)
  })
  test('may be of 64 and 254 bytes, and is kept as it was given', async () => {
    const { administration, olga } = await cast()
    const email = `${'A'.repeat(64)}@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(59)}.Example`
    expect(new TextEncoder().encode(email)).toHaveLength(254)
    const { member } = await administration.createMember({ ...by(olga), name: 'Paul', type: 'user', email, emailVerified: true })
    expect(member.email).toBe(email)
    const longer = `${'B'.repeat(64)}@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.Example`
    await refused('EMAIL_INVALID', () => administration.createMember({ ...by(olga), name: 'Paul', type: 'user', email: longer }))
  })
  test('of a domain that grows beyond the limit in ASCII is none', async () => {
    const { administration, olga } = await cast()
    const email = `paul@${'ü'.repeat(62)}.example`
    await refused('EMAIL_INVALID', () => administration.createMember({ ...by(olga), name: 'Paul', type: 'user', email }))
  })
})

test('an error does not repeat what was given at full length', async () => {
  const world = await cast()
  for (const input of [
    { ...by(world.olga), memberId: huge },
    { ...by(world.olga), memberId: 'a', more: huge },
  ])
    expect((await errorOf(() => run(world, 'disableMember', input))).message.length).toBeLessThan(2_000)
})
