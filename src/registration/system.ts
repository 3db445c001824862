import * as z from 'zod'
import { isPortalError, PortalError } from '../errors.js'
import type { Page } from '../ports/storage.js'
import type { IndexName, IndexValues } from '../records.js'
import { commandOf, id, ids, read, request } from '../workflow/input.js'
import type { HolderPortalAnswer } from './answers.js'
import { kindOf } from './kinds.js'
import type { RegistrationParts } from './parts.js'
import { notWaiting, settled, withFactsOf, type HolderPortalRow } from './records.js'
import { inFirm, noFirm, type Scene } from './scene.js'
import { putOff, timed } from './time.js'
import { present, told, transition } from './transitions.js'

/** What happens by itself, or in the application: no member of a portal may say that it did. */
export interface RegistrationSystem {
  /**
   * Looks whether time has ended the link, or the portal. Nothing to do is no error.
   *
   * @throws PortalError `PORTAL_NOT_FOUND`
   */
  expire(what: OnePortal): Promise<HolderPortalAnswer>
  /** Does `expire`, and reminds of what ends soon, for all portals whose time has come; gives how many it changed. */
  expireDue(limit?: number): Promise<number>
  /** The letter with the link of this generation was taken by a server for mail; of a former one, it changes nothing. */
  mailSent(what: OnePortal & { readonly generation: number }): Promise<HolderPortalAnswer>
  /** The letter was given up. */
  mailFailed(what: OnePortal & { readonly generation: number }): Promise<HolderPortalAnswer>
  /** The letter came back for good: nobody else shall find the link, so it is dead. */
  mailBounced(what: OnePortal & { readonly generation: number }): Promise<HolderPortalAnswer>
  /** The holder has left: his portals are suspended, and those that he registered for an office or the firm. Gives how many it concerned. */
  holderDeactivated(who: OneHolder): Promise<number>
  /** The holder is there again. His portals stay suspended until somebody reactivates them. */
  holderReactivated(who: OneHolder): Promise<number>
  /** The application keeps something else of the holder than before: his name, his office, who has the right on him. Gives how many portals it concerned. */
  holderChanged(who: OneHolder): Promise<number>
  /** These features are not licensed any more: the portals that need one cannot be registered. */
  licenseLost(what: Features): Promise<number>
  /** These features are licensed again. */
  licenseRestored(what: Features): Promise<number>
  /** A request for files was opened through the portal: a temporary one lives as long as it is open. */
  requestOpened(what: OnePortal & { readonly requestId: string }): Promise<HolderPortalAnswer>
  /** A request was completed: a temporary portal has its time from now on again. */
  requestCompleted(what: OnePortal & { readonly requestId: string }): Promise<HolderPortalAnswer>
}

/** A holder's portal. */
export interface OnePortal {
  readonly portalId: string
  readonly holderPortalId: string
}
/** A holder. */
export interface OneHolder {
  readonly portalId: string
  readonly holderId: string
}
/** Features of a firm's portal. */
export interface Features {
  readonly portalId: string
  readonly features: readonly string[]
}

const one = { portalId: request.portalId, holderPortalId: id }
const generation = z.number().int().min(1)
const shapes = {
  one: commandOf(one),
  letter: commandOf({ ...one, generation }),
  holder: commandOf({ portalId: request.portalId, holderId: id }),
  features: commandOf({ portalId: request.portalId, features: ids }),
  request: commandOf({ ...one, requestId: id }),
}

/** What only the system does, nobody else does. @throws PortalError `FORBIDDEN`, `INPUT_INVALID` */
function readSystem<T>(schema: z.ZodType<T>, input: unknown, name: string): T {
  if (typeof input === 'object' && input !== null && 'actorId' in input)
    throw new PortalError('FORBIDDEN', `nobody does \`${name}\`: it happens`, { command: name })
  return read(schema, input, name)
}

/** The command of time. */
const expiring = 'expireHolderPortal'

/** What becomes of a portal. */
type Work = (scene: Scene, row: HolderPortalRow) => HolderPortalRow | Promise<HolderPortalRow>

