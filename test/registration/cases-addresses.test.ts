import { describe, expect, it } from 'vitest'
import { rejection } from '../support/refusals.js'
import { asked, holders, password } from './harness.js'
import { created, on, refusedUnchanged, registered, stored, watched } from './watching.js'

// Situations of `cases.tsv`, by their ids: addresses.

describe('an address', () => {
  it('that was changed makes the link of an association dead that went to the former one', async () => {
    const world = await watched()
    const portal = await created(world)
    world.holders.delete('paul')
    world.holders.set('paul2', { ...holders.paul, id: 'paul2', email: 'new@example.org' })
    const associating = world.registration.associate({ ...on(world, portal), holderId: 'paul2' })
    await rejection('ASSOCIATION_CONFIRMATION_REQUIRED', associating)
    const token = await world.tokenOf('paul@example.org')
    await world.registration.inspectConfirmation({ token })
    world.holders.set('paul', holders.paul)
    await world.registration.changeEmail({ ...on(world, portal), email: 'next@example.org' })
    world.holders.delete('paul')
    await rejection('TOKEN_INVALID', world.registration.inspectConfirmation({ token }))
    await refusedUnchanged(world, 'TOKEN_INVALID', () => world.registration.confirm({ token }))
  })

  it('R058 that was changed makes the former link dead, and the next one goes to the new address only', async () => {
    const world = await watched()
    const portal = await created(world)
    const former = await world.tokenOf('paul@example.org')
    await world.registration.changeEmail({ ...on(world, portal), email: 'tremblay@example.org' })
    const letters = world.mailer.sent.length
    const token = await world.tokenOf('tremblay@example.org')
    expect(await world.tokensTo('paul@example.org')).toEqual([former])
    expect(world.mailer.sent.slice(letters).filter(({ to, text }) => to.address === 'paul@example.org' && text.includes('token='))).toEqual(
      [],
    )
    await rejection('TOKEN_INVALID', world.registration.inspect({ token: former }))
    await refusedUnchanged(world, 'TOKEN_INVALID', () =>
      world.registration.complete({ token: former, loginName: 'paul.tremblay', password }),
    )
    await world.registration.complete({ token, loginName: 'paul.tremblay', password })
  })

  it.each(['paul@example.org', 'paul@EXAMPLE.org', 'Paul@example.org'])('R060 that is the same (%s) changes nothing', async (email) => {
    const world = await watched()
    const portal = await created(world)
    const token = await world.tokenOf('paul@example.org')
    const [before, mails] = [await world.dump(), world.mailer.sent.length]
    await world.registration.changeEmail({ ...on(world, portal), email })
    expect(await world.dump()).toBe(before)
    expect(world.mailer.sent).toHaveLength(mails)
    await world.registration.inspect({ token })
  })

  it('R061 of a registered portal stays until the new one is confirmed, and both are told', async () => {
    const world = await watched()
    const { portal } = await registered(world)
    const mails = world.mailer.sent.length
    const changing = () => world.registration.changeEmail({ ...on(world, portal), email: 'tremblay@example.org' })
    await rejection('REVERIFY_REQUIRED', changing())
    expect(await stored(world, portal)).toMatchObject({
      email: 'paul@example.org',
      address: 'paul@example.org',
      status: 'active/completed',
    })
    const token = await world.tokenOf('tremblay@example.org')
    expect(
      world.mailer.sent
        .slice(mails)
        .map(({ to }) => to.address)
        .sort(),
    ).toEqual(['paul@example.org', 'tremblay@example.org'])
    expect(await world.registration.inspectConfirmation({ token })).toMatchObject({ type: 'address', email: 't…@example.org' })
    await world.registration.confirm({ token })
    expect(await stored(world, portal)).toMatchObject({ email: 'tremblay@example.org', status: 'active/completed' })
    expect(await world.registration.signIn({ loginName: 'paul.tremblay', password })).toMatchObject({ holderPortalId: portal.id })
  })

  it.each(['closed', 'changed again'])('R061 is not confirmed any more once the portal is %s', async (what) => {
    const world = await watched()
    const { portal } = await registered(world)
    await rejection('REVERIFY_REQUIRED', world.registration.changeEmail({ ...on(world, portal), email: 'tremblay@example.org' }))
    const token = await world.tokenOf('tremblay@example.org')
    if (what === 'closed') await world.registration.close(on(world, portal))
    else await rejection('REVERIFY_REQUIRED', world.registration.changeEmail({ ...on(world, portal), email: 'third@example.org' }))
    await refusedUnchanged(world, 'TOKEN_INVALID', () => world.registration.confirm({ token }))
    expect((await stored(world, portal)).email).toBe('paul@example.org')
  })

  it('is not confirmed by the link of somebody who has left, whether it was sent before or after', async () => {
    const world = await watched()
    const { portal } = await registered(world)
    const changing = (email: string) => world.registration.changeEmail({ ...on(world, portal), email })
    await rejection('REVERIFY_REQUIRED', changing('before@example.org'))
    world.holders.set('paul', { ...holders.paul, active: false })
    await world.registration.system.holderDeactivated({ portalId: 'roy', holderId: 'paul' })
    const before = await world.tokenOf('before@example.org')
    await refusedUnchanged(world, 'TOKEN_INVALID', () => world.registration.confirm({ token: before }))
    await rejection('REVERIFY_REQUIRED', changing('after@example.org'))
    const after = await world.tokenOf('after@example.org')
    await refusedUnchanged(world, 'TOKEN_INVALID', () => world.registration.confirm({ token: after }))
    expect((await stored(world, portal)).email).toBe('paul@example.org')
  })

  it('R063 keeps its tag: with and without it are two addresses', async () => {
    const world = await watched()
    const portal = await created(world, { email: 'paul+tax@example.org' })
    const find = async (email: string) => (await world.registration.find({ ...asked(world.ids.admin), email })).items.length
    expect([await find('paul+tax@example.org'), await find('paul@example.org'), await find('p.aul+tax@example.org')]).toEqual([1, 0, 0])
    expect(await world.tokensTo('paul+tax@example.org')).toHaveLength(1)
    await world.registration.changeEmail({ ...on(world, portal), email: 'paul@example.org' })
    expect((await stored(world, portal)).generation).toBe(2)
  })

  it('R065 is the same with a domain in Unicode and as an A-label, and keeps its spelling', async () => {
    const world = await watched()
    const portal = await created(world, { email: 'paul@bu\u0308cher.example' })
    expect(portal.email).toBe('paul@b\u00fccher.example')
    await world.settled()
    expect(world.mailer.sent.at(-1)?.to.address).toBe('paul@b\u00fccher.example')
    expect((await stored(world, portal)).email).toBe('paul@xn--bcher-kva.example')
    const find = async (email: string) => (await world.registration.find({ ...asked(world.ids.admin), email })).items.length
    expect([await find('paul@xn--bcher-kva.example'), await find('paul@BÜCHER.example'), await find('paul@bucher.example')]).toEqual([
      1, 1, 0,
    ])
    const before = await world.dump()
    await world.registration.changeEmail({ ...on(world, portal), email: 'paul@xn--bcher-kva.example' })
    expect(await world.dump()).toBe(before)
  })

  it('R065 keeps what is before the @ as it is given', async () => {
    const world = await watched()
    expect((await created(world, { email: 'rene\u0301@bu\u0308cher.example' })).email).toBe('rene\u0301@b\u00fccher.example')
  })

  it('R067 with the Kelvin sign is not that of kim', async () => {
    const world = await watched()
    const portal = await created(world, { email: 'kim@example.org' })
    const { items } = await world.registration.find({ ...asked(world.ids.admin), email: '\u212Aim@example.org' })
    expect(items).toEqual([])
    const changing = world.registration.changeEmail({ ...on(world, portal), email: '\u212Aim@example.org' })
    const outcome = await changing.then(
      ({ holderPortal }) => holderPortal.generation,
      (error: unknown) => (error as { code: string }).code,
    )
    // Refused, or another address: in no case nothing to do.
    expect(['EMAIL_INVALID', 2]).toContain(outcome)
  })

  it('R069 with a look-alike in its domain is another one, and the preview warns of it', async () => {
    const world = await watched()
    const email = 'user@\u0435xample.org'
    const wanted = { ...asked(world.ids.admin), kind: 'staff', holderId: 'paul', email }
    expect((await world.registration.preview(wanted)).warnings).toEqual(['mixedScript'])
    expect((await world.registration.preview({ ...wanted, email: 'user@example.org' })).warnings).toEqual([])
    const portal = await created(world, { email })
    expect((await stored(world, portal)).email).toBe('user@xn--xample-2of.org')
    expect((await world.registration.find({ ...asked(world.ids.admin), email: 'user@example.org' })).items).toEqual([])
  })

  it.each([
    'a@b.co\r\nBcc: x@y.z',
    'a@b.co\nBcc: x@y.z',
    'a@b.co, x@y.z',
    'a@b.co;x@y.z',
    '<a@b.co>',
    'A <a@b.co>',
    'a@b.co>',
    'a\u0000@b.co',
    'a\u200b@b.co',
    'a@b\u200b.co',
    'a\u202e@b.co',
    'a@b@c.co',
    'a b@c.co',
    '"a"@b.co',
    'a@',
    '@b.co',
    'a@b..co',
    'a@-b.co',
    'a@[127.0.0.1]',
    'a(x)@b.co',
    `${'a'.repeat(65)}@b.co`,
    `${'é'.repeat(33)}@b.co`,
    `a@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(63)}.${'e'.repeat(61)}`,
    `a@${'b'.repeat(64)}.co`,
    'a\ud800@b.co',
    ...['\u034f', '\ufe0f', '\u180b', '\u3164', '\uffa0', '\u{e0100}', '\u2800'].flatMap((unseen) => [
      `a${unseen}@b.co`,
      `a@b${unseen}.co`,
    ]),
  ])('R071 like %j is refused', async (email) => {
    const world = await watched()
    await refusedUnchanged(world, 'EMAIL_INVALID', () => created(world, { email }))
    const portal = await created(world)
    await refusedUnchanged(world, 'EMAIL_INVALID', () => world.registration.changeEmail({ ...on(world, portal), email }))
    world.holders.set('marie', { ...holders.marie, email })
    await refusedUnchanged(world, 'EMAIL_INVALID', () => created(world, { holderId: 'marie' }))
  })

  it('has 64 octets before the @ and 254 in all at most', async () => {
    const world = await watched()
    const domain = ['b'.repeat(63), 'c'.repeat(63), 'd'.repeat(58), 'ee'].join('.')
    const longest = `${'a'.repeat(64)}@${domain}`
    expect(longest).toHaveLength(254)
    expect((await created(world, { email: longest })).email).toBe(longest)
    await rejection('EMAIL_INVALID', created(world, { holderId: 'marie', email: `${'a'.repeat(64)}@e${domain}` }))
  })

  it('R072 goes with a name that is escaped, and puts nothing else into the letter', async () => {
    const world = await watched()
    const name = '<img src=x onerror=alert(1)> & "Paul" {{7*7}} ${7*7} {firmName} https://evil.example'
    world.holders.set('paul', { ...holders.paul, name })
    await created(world)
    await world.settled()
    const [letter] = world.mailer.sent.filter(({ text }) => text.includes('token='))
    if (!letter) throw new Error('no letter')
    expect(letter.html).not.toContain('<img src=x')
    expect(letter.html).toContain('&lt;img')
    expect(letter.text).toContain('{{7*7}}')
    // The token, too, may have these figures in it.
    expect(letter.text.replace(/token=\S+/, '')).not.toContain('49')
    expect(letter.html.match(/href="[^"]*"/g)?.every((link) => link.startsWith('href="https://portal.example/'))).toBe(true)
  })

  it.each(['Paul\r\nBcc: x@y.z', 'Paul\u0000', 'Paul\u2028Bcc: x@y.z'])('R072 never gets a header from a name like %j', async (name) => {
    const world = await watched()
    world.holders.set('paul', { ...holders.paul, name })
    const outcome = await created(world).then(
      () => 'created',
      (error: unknown) => (error as { code: string }).code,
    )
    await world.settled()
    expect(['created', 'HOLDERS_UNAVAILABLE', 'STORAGE_REFUSED']).toContain(outcome)
    for (const { subject, to } of world.mailer.sent) expect(`${subject}${to.address}`).not.toMatch(/[\r\n\u2028]/)
    expect(world.mailer.sent.map(({ to }) => to.address)).not.toContain('x@y.z')
  })

  it('R075 may be shared: each portal has its own registration and login name', async () => {
    const world = await watched()
    const ofPaul = await created(world)
    const former = await world.tokenOf('paul@example.org')
    const ofOffice = await created(world, { kind: 'office', holderId: 'montreal', registrantId: 'marie', email: 'paul@example.org' })
    const [first, second] = await world.tokensTo('paul@example.org')
    expect(first).toBe(former)
    if (first === undefined || second === undefined) throw new Error('two links')
    const done = await world.registration.complete({ token: second, loginName: 'montreal', password })
    expect(done.holderPortalId).toBe(ofOffice.id)
    expect((await stored(world, ofPaul)).status).toBe('unregistered/open')
    await rejection('LOGIN_NAME_TAKEN', world.registration.complete({ token: first, loginName: 'montreal', password }))
    expect((await world.registration.complete({ token: first, loginName: 'paul', password })).holderPortalId).toBe(ofPaul.id)
  })
})
