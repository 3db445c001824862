import type { Member } from '../member.js'
import type { ModuleAccess, ParsedPortal, Portal } from '../portal.js'
import type { Binding } from './ability.js'
import { everyRow } from './module.js'
import { resolve, type Principal } from './principal.js'
import type { AnyResource } from './resource.js'
import type { Template } from './template.js'

/** A change that would allow something, from small to large. */
export type Change =
  /** of the record: a share, a place on a list */
  | { readonly kind: 'open'; readonly label: string; readonly path: string; readonly entry: unknown; readonly key?: string }
  /** of the portal */
  | { readonly kind: 'moduleAccess' | 'switchOn'; readonly module: string }
  | { readonly kind: 'licence'; readonly feature: string }
  | { readonly kind: 'option'; readonly option: string }
  /** of the member */
  | { readonly kind: 'reactivate' | 'convertToUser' | 'fullAccess' | 'ownership' }
  | { readonly kind: 'administration'; readonly module: string }

type Bag = Readonly<Record<string, unknown>>

interface Situation {
  readonly member: Member
  readonly portal: Portal
  readonly subject: unknown
}

/**
 * What would allow it, found by trying up to three changes together, and the ownership of the portal when nothing else helps.
 *
 * @returns the combinations that work and cannot do without any of their changes, those that give the least away first
 */
export function changesThatAllow(
  { template, member, portal, principal }: Binding,
  action: string,
  name: string,
  subject: unknown,
): readonly (readonly Change[])[] {
  const { modules, abilityFor } = template.compilation
  const resource = modules.flatMap((module): readonly AnyResource[] => module.resources).find((one) => one.name === name)
  const [home = ''] = name.split('.')
  const rows = modules.flatMap(everyRow).filter((row) => row.subjects.includes(name) && row.actions.includes(action))
  const involved = [...new Set([home, ...rows.flatMap(({ given }) => given.module ?? [])])]
  const possible: readonly Change[] = [
    ...(resource ? openingsOf(resource, subject, principal) : []),
    ...(member.status === 'disabled' ? [{ kind: 'reactivate' } as const] : []),
    ...involved.flatMap((module) => doorChanges(template, portal, module)),
    ...[...new Set(rows.flatMap(({ given }) => given.option ?? []))]
      .filter((option) => template.options[option] !== true)
      .map((option) => ({ kind: 'option', option }) as const),
    ...(member.type === 'guest' ? [{ kind: 'convertToUser' } as const] : []),
    ...(modules.find((module) => module.name === home)?.presence === 'always' ? [] : [{ kind: 'administration', module: home } as const]),
    { kind: 'fullAccess' },
  ]
  const works = (...changes: readonly Change[]): boolean => {
    try {
      const after = changes.reduce<Situation>(apply, { member, portal, subject })
      return abilityFor(after.member, after.portal).can(...([action, after.subject] as never))
    } catch {
      return false
    }
  }
  const found: (readonly Change[])[] = []
  for (const changes of combinations(possible)) {
    // What contains a combination that works already says nothing new.
    if (!found.some((smaller) => smaller.every((change) => changes.includes(change))) && works(...changes)) found.push(changes)
  }
  return found.length > 0 ? found : [[{ kind: 'ownership' } as const]].filter((changes) => works(...changes))
}

/** How much a change gives away: what opens one record or door is little, what makes an administrator is much. */
const weights: Readonly<Record<Change['kind'], number>> = {
  open: 1,
  moduleAccess: 2,
  switchOn: 2,
  licence: 2,
  reactivate: 2,
  convertToUser: 3,
  option: 4,
  administration: 12,
  fullAccess: 24,
  ownership: 100,
}

/** Up to three changes together, those that give the least away first. */
function combinations(possible: readonly Change[]): readonly (readonly Change[])[] {
  const pairs = possible.flatMap((first, i) => possible.slice(i + 1).map((second) => [first, second]))
  const triples = possible.flatMap((first, i) =>
    possible.slice(i + 1).flatMap((second, j) => possible.slice(i + j + 2).map((third) => [first, second, third])),
  )
  const weightOf = (changes: readonly Change[]): number => changes.reduce((sum, { kind }) => sum + weights[kind], 0)
  return [...possible.map((change) => [change]), ...pairs, ...triples].sort((one, other) => weightOf(one) - weightOf(other))
}

function openingsOf({ openings }: AnyResource, subject: unknown, principal: Principal): readonly Change[] {
  if (typeof subject !== 'object' || subject === null) return []
  return openings.map(({ label, put }) => ({ kind: 'open', label, ...put, entry: filledIn(put.entry, principal) }))
}

function doorChanges(template: Template, portal: ParsedPortal, name: string): readonly Change[] {
  const { modules } = template.compilation
  const index = modules.findIndex((module) => module.name === name)
  const closed = template.standings[index]?.closed
  if (!closed) return []
  const access = portal.modules[name]
  const features = [modules[index]?.requires, access?.requires].filter((feature) => feature !== undefined)
  return [
    ...features.filter((feature) => !portal.licences.includes(feature)).map((feature) => ({ kind: 'licence', feature }) as const),
    ...(access?.availability === 'nobody' ? [{ kind: 'switchOn', module: name } as const] : []),
    ...(access?.availability === 'restricted' ? [{ kind: 'moduleAccess', module: name } as const] : []),
  ]
}

function apply({ member, portal, subject }: Situation, change: Change): Situation {
  switch (change.kind) {
    case 'open':
      return { member, portal, subject: put(subject as Bag, change.path.split('.'), change) }
    case 'moduleAccess':
    case 'switchOn':
      return {
        member,
        subject,
        portal: { ...portal, modules: { ...portal.modules, [change.module]: opened(portal.modules?.[change.module], member.id) } },
      }
    case 'licence':
      return { member, subject, portal: { ...portal, licences: [...(portal.licences ?? []), change.feature] } }
    case 'option':
      return { member, subject, portal: { ...portal, options: { ...portal.options, [change.option]: true } } }
    case 'ownership':
      return { member, subject, portal: { ...portal, ownerId: member.id } }
    case 'reactivate':
      return { portal, subject, member: { ...member, status: 'active' } }
    case 'convertToUser':
      return { portal, subject, member: { ...member, type: 'user' } }
    case 'fullAccess':
      return { portal, subject, member: { ...member, administers: 'everything' } as Member }
    case 'administration':
      return { portal, subject, member: { ...member, administers: [...[member.administers ?? []].flat(), change.module] } as Member }
  }
}

function opened(access: ModuleAccess | undefined, memberId: string): ModuleAccess {
  if (access?.availability === 'restricted') return { ...access, to: [memberId, ...access.to] as const }
  return access?.requires === undefined ? {} : { requires: access.requires }
}

function put(record: Bag, [head = '', ...rest]: readonly string[], change: { readonly entry: unknown; readonly key?: string }): Bag {
  const inner = record[head]
  if (rest.length > 0) return { ...record, [head]: put((inner ?? {}) as Bag, rest, change) }
  const { entry, key } = change
  const others = (Array.isArray(inner) ? (inner as readonly Bag[]) : []).filter(
    (one) => key === undefined || one[key] !== (entry as Bag)[key],
  )
  return { ...record, [head]: [...others, entry] }
}

/** An entry with the member's facts in the place of the references. */
function filledIn(entry: unknown, principal: Principal): unknown {
  const value = resolve(entry, principal)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filledIn(inner, principal)]))
}
