import * as z from 'zod'
import { PortalError } from '../errors.js'
import type { ModuleAccess } from '../portal.js'
import type { Quotas } from '../records.js'
import { asking, byName, commandOf, moduleName, ids, name, read, request, type Asking } from '../workflow/input.js'
import { holdsEverythingForGood, type PortalRow } from '../workflow/people.js'
import type { MemberState } from './answers.js'
import { createPortal, feature, options, quotas, type NewPortal } from './create-portal.js'
import { audienceOf, checkWritten, knownPortal } from './known.js'
import { isOfTheOwner } from './owner-options.js'
import { answered, type PortalAnswer } from './portal-answers.js'
import { asMember, inPortal, notFound, refusal, type ActorScene, type Parts, type Scene } from './scene.js'

/** The portals themselves. */
export interface Portals {
  /**
   * Makes a portal; whoever makes it is its owner. Who may do that is for the host application to say: this is a command of the system.
   *
   * @param command `portalId`: your name for it, unique over all portals
   * @throws PortalError `PORTAL_EXISTS`, `EMAIL_INVALID`, `PORTAL_INVALID` (an unknown option or module), `INPUT_INVALID`, `IDEMPOTENCY_MISMATCH`, `CONFLICT`
   */
  createPortal(command: NewPortal): Promise<PortalAnswer & { readonly owner: MemberState }>
  /**
   * Changes the portal's name and the options of its modules. An option that changes what full administrators themselves may is for the owner.
   *
   * @throws PortalError `PORTAL_INVALID` (an unknown option), `GRANT_NOT_HELD` (options are not for who administers for a time), and what every command throws
   */
  configurePortal(
    command: Asking & { readonly name?: string | undefined; readonly options?: Readonly<Record<string, boolean>> | undefined },
  ): Promise<PortalAnswer>
  /**
   * Opens a module to everyone, to some members and groups, or to nobody. What licence it needs is not touched.
   *
   * @throws PortalError `PORTAL_INVALID` (no such module, or one that cannot be switched off), `NOT_FOUND` (a member or group), `GRANT_NOT_HELD`
   *   (who administers for a time closes modules, and opens none), and what every command throws
   */
  setModuleAccess(command: Asking & { readonly module: string; readonly access: ModuleAvailability }): Promise<PortalAnswer>
  /** Stops everything in the portal, until its owner reactivates it. Every session ends. @throws PortalError what every command throws */
  suspendPortal(command: Asking): Promise<PortalAnswer>
  /** Lets everything go on. @throws PortalError what every command throws */
  reactivatePortal(command: Asking): Promise<PortalAnswer>
  /** Deletes the portal for good: its records stay for the audit, and nobody comes in again. @throws PortalError what every command throws */
  deletePortal(command: Asking): Promise<PortalAnswer>
  /**
   * Says what a portal is licensed for, and how many seats it has. A command of the system: whoever pays for a portal does not decide it inside.
   *
   * @param command `requires`: the licensed feature that a module needs, null for none
   * @throws PortalError `NOT_FOUND`, `PORTAL_INVALID`, `INPUT_INVALID`, `IDEMPOTENCY_MISMATCH`, `CONFLICT`
   */
  licensePortal(command: {
    readonly portalId: string
    readonly licences?: readonly string[] | undefined
    readonly quotas?: Quotas | undefined
    readonly requires?: Readonly<Record<string, string | null>> | undefined
    readonly idempotencyKey?: string | undefined
    readonly correlationId?: string | undefined
  }): Promise<PortalAnswer>
}

/** Who has a module. */
export type ModuleAvailability =
  | { readonly availability: 'everyone' }
  /** Ids of members and groups. */
  | { readonly availability: 'restricted'; readonly to: readonly string[] }
  | { readonly availability: 'nobody' }

const shapes = {
  configurePortal: commandOf({ ...asking, name: name.optional(), options: options.optional() }),
  setModuleAccess: commandOf({
    ...asking,
    module: moduleName,
    access: z.discriminatedUnion('availability', [
      z.strictObject({ availability: z.literal('everyone') }),
      z.strictObject({ availability: z.literal('restricted'), to: ids }),
      z.strictObject({ availability: z.literal('nobody') }),
    ]),
  }),
  asking: commandOf(asking),
  licensePortal: commandOf({
    ...request,
    licences: z.array(feature).max(1_000).optional(),
    quotas: quotas.optional(),
    requires: byName(feature.nullable()).optional(),
  }),
}

