/** What makes a command that would be accepted refused. */
import type { PortalErrorCode } from 'portico'
import { storageOf } from '../../src/adapters/memory/storage.js'
import { by, day, patch, type Cast, type OwnershipRules } from './cast.js'

/** A command that is about to be given, and the world that it is given in. */
export interface Scene {
  readonly world: Cast
  /** The one that the command is given to: another instance, where the rules were changed meanwhile. */
  instance: Pick<Cast, 'ownership'>
  input: Record<string, unknown>
}
export type Step = (scene: Scene) => unknown

/** What makes a command that would be accepted refused. */
export interface Spoiler {
  readonly code: PortalErrorCode
  readonly situation: string
  readonly spoil: Step
  readonly rules?: Partial<OwnershipRules>
  /** Done by commands, which must come before anything that would refuse them. */
  readonly early?: true
  /** With which other situations it cannot be, and why not: they set the same thing. */
  readonly sets?: 'actor' | 'candidate' | 'transfer' | 'rules' | 'owner' | 'portal'
  /** What it cannot meet, because it would be about somebody else, or about nobody. */
  readonly without?: readonly PortalErrorCode[]
}

const breakGlass = { quorum: 3, waiting: day }
export const base: Partial<OwnershipRules> = { breakGlass }

export const spoil = (
  code: PortalErrorCode,
  situation: string,
  spoil: Step,
  more: Omit<Spoiler, 'code' | 'situation' | 'spoil'> = {},
): Spoiler => ({ code, situation, spoil, ...more })
export const actor =
  (name: keyof Cast | 'nobody'): Step =>
  ({ world, input }) => {
    input['actorId'] = name === 'nobody' ? 'nobody' : world[name]
  }
export const input =
  (given: (world: Cast) => Record<string, unknown>): Step =>
  (scene) =>
    Object.assign(scene.input, given(scene.world))
const on =
  (name: 'olga' | 'uma', changes: Parameters<typeof patch<'members'>>[3]): Step =>
  ({ world }) =>
    patch(world, 'members', world[name], changes)
const gone: Step = async ({ world }) => {
  const storage = storageOf(world.kept)
  const { version = 0 } = (await storage.get('members', 'agency', world.uma)) ?? {}
  await storage.commit([{ op: 'delete', table: 'members', portalId: 'agency', id: world.uma, version }])
}

export const unknownActor = spoil('NOT_FOUND', 'by nobody of this portal', actor('nobody'), { sets: 'actor' })
export const suspended = spoil(
  'PORTAL_NOT_ACTIVE',
  'in a suspended portal',
  ({ world }) => patch(world, 'portals', 'agency', { status: 'suspended' }),
  { sets: 'portal' },
)
// A deleted portal is like none at all; only who has a link is told that it is not active.
export const deleted = spoil('NOT_FOUND', 'in a deleted portal', ({ world }) => patch(world, 'portals', 'agency', { status: 'deleted' }), {
  sets: 'portal',
})
const deletedToBearers = spoil(
  'PORTAL_NOT_ACTIVE',
  'in a deleted portal',
  ({ world }) => patch(world, 'portals', 'agency', { status: 'deleted' }),
  { sets: 'portal' },
)
export const notHis = spoil('NOT_THE_OWNER', 'by a full administrator', actor('fatou'), { sets: 'actor' })
export const changed = spoil(
  'OWNER_CHANGED',
  'after somebody else became the owner',
  ({ world }) => patch(world, 'portals', 'agency', { ownerId: world.frank }),
  { sets: 'owner' },
)
export const unverified = spoil('EMAIL_NOT_VERIFIED', 'by an owner without a confirmed address', on('olga', { emailVerifiedAt: null }))

