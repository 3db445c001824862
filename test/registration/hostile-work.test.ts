import { inspect } from 'node:util'
import { isPortalError } from 'portico'
import { memoryStorage } from 'portico/memory'
import type { Storage } from 'portico/server'
import { beforeEach, describe, expect, test } from 'vitest'
import { watched, type Watched } from '../administration/watched.js'
import { digest } from '../outbox/harness.js'
import { asked, fakeHasher, firm, hour, password, type Firm } from './harness.js'

// What is told and stored of secrets, and how much work is done for whom: counted, not timed.

const work = { digest: 0, read: 0, commit: 0, hash: 0, verify: 0 }
let store: Watched
let world: Firm
let token: string
let paul: string

beforeEach(async () => {
  store = watched(memoryStorage())
  const { storage } = store
  const counted: Storage = {
    due: (...what) => storage.due(...what),
    get: (...what) => ((work.read += 1), storage.get(...what)),
    find: (table, index, values, page) => ((work.read += 1), storage.find(table, index, values, page)),
    commit: (batch) => ((work.commit += 1), storage.commit(batch)),
  }
  world = await firm(counted, {
    digest: { sha256: (text) => ((work.digest += 1), digest.sha256(text)) },
    passwords: {
      ...fakeHasher,
      hash: (text) => ((work.hash += 1), digest.sha256(text)),
      verify: async (hash, text) => ((work.verify += 1), (await digest.sha256(text)) === hash),
    },
    registration: { rateLimits: { take: () => Promise.resolve({ allowed: true }) }, maxAttempts: 3 },
  })
  const create = async (holderId: string): Promise<string> =>
    (await world.registration.create({ ...asked(world.ids.owner), kind: 'staff', holderId })).holderPortal.id
  paul = await create('paul')
  await create('marie')
  token = await world.tokenOf('paul@example.org')
  await world.registration.complete({ token: await world.tokenOf('marie@example.org'), loginName: 'marie.roy', password })
  await world.settled()
})

/** The code, and the work that it took. */
async function worked(run: () => Promise<unknown>): Promise<readonly [string, typeof work]> {
  await world.settled()
  const before = { ...work }
  let code = 'ok'
  try {
    await run()
  } catch (error) {
    if (!isPortalError(error)) throw error
    code = error.code
  }
  const now = { ...work }
  const keys = Object.keys(before) as (keyof typeof work)[]
  return [code, Object.fromEntries(keys.map((key) => [key, now[key] - before[key]])) as typeof work]
}

const unknown = 'A'.repeat(43)
const other = 'a password that nobody has'

describe('as much work is done for', () => {
  test('a token that is unknown and one that is dead: neither costs a hash of a password', async () => {
    const complete = (one: string) => () => world.registration.complete({ token: one, loginName: 'paul.tremblay', password })
    const none = await worked(complete(unknown))
    expect(none).toMatchObject(['TOKEN_INVALID', { hash: 0, verify: 0 }])
    await world.registration.revoke({ ...asked(world.ids.owner), holderPortalId: paul })
    const dead = await worked(complete(token))
    expect(dead).toMatchObject(['TOKEN_INVALID', { digest: none[1].digest, hash: 0, verify: 0 }])
  })
  test('no look-up is done for what has not the shape of a token', async () => {
    const [code, { read, digest: digests, hash }] = await worked(() => world.registration.inspect({ token: `${token}\n` }))
    expect([code, read, digests, hash]).toEqual(['TOKEN_INVALID', 0, 0, 0])
  })
  test('a login name that is taken and one that is free', async () => {
    const [takenCode, taken] = await worked(() => world.registration.complete({ token, loginName: 'marie.roy', password }))
    const [freeCode, free] = await worked(() => world.registration.complete({ token, loginName: 'paul.tremblay', password }))
    expect([takenCode, freeCode]).toEqual(['LOGIN_NAME_TAKEN', 'ok'])
    expect({ hash: taken.hash, verify: taken.verify }).toEqual({ hash: free.hash, verify: free.verify })
  })
  test('somebody who signs in with a name that is unknown, one that is none, and one with another password', async () => {
    const signIn = (loginName: string) => () => world.registration.signIn({ loginName, password: other })
    await worked(signIn('marie.roy')) // nobody's hash is made once
    const [code, known] = await worked(signIn('marie.roy'))
    expect(code).toBe('SIGN_IN_REFUSED')
    for (const name of ['nobody.knows', 'x', '', 'a@b', 'admin']) {
      expect([name, ...(await worked(signIn(name)))]).toEqual([name, 'SIGN_IN_REFUSED', known])
    }
  })
})

