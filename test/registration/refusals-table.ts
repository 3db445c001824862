/** What may be wrong with each command, in the order of the rules: of two reasons, the first is told. */
import type { PortalErrorCode } from 'portico'
import type { Holder } from 'portico/server'
import { asked, day, hour, password } from './harness.js'
import { created, on, watched, type Watched } from './watching.js'

/** A firm in which a command would be accepted, and what the command is given. */
export interface Scene extends Watched {
  /** The holder that the command is about; a reason changes him. */
  readonly holder: { -readonly [K in keyof Holder]: Holder[K] }
  readonly input: Record<string, unknown>
  /** The portal that there is, for all commands but `create` and `preview`. */
  readonly portal: { readonly id: string }
  /** The link of that portal. */
  readonly token: string
}

/** A reason to refuse. */
export interface Reason {
  readonly name: string
  readonly code: PortalErrorCode
  /** Brings it about. What takes rights and links away comes after what needs them: by this number. */
  readonly turn: number
  readonly spoil: (scene: Scene) => unknown
  /** The reasons that it cannot be combined with. */
  readonly not?: readonly string[]
  /** What is written or mailed all the same: an attempt that is counted, a letter that asks for a confirmation. */
  readonly leaves?: true
}

export interface Guarded {
  readonly reasons: readonly Reason[]
  readonly begin: () => Promise<Scene>
  readonly run: (scene: Scene) => Promise<unknown>
}

const reason = (name: string, code: PortalErrorCode, turn: number, spoil: Reason['spoil'], more: Partial<Reason> = {}): Reason => ({
  name,
  code,
  turn,
  spoil,
  ...more,
})
const set = (key: string, value: unknown) => (scene: Scene) => {
  scene.input[key] = value
}
const call = (
  command: 'create' | 'preview' | 'associate' | 'resend' | 'revoke' | 'changeEmail' | 'suspend' | 'reactivate' | 'promote' | 'close',
) => {
  return ({ registration, input }: Scene): Promise<unknown> => registration[command](input as never)
}
const registering = (scene: Scene) => scene.registration.complete({ token: scene.token, loginName: 'lea', password })
const expire = async (scene: Scene, milliseconds: number): Promise<void> => {
  scene.clock.set(scene.clock.now() + milliseconds)
  await scene.registration.system.expireDue()
}

/** Léa has a temporary portal, and a link; limits are wide but for one caller. */
async function begin(wanted: Record<string, unknown> = {}, withPortal = true): Promise<Scene> {
  const wide = { limit: 1_000, per: hour }
  const limits = {
    resendToAddress: wide,
    resendOfFirm: wide,
    resendToPortal: { limit: 2, per: day },
    caller: { limit: 1, per: hour },
    link: wide,
  }
  const world = await watched({ registration: { maxAttempts: 2, limits } })
  const holder = { ...(world.holders.get('lea') as Holder) }
  world.holders.set('lea', holder)
  const portal = withPortal ? await created(world, { kind: 'client', holderId: 'lea', permanence: 'temporary' }) : { id: 'none' }
  const token = withPortal ? await world.tokenOf('lea@example.com') : ''
  const about = withPortal ? { holderPortalId: portal.id } : {}
  return { ...world, holder, portal, token, input: { ...asked(world.ids.admin), ...about, ...wanted } }
}

const outsiders: readonly Reason[] = [
  reason('an unknown key', 'INPUT_INVALID', 0, set('surprise', 1)),
  reason('another firm', 'NOT_FOUND', 0, set('portalId', 'nowhere'), { not: ['a stranger', 'the firm is suspended', 'no right'] }),
  reason('a stranger', 'NOT_FOUND', 0, set('actorId', 'nobody'), { not: ['no right'] }),
  reason('the firm is suspended', 'PORTAL_NOT_ACTIVE', 9, ({ portico, ids }) => portico.administration.suspendPortal(asked(ids.owner)), {
    not: ['a stranger'],
  }),
]
const noRight = reason('no right', 'FORBIDDEN', 0, ({ input, ids }) => {
  input['actorId'] = ids.staffer
})
const noPortal = reason('no such portal', 'PORTAL_NOT_FOUND', 0, set('holderPortalId', 'guessed'), { not: ['no right'] })
const left = reason('the holder has left', 'HOLDER_INACTIVE', 5, ({ holder }) => {
  holder.active = false
})
const unlicensed = reason('no licence', 'LICENSE_MISSING', 5, ({ licence }) => {
  licence.features = []
})
const registered = reason('it is registered', 'ALREADY_REGISTERED', 1, registering)
const suspended = reason('it is suspended', 'PORTAL_SUSPENDED', 2, (scene) => scene.registration.suspend(on(scene, scene.portal)))
const closed = reason('it is closed', 'PORTAL_CLOSED', 3, (scene) => scene.registration.close(on(scene, scene.portal)), {
  not: ['its time is over', 'it is registered'],
})
const over = reason('its time is over', 'PORTAL_CLOSED', 3, (scene) => expire(scene, 30 * day), {
  not: ['it is registered', 'the link has ended', 'too many letters'],
})