export const named: readonly Spoiler[] = [
  spoil(
    'CANDIDATE_OF_ANOTHER_PORTAL',
    'for somebody of another portal',
    input(({ ona }) => ({ candidateId: ona, candidatePortalId: 'other' })),
    { sets: 'candidate' },
  ),
  spoil(
    'CANDIDATE_UNKNOWN',
    'for nobody',
    input(() => ({ candidateId: 'nobody' })),
    { sets: 'candidate' },
  ),
  spoil(
    'CANDIDATE_UNKNOWN',
    'for somebody whose portal is not named',
    input(({ ona }) => ({ candidateId: ona })),
    { sets: 'candidate' },
  ),
  spoil(
    'CANDIDATE_IS_OWNER',
    'for the owner',
    input(({ olga }) => ({ candidateId: olga })),
    { sets: 'candidate' },
  ),
]
const notAnAdministrator = spoil('CANDIDATE_NOT_ADMINISTRATOR', 'for a user, where only administrators can be named', () => undefined, {
  rules: { candidates: 'administrators' },
})
export const asked: readonly Spoiler[] = [
  spoil('CANDIDATE_NOT_ACTIVE', 'for a disabled member', on('uma', { status: 'disabled' })),
  spoil('CANDIDATE_IS_GUEST', 'for a guest', on('uma', { type: 'guest' })),
  notAnAdministrator,
  spoil(
    'CANDIDATE_EMAIL_NOT_VERIFIED',
    'for somebody who has to accept without a confirmed address',
    on('uma', { emailVerifiedAt: null }),
    {
      rules: { acceptance: 'required' },
    },
  ),
]
/** The candidate was fine when he was named. */
export const lost: readonly Spoiler[] = [
  spoil('CANDIDATE_UNKNOWN', 'after the candidate was deleted', gone, {
    sets: 'candidate',
    without: ['TOKEN_USED', 'CANDIDATE_IS_APPROVER'],
  }),
  spoil('CANDIDATE_NOT_ACTIVE', 'after the candidate was disabled', on('uma', { status: 'disabled' })),
  spoil('CANDIDATE_IS_GUEST', 'after the candidate became a guest', on('uma', { type: 'guest' })),
  spoil('CANDIDATE_NOT_ADMINISTRATOR', 'after the candidate was demoted', on('uma', { administers: ['crm'] }), {
    rules: { candidates: 'administrators' },
  }),
]
export const lostAddress = spoil(
  'CANDIDATE_EMAIL_NOT_VERIFIED',
  'after the address of the candidate was lost',
  on('uma', { emailVerifiedAt: null }),
  {
    rules: { acceptance: 'required' },
  },
)

/** By a command of somebody with nothing wrong about it. */
const early = (code: PortalErrorCode, situation: string, step: Step): Spoiler =>
  spoil(code, situation, step, { early: true, sets: 'transfer' })
export const cancelled: Step = ({ world }) => world.ownership.cancel(by(world.olga))
export const replaced: Step = ({ world }) => world.ownership.request({ ...by(world.olga), candidateId: world.frank })
const used: Step = async ({ world, input }) => {
  const { status } = (await world.ownership.current({ portalId: 'agency' })) ?? {}
  if (status === 'pending') await world.ownership.confirm({ token: String(input['token']), actorId: world.olga })
  else await world.ownership.accept({ token: String(input['token']) })
}
export const timeUp: Step = async ({ world }) => {
  world.clock.set((await world.ownership.current({ portalId: 'agency' }))?.expiresAt ?? 0)
}
export const ended: Step = async (scene) => {
  await timeUp(scene)
  await scene.world.ownership.expire({ portalId: 'agency' })
}
const byState: readonly Spoiler[] = [
  early('TOKEN_INVALID', 'after it was cancelled', cancelled),
  early('TOKEN_USED', 'after it was used', used),
  early('TOKEN_EXPIRED', 'after it was written that it ended', ended),
  early('TOKEN_SUPERSEDED', 'after somebody else was named', replaced),
]
export const links: readonly Spoiler[] = [
  ...byState,
  deletedToBearers,
  suspended,
  spoil('TOKEN_SUPERSEDED', 'after a later letter', ({ world }) => world.ownership.resend(by(world.olga)), { early: true }),
  spoil('TOKEN_EXPIRED', 'after its time', timeUp, { early: true }),
]
