/** What the model says of groups, options and modules. */
import { fullUntil, no, ok, unlisted, type State, type Verdict } from './model.js'
import type { ActorStep, FillGroup } from './model-steps.js'

const absent: Verdict = no('NOT_FOUND')
type Arranging = Extract<ActorStep, { readonly do: 'createGroup' | 'fillGroup' | 'deleteGroup' | 'configurePortal' | 'setModuleAccess' }>

export function arrange(state: State, step: Arranging): Verdict {
  switch (step.do) {
    case 'createGroup': {
      if (touchesTheOwner(state, step.by, step.members)) return no('MEMBER_IS_OWNER')
      if (Object.values(state.groups).includes(step.label)) return no('NAME_TAKEN')
      const g = state.made.g + 1
      const made = { ...state, groups: { ...state.groups, [`g${g}`]: step.label }, made: { ...state.made, g } }
      return ok(moved(made, `g${g}`, step.members, []))
    }
    case 'fillGroup':
      return fill(state, step)
    case 'deleteGroup':
      if (step.by !== state.owner && state.people[state.owner]?.groups.includes(step.group)) return no('MEMBER_IS_OWNER')
      if (leaves(state, step.by, step.group)) return no('MEMBER_IS_YOURSELF')
      return ok(withoutGroup(state, step.group))
    case 'configurePortal':
      if (step.options.administratorsMayDisablePeers !== undefined && step.by !== state.owner) return no('FORBIDDEN')
      if (fullUntil(state, step.by) !== Infinity) return no('GRANT_NOT_HELD')
      return ok({ ...state, options: { ...state.options, ...step.options } })
    case 'setModuleAccess': {
      if (step.module === 'documents' && step.access === 'nobody') return no('PORTAL_INVALID')
      const { [step.module]: _, ...others } = state.modules
      const known = typeof step.access === 'string' || step.access.every((name) => name in state.people || name in state.groups)
      if (!known) return absent
      if (opens(state.modules[step.module], step.access) && fullUntil(state, step.by) !== Infinity) return no('GRANT_NOT_HELD')
      if (step.access === 'everyone') return ok({ ...state, modules: others })
      return ok({ ...state, modules: { ...others, [step.module]: step.access } })
    }
  }
}

/** Whether a module is for anybody then for whom it was not before. */
function opens(before: State['modules'][string] | undefined, after: 'everyone' | 'nobody' | readonly string[]): boolean {
  if (before === undefined || after === 'nobody') return false
  return after === 'everyone' || before === 'nobody' || after.some((name) => !before.includes(name))
}

/** Whether he would not be in the group any more: only the owner does that to himself. */
const leaves = (state: State, by: string, group: string): boolean => by !== state.owner && state.people[by]?.groups.includes(group) === true

/** Nobody but the owner puts the owner into a group, or takes him out. */
const touchesTheOwner = (state: State, by: string, names: readonly string[]): boolean => by !== state.owner && names.includes(state.owner)

function fill(state: State, { by, group, add, remove }: FillGroup): Verdict {
  if (touchesTheOwner(state, by, [...add, ...remove])) return no('MEMBER_IS_OWNER')
  const inside = state.people[by]?.groups.includes(group) === true
  if (add.includes(by) && !inside) return no('MEMBER_IS_YOURSELF')
  if (remove.includes(by) && leaves(state, by, group)) return no('MEMBER_IS_YOURSELF')
  const held = fullUntil(state, by) === Infinity || inside
  return add.length > 0 && !held ? no('GRANT_NOT_HELD') : ok(moved(state, group, add, remove))
}

function moved(state: State, group: string, add: readonly string[], remove: readonly string[]): State {
  const groupsOf = (name: string, groups: readonly string[]): readonly string[] => {
    const without = groups.filter((one) => one !== group || !remove.includes(name))
    return add.includes(name) && !without.includes(group) ? [...without, group] : without
  }
  const people = Object.entries(state.people).map(([name, person]) => [name, { ...person, groups: groupsOf(name, person.groups) }] as const)
  return { ...state, people: Object.fromEntries(people) }
}

function withoutGroup(state: State, group: string): State {
  const { [group]: _, ...groups } = state.groups
  return { ...moved(state, group, [], Object.keys(state.people)), groups, modules: unlisted(state, group) }
}
