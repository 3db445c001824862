import { machine, refuse, stay, type Transition, type TransitionTable } from '../workflow/machine.js'
import {
  hasLink,
  type RegistrationEffect,
  type RegistrationEvent,
  type RegistrationRefusal,
  type RegistrationState,
  type RegistrationStatus,
} from './states.js'

// The portal of a holder, from its creation to its end, as one table: 17 states × 20 events. Pure. What all states of a portal's status have in
// common stands in its row first; each state then says what is different.

type Outcome = Transition<RegistrationState, RegistrationEffect, RegistrationRefusal>
type Union = { readonly [S in RegistrationStatus]: RegistrationState<S> }[RegistrationStatus]
type Table = TransitionTable<Union, RegistrationEvent, RegistrationEffect, RegistrationRefusal>
type State = RegistrationState
type Event<T extends RegistrationEvent['type']> = Extract<RegistrationEvent, { readonly type: T }>

const [absent, exists, closed, suspended] = [
  refuse('PORTAL_NOT_FOUND'),
  refuse('PORTAL_EXISTS'),
  refuse('PORTAL_CLOSED'),
  refuse('PORTAL_SUSPENDED'),
]
const [notSuspended, registered, notOpen, reverify] = [
  refuse('PORTAL_NOT_SUSPENDED'),
  refuse('ALREADY_REGISTERED'),
  refuse('REGISTRATION_NOT_OPEN'),
  refuse('REVERIFY_REQUIRED'),
]
const [invalid, used, tooLate, tooOften] = [
  refuse('TOKEN_INVALID'),
  ofLink('TOKEN_USED'),
  ofLink('TOKEN_EXPIRED'),
  ofLink('ATTEMPTS_EXCEEDED'),
]
const asLink = <const C>(cell: C): { readonly complete: C; readonly completeBad: C } => ({ complete: cell, completeBad: cell })

/** Letters whose registration waits for them no more. */
const late = { tokenTimeout: stay, mailSent: stay, mailFailed: stay, mailBounced: stay } as const
const flags = {
  holderDeactivated: holder(false),
  holderReactivated: holder(true),
  licenseLost: licence(false),
  licenseRestored: licence(true),
} as const
const letters = { mailSent: delivered('sent'), mailFailed: delivered('failed') } as const

// prettier-ignore
const none = {
  create, associate: absent, resend: absent, revoke: absent, changeEmail: absent, ...asLink(invalid), ...late,
  suspend: absent, reactivate: absent, promote: absent, portalTimeout: stay, close: absent, ...flags,
} as const
// prettier-ignore
const unregistered = {
  create: exists, associate, resend, ...late, reactivate: notSuspended, promote, ...flags,
} as const
// prettier-ignore
const asleep = {
  create: exists, associate, resend: suspended, ...late, suspend: stay, promote, ...flags,
} as const
// prettier-ignore
const over = {
  create: exists, associate: closed, resend: closed, changeEmail: closed, ...late,
  suspend: closed, reactivate: closed, promote: closed, portalTimeout: stay, ...flags,
} as const
const gone = { ...over, create: closed, close: stay } as const

