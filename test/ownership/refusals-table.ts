/** Every command, what it is given before anything is wrong, and what can be wrong, in the order of the guide. */
import { beside, by, confirmed, patch, requested, type Cast, type OwnershipRules } from './cast.js'
import {
  actor,
  asked,
  cancelled,
  changed,
  deleted,
  ended,
  input,
  links,
  lost,
  lostAddress,
  named,
  notHis,
  replaced,
  spoil,
  suspended,
  timeUp,
  unknownActor,
  unverified,
  type Spoiler,
  type Step,
} from './spoilers.js'

/** What a command is given before anything is wrong, and what can be wrong, in the order of the guide. */
export interface Order {
  readonly command: 'request' | 'inspect' | 'confirm' | 'accept' | 'decline' | 'cancel' | 'resend' | 'propose' | 'approve'
  readonly title: string
  readonly arrange: (world: Cast) => Promise<Record<string, unknown>>
  readonly rules?: Partial<OwnershipRules>
  readonly spoilers: readonly Spoiler[]
}

const forUma = ({ olga, uma }: Cast) => Promise.resolve({ ...by(olga), candidateId: uma })
/** Somebody who fits every rule. */
const fit = (world: Cast) => patch(world, 'members', world.uma, { administers: 'everything' })
const linkOfOlga = async (world: Cast) => {
  await fit(world)
  return { token: await requested(world, world.uma) }
}
const linkOfUma = async (world: Cast) => {
  await fit(world)
  return { token: await confirmed(world, 'uma') }
}
const open = async (world: Cast) => {
  await linkOfOlga(world)
  return by(world.olga)
}
const none = (situation: string, step: Step): Spoiler => spoil('NO_OPEN_TRANSFER', situation, step, { early: true, sets: 'transfer' })
const notOpen = [none('after it was cancelled', cancelled), none('when its time is up', timeUp), none('after it ended', ended)]
const notFull = (['uma', 'max', 'gus', 'dora', 'olga'] as const).map((name) =>
  spoil('NOT_A_FULL_ADMINISTRATOR', `by ${name}`, actor(name), { sets: 'actor' }),
)
const withoutBreakGlass: Step = (scene) => {
  scene.instance = beside(scene.world, { ownership: {} })
}
const off = spoil('BREAK_GLASS_OFF', 'where it is off', withoutBreakGlass, { sets: 'rules' })
const proposal = async (world: Cast) => {
  await fit(world)
  await world.ownership.propose({ ...by(world.fatou), candidateId: world.uma })
  return { ...by(world.frank), candidateId: world.uma }
}
const notTheOwner = (['fatou', 'uma', 'gus', 'dora'] as const).map((name) =>
  spoil('NOT_THE_OWNER', `by ${name}`, actor(name), { sets: 'actor' }),
)

export const orders: readonly Order[] = [
  {
    command: 'request',
    title: 'request',
    arrange: forUma,
    spoilers: [unknownActor, deleted, ...notTheOwner, suspended, ...named, ...asked, unverified],
  },
  {
    command: 'request',
    title: 'request with a proof',
    rules: { confirmation: 'reproof' },
    arrange: async (world) => ({ ...(await forUma(world)), reproved: true }),
    spoilers: [
      unknownActor,
      deleted,
      notHis,
      suspended,
      ...named,
      ...asked,
      spoil(
        'REPROOF_REQUIRED',
        'without a proof',
        input(() => ({ reproved: false })),
      ),
    ],
  },
  ...(['inspect', 'confirm'] as const).map((command): Order => {
    const signedIn = spoil(
      'NOT_THE_OWNER',
      'by somebody else who is signed in',
      input(({ uma }) => ({ actorId: uma })),
      { rules: { confirmBy: 'owner' } },
    )
    const nobody = spoil('NOT_THE_OWNER', 'by nobody who is signed in', () => undefined, { rules: { confirmBy: 'owner' } })
    const notHis = command === 'confirm' ? [signedIn, nobody] : []
    return {
      command,
      title: `${command} of the owner`,
      arrange: linkOfOlga,
      spoilers: [...links, changed, ...notHis, ...lost, lostAddress],
    }
  }),
  ...(['inspect', 'accept'] as const).map((command): Order => ({
    command,
    title: `${command} of the candidate`,
    rules: { acceptance: 'required' },
    arrange: linkOfUma,
    spoilers: [...links, changed, ...lost, lostAddress],
  })),
  { command: 'decline', title: 'decline', rules: { acceptance: 'required' }, arrange: linkOfUma, spoilers: links },
  { command: 'cancel', title: 'cancel', arrange: open, spoilers: [unknownActor, deleted, notHis, ...notOpen.slice(2)] },
  {
    command: 'resend',
    title: 'resend',
    arrange: open,
    spoilers: [unknownActor, deleted, notHis, ...notOpen, suspended, ...lost, unverified],
  },
  {
    command: 'propose',
    title: 'propose',
    arrange: async (world) => ({ ...(await forUma(world)), ...by(world.fatou) }),
    spoilers: [
      unknownActor,
      deleted,
      off,
      ...notFull,
      suspended,
      spoil('TRANSFER_OPEN', 'while a transfer of the owner is open', replaced, { early: true }),
      ...named,
      ...asked.slice(0, 3),
      spoil(
        'CANDIDATE_IS_APPROVER',
        'for himself',
        input(({ fatou }) => ({ candidateId: fatou })),
        { sets: 'candidate', without: ['CANDIDATE_NOT_ACTIVE', 'CANDIDATE_IS_GUEST', 'CANDIDATE_NOT_ADMINISTRATOR'] },
      ),
    ],
  },
  {
    command: 'approve',
    title: 'approve',
    arrange: proposal,
    spoilers: [
      unknownActor,
      deleted,
      off,
      ...notFull.slice(1),
      ...notOpen.slice(1),
      suspended,
      spoil(
        'OWNER_CHANGED',
        'after somebody else became the owner',
        ({ world }) => patch(world, 'portals', 'agency', { ownerId: world.ben }),
        { sets: 'owner' },
      ),
      ...lost,
      spoil('CANDIDATE_IS_APPROVER', 'by the candidate', actor('uma'), {
        sets: 'actor',
        without: ['CANDIDATE_NOT_ACTIVE', 'CANDIDATE_IS_GUEST', 'CANDIDATE_NOT_ADMINISTRATOR'],
      }),
    ],
  },
]
