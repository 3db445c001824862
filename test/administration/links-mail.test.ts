import { describe, expect, test } from 'vitest'
import type { MailMessage } from 'portico/server'
import { hour, minute } from '../outbox/harness.js'
import { by, cast, castOf, invite, member, password, refused, start, stored, tokenTo, type Cast } from './cast.js'

const nina = 'Nina@Agency.example'
const lastTo = ({ mailer }: Cast, address: string): MailMessage => {
  const letter = mailer.sent.findLast(({ to }) => to.address === address)
  if (letter === undefined) throw new Error(`no letter to ${address}`)
  return letter
}

describe('the letter of an invitation', () => {
  const wanted = {
    en: [
      'Hello Nina',
      'Fatou',
      'agency',
      'a user',
      'works until 22 November 2026 at 20:40 UTC',
      'did not expect this message',
      'Open the invitation',
    ],
    fr: [
      'Bonjour Nina',
      'Fatou',
      'agency',
      'utilisateur',
      '22 novembre 2026',
      '20:40 UTC',
      'vous n’attendiez pas ce message',
      'Ouvrir l’invitation',
    ],
  }
  test.each([
    ['en', 'en', 'Fatou invites you to agency'],
    ['en-GB', 'en', 'Fatou invites you to agency'],
    ['fr', 'fr', 'Fatou vous invite à rejoindre agency'],
    ['fr-CA', 'fr', 'Fatou vous invite à rejoindre agency'],
    ['it', 'en', 'Fatou invites you to agency'],
    [undefined, 'en', 'Fatou invites you to agency'],
  ] as const)('in %s is in %s', async (language, read, subject) => {
    const world = await cast()
    const { token } = await invite(world, world.fatou, nina, { name: 'Nina', language })
    const letter = lastTo(world, nina)
    expect(letter).toMatchObject({
      subject,
      to: { address: nina, name: 'Nina' },
      from: { address: 'portal@portal.example', name: 'Portal' },
    })
    for (const part of wanted[read]) expect(letter.text).toContain(part)
    expect(letter.text).toContain(`https://portal.example/invitation?token=${token}`)
    expect(letter.html).toContain(`https://portal.example/invitation?token=${token}`)
    expect(letter.html).not.toMatch(/<img|<script|http:/)
    expect(letter.text.match(/https?:/g)).toHaveLength(1)
  })

  test.each([
    ['guest', undefined, 'a guest', 'invité'],
    ['user', undefined, 'a user', 'utilisateur'],
    ['user', ['crm', 'mail'], 'a module administrator', 'administrateur de module'],
    ['user', 'everything', 'a full-access administrator', 'administrateur avec accès complet'],
  ] as const)('says as what: %s who administers %s', async (type, administers, english, french) => {
    const world = await cast()
    await invite(world, world.olga, nina, { type, administers })
    expect(lastTo(world, nina).text).toContain(`as ${english}.`)
    await invite(world, world.olga, 'nino@agency.example', { type, administers, language: 'fr' })
    expect(lastTo(world, 'nino@agency.example').text).toContain(`comme ${french}.`)
  })

  test('lets no name out of its place', async () => {
    const world = await castOf(start())
    const eve = await member(world, world.olga, '<b>Eve</b> {expiresAt}', { administers: 'everything', email: 'eve@agency.example' })
    await invite(world, eve, nina, { name: '<i>&"Nina"' })
    const { html, text, subject } = lastTo(world, nina)
    expect(html).not.toMatch(/<b>|<i>/)
    expect(html).toContain('&lt;b&gt;Eve&lt;/b&gt; {expiresAt}')
    expect([text, subject].join()).toContain('<b>Eve</b> {expiresAt}')
  })

  test('greets by the address when no name is known', async () => {
    const world = await cast()
    await invite(world, world.olga, nina)
    expect(lastTo(world, nina).text).toContain(`Hello ${nina},`)
  })

  test('is tried again when it was not taken, and its link works', async () => {
    const world = await cast()
    world.mailer.behave('refuse')
    await world.administration.inviteMember({ ...by(world.olga), email: nina, type: 'user' })
    await world.portico.runtime.settled()
    expect(world.mailer.sent.filter(({ to }) => to.address === nina)).toEqual([])
    world.mailer.behave('take')
    await world.clock.advance(minute)
    await world.portico.outbox.dispatch()
    const token = await tokenTo(world, nina)
    expect((await world.administration.inspectInvitation({ token })).expiresAt).toBe(world.clock.now() - minute + 24 * hour)
    await world.administration.acceptInvitation({ token, name: 'Nina', password })
  })

  test('that arrived twice has two links, of which one is used', async () => {
    const world = await cast()
    world.mailer.behave('lose')
    await world.administration.inviteMember({ ...by(world.olga), email: nina, type: 'user' })
    await world.portico.runtime.settled()
    const first = await tokenTo(world, nina)
    world.mailer.behave('take')
    await world.clock.advance(minute)
    await world.portico.outbox.dispatch()
    const second = await tokenTo(world, nina)
    expect(second).not.toBe(first)
    expect(await world.administration.inspectInvitation({ token: first })).toEqual(
      await world.administration.inspectInvitation({ token: second }),
    )
    await world.administration.acceptInvitation({ token: first, name: 'Nina', password })
    await refused('TOKEN_USED', () => world.administration.acceptInvitation({ token: second, name: 'Nina', password }))
  })
})