/** Each state × each event. */
// prettier-ignore
export const registrationTable: Table = {
  'none/none': none,

  'unregistered/open':    { ...unregistered, revoke: to('unregistered/revoked'), changeEmail: reissue, complete: register, completeBad: attempt, tokenTimeout: to('unregistered/expired'), ...letters, mailBounced: bounce('unregistered/revoked'), suspend: to('suspended/open'), portalTimeout: end('expired/revoked'), close: to('closed/revoked'), holderDeactivated: leave('suspended/revoked') },
  'unregistered/locked':  { ...unregistered, revoke: to('unregistered/revoked'), changeEmail: reissue, ...asLink(tooOften), tokenTimeout: to('unregistered/expired'), suspend: to('suspended/locked'), portalTimeout: end('expired/revoked'), close: to('closed/revoked'), holderDeactivated: leave('suspended/revoked') },
  'unregistered/revoked': { ...unregistered, revoke: stay, changeEmail: to('unregistered/revoked'), ...asLink(invalid), suspend: to('suspended/revoked'), portalTimeout: end('expired/revoked'), close: to('closed/revoked'), holderDeactivated: leave('suspended/revoked') },
  'unregistered/expired': { ...unregistered, revoke: notOpen, changeEmail: to('unregistered/expired'), ...asLink(tooLate), suspend: to('suspended/expired'), portalTimeout: end('expired/expired'), close: to('closed/expired'), holderDeactivated: leave('suspended/expired') },

  'active/completed':     { create: exists, associate, resend: registered, revoke: registered, changeEmail: reverify, ...asLink(used), ...late, suspend: to('suspended/completed', 'endSessions'), reactivate: notSuspended, promote, portalTimeout: end('expired/completed', 'removeCredential', 'endSessions'), close: to('closed/completed', 'removeCredential', 'endSessions'), ...flags, holderDeactivated: leave('suspended/completed', 'endSessions') },

  'suspended/open':       { ...asleep, revoke: to('suspended/revoked'), changeEmail: to('suspended/revoked'), ...asLink(ofLink('PORTAL_SUSPENDED')), tokenTimeout: to('suspended/expired'), ...letters, mailBounced: bounce('suspended/revoked'), reactivate: wake('unregistered/open'), portalTimeout: end('expired/revoked'), close: to('closed/revoked'), holderDeactivated: leave('suspended/revoked') },
  'suspended/locked':     { ...asleep, revoke: to('suspended/revoked'), changeEmail: to('suspended/revoked'), ...asLink(tooOften), tokenTimeout: to('suspended/expired'), reactivate: wake('unregistered/locked'), portalTimeout: end('expired/revoked'), close: to('closed/revoked'), holderDeactivated: leave('suspended/revoked') },
  'suspended/revoked':    { ...asleep, revoke: stay, changeEmail: to('suspended/revoked'), ...asLink(invalid), reactivate: wake('unregistered/revoked'), portalTimeout: end('expired/revoked'), close: to('closed/revoked') },
  'suspended/expired':    { ...asleep, revoke: notOpen, changeEmail: to('suspended/revoked'), ...asLink(tooLate), reactivate: wake('unregistered/expired'), portalTimeout: end('expired/expired'), close: to('closed/expired') },
  'suspended/completed':  { ...asleep, resend: registered, revoke: registered, changeEmail: reverify, ...asLink(used), reactivate: wake('active/completed'), portalTimeout: end('expired/completed', 'removeCredential'), close: to('closed/completed', 'removeCredential', 'endSessions') },

  'expired/revoked':      { ...over, revoke: stay, ...asLink(invalid), close: to('closed/revoked') },
  'expired/expired':      { ...over, revoke: notOpen, ...asLink(tooLate), close: to('closed/expired') },
  'expired/completed':    { ...over, revoke: registered, ...asLink(used), close: to('closed/completed') },

  'closed/revoked':       { ...gone, revoke: stay, ...asLink(invalid) },
  'closed/expired':       { ...gone, revoke: notOpen, ...asLink(tooLate) },
  'closed/completed':     { ...gone, revoke: registered, ...asLink(used) },
}

/** Decides an event. */
export const decideRegistration: (state: Union, event: RegistrationEvent) => Outcome = machine(registrationTable)

const effect = <const T extends 'revokeLinks' | 'register' | 'removeCredential' | 'endSessions'>(type: T): { readonly type: T } => ({
  type,
})

/** To another state; a link that was live is dead there, unless the registration goes on as it was. */
function to(status: RegistrationStatus, ...effects: readonly ('removeCredential' | 'endSessions')[]): (state: State) => Outcome {
  return (state) => {
    const next = { ...state, status }
    return { state: next, effects: [...(hasLink(state.status) && !hasLink(status) ? [effect('revokeLinks')] : []), ...effects.map(effect)] }
  }
}

