/** Which commands race, in which portal. */
import type { CommandName } from './races-commands.js'

/** Commands that are started at the same time. */
export interface Race {
  readonly commands: readonly CommandName[]
  /** Whether one seat of each kind is left; there is no limit otherwise. */
  readonly full: boolean
}

const race = (...commands: readonly CommandName[]): Race => ({ commands, full: false })
const lastSeat = (...commands: readonly CommandName[]): Race => ({ commands, full: true })

export const nameOf = ({ commands, full }: Race): string => `${commands.join(' × ')}${full ? ' (one seat left)' : ''}`

/** Those of which one must be refused, or see what the other did. */
export const races: readonly Race[] = [
  race('ann revokes bob', 'bob revokes ann'),
  race('ann disables bob', 'bob disables ann'),
  race('ivo accepts', 'bob withdraws the invitation'),
  race('ivo accepts', 'bob resends the invitation'),
  race('ivo accepts', 'somebody else accepts', 'a third one accepts'),
  race('ivo accepts', 'ivo declines'),
  race('ivo accepts', 'the owner disables ann'),
  race('ivo accepts', 'the owner revokes ann'),
  race('ivo accepts', 'the owner limits ann'),
  race('ivo accepts', 'ann leaves'),
  race('ivo accepts', 'ann deletes the team'),
  race('ivo accepts', 'bob creates otto with the address of ivo'),
  race('ann grants cid full access', 'bob disables cid'),
  race('ann grants cid full access', 'bob revokes cid'),
  race('ann grants cid a module', 'bob takes a module from cid'),
  race('ann grants cid full access', 'the owner revokes ann'),
  race('ann grants cid a module', 'the owner limits ann'),
  race('ann grants dora and hal', 'the owner disables ann'),
  race('ann grants dora and hal', 'bob grants hal a module'),
  race('ann creates an administrator', 'bob revokes ann'),
  race('ann invites nora', 'the owner revokes ann'),
  race('ann grants dora full access', 'bob makes dora a guest'),
  race('ann makes gus a user', 'bob promotes gus'),
  lastSeat('ann creates nora', 'bob creates otto'),
  lastSeat('ivo accepts', 'bob creates otto'),
  lastSeat('ann makes gus a user', 'bob creates otto'),
  lastSeat('ann grants dora full access', 'bob grants hal a module'),
  lastSeat('bob reactivates eve', 'ann creates nora'),
  lastSeat('ann creates nora', 'bob creates otto', 'the owner creates ulla'),
  lastSeat('ann creates nora', 'the portal gets no more seats'),
  race('yves makes a portal', 'zoe makes a portal'),
  race('ann invites nora', 'bob invites nora'),
  race('ann creates nora', 'bob creates otto with the address of nora'),
  race('ann creates nora', 'bob invites nora'),
  race('ann makes the group staff', 'bob makes the group staff'),
  race('ann deletes eve', 'bob reactivates eve', 'the owner reassigns from eve to dora'),
  race('the owner reassigns from eve to dora', 'bob disables dora'),
  race('ann deletes fred', 'the reassignment from fred ends'),
  race('ann changes the address of cid', 'bob changes the address of cid'),
  race('hal confirms', 'pia confirms'),
  race('hal confirms', 'bob creates otto with the address that waits'),
  race('ann creates ines with a key', 'ann creates ines with the key again'),
  race('ann creates ines with a key', 'ann creates jan with the same key'),
  race('the owner suspends the portal', 'ann grants cid full access'),
  race('the owner deletes the portal', 'ivo accepts'),
  race('ann deletes the team', 'bob fills the team'),
  race('ann deletes the team', 'bob creates otto in the team'),
  race('ann deletes the team', 'bob opens crm to the team and to eve'),
  race('ann deletes eve', 'bob opens crm to the team and to eve'),
  race('ann deletes eve', 'bob fills the team'),
  race('ann switches crm off', 'bob opens crm to the team and to eve'),
  race('pia fills the team', 'bob takes pia out of the team'),
  race('pia fills the team', 'the owner takes administrators of people their option'),
  race('ann disables bob', 'the owner takes the peers their option'),
]