const creating: readonly Reason[] = [
  ...outsiders,
  reason('no such kind', 'KIND_UNKNOWN', 0, set('kind', 'ghost'), { not: ['no right'] }),
  noRight,
  reason('no address', 'EMAIL_REQUIRED', 0, set('email', ' '), { not: ['no address that there is'] }),
  reason('no address that there is', 'EMAIL_INVALID', 0, set('email', 'nowhere')),
  reason('too short a life', 'PERMANENCE_NOT_ALLOWED', 0, set('permanence', 'temporary')),
  reason('a holder of another kind', 'HOLDER_KIND_MISMATCH', 0, ({ holder }) => {
    holder.kind = 'contact'
  }),
  left,
  unlicensed,
  reason('no seat', 'LICENSE_SEATS_EXHAUSTED', 5, ({ licence }) => {
    licence.seats = { staffPortals: 0 }
  }),
  reason('there is one', 'PORTAL_EXISTS', -1, (scene) =>
    scene.registration.create({ ...asked(scene.ids.admin), kind: 'staff', holderId: 'lea' }),
  ),
]
/** Léa is one of the staff here, for that kind has but one permanence. */
const hired = async (): Promise<Scene> => {
  const scene = await begin({ kind: 'staff', holderId: 'lea' }, false)
  scene.holder.kind = 'staff'
  return scene
}

const onPortal = [...outsiders, noPortal, noRight]
const bad = (name: string, code: PortalErrorCode, key: string, value: string, not: readonly string[] = []): Reason =>
  reason(name, code, 0, set(key, value), { leaves: true, not })

