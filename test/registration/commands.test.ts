import type { Holder } from 'portico/server'
import { describe, expect, it, test } from 'vitest'
import { rejection } from '../support/refusals.js'
import { asked, holders } from './harness.js'
import { created, on, registered, watched, type Watched } from './watching.js'

// What all commands have in common: what they are called where something is wrong, in the audit trail, and with an idempotency key.

const everything = [
  ...['find', 'preview', 'create', 'associate', 'resend', 'revoke', 'changeEmail', 'suspend', 'reactivate', 'promote', 'close', 'delegate'],
  ...['inspect', 'inspectConfirmation', 'confirm', 'signIn', 'accountOf'],
] as const
const happening = [
  ...['expire', 'mailSent', 'mailFailed', 'mailBounced', 'holderDeactivated', 'holderReactivated', 'holderChanged'],
  ...['licenseLost', 'licenseRestored', 'requestOpened', 'requestCompleted'],
] as const

type Callable<N extends string> = Readonly<Record<N, (input: unknown) => Promise<unknown>>>

describe('a command that is given something else', () => {
  test.each(everything)('says that it is `%s`', async (name) => {
    const { registration } = await watched()
    const run = (registration as unknown as Callable<(typeof everything)[number]>)[name]
    for (const input of [{ surprise: 1 }, undefined, null, 'text', []])
      expect((await rejection('INPUT_INVALID', run(input))).message).toMatch(new RegExp(`^not what \`${name}\` is given`))
  })

  test.each(happening)('says that it is `system.%s`, and is for no member', async (name) => {
    const { registration, ids } = await watched()
    const run = (registration.system as unknown as Callable<(typeof happening)[number]>)[name]
    expect((await rejection('INPUT_INVALID', run({ surprise: 1 }))).message).toMatch(
      new RegExp(`^not what \`\\w*${name}\\w*\` is given`, 'i'),
    )
    const error = await rejection('FORBIDDEN', run({ actorId: ids.owner }))
    expect(error.message).toContain('it happens')
    expect(String(error.details['command']).toLowerCase()).toContain(name.toLowerCase())
  })
})

/** What the commands on a portal write, when they are accepted and when they are refused. */
const onPortal = {
  resend: ['resendRegistration', 'unregistered/open'],
  revoke: ['revokeRegistration', 'unregistered/revoked'],
  suspend: ['suspendHolderPortal', 'suspended/open'],
  close: ['closeHolderPortal', 'closed/revoked'],
  promote: ['promoteHolderPortal', 'unregistered/open'],
  changeEmail: ['changeHolderEmail', 'unregistered/open'],
  associate: ['associateHolder', 'unregistered/open'],
} as const
type Name = keyof typeof onPortal
const names = Object.keys(onPortal) as Name[]

/** Léa's portal, and what this command would be given about it; she has come back under another id, with the same address. */
async function world(): Promise<{ world: Watched; run: (name: Name, more?: object) => Promise<unknown>; portal: { readonly id: string } }> {
  const made = await watched()
  const portal = await created(made, { kind: 'client', holderId: 'lea', permanence: 'temporary' })
  await made.settled()
  made.holders.set('lea2', { ...holders.lea, id: 'lea2' })
  const special = { changeEmail: { email: 'new@example.org' }, associate: { holderId: 'lea2' } } as Partial<Record<Name, object>>
  return {
    world: made,
    portal,
    run: (name, more) => {
      if (name === 'associate') made.holders.set('lea', { ...holders.lea, active: false })
      return made.registration[name]({ ...on(made, portal), ...special[name], ...more } as never)
    },
  }
}