describe('secrets', () => {
  /** Every flow, with what is refused. */
  async function everything(): Promise<readonly unknown[]> {
    const { registration, ids, clock } = world
    const on = { ...asked(ids.owner), holderPortalId: paul }
    const tries: readonly (() => Promise<unknown>)[] = [
      () => registration.inspect({ token: unknown }),
      () => registration.complete({ token: unknown, loginName: 'paul', password }),
      () => registration.complete({ token, loginName: 'marie.roy', password }),
      () => registration.complete({ token, loginName: 'paul', password: 'short' }),
      () => registration.complete({ token, loginName: 'paul', password: `${password}\ud800` }),
      () => registration.complete({ token, loginName: 'paul', password, extra: password } as never),
      () => registration.resend(on),
      async () => registration.complete({ token: await world.tokenOf('paul@example.org'), loginName: 'paul', password }),
      async () => registration.complete({ token: await world.tokenOf('paul@example.org'), loginName: 'paul', password }),
      () => registration.changeEmail({ ...on, email: 'new@example.org' }),
      async () => registration.confirm({ token: await world.tokenOf('new@example.org') }),
      async () => registration.confirm({ token: await world.tokenOf('new@example.org') }),
      () => registration.signIn({ loginName: 'paul', password }),
      () => registration.signIn({ loginName: 'paul', password: other }),
      () => registration.suspend(on),
      () => registration.close(on),
      () => registration.create({ ...asked(ids.owner), kind: 'client', holderId: 'lea' }),
      async () => (clock.set(clock.now() + 25 * hour), registration.inspect({ token: await world.tokenOf('lea@example.com') })),
    ]
    const errors: unknown[] = []
    for (const one of tries)
      await one().catch((error: unknown) => {
        errors.push(error)
      })
    await world.settled()
    return errors
  }

  test('no error, audit record or stored record has a token, a link or a password', async () => {
    const errors = await everything()
    expect(errors.length).toBeGreaterThan(6)
    const letters = world.mailer.sent.map(({ text }) => text)
    const tokens = [...letters.flatMap((text) => Array.from(text.matchAll(/token=([\w-]{43})/g), ([, one]) => one ?? '')), unknown]
    expect(tokens.length).toBeGreaterThan(4)
    const told = inspect([errors, await store.dump()], {
      depth: Infinity,
      maxArrayLength: Infinity,
      maxStringLength: Infinity,
      breakLength: Infinity,
    })
    for (const secret of [...tokens, password, other, '?token=']) expect(told).not.toContain(secret)
    expect(told, 'and it is the audit trail that was read').toContain('completeRegistration')
  })
  test('the letters have no password, and but one link each', async () => {
    await everything()
    for (const { subject, text, html } of world.mailer.sent) {
      expect(subject + text + html).not.toContain(password)
      expect(new Set(Array.from(text.matchAll(/token=([\w-]{43})/g), ([, one]) => one)).size).toBeLessThan(2)
    }
  })
  test('every accepted and refused command leaves an audit record with when, what and which request', async () => {
    await everything()
    const records = await store.audit()
    for (const record of records)
      expect(record).toMatchObject({ at: expect.any(Number) as number, correlationId: expect.stringMatching(/./) as string })
    const refused = records.filter(({ outcome }) => outcome === 'refused').map(({ code }) => code)
    for (const code of ['LOGIN_NAME_TAKEN', 'PASSWORD_TOO_SHORT', 'TOKEN_USED', 'REVERIFY_REQUIRED']) expect(refused).toContain(code)
  })
})
