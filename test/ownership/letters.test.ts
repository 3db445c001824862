import type { MailMessage } from 'portico/server'
import { describe, expect, test } from 'vitest'
import {
  by,
  castOf,
  cast,
  codeOf,
  day,
  dump,
  hour,
  mail,
  mailed,
  minute,
  ownerOf,
  requested,
  rows,
  start,
  tokenIn,
  tokenTo,
  type Cast,
} from './cast.js'

const languages = ['en', 'fr'] as const
type Language = (typeof languages)[number]
const agency = { portalId: 'agency' }
const rules = { acceptance: 'required', breakGlass: { quorum: 2, waiting: 2 * day } } as const

/** How each letter comes about, and to whom it goes. */
const flows = {
  transferConfirm: [['olga'], (world: Cast) => requested(world, world.uma)],
  transferAccept: [['uma'], (world: Cast) => toUma(world)],
  transferCompleted: [['olga', 'uma'], async (world: Cast) => world.ownership.accept({ token: await toUma(world) })],
  transferDeclined: [['olga'], async (world: Cast) => world.ownership.decline({ token: await toUma(world) })],
  transferCancelled: [
    ['olga', 'uma'],
    async (world: Cast) => {
      await toUma(world)
      await world.ownership.cancel(by(world.olga))
    },
  ],
  transferExpired: [
    ['olga', 'uma'],
    async (world: Cast) => {
      await toUma(world)
      world.clock.set(world.clock.now() + day)
      await world.ownership.expireDue()
    },
  ],
  breakGlassProposed: [['olga'], (world: Cast) => world.ownership.propose({ ...by(world.fatou), candidateId: world.uma })],
  breakGlassWaiting: [
    ['olga'],
    async (world: Cast) => {
      await world.ownership.propose({ ...by(world.fatou), candidateId: world.uma })
      await world.ownership.approve({ ...by(world.frank), candidateId: world.uma })
    },
  ],
} as const satisfies Readonly<Record<string, readonly [readonly ('olga' | 'uma')[], (world: Cast) => Promise<unknown>]>>
type Name = keyof typeof flows

async function toUma(world: Cast): Promise<string> {
  await world.ownership.confirm({ token: await requested(world, world.uma) })
  return tokenTo(world, mail('uma'))
}

/** Lets a letter be sent in a world of this language; gives the letters of this name, and when they say that something ends. */
async function letters(
  name: Name,
  language: Language,
  timeZone = 'UTC',
): Promise<{ readonly world: Cast; readonly sent: readonly MailMessage[]; readonly until: Date }> {
  const world = await castOf(start({ ownership: rules, timeZone }), language)
  await flows[name][1](world)
  await world.portico.runtime.settled()
  const entries = rows(world, 'outbox').filter(({ letter }) => letter === name)
  const keys = entries.map(({ portalId, key }) => JSON.stringify([portalId, key]))
  const { expiresAt } = entries[0]?.variables ?? {}
  if (typeof expiresAt !== 'object') throw new Error(`no time in ${name}`)
  return { world, sent: world.mailer.sent.filter(({ idempotencyKey }) => keys.includes(idempotencyKey)), until: new Date(expiresAt.time) }
}

const months = { en: ['November', 'December'], fr: ['novembre', 'décembre'] } as const
/** A time as people write it, in UTC. */
const written = (at: Date, language: Language): string => {
  const clock = at.toISOString().slice(11, 16)
  return `${at.getUTCDate()} ${months[language][at.getUTCMonth() - 10] ?? '?'} ${at.getUTCFullYear()} ${language === 'fr' ? 'à' : 'at'} ${clock} UTC`
}
/** Whose time is up: those say until when. */
const timed: readonly Name[] = ['transferConfirm', 'transferAccept', 'transferExpired', 'breakGlassProposed', 'breakGlassWaiting']
const linked: readonly Name[] = ['transferConfirm', 'transferAccept']
/** Letters that name the owner: to others than himself, or about a change of owner. */
const ofTheOwner: readonly Name[] = ['transferAccept', 'transferCompleted', 'transferCancelled']
const advice = {
  en: /not you who asked\? Then do not confirm, cancel|did not expect this\? Then please ask Olga, or decline|turn to the administrators|change your password|need not do anything|sign in (?:before that )?and cancel/,
  fr: /pas vous qui l’avez demandé.*annulez|vous y attendiez pas.*Olga, ou refusez|Prévenez tout de suite les administrateurs|Changez votre mot de passe|rien à faire|Connectez-vous.*annulez/i,
} as const

