import { rowsOf, type Module, type PolicyRow } from '../policy/module.js'

/**
 * Whether an option switches anything of full administrators, or of the owner: who sets it would give to himself what he does not hold, or free
 * himself of what holds him, so that it is for the owner.
 */
export function isOfTheOwner(modules: readonly Module[], option: string): boolean {
  return modules.some((module) =>
    highest.some((level) => {
      const rows = [...rowsOf(module, level), ...module.never[level], ...module.never.everyone]
      return rows.some((row) => row.given.option === option && !isHeldAnyway(row, rows))
    }),
  )
}

const highest = ['fullAdministrator', 'owner'] as const

/** What a lower level is given, and this one has without any option: users may create projects, and administrators always could. */
function isHeldAnyway({ effect, subjects, actions, at }: PolicyRow, rows: readonly PolicyRow[]): boolean {
  if (effect !== 'may' || at.level === 'fullAdministrator' || at.level === 'owner') return false
  const always = rows.filter((row) => row.effect === 'may' && row.tests.length === 0 && Object.keys(row.given).length === 0)
  return subjects.every((subject) =>
    actions.every((action) => always.some((row) => row.subjects.includes(subject) && row.actions.includes(action))),
  )
}