describe('an address', () => {
  const change = (world: Cast, email: string, memberId = world.ben): Promise<unknown> =>
    world.administration.changeEmail({ ...by(world.olga), memberId, email })
  const lettersTo = ({ mailer }: Cast, address: string): readonly string[] =>
    mailer.sent.filter(({ to }) => to.address === address).map(({ subject }) => subject)

  test('waits until its link is followed; the former one is told then', async () => {
    const world = await cast()
    expect(await change(world, 'Ben@New.example')).toMatchObject({
      member: { email: 'ben@agency.example', emailVerified: true, pendingEmail: 'Ben@New.example' },
    })
    const token = await tokenTo(world, 'Ben@New.example')
    expect(lettersTo(world, 'ben@agency.example')).toEqual([])
    await world.administration.confirmEmail({ token })
    const confirmed = { address: 'Ben@New.example', emailVerifiedAt: world.clock.now(), pendingAddress: null }
    expect(await stored(world, world.ben)).toMatchObject(confirmed)
    await world.portico.runtime.settled()
    expect(lettersTo(world, 'ben@agency.example')).toEqual(['Your address at agency was changed'])
    await refused('TOKEN_USED', () => world.administration.confirmEmail({ token }))
    await refused('EMAIL_TAKEN', () => member(world, world.olga, 'Nina', { email: 'ben@new.example' }))
    await member(world, world.olga, 'Nino', { email: 'ben@agency.example' })
  })

  test('is looked at as often as one likes, and nothing changes', async () => {
    const world = await cast()
    await change(world, 'ben@new.example')
    const token = await tokenTo(world, 'ben@new.example')
    const before = await world.store.dump()
    for (let turn = 0; turn < 100; turn += 1)
      expect(await world.administration.inspectEmail({ token })).toEqual({
        portalName: 'agency',
        email: 'b…@new.example',
        expiresAt: world.clock.now() + 24 * hour,
        language: 'en',
      })
    expect(await world.store.dump()).toEqual(before)
  })

  test('of a new member is confirmed by a link; a former one that was not verified is not told', async () => {
    const world = await cast()
    const { member: made } = await world.administration.createMember({ ...by(world.olga), name: 'Nina', type: 'user', email: nina })
    expect(made).toMatchObject({ email: nina, emailVerified: false })
    const first = await tokenTo(world, nina)
    await change(world, 'nina@new.example', made.id)
    const second = await tokenTo(world, 'nina@new.example')
    await refused('TOKEN_INVALID', () => world.administration.confirmEmail({ token: first }))
    await world.administration.confirmEmail({ token: second })
    await world.portico.runtime.settled()
    expect(lettersTo(world, nina)).toEqual(['Please confirm your address for agency'])
    expect(await stored(world, made.id)).toMatchObject({
      address: 'nina@new.example',
      email: 'nina@new.example',
      emailVerifiedAt: world.clock.now(),
    })
  })

  test('that is not confirmed is asked for again, with a new link', async () => {
    const world = await cast()
    const { member: made } = await world.administration.createMember({ ...by(world.olga), name: 'Nina', type: 'user', email: nina })
    const first = await tokenTo(world, nina)
    await change(world, nina, made.id)
    const second = await tokenTo(world, nina)
    expect(second).not.toBe(first)
    await refused('TOKEN_INVALID', () => world.administration.confirmEmail({ token: first }))
    await world.administration.confirmEmail({ token: second })
    expect(await stored(world, made.id)).toMatchObject({ address: nina, emailVerifiedAt: world.clock.now() })
  })

  test('that was asked for later takes the place of the former', async () => {
    const world = await cast()
    await change(world, 'ben@new.example')
    const first = await tokenTo(world, 'ben@new.example')
    await change(world, 'ben@newer.example')
    const second = await tokenTo(world, 'ben@newer.example')
    await refused('TOKEN_INVALID', () => world.administration.inspectEmail({ token: first }))
    await refused('TOKEN_INVALID', () => world.administration.confirmEmail({ token: first }))
    await world.administration.confirmEmail({ token: second })
    await refused('TOKEN_INVALID', () => world.administration.confirmEmail({ token: first }))
  })

  test('that two wait for is whose link is followed first', async () => {
    const world = await cast()
    await change(world, 'one@new.example', world.ben)
    const ben = await tokenTo(world, 'one@new.example')
    await change(world, 'ONE@new.example', world.uma)
    const uma = await tokenTo(world, 'ONE@new.example')
    await world.administration.confirmEmail({ token: uma })
    const before = await world.store.dump('audit')
    await refused('EMAIL_TAKEN', () => world.administration.confirmEmail({ token: ben }))
    expect(await world.store.dump('audit')).toEqual(before)
    await change(world, 'two@new.example', world.uma)
    await world.administration.confirmEmail({ token: await tokenTo(world, 'two@new.example') })
    await world.administration.confirmEmail({ token: ben })
    expect(await stored(world, world.ben)).toMatchObject({ email: 'one@new.example' })
  })

  test.each([
    ['a millisecond before its link ends', -1, undefined],
    ['when its link ends', 0, 'TOKEN_EXPIRED'],
  ] as const)('is confirmed %s', async (_, offset, code) => {
    const world = await cast()
    await change(world, 'ben@new.example')
    const token = await tokenTo(world, 'ben@new.example')
    world.clock.set(world.clock.now() + 24 * hour + offset)
    if (code === undefined) await world.administration.confirmEmail({ token })
    else await refused(code, () => world.administration.confirmEmail({ token }))
    expect(await stored(world, world.ben)).toMatchObject({ email: code ? 'ben@agency.example' : 'ben@new.example' })
  })

  test('of somebody who was deleted is confirmed by nobody', async () => {
    const world = await cast()
    await change(world, 'ben@new.example')
    const token = await tokenTo(world, 'ben@new.example')
    await world.administration.disableMember({ ...by(world.olga), memberId: world.ben })
    await world.administration.deleteMember({ ...by(world.olga), memberId: world.ben })
    await refused('TOKEN_INVALID', () => world.administration.confirmEmail({ token }))
  })

  test('is told in the language of its member', async () => {
    const world = await cast()
    const id = await member(world, world.olga, 'Nina', { language: 'fr' })
    await change(world, 'nina@new.example', id)
    await world.administration.confirmEmail({ token: await tokenTo(world, 'nina@new.example') })
    await world.portico.runtime.settled()
    expect([...lettersTo(world, 'nina@new.example'), ...lettersTo(world, 'nina@agency.example')]).toEqual([
      'Merci de confirmer votre adresse pour agency',
      'Votre adresse sur agency a changé',
    ])
  })

  test('is confirmed by one of many at the same time, and told once', async () => {
    const world = await cast()
    await change(world, 'ben@new.example')
    const token = await tokenTo(world, 'ben@new.example')
    const tries = await Promise.allSettled(Array.from({ length: 10 }, () => world.administration.confirmEmail({ token })))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await world.portico.runtime.settled()
    expect(lettersTo(world, 'ben@agency.example')).toHaveLength(1)
  })
})
