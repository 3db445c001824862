/** What the model says of every command: who could ever do it, what it is about, and then the command itself. */
import { hour, start } from './harness.js'
import {
  emailTaken,
  handsOut,
  isAdvanced,
  isFull,
  judge,
  mayCreate,
  no,
  ok,
  overQuota,
  type Invited,
  type Person,
  type State,
  type Verdict,
} from './model.js'
import { arrange } from './model-arrange.js'
import { changeEmail, create, grantFull, grantSome, leaving, onePerson, reassign, withSome } from './model-people.js'
import {
  aboutOf,
  type Accept,
  type ActorStep,
  type FollowLink,
  type InviteMember,
  type OnInvited,
  type Report,
  type Step,
} from './model-steps.js'

const day = 24 * hour

/** What is expected of the step in this state. */
export function predict(state: State, step: Step): Verdict {
  switch (step.do) {
    case 'wait':
      return ok({ ...state, now: state.now + step.hours * hour })
    case 'licensePortal':
      return state.status === 'deleted' ? no('NOT_FOUND') : ok({ ...state, quotas: step.quotas })
    case 'reportReassignment':
      return report(state, step)
    case 'acceptInvitation':
    case 'declineInvitation':
    case 'inspectInvitation':
      return byLink(state, step)
    default:
      return byMember(state, step)
  }
}

function byMember(state: State, step: ActorStep): Verdict {
  if (malformed(state, step)) return no('INPUT_INVALID')
  const actor = state.people[step.by]
  if (!actor || state.status === 'deleted') return no('NOT_FOUND')
  const always = step.do === 'reactivatePortal' || step.do === 'deletePortal'
  if (state.status !== 'active' && !always) return no('PORTAL_NOT_ACTIVE')
  if (actor.status !== 'active' || !couldEver(state, step)) return no('FORBIDDEN')
  const known = aboutOf(step).every((name) => name in state.people || name in state.groups || name in state.invitations)
  if (known) return itself(state, step)
  // Whether the members that a group is filled with are what it is about (5), or part of the command itself (6), is left open.
  const filled = step.do === 'createGroup' || (step.do === 'fillGroup' && step.group in state.groups)
  return no('NOT_FOUND', ...(filled ? itself(state, step).codes.filter((code) => code !== 'ok') : []))
}

function malformed(state: State, step: ActorStep): boolean {
  if (step.do === 'fillGroup') return step.add.some((name) => step.remove.includes(name))
  if (!('until' in step) || step.until === undefined) return false
  return start + step.until * hour <= state.now || (step.do === 'grantFullAccess' && step.promoteGuests)
}

function couldEver(state: State, { do: what, by }: ActorStep): boolean {
  switch (what) {
    case 'leave':
      return true
    case 'suspendPortal':
    case 'reactivatePortal':
    case 'deletePortal':
      return by === state.owner
    case 'grantFullAccess':
    case 'grantModules':
    case 'limitToModules':
    case 'revokeModules':
    case 'revokeAdministration':
    case 'configurePortal':
    case 'setModuleAccess':
      return isFull(state, by)
    default:
      return isAdvanced(state, by)
  }
}

const absent: Verdict = no('NOT_FOUND')

function itself(state: State, step: ActorStep): Verdict {
  const person: Person | undefined = 'on' in step ? state.people[step.on] : undefined
  switch (step.do) {
    case 'leave':
      return leaving(state, step.by)
    case 'suspendPortal':
    case 'reactivatePortal':
    case 'deletePortal':
      return ok({
        ...state,
        status: ({ suspendPortal: 'suspended', reactivatePortal: 'active', deletePortal: 'deleted' } as const)[step.do],
      })
    case 'grantFullAccess':
      return grantFull(state, step, start)
    case 'createMember':
      return create(state, step)
    case 'inviteMember':
      return invite(state, step)
    case 'resendInvitation':
    case 'withdrawInvitation': {
      const invited = state.invitations[step.invitation]
      return invited ? onInvited(state, step, invited) : absent
    }
    case 'createGroup':
    case 'fillGroup':
    case 'deleteGroup':
    case 'configurePortal':
    case 'setModuleAccess':
      return arrange(state, step)
    case 'grantModules':
      return person ? grantSome(state, step, person, start) : absent
    case 'limitToModules':
    case 'revokeModules':
      return person ? withSome(state, step, person) : absent
    case 'changeEmail':
      return person ? changeEmail(state, step, person) : absent
    case 'reassignData': {
      const receiver = state.people[step.to]
      return person && receiver ? reassign(state, step, person, receiver) : absent
    }
    default:
      return person ? onePerson(state, step, person) : absent
  }
}

function report(state: State, { reassignment, outcome }: Report): Verdict {
  const { [reassignment]: found } = state.reassignments
  // A portal that is deleted is none any more; the code `PORTAL_NOT_ACTIVE` says that it is meant for these too.
  if (state.status === 'deleted') return no('NOT_FOUND', 'PORTAL_NOT_ACTIVE')
  if (!found) return no('NOT_FOUND')
  if (found.status !== 'running' || outcome === null) return ok(state)
  const from = state.people[found.from]
  const people = from ? { ...state.people, [found.from]: { ...from, reassigning: false } } : state.people
  return ok({ ...state, people, reassignments: { ...state.reassignments, [reassignment]: { ...found, status: outcome } } })
}

