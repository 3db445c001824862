import { createPermix } from 'permix'
import { couldOn } from '../by-hand/could.js'
import { canOn, type AnyRecord } from '../by-hand/index.js'
import { seatOf, type Seat } from '../by-hand/seat.js'
import type { Answers, Engine } from './engine.js'
import { subjects } from './rows.js'

interface Permix {
  setup(rules: object): void
  check(path: string, data?: unknown): boolean
}

/** A tree of rules: a boolean for what is asked by name, a function for what is asked about a record. */
function rulesOf(seat: Seat): object {
  const records: Record<string, unknown> = {}
  const names: Record<string, unknown> = {}
  for (const { name, actions } of subjects) {
    const [module = '', type] = name.split('.')
    const could = Object.fromEntries(actions.map((action) => [action, couldOn(seat, action, name)]))
    names[module] = { ...(names[module] as object | undefined), ...(type === undefined ? could : { [type]: could }) }
    if (type === undefined) continue
    const can = Object.fromEntries(actions.map((action) => [action, (record: AnyRecord) => canOn(seat, action, record)]))
    records[module] = { ...(records[module] as object | undefined), [type]: can }
  }
  return { records, names }
}

export const permix: Engine = {
  name: 'permix',
  package: 'permix',
  remark:
    'its rules are functions that are set up for each member: here those written by hand, so that what is measured is what it adds to them',
  answer({ members, portal }) {
    const made = members.map((member) => {
      const one = createPermix() as unknown as Permix
      one.setup(rulesOf(seatOf(member, portal)))
      return one
    })
    const byName: Answers['onModule'] = ({ member, action, name }) => (made[member] as Permix).check(`names.${name}.${action}`)
    return {
      onRecord: ({ member, action, record }) => (made[member] as Permix).check(`records.${record.__typename}.${action}`, record),
      onModule: byName,
      onType: byName,
    }
  },
}
