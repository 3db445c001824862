/** The refusals of the links in letters, in the order of the guide. */
import { by, fill, invite, member, password, tokenTo, type Cast, type Command, type Settings } from '../cast.js'
import { row, type Given, type Refusal } from './row.js'
import { nothing, all, suspend, aDayLater, becomeIvy, withdraw, decline, accept, type Step } from './steps.js'

const link =
  (before: Step, more: object = {}, token: (world: Cast) => unknown = ({ ivy }) => ivy.token): Given =>
  async (world) => {
    const given = token(world)
    await before(world)
    return { token: given, ...more }
  }

const silent = { audited: 0 } as const
/** Looking at a link leaves no trail. */
const looks = (command: Command): { readonly audited?: 0 } => (command.startsWith('inspect') ? silent : {})

/** What all three do with a link. */
const linked = (command: Command, more: object): readonly Refusal[] => {
  const trail = looks(command)
  return [
    row(
      command,
      'TOKEN_INVALID',
      'it is none',
      link(nothing, more, () => 'nothing'),
      silent,
    ),
    row(
      command,
      'TOKEN_INVALID',
      'nobody has it',
      link(nothing, more, () => 'A'.repeat(43)),
      silent,
    ),
    row(command, 'TOKEN_INVALID', 'the invitation was withdrawn', link(withdraw, more), trail),
    row(
      command,
      'TOKEN_INVALID',
      'a newer letter was sent',
      link(({ administration, olga, ivy }) => administration.resendInvitation({ ...by(olga), invitationId: ivy.id }), more),
      trail,
    ),
    row(command, 'TOKEN_USED', 'it was accepted', link(accept, more), trail),
    row(command, 'TOKEN_USED', 'it was declined', link(decline, more), trail),
    row(command, 'TOKEN_USED', 'it was accepted, before it has ended', link(all(accept, aDayLater), more), trail),
    row(command, 'TOKEN_USED', 'it was accepted, before the portal is suspended', link(all(accept, suspend), more), trail),
    row(command, 'TOKEN_EXPIRED', 'it has ended', link(aDayLater, more), trail),
    row(command, 'TOKEN_EXPIRED', 'it has ended, before the portal is suspended', link(all(aDayLater, suspend), more), trail),
    row(command, 'PORTAL_NOT_ACTIVE', 'the portal is suspended', link(suspend, more), trail),
  ]
}

const acceptance = { name: 'Ivy', password }
const weak = { name: 'Ivy', password: 'too short' }
const noLonger: Step = ({ administration, olga, fatou }) => administration.revokeAdministration({ ...by(olga), memberId: fatou })
const closePeople: Step = ({ administration, olga }) =>
  administration.setModuleAccess({ ...by(olga), module: 'people', access: { availability: 'nobody' } })
/** An invitation by Fatou. */
const byFatou =
  (before: Step, more: object = acceptance): Given =>
  async (world) => {
    const { token } = await invite(world, world.fatou, 'nina@agency.example')
    await before(world)
    return { token, ...more }
  }
const noUser: Step = (world) => fill(world, 'users')
const nina: Step = (world) => member(world, world.olga, 'Nina')
const ida: Step = (world) => member(world, world.olga, 'Ida', { identity: 'ida' })
const asIda = { name: 'Ivy', identity: 'ida' }
/** The invitation itself is void for good: the only thing that a refusal changes. */
const void_ = { changes: () => 'invitations' }

