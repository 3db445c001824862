import { PortalError } from '../errors.js'
import { parseMember, type Member, type ParsedMember } from '../member.js'
import { parsePortal, type ParsedPortal, type Portal } from '../portal.js'
import { PortalAbility, type AbilitiesOf, type Binding } from './ability.js'
import { checkModules, failIn } from './checks.js'
import { digest } from './digest.js'
import { everyRow, rowsOf, type Module } from './module.js'
import { principalOf } from './principal.js'
import { standingOf } from './standing.js'
import { levelNames } from './table.js'
import { compilation, Template, type Refusal } from './template.js'

/** A policy: the tables of its modules, and what is made from them. */
export interface Policy<M extends Module = Module> {
  readonly modules: readonly M[]
  /** Changes with every row, condition, resource, action and option, and with nothing else. */
  readonly version: string
  /**
   * What a member may do in a portal.
   *
   * A disabled member, one of another portal, and everybody in a portal that is not active get an ability that denies everything and says why. The ability is a view on the policy,
   * cheap enough to make one for every request; it does not follow later changes of the member or the portal.
   *
   * @param member a member record; anything else is refused
   * @param portal a portal record; anything else is refused
   * @throws PortalError `MEMBER_INVALID`, `PORTAL_INVALID`
   */
  abilityFor(member: Member, portal: Portal): PortalAbility<AbilitiesOf<M>>
  /** Checks and freezes a member record once, so that `abilityFor` need not do it again. @throws PortalError `MEMBER_INVALID` */
  parseMember(input: unknown): ParsedMember
  /** Checks and freezes a portal record once, so that `abilityFor` need not do it again. @throws PortalError `PORTAL_INVALID` */
  parsePortal(input: unknown): ParsedPortal
}

/**
 * Puts modules together to a policy.
 *
 * @param modules the built-in ones, your own, or yours in the place of a built-in one
 * @throws PortalError `POLICY_INVALID` when two modules or options have one name, or a row speaks of a resource or module that is not there
 *
 * @example
 * ```ts
 * const policy = definePolicy([...builtInModules, fleet])
 * const ability = policy.abilityFor(member, portal)
 * ```
 */
export function definePolicy<const M extends Module>(modules: readonly M[]): Policy<M> {
  checkModules(modules)
  return policyOf(Object.freeze([...modules]))
}

function policyOf<M extends Module>(modules: readonly M[]): Policy<M> {
  const options = optionsOf(modules)
  let version: string | undefined
  const templates = new Map<string, Template>()
  const members = new WeakSet()
  const portals = new WeakMap<object, WeakMap<object, Binding>>()

  const acceptMember = (input: unknown): ParsedMember => {
    const member = parseMember(input)
    const unknown = typeof member.administers === 'string' ? undefined : member.administers.find((name) => !administrable(modules, name))
    if (unknown !== undefined)
      throw new PortalError('MEMBER_INVALID', `\`${unknown}\` is no module that can be administered`, { module: unknown })
    freeze(member, member.groups, member.administers)
    members.add(member)
    return member
  }

  const acceptPortal = (input: unknown): ParsedPortal => {
    const portal = parsePortal(input)
    checkPortal(portal, modules, options)
    freeze(portal, portal.options, portal.modules, portal.licences, ...Object.values(portal.modules))
    portals.set(portal, new WeakMap())
    return portal
  }

  const templateFor = (member: ParsedMember, portal: ParsedPortal): Template => {
    const standings = modules.map((module) => standingOf(member, portal, module))
    const on = { ...options, ...portal.options }
    const refusal = refusalOf(member, portal)
    const key = JSON.stringify([
      refusal,
      standings.map(({ level, closed }) => [level, closed]),
      Object.keys(options).map((option) => on[option]),
    ])
    const known = templates.get(key)
    if (known) return known
    const template = new Template(compiled, standings, on, refusal)
    // Portals decide which combinations there are: however many come by, a bounded number is kept.
    if (templates.size >= 1_000) templates.clear()
    templates.set(key, template)
    return template
  }

  const policy: Policy<M> = {
    modules,
    // When somebody asks: it goes through all that the policy says.
    get version() {
      return (version ??= digest(describe(modules)))
    },
    parseMember: acceptMember,
    parsePortal: acceptPortal,
    abilityFor(memberInput, portalInput) {
      const member = members.has(memberInput) ? (memberInput as ParsedMember) : acceptMember(memberInput)
      const portal = portals.has(portalInput) ? (portalInput as ParsedPortal) : acceptPortal(portalInput)
      const known = portals.get(portal)
      let binding = known?.get(member)
      if (!binding) {
        binding = { template: templateFor(member, portal), principal: principalOf(member, portal), member, portal }
        known?.set(member, binding)
      }
      return PortalAbility.bound(binding) as never
    },
  }
  const compiled = compilation(policy)
  return Object.freeze(policy)
}

