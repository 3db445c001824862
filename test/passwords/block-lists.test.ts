import { describe, expect, test } from 'vitest'
import { portalPolicy } from 'portico'
import { memoryMailer, memoryStorage } from 'portico/memory'
import {
  createPortico,
  hashPassword,
  type BlockList,
  type BlockListRule,
  type PasswordContext,
  type PasswordParts,
  type PorticoSettings,
} from 'portico/server'
import { code } from '../administration/harness.js'
import { digest, handClock, random } from '../outbox/harness.js'
import { refusal, rejection } from '../support/refusals.js'

const good = 'eleven grey geese went north'
const context: PasswordContext = {
  loginName: 'marie.tremblay',
  address: 'Marie.Tremblay+pro@cabinet-roy.example',
  names: ['Cabinet Roy & Associés', 'Marie Tremblay', ''],
}

const parts = (blockLists: readonly BlockListRule[] = [], onError: (error: unknown) => void = () => undefined) => {
  const clock = handClock()
  const passwords = {
    maxBytes: 1_024,
    hash: (password: string) => Promise.resolve(`hash of ${password}`),
    verify: () => Promise.resolve(false),
    needsRehash: () => false,
  }
  return { clock, passwords, passwordRules: { blockLists, timeout: 1_000 }, onError } satisfies PasswordParts
}

describe('a password is blocked by what is known of whoever chooses it', () => {
  test.each([
    'marie.tremblay',
    'Marie.Tremblay2024',
    'MARIE TREMBLAY 2024!',
    'marietremblay19850412',
    'Marie.Tremblay+pro@cabinet-roy.example',
    'marie.tremblay@cabinet-roy.example',
    'tremblay marie tremblay',
    'Cabinet Roy & Associés',
    'cabinetroyassocies1',
    'CABINET ROY 2024 CABINET',
    'Les associés du cabinet',
    'monportail2024!!!',
    'portailportail2024',
    'Portal Portal 2024',
    'portail-cabinet-roy',
    'mon portail Roy et associés',
    'ｍａｒｉｅ ｔｒｅｍｂｌａｙ',
    'Ｍárïe-Trêmblay-2024',
  ])('%s', async (password) => {
    const { passwords, passwordRules, ...rest } = parts()
    const of = hashPassword({ ...rest, passwords, passwordRules: { ...passwordRules, secondFactor: true } }, password, context)
    expect((await rejection('PASSWORD_BLOCKED', of)).details).toEqual({ reason: 'context' })
  })

  test.each([
    'marie range des girouettes bleues',
    'le cabinet dort sous la neige épaisse',
    'un portail rouillé grince au vent',
    'royal carpets under the pergola',
    '7482 9103 7462 9158',
  ])('but not when there is more to it: %s', async (password) => {
    await expect(hashPassword(parts(), password, context)).resolves.toBe(`hash of ${password}`)
  })

  test('nothing known, or known without a word in it, blocks nothing', async () => {
    await hashPassword(parts(), good)
    await hashPassword(parts(), good, { loginName: '', address: '@', names: ['', ' ', '.', 'é', '$&'] })
  })

  test('hostile names cost little, and block nothing', async () => {
    const names = ['a'.repeat(100_000), '\u0301'.repeat(100_000), 'ab '.repeat(50_000), '(a+)+$']
    await hashPassword(parts(), good, { names })
  })
})

const listing = (reasonAgainst: BlockList['reasonAgainst'], onFailure: BlockListRule['onFailure'] = 'refuse'): BlockListRule => ({
  list: { reasonAgainst },
  onFailure,
})

describe('the lists of the application', () => {
  test.each(['breached', 'seen 3,861 times'])('give the reason: %s', async (reason) => {
    for (const reasonAgainst of [() => reason, () => Promise.resolve(reason)]) {
      const error = await rejection('PASSWORD_BLOCKED', hashPassword(parts([listing(reasonAgainst)]), good, context))
      expect(error.details).toEqual({ reason })
    }
  })

  test('are asked one after the other, for the form that is hashed, with the context; the first reason counts', async () => {
    const seen: unknown[] = []
    const lists = [undefined, 'second', 'third'].map((reason, at) =>
      listing((...asked) => {
        seen.push([at, ...asked])
        return reason
      }),
    )
    const error = await rejection('PASSWORD_BLOCKED', hashPassword(parts(lists), 'eleven\u00a0grey geese went north', context))
    expect(error.details).toEqual({ reason: 'second' })
    expect(seen).toEqual([
      [0, good, context],
      [1, good, context],
    ])
  })

  test('are not asked about what is refused without them', async () => {
    const asked: string[] = []
    const lists = [listing((password) => void asked.push(password))]
    await rejection('PASSWORD_TOO_SHORT', hashPassword(parts(lists), 'short', context))
    await rejection('PASSWORD_BLOCKED', hashPassword(parts(lists), 'password password', context))
    await rejection('PASSWORD_BLOCKED', hashPassword(parts(lists), 'marie tremblay 2024', context))
    expect(asked).toEqual([])
  })
})