const accepted: readonly Refusal[] = [
  row('acceptInvitation', 'TOKEN_USED', 'it was used, before the password is weak', link(decline, weak)),
  row('acceptInvitation', 'TOKEN_EXPIRED', 'it has ended, before the password is weak', link(aDayLater, weak)),
  row(
    'acceptInvitation',
    'TOKEN_INVALID',
    'it is none, before the password is weak',
    link(nothing, weak, () => 'nothing'),
    silent,
  ),
  row('acceptInvitation', 'PORTAL_NOT_ACTIVE', 'the portal is suspended, before the password is weak', link(suspend, weak)),
  row('acceptInvitation', 'PASSWORD_TOO_SHORT', 'the password is weak', link(nothing, weak), { details: { least: 15 } }),
  row('acceptInvitation', 'PASSWORD_TOO_LONG', 'the password is a book', link(nothing, { ...weak, password: 'a'.repeat(1_025) })),
  row(
    'acceptInvitation',
    'PASSWORD_INVALID_ENCODING',
    'the password has half a character',
    link(nothing, { ...weak, password: `${password}\ud800` }),
  ),
  row('acceptInvitation', 'PASSWORD_BLOCKED', 'everybody has this password', link(nothing, { ...weak, password: 'passwordpassword' }), {
    details: { reason: 'common' },
  }),
  row(
    'acceptInvitation',
    'PASSWORD_BLOCKED',
    'the password is his address',
    link(nothing, { ...weak, password: 'ivy@agency.example 2024' }),
    {
      details: { reason: 'context' },
    },
  ),
  row('acceptInvitation', 'PASSWORDS_UNAVAILABLE', 'a block list cannot tell', link(nothing, acceptance), {
    settings: withoutBlockList,
    audited: 0,
  }),
  row('acceptInvitation', 'PASSWORD_TOO_SHORT', 'the password is weak, before the invitation is void', byFatou(noLonger, weak)),
  row('acceptInvitation', 'INVITATION_VOID', 'the inviter may not any more', byFatou(noLonger), void_),
  row(
    'acceptInvitation',
    'INVITATION_VOID',
    'the inviter may not any more, before the address is taken',
    byFatou(all(nina, noLonger)),
    void_,
  ),
  row('acceptInvitation', 'FORBIDDEN', 'People is closed for now', byFatou(closePeople)),
  row('acceptInvitation', 'EMAIL_TAKEN', 'a member has the address by now', link(becomeIvy, acceptance)),
  row('acceptInvitation', 'EMAIL_TAKEN', 'a member has the address, before the identity is taken', link(all(becomeIvy, ida), asIda)),
  row('acceptInvitation', 'IDENTITY_TAKEN', 'the identity is taken', link(ida, asIda)),
  row('acceptInvitation', 'IDENTITY_TAKEN', 'the identity is taken, before there is no seat', link(all(ida, noUser), asIda)),
  row('acceptInvitation', 'QUOTA_EXCEEDED', 'no user has a seat', link(noUser, acceptance), { details: { seat: 'users' } }),
  row('acceptInvitation', 'SETTINGS_INVALID', 'there is no password hasher', link(nothing, acceptance), {
    settings: withoutPasswords,
  }),
]
function withoutBlockList(): Settings {
  const list = { reasonAgainst: () => Promise.reject(new Error('the list is down')) }
  return { passwordRules: { blockLists: [{ list, onFailure: 'refuse' }] } }
}
function withoutPasswords(): Record<string, never> {
  return { passwords: undefined } as unknown as Record<string, never>
}

const confirm: Step = async (world) => world.administration.confirmEmail({ token: await tokenTo(world, 'ben@new.example') })
const changing =
  (before: Step): Given =>
  async (world) => {
    await world.administration.changeEmail({ ...by(world.olga), memberId: world.ben, email: 'ben@new.example' })
    const token = await tokenTo(world, 'ben@new.example')
    await before(world)
    return { token }
  }
const again: Step = ({ administration, olga, ben }) =>
  administration.changeEmail({ ...by(olga), memberId: ben, email: 'ben@newer.example' })
const taken: Step = (world) => member(world, world.olga, 'Nina', { email: 'ben@new.example' })
const confirming = (command: 'inspectEmail' | 'confirmEmail'): readonly Refusal[] => {
  const trail = looks(command)
  return [
    row(
      command,
      'TOKEN_INVALID',
      'it is none',
      link(nothing, {}, () => 'nothing'),
      silent,
    ),
    row(command, 'TOKEN_INVALID', 'it is for an invitation', link(nothing), silent),
    row(command, 'TOKEN_INVALID', 'there is a newer one', changing(again), trail),
    row(command, 'TOKEN_USED', 'it was followed', changing(confirm), trail),
    row(command, 'TOKEN_USED', 'it was followed, before it has ended', changing(all(confirm, aDayLater)), trail),
    row(command, 'TOKEN_EXPIRED', 'it has ended', changing(aDayLater), trail),
    row(command, 'TOKEN_EXPIRED', 'it has ended, before the portal is suspended', changing(all(aDayLater, suspend)), trail),
    row(command, 'PORTAL_NOT_ACTIVE', 'the portal is suspended', changing(suspend), trail),
  ]
}
const confirmed: readonly Refusal[] = [
  ...confirming('inspectEmail'),
  ...confirming('confirmEmail'),
  row('confirmEmail', 'EMAIL_TAKEN', 'somebody has it meanwhile', changing(taken)),
]

export const links: readonly Refusal[] = [
  ...linked('inspectInvitation', {}),
  ...linked('declineInvitation', {}),
  ...linked('acceptInvitation', acceptance),
  ...accepted,
  ...confirmed,
]