describe.each(names)('`%s`', (name) => {
  const [command, after] = onPortal[name]
  it('is written down with who, what about, and from where to where', async () => {
    const { world: made, run, portal } = await world()
    await run(name, { correlationId: 'trace' })
    const records = (await made.rows('audit')).filter((record) => record.correlationId === 'trace')
    expect(records).toEqual([
      expect.objectContaining({
        ...{ portalId: 'roy', actorId: made.ids.admin, command, outcome: 'accepted', code: null },
        ...{ subject: 'holderPortals', subjectId: portal.id, before: 'unregistered/open', after },
      }),
    ])
  })

  it('is written down when it is refused, too', async () => {
    const { world: made, run, portal } = await world()
    await rejection('FORBIDDEN', run(name, { correlationId: 'trace', actorId: made.ids.staffer }))
    const records = (await made.rows('audit')).filter((record) => record.correlationId === 'trace')
    expect(records).toEqual([
      expect.objectContaining({
        ...{ actorId: made.ids.staffer, command, outcome: 'refused', code: 'FORBIDDEN', subject: 'holderPortals', subjectId: portal.id },
        ...{ before: null, after: null },
      }),
    ])
  })

  it('is done once for an idempotency key, and the key is for this alone', async () => {
    const { world: made, run } = await world()
    const first = await run(name, { idempotencyKey: 'once' })
    const [before, mails] = [await made.dump(), made.mailer.sent.length]
    expect(await run(name, { idempotencyKey: 'once' })).toEqual(first)
    const others = [
      ...[{ holderPortalId: 'another' }, ...(name === 'changeEmail' ? [{ email: 'third@example.org' }] : [])],
      ...(name === 'associate' ? [{ holderId: 'luc' }] : []),
    ]
    for (const other of others) await rejection('IDEMPOTENCY_MISMATCH', run(name, { idempotencyKey: 'once', ...other }))
    expect(await made.dump()).toBe(before)
    expect(made.mailer.sent).toHaveLength(mails)
  })
})

describe('a key that was given where there was nothing to do', () => {
  it('does nothing the second time either, though there would be something by then', async () => {
    const world = await watched()
    const portal = await created(world)
    await world.registration.revoke(on(world, portal))
    const again = () => world.registration.revoke({ ...on(world, portal), idempotencyKey: 'k' })
    const trail = (await world.rows('audit')).length
    const first = await again()
    expect((await world.rows('audit')).length, 'nothing happened').toBe(trail)
    await world.registration.resend(on(world, portal))
    expect(await again()).toEqual(first)
    expect(await world.registration.inspect({ token: await world.tokenOf('paul@example.org') })).toBeDefined()
    await rejection('IDEMPOTENCY_MISMATCH', world.registration.close({ ...on(world, portal), idempotencyKey: 'k' }))
  })

  it('is for something that was so at the commit', async () => {
    const world = await watched()
    const portal = await created(world)
    await world.registration.revoke(on(world, portal))
    const { storage } = world
    const commit = storage.commit.bind(storage)
    let meanwhile = false
    storage.commit = async (batch) => {
      const isFirst = !meanwhile && batch.some(({ table }) => table === 'idempotencyKeys')
      meanwhile ||= isFirst
      if (isFirst) await world.registration.resend(on(world, portal))
      return commit(batch)
    }
    const { holderPortal } = await world.registration.revoke({ ...on(world, portal), idempotencyKey: 'k' })
    expect([meanwhile, holderPortal.registration, holderPortal.generation]).toEqual([true, 'revoked', 2])
  })
})

describe('`reactivate`', () => {
  it('is written down, as any other', async () => {
    const { world: made, portal } = await world()
    await made.registration.suspend(on(made, portal))
    await made.registration.reactivate({ ...on(made, portal), correlationId: 'trace' })
    const records = (await made.rows('audit')).filter((record) => record.correlationId === 'trace')
    expect(records).toMatchObject([{ command: 'reactivateHolderPortal', before: 'suspended/open', after: 'unregistered/open' }])
  })
})