describe.each(languages)('in `%s`', (language) => {
  describe.each(Object.keys(flows) as Name[])('%s', (name) => {
    test('goes to those whom it concerns, in their language', async () => {
      const { sent } = await letters(name, language)
      expect(sent.map(({ to }) => to.address).sort()).toEqual(flows[name][0].map(mail))
      for (const { language: written, html, from } of sent) {
        expect(written).toBe(language)
        expect(html).toContain(`<html lang="${language}">`)
        expect(from).toEqual({ address: 'portal@portal.example', name: 'Portal' })
      }
    })

    test('says which portal, who is to own it, until when, and what to do if one did not ask', async () => {
      const { sent, until } = await letters(name, language)
      for (const { to, subject, text, html } of sent) {
        expect(subject).toContain('The agency')
        for (const body of [text, html]) {
          expect(body).toContain('The agency')
          expect(body).toContain(to.name)
          expect(body).toContain('Uma')
          if (ofTheOwner.includes(name)) expect(body).toContain('Olga')
          expect(body.includes(written(until, language))).toBe(timed.includes(name))
          expect(body).not.toMatch(/\{\w+\}|undefined|null|\[object/)
        }
        expect(text).toMatch(advice[language])
      }
    })

    test('has a link only if there is something to decide, to our own page, and no other secret', async () => {
      const { sent } = await letters(name, language)
      for (const { text, html, subject } of sent) {
        const token = tokenIn(text)
        expect(token !== undefined).toBe(linked.includes(name))
        const links = token === undefined ? [] : [`https://portal.example/ownership?token=${token}`]
        expect(text.match(/https?:\S+/g) ?? []).toEqual(links)
        expect(html.match(/href="[^"]*"/g) ?? []).toEqual(links.map((link) => `href="${link}"`))
        expect(html).not.toMatch(/<(?:img|script|link|iframe|object|form)|\bsrc=|url\(/i)
        const without = (body: string): string => (token === undefined ? body : body.replaceAll(token, ''))
        for (const body of [subject, without(text), without(html)]) expect(body).not.toMatch(/[\w-]{22,}/)
      }
    })
  })

  test('names the zone that the installation writes times in', async () => {
    const { sent, until } = await letters('transferConfirm', language, 'Asia/Kolkata')
    const there = new Date(until.getTime() + 5.5 * hour)
    expect(sent[0]?.text).toContain(written(there, language).replace(' UTC', ''))
    expect(sent[0]?.text).toMatch(/(?:IST|GMT\+5:30|UTC\+5:30)/)
  })
})

test('everybody is written to in his own language', async () => {
  const world = await castOf(start({ ownership: 'github' }), 'fr')
  const { member: eve } = await world.administration.createMember({
    ...by(world.olga),
    name: 'Eve',
    type: 'user',
    email: mail('eve'),
    emailVerified: true,
    language: 'en',
  })
  await world.ownership.confirm({ token: await requested(world, eve.id) })
  expect((await world.ownership.inspect({ token: await tokenTo(world, mail('eve')) })).language).toBe('en')
  await world.ownership.accept({ token: await tokenTo(world, mail('eve')) })
  await world.portico.runtime.settled()
  expect(
    world.mailer.sent
      .slice(-4)
      .map(({ to, language }) => `${to.name} ${language}`)
      .sort(),
  ).toEqual(['Eve en', 'Eve en', 'Olga fr', 'Olga fr'])
})

test('names that look like markup, headers or variables stay names', async () => {
  const world = await cast()
  await world.administration.configurePortal({ ...by(world.olga), name: '<b>{candidateName}</b> & "Co"' })
  await requested(world, world.uma)
  const { html, text, subject } = world.mailer.sent.at(-1) ?? expect.fail('no letter')
  expect(subject).toContain('<b>{candidateName}</b> & "Co"')
  expect(text).toContain('<b>{candidateName}</b> & "Co"')
  expect(html).toContain('&lt;b&gt;{candidateName}&lt;/b&gt; &amp;')
})

describe('what became of the letter', () => {
  const delivery = async (world: Cast) => (await world.ownership.current(agency))?.delivery
  const asked = async (behaviour: 'refuse' | 'hang' | 'take' | 'lose'): Promise<Cast> => {
    const world = await cast('github')
    world.mailer.behave(behaviour)
    await world.ownership.request({ ...by(world.olga), candidateId: world.uma })
    if (behaviour !== 'hang') await world.portico.runtime.settled()
    return world
  }

  test('it was sent', async () => {
    const world = await asked('take')
    expect(await delivery(world)).toBe('sent')
    await world.ownership.confirm({ token: await tokenTo(world, mail('olga')) })
    await world.portico.runtime.settled()
    expect(await delivery(world)).toBe('sent')
    await world.ownership.accept({ token: await tokenTo(world, mail('uma')) })
    expect(await delivery(world)).toBeNull()
  })

  test('it is being sent, and then waits for the next attempt, and is sent at last', async () => {
    const world = await asked('hang')
    await world.clock.advance(1)
    expect(await delivery(world)).toBe('sending')
    world.mailer.behave('take')
    await world.clock.advance(minute)
    expect(await delivery(world)).toBe('waiting')
    await world.clock.advance(minute)
    await world.portico.outbox.dispatch()
    expect(await delivery(world)).toBe('sent')
    expect(await codeOf(world.ownership.confirm({ token: await tokenTo(world, mail('olga')) }))).toBe('ok')
  })

  test('it was given up: the transfer is pending still, and `resend` makes a new one', async () => {
    const world = await asked('refuse')
    for (let turn = 0; turn < 8; turn++) {
      world.clock.set(world.clock.now() + hour)
      await world.portico.outbox.dispatch()
    }
    expect(await delivery(world)).toBe('dead')
    expect(await world.ownership.current(agency)).toMatchObject({ status: 'pending', delivery: 'dead' })
    expect((await world.ownership.blockingOwnerships({ memberId: world.olga }))[0]?.transfer?.delivery).toBe('dead')
    const { items } = await world.portico.outbox.dead('agency')
    expect(items.map(({ row }) => [row.letter, row.lastError])).toEqual([['transferConfirm', 'the letter was not taken']])
    expect(ownerOf(world)).toBe(world.olga)
    world.mailer.behave('take')
    const { transfer } = await world.ownership.resend(by(world.olga))
    expect(transfer).toMatchObject({ status: 'pending', delivery: 'waiting' })
    const token = await tokenTo(world, mail('olga'))
    expect(await delivery(world)).toBe('sent')
    expect(await codeOf(world.ownership.confirm({ token }))).toBe('ok')
  })

  test('it was given up and is tried again: the letter is the same, and its link works', async () => {
    const world = await asked('refuse')
    for (let turn = 0; turn < 8; turn++) {
      world.clock.set(world.clock.now() + hour)
      await world.portico.outbox.dispatch()
    }
    world.mailer.behave('take')
    const { items } = await world.portico.outbox.dead('agency')
    await world.portico.outbox.requeue('agency', items[0]?.row.id ?? '')
    expect(await codeOf(world.ownership.confirm({ token: await tokenTo(world, mail('olga')) }))).toBe('ok')
  })

  test('the answer was lost: it is sent again, and the links of both work, once', async () => {
    const world = await asked('lose')
    world.mailer.behave('take')
    world.clock.set(world.clock.now() + minute)
    await world.portico.outbox.dispatch()
    const tokens = world.mailer.sent.filter(({ to }) => to.address === mail('olga')).flatMap(({ text }) => tokenIn(text) ?? [])
    expect(new Set(tokens).size).toBe(2)
    const before = dump(world)
    for (const token of tokens) expect((await world.ownership.inspect({ token })).purpose).toBe('confirm')
    expect(dump(world)).toBe(before)
    const codes = [
      await codeOf(world.ownership.confirm({ token: tokens[0] ?? '' })),
      await codeOf(world.ownership.confirm({ token: tokens[1] ?? '' })),
    ]
    expect(codes).toEqual(['ok', 'TOKEN_USED'])
    expect((await mailed(world)).filter((line) => line.startsWith('transferAccept'))).toHaveLength(1)
  })
})

test.each(['cancel', 'expire'] as const)('after a break-glass, `%s` speaks of no link: there was none', async (how) => {
  const world = await cast(rules)
  await flows.breakGlassWaiting[1](world)
  if (how === 'cancel') await world.ownership.cancel(by(world.olga))
  else {
    await world.administration.disableMember({ ...by(world.olga), memberId: world.frank })
    world.clock.set(world.clock.now() + 2 * day)
    await world.ownership.expireDue()
  }
  await world.portico.runtime.settled()
  for (const { text } of world.mailer.sent.slice(-1)) expect(text).not.toMatch(/\blink\b/)
})
