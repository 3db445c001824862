/** What every command of registration is given when it is well-formed, and what stands in the place of its fields when it is not. */
import type { Registration } from 'portico/server'
import { asked, features, password } from './harness.js'

export type Input = Readonly<Record<string, unknown>>
/** Whom and what there is: the owner, a portal with an open link, a registered one. */
export interface Cast {
  readonly owner: string
  readonly open: string
  readonly token: string
  readonly registered: string
}

const on = ({ owner, open }: Cast): Input => ({ ...asked(owner), holderPortalId: open })
const link = ({ token }: Cast): Input => ({ token })
const one = ({ open }: Cast): Input => ({ portalId: 'roy', holderPortalId: open })
const letter = (cast: Cast): Input => ({ ...one(cast), generation: 1 })
const holder = (): Input => ({ portalId: 'roy', holderId: 'paul' })
const licence = (): Input => ({ portalId: 'roy', features })
const request = (cast: Cast): Input => ({ ...one(cast), requestId: 'r1' })
const wanted = ({ owner }: Cast): Input => ({
  ...asked(owner),
  kind: 'client',
  holderId: 'lea',
  email: 'lea@example.com',
  permanence: 'temporary',
  private: true,
})

/** Every command, but for those of the system. */
export const inputs: Readonly<Record<Exclude<keyof Registration, 'system'>, (cast: Cast) => Input>> = {
  find: ({ owner }) => ({ ...asked(owner), email: 'paul@example.org', holderId: 'paul', kinds: ['staff'], expired: true, limit: 10 }),
  preview: wanted,
  create: wanted,
  associate: (cast) => ({ ...on(cast), holderId: 'marie' }),
  resend: on,
  revoke: on,
  changeEmail: (cast) => ({ ...on(cast), email: 'new@example.org' }),
  suspend: on,
  reactivate: on,
  promote: on,
  close: on,
  delegate: ({ owner }) => ({ ...asked(owner), kind: 'office', office: 'montreal', delegates: ['somebody'] }),
  inspect: link,
  complete: (cast) => ({ ...link(cast), loginName: 'paul.tremblay', password, caller: '192.0.2.1', correlationId: 'c' }),
  inspectConfirmation: link,
  confirm: link,
  signIn: () => ({ loginName: 'marie.roy', password, caller: '192.0.2.1' }),
  accountOf: one,
}
export const systemInputs: Readonly<Record<Exclude<keyof Registration['system'], 'expireDue'>, (cast: Cast) => Input>> = {
  expire: one,
  mailSent: letter,
  mailFailed: letter,
  mailBounced: letter,
  holderDeactivated: holder,
  holderReactivated: holder,
  holderChanged: holder,
  licenseLost: licence,
  licenseRestored: licence,
  requestOpened: request,
  requestCompleted: request,
}

export const huge = 'a'.repeat(1_000_000)
/** No text, no list, no number. */
// prettier-ignore
const things: readonly unknown[] = [
  null, 0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1n, {}, [], [null], [[]], { 0: 'a', length: 1 }, new Date(0), new Map(),
  new String('a'), { toString: () => 'a' }, { toJSON: () => 'a' }, () => 'a', Symbol('a'),
]
const own = (key: string): unknown => JSON.parse(`{"${key}": {"token": "a"}}`) as unknown
/** What no field takes, of whatever type it is. */
export const noField: readonly unknown[] = [...things, own('__proto__'), own('constructor')]
/** Texts that no id is; they may be well-formed all the same. */
// prettier-ignore
export const strange: readonly string[] = [
  '', ' ', huge, 'half \ud800', '\udc00', 'a\u0000b', '\u202egro', '\u200b', '../../etc/passwd', `'; drop table "holderPortals"; --`, '%', '_', '*',
  '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'everyone', '{{7*7}}', '<script>alert(1)</script>', 'a\r\nBcc: x@y.z', '𝓻𝓸𝔂', 'ｒｏｙ',
]
/** Addresses that nobody is written to. */
// prettier-ignore
export const notAddresses: readonly string[] = [
  '', ' ', 'a', '@', 'a@', '@b.co', 'a@b@c.co', 'a@b.co\r\nBcc: x@y.z', 'a@b.co,c@d.co', 'a@b.co;c@d.co', '<a@b.co>', 'Eve <a@b.co>', 'a\u0000@b.co',
  'a\u200b@b.co', 'a@b.co\n', `${'a'.repeat(65)}@b.co`, `a@${'b'.repeat(250)}.co`, 'a b@c.co', 'a@b..co', 'a@-b.co', 'half\ud800@b.co', huge, `${huge}@b.co`,
]
