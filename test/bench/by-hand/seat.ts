import type { ParsedMember, ParsedPortal } from '../../../src/index.js'

/** What the functions of this folder know of whoever asks: worked out once, when he arrives. */
export interface Seat {
  readonly id: string
  readonly portalId: string
  readonly portalOwnerId: string
  readonly groups: ReadonlySet<string>
  readonly ranks: Readonly<Record<ModuleName, Rank>>
  readonly options: Readonly<Record<string, boolean>>
  /** A disabled member, one of another portal, anybody in a portal that is not active. */
  readonly refused: boolean
}

/** How much somebody may in a module; less than nothing where its door is closed to him. */
export type Rank = -1 | 0 | 1 | 2 | 3 | 4
export const closed = -1
export const guest = 0
export const user = 1
export const administrator = 2
export const fullAdministrator = 3
export const owner = 4

export type ModuleName = 'portal' | 'documents' | 'crm' | 'community' | 'people' | 'projects' | 'mail' | 'calendar' | 'talk' | 'feed'
const notForGuests: readonly string[] = ['crm', 'people', 'mail']

export function seatOf(member: ParsedMember, portal: ParsedPortal): Seat {
  return {
    id: member.id,
    portalId: portal.id,
    portalOwnerId: portal.ownerId,
    groups: new Set(member.groups),
    ranks: {
      portal: rankIn('portal', member, portal),
      documents: rankIn('documents', member, portal),
      crm: rankIn('crm', member, portal),
      community: rankIn('community', member, portal),
      people: rankIn('people', member, portal),
      projects: rankIn('projects', member, portal),
      mail: rankIn('mail', member, portal),
      calendar: rankIn('calendar', member, portal),
      talk: rankIn('talk', member, portal),
      feed: rankIn('feed', member, portal),
    },
    options: portal.options,
    refused: member.portalId !== portal.id || portal.status !== 'active' || member.status !== 'active',
  }
}

/** His rank, whatever the door says. */
function standing(name: string, member: ParsedMember, portal: ParsedPortal): Rank {
  if (portal.ownerId === member.id) return owner
  if (member.type === 'guest') return guest
  if (member.administers === 'everything') return fullAdministrator
  return member.administers.includes(name) ? administrator : user
}

function rankIn(name: string, member: ParsedMember, portal: ParsedPortal): Rank {
  const rank = standing(name, member, portal)
  if (name === 'portal') return rank
  const access = portal.modules[name]
  if (access?.requires !== undefined && !portal.licences.includes(access.requires)) return closed
  if (access?.availability === 'nobody') return closed
  if (rank === guest && notForGuests.includes(name)) return closed
  if (access?.availability !== 'restricted' || rank > user) return rank
  return access.to.some((id) => id === member.id || member.groups.includes(id)) ? rank : closed
}
