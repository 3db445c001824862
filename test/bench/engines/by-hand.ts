import { couldOn } from '../by-hand/could.js'
import { canOn, type AnyRecord } from '../by-hand/index.js'
import { seatOf, type Seat } from '../by-hand/seat.js'
import type { Engine } from './engine.js'

export const byHand: Engine = {
  name: 'hand-written `if`s',
  remark:
    'the whole policy as functions with `if`s (test/bench/by-hand), for records that fit their schemas; it knows no damaged records, explains nothing, and cannot be listed',
  answer({ members, portal }) {
    const seats = members.map((member) => seatOf(member, portal))
    return {
      onRecord: ({ member, action, record }) => canOn(seats[member] as Seat, action, record as unknown as AnyRecord),
      onModule: ({ member, action, name }) => couldOn(seats[member] as Seat, action, name),
      onType: ({ member, action, name }) => couldOn(seats[member] as Seat, action, name),
    }
  },
}