export const guarded: Readonly<Record<string, Guarded>> = {
  create: { reasons: creating, begin: hired, run: call('create') },
  preview: { reasons: creating, begin: hired, run: call('preview') },
  associate: {
    begin: async () => {
      const scene = await begin({ holderId: 'next' })
      scene.holders.set('next', { ...scene.holder, id: 'next' })
      scene.holders.delete('lea')
      return { ...scene, holder: scene.holders.get('next') as Scene['holder'] }
    },
    reasons: [
      ...onPortal,
      reason('no such holder', 'HOLDER_NOT_FOUND', 0, set('holderId', 'nobody'), {
        not: ['no right', 'a holder of another kind', 'the holder has left'],
      }),
      { ...closed, not: ['its time is over'] },
      { ...over, not: [] },
      reason('a holder of another kind', 'KIND_MISMATCH', 5, ({ holder }) => {
        holder.kind = 'contact'
      }),
      reason('somebody has it', 'HOLDER_CONFLICT', 5, ({ holders, holder }) =>
        holders.set('lea', { ...holder, id: 'lea', kind: 'client', active: true }),
      ),
      left,
      unlicensed,
      reason(
        'another address',
        'ASSOCIATION_CONFIRMATION_REQUIRED',
        5,
        ({ holder }) => {
          holder.email = 'next@example.com'
        },
        { leaves: true },
      ),
    ],
    run: call('associate'),
  },
  resend: {
    begin,
    reasons: [
      ...onPortal,
      registered,
      { ...suspended, not: ['it is closed', 'its time is over'] },
      closed,
      over,
      unlicensed,
      left,
      reason('too many letters', 'RATE_LIMITED', 0.5, async (scene) => {
        for (let turn = 0; turn < 2; turn++) await scene.registration.resend(on(scene, scene.portal))
        Object.assign(scene, { token: await scene.tokenOf('lea@example.com') })
      }),
    ],
    run: call('resend'),
  },
  revoke: {
    begin,
    reasons: [
      ...onPortal,
      reason('the link has ended', 'REGISTRATION_NOT_OPEN', 2, (scene) => expire(scene, day), { not: ['it is registered'] }),
      registered,
    ],
    run: call('revoke'),
  },
  changeEmail: {
    begin: () => begin({ email: 'next@example.com' }),
    reasons: [
      ...onPortal,
      { ...closed, not: ['its time is over'] },
      { ...over, not: [] },
      reason('no address', 'EMAIL_REQUIRED', 0, set('email', ' '), { not: ['no address that there is'] }),
      reason('no address that there is', 'EMAIL_INVALID', 0, set('email', 'nowhere')),
      { ...registered, code: 'REVERIFY_REQUIRED', leaves: true },
    ],
    run: call('changeEmail'),
  },
  suspend: { begin, reasons: [...onPortal, { ...closed, not: ['its time is over'] }, { ...over, not: [] }], run: call('suspend') },
  reactivate: {
    begin: async () => {
      const scene = await begin()
      await scene.registration.suspend(on(scene, scene.portal))
      return scene
    },
    reasons: [
      ...onPortal,
      { ...closed, not: ['its time is over'] },
      { ...over, not: [] },
      reason('it is not suspended', 'PORTAL_NOT_SUSPENDED', 1, (scene) => scene.registration.reactivate(on(scene, scene.portal))),
      left,
      unlicensed,
    ],
    run: call('reactivate'),
  },
  promote: {
    begin,
    reasons: [
      ...onPortal,
      { ...closed, not: ['its time is over'] },
      { ...over, not: ['it is permanent'] },
      reason('it is permanent', 'PORTAL_NOT_TEMPORARY', 1, (scene) => scene.registration.promote(on(scene, scene.portal))),
      unlicensed,
    ],
    run: call('promote'),
  },
  close: { begin, reasons: onPortal, run: call('close') },
  complete: {
    begin: async () => {
      const scene = await begin()
      await created(scene, { holderId: 'marie' })
      const token = await scene.tokenOf('marie@example.org')
      await scene.registration.complete({ token, loginName: 'taken.name', password })
      return { ...scene, input: { token: scene.token, loginName: 'lea', password } }
    },
    reasons: [
      reason('no token', 'TOKEN_INVALID', 9, set('token', 'x'), { not: ['an unknown token'] }),
      reason('too many attempts of the caller', 'RATE_LIMITED', 8, async ({ registration, input }) => {
        input['caller'] = 'c'
        await registration.complete({ token: 'A'.repeat(43), loginName: 'lea', password, caller: 'c' }).catch(() => undefined)
      }),
      reason('an unknown token', 'TOKEN_INVALID', 9, set('token', 'B'.repeat(43))),
      {
        ...registered,
        code: 'TOKEN_USED',
        turn: 3,
        not: ['the link has ended', 'used wrongly too often', 'another address', 'it is suspended'],
      },
      reason('the link has ended', 'TOKEN_EXPIRED', 4, (scene) => expire(scene, day), { not: ['another address'] }),
      reason(
        'used wrongly too often',
        'ATTEMPTS_EXCEEDED',
        1,
        async ({ registration, token }) => {
          for (const loginName of ['?', '?']) await registration.complete({ token, loginName, password }).catch(() => undefined)
        },
        { not: ['another address'] },
      ),
      reason('another address', 'TOKEN_INVALID', 2, (scene) =>
        scene.registration.changeEmail({ ...on(scene, scene.portal), email: 'next@example.com' }),
      ),
      { ...suspended, turn: 3 },
      left,
      unlicensed,
      bad('no login name', 'LOGIN_NAME_INVALID', 'loginName', '?', ['a reserved login name', 'a login name of somebody else']),
      bad('a reserved login name', 'LOGIN_NAME_RESERVED', 'loginName', 'admin', ['a login name of somebody else']),
      bad('a login name of somebody else', 'LOGIN_NAME_TAKEN', 'loginName', 'taken.name'),
      bad('a password too long', 'PASSWORD_TOO_LONG', 'password', 'x'.repeat(2_000), [
        'a password too short',
        'a common password',
        'half a character',
      ]),
      bad('half a character', 'PASSWORD_INVALID_ENCODING', 'password', 'eleven grey geese \ud800', [
        'a password too short',
        'a common password',
      ]),
      bad('a password too short', 'PASSWORD_TOO_SHORT', 'password', 'short', ['a common password']),
      bad('a common password', 'PASSWORD_BLOCKED', 'password', 'passwordpassword'),
    ],
    run: ({ registration, input }) => registration.complete(input as never),
  },
}