describe('`create`', () => {
  it('is written down, and done once for an idempotency key', async () => {
    const made = await watched()
    const wanted = { ...asked(made.ids.admin), kind: 'staff', holderId: 'paul', idempotencyKey: 'once', correlationId: 'trace' }
    const first = await made.registration.create(wanted)
    expect(await made.registration.create(wanted)).toEqual(first)
    for (const other of [{ holderId: 'marie' }, { kind: 'client' }, { email: 'x@example.org' }, { private: true }])
      await rejection('IDEMPOTENCY_MISMATCH', made.registration.create({ ...wanted, ...other }))
    const accepted = (await made.rows('audit')).filter(({ correlationId, outcome }) => correlationId === 'trace' && outcome === 'accepted')
    expect(accepted).toMatchObject([
      {
        ...{ command: 'createHolderPortal', subject: 'holderPortals', subjectId: first.holderPortal.id },
        ...{ before: 'none/none', after: 'unregistered/open' },
      },
    ])
  })
})

describe('`delegate`', () => {
  it('is written down with whom it was before and after, and done once for an idempotency key', async () => {
    const made = await watched()
    const { owner, delegate, staffer } = made.ids
    const wanted = { ...asked(owner), kind: 'office', office: 'montreal', delegates: [delegate, delegate] }
    const first = await made.registration.delegate({ ...wanted, idempotencyKey: 'once' })
    expect(first).toEqual({ kind: 'office', office: 'montreal', delegates: [delegate] })
    expect(await made.registration.delegate({ ...wanted, idempotencyKey: 'once' })).toEqual(first)
    for (const other of [{ office: 'quebec' }, { kind: 'staff' }, { delegates: [staffer] }])
      await rejection('IDEMPOTENCY_MISMATCH', made.registration.delegate({ ...wanted, ...other, idempotencyKey: 'once' }))
    expect(await made.registration.delegate({ ...asked(owner), kind: 'office', delegates: [] })).toEqual({ kind: 'office', delegates: [] })
    await made.registration.delegate({ ...wanted, delegates: [staffer, delegate] })
    const accepted = (await made.rows('audit')).filter(({ subject, outcome }) => subject === 'delegations' && outcome === 'accepted')
    expect(accepted.map(({ command, subjectId, before, after }) => [command, subjectId, before, after])).toEqual([
      ['delegateHolderPortals', '["office","montreal"]', null, delegate],
      ['delegateHolderPortals', '["office",""]', null, ''],
      ['delegateHolderPortals', '["office","montreal"]', delegate, `${staffer} ${delegate}`],
    ])
    expect((await made.rows('delegations')).toSorted((a, b) => a.office.localeCompare(b.office))).toMatchObject([
      { id: '["office",""]', kind: 'office', office: '', delegates: [] },
      { id: '["office","montreal"]', kind: 'office', office: 'montreal', delegates: [staffer, delegate] },
    ])
  })

  it('is refused for a kind that is not delegated, and by who has full access for a time', async () => {
    const made = await watched()
    const error = await rejection('INPUT_INVALID', made.registration.delegate({ ...asked(made.ids.owner), kind: 'firm', delegates: [] }))
    expect([error.message, error.details]).toEqual(['portals of kind `firm` are not delegated', { kind: 'firm' }])
    await made.portico.administration.grantFullAccess({
      ...asked(made.ids.owner),
      memberIds: [made.ids.staffer],
      until: made.clock.now() + 5_000,
    })
    await rejection('GRANT_NOT_HELD', made.registration.delegate({ ...asked(made.ids.staffer), kind: 'staff', delegates: [] }))
    await made.registration.delegate({ ...asked(made.ids.admin), kind: 'staff', delegates: [] })
  })
})

describe('registering', () => {
  it('is written down twice: as an attempt, and as what came of it', async () => {
    const made = await watched()
    const { portal } = await registered(made)
    const records = (await made.rows('audit')).filter(({ command }) => /Registration$/.test(command))
    expect(
      records.map(({ command, actorId, subject, subjectId, before, after }) => [command, actorId, subject, subjectId, before, after]),
    ).toEqual([
      ['attemptRegistration', null, 'holderPortals', portal.id, 'unregistered/open', 'unregistered/open'],
      ['completeRegistration', null, 'holderPortals', portal.id, 'unregistered/open', 'active/completed'],
    ])
  })
})

