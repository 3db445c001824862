import { memoryStorage } from 'portico/memory'
import type { AuditSink, Row } from 'portico/server'
import { describe, expect, it } from 'vitest'
import { rejection } from '../support/refusals.js'
import { asked, day, holders, password, start } from './harness.js'
import { created, on, registered, watched, type Watched } from './watching.js'

// Situations of `cases.tsv`, by their ids: what is logged, and what is told of failures.

const secret = /token=|[?&]token|sieben Kraniche/

/** Everything once that the service does, and some of it refused; gives the tokens that were mailed. */
async function everything(world: Watched): Promise<readonly string[]> {
  const { registration: r, clock } = world
  const portal = await created(world, { kind: 'client', holderId: 'lea', permanence: 'temporary' })
  const first = await world.tokenOf('lea@example.com')
  const on_ = on(world, portal)
  const refused = (act: Promise<unknown>): Promise<unknown> => act.catch(() => undefined)
  await refused(r.complete({ token: first, loginName: '?', password }))
  await refused(r.complete({ token: first, loginName: 'lea', password: 'short' }))
  await r.resend({ ...on_, correlationId: 'trace-7' })
  await refused(r.complete({ token: first, loginName: 'lea', password }))
  await r.revoke(on_)
  await r.resend(on_)
  await r.changeEmail({ ...on_, email: 'l.gagnon@example.com' })
  await r.suspend(on_)
  await r.reactivate(on_)
  await r.complete({ token: await world.tokenOf('l.gagnon@example.com'), loginName: 'lea', password, caller: '203.0.113.7\r\nX: y' })
  await r.signIn({ loginName: 'lea', password })
  await refused(r.signIn({ loginName: 'lea', password: `${password}!` }))
  await refused(r.changeEmail({ ...on_, email: 'lea@example.com' }))
  await r.confirm({ token: await world.tokenOf('lea@example.com') })
  await r.promote(on_)
  world.holders.delete('lea')
  world.holders.set('lea2', { ...holders.lea, id: 'lea2', email: 'lea2@example.com' })
  await refused(r.associate({ ...on_, holderId: 'lea2' }))
  await r.confirm({ token: await world.tokenOf('lea@example.com') })
  await r.close(on_)
  await clock.advance(day)
  await r.system.expireDue()
  return [...(await world.tokensTo('lea@example.com')), ...(await world.tokensTo('l.gagnon@example.com'))]
}

describe('the audit trail', () => {
  it('R183 holds no token, password or link, nor does anything that is stored or reported', async () => {
    const sunk: Row<'audit'>[] = []
    const audit: AuditSink = { write: (record) => Promise.resolve(void sunk.push(record)) }
    const world = await watched({ audit })
    const tokens = await everything(world)
    expect(tokens.length).toBeGreaterThan(4)
    const trail = JSON.stringify([await world.rows('audit'), sunk, world.events, world.errors.map(String)])
    expect(sunk.length).toBeGreaterThan(10)
    expect(trail).not.toMatch(secret)
    expect(trail).not.toMatch(/[\r\n]/)
    const others = JSON.stringify((await world.records()).filter(({ table }) => table !== 'credentials'))
    expect(others).not.toMatch(/sieben Kraniche/)
    for (const token of tokens) {
      expect(trail).not.toContain(token)
      expect(JSON.stringify(await world.records())).not.toContain(token)
    }
  })

  it('R184 has one record of each transition, with who, what, which portal, from where to where, and when', async () => {
    const world = await watched()
    await everything(world)
    const [portal] = await world.rows('holderPortals')
    const trail = (await world.rows('audit')).filter(({ subjectId }) => subjectId === portal?.id)
    const accepted = trail.filter(({ outcome }) => outcome === 'accepted')
    expect(accepted.map(({ command, before, after }) => [command, before, after])).toEqual(
      expect.arrayContaining([
        ['createHolderPortal', 'none/none', 'unregistered/open'],
        ['resendRegistration', 'unregistered/open', 'unregistered/open'],
        ['revokeRegistration', 'unregistered/open', 'unregistered/revoked'],
        ['resendRegistration', 'unregistered/revoked', 'unregistered/open'],
        ['changeHolderEmail', 'unregistered/open', 'unregistered/open'],
        ['suspendHolderPortal', 'unregistered/open', 'suspended/open'],
        ['reactivateHolderPortal', 'suspended/open', 'unregistered/open'],
        ['completeRegistration', 'unregistered/open', 'active/completed'],
        ['promoteHolderPortal', 'active/completed', 'active/completed'],
        ['closeHolderPortal', 'active/completed', 'closed/completed'],
      ]),
    )
    for (const command of ['createHolderPortal', 'revokeRegistration', 'suspendHolderPortal', 'promoteHolderPortal', 'closeHolderPortal'])
      expect(accepted.filter((record) => record.command === command)).toHaveLength(1)
    for (const { actorId, at, portalId } of accepted.filter(
      ({ command }) => /HolderPortal$|^resend|^revoke/.test(command) && command !== 'confirmHolderPortal',
    ))
      expect({ actorId, portalId, late: at >= start }).toEqual({ actorId: world.ids.admin, portalId: 'roy', late: true })
    expect(trail.filter(({ correlationId }) => correlationId === 'trace-7')).toMatchObject([{ command: 'resendRegistration' }])
    const codes = trail.filter(({ outcome }) => outcome === 'refused').map(({ code }) => code)
    const refusals = ['LOGIN_NAME_INVALID', 'PASSWORD_TOO_SHORT', 'TOKEN_INVALID', 'REVERIFY_REQUIRED', 'ASSOCIATION_CONFIRMATION_REQUIRED']
    expect(codes).toEqual(expect.arrayContaining(refusals))
  })
})

describe('what fails', () => {
  const methods = ['get', 'find', 'commit'] as const
  it.each(methods)('R186 unexpectedly in `%s` of the storage has a code of ours, and keeps its cause to itself', async (method) => {
    const memory = memoryStorage()
    let broken = false
    const failing = () => Promise.reject(new Error('SELECT * FROM secret_table; at /srv/app/db.js:1'))
    const storage = {
      ...memory,
      [method]: (...what: readonly never[]) => (broken ? failing() : (memory[method] as (...all: readonly never[]) => unknown)(...what)),
    }
    const world = await watched({}, storage)
    const { portal } = await registered(world)
    await created(world, { holderId: 'marie' })
    const token = await world.tokenOf('marie@example.org')
    broken = true
    const { registration: r } = world
    const acts: readonly (() => Promise<unknown>)[] = [
      () => r.create({ ...asked(world.ids.admin), kind: 'client', holderId: 'lea' }),
      () => r.suspend(on(world, portal)),
      () => r.complete({ token, loginName: 'marie', password }),
      ...(method === 'commit'
        ? []
        : [() => r.inspect({ token }), () => r.signIn({ loginName: 'paul.tremblay', password }), () => r.find(asked(world.ids.admin))]),
    ]
    let failures = 0
    for (const act of acts) {
      const [outcome] = await Promise.allSettled([act()])
      if (outcome.status !== 'rejected') continue // it did without this method
      failures += 1
      const error = await rejection('STORAGE_UNAVAILABLE', Promise.reject(outcome.reason as Error))
      expect(JSON.stringify([error, error.message, error.details])).not.toMatch(/SELECT|secret_table|db\.js/)
    }
    expect(failures).toBeGreaterThan(1)
  })
})
