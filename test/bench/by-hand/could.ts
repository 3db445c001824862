import { couldContribute, rights } from './community.js'
import { advanced } from './people.js'
import { administrator, closed, fullAdministrator, guest, owner, user, type ModuleName, type Rank, type Seat } from './seat.js'

/** The lowest rank that could, for some record; with the name of a module, that may. */
type Lowest = Readonly<Record<string, Rank>>

const onEntries = { read: guest, comment: guest, fillForms: guest, review: guest, filter: guest, update: guest, delete: guest } as const
const inCrm = { create: user, read: user, update: user, delete: user } as const
const inProjects = { read: guest, create: user, update: user, delete: user } as const
const ranks = {
  portal: {
    access: guest,
    configure: fullAdministrator,
    backup: fullAdministrator,
    setModuleAccess: fullAdministrator,
    listAdministrators: fullAdministrator,
    transferOwnership: owner,
    deactivate: owner,
    delete: owner,
  },
  documents: { access: guest },
  crm: { access: user, configure: administrator, import: administrator, export: administrator, sendMassMail: administrator },
  community: { access: guest },
  people: { access: user },
  projects: { access: guest, configure: administrator },
  mail: { access: user, configure: administrator },
  calendar: { access: guest },
  talk: { access: guest },
  feed: { access: guest },
  'documents.file': { ...onEntries, download: guest, share: user },
  'documents.folder': { ...onEntries, download: guest, share: user, create: guest, connectThirdParty: user },
  'documents.section': { read: guest },
  'crm.contact': { ...inCrm, setAccess: user },
  'crm.opportunity': { ...inCrm, setAccess: user },
  'crm.case': { ...inCrm, setAccess: user },
  'crm.task': inCrm,
  'crm.invoice': { ...inCrm, create: administrator },
  'projects.project': {
    read: guest,
    update: user,
    changeStatus: user,
    manageTeam: user,
    setMemberRights: user,
    delete: user,
    appointManager: administrator,
    create: administrator,
  },
  'projects.task': { ...inProjects, assign: user, comment: guest, subscribe: guest },
  'projects.subtask': inProjects,
  'projects.milestone': inProjects,
  'projects.discussion': { ...inProjects, comment: guest, subscribe: guest },
  'projects.comment': { read: guest, update: guest },
  'projects.file': { ...inProjects, create: guest },
  'projects.timeEntry': { ...inProjects, setPaymentStatus: user },
  'projects.template': { read: user, update: user, create: administrator },
  'projects.report': { create: user, read: user },
  'calendar.calendar': { create: guest, read: guest, update: guest, delete: guest, share: guest },
  'calendar.event': { create: guest, read: guest, update: guest, delete: guest },
} as const satisfies Readonly<Record<string, Lowest>>
const lowest: Readonly<Record<string, Lowest>> = ranks

/** The module that a name belongs to. */
const homes: Readonly<Partial<Record<string, ModuleName>>> = Object.fromEntries(
  [...Object.keys(ranks), ...Object.keys(rights), 'people.profile', 'people.group', 'people.invitation', 'projects.contact'].map((name) => [
    name,
    name.split('.')[0] as ModuleName,
  ]),
)

/** May he do this to the module; could he do it to some record of this resource? */
export function couldOn(seat: Seat, action: string, name: string): boolean {
  if (seat.refused) return false
  const module = homes[name]
  const rank = module ? seat.ranks[module] : closed
  if (module === 'community' && name !== module) return couldContribute(rank, action, name)
  if (module === 'people' && name !== module) return inPeople(seat, action, name)
  if (name === 'projects.contact') return action === 'read' && rank >= user && seat.ranks.crm >= user
  if ((name === 'projects.project' || name === 'projects.template') && action === 'create')
    return rank >= administrator || (rank >= user && seat.options.membersMayCreateProjects === true)
  const needed = lowest[name]?.[action]
  return needed !== undefined && rank >= needed
}

function inPeople(seat: Seat, action: string, name: string): boolean {
  const { people, portal } = seat.ranks
  if (name === 'people.group') return advanced(seat) && ['create', 'read', 'update', 'delete'].includes(action)
  if (name === 'people.invitation') return advanced(seat) && ['create', 'read', 'delete'].includes(action)
  switch (action) {
    case 'read':
    case 'update':
      return true
    case 'requestDeletion':
      return portal !== owner
    case 'updateEmployment':
      return people >= administrator
    case 'grantFullAccess':
    case 'grantModuleAdministration':
    case 'revokeFullAccess':
    case 'revokeModuleAdministration':
      return portal >= fullAdministrator
    case 'create':
    case 'disable':
    case 'reactivate':
    case 'delete':
    case 'convertToGuest':
    case 'convertToUser':
    case 'changeEmail':
    case 'changePassword':
    case 'reassignData':
      return advanced(seat)
    default:
      return false
  }
}