/** The state under a new number, with a letter on its way. */
function issued(state: State): Outcome {
  const generation = state.generation + 1
  return {
    state: { ...state, status: 'unregistered/open', generation, attempts: 0, delivery: 'queued' },
    effects: [...(hasLink(state.status) ? [effect('revokeLinks')] : []), { type: 'issue', generation }],
  }
}

const unfit = ({ holderActive, licensed }: State): { readonly refused: 'HOLDER_INACTIVE' | 'LICENSE_MISSING' } | undefined =>
  !holderActive ? { refused: 'HOLDER_INACTIVE' } : licensed ? undefined : { refused: 'LICENSE_MISSING' }

function create(state: State, { permanence }: Event<'create'>): Outcome {
  return unfit(state) ?? issued({ ...state, permanence })
}

function associate(state: State): Outcome {
  return unfit(state) ?? stay(state)
}

/** The one event that asks for the licence first. */
function resend(state: State): Outcome {
  if (!state.licensed) return { refused: 'LICENSE_MISSING' }
  return unfit(state) ?? issued(state)
}

/** A new address: the former link must not work, and the next one goes there if it may. */
function reissue(state: State): Outcome {
  return unfit(state) ? to('unregistered/revoked')(state) : issued(state)
}

/** What the bearer of the very link may be told; everybody else has a link that is none. */
function ofLink<const R extends RegistrationRefusal>(refused: R) {
  return (_state: State, { known }: { readonly known: boolean }): { readonly refused: R | 'TOKEN_INVALID' } => ({
    refused: known ? refused : 'TOKEN_INVALID',
  })
}

function register(state: State, { known }: Event<'complete'>): Outcome {
  if (!known) return { refused: 'TOKEN_INVALID' }
  return unfit(state) ?? { state: { ...state, status: 'active/completed' }, effects: [effect('revokeLinks'), effect('register')] }
}

/** A bad login name or password costs an attempt, and keeps the link. */
function attempt(state: State, { known, maxAttempts }: Event<'completeBad'>): Outcome {
  if (!known) return { refused: 'TOKEN_INVALID' }
  const refused = unfit(state)
  if (refused) return refused
  const attempts = state.attempts + 1
  return { state: { ...state, attempts, status: attempts < maxAttempts ? 'unregistered/open' : 'unregistered/locked' }, effects: [] }
}

function delivered(delivery: 'sent' | 'failed'): (state: State) => Outcome {
  return (state) => (state.delivery === delivery ? stay(state) : { state: { ...state, delivery }, effects: [] })
}

/** A letter that came back: nobody else shall find the link. */
function bounce(status: RegistrationStatus): (state: State) => Outcome {
  return (state) => to(status)({ ...state, delivery: 'bounced' })
}

function promote(state: State): Outcome {
  if (state.permanence === 'permanent') return { refused: 'PORTAL_NOT_TEMPORARY' }
  return state.licensed ? { state: { ...state, permanence: 'permanent' }, effects: [] } : { refused: 'LICENSE_MISSING' }
}

/** Only a temporary portal ends by time. */
function end(status: RegistrationStatus, ...effects: readonly ('removeCredential' | 'endSessions')[]): (state: State) => Outcome {
  return (state) => (state.permanence === 'temporary' ? to(status, ...effects)(state) : stay(state))
}

function wake(status: RegistrationStatus): (state: State) => Outcome {
  return (state) => unfit(state) ?? { state: { ...state, status }, effects: [] }
}

/** The holder is not active any more, and his portal is suspended. */
function leave(status: RegistrationStatus, ...effects: readonly 'endSessions'[]): (state: State) => Outcome {
  return (state) => to(status, ...effects)({ ...state, holderActive: false })
}

function holder(holderActive: boolean): (state: State) => Outcome {
  return (state) => (state.holderActive === holderActive ? stay(state) : { state: { ...state, holderActive }, effects: [] })
}

function licence(licensed: boolean): (state: State) => Outcome {
  return (state) => (state.licensed === licensed ? stay(state) : { state: { ...state, licensed }, effects: [] })
}