export function createRegistrationSystem(parts: RegistrationParts): RegistrationSystem {
  const onPortal = (name: string, { portalId, holderPortalId }: OnePortal, work: Work): Promise<HolderPortalAnswer> =>
    inFirm(parts, { name, portalId, body: {}, about: ['holderPortals', holderPortalId] }, async (scene) => {
      // Time goes on in a firm that is deleted: links end, and what was exchanged is purged. Nothing else happens there.
      if (scene.firm.status === 'deleted' && name !== expiring) throw noFirm(portalId)
      const before = await present(scene, await scene.holderPortal(holderPortalId))
      return told(scene, before, await work(scene, before))
    })
  const letter =
    (type: 'mailSent' | 'mailFailed' | 'mailBounced') =>
    async (input: OnePortal & { readonly generation: number }): Promise<HolderPortalAnswer> => {
      const { generation: sent, ...which } = readSystem(shapes.letter, input, type)
      return onPortal(type, which, (scene, row) => (row.generation === sent ? transition(scene, row, { type }) : row))
    }

  /** Does something with all portals that an index finds. */
  const onAll = async <N extends IndexName<'holderPortals'>>(
    name: string,
    index: N,
    values: IndexValues<'holderPortals', N>,
    work: Work,
    concerned: (row: HolderPortalRow) => boolean = () => true,
  ): Promise<number> => {
    let [count, after]: [number, string | undefined] = [0, undefined]
    do {
      const page: Page<'holderPortals'> = await parts.runtime.storage.find(
        'holderPortals',
        index,
        values,
        after === undefined ? {} : { after },
      )
      for (const { row } of page.items.filter((found) => concerned(found.row))) {
        await onPortal(name, { portalId: row.portalId, holderPortalId: row.id }, work)
        count++
      }
      after = page.next
    } while (after !== undefined)
    return count
  }
  const holder = (type: 'holderDeactivated' | 'holderReactivated') => async (input: OneHolder) => {
    const { portalId, holderId } = readSystem(shapes.holder, input, type)
    const work: Work = (scene, row) => {
      // Whoever has left confirms no new address. A link of an association is for the case that he has.
      const forgets = type === 'holderDeactivated' && row.pending?.type === 'address'
      return transition(scene, row, { type }, { change: forgets ? notWaiting(row) : {} })
    }
    const his = await onAll(type, 'byHolder', { portalId, holderId }, work)
    return his + (await onAll(type, 'byRegistrant', { portalId, registrantId: holderId }, work))
  }
  const features = (type: 'licenseLost' | 'licenseRestored') => async (input: Features) => {
    const { portalId, features: named } = readSystem(shapes.features, input, type)
    const needs = ({ kind }: HolderPortalRow): boolean => kindOf(parts.kinds, kind).features.some((one) => named.includes(one))
    return onAll(type, 'byPortal', { portalId }, (scene, row) => transition(scene, row, { type }), needs)
  }
  const withRequests = (name: string, change: (scene: Scene, row: HolderPortalRow, requestId: string) => HolderPortalRow) => {
    return async (input: OnePortal & { readonly requestId: string }): Promise<HolderPortalAnswer> => {
      const { requestId, ...which } = readSystem(shapes.request, input, name)
      return onPortal(name, which, (scene, before) => {
        const after = settled(change(scene, before, requestId), parts.lifetimes)
        if (JSON.stringify(after) === JSON.stringify(before)) return before
        scene.tx.update('holderPortals', after)
        return after
      })
    }
  }

  const expire: RegistrationSystem['expire'] = async (input) => {
    const which = readSystem(shapes.one, input, 'expire')
    return onPortal(expiring, which, timed)
  }
  return {
    expire,
    async expireDue(limit = 100) {
      const { storage, clock } = parts.runtime
      const due = await storage.due('holderPortals', clock.now(), limit)
      const failed: unknown[] = []
      let count = 0
      for (const { row } of due) {
        const seen = { changed: false }
        const work: Work = (scene, before) => {
          const after = timed(scene, before)
          seen.changed = after !== before || scene.also.length > 0
          return after
        }
        try {
          await onPortal(expiring, { portalId: row.portalId, holderPortalId: row.id }, work)
          // Whoever sweeps goes on at once while there was something to do: what stays as it is does not count.
          if (seen.changed) count++
        } catch (error) {
          if (isPortalError(error, 'STORAGE_UNAVAILABLE')) throw error
          failed.push(error)
          await putOff(parts, row)
        }
      }
      if (failed.length > 0) throw failed[0]
      return count
    },
    mailSent: letter('mailSent'),
    mailFailed: letter('mailFailed'),
    mailBounced: letter('mailBounced'),
    holderDeactivated: holder('holderDeactivated'),
    holderReactivated: holder('holderReactivated'),
    async holderChanged(input) {
      const { portalId, holderId } = readSystem(shapes.holder, input, 'holderChanged')
      return onAll('holderChanged', 'byHolder', { portalId, holderId }, refreshed)
    },
    licenseLost: features('licenseLost'),
    licenseRestored: features('licenseRestored'),
    requestOpened: withRequests('requestOpened', (_scene, row, requestId) => ({
      ...row,
      openRequests: [...new Set([...row.openRequests, requestId])],
    })),
    requestCompleted: withRequests('requestCompleted', ({ now }, row, requestId) =>
      row.openRequests.includes(requestId)
        ? { ...row, openRequests: row.openRequests.filter((open) => open !== requestId), requestsCompletedAt: now }
        : row,
    ),
  }
}

/** The portal with what the application keeps of its holder now. */
async function refreshed(scene: Scene, row: HolderPortalRow): Promise<HolderPortalRow> {
  const holder = await scene.outside.holder(row.holderId)
  const after = holder ? withFactsOf(row, holder) : row
  if (JSON.stringify(after) === JSON.stringify(row)) return row
  scene.tx.update('holderPortals', after)
  return after
}
