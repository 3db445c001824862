import type { Quotas, Row } from '../records.js'
import { isSomething, type MemberRow } from './people.js'

// How many seats of a portal are taken. Only active members take one. Pure.

export type SeatsRow = Row<'seats'>
/** The kinds of seats. A user who administers something takes one of each of two kinds. */
export type Seat = keyof Quotas
/** A member before and after a command; left out where he is not there. */
export interface Move {
  readonly before?: MemberRow | undefined
  readonly after?: MemberRow | undefined
  /** Whether it only takes rights away. */
  readonly demotion?: boolean
}

const seatNames: readonly Seat[] = ['users', 'guests', 'administrators']

export const noSeats = (portalId: string): SeatsRow => ({ portalId, id: portalId, users: 0, guests: 0, administrators: 0, temporary: [] })

/** Whether a move takes a seat, or gives one back. */
export function movesSeat({ before, after }: Move): boolean {
  const [had, has] = [before, after].map((member) => JSON.stringify(added(noSeats(''), member, 1)))
  return had !== has
}

/** The seats after some moves. */
export function moved(seats: SeatsRow, moves: readonly Move[], now: number): SeatsRow {
  const live = { ...seats, temporary: seats.temporary.filter(({ until }) => now < until) }
  return moves.reduce<SeatsRow>((sum, { before, after }) => added(added(sum, before, -1), after, 1), live)
}

function added(seats: SeatsRow, member: MemberRow | undefined, by: 1 | -1): SeatsRow {
  if (member?.status !== 'active') return seats
  const ends = isSomething(member.administers) ? [] : member.temporary.map(({ until }) => until)
  const others = seats.temporary.filter(({ memberId }) => memberId !== member.id)
  return {
    ...seats,
    users: seats.users + (member.type === 'user' ? by : 0),
    guests: seats.guests + (member.type === 'guest' ? by : 0),
    administrators: seats.administrators + (isSomething(member.administers) ? by : 0),
    temporary: by === 1 && ends.length > 0 ? [...others, { memberId: member.id, until: Math.max(...ends) }] : others,
  }
}

/** How many are taken at this moment. */
export function taken({ users, guests, administrators, temporary }: SeatsRow, now: number): Readonly<Record<Seat, number>> {
  return { users, guests, administrators: administrators + temporary.filter(({ until }) => now < until).length }
}

/** The seat that there are too few of. What is over the limit already may stay, and become less. */
export function exceeded(before: SeatsRow, after: SeatsRow, limits: Readonly<Record<Seat, number>>, now: number): Seat | undefined {
  const [had, has] = [taken(before, now), taken(after, now)]
  return seatNames.find((seat) => has[seat] > had[seat] && has[seat] > limits[seat])
}

/** The lower one of the portal's quota and what is licensed. */
export function limitsOf(quotas: Quotas, licensed: Readonly<Record<string, number>>): Readonly<Record<Seat, number>> {
  const limit = (seat: Seat): number =>
    Math.min(quotas[seat] ?? Infinity, Object.hasOwn(licensed, seat) ? (licensed[seat] ?? Infinity) : Infinity)
  return { users: limit('users'), guests: limit('guests'), administrators: limit('administrators') }
}