export function createPortals(parts: Parts): Portals {
  /** A command of a member on the portal itself. */
  const onPortal = (
    command: Asking & { readonly name: string; readonly body: unknown; readonly right: string; readonly evenSuspended?: boolean },
    change: (scene: ActorScene) => Promise<PortalRow> | PortalRow,
  ): Promise<PortalAnswer> =>
    asMember(parts, { ...command, could: [command.right, 'portal'] }, async (scene) => {
      const { portal, tx } = scene
      const after = await change(scene)
      checkWritten(parts.policy, portal, after)
      if (after !== portal) tx.update('portals', after)
      if (after.status !== portal.status && after.status !== 'active') scene.events.push({ type: 'portalSessionsEnd', portalId: portal.id })
      return answered(portal, after)
    })
  const becomes =
    (command: string, right: string, status: PortalRow['status'], evenSuspended: boolean) =>
    async (input: Asking): Promise<PortalAnswer> => {
      const asked = read(shapes.asking, input, command)
      return onPortal({ ...asked, name: command, body: {}, right, evenSuspended }, ({ portal }) =>
        portal.status === status ? portal : { ...portal, status },
      )
    }
  return {
    createPortal: (input) => createPortal(parts, input),
    async configurePortal(input) {
      const { name: called, options: wanted = {}, ...asked } = read(shapes.configurePortal, input, 'configurePortal')
      return onPortal({ ...asked, name: 'configurePortal', body: { called, wanted }, right: 'configure' }, (scene) => {
        const { portal, actor } = scene
        const owners = Object.keys(wanted).find((option) => isOfTheOwner(parts.policy.modules, option))
        if (owners !== undefined && actor.id !== portal.ownerId) throw forbiddenOption(owners)
        // What an option gives has no end.
        if (Object.keys(wanted).length > 0) mustHoldForGood(scene)
        return { ...portal, name: called ?? portal.name, options: { ...portal.options, ...wanted } }
      })
    },
    async setModuleAccess(input) {
      const { module, access, ...asked } = read(shapes.setModuleAccess, input, 'setModuleAccess')
      return onPortal({ ...asked, name: 'setModuleAccess', body: { module, access }, right: 'setModuleAccess' }, async (scene) => {
        const { portal } = scene
        if (access.availability === 'restricted') for (const audience of access.to) await checkAudience(scene, audience)
        const before = own(portal.modules, module)
        // What is damaged counts as closed, as it does for everybody.
        if (!isNoWider(access, own(knownPortal(parts.policy, portal, []).modules, module))) mustHoldForGood(scene)
        const requires = before?.requires
        const next = { ...access, ...(requires !== undefined && { requires }) } as ModuleAccess
        return { ...portal, modules: Object.fromEntries([...Object.entries(portal.modules), [module, next]]) }
      })
    },
    suspendPortal: becomes('suspendPortal', 'deactivate', 'suspended', false),
    reactivatePortal: becomes('reactivatePortal', 'deactivate', 'active', true),
    deletePortal: becomes('deletePortal', 'delete', 'deleted', true),
    async licensePortal(input) {
      const { portalId, idempotencyKey, correlationId, ...body } = read(shapes.licensePortal, input, 'licensePortal')
      return inPortal(
        parts,
        { name: 'licensePortal', portalId, idempotencyKey, correlationId, body, evenSuspended: true },
        ({ tx, portal }) => {
          const { licences = portal.licences, quotas: seats = portal.quotas, requires = {} } = body
          const modules = {
            ...Object.fromEntries([
              ...Object.entries(portal.modules),
              ...Object.keys(requires).map(
                (module) => [module, needing(own(portal.modules, module), requires[module] ?? undefined)] as const,
              ),
            ]),
          }
          const after: PortalRow = { ...portal, licences, quotas: seats, modules }
          checkWritten(parts.policy, portal, after)
          tx.update('portals', after)
          return Promise.resolve(answered(portal, after))
        },
      )
    },
  }
}

const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? (record[key] ?? undefined) : undefined

/** The same access, with this licensed feature or none. */
function needing(access: ModuleAccess = {}, requires: string | undefined): ModuleAccess {
  const { requires: _former, ...rest } = access
  return requires === undefined ? rest : { ...rest, requires }
}

/** What is opened, or switched, stays so: only who administers for good does it. @throws PortalError `GRANT_NOT_HELD` */
function mustHoldForGood({ actor, portal, now }: ActorScene): void {
  if (!holdsEverythingForGood(actor, portal, now)) throw refusal('GRANT_NOT_HELD', 'who administers for a time gives nothing for good')
}

/** Whether nobody has a module afterwards who did not have it before. */
function isNoWider(after: ModuleAvailability, before: ModuleAccess = {}): boolean {
  if (after.availability === 'nobody' || (before.availability ?? 'everyone') === 'everyone') return true
  const to = audienceOf(before) ?? []
  return after.availability === 'restricted' && after.to.every((audience) => to.includes(audience))
}

function forbiddenOption(option: string): PortalError {
  const explanation = `option \`${option}\` changes what full administrators may: it is for the owner`
  return new PortalError('FORBIDDEN', explanation, { option, explanation })
}

async function checkAudience({ tx, portal }: Scene, audience: string): Promise<void> {
  const found = (await tx.get('groups', portal.id, audience)) ?? (await tx.get('members', portal.id, audience))
  if (!found) throw notFound('groups', audience)
}
