import { describe, expect, test } from 'vitest'
import { refusal } from '../support/refusals.js'
import { by, cast, codeOf, day, ownerOf, start, tokenTo, mail, type Rules } from './cast.js'

const week = 7 * day
const odd = (value: unknown): Rules => value as Rules
const times = [
  0,
  -1,
  -day,
  1.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  2 ** 60,
  '86400000',
  '1 day',
  1n,
  true,
  null,
  {},
  [day],
  new Date(0),
]
const words = ['', 'Link', 'link ', 'owner', 'yes', 'constructor', '__proto__', 0, 1, true, false, null, {}, ['link']]
const glass = { quorum: 2, waiting: day }

describe('options that are refused when the parts are put together', () => {
  test.each([...times, 999, week + 1, 8 * day, 365 * day])('the lifetime %o', (lifetime) => {
    const { details } = refusal('SETTINGS_INVALID', () => start({ ownership: odd({ lifetime }) }))
    expect(JSON.stringify(details)).toContain('ownership')
  })

  test.each([...times, 1, 1.9])('the quorum %o', (quorum) => {
    refusal('SETTINGS_INVALID', () => start({ ownership: odd({ breakGlass: { ...glass, quorum } }) }))
  })

  test.each([...times, 1, day - 1])('the waiting %o', (waiting) => {
    refusal('SETTINGS_INVALID', () => start({ ownership: odd({ breakGlass: { ...glass, waiting } }) }))
  })

  const options = ['confirmation', 'confirmBy', 'acceptance', 'candidates', 'formerOwner'] as const
  test.each(
    options.flatMap((option) =>
      words.filter((word) => !(option === 'confirmBy' && word === 'owner')).map((word) => [option, word] as const),
    ),
  )('%s: %o', (option, word) => {
    refusal('SETTINGS_INVALID', () => start({ ownership: odd({ [option]: word }) }))
  })

  test.each([
    'default',
    '',
    'GitHub',
    'github ',
    'constructor',
    '__proto__',
    5,
    true,
    null,
    [],
    ['github'],
    () => 'github',
    { preset: 'default' },
    { preset: '' },
    { preset: null },
    { preset: 'github', lifetime: 0 },
    { lifetime: day, lifeTime: day },
    { breakglass: glass },
    { breakGlass: true },
    { breakGlass: null },
    { breakGlass: {} },
    { breakGlass: { quorum: 2 } },
    { breakGlass: { waiting: day } },
    { breakGlass: { ...glass, approvers: 2 } },
  ])('the rules %o', (rules) => {
    refusal('SETTINGS_INVALID', () => start({ ownership: odd(rules) }))
  })
})

describe('options that are taken', () => {
  test.each<Rules>([
    'onlyoffice',
    'github',
    'slack',
    'google',
    {},
    { lifetime: 1_000 },
    { lifetime: week },
    { preset: 'slack' },
    { preset: 'google', lifetime: 5_000, confirmBy: 'owner', formerOwner: 'user' },
    { breakGlass: glass },
    { breakGlass: { quorum: 3, waiting: 30 * day } },
    odd({ preset: undefined, lifetime: undefined, breakGlass: undefined, confirmation: undefined }),
  ])('%o', (rules) => {
    expect(() => start({ ownership: rules })).not.toThrow()
  })

  test.each<[string, Rules | undefined, number]>([
    ['nothing', undefined, day],
    ['no option', {}, day],
    ['onlyoffice', 'onlyoffice', week],
    ['github', 'github', day],
    ['google', { preset: 'google', candidates: 'users' }, day],
    ['a preset with another lifetime', { preset: 'onlyoffice', lifetime: 5_000 }, 5_000],
    ['a preset with a lifetime that is not said', odd({ preset: 'onlyoffice', lifetime: undefined }), week],
  ])('a link of %s works as long as the rules say', async (_, rules, lifetime) => {
    const world = await cast(rules)
    const { transfer } = await world.ownership.request({ ...by(world.olga), candidateId: world.uma })
    expect(transfer.expiresAt).toBe(world.clock.now() + lifetime)
    const token = await tokenTo(world, mail('olga'))
    expect((await world.ownership.inspect({ token })).expiresAt).toBe(transfer.expiresAt)
  })

  test('an option beside a preset changes that option only', async () => {
    const world = await cast({ preset: 'github', candidates: 'administrators' })
    expect(await codeOf(world.ownership.request({ ...by(world.olga), candidateId: world.uma }))).toBe('CANDIDATE_NOT_ADMINISTRATOR')
    await world.ownership.request({ ...by(world.olga), candidateId: world.fatou })
    await world.ownership.confirm({ token: await tokenTo(world, mail('olga')) })
    expect(ownerOf(world)).toBe(world.olga)
    await world.ownership.accept({ token: await tokenTo(world, mail('fatou')) })
    expect(ownerOf(world)).toBe(world.fatou)
  })

  test('what is done to the options afterwards changes nothing', async () => {
    const rules = { lifetime: day, formerOwner: 'user' as 'user' | 'administrator' }
    const world = await cast(rules)
    rules.formerOwner = 'administrator'
    rules.lifetime = 1
    await world.ownership.request({ ...by(world.olga), candidateId: world.uma })
    await world.ownership.confirm({ token: await tokenTo(world, mail('olga')) })
    expect((await world.administration.abilityFor({ portalId: 'agency', memberId: world.olga })).can('configure', 'portal')).toBe(false)
  })
})