describe('letters', () => {
  /** The keys that are counted with their limits, by a command. */
  async function counted(run: (world: Watched, portal: { readonly id: string }) => Promise<unknown>): Promise<readonly string[]> {
    const keys: string[] = []
    const take = (key: string, { limit, per }: { readonly limit: number; readonly per: number }) => (
      keys.push(`${key} ${limit}/${per}`),
      Promise.resolve({ allowed: true as const })
    )
    const limits = { resendToPortal: { limit: 3, per: 30 }, resendToAddress: { limit: 4, per: 40 }, resendOfFirm: { limit: 5, per: 50 } }
    const made = await watched({ registration: { rateLimits: { take }, limits } })
    const { portal } = await registered(made)
    const open = await created(made, { kind: 'client', holderId: 'lea' })
    keys.length = 0
    await run(made, portal)
    await run(made, open)
    return keys.map((key) => key.replaceAll(portal.id, 'paul').replaceAll(open.id, 'lea'))
  }
  const of = (portal: string, address: string) => [
    `["letters","portal","roy","${portal}"] 3/30`,
    `["letters","address","${address}"] 4/40`,
    '["letters","firm","roy"] 5/50',
  ]

  it('are counted for the portal, the address and the firm when a link is sent again', async () => {
    const resend = (made: Watched, portal: { readonly id: string }) => made.registration.resend(on(made, portal)).catch(() => undefined)
    expect(await counted(resend)).toEqual(of('lea', 'lea@example.com'))
  })

  it('are counted for the new address when it is changed', async () => {
    const change = (made: Watched, portal: { readonly id: string }) =>
      made.registration.changeEmail({ ...on(made, portal), email: 'New@EXAMPLE.org' }).catch(() => undefined)
    expect(await counted(change)).toEqual([...of('paul', 'new@example.org'), ...of('lea', 'new@example.org')])
  })

  it('are counted for the former address when another holder is to be confirmed there', async () => {
    const associate = (made: Watched, portal: { readonly id: string }) => {
      made.holders.set('lea', { ...holders.lea, active: false })
      made.holders.set('lea2', { ...holders.lea, id: 'lea2', email: 'lea2@example.com' })
      return made.registration.associate({ ...on(made, portal), holderId: 'lea2' }).catch(() => undefined)
    }
    expect(await counted(associate)).toEqual(of('lea', 'lea@example.com'))
  })

  it('are not counted when a change of address sends none', async () => {
    const change = async (made: Watched, portal: { readonly id: string }) => {
      made.licence.features = []
      await made.registration.changeEmail({ ...on(made, portal), email: 'new@example.org' }).catch(() => undefined)
    }
    expect(await counted(change)).toEqual(of('paul', 'new@example.org'))
  })
})

describe('whoever has the right on a holder', () => {
  it('is asked for at this moment, and only where it decides', async () => {
    const made = await watched()
    const portal = await created(made, { kind: 'client', holderId: 'lea' })
    const { handler, admin } = made.ids
    made.holders.get = () => {
      throw new Error('down')
    }
    await made.registration.revoke(on(made, portal, admin))
    await rejection('HOLDERS_UNAVAILABLE', made.registration.revoke(on(made, portal, handler)))
  })

  it('is nobody where the application names nobody, and who he was where the holder is gone', async () => {
    const made = await watched()
    const portal = await created(made, { kind: 'client', holderId: 'lea' })
    const { handler } = made.ids
    const { handlers: _none, ...lea } = holders.lea as Holder
    made.holders.set('lea', lea)
    await rejection('FORBIDDEN', made.registration.revoke(on(made, portal, handler)))
    made.holders.delete('lea')
    await made.registration.revoke(on(made, portal, handler))
  })
})
