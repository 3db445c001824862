import { describe, expect, it } from 'vitest'
import { rejection } from '../support/refusals.js'
import { asked, day, holders, password } from './harness.js'
import { created, on, otherFirm, registered, stored, watched, type Watched } from './watching.js'

// Situations of `cases.tsv`, by their ids: login names.

const unicode = { registration: { loginNames: { script: 'unicode' } } } as const

/** Another person of the staff, with a link. */
async function another(world: Watched, id: string): Promise<string> {
  world.holders.set(id, { ...holders.paul, id, email: `${id}@example.org` })
  await created(world, { holderId: id })
  return world.tokenOf(`${id}@example.org`)
}
/** What comes of choosing this name. */
const choosing = async (world: Watched, token: string, loginName: string): Promise<string> =>
  world.registration.complete({ token, loginName, password }).then(
    () => 'registered',
    (error: unknown) => (error as { code: string }).code,
  )

describe('a login name', () => {
  it('R076 that is free is taken with the activation', async () => {
    const world = await watched()
    const { portal } = await registered(world)
    expect(await world.rows('loginNames')).toMatchObject([{ key: 'paul.tremblay', accountId: portal.id, keptUntil: null }])
    expect((await stored(world, portal)).status).toBe('active/completed')
  })

  it('R077 that somebody of any firm has costs an attempt and keeps the link', async () => {
    const world = await watched()
    await world.registration.create({ ...(await otherFirm(world)), kind: 'staff', holderId: 'anne' })
    await world.registration.complete({ token: await world.tokenOf('anne@example.net'), loginName: 'shared', password })
    const portal = await created(world)
    const token = await world.tokenOf('paul@example.org')
    for (const loginName of ['shared', 'SHARED', 'Shared']) expect(await choosing(world, token, loginName)).toBe('LOGIN_NAME_TAKEN')
    expect(await stored(world, portal)).toMatchObject({ status: 'unregistered/open', attempts: 3 })
    expect(await world.rows('credentials')).toHaveLength(1)
    expect(await choosing(world, token, 'shared2')).toBe('registered')
  })

  it.each([
    ['ascii', 'LOGIN_NAME_INVALID'],
    ['unicode', 'LOGIN_NAME_TAKEN'],
  ] as const)('R080 in full width is no second one, with names in %s', async (script, code) => {
    const world = await watched({ registration: { loginNames: { script } } })
    await registered(world, {}, { loginName: 'paul' })
    expect(await choosing(world, await another(world, 'pauline'), 'ｐａｕｌ')).toBe(code)
  })

  it('R081 is the same composed and decomposed', async () => {
    const world = await watched(unicode)
    await registered(world, {}, { loginName: 'andr\u00e9' })
    expect(await choosing(world, await another(world, 'andrea'), 'andre\u0301')).toBe('LOGIN_NAME_TAKEN')
  })

  it('R083 of Cyrillic letters only is refused in ASCII, and taken in Unicode', async () => {
    const ascii = await watched()
    expect(await choosing(ascii, await another(ascii, 'one'), 'сахаре')).toBe('LOGIN_NAME_INVALID')
    const world = await watched(unicode)
    expect(await choosing(world, await another(world, 'two'), 'сахаре')).toBe('registered')
  })

  it('R083 of Cyrillic letters only is refused in Unicode where somebody has the Latin one that looks the same', async () => {
    const world = await watched(unicode)
    expect(await choosing(world, await another(world, 'one'), 'caxape')).toBe('registered')
    expect(await choosing(world, await another(world, 'two'), 'сахаре')).toMatch(/^LOGIN_NAME_(TAKEN|RESERVED)$/)
  })

  it('R083 of several scripts is refused in Unicode', async () => {
    const world = await watched(unicode)
    expect(await choosing(world, await another(world, 'one'), 'p\u0430ul')).toBe('LOGIN_NAME_INVALID')
  })

  it('R084 that looks like another ASCII one is another one', async () => {
    const world = await watched()
    const tokens = await Promise.all(['a', 'b', 'c'].map((id) => another(world, `look-${id}`)))
    const names = ['paul1', 'paull', 'adrnin']
    for (const [at, token] of tokens.entries()) expect(await choosing(world, token, names[at] ?? '')).toBe('registered')
  })

  it.each([
    ['zero width space', 'pa\u200bul'],
    ['soft hyphen', 'pa\u00adul'],
    ['bidi override', 'pa\u202eul'],
    ['bidi isolate', 'pa\u2066ul'],
    ['NUL', 'pa\u0000ul'],
    ['tab', 'pa\tul'],
    ['line break', 'paul\n'],
    ['blank', 'pa ul'],
    ['blank before', ' paul'],
    ['no-break space', 'pa\u00a0ul'],
    ['word joiner', 'pa\u2060ul'],
    ['joiner', 'pa\u200dul'],
    ['byte order mark', '\ufeffpaul'],
    ['half a character', 'pa\ud800ul'],
    ['variation selector', 'pa\ufe0ful'],
    ['tag character', 'pa\u{e0061}ul'],
    ['two letters', 'pa'],
    ['65 letters', 'a'.repeat(65)],
    ['a dot at the end', 'paul.'],
    ['a megabyte', 'a'.repeat(1_000_000)],
  ])('R085 with a hidden or improper part (%s) is refused', async (_name, loginName) => {
    for (const settings of [{}, unicode]) {
      const world = await watched(settings)
      expect(await choosing(world, await another(world, 'one'), loginName)).toBe('LOGIN_NAME_INVALID')
      expect(await world.rows('loginNames')).toEqual([])
    }
  })

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'])(
    'R088 that JavaScript knows (%s) is an ordinary one, or improper, and never taken in an empty store',
    async (loginName) => {
      const world = await watched()
      const outcome = await choosing(world, await another(world, 'one'), loginName)
      expect(outcome).toBe(loginName.startsWith('_') ? 'LOGIN_NAME_INVALID' : 'registered')
      if (outcome === 'registered') await world.registration.signIn({ loginName, password })
      expect(await choosing(world, await another(world, 'two'), 'ordinary')).toBe('registered')
    },
  )

  it.each(['victim@example.org', 'paul@example.org'])('R089 is no address (%s)', async (loginName) => {
    const world = await watched()
    await created(world)
    expect(await choosing(world, await world.tokenOf('paul@example.org'), loginName)).toBe('LOGIN_NAME_INVALID')
  })

  it('R091 of a temporary portal that is over is kept for the same contact, for as long as is said', async () => {
    const world = await watched()
    const wanted = { kind: 'client', holderId: 'lea', permanence: 'temporary' } as const
    const { portal } = await registered(world, wanted, { loginName: 'lea', address: 'lea@example.com' })
    await world.clock.advance(30 * day)
    await world.registration.system.expireDue()
    await rejection('SIGN_IN_REFUSED', world.registration.signIn({ loginName: 'lea', password }))
    await world.registration.close(on(world, portal))
    expect(await choosing(world, await another(world, 'other'), 'lea')).toBe('LOGIN_NAME_RESERVED')
    await created(world, wanted)
    expect(await choosing(world, await world.tokenOf('lea@example.com'), 'lea')).toBe('registered')
    expect(await world.rows('loginNames')).toHaveLength(1)
  })

  it('R091 is free for everybody when that time is over', async () => {
    const world = await watched()
    const { portal } = await registered(world, {}, { loginName: 'lea' })
    await world.registration.close(on(world, portal))
    await world.clock.advance(179 * day)
    expect(await choosing(world, await another(world, 'other'), 'lea')).toBe('LOGIN_NAME_RESERVED')
    await world.clock.advance(day)
    expect(await choosing(world, await another(world, 'third'), 'lea')).toBe('registered')
    expect((await world.registration.find({ ...asked(world.ids.admin), holderId: 'third' })).items).toMatchObject([{ status: 'active' }])
  })

  it.each(['admin', 'Support', 'ROOT', 'postmaster'])('that speaks for the portal (%s) is reserved', async (loginName) => {
    const world = await watched()
    expect(await choosing(world, await another(world, 'one'), loginName)).toBe('LOGIN_NAME_RESERVED')
  })
})