function refusalOf(member: ParsedMember, portal: ParsedPortal): Refusal | undefined {
  if (member.portalId !== portal.id) return 'MEMBER_OF_ANOTHER_PORTAL'
  if (portal.status !== 'active') return 'PORTAL_NOT_ACTIVE'
  return member.status === 'active' ? undefined : 'MEMBER_DISABLED'
}

const administrable = (modules: readonly Module[], name: string): boolean =>
  modules.some((module) => module.name === name && module.presence !== 'always')

/** Refuses what does not fit together; answers all options with their defaults. */
function optionsOf(modules: readonly Module[]): Readonly<Record<string, boolean>> {
  const names = modules.map((module) => module.name)
  const resources = modules.flatMap((module) => module.resources)
  const options: Record<string, boolean> = {}
  for (const module of modules) {
    const fail = failIn(module.name)
    if (names.indexOf(module.name) !== modules.lastIndexOf(module)) fail('stands twice in the policy')
    for (const [option, value] of Object.entries(module.options)) {
      if (Object.hasOwn(options, option)) fail(`option \`${option}\` is declared twice`)
      options[option] = value
    }
    const strangers = module.uses.filter((used) => !resources.includes(used))
    for (const { subjects, given, at } of everyRow(module)) {
      const failHere = failIn(module.name, at.level, at.row)
      const stranger = strangers.find(({ name }) => subjects.includes(name))
      if (stranger) failHere(`no module declares the resource \`${stranger.name}\``)
      if (given.module !== undefined && !names.includes(given.module)) failHere(`there is no module \`${given.module}\``)
    }
  }
  return Object.freeze(options)
}

function checkPortal(portal: ParsedPortal, modules: readonly Module[], options: Readonly<Record<string, boolean>>): void {
  const fail = (problem: string): never => {
    throw new PortalError('PORTAL_INVALID', `portal \`${portal.id}\`: ${problem}`, { portalId: portal.id })
  }
  for (const option of Object.keys(portal.options)) if (!Object.hasOwn(options, option)) fail(`there is no option \`${option}\``)
  for (const [name, access] of Object.entries(portal.modules)) {
    const module = modules.find((one) => one.name === name)
    if (!module || module.presence === 'always') return fail(`there is no module \`${name}\` whose access could be set`)
    if (module.presence === 'required' && access.availability === 'nobody') fail(`\`${name}\` cannot be switched off`)
  }
}

/** What the version is a digest of. */
function describe(modules: readonly Module[]): string {
  return JSON.stringify(
    modules.map((module) => ({
      ...module,
      resources: module.resources.map(({ name, actions }) => ({ name, actions })),
      uses: module.uses.map(({ name }) => name),
      levels: levelNames.map((level) => rowsOf(module, level)),
    })),
  )
}

function freeze(...parts: readonly unknown[]): void {
  for (const part of parts) Object.freeze(part)
}