// Invitations

const ended = ({ expiresAt }: Invited, now: number): boolean => now >= expiresAt
const put = (state: State, name: string, invited: Invited): State => ({ ...state, invitations: { ...state.invitations, [name]: invited } })
/** The same address, whatever its case. */
const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

function invite(state: State, step: InviteMember): Verdict {
  const { by, email, type, administers, groups } = step
  const before = Object.entries(state.invitations).find(([, invited]) => invited.status === 'open' && same(invited.email, email))
  const reasons = [
    // A guest with administrations is no profile that the policy could be asked about, so the table's order is not to be had.
    [!mayCreate(state, by, step), type === 'guest' ? 'FORBIDDEN or MEMBER_IS_GUEST' : 'FORBIDDEN'],
    [type === 'guest' && administers.length > 0, 'MEMBER_IS_GUEST'],
    ...handsOut(state, by, step),
    [emailTaken(state, email), 'EMAIL_TAKEN'],
    [before && !ended(before[1], state.now), 'INVITATION_EXISTS'],
  ] as const
  return judge(reasons, () => {
    const i = state.made.i + 1
    const room = before ? put(state, before[0], { ...before[1], status: 'expired' }) : state
    const invited = { email, type, administers, groups, by, status: 'open', generation: 1, expiresAt: state.now + day } as const
    return ok({ ...put(room, `i${i}`, invited), made: { ...state.made, i } })
  })
}

function onInvited(state: State, { do: what, by, invitation }: OnInvited, invited: Invited): Verdict {
  if (what === 'withdrawInvitation') {
    if (invited.status === 'withdrawn') return ok(state)
    return invited.status === 'open' ? ok(put(state, invitation, { ...invited, status: 'withdrawn' })) : no('INVITATION_NOT_OPEN')
  }
  const reasons = [
    [invited.status !== 'open', 'INVITATION_NOT_OPEN'],
    [!mayCreate(state, by, invited), 'FORBIDDEN'],
    ...handsOut(state, by, invited),
    [emailTaken(state, invited.email), 'EMAIL_TAKEN'],
  ] as const
  const again = { ...invited, by, generation: invited.generation + 1, expiresAt: state.now + day }
  return judge(reasons, () => ok(put(state, invitation, again)))
}

function byLink(state: State, step: Accept | FollowLink): Verdict {
  const invited = state.invitations[step.invitation]
  if (!invited || step.letter === 'former') return no('TOKEN_INVALID')
  const reasons = [
    [invited.status === 'withdrawn' || invited.status === 'void', 'TOKEN_INVALID'],
    [invited.status === 'accepted' || invited.status === 'declined', 'TOKEN_USED'],
    [ended(invited, state.now), 'TOKEN_EXPIRED'],
    [state.status !== 'active', 'PORTAL_NOT_ACTIVE'],
  ] as const
  return judge(reasons, () => {
    switch (step.do) {
      case 'inspectInvitation':
        return ok(state)
      case 'declineInvitation':
        return ok(put(state, step.invitation, { ...invited, status: 'declined' }))
      case 'acceptInvitation':
        return accept(state, step, invited)
    }
  })
}

function accept(state: State, { invitation, identity, badPassword }: Accept, invited: Invited): Verdict {
  if (badPassword) return no('PASSWORD_TOO_SHORT')
  const { by, email, type, administers } = invited
  // A group that was deleted meanwhile opens nothing any more: the guide says nothing of it, and the rest stays.
  const groups = invited.groups.filter((group) => group in state.groups)
  const mayInvite = (at: State): boolean =>
    isAdvanced(at, by) && mayCreate(at, by, invited) && !handsOut(at, by, { ...invited, groups }).some(([refused]) => refused)
  const still = mayInvite(state)
  // Where only the module is closed, he has lost nothing, and it goes on when it is open.
  const { people: door, ...others } = state.modules
  const opened = { ...state, modules: others }
  if (!still && door === 'nobody' && mayInvite(opened)) return no('FORBIDDEN')
  if (!still) return { ...no('INVITATION_VOID'), evenRefused: put(state, invitation, { ...invited, status: 'void' }) }
  const m = state.made.m + 1
  const person = {
    type,
    administers,
    groups,
    email,
    identity,
    status: 'active',
    temporary: [],
    promoted: false,
    pending: null,
    reassigning: false,
  } as const
  const after = {
    ...put(state, invitation, { ...invited, status: 'accepted' }),
    people: { ...state.people, [`m${m}`]: person },
    made: { ...state.made, m },
  }
  const reasons = [
    [emailTaken(state, email), 'EMAIL_TAKEN'],
    [identity !== null && Object.values(state.people).some((other) => other.identity === identity), 'IDENTITY_TAKEN'],
    [overQuota(state, after), 'QUOTA_EXCEEDED'],
  ] as const
  return judge(reasons, () => ok(after))
}
