/** What may be done in the model-based test: commands of people, links that are used, what happens by itself, and time that goes by. */
import fc from 'fast-check'

const simpleCommands = ['resend', 'revoke', 'suspend', 'reactivate', 'promote', 'close'] as const
const people = ['owner', 'admin', 'documents', 'staffer', 'handler', 'delegate', 'guest', 'stranger'] as const
/** Who gets portals. An office and the firm are registered by one of the staff. */
export const cast = {
  paul: { kind: 'staff', email: 'paul@example.org', registrantId: undefined },
  lea: { kind: 'client', email: 'lea@example.com', registrantId: undefined },
  // Shares an address with Léa, so that her portal may become his without a question.
  leo: { kind: 'client', email: 'lea@example.com', registrantId: undefined },
  luc: { kind: 'client', email: 'luc@example.com', registrantId: undefined },
  montreal: { kind: 'office', email: 'montreal@example.org', registrantId: 'marie' },
  firm: { kind: 'firm', email: 'firm@example.org', registrantId: 'paul' },
} as const
type CastName = keyof typeof cast
const holders = Object.keys(cast) as CastName[]

export type Step =
  | { readonly do: 'create'; readonly by: string; readonly holder: CastName; readonly temporary: boolean }
  | { readonly do: (typeof simpleCommands)[number]; readonly by: string; readonly on: number }
  | { readonly do: 'changeEmail'; readonly by: string; readonly on: number; readonly email: string }
  | { readonly do: 'associate'; readonly by: string; readonly on: number; readonly holder: CastName }
  /** `link` counts from the last one that was sent. */
  | { readonly do: 'complete'; readonly link: number; readonly login: string; readonly good: boolean }
  | { readonly do: 'confirm'; readonly link: number }
  | { readonly do: 'mail'; readonly what: 'mailSent' | 'mailFailed' | 'mailBounced'; readonly on: number; readonly former: boolean }
  /** `told`: the service is told too, and does not only find out when it asks. */
  | { readonly do: 'holder'; readonly who: string; readonly active: boolean; readonly told: boolean }
  | { readonly do: 'licence'; readonly held: boolean; readonly told: boolean }
  | { readonly do: 'request'; readonly on: number; readonly open: boolean }
  | { readonly do: 'expire'; readonly on: number }
  /** `tick`: what is due is looked at then. */
  | { readonly do: 'wait'; readonly hours: number; readonly tick: boolean }

const by = fc.oneof({ weight: 8, arbitrary: fc.constantFrom('owner', 'admin') }, { weight: 2, arbitrary: fc.constantFrom(...people) })
const on = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat({ max: 5 }) })
const link = fc.oneof({ weight: 4, arbitrary: fc.nat({ max: 1 }) }, { weight: 1, arbitrary: fc.nat({ max: 12 }) })
const holder = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...holders) },
  { weight: 3, arbitrary: fc.constantFrom('lea', 'leo', 'luc') },
)
const mostly = fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) })
export const logins = ['paul.tremblay', 'lea.gagnon', 'office-1', 'fourth_one'] as const
const login = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...logins) },
  { weight: 1, arbitrary: fc.constantFrom('Paul.Tremblay', 'x', 'admin') },
)
const addresses = ['new@example.org', 'other@example.org', 'lea@example.com'] as const

const steps: readonly (readonly [number, fc.Arbitrary<Step>])[] = [
  [8, fc.record({ do: fc.constant('create' as const), by, holder, temporary: fc.boolean() })],
  [14, fc.record({ do: fc.constantFrom(...simpleCommands), by, on })],
  [5, fc.record({ do: fc.constant('changeEmail' as const), by, on, email: fc.constantFrom(...addresses) })],
  [6, fc.record({ do: fc.constant('associate' as const), by, on, holder })],
  [12, fc.record({ do: fc.constant('complete' as const), link, login, good: mostly })],
  [4, fc.record({ do: fc.constant('confirm' as const), link })],
  [
    2,
    fc.record({
      do: fc.constant('mail' as const),
      what: fc.constantFrom('mailSent', 'mailFailed', 'mailBounced'),
      on,
      former: fc.boolean(),
    }),
  ],
  [4, fc.record({ do: fc.constant('holder' as const), who: fc.constantFrom('paul', 'lea', 'marie'), active: fc.boolean(), told: mostly })],
  [3, fc.record({ do: fc.constant('licence' as const), held: mostly, told: mostly })],
  [2, fc.record({ do: fc.constant('request' as const), on, open: fc.boolean() })],
  [1, fc.record({ do: fc.constant('expire' as const), on })],
  [5, fc.record({ do: fc.constant('wait' as const), hours: fc.constantFrom(1, 23, 24, 48, 96), tick: mostly })],
]

const good = { do: 'complete', link: 0, login: 'lea.gagnon', good: true } as const
const bad = { ...good, good: false } as const
const byOwner = { by: 'owner', on: 0 } as const
/** Where chance seldom comes by itself; the first portal is that of Léa then. */
const beginnings: readonly (readonly Step[])[] = [
  [good],
  [bad, bad, bad],
  [bad, bad, good, { do: 'suspend', ...byOwner }],
  [good, { do: 'changeEmail', ...byOwner, email: 'new@example.org' }],
  [{ do: 'holder', who: 'lea', active: false, told: true }],
  [
    { do: 'holder', who: 'lea', active: false, told: false },
    { do: 'associate', ...byOwner, holder: 'luc' },
  ],
  [
    good,
    { do: 'holder', who: 'lea', active: false, told: true },
    { do: 'associate', ...byOwner, holder: 'luc' },
    { do: 'confirm', link: 0 },
  ],
]
const beginning = fc
  .tuple(fc.boolean(), fc.constantFrom(...beginnings))
  .map(([temporary, rest]): readonly Step[] => [{ do: 'create', by: 'owner', holder: 'lea', temporary }, ...rest])

/** A sequence that begins with a portal, so that there is something to do. */
export const sequences: fc.Arbitrary<readonly Step[]> = fc
  .tuple(
    fc.oneof(
      beginning,
      fc
        .record({ do: fc.constant('create' as const), by: fc.constant('owner'), holder, temporary: fc.constant(false) })
        .map((one): readonly Step[] => [one]),
    ),
    fc.array(fc.oneof(...steps.map(([weight, arbitrary]) => ({ weight, arbitrary }))), { minLength: 1, maxLength: 40, size: 'max' }),
  )
  .map(([first, rest]) => [...first, ...rest])