describe('a list that cannot tell', () => {
  const failures: readonly (readonly [string, BlockList['reasonAgainst']])[] = [
    ['rejects', () => Promise.reject(new Error('down'))],
    [
      'throws',
      () => {
        throw new Error('down')
      },
    ],
    ['answers with an empty reason', () => ''],
    ['answers with what is no reason', () => false as never],
  ]

  test.each(failures)('and %s: the password is refused, or taken and told, as the setting says', async (_, reasonAgainst) => {
    const told: unknown[] = []
    const refusing = parts([listing(reasonAgainst, 'refuse')], (error) => void told.push(error))
    await rejection('PASSWORDS_UNAVAILABLE', hashPassword(refusing, good))
    expect(told).toEqual([])
    const accepting = parts([listing(reasonAgainst, 'accept')], (error) => void told.push(error))
    await expect(hashPassword(accepting, good)).resolves.toBe(`hash of ${good}`)
    await Promise.resolve()
    expect(told).toMatchObject([{ code: 'PASSWORDS_UNAVAILABLE' }])
    expect(JSON.stringify(told)).not.toContain('geese')
  })

  test('and hangs: the same, when its time is up', async () => {
    const never = (): Promise<never> => new Promise(() => undefined)
    for (const [onFailure, expected] of [
      ['refuse', 'PASSWORDS_UNAVAILABLE'],
      ['accept', 'ok'],
    ] as const) {
      const waiting = parts([listing(never, onFailure)])
      const outcome = code(hashPassword(waiting, good))
      await waiting.clock.advance(1_000)
      expect(await outcome).toBe(expected)
    }
  })

  test('does not keep the next list and the local one from being asked', async () => {
    const lists = [listing(() => Promise.reject(new Error('down')), 'accept'), listing(() => 'breached')]
    expect((await rejection('PASSWORD_BLOCKED', hashPassword(parts(lists), good))).details).toEqual({ reason: 'breached' })
    const error = await rejection('PASSWORD_BLOCKED', hashPassword(parts(lists.slice(0, 1)), 'password password'))
    expect(error.details).toEqual({ reason: 'common' })
  })

  test('an `onError` that throws changes nothing', async () => {
    const failing = parts([listing(() => Promise.reject(new Error('down')), 'accept')], () => {
      throw new Error('no log either')
    })
    await expect(hashPassword(failing, good)).resolves.toBe(`hash of ${good}`)
  })
})

describe('the setting `passwordRules`', () => {
  const settings = (passwordRules: unknown): PorticoSettings<typeof portalPolicy> => ({
    policy: portalPolicy,
    storage: memoryStorage(),
    mailer: memoryMailer(),
    clock: handClock(),
    random,
    digest,
    links: { origin: 'https://portal.example' },
    from: { address: 'portal@example.org', name: 'The Portal' },
    passwordRules: passwordRules as never,
  })

  const reasonAgainst = (): undefined => undefined
  test.each([
    ['passwordRules.secondFactor', { secondFactor: 'yes' }],
    ['passwordRules.blockLists.0.list', { blockLists: [{ list: {}, onFailure: 'refuse' }] }],
    ['passwordRules.blockLists.0.onFailure', { blockLists: [{ list: { reasonAgainst } }] }],
    ['passwordRules.blockLists.0.onFailure', { blockLists: [{ list: { reasonAgainst }, onFailure: 'ignore' }] }],
    ['minimum', { minimum: 3 }],
  ])('is checked: %s', (name, rules) => {
    expect(refusal('SETTINGS_INVALID', () => createPortico(settings(rules))).message).toContain(name)
  })

  test('reaches the workflows, with the limit', () => {
    const blockLists = [listing(() => undefined)]
    const { runtime } = createPortico({ ...settings({ secondFactor: true, blockLists }), limits: { passwords: 5 } })
    expect(runtime.passwordRules).toEqual({ secondFactor: true, blockLists, timeout: 5 })
    expect(createPortico(settings(undefined)).runtime.passwordRules).toEqual({ timeout: 10_000 })
  })
})
